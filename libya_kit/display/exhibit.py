"""One result in all its forms: picture, sentence, alternative text, rows behind it, assumptions, source."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from libya_kit.display import layout, style
from libya_kit.display import svg as vector
from libya_kit.errors import ArgumentError, ReportError
from libya_kit.files import clock, write_whole
from libya_kit.text import html as markup
from libya_kit.text import notebook

SUFFIXES = (".svg", ".png", ".pdf")
LONGEST_NAME = 90

BESIDE = """
.lk-beside{position:sticky;bottom:0;min-height:4.6em;margin:.6rem 0;padding:.4rem .7rem;
border-left:4px solid var(--lk-ink,#1a1a1a);background:var(--lk-paper,#fff)}
.lk-beside p{margin:.2rem 0}
.lk-beside p:not(:first-child),.lk-exhibit:has(:target) .lk-beside p:first-child{display:none}
.lk-beside mark{background:var(--lk-hit,#fff3b0);color:inherit}
.jp-Cell:not(.jp-mod-outputsScrolled) :is(.jp-Cell-outputArea,.jp-OutputArea-child,.jp-OutputArea-output,
.widget-vbox,.widget-html,.widget-html-content):has(.lk-beside){overflow:visible;min-width:0}""".strip()
"""The style of the place beside the picture of a live explorer that shows the chosen sentence.

It stays in view while its picture or table is; JupyterLab's own boxes around it would keep it from that.
"""

ROWS = "The rows behind it"
"""What the fold of a table below its picture is called."""


class Choices(dict[str, Any]):
    """The choices of a control, labels to values, and what stands over them.

    >>> Choices("Whose counts?", {"all": "all"}).legend
    'Whose counts?'
    """

    def __init__(self, legend: str, choices: Mapping[str, Any]) -> None:
        super().__init__(choices)
        self.legend = legend


class Slider(Choices):
    """The choices of a slider, which needs a live kernel; at rest that stands which it starts from.

    >>> Slider("People a household?", {"4": 4, "5": 5, "6": 6}, start="5").start
    '5'
    """

    def __init__(self, legend: str, choices: Mapping[str, Any], *, start: str) -> None:
        super().__init__(legend, choices)
        self.start = start


class Checkboxes(Choices):
    """Choices of which any may be taken at once, which needs a live kernel; the value is a tuple, empty at rest.

    >>> list(Checkboxes("Taken as separate", {"army and union": ("army", "union")}))
    ['army and union']
    """


@dataclass(frozen=True, eq=False, repr=False)
class Exhibit:
    """One result, ready for a notebook, a page and a file.

    Parameters
    ----------
    figure
        The picture, or None where the sentence and the rows say it all. An artist whose url is "#" and the
        claim's id becomes a link to the claim's row.
    sentence
        The result in words.
    alt
        What the picture shows, for those who do not see it.
    table
        The rows behind the picture. When its index is named claim_id, each row is a claim, and its quote leads
        to its words in the article (`#words-` and the claim's id).
    assumptions
        What was assumed, one sentence each.
    source
        The line that names the source.
    title
        What the exhibit is called.
    sentences
        The sentences in which the words of claims stand; a live explorer shows a chosen claim's beside the
        picture. A claim that is not among them has its quote.
    subtitle
        What is measured, where and when; it stands under the title, in a page as in a file.
    drawing
        The picture as HTML, which takes the figure's place in a notebook and a page; its marks lead to `#words-`
        and the claim's id.

    >>> rows = pd.DataFrame({"value": [25], "quote": ["at least 25"]}, index=pd.Index(["killed-25"], name="claim_id"))
    >>> Exhibit(None, "At least 25 killed.", "", rows)
    <Exhibit: At least 25 killed. (1 row)>
    """

    figure: Figure | None
    sentence: str
    alt: str
    table: pd.DataFrame
    assumptions: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    sentences: Mapping[str, str] = field(default_factory=dict)
    subtitle: str = ""
    drawing: Markup | None = None

    def __post_init__(self) -> None:
        if isinstance(self.assumptions, str):
            raise ArgumentError("assumptions is one string", mend="give a tuple of strings")
        if not self.sentence.strip():
            raise ArgumentError("an exhibit needs a sentence")
        if self.figure is not None and not self.alt.strip():
            raise ArgumentError("an exhibit with a figure needs its alternative text")
        if self.table.index.name == "claim_id" and not self.table.index.is_unique:
            twice = self.table.index[self.table.index.duplicated()][0]
            raise ArgumentError(f"the claim {twice!r} has two rows in one exhibit")
        object.__setattr__(self, "assumptions", tuple(self.assumptions))
        object.__setattr__(self, "table", self.table.copy())

    def __repr__(self) -> str:
        rows = len(self.table)
        return f"<Exhibit: {self.title or self.sentence} ({rows} row{'' if rows == 1 else 's'})>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.sentence, "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        prefix = notebook.display_prefix()
        return notebook.shown(markup.element("div", self.html(prefix), data_ids=prefix))

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims in the table, in its order; none when its rows are no claims."""
        return tuple(map(str, self.table.index)) if self.table.index.name == "claim_id" else ()

    @property
    def caption(self) -> str:
        """What the table is called."""
        return f"Rows behind: {self._called}" if self.title else "Rows behind this"

    @property
    def _called(self) -> str:
        """What picture and table are called: the title, of a long one what it speaks of."""
        whole = self.title or self.sentence
        head, colon, _ = whole.partition(": ")
        return head if colon and " " in head and len(whole) > LONGEST_NAME else whole

    def html(self, prefix: str = "") -> Markup:
        """Return the exhibit as HTML without a style sheet; the ids in it start with `prefix`."""
        ids = [prefix + claim for claim in self.claims] or None
        table = markup.table(self.table, caption=self.caption, ids=ids, links=self.links())
        folded = table if self.drawing is None and self.figure is None else markup.fold(ROWS, table)
        return markup.element("section", self.picture(prefix, self.words()), folded, class_="lk-exhibit")

    def live(self, prefix: str) -> Markup:
        """Return the exhibit as HTML for a widget: choosing a mark or a row shows its sentence beside the picture.

        A choice leads to an element inside itself that takes no room, so that nothing scrolls and the keyboard goes
        on from there; the rest is style.
        """
        names = [f"{prefix}said{number}" for number in range(len(self.claims))]
        picture = str(self.picture(prefix, dict(zip(self.claims, names, strict=True))))
        start = r'<foreignObject width="0" height="0"><span id="\2" hidden=""></span></foreignObject>'
        picture = re.sub(r'(<a xlink:href="#([^"]*)" role="link"[^>]*>)', rf"\1{start}", picture)
        for claim, name in zip(self.claims, names, strict=True):  # of a drawing
            mark = re.compile(rf'(<a (?:[^>]* )?href="#)words-{re.escape(claim)}("[^>]*>)')
            picture = mark.sub(rf'\1{name}\2<span id="{name}" hidden=""></span>', picture, count=1)
        rows, links = self.table, None
        if names and "quote" in rows.columns:
            starts = (markup.element("span", id=f"{name}r", hidden=True) for name in names)
            rows = rows.assign(quote=[start + markup.value(q) for start, q in zip(starts, rows["quote"], strict=True)])
            links = {"quote": [f"#{name}r" for name in names]}
        said = (self._said(claim, f"{name}s") for claim, name in zip(self.claims, names, strict=True))
        hint = markup.element("p", "Choose a mark or a row: its sentence is shown here.")
        return markup.element(
            "section",
            markup.element("style", "\n".join((BESIDE, *map(_chosen, names)))),
            Markup(picture),
            markup.element("div", hint, *said, class_="lk-beside", role="status") if names else None,
            markup.table(rows, caption=self.caption, links=links),
            class_="lk-exhibit",
        )

    def _said(self, claim: str, name: str) -> Markup:
        """Return a claim's sentence, its words marked, as a paragraph with the id `name`."""
        quote = str(self.table.at[claim, "quote"]) if "quote" in self.table.columns else claim
        whole = self.sentences.get(claim, quote)
        rest, parts = whole, []
        for part in filter(None, quote.split(" … ")):
            before, found, after = rest.partition(part)
            if found:
                parts += [markup.running(before), markup.element("mark", markup.running(found))]
                rest = after
        return markup.element("p", *parts, markup.running(rest), id=name, dir=markup.direction(whole))

    def words(self) -> dict[str, str]:
        """Return for each claim the id of its words in the article."""
        return {claim: f"words-{claim}" for claim in self.claims}

    def links(self) -> dict[str, list[str | None]]:
        """Return where the cells of the table lead: each claim's quote to its words."""
        return {"quote": [f"#words-{claim}" for claim in self.claims]} if self.claims else {}

    def picture(self, prefix: str, rows: Mapping[str, str]) -> Markup:
        """Return all but the table as HTML: `rows` says for each claim the id of that to which its mark leads."""
        parts = ((self.title, "lk-title"), (self.subtitle, "lk-subtitle"), (self.sentence, "lk-sentence"))
        caption = Markup("").join(markup.element("p", text, class_=name) for text, name in parts if text)
        if self.drawing is not None:
            drawn: Markup | None = self.drawing
        else:
            drawn = self.svg(prefix, rows) if self.figure is not None else None
        return markup.figure(drawn, caption, name=self._called) + self._notes()

    def _notes(self) -> Markup:
        assumed = [markup.element("li", text) for text in self.assumptions]
        notes = [markup.element("p", "Assumed:"), markup.element("ul", Markup("").join(assumed))] if assumed else []
        if self.source:
            notes.append(markup.element("p", self.source))
        return markup.element("div", *notes, class_="lk-notes") if notes else Markup("")

    def svg(self, prefix: str = "", rows: Mapping[str, str] | None = None) -> Markup:
        """Return the picture as inline SVG whose marks are named links to their rows.

        `rows` says for each claim the id of its row; by default the prefix and the claim's id.
        """
        rows = {claim: prefix + claim for claim in self.claims} if rows is None else rows
        root = self._tree(f"{prefix}_")  # no claim begins so
        root.attrib.update({"role": "group", "aria-label": markup.visible(self.alt)})
        seen: set[str] = set()
        for link in root.iter("a"):
            claim = link.attrib["href"].removeprefix("#")
            # xlink:href, as JupyterLab breaks off at links in SVG that have a plain href
            link.attrib = {"xlink:href": f"#{rows[claim]}"}
            if claim in seen:  # one stop a claim for the keyboard; the mouse may take any
                link.attrib |= {"tabindex": "-1", "aria-hidden": "true"}
            else:
                link.attrib |= {"role": "link", "aria-label": _with_words(link, self._name(claim))}
            seen.add(claim)
        return markup.svg(root)

    def save(self, path: str | Path) -> Path:
        """Write the picture, its title and subtitle above it, to an SVG, PNG or PDF file; return the path.

        The file is written whole or not at all.
        """
        path = Path(path)
        if path.suffix not in SUFFIXES:
            raise ArgumentError(f"no picture is written as {path.name!r}", mend=f"end it in {', '.join(SUFFIXES)}")
        if self.figure is None:
            raise ArgumentError(f"{self!r} has no picture to save")
        clock()  # matplotlib asks it too
        content = self._bytes(path.suffix)
        try:
            write_whole(path, content)
        except (OSError, ValueError) as error:
            what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
            raise ReportError(what, file=path, mend="name a place that can be written to") from None
        return path

    def _bytes(self, suffix: str) -> bytes:
        """Return the picture's file; what it shows is said inside it too."""
        assert self.figure is not None
        if suffix == ".svg":
            with layout.headed(self.figure, self.title, self.subtitle) as box:
                root = self._linked(vector.plain(self._boxed(box)), "")
            root.attrib.update({"role": "img", "aria-label": markup.visible(self.alt)})
            for link in list(root.iter("a")):
                claim = link.attrib["href"].removeprefix("#")
                link.tag, link.attrib = "g", {}
                title = ElementTree.Element("title")
                title.text = self._name(claim)
                link.insert(0, title)
            written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            return written
        facts = {"Title": self.title or self.sentence}
        facts |= {"Description": self.alt, "Source": self.source} if suffix == ".png" else {"Subject": self.alt}
        dates: dict[str, Any] = {"CreationDate": None} if suffix == ".pdf" else {}
        buffer = io.BytesIO()
        with style.house(), layout.headed(self.figure, self.title, self.subtitle) as box:
            self.figure.savefig(buffer, format=suffix[1:], bbox_inches=box, metadata={**facts, **dates})
        return buffer.getvalue()

    def _name(self, claim: str) -> str:
        """Return what a claim's mark is called: its words and its id."""
        if "quote" not in self.table.columns:
            return f"claim {claim}"
        return markup.visible(f"{self.table.at[claim, 'quote']}, claim {claim}")

    def _boxed(self, box: Bbox) -> ElementTree.Element:
        """Return what is in a box in inches, with the headings above the figure, as matplotlib writes it."""
        assert self.figure is not None
        buffer = io.BytesIO()
        with style.house(), style.any_letters():
            self.figure.savefig(buffer, format="svg", bbox_inches=box, metadata={"Date": None})
        return ElementTree.fromstring(buffer.getvalue())

    @cached_property
    def _drawn(self) -> ElementTree.Element:
        """The figure as plain SVG."""
        assert self.figure is not None
        return vector.plain(vector.svg(self.figure))

    def _tree(self, prefix: str) -> ElementTree.Element:
        """Return the picture as a tree fit to stand inside a page, its ids starting with `prefix`."""
        if self.figure is None:
            raise ArgumentError(f"{self!r} has no picture")
        return self._linked(deepcopy(self._drawn), prefix)

    def _linked(self, root: ElementTree.Element, prefix: str) -> ElementTree.Element:
        """Return a plain picture with the prefix before its ids, its links found to lead to rows."""
        vector.share_ids(root, prefix)
        for link in root.iter("a"):
            claim = link.attrib["href"].removeprefix("#")
            if claim not in self.claims:
                raise ArgumentError(f"a mark leads to {claim!r}, which is no row of the exhibit's table")
        return root


def _with_words(link: ElementTree.Element, name: str) -> str:
    """Return the name of a mark, with the words that are seen in it: who says them to a machine is understood."""
    texts = list(link.iter("text"))
    for text in texts:
        text.tail = " "  # between two lines of a mark
    words = " ".join("".join(text.itertext()).strip() for text in texts)
    return f"{words}, {name}" if words and words not in name else name


def _chosen(name: str) -> str:
    """Return the style rules for when the target of that name is chosen: its sentence, its mark, its row."""
    chosen = f".lk-exhibit:has(#{name}:target,#{name}r:target)"
    return (
        f"{chosen} #{name}s{{display:block}}"
        f'{chosen} svg a[*|href="#{name}"]{{filter:drop-shadow(0 0 3px var(--lk-blue,#0072b2))}}'
        f'{chosen} .lk-picture a[href="#{name}"]{{outline:3px solid var(--lk-blue,#0072b2)}}'
        f"{chosen} tr:has(#{name}r){{background:var(--lk-hit,#fff3b0)}}"
    )
