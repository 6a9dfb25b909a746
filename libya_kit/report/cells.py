"""Cells of an executed notebook as HTML: their prose, their code, and what they show."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from libya_kit.errors import ReportError
from libya_kit.text import html as markup

IMAGES = ("image/png", "image/jpeg", "image/svg+xml")


def cell_html(cell: NotebookNode, *, unfolded: bool = False) -> Markup:
    """Return one cell of an executed notebook as HTML; its code is folded, or open and can be folded."""
    shown = shown_html(cell)
    if cell.cell_type != "code" or not cell.source.strip():
        return shown
    summary = markup.element("summary", "Code")
    return markup.element("details", summary, code_html(cell), class_="lk-code-fold", open=unfolded) + shown


def shown_html(cell: NotebookNode) -> Markup:
    """Return what a cell shows as HTML: prose, or the outputs of its code."""
    if cell.cell_type == "code":
        return Markup("\n").join(filter(None, map(_output, cell.outputs)))
    if cell.cell_type != "markdown" or not cell.source.strip():
        return Markup("")
    return markup.element("div", prose(cell.source, cell.get("attachments")), class_="lk-prose")


def code_html(cell: NotebookNode) -> Markup:
    """Return the code of a cell, coloured."""
    highlight = Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]
    return markup.element("div", Markup(highlight(cell.source)), class_="lk-code")


def prose(source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Return Markdown as HTML, with the images that are attached to its cell; refuse one that is not there."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=dict(attachments or {}))
    try:
        return _own(MarkdownWithMath(renderer=renderer).render(source))
    except InvalidNotebook as error:
        raise ReportError(str(error), mend="attach the image to the cell that shows it") from None


def _own(html: str) -> Markup:
    """Return a notebook's own HTML, taken as it is but for the tags that make requests whatever the policy."""
    return Markup(re.sub(r"<(?=(?:meta|link|base)\b)", "&lt;", html, flags=re.IGNORECASE))


def _output(output: NotebookNode) -> Markup:
    """Return one output as HTML: its own, made in the kernel, else its text, escaped."""
    data = {kind: "".join(part) for kind, part in output.get("data", {}).items() if isinstance(part, str | list)}
    text = data.get("text/plain", output.get("text", ""))
    if "text/html" in data:
        return _own(data["text/html"]).replace(markup.element("style", markup.SHEET), "")
    if "text/markdown" in data:
        return markup.element("div", prose(data["text/markdown"]), class_="lk-prose")
    if kind := next((kind for kind in IMAGES if kind in data), None):
        plain = kind == "image/svg+xml"
        coded = b64encode(data[kind].encode("utf-8")).decode("ascii") if plain else "".join(data[kind].split())
        return markup.element("img", src=f"data:{kind};base64,{coded}", alt=text)
    if output.output_type == "error":
        text = f"{output.ename}: {output.evalue}"
    return markup.element("pre", text, class_="lk-stream") if text else Markup("")
