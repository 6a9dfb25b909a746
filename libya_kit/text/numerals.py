"""The numbers of a text, as digits or as words: what was written, whole, and what it comes to; no float on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from libya_kit.text import number_words as words

LARGEST = 2**53
"""No count of people is larger: what comes to more is no count."""
_BLANKS = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_NUMERAL = re.compile(
    rf"[1-9]\d{{0,2}}(?:[{_BLANKS}]\d{{3}})+(?![\d]|[.,']\d{{3}})(?:[.,]\d{{1,2}}(?![\d]))?"
    r"|\d+(?:[.,':/]\d+)*(?:-\d{1,2}-\d{1,4}(?!\d))?"
)
_TOKEN = re.compile(rf"(?P<numeral>{_NUMERAL.pattern})[½¼¾]?|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<gap>\n\s*\n)|\S")
_GROUPED = re.compile(
    rf"\d{{1,3}}(?P<mark>[,'{_BLANKS}])\d{{3}}(?:(?P=mark)\d{{3}})*(?P<rest>[.]\d+)?"
    r"|\d{1,3}(?P<dot>[.])\d{3}(?:[.]\d{3})*(?P<rest2>[,]\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?P<rest3>[.]\d+)?"
    rf"|\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?P<rest4>[.,]\d{{1,2}})?"
)
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ＇", "'")
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | {"٬": ",", "٫": ".", "٪": "%", "％": "%", "،": ","}
)
_FRACTION = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
NUMBER_WORDS = words.ONES.keys() | words.TENS.keys() | words.SCALES.keys() | {"dozen", "nil"}


class Token(NamedTuple):
    """A numeral, a word or a sign, as it is compared, and where it stands in the plain text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Plain:
    """A text as it is compared: nothing invisible, small letters, one form of digits; and where each letter stood."""

    letters: str
    origins: Sequence[int]


@dataclass(frozen=True)
class Numeral:
    """A number with the tokens that it is made of; without a value where it is no whole number that can be read."""

    first: int
    last: int
    value: int | None
    fault: str = ""
    scaled: int = 1
    coefficient: Decimal | None = None
    grouped: bool = True

    @property
    def bare(self) -> bool:
        """Whether it stands without a scale."""
        return self.scaled == 1


def plain(text: str) -> Plain:
    """Return the text as it is compared.

    >>> plain("At 1\u200b2’000").letters
    "at 12'000"
    """
    if text.isascii():
        return Plain(text.lower(), range(len(text) + 1))
    letters, origins = [], []
    for offset, letter in enumerate(text):
        if ord(letter) > 127:
            if letter != "\u06dd" and (unicodedata.category(letter) == "Cf" or _INVISIBLE.match(letter)):
                continue
            digit = unicodedata.decimal(letter, None)
            if digit is not None:
                letter = str(digit)
            else:
                letter = letter.translate(_ALIKE)
                letter = lower if len(lower := letter.lower()) == 1 else letter
        else:
            letter = letter.lower()
        letters.append(letter)
        origins.append(offset)
    return Plain("".join(letters), [*origins, len(text)])


@lru_cache(64)
def tokens(letters: str) -> tuple[Token, ...]:
    """Return the numerals, words and signs of a plain text.

    >>> [token.text for token in tokens("killed 1,200 people.")]
    ['killed', '1,200', 'people', '.']
    """
    return tuple(
        Token(match.lastgroup or "sign", match[0], match.start(), match.end()) for match in _TOKEN.finditer(letters)
    )


def numeral_value(text: str, *, scaled: bool = False) -> Decimal | None:
    """Return what digits come to, or None where they are not one number; before a scale a point is a decimal one.

    >>> numeral_value("12,34,567"), numeral_value("1.500"), numeral_value("1.5", scaled=True), numeral_value("1.2.3")
    (Decimal('1234567'), Decimal('1500'), Decimal('1.5'), None)
    """
    extra = _FRACTION.get(text[-1], Decimal(0))
    digits = text[:-1] if extra else text
    if len(digits) > 40:
        return None
    if digits.isdecimal():
        return Decimal(digits) + extra
    match = _GROUPED.fullmatch(digits)
    if match and not digits.startswith("0") and not (scaled and match["dot"] and digits.count(".") == 1):
        rest = match["rest"] or match["rest2"] or match["rest3"] or match["rest4"] or ""
        whole = re.sub(r"\D", "", digits[: len(digits) - len(rest)])
        return Decimal(whole + rest.replace(",", ".")) + extra
    if decimal := _DECIMAL.fullmatch(digits):
        return Decimal(f"{decimal[1]}.{decimal[2]}")
    return None


def adjoin(row: Sequence[Token], at: int) -> bool:
    """Return whether a token stands at the one before it, without a blank."""
    return 0 < at < len(row) and row[at - 1].end == row[at].start


def _hyphened(row: Sequence[Token], at: int) -> int:
    """Return where the next token stands, over a hyphen that joins two words."""
    return at + 1 if at < len(row) and row[at].text == "-" and adjoin(row, at) and adjoin(row, at + 1) else at


def _word(row: Sequence[Token], at: int) -> str:
    """Return the word at a place, or nothing."""
    return row[at].text if 0 <= at < len(row) else ""


class _Sum:
    """What the atoms of a number come to, one after the other."""

    def __init__(self) -> None:
        self.total, self.last, self.scale = Decimal(0), "", LARGEST * 1000
        self.group: Decimal | None = None
        self.scaled = 1
        self.coefficient: Decimal | None = None

    def add(self, value: int) -> bool:
        """Take a number word; return whether it goes on with what stands before it."""
        goes_on = (
            self.group is None or (self.last == "hundred" and value < 100) or (self.last == "ten" and 0 < value < 10)
        )
        if goes_on:
            self.group = (self.group or 0) + Decimal(value)
            self.last = "ten" if 20 <= value < 100 else "one"
        return goes_on

    def multiply(self, word: str, factor: int) -> bool:
        """Take a scale; return whether it goes on with what stands before it."""
        if word == "hundred":
            if self.group is not None and (self.last == "hundred" or self.group >= 100):
                return False
            self.group = (Decimal(1) if self.group is None else self.group) * 100
            self.coefficient = self.coefficient if self.coefficient is not None else self.group / 100
            self.scaled, self.last = self.scaled * 100, "hundred"
            return True
        if self.group is None and self.total:
            if self.last != "scale":
                return False
            self.total *= factor
            self.scaled *= factor
            return True
        group = Decimal(1) if self.group is None else self.group
        if factor >= self.scale:
            return False
        if not self.total:
            self.coefficient = group if self.coefficient is None or self.last != "hundred" else self.coefficient
            self.scaled *= factor
        self.total += group * factor
        self.group, self.last, self.scale = None, "scale", factor
        return True

    @property
    def value(self) -> Decimal:
        """What it comes to."""
        return self.total + (self.group or 0)


def number_at(row: Sequence[Token], at: int) -> Numeral | None:
    """Return the number that begins at a token, as long as it goes on; None where none begins.

    >>> number_at(tokens("two hundred and six people"), 0).value
    206
    """
    token = row[at]
    if token.kind == "numeral":
        return _from_digits(row, at)
    text = token.text
    if text in ("a", "an"):
        after = _word(row, at + 1)
        if after in words.SCALES or after in words.GROUPS:
            return _from_words(row, at, at + 1)
        if after in ("quarter", "half") and (_word(row, at + 2) in words.SCALES or _word(row, at + 2) == "dozen"):
            return _part_of_scale(row, at, at + 1)
        if after == "quarter" and _word(row, at + 2) == "of":
            return _part_of_scale(row, at, at + 1)
        return None
    if text in ("half", "quarter"):
        return _part_of_scale(row, at, at)
    if text in ("one", "three") and _word(row, _hyphened(row, at + 1)) in ("quarter", "quarters"):
        return _part_of_scale(row, at, _hyphened(row, at + 1)) or _from_words(row, at, at)
    if text in NUMBER_WORDS:
        return _from_words(row, at, at)
    return None


def _part_of_scale(row: Sequence[Token], first: int, at: int) -> Numeral | None:
    """Return 'half a million', 'a quarter of a million', 'half a dozen'."""
    part = Decimal("0.5") if row[at].text == "half" else Decimal("0.25")
    part *= 3 if row[first].text == "three" else 1
    at = _hyphened(row, at + 1)
    if _word(row, at) == "of":
        at += 1
    if _word(row, at) in ("a", "an"):
        at = _hyphened(row, at + 1)
    factor = words.SCALES.get(_word(row, at)) or words.GROUPS.get(_word(row, at))
    if factor is None:
        return None
    return _numeral(first, at, part * factor, factor, part)


def _numeral(first: int, last: int, value: Decimal, scaled: int, coefficient: Decimal | None) -> Numeral:
    """Return a number, without a value where it is not whole or too large."""
    if value > LARGEST:
        return Numeral(first, last, None, "identifier", scaled, coefficient)
    if value != int(value):
        return Numeral(first, last, None, "fraction", scaled, coefficient)
    return Numeral(first, last, int(value), "", scaled, value if coefficient is None else coefficient)


def _from_digits(row: Sequence[Token], at: int) -> Numeral:
    """Return a number in digits with its suffix or scales."""
    text = row[at].text
    after = _hyphened(row, at + 1)
    glued = adjoin(row, at + 1) and row[at + 1].kind == "word"
    suffix = row[at + 1].text if glued else ""
    if suffix in words.SUFFIXES:
        if (value := numeral_value(text, scaled=True)) is not None:
            factor = words.SUFFIXES[suffix]
            return _numeral(at, at + 1, value * factor, factor, value)
    scaled = _word(row, after) in words.SCALES or _word(row, after) in words.GROUPS
    halved = (_word(row, at + 1), _word(row, at + 2), _word(row, at + 3)) == ("and", "a", "half")
    value = numeral_value(text, scaled=scaled)
    if value is None:
        return Numeral(at, at, None, "unreadable")
    if scaled or (halved and _word(row, at + 4) in words.SCALES):
        return _from_words(row, at, at, value)
    number = _numeral(at, at, value, 1, value)
    return Numeral(at, at, number.value, number.fault, 1, value, not text.isdecimal())


def _from_words(row: Sequence[Token], first: int, at: int, value: Decimal | None = None) -> Numeral:
    """Return a number of number words and scales, as long as they go on."""
    result, fault, last, started = _Sum(), "", at, value is not None
    if value is not None:
        result.group, result.last = value, "digits"
        at += 1
    while at < len(row):
        at = _hyphened(row, at) if started else at
        step = _step(row, at, result, started=started)
        if step == 0:
            break
        if step < 0:
            fault, step = "unreadable", -step
        last = at + step - 1
        at, started = last + 1, True
    if fault:
        return Numeral(first, last, None, fault)
    return _numeral(first, last, result.value, result.scaled, result.coefficient)


def _step(row: Sequence[Token], at: int, result: _Sum, *, started: bool) -> int:
    """Take the atom at a token into the sum; return how many tokens it has, none at the end, less where it breaks."""
    text = _word(row, at)
    if text in words.ONES or text in words.TENS or text == "nil":
        return 1 if result.add(words.ONES.get(text, words.TENS.get(text, 0))) else -1
    if text in words.SCALES:
        return 1 if result.multiply(text, words.SCALES[text]) else (-1 if started else 0)
    singular = words.PLURALS.get(text, text)
    if started and singular in words.SCALES and result.group is not None and text != "tens":
        return 1 if result.multiply(singular, words.SCALES[singular]) else -1
    if singular in words.GROUPS and (started or text == "dozen" or _word(row, at - 1) == "a"):
        if text in words.PLURALS and result.group is None:
            return 0
        return 1 if result.multiply(singular, words.GROUPS[singular]) else -1
    if text == "and" and started:
        return _after_and(row, at, result)
    if started and row[at].kind == "numeral" and result.last == "scale" and _word(row, at + 1) in words.SCALES:
        value = numeral_value(row[at].text, scaled=True)
        if value is not None and words.SCALES[_word(row, at + 1)] < result.scale:
            result.group, result.last = value, "digits"
            return 1
    return 0


def _after_and(row: Sequence[Token], at: int, result: _Sum) -> int:
    """Take 'and six' after a hundred or thousand, or 'and a half'; return how many tokens it has."""
    if (_word(row, at + 1), _word(row, at + 2)) == ("a", "half"):
        if result.group is not None and _word(row, at + 3) in words.SCALES:
            result.group += Decimal("0.5")
            return 3
        if result.last == "scale" and result.coefficient is not None:
            result.total += Decimal(result.scale) / 2
            return 3
        return 0
    after = _word(row, at + 1)
    small = words.ONES.get(after, words.TENS.get(after, 0))
    if not small or _word(row, _hyphened(row, at + 2)) in words.SCALES:
        return 0
    if result.last not in ("hundred", "scale"):
        return 0
    return 2 if result.add(small) else 0
