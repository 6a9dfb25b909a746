"""What the counts of an article come to: which are in force, which may be added, what is least and most."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from numbers import Number
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle, bounds, shipped, standing
from libya_kit.errors import ArgumentError, ArticleError, nearest, one_of

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
MOST_LINKED = 20
"""So many tallies linked by disjoint pairs are searched for the largest sum; more are an error."""
MOST_FOLLOWING = 200_000
"""So many relations of tallies may follow from those that are given."""

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

    def __post_init__(self) -> None:
        one_of("measure", self.measure, MEASURES)
        one_of("population", self.population, (None, *POPULATIONS))
        one_of("medical_as_civilian", self.medical_as_civilian, (True, False))
        one_of("vague", self.vague, CONVENTIONS)
        one_of("readings", self.readings, READINGS)
        one_of("sources", self.sources, STANDINGS)
        object.__setattr__(self, "on", _day_or_last(self.on))
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
    try:
        odd = isinstance(on, str) and not schema.is_date(on[:10]) and not re.search("[^\\W\\d_]{3}", on)  # 05/06/2031
        day = pd.NaT if odd or isinstance(on, Number) else pd.Timestamp(on)
    except (ValueError, TypeError, OverflowError):
        day = pd.NaT
    if pd.isna(day):
        raise ArgumentError(f"on={on!r} is not a day", mend="use None or a day as in '2019-04-08'")
    return day.tz_localize(None).normalize()


class Ties:
    """What is known of tallies: which lie within which, and which share nobody."""

    def __init__(self, article: AnnotatedArticle, tallies: Iterable[str]) -> None:
        pairs = article.tally_pairs
        names = dict.fromkeys((*article.tallies.index, *tallies, *pairs["tally"], *pairs["other"]))
        outer: dict[str, list[str]] = {}
        for one, other, relation in pairs[["tally", "other", "relation"]].itertuples(index=False):
            if relation in ("within", "same"):
                outer.setdefault(one, []).append(other)
            if relation == "same":
                outer.setdefault(other, []).append(one)
        self.inside: dict[str, set[str]] = {}
        self.holds: dict[str, set[str]] = {tally: set() for tally in names}
        following = 0
        for tally in names:
            self.inside[tally] = around = _reached(tally, outer)
            _few(following := following + len(around) - 1)
            for one in around:
                self.holds[one].add(tally)
        disjoint = pairs.loc[pairs["relation"] == "disjoint", ["tally", "other"]]
        self.disjoint = self.apart(disjoint.itertuples(index=False))

    def share(self, one: str, other: str) -> bool:
        """Return whether two tallies are known to share people: a tally, perhaps one of them, lies within both."""
        return not self.holds[one].isdisjoint(self.holds[other])

    def apart(self, pairs: Iterable[Any]) -> set[frozenset[str]]:
        """Return the disjoint pairs that follow: what lies within one is disjoint from what lies within the other.

        Raises
        ------
        ArticleError
            They are too many to reckon with.
        """
        pairs = list(pairs)
        _few(sum(len(self.holds[first]) * len(self.holds[second]) - 1 for first, second in pairs))
        return {
            frozenset((one, other))
            for first, second in pairs
            for one in self.holds[first]
            for other in self.holds[second]
            if not self.share(one, other)
        }


def _few(following: int) -> None:
    """Refuse relations of tallies from which too many others follow."""
    if following > MOST_FOLLOWING:
        what = f"more than {MOST_FOLLOWING:,} relations of tallies follow from its rows"
        raise ArticleError(what, file="tally_pairs.csv", mend="leave out rows of tallies that no claim belongs to")


def _reached(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Return what can be reached from a name by steps, itself among it."""
    found, left = {start}, [start]
    while left:
        further = set(steps.get(left.pop(), ())) - found
        found |= further
        left += further
    return found


@dataclass(frozen=True)
class Toll:
    """What the counts of an article come to under a choice."""

    article: AnnotatedArticle
    choice: Choice
    ties: Ties
    rows: pd.DataFrame
    """The claims that are kept, in the article's order, also those taken back."""
    floors: dict[str, str]
    """Tally -> the claim that its floor rests on, in the order of the lanes."""
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
        return [tally for tally in self.beside if self.ties.inside[tally].intersection(self.chosen)]

    @cached_property
    def sharing(self) -> list[str]:
        """Those beside that do not lie within one that is in the sum, and are known to share people with one."""
        within = set(self.within)
        return [
            tally
            for tally in self.beside
            if tally not in within and any(self.ties.share(tally, one) for one in self.chosen)
        ]

    @cached_property
    def apart(self) -> list[str]:
        """Those beside of unknown overlap with the sum, each group of people once: none lies within another of them."""
        known = {*self.within, *self.sharing}
        left = {tally: place for place, tally in enumerate(self.beside) if tally not in known}
        inside = self.ties.inside
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
    read = _read(article, choice)
    ties = Ties(article, read["tally"])
    named = _named_pairs(article, choice, ties)
    rows = kept(read[read["population"].isin(choice.people)], choice.sources)
    force = in_force(rows, choice.on)
    floors = tally_floors(force)
    apart, linked = _apart(floors, ties, ties.apart(named), separate=choice.overlap == "separate")
    weights = {tally: int(force.at[claim, "low"]) for tally, claim in floors.items()}
    chosen = heaviest(weights, apart) if linked <= MOST_LINKED else ()
    every = read[read["population"].isin((*choice.people, "unspecified"))]
    ceiling = _ceiling(in_force(every, choice.on), force, ties)
    if ceiling is not None and sum(weights[tally] for tally in chosen) > force.at[ceiling, "high"]:
        ceiling = None
    too_many = linked if linked > MOST_LINKED else 0
    assumed = frozenset(apart - ties.disjoint)
    conflicts = _conflicts(force, ties)
    return Toll(article, choice, ties, rows, floors, chosen, assumed, ceiling, conflicts, too_many)


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
    """Return the claims of the measure as the choice reads them, whoever was counted, in the article's order.

    Beside the table's columns: `day` (of publication where none is given), `until` (the day from which a correction
    takes the claim back) and `taken` (whether a convention gave its word a number).
    """
    rows = of_these_days(article, choice.readings).copy()
    known = quantifiers()
    known = known[known["convention"] == choice.vague].set_index("term")
    rows["taken"] = (rows["qualifier"] == "vague") & terms(rows["term"]).isin(known.index)
    rows.loc[rows["taken"], ["low", "high"]] = known.loc[terms(rows["term"][rows["taken"]]), ["low", "high"]].to_numpy()
    rows["day"] = rows["reported_on"].fillna(article.published(rows))
    rows["tally"] = rows["tally"].where(rows["tally"].notna(), rows.index.to_series())
    corrections = rows[rows["corrects"].notna()].explode("corrects").groupby("corrects")["day"].min()
    rows["until"] = corrections.reindex(rows.index)
    rows = rows[rows["measure"] == choice.measure]
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


def _named_pairs(article: AnnotatedArticle, choice: Choice, ties: Ties) -> list[tuple[str, str]]:
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
        if ties.share(*pair):
            what = f"{pair[0]!r} and {pair[1]!r} are known to share people"
            raise ArgumentError(what, mend="name only pairs of unknown overlap")
        pairs.append(pair)
    return pairs


def tallies_of(article: AnnotatedArticle, measure: str) -> list[str]:
    """Return the tallies of a measure; a claim without one is its own."""
    rows = of_these_days(article)
    own = rows[(rows["measure"] == measure) & rows["tally"].isna()]
    return [*article.tallies.index[article.tallies["measure"] == measure], *own.index]


def _apart(
    floors: Mapping[str, str], ties: Ties, named: set[frozenset[str]], *, separate: bool
) -> tuple[set[frozenset[str]], int]:
    """Return the pairs of floors taken as disjoint, and how many tallies the largest group linked by them has.

    Too many that are taken as separate are not paired.
    """
    apart = {pair for pair in ties.disjoint | named if pair <= floors.keys()}
    if not separate:
        return apart, max(map(len, _linked(floors, apart)), default=0)
    linked = max(
        map(len, _groups(floors, lambda one, left: {two for two in left if not ties.share(one, two)})), default=0
    )
    if linked <= MOST_LINKED:
        apart |= {frozenset(pair) for pair in combinations(floors, 2) if not ties.share(*pair)}
    return apart, linked


def _groups(tallies: Iterable[str], near: Callable[[str, set[str]], set[str]]) -> Iterator[list[str]]:
    """Yield the tallies in groups; `near` says which of those that are left belong to the group of one."""
    left = set(tallies)
    while left:
        group = [left.pop()]
        for one in group:
            found = near(one, left)
            left -= found
            group += found
        yield group


def _linked(tallies: Iterable[str], apart: Collection[frozenset[str]]) -> Iterator[list[str]]:
    """Yield the tallies in groups that are linked by pairs."""
    others: dict[str, set[str]] = {}
    for one, other in apart:
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    return _groups(tallies, lambda one, left: others.get(one, set()) & left)


def heaviest(weights: Mapping[str, int], apart: Collection[frozenset[str]]) -> tuple[str, ...]:
    """Return the pairwise disjoint tallies with the largest sum; of equals the fewest, in the order of `weights`.

    >>> heaviest({"a": 25, "b": 14, "c": 1}, {frozenset("ab"), frozenset("bc")})
    ('a', 'b')
    """

    def best(tallies: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        if not tallies:
            return 0, 0, ()
        first, rest = tallies[0], tallies[1:]
        beside = tuple(tally for tally in rest if frozenset((first, tally)) in apart)
        total, size, names = best(beside)
        taken = (total + weights[first], size - 1, (first, *names))
        return taken if beside == rest else max(taken, best(rest), key=lambda found: found[:2])

    some = [tally for tally in weights if weights[tally] > 0] or sorted(weights)[:1]
    groups = sorted(tuple(sorted(group)) for group in _linked(some, apart))
    names = max(map(best, groups), key=lambda found: found[:2], default=(0, 0, ()))[2]
    return tuple(tally for tally in weights if tally in names)


def _conflicts(rows: pd.DataFrame, ties: Ties) -> tuple[tuple[str, str], ...]:
    """Return each claim with a stated most, and the highest by that day, of its tally or one within, that is above it.

    A claim without a day of its own is in no conflict: it may have been made before or after.
    """
    some = rows[rows["reported_on"].notna()]
    highest: dict[str, tuple[list[Any], list[tuple[int, str]]]] = {}
    for row in some[some["low"].notna()].sort_values("day", kind="stable").itertuples():
        days, tops = highest.setdefault(row.tally, ([], []))
        if not tops or row.low > tops[-1][0]:
            days.append(row.day)
            tops.append((row.low, row.Index))
    found = []
    for row in some[some["high"].notna()].itertuples():
        told = (highest[tally] for tally in ties.holds[row.tally] & highest.keys())
        above = max((tops[at - 1] for days, tops in told if (at := bisect_right(days, row.day))), default=(-1, ""))
        if above[0] > row.high:
            found.append((str(row.Index), above[1]))
    return tuple(found)


def _ceiling(every: pd.DataFrame, rows: pd.DataFrame, ties: Ties) -> str | None:
    """Return the claim that limits the whole: in a tally that all others are within, and none is reported later."""
    limits = rows[
        rows["qualifier"].isin(("at_most", "range")) & rows["high"].notna() & (rows["day"] == every["day"].max())
    ]
    tallies = set(every["tally"])
    whole = limits[[tallies <= ties.holds[tally] for tally in limits["tally"]]]
    return None if whole.empty else str(whole.sort_values("high", kind="stable").index[0])
