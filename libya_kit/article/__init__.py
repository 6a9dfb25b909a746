"""The annotated article: its tables as declared, its files as read and checked, one article or several."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.article.collection import AnnotatedArticles, load_articles
    from libya_kit.article.model import AnnotatedArticle, bounds, load_article, shipped
    from libya_kit.article.schema import data_dictionary

__all__ = [
    "AnnotatedArticle",
    "AnnotatedArticles",
    "bounds",
    "check",
    "data_dictionary",
    "load_article",
    "load_articles",
    "shipped",
]

__getattr__ = lazy(
    __name__,
    {
        "AnnotatedArticle": "model",
        "AnnotatedArticles": "collection",
        "bounds": "model",
        "check": ".checking.problems",
        "data_dictionary": "schema",
        "load_article": "model",
        "load_articles": "collection",
        "shipped": "model",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
