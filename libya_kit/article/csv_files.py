"""Tables as CSV: written so that each cell comes back as it was, and none becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from libya_kit.article.schema import Column, Table

FORMULA = re.compile(r"[\t\r\n]|\s*[-=+@＝＋－＠]")
"""What a cell must not begin with, lest a spreadsheet takes it for a formula."""


def csv_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    """Return a table as CSV in UTF-8: dates as ISO, NA empty, numbers as numbers, no text that becomes a formula."""

    def cell(value: Any, column: Column) -> str:
        if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return ""
        if column.kind in ("count", "flag"):
            return str(value).lower()
        if column.kind == "date":
            return str(value.date())
        text = ";".join(value) if column.kind == "list" else value
        text = json.dumps(text, ensure_ascii=False) if column.kind == "mapping" else str(text)
        return guarded(text)

    rows = ([cell(*pair) for pair in zip(row, table.all_columns, strict=True)] for row in frame.itertuples())
    return csv_of([column.name for column in table.all_columns], rows)


def guarded(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula when it reads it from CSV: by a `'` before it.

    What begins with such a `'` gets another, so that no two texts become one.

    >>> guarded("=1+1"), guarded("one"), guarded("'=1+1")
    ("'=1+1", 'one', "''=1+1")
    """
    return f"'{text}" if FORMULA.match(text.lstrip("'")) else text


def csv_of(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    r"""Return a header and rows as CSV in UTF-8, each ended by LF; line ends of any kind stay inside their cell.

    >>> csv_of(["one", "two"], [["a\rb", 2]])
    b'one,two\n"a\rb",2\n'
    """
    lines = []
    for row in (names, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(row)  # by LF alone a cell with CR would not be quoted
        lines.append(line.getvalue()[:-2])
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
