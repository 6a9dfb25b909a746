"""In which unit a tool counted: tried out, and taken only where all the words that the tool wrote down agree.

Tools count code points, UTF-16 units (browsers, Java) or UTF-8 bytes; some see a line end of two characters as one, or
no byte order mark. Few files say which.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from libya_kit.errors import ArticleError
from libya_kit.files import MOST_ROWS
from libya_kit.text import quotes
from libya_kit.text.quotes import fold, how_many, limited, places

BASES = {"code points": (), "UTF-16 units": (0xFFFF,), "UTF-8 bytes": (0x7F, 0x7FF, 0xFFFF)}
"""The units, and the code points beyond which a character takes one more of it."""
CRLF, BOM = ", CRLF as one", ", BOM not counted"
_NO_BLANKS = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
"""Scripts that set no blanks between words, beside the wide ones of East Asia."""

NAME_IT = "name it in a mapping file, as offsets of the label *"

Place = tuple[int, int]
Places = tuple[Place, ...]
Find = Callable[..., Sequence["quotes.Place"]]
"""A function that finds the places of a quote between its context."""


@dataclass(frozen=True)
class Words:
    """Words as a tool marks them: offsets in its unit, and what it wrote down of them, a piece each or all at once."""

    spans: Places
    quotes: tuple[str, ...] = ()
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Settled:
    """The unit in words, and for each of the marked words its places in code points (None: none), and a remark."""

    unit: str
    places: tuple[Places | None, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A unit in which a tool may have counted a text: the offset of each code point and of the text's end."""

    edges: Sequence[int]
    first: int = 0

    def get(self, offset: int) -> int | None:
        """Return the code point that begins at an offset; None where none does. CRLF as one begins at its CR."""
        at = bisect_left(self.edges, offset)
        if at == len(self.edges) or self.edges[at] != offset:
            return None
        return max(at, self.first)


def units(text: str) -> dict[str, Unit]:
    r"""Return each unit in which a tool may have counted this text.

    >>> {name: unit.get(4) for name, unit in units("a\U0001f30d\r\nb").items()}
    {'code points': 4, 'code points, CRLF as one': 5, 'UTF-16 units': 3, 'UTF-16 units, CRLF as one': 4,
     'UTF-8 bytes': None, 'UTF-8 bytes, CRLF as one': None}
    """
    one_end = ("", CRLF) if "\r\n" in text else ("",)
    no_mark = ("", BOM) if text.startswith("\ufeff") else ("",)
    return {name: _unit(text, name) for name in map("".join, product(BASES, one_end, no_mark))}


def _unit(text: str, name: str) -> Unit:
    """Return the unit of that name for a text."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    widths = np.ones(len(letters), dtype=np.uint32)
    for limit in BASES[name.split(",")[0]]:
        widths += letters > limit
    if CRLF in name:
        widths[:-1][(letters[:-1] == ord("\r")) & (letters[1:] == ord("\n"))] = 0
    bare = BOM in name and text.startswith("\ufeff")
    if bare:
        widths[0] = 0
    return Unit(np.concatenate(([0], np.cumsum(widths))).astype(np.uint32).data, int(bare))


def counted(text: str, unit: str) -> list[int]:
    r"""Return each code point's offset, and the text's end, in another unit.

    >>> counted("a\U0001f30db", "UTF-16 units")
    [0, 1, 3, 4]
    """
    return list(_unit(text, unit).edges)


def settle(text: str, marked: Sequence[Words], unit: str | None = None) -> Settled:
    """Return where the marked words stand, by the only unit (or units that agree) under which all of them fit.

    Parameters
    ----------
    text
        The article's text.
    marked
        What the tool marks.
    unit
        The unit, where it is known; None: found out.

    Returns
    -------
    Settled
        Where no unit fits all the words, those that stand once in the text are found by themselves, the others have
        no place; where several units fit at different places, none has.

    Raises
    ------
    ArticleError
        There are more than the kit reads.

    Examples
    --------
    >>> settle("“At least 12” died.", [Words(((1, 12),), ("At least 12",))]).unit
    'code points (UTF-16 units are the same here)'
    """
    if len(marked) > MOST_ROWS:
        raise ArticleError(f"more than {MOST_ROWS:,} annotations", mend="is it the right file?")
    tables = {name: table for name, table in units(text).items() if unit is None or name == unit} or units(text)
    tried = {name: tuple(_places(offsets, words) for words in marked) for name, offsets in tables.items()}
    quoted = any(words.quotes for words in marked)
    telling = _telling(text, marked, tried)

    def fits(name: str) -> bool:
        return all(
            found is not None and (agrees(text, found, words) if quoted else not odd(text, found))
            for found, words, tells in zip(tried[name], marked, telling, strict=True)
            if tells
        )

    fitting = [name for name in tried if fits(name)]
    find = partial(places, text)
    if quoted and not fitting:
        return _by_words(text, marked, tried, find)
    groups: dict[tuple[Places | None, ...], list[str]] = {}
    for name in fitting or tried:
        found = tuple(one if tells else None for one, tells in zip(tried[name], telling, strict=True))
        groups.setdefault(found, []).append(name)
    if len(groups) > 1:
        which = " and as ".join(names[0] for names in groups.values())
        how = "fit" if fitting else "are doubtful"
        what = f"unit unknown: the offsets {how} as {which}, at different places; {NAME_IT}"
        return Settled("unknown", (None,) * len(marked), (what,) * len(marked))
    ((found, names),) = groups.items()
    settled = [
        (one, _remark(text, one, words)) if words.spans else _once(words, find)
        for one, words in zip(found, marked, strict=True)
    ]
    places_found, remarks = zip(*settled, strict=True) if settled else ((), ())
    return Settled(_in_words(names), places_found, remarks)


def carried(settled: Settled, theirs: str, ours: str) -> Settled:
    r"""Return the places in the article's text, where the tool has it with other line ends or byte order mark.

    >>> carried(Settled("", (((4, 7),),), ("",)), "a\r\n\nred", "\ufeffa\n\nred").places
    (((4, 7),),)
    """
    if theirs == ours:
        return settled
    bare, at = _unit(theirs, f"code points{CRLF}{BOM}").edges, _unit(ours, f"code points{CRLF}{BOM}").get
    there: list[Places | None] = []
    remarks = []
    for found, remark in zip(settled.places, settled.remarks, strict=True):
        moved = [(at(bare[start]), at(bare[end])) for start, end in found or ()]
        sure = tuple((start, end) for start, end in moved if start is not None and end is not None)
        lost = len(sure) < len(moved)
        there.append(sure if found and not lost else None)
        remarks.append("it marks a line end that the article does not have" if lost else remark)
    return Settled(settled.unit, tuple(there), tuple(remarks))


def _in_words(names: Sequence[str]) -> str:
    """Return a unit's name, and which others give the same places."""
    return names[0] + (f" ({' and '.join(names[1:])} are the same here)" if names[1:] else "")


def _places(offsets: Unit, words: Words) -> Places | None:
    """Return where words stand by a unit's offsets; None outside the text, inside a character, or where empty."""
    found = []
    for start, end in words.spans:
        first, last = offsets.get(start), offsets.get(end)
        if first is None or last is None or first >= last:
            return None
        found.append((first, last))
    return tuple(found) or None


def _telling(text: str, marked: Sequence[Words], tried: dict[str, tuple[Places | None, ...]]) -> list[bool]:
    """Return which of the words say something of the unit: not those that stand nowhere in the text."""
    sure = [
        not words.spans
        or len(words.quotes) < len(words.spans)
        or any(found is not None and agrees(text, found, words) for found in every)
        for words, *every in zip(marked, *tried.values(), strict=True)
    ]
    limited(sum(len(words.quotes) for words, one in zip(marked, sure, strict=True) if not one), text, NAME_IT)

    def there(quote: str) -> bool:
        return quote in text or any(form in fold(text)[0] for form in _forms(quote))

    return [
        bool(words.spans) and (one or all(there(quote) for quote in words.quotes))
        for words, one in zip(marked, sure, strict=True)
    ]


def agrees(text: str, found: Places, words: Words) -> bool:
    """Return whether the words at the places are those that the tool wrote down, line ends and blanks aside."""
    pieces = [text[start:end] for start, end in found]
    if len(words.quotes) == len(pieces):
        return all(piece == quote or alike(piece, quote) for piece, quote in zip(pieces, words.quotes, strict=True))
    return not words.quotes or any(alike(glue.join(pieces), words.quotes[0]) for glue in (" ", "", " … "))


def alike(words: str, quote: str) -> bool:
    r"""Return whether a tool's words are the text's, but for blanks, line ends, quotation marks and dashes.

    >>> alike("two\nlines", "two lines"), alike("two\nlines", r"two\nlines"), alike("17 dead", "12 dead")
    (True, True, False)
    """
    return fold(words)[0] in _forms(quote)


def _forms(quote: str) -> tuple[str, str]:
    r"""Return a quote folded, and the same where a tool wrote line ends as the two characters ``\n``."""
    return fold(quote)[0], fold(quote.replace("\\n", " "))[0]


def _remark(text: str, found: Places | None, words: Words) -> str:
    """Return what is to be said of words and their places; '' where nothing is."""
    if found is None and words.quotes:
        return f"the words {' … '.join(words.quotes)[:80]!r} stand nowhere in the text"
    if found is None:
        where = ", ".join(f"{start}-{end}" for start, end in words.spans) or "none"
        return f"the offsets {where} do not lie in the text of {len(text)} characters"
    if words.quotes:
        pieces = tuple(text[start:end] for start, end in found)
        same = pieces == words.quotes or " ".join(pieces) == words.quotes[0]
        return "" if same else f"the tool writes {words.quotes[0][:60]!r}, the text has {' … '.join(pieces)[:60]!r}"
    return odd(text, found)


def odd(text: str, found: Places) -> str:
    """Return what is odd about a place without words to check it by: a blank at an edge, a word cut; else ''."""
    for start, end in found:
        words = text[start:end]
        if words != words.strip():
            return f"there is a blank at the edge of {words[:60]!r}"
        if _cuts(text, start) or _cuts(text, end):
            return f"the edge of {words[:60]!r} cuts a word"
    return ""


def _cuts(text: str, at: int) -> bool:
    """Return whether an edge lies inside a word, or between a letter and its accents; only where words have blanks."""
    if not 0 < at < len(text):
        return False
    if unicodedata.category(text[at]).startswith("M"):
        return True
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text[at - 1 : at + 1])
    unspaced = unicodedata.name(text[at], "").startswith(_NO_BLANKS)
    return text[at - 1].isalnum() and text[at].isalnum() and not wide and not unspaced


def _by_words(text: str, marked: Sequence[Words], tried: dict[str, tuple[Places | None, ...]], find: Find) -> Settled:
    """Return the places of words that stand once in the text: no unit fits all, so no offset is taken."""
    counts = {
        name: sum(one is not None and agrees(text, one, words) for one, words in zip(found, marked, strict=True))
        for name, found in tried.items()
    }
    best = max(counts, key=counts.__getitem__)
    limited(sum(len(words.quotes) for words in marked), text, NAME_IT)
    found = [_once(words, find) for words in marked]
    return Settled(
        f"none fits all {len(marked)} ({best} fits {counts[best]})",
        tuple(one for one, _ in found),
        tuple(remark for _, remark in found),
    )


def _once(words: Words, find: Find) -> tuple[Places | None, str]:
    """Return the places of words of which each piece stands once in the text, and how that was found or why not."""
    result = []
    for quote in words.quotes:
        sides = [(words.prefix, words.suffix), (words.prefix, ""), ("", words.suffix)]
        tried = (find(quote, prefix=before, suffix=after) for before, after in sides if before or after)
        found = next(filter(None, tried), []) if words.prefix or words.suffix else find(quote)
        if not found and find(quote):
            context = f"{words.prefix[-20:]!r} and {words.suffix[:20]!r}"
            return None, f"the words {quote[:60]!r} do not stand between {context}; are they from another text?"
        if len(found) > 1:
            where = ", ".join(f"{place.start}-{place.end}" for place in found[:6])
            return (
                None,
                f"the words {quote[:60]!r} stand in {how_many(found)} places ({where}), and no offset tells which",
            )
        if not found:
            return None, f"the words {quote[:60]!r} stand nowhere in the text"
        result.append((found[0].start, found[0].end))
    if len(result) < len(words.spans):
        return None, "no offset is sure, and not every piece has words of its own to be found by"
    return tuple(result), "found by its words, which stand once"
