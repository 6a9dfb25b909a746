"""Annotated news articles as DataFrames, with charts and explorers that lead every number back to its words.

>>> import libya_kit as lk
>>> lk.load_article().publisher
'France 24'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libya_kit import (
        access,
        annotations,
        article,
        casualties,
        displacement,
        evidence,
        schema,
        stances,
        style,
        teach,
    )
    from libya_kit.article import AnnotatedArticle, load_article
    from libya_kit.article_set import AnnotatedArticles, load_articles
    from libya_kit.authoring import save_annotations
    from libya_kit.casualties import plot_casualty_timeline
    from libya_kit.displacement import displacement_rate, plot_displacement
    from libya_kit.errors import ArgumentError, ArticleError, KitError, ReportError
    from libya_kit.evidence import cite
    from libya_kit.exhibit import Exhibit
    from libya_kit.explorer import Explorer
    from libya_kit.report import render_report
    from libya_kit.rereading import agreement
    from libya_kit.rereading.comparing import compare
    from libya_kit.schema import data_dictionary
    from libya_kit.stances import plot_stance_matrix, plot_stances, stance_matrix
    from libya_kit.starting import annotate, new_folder
    from libya_kit.teach.course import render_lessons
    from libya_kit.tolls import casualty_bounds

__version__ = "0.1.0"

__all__ = [
    "AnnotatedArticle",
    "AnnotatedArticles",
    "ArgumentError",
    "ArticleError",
    "Exhibit",
    "Explorer",
    "KitError",
    "ReportError",
    "annotate",
    "casualty_bounds",
    "cite",
    "compare",
    "data_dictionary",
    "displacement_rate",
    "load_article",
    "load_articles",
    "new_folder",
    "plot_casualty_timeline",
    "plot_displacement",
    "plot_stance_matrix",
    "plot_stances",
    "render_lessons",
    "render_report",
    "save_annotations",
    "stance_matrix",
]

_HOMES = {
    "AnnotatedArticle": "article",
    "AnnotatedArticles": "article_set",
    "ArgumentError": "errors",
    "ArticleError": "errors",
    "Exhibit": "exhibit",
    "Explorer": "explorer",
    "KitError": "errors",
    "ReportError": "errors",
    "annotate": "starting",
    "casualty_bounds": "tolls",
    "cite": "evidence",
    "compare": "rereading.comparing",
    "data_dictionary": "schema",
    "displacement_rate": "displacement",
    "load_article": "article",
    "load_articles": "article_set",
    "new_folder": "starting",
    "plot_casualty_timeline": "casualties",
    "plot_displacement": "displacement",
    "plot_stance_matrix": "stances",
    "plot_stances": "stances",
    "render_lessons": "teach.course",
    "render_report": "report",
    "save_annotations": "authoring",
    "stance_matrix": "stances",
}
_MODULES = {
    name: name
    for name in (
        "access",
        "annotations",
        "article",
        "casualties",
        "displacement",
        "evidence",
        "schema",
        "stances",
        "style",
        "teach",
    )
} | {"agreement": "rereading.agreement"}


def __getattr__(name: str) -> Any:
    """Return a public name, importing its module when it is first used: drawing and widgets cost time."""
    if name in _HOMES:
        return getattr(import_module(f"libya_kit.{_HOMES[name]}"), name)
    if name in _MODULES:
        return import_module(f"libya_kit.{_MODULES[name]}")
    raise AttributeError(f"module 'libya_kit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return sorted([*__all__, *_MODULES, "__version__"])
