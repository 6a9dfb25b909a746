"""What a program can see of a page that shuts readers out; the rest needs a keyboard, a screen reader and eyes."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from libya_kit.errors import ReportError
from libya_kit.files import read_bytes

SHORTEST_ALT = 20
_AROUND = frozenset({"label", "svg", "table"})
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class _Element:
    """An element of a page: its name, attributes, what is around it, and where its words lie among the page's."""

    def __init__(self, page: _Page, name: str, attributes: dict[str, str], parent: _Element | None) -> None:
        self.page, self.name, self.attributes = page, name, attributes
        self.around: dict[str, _Element] = parent.around if parent is not None else {}
        if parent is not None and parent.name in _AROUND:
            self.around = {**self.around, parent.name: parent}
        self.begin, self.end = len(page.pieces), None if name not in _VOID else len(page.pieces)

    @property
    def words(self) -> str:
        """The words in it."""
        return "".join(self.page.pieces[self.begin : self.end])

    def inside(self, name: str) -> _Element | None:
        """Return the nearest element around it of a name in _AROUND."""
        return self.around.get(name)


class _Page(HTMLParser):
    """The elements of a page, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[_Element] = []
        self.pieces: list[str] = []
        self.open: list[_Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        parent = self.open[-1] if self.open else None
        self.elements.append(_Element(self, tag, {name: value or "" for name, value in attrs}, parent))
        if tag not in _VOID:
            self.open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself, as in pictures."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of that name."""
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].name == tag:
                for one in self.open[place:]:
                    one.end = len(self.pieces)
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.pieces.append(data)

    def named(self, *names: str) -> list[_Element]:
        """Return the elements of these names."""
        return [one for one in self.elements if one.name in names]


def problems(page: str | Path) -> list[str]:
    """Return what shuts readers out of a page, as far as a program can see it, one sentence each.

    It looks at language, title, headings, alternative texts, tables, links, controls, and whether the page needs
    anything from elsewhere. It cannot see whether an alternative text is true, or an order makes sense.

    Parameters
    ----------
    page
        The path of an HTML file.

    Raises
    ------
    ReportError
        The file is no page.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     page = Path(folder) / "page.html"
    ...     _ = page.write_text('<html lang="en"><title>Toll</title><h1>Toll</h1><img src="toll.png"></html>')
    ...     problems(page)
    ['Picture 1 has no alternative text: say what it shows.']
    """
    html = read_bytes(Path(page)).decode("utf-8", errors="replace")
    content = _Page(html)
    if not content.named("html", "body", "main", "p", "h1"):
        raise ReportError("not a page", file=Path(page).name, mend="name an HTML file")
    looks = (_whole, _headings, _pictures, _tables, _links, _controls, _from_elsewhere)
    return [problem for look in looks for problem in look(content)]


def _whole(page: _Page) -> Iterator[str]:
    if not any(one.attributes.get("lang", "").strip() for one in page.named("html")):
        yield "The page does not say its language: add lang to html."
    if not any(one.words.strip() and one.inside("svg") is None for one in page.named("title")):
        yield "The page has no title: add one, it is read first."


def _headings(page: _Page) -> Iterator[str]:
    headings = page.named("h1", "h2", "h3", "h4", "h5", "h6")
    first = sum(one.name == "h1" for one in headings)
    if first != 1:
        yield f"The page has {first} main headings: it needs one h1."
    last = 0
    for one in headings:
        level = int(one.name[1])
        if level > last + 1 and last:
            yield f"The heading “{one.words.strip()}” skips a level: make it h{last + 1}."
        if not one.words.strip():
            yield f"A heading of level {level} is empty."
        last = level


def _pictures(page: _Page) -> Iterator[str]:
    pictures = [one for one in page.named("img", "svg") if one.inside("svg") is None]
    for number, one in enumerate(pictures, 1):
        alt = (one.attributes.get("alt") or one.attributes.get("aria-label") or "").strip()
        decoration = one.attributes.get("alt") == "" or one.attributes.get("aria-hidden") == "true"
        if not alt and not decoration:
            yield f"Picture {number} has no alternative text: say what it shows."
        elif alt and len(alt) < SHORTEST_ALT:
            yield f"Picture {number} has the alternative text “{alt}”: too short to say what it shows."


def _tables(page: _Page) -> Iterator[str]:
    parts: dict[_Element | None, list[_Element]] = {}
    for one in page.elements:
        parts.setdefault(one.inside("table"), []).append(one)
    for number, table in enumerate(page.named("table"), 1):
        within = parts.get(table, [])
        if not any(one.name == "caption" and one.words.strip() for one in within):
            yield f"Table {number} has no caption: say what it holds."
        heads = [one for one in within if one.name == "th"]
        if not heads:
            yield f"Table {number} has no header cells: use th."
        elif not all(one.attributes.get("scope") for one in heads):
            yield f"Table {number} has header cells that do not say of what: add scope."


def _links(page: _Page) -> Iterator[str]:
    ids = {one.attributes["id"] for one in page.elements if "id" in one.attributes}
    for one in page.named("a"):
        address = one.attributes.get("href", one.attributes.get("xlink:href"))
        if address is None:
            continue
        hidden = one.attributes.get("aria-hidden") == "true"
        if not (hidden or one.words.strip() or one.attributes.get("aria-label", "").strip()):
            yield f"The link to {address} has no words."
        if address.startswith("#") and address[1:] not in ids:
            yield f"The link “{one.words.strip() or address}” leads to nothing in the page."


def _controls(page: _Page) -> Iterator[str]:
    named = {one.attributes.get("for") for one in page.named("label")}
    for one in page.named("input", "select", "textarea"):
        said = one.inside("label") or one.attributes.get("id") in named or one.attributes.get("aria-label")
        if not said and one.attributes.get("type") != "hidden":
            yield f"A control ({one.name}) has no label."


def _from_elsewhere(page: _Page) -> Iterator[str]:
    for one in page.named("script", "iframe", "link", "img", "object", "embed"):
        address = (one.attributes.get("src") or one.attributes.get("href") or one.attributes.get("data") or "").strip()
        if one.name == "script" or address.lower().startswith(("http:", "https:", "//")):
            yield f"The page needs {address or 'a ' + one.name}: without it, or without a network, readers may miss it."
