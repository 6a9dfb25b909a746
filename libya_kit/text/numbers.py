"""The quantities of a text: numbers, number words and vague words, and which of them are no counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from libya_kit.text import quotes
from libya_kit.text.english import MONTHS

_VAGUE = re.compile(
    r"\b(?:(?:tens|hundreds|thousands|dozens|scores) of (?:thousands|millions)|dozens?|hundreds|thousands|scores"
    r"|several|many|some|a few|a handful|nobody|no one|none)\b",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_ASIDE = {
    "a date": rf"\d{{1,2}} (?:{_MONTH})\b|(?:{_MONTH}) \d{{1,2}}\b",
    "a year": r"\b(?:1[89]|20)\d\d\b(?! (?:people|dead|wounded|families))",
    "a time": r"\b\d{1,2}[:.]\d\d\b|\b\w+ (?:minute|hour|day|week|month|year)s?\b",
    "a distance": r"\b\w+ (?:km|kilomet\w+|miles?|met(?:re|er)s?)\b",
    "money": r"[$€£]\s?[\d.,]+",
    "an age": r"\b\d{1,3}-year-olds?\b",
}


class Quantity(NamedTuple):
    """A quantity of a text: where it stands, what it comes to, and why it is no count, where it is none."""

    start: int
    end: int
    value: int | None = None
    low: int | None = None
    high: int | None = None
    aside: str | None = None


def read(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text.

    >>> [text[one.start : one.end] for text in ["Dozens died, 12 of them guards."] for one in read(text)]
    ['Dozens', '12']
    """
    aside = [(match.span(), why) for why, words in _ASIDE.items() for match in re.finditer(words, text, re.IGNORECASE)]
    found = []
    for start, end in [*quotes.number_spans(text), *(match.span() for match in _VAGUE.finditer(text))]:
        why = next((why for (first, last), why in aside if first <= start and end <= last), None)
        value = next(iter(quotes.numbers_in(text[start:end])), None)
        found.append(Quantity(start, end, value, aside=why))
    return tuple(sorted(found))
