"""Counts by day as an HTML table: a lane for each count, a column for each day, bars drawn by style alone.

Lanes hold what was reported and nothing that is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import capital, people, short_day, short_weekday, speaker, the
from libya_kit.display.evidence import Words
from libya_kit.display.headline import HEDGES
from libya_kit.text import html

HIGHEST = 150
"""How many pixels high the largest count of a measure is drawn."""
MOST_DAYS = 8
"""Over more days than these only those on which somebody spoke have a column."""
MOST_EVENTS = 3
"""So many events of a day stand open; the others can be opened."""
LONGEST_QUOTE = 90
"""So many characters of a quote stand at its mark; all of it stands in the article."""
FLOORS = ("exact", "at_least", "range")
GIVES_A_BAR = ("exact", "at_least", "range", "estimated", "at_most")


@dataclass(frozen=True)
class Lane:
    """One count: who counts, whom, and its claims in the order of their days."""

    who: str
    whom: str
    claims: pd.DataFrame


def table(article: AnnotatedArticle, rows: pd.DataFrame, nobody: str) -> Words:
    """Return counts as a table, by source and day; each mark leads to its words.

    Parameters
    ----------
    article
        The article.
    rows
        Claims of `article.casualties` or `article.displacement`.
    nobody
        What is said where there is no row.
    """
    if rows.empty:
        return Words(html.element("p", nobody), nobody)
    shown = html.element("div", _table(article, rows), class_="lk-chart")
    return Words(shown, "\n".join(_plain(article, rows)))


def _plain(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[str]:
    """Yield each claim as a line of text."""
    for _, row in rows.iterrows():
        day = "day not given" if pd.isna(row["reported_on"]) else _day_name(article, row["reported_on"])
        number = f"{_hedge(row)} {_number(row)}".strip()
        yield f"{row['measure']}, {day}, {speaker(article, row)}: {number}, “{row['quote']}”"


def _table(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    days = _days(rows)
    undated = rows["reported_on"].isna().any()
    bodies = [_measure(article, measure, rows, days, undated) for measure in dict.fromkeys(rows["measure"])]
    heads = [html.element("td", html.element("span", "Who counts, and whom", class_="lk-unseen"))]
    heads += [html.element("th", _day_name(article, day), scope="col") for day in days]
    heads += [html.element("th", "day not given", scope="col")] if undated else []
    caption = html.element("caption", "What was reported, by source and day. Counts in different lanes are not added.")
    columns = html.element("colgroup", html.element("col", class_="lk-who"))
    return html.element(
        "table",
        caption,
        columns,
        html.element("thead", html.element("tr", *heads)),
        *bodies,
        _events(article, days, undated),
        class_="lk-lanes",
    )


def _days(rows: pd.DataFrame) -> list[pd.Timestamp]:
    """Return the days that have a column: all from the first to the last, or those on which somebody spoke."""
    spoken = sorted(rows["reported_on"].dropna().unique())
    if not spoken:
        return []
    every = list(pd.date_range(spoken[0], spoken[-1]))
    return every if len(every) <= MOST_DAYS else spoken


def _day_name(article: AnnotatedArticle, day: pd.Timestamp) -> str:
    year = "" if day.year == article.published_on.year else f" {day.year}"
    return short_weekday(day) + year


def _lanes(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Lane]:
    """Yield the lanes of one measure in the order of the text."""
    keys = rows["tally"].fillna(pd.Series(rows.index, index=rows.index))
    for key, claims in rows.groupby(keys, sort=False):
        first = claims.iloc[0]
        who = capital(the(article, first["source"]))
        whom = str(article.tallies.at[key, "counts"]) if key in article.tallies.index else _whom(article, first)
        yield Lane(who, whom, claims.sort_values("reported_on", kind="stable", na_position="last"))


def _whom(article: AnnotatedArticle, row: Any) -> str:
    """Return whom a claim without a tally counts."""
    unit = row.get("unit")
    counted = "people" if pd.isna(unit) else str(unit)
    if row["population"] != "unspecified":
        counted = people(row["population"])[1]
    own = pd.notna(row.get("victims")) and row["victims"] == row["source"]
    places = (
        f"{word} {article.places.at[row[column], 'name']}"
        for column, word in (("place", "in"), ("origin", "from"), ("destination", "to"))
        if pd.notna(row.get(column))
    )
    return " ".join((f"its own {counted}" if own else counted, *places))


def _measure(
    article: AnnotatedArticle, measure: str, rows: pd.DataFrame, days: list[pd.Timestamp], undated: bool
) -> Markup:
    claims = rows[rows["measure"] == measure]
    width = len(days) + undated + 1
    name = capital(measure.replace("_", " "))
    head = html.element("tr", html.element("th", name, scope="rowgroup", colspan=width, class_="lk-measure"))
    drawn = claims[[_draws_a_bar(row) for _, row in claims.iterrows()]]
    highest = drawn[["value", "low", "high"]].max(axis=None)
    unit = 0.0 if pd.isna(highest) or not highest else HIGHEST / float(highest)
    lanes = (_lane(article, lane, days, undated, unit) for lane in _lanes(article, claims))
    return html.element("tbody", head, *lanes)


def _lane(article: AnnotatedArticle, lane: Lane, days: list[pd.Timestamp], undated: bool, unit: float) -> Markup:
    head = html.element(
        "th",
        html.element("b", lane.who),
        html.element("span", lane.whom),
        html.element("span", "same count, updated", class_="lk-updated") if _is_updated(lane) else None,
        scope="row",
    )
    cells = []
    carried: Any = None
    for day in days:
        here = lane.claims[lane.claims["reported_on"] == day]
        cells.append(_cell(article, here, carried, unit))
        floors = here[[_draws_a_bar(row) and row["qualifier"] in FLOORS for _, row in here.iterrows()]]
        carried = carried if floors.empty else floors.iloc[-1]
    if undated:
        cells.append(_cell(article, lane.claims[lane.claims["reported_on"].isna()], None, unit))
    return html.element("tr", head, *cells)


def _is_updated(lane: Lane) -> bool:
    return len(set(lane.claims["reported_on"].dropna())) > 1


def _cell(article: AnnotatedArticle, claims: pd.DataFrame, carried: Any, unit: float) -> Markup:
    """Return one day of a lane: its claims above their bars, or pale the number that stands from before."""
    if claims.empty:
        bar = None if carried is None else html.element("span", class_="lk-bar lk-carried")
        height = None if carried is None else _height(carried, unit)
        return html.element("td", bar, style=height)
    tallest = max((row for _, row in claims.iterrows()), key=_size)
    look = f"lk-bar lk-{tallest['qualifier'].replace('_', '-')}"
    bar = html.element("span", class_=look) if _draws_a_bar(tallest) else None
    marks = (_claim(claim, row) for claim, row in claims.iterrows())
    return html.element("td", bar, *marks, style=_height(tallest, unit) if bar else None)


def _size(row: Any) -> int:
    value = row["value"] if pd.notna(row["value"]) else row["low"]
    return -1 if pd.isna(value) else int(value)


def _height(row: Any, unit: float) -> str | None:
    size = _size(row)
    return None if size < 0 else f"--h:{max(2, round(size * unit))}px"


def _claim(claim: Any, row: Any) -> Markup:
    """Return a claim's number, its hedge above and its words below, as a link to them."""
    hedge = _hedge(row)
    small = html.element("small", hedge) if hedge else None
    look = "lk-count lk-word" if pd.isna(row["value"]) and pd.isna(row["low"]) else "lk-count"
    amount = html.element("b", small, _number(row), class_=look)
    period = html.element("span", _period(row), class_="lk-by") if _period(row) else None
    quote = html.element("q", _short(row["quote"]))
    return html.element("a", amount, period, quote, href=f"#words-{claim}", id=f"mark-{claim}")


def _hedge(row: Any) -> str:
    """Return what stands above a number: what makes it less than a plain count, and its hedge."""
    kinds = (
        "denied" if row["assertion"] == "denies" else "",
        "feared" if row["certainty"] == "feared" else "",
        "forecast" if row["amount"] == "forecast" or row.get("kind") == "forecast" else "",
        HEDGES[row["qualifier"]],
    )
    return ", ".join(filter(None, kinds))


def _number(row: Any) -> str:
    """Return the number of a claim in figures, or its word."""
    if row["qualifier"] == "range":
        number = f"{row['low']:,} to {row['high']:,}"
    elif pd.notna(row["value"]):
        number = f"{row['value']:,}"
    else:
        number = "no number" if pd.isna(row["term"]) else str(row["term"])
    if row["amount"] == "rate" and pd.notna(row["per"]):
        return f"{number} a{'n' if row['per'] == 'hour' else ''} {row['per']}"
    return f"{number} more" if row["amount"] == "change" else number


def _period(row: Any) -> str:
    """Return what a count covers, where the article says so."""
    if pd.notna(row["period_words"]):
        return str(row["period_words"])
    start, end = row["period_start"], row["period_end"]
    if pd.isna(start) or start == row["reported_on"]:
        return ""
    return f"since {short_day(start)}" if pd.isna(end) else f"{short_day(start)} to {short_day(end)}"


def _draws_a_bar(row: Any) -> bool:
    """Return whether a claim is a count that its source gives: a rate, a denial or a fear is told, not drawn."""
    counts = pd.isna(row["amount"]) or row["amount"] == "count"
    counted = counts and row["assertion"] != "denies" and row["certainty"] != "feared"
    return bool(counted and row.get("kind") != "forecast" and row["qualifier"] in (*GIVES_A_BAR, "vague"))


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _events(article: AnnotatedArticle, days: Iterable[pd.Timestamp], undated: bool) -> Markup | None:
    """Return the foot of the table: what is reported to have happened on each of its days."""
    events = article.events[~article.events["background"]].drop_duplicates("event")
    cells = [_day_events(events[events["date_start"] == day]) for day in days]
    if not any(cells):
        return None
    cells += [Markup("")] if undated else []
    head = html.element("th", "What is reported of the day", scope="row")
    return html.element("tfoot", html.element("tr", head, *(html.element("td", cell) for cell in cells)))


def _day_events(events: pd.DataFrame) -> Markup:
    items = [
        html.element("li", html.element("a", _event(row), href=f"#words-{claim}")) for claim, row in events.iterrows()
    ]
    if not items:
        return Markup("")
    first = html.element("ul", *items[:MOST_EVENTS])
    if len(items) <= MOST_EVENTS:
        return first
    summary = html.element("summary", f"{len(items) - MOST_EVENTS} more")
    return first + html.element("details", summary, html.element("ul", *items[MOST_EVENTS:]))


def _event(row: Any) -> str:
    status = "" if row["status"] == "happened" else f" ({str(row['status']).replace('_', ' ')})"
    return f"{row['title']}{status}"
