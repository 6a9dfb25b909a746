"""Where the words of a claim stand: one place for each part, or a refusal with the places that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from libya_kit.annotations import Part
from libya_kit.article import sentence_records
from libya_kit.errors import ArticleError
from libya_kit.quotes import Place, fold, part, places

AROUND, BRIEFLY = 120, 30
"""How many characters on each side of a quote its candidates show, to the edge of a word; in a message, the fewer."""
SHOWN = 8
"""How many candidates are told of."""
Numbered = list[tuple[int, Place]]


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
    def of(cls, words: str, body_start: int, body_end: int) -> Text:
        """Return the text with its sentences."""
        return cls(words, tuple(sentence_records(words, body_start, body_end)))

    def sentence(self, offset: int) -> dict[str, Any] | None:
        """Return the sentence that stands at an offset; None in a heading or outside the body."""
        return next((one for one in self.sentences if one["start"] <= offset < one["end"]), None)

    def paragraph(self, place: Place) -> tuple[str, str]:
        """Return the words of its paragraph before and after a place."""
        before = self.words[: place.start].replace("\r", "\n").rpartition("\n")[2]
        return before, self.words[place.end :].replace("\r", "\n").partition("\n")[0]

    def around(self, number: int, place: Place, reach: int) -> str:
        """Return a candidate in a line: its number, its sentence's, the words around it there or in its paragraph."""
        there = self.sentence(place.start)
        before, after = self.paragraph(place)
        if there is not None and place.end <= there["end"]:
            before, after = self.words[there["start"] : place.start], self.words[place.end : there["end"]]
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

    def several(what: str, options: Numbered) -> PlaceError:
        more = [f"and {len(options) - SHOWN} more"] if len(options) > SHOWN else []
        long, brief = ([text.around(*one, reach) for one in options[:SHOWN]] + more for reach in (AROUND, BRIEFLY))
        return PlaceError(what, f"{f'say which {how}'.strip()}: {', '.join(brief)}", long, place=name)

    found = []
    for quote, choice in zip(quotes, [*choices, *[Choice()] * (len(quotes) - len(choices))], strict=True):
        there = list(enumerate(places(text.words, quote), 1))
        if not there:
            raise PlaceError(f"{quote[:80]!r} stands nowhere in the text", _nearly(text.words, quote), place=name)
        found.append(_left(text, there, choice) if len(there) > 1 else there)
        if not found[-1]:
            raise several(f"no place of {quote[:80]!r} is the chosen one", there)
    first = _in_order(found)
    if not first:
        what = "the parts stand in the text, but not in this order"
        raise PlaceError(what, "give them in the order of the text", place=name)
    last = [_mirror(place) for place in reversed(_in_order(_mirrored(found)))]
    for quote, options, one, other in zip(quotes, found, first, last, strict=True):
        if one.start != other.start:
            raise several(f"{quote[:80]!r} stands in {len(options)} places", options)
    return tuple(part(text.words, one.start, one.end) for one in first)


def _left(text: Text, there: Numbered, choice: Choice) -> Numbered:
    """Return the places that a choice leaves."""
    wider = places(text.words, choice.within) if choice.within else None
    return [(number, place) for number, place in there if _chosen(text, number, place, choice, wider)]


def _nearly(text: str, quote: str) -> str:
    """Return the advice for words that stand nowhere: whether it is the capitals."""
    folded, origins = fold(text)
    words = fold(quote)[0].strip().lower()
    at = folded.lower().find(words) if words and len(folded.lower()) == len(folded) else -1
    if at >= 0:
        return f"the text has {text[origins[at] : origins[at + len(words) - 1] + 1][:80]!r}"
    return "copy the words from the text; parts that stand apart are given one by one"


def _chosen(text: Text, number: int, place: Place, choice: Choice, wider: list[Place] | None) -> bool:
    """Return whether a place is one that the choice leaves."""
    there = text.sentence(place.start)
    around = text.paragraph(place) if choice.after or choice.before else ("", "")
    before, after = (fold(words)[0] for words in around)
    return (
        choice.occurrence in (None, number)
        and (choice.sentence is None or (there is not None and there["number"] == choice.sentence))
        and fold(choice.after)[0].strip() in before
        and fold(choice.before)[0].strip() in after
        and (wider is None or any(one.start <= place.start and place.end <= one.end for one in wider))
    )


def _in_order(found: Sequence[Numbered]) -> list[Place]:
    """Return for each part the first of its places that begins where the part before has ended; else nothing."""
    reached, taken = float("-inf"), []
    for options in found:
        place = next((place for _, place in options if place.start >= reached), None)
        if place is None:
            return []
        reached = place.end
        taken.append(place)
    return taken


def _mirror(place: Place) -> Place:
    return Place(-place.end, -place.start, place.how)


def _mirrored(found: Sequence[Numbered]) -> list[Numbered]:
    """Return the places of the parts as they are met from the text's end: what comes last, comes first."""
    return [[(number, _mirror(place)) for number, place in reversed(some)] for some in reversed(found)]
