"""Quantities in words: every number, zero and vague word of a text as a record, and whether a claim's value is there.

A number is the whole number: no part of a longer one is ever read or accepted. English number words, hedges and vague
words are known; digits are known in every script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from libya_kit.text import number_words as known
from libya_kit.text.numerals import Numeral, Plain, Token, adjoin, number_at, plain, tokens

AMOUNTS = ("count", "rate", "share", "change", "forecast")
UNITS = ("people", "households", "homes", "movements")
QUALIFIERS = ("exact", "at_least", "at_most", "range", "estimated", "vague", "not_given")
_ENDS = {".", "!", "?", ";", ":"}
_BREAKS = _ENDS | {",", "(", ")", "[", "]", "…", '"', "“", "”"}
_REASONS = {
    "age": "an age", "date": "a date", "distance": "a distance", "fraction": "no whole number",
    "identifier": "a name or a label", "measurement": "a measurement", "money": "money", "no count": "no count",
    "ordinal": "an ordinal", "pronoun": "a pronoun", "things": "a count of things", "time": "a time",
    "unreadable": "not one number that can be read", "year": "a year",
}  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """A quantity where it stands in a text.

    `start` and `end` are the offsets of the number or vague words, `hedge_start` that of the hedge before them (else
    `start`), `words` what stands from `start` to `end`. `also` are further qualifiers that are right beside the words,
    `parts` the numbers of which a counted one is made, `aside` why it is no count of people, households or homes.
    """

    start: int
    end: int
    words: str
    amount: str = "count"
    unit: str = ""
    qualifier: str = "exact"
    value: int | None = None
    low: int | None = None
    high: int | None = None
    term: str = ""
    per: str = ""
    counted: bool = False
    aside: str = ""
    hedge_start: int = 0
    also: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Why a claim's quantity does not stand in its quote, in one line, and the way out."""

    what: str
    hint: str


@dataclass(frozen=True)
class _Found:
    """A quantity with the tokens it is made of, before its surroundings are read."""

    first: int
    last: int
    kind: str
    value: int | None = None
    high: int | None = None
    aside: str = ""
    bare: bool = True
    grouped: bool = False
    coefficient: Decimal | None = None


class _Row:
    """The tokens of a text, with words by their place; nothing stands beyond the ends."""

    def __init__(self, row: Sequence[Token]) -> None:
        self.row = row

    def word(self, at: int) -> str:
        """Return the token at a place as it is compared."""
        return self.row[at].text if 0 <= at < len(self.row) else ""

    def kind(self, at: int) -> str:
        """Return the kind of token at a place."""
        return self.row[at].kind if 0 <= at < len(self.row) else ""

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """Return the tokens from one place to before another."""
        return tuple(self.word(at) for at in range(first, last))

    def longest(self, at: int, phrases: dict[tuple[str, ...], str], most: int) -> int:
        """Return how many tokens the longest of the phrases has that begins at a place."""
        for length in range(most, 0, -1):
            if self.words(at, at + length) in phrases:
                return length
        return 0

    def longest_before(self, at: int, phrases: dict[tuple[str, ...], str], most: int) -> int:
        """Return how many tokens the longest of the phrases has that ends before a place."""
        for length in range(most, 0, -1):
            if at - length >= 0 and self.words(at - length, at) in phrases:
                return length
        return 0

    def until(self, at: int, most: int, stops: set[str]) -> Iterator[tuple[int, str]]:
        """Yield the tokens from a place on, until one of the stops."""
        for place in range(at, min(at + most, len(self.row))):
            if self.word(place) in stops or self.kind(place) == "gap":
                return
            yield place, self.word(place)

    def back(self, at: int, most: int, stops: set[str]) -> Iterator[tuple[int, str]]:
        """Yield the tokens before a place, the nearest first, until one of the stops."""
        for place in range(at - 1, max(at - most - 1, -1), -1):
            if self.word(place) in stops or self.kind(place) == "gap":
                return
            yield place, self.word(place)


def read(text: str) -> tuple[Quantity, ...]:
    """Return every number, zero word, vague word and counted person of a text in order; no two overlap.

    >>> [(one.words, one.qualifier, one.value) for one in read("At least 1 200 fled, dozens died.")]
    [('1 200', 'at_least', 1200), ('dozens', 'vague', None)]
    """
    return _read(text)


def figures(text: str) -> Iterator[Quantity]:
    """Yield the numbers that are written in a text, as digits or words, whatever they count.

    No counted person is among them, and no word for none but zero.

    >>> [(one.start, one.end, one.value) for one in figures("2,200 people, twenty-five of them")]
    [(0, 5, 2200), (14, 25, 25)]
    """
    for one in read(text):
        told = one.value if one.value is not None else one.low
        zero = told == 0 and not any(letter.isdigit() for letter in one.words) and one.words.lower() != "zero"
        if told is not None and not one.counted and not zero:
            yield one


@lru_cache(4096)  # a claim's words are asked for several times
def _read(text: str) -> tuple[Quantity, ...]:
    letters = plain(text)
    row = _Row(tokens(letters.letters))
    spans = list(_merged(row, list(_spans(row))))
    taken = {at for span in spans for at in range(span.first, span.last + 1)}
    found = [_quantity(text, letters, row, span, taken) for span in spans]
    return tuple(_kin(text, row, letters, found, spans))


# What stands there


def _spans(row: _Row) -> Iterator[_Found]:
    """Yield the numbers, ordinals, zero words, vague words, shares and counted persons, as they stand."""
    at = 0
    while at < len(row.row):
        found = _span(row, at)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last + 1


def _span(row: _Row, at: int) -> _Found | None:
    """Return what begins at a token."""
    token = row.row[at]
    if token.kind not in ("numeral", "word"):
        return None
    if token.kind == "word":
        for reader in (_not_given, _zero, _vague, _fraction):
            if found := reader(row, at):
                return found
    if number := number_at(row.row, at):
        kind = "zero" if number.value == 0 else "number"
        if number.fault in ("", "fraction") and (length := _percent(row, number.last + 1)):
            return _Found(number.first, number.last + length, "share")
        return _Found(
            number.first,
            number.last,
            kind,
            number.value,
            aside=number.fault,
            bare=number.bare,
            grouped=number.grouped,
            coefficient=number.coefficient,
        )
    if token.text in known.ORDINALS and not _is_number_before(row, at):
        return _Found(at, at, "ordinal", aside="ordinal")
    length = row.longest(at, known.SHARES, 3)
    if length and row.word(at) not in ("much",) and _is_share(row, at, length):
        return _Found(at, at + length - 1, "share")
    return _person(row, at)


def _is_number_before(row: _Row, at: int) -> bool:
    """Return whether a number word stands directly before, as in 'two thirds'."""
    return False


def _is_share(row: _Row, at: int, length: int) -> bool:
    """Return whether 'most', 'the rest' or the like is a share of people here."""
    after = row.word(at + length)
    if row.word(at) == "most":
        return row.word(at - 1) not in ("the", "at", "a") and (
            after in ("of", "were", "are", "had", "have") or after in known.PERSONS or row.word(at + 2) in known.PERSONS
        )
    return after != "-"


def _not_given(row: _Row, at: int) -> _Found | None:
    """Return words that say that no number is given."""
    text, after, third = row.word(at), row.word(at + 1), row.word(at + 2)
    if text == "no" and (after in known.UNREPORTED or (after in known.ADJECTIVES and third in known.UNREPORTED)):
        return _Found(at, at + (1 if after in known.UNREPORTED and third not in known.UNREPORTED else 2), "not_given")
    if text in ("an", "a") and after in known.UNKNOWN_NUMBER and third == "number":
        return _Found(at, at + 2, "not_given")
    if text in known.UNKNOWN_NUMBER and after == "number":
        return _Found(at, at + 1, "not_given")
    if text == "how" and after == "many":
        return _Found(at, at + 1, "not_given")
    if text == "not" and (after in ("clear", "known") and third in ("whether", "if", "how")):
        return _Found(at, at + 2 + (third == "how" and row.word(at + 3) == "many"), "not_given")
    if text == "unclear" and after in ("whether", "if", "how"):
        return _Found(at, at + 1 + (after == "how" and third == "many"), "not_given")
    if text in ("not", "without", "gave", "declined", "refused") and (place := _withheld(row, at)):
        return _Found(at, place, "not_given")
    return None


def _withheld(row: _Row, at: int) -> int:
    """Return where words end that say that a number is not told: did not provide details on the number."""
    said = False
    for place, word in row.until(at + 1, 7, _BREAKS):
        said |= word in ("give", "provide", "say", "specify", "disclose", "release", "giving", "no", "providing", "saying")
        if said and (word in ("number", "figure", "figures", "toll", "details", "breakdown") or word == "many"):
            return place
        if word in known.PERSONS or row.kind(place) == "numeral":
            return 0
    return 0


def _zero(row: _Row, at: int) -> _Found | None:
    """Return a zero word: no civilians, none, nobody, not a single person, without casualties."""
    text, after, third = row.word(at), row.word(at + 1), row.word(at + 2)
    last, sure = at, False
    if text in ("none", "nobody"):
        sure = True
    elif text == "no" and (after == "one" or (after == "-" and third == "one")):
        last, sure = at + (1 if after == "one" else 2), True
    elif text == "not" and (after == "one" or (after == "a" and third == "single")):
        last, sure = at + (1 if after == "one" else 2), True
        if after == "one" and third in ("of", "") and row.word(at - 1) in ("if", "whether"):
            return None
    elif text == "without" and _loss_after(row, at + 1):
        sure = True
    elif text == "no" and after == "." and _starts_number(row, at + 2):
        return None
    elif text == "no":
        if row.longest(at, known.HEDGES, known.LONGEST_HEDGE) > 1:
            return None
        sure = after not in known.NO_COUNT_AFTER_NO and _noun_after(row, at + 1)
    else:
        return None
    if not sure:
        return _Found(at, last, "zero", 0, aside="no count")
    return _Found(at, last, "not_given" if _unstated(row, last + 1) else "zero", 0)


def _loss_after(row: _Row, at: int) -> bool:
    """Return whether casualties, or loss of life, stand there."""
    return any(word in known.LOSSES for _, word in row.until(at, 3, _BREAKS | known.STOP_WORDS))


def _noun_after(row: _Row, at: int) -> bool:
    """Return whether persons, households, homes or losses stand there, after adjectives."""
    nouns = known.PERSONS | known.HOUSEHOLDS | known.HOMES | known.LOSSES | {"family"}
    return any(word in nouns for _, word in row.until(at, 4, _BREAKS | known.STOP_WORDS - {"or"}))


def _unstated(row: _Row, at: int) -> bool:
    """Return whether what is said to be none was only not reported."""
    for place, word in row.until(at, 9, _BREAKS | {"that", "said", "who", "which"}):
        if word in known.NOT_STATED:
            before = row.word(place - 1)
            if before in known.PERSONS | known.LOSSES or before in (
                "was", "were", "been", "are", "is", "immediately", "initially", "yet", "so", "far", "officially", "be",
            ):  # fmt: skip
                return True
    return False


def _vague(row: _Row, at: int) -> _Found | None:
    """Return a vague phrase, whole: tens of thousands, several hundred, a handful."""
    text = row.word(at)
    if (end := _vague_scale(row, at)) is not None:
        return _Found(at, end, "vague")
    length = row.longest(at, known.VAGUE, 4)
    if not length:
        return None
    after = row.word(at + length)
    phrase = row.words(at, at + length)
    if text == "as" or (text in ("many", "few", "much") and row.word(at - 1) in ("as", "how", "so", "too")):
        return None
    if phrase == ("some",) and (_starts_number(row, at + 1) or after in ("way", "time", "extent", "sort", "kind")):
        return None
    if phrase == ("a", "couple") and after != "of":
        return None
    if phrase[-1] in ("number", "numbers", "group", "couple", "crowds", "masses", "droves") and after != "of":
        return None
    if phrase[-1] == "number" and _starts_number(row, at + length + 1):
        return None
    return _Found(at, at + length - 1, "vague")


def _vague_scale(row: _Row, at: int) -> int | None:
    """Return where a vague phrase with a scale ends: many thousands, tens of thousands, a few dozen."""
    place = at
    if row.word(place) in ("a", "the"):
        place += 1
    counted = row.word(place) in known.COUNTED_BY or row.word(place) in ("countless", "untold")
    if counted:
        place += 1
        if row.word(place - 1) == "couple" and row.word(place) == "of":
            place += 1
        if row.word(place) in known.SCALES.keys() | known.GROUPS.keys() and row.word(place - 1) != "some":
            place += 1
            while row.word(place) in known.SCALES:
                place += 1
            return place - 1
    elif place != at:
        return None
    if row.word(place) not in known.PLURALS or (row.word(place) == "scores" and row.word(place + 1) == "-"):
        return None
    while (row.word(place + 1), row.word(place + 2) in known.PLURALS) in (("of", True), ("and", True), ("or", True),
                                                                         ("to", True), ("upon", True)):  # fmt: skip
        place += 2
    return place


def _starts_number(row: _Row, at: int) -> bool:
    """Return whether a number begins at a token."""
    return 0 <= at < len(row.row) and (row.kind(at) == "numeral" or number_at(row.row, at) is not None)


def _fraction(row: _Row, at: int) -> _Found | None:
    """Return a share in words: half of them, two thirds, a quarter of the."""
    text = row.word(at)
    if text == "half":
        if number_at(row.row, at) or row.word(at + 1) in ("-", "past", "hour", "day", "year", "an"):
            return None
        return _Found(at, at, "share")
    if text in ("a", "an", "one", "two", "three", "four", "five", "seven", "nine"):
        place = at + 2 if row.word(at + 1) == "-" else at + 1
        part = row.word(place)
        if part in known.FRACTIONS and part not in ("half", "halves") and not number_at(row.row, at).__class__ is None:
            whole = row.word(place + 1) in ("of", "were", "are", "have", "had", "") or row.word(place + 1) in _BREAKS
            if (text in ("a", "an") and whole) or (text == "one" and (whole or place == at + 2)) or part.endswith("s"):
                number = number_at(row.row, at)
                if number is None or number.last < place:
                    return _Found(at, place, "share")
    return None


def _person(row: _Row, at: int) -> _Found | None:
    """Return a person, or a couple, that the reader counts: a nurse, a 10-year-old boy."""
    if row.word(at) in known.SINGULAR and row.word(at - 1) == "old" and row.word(at - 2) in ("-", "years", "months"):
        return _Found(at, at, "person", 1)
    if row.word(at) not in ("a", "an"):
        return None
    if row.word(at - 1) in ("as", "was", "is", "of", "like", "be", "being", "not", "such", "per", "becoming"):
        return None
    last_numeral = at
    for place, word in row.until(at + 1, 9, (_BREAKS - {","}) | (known.STOP_WORDS - {"old"})):
        if row.kind(place) == "numeral" or number_at(row.row, place) is not None:
            return None if place - at > 1 else _aged_person(row, at)
        if place - at > 5:
            return None
        if word == "couple" and row.word(place + 1) != "of":
            return _Found(at, place, "person", 2)
        if word == "family" and row.word(place + 1) not in ("member", "of", "home", "house"):
            return _Found(at, place, "family", 1)
        if word in known.SINGULAR and not _goes_on(row, place + 1):
            return _Found(at, place, "person", 1)
    return None if last_numeral == at else None


def _goes_on(row: _Row, at: int) -> bool:
    """Return whether the person's noun only describes the next: a police officer, a bus driver's car."""
    return row.word(at) in known.SINGULAR or row.word(at) in ("'s", "station", "centre", "center", "camp", "unit")


def _aged_person(row: _Row, at: int) -> _Found | None:
    """Return nothing: the person after an age is found from its noun."""
    return None


# What belongs together


def _merged(row: _Row, found: list[_Found]) -> Iterator[_Found]:
    """Yield the spans with those of one range or one share made one."""
    at = 0
    while at < len(found):
        both = _pair(row, found[at], found[at + 1]) if at + 1 < len(found) else None
        yield both or found[at]
        at += 2 if both else 1


def _pair(row: _Row, one: _Found, two: _Found) -> _Found | None:
    """Return two numbers as one range or share, where they are."""
    if two.first - one.last > 6 or {one.kind, two.kind} - {"number", "zero"} or two.value is None:
        return None
    between = row.words(one.last + 1, two.first)
    joined = " ".join(between)
    if one.value is None:
        scaled = one.aside == "fraction" and one.bare and not two.bare
        return _range(row, one, two, between) if scaled and one.coefficient else None
    if joined in ("out of", "out of every", "in every", "of every", "in", "of each", "in each") and _is_ratio(
        row, one, two, joined
    ):
        return _Found(one.first, two.last, "share")
    if joined == "/" or (joined.endswith("per") and two.value in (100, 1000, 10_000, 100_000, 1_000_000)):
        return _Found(one.first, two.last, "share")
    return _range(row, one, two, between)


def _is_ratio(row: _Row, one: _Found, two: _Found, joined: str) -> bool:
    """Return whether 'one in three' is a share and no count in so many places."""
    assert one.value is not None and two.value is not None
    round_number = two.value in (*range(2, 11), 12, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000)
    if one.value >= two.value or not round_number:
        return False
    after = row.word(two.last + 1)
    if after == "-" or after in known.TIMES | known.LENGTHS | known.THINGS | known.MONTHS:
        return False
    return joined != "in" or after in {"", "of"} | _BREAKS | known.PERSONS | known.STOP_WORDS - {"and", "in"}


def _range(row: _Row, one: _Found, two: _Found, between: tuple[str, ...]) -> _Found | None:
    """Return two numbers as a range, where they are its ends."""
    before = row.words(one.first - 1, one.first)[0]
    moved = any(word in known.RISES for _, word in row.back(one.first, 3, _BREAKS)) and before in ("from", "by", "of")
    ranging = row.words(one.first - 2, one.first) in (("anywhere", "from"), ("ranging", "from"), ("range", "from"),
                                                     ("ranges", "from"), ("ranged", "from"), ("somewhere", "from"))  # fmt: skip
    opened = any(word == "between" for _, word in row.back(one.first, 4, _BREAKS | {"and"}))
    tight = between in (("-",), ("to",), ("or",))
    words = [word for word in between if word not in known.FILLERS or word in ("to",)]
    plain_words = not set(between[:-1]) & (known.STOP_WORDS | known.STATE_WORDS | _BREAKS)
    spread = opened and plain_words and words[-1:] in (["and"], ["…"], ["-"]) and len(between) < 6
    spread |= opened and "…" in between
    if not (tight or spread) or (before == "from" and not ranging) or moved:
        return None
    if between == ("or",) and (row.word(two.last + 1) in ("more", "fewer", "less") or one.value == 0):
        return None
    low = _low_end(row, one, two)
    if low is None or two.value is None:
        return None
    if low >= two.value or row.word(two.last + 1) == "-" and row.word(two.last + 2) not in ("plus", "strong"):
        return _Found(one.first, two.last, "number", None, aside="unreadable") if between == ("-",) and (
            low >= two.value) else None
    return _Found(one.first, two.last, "range", low, two.value)


def _low_end(row: _Row, one: _Found, two: _Found) -> int | None:
    """Return the lower end of a range; a scale at the upper end only is that of both."""
    number = number_at(row.row, two.first)
    shared = number is not None and one.bare and not two.bare
    if number is None or not shared or number.coefficient is None or one.coefficient is None:
        return one.value
    if one.coefficient >= number.coefficient:
        return one.value
    low = one.coefficient * number.scaled
    return int(low) if low == int(low) else None


# What its surroundings say


def _quantity(text: str, letters: Plain, row: _Row, span: _Found, taken: set[int]) -> Quantity:
    """Return a span as a quantity, with what its surroundings say of it."""
    start = letters.origins[row.row[span.first].start]
    end = letters.origins[row.row[span.last].end - 1] + 1
    words = text[start:end]
    base = Quantity(start, end, words, hedge_start=start)
    if span.kind == "not_given":
        return replace(base, qualifier="not_given")
    if span.kind in ("person", "family"):
        unit = "people" if span.kind == "person" else "households"
        return replace(base, value=span.value, unit=unit, counted=span.kind == "person")
    aside = span.aside if span.aside in ("ordinal", "no count") else _aside(row, span) or span.aside
    if aside:
        return replace(base, value=span.value, high=span.high, aside=aside)
    if span.kind == "share":
        return replace(base, amount="share", qualifier="vague", term=words)
    unit = _unit(row, span)
    amount, per = _amount(row, span, taken)
    if unit == "things":
        return replace(base, value=span.value, aside="things", amount=amount, per=per)
    base = replace(base, unit=unit, amount=amount, per=per)
    if span.kind == "vague":
        return replace(base, qualifier="vague", term=words)
    if span.kind == "zero" and row.kind(span.first) == "word" and row.word(span.first) not in ("zero", "nil"):
        return replace(base, value=0)
    qualifier, hedge, also = _hedge(row, span, taken)
    hedge_start = letters.origins[row.row[hedge].start] if hedge < span.first else start
    base = replace(base, hedge_start=hedge_start, also=also)
    if span.kind == "range":
        return replace(base, qualifier="range", low=span.value, high=span.high)
    return replace(base, qualifier=qualifier, value=span.value)


def _percent(row: _Row, at: int) -> int:
    """Return how many tokens make a number before them so many percent."""
    after, second = row.word(at), row.word(at + 1)
    if after == "per" and second == "cent":
        return 2
    if after == "percentage" and second in ("point", "points"):
        return 2
    return 1 if after in known.PERCENT or after == "%" else 0


def _aside(row: _Row, span: _Found) -> str:
    """Return why a number is no count, or nothing."""
    if span.kind == "vague":
        after = row.word(span.last + 1 + (row.word(span.last + 1) == "of"))
        return "time" if after in known.TIMES else "distance" if after in known.LENGTHS else ""
    if span.kind == "share":
        return ""
    for reader in (_as_written, _as_age, _as_money, _as_date, _as_measure, _as_label, _as_pronoun):
        if aside := reader(row, span):
            return aside
    return ""


def _as_written(row: _Row, span: _Found) -> str:
    """Return what a number's own form says: a clock time, an ordinal, part of a name."""
    text = row.word(span.first)
    if row.kind(span.first) != "numeral":
        return ""
    if ":" in text:
        return "time"
    if "-" in text or text.count("/") == 2:
        return "date"
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    if adjoin(row.row, span.first) and row.kind(span.first - 1) == "word":
        return "identifier"
    if before in ("-", "/", "#", "+", "@", "_", "&", "=") and adjoin(row.row, span.first) and (
        adjoin(row.row, span.first - 1) or before in ("#", "+", "@")
    ) and row.kind(span.first - 2) in ("word", "sign") and before != "&":
        return "" if before == "+" and row.kind(span.first - 2) != "sign" else "identifier"
    if row.kind(span.last + 1) == "word" and adjoin(row.row, span.last + 1) and span.bare:
        return _glued(after)
    if before == "[" and after == "]":
        return "identifier"
    if after in (")", ".") and adjoin(row.row, span.last + 1) and row.kind(span.first - 1) in ("gap", "") and (
        len(text) < 3 and row.kind(span.last + 2) == "word"
    ):
        return "identifier"
    return ""


def _glued(suffix: str) -> str:
    """Return what letters that stand at digits make of them."""
    if suffix in ("st", "nd", "rd", "th"):
        return "ordinal"
    if suffix in ("am", "pm", "h", "hrs", "hr", "s", "min", "sec"):
        return "time"
    if suffix in known.LENGTHS:
        return "distance"
    if suffix in known.MEASURES:
        return "measurement"
    return "" if not suffix.isascii() else "identifier"


def _as_age(row: _Row, span: _Found) -> str:
    """Return whether it is an age."""
    after = span.last + 1
    dash = row.word(after) == "-"
    unit, old = (row.word(after + 1), row.words(after + 2, after + 4)) if dash else (row.word(after), row.words(after + 1, after + 2))
    if unit in ("year", "years", "month", "months", "week", "weeks", "day", "days") and old in (("-", "old"), ("-", "olds"), ("old",)):
        return "age"
    if dash and unit in ("year", "month") and row.word(after + 2) == "old":
        return "age"
    before = row.word(span.first - 1)
    if before in ("aged", "age", "ages") or row.words(span.first - 2, span.first) in (
        ("aged", "between"), ("ages", "between"), ("age", "of"), ("aged", "under"), ("aged", "over"), ("aged", "about"),
        ("aged", "just"), ("aged", "from"), ("ages", "of"), ("aged", "only"),
    ):  # fmt: skip
        return "age"
    if span.kind == "range" and "aged" in row.words(span.first - 3, span.first):
        return "age"
    if row.word(span.first - 2) in known.PERSONS and before in ("under", "over", "below", "above") and (
        row.word(after) in {"", "years"} | _BREAKS | known.STOP_WORDS
    ):
        return "age"
    value = span.value or 0
    commas = before == "," and row.word(after) == "," and 0 < value < 111 and row.kind(span.first - 2) == "word"
    return "age" if commas and row.word(span.first - 2) not in known.STATE_WORDS else ""


def _as_money(row: _Row, span: _Found) -> str:
    """Return whether it is money."""
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    if before in known.CURRENCY or after in known.CURRENCY or after in known.MONEY or before in ("usd", "eur", "us$"):
        return "money"
    return "money" if row.word(span.last + 2) in known.MONEY and after in ("us", "million", "-") else ""


def _as_date(row: _Row, span: _Found) -> str:
    """Return whether it is a day, a year or a time."""
    before, after, second = row.word(span.first - 1), row.word(span.last + 1), row.word(span.last + 2)
    bare = span.bare and not span.grouped
    value = span.high if span.kind == "range" else span.value
    if value is not None and bare:
        if _is_day(row, span, value):
            return "date"
        if 1800 <= value <= 2199 and row.kind(span.last) == "numeral" and _is_year(row, span):
            return "year"
    if after == "-" and second in known.TIMES:
        return "time"
    if after in known.TIMES - {"m"} or (second in known.TIMES and after in (
        "more", "full", "straight", "consecutive", "whole", "long", "calendar", "working", "short", "other")):
        return "time"
    if after in ("a", "p") and second == "." and row.word(span.last + 3) == "m":
        return "time"
    if row.words(span.first - 2, span.first) in (("past", "24"), ("at", "around")) and after in ("", "."):
        return ""
    return "time" if before == "o'clock" else ""


def _is_day(row: _Row, span: _Found, value: int) -> bool:
    """Return whether a month or a weekday makes it a day of the month."""
    if not 1 <= value <= 31:
        return False
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    months = known.MONTHS
    if after in months and not (after in ("may", "march") and _is_verb(row, span.last + 1)):
        return True
    if before in months and not (before == "may" and row.word(span.first - 2) not in {"", "in", "on", "of", "since", "by", "from", "to", "until", ",", ".", "and", "early", "late", "mid"}):
        return after not in known.PERSONS
    if after in ("and", "to", "-", "or", ",", "until") and _starts_number(row, span.last + 2):
        number = number_at(row.row, span.last + 2)
        later = row.word(number.last + 1) if number and number.value and number.value < 32 and number.bare else ""
        if later in months and not (later in ("may", "march") and _is_verb(row, number.last + 1 if number else 0)):
            return True
    return before == "of" and after == "" and False


def _is_verb(row: _Row, at: int) -> bool:
    """Return whether May or March is a verb there: 12 may have died."""
    after = row.word(at + 1)
    return after in ("have", "be", "not", "yet", "also", "still", "even", "on", "through") or after in known.COMING


def _is_year(row: _Row, span: _Found) -> bool:
    """Return whether four digits are a year there."""
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    counted = after in known.PERSONS | known.HOUSEHOLDS | known.HOMES or row.word(span.last + 2) in known.PERSONS
    if before in ("in", "since", "until", "during", "year", "before", "after", "early", "late", "mid", "through", "till"):
        return True
    if before in known.MONTHS or row.word(span.first - 2) in known.MONTHS or before == "'":
        return True
    if after == "-" and before in ("the", "a"):
        return True
    if before in ("of", "from", "to", "by", "between", "and", "-", "the", "than", "with", "a", "this", "mid-"):
        return not counted and (before != "and" or "between" in row.words(span.first - 4, span.first)) and (
            before not in ("to", "than", "by", "with", "-") or any(
                word in known.MONTHS or word in ("from", "year") for word in row.words(span.first - 4, span.first))
        )
    return False


def _as_measure(row: _Row, span: _Found) -> str:
    """Return whether it is a distance or another measurement."""
    after = row.word(span.last + 1)
    if after == "-":
        after = row.word(span.last + 2)
    if after in known.LENGTHS and not (after in ("m", "ha") and row.word(span.last + 1) != after):
        return "distance"
    if after in known.MEASURES or after in ("°", "º"):
        return "measurement"
    if row.word(span.last + 1) == "-" and row.kind(span.last + 2) == "word" and adjoin(row.row, span.last + 2):
        return "" if after in ("strong", "member", "man", "person", "plus", "odd", "people", "some") else "identifier"
    return ""


def _as_label(row: _Row, span: _Found) -> str:
    """Return whether a name goes with it: Resolution 2118, 12 Harbour Street."""
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    number = row.kind(span.first) == "numeral" or span.bare
    if before == "." and row.word(span.first - 2) in ("no", "nr", "nos", "tel", "art", "para", "fig", "pp", "p"):
        return "identifier"
    if before in known.NAMED_BY_NUMBER and number and not (before in ("number", "numbers", "no", "order", "point", "hit", "toll")
                                                          and row.word(span.first - 2) in ("the", "in", "a", "that")):
        return "identifier" if after not in known.PERSONS | known.STATE_WORDS else ""
    if any(word in known.NAMED_AFTER for word in (row.word(span.last + 2), row.word(span.last + 3))) and (
        row.kind(span.first) == "numeral" and after not in known.PERSONS | known.STOP_WORDS | _BREAKS
    ):
        return "identifier"
    return ""


def _as_pronoun(row: _Row, span: _Found) -> str:
    """Return whether 'one' counts nobody: one another, the latest one, one day."""
    if row.word(span.first) != "one" or span.last != span.first:
        return ""
    before, after = row.word(span.first - 1), row.word(span.last + 1)
    if after in known.PERSONS | known.HOUSEHOLDS | known.HOMES | {"family"}:
        return ""
    if before == "that" and after == "of":  # said that one of its members died
        return ""
    if before in ("this", "that", "the", "which", "each", "every", "latest", "last", "any", "another", "such", "first", "new"):
        return "pronoun"
    if after in ("another", "side", "thing", "way", "point", "hand", "reason"):
        return "pronoun"
    return "pronoun" if after == "in" and not _starts_number(row, span.last + 2) and before in ("and", ",") else ""


def _unit(row: _Row, span: _Found) -> str:
    """Return what is counted, by the nouns after the number."""
    first = span.last + 1
    if row.word(first) == "of" and span.kind in ("vague", "number"):
        first += 1
    if row.word(first) == "or" and row.word(first + 1) in ("more", "so", "fewer", "less"):
        first += 2
    people = ""
    for _, word in row.until(first, 5, _BREAKS | {"…"}):
        if word in known.HOUSEHOLDS or (word == "family" and row.word(span.first) in ("one", "1", "no", "zero", "single")):
            return "households"
        if word in known.HOMES:
            return people or "homes"
        if word in known.MOVEMENTS:
            return people or "movements"
        if word in known.STATE_WORDS:
            people = "people"
            continue
        if word in known.PERSONS:
            return "people"
        if word in known.THINGS:
            return people or "things"
        if word in known.STOP_WORDS and word not in ("the", "these", "those", "its", "their", "his", "her"):
            break
    return people


def _amount(row: _Row, span: _Found, taken: set[int]) -> tuple[str, str]:
    """Return whether it is a rate, a change, a forecast or a count, and per what."""
    if per := _per(row, span, taken):
        return "rate", "" if per == "average" else per
    if _is_change(row, span):
        return "change", ""
    if _is_forecast(row, span, taken):
        return "forecast", ""
    return "count", ""


def _per(row: _Row, span: _Found, taken: set[int]) -> str:
    """Return the period of a rate."""
    for place, word in row.until(span.last + 1, 7, _BREAKS | {"who", "which", "and"}):
        if place in taken:
            break
        if word in known.ADVERBS and row.word(place + 1) not in known.PERSONS:
            return known.ADVERBS[word]
        if word in ("a", "per", "each", "every", "/", "an"):
            period = known.PERIODS.get(row.word(place + 1), "")
            after = row.word(place + 2)
            if period and after not in known.NOT_A_RATE and after != "-" and row.word(place - 1) not in (
                "in", "within", "for", "on", "of", "over", "during", "than", "after", "before", "once", "twice", "just"):
                return period
    for place, word in row.back(span.first, 5, _BREAKS | {"and"}):
        if place in taken:
            break
        if word in known.ADVERBS and row.word(place + 1) in ("average", "rate", "arrivals", "deaths"):
            return known.ADVERBS[word]
        if word in ("average", "averaged"):
            return known.ADVERBS.get(row.word(place - 1), "average")
    return ""


def _is_change(row: _Row, span: _Found) -> bool:
    """Return whether a count rose or fell by it."""
    before = row.word(span.first - 1)
    near = [word for _, word in row.back(span.first, 4, _BREAKS)]
    if before == "by" and set(near) & known.RISES:
        return True
    if before in ("up", "down") and row.word(span.last + 1) in ("from", "on", "since", "compared", "over"):
        return True
    if before == "of" and set(near[:3]) & known.TALLY_CHANGES:
        return True
    words = [word for _, word in row.until(span.last + 1, 6, _BREAKS)]
    if "more" in words[:3] or "fewer" in words[:3]:
        index = min(words.index(word) for word in ("more", "fewer") if word in words[:3])
        return words[index - 1 : index] != ["or"] and any(word in ("since", "than") for word in words[index:])
    return False


def _is_forecast(row: _Row, span: _Found, taken: set[int]) -> bool:
    """Return whether it is said of what may come."""
    nearer: list[str] = []
    for place, word in row.back(span.first, 10, _ENDS | {"and", "but"}):
        if place in taken:
            break
        if word in known.FUTURE and row.word(place - 1) != "in" and _comes(row, place + 1):
            return True
        if word in known.EXPECTED and ("to" in nearer or word in ("expects", "forecast", "projected", "predicted", "projects", "predicts", "anticipates", "projections")):
            return "have" not in nearer
        nearer.append(word)
    for place, word in row.until(span.last + 1, 6, _BREAKS | {"was", "were", "have", "has", "killed", "died", "and", "that"}):
        if place in taken:
            break
        if word in known.FUTURE:
            return _comes(row, place + 1)
        if word in known.EXPECTED and row.word(place - 1) in ("are", "is", "be") and word not in ("estimated", "predicted"):
            return row.words(place + 1, place + 3) != ("to", "have")
    return False


def _comes(row: _Row, at: int) -> bool:
    """Return whether a verb of what may come stands there."""
    while row.word(at) in ("yet", "still", "also", "eventually", "soon", "even", "well", "then", "further", "ultimately", "not"):
        at += 1
    return row.word(at) in known.COMING or (row.word(at) == "be" and row.word(at + 1) in known.BE_COMING)


def _hedge(row: _Row, span: _Found, taken: set[int]) -> tuple[str, int, tuple[str, ...]]:
    """Return the qualifier, where its hedge begins, and further qualifiers that are right."""
    hedges, first, likely = _hedges_before(row, span, taken)
    after = _hedge_after(row, span, taken)
    also: list[str] = ["exact"] if likely and not after else []
    if after:
        hedges.append(after)
    far = _far_hedge(row, span, taken) if not hedges else ""
    bounds = [hedge for hedge in hedges if hedge != "estimated"]
    qualifier = bounds[0] if bounds else hedges[0] if hedges else "exact"
    also += [hedge for hedge in [*hedges, far] if hedge and hedge != qualifier]
    return qualifier, first, tuple(dict.fromkeys(also))


def _hedges_before(row: _Row, span: _Found, taken: set[int]) -> tuple[list[str], int, bool]:
    """Return the hedges directly before a number, where they begin, and whether they only say likely."""
    hedges: list[str] = []
    first = place = span.first
    likely = False
    for _ in range(7):
        length = row.longest_before(place, known.HEDGES, known.LONGEST_HEDGE)
        if length and not set(range(place - length, place)) & taken:
            phrase = row.words(place - length, place)
            if phrase in (("some",),) and row.word(place - length - 1) in ("the",):
                break
            hedges.append(known.HEDGES[phrase])
            likely |= phrase in known.LIKELY
            hedges += ["estimated"] if phrase in known.JUST else []
            first = place = place - length
            continue
        word = row.word(place - 1)
        if word == "." and row.word(place - 2) in ("approx", "ca", "c", "est"):
            word = "a"
        if place - 1 in taken or not (word in known.FILLERS or word in ("civilian", "confirmed", "that", "new", "dead", ":")):
            break
        place -= 1
    return hedges, first, likely and len(hedges) == 1


def _far_hedge(row: _Row, span: _Found, taken: set[int]) -> str:
    """Return a hedge that stands before the number with other words between."""
    for place, word in row.back(span.first, 10, _ENDS):
        if place in taken:
            return _shared_hedge(row, place, taken)
        if word in ("estimate", "estimates", "estimated", "estimating", "estimation"):
            return "estimated"
        if word in ("least", "minimum") and place + 4 > span.first:
            return "at_least"
    return ""


def _shared_hedge(row: _Row, at: int, taken: set[int]) -> str:
    """Return the hedge of the number before, which may reach this one: at least 25 and 80."""
    while at - 1 in taken:
        at -= 1
    length = row.longest_before(at, known.HEDGES, known.LONGEST_HEDGE)
    return known.HEDGES[row.words(at - length, at)] if length else ""


def _hedge_after(row: _Row, span: _Found, taken: set[int]) -> str:
    """Return the hedge after a number: 50 or more, 40 and counting, 50+."""
    if row.word(span.last + 1) == "+":
        return "at_least"
    for place, _ in row.until(span.last + 1, 7, _ENDS):
        if place in taken:
            return ""
        length = row.longest(place, known.TRAILING, known.LONGEST_TRAILING)
        if not length:
            continue
        phrase, after = row.words(place, place + length), row.word(place + length)
        if phrase in (("at", "least"), ("at", "most"), ("approximately",), ("minimum",), ("maximum",), ("more", "or", "less"), ("at", "the", "most"), ("plus",)):
            if _starts_number(row, place + length) or after in ("one", "some", "an", "a", "another"):
                return ""
        if phrase in (("and", "more"), ("or", "over")) and after not in {""} | _BREAKS:
            continue
        if phrase[-1] in ("minimum", "maximum", "estimate") and after == "of":
            return ""
        return known.TRAILING[phrase]
    return ""


# Persons counted together


def _kin(
    text: str, row: _Row, letters: Plain, found: list[Quantity], spans: list[_Found]
) -> Iterator[Quantity]:
    """Yield the quantities, a person with kin as one: a mother and her three children, a couple and their baby."""
    at = 0
    while at < len(found):
        one, span = found[at], spans[at]
        at += 1
        if span.kind == "person":
            words = row.words(span.last + 1, span.last + 3)
            if words[0] in ("and", "with") and words[1] in ("her", "his", "their"):
                following = spans[at] if at < len(spans) else None
                if following and following.first == span.last + 3 and following.kind == "number" and following.value and not found[at].aside:
                    last = next((place for place, word in row.until(following.last + 1, 3, _BREAKS) if word in known.PERSONS), following.last)
                    yield _joined(text, row, letters, one, last, (one.value or 1, following.value))
                    at += 1
                    continue
                last = next((place for place, word in row.until(span.last + 3, 3, _BREAKS | known.STOP_WORDS) if word in known.SINGULAR), 0)
                if last and not (following and following.first <= last):
                    yield _joined(text, row, letters, one, last, (one.value or 1, 1))
                    continue
        yield one


def _joined(text: str, row: _Row, letters: Plain, one: Quantity, last: int, parts: tuple[int, ...]) -> Quantity:
    """Return a person with kin as one quantity."""
    end = letters.origins[row.row[last].end - 1] + 1
    return replace(one, end=end, words=text[one.start : end], value=sum(parts), parts=parts)


# Whether a claim's value is there


def check(
    quote: str,
    *,
    amount: str = "count",
    unit: str = "people",
    qualifier: str = "exact",
    value: int | None = None,
    low: int | None = None,
    high: int | None = None,
    term: str | None = None,
    per: str | None = None,
    hedged: bool = True,
    prefix: str = "",
    suffix: str = "",
) -> Fault | None:
    """Return why a claim's quantity does not stand in its quote, with the way out; None where it does.

    With the words before and after the quote, a quote that cuts a number in two is refused as well. Of another reading
    of ambiguous words no hedge is asked (`hedged=False`): whether a hedge reaches a number is what may be open.

    >>> check("two dozen wounded", value=24)
    >>> print(check("two dozen wounded", value=2).hint)
    write 24, which is the whole number
    """
    found, cut = _inside(quote, prefix, suffix)
    if cut:
        return Fault(f"the quote cuts the number {cut!r} in two", "let the quote hold the whole number")
    if qualifier == "not_given":
        return _not_given_fault(found)
    if amount == "share" or qualifier == "vague":
        return _term_fault(quote, found, amount, unit, per, value, term)
    if qualifier == "range":
        return _range_fault(quote, found, amount, unit, per, low, high)
    if value is None:
        return Fault(f"{qualifier!r} goes with a value", "give the value")
    return _value_fault(quote, found, amount, unit, per, qualifier if hedged else "", value)


_EDGES = {*known.ONES, *known.TENS, *known.SCALES, *known.GROUPS, *known.PLURALS, *known.SUFFIXES, "half", "and", "a"}
"""Words at the edge of a quote that may go on as a number outside it."""


def cut_number(quote: str, prefix: str, suffix: str) -> str:
    """Return the number that a quote cuts in two, by the words before and after it; '' where it cuts none.

    >>> cut_number("200 people fled", "at least 1,", ", it said")
    '1,200'
    """
    edges = {quote.split(maxsplit=1)[0].casefold(), quote.rsplit(maxsplit=1)[-1].casefold()} if quote.strip() else set()
    if not any(any(map(str.isdigit, edge)) or edge.strip("-,.") in _EDGES for edge in edges):
        return ""
    return _inside(quote, prefix, suffix)[1]


def _inside(quote: str, prefix: str, suffix: str) -> tuple[list[Quantity], str]:
    """Return the quantities of a quote as they stand between its context, and a number that the quote cuts."""
    if not prefix and not suffix:
        return list(read(quote)), ""
    first, last = len(prefix), len(prefix) + len(quote)
    found = []
    for one in read(prefix + quote + suffix):
        if one.end <= first or one.start >= last:
            continue
        numbered = one.value is not None or one.low is not None
        if (one.start < first or one.end > last) and numbered and not one.counted and not one.aside:
            return [], one.words
        found.append(replace(one, start=one.start - first, end=one.end - first, hedge_start=one.hedge_start - first))
    return found, ""


def _not_given_fault(found: list[Quantity]) -> Fault | None:
    """Return why a quote does not say that there is no number: it says that there were none."""
    zeros = [one for one in found if one.value == 0 and not one.aside]
    if zeros and not any(one.qualifier == "not_given" for one in found):
        return Fault(f"{zeros[0].words!r} says that there were none", "write 0, exact")
    return None


def _kind_fault(one: Quantity, amount: str, unit: str, per: str | None) -> Fault | None:
    """Return why a quantity is not of the claim's amount, period or unit."""
    if one.aside:
        return Fault(f"{one.words!r} is {_REASONS[one.aside]}, no count", "quote the words that count people")
    if one.amount != amount and not (amount == "change" and one.amount == "count"):
        wanted = f"amount {one.amount!r}" + (f" per {one.per}" if one.per else "")
        if one.amount == "share":
            return Fault(f"{one.words!r} is a share, no {amount}", f"write amount 'share' with the term {one.term!r}")
        return Fault(f"{one.words!r} is a {one.amount} there, no {amount}", f"write {wanted}")
    if per and one.per and per != one.per:
        return Fault(f"{one.words!r} is per {one.per}, not per {per}", f"write per {one.per!r}")
    if one.unit and unit and one.unit != unit:
        return Fault(f"{one.words!r} counts {one.unit} there, not {unit}", f"write the unit {one.unit!r}")
    return None


def _value_fault(
    quote: str, found: list[Quantity], amount: str, unit: str, per: str | None, qualifier: str, value: int
) -> Fault | None:
    """Return why a value with its qualifier does not stand in a quote."""
    fault: Fault | None = None
    for one in found:
        if value != one.value and value not in one.parts:
            continue
        if one.qualifier == "not_given":
            fault = fault or Fault(f"{one.words!r} was only not reported", "write not_given")
            continue
        new = _kind_fault(one, amount, unit, per) or _qualifier_fault(quote, one, qualifier)
        if new is None:
            return None
        fault = fault if fault and one.aside else new
    if amount == "count" and qualifier in ("", "exact", "at_least", "estimated") and value in _together(quote, found):
        return None
    return fault or _absent_fault(quote, found, value)


def _qualifier_fault(quote: str, one: Quantity, qualifier: str) -> Fault | None:
    """Return why a qualifier disagrees with the hedge of a number."""
    if not qualifier and one.qualifier in ("exact", "at_least", "at_most", "estimated"):
        return None
    if qualifier == one.qualifier or qualifier in one.also:
        return None
    if one.counted and qualifier == "exact":
        return None
    if qualifier == "exact":
        return Fault(f"{one.words!r} has a hedge in {quote!r}", f"write {one.qualifier}")
    if one.qualifier == "exact":
        if _foreign(quote):
            return None
        given = ", ".join(_HEDGE_EXAMPLES[qualifier])
        return Fault(f"the quote {quote!r} holds no word for {qualifier!r}", f"write exact, or let the quote hold it: {given}")
    return Fault(f"{one.words!r} is {one.qualifier} in {quote!r}, not {qualifier}", f"write {one.qualifier}")


_HEDGE_EXAMPLES = {
    "at_least": ("at least", "more than", "or more"),
    "at_most": ("at most", "up to", "no more than"),
    "estimated": ("an estimated", "about", "nearly"),
}


def _foreign(quote: str) -> bool:
    """Return whether a quote holds letters that English has not: its hedges and number words may not be known."""
    return any(ord(letter) > 0x24F and letter.isalpha() for letter in quote)


def _absent_fault(quote: str, found: list[Quantity], value: int) -> Fault:
    """Return what to do about a value that does not stand in the quote."""
    what = f"{value} is not in the quote {quote!r}"
    for one in found:
        if one.aside and value == one.value:
            return Fault(f"{one.words!r} is {_REASONS[one.aside]}, no count", "quote the words that count people")
        pieces = _pieces(one.words)
        if value not in pieces:
            continue
        if one.amount == "share":
            return Fault(f"{value} is part of the share {one.words!r}", f"write amount 'share' with the term {one.term!r}")
        if one.qualifier == "range":
            return Fault(f"{value} is an end of {one.words!r}", f"write range with low {one.low} and high {one.high}")
        if one.qualifier == "vague":
            return Fault(what, f"write vague with the term {one.term!r}")
        if one.value is not None and not one.aside:
            dozen = f", or vague with the term {one.words!r}" if "dozen" in one.words.lower() else ""
            return Fault(
                f"{value} is only a part of {one.words!r} in the quote", f"write {one.value}, which is the whole number{dozen}"
            )
    for one in found:
        if one.value == 0 and one.qualifier == "exact" and not one.aside:
            return Fault(f"{one.words!r} says that there were none", "write 0, exact")
        if one.qualifier == "not_given":
            return Fault(what, "write not_given")
    values = [str(one.value) for one in found if one.value is not None and not one.aside and one.amount == "count"]
    ranges = [f"range {one.low} to {one.high}" for one in found if one.qualifier == "range"]
    terms = [f"vague with the term {one.term!r}" for one in found if one.qualifier == "vague" and one.amount != "share"]
    if options := [*values, *ranges, *terms]:
        return Fault(what, f"{', '.join(options[:5])} stands there; correct the value or the quote")
    if _foreign(quote):
        return Fault(what, "number words in this language are not known: quote digits, or write vague with the words as term")
    return Fault(what, "let the quote hold the number, as digits or in English words; else write vague or not_given")


def _pieces(words: str) -> set[int]:
    """Return every number that is a part of words, however they are cut."""
    pieces: set[int] = set()
    row = tokens(plain(words).letters)
    for token in row:
        if token.kind == "numeral":
            runs = "".join(letter if letter.isdecimal() else " " for letter in token.text).split()
            pieces |= {int(run) for run in runs if len(run) < 16}
        elif token.text in known.ONES or token.text in known.TENS:
            pieces.add(known.ONES.get(token.text, known.TENS.get(token.text, 0)))
        elif token.text in known.SCALES or token.text in known.GROUPS:
            pieces.add(known.SCALES.get(token.text, known.GROUPS.get(token.text, 0)))
        elif token.text in known.PLURALS:
            single = known.PLURALS[token.text]
            pieces |= {10 if single == "ten" else known.SCALES.get(single, known.GROUPS.get(single, 0))}
    whole = number_at(row, 0) if row else None
    return pieces | ({whole.value} if whole and whole.value is not None else set())


def _together(quote: str, found: list[Quantity]) -> set[int]:
    """Return how many persons a reader counts in a quote that names them: the driver and his passenger."""
    counts = [one for one in found if not one.aside and one.amount == "count"]
    if any(one.qualifier == "not_given" or one.value == 0 for one in counts) or any(one.amount != "count" and not one.aside for one in found):
        return set()
    persons = [one for one in counts if one.counted]
    numbers = [one for one in counts if not one.counted and one.value is not None]
    row = _Row(tokens(plain(quote).letters))
    named = sum(row.word(at) in known.SINGULAR and not _goes_on(row, at + 1) for at in range(len(row.row)))
    sums: set[int] = set()
    total = 0
    for one in counts:
        if one.value is not None and one.unit in ("people", ""):
            total += one.value
            sums.add(total)
    if persons and numbers:
        return sums - {one.value for one in numbers}
    if persons:
        return sums | set(range(1, max(named, total) + 1))
    if counts:
        return set()
    names = _names(quote)
    return set(range(1, named + names + 1)) - {piece for one in found for piece in _pieces(one.words)}


def _names(quote: str) -> int:
    """Return how many names of two or more words with large letters stand in a quote."""
    names, run = 0, 0
    for word in [*quote.replace(",", " , ").split(), ""]:
        if word[:1].isupper():
            run += 1
            continue
        names += run > 1
        run = 0
    return names


def _range_fault(
    quote: str, found: list[Quantity], amount: str, unit: str, per: str | None, low: int | None, high: int | None
) -> Fault | None:
    """Return why a range does not stand in a quote."""
    if low is None or high is None:
        return Fault("'range' goes with low and high", "give both")
    if low > high:
        return Fault(f"low {low} is above high {high}", "exchange them")
    for one in found:
        if (one.low, one.high) == (low, high):
            return _kind_fault(one, amount, unit, per)
    lows = [one for one in found if one.value == low and one.qualifier == "at_least"]
    highs = [one for one in found if one.value == high and one.qualifier == "at_most"]
    if lows and highs:
        return _kind_fault(lows[0], amount, unit, per) or _kind_fault(highs[0], amount, unit, per)
    ranges = [one for one in found if one.qualifier == "range"]
    if ranges:
        one = ranges[0]
        return Fault(f"{low} to {high} is not {one.words!r}", f"write low {one.low} and high {one.high}")
    values = {one.value for one in found if not one.aside}
    if {low, high} <= values:
        return Fault(f"{low} and {high} are two statements in {quote!r}, no range", "write a claim of each")
    missing = low if low not in values else high
    fault = _absent_fault(quote, found, missing)
    return Fault(fault.what, fault.hint)


def _term_fault(
    quote: str, found: list[Quantity], amount: str, unit: str, per: str | None, value: int | None, term: str | None
) -> Fault | None:
    """Return why a vague word or the words of a share do not stand in a quote."""
    if value is not None:
        return Fault(f"a {'share' if amount == 'share' else 'vague word'} has no value", "take the value out, write its words as term")
    if not term or not term.strip():
        return Fault("'vague' goes with a term" if amount != "share" else "a share goes with a term", "copy the words from the quote")
    places = list(_stands(quote, term))
    if not places:
        words = [one.term for one in found if one.term]
        hint = f"write the term {words[0]!r}" if words else "copy the words from the quote"
        return Fault(f"the term {term!r} is not in the quote {quote!r}", hint)
    fault: Fault | None = None
    for start, end in places:
        new = _one_term_fault([one for one in found if one.start < end and one.end > start], start, end, amount, unit, per, term)
        if new is None:
            return None
        fault = fault or new
    return fault


def _one_term_fault(
    touched: list[Quantity], start: int, end: int, amount: str, unit: str, per: str | None, term: str
) -> Fault | None:
    """Return why a term is wrong at the place where it stands."""
    for one in touched:
        if one.value == 0 and not one.aside:
            return Fault(f"{term!r} says that there were none", "write 0, exact")
        if one.amount == "share" and amount != "share":
            return Fault(f"{one.words!r} is a share, no {amount}", f"write amount 'share' with the term {one.term!r}")
        if one.start < start or one.end > end:
            if one.aside == "no count":
                continue
            whole = f"write the term {one.words!r}" if one.term else f"write {one.value}"
            return Fault(f"{term!r} is only a part of {one.words!r}", whole)
        if one.qualifier == "vague" or one.counted:
            if amount == "share" and one.amount != "share" and one.words.lower() not in ("many", "some", "few", "several", "a few"):
                return Fault(f"{one.words!r} is no share", "write amount 'count'")
            new = _kind_fault(one, amount, unit, per) if amount != "share" and not one.counted else None
            if new:
                return new
        elif one.value is not None and amount != "share" and not one.aside and not _roundish(one.words):
            return Fault(f"{term!r} holds the number {one.words!r}", f"write {one.value}, {one.qualifier}")
    return None


def _roundish(words: str) -> bool:
    """Return whether a number may also be taken for a vague word: a dozen, half a dozen, a hundred."""
    return words.lower().split()[0] in ("a", "half", "dozen") and words.lower().split()[-1] in known.SCALES | known.GROUPS


def _stands(quote: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield where the words stand in the quote as whole words, whatever the case."""
    lower, sought = plain(quote), plain(term.strip()).letters
    at = lower.letters.find(sought) if sought else -1
    while at >= 0:
        end = at + len(sought)
        edges = lower.letters[max(at - 1, 0) : at], lower.letters[end : end + 1]
        if not any(edge.isalnum() or edge == "_" for edge in edges):
            yield lower.origins[at], lower.origins[end - 1] + 1
        at = lower.letters.find(sought, at + 1)
