"""The look: palette, marks, source line, and the context every drawing happens in."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.path import Path

from libya_kit.errors import ArgumentError
from libya_kit.text.html import visible

INK = "#1a1a1a"
"""Text."""
GREY = "#595959"
"""Text and lines of second rank: 7:1 on white."""
PALE = "#d9d9d9"
"""Grounds and grids, never a mark."""
BLACK, GREEN, BLUE, VERMILION, PURPLE = "#000000", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
"""The colours of Okabe and Ito that stand out from white by 3:1 or more."""

WIDTH, SIDE = 7.2, 0.1
"""Inches; what a figure measures across, and the margin at its sides."""

ARROW = Path(
    [(-1, 0), (1, 0), (0, 0), (0, 1.7), (-0.45, 1.15), (0, 1.7), (0.45, 1.15)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO],
)
"""A tick at the number with a short arrow up; its length is the same whatever the scale."""

KINDS = ("exact", "at_least", "estimated", "vague", "text")


@contextmanager
def house() -> Iterator[None]:
    """Draw in the house style inside the `with`; nothing of it stays behind."""
    with mpl.rc_context(_sheet()):
        yield


@cache
def _sheet() -> mpl.RcParams:
    """Return what the house style sets, read once."""
    with as_file(files("libya_kit.display") / "house.mplstyle") as path:
        return mpl.rc_params_from_file(path, use_default_template=False)


@contextmanager
def any_letters() -> Iterator[None]:
    """Say nothing inside the `with` of letters that the house's font lacks: a page's reader sees them in another."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


def figure(height: float = 4.0) -> Figure:
    """Return a new figure in the house style, so many inches high, that pyplot does not know of."""
    with house():
        return Figure(figsize=(WIDTH, height))


def mark(kind: str, colour: str = BLACK) -> dict[str, Any]:
    """Return how a kind of number is drawn, as keywords for its artist.

    `exact`, `at_least` and `estimated` are keywords of a line (`ax.plot`), `vague` of a patch (`ax.barh`,
    `ax.axvspan`), `text` of a text (`ax.text`). The kinds differ in shape, so they can be told apart in grey.

    >>> mark("estimated")["markerfacecolor"]
    'white'
    """
    line = {"linestyle": "none", "color": colour, "markeredgecolor": colour}
    match kind:
        case "exact":
            return {**line, "marker": "o", "markersize": 7, "markerfacecolor": colour}
        case "at_least":
            return {**line, "marker": ARROW, "markersize": 20, "markerfacecolor": "none", "markeredgewidth": 1.8}
        case "estimated":
            return {**line, "marker": "o", "markersize": 8, "markerfacecolor": "white", "markeredgewidth": 1.8}
        case "vague":
            return {"facecolor": "white", "edgecolor": colour, "hatch": "////", "linewidth": 0.8}
        case "text":
            return {"color": INK, "fontsize": 9, "ha": "left", "va": "center"}
    raise ArgumentError(f"no mark is called {kind!r}", mend=f"use one of {', '.join(KINDS)}")


def source_line(figure: Figure, text: str) -> None:
    """Write the source at the figure's lower left, which has its size by now."""
    across, up = figure.get_size_inches()
    figure.supxlabel(visible(text), x=SIDE / across, y=0.07 / up, ha="left", fontsize=9, color=GREY)
