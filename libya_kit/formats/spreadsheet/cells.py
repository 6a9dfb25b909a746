"""One value in a cell of a spreadsheet, and back: numbers as numbers, days as days, words as words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from libya_kit.article.csv_files import FORMULA
from libya_kit.article.schema import LARGEST_COUNT, Column
from libya_kit.article.w3c import parse_json
from libya_kit.errors import ArticleError, nearest
from libya_kit.text.html import unshowable

FIRST_DAY = date(1908, 3, 18)
"""The 3,000th day of a spreadsheet: a year or a small number typed into a column of days shows an earlier one.

Earlier days are written as text."""
LONGEST = 32_767
"""How many characters a cell holds."""
FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_ENTRY = re.compile(r"\s*+(?P<name>[^=;\s]*+)\s*+=\s*+(?P<value>\"(?:[^\"\\]|\\.)*\"|(?!\")[^;]*?)\s*(?:;|$)")


class CellError(ArticleError):
    """A cell holds what its column cannot."""


def to_cell(column: Column, value: Any) -> Any:
    """Return a value as a cell holds it: a number, a day, a text; None for none.

    >>> to_cell(Column("background", "flag", ""), True), to_cell(Column("aliases", "list", ""), ("US", "America"))
    ('yes', 'US; America')
    """
    if value is None:
        return None
    if column.kind == "flag":
        return "yes" if value else "no"
    if column.kind == "list":
        return "; ".join(value)
    if column.kind == "date":
        day = date.fromisoformat(value)
        return day if day >= FIRST_DAY else value
    return value


def from_cell(column: Column, value: Any) -> Any:
    """Return a cell's value as the column holds it; None where the cell is empty.

    Raises
    ------
    CellError
        The column cannot hold it; the message says what to do.

    Examples
    --------
    >>> from_cell(Column("value", "count", ""), 25.0), from_cell(Column("aliases", "list", ""), "US;America ")
    (25, ('US', 'America'))
    """
    value = value.strip() if isinstance(value, str) else value
    if value is None or value == "":
        return None
    read: Callable[[Any], Any] = {"count": _count, "date": _day, "flag": _flag, "list": _list}.get(column.kind, _text)
    try:
        value = read(value)
    except CellError as error:
        raise CellError(f"{column.name} {error.what}", mend=error.mend) from None
    if what := column.fault(value):
        raise CellError(what, mend=None if "; " in what else "correct the cell")
    return value


def _count(value: Any) -> Any:
    if isinstance(value, bool | date | time | timedelta):
        raise CellError(f"{value} is no number to the spreadsheet", mend="format the cell as a number, write it anew")
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_COUNT:
        return int(value)
    if not isinstance(value, str):
        return value
    if whole := re.fullmatch(r"([0-9]{1,17})(?:[.,]00?)?", value):
        return int(whole[1])
    digits = re.sub(r"[.,'’\s]", "", value)
    mend = f", as {digits} if that is meant" if re.fullmatch("[0-9]{1,17}", digits) else ""
    raise CellError(f"{value[:80]!r} is not a whole number", mend=f"write digits only{mend}")


def _day(value: Any) -> Any:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        raise CellError(f"{value} is a day with an hour", mend="give the day alone")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        kind = "an hour" if isinstance(value, time | timedelta) else "a number"
        raise CellError(f"{value} is {kind}, not a day", mend="write it as YYYY-MM-DD")
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    flag = FLAGS.get(value.lower()) if isinstance(value, str) else None
    if flag is None:
        raise CellError(f"{str(value)[:80]!r} is neither yes nor no", mend="write yes or no, or leave it empty")
    return flag


def _list(value: Any) -> Any:
    return tuple(item.strip() for item in _text(value).split(";") if item.strip())


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
        kind = "a day" if isinstance(value, date) else "a logical value" if isinstance(value, bool) else "no text"
        raise CellError(f"{value} is {kind} to the spreadsheet", mend="format the cell as text and write it anew")
    return str(int(value))


def reading(other: Mapping[str, Any], columns: Mapping[str, Column]) -> str:
    """Return another reading in a line: `column = value` with `;` between; nothing behind `=` takes the value away.

    >>> reading({"qualifier": "at_least", "place": None}, {})
    'qualifier = at_least; place ='
    """
    return "; ".join(f"{name} = {_entry(columns.get(name), value)}".strip() for name, value in other.items())


def _entry(column: Column | None, value: Any) -> str:
    """Return one value of another reading as text, within quotation marks where it would not be understood without."""
    text = "" if value is None else str(to_cell(column, value) if column and column.kind in ("flag", "list") else value)
    plain = value is None or (text and text == text.strip() and not re.search(r'^"|[;\r\n]', text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def from_reading(text: str, columns: Mapping[str, Column]) -> dict[str, Any]:
    """Return what a line says of another reading; JSON, as `libya-kit tables` writes it, is read too.

    Raises
    ------
    CellError
        It is not written as `column = value`, or a column cannot hold its value.

    Examples
    --------
    >>> from_reading("value = 80", {"value": Column("value", "count", "")})
    {'value': 80}
    """
    if text.startswith("{"):
        return dict(parse_json(text.encode("utf-8"), "otherwise"))
    other: dict[str, Any] = {}
    at = 0
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if entry is None or entry["name"] in other:
            raise CellError(
                f"otherwise {text[:80]!r} is not understood", mend="write it as column = value; column = value"
            )
        name, value = entry["name"], entry["value"]
        if name not in columns:
            raise CellError(f"otherwise names no column {name!r}", mend=nearest(name, columns))
        if value.startswith('"'):
            value = parse_json(value.encode("utf-8"), "otherwise")
            if what := unshowable(value):
                raise CellError(f"otherwise holds {what}", mend="take it out")
            other[name] = from_cell(columns[name], value) if columns[name].kind == "list" else value
        else:
            other[name] = from_cell(columns[name], value)
        at = entry.end()
    return other


def unguarded(text: str) -> str:
    """Return a text without the `'` that `guarded` put before it.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text.lstrip("'")) else text
