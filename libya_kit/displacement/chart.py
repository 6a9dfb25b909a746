"""The chart of people on the move: what is said over its days, below it the days as boxes by each way of counting.

x counts days, y lines of text from above; words stand at shares of the width.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from libya_kit.article.wording import capital, short_day, short_weekday, speaker
from libya_kit.displacement import rates
from libya_kit.displacement.rates import View, Way
from libya_kit.display import layout, style
from libya_kit.text.english import day

_MARKS = {"exact": "a number as reported", "at_least": "at least; the arrow has no scale", "estimated": "an estimate"}
LINE = 0.175
"""Inches that a line of the chart takes."""
WORDS_AT, MARKS_AT = 0.32, 0.3
"""Shares of the chart's width: where the words and the days begin, where the marks of numbers stand."""
MOST_BOXES, NAMED_BOX = 31, 0.38
"""So many days are still drawn as boxes; a box this wide, in inches, has room for its date."""


def head(view: View) -> float:
    """Return the inches that the days take above the chart."""
    return 0.45 if view.rated else style.SIDE


def draw(view: View, ax: Axes) -> float:
    """Draw the rows from above; return how many inches high they are."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if view.rated:
        _day_axis(ax, view)
    at = 0.3
    for some in rates.rows_of(view.displaced):
        at = _row(ax, at, view, some)
    if len(view.others):
        at = _heading(ax, at, "Not displaced people")
    for some in rates.rows_of(view.others):
        at = _row(ax, at, view, some)
    if view.crowded:
        at = _heading(ax, at, f"Average a day, {rates.COUNTED[view.days]}")
    for claim_id in view.rated:
        at = _rates(ax, at, view, claim_id)
    handles, labels = ax.get_legend_handles_labels()
    at += layout.key(ax, zip(labels, handles, strict=True)) / LINE
    ax.set_ylim(at, 0)
    return at * LINE


def _day_axis(ax: Axes, view: View) -> None:
    """Put the days at the top, between the words at the left and the results at the right."""
    pairs = [(view.claims.loc[claim_id], way) for claim_id, ways in view.rated.items() for way in ways]
    days = pd.date_range(min(way.start for _, way in pairs), max(way.end for _, way in pairs))
    results = [words for row, way in pairs for words in (rates.result(row, way), way.cap)]
    right = 0.98 - (max(layout.across(words, "bold") for words in results) + 0.05) / layout.WIDTH
    first, one = rates.day_number(days[0]), len(days) / (right - WORDS_AT)
    ax.set_xlim(first - WORDS_AT * one, first + len(days) + (1 - right) * one)
    steps = range(0, len(days), math.ceil(len(days) / 5))
    long = len(days) > MOST_BOXES
    labels = [f"{short_day(days[n])}\n{days[n].year}" if long else short_weekday(days[n], "\n") for n in steps]
    ax.xaxis.tick_top()
    ax.set_xticks([first + n + 0.5 for n in steps], labels)
    ax.tick_params(length=0)


def _row(ax: Axes, at: float, view: View, some: pd.DataFrame) -> float:
    """Draw one row, its tellings one below the other; return where the next begins."""
    first, link = some.iloc[0], f"#{some.index[0]}"
    below = _text(ax, 0, at, rates.what(first), WORDS_AT, link, weight="bold")
    below = _text(ax, 0, below, rates.how_many_all(some), MARKS_AT - 0.02, link)
    for claim_id, claim in some.iterrows():
        link = f"#{claim_id}"
        if claim_id in view.rated:
            at = _bracket(ax, at, view, str(claim_id))
        if label := _MARKS.get(claim["qualifier"]):
            base = 0.8 if claim["qualifier"] == "at_least" else 0.5
            look = {**style.mark(claim["qualifier"]), "label": label, "url": link}
            ax.plot([MARKS_AT], [at + base], transform=ax.get_yaxis_transform(), **look)
        at = _text(ax, WORDS_AT, at, f"“{claim['quote']}”", 1 - WORDS_AT, link)
        period = "" if pd.isna(claim["period_start"]) or claim_id in view.rated else rates.period(claim)
        told = "report not dated" if pd.isna(claim["reported_on"]) else f"reported on {day(claim['reported_on'])}"
        about = "; ".join(filter(None, (speaker(view.article, claim), rates.origin(view.article, claim), period, told)))
        at = _text(ax, WORDS_AT, at, about, 1 - WORDS_AT, link, color=style.GREY) + 0.2
    return max(at, below) + 0.5


def _bracket(ax: Axes, at: float, view: View, claim_id: str) -> float:
    """Draw the days that a count covers, dashed where it may end; return where the words below begin."""
    line: dict[str, Any] = {"color": style.BLUE, "linewidth": 2, "solid_capstyle": "butt", "url": f"#{claim_id}"}
    alike, way = [one for one in view.rated[claim_id] if one.kind == view.days], view.way(claim_id)
    if alike:
        left, right = alike[0].left, alike[-1].left + alike[-1].days
        firm = left + alike[0].days - (alike[0].to != "stated")
        ax.plot([left, left, firm], [at + 0.9, at + 0.5, at + 0.5], label="days that the count covers", **line)
        if firm < right:
            words = "days it may run to; the last is not stated"
            ax.plot([firm, right], [at + 0.5] * 2, linestyle=(0, (2, 1.5)), label=words, **line)
    if way:
        ax.plot([way.left + way.days] * 2, [at + 0.9, at + 0.1], **line)
    _text(ax, 1, at, way.cap if way else "less than a day", 1, line["url"], ha="right")
    return at + 1.2


def _rates(ax: Axes, at: float, view: View, claim_id: str) -> float:
    """Draw a row per way of counting, its days as boxes; return where the next part begins."""
    claim, link, chosen = view.claims.loc[claim_id], f"#{claim_id}", view.way(claim_id)
    if not view.crowded:
        at = _heading(ax, at, capital(f"{rates.how_many(claim)}: average a day, by how the days are counted"))
    for way in view.shown(claim_id):
        on = way == chosen
        _boxes(ax, at, way, on, link)
        look = {"weight": "bold" if on else "normal", "color": style.INK if on else style.GREY}
        below = _text(ax, 0, at, capital(rates.how_many(claim)) if view.crowded else way.short, WORDS_AT, link, **look)
        _text(ax, 1, at, rates.result(claim, way), 1, link, ha="right", **look)
        at = below + 0.35
    return at if view.crowded else at + 0.3


def _boxes(ax: Axes, at: float, way: Way, on: bool, link: str) -> None:
    """Draw a box for each day, filled when they are counted so, in it the day or the two that it lies between."""
    width = 1 if way.days <= MOST_BOXES else way.days
    boxes = [
        Path.unit_rectangle().transformed(Affine2D().scale(width, 1).translate(way.left + n, at))
        for n in range(0, way.days, width)
    ]
    fill, ink = (style.BLUE, "white") if on else ("white", style.GREY)
    label = "days as counted here" if on else "days by the other ways of counting"
    look = {"facecolor": fill, "edgecolor": ink, "label": label, "url": link, "clip_on": False}
    ax.add_patch(PathPatch(Path.make_compound_path(*boxes), **look))
    left, right = ax.get_xlim()
    if layout.WIDTH / (right - left) >= NAMED_BOX:
        for number, when in enumerate(pd.date_range(way.start, periods=way.days)):
            to = "" if way.kind == "inclusive" else f"–{(when + pd.Timedelta(days=1)).day}"
            centred = style.mark("text") | {"ha": "center", "color": ink}
            ax.text(way.left + number + 0.5, at + 0.5, f"{when.day}{to}", **centred)


def _heading(ax: Axes, at: float, words: str) -> float:
    """Draw a rule and below it a heading; return where the rows begin."""
    ax.plot([0, 1], [at + 0.1] * 2, transform=ax.get_yaxis_transform(), color=style.GREY, linewidth=0.8)
    return _text(ax, 0, at + 0.4, words, 1, None, weight="bold") + 0.2


def _text(ax: Axes, x: float, at: float, words: str, share: float, link: str | None, **look: Any) -> float:
    """Write words into a share of the chart's width, on as many lines as they need; return where they end."""
    lines = layout.lines(words, share * layout.WIDTH, look.get("weight", "normal"))
    look = {"transform": ax.get_yaxis_transform(), "url": link, **style.mark("text"), **look}
    for number, line in enumerate(lines):
        ax.text(x, at + number + 0.5, line, **look)
    return at + len(lines)
