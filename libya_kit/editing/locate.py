"""Where the words of a claim stand: one place for each part, or a refusal with the places that there are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from libya_kit.errors import ArticleError
from libya_kit.text.quotes import MOST_FOUND, Part, Place, fold, how_many, occurrences, part, places
from libya_kit.text.sentences import sentence_records

AROUND, BRIEFLY = 120, 30
"""How many characters on each side of a quote its candidates show, to the edge of a word; in a message, the fewer."""
SHOWN = 8
"""How many candidates are told of."""


@dataclass(frozen=True)
class Choice:
    """What tells one place of a quote from the others; empty: nothing does.

    `after` and `before` are words that stand before and after it in its paragraph, `occurrence` and `sentence` numbers
    from 1, `within` longer words of the text that hold it.
    """

    after: str = ""
    before: str = ""
    occurrence: int | None = None
    sentence: int | None = None
    within: str = ""


class PlaceError(ArticleError):
    """Words stand nowhere, or in several places: then `candidates` has the number and the sentence of each."""

    def __init__(self, what: str, mend: str, candidates: Sequence[str] = (), *, place: str | None = None) -> None:
        self.candidates = tuple(candidates)
        super().__init__(what, mend=mend, place=place)


@dataclass(frozen=True)
class Text:
    """A text and the sentences of its body."""

    words: str
    sentences: tuple[dict[str, Any], ...]

    @classmethod
    @lru_cache(2)  # an article's, while it is annotated claim by claim
    def of(cls, words: str, body_start: int, body_end: int) -> Text:
        """Return the text with its sentences."""
        return cls(words, tuple(sentence_records(words, body_start, body_end)))

    def sentence(self, offset: int) -> dict[str, Any] | None:
        """Return the sentence that stands at an offset; None in a heading or outside the body."""
        number = bisect_right(self.sentences, offset, key=itemgetter("start"))
        there = self.sentences[number - 1] if number else None
        return there if there and offset < there["end"] else None

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the text breaks into paragraphs: before it, at each line end, behind it."""
        return [-1, *(found.start() for found in re.finditer(r"[\r\n]", self.words)), len(self.words)]

    def paragraph(self, place: Place) -> tuple[int, int]:
        """Return where the paragraph of a place begins and ends."""
        last = bisect_left(self._breaks, place.end)
        return self._breaks[bisect_left(self._breaks, place.start) - 1] + 1, self._breaks[last]

    def around(self, number: int, place: Place, reach: int) -> str:
        """Return a candidate in a line: its number, its sentence's, the words around it there or in its paragraph."""
        there = self.sentence(place.start)
        first, last = (there["start"], there["end"]) if there and place.end <= there["end"] else self.paragraph(place)
        before = self.words[max(first, place.start - reach - 1) : place.start]
        after = self.words[place.end : min(last, place.end + reach + 1)]
        if len(before) > reach:
            before = "…" + before[-reach:].partition(" ")[2]
        if len(after) > reach:
            after = after[:reach].rpartition(" ")[0] + "…"
        where = f"sentence {there['number']}" if there else "in no sentence"
        return f"{number} ({where}) {before}[{self.words[place.start : place.end]}]{after}"


def locate(
    text: Text, quotes: Sequence[str], choices: Sequence[Choice] = (), *, name: str | None = None, how: str = ""
) -> tuple[Part, ...]:
    """Return the one place of each part of a quote, in the order of the text.

    Parameters
    ----------
    text
        The text, with its sentences.
    quotes
        The words, part by part; blanks, quotation marks and dashes may be others than the text's, figures may not.
    choices
        What tells the places of a part apart, one for each part; looked at only where it stands in several.
    name, how
        For the refusal: the claim's name, and by what a user says which place is meant.

    Raises
    ------
    PlaceError
        A part stands nowhere, or it is open where: the candidates are named.

    Examples
    --------
    >>> text = Text.of("Five fled. The ministry says five fled. Five died.", 0, 50)
    >>> locate(text, ["five"])[0].start, locate(text, ["fled"], [Choice(after="ministry")])[0].start
    (29, 34)
    """

    def several(what: str, some: _Places) -> PlaceError:
        count = len(some.left)
        more = [f"and {count - SHOWN} more"] if count > SHOWN else []
        shown = [(at + 1, some.every[at]) for at in some.left[:SHOWN]]
        long, brief = ([text.around(*one, reach) for one in shown] + more for reach in (AROUND, BRIEFLY))
        return PlaceError(what, f"{f'say which {how}'.strip()}: {', '.join(brief)}", long, place=name)

    found = []
    for quote, choice in zip(quotes, [*choices, *[Choice()] * (len(quotes) - len(choices))], strict=True):
        there = places(text.words, quote)
        if not there:
            raise PlaceError(f"{quote[:80]!r} stands nowhere in the text", _nearly(text.words, quote), place=name)
        if len(there) > MOST_FOUND:
            what = f"{quote[:80]!r} stands in {how_many(there)} places"
            raise PlaceError(what, "give more of the words around it", place=name)
        every = _Places(there, range(len(there)))
        found.append(_left(text, every, choice) if len(there) > 1 else every)
        if not found[-1].left:
            raise several(f"no place of {quote[:80]!r} is the chosen one", every)
    first, last = _first(found), _last(found)
    if not first:
        what = "the parts stand in the text, but not in this order"
        raise PlaceError(what, "give them in the order of the text", place=name)
    for quote, options, one, other in zip(quotes, found, first, last, strict=True):
        if one.start != other.start:
            raise several(f"{quote[:80]!r} stands in {len(options.left)} places", options)
    return tuple(part(text.words, one.start, one.end) for one in first)


@dataclass(frozen=True)
class _Places:
    """Every place of a quote, and which of them are left."""

    every: Sequence[Place]
    left: Sequence[int]

    def among(self, start: int, end: int) -> _Places:
        """Return what is left of those that begin from one offset to another."""
        first, last = (bisect_left(self.left, edge, key=lambda at: self.every[at].start) for edge in (start, end))
        return _Places(self.every, self.left[first:last])


def _left(text: Text, some: _Places, choice: Choice) -> _Places:
    """Return the places that a choice leaves."""
    if choice.occurrence is not None:
        some = _Places(some.every, [at for at in (choice.occurrence - 1,) if 0 <= at < len(some.every)])
    if choice.sentence is not None:
        there = text.sentences[choice.sentence - 1] if 0 < choice.sentence <= len(text.sentences) else None
        some = some.among(there["start"], there["end"]) if there else _Places(some.every, ())
    for fits in _asked(text, choice):
        some = _Places(some.every, [at for at in some.left if fits(some.every[at])])
    return some


def _asked(text: Text, choice: Choice) -> Iterator[Callable[[Place], bool]]:
    """Yield what a choice asks of the words around a place."""
    if words := fold(choice.after)[0].strip():
        behind = _folded(text.words, words)

        def stands_after(place: Place) -> bool:
            at = bisect_right(behind, place.start, key=itemgetter(1))
            return at > 0 and behind[at - 1][0] >= text.paragraph(place)[0]

        yield stands_after
    if words := fold(choice.before)[0].strip():
        ahead = _folded(text.words, words)

        def stands_before(place: Place) -> bool:
            at = bisect_left(ahead, place.end, key=itemgetter(0))
            return at < len(ahead) and ahead[at][1] <= text.paragraph(place)[1]

        yield stands_before
    if choice.within:
        wider = places(text.words, choice.within)

        def stands_within(place: Place) -> bool:
            at = bisect_right(wider, place.start, key=attrgetter("start"))
            return at > 0 and place.end <= wider[at - 1].end

        yield stands_within


def _folded(text: str, words: str) -> list[tuple[int, int]]:
    """Return where folded words stand in the text as it is."""
    folded, origins = fold(text)
    return [(origins[at], origins[at + len(words) - 1] + 1) for at in occurrences(folded, words)]


def _nearly(text: str, quote: str) -> str:
    """Return the advice for words that stand nowhere: whether it is the capitals."""
    folded, origins = fold(text)
    words = fold(quote)[0].strip().lower()
    at = folded.lower().find(words) if words and len(folded.lower()) == len(folded) else -1
    if at >= 0:
        return f"the text has {text[origins[at] : origins[at + len(words) - 1] + 1][:80]!r}"
    return "copy the words from the text; parts that stand apart are given one by one"


def _first(found: Sequence[_Places]) -> list[Place]:
    """Return for each part the first of its places that begins where the part before has ended; else nothing."""
    reached, taken = 0, []
    for some in found:
        at = bisect_left(some.left, reached, key=lambda at: some.every[at].start)
        if at == len(some.left):
            return []
        taken.append(some.every[some.left[at]])
        reached = taken[-1].end
    return taken


def _last(found: Sequence[_Places]) -> list[Place]:
    """Return for each part the last of its places that ends where the part after begins; else nothing."""
    taken: list[Place] = []
    for some in reversed(found):
        limit = taken[0].start if taken else some.every[-1].end
        at = bisect_right(some.left, limit, key=lambda at: some.every[at].end)
        if at == 0:
            return []
        taken.insert(0, some.every[some.left[at - 1]])
    return taken
