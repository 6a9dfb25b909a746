"""What the counts of an article come to: which are in force, which may be added, what is least and most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import combinations
from typing import Any

import pandas as pd

from libya_kit import counts
from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle, bounds, shipped, standing
from libya_kit.casualties.claims import claims_of
from libya_kit.counts import Facts
from libya_kit.counts.overlap import MOST_LINKED as MOST_LINKED
from libya_kit.counts.parts import Excess
from libya_kit.errors import ArgumentError, nearest, one_of

MEASURES = schema.CASUALTY_MEASURES
OVERLAPS = ("unknown", "separate")
CONVENTIONS = (None, *schema.CONVENTIONS)
READINGS = ("first", "otherwise")
POPULATIONS = schema.POPULATIONS
STANDINGS = {
    "all": schema.STANDINGS,
    "not_own": tuple(word for word in schema.STANDINGS if word != "own_dead"),
    "outside": ("outside",),
}
"""The standings of the sources that each choice of `sources` keeps."""

_GIVE_A_FLOOR = ("exact", "at_least", "range", "vague")

_DECIDE = ["qualifier", "value", "low", "high", "amount", "assertion", "certainty", "source", "victims"]
"""The columns that decide on a claim's bounds and on where its source stands."""

Pairs = Collection[Collection[str]]


@dataclass(frozen=True)
class Choice:
    """The assumptions in force, checked."""

    measure: str
    overlap: str | Pairs = "unknown"
    on: Any = None
    population: str | None = None
    medical_as_civilian: bool = False
    vague: str | None = None
    readings: str = "first"
    sources: str = "all"
    age_sex: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        one_of("measure", self.measure, MEASURES)
        one_of("population", self.population, (None, *POPULATIONS))
        one_of("medical_as_civilian", self.medical_as_civilian, (True, False))
        one_of("vague", self.vague, CONVENTIONS)
        one_of("readings", self.readings, READINGS)
        one_of("sources", self.sources, STANDINGS)
        object.__setattr__(self, "on", _day_or_last(self.on))
        if self.age_sex is not None:
            words = (self.age_sex,) if isinstance(self.age_sex, str) else tuple(self.age_sex)
            for word in words:
                one_of("age_sex", word, schema.AGE_SEX)
            object.__setattr__(self, "age_sex", words)
        if isinstance(self.overlap, str) or not isinstance(self.overlap, Iterable):
            one_of("overlap", self.overlap, OVERLAPS)
        else:
            object.__setattr__(self, "overlap", tuple(self.overlap) or "unknown")

    @property
    def people(self) -> tuple[str, ...]:
        """The words of the column `population` that count."""
        if self.population is None:
            return POPULATIONS
        medical = ("medical",) if self.medical_as_civilian and self.population == "civilian" else ()
        return (self.population, *medical)


def _day_or_last(on: Any) -> pd.Timestamp | None:
    """Return the day of `on`, or None for the last."""
    if on is None:
        return None
    is_day = isinstance(on, date) or (isinstance(on, str) and schema.is_date(on[:10]))
    try:
        day = pd.Timestamp(on) if is_day else pd.NaT
    except (ValueError, TypeError, OverflowError):
        day = pd.NaT
    if pd.isna(day):
        raise ArgumentError(f"on={on!r} is not a day", mend="use None, a date, or a day as in '2019-04-08'")
    return day.tz_localize(None).normalize()


@dataclass(frozen=True)
class Toll:
    """What the counts of an article come to under a choice."""

    article: AnnotatedArticle
    choice: Choice
    facts: Facts
    rows: pd.DataFrame
    """The counts that are kept, in the article's order, also those taken back or lowered."""
    beside_counts: pd.DataFrame
    """The claims of the measure that are no counts: rates, shares, forecasts, changes, denials, fears."""
    floors: dict[str, str]
    """Running count -> the claim that its floor rests on, in the order of the lanes."""
    chosen: tuple[str, ...]
    """The tallies whose floors are summed."""
    assumed: frozenset[frozenset[str]]
    """The pairs of floors that are separate by assumption only."""
    ceiling: str | None
    """The claim that the ceiling rests on."""
    conflicts: tuple[tuple[str, str], ...]
    """Claims with a stated most, each with a claim whose least is above it."""
    too_many: int
    """How many tallies are linked as separate, where they are too many to search; else 0."""
    some: bool = False
    """Whether the sum is of counts of some people only, such as civilians or those of one place."""
    excesses: tuple[Excess, ...] = ()
    """Parts that are more than the whole that holds them."""

    @cached_property
    def _rest_on(self) -> dict[str, Any]:
        return {tally: self.rows.loc[claim] for tally, claim in self.floors.items()}

    def floor(self, tally: str) -> int:
        """Return a tally's floor."""
        return int(self.row(tally)["low"])

    def row(self, tally: str) -> Any:
        """Return the claim that a tally's floor rests on."""
        return self._rest_on[tally]

    @property
    def low(self) -> int | None:
        """The smallest toll."""
        return sum(map(self.floor, self.chosen)) if self.chosen else None

    @property
    def high(self) -> int | None:
        """The largest toll; None: open."""
        return None if self.ceiling is None else int(self.rows.at[self.ceiling, "high"])

    @cached_property
    def beside(self) -> list[str]:
        """The tallies with a floor that is not in the sum."""
        return [tally for tally in self.floors if tally not in self.chosen]

    @cached_property
    def within(self) -> list[str]:
        """Those beside that lie within one that is in the sum."""
        return [tally for tally in self.beside if self.facts.relations.inside[tally].intersection(self.chosen)]

    @cached_property
    def sharing(self) -> list[str]:
        """Those beside that do not lie within one that is in the sum, and are known to share people with one."""
        within = set(self.within)
        return [
            tally
            for tally in self.beside
            if tally not in within and any(self.facts.relations.share(tally, one) for one in self.chosen)
        ]

    @cached_property
    def apart(self) -> list[str]:
        """Those beside of unknown overlap with the sum, each group of people once: none lies within another of them."""
        known = {*self.within, *self.sharing}
        left = {tally: place for place, tally in enumerate(self.beside) if tally not in known}
        inside = self.facts.relations.inside
        return [
            tally
            for tally, place in left.items()
            if not any(
                tally not in inside[other] or left[other] < place
                for other in inside[tally] & left.keys()
                if other != tally
            )
        ]

    @property
    def largest(self) -> str:
        """The tally with the largest floor in the sum."""
        return max(self.chosen, key=self.floor)

    @property
    def scenario(self) -> bool:
        """Whether the sum rests on an assumption that the article does not make."""
        return any(frozenset(pair) in self.assumed for pair in combinations(self.chosen, 2))

    @property
    def exact(self) -> bool:
        """Whether the floor is one exact count."""
        return len(self.chosen) == 1 and self.row(self.chosen[0])["qualifier"] == "exact"

    @property
    def amount(self) -> str:
        """The toll in words: 'at least 25', '80', 'at most 30', '20 to 30', or 'no number given'."""
        low, high = self.low, self.high
        if low is None:
            return "no number given" if high is None else f"at most {high:,}"
        if high is not None:
            return f"{low:,}" if low == high else f"{low:,} to {high:,}"
        return f"{low:,}" if self.exact else f"at least {low:,}"


def reckon(article: AnnotatedArticle, choice: Choice) -> Toll:
    """Return what the article's counts come to under a choice."""
    every = _read(article, choice)
    read = kept(every, choice.sources)
    claims = claims_of(article, read)
    pairs = article.tally_pairs[["tally", "other", "relation"]].astype("str").itertuples(index=False, name=None)
    facts = counts.reckon(claims, pairs, None if choice.on is None else choice.on.date())
    read = read.assign(until=_until(facts, read))
    of_measure = read[(read["measure"] == choice.measure) & read["population"].isin(choice.people)]
    if choice.age_sex is not None:
        asked_for = set(choice.age_sex)
        of_measure = of_measure[[bool(set(words or ()) & asked_for) for words in of_measure["age_sex"]]]
    statements = {claim.id for claim in claims if claim.is_statement}
    rows = of_measure[of_measure.index.isin(statements)]
    beside = of_measure[~of_measure.index.isin(statements)]
    separate: bool | list[tuple[str, str]] = choice.overlap == "separate"
    if not isinstance(choice.overlap, str):
        separate = _named_pairs(article, choice, facts)
    asked = counts.Asked(None if choice.population is None else choice.people, choice.age_sex)
    result = counts.toll(facts, choice.measure, asked, separate)
    floors = {name: result.floors[name].id for name in result.floors}
    order = {claim: place for place, claim in enumerate(read.index)}
    floors = dict(sorted(floors.items(), key=lambda item: order[_first_claim(facts, item[0], order)]))
    hidden = len(every[every["measure"] == choice.measure]) > len(read[read["measure"] == choice.measure])
    limit = None if result.limit is None or (hidden and not result.chosen) else result.limit.id
    too_many = result.too_many
    chosen = tuple(name for name in floors if name in result.chosen)
    return Toll(
        article,
        choice,
        facts,
        rows,
        beside,
        floors,
        chosen,
        result.assumed,
        limit,
        _conflicts(facts, choice.measure),
        too_many,
        result.some,
        result.excesses,
    )


def _first_claim(facts: Facts, name: str, order: Mapping[str, int]) -> str:
    """Return the claim of some people that comes first in the text."""
    return min((claim.id for claim in facts.peoples[name].claims), key=order.__getitem__)


def _until(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Return for each claim the day from which it no longer holds: corrected, or lowered by its own source."""
    until = pd.Series(pd.NaT, index=rows.index, dtype=rows["reported_on"].dtype)
    day = rows["day"]
    for new, old in facts.corrections:
        gone = [claim.id for claim in facts.peoples[facts.people_of[old.id]].claims if claim.id in facts.out]
        for name in {old.id, *gone}:
            until[name] = min(until[name], day[new.id]) if pd.notna(until[name]) else day[new.id]
    for people in facts.peoples.values():
        for group in people.groups:
            for old, new in group.course.lowered:
                least = new.low if new.low is not None else new.value if new.value is not None else new.high
                above = (claim for claim in group.claims if claim.gives_floor and (claim.low or 0) > (least or 0))
                for claim in above:
                    if claim.id == old.id or claim.is_older(new):
                        until[claim.id] = day[new.id]
    return until


# The claims


def quantifiers() -> pd.DataFrame:
    """Return what each convention takes vague words for: columns convention, term, low, high, source.

    >>> table = quantifiers()
    >>> table.loc[table["term"] == "dozens", ["convention", "low"]].values.tolist()
    [['literal', 24], ['acled', 12]]
    """
    return _quantifiers().copy()


@cache
def _quantifiers() -> pd.DataFrame:
    table = pd.read_csv(shipped("data") / "quantifiers.csv", keep_default_na=False, dtype=str)
    for column in ("low", "high"):
        table[column] = pd.array([int(text) if text else None for text in table[column]], dtype="Int64")
    return table


def terms(words: pd.Series) -> pd.Series:
    """Return vague words as the conventions spell them."""
    return words.astype("str").str.strip().str.casefold()


def _read(article: AnnotatedArticle, choice: Choice) -> pd.DataFrame:
    """Return the claims of every measure as the choice reads them, whoever was counted, in the article's order.

    Beside the table's columns: `day` (of publication where none is given) and `taken` (whether a convention gave its
    word a number).
    """
    rows = of_these_days(article, choice.readings).copy()
    known = quantifiers()
    known = known[known["convention"] == choice.vague].set_index("term")
    rows["taken"] = (rows["qualifier"] == "vague") & terms(rows["term"]).isin(known.index)
    rows.loc[rows["taken"], ["low", "high"]] = known.loc[terms(rows["term"][rows["taken"]]), ["low", "high"]].to_numpy()
    rows["day"] = rows["reported_on"].fillna(article.published(rows))
    rows["tally"] = rows["tally"].where(rows["tally"].notna(), rows.index.to_series())
    return rows.sort_index().sort_values("start", kind="stable")


def of_these_days(article: AnnotatedArticle, readings: str = "first") -> pd.DataFrame:
    """Return the casualty claims that do not belong to the background, as they are read: only these are in a toll."""
    rows = _reread(article) if readings == "otherwise" else article.casualties
    return rows[~rows["background"]]


def _reread(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the casualty claims with each ambiguous one in its other reading."""
    rows = article.casualties.copy()
    sides = {actor: None if pd.isna(side) else str(side) for actor, side in article.actors["side"].items()}
    for claim in rows.index[rows["ambiguous"] & rows["otherwise"].notna()]:
        other = rows.at[claim, "otherwise"]
        for name, value in other.items():
            kind = schema.CASUALTIES.stored[name].kind
            rows.at[claim, name] = pd.Timestamp(value) if kind == "date" else bool(value) if kind == "flag" else value
        record = {name: None if pd.isna(value) else value for name, value in rows.loc[claim, _DECIDE].items()}
        rows.at[claim, "low"], rows.at[claim, "high"] = bounds(record)
        if other.keys() & {"source", "victims"}:
            rows.at[claim, "standing"] = standing(sides, record["source"], record["victims"])
    return rows


def kept(rows: pd.DataFrame, sources: str) -> pd.DataFrame:
    """Return the claims whose sources are kept."""
    return rows[rows["standing"].isin(STANDINGS[sources])]


def in_force(rows: pd.DataFrame, on: pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the claims that count on a day, or on the last: reported by then, and not taken back by then."""
    if on is None:
        return rows[rows["until"].isna()]
    return rows[(rows["day"] <= on) & ~(rows["until"] <= on)]


def with_floor(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that give a floor."""
    return rows[rows["qualifier"].isin(_GIVE_A_FLOOR) & rows["low"].notna()]


def tally_floors(rows: pd.DataFrame) -> dict[str, str]:
    """Return for each tally the claim with the highest floor, the latest of equals."""
    some = with_floor(rows)
    best = dict.fromkeys(rows["tally"], (-1, pd.NaT, ""))
    for tally, *found in zip(some["tally"], some["low"], some["day"], some.index, strict=True):
        if best[tally][0] < 0 or best[tally][:2] <= tuple(found[:2]):
            best[tally] = tuple(found)
    return {tally: claim for tally, (*_, claim) in best.items() if claim}


# What they come to


def _named_pairs(article: AnnotatedArticle, choice: Choice, facts: Facts) -> list[tuple[str, str]]:
    """Return the pairs that `overlap` names, each checked."""
    if isinstance(choice.overlap, str):
        return []
    known = tallies_of(article, choice.measure)
    pairs = []
    for given in choice.overlap:
        pair = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
        if len(pair) != 2:
            raise ArgumentError(f"overlap holds {given!r}, which is no pair of two tallies")
        for tally in pair:
            if tally not in known:
                what = f"no tally of {choice.measure} is called {tally!r}"
                raise ArgumentError(what, mend=nearest(tally, known))
        people = [facts.people_of.get(tally) for tally in pair]
        if people[0] is not None and people[1] is not None and facts.relations.share(people[0], people[1]):
            what = f"{pair[0]!r} and {pair[1]!r} are known to share people"
            raise ArgumentError(what, mend="name only pairs of unknown overlap")
        if None not in people:
            pairs.append(pair)
    return pairs


def tallies_of(article: AnnotatedArticle, measure: str) -> list[str]:
    """Return the tallies of a measure; a claim without one is its own."""
    rows = of_these_days(article)
    own = rows[(rows["measure"] == measure) & rows["tally"].isna()]
    return [*article.tallies.index[article.tallies["measure"] == measure], *own.index]


def _conflicts(facts: Facts, measure: str) -> tuple[tuple[str, str], ...]:
    """Return the figures of one running count of one moment that contradict each other: the lower, the higher."""
    courses = (group.course for people in facts.of(measure) for group in people.groups)
    return tuple((low.id, high.id) for course in courses for high, low in course.conflicts)
