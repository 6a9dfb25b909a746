"""People on the move: which claims are shown, how many a day by each way of counting, and the words for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import counted, listed, people, quantity, short_day
from libya_kit.errors import one_of
from libya_kit.text.english import day

TO = ("day_before_publication", "publication")
DAYS = ("inclusive", "elapsed")
PEOPLE = ("displaced", "everyone")
OTHERS = tuple(word for word in schema.DISPLACEMENT_MEASURES if word not in schema.UPROOTED)
"""Measures of people who moved and are not displaced people, and of homes."""
MOST_WAYS = 8
"""Of more claims with a rate than these, a chart shows each one's chosen way of counting alone."""

ENDS = {
    "published": {"day_before_publication": "the day before publication", "publication": "the day of publication"},
    "reported": {
        "day_before_publication": "the day before it was reported",
        "publication": "the day on which it was reported",
    },
    "either": {
        "day_before_publication": "the day before it was reported or published",
        "publication": "the day on which it was reported or published",
    },
}
"""Where a count may end whose last day is not stated: no later than its report, or than publication."""
COUNTED = {"inclusive": "first and last day counted", "elapsed": "days elapsed"}

# How many a day


@dataclass(frozen=True)
class Way:
    """One way of counting a flow's days: to which day (of TO, or as stated) and why, how (of DAYS), how many."""

    to: str
    grounds: str
    kind: str
    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def days(self) -> int:
        """How many days it counts."""
        return int((self.end - self.start).days) + (self.kind == "inclusive")

    @property
    def words(self) -> str:
        """The way in words."""
        return f"{day(self.start)} to {day(self.end)}, {self.grounds}, {COUNTED[self.kind]}"

    @property
    def short(self) -> str:
        """The way in few words."""
        return f"to {short_day(self.end)}, {'days counted' if self.kind == 'inclusive' else 'days elapsed'}"

    @property
    def cap(self) -> str:
        """Where it ends, and on what grounds."""
        return f"to {short_day(self.end)}, {'stated' if self.to == 'stated' else 'assumed'}"

    @property
    def left(self) -> float:
        """Where its first day begins on the axis, in matplotlib's days: elapsed days run from noon to noon."""
        return day_number(self.start) + (0.5 if self.kind == "elapsed" else 0)


def day_number(when: pd.Timestamp) -> int:
    """Return a day as matplotlib counts it, of any year."""
    return date(when.year, when.month, when.day).toordinal() - date(1970, 1, 1).toordinal()


def undated(row: pd.Series) -> str | None:
    """Return why a claim is no dated flow with a value, or None when it is one."""
    if row["kind"] != "flow":
        return "a forecast" if row["kind"] == "forecast" else "a count at a moment"
    if pd.isna(row["value"]):
        return "no single number"
    return "its first day is not stated" if pd.isna(row["period_start"]) else None


def is_rated(row: pd.Series) -> bool:
    """Return whether a claim is a dated flow of displaced people with a value."""
    return row["measure"] == "displaced" and row["unit"] == "people" and undated(row) is None


def of_these_days(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the displacement claims that do not belong to the background: only these are shown and divided."""
    return article.displacement[~article.displacement["background"]]


def _told(row: pd.Series) -> str:
    """Return what limits a count whose last day is not stated, as a key of ENDS."""
    return "published" if pd.isna(row["reported_on"]) else "reported"


def ends_of(article: AnnotatedArticle, row: pd.Series) -> dict[str, pd.Timestamp]:
    """Return the days to which a count may run whose last day is not stated: to its report, else to publication."""
    last = row["reported_on"]
    if pd.isna(last):
        last = article.published(article.displacement.loc[[row.name]]).iloc[0].normalize()
    return dict(zip(TO, (last - pd.Timedelta(days=1), last), strict=True))


def end_words(article: AnnotatedArticle, rows: pd.DataFrame, to: str) -> str:
    """Return to which day the counts run whose last day is not stated, and why; where they differ, only why."""
    ends = {ends_of(article, row)[to] for _, row in rows.iterrows()}
    grounds, *others = {_told(row) for _, row in rows.iterrows()}
    why = ENDS["either" if others else grounds][to]
    return f"{day(ends.pop())}, {why}" if len(ends) == 1 else why


def ways_of(article: AnnotatedArticle, row: pd.Series) -> list[Way]:
    """Return the ways of counting a dated flow's days that give a day or more."""
    ends = {"stated": row["period_end"]} if pd.notna(row["period_end"]) else ends_of(article, row)
    grounds = {"stated": "as stated"} | ENDS[_told(row)]
    ways = [Way(to, grounds[to], kind, row["period_start"], end) for to, end in ends.items() for kind in DAYS]
    return [way for way in ways if way.days >= 1]


def rated_claims(article: AnnotatedArticle) -> dict[str, list[Way]]:
    """Return the claims that have a rate, each with its ways of counting."""
    rows = of_these_days(article)
    ways = {str(claim_id): ways_of(article, row) for claim_id, row in rows.iterrows() if is_rated(row)}
    return {claim_id: some for claim_id, some in ways.items() if some}


# What is shown


@dataclass(frozen=True)
class View:
    """The choices in force, checked, and what they show."""

    article: AnnotatedArticle
    to: str = "day_before_publication"
    days: str = "inclusive"
    people: str = "displaced"

    def __post_init__(self) -> None:
        for name, allowed in (("to", TO), ("days", DAYS), ("people", PEOPLE)):
            one_of(name, getattr(self, name), allowed)

    @cached_property
    def displaced(self) -> pd.DataFrame:
        """The claims on the displaced and the trapped."""
        claims = of_these_days(self.article)
        return claims[~claims["measure"].isin(OTHERS)]

    @cached_property
    def others(self) -> pd.DataFrame:
        """Of everyone, the claims on those who moved and are not displaced."""
        claims = of_these_days(self.article)
        return claims[claims["measure"].isin(OTHERS) & (self.people == "everyone")]

    @cached_property
    def claims(self) -> pd.DataFrame:
        """All claims that are shown."""
        return pd.concat([self.displaced, self.others])

    @cached_property
    def rated(self) -> dict[str, list[Way]]:
        """The claims that have a rate, each with its ways of counting."""
        return rated_claims(self.article)

    def way(self, claim_id: str) -> Way | None:
        """Return the way of counting that is chosen; None: it gives less than a day."""
        ways = self.rated[claim_id]
        return next((way for way in ways if way.kind == self.days and way.to in (self.to, "stated")), None)

    @property
    def open(self) -> pd.DataFrame:
        """The claims that have a rate and whose last day is not stated."""
        rows = self.claims.loc[list(self.rated)]
        return rows[rows["period_end"].isna()]

    @property
    def crowded(self) -> bool:
        """Whether there are too many claims to show every way of counting."""
        return len(self.rated) > MOST_WAYS

    def shown(self, claim_id: str) -> list[Way]:
        """Return the ways of counting that the chart shows."""
        return [way for way in self.rated[claim_id] if not self.crowded or way == self.way(claim_id)]


def rows_of(claims: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the claims by row of the chart: the tellings of one event together, those with a number first."""
    event = claims["event"].fillna(claims.index.to_series())
    keys = [claims["measure"].astype("str"), claims["kind"] == "forecast", event]
    return [
        some.loc[sorted(some.index, key=lambda claim: not is_numbered(some.loc[claim]))]
        for _, some in claims.groupby(keys, sort=False)
    ]


# The words


def what(row: pd.Series) -> str:
    """Return what a claim says happened, or that it is a forecast."""
    return "forecast" if row["kind"] == "forecast" else str(row["measure"])


def number(row: pd.Series) -> str:
    """Return how many in the article's own terms; of a vague word also that it is no number."""
    return quantity(row) + (", no number" if row["qualifier"] == "vague" else "")


def whom(row: pd.Series) -> str:
    """Return what is counted, as far as the source says."""
    if row["unit"] != "people":
        return str(row["unit"])
    return "people" if row["population"] == "unspecified" else people(row["population"])[1]


def how_many(row: pd.Series) -> str:
    """Return how many and of whom, in words that serve for a number and for none."""
    if whom(row) != "people":
        return f"{whom(row)}: {number(row)}"
    one = is_numbered(row) and quantity(row).split()[-1] == "1"
    return f"{number(row)} {'person' if one else 'people'}" if is_numbered(row) else number(row)


def how_many_all(some: pd.DataFrame) -> str:
    """Return how many by each telling of one event that gives a number, in words; where none does, by the first."""
    rows = [row for _, row in some.iterrows()]
    return listed(dict.fromkeys(map(how_many, filter(is_numbered, rows))), "or") or how_many(rows[0])


def is_numbered(row: pd.Series) -> bool:
    """Return whether a claim gives any number."""
    return bool(row[["value", "low", "high"]].notna().any())


def rate(row: pd.Series, way: Way) -> str:
    """Return how many a day in words, no more surely than the claim says it."""
    per_day = float(row["value"]) / way.days
    bound = {"at_least": "at least ", "at_most": "at most "}.get(row["qualifier"], "")
    return bound + (f"{per_day:,.0f}" if per_day >= 10 else f"{Decimal(f'{per_day:.2g}'):f}")


def result(row: pd.Series, way: Way) -> str:
    """Return the days of a way and how many a day it gives."""
    return f"{counted(way.days, 'day')}: {rate(row, way)} a day"


def span_of(row: pd.Series, ways: list[Way], between: str) -> str:
    """Return the lowest and the highest rate, in words."""
    low, high = (rate(row, one(ways, key=lambda way: way.days)) for one in (max, min))
    return low if low == high else f"{low}{between}{high}"


def origin(article: AnnotatedArticle, row: pd.Series) -> str:
    """Return from where, or nothing."""
    return "" if pd.isna(row["origin"]) else f"from {article.places.at[row['origin'], 'name']}"


def period(row: pd.Series) -> str:
    """Return the days that a claim covers, in words."""
    start, end = row["period_start"], row["period_end"]
    if pd.isna(start):
        return "days not stated" if pd.isna(end) else f"to {day(end)}"
    if pd.isna(end):
        return f"since {day(start)}"
    return f"on {day(start)}" if start == end else f"from {day(start)} to {day(end)}"
