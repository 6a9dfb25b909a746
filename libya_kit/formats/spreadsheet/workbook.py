"""Spreadsheets as plain grids of cells: .xlsx and CSV in, whatever Excel and LibreOffice make of them; and out."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from libya_kit.article.csv_files import FORMULA, guarded
from libya_kit.article.schema import Column
from libya_kit.errors import ArticleError
from libya_kit.files import listed, read_bytes, write_together, write_whole
from libya_kit.formats.spreadsheet.cells import FIRST_DAY, unguarded
from libya_kit.formats.spreadsheet.form import EXPORTED, Sheet, help_of

LARGEST_UNPACKED = 32 * 1024 * 1024
"""How many bytes a workbook may hold when it is unpacked."""
MOST_MARKS, MOST_CELLS = 2_000_000, 1_000_000
"""How many tags a workbook may hold, and how many cells up to the last of each sheet, or merged."""
MOST_ROWS, MOST_COLUMNS = 20_000, 200
FIRST_ROW, LAST_ROW = 3, 2000
"""The rows of a sheet's table in a workbook: the first below names and help, the last with drop-downs."""
WIDTHS = {"quote": 50, "note": 40, "value": 50, "meaning": 50, "text": 90, "title": 40, "counts": 40, "basis": 40}
FORMATS = {"date": "yyyy-mm-dd", "count": "0"}
"""How cells show numbers; all others are text."""
_MERGED = re.compile(rb"mergeCell\b[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
_OLD = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Refused:
    """What stands in the place of a cell that cannot be taken: why, and what to do."""

    what: str


@dataclass(frozen=True)
class Grid:
    """A sheet: its name, its rows that hold anything with their numbers, what is wrong with it, what else is in it."""

    name: str
    rows: list[tuple[int, list[Any]]]
    remarks: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook, of a CSV file, or of all CSV files of a folder.

    Raises
    ------
    ArticleError
        It is neither, or cannot be read; the message says how to save it.
    """
    try:
        if path.is_dir():
            files = [one for one in listed(path) if one.suffix.lower() == ".csv"]
            if not files:
                raise ArticleError("this folder holds no .csv file", file=path, mend="name the workbook or its folder")
            return [_csv_grid(read_bytes(one), one.name) for one in files]
    except OSError as error:
        raise ArticleError(f"cannot be read ({error.strerror})", file=path, mend="make it readable") from None
    raw = read_bytes(path)
    if raw.startswith(_OLD):
        what = "an old .xls, or protected by a password"
        raise ArticleError(what, file=path.name, mend="save it as .xlsx, without a password")
    if raw.startswith(b"PK"):
        return _workbook_grids(raw, path.name)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        raise ArticleError("no workbook of the kind that its name says", file=path.name, mend="save it anew as .xlsx")
    return [_csv_grid(raw, path.name)]


def _workbook_grids(raw: bytes, name: str) -> list[Grid]:
    """Return the sheets of an .xlsx file."""
    import openpyxl

    _safe(raw, name)
    raw = _transitional(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: nothing is written back
            book = openpyxl.load_workbook(io.BytesIO(raw))
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        what = f"cannot be read as a workbook ({type(error).__name__})"
        raise ArticleError(what, file=name, mend="save it anew as .xlsx") from None
    found, cells_in_all = [], 0
    for sheet in book.worksheets:
        cells_in_all += sheet.max_row * sheet.max_column
        if cells_in_all > MOST_CELLS or sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            what = f"sheet {sheet.title!r} reaches to row {sheet.max_row}, column {sheet.max_column}"
            raise ArticleError(what, file=name, mend="delete the rows and columns behind its last cell")
        remarks = [f"the cells {area} are merged; unmerge them and fill in each" for area in sheet.merged_cells.ranges]
        rows = ((number, [_value(cell) for cell in cells]) for number, cells in enumerate(sheet.iter_rows(), 1))
        found.append(Grid(sheet.title, [one for one in rows if not _empty(one[1])], remarks, list(_notes(sheet))))
    return found


def _notes(sheet: Any) -> Iterator[tuple[str, str]]:
    """Yield what is told of a sheet beside its cells: comments, hidden rows and columns."""
    for cells in sheet.iter_rows():
        number = cells[0].row
        for cell in cells:
            if cell.comment is not None:
                words = " ".join(str(cell.comment.text).split())
                yield f"{sheet.title} row {number}", f"a comment at {cell.coordinate}, not taken: {words[:200]!r}"
        if sheet.row_dimensions[number].hidden and not _empty([cell.value for cell in cells]):
            yield f"{sheet.title} row {number}", "a hidden row, taken like the others"
    for letter, column in sheet.column_dimensions.items():
        if column.hidden:
            yield f"{sheet.title} column {letter}", "a hidden column, taken like the others"


STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
"""The names of Strict Open XML, and those that openpyxl reads."""


def _transitional(raw: bytes) -> bytes:
    """Return a workbook saved as Strict Open XML under the usual names; any other as it is."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        contents = {member.filename: archive.read(member) for member in archive.infolist()}
    if b"purl.oclc.org/ooxml" not in contents.get("xl/workbook.xml", b""):
        return raw
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as changed:
        for path, content in contents.items():
            for strict, usual in STRICT.items():
                content = content.replace(strict, usual)
            changed.writestr(path, content)
    return buffer.getvalue()


def _safe(raw: bytes, name: str) -> None:
    """Refuse an archive that is no workbook, would unpack to too much, or declares entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED or len(members) > 2000:
            raise ArticleError(
                f"unpacks to more than {LARGEST_UNPACKED >> 20} MiB", file=name, mend="is it the right file?"
            )
        names = set(archive.namelist())
        if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
            raise ArticleError("an OpenDocument file (.ods)", file=name, mend="save it as .xlsx")
        if "xl/workbook.bin" in names:
            raise ArticleError("a binary workbook (.xlsb)", file=name, mend="save it as .xlsx")
        if "[Content_Types].xml" not in names or not any(one.startswith("xl/") for one in names):
            raise ArticleError("an archive, but no workbook", file=name, mend="save it as .xlsx")
        marks = merged = 0
        for member in members:
            content = archive.read(member).replace(b"\x00", b"")
            if content.lstrip(b"\xef\xbb\xbf\xfe\xff \r\n\t").startswith(b"<"):
                if re.search(b"<!(?:DOCTYPE|ENTITY)", content):
                    what = "declares entities, as no spreadsheet does"
                    raise ArticleError(what, file=name, mend="save it anew as .xlsx")
                marks += content.count(b"<")
                merged += sum(_area(area[1].decode("ascii")) for area in _MERGED.finditer(content))
        if marks > MOST_MARKS or merged > MOST_CELLS:
            what = f"holds more than {MOST_MARKS:,} tags, or {MOST_CELLS:,} merged cells"
            raise ArticleError(what, file=name, mend="is it the right file?")
    except ArticleError:
        raise
    except Exception as error:  # zipfile lets through what its decompressors raise
        what = f"a damaged archive ({type(error).__name__})"
        raise ArticleError(what, file=name, mend="save it anew as .xlsx") from None


def _area(cells: str) -> int:
    """Return how many cells an area has."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(cells)
    return int((abs(right - left) + 1) * (abs(bottom - top) + 1))


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Refused("holds a formula; put its value there (paste special: values)")
    if cell.data_type == "e":
        return Refused(f"holds the error {cell.value}; correct it")
    if cell.font.strike and not _empty([cell.value]):
        return Refused("is struck out; empty the cell, or take the line away")
    if isinstance(cell.value, datetime):
        return _shown_day(cell)
    return _decoded(cell.value) if isinstance(cell.value, str) else cell.value


def _shown_day(cell: Any) -> Any:
    """Return a cell's day where it shows one, a refusal where the reader sees a month, a year, or a mere number."""
    from openpyxl.utils.datetime import to_excel

    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", cell.number_format.partition(";")[0]).lower()
    number = to_excel(cell.value, cell.parent.parent.epoch)
    day = cell.value.date()
    if day < FIRST_DAY:
        meant = f"{day} is the number {number:g} shown as a day"
        return Refused(f"{meant}; write the day as YYYY-MM-DD, or leave it empty")
    if "d" not in shown and "y" in shown and "h" not in shown:
        seen = f"the month {day:%Y-%m}" if "m" in shown else f"the year {day:%Y}"
        return Refused(f"shows {seen}, not a day; write the day as YYYY-MM-DD, or leave it empty")
    if "d" in shown and "y" not in shown:
        return Refused(f"shows a day without its year, which would be {day:%Y}; write it as YYYY-MM-DD")
    return cell.value


def _decoded(text: str) -> str:
    r"""Return a cell's text with what Open XML writes as `_xHHHH_` as the characters that a reader sees.

    >>> _decoded("first_x000D_\nsecond"), _decoded("_x005F_x000D_")
    ('first\nsecond', '_x000D_')
    """
    decoded = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    if decoded != text:
        decoded = decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return decoded if decoded == text else decoded.replace("\r\n", "\n").replace("\r", "\n")


def _empty(cells: Sequence[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _csv_grid(raw: bytes, name: str) -> Grid:
    """Return a CSV file's rows; its delimiter is the one of comma, semicolon and tab that its first line holds most."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise ArticleError(what, file=name, mend="save it as CSV UTF-8, or as .xlsx") from None
    first = text.lstrip("\r\n").partition("\n")[0]
    parted = (line for line in text.split("\n")[:10] if any(one in line for one in _DELIMITERS))
    delimiter = max(_DELIMITERS, key=next(parted, first).count)  # a title above may have none
    if separated := re.fullmatch(r'"?sep=([^"\r\n])"?\r?', first, re.IGNORECASE):
        delimiter = separated[1]
        text = text.replace(first, "", 1)  # the line stays, empty: rows keep their numbers
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            if not _empty(cells):
                rows.append((reader.line_num, [unguarded(cell) for cell in cells]))
    except csv.Error as error:
        raise ArticleError(f"line {reader.line_num} is not CSV: {error}", file=name, mend="correct the file") from None
    if len(rows) > MOST_ROWS:
        raise ArticleError(f"more than {MOST_ROWS} rows", file=name, mend="is it the right file?")
    return Grid(Path(name).stem, rows)


def write_csvs(folder: Path, sheets: Sequence[Sheet]) -> None:
    """Write each sheet as a CSV file into a folder, with a byte order mark, without which Excel misreads UTF-8."""
    files: dict[str, bytes] = {}
    for sheet in sheets:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(column.name for column in sheet.columns)
        for cells in sheet.rows:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
        files[f"{sheet.name}.csv"] = buffer.getvalue().encode("utf-8-sig")
    made = not folder.exists()
    folder.mkdir(exist_ok=True)
    try:
        write_together(folder, files)
    except BaseException:
        if made:
            folder.rmdir()
        raise


def write_book(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets as a workbook: names, help below them, drop-downs for words and ids; text is never a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    ids = {}
    for sheet in sheets:
        key = "event" if sheet.name == "events" else sheet.columns[0].name
        letter = _letter([column.name for column in sheet.columns].index(key))
        ids[sheet.name] = f"{sheet.name}!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.name == EXPORTED.name else "visible"
        for number, column in enumerate(sheet.columns):
            _lay_out(page, column, _letter(number), ids)
        for number, cells in enumerate(sheet.rows, FIRST_ROW):
            for at, value in enumerate(cells):
                _put(page.cell(number, at + 1), value, sheet.columns[at])
        page.row_dimensions[2].height = 90
        page.freeze_panes = f"{'C' if 'quote' in [column.name for column in sheet.columns] else 'B'}{FIRST_ROW}"
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(path, buffer.getvalue())


def _letter(number: int) -> str:
    """Return the letters of a column, counted from 0."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))


def _lay_out(page: Any, column: Column, letter: str, ids: dict[str, str]) -> None:
    """Write a column's name and help, and set its width, its format and what may be chosen in it."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    wide = {"date": 13, "count": 9, "flag": 11}.get(column.kind, WIDTHS.get(column.name, 20))
    page.column_dimensions[letter].width = wide
    page.column_dimensions[letter].number_format = FORMATS.get(column.kind, "@")
    name, help_cell = page[f"{letter}1"], page[f"{letter}2"]
    name.value, name.font, name.fill = column.name, Font(bold=True, color="FFFFFF"), PatternFill("solid", "1F3A4D")
    help_cell.value = help_of(column)
    help_cell.font, help_cell.fill = Font(italic=True, size=8), PatternFill("solid", "E8EDF0")
    help_cell.alignment = Alignment(wrap_text=True, vertical="top")
    words = column.words or (("yes", "no") if column.kind == "flag" else ())
    if words:
        style = "warning" if column.kind == "list" else "stop"  # a list may hold several
        choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', errorStyle=style)
    elif column.refers in ids:
        choice = DataValidation(type="list", formula1=ids[column.refers], errorStyle="warning")
    elif column.kind == "count":
        choice = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", errorStyle="stop")
    else:
        return
    choice.error = choice.prompt = column.meaning[:250]
    choice.errorTitle = choice.promptTitle = column.name
    choice.showErrorMessage = choice.showInputMessage = choice.allow_blank = True
    choice.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    page.add_data_validation(choice)


def _put(cell: Any, value: Any, column: Column) -> None:
    """Put a value into a cell; a text stays text, whatever it begins with."""
    from openpyxl.styles import Alignment

    cell.value = value
    if isinstance(value, str):
        cell.value = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
        cell.data_type = "s"
        cell.quotePrefix = FORMULA.match(value) is not None
    cell.number_format = FORMATS.get("date" if isinstance(value, date) else column.kind, "@")
    cell.alignment = Alignment(wrap_text=WIDTHS.get(column.name, 0) >= 40, vertical="top")
