"""The casualty timeline: a lane for each count over the days, what happened above, the floor at the right.

Of a panel's axes x counts columns of days and y counts people above a lane's base line; words are placed in inches.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from libya_kit.article.wording import capital, listed, quantity, short_weekday, weekday
from libya_kit.casualties.layout import LEFT, RIBBON, RIGHT, Lane, Mark, Panel, floor_words
from libya_kit.casualties.reckoning import Toll, of_these_days
from libya_kit.display import layout, style
from libya_kit.display.layout import LINE, across, wrapped

KEY = {
    "exact": "an exact count",
    "at_least": "at least (the arrow’s length says nothing)",
    "at_most": "at most (the arrow’s length says nothing)",
    "range": "from … to",
    "estimated": "an estimate: no floor",
    "vague": "a word: the strip’s top says nothing",
    "step": "the same count, updated: not added up",
    "floor": "each count’s floor on that day, open above",
}
_TITLE, _HEAD = 0.34, 0.42
"""Inches that the panel's title takes, and the columns' headings."""
_UPDATED, _CORRECTED = "same count, updated", "same count, corrected"
BAR = Path([(-1, -1), (1, -1), (0, -1), (0, 1), (-1, 1), (1, 1)], [Path.MOVETO, Path.LINETO] * 3)


class _Pen:
    """Axes with the panel that is drawn on them, `above` and `below` inches around its lanes."""

    def __init__(self, ax: Axes, panel: Panel, above: float, below: float) -> None:
        self.ax, self.panel, self.top, self.across = ax, panel, panel.height + above, 1 / panel.columns.width
        self.left, self.right = -LEFT * self.across, panel.columns.count
        ax.set_axis_off()
        ax.set_xlim(self.left, self.right + RIGHT * self.across)
        ax.set_ylim(-below * panel.inch, self.top * panel.inch)

    def text(self, x: float, inches: float, words: str, *, clear: bool = False, **look: Any) -> None:
        """Write words at x in columns and inches above the lowest base line; `clear`: on a white ground."""
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if clear else None
        look = {"fontsize": layout.SIZE, "linespacing": 1.15, "color": style.INK, "bbox": ground, **look}
        self.ax.text(x, inches * self.panel.inch, words, **look)

    def rule(self, people: float, colour: str = style.GREY, left: float = 0) -> None:
        """Draw a level line over the columns."""
        width, order = (0.8, 1) if colour == style.GREY else (0.6, 0)
        self.ax.plot([left, self.right], [people] * 2, color=colour, linewidth=width, zorder=order)


def draw(panel: Panel, ax: Axes, *, ribbon: bool, key: Collection[str]) -> float:
    """Draw the panel; `ribbon`: with the days and their events above; `key`: with these kinds explained below.

    Returns how many inches high it is.
    """
    above = _TITLE + (_HEAD + panel.columns.ribbon_height if ribbon else 0)
    below = layout.key(ax, [(words, _handle(kind)) for kind, words in KEY.items() if kind in key]) + 2 * LINE + 0.22
    pen = _Pen(ax, panel, above, below)
    title = panel.height + _TITLE - 0.06
    pen.text(pen.left, title, capital(panel.toll.choice.measure), va="top", fontsize=11, weight="bold")
    about = "people; a lane for each count"
    pen.text(0.05 * pen.across, title - 0.02, about, clear=True, va="top", color=style.GREY)
    if ribbon:
        _draw_ribbon(pen)
        pen.rule((title + 0.05) * panel.inch, left=pen.left)
    for number in range(panel.columns.count + 1):
        top = pen.top if ribbon else title
        ax.plot([number] * 2, [0, top * panel.inch], color=style.PALE, linewidth=0.6, zorder=0)
    for lane, base in zip(panel.lanes, panel.bases, strict=True):
        _draw_lane(pen, lane, base)
    _draw_floor(pen)
    return panel.height + above + below


def _draw_ribbon(pen: _Pen) -> None:
    """Draw the days and what happened on them."""
    columns = pen.panel.columns
    for number, (head, cell) in enumerate(zip(columns.heads, columns.ribbon, strict=False)):
        x, y = number + 0.05 * pen.across, pen.top - _HEAD
        pen.text(x, pen.top, head, va="top", weight="bold")
        for words in cell:
            pen.text(x, y, words, va="top", color=style.GREY if words.startswith("+ ") else style.INK)
            y -= layout.height(words) + 0.06
    if any(columns.ribbon):
        pen.text(pen.left, pen.top - _HEAD, wrapped(RIBBON, LEFT - 0.2), va="top", color=style.GREY)


def _draw_lane(pen: _Pen, lane: Lane, base: float) -> None:
    """Draw one tally's lane upon its base line."""
    panel, ax = pen.panel, pen.ax
    zero = base * panel.inch
    pen.text(pen.left, base + lane.title_y, lane.title_lines, va="top")
    pen.rule(zero)
    for tick in panel.ticks:
        y = base + tick / panel.inch
        pen.text(-0.05 * pen.across, y, f"{tick:,}", ha="right", va="center", color=style.GREY)
        if tick:
            pen.rule(zero + tick, style.PALE)
    if lane.steps:
        xs, floors = zip(*lane.steps, strict=True)
        ys = [zero + floor for floor in floors]
        ax.plot(xs, ys, drawstyle="steps-mid", color=style.GREY, linewidth=1.2, zorder=2)
        said = _CORRECTED if any(pd.notna(mark.row["until"]) for mark in lane.marks) else _UPDATED
        half = across(said) / 2 * pen.across
        middle = min(max((xs[-1] + xs[-2]) / 2, half), pen.right - half)
        pen.text(middle, base + lane.height, said, clear=True, ha="center", va="top", color=style.GREY)
    for mark in lane.marks:
        _draw_mark(pen, mark, zero)
        pen.text(mark.words_x, base + mark.words_y, mark.words, clear=True, ha="center", va=mark.va, url=mark.url)


def _draw_mark(pen: _Pen, mark: Mark, zero: float) -> None:
    """Draw a claim's mark by how surely its number is given."""
    if mark.row["qualifier"] == "vague":
        low, top = mark.y or 0, pen.panel.top
        height = max(top - low, 0.05 * pen.panel.inch)
        left, wide = mark.x - 0.42 * mark.wide, 0.84 * mark.wide
        strip = Rectangle((left, zero + low), wide, height, **style.mark("vague", style.GREY))
        strip.set_url(mark.url)
        pen.ax.add_patch(strip)
    if mark.y is not None and mark.kind != "vague":
        ys = [mark.row["low"], mark.row["high"]] if mark.kind == "range" else [mark.y]
        pen.ax.plot([mark.x] * len(ys), [zero + int(y) for y in ys], url=mark.url, zorder=3, **_look(mark.kind))


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
        look |= {"marker": BAR, "linestyle": "none", "markerfacecolor": "none", "markersize": 9}
    return Line2D([], [], **look)


def _draw_floor(pen: _Pen) -> None:
    """Draw the floor on the last day: open-topped blocks, those that are summed stacked, the others beside."""
    panel, toll = pen.panel, pen.panel.toll
    left = pen.right + 0.15 * pen.across
    last = max([*of_these_days(toll.article)["reported_on"].dropna(), *toll.rows["day"]], default=None)
    if last is not None:
        pen.text(left, -0.08, f"floor on\n{short_weekday(last)}", va="top", color=style.GREY)
    if not toll.chosen:
        estimated = toll.high is None and (toll.rows["qualifier"] == "estimated").any()
        given = "an estimate only" if estimated else toll.amount
        words = "too many counts to combine" if toll.too_many else f"no floor: {given}"
        pen.text(left, 0.05, wrapped(words, RIGHT - 0.2), va="bottom")
        return
    stacked = len(toll.chosen) > 1
    side = max(0.38, *(across(f"{toll.floor(tally):,}") + 0.1 for tally in toll.chosen)) if stacked else 0
    first = left + side * pen.across
    room = (RIGHT - 0.25 - side) * pen.across
    width = min(0.34 * pen.across, room / (1 + len(toll.beside)))
    at = top = 0.0
    for tally in toll.chosen:
        count = toll.floor(tally)
        _draw_block(pen, tally, first, at, width)
        if stacked:
            middle = max((at + count / 2) / panel.inch, top + LINE / 2 if at else 0)
            x = first - 0.05 * pen.across
            pen.text(x, middle, f"{count:,}", ha="right", va="center", url=_url(toll, tally))
            top = middle + LINE / 2
        at += count
    for number, tally in enumerate(toll.beside, 1):
        _draw_block(pen, tally, first + number * width, 0, width)
    top = max(top, at / panel.inch, _draw_counts(pen, first, width)) + 0.06
    if toll.beside:
        right = first + (1 + len(toll.beside)) * width
        bracket = [y * panel.inch for y in (top - 0.04, top, top, top - 0.04)]
        pen.ax.plot([first, first, right, right], bracket, color=style.INK, linewidth=1)
    pen.text(left, top + 0.05, floor_words(toll), va="bottom", weight="bold")


def _draw_counts(pen: _Pen, first: float, width: float) -> float:
    """Write the counts of the blocks that stand beside each other, where all fit; return how high they reach."""
    toll, inch = pen.panel.toll, pen.panel.inch
    alone = len(toll.chosen) == 1
    tallies = [*(toll.chosen if alone else []), *toll.beside]
    if any(across(f"{toll.floor(tally):,}") > width / pen.across - 0.02 for tally in tallies):
        return 0.0
    reach = 0.0
    for number, tally in enumerate(tallies):
        count = toll.floor(tally)
        inside = count / inch > LINE + 0.05
        x, y = first + (number + (0.5 if alone else 1.5)) * width, count / inch + (-0.04 if inside else 0.02)
        pen.text(x, y, f"{count:,}", ha="center", va="top" if inside else "bottom", url=_url(toll, tally))
        reach = max(reach, y if inside else y + LINE)
    return reach


def _draw_block(pen: _Pen, tally: str, x: float, y: float, width: float) -> None:
    """Draw one count's floor as a block without a top."""
    top, url = y + pen.panel.toll.floor(tally), _url(pen.panel.toll, tally)
    corners = [x, x, x + width, x + width], [y, top, top, y]
    pen.ax.fill(*corners, facecolor=style.PALE, edgecolor="none", zorder=1, url=url)
    pen.ax.plot([x, x, x + width, x + width], [top, y, y, top], color=style.INK, linewidth=1.2, zorder=2, url=url)


def _url(toll: Toll, tally: str) -> str:
    return f"#{toll.floors[tally]}"


# The picture in words


def described(panel: Panel) -> str:
    """Return what a panel shows."""
    heads = [head.replace("\n", " ") for head in panel.columns.heads]
    days = f"{heads[0]} to {heads[-1]}" if len(heads) > 1 else "".join(heads)
    lanes = "; ".join(
        f"{lane.title}, {', then '.join(_seen(panel.toll, mark) for mark in lane.marks)}" for lane in panel.lanes
    )
    measure = capital(panel.toll.choice.measure)
    return f"{measure}, a timeline with a lane for each count, {days}. {lanes}. At the right {_blocks(panel.toll)}."


def _seen(toll: Toll, mark: Mark) -> str:
    """Return what a mark shows."""
    taken = f", taken as {mark.row['low']:,}" if mark.row["taken"] else ""
    reports = listed(toll.article.reports_of(mark.row.name).values())
    facts = [weekday(mark.row["reported_on"])] + [f"in {reports}"] * bool(reports)
    facts += [] if pd.isna(mark.row["until"]) else ["later corrected"]
    return f"{quantity(mark.row)}{taken} ({', '.join(facts)})"


def _blocks(toll: Toll) -> str:
    """Return what the floor's blocks look like."""
    floors, beside = ([f"{toll.floor(tally):,}" for tally in some] for some in (toll.chosen, toll.beside))
    if not floors:
        return "no block of a floor"
    shape = f"blocks of {listed(floors)} stacked" if len(floors) > 1 else f"an open-topped block of {floors[0]}"
    more = f", with {listed(beside)} beside" if beside else ""
    return f"{shape}{more}, marked {'scenario: ' if toll.scenario else ''}{toll.amount}"
