"""The casualty timeline as a picture, an exhibit, its controls; and what the article says, as findings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import (
    article_does,
    capital,
    days,
    listed,
    number_words,
    people,
    places,
    quantity,
    sentences,
    short_weekday,
    speaker,
    the,
    weekday,
)
from libya_kit.casualties import bounds as tolls
from libya_kit.casualties import chart as timeline
from libya_kit.casualties import layout as lanes
from libya_kit.casualties import reckoning
from libya_kit.casualties.reckoning import Choice, Pairs, Toll, reckon
from libya_kit.display import layout
from libya_kit.display.evidence import Finding, Findings
from libya_kit.display.exhibit import Checkboxes, Choices, Exhibit, Slider
from libya_kit.errors import one_of

MOST_DAYS, MOST_PAIRS = 60, 8
"""Of more days and pairs of counts than these, live controls offer the last days and the first pairs."""
MOST_KILOBYTES, VIEW_KILOBYTES, CLAIM_KILOBYTES = 180, 9, 2
"""What all views together may hold, and about what a view and each claim in it take; more controls are not offered."""


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

    Within a lane the height above the base line is the number of people, all lanes on one scale. The keywords are
    those of `casualty_bounds`, and raise its errors; `ax` is best 7 inches wide, None: a new pyplot figure.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> ax = plot_casualty_timeline(load_article())
    >>> [words.get_text() for words in ax.texts][-1]
    'at least 25'
    """
    toll = reckon(article, Choice(measure, overlap, vague=vague, readings=readings, sources=sources))
    draw = partial(layout.sentence, tolls.sentence(toll))
    if len(toll.rows):
        panel = lanes.panel(toll, lanes.columns(article, [toll]))
        draw = partial(timeline.draw, panel, ribbon=True, key=panel.kinds)
    return layout.plot(draw, article.source_line, ax)


LEGENDS = {
    "overlap": "May the counts overlap?",
    "sources": "Whose counts?",
    "vague": "What may vague words stand for?",
    "readings": "How is it read?",
}


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

    `measure` None: killed and wounded, each with its own scale; named pairs of tallies are then those of either. The
    other keywords are those of `casualty_bounds`, and raise its errors.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> exhibit(load_article(), measure="killed").title
    'At least 25 killed'
    """
    one_of("measure", measure, (None, *schema.PANELS))
    choices = [
        Choice(one, _of_measure(article, one, overlap), vague=vague, readings=readings, sources=sources)
        for one in schema.PANELS
        if measure in (None, one)
    ]
    each = [reckon(article, choice) for choice in choices]
    rows = pd.concat([toll.rows for toll in each])
    columns = lanes.columns(article, each)
    panels = [lanes.panel(toll, columns) for toll in each if len(toll.rows)]
    kinds = {kind for panel in panels for kind in panel.kinds}
    draws = [
        partial(timeline.draw, panel, ribbon=panel is panels[0], key=kinds if panel is panels[-1] else ())
        for panel in panels
    ]
    return Exhibit(
        layout.figure(draws, article.source_line) if draws else None,
        " ".join(map(tolls.sentence, each)),
        " ".join(map(timeline.described, panels)),
        _table(article, rows),
        tuple(dict.fromkeys(text for toll in each for text in tolls.assumptions(toll))),
        article.source_line,
        _title(each),
        subtitle=_subtitle(each, rows),
        sentences=sentences(article),
    )


def _of_measure(article: AnnotatedArticle, measure: str, overlap: str | Pairs) -> str | Pairs:
    """Return the overlap without the pairs of tallies of the other measure."""
    if isinstance(overlap, str) or not isinstance(overlap, Iterable):
        return overlap
    other = {tally for one in schema.PANELS if one != measure for tally in reckoning.tallies_of(article, one)}
    return tuple(pair for pair in overlap if not isinstance(pair, Iterable) or not other.issuperset(pair))


def _title(each: list[Toll]) -> str:
    """Return the results in a few words, and whose counts they are."""
    sources = each[0].choice.sources
    whose = "" if sources == "all" else f"{tolls.SOURCES[sources]}: "
    return capital(whose + "; ".join(map(_result, each)))


def _result(toll: Toll) -> str:
    """Return a toll in a few words."""
    if toll.too_many:
        return f"{toll.choice.measure}: too many counts to combine"
    if not toll.chosen and toll.high is None:
        rows = reckoning.in_force(toll.rows, toll.choice.on)
        estimates = [quantity(row) for _, row in rows[rows["qualifier"] == "estimated"].iterrows()]
        return f"{listed(dict.fromkeys(estimates), 'or') or 'no number of'} {toll.choice.measure}"
    scenario = "scenario: " if toll.scenario else ""
    below = dict.fromkeys(quantity(toll.rows.loc[one]) for one, _ in toll.conflicts)
    against = f", {listed(below)} in another figure of the same count" if below else ""
    row = toll.row(toll.chosen[0]) if len(toll.chosen) == 1 else None
    one = toll.amount.split()[-1] == "1"
    whom = tolls.of_whom(toll.article, row, one=one) if toll.some and row is not None else toll.choice.measure
    period = "" if row is None else tolls.period_of(toll.article, row)
    return f"{scenario}{toll.amount} {whom}{period}{' reported' if toll.exact else ''}{against}"


def _subtitle(each: list[Toll], rows: pd.DataFrame) -> str:
    """Return what is counted, where, and on which days it was reported."""
    if rows.empty:
        return ""
    measures = listed(toll.choice.measure for toll in each if len(toll.rows))
    reported = rows["reported_on"]
    when = f"reported {days(reported)}" if reported.notna().any() else "day not given"
    return f"People {measures}, by who counts them; {places(each[0].article, rows['place'])}; {when}"


def _table(article: AnnotatedArticle, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows behind the picture, as they are read, as a reader needs them."""
    told = [listed(article.reports_of(claim).values()) for claim in rows.index]
    told_in = {"told in": told} if article.reports else {}
    return pd.DataFrame(
        {
            "who says": [speaker(article, row) for _, row in rows.iterrows()],
            "of whom": [_of_whom(article, row) for _, row in rows.iterrows()],
            "how many": [", or ".join(tolls.readings(article, claim)) for claim in rows.index],
            "reported on": rows["reported_on"],
            **told_in,
            "quote": rows["quote"],
        },
        index=rows.index,
    )


def _of_whom(article: AnnotatedArticle, row: Any) -> str:
    if row["tally"] in article.tallies.index:
        return str(article.tallies.at[row["tally"], "counts"])
    victims = row["victims"]
    whose = people(row["population"])[1] if pd.isna(victims) else f"of {article.name(victims)}"
    return f"{row['measure']}: {whose}"


# The controls


def controls(article: AnnotatedArticle, measure: str = "killed") -> dict[str, Choices]:
    """Return the controls that change something for this article: keyword of `exhibit` -> {label: value}.

    >>> from libya_kit.article.model import load_article
    >>> {name: list(choices) for name, choices in controls(load_article(), "wounded").items()}["readings"]
    ['80 reported', 'at least 80']
    """
    toll = reckon(article, Choice(measure))
    some = {"overlap": _overlaps(toll), "sources": _sources(toll), "vague": _vague(toll), "readings": _readings(toll)}
    every = {name: Choices(LEGENDS[name], choices) for name, choices in some.items() if len(choices) > 1}
    size = VIEW_KILOBYTES + CLAIM_KILOBYTES * len(toll.rows)
    while every and math.prod(map(len, every.values())) * size > MOST_KILOBYTES:
        every.popitem()
    return every


def live_controls(article: AnnotatedArticle, measure: str = "killed") -> dict[str, Choices]:
    """Return the controls for a live notebook: the day, pairs of counts taken as separate, what vague words stand for.

    They are keywords of `casualty_bounds` and `together`; those that change nothing for this article are left out.

    >>> from libya_kit.article.model import load_article
    >>> {name: list(choices) for name, choices in live_controls(load_article()).items()}["on"]
    ['Sat 6 Apr', 'Sun 7 Apr', 'Mon 8 Apr']
    """
    toll = reckon(article, Choice(measure))
    reported = toll.rows["reported_on"].dropna()
    span = pd.date_range(reported.min(), reported.max()) if len(reported) else []
    dates = {short_weekday(when): when for when in span[-MOST_DAYS:]}
    pairs = {
        f"{tolls.count_name(toll, one)} and {tolls.count_name(toll, other)}": (one, other)
        for one, other in _unknown_pairs(toll)[:MOST_PAIRS]
    }
    some: dict[str, Choices] = {}
    if len(dates) > 1:
        some["on"] = Slider("As of which day?", dates, start=[*dates][-1])
    if pairs:
        some["overlap"] = Checkboxes("Which counts are taken as separate?", pairs)
    if len(vague := _vague(toll)) > 1:
        some["vague"] = Choices(LEGENDS["vague"], vague)
    return some


def _unknown_pairs(toll: Toll) -> list[tuple[str, str]]:
    """Return the pairs of counts of which it is not known whether they overlap."""
    if len(toll.floors) > reckoning.MOST_LINKED:
        return []
    relations = toll.facts.relations
    near = relations.disjoint(toll.floors)
    return [
        pair
        for pair in combinations(toll.floors, 2)
        if not relations.share(*pair) and not relations.are_parts(*pair) and pair[1] not in near[pair[0]]
    ]


def _overlaps(toll: Toll) -> dict[str, Any]:
    """Return what overlap may be taken for: unknown, the two largest floors separate, all separate."""
    unknown = _unknown_pairs(toll)
    if not unknown:
        return {}
    some: dict[str, Any] = {"may overlap": "unknown"}
    pair = max(unknown, key=lambda pair: sum(map(toll.floor, pair)))
    if (reckon(toll.article, replace(toll.choice, overlap=(pair,))).low or 0) > (toll.low or 0):
        some[f"{listed(tolls.count_name(toll, tally) for tally in pair)} separate"] = (pair,)
    return some | ({"all separate": "separate"} if len(unknown) > 1 or len(some) == 1 else {})


def _sources(toll: Toll) -> dict[str, Any]:
    """Return whose counts may be kept, each choice another set of claims and none empty."""
    different: dict[tuple[str, ...], str] = {}
    for sources in reckoning.STANDINGS:
        different.setdefault(tuple(reckoning.kept(toll.rows, sources).index), sources)
    different.pop((), None)
    return {tolls.SOURCES[sources]: sources for sources in different.values()}


def _vague(toll: Toll) -> dict[str, Any]:
    """Return what the vague words may be taken for, each convention that knows one of them."""
    said = reckoning.terms(toll.rows.loc[toll.rows["qualifier"] == "vague", "term"])
    table = reckoning.quantifiers()
    some: dict[str, Any] = {"no number": None}
    for convention in reckoning.CONVENTIONS[1:]:
        lows = list(table.loc[(table["convention"] == convention) & table["term"].isin(said), "low"])
        if lows:
            literal = f"literally {listed(f'{low:,}' for low in lows)}"
            some[literal if convention == "literal" else tolls.acled_rule(toll.choice.measure, lows)] = convention
    return some


def _readings(toll: Toll) -> dict[str, Any]:
    """Return the readings of the quantities that have two."""
    read = {claim: tolls.readings(toll.article, claim) for claim in toll.rows.index}
    read = {claim: some for claim, some in read.items() if len(some) == 2}
    exact = toll.rows.index[toll.rows["qualifier"] == "exact"]
    first = ", ".join(one + " reported" * (claim in exact) for claim, (one, _) in read.items())
    return {first: "first", ", ".join(other for _, other in read.values()): "otherwise"} if read else {}


# The findings


def findings(article: AnnotatedArticle) -> Findings:
    """Return what the article says of the killed and wounded, each figure linked to its claim.

    >>> from libya_kit.article.model import load_article
    >>> print(str(findings(load_article())[0]).split(". ")[0])
    A spokesman for the health ministry said on Monday 8 April that at least 25 were killed (southern Tripoli)
    """
    some: list[_Parts] = []
    told: set[str] = set()
    for measure in schema.PANELS:
        toll = reckon(article, Choice(measure))
        some += [_largest(toll, told), _against(toll), _beside(toll), _without_floor(toll), _told_beside(toll)]
        some.append([*filter(None, [" ".join(tolls.relayed(toll))])])
    some += list(_other_measures(article))
    found = [Finding(*parts) for parts in some if parts]
    none = f"{capital(article_does(article, 'make'))} no claim on people killed or wounded"
    return Findings(found or [Finding(f"{none}{' in these days' * (len(article.casualties) > 0)}.")])


_Parts = list[str | tuple[str, str]]


def _told_beside(toll: Toll) -> _Parts:
    """Return what else is said of the people: by other mouths, lowered, withdrawn, denied, feared, as a rate."""
    return [*filter(None, [" ".join(tolls.told_besides(toll))])]


def _other_measures(article: AnnotatedArticle) -> Iterator[_Parts]:
    """Yield for each other measure of the table what is said of it: the missing, the detained, the abducted."""
    rows = reckoning.of_these_days(article)
    for measure in dict.fromkeys(rows["measure"]):
        if measure not in schema.PANELS:
            toll = reckon(article, Choice(str(measure)))
            yield [tolls.sentence(toll)]


def _largest(toll: Toll, told: set[str]) -> _Parts:
    """Return the sentences on the largest floor of a measure and on what its source said besides.

    Words in `told` are not told again; those that are told are put there.
    """
    article = toll.article
    if not toll.chosen and (toll.ceiling is None or toll.too_many):
        return [capital(tolls.no_number(toll))] if len(toll.rows) else []
    row = toll.row(toll.largest) if toll.chosen else toll.rows.loc[toll.ceiling]
    claim, count = str(row.name), quantity(row) + ("" if tolls.is_own(row) else tolls.of_some(row))
    who = capital(the(article, row["source"] if pd.isna(row["said_by"]) else row["said_by"]))
    day = "" if pd.isna(row["reported_on"]) else f" on {weekday(row['reported_on'])}"
    place = "" if pd.isna(row["place"]) else f" ({article.places.at[row['place'], 'name']})"
    read = tolls.readings(article, claim)
    open_ = f"; whether it is {' or '.join(read)} is open" if len(read) == 2 else ""
    own = " of its own people" if tolls.is_own(row) else ""
    killed = f"{own} {'was' if count.split()[-1] == '1' else 'were'} {toll.choice.measure}"
    parts: _Parts = [f"{who} said{day} that ", (count, claim), f"{killed}{place}{open_}.{_party(toll, row, told)}"]
    contradict = {one for one, _ in toll.conflicts}
    rows = toll.rows[(toll.rows["tally"] == row["tally"]) & ~toll.rows.index.isin({claim, *contradict})]
    for other, one in rows.iterrows():
        added = [words for words in _added_words(article, other) if words not in told]
        told.update(added)
        back = "" if pd.isna(one["until"]) else ", which was taken back"
        says = article_does(article, "say")
        of_it = f", of which {says}: {listed(f'“{words}”' for words in added)}" if added else ""
        parts += [f" {_order(one, row)}: ", (number_words(article, one), str(other)), f"{of_it}{back}."]
    return parts


def _order(one: Any, other: Any) -> str:
    """Return whether one claim was reported earlier or later than another, and on which day."""
    days = one["reported_on"], other["reported_on"]
    if pd.isna(days[0]) or days[0] == days[1]:
        return "Also" if pd.isna(days[1]) or days[0] == days[1] else "Also, day not given"
    when = "Also" if pd.isna(days[1]) else "Earlier" if days[0] < days[1] else "Later"
    return f"{when}, on {weekday(days[0])}"


def _party(toll: Toll, row: Any, told: set[str]) -> str:
    """Return, once, whose institution the source is where a party's is."""
    side = toll.article.actors.at[row["source"], "side"]
    if pd.isna(side) or side == row["source"] or row["source"] in told:
        return ""
    told.add(row["source"])
    taken = "taken to speak for" if toll.article.actors.at[row["source"], "kind"] == "person" else "taken as that of"
    return f" {capital(the(toll.article, row['source']))} is {taken} {the(toll.article, side)}, a party."


def _added_words(article: AnnotatedArticle, claim: Any) -> list[str]:
    """Return the words of a claim that stand apart from those with its number."""
    some = article.annotations[article.annotations.index == claim]
    start = article.casualties.at[claim, "start"]
    for report in article.reports:  # other reports that relay the claim add no words to it
        some = some[some["start"].between(report.start, report.end) | (not report.start <= start < report.end)]
    return list(some.loc[some["start"] != start, "quote"])


def _against(toll: Toll) -> _Parts:
    """Return the sentences on counts of the same people that contradict each other."""
    parts: _Parts = []
    for pair in toll.conflicts:
        (one, below), (two, above) = ((claim, toll.rows.loc[claim]) for claim in pair)
        parts += [" " * bool(parts), (capital(quantity(below)), one), " of the same people, reported"]
        parts += [f" {tolls.by(toll.article, below)}, lies below ", (quantity(above), two)]
        parts += [f", reported {tolls.by(toll.article, above)}; neither is taken back."]
    return parts


def _without_floor(toll: Toll) -> _Parts:
    """Return the sentence on what other counts say in vague words, of which none is a floor."""
    if not toll.chosen:
        return []
    rows = reckoning.in_force(toll.rows)
    rows = rows[rows["low"].isna() & (rows["qualifier"] == "vague") & (rows["tally"] != toll.largest)]
    parts: _Parts = []
    for claim, row in rows.iterrows():
        parts += [", " if parts else f"Also said of people {toll.choice.measure}, and no floor: "]
        parts += [(number_words(toll.article, row), str(claim)), f" {tolls.by(toll.article, row)}"]
    return [*parts, "."] if parts else []


def _beside(toll: Toll) -> _Parts:
    """Return the sentence on the counts beside the largest floor, and on what must not be added."""
    if not toll.chosen:
        return []
    whole = f"Known to be separate, and so added: {tolls.floors_by_source(toll, toll.chosen)}, {toll.amount}."
    said, left = [whole] * (len(toll.chosen) > 1), toll.apart
    if not left:
        return [*filter(None, [" ".join([*said, *tolls.again(toll)])])]
    said.append(f"{tolls.more_counts(left)} may or may not be inside that figure: ")
    parts: _Parts = [" ".join(said)]
    for number, row in enumerate(map(toll.row, left)):
        joint = "" if not number else " and " if number == len(left) - 1 else ", "
        parts += [joint, (quantity(row), str(row.name)), f" reported {tolls.by(toll.article, row)}"]
    more = "".join(f" {said}" for said in tolls.again(toll))
    scenario = reckon(toll.article, replace(toll.choice, overlap="separate"))
    if scenario.too_many or not scenario.scenario:
        return [*parts, f".{more} No total is given."]
    updates = reckoning.in_force(toll.rows[toll.rows["tally"] == toll.row(toll.largest)["tally"]])
    lows = sorted(reckoning.with_floor(updates)["low"])
    added = " + ".join(f"{scenario.floor(tally):,}" for tally in scenario.chosen)
    mistake = f"; {sum(lows):,} would be a mistake, as {listed(f'{low:,}' for low in lows)} are one count, updated"
    only = f"{scenario.low:,} ({added}) is a scenario, right only if nobody is counted twice"
    return [*parts, f".{more} No total is given: {only}{mistake if len(lows) > 1 else ''}."]
