"""What people filled in: the rows of a spreadsheet's sheets, each with its table, under the columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from libya_kit.article import schema
from libya_kit.article.schema import Column, Table
from libya_kit.editing.changes import row
from libya_kit.errors import nearest
from libya_kit.formats.spreadsheet.form import ARTICLE, TABLES, columns, help_of
from libya_kit.formats.spreadsheet.workbook import Grid, Refused

KIND = Column("table", "text", "the table that the row belongs to")
"""The column of a sheet that holds claims of several tables."""
Report = list[dict[str, str]]
_HXL = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:grand |sub-?)?(?:totals?|sum)\s*:?", re.IGNORECASE)
_HELP = re.compile(r"^needed: |\((?:one of: |an id from the sheet |ids from the sheet |yes or no\)|a day, as )")


@dataclass(frozen=True)
class Row:
    """A row that somebody filled in: where it stands, its cells by column, and the columns that its sheet has not."""

    where: str
    cells: dict[str, Any] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


def filled_rows(grid: Grid, report: Report) -> Iterator[tuple[Table, Row]]:
    """Yield a sheet's rows, each with its table; first its table, with a row of no cells.

    Help and empty rows are passed over, and what is not understood is added to the report.
    """
    table = TABLES.get(_name(grid.name)) or TABLES.get(
        _name(grid.name.rpartition("-")[2])
    )  # LibreOffice: Book-sheet.csv
    names = [_name(cell) for cell in grid.rows[0][1]] if grid.rows else []
    if table is None and KIND.name not in names:
        if not grid.name.endswith("sentences"):
            mend = nearest(_name(grid.name), TABLES)
            outcome, mend = ("refused", f"; {mend}") if mend.startswith("use '") else ("left out", "")
            report.append(row(outcome, grid.name, f"no table is called {grid.name!r}{mend}"))
        return
    if not grid.rows:
        report.append(row("left out", grid.name, "the sheet is empty"))
        return
    report += [row("refused", grid.name, remark) for remark in grid.remarks]
    known = _known(table)
    at = _header(grid.rows, known)
    for number, cells in grid.rows[:at]:
        title = next(str(cell) for cell in cells if not blank(cell))
        report.append(row("left out", f"{grid.name} row {number}", f"a title above the columns' names: {title[:60]!r}"))
    names = [_name(cell) for cell in grid.rows[at][1]]
    report += [row("noted", where, what) for where, what in grid.notes]
    if not _understood(grid.name, grid.rows[at][1], known, table, report):
        return
    if table is not None:
        yield table, Row(grid.name)
    for number, cells in grid.rows[at + 1 :]:
        where = f"{grid.name} row {number}"
        names += [""] * (len(cells) - len(names))
        given = {name: cell for name, cell in zip(names, cells, strict=False) if not blank(cell)}
        helping = [name for name, cell in given.items() if name in known and _same(cell, help_of(known[name]))]
        if helping and all(name in helping or _is_older_help(cell, known.get(name)) for name, cell in given.items()):
            continue
        if what := _no_claim(given):
            report.append(row("left out", where, what))
            continue
        if helping:
            others = ", ".join(repr(name) for name in given if name not in helping)
            what = f"a row of help with something else under {others}; move that to a row below"
            report.append(row("refused", where, what))
            continue
        if "" in given:
            report.append(
                row("refused", where, f"{str(given[''])[:40]!r} stands under no column's name; name it or move it")
            )
        elif table is not None:
            kept = {name: cell for name, cell in given.items() if name in known}
            yield table, Row(where, kept, frozenset(known.keys() - set(names)))
        elif given:
            yield from _of_its_table(where, given, frozenset(known.keys() - set(names)), report)


def _known(table: Table | None) -> dict[str, Column]:
    """Return the columns that a sheet may have: of its table, or of all claim tables and the one that names them."""
    if table is not None:
        return {column.name: column for column in ARTICLE.all_columns} if table is ARTICLE else columns(table)
    known = {KIND.name: KIND}
    for one in schema.CLAIM_TABLES:
        known |= columns(one)
    return known


def _of_its_table(
    where: str, given: dict[str, Any], absent: frozenset[str], report: Report
) -> Iterator[tuple[Table, Row]]:
    """Yield a row that names its table itself."""
    kind = given.pop(KIND.name, "")
    claims = {table.name: table for table in schema.CLAIM_TABLES}
    if (table := claims.get(_name(kind))) is None:
        report.append(row("refused", where, f"no table of claims is called {str(kind)!r}; {nearest(kind, claims)}"))
        return
    for name in given:
        if name not in columns(table) and name in _known(None):
            report.append(
                row("refused", where, f"{table.name} has no column {name!r}; {nearest(name, columns(table))}")
            )
    yield table, Row(where, {name: cell for name, cell in given.items() if name in columns(table)}, absent)


def _understood(sheet: str, cells: list[Any], known: dict[str, Column], table: Table | None, report: Report) -> bool:
    """Return whether a sheet's header is understood, adding to the report what is not."""
    names = [_name(cell) for cell in cells]
    tables = schema.CLAIM_TABLES if table is None else (table,)
    derived = {column.name for one in tables for column in one.all_columns if column.derived} - known.keys()
    faults = []
    for name in dict.fromkeys(name for name in names if name):
        if names.count(name) > 1:
            faults.append(f"the column {name!r} is given twice; keep one of them")
        elif name in derived:
            report.append(row("left out", f"{sheet} header", f"the column {name!r} is reckoned anew"))
        elif isinstance(cells[names.index(name)], Refused):
            faults.append(f"the name of a column {cells[names.index(name)].what}")
        elif name not in known:
            mend = nearest(name, known)
            faults.append(
                f"unknown column {name!r}; {mend if mend.startswith('use ') and ',' not in mend else 'take it out'}"
            )
    report += [row("refused", f"{sheet} header", what) for what in faults]
    return not faults


def blank(cell: Any) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _name(cell: Any) -> str:
    """Return a name as the tables have it, whatever its capitals and blanks."""
    return "" if blank(cell) else re.sub(r"[\s-]+", "_", str(cell).strip().lower())


def _is_older_help(cell: Any, column: Column | None) -> bool:
    """Return whether a cell holds a column's help as another version of the kit words it."""
    if not isinstance(cell, str) or len(cell.split()) < 3 or len(cell) > 1000:
        return False
    return _HELP.search(cell) is not None or (
        column is not None and SequenceMatcher(None, cell, help_of(column)).ratio() > 0.4
    )


def _no_claim(given: Mapping[str, Any]) -> str:
    """Return in words what a row is that is no claim: tags of HXL, a total; '' where it may be one."""
    cells = [str(cell.what if isinstance(cell, Refused) else cell).strip() for cell in given.values()]
    if cells and all(_HXL.fullmatch(cell) for cell in cells):
        return f"a row of HXL tags ({cells[0][:40]}), which says what the columns mean"
    if not blank(given.get("quote")):
        return ""
    total = next((cell for cell in cells if _TOTAL.fullmatch(cell)), None)
    return f"a row of totals ({total!r}), which is no claim" if total else ""


def _header(rows: list[tuple[int, list[Any]]], known: Mapping[str, Column]) -> int:
    """Return which row has the names of the columns: the first, or one below a title."""
    names = [sum(_name(cell) in known for cell in cells) for _, cells in rows[:10]]
    return next((at for at, count in enumerate(names) if count >= 2), 0) if names[0] < 2 else 0


def _same(one: Any, other: str) -> bool:
    return isinstance(one, str) and one.split() == other.split()
