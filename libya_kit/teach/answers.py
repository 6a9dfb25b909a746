"""What somebody answered: any Python object, read as words, numbers, a day, or "not given"; it never fails."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from libya_kit.annotations import numbers_in
from libya_kit.tolls import CasualtyBounds

LONGEST = 1000
"""So many characters of an answer are read."""
MOST = 50
"""So many members of a list, column or table are read."""

_BLANK = re.compile(r"[\s._…?]*")
_NOT_GIVEN = re.compile(
    r"<na>|na|n/a|nan|nat|none|null|nothing|nobody( knows)?|no one|unknown|cannot be known|we do not know"
    r"|no (number|day|date|name|stance|row)( (is|was))?( given| cited)?"
    r"|(it (is|was) )?not (given|said|stated|known|named|specified|cited)"
)
_SAYS_NOT = re.compile(
    r"\b(does not|doesn't|do not|don't|did not|didn't) (say|give|tell|state|specify|name|cite)"
    r"|\b(gives?|says?|names?|cites?) (no|none|nothing|nobody)\b"
    r"|\b(is|was|were) not (said|given|stated|named|specified|cited)"
)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’,](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"(?<![\w.-])[-−]?\d+(?:\.\d+)?")
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (\d{4}))?"
_DAY_FIRST = re.compile(rf"\b{_NUMBER}(?: of)? {_MONTH}{_YEAR}")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} {_NUMBER}{_YEAR}")


@dataclass(frozen=True)
class Given:
    """An answer as read: its words, the different numbers in it, and whether it is blank or says "not given"."""

    words: str
    numbers: tuple[float, ...] = ()
    blank: bool = False
    not_given: bool = False

    @property
    def plain(self) -> str:
        """The words in small letters, without articles, signs at the edges and doubled blanks."""
        return plain(self.words)

    def is_number(self, number: float) -> bool:
        """Return whether this is the one number that the answer holds; of a fraction half a unit less or more.

        >>> read("25 people").is_number(25), read(733).is_number(2200 / 3), read([21, 25]).is_number(25)
        (True, True, False)
        """
        near = 0.5 if number != int(number) else 1e-6
        return len(self.numbers) == 1 and abs(self.numbers[0] - number) <= near

    def day(self, published: pd.Timestamp) -> pd.Timestamp | None:
        """Return the day that the answer names; weekdays count back from publication, a missing year is its year.

        >>> read("Saturday").day(pd.Timestamp("2019-04-08"))
        Timestamp('2019-04-06 00:00:00')
        """
        return _day(self.words.casefold(), self.numbers, published)


def plain(text: str) -> str:
    """Return a text for comparing: small letters, no article before it, no signs at its edges.

    >>> plain(" The health ministry. "), plain("at_least")
    ('health ministry', 'at least')
    """
    bare = " ".join(text.replace("_", " ").replace("’", "'").casefold().split()).strip(" .,;:!?\"'“”‘()[]{}")
    return re.sub(r"^(the|an?) ", "", bare)


def read(answer: Any) -> Given:
    """Return what an answer holds, whatever object it is; nothing in it can make this fail.

    >>> read(...).blank, read(None).not_given, read("at least 25").numbers, read(pd.Series([25.0])).numbers
    (True, True, (25.0,), (25.0,))
    """
    try:
        return _read(answer)
    except Exception:  # an object may do anything when it is looked at
        return Given(type(answer).__name__[:LONGEST])


def _read(answer: Any) -> Given:
    members = list(_members(answer))
    if len(members) == 1:
        one = members[0]
        if one is ... or (isinstance(one, str) and _BLANK.fullmatch(one[:LONGEST])):
            return Given("", blank=True)
        if _is_na(one):
            return Given("not given", not_given=True)
    elif not members:
        return Given("", blank=True)
    words = " ".join(" ".join(_words(member) for member in members).split())[:LONGEST]
    grouped = _GROUPED.sub("", words)
    digits = [float(found.replace("−", "-")) for found in _DIGITS.findall(grouped)]
    spelled = map(float, sorted(numbers_in(words))) if not re.search(r"\d", words) else ()
    found = tuple(dict.fromkeys(digits or spelled))
    said = plain(words)
    silent = not digits and bool(_NOT_GIVEN.fullmatch(said) or _SAYS_NOT.search(said))
    return Given(words, found, not_given=silent)


def _members(answer: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the different single values of an answer: itself, or those of a list, column, mapping or table."""
    if isinstance(answer, CasualtyBounds):
        answer = answer.low
    if isinstance(answer, pd.DataFrame):
        answer = answer.to_numpy().ravel()
    if isinstance(answer, Mapping):
        answer = [part for pair in answer.items() for part in pair]
    if isinstance(answer, np.ndarray | np.generic):
        answer = answer.astype(str).tolist() if answer.dtype.kind == "M" else answer.tolist()
    if isinstance(answer, list | tuple | set | frozenset | pd.Index | pd.Series):
        if depth > 3:
            return
        seen: list[str] = []
        for member in list(answer)[:MOST]:
            for one in _members(member, depth + 1):
                if (key := f"{type(one).__name__} {_words(one)}") not in seen:
                    seen.append(key)
                    yield one
        return
    yield answer


def _is_na(one: Any) -> bool:
    if one is None or one is pd.NA or one is pd.NaT:
        return True
    scalar = bool(pd.api.types.is_scalar(one))
    return scalar and bool(pd.isna(one))


def _words(one: Any) -> str:
    """Return a single value as words."""
    if isinstance(one, str):
        return one[:LONGEST]
    if isinstance(one, bool):
        return "yes" if one else "no"
    if isinstance(one, numbers.Real | Decimal):
        return _number_words(one)
    if isinstance(one, datetime | date):
        return f"{pd.Timestamp(one):%Y-%m-%d}"
    if one is None or one is ...:
        return ""
    return str(one)[:LONGEST] if isinstance(one, pd.Period) else type(one).__name__


def _number_words(one: numbers.Real | Decimal) -> str:
    number = float(one)
    if math.isinf(number):
        return "no upper limit" if number > 0 else "no lower limit"
    return str(int(number)) if number == int(number) else repr(number)


def _day(words: str, numbers: tuple[float, ...], published: pd.Timestamp) -> pd.Timestamp | None:
    published = published.normalize()
    named = [weekday for weekday in _WEEKDAYS if re.search(rf"\b{weekday[:3]}(?:{weekday[3:]})?\b", words)]
    if found := re.search(r"\b(\d{4})-(\d{2})-(\d{2})", words):
        parts = tuple(map(int, found.groups()))
    elif found := _DAY_FIRST.search(words):
        parts = (int(found[3] or published.year), _MONTHS.index(found[2]) + 1, int(found[1]))
    elif found := _MONTH_FIRST.search(words):
        parts = (int(found[3] or published.year), _MONTHS.index(found[1]) + 1, int(found[2]))
    elif len(named) == 1:
        return published - pd.Timedelta(days=(published.weekday() - _WEEKDAYS.index(named[0])) % 7)
    elif len(numbers) == 1 and 1 <= numbers[0] <= 31 and not re.search("[a-z]", words):
        parts = (published.year, published.month, int(numbers[0]))
    else:
        return None
    try:
        day = pd.Timestamp(*parts)
    except ValueError:
        return None
    return None if named and _WEEKDAYS[day.weekday()] not in named else day
