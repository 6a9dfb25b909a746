"""What stands where in the casualty timeline: the columns of days with their events, the lanes with their marks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from libya_kit import layout
from libya_kit.article import AnnotatedArticle
from libya_kit.layout import LINE, wrapped
from libya_kit.reckoning import Toll, in_force, tally_floors
from libya_kit.tolls import tally_title
from libya_kit.wording import number_words, short_day, short_weekday

MOST_COLUMNS, MOST_LINES = 6, 11
"""More days than these share columns; more lines of events in a column are only counted."""
LEFT, RIGHT = 1.1, 1.12
"""Inches left of the columns, for the lanes' titles, and right of them, for the floor."""
SCALE, ARROW, GAP = 0.62, 0.3, 0.09
"""Inches that the largest count is high, that an arrow takes, that words keep from a mark."""
RIBBON = "What is reported, by day"


# The columns


@dataclass(frozen=True)
class Columns:
    """The days of the picture, a column each; of a long time several days a column."""

    first: pd.Timestamp | None
    days: int
    undated: bool
    events: pd.DataFrame

    @property
    def step(self) -> int:
        """How many days a column has."""
        return max(math.ceil(self.days / MOST_COLUMNS), 1)

    @property
    def count(self) -> int:
        """How many columns there are, that for claims without a day among them."""
        return max(math.ceil(self.days / self.step) + self.undated, 1)

    @property
    def width(self) -> float:
        """The width of a column in inches."""
        return (layout.WIDTH - LEFT - RIGHT) / self.count

    def place(self, when: Any) -> float | None:
        """Return where a day begins, in columns; None outside, the last column where no day is given."""
        if pd.isna(when):
            return float(self.count - 1)
        days = -1 if self.first is None else (when - self.first).days
        return days / self.step if 0 <= days < self.days else None

    @property
    def heads(self) -> list[str]:
        """The columns' headings."""
        days = [self.first + pd.Timedelta(days=n) for n in range(self.days)] if self.first is not None else []
        columns = [days[start : start + self.step] for start in range(0, self.days, self.step)]
        if self.step == 1:
            heads = [short_weekday(day, "\n") for (day,) in columns]
        else:
            heads = [f"{short_day(some[0])}\nto {short_day(some[-1])}" for some in columns]
        return [*heads, "day not\ngiven"] if self.undated else heads

    @cached_property
    def ribbon(self) -> list[list[str]]:
        """The events of each column in a few words, each once, as many as there is room for."""
        cells: list[list[str]] = [[] for _ in range(self.count)]
        more = [0] * self.count
        for _, event in self.events.iterrows():
            place = self.place(event["date_start"])
            if place is None:
                continue
            cell, words = cells[int(place)], wrapped(_event_words(event), self.width - 0.05)
            if "\n".join([*cell, words]).count("\n") < MOST_LINES:
                cell.append(words)
            else:
                more[int(place)] += 1
        return [[*cell, *([f"+ {count} more"] if count else [])] for cell, count in zip(cells, more, strict=True)]

    @property
    def ribbon_height(self) -> float:
        """Inches that the ribbon's words take, its own name among them."""
        inches = max(sum(layout.height(words) + 0.06 for words in cell) for cell in self.ribbon)
        return max(inches, layout.height(wrapped(RIBBON, LEFT - 0.2))) + 0.1 if inches else 0.0


def columns(article: AnnotatedArticle, tolls: Iterable[Toll]) -> Columns:
    """Return the columns: from the first claim or event to the last, events far from the claims left out."""
    told = article.casualties["reported_on"].dropna()
    undated = any(bool(toll.rows["reported_on"].isna().any()) for toll in tolls)
    events = _events(article)
    if told.empty:
        return Columns(None, 0, undated, events)
    days_of = events["date_start"]
    reach = pd.Timedelta(days=MOST_COLUMNS - 1)
    first = min([told.min(), *days_of[(days_of >= told.max() - reach) & (days_of < told.min())]])
    last = max([told.max(), *days_of[(days_of <= first + reach) & (days_of > told.max())]])
    return Columns(first, (last - first).days + 1, undated, events)


def _events(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the events that are no background and have a day: one row each, the most told first."""
    events = article.events[~article.events["background"]]
    tellings = events["event"].value_counts()
    events = events[(events["date_precision"] == "day") & events["date_start"].notna()]
    events = events.sort_values(["date_end", "start"], kind="stable").drop_duplicates("event")
    events = events.assign(tellings=events["event"].map(tellings))
    return events.sort_values(["tellings", "start"], ascending=[False, True], kind="stable")


def _event_words(event: Any) -> str:
    """Return an event's title, with what the title does not say of its days or status."""
    title = str(event["title"])
    if event["status"] in ("announced", "planned", "feared"):
        title += f" ({event['status']})"
    if pd.isna(event["date_end"]):
        return f"{title} (from here on)"
    later = event["date_end"] > event["date_start"]
    return f"{title} (to {short_weekday(event['date_end'])})" if later else title


# The lanes, laid out


@dataclass(frozen=True)
class Mark:
    """One claim in its lane: x in columns, y in people, its words placed in inches above the base line."""

    row: Any
    x: float
    y: int | None
    words: str
    words_y: float
    va: str
    top: float

    @property
    def url(self) -> str:
        """Where the mark leads."""
        return f"#{self.row.name}"

    @property
    def kind(self) -> str:
        """How it is drawn: a word that was given a number as at least that."""
        return "at_least" if self.row["taken"] else str(self.row["qualifier"])


@dataclass(frozen=True)
class Lane:
    """One tally: its title, its marks, the steps of its floor; its height in inches."""

    title: str
    marks: tuple[Mark, ...]
    steps: tuple[tuple[float, int], ...]
    height: float


@dataclass(frozen=True)
class Panel:
    """What one panel shows of one toll."""

    toll: Toll
    columns: Columns
    top: int
    lanes: tuple[Lane, ...] = ()

    @property
    def inch(self) -> float:
        """People an inch of height stands for."""
        return self.top / SCALE

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
        """Inches from the lowest base line to the top of the highest lane, or of the floor's blocks."""
        blocks = (self.toll.low or 0) / self.inch + (3 + self.toll.scenario) * LINE
        return max([blocks, *(base + lane.height for base, lane in zip(self.bases, self.lanes, strict=True))])

    @property
    def kinds(self) -> set[str]:
        """The kinds of mark in use."""
        marks = [mark for lane in self.lanes for mark in lane.marks]
        used = {str(mark.row["qualifier"]) for mark in marks} | {mark.kind for mark in marks}
        used |= {"step"} if any(lane.steps for lane in self.lanes) else set()
        return used | {"floor"} if self.toll.chosen else used


def panel(toll: Toll, columns: Columns) -> Panel:
    """Return a panel with its lanes laid out."""
    shown = [row for _, row in toll.rows.iterrows() if columns.place(row["reported_on"]) is not None]
    counts = [int(row[name]) for row in shown for name in ("value", "low", "high") if not pd.isna(row[name])]
    bare = Panel(toll, columns, max([*counts, 1]))
    tallies = toll.rows["tally"].unique()
    return replace(
        bare, lanes=tuple(_lane(bare, tally, [row for row in shown if row["tally"] == tally]) for tally in tallies)
    )


def _lane(panel: Panel, tally: str, rows: list[Any]) -> Lane:
    """Return one tally's lane."""
    cells: dict[int, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        cells.setdefault(int(panel.columns.place(row["reported_on"]) or 0), []).append(row)
    marks: list[Mark] = []
    for cell, some in cells.items():
        lift = 0.0
        for place, row in enumerate(some):
            marks.append(_mark(panel, row, cell + (place + 0.5) / len(some), lift, alone=len(some) == 1))
            lift = marks[-1].top + 0.03
    steps = _steps(panel.toll, marks)
    height = max([SCALE, *(mark.top for mark in marks)])
    if steps:
        height = max(height, SCALE + ARROW) + LINE
    return Lane(tally_title(panel.toll, tally), tuple(marks), steps, height)


def _mark(panel: Panel, row: Any, x: float, lift: float, *, alone: bool) -> Mark:
    """Return a claim's mark; its words stand below it where there is room, else above, over other words of its cell."""
    words = wrapped(number_words(panel.toll.article, row), panel.columns.width - 0.14)
    if row["taken"]:
        words += f"\ntaken as {row['low']:,}"
    y = next((int(row[name]) for name in ("value", "low", "high") if not pd.isna(row[name])), None)
    inches = (y or 0) / panel.inch
    match row["qualifier"]:
        case "vague" if alone and not row["taken"]:
            return Mark(row, x, None, words, SCALE / 2, "center", SCALE)
        case "vague":
            top = SCALE + GAP
        case "range":
            top = row["high"] / panel.inch + GAP
        case "at_least":
            top = inches + ARROW
        case _:
            top = 0.04 if y is None else inches + GAP
    room_below = inches >= layout.height(words) + GAP + 0.06 and row["qualifier"] not in ("vague", "at_most")
    if alone and room_below:
        return Mark(row, x, y, words, inches - GAP, "top", top)
    bottom = max(top, lift)
    return Mark(row, x, y, words, bottom, "bottom", bottom + layout.height(words))


def _steps(toll: Toll, marks: Iterable[Mark]) -> tuple[tuple[float, int], ...]:
    """Return (x, floor) for each day on which a tally is told anew, if there are several."""
    steps = {}
    for mark in marks:
        day = mark.row["reported_on"]
        floor = None if pd.isna(day) else tally_floors(in_force(toll.rows, day)).get(mark.row["tally"])
        if floor is not None:
            steps[day] = (mark.x, int(toll.rows.at[floor, "low"]))
    return tuple(steps.values()) if len(steps) > 1 else ()
