"""Every table of an article, or of a set of articles, as files: CSV, a workbook, Parquet, Markdown, JSON."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.collection import ARTICLES, load_articles
from libya_kit.article.csv_files import FORMULA, csv_bytes
from libya_kit.article.folder import OWN
from libya_kit.article.links import is_set
from libya_kit.article.model import load_article
from libya_kit.editing.changes import json_bytes
from libya_kit.errors import ReportError, one_of
from libya_kit.files import path_of, write_together
from libya_kit.text.html import unshowable

LONGEST_CELL = 32_767
"""So many characters a cell of a workbook may hold."""
MOST_ROWS = 1_048_575
"""So many rows a sheet of a workbook may hold below its header."""
ANOTHER = "write another format, such as csv"
MOST_DIGITS = 10**15
"""Counts from here on are text in a workbook, whose numbers keep 15 digits."""
_MARKED = re.compile(r"[\\`*\[\]<>|~$&]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True)
class Tables:
    """What is to be written: its title, its name for files, and each table with its rows, the ids as columns."""

    title: str
    name: str
    rows: dict[str, tuple[schema.Table, pd.DataFrame]]


def tables(folder: str | Path | None = None) -> Tables:
    """Return every table of an article's folder, or of a folder of several; these begin with the article's name.

    Raises
    ------
    ArticleError
        The folder holds something that cannot be right.
    """
    several = folder is not None and is_set(path_of("folder", folder))
    source: Any = load_articles(Path(folder)) if several and folder is not None else load_article(folder)
    place = source.path if several else source.folder
    kinds = list(schema.TABLES.values())
    if several:
        kinds = [schema.Table(one.name, schema.ARTICLE_ID, one.meaning, one.all_columns) for one in kinds]
        kinds = [ARTICLES, *kinds, *schema.LINK_TABLES]
    named = re.sub("[^a-z0-9._-]+", "-", place.resolve().name.lower()).strip("-") or "article"
    return Tables(source.title, named, {one.name: (one, getattr(source, one.name).reset_index()) for one in kinds})


def write_tables(folder: str | Path | None, out: str | Path, form: str = "csv") -> list[Path]:
    """Write every table of an article, or of a folder of several, all or none; return the files' paths.

    Parameters
    ----------
    folder
        The folder; None: the article that comes with the kit.
    out
        The folder to write into; nothing else in it is touched.
    form
        ``"csv"`` (with a data package descriptor), ``"xlsx"`` (one workbook), ``"parquet"``, ``"markdown"`` or
        ``"json"`` (lists of records).

    Raises
    ------
    ArticleError
        The folder holds something that cannot be right.
    ReportError
        The format cannot hold a text, lacks its library, or the files cannot be written.
    """
    one_of("form", form, FORMATS)
    out = path_of("out", out)
    files = FORMATS[form](tables(folder))
    mend = "name another folder by --out"
    try:
        if any((out / name).exists() for name in OWN):
            raise ReportError("an article's own folder", file=out, mend=mend)
        if is_set(out):
            raise ReportError("a folder of articles", file=out, mend=mend)
        out.mkdir(parents=True, exist_ok=True)
        write_together(out, files)
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        raise ReportError(what, file=out, mend=mend) from None
    return [out / name for name in files]


def _is_na(value: Any) -> bool:
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _native(value: Any, column: schema.Column) -> Any:
    """Return a cell's value as Python has it: None for NA, an int, a bool, a date, a list, a dict or a text."""
    if _is_na(value):
        return None
    kinds: dict[str, Callable[[Any], Any]] = {
        "count": int,
        "flag": bool,
        "date": lambda day: day.date(),
        "list": list,
        "mapping": dict,
    }
    return kinds.get(column.kind, str)(value)


def _records(table: schema.Table, frame: pd.DataFrame) -> list[list[Any]]:
    """Return a table's rows as Python values."""
    rows = frame.itertuples(index=False, name=None)
    return [[_native(value, column) for value, column in zip(row, table.all_columns, strict=True)] for row in rows]


def _plain(value: Any) -> Any:
    """Return a value as one cell has it: lists joined by ';', mappings as JSON."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _csv(given: Tables) -> dict[str, bytes]:
    """Return each table as CSV, and the data package descriptor that says what each column means."""
    files = {
        f"{name}.csv": csv_bytes(frame.set_index(table.index.name), table)
        for name, (table, frame) in given.rows.items()
    }
    resources = [schema.resource(table, f"{name}.csv", table.all_columns) for name, (table, _) in given.rows.items()]
    package = {"name": given.name, "title": given.title, "resources": resources}
    return {**files, "datapackage.json": json_bytes(package)}


def _json(given: Tables) -> dict[str, bytes]:
    """Return each table as a list of records: NA is null, days are ISO, lists are lists."""
    files = {}
    for name, (table, frame) in given.rows.items():
        names = [column.name for column in table.all_columns]
        rows = [
            {key: str(value) if isinstance(value, date) else value for key, value in zip(names, row, strict=True)}
            for row in _records(table, frame)
        ]
        files[f"{name}.json"] = json_bytes(rows)
    return files


def _markdown(given: Tables) -> dict[str, bytes]:
    """Return each table as a Markdown file: what a row is, the rows, and what each column means."""
    files = {}
    for name, (table, frame) in given.rows.items():
        rows = [[_in_markdown(cell) for cell in row] for row in _records(table, frame)]
        means = [[_in_markdown(column.name), _in_markdown(column.meaning)] for column in table.all_columns]
        parts = [
            f"# {name}",
            f"{_in_markdown(given.title)}: {table.meaning}. An empty cell is not given; it is not 0.",
            _grid([column.name for column in table.all_columns], rows),
            "## The columns",
            _grid(["column", "meaning"], means),
        ]
        files[f"{name}.md"] = ("\n\n".join(parts) + "\n").encode("utf-8")
    return files


def _grid(names: list[str], rows: list[list[str]]) -> str:
    """Return rows of ready cells as a table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in ([*names], ["---"] * len(names), *rows))


def _in_markdown(value: Any) -> str:
    r"""Return a value as a cell in Markdown; what would be taken for Markdown or HTML is shown as it is.

    >>> print(_in_markdown("a | *b* <c>, killed_12"))
    a \| \*b\* \<c\>, killed_12
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(_MARKED.sub(r"\\\g<0>", str(_plain(value))).split())


def _parquet(given: Tables) -> dict[str, bytes]:
    """Return each table as Parquet, its types kept; mappings are JSON."""
    if find_spec("pyarrow") is None:
        raise ReportError("Parquet needs pyarrow, which is not installed", mend="pip install 'libya-kit[parquet]'")
    files = {}
    for name, (table, frame) in given.rows.items():
        for column in (column for column in table.all_columns if column.kind in ("list", "mapping")):
            values = [_native(value, column) for value in frame[column.name]]
            if column.kind == "mapping":
                frame = frame.assign(**{column.name: pd.array([_plain(value) for value in values], dtype="str")})
            else:
                frame = frame.assign(**{column.name: pd.Series(values, dtype="object")})
        files[f"{name}.parquet"] = frame.to_parquet(None, engine="pyarrow", index=False)
    return files


def _xlsx(given: Tables) -> dict[str, bytes]:
    """Return one workbook: a sheet for each table, and one that says what each column means."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (table, frame) in given.rows.items():
        names = [column.name for column in table.all_columns]
        _sheet(book.create_sheet(name), names, [list(map(_plain, row)) for row in _records(table, frame)])
    means = [[name, c.name, c.meaning] for name, (table, _) in given.rows.items() for c in table.all_columns]
    _sheet(book.create_sheet("columns"), ["table", "column", "meaning"], means)
    buffer = io.BytesIO()
    book.save(buffer)
    return {f"{given.name}.xlsx": _without_clock(buffer.getvalue())}


def _sheet(page: Any, names: list[str], rows: list[list[Any]]) -> None:
    """Fill a sheet; a text stays text, whatever it begins with."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    if len(rows) > MOST_ROWS:
        what = f"{len(rows):,} rows are more than a sheet of a workbook holds ({MOST_ROWS:,})"
        raise ReportError(what, place=page.title, mend=ANOTHER)
    for number, cells in enumerate([names, *rows], 1):
        for at, value in enumerate(cells, 1):
            cell = page.cell(number, at)
            if isinstance(value, date) and value.year >= 1900:
                cell.value, cell.number_format = value, "yyyy-mm-dd"
                continue
            wide = isinstance(value, date) or (isinstance(value, int) and abs(value) >= MOST_DIGITS)
            value = str(value) if wide else value
            if isinstance(value, str):
                _refuse_unfit(value, f"{page.title}, row {number}, {names[at - 1]}")
            cell.value = value
            if isinstance(value, str):
                cell.data_type, cell.quotePrefix = "s", FORMULA.match(value) is not None
    for at, name in enumerate(names, 1):
        page.cell(1, at).font = Font(bold=True)
        page.column_dimensions[get_column_letter(at)].width = 50 if name in ("quote", "text", "meaning") else 16
    page.freeze_panes = "B2"


def _refuse_unfit(text: str, place: str) -> None:
    """Refuse a text that no workbook can hold."""
    if what := unshowable(text):
        raise ReportError(f"{what.partition(',')[0]} cannot stand in a workbook", place=place, mend=ANOTHER)
    if len(text) > LONGEST_CELL:
        what = f"{len(text):,} characters are more than a cell of a workbook holds ({LONGEST_CELL:,})"
        raise ReportError(what, place=place, mend=ANOTHER)


def _without_clock(book: bytes) -> bytes:
    """Return a workbook without the time at which it was made, so that the same tables give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", content)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


FORMATS: Mapping[str, Callable[[Tables], dict[str, bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "markdown": _markdown,
    "json": _json,
}
