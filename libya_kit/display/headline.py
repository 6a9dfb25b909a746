"""The answer at the top of a page: one sentence, and the figures that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from libya_kit.text import html, notebook

HEDGES = {
    "exact": "",
    "at_least": "at least",
    "at_most": "at most",
    "range": "",
    "estimated": "an estimated",
    "vague": "",
    "not_given": "",
}
"""What stands before the number of each qualifier."""


@dataclass(frozen=True)
class KeyFigure:
    """One number of an article: how many of whom, by whom, and the claim that it stands in."""

    claim: str
    amount: str
    hedge: str
    of: str
    by: str
    note: str = ""

    def __str__(self) -> str:
        return f"{f'{self.hedge} {self.amount}'.strip()} {self.of}, {self.by}{f'; {self.note}' if self.note else ''}"

    def html(self) -> str:
        """Return the figure as an item of a list that leads to its words."""
        amount = html.element("b", html.element("small", f"{self.hedge} ") if self.hedge else None, self.amount)
        note = html.element("span", self.note, class_="lk-by") if self.note else None
        rest = (" ", html.element("span", self.of), " ", html.element("span", self.by, class_="lk-by"), " ", note)
        return html.element("li", html.element("a", amount, *rest, href=f"#words-{self.claim}"))


@dataclass(frozen=True, repr=False)
class Headline:
    """A finding as a heading, and the key figures under it."""

    sentence: str
    figures: tuple[KeyFigure, ...] = ()

    def __repr__(self) -> str:
        return "\n".join((self.sentence, *map(str, self.figures)))

    def _repr_html_(self) -> str:
        items = (figure.html() for figure in self.figures)
        figures = html.element("ul", *items, class_="lk-figures") if self.figures else None
        heading = html.element("h1", self.sentence)
        return notebook.shown(html.element("div", heading, figures, class_="lk-headline"))
