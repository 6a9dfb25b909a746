from dataclasses import FrozenInstanceError, replace

import numpy as np
import pandas as pd
import pytest
from counts import ARTICLE, INVENTED, LNA, MINISTRY, article_of

from libya_kit.casualties import bounds as tolls
from libya_kit.casualties import reckoning
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.errors import ArgumentError


@pytest.mark.parametrize(
    ("options", "low", "claims"),
    [
        ({}, 25, ("c-killed-25",)),
        ({"overlap": "separate"}, 40, ("c-killed-25", "c-killed-14", "c-killed-doctor")),
        ({"overlap": [(MINISTRY, LNA)]}, 39, ("c-killed-25", "c-killed-14")),
        ({"overlap": {frozenset((LNA, MINISTRY))}}, 39, ("c-killed-25", "c-killed-14")),
        ({"overlap": []}, 25, ("c-killed-25",)),
        ({"on": "2019-04-05"}, None, ()),
        ({"on": "2019-04-06"}, 14, ("c-killed-14",)),
        ({"on": pd.Timestamp("2019-04-07 18:00")}, 21, ("c-killed-21",)),
        ({"on": pd.Timestamp("2019-04-08")}, 25, ("c-killed-25",)),
        ({"on": "2019-04-07", "overlap": "separate"}, 36, ("c-killed-21", "c-killed-14", "c-killed-doctor")),
        ({"sources": "not_own"}, 25, ("c-killed-25",)),
        ({"sources": "not_own", "overlap": "separate"}, 26, ("c-killed-25", "c-killed-doctor")),
        ({"sources": "outside"}, 1, ("c-killed-doctor",)),
        ({"population": "civilian"}, None, ()),
        ({"population": "civilian", "medical_as_civilian": True}, 1, ("c-killed-doctor",)),
        ({"population": "medical"}, 1, ("c-killed-doctor",)),
        ({"measure": "wounded"}, 80, ("c-wounded-80",)),
        ({"measure": "wounded", "on": "2019-04-07"}, None, ()),
        ({"measure": "wounded", "on": "2019-04-07", "vague": "literal"}, 24, ("c-wounded-dozens",)),
        ({"measure": "wounded", "on": "2019-04-07", "vague": "acled"}, 12, ("c-wounded-dozens",)),
        ({"measure": "wounded", "readings": "otherwise"}, 80, ("c-wounded-80",)),
        ({"readings": "otherwise", "population": "medical", "on": "2019-04-07"}, None, ()),
        ({"readings": "otherwise", "population": "medical", "on": "2019-04-08"}, 1, ("c-killed-doctor",)),
    ],
)
def test_the_article_s_bounds(options, low, claims):
    found = casualty_bounds(ARTICLE, **options)
    assert (found.low, found.high, found.claims) == (low, None, claims)
    assert found.assumption


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "At least 25 killed, reported by the health ministry on Monday 8 April."),
        ({}, "may or may not be inside that figure and are not added"),
        ({"overlap": "separate"}, "Scenario: at least 40 killed if these counts are separate"),
        ({"overlap": [(MINISTRY, LNA)]}, "Scenario: at least 39 killed"),
        ({"population": "civilian"}, "The article gives no number of civilians killed"),
        ({"population": "civilian"}, "“the death of one of its doctors” by the Libyan Red Crescent"),
        ({"on": "2019-04-05"}, "no number given"),
        ({"measure": "wounded"}, "80 wounded reported"),
        ({"measure": "wounded"}, "“dozens” (Sunday 7 April) is given no number"),
        ({"measure": "wounded", "vague": "literal"}, "taken literally, as at least 24"),
        ({"measure": "wounded", "vague": "acled"}, "ACLED's 12, a rule for deaths, borrowed"),
        ({"measure": "wounded", "readings": "otherwise"}, "At least 80 wounded"),
        (
            {"measure": "wounded", "vague": "literal", "on": "2019-04-07"},
            "at least 24 wounded, from “dozens of wounded”",
        ),
        (
            {"sources": "outside", "overlap": "separate"},
            "Only one count is left, so whether counts overlap changes nothing",
        ),
        ({"sources": "not_own", "overlap": [(MINISTRY, LNA)]}, "so that changes nothing"),
        ({"readings": "otherwise", "on": "2019-04-07"}, "only from publication, Monday 8 April"),
    ],
)
def test_the_sentence_says_it(options, words):
    assert words in casualty_bounds(ARTICLE, **options).sentence


def test_civilians_are_never_nought():
    sentence = casualty_bounds(ARTICLE, population="civilian").sentence
    assert "0" not in sentence and "at least" not in sentence


def test_bounds_are_a_frozen_record_that_shows_its_sentence():
    found = casualty_bounds(ARTICLE)
    assert str(found) == repr(found) == found.sentence
    assert found._repr_html_() == f"<p>{found.sentence}</p>"
    with pytest.raises(FrozenInstanceError):
        found.low = 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "hurt"}, "'killed', 'wounded'"),
        ({"overlap": "maybe"}, "'unknown', 'separate'"),
        ({"overlap": None}, "'unknown', 'separate'"),
        ({"overlap": [("health_ministry_kiled", LNA)]}, f"use '{MINISTRY}'"),
        ({"overlap": [(MINISTRY, "health_ministry_wounded")]}, "no tally of killed"),
        ({"overlap": [(MINISTRY,)]}, "no pair"),
        ({"overlap": [MINISTRY]}, "no pair"),
        ({"overlap": [(MINISTRY, MINISTRY)]}, "known to share people"),
        ({"population": "civilians"}, "'civilian'"),
        ({"vague": "undp"}, "None, 'literal', 'acled'"),
        ({"readings": "second"}, "'first', 'otherwise'"),
        ({"sources": "own"}, "'all', 'not_own', 'outside'"),
        ({"medical_as_civilian": 1}, "True, False"),
        ({"on": "soon"}, "is not a day"),
        ({"on": 8}, "is not a day"),
        ({"on": ""}, "is not a day"),
        ({"on": pd.NaT}, "is not a day"),
        ({"on": ["2019-04-08"]}, "is not a day"),
    ],
)
def test_what_is_not_known_is_refused(options, message):
    with pytest.raises(ArgumentError, match=message.replace("(", r"\(")):
        casualty_bounds(ARTICLE, **options)


def test_within_a_tally_the_highest_floor_so_far_is_in_force():
    at_least = {"qualifier": "at_least", "tally": "a"}
    article = article_of(
        at_least | {"value": 25}, at_least | {"value": 21, "reported_on": "2031-05-21", "claim_id": "later"}
    )
    assert casualty_bounds(article).low == casualty_bounds(article, overlap="separate").low == 25
    assert casualty_bounds(article, on="2031-05-21").claims == ("k0",)


def test_a_corrected_claim_counts_until_the_correction():
    article = article_of(
        {"value": 25, "tally": "a"},
        {"value": 20, "tally": "a", "reported_on": "2031-05-21", "corrects": "k0"},
    )
    assert [casualty_bounds(article, on=f"2031-05-{day}").low for day in (20, 21)] == [25, 20]
    found = casualty_bounds(article)
    assert (
        found.low == 20 and "“25 hurt”, reported by the Coastguard on Tuesday 20 May, was corrected" in found.sentence
    )
    assert "Conflict" not in found.sentence


def test_a_later_exact_figure_below_an_earlier_one_lowers_it():
    article = article_of(
        {"value": 25, "qualifier": "at_least", "tally": "a"}, {"value": 20, "tally": "a", "reported_on": "2031-05-21"}
    )
    found = casualty_bounds(article)
    assert found.low == 20 and "is lowered from at least 25" in found.sentence
    assert casualty_bounds(article, on="2031-05-20").low == 25


def test_contradicting_sources_are_listed_not_reconciled():
    claims = {"value": 30, "tally": "part"}, {"value": 20, "tally": "whole"}
    article = article_of(*claims, pairs=[("part", "whole", "within")])
    found = casualty_bounds(article)
    assert found.low == 20 and "Conflict: the parts 30" in found.sentence
    assert "Conflict" not in casualty_bounds(article_of(*claims)).sentence


def test_a_limit_belongs_to_who_gave_it():
    part, whole = {"value": 12, "tally": "part"}, {"value": 30, "qualifier": "at_most", "tally": "whole"}
    found = casualty_bounds(article_of(part, whole, pairs=[("part", "whole", "within")]))
    assert (found.low, found.high) == (12, None)
    assert "a limit by the Coastguard" in found.sentence
    same_count = {"value": 30, "qualifier": "at_most", "tally": "part", "reported_on": "2031-05-21"}
    found = casualty_bounds(article_of(part, same_count))
    assert (found.low, found.high) == (12, 30) and found.sentence.startswith("12 to 30 killed")


def test_keeping_fewer_sources_invents_no_ceiling():
    article = article_of({"value": 30, "qualifier": "at_most"}, {"value": 5, "standing": "own_dead"})
    assert casualty_bounds(article, sources="outside").high is None


@pytest.mark.parametrize(
    ("pairs", "unknown", "separate"),
    [
        ([], 20, 35),
        ([("a", "b", "disjoint")], 30, 35),
        ([("a", "b", "within")], 20, 25),
        ([("a", "b", "same")], 10, 15),
        ([("a", "b", "within"), ("b", "c", "disjoint")], 25, 25),
        ([("a", "b", "same"), ("a", "c", "disjoint")], 15, 15),
        ([("a", "b", "within"), ("b", "c", "within")], 5, 5),
        ([("c", "a", "within"), ("c", "b", "within")], 20, 20),
        ([("a", "b", "within"), ("a", "b", "disjoint")], 20, 25),
    ],
)
def test_what_is_known_of_pairs(pairs, unknown, separate):
    article = article_of(
        {"value": 10, "tally": "a"}, {"value": 20, "tally": "b"}, {"value": 5, "tally": "c"}, pairs=pairs
    )
    assert casualty_bounds(article).low == unknown
    assert casualty_bounds(article, overlap="separate").low == separate


def test_an_assumption_without_effect_says_so():
    article = article_of({"value": 10, "tally": "a"}, {"value": 20, "tally": "b"}, {"value": 5, "tally": "c"})
    found = casualty_bounds(article, overlap=[("a", "c")])
    assert found.low == 20 and "no more than that figure, so that changes nothing" in found.sentence


@pytest.mark.parametrize("relation", ["within", "same"])
def test_a_pair_known_to_overlap_is_refused(relation):
    article = article_of({"value": 10, "tally": "a"}, {"value": 20, "tally": "b"}, pairs=[("a", "b", relation)])
    with pytest.raises(ArgumentError, match="known to share people"):
        casualty_bounds(article, overlap=[("b", "a")])


def test_a_claim_without_a_tally_is_its_own():
    article = article_of({"value": 10}, {"value": 20})
    assert casualty_bounds(article).low == 20
    assert casualty_bounds(article, overlap=[("k0", "k1")]).low == 30


def test_a_claim_without_a_day_counts_from_publication():
    article = article_of({"value": 10, "tally": "a"}, {"value": 20, "tally": "a", "reported_on": None})
    assert [casualty_bounds(article, on=f"2031-05-{day}").low for day in (20, 21, 22)] == [10, 10, 10]
    assert casualty_bounds(article).low == 10
    assert "A claim without a day counts only from publication" in casualty_bounds(article, on="2031-05-21").sentence


@pytest.mark.parametrize(
    ("claim_", "low", "high", "words"),
    [
        ({"value": 14}, 14, None, "14 killed reported"),
        ({"value": 1}, 1, None, "1 killed reported"),
        ({"value": 0}, 0, None, "0 killed reported"),
        ({"value": 30, "qualifier": "at_most"}, None, 30, "At most 30 killed"),
        ({"low": 20, "high": 30, "qualifier": "range"}, 20, 30, "20 to 30 killed"),
        ({"value": 40, "qualifier": "estimated"}, None, None, "an estimate is no floor"),
        ({"term": "dozens", "qualifier": "vague"}, None, None, "No number given of people killed"),
        ({"term": "some", "qualifier": "vague"}, None, None, "No number given of people killed"),
        ({"qualifier": "not_given"}, None, None, "No number given of people killed"),
    ],
)
def test_one_claim_of_each_kind(claim_, low, high, words):
    article = article_of(claim_)
    found = casualty_bounds(article)
    assert (found.low, found.high) == (low, high) and words in found.sentence


def test_too_many_linked_tallies_are_an_error():
    article = article_of(*({"value": n, "tally": f"t{n:02}"} for n in range(1, 23)))
    assert casualty_bounds(article).low == 22
    with pytest.raises(ArgumentError, match="22 tallies"):
        casualty_bounds(article, overlap="separate")
    twenty = article_of(*({"value": n, "tally": f"t{n:02}"} for n in range(1, 21)))
    assert casualty_bounds(twenty, overlap="separate").low == 210


def test_a_toll_of_earlier_years_is_in_no_toll_of_these_days():
    old = {"value": 31, "words": "31 died in 1987", "background": True, "reported_on": None}
    now = {"value": 4, "words": "4 people died"}
    article = article_of(now, old)
    said = casualty_bounds(article)
    assert "4 killed" in str(said) and "31" not in str(said)
    assert reckoning.tallies_of(article, "killed") == reckoning.tallies_of(article_of(now), "killed")
    left_out = "Of the background, not of these days: 1 claim, left out."
    assert left_out in tolls.assumptions(reckoning.reckon(article, reckoning.Choice("killed")))


def test_another_reading_may_be_of_earlier_years_or_of_another_source():
    old = {"value": 9, "otherwise": {"background": True}}
    assert casualty_bounds(article_of(old, {"value": 2})).low == 9
    assert casualty_bounds(article_of(old, {"value": 2}), readings="otherwise").low == 2
    now = {"value": 9, "background": True, "otherwise": {"background": None}}
    assert casualty_bounds(article_of(now, {"value": 2}), readings="otherwise").low == 9
    sides = INVENTED.actors.assign(side=[None, "union", None, None, None])
    article = article_of({"value": 9, "otherwise": {"source": "union", "victims": "union"}})
    article = replace(article, actors=sides)
    assert casualty_bounds(article, sources="outside").low == 9
    assert casualty_bounds(article, sources="not_own", readings="otherwise").low is None


def test_the_most_of_some_people_is_no_ceiling_of_all():
    most = {"value": 5, "qualifier": "at_most", "population": "civilian", "tally": "a"}
    assert casualty_bounds(article_of(most), population="civilian").high == 5
    more = {"value": 20, "qualifier": "at_least", "tally": "b"}
    assert casualty_bounds(article_of(most, more)).high is None


@pytest.mark.parametrize(
    ("claim_", "words"),
    [
        ({"value": 1, "qualifier": "at_least"}, "At least 1 civilian killed"),
        ({"value": 1, "qualifier": "at_most"}, "At most 1 civilian killed"),
        ({"low": 1, "high": 1, "qualifier": "range"}, "1 civilian killed"),
        ({"value": 0}, "0 civilians killed"),
        ({"value": 2, "qualifier": "at_least"}, "At least 2 civilians killed"),
    ],
)
def test_one_is_no_plural(claim_, words):
    article = article_of(claim_ | {"population": "civilian"})
    assert casualty_bounds(article, population="civilian").sentence.startswith(words)


def test_what_is_added_keeps_its_hedge():
    some = {"value": 5, "qualifier": "at_least", "tally": "a"}, {"qualifier": "vague", "term": "dozens", "tally": "b"}
    said = casualty_bounds(article_of(*some), overlap="separate", vague="literal").sentence
    assert said.startswith("Scenario: at least 29 killed")
    assert "at least 5 and “dozens” (taken as 24) reported by the Coastguard" in said


def test_a_count_that_holds_the_sum_is_not_said_to_be_perhaps_inside_it():
    part, whole = {"value": 30, "qualifier": "at_least", "tally": "part"}, {"value": 20, "qualifier": "at_least"}
    article = article_of(part, whole | {"tally": "whole"}, pairs=[("part", "whole", "within")])
    said = casualty_bounds(article).sentence
    assert "Known to hold people of that figure, and not added: at least 20 reported" in said and "may or" not in said


def test_a_day_that_reads_two_ways_is_refused():
    for on in ("05/06/2031", "2031", np.int64(20310520)):
        with pytest.raises(ArgumentError, match="is not a day"):
            casualty_bounds(ARTICLE, on=on)
