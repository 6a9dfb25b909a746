"""The files of an article's folder: bytes to records, and every problem on the way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from libya_kit.article import glance, schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.consistency import dangling, tangles
from libya_kit.errors import ArticleError, Enough, Problems, nearest
from libya_kit.files import MOST_ROWS, finish, read_bytes

LONGEST_CELL = 100_000
OWN = ("article.txt", "article.json", "annotations.jsonld")
"""The files that only an article's folder has."""
FILES = (*OWN, *(f"{table.name}.csv" for table in schema.FILE_TABLES))


@dataclass(frozen=True)
class Report:
    """One of several articles that are read as one: its name, what its article.json says, where its text lies."""

    article_id: str
    about: dict[str, Any]
    start: int
    end: int


@dataclass(frozen=True)
class Folder:
    """What an article's files hold: the text, what article.json says, annotations and their head, the CSV records."""

    path: Path
    text: str
    about: dict[str, Any]
    items: list[Annotation]
    files: dict[str, list[dict[str, Any]]]
    head: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    digest: int = 0
    """What tells, while Python runs, whether its files have changed."""


def read(path: Path) -> tuple[Folder | None, list[ArticleError]]:
    """Return what a folder holds, or None where anything is wrong with it; and every problem found."""
    try:
        there = path.is_dir()
    except OSError as error:
        return None, [ArticleError(f"cannot be read ({error.strerror})", file=path.name, mend="make it readable")]
    if not there:
        return None, [ArticleError("no such folder", file=path.name or str(path), mend="name an article's folder")]
    problems, found = Problems(), None
    with suppress(Enough):
        found = _read(path, problems)
    if problems:  # of a change that was cut short, perhaps
        return read(path) if finish(path) else (None, problems)
    return found, []


def _read(path: Path, problems: Problems) -> Folder | None:
    """Return what the files of a folder hold, or None; add every problem found."""

    def tried(reader: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the reader returns; None where it refuses, which is a problem, or where its bytes are None."""
        try:
            return None if arguments[0] is None else reader(*arguments)
        except ArticleError as problem:
            problems.append(problem)
            return None

    raw = {name: tried(read_bytes, path / name) for name in FILES}
    text = tried(_text, raw["article.txt"])
    about = tried(_about, raw["article.json"], problems)
    if about is not None and text is not None:
        problems += _text_faults(about, text, hashlib.sha256(raw["article.txt"]).hexdigest())
    page = tried(glance.read, raw["annotations.jsonld"], text)
    if page is not None:
        problems += page[2]
        wanted = {key: about.get(key) for key in ("sha256", "codebook")} if about is not None else {}
        problems += _head_faults(page[0], wanted | {"text": w3c.TEXT})
    files = {table.name: tried(_csv_records, raw[f"{table.name}.csv"], table, problems) for table in schema.FILE_TABLES}
    items = page[1] if page is not None else None
    problems += chain(dangling(items, files, about or {}), tangles(items, files))
    if problems:
        return None
    return Folder(path, text, about, page[1], files, page[0], digest=hash(tuple(raw.values())))


def sound(path: Path) -> Folder:
    """Return what a folder holds.

    Raises
    ------
    ArticleError
        Something in the folder cannot be right: the first problem, and how many more there are.
    """
    finish(path)  # what one that was killed had ready is part of it
    contents: Folder = raised(read(path), path)
    return contents


def raised(found: tuple[Any, list[ArticleError]], path: Path) -> Any:
    """Return what was read of a folder, with its problems beside it; refuse where there are any.

    Raises
    ------
    ArticleError
        The first problem, and how many more there are.
    """
    contents, problems = found
    if contents is None or problems:
        first, more = problems[0], len(problems) - 1
        count = f"{more} more problem{'s' * (more > 1)}: run libya-kit check {path.name or path}" if more else ""
        mend = "; ".join(str(part) for part in (first.mend, count) if part)
        raise ArticleError(first.what, file=first.file, place=first.place, mend=mend)
    return contents


def annotators(path: Path) -> dict[str, str]:
    """Return the annotations' files of further annotators in a folder, by the annotator's short name.

    A file `annotations.second.jsonld` is the one of `second`; annotations.jsonld itself is not among them.
    """
    names = sorted(one.name for one in path.glob("annotations.*.jsonld"))
    return {name.removeprefix("annotations.").removesuffix(".jsonld"): name for name in names}


def page(contents: Folder, path: Path) -> tuple[dict[str, Any], list[Annotation]]:
    """Return head and annotations of a file of annotations of a folder's text; they may name what the folder knows.

    Raises
    ------
    ArticleError
        Something in it cannot be right: the first problem, and how many more there are.
    """
    head, items, found = glance.read(read_bytes(path), contents.text, path.name)
    problems, told = Problems(), _head_faults(head, {"sha256": contents.about["sha256"], "text": w3c.TEXT})
    known = [*items, *contents.items]  # who annotates some kinds only may name the events of the others
    with suppress(Enough):
        problems += chain(told, found, dangling(known, contents.files, {}), tangles(items, contents.files))
    if problems:
        first, more = problems[0], len(problems) - 1
        mend = "; ".join(str(part) for part in (first.mend, f"{more} more problems in it" if more else "") if part)
        raise ArticleError(first.what, file=path.name, place=first.place, mend=mend)
    return head, items


def rows(path: Path, table: schema.Table, *, by_hand: bool = False) -> list[dict[str, Any]]:
    """Return the rows of a CSV file by a table's columns; one filled in by hand may be as a spreadsheet saves it.

    Raises
    ------
    ArticleError
        The file cannot be read, or something in it cannot be right: the first problem.
    """
    records, problems = found_rows(path, table, by_hand=by_hand)
    if problems:
        first = problems[0]
        raise ArticleError(first.what, file=path.name, place=first.place, mend=first.mend)
    return records


def found_rows(
    path: Path, table: schema.Table, *, by_hand: bool = False
) -> tuple[list[dict[str, Any]], list[ArticleError]]:
    """Return the rows of a CSV file by a table's columns, and every problem found."""
    problems = Problems()
    try:
        raw = read_bytes(path)
        return _csv_records(_as_kept(raw) if by_hand else raw, table, problems), problems
    except Enough:
        return [], problems
    except ArticleError as error:
        return [], [*problems, error]


def _as_kept(raw: bytes) -> bytes:
    """Return a CSV file without a byte order mark, its cells parted by commas, its empty rows empty."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    first = raw.lstrip(b"\r\n").partition(b"\n")[0]
    delimiter = max(",;\t", key=lambda one: first.count(one.encode()))
    kept = io.StringIO()
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), delimiter=delimiter, strict=True)
        csv.writer(kept, lineterminator="\n").writerows(cells if any(cells) else [] for cells in reader)
    except (UnicodeDecodeError, csv.Error):
        return raw  # to be answered by its reader
    return kept.getvalue().encode("utf-8")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"byte {error.start} is not UTF-8", file="article.txt", mend="save it as UTF-8") from None


def _about(raw: bytes, problems: list[ArticleError]) -> dict[str, Any]:
    """Return what article.json says, without what is wrong with it, adding its problems."""
    given = w3c.parse_json(raw, "article.json")
    if not isinstance(given, dict):
        raise ArticleError(
            "not an object of keys and values", file="article.json", mend="see data/README.md for the keys"
        )
    columns = {column.name: column for column in schema.ABOUT}

    def add(what: str, mend: str) -> None:
        problems.append(ArticleError(what, file="article.json", mend=mend))

    about: dict[str, Any] = {}
    meant: set[str] = set()
    for key, value in given.items():
        if key not in columns:
            add(f"unknown key {key!r}", mend := nearest(key, columns))
            meant.add(mend)
        elif what := columns[key].fault(value):
            add(what, "correct the value")
        else:
            about[key] = value
    for column in schema.ABOUT:
        if column.required and column.name not in given and f"use {column.name!r}" not in meant:
            add(f"the key {column.name!r} is missing", "add it")
    return about


def _text_faults(about: dict[str, Any], text: str, sha256: str) -> Iterator[ArticleError]:
    """Yield where article.json does not speak of the text that lies beside it."""
    told, length, start, end = (about.get(key) for key in ("sha256", "length", "body_start", "body_end"))
    if told not in (None, sha256) or length not in (None, len(text)):
        before = text.replace("\r\n", "\n")
        converted = before != text and hashlib.sha256(before.encode("utf-8")).hexdigest() == told
        yield ArticleError(
            f"the text has changed: its SHA-256 begins {sha256[:12]}, not {str(told)[:12]}, its length is "
            f"{len(text)}, not {length}",
            file="article.json",
            mend="restore its line ends (LF)" if converted else "restore article.txt, or annotate the new text",
        )
    elif start is not None and end is not None and not start < end <= len(text):
        yield ArticleError(
            f"the body {start}-{end} does not lie in the text",
            file="article.json",
            mend="correct body_start and body_end",
        )


def _head_faults(head: dict[str, Any], wanted: dict[str, Any]) -> Iterator[ArticleError]:
    """Yield where the annotations' head does not agree with article.json."""
    for key, value in wanted.items():
        if value is not None and head.get(key) != value:
            yield ArticleError(
                f"{key} is {head.get(key)!r}, but article.json and the text have {value!r}",
                file="annotations.jsonld",
                mend="annotate the text that lies beside it",
            )


def _csv_records(raw: bytes, table: schema.Table, problems: list[ArticleError]) -> list[dict[str, Any]]:
    """Return a CSV file's rows as records of the table, adding the problems of rows and cells."""
    file, columns = f"{table.name}.csv", table.in_file

    def fault(what: str, mend: str, line: int | None = None) -> ArticleError:
        return ArticleError(what, file=file, place=f"line {line}" if line else None, mend=mend)

    if raw.startswith(b"\xef\xbb\xbf"):
        raise fault("the file begins with a byte order mark (BOM)", "save it as UTF-8 without BOM")
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
        rows = list(islice(((reader.line_num, row) for row in reader if row), MOST_ROWS + 2))
        if any(len(cell) > LONGEST_CELL for _, row in rows for cell in row):  # csv's own limit is anyone's to change
            raise csv.Error(f"field larger than {LONGEST_CELL} characters")
    except UnicodeDecodeError as error:
        raise fault(f"byte {error.start} is not UTF-8", "save it as UTF-8") from None
    except csv.Error as error:
        raise fault(f"not CSV: {error}", "correct the file") from None
    if len(rows) > MOST_ROWS + 1:
        raise fault(f"more than {MOST_ROWS:,} rows", "is it the right file?")
    if not rows:
        raise fault("the file is empty", "begin with the header " + ",".join(columns))
    header = rows[0][1]
    if sorted(header) != sorted(columns):
        odd = next((name for name in header if name not in columns or header.count(name) > 1), None)
        missing = next((name for name in columns if name not in header), None)
        what = (
            f"the column {odd!r} is not known or given twice"
            if odd is not None
            else f"the column {missing!r} is missing"
        )
        raise fault(what, "the header is " + ",".join(columns), rows[0][0])
    by_column = zip(header, zip_longest(*(row for _, row in rows[1:]), fillvalue=""), strict=False)
    sound = {name for name, cells in by_column if columns[name].sound([cell for cell in cells if cell])}
    records: dict[Any, dict[str, Any]] = {}
    for number, (line, row) in enumerate(rows[1:], 1):
        cells = dict(zip(header, row, strict=False))
        if len(row) != len(header):
            problems.append(fault(f"{len(row)} cells where the header has {len(header)}", "correct the row", line))
            cells = {name: cell for name, cell in cells.items() if name == table.index.name}
        record: dict[str, Any] = {table.index.name: number} if table.index.derived else {}
        for name, cell in cells.items():
            column = columns[name]
            if cell == "":
                if column.required or column is table.index:
                    problems.append(fault(f"{name} is empty", "fill it in", line))
                continue
            record[name] = _read_cell(column, cell)
            if name not in sound and (wrong := column.fault(record[name])) is not None:
                problems.append(fault(wrong, "correct the cell", line))
        key = record.get(table.index.name)
        if key in records:
            problems.append(fault(f"the id {key!r} is given twice", "give the second a name of its own", line))
        elif key is not None:
            records[key] = record
    return list(records.values())


def _read_cell(column: schema.Column, cell: str) -> Any:
    """Return a cell's value by the kind of its column; what is no such value stays text, in which a fault is found."""
    if column.kind == "list":
        return tuple(cell.split(";"))
    return int(cell) if column.kind == "count" and cell.isascii() and cell.isdecimal() and len(cell) < 20 else cell


def package(data: Path) -> dict[str, Any]:
    """Return the data package descriptor of the CSV files in a data folder and in its articles' folders."""
    articles = sorted(path.parent.name for path in data.glob("*/article.json"))
    tables = [("", schema.QUANTIFIERS), *((article, table) for article in articles for table in schema.FILE_TABLES)]
    tables += [(article, schema.LEDGER) for article in articles if (data / article / "ledger.csv").exists()]
    resources = []
    for article, table in tables:
        path = "/".join(part for part in (article, f"{table.name}.csv") if part)
        named = {"name": "-".join(part for part in (article, table.name.replace("_", "-")) if part)}
        resources.append(schema.resource(table, path, table.in_file.values()) | named)
    return {"name": "libya-kit-data", "title": "The CSV files beside the annotations", "resources": resources}
