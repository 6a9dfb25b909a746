import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup
from libya_kit.text.html import address, element, label, value, visible, words

NONE = '<span class="lk-none">{}</span>'


class Reader(HTMLParser):
    """What a browser would make of HTML: its elements, their attributes, the text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data!r}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]


# text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b> & co", "&lt;b&gt; &amp; co"),
        ("\"'", "&#34;&#39;"),
        ("&amp;", "&amp;amp;"),
        ("$x_{", "$x_{"),
        ("line\nline\ttab", "line\nline\ttab"),
        ("مصراتة", "<bdi>مصراتة</bdi>"),
        ("Misrata (מיסראתה)", "<bdi>Misrata (מיסראתה)</bdi>"),
        ("<مصراتة>", "<bdi>&lt;مصراتة&gt;</bdi>"),
        (Markup("<b>as it is</b>"), "<b>as it is</b>"),
        ("", ""),
    ],
)
def test_text_is_escaped_and_isolated_where_it_runs_from_the_right(text, html):
    assert str(words(text)) == html


@pytest.mark.parametrize("letter", [*"\0\b\v\f\r\x1b\x7f\x9b", *"\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\ud800"])
def test_what_would_hide_or_turn_text_is_spelled_out(letter):
    assert visible(f"a{letter}b") == f"a\\u{ord(letter):04x}b"
    assert letter not in str(element("p", f"a{letter}b", title=f"a{letter}b"))


@pytest.mark.parametrize("letter", [*"\u00ad\u200b\u200e\u200f\u2060\ufeff\u061c", "\U000e0041"])
def test_what_hides_inside_a_number_is_spelled_out(letter):
    told = f"\\u{ord(letter):04x}"
    assert visible(f"25{letter}{letter}0 dead") == f"25{told}{told}0 dead"
    assert visible(f"12{letter}-{letter}25") == f"12{told}-{told}25"
    assert visible(f"a{letter}b 25{letter} dead") == f"a{letter}b 25{letter} dead"


@pytest.mark.parametrize(
    "text", ["tab\t", "line\n", "line\r\n", "soft\u00adhyphen", "e\u0301", "\U0001f6a2", "zero\u200dwidth"]
)
def test_what_belongs_to_text_is_left(text):
    assert visible(text) == text


# elements


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (element("p"), "<p></p>"),
        (element("p", None, "a", None), "<p>a</p>"),
        (element("br"), "<br>"),
        (element("p", element("b", "<"), "&"), "<p><b>&lt;</b>&amp;</p>"),
        (element("p", class_="a b", aria_label="c", data_in="1"), '<p class="a b" aria-label="c" data-in="1"></p>'),
        (element("input", checked=True, disabled=False, value=None), "<input checked>"),
        (element("p", title=""), '<p title=""></p>'),
        (element("p", title=0), '<p title="0"></p>'),
        (element("p", title='"><script>'), '<p title="&#34;&gt;&lt;script&gt;"></p>'),
        (element("p", title=Markup("<b>")), '<p title="&lt;b&gt;"></p>'),
        (element("style", "a>b{c:'d'}"), "<style>a>b{c:'d'}</style>"),
    ],
)
def test_an_element_is_written(html, wanted):
    assert str(html) == wanted and isinstance(html, Markup)


@pytest.mark.parametrize(
    "name", ["script", "iframe", "object", "embed", "base", "SCRIPT", "p onclick", "", "a>", "a/", "-a"]
)
def test_an_element_that_could_do_harm_is_refused(name):
    with pytest.raises(ArgumentError, match="no element named"):
        element(name)


@pytest.mark.parametrize(
    "attributes",
    [
        {"onclick": "x"},
        {"onload": True},
        {"on": "x"},
        {"srcdoc": "x"},
        {"srcset": "x"},
        {"ONCLICK": "x"},
        {"a b": "x"},
        {"a=b": "x"},
        {"a>": "x"},
        {"xlink:href": "#x"},
        {"": "x"},
    ],
)
def test_an_attribute_that_could_do_harm_is_refused(attributes):
    with pytest.raises(ArgumentError, match="no attribute named"):
        element("p", **attributes)


@pytest.mark.parametrize("name", ["", "two words", "tab\tbed", "line\nend"])
def test_an_id_is_one_word(name):
    with pytest.raises(ArgumentError, match="an id is one word"):
        element("p", id=name)


def test_a_style_sheet_cannot_end_its_element():
    with pytest.raises(ArgumentError, match="holds no '<'"):
        element("style", "</style><script>")
    assert "<" not in markup.SHEET


@pytest.mark.parametrize(
    "url",
    [
        "#words-k1",
        "https://x.org/?a=b:c",
        "HTTP://x",
        "page.html#a:b",
        "../a?b:c",
        "data:image/png;base64,AA",
        "",
        "?q",
    ],
)
def test_an_address_that_leads_somewhere_harmless_is_left(url):
    assert address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "data:,x",
        "file:///etc/passwd",
        "blob:x",
        "https:x.org",
        "//x.org",
        " //x.org",
        "/\\x.org",
        "\\\\x.org",
        ":x",
    ],
)
@pytest.mark.parametrize("name", ["href", "src", "action", "formaction", "poster", "data", "cite"])
def test_an_address_that_could_do_harm_is_refused(url, name):
    with pytest.raises(ArgumentError, match="is not allowed"):
        element("a", **{name: url})


# values


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (0, "0"),
        (0.0, "0"),
        (25, "25"),
        (-3, "-3"),
        (2200, "2,200"),
        (np.int64(2200), "2,200"),
        (550.0, "550"),
        (733.333, "733.3"),
        (0.0123, "0.0123"),
        (float("inf"), "no upper limit"),
        (float("-inf"), "no lower limit"),
        (True, "yes"),
        (False, "no"),
        (np.True_, "yes"),
        (np.False_, "no"),
        (None, NONE.format("not given")),
        (pd.NA, NONE.format("not given")),
        (pd.NaT, NONE.format("not given")),
        (float("nan"), NONE.format("not given")),
        ("", NONE.format("empty")),
        ("  ", NONE.format("empty")),
        ("NA", "NA"),
        ("<b>", "&lt;b&gt;"),
        ("the_<b>", "the_<wbr>&lt;b&gt;"),
        (datetime.date(2019, 4, 8), '<time datetime="2019-04-08">Mon 8 Apr 2019</time>'),
        (pd.Timestamp("2019-04-08"), '<time datetime="2019-04-08">Mon 8 Apr 2019</time>'),
        (pd.Timestamp("2019-04-08 13:05"), '<time datetime="2019-04-08T13:05">Mon 8 Apr 2019, 13:05</time>'),
        ([], NONE.format("none")),
        ({}, NONE.format("none")),
        (frozenset(), NONE.format("none")),
        (["a", None, 1000], f"a; {NONE.format('not given')}; 1,000"),
        ({"b", "a"}, "a; b"),
        (("<", ("x", True)), "&lt;; x; yes"),
        ({"reported_on": None, "<": 1}, f"reported on: {NONE.format('not given')}; &lt;: 1"),
        (Markup("<b>as it is</b>"), "<b>as it is</b>"),
    ],
)
def test_a_value_is_shown_and_what_is_not_there_is_a_word(cell, html):
    assert str(value(cell)) == html


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("reported_on", "reported on"),
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        (12, "12"),
        ("", "none"),
        ((), "none"),
        (("a_b", None), "a b, none"),
        (frozenset({"x"}), "x"),
        (datetime.date(2019, 4, 4), "Thu 4 Apr 2019"),
    ],
)
def test_a_name_is_shown_as_a_reader_would_write_it(name, shown):
    assert label(name) == shown


# tables and figures

FRAME = pd.DataFrame(
    {"how_many": pd.array([25, None], dtype="Int64"), "kind": pd.Categorical(["at_least", None]), "quote": ["<q>", ""]},
    index=pd.Index(["k1", "k2"], name="claim_id"),
)


def test_a_table_has_caption_scopes_ids_and_links():
    html = markup.table(FRAME, caption="Who & what", ids=["row-k1", "row-k2"], links={"quote": ["#words-k1", None]})
    read = Reader(html)
    assert "<caption>Who &amp; what</caption>" in html
    region = read.elements[0][1]
    assert (region["tabindex"], region["role"], region["aria-label"]) == ("0", "group", "Who & what")
    assert [at.get("scope") for tag, at in read.elements if tag == "th"] == ["col"] * 4 + ["row"] * 2
    assert [at["id"] for tag, at in read.elements if tag == "tr" and "id" in at] == ["row-k1", "row-k2"]
    assert '<td><a href="#words-k1">&lt;q&gt;</a></td>' in html and read.tags.count("a") == 1
    assert '<td class="lk-number">25</td><td>at least</td>' in html
    assert (
        f'<td class="lk-number">{NONE.format("not given")}</td><td>{NONE.format("not given")}</td>'
        f"<td>{NONE.format('empty')}</td>" in html
    )
    assert '<th scope="col">claim id</th><th scope="col" class="lk-number">how many</th>' in html


def test_without_an_index_worth_naming_the_first_column_heads_the_row():
    html = markup.table(pd.DataFrame({"who": ["a"], "n": [1]}), caption="c")
    assert '<tr><th scope="row">a</th><td class="lk-number">1</td></tr>' in html and html.count("<th ") == 3


def test_heads_and_rows_of_several_levels_are_named_in_full():
    frame = pd.DataFrame(
        [[1, 2]],
        index=pd.MultiIndex.from_tuples([("casualties", "low")], names=["table", "column"]),
        columns=pd.MultiIndex.from_tuples([("killed", "so_far"), ("killed", "")]),
    )
    html = markup.table(frame, caption="c")
    heads = [f'<th scope="col">{name}</th>' for name in ("table", "column")]
    heads += [f'<th scope="col" class="lk-number">{name}</th>' for name in ("killed · so far", "killed")]
    assert "".join(heads) in html
    assert '<th scope="row">casualties</th><th scope="row">low</th><td class="lk-number">1</td>' in html


def test_only_a_column_of_nothing_but_numbers_stands_at_the_right_with_its_heading():
    columns = {"mixed": [1, "none"], "plain": [1, None], "yes": [True, None], "nothing": [None, None]}
    html = markup.table(pd.DataFrame(columns, index=pd.Index(["a", "b"], name="who"), dtype="object"), caption="c")
    looks = [(at.get("class"), at.get("scope")) for tag, at in Reader(html).elements if tag in ("th", "td")]
    assert looks[:5] == [(look, "col") for look in (None, None, "lk-number", None, None)]
    for row in (looks[5:10], looks[10:]):
        assert row == [(None, "row"), (None, None), ("lk-number", None), (None, None), (None, None)]


def test_an_empty_table_says_so_across_its_width():
    assert '<tbody><tr><td colspan="4">no rows</td></tr></tbody>' in markup.table(FRAME.iloc[:0], caption="c")


def test_ids_must_fit_the_rows():
    with pytest.raises(ValueError, match="shorter"):
        markup.table(FRAME, caption="c", ids=["one"])


def test_a_link_that_could_do_harm_is_refused_in_a_table():
    with pytest.raises(ArgumentError, match="is not allowed"):
        markup.table(FRAME, caption="c", links={"quote": ["javascript:x", None]})


def test_a_figure_has_its_caption_with_or_without_a_picture():
    assert Reader(markup.figure(Markup("<svg></svg>"), Markup("c"))).tags == ["figure", "div", "svg", "figcaption"]
    assert str(markup.figure(None, Markup("c"))) == "<figure><figcaption>c</figcaption></figure>"


def test_a_tree_of_svg_is_escaped():
    tree = ElementTree.Element("svg", {"aria-label": '"<'})
    tree.text = "<script>"
    assert str(markup.svg(tree)) == '<svg aria-label="&quot;&lt;">&lt;script&gt;</svg>'


# any text in any place stays text


@given(st.text())
def test_any_text_in_an_element_and_its_attributes_stays_text(text):
    read = Reader(element("p", text, title=text, alt=text))
    assert read.tags in (["p"], ["p", "bdi"])
    assert read.text == visible(text)
    assert read.elements[0][1] == {"title": visible(text), "alt": visible(text)}


@given(cell=st.text(), name=st.text(), index=st.text(), caption=st.text(), key=st.text())
def test_any_text_in_a_table_stays_text(cell, name, index, caption, key):
    frame = pd.DataFrame(
        {name: [cell], name + "2": [[cell]], name + "3": [{key: cell}]}, index=pd.Index([index], name=name + "4")
    )
    read = Reader(markup.table(frame, caption=caption))
    known = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "bdi", "wbr"}
    assert set(read.tags) <= known
    assert all(set(at) <= {"class", "scope", "tabindex", "role", "aria-label"} for _, at in read.elements)
    assert read.elements[0][1]["aria-label"] == visible(caption)
    for text in (caption, cell, index):
        assert not text.strip() or visible(text) in read.text


@given(st.text(max_size=30))
def test_any_address_is_left_or_refused(url):
    try:
        read = Reader(element("a", href=url))
    except ArgumentError as error:
        assert "\n" not in str(error)
    else:
        href = read.elements[0][1]["href"].lower()
        scheme = href.partition(":")[0] if ":" in href and not set(href.partition(":")[0]) & set("/?#") else ""
        assert scheme.strip() in ("", "http", "https", "data")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
        max_leaves=8,
    )
)
def test_any_value_is_shown(cell):
    shown = value(cell)
    assert isinstance(shown, Markup) and Reader(shown).text.strip()
