"""The rows of casualties as the engine of counts takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.counts import Claim

_WORDS = ("said_by", "about", "victims", "event", "part_of", "reported_at")


def claims_of(article: AnnotatedArticle, rows: pd.DataFrame) -> list[Claim]:
    """Return each row as a claim; a row's own day of publication is that of its report."""
    publishers = article.actors.index[article.actors["name"] == article.publisher]
    publisher = str(publishers[0]) if len(publishers) else None
    published = article.published(rows)
    return [_claim(article, str(claim), row, _day(published[claim]), publisher) for claim, row in rows.iterrows()]


def _claim(article: AnnotatedArticle, name: str, row: Any, published: date | None, publisher: str | None) -> Claim:
    words: dict[str, Any] = {key: None if pd.isna(row[key]) else str(row[key]) for key in _WORDS}
    via = _list(row["via"])
    return Claim(
        id=name,
        measure=str(row["measure"]),
        qualifier=str(row["qualifier"]),
        value=_count(row["value"]),
        low=_count(row["low"]),
        high=_count(row["high"]),
        amount=_word(row["amount"], "count"),
        unit=_word(row["unit"], "people"),
        source=str(row["source"]),
        via=str(via[0]) if via else None,
        publisher=publisher,
        standing=str(row["standing"]),
        assertion=_word(row["assertion"], "says"),
        certainty=_word(row["certainty"], "reported"),
        population=str(row["population"]),
        age_sex=_list(row["age_sex"]),
        place=_places(article, row["place"]),
        tally=None if row["tally"] == name else str(row["tally"]),
        corrects=_list(row["corrects"]),
        period_start=_day(row["period_start"]),
        period_end=_day(row["period_end"]),
        reported_on=_day(row["reported_on"]),
        published_on=published,
        sentence=None if pd.isna(row["sentence"]) else int(row["sentence"]),
        **words,
    )


def _word(value: Any, default: str) -> str:
    """Return a word of a closed vocabulary, or what a row means that leaves it out."""
    return default if pd.isna(value) else str(value)


def _list(value: Any) -> tuple[str, ...]:
    """Return the words of a list, none where it is left out."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _places(article: AnnotatedArticle, place: Any) -> tuple[str, ...]:
    """Return a place and what it lies in, the nearest first."""
    found: list[str] = []
    while pd.notna(place) and place not in found:
        found.append(str(place))
        place = article.places.at[place, "part_of"]
    return tuple(found)
