"""Where a quote stands in a text: exactly, or after folding blanks, quotation marks and dashes; never by guessing.

Figures are never folded: a quote and the words at its place hold the same digits and the same number words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from libya_kit.errors import ArticleError
from libya_kit.files import MOST_ROWS
from libya_kit.text.numbers import figures

CONTEXT = 20
"""How many characters before and after a quote are kept with it: to the edge of a word, and until they stand once."""
LONGEST_CONTEXT = 120
"""How many of them at most; and at once where the least context stands in very many places."""
MOST_FOUND = MOST_ROWS
"""How many places of a quote are told apart: as many as there may be annotations."""
MOST_LOOKED = 5_000_000_000
"""How many characters are looked through for quotes at most: how many quotes there are times the text's length."""
_GRAM, _SHIFT, _OFFSET = CONTEXT + 1, np.uint64(32), np.uint64(0xFFFFFFFF)
_ALIKE = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
MOST_PLACES = 100
"""How many places of a quote are counted."""


LONGEST_PHRASE = 1000
"""A label, or a vague word, of more characters is taken to stand nowhere."""


class Part(NamedTuple):
    """Words that stand together: their offsets in code points, the words, and how they were found."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    status: str = "exact"


@dataclass(frozen=True)
class Place:
    """Where a quote stands: offsets in code points, and whether `exact` or `folded`."""

    start: int
    end: int
    how: str


@lru_cache(8)  # an article's text among its quotes
def fold(text: str) -> tuple[str, list[int]]:
    r"""Return the text with one form of blank, quotation mark and dash, and where each of its characters came from.

    The list has one more offset, the text's end. Nothing else is changed: neither letters, nor case, nor digits.

    >>> fold("“Go \n on”")
    ('"Go on"', [0, 1, 2, 3, 6, 7, 8, 9])
    """
    letters: list[str] = []
    origins: list[int] = []
    for offset, letter in enumerate(text):
        if letter in _INVISIBLE:
            continue
        alike = " " if letter.isspace() else _ALIKE.get(letter, letter)
        if alike == " " and letters and letters[-1] == " ":
            continue
        letters += alike
        origins += [offset] * len(alike)
    return "".join(letters), [*origins, len(text)]


@lru_cache(64)
def places(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> tuple[Place, ...]:
    """Return every place where the quote stands between its context; folded ones only where none is exact.

    Of more than `MOST_FOUND` places one more is returned.

    >>> places("He said “ten” and “ten”.", '"ten"')
    (Place(start=8, end=13, how='folded'), Place(start=18, end=23, how='folded'))
    >>> places("He said “ten” and “ten”.", "ten", prefix="and “")
    (Place(start=19, end=22, how='exact'),)
    """
    if not quote.strip():
        return ()
    found = (
        Place(at + len(prefix), at + len(prefix) + len(quote), "exact")
        for at in occurrences(text, prefix + quote + suffix)
    )
    return tuple(islice(found, MOST_FOUND + 1)) or tuple(
        islice(_folded_places(text, quote, prefix, suffix), MOST_FOUND + 1)
    )


def _folded_places(text: str, quote: str, prefix: str, suffix: str) -> Iterator[Place]:
    """Yield where the quote stands between its context but for the form of blanks, quotation marks and dashes."""
    folded, origins = fold(text)
    before, words, after = (fold(part)[0] for part in (prefix, quote, suffix))
    for at in occurrences(folded, (before + words.strip() if before else words.strip()) + after):
        start = origins[at + len(before)]
        last = at + len(before) + len(words.strip())
        end = origins[last - 1] + 1
        if same_figures(text[start:end], quote):
            yield Place(start, end, "folded")


def how_many(found: Sequence[Place]) -> str:
    """Return how many places were found, in words for a message.

    >>> how_many(places("He said “ten” and “ten”.", "ten"))
    '2'
    """
    return str(len(found)) if len(found) <= MOST_FOUND else f"more than {MOST_FOUND:,}"


def limited(number: int, text: str, mend: str, file: str | Path | None = None) -> None:
    """Refuse to look for so many quotes in a long text that it would take minutes.

    Raises
    ------
    ArticleError
        There are more of them than `MOST_LOOKED` allows; the message ends with the mend.
    """
    if number * len(text) > MOST_LOOKED:
        what = f"{number:,} quotes are to be looked for in {len(text):,} characters"
        raise ArticleError(f"{what}, and {MOST_LOOKED // len(text):,} at most can be", file=file, mend=mend)


def same_figures(one: str, other: str) -> bool:
    """Return whether two wordings hold the same digits in the same order and the same numbers in words.

    >>> same_figures("at least 2,200", "at least 2,200"), same_figures("17 dead", "12 dead")
    (True, False)
    """
    digits = [re.findall(r"\d", words) for words in (one, other)]
    numbers = [{(found.value, found.low, found.high) for found in figures(words)} for words in (one, other)]
    return digits[0] == digits[1] and numbers[0] == numbers[1]


def part(text: str, start: int, end: int) -> Part:
    """Return the words at the offsets as a part of an annotation, with the words before and after them as context.

    >>> part("The crash killed at least 12 people near Port Amel, the ministry said.", 17, 28)
    Part(start=17, end=28, quote='at least 12', prefix='The crash killed ',
         suffix=' people near Port Amel,', status='exact')
    """
    others = _alike(text, anchor := max(start - CONTEXT, 0))

    def alone(reach: int) -> bool:
        """Return whether the words with this much context stand nowhere else."""
        first, last = _around(text, start, end, reach)
        before = anchor - first
        return not any(other >= before and text.startswith(text[first:last], other - before) for other in others)

    reach = LONGEST_CONTEXT if len(others) >= MOST_PLACES else CONTEXT
    if 0 < len(others) < MOST_PLACES:
        reach += bisect_left(range(CONTEXT, LONGEST_CONTEXT), True, key=alone)
    first, last = _around(text, start, end, reach)
    return Part(start, end, text[start:end], text[first:start], text[end:last])


def _around(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """Return where the context of a place begins and ends: so many characters around it, and on to the edge of a word.

    What a longer reach gives holds what a shorter one gives.
    """
    first, last = max(start - reach, 0), min(end + reach, len(text))
    while first > max(start - LONGEST_CONTEXT, 0) and not text[first - 1].isspace():
        first -= 1
    while last < min(end + LONGEST_CONTEXT, len(text)) and not text[last].isspace():
        last += 1
    return first, last


def _alike(text: str, at: int) -> list[int]:
    """Return where else the characters from an offset on stand, as many as the least context has; some may differ."""
    index = _index(text)
    (key,) = _keys(text[at : at + _GRAM])
    first, last = np.searchsorted(index, key), np.searchsorted(index, key | _OFFSET, "right")
    places = index[first : min(last, first + MOST_PLACES + 1)] & _OFFSET
    return [place for place in places.tolist() if place != at]


@lru_cache(2)  # of a text that changes, the old one and the new one
def _index(text: str) -> npt.NDArray[np.uint64]:
    """Return each offset of a text with the key of the characters from there on before it, sorted."""
    keys = _keys(text)
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    return keys


def _keys(text: str) -> npt.NDArray[np.uint64]:
    """Return for each offset a number, the same where the same characters follow; the last few have none."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    size = max(len(letters) - _GRAM + 1, 1)
    keys = np.zeros(size, dtype=np.uint32)
    for shift in range(_GRAM):
        keys *= np.uint32(0x9E3779B1)
        keys[: max(len(letters) - shift, 0)] += letters[shift : shift + size]
    return keys.astype(np.uint64) << _SHIFT


def holds(words: str, phrase: str) -> bool:
    """Return whether the phrase stands in the words as whole words, whatever the case.

    >>> holds("Dozens of wounded", "dozens"), holds("something", "some")
    (True, False)
    """
    if len(phrase) > LONGEST_PHRASE:
        return False
    lower, sought = words.lower(), phrase.lower()
    for at in occurrences(lower, sought):
        edges = lower[max(at - 1, 0) : at], lower[at + len(sought) : at + len(sought) + 1]
        if not any(edge.isalnum() or edge == "_" for edge in edges):
            return True
    return False


def occurrences(text: str, words: str) -> Iterator[int]:
    """Yield each offset where the words stand, overlapping ones too."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
