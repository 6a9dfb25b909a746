from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import within

from libya_kit.formats.offsets import BASES, Words, counted, settle, units

LETTERS = "ab 1é\u0301ا世🌍👨‍👩\n"


def words(text: str, unit: str, *quotes: str, written: bool = True) -> list[Words]:
    """Return marks of quotes that stand once, with offsets in a unit, and the quotes written down or not."""
    offsets = counted(text, unit)
    places = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    return [Words(((offsets[start], offsets[end]),), (text[start:end],) if written else ()) for start, end in places]


@pytest.mark.parametrize("unit", BASES)
@pytest.mark.parametrize(
    "text",
    ["🌍 At least 12 died.", "é 🌍 قتل 12 شخصا في طرابلس", "e\u0301te\u0301 🌍 12 died", "🌍 “12” died of 14"],
    ids=["emoji", "Arabic", "accents", "quotes"],
)
def test_the_unit_is_found_by_the_words(text, unit):
    settled = settle(text, words(text, unit, "12"))
    assert settled.unit.startswith(unit)
    assert settled.places == (((text.index("12"), text.index("12") + 2),),)
    assert settled.remarks == ("",)


@given(text=st.text(LETTERS, min_size=1, max_size=40), data=st.data(), unit=st.sampled_from(sorted(BASES)))
def test_every_place_comes_back_or_is_refused(text, data, unit):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    offsets = counted(text, unit)
    settled = settle(text, [Words(((offsets[start], offsets[end]),), (text[start:end],))])
    found = settled.places[0]
    assert found is None or text[slice(*found[0])] == text[start:end]
    if settled.unit.startswith(unit):
        assert found == ((start, end),)


@given(text=st.text(LETTERS + "\r", max_size=40))
def test_units_name_each_edge_of_the_text(text):
    for name, offsets in units(text).items():
        assert offsets.get(0) in (0, 1)
        assert offsets.get(offsets.edges[-1]) == len(text), name


@pytest.mark.parametrize(
    ("text", "span", "place", "unit"),
    [
        ("one\r\n12 died", (4, 6), (5, 7), "code points, CRLF as one"),
        ("one\r\n12 died", (5, 7), (5, 7), "code points ("),
        ("🌍\r\n12 died", (3, 5), (3, 5), "code points ("),
        ("🌍🌍\r\n12 died", (5, 7), (4, 6), "UTF-16 units, CRLF as one"),
        ("\ufeff12 died", (0, 2), (1, 3), "code points, BOM not counted"),
        ("\ufeff12 died", (1, 3), (1, 3), "code points ("),
        ("\ufeff12 died", (3, 5), (1, 3), "UTF-8 bytes"),
    ],
)
def test_line_ends_and_byte_order_marks_may_not_be_counted(text, span, place, unit):
    settled = settle(text, [Words((span,), ("12",))])
    assert settled.places == ((place,),)
    assert settled.unit.startswith(unit)


def test_units_that_fit_at_different_places_are_not_chosen_between():
    settled = settle("🌍aaaa", [Words(((2, 3),), ("a",))])
    assert settled.places == (None,)
    assert settled.remarks[0] == (
        "unit unknown: the offsets fit as code points and as UTF-16 units, at different places; "
        "name it in a mapping file, as offsets of the label *"
    )


def test_a_unit_that_is_known_is_the_only_one_tried():
    settled = settle("🌍aaaa", [Words(((2, 3),), ("a",))], "UTF-16 units")
    assert settled.places == (((1, 2),),)


def test_where_no_unit_fits_only_words_that_stand_once_are_found():
    text = "The 12 left. The 14 stayed. The 12 returned."
    settled = settle(text, [Words(((100, 102),), ("12",)), Words(((99, 101),), ("14",))])
    assert settled.unit.startswith("none fits all 2")
    assert settled.places == (None, ((17, 19),))
    assert "stand in 2 places (4-6, 32-34)" in settled.remarks[0]
    assert settled.remarks[1] == "found by its words, which stand once"


def test_words_that_stand_nowhere_spoil_no_other():
    text = "🌍 At least 12 died."
    settled = settle(text, [*words(text, "UTF-16 units", "12"), Words(((3, 5),), ("17 died",))])
    assert settled.places == (((11, 13),), None)
    assert settled.remarks[1] == "the words '17 died' stand nowhere in the text"


@pytest.mark.parametrize(
    ("text", "span", "place", "remark"),
    [
        ("12 died", (0, 2), (0, 2), ""),
        ("12 died", (3, 9), None, "the offsets 3-9 do not lie in the text of 7 characters"),
        ("12 died", (2, 7), (2, 7), "there is a blank at the edge of ' died'"),
        ("12 died", (3, 5), (3, 5), "the edge of 'di' cuts a word"),
        ("e\u0301 died", (0, 1), (0, 1), None),
        ("世界大战", (1, 3), (1, 3), ""),
        ("🌍 killed 12", (8, 12), None, None),
        ("🌍 12 🌍 14", (8, 10), None, None),
    ],
)
def test_without_words_offsets_have_to_be_plausible(text, span, place, remark):
    settled = settle(text, [Words((span,))], None if place is None or not text.startswith("e") else "code points")
    assert settled.places == ((place,) if place else None,)
    assert remark is None or settled.remarks == (remark,)


def test_without_words_the_unit_may_stay_unknown():
    assert settle("🌍 世界大战", [Words(((4, 5),))]).unit == "unknown"
    assert settle("🌍 a b", [Words(((9, 12),))]).remarks[0].startswith("the offsets 9-12 do not lie in the text")
    assert settle("🌍 ab cd", [Words(((3, 5),))]).unit.startswith("UTF-16 units")


def test_many_words_are_found_in_a_time_that_grows_with_them():
    text = " ".join(f"word{number}" for number in range(3000))
    marked = [Words((), (f"word{number}",), "not before", "") for number in range(3000)]
    with within(20):
        assert settle(text, marked).places == (None,) * 3000


def test_pieces_may_have_their_words_together():
    text = "🌍 At least 12 people and 3 more died."
    spans = ((3, 11), (text.index("died") + 1, text.index("died") + 5))
    for quote in ("At least died", "At leastdied", "At least … died"):
        settled = settle(text, [Words(spans, (quote,))])
        assert settled.unit.startswith("UTF-16 units")
    assert settle(text, []).places == ()
