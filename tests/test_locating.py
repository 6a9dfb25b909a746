"""Where a claim's words stand: found, asked which, or refused; never picked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import within

from libya_kit.editing.locate import SHOWN, Choice, PlaceError, Text, locate

WORDS = """Ferry sinks

Twelve died, the coastguard said. “At least twelve died,” the union’s clerk said.

On Tuesday the coastguard said 12 – not 17 – had died.
"""
TEXT = Text.of(WORDS, 0, len(WORDS))


@pytest.mark.parametrize(
    ("quotes", "choices", "before"),
    [
        (["Twelve died"], [], ["Ferry sinks\n\n"]),
        (['"At least twelve died,"'], [], ["the coastguard said. "]),
        (["union's  clerk"], [], ["died,” the "]),
        (["12 - not 17"], [], ["On Tuesday the coastguard said "]),
        (["coastguard said"], [Choice(sentence=1)], ["Twelve died, the "]),
        (["coastguard said"], [Choice(occurrence=2)], ["On Tuesday the "]),
        (["coastguard said"], [Choice(after="Tuesday")], ["On Tuesday the "]),
        (["coastguard said"], [Choice(before="clerk")], ["Twelve died, the "]),
        (["said"], [Choice(within="the union's clerk said")], ["clerk "]),
        (["union’s clerk", "On Tuesday", "12"], [], ["died,” the ", "said.\n\n", "coastguard said "]),
        (["Twelve died", "twelve died", "had died"], [], ["sinks\n\n", "“At least ", "not 17 – "]),
        (["Tuesday", "coastguard said"], [], ["On ", "Tuesday the "]),
    ],
)
def test_words_are_found_where_they_alone_can_stand(quotes, choices, before):
    assert all(WORDS.count(words) == 1 for words in before)
    found = [part.start for part in locate(TEXT, quotes, choices)]
    assert found == [WORDS.index(words) + len(words) for words in before]


def test_words_that_stand_twice_are_asked_for_with_their_sentences():
    with pytest.raises(
        PlaceError, match=re.escape("k: 'coastguard said' stands in 2 places; say which by sight: 1 (")
    ) as caught:
        locate(TEXT, ["coastguard said"], name="k", how="by sight")
    first, second = caught.value.candidates
    assert first == "1 (sentence 1) Twelve died, the [coastguard said]."
    assert second == "2 (sentence 3) On Tuesday the [coastguard said] 12 – not 17 – had died."
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("quotes", "choices", "said"),
    [
        (["17 - not 12"], [], "stands nowhere"),
        (["13 had died"], [], "stands nowhere"),
        (["twelve Died"], [], "the text has 'Twelve died'"),
        (["coastguard said"], [Choice(sentence=2)], "no place of 'coastguard said' is the chosen one; say which"),
        (["Tuesday", "Twelve"], [], "not in this order"),
        (["clerk", "coastguard", "twelve"], [], "not in this order"),
    ],
)
def test_what_cannot_be_placed_is_refused_in_a_line(quotes, choices, said):
    with pytest.raises(PlaceError, match=re.escape(said)):
        locate(TEXT, quotes, choices)


def test_of_many_candidates_some_are_shown():
    many = "ten " * 40
    with pytest.raises(PlaceError) as caught:
        locate(Text.of(many, 0, len(many)), ["ten"])
    assert caught.value.candidates[SHOWN:] == ("and 32 more",)


@given(
    st.text("ab \n", min_size=1, max_size=30), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3)
)
def test_parts_are_placed_only_where_no_other_way_is_open(words, quotes):
    """The answer is that of trying every way to place the parts in order."""

    def ways(at, left):
        if not left:
            return [()]
        starts = [n for n in range(at, len(words)) if words.startswith(left[0], n)]
        return [(n, *rest) for n in starts for rest in ways(n + len(left[0]), left[1:])]

    every = ways(0, quotes)
    try:
        found = tuple(part.start for part in locate(Text.of(words, 0, len(words)), quotes))
    except PlaceError:
        assert len(every) != 1
    else:
        assert every == [found]


def test_words_that_stand_in_thousands_of_places_of_a_long_paragraph_are_placed_soon():
    words = "one of them was there; " * 10_000
    text = Text.of(words, 0, len(words))
    with within(5):
        assert locate(text, ["them"], [Choice(occurrence=5_000)])[0].start == words.index("them") + 4_999 * 23
