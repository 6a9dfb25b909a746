import re
import tempfile
from dataclasses import FrozenInstanceError, replace
from itertools import combinations, product
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from folders import bundled_copy, collision, write_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from libya_kit import casualties, schema, style
from libya_kit.article import bounds, load_article
from libya_kit.casualties import casualty_bounds, plot_casualty_timeline
from libya_kit.errors import ArgumentError

ARTICLE = load_article()
MINISTRY, LNA, CRESCENT = "health_ministry_killed", "lna_personnel_killed", "red_crescent_killed"


with tempfile.TemporaryDirectory() as folder:
    INVENTED = load_article(write_folder(Path(folder) / "collision"))


def article_of(*claims, pairs=()):
    """Return an article with these casualty claims: each a dict of columns, the rest filled in."""
    text, records = "", []
    for number, given_ in enumerate(claims):
        row = {
            "claim_id": f"k{number}",
            "measure": "killed",
            "qualifier": "exact",
            "population": "unspecified",
            "source": "coastguard",
            "standing": "outside",
            "reported_on": "2031-05-20",
            **given_,
        }
        words = row.pop("words", None) or f"{row.get('value', row.get('term', 'some'))} hurt"
        row |= {"quote": words, "start": len(text), "end": len(text) + len(words), "ambiguous": "otherwise" in row}
        low, high = bounds(row)
        records.append(row | {"low": low, "high": high})
        text += words + ". "
    names = sorted({row["tally"] for row in records if row.get("tally")})
    return replace(
        INVENTED,
        text=text,
        casualties=schema.CASUALTIES.frame(records),
        tallies=schema.TALLIES.frame(
            [
                {"tally": name, "title": f"Count {name}", "source": "coastguard", "measure": "killed", "counts": "all"}
                for name in names
            ]
        ),
        tally_pairs=schema.TALLY_PAIRS.frame(
            [
                {"pair": n, "tally": one, "other": other, "relation": relation, "basis": "said"}
                for n, (one, other, relation) in enumerate(pairs)
            ]
        ),
    )


# What can be said


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
        ({"on": "8 April 2019"}, 25, ("c-killed-25",)),
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
        ({"measure": "missing"}, "'killed', 'wounded'"),
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


def test_an_exact_figure_below_an_earlier_floor_is_a_conflict():
    article = article_of(
        {"value": 25, "qualifier": "at_least", "tally": "a"}, {"value": 20, "tally": "a", "reported_on": "2031-05-21"}
    )
    found = casualty_bounds(article)
    assert found.low == 25 and "Conflict: 20" in found.sentence and "lies below at least 25" in found.sentence
    assert "Conflict" not in casualty_bounds(article, on="2031-05-20").sentence


def test_contradicting_sources_are_listed_not_reconciled():
    claims = {"value": 30, "tally": "part"}, {"value": 20, "tally": "whole"}
    article = article_of(*claims, pairs=[("part", "whole", "within")])
    assert "Conflict: 20" in casualty_bounds(article).sentence
    assert "Conflict" not in casualty_bounds(article_of(*claims)).sentence


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
    shown = casualties.exhibit(article, measure="killed")
    assert shown.figure is not None and words.split(",")[0] in shown.sentence
    draw(shown)


def test_a_ceiling_holds_only_where_it_limits_the_whole():
    part, whole = {"value": 12, "tally": "part"}, {"value": 30, "qualifier": "at_most", "tally": "whole"}
    within = [("part", "whole", "within")]
    found = casualty_bounds(article_of(part, whole, pairs=within))
    assert (found.low, found.high, found.claims) == (12, 30, ("k0", "k1"))
    assert (
        found.sentence.startswith("12 to 30 killed") and "The most, 30, is reported by the Coastguard" in found.sentence
    )
    assert casualty_bounds(article_of(part, whole)).high is None
    assert casualty_bounds(article_of(part, whole), sources="outside").high is None
    later = part | {"reported_on": "2031-05-21"}
    assert casualty_bounds(article_of(later, whole, pairs=within)).high is None
    assert casualty_bounds(article_of(part | {"value": 31}, whole, pairs=within)).high is None


def test_keeping_fewer_sources_invents_no_ceiling():
    article = article_of({"value": 30, "qualifier": "at_most"}, {"value": 5, "standing": "own_dead"})
    assert casualty_bounds(article, sources="outside").high is None


@pytest.mark.parametrize(
    ("pairs", "unknown", "separate"),
    [
        ([], 20, 35),
        ([("a", "b", "disjoint")], 30, 35),
        ([("a", "b", "within")], 20, 25),
        ([("a", "b", "same")], 20, 25),
        ([("a", "b", "within"), ("b", "c", "disjoint")], 25, 25),
        ([("a", "b", "same"), ("a", "c", "disjoint")], 25, 25),
        ([("a", "b", "within"), ("b", "c", "within")], 20, 20),
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


def test_too_many_linked_tallies_are_an_error_and_the_chart_draws_regardless():
    article = article_of(*({"value": n, "tally": f"t{n:02}"} for n in range(1, 23)))
    assert casualty_bounds(article).low == 22
    with pytest.raises(ArgumentError, match="22 tallies"):
        casualty_bounds(article, overlap="separate")
    assert "too many" in casualties.exhibit(article, overlap="separate", measure="killed").sentence
    drawn = " ".join(texts(plot_casualty_timeline(article, overlap="separate").figure)).split()
    assert "too many counts to combine" in " ".join(drawn)
    assert "overlap" not in casualties.controls(article)
    twenty = article_of(*({"value": n, "tally": f"t{n:02}"} for n in range(1, 21)))
    assert casualty_bounds(twenty, overlap="separate").low == 210


def test_a_claim_without_a_day_counts_from_publication():
    article = article_of({"value": 10, "tally": "a"}, {"value": 20, "tally": "a", "reported_on": None})
    assert [casualty_bounds(article, on=f"2031-05-{day}").low for day in (20, 21, 22)] == [10, 10, 20]
    assert casualty_bounds(article).low == 20
    assert "A claim without a day counts only from publication" in casualty_bounds(article, on="2031-05-21").sentence


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "qualifier": st.sampled_from(["exact", "at_least", "estimated", "vague"]),
            "value": st.integers(0, 50),
            "tally": st.sampled_from(["a", "b", "c", "d", None]),
            "reported_on": st.sampled_from(["2031-05-19", "2031-05-20", "2031-05-21", None]),
            "standing": st.sampled_from(["party_organ", "own_dead", "outside"]),
        }
    ).map(lambda row: row | ({"value": None, "term": "dozens"} if row["qualifier"] == "vague" else {})),
    min_size=1,
    max_size=7,
)
RELATIONS = st.dictionaries(
    st.sampled_from(list(combinations("abcd", 2))), st.sampled_from(["disjoint", "within", "same"]), max_size=4
).map(lambda found: [(*pair, relation) for pair, relation in found.items()])
DAYS = st.sampled_from([None, "2031-05-19", "2031-05-20", "2031-05-21", "2031-05-22"])


def low(article, **options):
    return casualty_bounds(article, **options).low or 0


@settings(max_examples=15, deadline=None)
@given(CLAIMS, RELATIONS, DAYS, st.data())
def test_properties(claims, pairs, on, data):
    told = {row["tally"] for row in claims}
    article = article_of(*claims, pairs=[pair for pair in pairs if told.issuperset(pair[:2])])
    floors = [low(article_of(row), on=on) for row in claims]
    assert low(article, on=on, overlap="separate") >= low(article, on=on) >= max(floors)
    assert all(
        casualty_bounds(article, on=on, overlap=overlap, vague=vague, sources=sources).high is None
        for overlap, vague, sources in [("separate", "literal", "all"), ("unknown", None, "outside")]
    )
    order = data.draw(st.permutations(range(len(claims))))
    shuffled = replace(article, casualties=article.casualties.iloc[order])
    for overlap in ("unknown", "separate"):
        assert casualty_bounds(shuffled, on=on, overlap=overlap) == casualty_bounds(article, on=on, overlap=overlap)
    fewer = replace(article, casualties=article.casualties.iloc[: len(claims) - 1])
    assert low(fewer, on=on) <= low(article, on=on)


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
    assert sum(weights[tally] for tally in casualties._heaviest(weights, apart)) == max(sums)


def test_quantifiers_hold_what_the_conventions_say():
    table = casualties.quantifiers().set_index(["convention", "term"])
    assert table.loc[("literal", "dozens"), "low"] == 24 and table.loc[("acled", "dozens"), "low"] == 12
    assert table["high"].isna().all() and table.index.is_unique and table["source"].str.len().gt(0).all()


# The picture


def texts(figure):
    return [one.get_text() for one in figure.findobj(Text) if one.get_text().strip() and one.get_visible()]


def draw(shown):
    """Draw an exhibit; no text is clipped by the figure's edge or lies on another, none is too small."""
    figure = shown.figure
    with style.house():
        figure.draw_without_rendering()
    found = [one for one in figure.findobj(Text) if one.get_text().strip() and one.get_visible()]
    boxes = [(one.get_text(), Text.get_window_extent(one)) for one in found]
    edge = figure.bbox
    for words, box in boxes:
        assert edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1, f"{words!r} is cut"
    for (one, first), (two, second) in combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert wide < 1 or high < 2, f"{one!r} lies on {two!r}"
    assert all(one.get_fontsize() >= 9 for one in found)
    return shown


def marks(ax):
    """Return {claim: (x, y)} of the marks on axes: lines of one point that lead to their claim."""
    return {
        line.get_url()[1:]: (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if line.get_url() and len(line.get_xdata()) == 1
    }


def bases(ax):
    """Return the base lines, from the highest down."""
    grey = [line for line in ax.lines if line.get_color() == style.GREY and len(line.get_xdata()) == 2]
    return sorted((line.get_ydata()[0] for line in grey if line.get_xdata()[0] == 0), reverse=True)


def blocks(ax):
    """Return {claim: (x, bottom, top)} of the floor's blocks."""
    return {
        line.get_url()[1:]: (line.get_xdata()[0], min(line.get_ydata()), max(line.get_ydata()))
        for line in ax.lines
        if line.get_url() and len(line.get_xdata()) == 4
    }


def numbers(*some):
    """Return the numbers in texts, days and conventions' names apart."""
    text = re.sub(r"\d+ (January|February|March|April|May|June|Apr)\b( \d{4})?", " ", " ".join(some))
    return {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)}


def test_height_is_the_count_above_the_lane_s_base_line():
    ax = plot_casualty_timeline(ARTICLE)
    found, lanes = marks(ax), bases(ax)
    assert len(lanes) == 3
    for claim_id, lane in {"c-killed-21": 0, "c-killed-25": 0, "c-killed-14": 1, "c-killed-doctor": 2}.items():
        assert found[claim_id][1] - lanes[lane] == pytest.approx(ARTICLE.casualties.at[claim_id, "value"])


def test_marks_stand_in_the_column_of_their_day():
    ax = plot_casualty_timeline(ARTICLE)
    assert {claim_id: int(x) for claim_id, (x, _) in marks(ax).items()} == {
        "c-killed-14": 2,
        "c-killed-doctor": 2,
        "c-killed-21": 3,
        "c-killed-25": 4,
    }
    heads = [words for words in texts(ax.figure) if re.fullmatch(r"[A-Z][a-z]{2}\n\d+ Apr", words)]
    assert heads == ["Thu\n4 Apr", "Fri\n5 Apr", "Sat\n6 Apr", "Sun\n7 Apr", "Mon\n8 Apr"]


def test_every_mark_carries_its_words_and_leads_to_its_row():
    for measure in casualties.MEASURES:
        ax = plot_casualty_timeline(ARTICLE, measure=measure)
        said = {
            one.get_url()[1:]: " ".join(one.get_text().split())
            for one in ax.texts
            if one.get_url() and one.get_text().startswith("“")
        }
        rows = ARTICLE.casualties[ARTICLE.casualties["measure"] == measure]
        assert said == {claim_id: f"“{ARTICLE.text[row.start : row.end]}”" for claim_id, row in rows.iterrows()}


def test_an_update_is_a_step_in_one_lane():
    ax = plot_casualty_timeline(ARTICLE)
    steps = [line for line in ax.lines if line.get_drawstyle() == "steps-mid"]
    assert len(steps) == 1 and [y - bases(ax)[0] for y in steps[0].get_ydata()] == pytest.approx([21, 25])
    assert texts(ax.figure).count("same count, updated") == 1
    assert "same count, updated" not in texts(plot_casualty_timeline(ARTICLE, measure="wounded").figure)


@pytest.mark.parametrize(
    ("overlap", "stack", "label"),
    [
        ("unknown", {"c-killed-25": 0, "c-killed-14": 0, "c-killed-doctor": 0}, "at least 25"),
        ("separate", {"c-killed-25": 0, "c-killed-14": 25, "c-killed-doctor": 39}, "scenario:\nat least 40"),
        ([(MINISTRY, LNA)], {"c-killed-25": 0, "c-killed-14": 25, "c-killed-doctor": 0}, "scenario:\nat least 39"),
    ],
)
def test_the_floor_s_blocks_stack_only_what_is_taken_as_separate(overlap, stack, label):
    ax = plot_casualty_timeline(ARTICLE, overlap=overlap)
    found = blocks(ax)
    assert {claim_id: bottom for claim_id, (_, bottom, _) in found.items()} == pytest.approx(stack)
    assert all(top - bottom == ARTICLE.casualties.at[name, "value"] for name, (_, bottom, top) in found.items())
    stacked = {x for x, bottom, _ in found.values() if bottom} | {found["c-killed-25"][0]}
    assert len(stacked) == 1
    assert label in texts(ax.figure)


def test_a_vague_word_is_a_strip_over_all_it_may_be():
    def strip(**options):
        ax = plot_casualty_timeline(ARTICLE, measure="wounded", **options)
        (found,) = [patch for patch in ax.patches if patch.get_url() == "#c-wounded-dozens" and patch.get_hatch()]
        return found.get_y(), found.get_y() + found.get_height()

    assert strip() == (0, 80)
    assert strip(vague="literal") == (24, 80) and strip(vague="acled") == (12, 80)
    assert "“dozens of\nwounded”\ntaken as 24" in texts(
        plot_casualty_timeline(ARTICLE, measure="wounded", vague="literal").figure
    )


def test_the_other_reading_is_another_mark():
    def marker(readings):
        ax = plot_casualty_timeline(ARTICLE, measure="wounded", readings=readings)
        return next(line.get_marker() for line in ax.lines if line.get_url() == "#c-wounded-80")

    assert marker("first") == "o" and marker("otherwise") is style.ARROW


def test_events_of_the_days_stand_above_once_each():
    found = [" ".join(words.split()) for words in texts(plot_casualty_timeline(ARTICLE).figure)]
    assert found.count("Offensive of the LNA on Tripoli (from here on)") == 1
    assert found.count("Clashes at Wadi Raba (to Sun 7 Apr)") == 1
    assert not [words for words in found if "Gaddafi" in words]


def test_the_key_explains_every_mark_in_use_and_no_other():
    def key(**options):
        return {one.get_text() for one in plot_casualty_timeline(ARTICLE, **options).get_legend().get_texts()}

    explained = casualties._KEY
    assert key() == {explained[kind] for kind in ("exact", "at_least", "step", "floor")}
    assert key(measure="wounded") == {explained[kind] for kind in ("exact", "vague", "floor")}
    assert key(measure="wounded", readings="otherwise") == {explained[kind] for kind in ("at_least", "vague", "floor")}


def test_it_draws_where_it_is_told_and_leaves_no_style_behind():
    with style.house():
        ax = Figure().add_subplot()
    before = dict(matplotlib.rcParams)
    assert plot_casualty_timeline(ARTICLE, ax=ax) is ax
    assert dict(matplotlib.rcParams) == before
    own = plot_casualty_timeline(ARTICLE)
    assert ARTICLE.source_line in texts(own.figure)
    with pytest.raises(TypeError):
        plot_casualty_timeline(ARTICLE, colour="red")


HARD = {
    "kinds": lambda: article_of(
        {"value": 14, "words": "14 of them died", "tally": "a"},
        {"value": 30, "qualifier": "at_most", "reported_on": "2031-05-21", "words": "no more than 30", "tally": "a"},
        {"low": 20, "high": 30, "qualifier": "range", "reported_on": "2031-05-18", "words": "20 to 30 dead"},
        {"value": 40, "qualifier": "estimated", "reported_on": None, "words": "about 40 people killed since then"},
        {"qualifier": "not_given", "words": "did not say how many had died"},
        {"qualifier": "vague", "term": "dozens", "words": "dozens of dead", "reported_on": "2031-05-19"},
    ),
    "long": lambda: article_of(
        {"value": 1400, "tally": "a", "reported_on": "2031-03-02"},
        {"value": 2200, "tally": "a", "qualifier": "at_least", "words": "at least 2,200 killed"},
        {"value": 900, "reported_on": "2031-04-10"},
    ),
    "one day": lambda: article_of(
        *({"value": n, "qualifier": "at_least", "tally": "a", "words": f"at least {n} dead"} for n in (5, 9, 12)),
        {"value": 3, "tally": "b"},
    ),
    "many": lambda: article_of(*({"value": 3 * n, "tally": f"t{n:02}"} for n in range(1, 24))),
    "long words": lambda: article_of(
        {
            "value": 30,
            "words": "30 counterrevolutionary-unidentified nonparticipants and others of whom nothing is known",
        },
        {"value": 2, "reported_on": "2031-05-24"},
        {"value": 1, "reported_on": None, "words": "one"},
    ),
    "mathtext": lambda: article_of({"value": 3, "words": "3 for $5 and $6"}),
    "undated": lambda: article_of({"value": 7, "reported_on": None}),
    "vague": lambda: article_of({"qualifier": "vague", "term": "scores", "words": "scores"}),
    "known apart": lambda: article_of(
        {"value": 12, "tally": "a"}, {"value": 30, "tally": "b"}, pairs=[("a", "b", "disjoint")]
    ),
}


def test_the_floor_stands_on_the_last_day_whoever_counts():
    assert "floor on\nMon 8 Apr" in texts(plot_casualty_timeline(ARTICLE, sources="outside").figure)


@pytest.mark.parametrize(("name", "overlap"), [*((name, "separate") for name in HARD), ("kinds", "unknown")])
def test_nothing_is_cut_or_covered(name, overlap):
    shown = draw(casualties.exhibit(HARD[name](), measure="killed", overlap=overlap, vague="literal"))
    assert shown.alt.strip() and shown.sentence != shown.alt


def test_a_long_time_shares_columns_and_an_unknown_day_has_the_last():
    heads = texts(plot_casualty_timeline(HARD["long"]()).figure)
    assert "2 Mar\nto 15 Mar" in heads and "11 May\nto 20 May" in heads
    ax = plot_casualty_timeline(HARD["kinds"]())
    assert "day not\ngiven" in texts(ax.figure) and int(marks(ax)["k3"][0]) == 4


def test_a_far_event_does_not_stretch_the_days(tmp_path):
    claims = collision()
    claims[4].body.update(date_start="2031-01-01", date_end="2031-01-01")
    article = load_article(write_folder(tmp_path / "far", claims=claims))
    assert "Tue\n20 May" in texts(plot_casualty_timeline(article).figure)


# The exhibit, its controls, the findings


def every(measure):
    """Return every combination of the controls' choices."""
    choices = casualties.controls(ARTICLE, measure)
    return [
        dict(zip(choices, values, strict=True)) for values in product(*(some.values() for some in choices.values()))
    ]


@pytest.mark.parametrize("measure", [None, *casualties.MEASURES])
def test_every_view_is_drawn_and_its_forms_agree(measure):
    for choice in every(measure) if measure else [{}]:
        shown = draw(casualties.exhibit(ARTICLE, measure=measure, **choice))
        rows = ARTICLE.casualties.loc[shown.table.index]
        scale = {0, 10, 20, 50, 1} | numbers(*(words for words in texts(shown.figure) if "peacekeepers" in words))
        counts = {int(value) for value in rows["value"].dropna()}
        derived = {24, 12, 26, 39, 40} & numbers(shown.sentence)
        drawn = [words for words in texts(shown.figure) if words != shown.source]
        for words in (shown.sentence, shown.alt, " ".join(drawn)):
            assert numbers(words) <= counts | derived | scale | {3, 2}, words
        assert counts - {1} <= numbers(*shown.table["how many"]) & numbers(shown.alt)
        assert numbers(shown.title) <= numbers(shown.sentence) & numbers(shown.alt)
        assert (
            "#" in shown.svg("x-")
            and shown.alt != shown.sentence
            and shown.assumptions
            and shown.source == ARTICLE.source_line
        )
        assert list(shown.table.columns)[-1] == "quote" and shown.table.index.name == "claim_id"


@pytest.mark.parametrize("measure", casualties.MEASURES)
def test_every_choice_changes_what_is_seen_or_says_why_not(measure):
    controls = casualties.controls(ARTICLE, measure)
    shown = {tuple(choice.items()): casualties.exhibit(ARTICLE, measure=measure, **choice) for choice in every(measure)}
    for name, values in controls.items():
        for key, view in shown.items():
            others = [
                one
                for other, one in shown.items()
                if {*other} - {(name, dict(other)[name])} == {*key} - {(name, dict(key)[name])}
            ]
            seen = {(one.sentence, *texts(one.figure)) for one in others}
            assert (
                len(seen) == len(values)
                or "changes nothing" in view.sentence
                or any("changes nothing" in one.sentence for one in others)
            )


def test_where_one_count_is_left_overlap_changes_nothing():
    pair = next(iter(list(casualties.controls(ARTICLE)["overlap"].values())[1:]))
    views = [
        casualties.exhibit(ARTICLE, measure="killed", sources="outside", overlap=one)
        for one in ("unknown", pair, "separate")
    ]
    assert len({view.sentence for view in views}) == len({view.svg("x-") for view in views}) == 1
    assert "changes nothing" in views[0].sentence


def test_the_controls_of_the_article():
    killed, wounded = (casualties.controls(ARTICLE, measure) for measure in casualties.MEASURES)
    assert {name: list(choices) for name, choices in killed.items()} == {
        "overlap": ["may overlap", "health ministry and LNA (Haftar) separate", "all separate"],
        "sources": ["all counts", "without parties on their own dead", "only from outside the parties"],
    }
    assert killed["overlap"]["health ministry and LNA (Haftar) separate"] == ((MINISTRY, LNA),)
    assert {name: list(choices) for name, choices in wounded.items()} == {
        "vague": ["no number", "literally 24", "ACLED's 12, a rule for deaths, borrowed"],
        "readings": ["80 reported", "at least 80"],
    }


def test_controls_offer_nothing_that_changes_nothing():
    assert casualties.controls(article_of({"value": 3})) == {}
    assert casualties.controls(article_of()) == {}
    apart = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"}, pairs=[("a", "b", "disjoint")])
    assert casualties.controls(apart) == {}
    two = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"})
    assert list(casualties.controls(two)["overlap"].values()) == ["unknown", (("a", "b"),)]
    every_kind = article_of(
        {"value": 3, "standing": "own_dead"},
        {"value": 4, "standing": "party_organ"},
        {"value": 9, "otherwise": {"qualifier": "at_least"}},
        {"qualifier": "vague", "term": "dozens"},
    )
    offered = casualties.controls(every_kind)
    assert list(offered) == ["overlap", "sources"]
    standing = {1: "own_dead", 0: "outside"}
    many = article_of(*({"value": n, "tally": f"t{n:02}", "standing": standing[n % 2]} for n in range(1, 21)))
    assert list(casualties.controls(many)) == ["overlap"]


def test_both_panels_share_the_days_and_the_ribbon():
    shown = casualties.exhibit(ARTICLE)
    found = texts(shown.figure)
    assert found.count("Mon\n8 Apr") == 1 and found.count("Truce not\nobserved") == 1
    assert len(shown.figure.axes) == 2 and shown.title == "At least 25 killed; 80 wounded reported"
    assert set(shown.table.index) == set(ARTICLE.casualties.index)
    paired = casualties.exhibit(ARTICLE, overlap=[(MINISTRY, LNA)])
    assert "at least 39" in paired.sentence and "80 wounded reported" in paired.sentence
    with pytest.raises(ArgumentError, match="is called 'nobody'"):
        casualties.exhibit(ARTICLE, overlap=[(MINISTRY, "nobody")])


def test_without_claims_there_is_a_sentence_and_no_figure(tmp_path):
    article = load_article(write_folder(tmp_path / "empty", claims=[]))
    for measure in (None, *casualties.MEASURES):
        shown = casualties.exhibit(article, measure=measure)
        assert shown.figure is None and "No number given" in shown.sentence and shown.table.empty
    assert str(casualties.findings(article)) == "The article makes no claim on people killed or wounded."
    assert casualties.controls(article) == {}
    assert casualty_bounds(article).low is None
    ax = plot_casualty_timeline(article)
    assert "No number given of people killed." in texts(ax.figure) and not ax.lines and not ax.axison


def test_sources_that_leave_no_claim_say_so():
    shown = casualties.exhibit(ARTICLE, measure="wounded", sources="outside")
    assert shown.figure is None and "no number given" in shown.sentence


def test_another_article():
    shown = draw(casualties.exhibit(INVENTED))
    assert "At least 12 killed, reported by the Coastguard on Tuesday 20 May." in shown.sentence
    assert "Inside that figure, and not added: 3 by the Seamen's union." in shown.sentence
    assert "an estimate is no floor" in shown.sentence
    everything = " ".join(
        [shown.sentence, shown.alt, *texts(shown.figure), shown.table.to_string(), *shown.assumptions]
    )
    assert not [name for name in ("Tripoli", "LNA", "Haftar", "GNA") if name in everything]
    assert (
        str(casualties.findings(INVENTED)[0])
        == "The Coastguard said on Tuesday 20 May that at least 12 were killed (Port Amel)."
    )
    assert [set(casualties.controls(INVENTED, measure)) for measure in casualties.MEASURES] == [set(), set()]


def test_one_claim_alone(tmp_path):
    article = load_article(write_folder(tmp_path / "one", claims=collision()[2:3]))
    shown = draw(casualties.exhibit(article))
    assert "3 killed reported by the Seamen's union" in shown.sentence and len(shown.figure.axes) == 1


def test_a_copy_with_other_numbers_says_them_everywhere(tmp_path):
    changes = {
        "at least 25": "at least 27",
        '"value": 25': '"value": 27',
        "14 of its": "17 of its",
        '"value": 14': '"value": 17',
    }
    article = load_article(bundled_copy(tmp_path / "copy", changes))
    assert [casualty_bounds(article, overlap=overlap).low for overlap in ("unknown", "separate")] == [27, 45]
    for choice in every("killed"):
        shown = casualties.exhibit(article, measure="killed", **choice)
        words = [
            shown.title,
            shown.sentence,
            shown.alt,
            *texts(shown.figure),
            *shown.table["how many"],
            *shown.table["quote"],
        ]
        assert not numbers(*words, str(casualties.findings(article))) & {25, 14, 39, 40, 46}


def test_findings_are_the_article_s_sentences_with_their_figures_linked():
    found = casualties.findings(ARTICLE)
    first, second, third = map(str, found)
    assert first.startswith("A spokesman for the health ministry said on Monday 8 April that at least 25 were killed")
    assert "“did not specify whether the victims were civilians or fighters”" in first and "at least 21" in first
    assert second.startswith(
        "Two more counts may or may not be inside that figure: 14 by the LNA (Haftar) on Saturday 6 April"
    )
    assert "No total is given: 40 is a scenario; 46 would be a mistake" in second
    assert "80 were wounded" in third and "80 or at least 80 is open" in third and "“dozens of wounded”" in third
    assert "did not specify" not in third
    linked = {part[1] for one in found for part in one.parts if isinstance(part, tuple)}
    assert linked == set(ARTICLE.casualties.index)


def test_findings_say_of_an_article_with_little_what_there_is():
    assert (
        str(casualties.findings(article_of({"value": 3})))
        == "The Coastguard said on Tuesday 20 May that 3 were killed."
    )
    apart = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"}, pairs=[("a", "b", "disjoint")])
    assert "Known to be separate, and so added: 3 and 4 by the Coastguard, at least 7." in str(
        casualties.findings(apart)
    )
    vague = article_of({"qualifier": "vague", "term": "many", "words": "many dead"})
    assert "only “many dead” by the Coastguard" in str(casualties.findings(vague))
