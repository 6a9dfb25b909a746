"""What stands where in the casualty timeline: the columns of days with their events, the lanes with their marks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import listed, number_words, quantity, short_day, short_weekday
from libya_kit.casualties.bounds import tally_title
from libya_kit.casualties.reckoning import Toll, in_force, of_these_days, tally_floors
from libya_kit.display import layout
from libya_kit.display.layout import LINE, across, lines, wrapped

MOST_COLUMNS, MOST_LINES = 6, 11
"""More days than these share columns; more lines of events in a column are only counted."""
LEFT, RIGHT = 1.1, 1.12
"""Inches left of the columns, for the lanes' titles, and right of them, for the floor."""
SCALE, ARROW, GAP = 0.62, 0.3, 0.09
"""Inches that the largest count is high, that an arrow takes, that words keep from a mark."""
NARROWEST, MOST_WORDS = 0.66, 2
"""Inches that a claim's words need beside others of its cell; of more claims than these, without it, the numbers."""
MOST_NAMES = 3
"""Lines that the names of the reports which relay a claim may take at its mark; of more, their number."""
NARROWEST_TITLE = 0.6
"""Inches that a lane's title needs beside the scale; with less it stands over it."""
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

    def _day(self, number: int) -> pd.Timestamp:
        """Return a day by its number from 0."""
        return pd.Timestamp(self.first) + pd.offsets.Day(number)

    @property
    def heads(self) -> list[str]:
        """The columns' headings."""
        starts = range(0, self.days, self.step)
        spans = [(self._day(start), self._day(min(start + self.step, self.days) - 1)) for start in starts]
        heads = [short_weekday(one, "\n") if self.step == 1 else _span(one, two) for one, two in spans]
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
            if words in cell:
                continue
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


def _span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return some days in two short lines."""
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}".replace(" ", "\n")
    return f"{short_day(first)}–\n{short_day(last)}"


def columns(article: AnnotatedArticle, tolls: Iterable[Toll]) -> Columns:
    """Return the columns: from the first claim or event to the last, events far from the claims left out."""
    told = of_these_days(article)["reported_on"].dropna()
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
    """One claim in its lane: x in columns, y in people, its words placed in columns and inches above the base line.

    `wide` says how many columns it has to itself, `top` how many inches it reaches up, with its words.
    """

    row: Any
    x: float
    y: int | None
    wide: float
    words: str
    words_x: float
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
    """One tally: its title, also in lines and where these begin; its marks, its floor by steps; heights in inches."""

    title: str
    title_lines: str
    title_y: float
    marks: tuple[Mark, ...]
    steps: tuple[tuple[float, int], ...]
    height: float


@dataclass(frozen=True)
class Panel:
    """What one panel shows of one toll."""

    toll: Toll
    columns: Columns
    top: int
    ticks: tuple[int, ...] = ()
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
        blocks = (self.toll.low or 0) / self.inch + 2 * LINE + layout.height(floor_words(self.toll))
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
    top = max([*counts, 1])
    bare = Panel(toll, columns, top, tuple(_ticks(top)) if counts else ())
    told: dict[str, list[Any]] = {tally: [] for tally in toll.rows["tally"]}
    for row in shown:
        told[row["tally"]].append(row)
    return replace(bare, lanes=tuple(_lane(bare, tally, rows) for tally, rows in told.items()))


def floor_words(toll: Toll) -> str:
    """Return what stands over the floor's blocks, in lines."""
    words = toll.amount + (" reported" if toll.exact else "")
    return "\n".join([*["scenario:"] * toll.scenario, *lines(words, RIGHT - 0.2, "bold")])


def _ticks(top: int) -> list[int]:
    """Return round numbers from 0 up to the largest count.

    >>> _ticks(25), _ticks(80), _ticks(1)
    ([0, 10, 20], [0, 50], [0, 1])
    """
    size = 10 ** math.floor(math.log10(top))
    step = next(some for some in (size // 5, size // 2, size, 2 * size, 5 * size) if some and top / some < 3.2)
    return list(range(0, top + 1, step))


def _lane(panel: Panel, tally: str, rows: list[Any]) -> Lane:
    """Return one tally's lane."""
    cells: dict[int, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        cells.setdefault(int(panel.columns.place(row["reported_on"]) or 0), []).append(row)
    marks: list[Mark] = []
    for cell, some in cells.items():
        alone = [_mark(panel, row, cell + (place + 0.5) / len(some), len(some)) for place, row in enumerate(some)]
        marks += alone if _apart(panel, len(some)) else _above_each_other(panel, cell, alone)
    steps = _steps(panel.toll, marks)
    title = tally_title(panel.toll, tally)
    title_lines, title_y = _title(panel, title)
    height = max([SCALE, title_y, *(mark.top for mark in marks)])
    if steps:
        height = max(height, SCALE + ARROW) + LINE
    return Lane(title, title_lines, title_y, tuple(marks), steps, height)


def _title(panel: Panel, title: str) -> tuple[str, float]:
    """Return a lane's title in lines, and where they begin: beside the scale's numbers, or over them."""
    room = LEFT - 0.1 - max((across(f"{tick:,}") for tick in panel.ticks), default=0)
    if room >= NARROWEST_TITLE:
        title = wrapped(title, room)
        return title, max(SCALE, layout.height(title))
    title = wrapped(title, LEFT - 0.1)
    return title, panel.ticks[-1] / panel.inch + LINE + layout.height(title)


def _apart(panel: Panel, count: int) -> bool:
    """Return whether each of so many claims in a cell has room for its words beside the others."""
    return panel.columns.width / count >= NARROWEST


def _above_each_other(panel: Panel, cell: int, marks: list[Mark]) -> list[Mark]:
    """Return a cell's marks with their words inside it, as low as no words cover a mark or others."""

    def half(one: Mark) -> float:
        return max(map(across, one.words.splitlines())) / 2 / panel.columns.width

    inch, placed = 1 / panel.columns.width, list[Mark]()
    for mark in marks:
        x = min(max(mark.x, cell + half(mark)), cell + 1 - half(mark)) if half(mark) < 0.5 else cell + 0.5
        high = layout.height(mark.words)
        lowest = max(one.words_y for one in marks if one is mark or abs(one.x - x) < half(mark) + 0.08 * inch)
        near = [one for one in placed if abs(one.words_x - x) < half(mark) + half(one) + 0.03 * inch]
        bottom = next(
            y
            for y in sorted([lowest, *(one.top + 0.03 for one in near)])
            if y >= lowest and not any(one.words_y < y + high and y < one.top for one in near)
        )
        placed.append(replace(mark, words_x=x, words_y=bottom, top=bottom + high))
    return placed


def _mark(panel: Panel, row: Any, x: float, count: int) -> Mark:
    """Return the mark of one of so many claims in a cell.

    Its words stand below it where there is room, else above.
    """
    apart, wide = _apart(panel, count), 1 / count
    words = _words(panel, row, count)
    y = next((int(row[name]) for name in ("value", "low", "high") if not pd.isna(row[name])), None)
    inches = (y or 0) / panel.inch
    match row["qualifier"]:
        case "vague" if apart and not row["taken"]:
            return Mark(row, x, None, wide, words, x, SCALE / 2, "center", SCALE)
        case "vague":
            top = SCALE + GAP
        case "range":
            top = row["high"] / panel.inch + GAP
        case "at_least":
            top = inches + ARROW
        case _:
            top = 0.04 if y is None else inches + GAP
    room_below = inches >= layout.height(words) + GAP + 0.06 and row["qualifier"] not in ("vague", "at_most")
    if apart and room_below:
        return Mark(row, x, y, wide, words, x, inches - GAP, "top", top)
    return Mark(row, x, y, wide, words, x, top, "bottom", top + layout.height(words))


def _words(panel: Panel, row: Any, count: int) -> str:
    """Return the words at a mark; where many share a cell, its number alone, as its kind is seen from its shape."""
    apart = _apart(panel, count)
    if apart or count <= MOST_WORDS:
        said = number_words(panel.toll.article, row)
        whole = panel.columns.width / (count if apart else 1)
        room = min(max(whole - 0.14, *map(across, said.split()), 0), whole - 0.02)
        taken = f"\ntaken as {row['low']:,}" if row["taken"] else ""
        return wrapped(said, room) + taken + _beside(panel.toll.article, row, room)
    if row["qualifier"] in ("exact", "at_least", "at_most", "estimated"):
        return f"{row['value']:,}"
    return f"{row['low']:,}" if row["taken"] else wrapped(quantity(row), NARROWEST)


def _beside(article: AnnotatedArticle, row: Any, room: float) -> str:
    """Return what else stands at a mark: whether its claim was taken back, and which reports relay it."""
    corrected = "" if pd.isna(row["until"]) else "\n" + wrapped("later corrected", max(room, across("corrected")))
    reports = list(article.reports_of(row.name).values())
    if len(reports) < 2:
        return corrected
    named = wrapped(f"in {listed(reports)}", room)
    counted = wrapped(f"in {len(reports)} reports", room)
    return f"{corrected}\n{named if named.count(chr(10)) < MOST_NAMES else counted}"


def _steps(toll: Toll, marks: Iterable[Mark]) -> tuple[tuple[float, int], ...]:
    """Return (x, floor) for each day on which a tally is told anew, if there are several."""
    told = {mark.row["reported_on"]: mark for mark in marks if not pd.isna(mark.row["reported_on"])}
    if len(told) < 2:
        return ()
    steps = []
    for day, mark in told.items():
        rows = toll.rows[toll.rows["tally"] == mark.row["tally"]]
        steps += [(mark.x, int(rows.at[floor, "low"])) for floor in tally_floors(in_force(rows, day)).values()]
    return tuple(steps) if len(steps) > 1 else ()
