import re

import matplotlib
import pytest
from counts import ARTICLE, LNA, MINISTRY, article_of
from drawn import check_texts, texts
from folders import collision, write_folder
from matplotlib.figure import Figure

from libya_kit.article.model import load_article
from libya_kit.article.schema import PANELS
from libya_kit.casualties import chart as timeline
from libya_kit.casualties import exhibits as casualties
from libya_kit.casualties.exhibits import plot_casualty_timeline
from libya_kit.display import style


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
    for measure in PANELS:
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

    explained = timeline.KEY
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


def test_the_floor_stands_on_the_last_day_whoever_counts():
    assert "floor on\nMon 8 Apr" in texts(plot_casualty_timeline(ARTICLE, sources="outside").figure)


@pytest.mark.parametrize(("name", "overlap"), [*((name, "separate") for name in HARD), ("kinds", "unknown")])
def test_nothing_is_cut_or_covered(name, overlap):
    shown = casualties.exhibit(HARD[name](), measure="killed", overlap=overlap, vague="literal")
    check_texts(shown.figure)
    assert shown.alt.strip() and shown.sentence != shown.alt


def test_a_long_time_shares_columns_and_an_unknown_day_has_the_last():
    heads = texts(plot_casualty_timeline(HARD["long"]()).figure)
    assert "2–15\nMar" in heads and "11–20\nMay" in heads
    ax = plot_casualty_timeline(HARD["kinds"]())
    assert "day not\ngiven" in texts(ax.figure) and int(marks(ax)["k3"][0]) == 4


def test_a_far_event_does_not_stretch_the_days(tmp_path):
    claims = collision()
    claims[4].body.update(date_start="2031-01-01", date_end="2031-01-01")
    article = load_article(write_folder(tmp_path / "far", claims=claims))
    assert "Tue\n20 May" in texts(plot_casualty_timeline(article).figure)


@pytest.mark.parametrize(
    ("claim_", "words"),
    [
        ({"value": 1}, "1 killed reported"),
        ({"value": 0}, "0 killed reported"),
        ({"value": 30, "qualifier": "at_most"}, "At most 30 killed"),
        ({"low": 20, "high": 30, "qualifier": "range"}, "20 to 30 killed"),
        ({"value": 40, "qualifier": "estimated"}, "an estimate is no floor"),
        ({"term": "dozens", "qualifier": "vague"}, "No number given of people killed"),
        ({"qualifier": "not_given"}, "No number given of people killed"),
    ],
)
def test_one_claim_of_each_kind_is_drawn(claim_, words):
    shown = casualties.exhibit(article_of(claim_), measure="killed")
    assert words in shown.sentence
    check_texts(shown.figure)
