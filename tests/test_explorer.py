import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_kit import style
from libya_kit.errors import ArgumentError
from libya_kit.exhibit import Exhibit
from libya_kit.explorer import MOST_BYTES, Explorer

ROWS = pd.DataFrame(
    {"count": [3, 12], "quote": ["3 of its members", "at least 12"]},
    index=pd.Index(["members-3", "killed-12"], name="claim_id"),
)


def view(overlap="unknown", sources="all"):
    """Return an exhibit whose picture depends on overlap and whose rows depend on sources."""
    rows = ROWS if sources == "all" else ROWS.iloc[:1]
    figure = style.figure()
    with style.house():
        ax = figure.subplots()
        for claim_id, count in rows["count"].items():
            ax.plot([0], [count], **style.mark("exact"))[0].set_url(f"#{claim_id}")
        ax.set_title(f"overlap {overlap}")
    return Exhibit(figure, f"With {overlap}: {len(rows)} counts.", f"{len(rows)} marks, {overlap}", rows)


CONTROLS = {"overlap": {"may overlap": "unknown", "separate": "separate"}, "sources": ["all", "outside"]}


class Elements(HTMLParser):
    """Keeps each element's name and attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_every_choice_is_drawn_once_and_can_be_asked_for():
    calls = []

    def counted(**choice):
        calls.append(choice)
        return view(**choice)

    explorer = Explorer(counted, **CONTROLS)
    assert calls == []
    assert explorer.exhibit(overlap="separate", sources="outside").sentence == "With separate: 1 counts."
    explorer.html()
    explorer._repr_mimebundle_()
    assert len(calls) == 4


def test_equal_views_and_equal_rows_are_stored_once():
    explorer = Explorer(lambda overlap, same: view(overlap), overlap=CONTROLS["overlap"], same=["a", "b", "c"])
    html = explorer.html()
    assert html.count('class="lk-view"') == 2
    assert html.count('href="#words-killed-12"') == 1


def test_one_output_has_two_lives():
    bundle = Explorer(view, **CONTROLS)._repr_mimebundle_()
    assert {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"} == set(bundle)


def test_a_click_shows_the_exhibit_of_the_choice_and_never_nothing():
    explorer = Explorer(view, **CONTROLS)
    explorer._repr_mimebundle_()
    bar, shown = explorer.children
    seen = []
    shown.observe(lambda change: seen.append(change["new"]), "value")
    bar.children[0].value = 1
    bar.children[1].value = 1
    assert ["With separate: 2 counts." in seen[0], "With separate: 1 counts." in seen[1]] == [True, True]
    assert all(seen) and len(seen) == 2


def test_at_rest_the_first_view_shows_without_styles_and_ids_are_unique():
    explorer = Explorer(view, **CONTROLS)
    elements = Elements(explorer.html() + explorer.html()).found
    views = [attributes for _, attributes in elements if attributes.get("class") == "lk-view"]
    assert ["hidden" in attributes for attributes in views] == [False, True, True, True] * 2
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    radios = [attributes for tag, attributes in elements if tag == "input"]
    assert [("checked" in radio) for radio in radios] == [True, False] * 4
    assert all(radio["autocomplete"] == "off" for radio in radios)


def test_every_mark_leads_to_a_row_that_its_view_shows():
    elements = Elements(Explorer(view, **CONTROLS).html()).found
    rows = {a["id"]: a["data-in"].split() for tag, a in elements if tag == "tr" and "id" in a}
    number = None
    links = 0
    for tag, attributes in elements:
        number = attributes["data-in"] if attributes.get("class") == "lk-view" else number
        if tag == "a" and "xlink:href" in attributes:
            assert number in rows[attributes["xlink:href"][1:]]
            links += 1
    assert links == 6


def test_without_controls_there_is_one_view():
    explorer = Explorer(view)
    assert len(explorer.children) == 1
    assert "With unknown: 2 counts." in explorer.html()
    assert repr(explorer) == "<Explorer: one view>"


@pytest.mark.parametrize(
    ("controls", "said"),
    [
        ({"a": range(7), "b": range(7)}, "there would be 49 views, more than 48; give a fewer than its 7 choices"),
        ({"a": []}, "the control a has no choice"),
        ({"a": "all"}, "the choices of a are one string"),
    ],
)
def test_wrong_controls_are_refused(controls, said):
    with pytest.raises(ArgumentError, match=re.escape(said)):
        Explorer(view, **controls)


def test_a_wrong_choice_is_answered_with_the_allowed_ones():
    with pytest.raises(
        ArgumentError, match="overlap='both' is not among the choices; use one of 'unknown', 'separate'"
    ):
        Explorer(view, **CONTROLS).exhibit(overlap="both", sources="all")


def test_a_view_that_returns_no_exhibit_is_refused():
    with pytest.raises(ArgumentError, match="the view returned str"):
        Explorer(lambda a: "text", a=[1]).html()


def test_too_heavy_views_are_refused():
    def heavy(word):
        return Exhibit(None, f"{word} " * (MOST_BYTES // 4), "", ROWS)

    with pytest.raises(ArgumentError, match=r"the 2 views hold \d+ kB, more than 200; give word fewer than its 2"):
        Explorer(heavy, word=["one", "two"]).html()


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_label_is_text(one, two):
    explorer = Explorer(lambda a: Exhibit(None, "Said.", "", ROWS), a={one: 1, two: 2})
    names = {tag for tag, _ in Elements(explorer.html()).found}
    assert names <= {
        *"style section div fieldset legend label input figure figcaption p table caption".split(),
        *"thead tbody tr th td a bdi".split(),
    }
