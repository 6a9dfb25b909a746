"""The one door through which text becomes HTML: escaping, element, figure, table, style sheet."""

from __future__ import annotations

import datetime
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from libya_kit.errors import ArgumentError
from libya_kit.text.english import MONTHS, short, weekday

NOT_GIVEN = "not given"
NUMBERS = ("integer", "floating", "mixed-integer-float")
"""What pandas calls a column of numbers, whatever its dtype."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_REFUSED = frozenset({"script", "iframe", "object", "embed", "base"})
_URLS = frozenset({"action", "cite", "data", "formaction", "href", "poster", "src"})
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f"
"""What nobody sees in a text, as a set of an expression."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
    rf"|(?<=[\d.,:/+–-])[{UNSEEN}]+(?=[\d.,:/+–-])"
)
"""Control characters, what turns the direction of text, and what nobody sees inside a number."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SHEET = (Path(__file__).parent / "html.css").read_text(encoding="utf-8").strip()
"""The style sheet of everything that the kit shows; a page may set its colours by variables."""


def visible(text: str) -> str:
    r"""Return the text with control characters, bidirectional overrides and what hides inside numbers spelled out.

    >>> print(visible("25\u202e dead"), visible("2\u200b5 dead"))
    25\u202e dead 2\u200b5 dead
    """
    return _HIDDEN.sub(lambda found: "".join(f"\\u{ord(letter):04x}" for letter in found[0]), text)


def direction(text: str) -> str | None:
    """Return what a block's `dir` is: text that holds words written from right to left runs as its first words do.

    >>> direction("25 قتلوا"), direction("25 dead")
    ('auto', None)
    """
    return "auto" if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text) else None


def words(text: str) -> Markup:
    """Return text as HTML, escaped; text that holds words written from right to left is isolated.

    >>> print(words("<b> & co"))
    &lt;b&gt; &amp; co
    """
    if isinstance(text, Markup):
        return text
    return Markup("<bdi>{}</bdi>").format(running(text)) if direction(text) else running(text)


def running(text: str) -> Markup:
    """Return a part of running text as HTML, escaped; in which direction all of it runs, its block says.

    >>> print(running("إن <"))
    إن &lt;
    """
    return escape(visible(text))


def element(name: str, *children: str | None, **attributes: object) -> Markup:
    """Return an element; children that are not Markup are escaped, None is left out.

    An underscore in an attribute's name stands for a hyphen, one at its end is dropped; True gives a bare
    attribute, None and False none.

    >>> print(element("a", "5 < 6", href="#words-k1", class_="lk-quote", data_in="1", title=None))
    <a href="#words-k1" class="lk-quote" data-in="1">5 &lt; 6</a>
    """
    if not _NAME.fullmatch(name) or name in _REFUSED:
        raise ArgumentError(f"no element named {name!r} is written here")
    inner = Markup("").join(words(child) for child in children if child is not None)
    if name == "style":
        inner = _css("".join(str(child) for child in children))
    start = Markup("").join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    opening = Markup("<" + name + "{}>").format(start)
    return opening if name in _VOID else opening + inner + Markup("</" + name + ">")


def _css(text: str) -> Markup:
    if "<" in text:
        raise ArgumentError("a style sheet holds no '<'")
    return Markup(text)


def _attribute(name: str, value: object) -> Markup:
    if value is None or value is False:
        return Markup("")
    if not _NAME.fullmatch(name) or name.startswith("on") or name in ("srcdoc", "srcset"):
        raise ArgumentError(f"no attribute named {name!r} is written here")
    if value is True:
        return Markup(" " + name)
    text = visible(str(value))
    if name in _URLS:
        text = address(text)
    if name == "id" and (not text or re.search(r"\s", text)):
        raise ArgumentError(f"an id is one word, not {text!r}")
    # str() first: markup inside an attribute would be no text
    return Markup(" " + name + '="{}"').format(text)


def address(url: str) -> str:
    """Return the URL if it is https, http, a data image or table, a fragment or relative; refuse any other.

    >>> address("#words-killed-25")
    '#words-killed-25'
    """
    bare = re.sub(r"[\x00-\x20]", "", url).lower()
    scheme = re.match(r"[^/?#]*?:", bare)
    if bare.startswith(("https://", "http://", "data:image/", "data:text/csv;")):
        return url
    if scheme or bare.startswith(("//", "/\\", "\\")):
        raise ArgumentError(
            f"the address {url!r} is not allowed",
            mend="use https, http, data:image/, data:text/csv, # or a relative one",
        )
    return url


def day(when: datetime.date) -> str:
    """Return a day in words, in English whatever the locale.

    >>> day(datetime.date(2019, 4, 8))
    'Mon 8 Apr 2019'
    """
    return f"{short(weekday(when))} {when.day} {short(MONTHS[when.month - 1])} {when.year}"


def label(name: object) -> str:
    """Return a name or choice as a reader would write it.

    >>> label("reported_on"), label(None), label(True)
    ('reported on', 'none', 'yes')
    """
    if name is None:
        return "none"
    if isinstance(name, bool):
        return "yes" if name else "no"
    if isinstance(name, datetime.date):
        return day(name)
    if isinstance(name, tuple | list | frozenset):
        return ", ".join(label(part) for part in name) or "none"
    return str(name).replace("_", " ").strip() or "none"


def value(cell: object) -> Markup:
    """Return a table's cell as HTML: what is not there is a word, never 0 and never blank; an id breaks at its `_`.

    >>> print(value(2200), value(pd.NA), value(733.333), value(pd.Timestamp("2019-04-08")))
    2,200 <span class="lk-none">not given</span> 733.3 <time datetime="2019-04-08">Mon 8 Apr 2019</time>
    """
    if isinstance(cell, Markup):
        return cell
    if isinstance(cell, Mapping):
        parts = [Markup("{}: {}").format(words(label(key)), value(part)) for key, part in cell.items()]
        return Markup("; ").join(parts) if parts else _none("none")
    if isinstance(cell, tuple | list | set | frozenset):
        members = sorted(cell, key=str) if isinstance(cell, set | frozenset) else cell
        return Markup("; ").join(map(value, members)) if members else _none("none")
    if pd.isna(cell):
        return _none(NOT_GIVEN)
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return words("yes" if cell else "no")
    if isinstance(cell, numbers.Real):
        return words(number(cell))
    if isinstance(cell, datetime.date):
        return _time(cell)
    return words(str(cell)).replace("_", Markup("_<wbr>")) if str(cell).strip() else _none("empty")


def number(count: numbers.Real) -> str:
    """Return a number with thousands separated, a fraction to one decimal or three digits.

    >>> number(2200), number(550.0), number(733.333), number(0.0123)
    ('2,200', '550', '733.3', '0.0123')
    """
    if isinstance(count, numbers.Integral):
        return f"{int(count):,}"
    real = float(count)
    if not math.isfinite(real):
        return "no upper limit" if real > 0 else "no lower limit"
    text = f"{real:,.1f}" if abs(real) >= 10 else f"{real:.3g}"
    return text.removesuffix(".0")


def _none(word: str) -> Markup:
    return element("span", word, class_="lk-none")


def _time(when: datetime.date) -> Markup:
    exact = isinstance(when, datetime.datetime) and when.time() != datetime.time(0)
    text = day(when) + (f", {when:%H:%M}" if exact else "")
    return element("time", text, datetime=f"{when:%Y-%m-%dT%H:%M}" if exact else f"{when:%Y-%m-%d}")


def _headed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its index, when it says anything, as the first columns."""
    plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    return frame if plain else frame.reset_index()


def head(frame: pd.DataFrame) -> Markup:
    """Return the head of the frame's table: one named column each."""
    flat = _headed(frame)
    names = [" · ".join(map(label, filter(None, n))) if isinstance(n, tuple) else label(n) for n in flat.columns]
    looks = [_look(flat, place, _headers(frame)) for place in range(flat.shape[1])]
    heads = (element("th", name, scope="col", class_=look) for name, look in zip(names, looks, strict=True))
    return element("thead", element("tr", *heads))


def _headers(frame: pd.DataFrame) -> int:
    """Return how many columns head each row: the index, or else the first column."""
    return max(len(_headed(frame).columns) - len(frame.columns), 1)


def _look(flat: pd.DataFrame, place: int, headers: int) -> str | None:
    """Return the class of a column of numbers and nothing else, its heading's too; of another None."""
    counts = pd.api.types.infer_dtype(flat.iloc[:, place]) in NUMBERS
    return "lk-number" if place >= headers and counts else None


def cells(frame: pd.DataFrame, *, links: Mapping[str, Sequence[str | None]] | None = None) -> list[Markup]:
    """Return each row's cells; the index, or else the first column, heads the row.

    `links` gives for a column the address that each of its cells leads to, or None.
    """
    links = links or {}
    flat = _headed(frame)
    headers = _headers(frame)
    rows: list[list[Markup]] = [[] for _ in range(len(flat))]
    for place, name in enumerate(flat.columns):
        column, look = flat.iloc[:, place], _look(flat, place, headers)
        closed = isinstance(column.dtype, pd.CategoricalDtype)
        hrefs = links.get(name) or [None] * len(flat)
        for row, cell, href in zip(rows, column, hrefs, strict=True):
            content = words(label(cell)) if closed and isinstance(cell, str) else value(cell)
            if href is not None:
                content = element("a", content, href=href)
            if place < headers:
                row.append(element("th", content, scope="row"))
            else:
                row.append(element("td", content, class_=look))
    return [Markup("").join(row) for row in rows]


def grid(top: Markup, rows: Iterable[Markup], *, caption: str, width: int = 1) -> Markup:
    """Return a table in a region that scrolls sideways and can be reached by keyboard."""
    body = Markup("").join(rows) or element("tr", element("td", "no rows", colspan=width))
    return element(
        "div",
        element("table", element("caption", caption), top, element("tbody", body), class_="lk-table"),
        class_="lk-scroll",
        tabindex="0",
        role="group",
        aria_label=Markup(caption).striptags() if isinstance(caption, Markup) else caption,
    )


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    ids: Sequence[str] | None = None,
    links: Mapping[str, Sequence[str | None]] | None = None,
) -> Markup:
    """Return the frame as a captioned table; `ids` gives each row its id."""
    rows = cells(frame, links=links)
    bodies = [element("tr", row, id=name) for row, name in zip(rows, ids or repeat(None, len(rows)), strict=True)]
    return grid(head(frame), bodies, caption=caption, width=_headed(frame).shape[1])


def figure(picture: Markup | None, caption: Markup, *, name: str = "") -> Markup:
    """Return a figure: the picture, in a region that scrolls sideways and can be reached by keyboard, and its caption.

    `name` is what that region is called.
    """
    region = {"class_": "lk-picture", "tabindex": "0", "role": "group", "aria_label": f"Picture: {name}"}
    shown = picture and element("div", picture, **region)
    return element("figure", shown, element("figcaption", caption))


def svg(tree: ElementTree.Element) -> Markup:
    """Return a tree of SVG elements as HTML."""
    return Markup(ElementTree.tostring(tree, encoding="unicode"))


def unshowable(text: object) -> str | None:
    r"""Return the first character that no page can show (control characters, half a surrogate pair), named; or None.

    >>> unshowable("a\x00b"), unshowable("a\tb")
    ('the character U+0000, which no page can show', None)
    """
    if not isinstance(text, str) or text.isprintable():
        return None
    found = _CONTROL.search(text)
    return f"the character U+{ord(found[0]):04X}, which no page can show" if found else None


def fold(name: str, *contents: Markup) -> Markup:
    """Return contents that a reader opens by their name.

    >>> print(fold("All rows", element("p", "25")))
    <details class="lk-fold"><summary>All rows</summary><p>25</p></details>
    """
    return element("details", element("summary", name), *contents, class_="lk-fold")


def filled(template: Path, **values: object) -> Markup:
    """Return a template filled with values: text is escaped, and what is HTML already stands as it is.

    Raises
    ------
    jinja2.UndefinedError
        The template asks for a value that is not given.
    """
    source = template.read_text(encoding="utf-8")
    return Markup(_TEMPLATES.from_string(source).render(values))


_TEMPLATES = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    finalize=lambda value: running(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
)
"""The door for templates: it escapes whatever is text."""
