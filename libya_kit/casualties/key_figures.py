"""The answer at the top of the page on the dead and the wounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.schema import PANELS
from libya_kit.article.wording import article_does, capital, counted, short_weekday, the
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.display import lanes as display_lanes
from libya_kit.display.evidence import Words
from libya_kit.display.headline import HEDGES, Headline, KeyFigure

MOST_FIGURES = 8
"""So many key figures stand at the top of a page; the others stand in the chart."""


def headline(article: AnnotatedArticle) -> Headline:
    """Return what the article says of the dead, and the latest number of each count of the dead and the wounded.

    >>> from libya_kit.article import load_article
    >>> print(headline(load_article()).figures[0])
    at least 25 killed, the health ministry, Mon 8 Apr
    """
    figures = tuple(_figures(article))
    return Headline(_sentence(article), figures[:MOST_FIGURES])


def lanes(article: AnnotatedArticle) -> Words:
    """Return what is reported of the dead and the wounded as a table, by source and day; each mark leads to its words.

    >>> from libya_kit.article import load_article
    >>> print(lanes(load_article()).plain.splitlines()[0])
    killed, Mon 8 Apr, health ministry (spokesman for the health ministry): at least 25, “killed at least 25”
    """
    rows = article.casualties[~article.casualties["background"]]
    return display_lanes.table(article, rows, f"{capital(article_does(article, 'count'))} no dead and no wounded.")


def _sentence(article: AnnotatedArticle) -> str:
    """Return the finding on the dead; of an article that counts none, on the wounded; else that it counts nobody."""
    for measure in PANELS:
        bounds = casualty_bounds(article, measure)
        if bounds.low is not None or bounds.high is not None:
            first = bounds.sentence.partition(". ")[0].rstrip(".")
            counts = latest(article, measure)
            others = len(counts) - len(set(bounds.claims).intersection(counts.index))
            beside = f"; {counted(others, 'other count')} may overlap" if others > 0 else ""
            return f"{first}{beside}"
    if article.casualties.empty:
        return f"{capital(article_does(article, 'count'))} no dead and no wounded"
    return casualty_bounds(article).sentence.partition(". ")[0].rstrip(".")


def latest(article: AnnotatedArticle, measure: str, on: Any = None) -> pd.DataFrame:
    """Return the latest claim of each count of a measure that gives a number, of those reported by a day."""
    rows = article.casualties if on is None else article.casualties[article.casualties["reported_on"] <= on]
    rows = rows[(rows["measure"] == measure) & ~rows["background"] & (rows["low"].notna() | rows["value"].notna())]
    keys = rows["tally"].fillna(pd.Series(rows.index, index=rows.index))
    ordered = rows.assign(key=keys).sort_values("reported_on", kind="stable", na_position="first")
    return ordered.drop_duplicates("key", keep="last").sort_index(key=lambda ids: rows.index.get_indexer(ids))


def _figures(article: AnnotatedArticle) -> Iterator[KeyFigure]:
    for measure in PANELS:
        floors = set(casualty_bounds(article, measure).claims)
        for claim, row in latest(article, measure).iterrows():
            note = "" if claim in floors else "may overlap: not added"
            yield KeyFigure(str(claim), amount(row), HEDGES[row["qualifier"]], measure, _by(article, row), note)


def amount(row: Any) -> str:
    """Return the number of a claim."""
    if row["qualifier"] == "range":
        return f"{row['low']:,} to {row['high']:,}"
    return f"{row['value']:,}"


def _by(article: AnnotatedArticle, row: Any) -> str:
    when = "" if pd.isna(row["reported_on"]) else f", {short_weekday(row['reported_on'])}"
    return f"{the(article, row['source'])}{when}"
