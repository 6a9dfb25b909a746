"""Annotated news articles as DataFrames, with charts and explorers that lead every number back to its words.

>>> import libya_kit as lk
>>> lk.load_article().publisher
'France 24'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libya_kit import annotations, article, casualties, displacement, evidence, schema, stances, style
    from libya_kit.article import AnnotatedArticle, load_article
    from libya_kit.casualties import plot_casualty_timeline
    from libya_kit.displacement import displacement_rate, plot_displacement
    from libya_kit.errors import ArgumentError, ArticleError, KitError, ReportError
    from libya_kit.evidence import cite
    from libya_kit.exhibit import Exhibit
    from libya_kit.explorer import Explorer
    from libya_kit.report import render_report
    from libya_kit.schema import data_dictionary
    from libya_kit.stances import plot_stance_matrix, plot_stances, stance_matrix
    from libya_kit.tolls import casualty_bounds

__version__ = "0.1.0"

__all__ = [
    "AnnotatedArticle",
    "ArgumentError",
    "ArticleError",
    "Exhibit",
    "Explorer",
    "KitError",
    "ReportError",
    "casualty_bounds",
    "cite",
    "data_dictionary",
    "displacement_rate",
    "load_article",
    "plot_casualty_timeline",
    "plot_displacement",
    "plot_stance_matrix",
    "plot_stances",
    "render_report",
    "stance_matrix",
]

_HOMES = {
    "AnnotatedArticle": "article",
    "ArgumentError": "errors",
    "ArticleError": "errors",
    "Exhibit": "exhibit",
    "Explorer": "explorer",
    "KitError": "errors",
    "ReportError": "errors",
    "casualty_bounds": "tolls",
    "cite": "evidence",
    "data_dictionary": "schema",
    "displacement_rate": "displacement",
    "load_article": "article",
    "plot_casualty_timeline": "casualties",
    "plot_displacement": "displacement",
    "plot_stance_matrix": "stances",
    "plot_stances": "stances",
    "render_report": "report",
    "stance_matrix": "stances",
}
_MODULES = ("annotations", "article", "casualties", "displacement", "evidence", "schema", "stances", "style")


def __getattr__(name: str) -> Any:
    """Return a public name, importing its module when it is first used: drawing and widgets cost time."""
    if name in _HOMES:
        return getattr(import_module(f"libya_kit.{_HOMES[name]}"), name)
    if name in _MODULES:
        return import_module(f"libya_kit.{name}")
    raise AttributeError(f"module 'libya_kit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return sorted([*__all__, *_MODULES, "__version__"])
