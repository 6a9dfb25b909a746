"""What can be said of a toll: its bounds, and the sentences that say what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import (
    article_does,
    capital,
    counted,
    listed,
    measured,
    number_word,
    number_words,
    people,
    quantity,
    the,
    weekday,
)
from libya_kit.casualties import reckoning
from libya_kit.casualties.reckoning import Choice, Pairs, Toll
from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup

SOURCES = {
    "all": "all counts",
    "not_own": "without parties on their own dead",
    "outside": "only from outside the parties",
}
QUANTITY = {"qualifier", "value", "low", "high", "term"}
"""The columns that say how many; a reading in which none of them changes is another of the day or the people."""


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


def casualty_bounds(
    article: AnnotatedArticle,
    measure: str = "killed",
    on: Any = None,
    overlap: str | Pairs = "unknown",
    *,
    population: str | None = None,
    age_sex: str | tuple[str, ...] | None = None,
    medical_as_civilian: bool = False,
    vague: str | None = None,
    readings: str = "first",
    sources: str = "all",
) -> CasualtyBounds:
    """Return the smallest and largest toll that the article's counts support, in people.

    Within a tally the last figure is in force, but "at least" takes nothing back; across tallies nothing is added
    that may overlap, unless `overlap` says so. A count of some people is no count of all, and a limit belongs to who
    gave it.

    Parameters
    ----------
    article
        The article.
    measure
        A measure of the table, as ``"killed"``, ``"wounded"`` or ``"missing"``.
    on
        The day: a date, a `pandas.Timestamp` or ISO text; None: the last. Claims without a day count from publication.
    overlap
        ``"unknown"``: only tallies known to be disjoint are added; ``"separate"``: a scenario in which every pair
        of unknown overlap is disjoint; or the pairs of tallies that are taken as disjoint. A claim without a tally
        is a tally by its own id.
    population
        Only counts of ``"civilian"``, ``"combatant"``, ``"medical"`` or ``"unspecified"`` people.
    age_sex
        Only counts of people of this age and sex, as ``"children"``; None: of all.
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
    >>> from libya_kit.article.model import load_article
    >>> article = load_article()
    >>> casualty_bounds(article).low, casualty_bounds(article, overlap="separate").low
    (25, 40)
    >>> casualty_bounds(article, on="2019-04-07").low
    21
    """
    asked_for = (age_sex,) if isinstance(age_sex, str) else age_sex
    choice = Choice(measure, overlap, on, population, medical_as_civilian, vague, readings, sources, asked_for)
    toll = reckoning.reckon(article, choice)
    if toll.too_many:
        raise ArgumentError(
            f"{toll.too_many} tallies are linked by disjoint pairs, more than {reckoning.MOST_LINKED}",
            mend="take fewer pairs as disjoint",
        )
    claims = [toll.floors[tally] for tally in toll.chosen]
    if toll.ceiling is not None and toll.ceiling not in claims:
        claims.append(toll.ceiling)
    assumption = " ".join(assumptions(toll)) or "Nothing is assumed."
    return CasualtyBounds(toll.low, toll.high, assumption, tuple(claims), sentence(toll))


# What counts, sources and people are called


def by(article: AnnotatedArticle, row: Any) -> str:
    """Return who reported a claim and when, as in 'by the coastguard on Tuesday 20 May'."""
    comma = ", " if pd.isna(row["reported_on"]) else " on "
    return f"by {source_of(article, row)}{comma}{weekday(row['reported_on'])}"


def tally_title(toll: Toll, tally: str) -> str:
    """Return a tally's title; of a claim that is its own, who says what."""
    if tally in toll.article.tallies.index:
        return str(toll.article.tallies.at[tally, "title"])
    row = toll.row(tally) if tally in toll.floors else toll.rows.loc[tally]
    return f"{capital(toll.article.name(row['source']))}: {quantity(row)}"


def count_name(toll: Toll, tally: str) -> str:
    """Return what a count is called among the others: its source, or its title where a source has several."""
    sources = [toll.row(one)["source"] for one in toll.floors]
    source = toll.row(tally)["source"]
    return toll.article.name(source) if sources.count(source) == 1 else tally_title(toll, tally)


def floors_by_source(toll: Toll, tallies: Iterable[str]) -> str:
    """Return the counts of the tallies with who reported them, as in '14 reported by the union and 1 by the press'."""
    counts: dict[tuple[str, bool], list[str]] = {}
    for tally in tallies:
        row = toll.row(tally)
        taken = f" (taken as {row['low']:,})" if row["taken"] else ""
        who = "" if is_own(row) else of_some(row)
        counts.setdefault((row["source"], is_own(row)), []).append(f"{quantity(row)}{who}{taken}")
    said = {key: listed(some) for key, some in counts.items()}
    return listed(f"{some} reported by {_named(toll.article, *key)}" for key, some in said.items())


def source_of(article: AnnotatedArticle, row: Any) -> str:
    """Return who reported a claim, and whether of its own people."""
    return _named(article, row["source"], is_own(row))


def is_own(row: Any) -> bool:
    """Return whether a claim's source counts its own people."""
    return bool(row["standing"] == "own_dead" or row["victims"] == row["source"])


def _named(article: AnnotatedArticle, source: str, own: bool) -> str:
    return the(article, source) + (" among its own people" if own else "")


def readings(article: AnnotatedArticle, claim: Any) -> list[str]:
    """Return a claim's quantity in the article's terms, and that of its other reading where it is another.

    >>> from libya_kit.article.model import load_article
    >>> readings(load_article(), "c-wounded-80")
    ['80', 'at least 80']
    """
    row = article.casualties.loc[claim]
    if not row["ambiguous"] or not QUANTITY.intersection(row["otherwise"] or ()):
        return [quantity(row)]
    return [quantity(row), quantity(row.to_dict() | row["otherwise"])]


def _people(choice: Choice, *, one: bool = False) -> str:
    """Return who is asked for, as in 'killed' or 'civilians killed'."""
    measure = measured(choice.measure)
    if choice.population is not None:
        return f"{people(choice.population)[not one]} {measure}"
    return measure if choice.age_sex is None else f"{listed(choice.age_sex)} {measure}"


def of_some(row: Any) -> str:
    """Return whom a count of some counts, after its number, as in ' civilians'; nothing where it counts all."""
    one = quantity(row).split()[-1] == "1"
    who = [people(row["population"])[not one]] if row["population"] != "unspecified" else []
    who += [listed(row["age_sex"])] if row["age_sex"] else []
    return f" {', '.join(who)}" if who else ""


def of_whom(article: AnnotatedArticle, row: Any, *, one: bool = False, whose: bool = True) -> str:
    """Return the people of a count of some, as in 'children killed' or 'civilians killed'; `whose`: of which actor."""
    who = listed(row["age_sex"] or ())
    if row["population"] != "unspecified":
        population = people(row["population"])[not one]
        who = f"{population}, {who}," if who else population
    if whose and pd.notna(row["victims"]):
        who = f"{who} of {the(article, row['victims'])}".strip()
    place = "" if who or pd.isna(row["place"]) else f" in {article.places.at[row['place'], 'name']}"
    return f"{who} {measured(row['measure'])}{place}".strip()


def period_of(article: AnnotatedArticle, row: Any) -> str:
    """Return the period of a count as the article says it; none where it lies in the article's own year."""
    if pd.notna(row["period_words"]):
        return f" {row['period_words']}"
    start = row["period_start"]
    if pd.isna(start) or start.year == article.published_on.year:
        return ""
    return f" since {start.year}"


def _said_by(article: AnnotatedArticle, rows: pd.DataFrame) -> str:
    """Return the words of the claims with who reported them."""
    return listed(f"{number_words(article, row)} {by(article, row)}" for _, row in rows.iterrows())


# What is assumed, and what follows


def assumptions(toll: Toll) -> Iterator[str]:
    """Yield what is assumed, a sentence each."""
    choice = toll.choice
    pairs = [sorted(pair, key=list(toll.floors).index) for pair in toll.assumed]
    if len(toll.floors) > 1 and choice.overlap == "separate":
        yield "Scenario: all counts of unknown overlap are taken as separate."
    elif pairs:
        named = listed(sorted(" and ".join(count_name(toll, tally) for tally in pair) for pair in pairs))
        yield f"Scenario: the counts of {named} are taken as separate."
    elif len(toll.floors) > 1:
        yield "Counts may overlap: none is added to another unless they are known to be separate."
    if choice.sources != "all":
        yield f"Whose counts: {SOURCES[choice.sources]}."
    if choice.vague is not None:
        rule = "literally" if choice.vague == "literal" else "by ACLED's rule for deaths"
        yield f"Vague words are taken {rule}."
    elif (toll.rows["qualifier"] == "vague").any():
        yield "A vague word is given no number."
    if background := len(toll.article.casualties) - len(reckoning.of_these_days(toll.article, choice.readings)):
        yield f"Of the background, not of these days: {counted(background, 'claim')}, left out."
    if choice.readings == "otherwise":
        yield "Ambiguous claims take their other reading."
    if choice.medical_as_civilian and choice.population == "civilian":
        yield "Medical staff are counted as civilians."


def sentence(toll: Toll) -> str:
    """Return the result in words."""
    says = (
        *(_main, _others, _same_people, _limits, _unchanged, _vague_words, _readings, _days),
        *(_taken_back, _conflicts, _beside_counts, relayed),
    )
    return " ".join(part for say in says for part in say(toll))


def told_besides(toll: Toll) -> Iterator[str]:
    """Yield what is told beside the toll: other mouths, limits, what was lowered or taken back, what is no count."""
    for say in (_same_people, _limits, _lowered, _exceeded, _beside_counts):
        yield from say(toll)


def _main(toll: Toll) -> Iterator[str]:
    """Yield the sentence on the toll itself."""
    article, choice = toll.article, toll.choice
    before = [] if choice.on is None else [f"by {weekday(choice.on)}, "]
    before += [] if choice.sources == "all" else [f"{SOURCES[choice.sources]}, "]
    if toll.low is None and toll.high is None:
        yield capital("".join([*before, no_number(toll)]))
        return
    one = toll.amount.split()[-1] == "1"
    row = None if len(toll.chosen) != 1 else toll.row(toll.chosen[0])
    asked = choice.population is None and choice.age_sex is None
    whom = _people(choice, one=one)
    if asked and toll.some and row is not None:
        whom = of_whom(article, row, one=one, whose=not is_own(row))  # who counts its own people is named after it
    period = "" if row is None else period_of(article, row)
    amount = "".join([*before, f"{toll.amount} {whom}{period}"])
    if toll.scenario:
        counts = floors_by_source(toll, toll.chosen)
        unsaid = article_does(article, "do not say")
        yield f"Scenario: {amount} if these counts are separate, which {unsaid}: {counts}."
    elif len(toll.chosen) > 1:
        yield capital(f"{amount}: {floors_by_source(toll, toll.chosen)}, known to be separate.")
    else:
        row = toll.rows.loc[toll.ceiling] if row is None else row
        words = f", from {number_words(article, row)}" if row["taken"] else ","
        yield capital(f"{amount}{'' if toll.exact else words} reported {by(article, row)}.")
        if toll.ceiling not in (None, row.name):
            yield f"The most, {toll.high:,}, is reported {by(article, toll.rows.loc[toll.ceiling])}."


def no_number(toll: Toll) -> str:
    """Return the sentence where there is neither a floor nor a ceiling."""
    article, choice = toll.article, toll.choice
    rows = reckoning.in_force(toll.rows, choice.on)
    people = _people(choice)
    if toll.too_many:
        linked = f"{toll.too_many} counts are linked as separate, too many to search"
        return f"no toll is reckoned for the {people}: {linked}."
    if choice.population is not None and rows.empty:
        counts = reckoning.of_these_days(article, choice.readings)
        counts = counts[counts["measure"] == choice.measure]
        medical = _said_by(article, counts[counts["population"] == "medical"])
        staff = f"; medical staff are not counted as civilians here: {medical}"
        staff = staff if medical and choice.population == "civilian" else ""
        return f"{article_does(article, 'give')} no number of {people}{staff}."
    estimate = ", and an estimate is no floor" if (rows["qualifier"] == "estimated").any() else ""
    limit = ", and one count's most is not the most of all" if (rows["qualifier"] == "at_most").any() else ""
    number = "no floor is given" if estimate or limit else "no number given"
    told = rows[rows["qualifier"] != "not_given"] if estimate or limit else rows
    said = "" if rows.empty else f", only {_said_by(article, told)}"
    return f"{number} of {'people ' if choice.population is None else ''}{people}{said}{estimate}{limit}."


def _others(toll: Toll) -> Iterator[str]:
    """Yield which counts are not in the sum."""
    if toll.too_many:
        return
    if open_ := toll.apart:
        added = "is not added" if len(open_) == 1 else "are not added"
        counts = f"{more_counts(open_)}, {floors_by_source(toll, open_)}"
        yield f"{counts}, may or may not be inside that figure and {added}."
    yield from again(toll)


def again(toll: Toll) -> Iterator[str]:
    """Yield which counts tell of people whom the sum, or another count beside it, holds already."""
    if toll.sharing:
        yield f"Known to hold people of that figure, and not added: {floors_by_source(toll, toll.sharing)}."
    known = {*toll.within, *toll.sharing, *toll.apart}
    if told := [tally for tally in toll.beside if tally not in known]:
        yield f"Already in these counts, and not added: {floors_by_source(toll, told)}."
    if toll.within:
        yield f"Inside that figure, and not added: {floors_by_source(toll, toll.within)}."


def more_counts(tallies: list[str]) -> str:
    """Return how many more counts there are, as in 'Two more counts'."""
    return f"{capital(number_word(len(tallies)))} more count{'s' * (len(tallies) > 1)}"


def _unchanged(toll: Toll) -> Iterator[str]:
    """Yield why an assumption on overlap changes nothing."""
    choice = toll.choice
    plain = choice.overlap == "unknown" and choice.sources == "all"
    if plain or toll.too_many or len(reckoning.tallies_of(toll.article, choice.measure)) < 2:
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


def _vague_words(toll: Toll) -> Iterator[str]:
    """Yield what the vague words are taken for."""
    rows = reckoning.in_force(toll.rows, toll.choice.on)
    if toll.low is None and toll.high is None:
        return
    for _, row in rows[rows["qualifier"] == "vague"].iterrows():
        how = "given no number"
        if row["taken"] and toll.choice.vague == "literal":
            how = f"taken literally, as at least {row['low']:,}"
        elif row["taken"]:
            how = f"taken as {acled_rule(toll.choice.measure, [row['low']])}"
        yield f"“{row['term']}” ({weekday(row['reported_on'])}) is {how}."


def acled_rule(measure: str, lows: Iterable[int]) -> str:
    """Return what the convention of ACLED takes vague words for, and that it is made for deaths."""
    return (
        f"ACLED's {listed(f'{low:,}' for low in lows)}, a rule for deaths{'' if measure == 'killed' else ', borrowed'}"
    )


def _readings(toll: Toll) -> Iterator[str]:
    """Yield which reading an ambiguous claim takes, where the other one is another quantity or day."""
    otherwise = toll.choice.readings == "otherwise"
    rows = reckoning.in_force(toll.rows, toll.choice.on)
    for claim, row in rows[rows["ambiguous"] & rows["otherwise"].notna()].iterrows():
        words, read = number_words(toll.article, row), readings(toll.article, claim)
        if len(read) == 2:
            one, other = reversed(read) if otherwise else read
            yield f"{words} is read as {one}; it may be read as {other}."
        elif otherwise:
            parts = row["otherwise"].items()
            changed = listed(f"{markup.label(name)} {'not given' if part is None else part}" for name, part in parts)
            yield f"{words} is read otherwise: {changed}."


def _days(toll: Toll) -> Iterator[str]:
    """Yield what is done with claims without a day."""
    undated = toll.rows.loc[toll.rows["reported_on"].isna(), "day"]
    if toll.choice.on is not None and len(undated):
        claims = "A claim without a day counts" if len(undated) == 1 else f"{len(undated)} claims without a day count"
        yield f"{claims} only from publication, {listed(map(weekday, sorted(undated.unique())))}."


def _same_people(toll: Toll) -> Iterator[str]:
    """Yield which mouths count the same people, each with its own figure."""
    for told in toll.facts.of(toll.choice.measure):
        figures = [group.course.latest for group in told.in_force if group.course.latest is not None]
        others = [claim.id for claim in figures if claim is not told.floor and claim.id in toll.rows.index]
        if len(told.groups) > 1 and others:
            counts = listed(
                f"{quantity(row)}, reported {by(toll.article, row)}" for _, row in toll.rows.loc[others].iterrows()
            )
            yield f"The same people are counted by others: {counts}."


def _limits(toll: Toll) -> Iterator[str]:
    """Yield the limits and estimates of others: each is its speaker's alone."""
    if toll.low is None and toll.high is None:
        return
    rows = reckoning.in_force(toll.rows, toll.choice.on)
    rows = rows[
        rows["qualifier"].isin(("at_most", "estimated")) & ~rows.index.isin({toll.ceiling, *toll.floors.values()})
    ]
    rows = rows[[not _is_in_same(toll, str(claim)) for claim in rows.index]]
    for _, row in rows.iterrows():
        what = "a limit" if row["qualifier"] == "at_most" else "an estimate"
        yield f"{capital(number_words(toll.article, row))}, {what} {by(toll.article, row)}, binds no other count."


def _is_in_same(toll: Toll, claim: str) -> bool:
    """Return whether a claim is told already as another mouth's figure of the same people."""
    return len(toll.facts.peoples[toll.facts.people_of[claim]].groups) > 1


def _taken_back(toll: Toll) -> Iterator[str]:
    """Yield which figures were corrected, withdrawn or lowered, and no longer count."""
    yield from _lowered(toll, corrected=True)


def _lowered(toll: Toll, *, corrected: bool = False) -> Iterator[str]:
    """Yield which figures were lowered or withdrawn; on demand also those that were corrected to another figure."""
    article, facts = toll.article, toll.facts
    gone = toll.rows[toll.rows["until"].notna()]
    gone = gone[gone["until"] <= (toll.choice.on or gone["until"].max())]
    lowered = {
        old.id: new for people in facts.peoples.values() for group in people.groups for old, new in group.course.lowered
    }
    for claim, row in gone.iterrows():
        words, said = number_words(article, row), by(article, row)
        correction = facts.corrected_by(str(claim))
        if claim in facts.out:
            if correction is not None and correction.qualifier == "not_given":
                yield f"{words}, reported {said}, was withdrawn, and no other figure is given for it."
            elif corrected:
                yield f"{words}, reported {said}, was corrected and no longer counts."
        elif claim in lowered and lowered[claim].id in toll.rows.index:
            new = toll.rows.loc[lowered[claim].id]
            yield f"{quantity(new)}, {by(article, new)}, is lowered from {quantity(row)}, {said}; why is not said."
        else:
            yield f"{words}, reported {said}, no longer holds."
    for new, old in facts.contradictions:
        if {new.id, old.id} <= set(article.casualties.index) and old.id in toll.rows.index:
            one, other = article.casualties.loc[new.id], article.casualties.loc[old.id]
            contradicted = f"{quantity(other)}, reported {by(article, other)}"
            yield f"{quantity(one)}, reported {by(article, one)}, contradicts {contradicted}."


def _conflicts(toll: Toll) -> Iterator[str]:
    """Yield which counts contradict each other."""
    for pair in toll.conflicts:
        if set(pair) <= set(toll.rows.index):
            lower, higher = (
                f"{quantity(row)}, reported {by(toll.article, row)}" for row in map(toll.rows.loc.__getitem__, pair)
            )
            yield f"Conflict: {lower}, lies below {higher}; which came later is not said, and neither is taken back."
    yield from _exceeded(toll)


def _exceeded(toll: Toll) -> Iterator[str]:
    """Yield where parts that share nobody are more than the whole that holds them."""
    for excess in toll.excesses:
        claims = [claim.id for claim in excess.claims if claim.id in toll.rows.index]
        parts = listed(f"{quantity(row)} {of_whom(toll.article, row)}" for _, row in toll.rows.loc[claims].iterrows())
        if excess.whole.id in toll.rows.index:
            whole = toll.rows.loc[excess.whole.id]
            told = f"{quantity(whole)}, reported {by(toll.article, whole)}"
            yield f"Conflict: the parts {parts} come to {excess.total:,}, more than {told}, that holds them."


def _beside_counts(toll: Toll) -> Iterator[str]:
    """Yield what is told of the measure that is no count: denials, fears, rates, shares, forecasts, changes."""
    rows = toll.beside_counts
    rows = rows if toll.choice.on is None else rows[rows["day"] <= toll.choice.on]
    for _, row in rows.iterrows():
        yield told_beside(toll.article, row)


def told_beside(article: AnnotatedArticle, row: Any) -> str:
    """Return the sentence on a claim that is no count, and why it is none."""
    words, said = number_words(article, row), by(article, row)
    if row["assertion"] == "denies":
        when = "" if pd.isna(row["reported_on"]) else f" on {weekday(row['reported_on'])}"
        denied = article.casualties.loc[row["about"]] if row["about"] in article.casualties.index else None
        what = (
            ""
            if denied is None
            else f" {quantity(denied)} {measured(denied['measure'])}, reported {by(article, denied)}"
        )
        return f"{capital(source_of(article, row))} denies{what}{when}: “{row['quote']}”."
    if row["certainty"] == "feared":
        return f"{capital(words)}, feared and not confirmed, said {said}: no count."
    kinds = {"rate": "a rate, no total", "share": "a share, no count", "forecast": "a forecast, no count"}
    kind = kinds.get(row["amount"], "a change, told apart from every total")
    return f"{capital(words)}, {said}, is {kind}."


def relayed(toll: Toll) -> Iterator[str]:
    """Yield which counts several reports relay."""
    on = toll.choice.on
    for claim, row in (toll.rows if on is None else toll.rows[toll.rows["day"] <= on]).iterrows():
        if len(reports := toll.article.reports_of(claim)) > 1:
            said = f"{quantity(row)}, reported {by(toll.article, row)}"
            yield f"{capital(said)}, is told by {listed(reports.values())}: one count, not {len(reports)}."
