"""A page: its frame, and which cells of a notebook stand open in it, folded, or among how it was made."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from libya_kit.article.model import AnnotatedArticle
from libya_kit.report.cells import code_html, prose, shown_html
from libya_kit.text import html

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
MADE = "How this page was made"
FOLDED, HIDDEN, HEADLINE = "folded", "notebook", "headline"
"""Tags of cells: what a page folds, what only the notebook shows, and what stands at the top of the page."""


def page(
    title: str,
    body: Markup,
    links: Mapping[str, str],
    foot: Markup,
    here: str,
    *,
    about: Markup | None = None,
    pane: Markup | None = None,
    css: str = "",
) -> Markup:
    """Return a whole page around a body.

    Parameters
    ----------
    title
        What the browser calls the page.
    body
        What stands in the page's main part.
    links
        The addresses of all pages, and what they are called.
    foot
        What stands at the end.
    here
        The page's own address among the links.
    about
        The line on the article above the links.
    pane
        The article, which stands beside the body where the window is wide enough, else after it.
    css
        What is added to the style of all pages.
    """
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    items = (
        html.element("li", html.element("a", name, href=quote(address), aria_current=address == here and "page"))
        for address, name in links.items()
    )
    return html.filled(
        Path(__file__).parent / "page.html",
        title=title,
        policy=POLICY,
        style=html.element("style", "\n".join(part for part in (html.SHEET, sheet, _code_css(), css) if part)),
        about=about,
        links=Markup("").join(items),
        body=body,
        pane=pane,
        foot=foot,
    )


@cache
def _code_css() -> str:
    """Return the style of code in pages; the library that it is from sets up all logging, which is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    light, dark = (
        HtmlFormatter(style=f"a11y-high-contrast-{name}").get_style_defs(".lk-code") for name in ("light", "dark")
    )
    root.handlers[:] = handlers
    root.setLevel(level)
    return f"{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}"


@dataclass
class _Section:
    """A heading of a notebook with the cells below it."""

    heading: str
    tags: tuple[str, ...]
    cells: list[NotebookNode] = field(default_factory=list)


def body(notebook: NotebookNode) -> Markup:
    """Return a notebook as the main part of a page: the result first, what is folded after it, its code at the end.

    A cell tagged `headline` stands at the top, and its sentence is the page's heading; the notebook's title, which
    is a question, stands above it. A heading tagged `folded` opens a fold that holds all cells up to the next
    heading; below one tagged `notebook` only the notebook shows anything. All code stands in one last fold.
    """
    sections = list(_sections(notebook.cells))
    headlines = [cell for cell in notebook.cells if HEADLINE in _tags(cell)]
    opening = _opening(sections[0], headlines)
    shown = [one for one in sections[1:] if HIDDEN not in one.tags]
    main = [_open(one) for one in shown if FOLDED not in one.tags]
    folds = [html.fold(one.heading, *_contents(one)) for one in shown if FOLDED in one.tags]
    code = [code_html(cell) for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    folds += [html.fold(MADE, *code)] if code else []
    return Markup("\n").join(part for part in (*opening, *main, *folds) if part)


def _tags(cell: NotebookNode) -> Sequence[str]:
    tags: Sequence[str] = cell.metadata.get("tags", ())
    return tags


def _sections(cells: Sequence[NotebookNode]) -> Iterator[_Section]:
    """Yield the notebook's sections; the first one, up to the first heading of the second level, has no heading."""
    section = _Section("", ())
    for cell in cells:
        lines = cell.source.split("\n") if cell.cell_type == "markdown" else [""]
        if lines[0].startswith("## "):
            yield section
            section = _Section(lines[0].removeprefix("## ").strip(), tuple(_tags(cell)))
            cell = nbformat.from_dict({**cell, "source": "\n".join(lines[1:]).strip()})  # type: ignore[no-untyped-call]
        section.cells.append(cell)
    yield section


def _opening(section: _Section, headlines: Sequence[NotebookNode]) -> Iterator[Markup]:
    """Yield what stands at the top of a page: the question and its answer, or the notebook's title and its lead."""
    for cell in section.cells:
        if HIDDEN in _tags(cell):
            continue
        if cell.cell_type == "markdown":
            first, _, rest = cell.source.partition("\n")
            question = headlines and first.startswith("# ")
            if question:
                yield html.element("p", prose(first.removeprefix("# ")), class_="lk-question")
            yield html.element("div", prose(rest if question else cell.source), class_="lk-prose lk-lead")
        else:
            yield shown_html(cell)
    yield from (shown_html(cell) for cell in headlines)


def _open(section: _Section) -> Markup:
    contents = [part for part in _contents(section) if part]
    if not contents:
        return Markup("")
    return html.element("section", html.element("h2", section.heading), *contents, class_="lk-block")


def _contents(section: _Section) -> list[Markup]:
    """Return what the cells of a section show, but what stands at the top already."""
    cells = (cell for cell in section.cells if HEADLINE not in _tags(cell) and HIDDEN not in _tags(cell))
    return [shown_html(cell) for cell in cells]


def about(article: AnnotatedArticle) -> Markup:
    """Return the line on the article that stands at the top of each of its pages."""
    source = article.source_line.partition(": ")[2]
    return Markup(" ").join((html.element("strong", article.title), html.words(source)))
