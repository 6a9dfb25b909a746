from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pandas as pd
import pytest
from drawn import check_texts
from folders import ROWS, TEXT, bundled_copy, claim, write_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import colors

from libya_kit.article.model import load_article
from libya_kit.display import style
from libya_kit.errors import ArgumentError
from libya_kit.stances import chart as stance_charts
from libya_kit.stances import matrix as stances
from libya_kit.stances import selection as stance_views
from libya_kit.stances.conclusions import findings

ARTICLE = load_article()
QUARREL = """Red fleet blockades the strait

The Red Fleet closed the strait on Tuesday. “This blockade must end,” said envoy Ina Moll of the League.

“Lift it now,” she added for $1 and $2. The self-proclaimed Red Fleet answers to captain Roe, and the Blue Town, called
“nest of smugglers” by Roe, sent boats against the blockade. The pilots' guild spoke of the blockade and took no side.

The League proposed a pause. The guild spoke of Blue Town's boats as well. Long ago the guild had fought pirates.

The pause was not kept, the League said.
"""
PEOPLE = [
    {"actor_id": "red", "name": "Red Fleet", "kind": "armed_force", "side": "red"},
    {"actor_id": "roe", "name": "Captain Roe", "kind": "person", "side": "red", "part_of": "red"},
    {"actor_id": "blue", "name": "Blue Town", "kind": "government", "side": "blue"},
    {"actor_id": "league", "name": "The League", "kind": "intergovernmental", "aliases": "League"},
    {"actor_id": "moll", "name": "Ina Moll", "kind": "person", "part_of": "league"},
    {"actor_id": "guild", "name": "Pilots' guild", "kind": "group"},
    {"actor_id": "pirates", "name": "Pirates", "kind": "group"},
    {"actor_id": "gazette", "name": "Amel Gazette", "kind": "media"},
]
BLOCKADE = {"target": "red", "target_type": "action", "target_label": "the blockade", "event": "blockade"}


def stance(claim_id, words, speaker, which, mode="statement", **body):
    body = {"speaker": speaker, "stance": which, "mode": mode, "voice": "attributed", "source": speaker, **body}
    return claim(QUARREL, claim_id, "Stance", words, **body)


def quarrel():
    return [
        stance("red-acts", "The Red Fleet closed the strait", "red", "support", "action", **BLOCKADE, source="gazette"),
        stance(
            "moll-1",
            "“This blockade must end,”",
            "moll",
            "oppose",
            **BLOCKADE,
            voice="direct_quote",
            source="league",
            said_by="moll",
        ),
        stance(
            "moll-2",
            "“Lift it now,” she added for $1 and $2",
            "moll",
            "oppose",
            **BLOCKADE,
            source="league",
            said_by="moll",
        ),
        stance(
            "moll-label",
            "self-proclaimed",
            "moll",
            "oppose",
            "label",
            target="red",
            target_type="actor",
            target_label="Red Fleet",
        ),
        stance(
            "roe-label",
            "“nest of smugglers”",
            "roe",
            "oppose",
            "label",
            target="blue",
            target_type="actor",
            target_label="Blue Town",
        ),
        stance(
            "blue-acts", "sent boats against the blockade", "blue", "oppose", "action", **BLOCKADE, source="gazette"
        ),
        stance("guild-neutral", "spoke of the blockade and took no side", "guild", "neutral", **BLOCKADE),
        stance(
            "league-pause",
            "The League proposed a pause",
            "league",
            "support",
            target_type="proposal",
            target_label="a pause",
            event="pause",
        ),
        stance(
            "guild-boats",
            "spoke of Blue Town's boats as well",
            "guild",
            "neutral",
            target="blue",
            target_type="action",
            target_label="the boats",
            event="boats",
        ),
        stance(
            "guild-pirates",
            "had fought pirates",
            "guild",
            "oppose",
            "action",
            target="pirates",
            target_type="actor",
            target_label="Pirates",
            background=True,
        ),
        claim(
            QUARREL,
            "e-blockade",
            "Event",
            "closed the strait",
            event="blockade",
            title="Blockade of the strait",
            status="happened",
            actor="red",
            source="gazette",
            date_precision="open",
        ),
        claim(
            QUARREL,
            "e-boats",
            "Event",
            "sent boats",
            event="boats",
            title="Boats sent",
            status="happened",
            actor="blue",
            source="gazette",
            date_precision="open",
        ),
        claim(
            QUARREL,
            "e-pause",
            "Event",
            "proposed a pause",
            event="pause",
            title="Pause proposed",
            status="called_for",
            actor="league",
            source="league",
            date_precision="open",
        ),
        claim(
            QUARREL,
            "e-kept",
            "Event",
            "The pause was not kept",
            event="kept",
            title="Pause not kept",
            status="did_not_happen",
            source="league",
            date_precision="open",
        ),
        claim(
            QUARREL,
            "m-self",
            "Mention",
            "self-proclaimed Red Fleet",
            actor="red",
            label="self-proclaimed",
            source="gazette",
        ),
        claim(QUARREL, "m-nest", "Mention", "nest of smugglers", actor="blue", label="nest of smugglers", source="roe"),
    ]


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return load_article(
        write_folder(
            tmp_path_factory.mktemp("a") / "quarrel",
            QUARREL,
            quarrel(),
            rows=ROWS | {"actors": PEOPLE, "tallies": [], "tally_pairs": []},
            focus="blockade",
        )
    )


@pytest.fixture(scope="module")
def sea(tmp_path_factory):
    return load_article(write_folder(tmp_path_factory.mktemp("b") / "sea"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return load_article(write_folder(tmp_path_factory.mktemp("c") / "empty", claims=[]))


def views(article):
    """Every choice of both explorers, with its exhibit."""
    for make, controls in ((stances.exhibit, stances.controls), (stances.matrix_exhibit, stances.matrix_controls)):
        choices = controls(article)
        for values in product(*(some.values() for some in choices.values())):
            choice = dict(zip(choices, values, strict=True))
            yield make.__name__, choice, make(article, **choice)


@pytest.fixture(scope="module")
def drawn():
    return list(views(ARTICLE))


def marks(figure_or_axes):
    """The linked marks: claim and shape and where."""
    axes = getattr(figure_or_axes, "axes", None)
    ax = axes[0] if isinstance(axes, list) else figure_or_axes
    return [
        (line.get_url()[1:], line.get_marker(), line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if line.get_url()
    ]


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def shape(mode):
    return stance_charts.MARKS[mode]["marker"]


# --- the matrix


CELLS = [
    ("moll", ("what they do", "red", "the blockade"), (("oppose", "statement"),)),
    ("moll", ("parties", "red", "Red Fleet"), (("oppose", "label"),)),
    ("red", ("what they do", "red", "the blockade"), (("support", "action"),)),
    ("red", ("parties", "blue", "Blue Town"), ()),
    ("league", ("proposals", "", "a pause"), (("support", "statement"),)),
    ("guild", ("what they do", "blue", "the boats"), (("neutral", "statement"),)),
]


@pytest.mark.parametrize(("speaker", "target", "cell"), CELLS)
def test_a_cell_is_the_tuple_of_its_pairs_each_once(other, speaker, target, cell):
    assert stances.stance_matrix(other).at[speaker, target] == cell


def test_rows_come_in_order_of_appearance_and_columns_by_group(other):
    matrix = stances.stance_matrix(other)
    assert list(matrix.index) == ["red", "moll", "roe", "blue", "guild", "league"]
    assert [column[0] for column in matrix.columns] == ["parties"] * 2 + ["what they do"] * 2 + ["proposals"]
    assert matrix.columns.names == ["group", "target", "target_label"]


def test_by_organisation_a_person_stands_in_the_row_of_the_top(other):
    matrix = stances.stance_matrix(other, by="organisation")
    assert list(matrix.index) == ["red", "league", "blue", "guild"]
    assert matrix.at["league", ("what they do", "red", "the blockade")] == (("oppose", "statement"),)
    assert matrix.at["red", ("parties", "blue", "Blue Town")] == (("oppose", "label"),)


@pytest.mark.parametrize(("mode", "kept"), stance_views.MODES.items())
def test_a_mode_keeps_its_stances_and_no_other(mode, kept):
    cells = stances.stance_matrix(ARTICLE, mode=mode).stack([0, 1, 2], future_stack=True)
    there = (
        set() if mode == "relayed" else set(kept) - {"vote"}
    )  # nobody votes, and nothing is relayed, in this article
    assert {pair[1] for cell in cells for pair in cell} == there


def test_the_background_is_in_no_cell_and_only_under_everything(other):
    assert "pirates" not in stances.stance_matrix(other).columns.get_level_values("target")
    shown = {towards: stances.exhibit(other, towards=towards).claims for towards in stance_views.TOWARDS}
    assert [towards for towards, claims in shown.items() if "guild-pirates" in claims] == ["everything"]


@pytest.mark.parametrize("call", [stances.stance_matrix, stances.matrix_exhibit, stances.plot_stance_matrix])
@pytest.mark.parametrize("wrong", [{"mode": "shouted"}, {"by": "country"}])
def test_an_unknown_word_is_refused_with_the_allowed_ones(call, wrong):
    with pytest.raises(ArgumentError, match=r"use one of '(with_labels|actor)'"):
        call(ARTICLE, **wrong)


def count_marks(article):
    view = stance_views.first_view(article, "everything", "with_labels")
    return len(stance_charts.view_sheet(view).marks)


@pytest.fixture(scope="module")
def once():
    return stances.stance_matrix(ARTICLE), count_marks(ARTICLE)


@settings(max_examples=settings.default.max_examples // 2)
@given(data=st.data())
def test_repetition_is_not_strength_and_the_order_of_rows_is_irrelevant(once, data):
    rows = ARTICLE.stances
    again = data.draw(st.lists(st.sampled_from(list(rows.index)), max_size=10))
    copies = rows.loc[again].rename(index=lambda name: f"{name}-again")
    copies.index = [f"{name}{number}" for number, name in enumerate(copies.index)]
    more = pd.concat([rows, copies]).rename_axis("claim_id")
    shuffled = more.loc[data.draw(st.permutations(list(more.index)))]
    article = replace(ARTICLE, stances=shuffled)
    pd.testing.assert_frame_equal(stances.stance_matrix(article), once[0])
    assert count_marks(article) == once[1]


# --- what the first view takes


TAKEN = {
    "focus": {"red-acts", "moll-1", "moll-2", "moll-label", "blue-acts", "guild-neutral"},
    "other_side": {"roe-label", "guild-boats"},
    "proposals": {"league-pause"},
}


@pytest.mark.parametrize("towards", stance_views.TOWARDS)
def test_towards_takes_what_it_says(other, towards):
    assert set(stances.exhibit(other, towards=towards).claims) == TAKEN.get(towards, set(other.stances.index))


def test_without_a_focus_there_is_only_everything(other):
    article = replace(other, focus=None)
    assert "towards" not in stances.controls(article)
    assert set(stances.exhibit(article).claims) == set(other.stances.index)
    for towards in stance_views.TOWARDS[:3]:
        with pytest.raises(ArgumentError, match="names none as its focus; use 'everything'"):
            stances.exhibit(article, towards=towards)
    assert (
        str(findings(article)[0]).split(". ")[0]
        == "The annotators name no event in question; each stance is towards its own target"
    )


@pytest.mark.parametrize("wrong", [{"mode": "shouted"}, {"towards": "nobody"}])
def test_the_first_view_refuses_unknown_words(wrong):
    for call in (stances.exhibit, stances.plot_stances):
        with pytest.raises(ArgumentError, match="use one of"):
            call(ARTICLE, **wrong)


def test_titles_state_the_finding_and_subtitles_name_the_target(other, sea):
    one, across = stances.exhibit(other), stances.exhibit(other, towards="other_side")
    assert one.title == (
        "The blockade: opposed by Ina Moll and the side of Blue Town; no side taken by Pilots' guild; "
        "carried out by the side of Red Fleet"
    )
    assert one.subtitle.startswith("Who says or does what about the blockade? Said and done, with labels; ")
    assert across.subtitle.startswith("Who says or does what about Blue Town and what it does? ")
    assert "the UN (in a label)" in stances.exhibit(ARTICLE, towards="other_side").sentence
    assert stances.exhibit(sea, towards="focus").title == "Who says or does what about “Two vessels collide”?"


# --- what is drawn


def test_one_mark_per_speaker_target_stance_event_and_mode_in_its_column(other):
    figure = stances.exhibit(other, towards="focus").figure
    found = {name: (which, x) for name, which, x, _ in marks(figure)}
    assert set(found) == TAKEN["focus"] - {"moll-2"}
    for name, (which, x) in found.items():
        row = other.stances.loc[name]
        assert which == shape(row["mode"])
        column = list(stance_views.STANCES).index(row["stance"])
        assert stance_charts.EDGES[column + 1] < x < stance_charts.EDGES[column + 2]


def test_the_marks_of_every_view_lead_to_rows_and_show_each_group_once(drawn):
    for name, choice, exhibit in drawn:
        if exhibit.figure is None:
            continue
        rows = ARTICLE.stances.loc[list(exhibit.claims)]
        assert {claim for claim, *_ in marks(exhibit.figure)} <= set(exhibit.claims), choice
        if name == "exhibit":
            what = rows["event"].fillna(rows["target_label"])
            keys = pd.concat([rows[["speaker", "stance", "mode"]], rows["target"].fillna(""), what], axis=1)
            assert len(marks(exhibit.figure)) == len(keys.drop_duplicates()), choice
        else:
            signs = [mark for mark in marks(exhibit.figure) if mark[1] in ("+", "o", "_")]
            cells = stances.stance_matrix(ARTICLE, **choice).stack([0, 1, 2], future_stack=True)
            assert len(signs) == sum(len({pair[0] for pair in cell}) for cell in cells), choice
            assert len(marks(exhibit.figure)) - len(signs) == sum(map(len, cells)), choice


def test_words_stand_at_the_marks_and_are_the_articles(other):
    shown = " ".join(texts(stances.exhibit(other, towards="focus").figure))
    for words in ("“This blockade must end”", "Red Fleet: “self-proclaimed”", "“spoke of the"):
        assert words in shown
    assert "Cited, but with no stance on this: Captain Roe, Red Fleet" in shown
    assert "Amel Gazette" not in shown


@pytest.mark.parametrize(
    ("target", "quote", "most", "lines"),
    [
        ("", "one two three", 1, ["“one two three”"]),
        ("", "said “no” and left", 1, ["“said ‘no’…”"]),
        ("the plan", "said no", 0, ["the plan"]),
        ("", "“No,”", 0, ["“No”"]),
    ],
)
def test_a_few_words_of_a_quote(target, quote, most, lines):
    with style.house():
        assert stance_charts.few_words(target, quote, 1.05, most) == lines


def test_modes_and_signs_differ_in_shape():
    for looks in (stance_charts.MARKS, stance_charts.SIGNS):
        assert len({str(look["marker"]) for look in looks.values()}) == len(looks)


def test_the_key_explains_every_mark_in_use_and_none_that_is_not(drawn):
    words = {**stance_views.MODE_WORDS, **{f"sign {stance}": word for stance, word in stance_views.SIGN_WORDS.items()}}
    for name, choice, exhibit in drawn:
        if exhibit.figure is None:
            continue
        rows = ARTICLE.stances.loc[list(exhibit.claims)]
        used = set(rows["mode"]) | ({f"sign {stance}" for stance in rows["stance"]} if name != "exhibit" else set())
        known = {word for key, word in words.items() if name != "exhibit" or not key.startswith("sign")}
        assert {words[key] for key in used} == set(texts(exhibit.figure)) & known, choice


def test_no_text_is_cut_overlaps_or_is_small(drawn):
    for name, choice, exhibit in drawn:
        if exhibit.figure is None:
            continue
        check_texts(exhibit.figure)
        assert exhibit.figure.get_size_inches()[1] <= 9.5, (name, choice)


def test_marks_stand_out_from_white():
    for look in (*stance_charts.MARKS.values(), *stance_charts.SIGNS.values()):
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colors.to_rgb(look["color"])
        )
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3


def test_drawing_on_given_axes_changes_nothing_else():
    figure = style.figure(height=9)
    ax = figure.subplots()
    with style.house():
        assert stances.plot_stances(ARTICLE, ax=ax) is ax
    assert marks(ax) and not figure._supxlabel
    ax = stances.plot_stance_matrix(ARTICLE)
    assert ax.figure._supxlabel.get_text() == ARTICLE.source_line


# --- exhibits and controls


def test_figure_alt_sentence_and_table_agree(drawn):
    for _, choice, exhibit in drawn:
        assert exhibit.alt != exhibit.sentence
        if exhibit.figure is None:
            assert exhibit.table.empty and "cites no such stance" in exhibit.sentence
            continue
        assert f"from {len(exhibit.table)} claim" in exhibit.alt, choice
        assert all(who.split(",")[0] in exhibit.alt for who in exhibit.table["who"]) or "by" in choice
        assert list(exhibit.table.columns)[-1] == "quote" and exhibit.table.index.name == "claim_id"
        assert exhibit.source == ARTICLE.source_line and exhibit.title


def test_the_matrix_sentence_counts_its_cells():
    for mode, by in product([mode for mode in stance_views.MODES if mode != "relayed"], stance_views.BY):
        matrix = stances.stance_matrix(ARTICLE, mode=mode, by=by)
        filled = sum(bool(cell) for cell in matrix.stack([0, 1, 2], future_stack=True))
        sentence = stances.matrix_exhibit(ARTICLE, mode=mode, by=by).sentence
        assert (
            f"{len(matrix)} speakers and {matrix.shape[1]} targets. Of {matrix.size} cells, {filled} with" in sentence
        )


def test_every_choice_changes_the_picture_or_says_why_not(drawn):
    for kind in ("exhibit", "matrix_exhibit"):
        some = [(choice, one) for name, choice, one in drawn if name == kind]
        for (first, one), (second, two) in combinations(some, 2):
            assert one.sentence != two.sentence
            near = sum(first[name] != second[name] for name in first) == 1 and "by" not in first
            if near and one.claims and one.claims == two.claims:
                assert "shows the same" in one.sentence and "shows the same" in two.sentence, (first, second)


def test_views_are_small_enough_for_one_page(drawn):
    for kind in ("exhibit", "matrix_exhibit"):
        sizes = [len(one.svg()) for name, _, one in drawn if name == kind and one.figure]
        assert max(sizes) < 30_000 and sum(sizes) < 150_000


def test_controls_leave_out_what_shows_nothing_of_its_own(other, sea, empty):
    assert list(stances.controls(other)["towards"]) == [
        "the blockade and Red Fleet",
        "Blue Town and what it does",
        "proposals",
        "everything",
    ]
    assert stances.controls(sea) == stances.matrix_controls(sea) == {}
    assert stances.controls(empty) == stances.matrix_controls(empty) == {}
    no_labels = replace(other, stances=other.stances[other.stances["mode"] != "label"])
    assert list(stances.controls(no_labels)["mode"].values()) == ["said_and_done", "said", "done"]
    nobody_above = replace(other, actors=other.actors.assign(part_of=pd.NA))
    assert "by" not in stances.matrix_controls(nobody_above)


def test_an_article_without_stances_says_so(empty, sea):
    for exhibit in (stances.exhibit(empty), stances.matrix_exhibit(empty), stances.labels_exhibit(empty)):
        assert exhibit.figure is None and exhibit.table.empty and exhibit._repr_html_()
    assert stances.exhibit(empty).sentence == "The article cites no stance of anyone towards anything."
    assert stances.stance_matrix(empty).shape == (0, 0)
    assert [str(one) for one in findings(empty)] == [stances.exhibit(empty).sentence]
    ax = stances.plot_stances(empty)
    assert not marks(ax) and "cites no stance" in ax.texts[0].get_text()
    assert not marks(stances.plot_stance_matrix(empty))
    assert stances.exhibit(sea, towards="other_side").figure is None


def test_one_stance_is_enough(sea):
    exhibit = stances.exhibit(sea)
    assert exhibit.claims == ("union-crossings",)
    assert "the night crossings: “We oppose the night crossings”" in " ".join(texts(exhibit.figure))
    assert stances.matrix_exhibit(sea).sentence.startswith(
        "Said and done, with labels, as named: 1 speaker and 1 target. Of 1 cell, 1 with"
    )
    assert marks(stances.matrix_exhibit(sea).figure)


def test_another_article_shows_nothing_of_the_bundled_one(other, sea):
    for article in (other, sea):
        for _, _, exhibit in views(article):
            page = exhibit._repr_html_()
            assert not any(word in page for word in ("Tripoli", "Haftar", "LNA", "GNA", "Libya"))


def test_other_numbers_and_dollars_and_circles_do_no_harm(tmp_path, other):
    copy = load_article(bundled_copy(tmp_path / "copy", {"at least 25": "at least 27", '"value": 25': '"value": 27'}))
    assert "25" not in str(findings(copy))
    circle = other.actors.assign(part_of=other.actors["part_of"].where(other.actors.index != "league", "moll"))
    assert len(stances.stance_matrix(replace(other, actors=circle), by="organisation"))
    assert "$1" in stances.exhibit(replace(other, stances=other.stances.drop("moll-1"))).svg()


# --- labels and findings


def test_labels_stand_in_quotes_once_with_how_often():
    table = stances.labels_exhibit(ARTICLE).table
    said = ARTICLE.mentions[ARTICLE.mentions["label"].notna()]
    count = Counter(
        (ARTICLE.name(one["actor"]), f"“{one['label']}”", ARTICLE.name(one["source"])) for _, one in said.iterrows()
    )
    shown = {tuple(row[["of whom", "label", "used by"]]): row["times"] for _, row in table.iterrows()}
    assert shown == dict(count) and table["times"].sum() == len(said)
    assert stances.labels_exhibit(ARTICLE).figure is None


def test_labels_of_another_article(other):
    exhibit = stances.labels_exhibit(other)
    assert exhibit.sentence == (
        "2 labels, each once however often it is used, by Amel Gazette (1) and Captain Roe (1). "
        "So called: Red Fleet and Blue Town."
    )
    assert list(exhibit.table["label"]) == ["“self-proclaimed”", "“nest of smugglers”"]


def test_findings_of_another_article(other):
    assert [str(one) for one in findings(other)] == [
        "Outside the parties, these speak against the blockade: Ina Moll of the League, “This blockade "
        "must end” and “‘Lift it now,’ she added for $1 and $2”. "
        "Called for: a pause, by The League, “The League proposed a pause”. "
        "The League reports: “The pause was not kept”; whose doing it was is not said.",
    ]


def test_findings_lead_to_claims_and_say_what_no_statement_opposes():
    found = findings(ARTICLE)
    linked = [part[1] for one in found for part in one.parts if not isinstance(part, str)]
    assert linked and set(linked) <= set(ARTICLE.annotations.index)
    assert "“we oppose the military offensive by Khalifa Haftar’s forces”" in str(found[0])
    assert "G7 foreign ministers" in str(found[0])
    assert "No statement by the UN cited here opposes either side." in str(found[0])
    assert str(found[-1]).endswith("whose doing it was is not said.")


def test_assumptions_say_what_was_taken(other):
    of = {towards: " ".join(stances.exhibit(other, towards=towards).assumptions) for towards in stance_views.TOWARDS}
    assert "Towards the blockade, and anyone of the side of Red Fleet" in of["focus"]
    assert "Towards anyone of the side of Blue Town" in of["other_side"]
    assert "Of the background, not of these days: 1 claim, included." in of["everything"]
    matrix = " ".join(stances.matrix_exhibit(other, by="organisation").assumptions)
    assert "1 claim, left out" in matrix and "organisation at the top" in matrix
    assert "Open to another reading: " in " ".join(stances.exhibit(ARTICLE, towards="everything").assumptions)


def one_stance(folder, *rows):
    """Return the invented article on a collision with stances of the union, each a dict of columns."""
    words = ["“We oppose the night crossings,”", "The harbour board called for calm", "injuring about 40"]
    body = {"speaker": "union", "target_type": "action", "target_label": "the crossings", "stance": "oppose"}
    body |= {"mode": "statement", "voice": "attributed", "source": "union"}
    some = [claim(TEXT, f"s{n}", "Stance", words[n], **(body | row)) for n, row in enumerate(rows)]
    return load_article(write_folder(folder / "one", TEXT, some))


def test_a_stance_towards_an_actor_that_is_not_named_has_its_cell(tmp_path):
    article = one_stance(tmp_path, {"target_type": "actor", "target_label": "somebody"})
    assert stances.stance_matrix(article).loc["union", ("others", "", "somebody")] == (("oppose", "statement"),)
    shown = stances.matrix_exhibit(article)
    assert shown.title == "1 of 1 cited takes a stance on somebody"
    assert shown.sentence.endswith("1 speaker and 1 target. Of 1 cell, 1 with a stance cited.")
    assert "Seamen's union: somebody, against (said)." in shown.alt


def test_targets_of_one_label_are_two_where_they_are_of_two_actors(tmp_path):
    against = {"stance": "oppose", "speaker": "quill", "source": "quill"}
    article = one_stance(tmp_path, {"target": "board"}, {"target": "coastguard", **against})
    assert stances.matrix_exhibit(article).title == "Stances of 2 cited towards 2 targets"


def test_a_side_that_lies_in_a_label_alone_is_said_to(tmp_path):
    label = {"target": "board", "target_type": "actor", "mode": "label"}
    assert "against it the Seamen's union (in a label)." in stances.exhibit(one_stance(tmp_path, label)).sentence
