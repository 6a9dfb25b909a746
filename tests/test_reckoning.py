from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from libya_kit import reckoning


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1),
    st.sets(st.sampled_from(list(combinations("abcdef", 2)))),
)
def test_the_search_finds_the_largest_sum(weights, pairs):
    apart = {frozenset(pair) for pair in pairs}
    sums = [
        sum(weights[tally] for tally in some)
        for size in range(1, len(weights) + 1)
        for some in combinations(sorted(weights), size)
        if all(frozenset(pair) in apart for pair in combinations(some, 2))
    ]
    assert sum(weights[tally] for tally in reckoning.heaviest(weights, apart)) == max(sums)


def test_quantifiers_hold_what_the_conventions_say():
    table = reckoning.quantifiers().set_index(["convention", "term"])
    assert table.loc[("literal", "dozens"), "low"] == 24 and table.loc[("acled", "dozens"), "low"] == 12
    assert table["high"].isna().all() and table.index.is_unique and table["source"].str.len().gt(0).all()
