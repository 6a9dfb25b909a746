"""The two pictures of stances: marks with a few words in three columns, and the matrix of signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import quoted
from libya_kit.display import layout, style
from libya_kit.display.layout import LINE, across, lines
from libya_kit.stances.selection import MODE_WORDS, SIGN_WORDS, STANCES, Column, View, cells, columns, who

_BUBBLE = Path(
    [(-1, 0.8), (1, 0.8), (1, -0.4), (0.1, -0.4), (-0.6, -1), (-0.45, -0.4), (-1, -0.4), (-1, 0.8)], closed=True
)
MARKS: dict[str, dict[str, Any]] = {
    "statement": {"marker": _BUBBLE, "markersize": 8, "color": style.BLUE},
    "vote": {"marker": "s", "markersize": 7, "color": style.BLUE},
    "action": {"marker": ">", "markersize": 8, "color": style.BLACK},
    "label": {"marker": "D", "markersize": 6, "markerfacecolor": "white", "color": style.BLACK},
}
SIGNS: dict[str, dict[str, Any]] = {
    "oppose": {"marker": "_", "markersize": 9, "markeredgewidth": 2, "color": style.BLACK},
    "neutral": {"marker": "o", "markersize": 8, "markerfacecolor": "white", "color": style.BLACK},
    "support": {"marker": "+", "markersize": 9, "markeredgewidth": 2, "color": style.BLACK},
}
GAP, MARK, TALLEST = 0.05, 0.17, 8.7
"""Inches: the space around words, the room of a mark, the height that words are cut to fit."""
EDGES = (0.0, 1.42, 3.5, 4.99, layout.WIDTH)
"""Inches from the left at which the names and the three columns begin, and where the last one ends."""


@dataclass
class Sheet:
    """What is to be drawn, in inches from the upper left: texts, marks and rules, and how high it all is."""

    height: float = 0.0
    texts: list[tuple[float, float, str, dict[str, Any]]] = field(default_factory=list)
    marks: list[tuple[float, float, dict[str, Any], str | None]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, x: float, y: float, words: list[str], **look: Any) -> float:
        """Put lines of words at x, the first in the line that begins at y; return where they end."""
        self.texts += ((x, y + LINE * (number + 0.75), line, look) for number, line in enumerate(words))
        return y + LINE * len(words)

    def mark(self, x: float, y: float, look: dict[str, Any], claim: str | None) -> None:
        """Put a mark in the middle of the line that begins at y."""
        self.marks.append((x + MARK / 2, y + LINE / 2, look, claim))

    def key(self, parts: Iterable[tuple[dict[str, Any], str]]) -> None:
        """Write under the sheet what each mark in use means."""
        x = 0.0
        for look, words in parts:
            width = MARK + across(words) + 0.2
            if x + width > layout.WIDTH:
                x, self.height = 0.0, self.height + LINE
            self.mark(x, self.height, look, None)
            self.write(x + MARK + 0.03, self.height, [words])
            x += width
        self.height += LINE + GAP

    def draw(self, ax: Axes, *, title: str = "") -> float:
        """Draw it all on the axes, one unit an inch; return how high it is."""
        ax.set(xlim=(0, layout.WIDTH), ylim=(self.height, 0), title=title)
        ax.set_axis_off()
        gap = float("nan")
        xs = [x for x0, _, x1, _ in self.rules for x in (x0, x1, gap)]
        ys = [y for _, y0, _, y1 in self.rules for y in (y0, y1, gap)]
        ax.plot(xs, ys, color=style.PALE, linewidth=0.8, scalex=False, scaley=False)
        for x, y, words, look in self.texts:
            ax.text(x, y, words, fontsize=layout.SIZE, **look)
        for x, y, look, claim in self.marks:
            (mark,) = ax.plot([x], [y], linestyle="none", scalex=False, scaley=False, clip_on=False, **look)
            mark.set_url(None if claim is None else f"#{claim}")
        return self.height


# Three columns


@dataclass
class Entry:
    """What gets one mark: its target, where the title does not name it, and for each mode its first claim and words."""

    target: str
    claims: dict[str, tuple[str, str]] = field(default_factory=dict)

    def put(self, sheet: Sheet, left: float, right: float, y: float, most: int) -> float:
        """Put the marks and a few words between left and right, from y on; return where they end."""
        x = left + GAP
        modes = [mode for mode in MARKS if mode in self.claims]
        for mode in modes:
            sheet.mark(x, y, MARKS[mode], self.claims[mode][0])
            x += MARK
        quote = self.claims[modes[0]][1]
        return sheet.write(x + GAP, y, few_words(self.target, quote, right - x - 2 * GAP, most))


def entries(view: View) -> dict[str, dict[str, list[Entry]]]:
    """Return the entries of each speaker and stance: one per target and event, however often it is repeated."""
    found: dict[tuple[str, ...], Entry] = {}
    rows: dict[str, dict[str, list[Entry]]] = {}
    for one in view.claims.itertuples():
        what = one.target_label if pd.isna(one.event) else one.event
        key = (one.speaker, str(one.stance), "" if pd.isna(one.target) else one.target, what)
        if key not in found:
            named = view.towards == "focus" and what == view.article.focus
            found[key] = Entry("" if named else one.target_label)
            rows.setdefault(key[0], {}).setdefault(key[1], []).append(found[key])
        found[key].claims.setdefault(str(one.mode), (str(one.Index), one.quote))
    return rows


def few_words(target: str, quote: str, room: float, most: int) -> list[str]:
    """Return the target and the first words of the quote, two or more, in `most` lines; of 0 lines the target alone."""
    if target and most == 0:
        return lines(target, room)
    before = f"{target}: " if target else ""
    words = quoted(quote).split()
    fitting = lines(before + " ".join(words), room)
    for count in range(len(words) - 1, 1, -1):
        if len(fitting) <= most:
            break
        fitting = lines(f"{before}{' '.join(words[:count]).rstrip(' ,.;:…')}…”", room)
    return fitting


def view_sheet(view: View) -> Sheet:
    """Return the first view, its quotes as long as its height allows."""
    for most in (3, 2, 0):
        sheet = _rows_sheet(view, most)
        if sheet.height <= TALLEST:
            break
    return sheet


def _rows_sheet(view: View, most: int) -> Sheet:
    """Return the first view with at most so many lines of words at a mark."""
    sheet = Sheet()
    for x, heading in zip(EDGES[1:-1], STANCES.values(), strict=True):
        sheet.write(x + GAP, GAP, [heading], fontweight="bold")
    y = LINE + 2 * GAP
    for speaker, by_stance in entries(view).items():
        end = _name(sheet, who(view.article, speaker), y)
        for stance, (left, right) in zip(STANCES, pairwise(EDGES[1:]), strict=True):
            below = y
            for entry in by_stance.get(stance, ()):
                below = entry.put(sheet, left, right, below + GAP, most)
            end = max(end, below)
        y = end + GAP
    sheet.rules += ((x, 0, x, y) for x in EDGES[1:-1])
    sheet.rules.append((0, y, EDGES[-1], y))
    sheet.height = y + 2 * GAP
    sheet.key((look, MODE_WORDS[mode]) for mode, look in MARKS.items() if mode in set(view.claims["mode"]))
    if view.without:
        names = "; ".join(who(view.article, actor) for actor in view.without)
        there = "" if view.towards == "everything" else " on this"
        sheet.height = (
            sheet.write(0, sheet.height, lines(f"Cited, but with no stance{there}: {names}.", layout.WIDTH)) + GAP
        )
    return sheet


def _name(sheet: Sheet, name: str, y: float, right: float = EDGES[-1]) -> float:
    """Draw the rule above a row and the name at its left; return where the name ends."""
    sheet.rules.append((0, y, right, y))
    return sheet.write(0, y + GAP, lines(name, EDGES[1] - GAP))


# The matrix


def matrix_sheet(article: AnnotatedArticle, claims: pd.DataFrame) -> Sheet:
    """Return the matrix: names at the left, targets above, in a cell a line per stance with its modes."""
    sheet, heads = Sheet(), columns(claims)
    edges = _matrix_edges(heads)
    y = top = _matrix_head(sheet, heads, edges)
    for row, in_row in cells(claims).items():
        end = _name(sheet, who(article, row), y, edges[-1])
        for column, (left, right) in zip(heads, pairwise(edges), strict=True):
            end = max(end, _cell(sheet, in_row.get(column, {}), left, right, y + GAP))
        y = end + GAP
    sheet.rules.append((0, y, edges[-1], y))
    groups = ["", *(column[0] for column in heads), ""]
    for x, (before, after) in zip(edges, pairwise(groups), strict=True):
        sheet.rules.append((x, top if before == after else 0, x, y))
    sheet.height = y + 2 * GAP
    signs = [(look, SIGN_WORDS[stance]) for stance, look in SIGNS.items() if stance in set(claims["stance"])]
    modes = [(look, MODE_WORDS[mode]) for mode, look in MARKS.items() if mode in set(claims["mode"])]
    sheet.key(signs + modes)
    return sheet


def _cell(sheet: Sheet, cell: dict[str, dict[str, str]], left: float, right: float, y: float) -> float:
    """Put a line per stance into a cell, its sign and the marks of its modes; return where they end."""
    first = min(left + GAP, (left + right - MARK) / 2)
    for stance, modes in cell.items():
        x = first
        sheet.mark(x, y, SIGNS[stance], next(iter(modes.values())))
        for mode, claim in modes.items():
            x += MARK
            if x + MARK > right:
                x, y = max(first, min(left + GAP + MARK, right - MARK)), y + LINE
            sheet.mark(x, y, MARKS[mode], claim)
        y += LINE
    return y


def _matrix_edges(heads: list[Column]) -> list[float]:
    """Return where the columns begin and the last ends: equal, but none narrower than its group's name needs."""
    groups = [group for group, _, _ in heads]
    room = EDGES[-1] - EDGES[1]
    need = [(across(group, "bold") + 3 * GAP) / groups.count(group) for group in groups]
    wide = [one for one in need if one > room / len(heads)]
    equal = (room - sum(wide)) / max(len(heads) - len(wide), 1)
    return list(accumulate((min(max(one, equal), 1.2) for one in need), initial=EDGES[1]))


def _matrix_head(sheet: Sheet, heads: list[Column], edges: list[float]) -> float:
    """Write the groups and under them, level where all have room, else upright, the targets; return where they end."""
    places = list(zip(heads, pairwise(edges), strict=True))
    upright = not all(_fits(label, right - left) for (_, _, label), (left, right) in places)
    broken = [
        _upright(label, right - left) if upright else lines(label, right - left - 2 * GAP)
        for (_, _, label), (left, right) in places
    ]
    bottom = LINE + 3 * GAP + max(across(line) if upright else LINE * len(some) for some in broken for line in some)
    before = None
    for ((group, _, _), (left, right)), some in zip(places, broken, strict=True):
        if group != before:
            sheet.write(left + GAP, GAP, [group], fontweight="bold")
        before = group
        if not upright:
            sheet.write(left + GAP, bottom - LINE * len(some), some)
            continue
        first = (left + right - LINE * len(some)) / 2 + LINE * 0.75
        look = {"rotation": 90, "va": "bottom", "ha": "center"}
        sheet.texts += ((first + LINE * place, bottom, line, look) for place, line in enumerate(some))
    return bottom + GAP


def _fits(label: str, width: float) -> bool:
    """Return whether a label can stand level over a column so wide."""
    return all(across(word) <= width - 2 * GAP for word in label.split()) and width > 0.8


def _upright(label: str, width: float) -> list[str]:
    """Return an upright label in as many lines as a column so wide has room for."""
    length = 1.4
    while len(lines(label, length)) > max(int(width / LINE), 1):
        length += 0.1
    return lines(label, length)
