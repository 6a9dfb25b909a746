"""What can be said of a toll: its bounds, its timeline, its exhibit."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from libya_kit import markup, schema, style
from libya_kit.article import AnnotatedArticle, bounds, shipped
from libya_kit.errors import ArgumentError
from libya_kit.evidence import Finding, Findings
from libya_kit.exhibit import Exhibit

MEASURES = ("killed", "wounded")
OVERLAPS = ("unknown", "separate")
CONVENTIONS = (None, "literal", "acled")
READINGS = ("first", "otherwise")
SOURCES = {
    "all": "all counts",
    "not_own": "without parties on their own dead",
    "outside": "only from outside the parties",
}
POPULATIONS = {
    "civilian": ("civilian", "civilians"),
    "combatant": ("combatant", "combatants"),
    "medical": ("member of medical staff", "medical staff"),
    "unspecified": ("person of unstated status", "people of unstated status"),
}
MOST_LINKED = 20
"""So many tallies linked by disjoint pairs are searched for the largest sum; more are an error."""

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_NUMBERS = "one two three four five six seven eight nine ten".split()
_FLOORS = ("exact", "at_least", "range", "vague")
_QUANTITY = {"qualifier", "value", "low", "high", "term"}

Pairs = Collection[Collection[str]]


@dataclass(frozen=True, repr=False)
class CasualtyBounds:
    """What the counts of an article support, in people; shown as its sentence.

    `low` is None where no floor is given, `high` where the toll is open or unknown.
    """

    low: int | None
    high: int | None
    assumption: str
    claims: tuple[str, ...]
    sentence: str

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        return markup.element("p", self.sentence)


@dataclass(frozen=True)
class _Choice:
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
        schema.one_of("measure", self.measure, MEASURES)
        schema.one_of("population", self.population, (None, *POPULATIONS))
        schema.one_of("medical_as_civilian", self.medical_as_civilian, (True, False))
        schema.one_of("vague", self.vague, CONVENTIONS)
        schema.one_of("readings", self.readings, READINGS)
        schema.one_of("sources", self.sources, SOURCES)
        object.__setattr__(self, "on", _on(self.on))
        if isinstance(self.overlap, str) or not isinstance(self.overlap, Iterable):
            schema.one_of("overlap", self.overlap, OVERLAPS)
        else:
            object.__setattr__(self, "overlap", tuple(self.overlap))

    @property
    def people(self) -> tuple[str, ...]:
        """The words of the column `population` that count."""
        if self.population is None:
            return tuple(POPULATIONS)
        medical = ("medical",) if self.medical_as_civilian and self.population == "civilian" else ()
        return (self.population, *medical)


def _on(on: Any) -> pd.Timestamp | None:
    """Return the day of `on`, or None for the last."""
    if on is None:
        return None
    try:
        if isinstance(on, int | float):
            raise ValueError
        day = pd.Timestamp(on)
        if pd.isna(day):
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        raise ArgumentError(f"on={on!r} is not a day", mend="use None or a day as in '2019-04-08'") from None
    return day.tz_localize(None).normalize()


@dataclass(frozen=True)
class _Toll:
    """What the rows come to under a choice."""

    rows: pd.DataFrame
    """The claims that are kept, in the article's order, also those taken back."""
    floors: dict[str, str]
    """Tally -> the claim that its floor rests on, in the order of the lanes."""
    chosen: tuple[str, ...]
    """The tallies whose floors are summed."""
    assumed: frozenset[frozenset[str]]
    """The pairs of floors that are separate by assumption only."""
    low: int | None
    high: int | None
    ceiling: str | None
    """The claim that the ceiling rests on."""
    conflicts: tuple[tuple[str, str], ...]
    """Claims with a stated most, each with a claim whose least is above it."""
    inside: dict[str, set[str]]
    too_many: int = 0

    @property
    def scenario(self) -> bool:
        """Whether the sum rests on an assumption that the article does not make."""
        return any(frozenset(pair) in self.assumed for pair in combinations(self.chosen, 2))

    def floor(self, tally: str) -> int:
        """Return a tally's floor."""
        return int(self.rows.at[self.floors[tally], "low"])

    @property
    def amount(self) -> str:
        """The toll in words: 'at least 25', '80', 'at most 30', '20 to 30', or 'no number given'."""
        low, high = self.low, self.high
        if low is None:
            return "no number given" if high is None else f"at most {_number(high)}"
        if high is not None:
            return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
        return _number(low) if self.exact else f"at least {_number(low)}"

    @property
    def exact(self) -> bool:
        """Whether the floor is one exact count."""
        return len(self.chosen) == 1 and self.rows.at[self.floors[self.chosen[0]], "qualifier"] == "exact"


def casualty_bounds(
    article: AnnotatedArticle,
    measure: str = "killed",
    on: Any = None,
    overlap: str | Pairs = "unknown",
    *,
    population: str | None = None,
    medical_as_civilian: bool = False,
    vague: str | None = None,
    readings: str = "first",
    sources: str = "all",
) -> CasualtyBounds:
    """Return the smallest and largest toll that the article's counts support, in people.

    Within a tally the highest floor so far is in force; across tallies nothing is added that may overlap, unless
    `overlap` says so.

    Parameters
    ----------
    article
        The article.
    measure
        ``"killed"`` or ``"wounded"``.
    on
        The day, as `pandas.Timestamp` takes it; None: the last. Claims without a day count from publication.
    overlap
        ``"unknown"``: only tallies known to be disjoint are added; ``"separate"``: a scenario in which every pair
        of unknown overlap is disjoint; or the pairs of tallies that are taken as disjoint. A claim without a tally
        is a tally by its own id.
    population
        Only counts of ``"civilian"``, ``"combatant"``, ``"medical"`` or ``"unspecified"`` people.
    medical_as_civilian
        Whether medical staff count as civilians.
    vague
        The convention that gives vague words a number: None, ``"literal"`` or ``"acled"``.
    readings
        ``"first"``, or ``"otherwise"``: each ambiguous claim takes its other reading.
    sources
        ``"all"``, ``"not_own"`` (without parties on their own dead) or ``"outside"`` (only from outside the parties).

    Raises
    ------
    ArgumentError
        A value is not known, a pair is known to overlap, or more than 20 tallies are linked by disjoint pairs.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> article = load_article()
    >>> casualty_bounds(article).low, casualty_bounds(article, overlap="separate").low
    (25, 40)
    >>> casualty_bounds(article, on="2019-04-07").low
    21
    """
    choice = _Choice(measure, overlap, on, population, medical_as_civilian, vague, readings, sources)
    toll = _reckon(article, choice)
    if toll.too_many:
        raise ArgumentError(
            f"{toll.too_many} tallies are linked by disjoint pairs, more than {MOST_LINKED}",
            mend="take fewer pairs as disjoint",
        )
    claims = [toll.floors[tally] for tally in toll.chosen]
    if toll.ceiling is not None and toll.ceiling not in claims:
        claims.append(toll.ceiling)
    assumption = " ".join(_assumptions(article, choice, toll)) or "Nothing is assumed."
    return CasualtyBounds(toll.low, toll.high, assumption, tuple(claims), _sentence(article, choice, toll))


# The rows, and what they come to


def quantifiers() -> pd.DataFrame:
    """Return what each convention takes vague words for: columns convention, term, low, high, source.

    >>> table = quantifiers()
    >>> table.loc[table["term"] == "dozens", ["convention", "low"]].values.tolist()
    [['literal', 24], ['acled', 12]]
    """
    table = pd.read_csv(shipped("data") / "quantifiers.csv", keep_default_na=False, dtype=str)
    for column in ("low", "high"):
        table[column] = pd.array([int(text) if text else None for text in table[column]], dtype="Int64")
    return table


def _read(article: AnnotatedArticle, choice: _Choice) -> pd.DataFrame:
    """Return the claims of the measure and people as the choice reads them, in the article's order.

    Beside the table's columns: `day` (of publication where none is given), `until` (the day from which a correction
    takes the claim back) and `taken` (whether a convention gave its word a number).
    """
    rows = article.casualties.copy()
    if choice.readings == "otherwise":
        for claim in rows.index[rows["ambiguous"] & rows["otherwise"].notna()]:
            _reread(rows, claim)
    rows["taken"] = False
    if choice.vague is not None:
        table = quantifiers()
        known = table[table["convention"] == choice.vague].set_index("term")
        for claim in rows.index[rows["qualifier"] == "vague"]:
            term = str(rows.at[claim, "term"]).strip().casefold()
            if term in known.index:
                rows.loc[claim, ["low", "high", "taken"]] = [*known.loc[term, ["low", "high"]], True]
    rows["day"] = rows["reported_on"].fillna(article.published_on)
    rows["tally"] = rows["tally"].where(rows["tally"].notna(), rows.index.to_series())
    corrections = rows[rows["corrects"].notna()].groupby("corrects")["day"].min()
    rows["until"] = corrections.reindex(rows.index)
    rows = rows[(rows["measure"] == choice.measure) & rows["population"].isin(choice.people)]
    return rows.sort_index().sort_values("start", kind="stable")


def _reread(rows: pd.DataFrame, claim: Any) -> None:
    """Give an ambiguous claim its other reading, in place."""
    for name, value in rows.at[claim, "otherwise"].items():
        dated = schema.CASUALTIES.stored[name].kind == "date"
        rows.at[claim, name] = pd.Timestamp(value) if dated else value
    record = {name: rows.at[claim, name] for name in ("qualifier", "value", "low", "high")}
    rows.at[claim, "low"], rows.at[claim, "high"] = bounds(record)


def _kept(rows: pd.DataFrame, choice: _Choice) -> pd.DataFrame:
    """Return the rows whose sources the choice keeps."""
    match choice.sources:
        case "not_own":
            return rows[rows["standing"] != "own_dead"]
        case "outside":
            return rows[rows["standing"] == "outside"]
    return rows


def _in_force(rows: pd.DataFrame, on: pd.Timestamp | None) -> pd.DataFrame:
    """Return the rows that count on a day: reported by then, and not taken back by then."""
    if on is None:
        return rows[rows["until"].isna()]
    return rows[(rows["day"] <= on) & ~(rows["until"] <= on)]


def _reckon(article: AnnotatedArticle, choice: _Choice) -> _Toll:
    """Return what the article's counts come to under a choice."""
    read = _read(article, choice)
    inside = _inside(article, read)
    known = _apart(article.tally_pairs.loc[article.tally_pairs["relation"] == "disjoint", ["tally", "other"]], inside)
    named = _named_pairs(article, choice, inside)
    rows = _kept(read, choice)
    force = _in_force(rows, choice.on)
    floors = _floors(force)
    between = {frozenset(pair) for pair in combinations(floors, 2)}
    if choice.overlap == "separate":
        wanted = {pair for pair in between if not _nested(inside, *pair)}
    else:
        wanted = _apart(named, inside)
    assumed = frozenset((wanted - known) & between)
    apart = assumed | (known & between)
    weights = {tally: int(force.at[claim, "low"]) for tally, claim in floors.items()}
    linked = _most_linked(weights, apart)
    chosen = _heaviest(weights, apart) if linked <= MOST_LINKED else ()
    low = sum(weights[tally] for tally in chosen) if chosen else None
    conflicts = _conflicts(force, inside)
    ceiling = _ceiling(_in_force(read, choice.on), force, inside)
    high = None if ceiling is None else int(force.at[ceiling, "high"])
    if high is not None and low is not None and low > high:
        ceiling = high = None
    return _Toll(
        rows,
        floors,
        chosen,
        assumed,
        low,
        high,
        ceiling,
        conflicts,
        inside,
        linked if linked > MOST_LINKED else 0,
    )


def _floors(rows: pd.DataFrame) -> dict[str, str]:
    """Return for each tally the claim with the highest floor, the latest of equals."""
    some = rows[rows["qualifier"].isin(_FLOORS) & rows["low"].notna()]
    best = some.sort_values(["low", "day"], kind="stable").drop_duplicates("tally", keep="last")
    found = dict(zip(best["tally"], best.index, strict=True))
    return {tally: found[tally] for tally in rows["tally"].unique() if tally in found}


def _inside(article: AnnotatedArticle, rows: pd.DataFrame) -> dict[str, set[str]]:
    """Return for each tally those that it is known to be inside, itself among them."""
    pairs = article.tally_pairs
    inside = {tally: {tally} for tally in (*article.tallies.index, *rows["tally"], *pairs["tally"], *pairs["other"])}
    for one, other, relation in pairs[["tally", "other", "relation"]].itertuples(index=False):
        if relation in ("within", "same"):
            inside[one].add(other)
        if relation == "same":
            inside[other].add(one)
    for middle in inside:
        for outer in inside.values():
            if middle in outer:
                outer |= inside[middle]
    return inside


def _nested(inside: Mapping[str, set[str]], one: str, other: str) -> bool:
    """Return whether two tallies are known to share people: a tally, perhaps one of them, lies within both."""
    return any(one in outer and other in outer for outer in inside.values())


def _apart(pairs: Any, inside: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Return the disjoint pairs that follow: what lies within one is disjoint from what lies within the other."""
    rows = pairs.itertuples(index=False) if isinstance(pairs, pd.DataFrame) else pairs
    return {
        frozenset((one, other))
        for first, second in rows
        for one in inside
        if first in inside[one]
        for other in inside
        if second in inside[other] and not _nested(inside, one, other)
    }


def _named_pairs(article: AnnotatedArticle, choice: _Choice, inside: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """Return the pairs that `overlap` names, each checked."""
    if isinstance(choice.overlap, str):
        return []
    known = _known(article, choice.measure)
    pairs = []
    for given in choice.overlap:
        pair = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
        if len(pair) != 2:
            raise ArgumentError(f"overlap holds {given!r}, which is no pair of two tallies")
        for tally in pair:
            if tally not in known:
                raise ArgumentError(
                    f"no tally of {choice.measure} is called {tally!r}", mend=schema.nearest(tally, known)
                )
        if _nested(inside, *pair):
            raise ArgumentError(
                f"{pair[0]!r} and {pair[1]!r} are known to share people", mend="name only pairs of unknown overlap"
            )
        pairs.append(pair)
    return pairs


def _known(article: AnnotatedArticle, measure: str) -> list[str]:
    """Return the tallies of a measure; a claim without one is its own."""
    own = article.casualties[(article.casualties["measure"] == measure) & article.casualties["tally"].isna()]
    return [*article.tallies.index[article.tallies["measure"] == measure], *own.index]


def _most_linked(tallies: Iterable[str], apart: Collection[frozenset[str]]) -> int:
    """Return how many tallies the largest group linked by disjoint pairs has."""
    groups: list[set[str]] = []
    for pair in apart:
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return max(map(len, groups), default=0)


def _heaviest(weights: Mapping[str, int], apart: Collection[frozenset[str]]) -> tuple[str, ...]:
    """Return the pairwise disjoint tallies with the largest sum; of equals the fewest, in the order of `weights`."""

    def best(tallies: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        if not tallies:
            return 0, 0, ()
        first, rest = tallies[0], tallies[1:]
        beside = tuple(tally for tally in rest if frozenset((first, tally)) in apart)
        total, size, names = best(beside)
        taken = (total + weights[first], size - 1, (first, *names))
        return taken if beside == rest else max(taken, best(rest), key=lambda found: found[:2])

    some = tuple(sorted(tally for tally in weights if weights[tally] > 0)) or tuple(sorted(weights)[:1])
    names = best(some)[2]
    return tuple(tally for tally in weights if tally in names)


def _conflicts(rows: pd.DataFrame, inside: Mapping[str, set[str]]) -> tuple[tuple[str, str], ...]:
    """Return each claim with a stated most, and a claim by that day, of its tally or one within, that is above it."""
    least = rows[rows["low"].notna()]
    return tuple(
        (first.Index, second.Index)
        for first in rows[rows["high"].notna()].itertuples()
        for second in least.itertuples()
        if second.low > first.high and second.day <= first.day and first.tally in inside[second.tally]
    )


def _ceiling(every: pd.DataFrame, rows: pd.DataFrame, inside: Mapping[str, set[str]]) -> str | None:
    """Return the claim that limits the whole: in a tally that all others are within, and none is reported later."""
    limits = rows[
        rows["qualifier"].isin(("at_most", "range")) & rows["high"].notna() & (rows["day"] == every["day"].max())
    ]
    whole = limits[[all(tally in inside[other] for other in every["tally"]) for tally in limits["tally"]]]
    return None if whole.empty else str(whole.sort_values("high", kind="stable").index[0])


# The words


def _number(count: Any) -> str:
    """Return a count with its thousands separated."""
    return markup.number(int(count))  # type: ignore[arg-type]


def _day(when: pd.Timestamp) -> str:
    """Return a day as 'Monday 8 April', in English whatever the locale."""
    return f"{_WEEKDAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def _short(when: pd.Timestamp) -> str:
    """Return a day as 'Mon 8 Apr'."""
    return f"{markup.DAYS[when.weekday()]} {when.day} {markup.MONTHS[when.month - 1]}"


def _when(row: Any) -> str:
    """Return the day on which a claim's source spoke, or that it is not given."""
    return "day not given" if pd.isna(row["reported_on"]) else _day(row["reported_on"])


def _said(article: AnnotatedArticle, row: Any) -> str:
    """Return the words of a claim that hold its number."""
    return article.text[row["start"] : row["end"]]


def _count(row: Any) -> str:
    """Return a claim's quantity in the article's own terms."""
    value, low, high = row["value"], row["low"], row["high"]
    match row["qualifier"]:
        case "exact":
            return _number(value)
        case "at_least":
            return f"at least {_number(value)}"
        case "at_most":
            return f"at most {_number(value)}"
        case "range":
            return f"{_number(low)} to {_number(high)}"
        case "estimated":
            return f"an estimated {_number(value)}"
        case "vague":
            return f"“{row['term']}”" if isinstance(row["term"], str) else "no number"
    return "no number"


def _taken(row: Any, choice: _Choice) -> str:
    """Return what a convention takes a vague word for."""
    if choice.vague == "literal":
        return f"taken literally, as at least {_number(row['low'])}"
    borrowed = "" if choice.measure == "killed" else ", borrowed"
    return f"taken as ACLED's {_number(row['low'])}, a rule for deaths{borrowed}"


def _the(article: AnnotatedArticle, actor: Any) -> str:
    """Return an actor's name as it stands in a sentence: a person, state or medium by name, others with an article."""
    name = article.name(actor)
    kind = None if pd.isna(actor) else article.actors.at[actor, "kind"]
    if kind == "unnamed" or kind is None:
        return "a source not named"
    if kind == "person" and name[:1].islower():
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return name if kind in ("state", "media", "person") else f"the {name}"


def _by(article: AnnotatedArticle, row: Any) -> str:
    """Return who reported a claim and when, as in 'by the coastguard on Tuesday 20 May'."""
    day = ", " if pd.isna(row["reported_on"]) else " on "
    return f"by {_the(article, row['source'])}{day}{_when(row)}"


def _people(choice: _Choice, count: int | None = None) -> str:
    """Return who is counted, as in 'killed' or 'civilians killed'."""
    if choice.population is None:
        return choice.measure
    return f"{POPULATIONS[choice.population][count != 1]} {choice.measure}"


def _listed(parts: Collection[str]) -> str:
    """Return the parts as 'a, b and c'."""
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last


def _sources(article: AnnotatedArticle, toll: _Toll, tallies: Iterable[str]) -> str:
    """Return the floors of the tallies with who counted them, as in '14 by the union and 1 by the coastguard'."""
    counts: dict[str, list[str]] = {}
    for tally in tallies:
        source = _the(article, toll.rows.at[toll.floors[tally], "source"])
        counts.setdefault(source, []).append(_number(toll.floor(tally)))
    return _listed([f"{_listed(some)} by {source}" for source, some in counts.items()])


def _assumptions(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> list[str]:
    """Return what is assumed, a sentence each."""
    pairs = [sorted(pair, key=list(toll.floors).index) for pair in toll.assumed]
    some = []
    if len(toll.floors) > 1 and choice.overlap == "separate":
        some.append("Scenario: all counts of unknown overlap are taken as separate.")
    elif pairs:
        named = _listed(sorted(" and ".join(_source(article, toll, tally) for tally in pair) for pair in pairs))
        some.append(f"Scenario: the counts of {named} are taken as separate.")
    elif len(toll.floors) > 1:
        some.append("Counts may overlap: none is added to another unless they are known to be separate.")
    if choice.sources != "all":
        some.append(f"Whose counts: {SOURCES[choice.sources]}.")
    if choice.vague is not None:
        rule = "literally" if choice.vague == "literal" else "by ACLED's rule for deaths"
        some.append(f"Vague words are taken {rule}.")
    elif (toll.rows["qualifier"] == "vague").any():
        some.append("A vague word is given no number.")
    if choice.readings == "otherwise":
        some.append("Ambiguous claims take their other reading.")
    if choice.medical_as_civilian and choice.population == "civilian":
        some.append("Medical staff are counted as civilians.")
    return some


def _source(article: AnnotatedArticle, toll: _Toll, tally: str) -> str:
    """Return what a count is called among the others: its source, or its title where a source has several."""
    sources = [toll.rows.at[claim, "source"] for claim in toll.floors.values()]
    source = toll.rows.at[toll.floors[tally], "source"]
    return article.name(source) if sources.count(source) == 1 else _tally_title(article, toll.rows, tally)


def _tally_title(article: AnnotatedArticle, rows: pd.DataFrame, tally: str) -> str:
    """Return a tally's title; of a claim that is its own, who says what."""
    if tally in article.tallies.index:
        return str(article.tallies.at[tally, "title"])
    row = rows.loc[tally]
    return f"{_capital(article.name(row['source']))}: {_count(row)}"


def _sentence(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> str:
    """Return the result in words."""
    parts = [
        _main(article, choice, toll),
        _others(article, toll),
        *_unchanged(article, choice, toll),
        *_vague_words(article, choice, toll),
        *_readings(article, choice, toll),
        *_days(article, choice, toll),
        *_taken_back(article, choice, toll),
        *_contradictions(article, toll),
    ]
    return " ".join(part for part in parts if part)


def _main(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> str:
    """Return the sentence on the toll itself."""
    before = [] if choice.on is None else [f"by {_day(choice.on)}"]
    before += [] if choice.sources == "all" else [SOURCES[choice.sources]]
    prefix = "".join(f"{words}, " for words in before)
    if toll.low is None and toll.high is None:
        return _capital(prefix + _none(article, choice, toll))
    people = _people(choice, toll.low if toll.exact else None)
    if toll.scenario:
        return (
            f"Scenario: {prefix}{toll.amount} {people} if these counts are separate, which the article "
            f"does not say: {_sources(article, toll, toll.chosen)}."
        )
    if len(toll.chosen) > 1:
        counts = _sources(article, toll, toll.chosen)
        return _capital(f"{prefix}{toll.amount} {people}: {counts}, known to be separate.")
    row = toll.rows.loc[toll.floors[toll.chosen[0]] if toll.chosen else toll.ceiling]
    comma = "" if toll.exact else f", from “{_said(article, row)}”" if row["taken"] else ","
    main = _capital(f"{prefix}{toll.amount} {people}{comma} reported {_by(article, row)}.")
    if toll.ceiling in (None, row.name):
        return main
    return f"{main} The most, {_number(toll.high)}, is reported {_by(article, toll.rows.loc[toll.ceiling])}."


def _none(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> str:
    """Return the sentence where there is neither a floor nor a ceiling."""
    rows = _in_force(toll.rows, choice.on)
    people = _people(choice)
    if toll.too_many:
        return (
            f"no toll is reckoned for the {people}: {toll.too_many} counts are linked as separate, too many to search."
        )
    if choice.population is not None and rows.empty:
        medical = article.casualties[
            (article.casualties["measure"] == choice.measure) & (article.casualties["population"] == "medical")
        ]
        named = [f"“{_said(article, row)}” {_by(article, row)}" for _, row in medical.iterrows()]
        staff = ""
        if named and choice.population == "civilian":
            staff = f"; medical staff are not counted as civilians here: {_listed(named)}"
        return f"the article gives no number of {people}{staff}."
    said = [f"“{_said(article, row)}” {_by(article, row)}" for _, row in rows.iterrows()]
    estimate = ", and an estimate is no floor" if (rows["qualifier"] == "estimated").any() else ""
    limit = "" if not (rows["qualifier"] == "at_most").any() else ", and one count's most is not the most of all"
    number = "no floor is given" if estimate or limit else "no number given"
    people = f"people {people}" if choice.population is None else people
    only = f", only {_listed(said)}" if said else ""
    return f"{number} of {people}{only}{estimate}{limit}."


def _others(article: AnnotatedArticle, toll: _Toll) -> str:
    """Return the sentence on the counts that are not in the sum."""
    left = [tally for tally in toll.floors if tally not in toll.chosen]
    inside = [tally for tally in left if any(chosen in toll.inside[tally] for chosen in toll.chosen)]
    open_ = [tally for tally in left if tally not in inside]
    if toll.too_many or not left:
        return ""
    some = []
    if open_:
        more = f"{_capital(_number_word(len(open_)))} more count{'s' * (len(open_) > 1)}"
        it = "is not added" if len(open_) == 1 else "are not added"
        some.append(f"{more}, {_sources(article, toll, open_)}, may or may not be inside that figure and {it}.")
    if inside:
        some.append(f"Inside that figure, and not added: {_sources(article, toll, inside)}.")
    return " ".join(some)


def _unchanged(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> Iterator[str]:
    """Yield why an assumption on overlap changes nothing."""
    plain = choice.overlap == "unknown" and choice.sources == "all"
    if plain or toll.too_many or len(_known(article, choice.measure)) < 2:
        return
    if len(toll.floors) < 2:
        left = "Only one count is left" if toll.floors else "No count with a floor is left"
        yield f"{left}, so whether counts overlap changes nothing."
    elif choice.overlap == "unknown" or toll.scenario:
        return
    elif toll.assumed:
        yield "The counts taken as separate come to no more than that figure, so that changes nothing."
    elif choice.overlap == "separate":
        yield "No two of these counts are of unknown overlap, so taking them as separate changes nothing."
    else:
        yield "The counts taken as separate are not both among these, so that changes nothing."


def _vague_words(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> Iterator[str]:
    """Yield what the vague words are taken for."""
    for _, row in _in_force(toll.rows, choice.on).iterrows():
        if row["qualifier"] == "vague" and (toll.low is not None or toll.high is not None):
            how = _taken(row, choice) if row["taken"] else "given no number"
            yield f"“{row['term']}” ({_when(row)}) is {how}."


def _readings(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> Iterator[str]:
    """Yield which reading an ambiguous claim takes, where the other one is another quantity or day."""
    rows = _in_force(toll.rows, choice.on)
    for claim, row in rows[rows["ambiguous"] & rows["otherwise"].notna()].iterrows():
        first = article.casualties.loc[claim]
        words = f"“{_said(article, row)}”"
        if _open(row):
            one, other = _count(first), _count(_other(article, claim))
            read = (other, one) if choice.readings == "otherwise" else (one, other)
            yield f"{words} is read as {read[0]}; it may be read as {read[1]}."
        elif choice.readings == "otherwise":
            changed = _listed(
                [
                    f"{markup.label(name)} {'not given' if value is None else value}"
                    for name, value in row["otherwise"].items()
                ]
            )
            yield f"{words} is read otherwise: {changed}."


def _open(row: Any) -> bool:
    """Return whether a claim's other reading is another quantity."""
    return bool(row["ambiguous"] and row["otherwise"] and _QUANTITY & set(row["otherwise"]))


def _other(article: AnnotatedArticle, claim: Any) -> Any:
    """Return a claim in its other reading."""
    rows = article.casualties.loc[[claim]].copy()
    _reread(rows, claim)
    return rows.loc[claim]


def _days(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> Iterator[str]:
    """Yield what is done with claims without a day."""
    undated = toll.rows[toll.rows["reported_on"].isna()]
    if choice.on is not None and not undated.empty:
        claims = "A claim without a day counts" if len(undated) == 1 else f"{len(undated)} claims without a day count"
        yield f"{claims} only from publication, {_day(article.published_on)}."


def _taken_back(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> Iterator[str]:
    """Yield which claims were corrected and no longer count."""
    gone = toll.rows[toll.rows["until"].notna()]
    for _, row in gone[gone["until"] <= (choice.on or gone["until"].max())].iterrows():
        yield f"“{_said(article, row)}”, reported {_by(article, row)}, was corrected and no longer counts."


def _contradictions(article: AnnotatedArticle, toll: _Toll) -> Iterator[str]:
    """Yield which counts contradict each other."""
    for claim, other in toll.conflicts:
        one, two = toll.rows.loc[claim], toll.rows.loc[other]
        yield (
            f"Conflict: {_count(one)}, reported {_by(article, one)}, lies below {_count(two)}, "
            f"reported {_by(article, two)}; neither is taken back."
        )


def _number_word(count: int) -> str:
    return dict(enumerate(_NUMBERS, 1)).get(count, str(count))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# The picture: x counts columns of days, y counts people above a lane's base line, texts are placed in inches


@dataclass(frozen=True)
class _Columns:
    """The days of the picture, a column each; of a long time several days a column."""

    first: pd.Timestamp | None
    days: int
    step: int
    undated: bool
    events: pd.DataFrame

    @property
    def count(self) -> int:
        """How many columns there are, that for claims without a day among them."""
        return max(math.ceil(self.days / self.step) + self.undated, 1)

    def place(self, when: Any) -> float | None:
        """Return where a day begins, in columns; None outside, the last column where no day is given."""
        if pd.isna(when):
            return float(self.count - 1)
        days = -1 if self.first is None else (when - self.first).days
        return days / self.step if 0 <= days < self.days else None

    @property
    def heads(self) -> list[str]:
        """The columns' headings."""
        heads = []
        for start in range(0, self.days, self.step):
            assert self.first is not None
            day, last = (self.first + pd.Timedelta(days=n) for n in (start, min(start + self.step, self.days) - 1))
            if self.step == 1:
                heads.append(_short(day).replace(" ", "\n", 1))
            else:
                heads.append("\nto ".join(f"{one.day} {markup.MONTHS[one.month - 1]}" for one in (day, last)))
        return [*heads, "day not\ngiven"] if self.undated else heads


MOST_COLUMNS = 6
"""More days than these share columns."""
_TEXT_WIDTH, _LEFT, _RIGHT = 7.0, 1.1, 1.12
_SCALE, _LINE, _ARROW, _GAP = 0.62, 0.152, 0.3, 0.09
_MOST_LINES = 11
_RANGE = Path([(-1, -1), (1, -1), (0, -1), (0, 1), (-1, 1), (1, 1)], [Path.MOVETO, Path.LINETO] * 3)
_RIBBON = "What happened, as the article dates it"
_TITLE, _HEAD = 0.34, 0.42


def _columns(article: AnnotatedArticle, rows: Iterable[pd.DataFrame]) -> _Columns:
    """Return the columns: from the first claim or event to the last, events far from the claims left out."""
    told = article.casualties["reported_on"].dropna()
    events = _events(article)
    days_of = events["date_start"]
    undated = any(bool(some["reported_on"].isna().any()) for some in rows)
    if told.empty:
        return _Columns(None, 0, 1, undated, events)
    reach = pd.Timedelta(days=MOST_COLUMNS - 1)
    first = min([told.min(), *days_of[(days_of >= told.max() - reach) & (days_of < told.min())]])
    last = max([told.max(), *days_of[(days_of <= first + reach) & (days_of > told.max())]])
    days = (last - first).days + 1
    return _Columns(first, days, math.ceil(days / MOST_COLUMNS), undated, events)


def _events(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the events that are no background and have a day: one row each, the most told first."""
    events = article.events[~article.events["background"]]
    tellings = events["event"].value_counts()
    events = events[(events["date_precision"] == "day") & events["date_start"].notna()]
    events = events.sort_values(["date_end", "start"], kind="stable").drop_duplicates("event")
    return events.assign(tellings=events["event"].map(tellings)).sort_values(
        ["tellings", "start"], ascending=[False, True], kind="stable"
    )


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    """Return how wide a text of 9 points is, in inches."""
    return float(TextPath((0, 0), text, size=9).get_extents().width) / 72 if text.strip() else 0.04


@lru_cache(maxsize=4096)
def _wrap(text: str, width: float) -> str:
    """Return the text in lines that are no wider than so many inches; a word that is wider is divided."""
    lines = [""]
    for word in text.split():
        while _width(word) > width:
            cut = next((n for n in range(len(word) - 1, 1, -1) if _width(word[:n] + "-") <= width), 1)
            lines.append(word[:cut] + "-")
            word = word[cut:]
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined) <= width and not lines[-1].endswith("-"):
            lines[-1] = joined
        else:
            lines.append(word)
    return "\n".join(line for line in lines if line)


def _lines(text: str) -> int:
    return text.count("\n") + 1


@dataclass(frozen=True)
class _Mark:
    """One claim in its lane: x in columns, y in people, its words placed in inches above the base line."""

    row: Any
    x: float
    y: float | None
    words: str
    words_y: float
    va: str
    top: float

    @property
    def url(self) -> str:
        """Where the mark leads."""
        return f"#{self.row.name}"


@dataclass(frozen=True)
class _Lane:
    """One tally: its title, its marks, the steps of its floor and what is said of them; its height in inches."""

    title: str
    marks: tuple[_Mark, ...]
    steps: tuple[tuple[float, float], ...]
    note: str
    height: float


@dataclass(frozen=True)
class _Panel:
    """What one panel shows of one measure."""

    article: AnnotatedArticle
    choice: _Choice
    toll: _Toll
    columns: _Columns
    top: int
    lanes: tuple[_Lane, ...] = ()

    @property
    def inch(self) -> float:
        """People an inch of height stands for."""
        return self.top / _SCALE

    @property
    def column(self) -> float:
        """The width of a column in inches."""
        return (_TEXT_WIDTH - _LEFT - _RIGHT) / self.columns.count

    @property
    def bases(self) -> list[float]:
        """Each lane's base line, in inches above the lowest one."""
        bases, at = [], 0.0
        for lane in reversed(self.lanes):
            bases.append(at)
            at += lane.height + 0.2
        return bases[::-1]

    @property
    def height(self) -> float:
        """Inches from the lowest base line to the top of the highest lane, or of the floor block."""
        block = (self.toll.low or 0) / self.inch + (3 + self.toll.scenario) * _LINE
        return max([block, *(base + lane.height for base, lane in zip(self.bases, self.lanes, strict=True))])

    @cached_property
    def ribbon(self) -> list[list[str]]:
        """The events of each column in a few words, each once, as many as there is room for."""
        cells: list[list[str]] = [[] for _ in range(self.columns.count)]
        more = [0] * self.columns.count
        for _, event in self.columns.events.iterrows():
            place = self.columns.place(event["date_start"])
            if place is None:
                continue
            words = _wrap(_told(event), self.column - 0.1)
            if sum(map(_lines, cells[int(place)])) + _lines(words) > _MOST_LINES:
                more[int(place)] += 1
            else:
                cells[int(place)].append(words)
        return [[*cell, *([f"+ {count} more"] if count else [])] for cell, count in zip(cells, more, strict=True)]

    @property
    def kinds(self) -> list[str]:
        """The kinds of mark in use, in the order of the key."""
        used = {mark.row["qualifier"] for lane in self.lanes for mark in lane.marks}
        used |= {"at_least" for lane in self.lanes for mark in lane.marks if mark.row["taken"]}
        used |= {"step"} if any(lane.steps for lane in self.lanes) else set()
        used |= {"floor"} if self.toll.chosen else set()
        return [kind for kind in _KEY if kind in used]


_KEY = {
    "exact": "an exact count",
    "at_least": "at least (the arrow’s length says nothing)",
    "at_most": "at most (the arrow’s length says nothing)",
    "range": "from … to",
    "estimated": "an estimate: no floor",
    "vague": "a word: the strip’s top says nothing",
    "step": "the same count, updated: not added up",
    "floor": "each count’s floor on that day, open above",
}


def _panel(article: AnnotatedArticle, choice: _Choice, columns: _Columns) -> _Panel:
    """Return a panel with its lanes laid out."""
    toll = _reckon(article, choice)
    shown = [row for _, row in toll.rows.iterrows() if columns.place(row["reported_on"]) is not None]
    counts = [int(row[name]) for row in shown for name in ("value", "low", "high") if not pd.isna(row[name])]
    panel = _Panel(article, choice, toll, columns, max([*counts, 1]))
    lanes = [
        _lane(panel, tally, [row for row in shown if row["tally"] == tally]) for tally in toll.rows["tally"].unique()
    ]
    return replace(panel, lanes=tuple(lanes))


def _lane(panel: _Panel, tally: str, rows: list[Any]) -> _Lane:
    """Return one tally's lane."""
    article, columns = panel.article, panel.columns
    title = _tally_title(article, panel.toll.rows, tally)
    cells: dict[int, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        cells.setdefault(int(columns.place(row["reported_on"]) or 0), []).append(row)
    marks: list[_Mark] = []
    for cell, some in cells.items():
        lift = 0.0
        for place, row in enumerate(some):
            mark = _mark(panel, row, cell + (place + 0.5) / len(some), lift, alone=len(some) == 1)
            marks.append(mark)
            lift = mark.top + 0.03
    steps = _steps(panel, marks)
    note = "same count, updated" if steps else ""
    height = max([_SCALE, *(mark.top for mark in marks)])
    return _Lane(title, tuple(marks), steps, note, max(height, _SCALE + _ARROW) + _LINE if note else height)


def _mark(panel: _Panel, row: Any, x: float, lift: float, *, alone: bool) -> _Mark:
    """Return a claim's mark; its words stand below it where there is room, else above, over other words of its cell."""
    words = _wrap(f"“{_said(panel.article, row)}”", panel.column - 0.14)
    if row["taken"]:
        words += f"\ntaken as {_number(row['low'])}"
    y = next((int(row[name]) for name in ("value", "low", "high") if not pd.isna(row[name])), None)
    inches, high = (y or 0) / panel.inch, (_lines(words)) * _LINE
    arrow = inches + (_ARROW if row["qualifier"] == "at_least" else _GAP)
    if row["qualifier"] == "range":
        arrow = int(row["high"]) / panel.inch + _GAP
    if row["qualifier"] == "vague":
        arrow = _SCALE + _GAP
        if not row["taken"] and alone:
            return _Mark(row, x, None, words, _SCALE / 2, "center", _SCALE)
    elif y is None:
        arrow = 0.04
    elif alone and row["qualifier"] != "at_most" and inches >= high + _GAP + 0.06:
        return _Mark(row, x, y, words, inches - _GAP, "top", arrow)
    bottom = max(arrow, lift)
    return _Mark(row, x, y, words, bottom, "bottom", bottom + high)


def _steps(panel: _Panel, marks: Iterable[_Mark]) -> tuple[tuple[float, float], ...]:
    """Return (x, floor) for each day on which a tally is told anew, if there are several."""
    steps = {}
    for mark in marks:
        day = mark.row["reported_on"]
        floor = None if pd.isna(day) else _floors(_in_force(panel.toll.rows, day)).get(mark.row["tally"])
        if floor is not None:
            steps[day] = (mark.x, float(panel.toll.rows.at[floor, "low"]))
    return tuple(steps.values()) if len(steps) > 1 else ()


class _Pen:
    """Draws a panel on axes, from the top down, in inches below the top."""

    def __init__(self, ax: Axes, panel: _Panel, above: float, below: float) -> None:
        self.ax, self.panel = ax, panel
        ax.set_axis_off()
        ax.set_xlim(-_LEFT / panel.column, panel.columns.count + _RIGHT / panel.column)
        ax.set_ylim(-below * panel.inch, (panel.height + above) * panel.inch)

    def text(self, x: float, inches: float, words: str, *, clear: bool = False, **kwargs: Any) -> None:
        """Write words at x in columns and inches above the lowest base line; `clear`: on a white ground."""
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if clear else None
        look = {"fontsize": 9, "color": style.INK, "linespacing": 1.15, "bbox": ground, **kwargs}
        self.ax.text(x, inches * self.panel.inch, words, **look)


def _draw(ax: Axes, panel: _Panel, *, ribbon: bool, key: Collection[str]) -> None:
    """Draw the panel; `ribbon`: with the days and their events above; `key`: with these kinds explained below."""
    events = panel.ribbon if ribbon else []
    pen = _Pen(ax, panel, _above(panel, events), _below(key))
    _draw_head(pen, events, ribbon)
    for lane, base in zip(panel.lanes, panel.bases, strict=True):
        _draw_lane(pen, lane, base)
    _draw_floor(pen)
    if key:
        handles = [_handle(kind) for kind in key]
        ax.legend(
            handles,
            [_KEY[kind] for kind in key],
            loc="lower left",
            bbox_to_anchor=(0, 0),
            ncols=2,
            borderaxespad=0,
            borderpad=0,
            handlelength=1.6,
            columnspacing=1.5,
            labelspacing=0.6,
        )


def _above(panel: _Panel, events: Collection[list[str]]) -> float:
    """Return the inches that stand above the lanes: the panel's title, and the ribbon if there is one."""
    return _TITLE + (_HEAD + _ribbon_height(events) if events else 0)


def _below(key: Collection[str]) -> float:
    """Return the inches that stand below the lowest base line: the floor's day, and the key."""
    return 2 * _LINE + 0.12 + math.ceil(len(key) / 2) * 0.23 + 0.1


def _ribbon_height(events: Collection[list[str]]) -> float:
    """Return the inches that the ribbon's words take, its own name among them."""
    inches = max(sum(map(_lines, some)) * _LINE + 0.06 * len(some) for some in events)
    return max(inches, _lines(_wrap(_RIBBON, _LEFT - 0.2)) * _LINE) + 0.1 if inches else 0.0


def _told(event: Any) -> str:
    """Return an event's title, with what the title does not say of its days or status."""
    title = str(event["title"])
    if event["status"] in ("announced", "planned", "feared"):
        title += f" ({event['status']})"
    if pd.isna(event["date_end"]):
        return f"{title} (from here on)"
    if event["date_end"] > event["date_start"]:
        return f"{title} (to {_short(event['date_end'])})"
    return title


def _draw_head(pen: _Pen, events: list[list[str]], ribbon: bool) -> None:
    """Draw the panel's title, and above it the days and the ribbon."""
    panel, ax = pen.panel, pen.ax
    left, right = -_LEFT / panel.column, panel.columns.count
    title = panel.height + _TITLE - 0.06
    pen.text(left, title, _capital(panel.choice.measure), va="top", fontsize=11, weight="bold")
    pen.text(0.05 / panel.column, title - 0.02, "people; a lane for each count", clear=True, va="top", color=style.GREY)
    bottom = title
    if ribbon:
        top = panel.height + _above(panel, events)
        bottom = top
        for number, (head, some) in enumerate(zip(panel.columns.heads, events, strict=False)):
            pen.text(number + 0.05 / panel.column, top, head, va="top", weight="bold")
            at = top - _HEAD
            for words in some:
                grey = style.GREY if words.startswith("+ ") else style.INK
                pen.text(number + 0.05 / panel.column, at, words, va="top", color=grey)
                at -= _lines(words) * _LINE + 0.06
        if any(events):
            pen.text(left, top - _HEAD, _wrap(_RIBBON, _LEFT - 0.2), va="top", color=style.GREY)
        ax.plot([left, right], [(title + 0.05) * panel.inch] * 2, color=style.GREY, linewidth=0.8)
    for number in range(panel.columns.count + 1):
        ax.plot([number] * 2, [0, bottom * panel.inch], color=style.PALE, linewidth=0.6, zorder=0)


def _draw_lane(pen: _Pen, lane: _Lane, base: float) -> None:
    """Draw one tally's lane upon its base line."""
    panel, ax = pen.panel, pen.ax
    zero, right = base * panel.inch, panel.columns.count
    numbered = any(mark.y is not None for one in panel.lanes for mark in one.marks)
    ticks = _ticks(panel.top) if numbered else []
    room = _LEFT - 0.15 - max((_width(_number(tick)) for tick in ticks), default=0)
    pen.text(-_LEFT / panel.column, base + _SCALE, _wrap(lane.title, room), va="top")
    ax.plot([0, right], [zero, zero], color=style.GREY, linewidth=0.8, zorder=1)
    for tick in ticks:
        pen.text(
            -0.05 / panel.column,
            base + tick / panel.inch,
            _number(tick),
            ha="right",
            va="center",
            color=style.GREY,
        )
        if tick:
            ax.plot([0, right], [zero + tick] * 2, color=style.PALE, linewidth=0.6, zorder=0)
    if lane.steps:
        xs, floors = zip(*lane.steps, strict=True)
        ax.plot(
            xs, [zero + floor for floor in floors], drawstyle="steps-mid", color=style.GREY, linewidth=1.2, zorder=2
        )
        half = _width(lane.note) / 2 / panel.column
        middle = min(max((xs[-1] + xs[-2]) / 2, half), right - half)
        pen.text(middle, base + lane.height, lane.note, clear=True, ha="center", va="top", color=style.GREY)
    for mark in lane.marks:
        _draw_mark(pen, mark, zero)
        pen.text(mark.x, base + mark.words_y, mark.words, clear=True, ha="center", va=mark.va, url=mark.url)


def _draw_mark(pen: _Pen, mark: _Mark, zero: float) -> None:
    """Draw a claim's mark by how surely its number is given."""
    panel, ax = pen.panel, pen.ax
    kind, row = mark.row["qualifier"], mark.row
    if kind == "vague":
        low = mark.y or 0
        strip = Rectangle(
            (mark.x - 0.42, zero + low),
            0.84,
            max(panel.top - low, 0.05 * panel.inch),
            **style.mark("vague", style.GREY),
        )
        strip.set_url(mark.url)
        ax.add_patch(strip)
        kind = "at_least" if row["taken"] else kind
    if mark.y is None or kind == "vague":
        return
    if kind == "range":
        ax.plot([mark.x] * 2, [zero + int(row["low"]), zero + int(row["high"])], url=mark.url, zorder=3, **_look(kind))
    else:
        ax.plot([mark.x], [zero + mark.y], url=mark.url, zorder=3, **_look(kind))


def _look(kind: str) -> dict[str, Any]:
    """Return how a kind of mark is drawn, as keywords of a line."""
    match kind:
        case "at_most":
            return style.mark("at_least") | {"marker": style.ARROW.transformed(Affine2D().rotate_deg(180))}
        case "range":
            return {"color": style.BLACK, "marker": "_", "markersize": 12, "markeredgewidth": 1.8, "linewidth": 1.8}
        case "step":
            return {"color": style.GREY, "linewidth": 1.2}
    return style.mark(kind)


def _handle(kind: str) -> Line2D | Patch:
    """Return what stands for a kind of mark in the key."""
    if kind == "vague":
        return Patch(**style.mark("vague", style.GREY))
    if kind == "floor":
        return Patch(facecolor=style.PALE, edgecolor=style.INK)
    look = _look(kind)
    if kind == "range":
        look |= {"marker": _RANGE, "linestyle": "none", "markerfacecolor": "none", "markersize": 9}
    return Line2D([], [], **(look | {"markersize": 12} if kind.startswith("at_") else look))


def _ticks(top: int) -> list[int]:
    """Return round numbers from 0 up to the largest count.

    >>> _ticks(25), _ticks(80), _ticks(1)
    ([0, 10, 20], [0, 50], [0, 1])
    """
    size = 10 ** math.floor(math.log10(top))
    step = next(some for some in (size // 5, size // 2, size, 2 * size, 5 * size) if some and top / some < 3.2)
    return list(range(0, top + 1, step))


def _draw_floor(pen: _Pen) -> None:
    """Draw the floor on the last day: open-topped blocks, those that are summed stacked, the others beside."""
    panel, ax, toll = pen.panel, pen.ax, pen.panel.toll
    unit = 1 / panel.column
    left = panel.columns.count + 0.15 * unit
    last = max([*panel.article.casualties["reported_on"].dropna(), *toll.rows["day"]], default=None)
    if last is not None:
        pen.text(left, -0.08, f"floor on\n{_short(last)}", va="top", color=style.GREY)
    if not toll.chosen:
        words = "too many counts to combine" if toll.too_many else f"no floor: {toll.amount}"
        pen.text(left, 0.05, _wrap(words, _RIGHT - 0.2), va="bottom")
        return
    beside = [tally for tally in toll.floors if tally not in toll.chosen]
    stacked = len(toll.chosen) > 1
    first = left + (0.38 * unit if stacked else 0)
    room = (_RIGHT - 0.25 - (0.38 if stacked else 0)) * unit
    width = min(0.34 * unit, room / (1 + len(beside)))
    at = top = 0.0
    for tally in toll.chosen:
        count = toll.floor(tally)
        _block(pen, tally, first, at, width)
        if stacked:
            middle = max((at + count / 2) / panel.inch, top + _LINE / 2 if at else 0)
            pen.text(first - 0.05 * unit, middle, _number(count), ha="right", va="center", url=_url(toll, tally))
            top = middle + _LINE / 2
        at += count
    for number, tally in enumerate(beside, 1):
        _block(pen, tally, first + number * width, 0, width)
    top = (
        max(top, at / panel.inch, *_draw_counts(pen, [*([] if stacked else toll.chosen), *beside], first, width)) + 0.06
    )
    if beside:
        right = first + (1 + len(beside)) * width
        bracket = [(first, top - 0.04), (first, top), (right, top), (right, top - 0.04)]
        ax.plot([x for x, _ in bracket], [y * panel.inch for _, y in bracket], color=style.INK, linewidth=1)
    words = f"scenario:\n{toll.amount}" if toll.scenario else toll.amount + (" reported" if toll.exact else "")
    pen.text(left, top + 0.05, words, va="bottom", weight="bold")


def _draw_counts(pen: _Pen, tallies: Collection[str], first: float, width: float) -> list[float]:
    """Write the counts of the blocks that stand beside each other, where all fit; return how high they reach."""
    toll, inch = pen.panel.toll, pen.panel.inch
    counts = [toll.floor(tally) for tally in tallies]
    if any(_width(_number(count)) / pen.panel.column > width - 0.02 / pen.panel.column for count in counts):
        return [0.0]
    place = first + (1.5 if len(toll.chosen) > 1 else 0.5) * width
    tops = [0.0]
    for number, (tally, count) in enumerate(zip(tallies, counts, strict=True)):
        inside = count / inch > _LINE + 0.05
        y, va = count / inch + (-0.04 if inside else 0.02), "top" if inside else "bottom"
        pen.text(place + number * width, y, _number(count), ha="center", va=va, url=_url(toll, tally))
        tops.append(y if inside else y + _LINE)
    return tops


def _url(toll: _Toll, tally: str) -> str:
    return f"#{toll.floors[tally]}"


def _block(pen: _Pen, tally: str, x: float, y: float, width: float) -> None:
    """Draw one count's floor as a block without a top."""
    top = y + pen.panel.toll.floor(tally)
    url = _url(pen.panel.toll, tally)
    pen.ax.fill_between([x, x + width], y, top, color=style.PALE, linewidth=0, zorder=1).set_url(url)
    pen.ax.plot([x, x, x + width, x + width], [top, y, y, top], color=style.INK, linewidth=1.2, zorder=2, url=url)


# What is public


def plot_casualty_timeline(
    article: AnnotatedArticle,
    *,
    measure: str = "killed",
    overlap: str | Pairs = "unknown",
    sources: str = "all",
    vague: str | None = None,
    readings: str = "first",
    ax: Axes | None = None,
) -> Axes:
    """Draw each reported count in its tally's lane, day by day, and the floor at the right; return the Axes.

    Within a lane the height above the base line is the number of people, all lanes on one scale.

    Parameters
    ----------
    article
        The article.
    measure, overlap, sources, vague, readings
        As in `casualty_bounds`.
    ax
        The axes to draw on, best 7 inches wide; None: those of a new pyplot figure.

    Raises
    ------
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> ax = plot_casualty_timeline(load_article())
    >>> [words.get_text() for words in ax.texts][-1]
    'at least 25'
    """
    choice = _Choice(measure, overlap, vague=vague, readings=readings, sources=sources)
    with style.house():
        columns = _columns(article, [_kept(_read(article, choice), choice)])
        panel = _panel(article, choice, columns)
        height = panel.height + _above(panel, panel.ribbon) + _below(panel.kinds) if panel.lanes else 0.5
        if ax is None:
            ax = style.axes(size=(style.WIDTH, height + 0.4))
            style.source_line(cast(Figure, ax.get_figure()), article.source_line)
        if panel.lanes:
            _draw(ax, panel, ribbon=True, key=panel.kinds)
        else:
            ax.set_axis_off()
            ax.text(0, 0.5, _wrap(_sentence(article, choice, panel.toll), 5.5), transform=ax.transAxes, va="center")
    return ax


def exhibit(
    article: AnnotatedArticle,
    *,
    measure: str | None = None,
    overlap: str | Pairs = "unknown",
    sources: str = "all",
    vague: str | None = None,
    readings: str = "first",
) -> Exhibit:
    """Return the casualty timeline as an exhibit; its table has a row per claim.

    Parameters
    ----------
    article
        The article.
    measure
        ``"killed"`` or ``"wounded"``; None: both, each with its own scale.
    overlap, sources, vague, readings
        As in `casualty_bounds`. With `measure` None named pairs of tallies are those of either measure.

    Raises
    ------
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> exhibit(load_article(), measure="killed").title
    'At least 25 killed'
    """
    schema.one_of("measure", measure, (None, *MEASURES))
    choices = [
        _Choice(one, _of_measure(article, one, overlap), vague=vague, readings=readings, sources=sources)
        for one in MEASURES
        if measure in (None, one)
    ]
    with style.house():
        columns = _columns(article, [_kept(_read(article, choice), choice) for choice in choices])
        panels = [_panel(article, choice, columns) for choice in choices]
    drawn = [panel for panel in panels if panel.lanes]
    return Exhibit(
        _figure(article, drawn) if drawn else None,
        " ".join(_sentence(article, panel.choice, panel.toll) for panel in panels),
        _alt(drawn),
        _table(article, [panel.toll.rows for panel in panels]),
        tuple(dict.fromkeys(text for panel in panels for text in _assumptions(article, panel.choice, panel.toll))),
        article.source_line,
        _capital("; ".join(_title(panel) for panel in panels)),
    )


def _of_measure(article: AnnotatedArticle, measure: str, overlap: str | Pairs) -> str | Pairs:
    """Return the overlap without the pairs of tallies of the other measure."""
    if isinstance(overlap, str) or not isinstance(overlap, Iterable):
        return overlap
    other = {tally for one in MEASURES if one != measure for tally in _known(article, one)}
    return tuple(pair for pair in overlap if not isinstance(pair, Iterable) or not other.issuperset(pair))


def _title(panel: _Panel) -> str:
    """Return the panel's result in a few words."""
    toll = panel.toll
    if not toll.chosen and toll.high is None:
        return f"no number of {panel.choice.measure}"
    scenario = "scenario: " if toll.scenario else ""
    return f"{scenario}{toll.amount} {panel.choice.measure}{' reported' if toll.exact else ''}"


def _figure(article: AnnotatedArticle, panels: list[_Panel]) -> Figure:
    """Return the panels one above the other, the ribbon once above all, the key once below."""
    kinds = {kind for panel in panels for kind in panel.kinds}
    key = [kind for kind in _KEY if kind in kinds]
    heights = []
    with style.house():
        for panel in panels:
            ribbon = panel.ribbon if panel is panels[0] else []
            below = _below(key if panel is panels[-1] else [])
            heights.append(panel.height + _above(panel, ribbon) + below)
        height = sum(heights) + 0.45
        figure = style.figure(height=height)
        top = height - 0.1
        for panel, inches in zip(panels, heights, strict=True):
            top -= inches
            place = (0.1 / style.WIDTH, top / height, _TEXT_WIDTH / style.WIDTH, inches / height)
            _draw(figure.add_axes(place), panel, ribbon=panel is panels[0], key=key if panel is panels[-1] else ())
        style.source_line(figure, article.source_line)
    return figure


def _alt(panels: Iterable[_Panel]) -> str:
    """Return what the picture shows."""
    some = []
    for panel in panels:
        heads = [head.replace("\n", " ") for head in panel.columns.heads]
        days = f"{heads[0]} to {heads[-1]}" if len(heads) > 1 else "".join(heads)
        lanes = []
        for lane in panel.lanes:
            marks = [f"{_seen(mark.row)} ({_when(mark.row)})" for mark in lane.marks]
            lanes.append(f"{lane.title}, {', then '.join(marks)}")
        some.append(
            f"{_capital(panel.choice.measure)}, a timeline with a lane for each count, {days}. "
            f"{'; '.join(lanes)}. At the right {_shape(panel)}."
        )
    return " ".join(some)


def _seen(row: Any) -> str:
    return f"{_count(row)}, taken as {_number(row['low'])}" if row["taken"] else _count(row)


def _shape(panel: _Panel) -> str:
    """Return what the floor block looks like."""
    toll = panel.toll
    floors = [_number(toll.floor(tally)) for tally in toll.chosen]
    beside = [_number(toll.floor(tally)) for tally in toll.floors if tally not in toll.chosen]
    if not floors:
        return "no block of a floor"
    shape = f"blocks of {_listed(floors)} stacked" if len(floors) > 1 else f"an open-topped block of {floors[0]}"
    more = f", with {_listed(beside)} beside" if beside else ""
    return f"{shape}{more}, marked {'scenario: ' if toll.scenario else ''}{toll.amount}"


def _table(article: AnnotatedArticle, some: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows behind the picture as a reader needs them."""
    rows = article.casualties.loc[[claim for one in some for claim in one.index]]
    whom = [
        str(article.tallies.at[row["tally"], "counts"])
        if row["tally"] in article.tallies.index
        else f"{row['measure']}: {_people_of(article, row)}"
        for _, row in rows.iterrows()
    ]
    return pd.DataFrame(
        {
            "who says": [_speaker(article, row) for _, row in rows.iterrows()],
            "of whom": whom,
            "how many": [_how_many(article, claim, row) for claim, row in rows.iterrows()],
            "reported on": rows["reported_on"],
            "quote": rows["quote"],
        },
        index=rows.index,
    )


def _people_of(article: AnnotatedArticle, row: Any) -> str:
    return POPULATIONS[row["population"]][1] if pd.isna(row["victims"]) else f"of {article.name(row['victims'])}"


def _speaker(article: AnnotatedArticle, row: Any) -> str:
    """Return who says so: the institution, and the person who speaks for it."""
    source = article.name(row["source"])
    return source if pd.isna(row["said_by"]) else f"{source} ({article.name(row['said_by'])})"


def _how_many(article: AnnotatedArticle, claim: Any, row: Any) -> str:
    """Return a claim's quantity in the article's terms, with its other reading."""
    if _open(row):
        return f"{_count(row)}, or {_count(_other(article, claim))}"
    return _count(row)


def controls(article: AnnotatedArticle, measure: str = "killed") -> dict[str, dict[str, Any]]:
    """Return the controls that change something for this article: keyword of `exhibit` -> {label: value}.

    >>> from libya_kit.article import load_article
    >>> {name: list(choices) for name, choices in controls(load_article(), "wounded").items()}["readings"]
    ['80 reported', 'at least 80']
    """
    choice = _Choice(measure)
    toll = _reckon(article, choice)
    every = {
        "overlap": _overlaps(article, choice, toll),
        "sources": _whose(toll),
        "vague": _numbers(choice, toll),
        "readings": _both_readings(article, toll),
    }
    every = {name: choices for name, choices in every.items() if len(choices) > 1}
    size = _VIEW + _CLAIM * len(toll.rows)
    while every and math.prod(map(len, every.values())) * size > MOST_KILOBYTES:
        every.popitem()
    return every


MOST_KILOBYTES, _VIEW, _CLAIM = 180, 9, 2
"""What all views together may hold, and about what a view and each claim in it take; more controls are not offered."""


def _overlaps(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> dict[str, Any]:
    """Return what overlap may be taken for: unknown, the two largest floors separate, all separate."""
    unknown = [
        pair
        for pair in combinations(toll.floors, 2)
        if not _nested(toll.inside, *pair) and frozenset(pair) not in _reckoned_apart(article, toll)
    ]
    if not unknown or len(toll.floors) > MOST_LINKED:
        return {}
    pair = max(unknown, key=lambda pair: toll.floor(pair[0]) + toll.floor(pair[1]))
    named = _listed([_source(article, toll, tally) for tally in pair])
    some: dict[str, Any] = {"may overlap": "unknown", f"{named} separate": (pair,)}
    lows = {label: _reckon(article, replace(choice, overlap=value)).low or 0 for label, value in some.items()}
    if lows[f"{named} separate"] <= lows["may overlap"]:
        del some[f"{named} separate"]
    return some | ({"all separate": "separate"} if len(unknown) > 1 or len(some) == 1 else {})


def _reckoned_apart(article: AnnotatedArticle, toll: _Toll) -> set[frozenset[str]]:
    """Return the pairs that the article is known to count apart."""
    pairs = article.tally_pairs
    return _apart(pairs.loc[pairs["relation"] == "disjoint", ["tally", "other"]], toll.inside)


def _whose(toll: _Toll) -> dict[str, Any]:
    """Return whose counts may be kept, each choice another set of claims and none empty."""
    kept: dict[tuple[str, ...], str] = {}
    for sources in SOURCES:
        rows = _kept(toll.rows, _Choice("killed", sources=sources))
        if len(rows):
            kept.setdefault(tuple(rows.index), sources)
    return {SOURCES[sources]: sources for sources in kept.values()}


def _numbers(choice: _Choice, toll: _Toll) -> dict[str, Any]:
    """Return what the vague words may be taken for, each convention that knows one of them."""
    terms = toll.rows.loc[toll.rows["qualifier"] == "vague", "term"].dropna().str.strip().str.casefold()
    table = quantifiers()
    some: dict[str, Any] = {"no number": None}
    for convention in CONVENTIONS[1:]:
        known = table[(table["convention"] == convention) & table["term"].isin(terms)]
        lows = _listed([_number(low) for low in known["low"]]) if len(known) else ""
        borrowed = "" if choice.measure == "killed" else ", borrowed"
        if lows:
            some[f"literally {lows}" if convention == "literal" else f"ACLED's {lows}, a rule for deaths{borrowed}"] = (
                convention
            )
    return some


def _both_readings(article: AnnotatedArticle, toll: _Toll) -> dict[str, Any]:
    """Return the readings of the quantities that have two."""
    open_ = toll.rows[[_open(row) for _, row in toll.rows.iterrows()]]
    if open_.empty:
        return {}
    first = [_count(row) + " reported" * (row["qualifier"] == "exact") for _, row in open_.iterrows()]
    other = [_count(_other(article, claim)) for claim in open_.index]
    return {", ".join(first): "first", ", ".join(other): "otherwise"}


def findings(article: AnnotatedArticle) -> Findings:
    """Return what the article says of the killed and wounded, each figure linked to its claim.

    >>> from libya_kit.article import load_article
    >>> print(str(findings(load_article())[0]).split(". ")[0])
    A spokesman for the health ministry said on Monday 8 April that at least 25 were killed (southern Tripoli)
    """
    some: list[_Parts] = []
    told: set[str] = set()
    for choice in map(_Choice, MEASURES):
        toll = _reckon(article, choice)
        some += [_told_of(article, choice, toll, told), _beside(article, choice, toll)]
    found = [Finding(*parts) for parts in some if parts]
    return Findings(found or [Finding("The article makes no claim on people killed or wounded.")])


_Parts = list[str | tuple[str, str]]


def _told_of(article: AnnotatedArticle, choice: _Choice, toll: _Toll, told: set[str]) -> _Parts:
    """Return the sentences on the largest floor of a measure and on what its source said besides.

    Words in `told` are not told again; those that are told are put there.
    """
    if toll.rows.empty:
        return []
    if not toll.chosen:
        return [_capital(_none(article, choice, toll))]
    claim = toll.floors[max(toll.chosen, key=toll.floor)]
    row = toll.rows.loc[claim]
    who = row["source"] if pd.isna(row["said_by"]) else row["said_by"]
    day = "" if pd.isna(row["reported_on"]) else f" on {_day(row['reported_on'])}"
    were = "was" if _count(row) == "1" else "were"
    parts: _Parts = [
        f"{_capital(_the(article, who))} said{day} that ",
        (_count(row), claim),
        f" {were} {choice.measure}",
    ]
    if not pd.isna(row["place"]):
        parts.append(f" ({article.places.at[row['place'], 'name']})")
    if _open(row):
        parts.append(f"; whether it is {_count(row)} or {_count(_other(article, claim))} is open")
    parts.append(".")
    rows = toll.rows[(toll.rows["tally"] == row["tally"]) & (toll.rows["day"] <= row["day"])]
    for other, earlier in rows.drop(index=claim).iterrows():
        when = "Also" if earlier["day"] == row["day"] else f"Earlier, on {_day(earlier['day'])}"
        added = [words for words in _added(article, other) if words not in told]
        told.update(added)
        of_it = f", of which the article says: {_listed([f'“{words}”' for words in added])}" if added else ""
        parts += [f" {when}: ", (f"“{_said(article, earlier)}”", str(other)), f"{of_it}."]
    return parts


def _added(article: AnnotatedArticle, claim: Any) -> list[str]:
    """Return the words of a claim that stand apart from those with its number."""
    some = article.annotations[article.annotations.index == claim]
    return list(some.loc[some["start"] != article.casualties.at[claim, "start"], "quote"])


def _beside(article: AnnotatedArticle, choice: _Choice, toll: _Toll) -> _Parts:
    """Return the sentence on the counts beside the largest floor, and on what must not be added."""
    left = [tally for tally in toll.floors if tally not in toll.chosen]
    left = [tally for tally in left if not any(chosen in toll.inside[tally] for chosen in toll.chosen)]
    if len(toll.chosen) > 1:
        return [f"Known to be separate, and so added: {_sources(article, toll, toll.chosen)}, {toll.amount}."]
    if not left or not toll.chosen:
        return []
    parts: _Parts = [
        f"{_capital(_number_word(len(left)))} more count{'s' * (len(left) > 1)} may or may not be inside that figure: "
    ]
    for number, tally in enumerate(left):
        row = toll.rows.loc[toll.floors[tally]]
        joint = "" if not number else " and " if number == len(left) - 1 else ", "
        parts += [joint, (_count(row), str(row.name)), f" {_by(article, row)}"]
    largest = _reckon(article, replace(choice, overlap="separate"))
    if largest.too_many or not largest.scenario:
        return [*parts, ". No total is given."]
    parts.append(f". No total is given: {_number(largest.low)} is a scenario")
    twice = _added_twice(toll)
    if twice:
        parts.append(
            f"; {_number(sum(twice))} would be a mistake, adding {_listed([*map(_number, twice)])} of one count"
        )
    return [*parts, "."]


def _added_twice(toll: _Toll) -> list[int]:
    """Return the floors of the largest tally that has been updated, which must not be added to each other."""
    tally = max(toll.chosen, key=toll.floor)
    rows = _in_force(toll.rows, None)
    lows = rows.loc[(rows["tally"] == tally) & rows["qualifier"].isin(_FLOORS) & rows["low"].notna(), "low"]
    return sorted(map(int, lows)) if len(lows) > 1 else []
