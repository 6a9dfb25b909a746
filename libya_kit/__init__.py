"""Annotated news articles as DataFrames, with charts and explorers that lead every number back to its words.

>>> import libya_kit as lk
>>> lk.load_article().publisher
'France 24'
"""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit import agreement, article, casualties, displacement, stances, teach
    from libya_kit.agreement.comparison import compare
    from libya_kit.article import schema
    from libya_kit.article import w3c as annotations
    from libya_kit.article.collection import AnnotatedArticles, load_articles
    from libya_kit.article.model import AnnotatedArticle, load_article
    from libya_kit.article.schema import data_dictionary
    from libya_kit.casualties.bounds import casualty_bounds
    from libya_kit.casualties.exhibits import plot_casualty_timeline
    from libya_kit.checking.exhibits import ledger_text
    from libya_kit.checking.ledger import ledger
    from libya_kit.displacement.exhibits import displacement_rate, plot_displacement
    from libya_kit.display import evidence, style
    from libya_kit.display.citation import cite
    from libya_kit.display.exhibit import Exhibit
    from libya_kit.display.explorer import Explorer
    from libya_kit.editing.changes import save_annotations
    from libya_kit.editing.new_folder import annotate, new_folder
    from libya_kit.errors import ArgumentError, ArticleError, KitError, ReportError
    from libya_kit.report import accessibility as access
    from libya_kit.report.render import render_report
    from libya_kit.stances.matrix import plot_stance_matrix, plot_stances, stance_matrix
    from libya_kit.teach.course import render_lessons

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
    "ledger",
    "ledger_text",
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
    "AnnotatedArticle": "article.model",
    "AnnotatedArticles": "article.collection",
    "ArgumentError": "errors",
    "ArticleError": "errors",
    "Exhibit": "display.exhibit",
    "Explorer": "display.explorer",
    "KitError": "errors",
    "ReportError": "errors",
    "access": "report.accessibility",
    "agreement": "agreement",
    "annotate": "editing.new_folder",
    "annotations": "article.w3c",
    "article": "article",
    "casualties": "casualties",
    "casualty_bounds": "casualties.bounds",
    "cite": "display.citation",
    "compare": "agreement.comparison",
    "data_dictionary": "article.schema",
    "displacement": "displacement",
    "displacement_rate": "displacement.exhibits",
    "evidence": "display.evidence",
    "ledger": "checking.ledger",
    "ledger_text": "checking.exhibits",
    "load_article": "article.model",
    "load_articles": "article.collection",
    "new_folder": "editing.new_folder",
    "plot_casualty_timeline": "casualties.exhibits",
    "plot_displacement": "displacement.exhibits",
    "plot_stance_matrix": "stances.matrix",
    "plot_stances": "stances.matrix",
    "render_lessons": "teach.course",
    "render_report": "report.render",
    "save_annotations": "editing.changes",
    "schema": "article.schema",
    "stance_matrix": "stances.matrix",
    "stances": "stances",
    "style": "display.style",
    "teach": "teach",
}

__getattr__ = lazy(__name__, _HOMES)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return sorted([*_HOMES, "__version__"])
