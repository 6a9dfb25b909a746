"""The answer at the top of the page on people who moved or could not move."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does, capital, short_weekday, the
from libya_kit.displacement.exhibits import findings
from libya_kit.display import lanes as display_lanes
from libya_kit.display.evidence import Words
from libya_kit.display.headline import HEDGES, Headline, KeyFigure

MOST_FIGURES = 8
"""So many key figures stand at the top of a page; the others stand in the chart."""


def headline(article: AnnotatedArticle) -> Headline:
    """Return the first finding as a sentence of its own, and the numbers that the article gives.

    >>> from libya_kit.article import load_article
    >>> print(headline(load_article()).figures[-1])
    an estimated 2,200 people displaced, the UN humanitarian office
    """
    first = str(findings(article)[0]).partition(". ")[0].rstrip(".")
    return Headline(capital(first), tuple(_figures(article))[:MOST_FIGURES])


def _figures(article: AnnotatedArticle) -> Iterator[KeyFigure]:
    rows = article.displacement
    for claim, row in rows[~rows["background"] & rows["value"].notna()].iterrows():
        day = "" if pd.isna(row["reported_on"]) else f", {short_weekday(row['reported_on'])}"
        of = f"{row['unit']} {str(row['measure']).replace('_', ' ')}"
        by = f"{the(article, row['source'])}{day}"
        yield KeyFigure(str(claim), f"{row['value']:,}", HEDGES[row["qualifier"]], of, by)


def lanes(article: AnnotatedArticle) -> Words:
    """Return what is reported of people who moved or could not move as a table; each mark leads to its words.

    >>> from libya_kit.article import load_article
    >>> "an estimated 2,200" in lanes(load_article()).plain
    True
    """
    rows = article.displacement[~article.displacement["background"]]
    return display_lanes.table(article, rows, f"{capital(article_does(article, 'count'))} nobody who fled.")
