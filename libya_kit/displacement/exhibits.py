"""People on the move: how many a day, the picture, the exhibit and its controls, the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from numbers import Real
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import (
    article_does,
    capital,
    counted,
    days,
    listed,
    number_word,
    places,
    sentences,
    speaker,
    the,
)
from libya_kit.displacement import chart, rates
from libya_kit.displacement.rates import View
from libya_kit.display import layout
from libya_kit.display.evidence import Finding, Findings
from libya_kit.display.exhibit import Choices, Exhibit, Slider
from libya_kit.errors import ArgumentError, nearest
from libya_kit.text.english import day

MOST_A_HOUSEHOLD = 1000
"""More people a household than these are a mistake."""


def displacement_rate(article: AnnotatedArticle, claim: str | None = None) -> pd.DataFrame:
    """Return how many a day moved on average, a row per way of counting the days.

    Where the article does not state the last day, it is taken as the day of the report, else of publication, and as
    the day before; the days are counted with the first and the last, and as elapsed. A way with fewer than one day has
    no row.

    Parameters
    ----------
    article
        The article.
    claim
        The id of a dated flow with a value; None: every one of displaced people, but for the background.

    Returns
    -------
    DataFrame
        ``claim_id``, ``days``, ``per_day`` (in the claim's unit, not rounded), ``counted`` (the way in words).

    Raises
    ------
    ArgumentError
        No displacement claim has that id, or it is no dated flow with a value.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> displacement_rate(load_article())["per_day"].round().tolist()
    [550.0, 733.0, 440.0, 550.0]
    """
    claims = article.displacement
    if claim is None:
        rated = rates.rated_claims(article)
    elif claim not in list(claims.index):
        mend = nearest(claim, claims.index) if len(claims) else "the article has none"
        raise ArgumentError(f"no displacement claim is called {claim!r}", mend=mend)
    elif why := rates.undated(claims.loc[claim]):
        raise ArgumentError(f"{claim!r} is no dated flow with a value: {why}", mend="name another, or None for all")
    else:
        rated = {claim: rates.ways_of(article, claims.loc[claim])}
    rows = [
        (claim_id, way.days, float(claims.at[claim_id, "value"]) / way.days, way.words)
        for claim_id, ways in rated.items()
        for way in ways
    ]
    frame = pd.DataFrame(rows, columns=["claim_id", "days", "per_day", "counted"])
    return frame.astype({"claim_id": "str", "days": "int64", "per_day": "float64", "counted": "str"})


def to_people(displacement: pd.DataFrame, *, household_size: float) -> pd.DataFrame:
    """Return the table with household counts turned into people, low and high alike; the note says by what size too.

    Raises
    ------
    ArgumentError
        The household size is no number above zero, or above 1,000.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> households = load_article().displacement.assign(unit="households")
    >>> to_people(households, household_size=5).at["d-fled-2200", "value"]
    np.int64(11000)
    """
    number = isinstance(household_size, Real) and not isinstance(household_size, bool)
    if not number or not 0 < household_size <= MOST_A_HOUSEHOLD:
        what = f"household_size={household_size!r:.40} is no number above zero, up to {MOST_A_HOUSEHOLD:,}"
        raise ArgumentError(what, mend="give people a household")
    table, homes = displacement.copy(), displacement["unit"] == "households"
    for column in ("value", "low", "high"):
        table.loc[homes, column] = (displacement.loc[homes, column] * float(household_size)).round().astype("Int64")
    table.loc[homes, "unit"] = "people"
    said = f"Counted in households; taken as {household_size} people a household."
    notes = displacement.loc[homes, "note"]
    table.loc[homes, "note"] = (notes + " ").fillna("") + said
    return table


def plot_displacement(
    article: AnnotatedArticle,
    *,
    to: str = "day_before_publication",
    days: str = "inclusive",
    people: str = "displaced",
    ax: Axes | None = None,
) -> Axes:
    """Draw what is said of people on the move, counts over their days, and the averages a day; return the Axes.

    Parameters
    ----------
    article
        The article.
    to
        The day to which a count runs whose last day is not stated: ``"day_before_publication"`` or
        ``"publication"``; of a count that was reported on a stated day, that of the report.
    days
        ``"inclusive"``: the first and the last day are counted; ``"elapsed"``: the days between them.
    people
        ``"displaced"``: those displaced or trapped; ``"everyone"``: below a rule also the evacuated and withdrawn.
    ax
        Where to draw; None: a new pyplot figure, as high as its rows need.

    Raises
    ------
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> [label.get_text().split() for label in plot_displacement(load_article()).get_xticklabels()][:2]
    [['Thu', '4', 'Apr'], ['Fri', '5', 'Apr']]
    """
    view = View(article, to, days, people)
    draw = partial(chart.draw, view) if len(view.claims) else partial(layout.sentence, _sentence(view))
    return layout.plot(draw, article.source_line, ax, head=chart.head(view))


def exhibit(
    article: AnnotatedArticle,
    *,
    to: str = "day_before_publication",
    days: str = "inclusive",
    people: str = "displaced",
    household_size: float | None = None,
) -> Exhibit:
    """Return the exhibit of people on the move: chart, sentence, the claims behind it, what was assumed.

    The keywords are those of `plot_displacement`, and raise its errors; by `household_size` households are taken as
    people, as by `to_people`. Averages are people a day; nothing is added
    up. Without any displacement in the article there is no figure, and the sentence says so.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> exhibit(load_article(), to="publication", people="displaced")
    <Exhibit: An estimated 2,200 people displaced since 4 April 2019; no number of people trapped (3 rows)>
    """
    assumed = []
    if household_size is not None:
        assumed.append(f"Households are taken as {household_size:g} people each.")
        article = replace(article, displacement=to_people(article.displacement, household_size=household_size))
    view = View(article, to, days, people)
    draw = partial(chart.draw, view)
    return Exhibit(
        layout.figure([draw], article.source_line, head=chart.head(view)) if len(view.claims) else None,
        _sentence(view),
        _alt(view),
        _table(view),
        (*_assumptions(view), *assumed),
        article.source_line,
        _title(view),
        subtitle=_subtitle(view),
        sentences=sentences(article),
    )


def controls(article: AnnotatedArticle) -> dict[str, Choices]:
    """Return the controls that change something for this article: keyword of `exhibit`, then label and value.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> controls(load_article())["days"]
    {'first and last day counted': 'inclusive', 'days elapsed': 'elapsed'}
    """
    view, found = View(article), dict[str, Choices]()
    if len(view.open):
        found["to"] = Choices("Until which day?", {rates.end_words(article, view.open, to): to for to in rates.TO})
    if view.rated:
        found["days"] = Choices("Which days count?", {words: kind for kind, words in rates.COUNTED.items()})
    if rates.of_these_days(article)["measure"].isin(rates.OTHERS).any():
        people = {"displaced or trapped": "displaced", "everyone who moved": "everyone"}
        found["people"] = Choices("Who is shown?", people)
    return found


def live_controls(article: AnnotatedArticle) -> dict[str, Choices]:
    """Return the controls for a live notebook: those of `controls`, and the size of a household where one is counted.

    >>> from libya_kit.article.model import load_article
    >>> list(live_controls(load_article()))
    ['to', 'days', 'people']
    """
    if not (rates.of_these_days(article)["unit"] == "households").any():
        return controls(article)
    sizes = {"households": None} | {f"{size / 2:g}": size / 2 for size in range(4, 21)}
    return {"household_size": Slider("How many people a household?", sizes, start="households"), **controls(article)}


def findings(article: AnnotatedArticle) -> Findings:
    """Return what the article says of the displaced and the trapped, its figures linked to their claims.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> str(findings(load_article())[0]).split(". ")[1]
    'By our division that is an average of 440 to 733 a day, depending on how the days are counted'
    """
    parts: list[str | tuple[str, str]] = []
    view = View(article)
    for claim_id, row in view.displaced[view.displaced["kind"] != "forecast"].iterrows():
        name, said = str(claim_id), f", {the(article, row['source'])} said{_told_in(article, claim_id)}"
        parts += [" "] if parts else []
        parts.append((f"“{row['quote']}”", name))
        if name in view.rated:
            span = rates.span_of(row, view.rated[name], " to ")
            parts += [f"{_when(article, row)}{said}. By our division that is an average of ", (span, name)]
            parts.append(f" a day{', depending on how the days are counted' if ' to ' in span else ''}.")
        else:
            parts.append(f"{said}{'' if rates.is_numbered(row) else '; no number'}.")
    return Findings([Finding(*(parts or [f"{_none(article)} of people."]))])


# The words


def _none(article: AnnotatedArticle) -> str:
    """Return that there is no displacement, none of these days where there is some of the background."""
    days = "of these days " if article.displacement["background"].any() else ""
    return f"{capital(days + article_does(article, 'give'))} no displacement"


def _title(view: View) -> str:
    """Return in a few words how many were displaced, and of whom no number is given."""
    said = view.displaced[view.displaced["kind"] != "forecast"]
    rows = [(some, some.iloc[0]) for some in rates.rows_of(said)]
    numbered = {
        f"{rates.how_many_all(some)} {rates.what(row)}{_since(row)}": rates.what(row)
        for some, row in rows
        if rates.is_numbered(row)
    }
    counts = [*numbered][:2] + [counted(len(numbered) - 2, "more count")] * (len(numbered) > 2)
    bare = dict.fromkeys(rates.what(row) for _, row in rows if rates.what(row) not in numbered.values())
    if bare or not counts:
        counts.append(f"no number of people {' or '.join(bare) or 'displaced'}")
    return capital("; ".join(counts))


def _since(row: pd.Series) -> str:
    dated = pd.notna(row["period_start"]) or pd.notna(row["period_end"])
    return f" {rates.period(row)}" if dated else ""


def _subtitle(view: View) -> str:
    """Return what is counted, from where, and on which days."""
    if view.claims.empty:
        return ""
    measures = listed(view.claims["measure"].unique())
    when = days([*view.claims["period_start"], *view.claims["period_end"], *view.claims["reported_on"]])
    where = places(view.article, view.claims["origin"])
    published = days(view.article.published(view.claims))
    return f"People {measures}; {where}; {when}; published {published}"


def _sentence(view: View) -> str:
    """Return the rates of the dated flows, rates.what else is said of the displaced, and who else moved."""
    nothing = _none(view.article)
    if rates.of_these_days(view.article).empty:
        return f"{nothing}: nothing on people who moved, were moved or cannot move."
    said = [_rate_words(view, claim_id) for claim_id in view.rated]
    if view.displaced.empty:
        said.append(f"{nothing} of people, only others who moved.")
    elif not view.rated:
        said.append(f"{nothing} as a number of people over stated days, so no average a day.")
    for claim_id, row in view.displaced.iterrows():
        if claim_id not in view.rated:
            none = "" if rates.is_numbered(row) else ", no number"
            told = _told_in(view.article, claim_id)
            said.append(f"{rates.what(row).capitalize()}: “{row['quote']}”{told}{none}.")
    if len(view.others):
        rows = rates.rows_of(view.others)
        moved = "; ".join(f"{rates.what(some.iloc[0])}, {rates.how_many_all(some)}" for some in rows)
        said.append(f"Not displaced people, and not added: {moved}.")
    return " ".join(said)


def _rate_words(view: View, claim_id: str) -> str:
    """Return a dated flow's rate by the way in force and by all ways."""
    row, ways, way = view.claims.loc[claim_id], view.rated[claim_id], view.way(claim_id)
    stated = ways[0].to == "stated"
    if way:
        chosen = f"That is {rates.rate(row, way)} a day over the {counted(way.days, 'day')} from {way.words}"
    else:
        some = view.claims.loc[[claim_id]]
        to = "the last day, as stated" if stated else rates.end_words(view.article, some, view.to)
        chosen = f"To {to}, {rates.COUNTED[view.days]}, is less than a day"
    span = rates.span_of(row, ways, " and ")
    between = "between " if " and " in span else ""
    number = f"these {number_word(len(ways))} ways" if len(ways) > 1 else "the one way"
    window = "" if stated else f" over a window that {article_does(view.article, 'do not state')}"
    others = "" if len(ways) == (2 if stated else 4) else "; by the others there is less than a day"
    return (
        f"“{row['quote']}”{_when(view.article, row)}, {the(view.article, row['source'])} said"
        f"{_told_in(view.article, claim_id)}. {chosen}: "
        f"{between}{span} a day under {number} of counting, an average{window}{others}."
    )


def _told_in(article: AnnotatedArticle, claim_id: Any) -> str:
    """Return which of several reports tells a claim."""
    return "".join(f" (in {report})" for report in article.reports_of(claim_id).values())


def _when(article: AnnotatedArticle, row: pd.Series) -> str:
    return "".join(f" {words}" for words in (rates.origin(article, row), rates.period(row)) if words)


def _alt(view: View) -> str:
    """Return what the chart shows, row by row."""
    said, averages = [], []
    for some in rates.rows_of(view.claims):
        first = some.iloc[0]
        quotes = ", ".join(f"“{quote}”" for quote in some["quote"])
        place = "Below a rule" if first["measure"] in rates.OTHERS else "Row"
        said.append(f"{place}: {rates.what(first)}, {rates.how_many_all(some)}, {quotes}.")
        for claim_id in some.index.intersection(list(view.rated)):
            row, ways, way = some.loc[claim_id], view.rated[claim_id], view.way(claim_id)
            dashes = "" if ways[0].to == "stated" else f", dashed to {day(ways[-1].end)}"
            closed = f"closed at {day(way.end)}" if way else "not closed"
            said.append(f"Its bracket begins on {day(row['period_start'])} and is {closed}{dashes}.")
            shown = view.shown(claim_id)
            boxes = (f"{rates.result(row, one)} {one.short}{' (filled)' if one == way else ''}" for one in shown)
            averages += [f"Below, {rates.number(row)} by days as boxes: {'; '.join(boxes)}."] if shown else []
    return " ".join(said + averages)


def _table(view: View) -> pd.DataFrame:
    """Return the claims as a reader needs them, a row per claim."""
    rows = [claim for _, claim in view.claims.iterrows()]
    told_in = [listed(view.article.reports_of(claim_id).values()) for claim_id in view.claims.index]
    columns = {
        "what": [rates.what(row) for row in rows],
        "how_many": [rates.how_many(row) for row in rows],
        "who_says": [speaker(view.article, row) for row in rows],
        "reported_on": view.claims["reported_on"],
        "days_covered": [rates.period(row) for row in rows],
        "average_a_day": [_averages(view.article, row) for row in rows],
        **({"told_in": told_in} if view.article.reports else {}),
        "quote": view.claims["quote"],
    }
    return pd.DataFrame(columns, index=view.claims.index)


def _averages(article: AnnotatedArticle, row: pd.Series) -> str:
    """Return the rates of a claim by each way of counting, or why it has none."""
    if rates.is_rated(row):
        ways = rates.ways_of(article, row)
        return "; ".join(f"{rates.rate(row, way)} {way.short}" for way in ways) or "none: less than a day"
    if row["measure"] in rates.OTHERS:
        return "none: not displaced people"
    return f"none: {rates.undated(row) or 'counted in ' + rates.whom(row)}"


def _assumptions(view: View) -> Iterator[str]:
    """Yield what is assumed where the article says nothing."""
    choices = controls(view.article)
    if "to" in choices:
        yield f"A count whose last day is not stated runs to {rates.end_words(view.article, view.open, view.to)}."
    if "days" in choices:
        yield f"Days: {rates.COUNTED[view.days]}. How many moved on which day is not said."
    if "people" in choices:
        everyone = "everyone who moved; nothing added"
        yield f"Shown: {everyone if view.people == 'everyone' else 'those displaced or trapped'}."
    if background := int(view.article.displacement["background"].sum()):
        yield f"Of the background, not of these days: {counted(background, 'claim')}, left out."
