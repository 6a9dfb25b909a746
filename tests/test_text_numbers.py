from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.text.number_words import ORDINALS
from libya_kit.text.numbers import check, read
from libya_kit.text.numerals import NUMBER_WORDS

TABLE = Path(__file__).with_name("text_numbers.txt")


def spelled(one):
    """Return a quantity as the table writes it."""
    if one.aside:
        return one.aside
    if one.qualifier == "not_given" or one.amount == "share":
        return "share" if one.amount == "share" else "not_given"
    number = f"{one.low}-{one.high}" if one.qualifier == "range" else f"'{one.term}'" if one.term else str(one.value)
    kind = "" if one.amount == "count" else f" {one.amount}"
    parts = [one.qualifier if not one.counted else "counted", number + kind, one.per, one.unit]
    return " ".join(part for part in parts if part)


def rows():
    """Return the lines of the table: a phrase and what is read in it."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, _, expected = line.partition(" => ")
            yield phrase.encode().decode("unicode_escape").encode("latin-1").decode() if "\\u" in phrase else phrase, expected


@pytest.mark.parametrize(("phrase", "expected"), list(rows()))
def test_a_phrase_is_read_as_the_table_says(phrase, expected):
    assert "; ".join(map(spelled, read(phrase))) == expected.strip()


CHECKS = [
    # quote, what the claim says, and the way out; none where it is accepted
    ("1 500 people were wounded", {"value": 1500}, None),
    ("1 500 people were wounded", {"value": 500}, "write 1500, which is the whole number"),
    ("12,34,567 people", {"value": 34567}, "1234567 stands there"),
    ("12,34,567 people", {"value": 567}, "write 1234567"),
    ("10k were killed", {"value": 10}, "write 10000"),
    ("two dozen wounded", {"value": 24}, None),
    ("two dozen wounded", {"value": 2}, "write 24, which is the whole number, or vague with the term 'two dozen'"),
    ("two dozen wounded", {"value": 12}, "write 24"),
    ("a dozen people", {"value": 12}, None),
    ("a dozen people", {"qualifier": "vague", "term": "a dozen"}, None),
    ("At least a dozen people", {"qualifier": "vague", "term": "a dozen"}, None),
    ("At least a dozen people", {"value": 12}, "write at_least"),
    ("At least a dozen people", {"value": 12, "qualifier": "at_least"}, None),
    ("Half a million were wounded", {"value": 500_000}, None),
    ("Half a million were wounded", {"value": 1_000_000}, "write 500000"),
    ("two hundred and six", {"value": 206}, None),
    ("two hundred and six", {"value": 6}, "write 206"),
    ("two hundred and six", {"value": 200}, "206 stands there"),
    ("twenty-five dead", {"value": 5}, "write 25"),
    ("2​5 dead", {"value": 25}, None),
    ("2​5 dead", {"value": 5}, "25 stands there"),
    ("قُتل ٤١ شخصا", {"value": 41}, None),
    ("قُتل ٤١ شخصا", {"value": 4}, "41 stands there"),
    ("قُتل خمسة اشخاص", {"value": 5}, "number words in this language are not known: quote digits"),
    ("قُتل العشرات", {"qualifier": "vague", "term": "العشرات"}, None),
    ("قُتل ما لا يقل عن ٤١ شخصا", {"value": 41, "qualifier": "at_least"}, None),
    ("قُتل ما لا يقل عن ٤١ شخصا", {"value": 41}, "write at_least"),
    ("४२ लोग मारे गए", {"value": 42}, None),
    ("au moins 41 morts", {"value": 41, "qualifier": "at_least"}, None),
    ("1.500 Menschen starben", {"value": 1500}, None),
    ("no civilians were killed", {"value": 0}, None),
    ("no civilians were killed", {"value": 1}, "write 0, exact"),
    ("no civilians were killed", {"qualifier": "vague", "term": "no"}, "write 0, exact"),
    ("no civilians were killed", {"qualifier": "not_given"}, "write 0, exact"),
    ("it had lost no one", {"value": 0}, None),
    ("it had lost no one", {"value": 1}, "write 0"),
    ("Nobody was wounded", {"value": 0}, None),
    ("No casualties were reported", {"value": 0}, "write not_given"),
    ("No casualties were reported", {"qualifier": "not_given"}, None),
    ("No reports of casualties", {"value": 0}, "write not_given"),
    ("no fewer than 12 people", {"value": 0}, "12 stands there"),
    ("no fewer than 12 people", {"value": 12, "qualifier": "at_least"}, None),
    ("no more than 10 people", {"value": 10, "qualifier": "at_most"}, None),
    ("no more than 10 people", {"value": 10, "qualifier": "at_least"}, "write at_most"),
    ("did not provide details on the number", {"qualifier": "not_given"}, None),
    ("withdrew that figure of 52", {"qualifier": "not_given"}, None),
    ("A nurse was killed", {"value": 1}, None),
    ("A nurse was killed", {"value": 2}, "1 stands there"),
    ("a 10-year-old boy was wounded", {"value": 1}, None),
    ("a 10-year-old boy was wounded", {"value": 10}, "quote the words that count people"),
    ("a one-year-old boy was wounded", {"value": 1}, None),
    ("A couple and their baby were wounded", {"value": 3}, None),
    ("A mother and her three children", {"value": 4}, None),
    ("A mother and her three children", {"value": 3}, None),
    ("a nurse and two patients", {"value": 3}, None),
    ("the driver and his passenger were killed", {"value": 2}, None),
    ("Ana Duro was killed", {"value": 1}, None),
    ("the 41st victim", {"value": 41}, "quote the words that count people"),
    ("Two families were killed", {"value": 2}, "write the unit 'households'"),
    ("Two families were killed", {"value": 2, "unit": "households"}, None),
    ("310 families, 1,550 people", {"value": 1550}, None),
    ("310 families, 1,550 people", {"value": 310}, "write the unit 'households'"),
    ("12 houses were destroyed", {"value": 12, "unit": "homes"}, None),
    ("12 houses were destroyed", {"value": 12}, "write the unit 'homes'"),
    ("12 rockets", {"value": 12}, "quote the words that count people"),
    ("About 12 people a day", {"value": 12, "qualifier": "estimated"}, "write amount 'rate' per day"),
    ("About 12 people a day", {"value": 12, "qualifier": "estimated", "amount": "rate", "per": "day"}, None),
    ("12 a week", {"value": 12, "amount": "rate", "per": "day"}, "write per 'week'"),
    ("dozens a day", {"qualifier": "vague", "term": "dozens"}, "write amount 'rate' per day"),
    ("More than 85 percent of them", {"value": 85, "qualifier": "at_least"}, "write amount 'share'"),
    ("More than 85 percent of them", {"amount": "share", "qualifier": "vague", "term": "85 percent"}, None),
    ("More than 85 percent of them", {"amount": "share", "qualifier": "vague", "term": "More than 85 percent"}, None),
    ("More than 85 percent of them", {"amount": "share", "qualifier": "at_least", "value": 85}, "take the value out"),
    ("One in three of those killed was a child", {"value": 1}, "write amount 'share' with the term 'One in three'"),
    ("One in three of those killed", {"value": 3}, "write amount 'share'"),
    ("Four out of ten", {"amount": "share", "qualifier": "vague", "term": "Four out of ten"}, None),
    ("the rest with relatives", {"amount": "share", "qualifier": "vague", "term": "the rest"}, None),
    ("most of the dead", {"amount": "share", "qualifier": "vague", "term": "most"}, None),
    ("most of the dead", {"qualifier": "vague", "term": "most"}, "write amount 'share'"),
    ("12 more since Sunday", {"value": 12}, "write amount 'change'"),
    ("12 more since Sunday", {"value": 12, "amount": "change"}, None),
    ("could climb to 30", {"value": 30}, "write amount 'forecast'"),
    ("could climb to 30", {"value": 30, "amount": "forecast"}, None),
    ("up to 60 may have died", {"value": 60, "qualifier": "at_most"}, None),
    ("20-30 were hurt", {"qualifier": "range", "low": 20, "high": 30}, None),
    ("20-30 were hurt", {"value": 20}, "write range with low 20 and high 30"),
    ("20-30 were hurt", {"qualifier": "range", "low": 20, "high": 40}, "write low 20 and high 30"),
    ("between two and three thousand", {"qualifier": "range", "low": 2000, "high": 3000}, None),
    ("between two and three thousand", {"value": 5000}, "range 2000 to 3000 stands there"),
    ("rose from 12 to 15", {"qualifier": "range", "low": 12, "high": 15}, "write a claim of each"),
    ("rose from 12 to 15", {"value": 15}, None),
    ("902 dead (847)", {"qualifier": "range", "low": 847, "high": 902}, "write a claim of each"),
    ("Tens of thousands of people", {"qualifier": "vague", "term": "Tens"}, "write the term 'Tens of thousands'"),
    ("Tens of thousands of people", {"qualifier": "vague", "term": "tens of thousands"}, None),
    ("Tens of thousands of people", {"value": 20_000}, "vague with the term 'Tens of thousands'"),
    ("several hundred wounded", {"value": 100}, "vague with the term 'several hundred'"),
    ("several hundred wounded", {"qualifier": "vague", "term": "several hundred"}, None),
    ("a small contingent of peacekeepers", {"qualifier": "vague", "term": "a small contingent"}, None),
    ("41 people", {"qualifier": "vague", "term": "41"}, "write 41, exact"),
    ("killed at least 25 and wounded 80", {"value": 80}, None),
    ("killed at least 25 and wounded 80", {"value": 80, "qualifier": "at_least"}, None),
    ("killed at least 25 and wounded 80", {"value": 25}, "write at_least"),
    ("wounded 80", {"value": 80, "qualifier": "at_least"}, "let the quote hold it: at least"),
    ("wounded 80", {"value": 80, "qualifier": "at_least", "hedged": False}, None),
    ("18 deaths … a minimum", {"value": 18, "qualifier": "at_least"}, None),
    ("The toll is 40 and counting", {"value": 40, "qualifier": "at_least"}, None),
    ("in 2031", {"value": 2031}, "quote the words that count people"),
    ("500 people", {"value": 500, "prefix": "killed 1 "}, "let the quote hold the whole number"),
    ("hundred people", {"value": 100, "prefix": "killed two "}, "let the quote hold the whole number"),
    ("200 people", {"value": 200, "suffix": " a day"}, "write amount 'rate' per day"),
]


@pytest.mark.parametrize(("quote", "claim", "hint"), CHECKS)
def test_a_value_is_accepted_or_refused_with_a_way_out(quote, claim, hint):
    fault = check(quote, **claim)
    assert (fault is None) if hint is None else (fault is not None and hint in fault.hint), fault


PIECES = [*sorted(NUMBER_WORDS), *sorted(ORDINALS), *"and a of to - , . 1 23 456 ٤ ४ % in people day May half".split()]
phrases = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text()


@given(phrases)
def test_every_digit_and_number_word_is_in_exactly_one_quantity(text):
    found = read(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(text[one.start : one.end] == one.words for one in found)
    inside = {at for one in found for at in range(one.start, one.end)}
    assert all(at in inside for at, letter in enumerate(text) if letter.isdecimal())


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_every_number_word_is_read(pieces):
    text = " ".join(pieces)
    inside = {at for one in read(text) for at in range(one.start, one.end)}
    at = 0
    for piece in pieces:
        assert piece not in NUMBER_WORDS or at in inside, (text, piece)
        at += len(piece) + 1


SEPARATORS = [",", ".", "'", "’", " ", "\u00a0", "\u202f", "\u2009"]


@given(st.integers(1000, 10**9), st.sampled_from(SEPARATORS), st.sampled_from(["", "\u200b", "\u00ad", "\u2060"]))
def test_no_part_of_a_longer_number_is_accepted(number, separator, hidden):
    groups = f"{number:,}".split(",")
    quote = f"{(hidden + separator + hidden).join(groups)} people were killed"
    parts = {int(group) for group in groups} | {int("".join(groups[at:])) for at in range(1, len(groups))}
    parts |= {int("".join(groups[:at])) for at in range(1, len(groups))}
    assert check(quote, value=number) is None
    assert all(check(quote, value=part) for part in parts - {number})


def test_every_million_with_a_decimal_is_read_exactly():
    tenths = range(1, 10_000)
    wrong = [n for n in tenths if read(f"{n // 10}.{n % 10} million people")[0].value != n * 100_000]
    assert wrong == []


@pytest.mark.parametrize("text", ["12 " * 20_000, "twenty-one dead " * 20_000, "and a few people of " * 2500, "no " * 20_000])
def test_a_long_text_is_read(text):
    assert len(read(text)) > 1000
