"""Text and charts laid out in inches: how wide words are, where lines break, how high a figure is."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox

from libya_kit.display import style
from libya_kit.text import html as markup

SIZE = 9
"""Points; what words in a chart measure."""
LINE = 0.152
"""Inches from one line of words to the next."""
WIDTH = style.WIDTH - 2 * style.SIDE
"""Inches; what a chart measures across."""
FOOT = 0.35
"""Inches; the room for the source line."""
LONGEST = 1000
"""Characters of one text that a picture shows; the rows beside it have them all."""
TITLE = 11
"""Points; what the title above a picture measures."""

Draw = Callable[[Axes], float]
"""Draws a chart on axes and returns how many inches high it is."""


@cache
def _font(weight: str) -> FontProperties:
    """Return the font of the house style, whatever is set outside."""
    with style.house():
        return FontProperties(fname=findfont(FontProperties(weight=weight)), size=SIZE)


@lru_cache(maxsize=8192)
def across(text: str, weight: str = "normal") -> float:
    """Return how many inches a text may measure across in the house style; screens round it up."""
    with style.any_letters():
        width: float = text_to_path.get_text_width_height_descent(text, _font(weight), False)[0]
    return 1.03 * width / 72


def lines(text: str, room: float, weight: str = "normal") -> list[str]:
    """Return the text in lines of at most so many inches; a word that is wider is divided, a very long text cut off.

    A line runs from left to right whatever the writing of its first word, in every picture and program alike.
    """
    done, line, text = [], "", markup.visible(text)
    for word in (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…").split():
        longer = f"{line} {word}".strip()
        if line and across(longer, weight) > room:
            done.append(line)
            longer = word
        while across(longer, weight) > room and len(longer) > 2:
            part, longer = _divided(longer, room, weight)
            done.append(part)
        line = longer
    return [_left_to_right(one) for one in (*done, line)]


def _divided(word: str, room: float, weight: str) -> tuple[str, str]:
    """Return what of a word fits into so many inches, and the rest: cut at its own hyphen, or not near an end."""
    most = 1 + bisect_right(range(2, len(word)), room, key=lambda n: across(word[:n] + "-", weight))
    if (own := word.rfind("-", 1, most) + 1) > 2:
        return word[:own], word[own:]
    end = word.find("-", most) if "-" in word[most:] else len(word)
    cut = min(most, max(end - 3, 2))
    return word[:cut] + "-", word[cut:]


def _left_to_right(line: str) -> str:
    """Return the line with a mark before it that says its direction, where its letters say another one."""
    directions = () if line.isascii() else map(unicodedata.bidirectional, line)
    return "\u200e" * (next((one for one in directions if one in ("L", "R", "AL")), "L") != "L") + line


def wrapped(text: str, room: float) -> str:
    """Return the text broken into lines of at most so many inches."""
    return "\n".join(lines(text, room))


def height(text: str) -> float:
    """Return how many inches high a broken text is."""
    return LINE * (text.count("\n") + 1)


def key(ax: Axes, meanings: Iterable[tuple[str, Artist]]) -> float:
    """Explain the marks at the lower left of the axes, two in a row; return how many inches that takes."""
    some = dict(meanings)
    look = {"borderaxespad": 0, "borderpad": 0, "handlelength": 1.6, "columnspacing": 1.5, "labelspacing": 0.6}
    if some:
        for handle in ax.legend(some.values(), some.keys(), loc="lower left", ncols=2, **look).legend_handles:
            if isinstance(handle, Line2D):
                handle.set_markersize(min(handle.get_markersize(), 12))
    return 0.23 * ((len(some) + 1) // 2)


def sentence(words: str, ax: Axes) -> float:
    """Write on axes what stands for a picture where there is none."""
    text = wrapped(words, WIDTH - 0.5)
    ax.set_axis_off()
    ax.text(0, 0.5, text, transform=ax.transAxes, va="center", fontsize=SIZE)
    return height(text) + 0.2


def plot(draw: Draw, source: str, ax: Axes | None, *, head: float = style.SIDE) -> Axes:
    """Return the axes given with the drawing, or those of a new pyplot figure that has its size and source line."""
    with style.house():
        if ax is not None:
            draw(ax)
            return ax
        from matplotlib import pyplot

        new = pyplot.figure().add_subplot()
        _fit([(new, draw(new))], source, head)
        return new


def figure(draws: Iterable[Draw], source: str, *, head: float = style.SIDE) -> Figure:
    """Return a figure with the drawings one below the other, the source line under them."""
    draws = list(draws)
    with style.house():
        new = style.figure()
        axes = new.subplots(len(draws), squeeze=False)[:, 0]
        _fit([(ax, draw(ax)) for ax, draw in zip(axes, draws, strict=True)], source, head)
    return new


@contextmanager
def headed(figure: Figure, title: str, subtitle: str) -> Iterator[Bbox]:
    """Write a title and a subtitle above the figure inside the `with`; yield the box in inches that holds it all."""
    across, up = figure.get_size_inches()
    room, top, written = across - 2 * style.SIDE, up, []
    parts: tuple[tuple[list[str], int, dict[str, Any]], ...] = (
        (lines(subtitle, room), SIZE, {"color": style.GREY}),
        (lines(title, room * SIZE / TITLE, "bold"), TITLE, {"color": style.INK, "weight": "bold"}),
    )
    with style.house():
        for broken, size, look in parts:
            for words in filter(None, reversed(broken)):
                at = (style.SIDE / across, (top + 0.06) / up)
                written.append(figure.text(*at, words, va="baseline", fontsize=size, **look))
                top += LINE * size / SIZE
            top += 0.06 if any(broken) else 0
    try:
        yield Bbox([[0, 0], [across, top + (style.SIDE if written else 0)]])
    finally:
        for text in written:
            text.remove()


def _fit(charts: list[tuple[Axes, float]], source: str, head: float) -> None:
    """Give each chart its inches, one below the other under `head` inches, and name the source."""
    whole: Any = charts[0][0].get_figure(root=True)
    total = head + sum(inches for _, inches in charts) + FOOT
    whole.set_layout_engine("none")
    whole.set_size_inches(style.WIDTH, total)
    bottom = total - head
    for ax, inches in charts:
        bottom -= inches
        ax.set_position((style.SIDE / style.WIDTH, bottom / total, WIDTH / style.WIDTH, inches / total))
        for artist in ax.get_children():  # all are drawn inside; a cut would be written with each
            artist.set_clip_on(False)
    style.source_line(whole, source)
