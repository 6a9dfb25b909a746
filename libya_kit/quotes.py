"""Where a quote stands in a text: exactly, or after folding blanks, quotation marks and dashes; never by guessing.

Figures are never folded: a quote and the words at its place hold the same digits and the same number words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from libya_kit.annotations import Part, numbers_in, occurrences

CONTEXT = 20
"""How many characters before and after a quote are kept with it: to the edge of a word, and until they stand once."""
LONGEST_CONTEXT = 120
"""How many of them at most."""
_ALIKE = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"


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


def places(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> list[Place]:
    """Return every place where the quote stands between its context; folded ones only where none is exact.

    >>> places("He said “ten” and “ten”.", '"ten"')
    [Place(start=8, end=13, how='folded'), Place(start=18, end=23, how='folded')]
    >>> places("He said “ten” and “ten”.", "ten", prefix="and “")
    [Place(start=19, end=22, how='exact')]
    """
    exact = [
        Place(at + len(prefix), at + len(prefix) + len(quote), "exact")
        for at in occurrences(text, prefix + quote + suffix)
    ]
    if exact or not quote.strip():
        return exact if quote.strip() else []
    folded, origins = fold(text)
    before, words, after = (fold(part)[0] for part in (prefix, quote, suffix))
    found = []
    for at in occurrences(folded, (before + words.strip() if before else words.strip()) + after):
        start = origins[at + len(before)]
        last = at + len(before) + len(words.strip())
        end = origins[last - 1] + 1
        if same_figures(text[start:end], quote):
            found.append(Place(start, end, "folded"))
    return found


def same_figures(one: str, other: str) -> bool:
    """Return whether two wordings hold the same digits in the same order and the same numbers in words.

    >>> same_figures("at least 2,200", "at least 2,200"), same_figures("17 dead", "12 dead")
    (True, False)
    """
    digits = [re.findall(r"\d", words) for words in (one, other)]
    return digits[0] == digits[1] and numbers_in(one) == numbers_in(other)


def part(text: str, start: int, end: int) -> Part:
    """Return the words at the offsets as a part of an annotation, with the words before and after them as context.

    >>> part("The crash killed at least 12 people near Port Amel, the ministry said.", 17, 28)
    Part(start=17, end=28, quote='at least 12', prefix='The crash killed ',
         suffix=' people near Port Amel,', status='exact')
    """
    for reach in range(CONTEXT, LONGEST_CONTEXT + 1):
        first, last = max(start - reach, 0), min(end + reach, len(text))
        while first > max(start - LONGEST_CONTEXT, 0) and not text[first - 1].isspace():
            first -= 1
        while last < min(end + LONGEST_CONTEXT, len(text)) and not text[last].isspace():
            last += 1
        if text.count(text[first:last]) == 1:
            break
    return Part(start, end, text[start:end], text[first:start], text[end:last])
