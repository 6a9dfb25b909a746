"""The files of an article's folder: bytes to records, and every problem on the way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from libya_kit.article import glance, overlaps, schema, w3c
from libya_kit.article.w3c import Annotation
from libya_kit.errors import ArticleError, Enough, Problems, nearest
from libya_kit.files import MOST_ROWS, finish, read_bytes

LONGEST_CELL = 100_000
OWN = ("article.txt", "article.json", "annotations.jsonld")
"""The files that only an article's folder has."""
FILES = (*OWN, *(f"{table.name}.csv" for table in schema.FILE_TABLES))
ABOUT = (
    schema.Column("title", "text", "the headline", required=True),
    schema.Column("publisher", "text", "who published it", required=True),
    schema.Column("agencies", "list", "the agencies credited"),
    schema.Column("published_on", "date", "the day of publication", required=True),
    schema.Column("dating", "text", "how the day of publication is known"),
    schema.Column("language", "text", "the language of the text, as a BCP 47 tag", required=True),
    schema.Column("rights", "text", "whose text it is"),
    schema.Column("body_start", "count", "where the body begins, in code points", required=True),
    schema.Column("body_end", "count", "where the body ends, in code points", required=True),
    schema.Column("focus", "text", "the event in question", refers="events"),
    schema.Column("not_said", "list", "sentences on what the article does not say"),
    schema.Column("codebook", "text", "the version of the codebook", required=True),
    schema.Column("sha256", "text", "the SHA-256 of the text's bytes", required=True),
    schema.Column("length", "count", "the text's length, in code points", required=True),
)


class _Dangling(NamedTuple):
    """The number of a record that names what is not there, in which column, the name, and the table that lacks it."""

    at: int
    column: str
    value: str
    refers: str


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
    problems += chain(_dangling(items, files, about or {}), tangles(items, files))
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
        problems += chain(told, found, _dangling(known, contents.files, {}), tangles(items, contents.files))
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
    columns = {column.name: column for column in ABOUT}

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
    for column in ABOUT:
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
            record[name] = tuple(cell.split(";")) if column.kind == "list" else cell
            if name not in sound and (wrong := column.fault(record[name])) is not None:
                problems.append(fault(wrong, "correct the cell", line))
        key = record.get(table.index.name)
        if key in records:
            problems.append(fault(f"the id {key!r} is given twice", "give the second a name of its own", line))
        elif key is not None:
            records[key] = record
    return list(records.values())


def _dangling(
    items: list[Annotation] | None, files: Mapping[str, list[dict[str, Any]] | None], about: dict[str, Any]
) -> Iterator[ArticleError]:
    """Yield each id that names nothing, and each tally that its claim does not fit; silent on what was not read."""
    ids: dict[str, set[Any]] = {
        table.name: {None, *(record[table.index.name] for record in records)}
        for table in schema.FILE_TABLES
        if (records := files[table.name]) is not None
    }
    said: defaultdict[str, list[Annotation]] = defaultdict(list)
    for item in items or []:
        said[item.table.name].append(item)
    if items is not None:
        events = (item.body.get("event") for item in said["events"])
        ids["events"] = {None, *(event for event in events if isinstance(event, str))}
        ids |= {name: {None, *(item.claim_id for item in said[name])} for name in ("casualties", "displacement")}
    names = {name: sorted(some - {None}) for name, some in ids.items()}

    def dangling(columns: Iterable[schema.Column], records: Iterable[Mapping[str, Any]]) -> list[_Dangling]:
        found: list[_Dangling] = []
        for name, refers in ((column.name, column.refers) for column in columns if column.refers in ids):
            known, values = ids[refers], [record.get(name) for record in records]
            with suppress(TypeError):  # values of no known form, which are told elsewhere
                if known.issuperset(values):
                    continue
            pairs = enumerate(values)
            named = ((at, v) for at, value in pairs for v in (value if isinstance(value, tuple) else (value,)))
            found += [_Dangling(at, name, v, refers) for at, v in named if isinstance(v, str) and v not in known]
        return sorted(found, key=itemgetter(0))

    def told(one: _Dangling) -> tuple[str, str]:
        earlier = "name the earlier claim, or take it out"
        mend = earlier if one.refers == "casualties" else nearest(one.value, names[one.refers])
        return f"{one.column} {one.value!r} names nothing in {one.refers}", mend

    for loose in dangling(ABOUT, [about]):
        what, mend = told(loose)
        yield ArticleError(what, file="article.json", mend=mend)
    for table in schema.FILE_TABLES:
        records = files[table.name] or []
        for loose in dangling(table.columns, records):
            what, mend = told(loose)
            yield ArticleError(what, file=f"{table.name}.csv", place=records[loose.at][table.index.name], mend=mend)
    for name, some in said.items():
        columns, bodies = schema.TABLES[name].columns, [item.body for item in some]
        doubtful = [at for at, body in enumerate(bodies) if isinstance(body.get("otherwise"), dict)]
        every = [(loose.at, "", loose) for loose in dangling(columns, bodies)]
        others = dangling(columns, [bodies[at]["otherwise"] for at in doubtful]) if doubtful else []
        every += [(doubtful[loose.at], "otherwise: ", loose) for loose in others]
        for at, where, loose in sorted(every, key=itemgetter(0)):
            what, mend = told(loose)
            yield ArticleError(where + what, file="annotations.jsonld", place=some[at].claim_id, mend=mend)
        for at, what, mend in _unfit(bodies, files["tallies"] or []):
            yield ArticleError(what, file="annotations.jsonld", place=some[at].claim_id, mend=mend)


def _unfit(bodies: Iterable[Mapping[str, Any]], tallies: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each claim that counts something else than its tally, what is wrong with it, and the mend."""
    measures = {record["tally"]: record.get("measure") for record in tallies}
    words = schema.TALLIES.stored["measure"].words
    for number, body in enumerate(bodies):
        if isinstance(tally := body.get("tally"), str):
            measure, counted = body.get("measure"), measures.get(tally)
            if counted in words and measure in words and counted != measure:
                what = f"measure {measure!r}, but its tally {tally!r} counts {counted!r}"
                yield number, what, "correct the tally or the measure"


def tangles(items: list[Annotation] | None, files: Mapping[str, list[dict[str, Any]] | None]) -> Iterator[ArticleError]:
    """Yield what leads back to itself or cannot both be: parts, corrections, tallies within each other."""
    for table in schema.FILE_TABLES:
        parts = ((record[table.index.name], record.get("part_of")) for record in files[table.name] or [])
        for ring in overlaps.rings(parts):
            what = f"part_of leads back to itself ({' → '.join(ring)})"
            yield ArticleError(what, file=f"{table.name}.csv", place=ring[0], mend="take one of them out")
    claims = {item.claim_id: item.body for item in items or [] if item.table is schema.CASUALTIES}
    corrects = [
        (claim_id, corrected)
        for claim_id, body in claims.items()
        if isinstance(body.get("corrects"), tuple)
        for corrected in body["corrects"]
        if isinstance(corrected, str)
    ]
    for ring in overlaps.rings(corrects):
        what = f"corrects leads back to itself ({' → '.join(ring)})"
        yield ArticleError(what, file="annotations.jsonld", place=ring[0], mend="name the earlier claim")
    for claim_id, corrected in corrects:
        day, earlier = (claims.get(name, {}).get("reported_on") for name in (claim_id, corrected))
        if isinstance(day, str) and isinstance(earlier, str) and day < earlier:
            what = f"corrects {corrected!r}, which is reported later ({earlier}, not before {day})"
            yield ArticleError(what, file="annotations.jsonld", place=claim_id, mend="let the later claim correct")
    given: dict[frozenset[str], int] = {}
    measures = {record["tally"]: record.get("measure") for record in files["tallies"] or []}
    pairs = []
    for record in files["tally_pairs"] or []:
        number, tally, other = record["pair"], record.get("tally"), record.get("other")
        if tally is None or other is None:
            continue
        for what, mend in of_two_measures(record.get("relation"), (measures.get(tally), measures.get(other))):
            yield ArticleError(what, file="tally_pairs.csv", place=f"row {number}", mend=mend)
        if tally == other:
            what, mend = "a tally is paired with itself", "name two"
        elif (first := given.setdefault(frozenset((tally, other)), number)) != number:
            what, mend = f"the pair {tally!r} and {other!r} stands in row {first} already", "keep one of them"
        else:
            pairs.append((tally, other, record.get("relation")))
            continue
        yield ArticleError(what, file="tally_pairs.csv", place=f"row {number}", mend=mend)
    for tally, what, mend in overlaps.contradictions(pairs):
        yield ArticleError(what, file="tally_pairs.csv", place=tally, mend=mend)


def of_two_measures(relation: str | None, measures: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong where tallies of killed and of wounded are said to be one, or one within the other."""
    if relation in ("same", "within") and {"killed", "wounded"} <= {*measures}:
        yield f"the one counts killed, the other wounded: {relation!r} cannot be", "take it out"


def package(data: Path) -> dict[str, Any]:
    """Return the data package descriptor of the CSV files in a data folder and in its articles' folders."""
    articles = sorted(path.parent.name for path in data.glob("*/article.json"))
    tables = [("", schema.QUANTIFIERS), *((article, table) for article in articles for table in schema.FILE_TABLES)]
    resources = []
    for article, table in tables:
        path = "/".join(part for part in (article, f"{table.name}.csv") if part)
        named = {"name": "-".join(part for part in (article, table.name.replace("_", "-")) if part)}
        resources.append(schema.resource(table, path, table.in_file.values()) | named)
    return {"name": "libya-kit-data", "title": "The CSV files beside the annotations", "resources": resources}
