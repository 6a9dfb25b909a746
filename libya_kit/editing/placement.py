"""Where annotated words stand in a changed text: step by step, from what is certain to what is only similar.

In every step the digits and number words are the same, and no word or number is cut that was whole before.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from libya_kit.errors import ArticleError
from libya_kit.text import quotes
from libya_kit.text.diff import Difference
from libya_kit.text.numbers import figures
from libya_kit.text.quotes import MOST_PLACES, Part, occurrences
from libya_kit.text.sentences import sentence_records

PLACED = ("exact", "carried", "found", "folded")
"""How a part is placed without asking: at its offsets; by the difference of the texts; as the only words with their
context; or as the same words but for the form of blanks, quotation marks and dashes."""
OPEN = ("ambiguous", "suggested", "missing")
"""How a part is not placed: several places, or only similar words, or none."""
ALIKE = 0.5
"""How alike words must be to be suggested: the share of words and signs that they have in common."""
MOST_CANDIDATES = 9
MOST_LONGER = 100
"""How many times as long as the words what is written there now may be, to be looked at for its likeness."""
_NEAR = 60
_FIGURES = re.compile(r"\d(?:[^\w\n]?\d)*(?:\s?%)?")
"""Figures with no more than a sign or a blank between them: 25-30, 25 000, 25/27, 25'000; and a share."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Placed:
    """How a part is placed, and where; or, where that is open, the places that it may have now."""

    how: str
    spans: tuple[Span, ...] = ()


class Change:
    """An article's old text and its new one.

    >>> Change("The crash killed 12 people.", "The crash killed 17 people.").place(Part(10, 19, "killed 12"))
    Placed(how='suggested', spans=((10, 19),))
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._plain = _View(old, new)

    @cached_property
    def _views(self) -> tuple[_View, ...]:
        """The texts as they are and, where that makes a difference, with blanks, quotation marks and dashes alike."""
        (old, origins), (new, goals) = quotes.fold(self.old), quotes.fold(self.new)
        return (self._plain,) if (old, new) == (self.old, self.new) else (self._plain, _View(old, new, origins, goals))

    def place(self, part: Part) -> Placed:
        """Return where a part of the old text stands in the new one, or may stand."""
        for how, spans in self._steps(part):
            sound = tuple(islice((s for s in dict.fromkeys(spans) if self._sound(part, s)), MOST_CANDIDATES))
            if sound and (how == "ambiguous" or len(sound) > 1):
                return Placed("ambiguous", sound)
            if sound:
                if self.new[slice(*sound[0])] != part.quote:
                    how = "folded"
                return Placed("exact" if how == "carried" and sound[0] == (part.start, part.end) else how, sound)
        similar = self._similar(part)
        return Placed("suggested" if similar else "missing", similar)

    def _steps(self, part: Part) -> Iterator[tuple[str, list[Span]]]:
        """Yield each step with the places that it comes to; later ones cost more."""
        if landing := self._plain.landing(part):
            yield landing
        context = quotes.part(self.old, part.start, part.end)
        around = [(part.start - len(context.prefix), part.end + len(context.suffix))]
        first, last = self._sentences[0].at(part.start)
        around += [(first, last)] if last >= part.end else []
        yield from (self._plain.stands(part, *stretch) for stretch in around)
        for view in self._views[1:]:
            if landing := view.landing(part):
                yield landing
            yield from (view.stands(part, *stretch) for stretch in around)

    def _sound(self, part: Part, span: Span) -> bool:
        """Return whether the words there have the same figures, and cut no word or number that was whole."""
        before, after = (self.old, part.start, part.end), (self.new, *span)
        return (
            quotes.same_figures(part.quote, self.new[slice(*span)])
            and _numbers(*before) == _numbers(*after)
            and _cut(*before) == _cut(*after)
        )

    def _similar(self, part: Part) -> tuple[Span, ...]:
        """Return where similar words stand: what is written there now, and the same words where the old text had none.

        The same words where the old text had them too are a look-alike, which is not suggested.
        """
        spans = [self._plain.change.rewritten(part.start, part.end)]
        for view in self._views:
            spans += view.stands(part, part.start, part.end)[1]
        most = MOST_LONGER * len(part.quote)
        similar: dict[Span, None] = {}
        for start, end in dict.fromkeys(spans):
            if end - start <= most and len(similar) < MOST_CANDIDATES:
                whole = _whole(self.new, start, end)
                similar |= {whole: None} if alike(part.quote, self.new[slice(*whole)]) >= ALIKE else {}
        return tuple(similar)

    def reworded(self, part: Part, span: Span) -> bool:
        """Return whether the sentence around placed words is another than before, blanks and marks aside."""
        before = self.old[slice(*self._sentences[0].around(part.start, part.end))]
        after = self.new[slice(*self._sentences[1].around(*span))]
        return quotes.fold(before)[0] != quotes.fold(after)[0]

    @cached_property
    def _sentences(self) -> tuple[_Sentences, _Sentences]:
        return _Sentences(self.old), _Sentences(self.new)

    def body(self, start: int, end: int) -> Span:
        """Return where the body lies in the new text; what was added at its edges is in it."""
        change = self._plain.change
        before, first = change.image(start - 1), change.image(start)
        after, last = change.image(end), change.image(end - 1)
        begin = before + 1 if before is not None else first if first is not None else change.rewritten(start, start)[1]
        stop = after if after is not None else last + 1 if last is not None else change.rewritten(end, end)[0]
        return begin if start else 0, stop if end < len(self.old) else len(self.new)


class _View:
    """The two texts in one form, and where its characters come from in the texts as they are."""

    def __init__(self, old: str, new: str, origins: list[int] | None = None, goals: list[int] | None = None) -> None:
        self.change = Difference(old, new)
        self._origins, self._goals = origins, goals
        self._left = quotes.MOST_LOOKED

    def _inside(self, offset: int) -> int:
        return offset if self._origins is None else bisect_left(self._origins, offset)

    def _outside(self, start: int, end: int) -> Span:
        return (start, end) if self._goals is None else (self._goals[start], self._goals[end - 1] + 1)

    def landing(self, part: Part) -> tuple[str, list[Span]] | None:
        """Return where a part goes by the difference; ambiguous where a look-alike may have gone there."""
        landing = self.change.landing(self._inside(part.start), self._inside(part.end))
        if landing is None:
            return None
        return "ambiguous" if landing.contested else "carried", [self._outside(landing.start, landing.end)]

    def stands(self, part: Part, first: int, last: int) -> tuple[str, list[Span]]:
        """Return where a part stands with what is around it from `first` to `last`, but not where it stood before.

        Raises
        ------
        ArticleError
            By now the new text has been looked through so often that the rest would take minutes.
        """
        self._left -= len(self.change.new)
        if self._left < 0:
            what = f"the new text, of {len(self.change.new):,} characters, has too little of the old one"
            raise ArticleError(what, mend="annotate it anew, or carry the annotations over in parts")
        first, start, end, last = map(self._inside, (first, part.start, part.end, last))
        size = last - first
        places = list(islice(occurrences(self.change.new, self.change.old[first:last]), MOST_PLACES))
        free = [at + start - first for at in places if not self.change.taken(at, at + size)]
        how = "found" if len(free) == len(places) < MOST_PLACES else "ambiguous"
        return how, [self._outside(at, at + end - start) for at in free]


class _Sentences:
    """The sentences of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        records = list(sentence_records(text, 0, len(text)))
        self._starts = [record["start"] for record in records]
        self._ends = [record["end"] for record in records]

    def at(self, offset: int) -> Span:
        """Return where the sentence at the offset begins and ends; in a heading (0, 0)."""
        number = bisect_right(self._starts, offset) - 1
        inside = number >= 0 and offset < self._ends[number]
        return (self._starts[number], self._ends[number]) if inside else (0, 0)

    def around(self, start: int, end: int) -> Span:
        """Return where the sentences of some words begin and end; in a heading its line."""
        first, last = self.at(start), self.at(end - 1)
        begin = first[0] if first[1] else self._text.rfind("\n", 0, start) + 1
        stop = last[1] if last[1] else self._text.find("\n", end)
        return begin, stop if stop >= 0 else len(self._text)


def alike(one: str, other: str) -> float:
    """Return the share of words and signs that two wordings have in common, in the same order, from 0 to 1.

    >>> alike("killed at least 25", "killed at least 27")
    0.75
    """
    words = [re.findall(r"\w+|[^\w\s]", quotes.fold(text)[0].lower()) for text in (one, other)]
    return difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()


def _numbers(text: str, start: int, end: int) -> list[str]:
    """Return the numbers that the place holds or cuts, as they are written, each whole."""
    return [quotes.fold(text[one:other])[0] for one, other in _number_spans(text, start, end)]


def _number_spans(text: str, start: int, end: int) -> list[Span]:
    first = max(start - _NEAR, 0)
    near = text[first : end + _NEAR]
    found = [*((one.start, one.end) for one in figures(near)), *(match.span() for match in _FIGURES.finditer(near))]
    spans = ((first + one, first + other) for one, other in found)
    return [(one, other) for one, other in spans if one < end and start < other]


def _whole(text: str, start: int, end: int) -> Span:
    """Return a place without blanks at its edges and with the words and numbers at them whole."""
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        return start, start
    while start and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    numbers = _number_spans(text, start, end)
    return min([start, *(one for one, _ in numbers)]), max([end, *(other for _, other in numbers)])


def _cut(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether a place begins, and ends, inside a word."""
    begins, ends = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
    return tuple(len(edge) == 2 and edge.isalnum() for edge in (begins, ends))  # type: ignore[return-value]
