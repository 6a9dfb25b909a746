"""What somebody answered: any Python object, read as words, numbers, a day, or "not given"; it never fails."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from libya_kit.casualties.bounds import CasualtyBounds
from libya_kit.text import english
from libya_kit.text.numbers import figures
from libya_kit.text.quotes import holds

LONGEST = 1000
"""So many characters of an answer are read."""
MOST = 50
"""So many members of a list, column or table are read."""

_BLANK = re.compile(r"[\s._…?–-]*")
_TOLD = "given|said|stated|known|named|specified|cited|reported|mentioned|provided|told|counted|clear|there"
_SAY = "say|give|tell|state|specify|name|cite|report|mention|provide"
_NOT_GIVEN = re.compile(
    r"<na>|na|n/a|nan|nat|none|null|nothing|unknown|unclear|unspecified|undefined|missing|empty"
    r"|(nobody|no one) (knows|says|said)( so)?"
    r"|(we|one) (do not|don't|does not|doesn't|cannot|can't) know|(cannot|can't) know"
    r"|(nobody|no one|no actor) (is|was) (named|mentioned|cited)"
    r"|(there (is|are) )?no (exact )?(number|figure|total|day|date|name|stance|row|data|information|info|detail)s?"
    r"( of \w+)?"
    rf"( (is|was|are|were))?( ({_TOLD}))?( in the (text|article))?"
    rf"|((it|that|they)('s)? )?((is|was|were) not|(is|was|were)n't|not)"
    rf" ({_TOLD}|possible to (say|know|tell)|in the (text|article))"
    rf"|(it |we |i |you |one )?(cannot|can't|could not) ({_SAY}|be ({_TOLD}))"
)
_SAYS_NOT = re.compile(
    rf"\b(does not|doesn't|do not|don't|did not|didn't) ({_SAY})"
    r"|\b(gives?|says?|names?|cites?) (no|none|nothing|nobody)\b"
    r"|\b(is|was|were) not (said|given|stated|named|specified|cited|reported|mentioned)"
)
_NOBODY = re.compile(r"(nobody|no one|no (people|civilians?|persons?))( (at all|killed|(was|were) killed))?")
_NO_ONE = re.compile(r"\bno one\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(not|instead of|rather than)( the| an?)? $", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’,](?=\d{3}(?!\d))")
_MARKED = re.compile(r"(?<![\w.,])\d++(?:[.,]\d++)++")
_PLAIN_MARKS = re.compile(r"(?!0)\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?![1-9]\d{0,2}(?:\.\d\d0|(?:\.\d{3}){2,})$)[\d.]+")
"""Commas and points in digits that mean one thing only, as in 2,200.5 and 2.5 and a day's; not in 2,5 and 2.200."""
_RANGE = re.compile(r"(?<![\w.-])(\d+)-(?=\d)")
_SCALES = {"": 1, "hundred": 100, "k": 1000, "thousand": 1000, "million": 10**6, "dozen": 12}
_DIGITS = re.compile(
    r"(?<![\w.-])([-−]?\d+(?:\.\d+)?)(?:st|nd|rd|th)?(?!\w|\.\d|\s?(?:%|per ?cent))"
    r"(?: (hundred|thousand|million|dozen))?|(?<![\w.-])(\d+(?:\.\d+)?)(k)\b",
    re.IGNORECASE,
)
_TIMES = {"once": 1.0, "twice": 2.0}
_WEEKDAYS = [name.lower() for name in english.WEEKDAYS]
_OTHER_WEEKDAY = re.compile(rf"\b(?:not|before|after|instead of|rather than)(?: on| the)* (?:{'|'.join(_WEEKDAYS)})")
_MONTHS = [english.short(name).lower() for name in english.MONTHS]
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER = r"(\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (\d{4}))?"
_DAY_FIRST = re.compile(rf"\b{_NUMBER}(?: of|\.)? {_MONTH}{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} {_NUMBER}{_YEAR}", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<![\d-])(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?![\d-])")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}))?(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])")
_BARE_DAY = re.compile(rf"(?:on )?(?:the )?{_NUMBER}\.?")


@dataclass(frozen=True)
class Given:
    """An answer as read: its words, the different numbers in it, and whether it is blank or says "not given".

    `two_ways` is the first number in it whose comma or point may part thousands or a fraction: such are not guessed.
    """

    words: str
    numbers: tuple[float, ...] = ()
    blank: bool = False
    not_given: bool = False
    two_ways: str = ""

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
        return not self.two_ways and len(self.numbers) == 1 and abs(self.numbers[0] - number) <= near

    def day(self, published: pd.Timestamp) -> pd.Timestamp | None:
        """Return the day that the answer names; weekdays count back from publication, a missing year is its year.

        >>> read("Saturday").day(pd.Timestamp("2019-04-08"))
        Timestamp('2019-04-06 00:00:00')
        """
        return _day(self.words.casefold(), published.normalize())


def plain(text: str) -> str:
    """Return a text for comparing: small letters, no article before it, no signs at its edges.

    >>> plain(" The health ministry. "), plain("at_least")
    ('health ministry', 'at least')
    """
    bare = " ".join(re.sub(r"(?<=\w)[_-](?=\w)", " ", text).replace("’", "'").casefold().split()).strip(
        " .,;:!?\"'“”‘()[]{}"
    )
    return re.sub(r"^(the|an?) ", "", bare)


def read(answer: Any) -> Given:
    """Return what an answer holds, whatever object it is; nothing in it can make this fail.

    >>> read(...).blank, read(None).not_given, read("at least 25").numbers, read(pd.Series([25.0])).numbers
    (True, True, (25.0,), (25.0,))
    """
    try:
        return _read(answer)
    except Exception:  # an object may do anything when it is looked at
        return Given("an object")


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
    said = plain(words)
    found = (0.0,) if _NOBODY.fullmatch(said) else _numbers(words)
    silent = not re.search(r"\d", words) and bool(_NOT_GIVEN.fullmatch(said) or _SAYS_NOT.search(said))
    marked = (one[0] for one in _MARKED.finditer(_without_days(words)) if not _PLAIN_MARKS.fullmatch(one[0]))
    return Given(words, found, not_given=silent, two_ways=next(marked, ""))


def _without_days(words: str) -> str:
    """Return words without the days in them that are told from numbers at sight."""
    words = re.sub(r"\bmay\b", "might", words)  # the verb, not the month
    for dated in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        words = dated.sub(" ", words)
    return words


def _numbers(words: str) -> tuple[float, ...]:
    """Return the different numbers in words, those of days and those that are denied left out."""
    words = _RANGE.sub(r"\1 ", _GROUPED.sub("", _without_days(_NO_ONE.sub("nobody", words))))
    for one in reversed([*figures(words)]):
        if _DENIED.search(words[: one.start]):
            words = words[: one.start] + words[one.end :]
    digits = [
        float((one or other).replace("−", "-")) * _SCALES[(scale or kilo).lower()]
        for one, scale, other, kilo in _DIGITS.findall(words)
    ]
    if not digits and not re.search(r"\d", words):
        numbers = {number for one in figures(words) for number in (one.value, one.low, one.high)}
        digits = sorted(float(number) for number in numbers if number is not None)
        digits = digits or [number for word, number in _TIMES.items() if holds(words, word)]
    return tuple(dict.fromkeys(digits))


def _members(answer: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the different single values of an answer: itself, or those of a list, column, mapping or table."""
    if isinstance(answer, CasualtyBounds):
        answer = answer.low
    if isinstance(answer, pd.DataFrame):
        answer = answer.iloc[:MOST, :MOST].to_numpy(dtype=object)
    if isinstance(answer, Mapping):
        answer = [part for pair in islice(answer.items(), MOST) for part in pair]
    if isinstance(answer, np.ndarray | np.generic):
        answer = answer.astype(str) if answer.dtype.kind == "M" else answer
        answer = answer.flat[:MOST].tolist() if isinstance(answer, np.ndarray) and answer.ndim else answer.tolist()
    if isinstance(answer, list | tuple | set | frozenset | pd.Index | pd.Series | pd.api.extensions.ExtensionArray):
        if depth > 3:
            return
        seen: list[str] = []
        for member in islice(answer, MOST):
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


def _day(words: str, published: pd.Timestamp) -> pd.Timestamp | None:
    """Return the one day that words name; None where they name none, several, or one that may be read in two ways."""
    words = _OTHER_WEEKDAY.sub(" ", words)
    named = [weekday for weekday in _WEEKDAYS if re.search(rf"\b{weekday[:3]}(?:{weekday[3:]})?\b", words)]
    parts = {*_dates(words, published.year)}
    if bare := _BARE_DAY.fullmatch(words.strip()):
        parts = {(published.year, published.month, int(bare[1]))}
    if not parts and len(named) == 1:
        return published - pd.Timedelta(days=(published.weekday() - _WEEKDAYS.index(named[0])) % 7)
    if len(parts) != 1:
        return None
    try:
        day = pd.Timestamp(*parts.pop())
    except ValueError:
        return None
    return None if named and _WEEKDAYS[day.weekday()] not in named else day


def days(words: str, published: pd.Timestamp) -> set[pd.Timestamp]:
    """Return every day that words name, by weekday before publication or by date.

    >>> sorted(one.day for one in days("said on Sunday, 4 April", pd.Timestamp("2019-04-08")))
    [4, 7]
    """
    words, found = words.casefold(), set()
    published = published.normalize()
    for place, weekday in enumerate(_WEEKDAYS):
        if re.search(rf"\b{weekday}\b", words):
            found.add(published - pd.Timedelta(days=(published.weekday() - place) % 7))
    for year, month, day in _dates(words, published.year):
        if (one := pd.to_datetime(f"{year}-{month}-{day}", errors="coerce")) is not pd.NaT:
            found.add(one)
    return found


def _dates(words: str, year: int) -> Iterator[tuple[int, int, int]]:
    """Yield year, month and day of each date in words; where no year is given, this one."""
    for one in _YEAR_FIRST.finditer(words):
        yield int(one[1]), int(one[3]), int(one[4])
    for one in _DAY_FIRST.finditer(words):
        yield int(one[3] or year), _MONTHS.index(one[2][:3]) + 1, int(one[1])
    for one in _MONTH_FIRST.finditer(_DAY_FIRST.sub(" ", words)):
        yield int(one[3] or year), _MONTHS.index(one[1][:3]) + 1, int(one[2])
    for one in _DOTTED.finditer(words):
        yield int(one[3] or year), int(one[2]), int(one[1])
    for one in _SLASHED.finditer(words):  # 8/4 is read in two ways, 31/1 and 1/31 in one
        for month, day in {(int(one[1]), int(one[2])), (int(one[2]), int(one[1]))}:
            if month <= 12:
                yield int(one[3] or year), month, day
