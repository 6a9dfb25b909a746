"""One statement on a number of people, as the engine takes it; what a version 1 row lacks has a neutral value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

ACCUMULATING = ("killed", "wounded", "killed_or_wounded", "died", "destroyed", "damaged")
"""Measures whose counts only grow; a count of any other holds at its day, unless it is a flow since a fixed day."""
HOURS = {"morning": 8, "noon": 12, "afternoon": 15, "evening": 19, "night": 23}
"""The hour that stands for a time of day which is given in a word."""
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)")

_ADULTS = {"adult woman", "adult man", "old woman", "old man"}
_CELLS = {
    "children": {"girl", "boy"},
    "girls": {"girl"},
    "boys": {"boy"},
    "women": {"adult woman", "old woman"},
    "men": {"adult man", "old man"},
    "adults": _ADULTS,
    "elderly": {"old woman", "old man"},
}
"""Who may be meant by each word of age and sex."""
_MAY_BE_CIVILIAN = ("medical", "aid_worker", "journalist", "refugee", "idp", "returnee", "migrant", "asylum_seeker")


@dataclass(frozen=True)
class Claim:
    """One statement on a number of people.

    `low` and `high` are what its words support; `place` and `event` name it and what it lies in, the nearest first;
    `published_on` is the day of the article, `publisher` the actor who published it.
    """

    id: str
    measure: str = "killed"
    qualifier: str = "exact"
    value: int | None = None
    low: int | None = None
    high: int | None = None
    amount: str = "count"
    unit: str = "people"
    kind: str = ""
    source: str = ""
    said_by: str | None = None
    via: str | None = None
    publisher: str | None = None
    standing: str = "outside"
    assertion: str = "says"
    about: str | None = None
    certainty: str = "reported"
    population: str = "unspecified"
    age_sex: tuple[str, ...] = ()
    victims: str | None = None
    place: tuple[str, ...] = ()
    event: str | None = None
    tally: str | None = None
    part_of: str | None = None
    corrects: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    reported_on: date | None = None
    published_on: date | None = None
    reported_at: str | None = None
    sentence: int | None = None

    @property
    def day(self) -> date | None:
        """The day that the count is as of."""
        return self.period_end or self.reported_on

    @property
    def known_from(self) -> date | None:
        """The day from which the claim is known: on which it was said, else published."""
        return self.reported_on or self.published_on

    @property
    def minute(self) -> int | None:
        """The minute of the day at which it was said, from a clock time or a time of day."""
        words = (self.reported_at or "").strip().casefold()
        if words in HOURS:
            return HOURS[words] * 60
        clock = _CLOCK.fullmatch(words)
        return int(clock[1]) * 60 + int(clock[2]) if clock else None

    @property
    def moment(self) -> tuple[date, int]:
        """When the count is as of; a statement without a day comes first."""
        minute = self.minute
        return (self.day or date.min, -1 if minute is None or self.day is None else minute)

    @property
    def is_statement(self) -> bool:
        """Whether it says a number of people for sure: no denial, rate, share, forecast, change, or fear."""
        return self.amount == "count" and self.kind != "forecast" and self.assertion != "denies" and not self.is_feared

    @property
    def is_feared(self) -> bool:
        """Whether the people are only feared, presumed or believed to be so."""
        return self.certainty == "feared"

    @property
    def is_figure(self) -> bool:
        """Whether it is a statement with a number."""
        return self.is_statement and (self.low is not None or self.high is not None or self.value is not None)

    @property
    def gives_floor(self) -> bool:
        """Whether its words support a least number."""
        return self.qualifier in ("exact", "at_least", "range", "vague") and self.low is not None

    @property
    def accumulates(self) -> bool:
        """Whether later counts of the same people can only be higher."""
        if self.kind == "flow":
            return self.period_start is not None
        return self.kind == "" and self.measure in ACCUMULATING

    @property
    def people(self) -> tuple[str, tuple[str, ...], str | None]:
        """Whom it counts, as far as its words say: population, age and sex, whose people."""
        return self.population, tuple(sorted(self.age_sex)), self.victims

    @property
    def mouths(self) -> frozenset[str]:
        """Who speaks: the source, and the person who speaks for it."""
        return frozenset(name for name in (self.source, self.said_by) if name)

    def is_older(self, other: Claim) -> bool:
        """Return whether it is known to be as of an earlier moment than another claim."""
        if self.day is None or other.day is None:
            return False
        if self.day != other.day:
            return self.day < other.day
        return self.minute is not None and other.minute is not None and self.minute < other.minute


def cells(age_sex: tuple[str, ...]) -> frozenset[str]:
    """Return who may be meant by words of age and sex; of words that are not known, each for itself.

    >>> sorted(cells(("children",)))
    ['boy', 'girl']
    """
    return frozenset(cell for word in age_sex for cell in _CELLS.get(word, {word}))


def share_nobody(one: Claim, other: Claim) -> bool:
    """Return whether two parts of one statement share nobody: two words of one column that exclude each other.

    >>> women, boys = Claim("a", age_sex=("women",)), Claim("b", age_sex=("boys",))
    >>> share_nobody(women, boys), share_nobody(women, Claim("c", population="civilian"))
    (True, False)
    """
    if one.age_sex and other.age_sex and not cells(one.age_sex) & cells(other.age_sex):
        return True
    populations = {one.population, other.population}
    if len(populations) == 2 and "unspecified" not in populations:
        return "civilian" not in populations or not populations & set(_MAY_BE_CIVILIAN)
    if one.place and other.place:
        return one.place[0] not in other.place and other.place[0] not in one.place
    return False
