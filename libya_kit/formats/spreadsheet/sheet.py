"""An article as a spreadsheet, and back: a sheet for each table, quotes instead of offsets, drop-downs, help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import Column, Table
from libya_kit.article.w3c import parse_json
from libya_kit.editing.changes import Import, gather, row
from libya_kit.editing.locate import PlaceError, Text, locate
from libya_kit.editing.new_folder import default_motivation
from libya_kit.editing.three_way import ABOUT, CLAIMS, UNDECIDED, Base, Choices, Comparison, row_of
from libya_kit.errors import ArticleError, nearest
from libya_kit.files import listed
from libya_kit.formats import memory
from libya_kit.formats.spreadsheet.cells import LONGEST, CellError, from_cell, from_reading
from libya_kit.formats.spreadsheet.filled import Report, Row, filled_rows
from libya_kit.formats.spreadsheet.form import (
    ANNOTATOR,
    ARTICLE,
    EXPORTED,
    KEYS,
    STAMP,
    TABLES,
    Sheet,
    asked,
    columns,
    identity,
    record_row,
    said_of,
    sheets,
)
from libya_kit.formats.spreadsheet.workbook import Grid, Refused, grids, write_book, write_csvs
from libya_kit.text.quotes import Part, limited

SUFFIX = ".xlsx"
Filled = dict[str, list[Row]]
"""The rows of each table that the file holds."""
OFFSETS = "take a format with offsets, as --to spans"


def write(folder: Path, out: Path) -> list[str]:
    """Write an article as one workbook (.xlsx), or as a folder of CSV files where `out` has another ending.

    Returns
    -------
    list of str
        What was written, and what of it would come back otherwise, a line each.

    Raises
    ------
    ArticleError
        The folder holds something that cannot be right, something stands at `out`, or it cannot be written.
    """
    contents = folders.sound(folder)
    limited(len(contents.items), contents.text, OFFSETS)
    made = list(sheets(contents))
    _fitting(made)
    try:
        if out.exists() and not (out.is_dir() and not any(listed(out))):
            what = "something stands there already, perhaps with work of yours in it"
            raise ArticleError(what, file=out, mend="name another by --out, or move it away")
        out.parent.mkdir(parents=True, exist_ok=True)
        (write_book if out.suffix.lower() == SUFFIX else write_csvs)(out, made)
    except OSError as error:
        raise ArticleError(f"cannot be written ({error.strerror})", file=out, mend="name another by --out") from None
    again = read(folder, out).report
    lost = again[~again["outcome"].isin(["unchanged", "left out"])]
    told = (f"{one.where or one.id}: would come back {one.outcome}: {one.what}" for one in lost.itertuples())
    counted = f"{len(contents.items)} claim{'s' * (len(contents.items) != 1)}"
    return [f"wrote {out}: {counted}, {len(made)} sheets", *told]


def _fitting(made: Iterable[Sheet]) -> None:
    """Refuse what no cell can hold."""
    for sheet in made:
        for cells in sheet.rows:
            if any(isinstance(cell, str) and len(cell) > LONGEST for cell in cells):
                what = f"a cell would hold more than {LONGEST} characters"
                raise ArticleError(what, file=sheet.name, place=cells[0], mend="shorten it")


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what a workbook, a CSV file or a folder of them brings to an article's folder.

    The sheet `exported`, or the file of that name beside, tells what went out: a row that is no longer there goes, what
    has come into the folder since stays, what both sides have changed is a conflict. Without it, rows are only added. A
    table without a sheet stays as it is, and so does what stands under a column that the sheet no longer has. What
    cannot be taken is a refused row of the report.

    Raises
    ------
    ArticleError
        The folder holds something that cannot be right, or the file cannot be read.
    """
    contents = folders.sound(folder)
    report: Report = []
    filled: Filled = {}
    base: Base | None = None
    for grid in [*grids(given), *_beside(given)]:
        if _is_exported(grid.name):
            base = _base(grid, contents)
            continue
        for table, one in filled_rows(grid, report):
            filled.setdefault(table.name, []).extend([one] if one.cells else [])
    if not filled and not any(one["outcome"] == "refused" for one in report):
        report.append(row("refused", given.name, "no sheet of it is a table; they are called " + ", ".join(TABLES)))
    limited(sum(len(filled.get(table.name, ())) for table in schema.CLAIM_TABLES), contents.text, OFFSETS, given.name)
    text = Text.of(contents.text, contents.about["body_start"], contents.about["body_end"])
    there = {(CLAIMS, one.claim_id) for one in contents.items}
    there |= {(table.name, identity(table, one)) for table in schema.FILE_TABLES for one in contents.files[table.name]}
    comparison = Comparison.of(memory.base_now(given, contents, base), there, choices, contents.text)
    claims = [*_claims(filled, text, contents, comparison.base or {}, report)]
    names = {item.claim_id for _, item in claims}
    claims += [("", one) for one in contents.items if one.table.name not in filled and one.claim_id not in names]
    records = {
        table.name: _records(table, filled[table.name], contents, comparison, report)
        for table in schema.FILE_TABLES
        if table.name in filled
    }
    about, head = _about(filled.get(ARTICLE.name, []), contents, comparison, report)
    found = gather(contents, claims, report, comparison=comparison, records=records, about=about, head=head)
    return replace(found, beside=memory.remembered(given, contents, base, comparison))


def _is_exported(name: str) -> bool:
    """Return whether a sheet tells what went out; LibreOffice saves it as Book-exported.csv."""
    return name.rpartition("-")[2] == EXPORTED.name


def _beside(given: Path) -> list[Grid]:
    """Return the sheet that tells what went out, where it lies as a file of its own beside a CSV file."""
    if given.is_dir() or given.suffix.lower() != ".csv" or _is_exported(given.stem):
        return []
    book = given.stem.rpartition("-")[0]
    path = given.with_name(f"{book}-{EXPORTED.name}.csv" if book else f"{EXPORTED.name}.csv")
    return grids(path) if path.is_file() else []


def _base(grid: Grid, contents: Folder) -> Base | None:
    """Return what the file says that went out; None where it was made for another text."""
    base: dict[tuple[str, str], Any] = {}
    for table, name, state in ([str(cell or "") for cell in (*cells, "", "")[:3]] for _, cells in grid.rows):
        known = TABLES.get(table)
        if known is not None and name:
            state = state if state.startswith("s") else parse_json((state or "{}").encode("utf-8"), EXPORTED.name)
            base[CLAIMS if known in schema.CLAIM_TABLES else table, name] = state
    stamp = base.get((ARTICLE.name, STAMP))
    other = isinstance(stamp, Mapping) and stamp.get(STAMP, contents.about[STAMP]) != contents.about[STAMP]
    return None if other else base


def _taken(named: dict[str, Column], cells: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a row's values by column, and what is wrong with its cells."""
    values, faults = {}, []
    for name, cell in cells.items():
        try:
            if isinstance(cell, Refused):
                raise CellError(f"{name} {cell.what}")
            mapping = named[name].kind == "mapping"
            value = from_reading(str(cell).strip(), named) if mapping else from_cell(named[name], cell)
        except ArticleError as problem:
            faults.append(str(problem))
        else:
            if value is not False:  # a flag that is not set is left out, as the codebook has it
                values[name] = value
    return values, faults


def _claims(
    filled: Filled, text: Text, contents: Folder, base: Base, report: Report
) -> Iterator[tuple[str, Annotation]]:
    """Yield the annotations of the rows, each with its place; those that cannot be are refused rows of the report."""
    rows = [(table, one) for table in schema.CLAIM_TABLES for one in filled.get(table.name, [])]
    held = {(one.table.name, one.claim_id): one for one in contents.items}
    by_words: dict[tuple[Table, tuple[str, ...]], list[str]] = {}
    for item in contents.items:
        by_words.setdefault((item.table, tuple(item.quote.split())), []).append(item.claim_id)
    names = [_claim_name(table, one, by_words) for table, one in rows]
    ids = Counter(name for name in names if name)
    alike: Counter[str] = Counter()
    for (table, one), name in zip(rows, names, strict=True):
        values, faults = _taken(columns(table), one.cells)
        values.pop("claim_id", None)
        if not name and "claim_id" not in one.cells:
            name = _named(table, str(values.get("quote", "")), ids, alike)
            ids[name] += 1
        if name and ids[name] > 1:
            faults.append(f"the id {name!r} is given twice; give the second a name of its own")
        old = held.get((table.name, name))
        parts = _parts(text, one, values, old, faults)
        went = base.get((CLAIMS, name))
        before = went if isinstance(went, Mapping) else row_of(old) if old else {}
        values |= {key: before[key] for key in table.stored if key in one.absent and key in before}
        kept: dict[str, Any] = {key: before.get(key) if key in one.absent else values.pop(key, None) for key in ABOUT}
        kept["motivation"] = kept["motivation"] or before.get("motivation") or default_motivation(table)
        if not faults and parts is not None:
            new = Annotation(name, table, values, parts, **kept)
            faults += [f"{fault.what}; {fault.mend}" for fault in w3c.faults(new, "", placed=True, text=contents.text)]
            if not w3c.CLAIM_ID.fullmatch(name):
                faults.append(f"the claim_id {name!r} is no name; use letters, digits, '-', '_' and '.'")
            if not faults:
                yield one.where, new
        report += [row("refused", one.where, what, table=table.name, id=name) for what in faults]


def _claim_name(table: Table, one: Row, by_words: Mapping[tuple[Table, tuple[str, ...]], list[str]]) -> str:
    """Return the id of a row's claim; without that column, the one that the folder has for the same words."""
    if "claim_id" not in one.absent:
        values, _ = _taken(columns(table), {key: one.cells[key] for key in one.cells if key == "claim_id"})
        return str(values.get("claim_id", ""))
    same = by_words.get((table, tuple(str(one.cells.get("quote", "")).split())), [])
    return same[0] if len(same) == 1 else ""


def _parts(
    text: Text, one: Row, values: dict[str, Any], old: Annotation | None, faults: list[str]
) -> tuple[Part, ...] | None:
    """Return where a row's words stand, as its cells say or, without their columns, as the folder has it."""
    quote, which = values.pop("quote", None), values.pop("which", None)
    if old is not None and {"quote", "which"} & one.absent and quote in (None, old.quote) and which is None:
        return old.parts
    if quote is None and "quote" not in one.cells:
        faults.append("the quote is missing; copy the words from the text")
    elif quote is not None:
        try:
            return locate(text, *asked(text, quote, which))
        except PlaceError as problem:
            which = f"say in the column 'which' which one: {', '.join(f'#{one}' for one in problem.candidates)}"
            faults.append(f"{problem.what}; {which if problem.candidates else problem.mend}")
    return None


def _named(table: Table, quote: str, taken: Collection[str], alike: Counter[str]) -> str:
    """Return a name for a claim without one: its table's letter and the first of its words; numbered where alike."""
    words = re.findall("[a-z0-9]+", quote.lower())[:6]
    name = "-".join([table.name[0], *words])[:60]
    unique = name
    while unique in taken:
        alike[name] += 1
        unique = f"{name}-{alike[name] + 1}"
    return unique


def _records(
    table: Table, filled: list[Row], contents: Folder, comparison: Comparison, report: Report
) -> list[dict[str, Any]]:
    """Return the records of a CSV table after the import, adding to the report what becomes of each."""
    named, key = columns(table), table.index.name
    held = {identity(table, one): record_row(table, one) for one in contents.files[table.name]}
    given: dict[str, tuple[str, dict[str, Any]]] = {}
    refused = set()
    for one in filled:
        record, faults = _taken(named, one.cells)
        went = (comparison.base or {}).get((table.name, identity(table, record)))
        old = went if isinstance(went, Mapping) else held.get(identity(table, record), {})
        record |= {name: old[name] for name in one.absent if name in old}
        needed = [column.name for column in named.values() if column.required or column is table.index]
        faults += [f"{name} is empty; fill it in" for name in needed if name not in one.cells | record]
        name = identity(table, record)
        if name in given:
            faults.append(f"{name!r} is given twice; keep one of them")
        report += [row("refused", one.where, what, table=table.name, id=name) for what in faults]
        refused |= {name} if faults else set()
        if not faults:
            given[name] = (one.where, record)
    after: list[Mapping[str, Any]] = []
    for name in dict.fromkeys([*held, *given]):
        if name in refused:
            continue
        where = given[name][0] if name in given else table.name
        compared = comparison.row(table.name, name, given[name][1] if name in given else None, held.get(name))
        report.append(row(compared.outcome, where, compared.what, table=table.name, id=name))
        if compared.row is not None:
            after.append(compared.row)
    kinds = {name: tuple for name, column in table.in_file.items() if column.kind == "list"}
    typed = ({name: kinds.get(name, _same)(value) for name, value in one.items()} for one in after)
    return [({key: number} if table.index.derived else {}) | one for number, one in enumerate(typed, 1)]


def _same(value: Any) -> Any:
    return value


def _about(
    filled: list[Row], contents: Folder, comparison: Comparison, report: Report
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the keys of article.json and of the annotations' head that the sheet on the article changes."""
    given: dict[str, list[Any]] = {}
    places: dict[str, str] = {}
    for one in filled:
        where, cells = one.where, one.cells
        named, faults = _taken({"key": ARTICLE.index}, {key: cells[key] for key in cells if key == "key"})
        key = str(named.get("key", "")).lower()
        if faults or not key:
            report += [row("refused", where, what) for what in faults or ["the key is missing; name it"]]
            continue
        if key == STAMP and str(cells.get("value", contents.about[key])).strip() != contents.about[key]:
            what = "the file was made for another text; export anew, and move your rows into that"
            report.append(row("refused", where, what))
        if key == STAMP:
            continue
        if key not in KEYS:
            report.append(row("refused", where, f"unknown key {key!r}; {nearest(key, KEYS)}"))
            continue
        column = KEYS[key]
        kind = Column(key, "text", "") if column.kind == "list" else column
        values, faults = _taken({key: kind}, {key: cells["value"]} if "value" in cells else {})
        if column.required and not values and not faults:
            faults.append(f"{key} is empty; fill it in")
        if column.kind != "list" and key in places:
            faults.append(f"{key} is given twice; keep one of them")
        report += [row("refused", where, what, table="article", id=key) for what in faults]
        given.setdefault(key, []).extend([None] if faults else values.values())
        places.setdefault(key, where)
    changed: dict[str, Any] = {}
    for key, said in given.items():
        if None in said:
            continue
        new: Any = (said if KEYS[key].kind == "list" else next(iter(said), None)) or None
        compared = comparison.row(ARTICLE.name, key, {key: new}, {key: said_of(contents, key)})
        if compared.outcome != "unchanged":
            report.append(row(compared.outcome, places[key], compared.what, table="article", id=key))
        if compared.outcome == "changed" and compared.row is not None:
            changed[key] = compared.row.get(key)
    head = {"creator": changed.pop(ANNOTATOR.name)} if ANNOTATOR.name in changed else {}
    return changed, head
