"""A table of quotes and codes, as Taguette, MAXQDA, Hypothes.is and hand-made lists have it: only read.

Each quote is looked for in the article's text as those of a spreadsheet are; a mapping says what a code stands for, and
a column that is called as an attribute of the kit gives its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.schema import CLAIM_TABLES
from libya_kit.editing.changes import Import, row
from libya_kit.editing.locate import PlaceError, Text, locate
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Places, Settled, Words
from libya_kit.formats.spreadsheet.filled import blank
from libya_kit.formats.spreadsheet.form import asked
from libya_kit.formats.spreadsheet.workbook import Refused, grids
from libya_kit.text.quotes import limited

QUOTES = ("quote", "segment", "coded segment", "coded text", "content", "highlight", "exact", "passage", "text")
CODES = ("code", "codes", "tag", "tags", "label", "labels", "category")
NOTES = ("note", "comment", "memo", "annotation", "text")
DOCUMENTS = ("document", "document name", "file", "title", "uri", "url")
"""What tools call the columns, the surest name first."""
ATTRIBUTES = {name for table in CLAIM_TABLES for name in table.stored}
OFFSETS = "give fewer at once"


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what a table of quotes and codes brings to an article's folder; it only adds, for it is no export.

    Raises
    ------
    ArticleError
        The file cannot be read, or no table of it has a column of quotes and one of codes.
    """
    contents = folders.sound(folder)
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    text = Text.of(contents.text, contents.about["body_start"], contents.about["body_end"])
    rows: list[dict[str, str]] = []
    found: list[Mark] = []
    places: list[Places | None] = []
    remarks: list[str] = []
    listed = list(_rows(given))
    limited(len(listed), contents.text, OFFSETS, given.name)
    located = [_place(text, one) for one in listed]
    ours = {one["document"] for one, (place, _) in zip(listed, located, strict=True) if place}
    for one, (place, remark) in zip(listed, located, strict=True):
        if not place and one["document"] and ours and one["document"] not in ours:
            rows.append(row("left out", one["where"], f"of another document, {one['document'][:60]!r}"))
            continue
        codes = _codes(one["code"], named)
        for code in codes:
            where = one["where"] if len(codes) == 1 else f"{one['where']} {code}"
            found.append(Mark(where, code, Words((), (one["quote"],)), one["given"], one["id"]))
            places.append(place)
            remarks.append(remark)
    settled = Settled("no offsets: quotes are found in the text", tuple(places), tuple(remarks))
    return marks.gathered(contents, found, rows=rows, mapping=named, settled=settled, choices=choices)


def _place(text: Text, one: Mapping[str, Any]) -> tuple[Places | None, str]:
    """Return where a quote stands, or why that is not known."""
    try:
        parts = locate(text, *asked(text, one["quote"], one["which"]))
    except PlaceError as problem:
        mend = "say which in a column 'which', as #2" if problem.candidates else problem.mend
        return None, f"{problem.what}; {mend}"
    return tuple((part.start, part.end) for part in parts), ""


def _rows(given: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of the tables that have quotes and codes."""
    read_any = False
    for grid in grids(given):
        for at, (_, cells) in enumerate(grid.rows[:10]):
            names = [re.sub(r"[\s_-]+", " ", str(cell or "")).strip().lower() for cell in cells]
            quote, code = _first(QUOTES, names), _first(CODES, names)
            if quote and code:
                read_any = True
                for number, values in grid.rows[at + 1 :]:
                    yield from _row(f"{grid.name} row {number}", dict(zip(names, values, strict=False)), quote, code)
                break
    if not read_any:
        what = "no table has a column of quotes and one of codes"
        raise ArticleError(what, file=given.name, mend="call them quote and code")


def _row(where: str, cells: Mapping[str, Any], quote: str, code: str) -> Iterator[dict[str, Any]]:
    """Yield a row as its quote, code, name, document and what else it says; none where it has no quote."""
    if blank(cells.get(quote)):
        return
    if refused := next((name for name, cell in cells.items() if isinstance(cell, Refused)), None):
        raise ArticleError(f"{refused} {cells[refused].what}", place=where)
    kept = {name: cell for name, cell in cells.items() if not blank(cell)}
    given = {}
    for name, cell in kept.items():
        attribute = name.replace(" ", "_")
        if attribute in ATTRIBUTES and name not in (quote, code):
            given[attribute] = cell.date().isoformat() if hasattr(cell, "date") else cell
    note = next((name for name in NOTES if name in kept and name not in (quote, code)), None)
    if note:
        given["note"] = str(kept[note]).strip()
    document = _first(DOCUMENTS, list(kept))
    yield {
        "where": where,
        "quote": str(kept[quote]).strip(),
        "which": str(kept["which"]) if "which" in kept else None,
        "code": str(kept.get(code, "")).strip(),
        "id": str(kept.get("claim id", "")),
        "document": str(kept[document]) if document else "",
        "given": given,
    }


def _first(known: tuple[str, ...], names: list[str]) -> str:
    """Return the first of the known names that a table has; '' where it has none."""
    return next((name for name in known if name in names), "")


def _codes(cell: str, mapping: Mapping[str, Any]) -> list[str]:
    """Return the codes in a cell: one, or several between `;` or `,`; of a path through a code tree the last step."""

    def known(code: str) -> str:
        last = re.split(r"\s*(?:>|\\|/|::)\s*", code)[-1]
        return last if code not in mapping and last in mapping else code

    if cell in mapping or known(cell) in mapping:
        return [known(cell)]
    return [known(code.strip()) for code in re.split("[;,]", cell) if code.strip()] or [""]
