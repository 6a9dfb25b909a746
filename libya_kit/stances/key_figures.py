"""The answer at the top of the page on who stands where."""

from __future__ import annotations

from libya_kit.article.model import AnnotatedArticle
from libya_kit.display.headline import Headline
from libya_kit.stances.matrix import findings


def headline(article: AnnotatedArticle) -> Headline:
    """Return the first finding as a sentence of its own.

    >>> from libya_kit.article import load_article
    >>> len(headline(load_article()).sentence) > 20
    True
    """
    return Headline(str(findings(article)[0]).partition(". ")[0].rstrip("."))
