from itertools import combinations

import pytest
from counts import article_of
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.casualties import reckoning
from libya_kit.errors import ArticleError


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


def test_a_thousand_counts_are_no_burden():
    article = article_of(*({"value": n % 7, "tally": None} for n in range(1100)))
    toll = reckoning.reckon(article, reckoning.Choice("killed"))
    assert toll.low == 6 and len(toll.apart) == 1099
    assert reckoning.reckon(article, reckoning.Choice("killed", "separate")).too_many == 1100


CHAIN = [(f"t{n}", f"t{n + 1}", "within") for n in range(20_000)]
COMB = [*((f"a{n}", "a", "within") for n in range(1000)), *((f"b{n}", "b", "within") for n in range(1000))]


@pytest.mark.parametrize("pairs", [CHAIN, [*COMB, ("a", "b", "disjoint")]], ids=["within each other", "apart"])
def test_relations_from_which_too_many_follow_are_refused(pairs):
    article = article_of({"value": 3, "tally": "t0"}, pairs=pairs)
    with pytest.raises(ArticleError, match="more than 200,000 relations of tallies follow from its rows"):
        reckoning.reckon(article, reckoning.Choice("killed"))


NAMES = "abcde"
RELATIONS = st.dictionaries(
    st.sampled_from(list(combinations(NAMES, 2))), st.sampled_from(["disjoint", "within", "same"]), max_size=6
)


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5), RELATIONS, st.booleans())
def test_the_floor_is_what_an_enumeration_of_people_gives(counts, relations, separate):
    """A tally is a set of people; a relation holds, an assumption is made, or nothing is known."""
    pairs = [(*pair, relation) for pair, relation in relations.items()]
    article = article_of(*({"value": n, "tally": name} for n, name in zip(counts, NAMES, strict=True)), pairs=pairs)
    links = {(one, other) for one, other, relation in pairs if relation != "disjoint"}
    links |= {(other, one) for one, other, relation in pairs if relation == "same"}
    inside = {name: {name} for name in NAMES}
    for _ in NAMES:
        for one, other in links:
            inside[one] |= inside[other]

    def share(one, other):
        return any({one, other} <= inside[name] for name in NAMES)

    def disjoint(one, other):
        told = [{first, second} for first, second, relation in pairs if relation == "disjoint"]
        return any({first, second} in told for first in inside[one] for second in inside[other])

    def added(one, other):
        return not share(one, other) and (separate or disjoint(one, other))

    sums = [
        sum(counts[NAMES.index(name)] for name in some)
        for size in range(1, 6)
        for some in combinations(NAMES, size)
        if all(added(*pair) for pair in combinations(some, 2))
    ]
    choice = reckoning.Choice("killed", "separate" if separate else "unknown")
    assert reckoning.reckon(article, choice).low == max(sums)
