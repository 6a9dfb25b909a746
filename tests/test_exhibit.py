import re
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libya_kit.display import layout, style
from libya_kit.display.exhibit import Exhibit
from libya_kit.errors import ArgumentError, ReportError

ROWS = pd.DataFrame(
    {"count": [3, 12], "quote": ["3 of its members", "at least 12"]},
    index=pd.Index(["members-3", "killed-12"], name="claim_id"),
)
ALT = "Two marks: 3 and at least 12."


def drawn(words="at least 12", link="killed-12"):
    """Return a figure with two marks of one claim and one of another."""
    figure = style.figure()
    with style.house():
        ax = figure.subplots()
        ax.plot([0], [3], **style.mark("exact"))[0].set_url("#members-3")
        ax.plot([1], [12], **style.mark("at_least"))[0].set_url(f"#{link}")
        ax.text(1, 13, words, url=f"#{link}")
    return figure


def exhibit(**changes):
    """Return an exhibit of the two claims."""
    parts = {"figure": drawn(), "sentence": "At least 12 killed.", "alt": ALT, "table": ROWS, "title": "Killed"}
    return Exhibit(**{**parts, **changes})


def links(svg):
    return [
        node.attrib
        for node in ElementTree.fromstring(svg.replace("xlink:href", "to")).iter()
        if node.tag.endswith("}a")
    ]


def test_marks_are_named_links_to_their_rows():
    first, second, third = links(exhibit().svg("x1-"))
    assert first == {"to": "#x1-members-3", "role": "link", "aria-label": "3 of its members, claim members-3"}
    assert second == {"to": "#x1-killed-12", "role": "link", "aria-label": "at least 12, claim killed-12"}
    assert third == {"to": "#x1-killed-12", "tabindex": "-1", "aria-hidden": "true"}


def test_the_picture_says_its_alternative_text_and_keeps_its_words_as_text():
    root = ElementTree.fromstring(exhibit().svg().replace("xlink:href", "to"))
    assert root.get("role") == "group" and root.get("aria-label") == ALT
    assert "at least 12" in ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]


def test_ids_start_with_the_prefix_and_no_rule_leaves_the_picture():
    svg = exhibit().svg("x9-")
    assert all(name.startswith("x9-") for name in re.findall(r'\bid="([^"]*)"', svg))
    assert "<style" not in svg and "<metadata" not in svg


def test_the_same_exhibit_gives_the_same_bytes():
    assert exhibit().svg("x-") == exhibit().svg("x-")


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_picture_is_saved_whole_and_repeats_its_bytes(tmp_path, suffix):
    path = exhibit().save(tmp_path / f"one{suffix}")
    assert path.read_bytes() == exhibit().save(tmp_path / f"two{suffix}").read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"one{suffix}", f"two{suffix}"]
    assert ALT.encode() in path.read_bytes() or suffix == ".pdf"


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_saved_picture_has_its_title_and_subtitle_above_and_the_page_s_has_not(tmp_path, suffix):
    one = exhibit(subtitle="People killed; off Port Amel; 20 May 2031")
    before = one.svg("x-")
    one.save(tmp_path / f"one{suffix}")
    assert one.svg("x-") == exhibit().svg("x-") == before and not one.figure.texts
    assert "People killed; off" not in before and '<p class="lk-subtitle">People killed; off' in one.html()
    if suffix == ".svg":
        root = ElementTree.parse(tmp_path / "one.svg").getroot()
        words = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("text")]
        assert {"Killed", "People killed; off Port Amel; 20 May 2031"} <= set(words)


def test_a_heading_is_broken_and_covers_nothing():
    one = exhibit(title="Killed and wounded " * 12, subtitle="people " * 40)
    with layout.headed(one.figure, one.title, one.subtitle) as box:
        heads = list(one.figure.texts)
        one.figure.draw_without_rendering()
        edges = [head.get_window_extent().transformed(one.figure.dpi_scale_trans.inverted()) for head in heads]
    assert len(heads) > 4 and all(e.x0 >= 0 and e.x1 <= box.x1 and e.y0 >= 4 and e.y1 <= box.y1 for e in edges)
    assert all(low.y1 <= high.y0 + 0.02 for low, high in pairwise(edges))


def test_a_saved_svg_has_names_but_no_links(tmp_path):
    root = ElementTree.parse(exhibit().save(tmp_path / "one.svg")).getroot()
    assert [node for node in root.iter() if node.tag.endswith("}a")] == []
    assert "at least 12, claim killed-12" in [node.text for node in root.iter() if node.tag.endswith("}title")]


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("one.gif", ArgumentError, "no picture is written as 'one.gif'; end it in .svg, .png, .pdf"),
        ("nowhere/one.svg", ReportError, "cannot be written"),
    ],
)
def test_a_picture_that_cannot_be_saved_is_one_line(tmp_path, name, error, said):
    with pytest.raises(error, match=said):
        exhibit().save(tmp_path / name)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sentence": " "}, "an exhibit needs a sentence"),
        ({"alt": ""}, "an exhibit with a figure needs its alternative text"),
        ({"assumptions": "one"}, "assumptions is one string"),
        ({"table": pd.concat([ROWS, ROWS])}, "the claim 'members-3' has two rows"),
    ],
)
def test_what_is_no_exhibit_is_refused(changes, said):
    with pytest.raises(ArgumentError, match=said):
        exhibit(**changes)


def test_a_mark_without_a_row_is_refused():
    with pytest.raises(ArgumentError, match="a mark leads to 'wounded-4', which is no row"):
        exhibit(figure=drawn(link="wounded-4")).svg()


def test_without_a_picture_the_sentence_and_the_rows_stand():
    one = exhibit(figure=None, alt="")
    assert "<svg" not in one.html() and "At least 12 killed." in one.html()
    with pytest.raises(ArgumentError, match="has no picture"):
        one.svg()
    with pytest.raises(ArgumentError, match="has no picture to save"):
        one.save("one.svg")


def test_in_a_notebook_it_is_text_and_html():
    bundle = exhibit()._repr_mimebundle_()
    assert bundle["text/plain"] == "At least 12 killed."
    assert {"<figure>", "<caption>Rows behind: Killed</caption>", 'href="#words-killed-12"'} <= set(
        re.findall(r"<figure>|<caption>[^<]*</caption>|href=\"#words-killed-12\"", bundle["text/html"])
    )


def test_its_table_is_a_copy():
    rows = ROWS.copy()
    one = exhibit(table=rows)
    rows.loc["killed-12", "count"] = 99
    assert one.table.at["killed-12", "count"] == 12


@settings(max_examples=settings.default.max_examples // 2)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20))
def test_any_words_stay_text(words):
    rows = ROWS.assign(quote=[words, "<script>alert(1)</script>"])
    html = exhibit(table=rows, sentence=f"Said: {words}.", alt=f"Alt {words}.", figure=drawn("$x_{<b>")).html("x-")
    assert "<script" not in html and "<b>" not in html
