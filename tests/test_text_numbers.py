import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.text.numbers import check, read


@given(st.text())
def test_any_text_is_read_in_order_and_without_overlap(text):
    found = read(text)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    assert all(text[one.start : one.end] == one.words for one in found)


@pytest.mark.parametrize(("quote", "value"), [("1 500 people", 500), ("10k dead", 10), ("two dozen dead", 2)])
def test_a_part_of_a_number_is_refused(quote, value):
    assert check(quote, value=value) is not None
