import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.display import style
from libya_kit.display.exhibit import Exhibit
from libya_kit.display.explorer import MOST_BYTES, Explorer
from libya_kit.errors import ArgumentError

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
    assert explorer.widget
    assert len(calls) == 4


def test_equal_views_and_equal_rows_are_stored_once():
    explorer = Explorer(lambda overlap, same: view(overlap), overlap=CONTROLS["overlap"], same=["a", "b", "c"])
    html = explorer.html()
    assert html.count('class="lk-view"') == 2
    assert html.count('<td><a href="#words-killed-12"') == 1


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, [{"text/plain", "text/html"}]),
        ("cell-1", [{"application/vnd.jupyter.widget-view+json", "text/html"}, {"text/plain", "text/html"}]),
    ],
)
def test_only_a_front_end_with_a_person_before_it_is_sent_widgets(monkeypatch, cell, shown):
    sent = []
    monkeypatch.setattr("libya_kit.display.explorer.display", lambda data, raw: sent.append(data))
    monkeypatch.setattr("IPython.get_ipython", lambda: Cell(cell, "1"))
    Explorer(view, **CONTROLS)._ipython_display_()
    assert [set(data) for data in sent] == shown
    assert ["<script>" in data["text/html"] for data in sent] == [False, True][-len(sent) :] if cell else [False]


def test_a_click_shows_the_exhibit_of_the_choice_and_never_nothing():
    explorer = Explorer(view, **CONTROLS)
    bar, shown = explorer.widget.children
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


def test_every_mark_leads_to_the_words_of_a_claim_that_its_view_shows():
    elements = Elements(Explorer(view, **CONTROLS).html()).found
    rows = {a["id"].partition("-")[2]: a["data-in"].split() for tag, a in elements if tag == "tr" and "id" in a}
    number = None
    links = 0
    for tag, attributes in elements:
        number = attributes["data-in"] if attributes.get("class") == "lk-view" else number
        if tag == "a" and "xlink:href" in attributes:
            assert number in rows[attributes["xlink:href"].removeprefix("#words-")]
            links += 1
    assert links == 6


def test_without_controls_there_is_one_view():
    explorer = Explorer(view)
    assert len(explorer.widget.children) == 1
    assert "With unknown: 2 counts." in explorer.html()
    assert repr(explorer) == "<Explorer: one view>"


@pytest.mark.parametrize(
    ("controls", "said"),
    [
        ({"a": range(7), "b": range(7)}, "there would be 49 views, more than 48; give a fewer than its 7 choices"),
        ({"a": []}, "the control a has no choice"),
        ({"a": "all"}, "the choices of a are one string"),
        ({"a": ["x_y", "x y"]}, "two choices of a are called 'x y'; give a mapping of labels"),
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

    with pytest.raises(ArgumentError, match=r"the 3 views hold \d+ kB, more than 200; give word fewer than its 3"):
        Explorer(heavy, word=["one", "two", "ten"]).html()


def test_one_heavy_view_is_shown_as_heavy_as_it_is():
    def heavy(word):
        return Exhibit(None, f"{word} " * MOST_BYTES, "", ROWS)

    assert len(Explorer(heavy, word=["one"]).html()) > 3 * MOST_BYTES


def test_labels_may_be_any_values():
    explorer = Explorer(lambda a: Exhibit(None, f"{a}.", "", ROWS), a={1: "x", None: "y", 2.5: "z"})
    assert repr(explorer) == "<Explorer: a (1, none, 2.5)>"
    assert "</legend><label>" in explorer.html()


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_label_is_text(one, two):
    explorer = Explorer(lambda a: Exhibit(None, "Said.", "", ROWS), a={one: 1, two: 2})
    names = {tag for tag, _ in Elements(explorer.html()).found}
    assert names <= {
        *"style form section div fieldset legend label input figure figcaption p table caption".split(),
        *"thead tbody tr th td a bdi details summary".split(),
    }


class Cell:
    """A kernel that runs a cell, as the explorer sees it."""

    def __init__(self, cell, execution):
        self.kernel = self
        self.parent = {"header": {"msg_id": execution}, "metadata": {"cellId": cell} if cell else {}}

    def get_parent(self):
        return self.parent


@pytest.fixture
def run(monkeypatch):
    """Return a function that makes explorers as one run of a cell would; None: the front end names no cells."""
    executions = iter(range(100))

    def made(cell, *several):
        here = Cell(cell, str(next(executions)))
        monkeypatch.setattr("IPython.get_ipython", lambda: here)
        explorers = [Explorer(view, **controls) for controls in several]
        for explorer in explorers:
            assert explorer.widget
        return explorers

    return made


def chosen(explorer):
    return [radio.value for radio in explorer.widget.children[0].children]


def test_a_cell_run_again_keeps_the_choice_and_its_rest_does_not(run):
    (first,) = run("cell-1", CONTROLS)
    first.widget.children[0].children[1].value = 1
    (again,) = run("cell-1", CONTROLS)
    assert chosen(again) == [0, 1]
    assert "With unknown: 1 counts." in again.widget.children[1].value
    ids = re.compile(r"x[0-9a-f]+-(\d+-)?")
    assert ids.sub("", again.html()) == ids.sub("", Explorer(view, **CONTROLS).html())


def test_a_choice_never_leaks_into_another_explorer(run):
    one, _ = run("cell-a", CONTROLS, CONTROLS)
    one.widget.children[0].children[0].value = 1
    assert [chosen(some) for some in run("cell-a", CONTROLS, CONTROLS)] == [[1, 0], [0, 0]]
    assert chosen(*run("cell-b", CONTROLS)) == [0, 0]
    assert chosen(*run("cell-a", {**CONTROLS, "sources": ["all", "own"]})) == [0, 0]
    (unnamed,) = run(None, CONTROLS)
    unnamed.widget.children[0].children[0].value = 1
    assert chosen(*run(None, CONTROLS)) == [0, 0]


def test_live_every_mark_and_row_has_its_sentence_beside_the_picture():
    said = {"killed-12": "The crash killed at least 12 people & a dog."}

    def telling(sources):
        one = view(sources=sources)
        return Exhibit(one.figure, one.sentence, one.alt, one.table, sentences=said)

    explorer = Explorer(telling, sources=["all"])
    live = explorer.widget.children[1].value
    elements = Elements(live).found
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [a.get("xlink:href", a.get("href")) for tag, a in elements if tag == "a"]
    assert len(links) == 4 and {link[1:] for link in links} <= set(ids)
    shown = re.findall(r'<p id="x\d+-said\ds">(.*?)</p>', live)
    assert shown == [
        "<mark>3 of its members</mark>",
        "The crash killed <mark>at least 12</mark> people &amp; a dog.",
    ]


@pytest.mark.parametrize(
    "names", [("m0", "m1"), ("0-0", "0-1"), ("v0-m0", "v0-_m0"), ("said0", "said0r"), ("x1-", "a")]
)
def test_a_claim_of_any_name_has_its_id_to_itself(names):
    def named(word):
        rows = ROWS.set_axis(pd.Index(names, name="claim_id"))
        figure = style.figure()
        figure.subplots().plot([0], [3], **style.mark("exact"))[0].set_url(f"#{names[0]}")
        return Exhibit(figure, word, "One mark.", rows)

    explorer = Explorer(named, word=["one", "two"])
    for html in (explorer.html(), named("one").html("x1-"), named("one").live("x1-")):
        ids = re.findall(r' id="([^"]*)"', html)
        assert len(ids) > 2 and len(ids) == len(set(ids))


def test_live_a_quote_that_breaks_off_is_marked():
    rows = pd.DataFrame({"quote": ["At least 7 … "]}, index=pd.Index(["a"], name="claim_id"))
    one = Exhibit(None, "7.", "", rows, sentences={"a": "At least 7 … died."})
    assert "<mark>At least 7</mark> … died.</p>" in one.live("x1-")


def test_only_what_is_meant_for_the_user_is_completed():
    assert dir(Explorer(view)) == ["exhibit", "html", "widget"]
    assert {name for name in dir(view()) if not name.startswith("_")} == {
        *"alt assumptions caption claims drawing figure html links live picture save sentence sentences source".split(),
        *"subtitle svg table title words".split(),
    }
