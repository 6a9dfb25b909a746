"""The sentences and headings of a text, as offsets in code points.

A paragraph is a heading only if it looks like one: short, directly before prose, without a sentence's end, a footnote
mark, a credit in brackets, a time or a figure behind a colon. Everything else has sentences: lines of a live blog,
captions, corrections at the foot.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from libya_kit.text.english import MONTHS, WEEKDAYS, short

_BULLETS = "•▪◦‣·*-–—"
LONGEST_HEADING = 100
"""A heading has at most so many characters."""
_MOST_WORDS = 15
_LOOKED_BACK = 40
"""So many characters before a full stop are looked at for an abbreviation."""

_CLOSING = "”’\"')\\]»」』）"
_FOOTNOTE = r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3})"
_END = re.compile(
    rf"(?:(?P<stop>[.!?…؟۔]+)[{_CLOSING}]*+{_FOOTNOTE}*(?=\s|$)|[。！？।॥]+[{_CLOSING}]*+{_FOOTNOTE}*)(?P<gap>\s*)"
)
_OPENING = re.compile(r"[“‘\"'(\[«„「『—–•*\s-]*")
_ENDED = re.compile(rf"[.!?…؟۔。！？।॥][{_CLOSING}]*{_FOOTNOTE}*$")

_TITLES = frozenset(
    "mr mrs ms dr prof gen gens lt col cols maj capt cpt sgt cpl pvt pte adm cmdr brig supt insp det ret "
    "sen rep gov hon rev fr msgr amb pres vs cf approx est gen mt ft messrs viz".split()
)
_BEFORE_NUMBERS = frozenset("no nos art sec fig p pp vol ch para".split()) | {short(name).lower() for name in MONTHS}
_BEFORE_NUMBERS |= {"sept"}
_BEFORE_DAYS = frozenset(short(name) for name in WEEKDAYS)
_EITHER = frozenset("st etc jr sr inc ltd co corp rd ave dept govt al e.g i.e".split())
"""Abbreviations that may also end a sentence: the next word says it."""
_CLOCK = frozenset({"a.m", "p.m"})
_AFTER_CLOCK = frozenset((*WEEKDAYS, *MONTHS, "GMT", "UTC", "EST", "EDT", "CET", "BST"))
_STARTERS = frozenset(
    "The A An He She It They We You I His Her Its Their Our This That These Those There Here In On At By For From "
    "After Before Since When While But And Or As If No Some Many Most Other Others Both Earlier Later Meanwhile "
    "However What Who Where Why How Not".split()
)
_INITIALS = re.compile(r"(?:\w\.)*[^\W\d_]")

_TIME = re.compile(r"[\[(]?(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d|\s?[ap]\.?m\b)", re.IGNORECASE)
_CLOCK_TIME = re.compile(r"\b\d{1,2}:\d\d\b")
_CREDIT = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_LABELLED = re.compile(
    r"\W*(?:correction|corrections|clarification|editor[’']s note|update|photo|photograph|picture|image|caption|"
    r"file photo|source|credit|read more|see also)s?\s*[:：]",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\W*(?:corrections?|clarifications?|erratum|errata|amendment)\b(?:\s*[(\[][^)\]]*[)\]])?\s*(?:[:：.–—-]|$)",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:earlier|previous|original) version of this|\bthis (?:article|story|report|text|page|post|headline) "
    r"(?:was|has been|is) (?:\w+ )?(?:corrected|amended)",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|«[^«»]*»|(?<!\w)‘[^‘]*?[.,!?…]’(?!\w)")
_FIGURE = re.compile(r"[:：]\s*\W?\d")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_ITEM = re.compile(r"(?:^|[.!?…]\s)\d{1,3}$")
"""The number of an item, in a paragraph that begins with one."""

Span = tuple[int, int]


def sentence_records(text: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    r"""Yield the sentences between two offsets: number, text, start, end, paragraph, and the heading they stand under.

    >>> [one["text"] for one in sentence_records("Gen. Thomas spoke. “Go.” He left.\n\nHeading\n\nNext.", 0, 49)]
    ['Gen. Thomas spoke.', '“Go.”', 'He left.', 'Next.']
    """
    paragraphs = _paragraphs(text, start, end)
    cuts = [_cuts(text[first:last]) for first, last in paragraphs]
    prose = [
        len(inner) > 0 or _ended(text[first:last]) or last - first > LONGEST_HEADING
        for (first, last), inner in zip(paragraphs, cuts, strict=True)
    ]
    section, number = None, 0
    for at, (first, last) in enumerate(paragraphs):
        words = text[first:last]
        if not prose[at] and at + 1 < len(prose) and prose[at + 1] and _looks_like_heading(words):
            section = words
            continue
        for begin, stop in pairwise([0, *cuts[at], len(words)]):
            sentence = words[begin:stop].strip()
            begin += first + len(words[begin:stop]) - len(words[begin:stop].lstrip())
            number += 1
            yield {
                "number": number,
                "text": sentence,
                "start": begin,
                "end": begin + len(sentence),
                "paragraph": at + 1,
                "section": section,
            }


def is_correction(words: str) -> bool:
    """Return whether a sentence or heading announces a correction of the article itself.

    >>> is_correction("Correction: the toll is 41."), is_correction("The ministry corrected the toll.")
    (True, False)
    """
    return _CORRECTION.match(words) is not None or _CORRECTED.search(words) is not None


def _ended(words: str) -> bool:
    """Return whether the words end as a sentence does."""
    return _ENDED.search(words[-_LOOKED_BACK:]) is not None


def _paragraphs(text: str, start: int, end: int) -> list[Span]:
    """Return where each paragraph lies; lines that only a narrow page has cut are one.

    A line goes on in the next where it ends no sentence and the next begins with a small letter.
    """
    lines: list[Span] = []
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        words = match[0].strip()
        if not words:
            continue
        first = start + match.start() + len(match[0]) - len(match[0].lstrip())
        last = first + len(words)
        gap = text[lines[-1][1] : first] if lines else ""
        one_break = gap.strip(" \t") in ("\n", "\r\n", "\r")
        if one_break and words[0].islower() and not _ended(text[slice(*lines[-1])]):
            lines[-1] = (lines[-1][0], last)
        else:
            lines.append((first, last))
    return lines


def _looks_like_heading(words: str) -> bool:
    """Return whether a paragraph without a sentence's end looks like a heading."""
    if len(words.split()) > _MOST_WORDS or words[0].islower() or words[0] in _BULLETS or words[-1] in ",;:：—–":
        return False
    if re.search(rf"{_FOOTNOTE}$|\*$|†$", words) or _CREDIT.search(words):
        return False
    return not (_TIME.match(words) or _CLOCK_TIME.search(words) or _LABELLED.match(words) or _FIGURE.search(words))


def _cuts(words: str) -> list[int]:
    """Return the offsets inside a paragraph where a new sentence begins."""
    kept = _quotations(words)
    starts = [first for first, _ in kept]
    cuts = []
    for match in _END.finditer(words):
        at = match.end()
        if at == len(words) or not _ends_here(words, match):
            continue
        inside = bisect_left(starts, match.start()) - 1
        if inside < 0 or match.end() > kept[inside][1]:
            cuts.append(at)
    return cuts


def _ends_here(words: str, match: re.Match[str]) -> bool:
    """Return whether a sign that may end a sentence does so, by the words on both sides."""
    if match["stop"] is None:
        return True
    opening = _OPENING.match(words, match.end())
    after = words[opening.end() if opening else match.end() :][:_LOOKED_BACK]
    if not after or after[0].islower() or after[0] in ".,;:!?…)":
        return False
    if match[0].rstrip() != ".":
        return True
    if "।" in words:
        return False  # where sentences end with a danda, a full stop abbreviates
    before = words[max(match.start() - _LOOKED_BACK, 0) : match.start()]
    if _NUMBERED.match(words) and _ITEM.search(before):
        return False
    return not _abbreviated(re.split(r"[\s(“\"‘]", before)[-1], re.split(r"[^\w]", after)[0])


def _abbreviated(last: str, after: str) -> bool:
    """Return whether the word before a full stop is an abbreviation inside a sentence, by the word after it."""
    small = last.lower()
    if small in _BEFORE_NUMBERS and after[:1].isdigit():
        return True
    if last in _BEFORE_DAYS:
        return after[:1].isdigit() or after[:3] in {short(name) for name in MONTHS}
    if small in _CLOCK:
        return after in _AFTER_CLOCK
    if small in _TITLES:
        return True
    return (small in _EITHER or _INITIALS.fullmatch(last) is not None) and after not in _STARTERS


def _quotations(words: str) -> list[Span]:
    """Return where quotations stand that a sentence holds and goes on around: no sentence begins inside them.

    A quotation that is whole sentences by itself is not among them.
    """
    kept = []
    for match in _QUOTATION.finditer(words):
        before = words[max(match.start() - _LOOKED_BACK, 0) : match.start()].rstrip()
        after = words[match.end() : match.end() + _LOOKED_BACK].lstrip()
        begins = not before or _ended(before)
        ends = _ended(match[0][1:-1].rstrip()) and not after[:1].islower()
        if not (begins and ends):
            kept.append(match.span())
    return kept
