"""The files of an article's folder: bytes to records, and every problem on the way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libya_kit import annotations as w3c
from libya_kit import schema
from libya_kit.annotations import Annotation
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes

FILES = ("article.txt", "article.json", "annotations.jsonld", *(f"{table.name}.csv" for table in schema.FILE_TABLES))
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


@dataclass(frozen=True)
class Folder:
    """What an article's files hold: the text, what article.json says of it, the annotations, the CSV files' records."""

    path: Path
    text: str
    about: dict[str, Any]
    items: list[Annotation]
    files: dict[str, list[dict[str, Any]]]


def read(path: Path) -> tuple[Folder | None, list[ArticleError]]:
    """Return what a folder holds, and every problem found; nothing where the files cannot be read as what they are."""
    if not path.is_dir():
        return None, [ArticleError("no such folder", file=path.name or str(path), mend="name an article's folder")]
    problems: list[ArticleError] = []
    raw: dict[str, bytes] = {}
    for name in FILES:
        try:
            raw[name] = read_bytes(path / name)
        except ArticleError as problem:
            problems.append(problem)
    try:
        if len(raw) < len(FILES):
            return None, problems
        try:
            text = raw["article.txt"].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(
                f"byte {error.start} is not UTF-8", file="article.txt", mend="save it as UTF-8"
            ) from None
        sha256 = hashlib.sha256(raw["article.txt"]).hexdigest()
        about = _about(raw["article.json"], text, sha256, problems)
        head, items, found = w3c.read(raw["annotations.jsonld"], text)
    except ArticleError as problem:
        return None, [*problems, problem]
    problems += found
    for key, wanted in (("sha256", sha256), ("codebook", about.get("codebook")), ("text", "article.txt")):
        if head.get(key) != wanted:
            problems.append(
                ArticleError(
                    f"{key} is {head.get(key)!r}, but article.json and the text have {wanted!r}",
                    file="annotations.jsonld",
                    mend="annotate the text that lies beside it",
                )
            )
    files: dict[str, list[dict[str, Any]]] = {}
    for table in schema.FILE_TABLES:
        files[table.name] = list(_csv_records(raw[f"{table.name}.csv"], table, problems))
    problems += _dangling(items, files, about)
    return Folder(path, text, about, items, files), problems


def _about(raw: bytes, text: str, sha256: str, problems: list[ArticleError]) -> dict[str, Any]:
    """Return what article.json says, adding its problems."""
    about = w3c.parse_json(raw, "article.json")
    if not isinstance(about, dict):
        raise ArticleError(
            "not an object of keys and values", file="article.json", mend="see data/README.md for the keys"
        )
    columns = {column.name: column for column in ABOUT}

    def add(what: str, mend: str) -> None:
        problems.append(ArticleError(what, file="article.json", mend=mend))

    before = len(problems)
    for key, value in about.items():
        if key not in columns:
            add(f"unknown key {key!r}", schema.nearest(key, columns))
        elif what := columns[key].fault(value):
            add(what, "correct the value")
    for column in ABOUT:
        if column.required and column.name not in about:
            add(f"the key {column.name!r} is missing", "add it")
    if len(problems) == before:
        if about["sha256"] != sha256 or about["length"] != len(text):
            add(
                f"the text has changed: its SHA-256 begins {sha256[:12]}, not {about['sha256'][:12]}, its length is "
                f"{len(text)}, not {about['length']}",
                "restore article.txt, or annotate the new text",
            )
        elif not 0 <= about["body_start"] < about["body_end"] <= len(text):
            add(
                f"the body {about['body_start']}-{about['body_end']} does not lie in the text",
                "correct body_start and body_end",
            )
    return about


def _csv_records(raw: bytes, table: schema.Table, problems: list[ArticleError]) -> Iterator[dict[str, Any]]:
    """Yield a CSV file's rows as records of the table, adding its problems."""
    file = f"{table.name}.csv"

    def add(what: str, mend: str, line: int | None = None) -> None:
        problems.append(ArticleError(what, file=file, place=f"line {line}" if line else None, mend=mend))

    if raw.startswith(b"\xef\xbb\xbf"):
        return add("the file begins with a byte order mark (BOM)", "save it as UTF-8 without BOM")
    try:
        reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except UnicodeDecodeError as error:
        return add(f"byte {error.start} is not UTF-8", "save it as UTF-8")
    except csv.Error as error:
        return add(f"not CSV: {error}", "correct the file")
    columns = table.in_file
    if not rows:
        return add("the file is empty", "begin with the header " + ",".join(columns))
    header = rows[0][1]
    if sorted(header) != sorted(columns):
        odd = next((name for name in header if name not in columns or header.count(name) > 1), None)
        missing = next((name for name in columns if name not in header), None)
        what = (
            f"the column {odd!r} is not known or given twice"
            if odd is not None
            else f"the column {missing!r} is missing"
        )
        return add(what, "the header is " + ",".join(columns), rows[0][0])
    seen: set[str] = set()
    for number, (line, row) in enumerate(rows[1:], 1):
        if len(row) != len(header):
            add(f"{len(row)} cells where the header has {len(header)}", "correct the row", line)
            continue
        record: dict[str, Any] = {"pair": number} if table is schema.TALLY_PAIRS else {}
        for name, cell in zip(header, row, strict=True):
            column = columns[name]
            if cell == "":
                if column.required or column is table.index:
                    add(f"{name} is empty", "fill it in", line)
                continue
            value: Any = tuple(cell.split(";")) if column.kind == "list" else cell
            if (fault := column.fault(value)) is not None:
                add(fault, "correct the cell", line)
            record[name] = value
        if len(record) and (key := record.get(table.index.name)) is not None:
            if key in seen:
                add(f"the id {key!r} is given twice", "give the second a name of its own", line)
                continue
            seen.add(key)
            yield record


def _dangling(
    items: list[Annotation], files: dict[str, list[dict[str, Any]]], about: dict[str, Any]
) -> Iterator[ArticleError]:
    """Yield each id that names nothing, and each tally that its claim does not fit."""
    ids = {table.name: {record[table.index.name] for record in files[table.name]} for table in schema.FILE_TABLES}
    ids["events"] = {item.body["event"] for item in items if item.table is schema.EVENTS and "event" in item.body}
    ids["casualties"] = {item.claim_id for item in items if item.table is schema.CASUALTIES}

    def dangling(columns: Iterator[schema.Column], record: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for column in columns:
            value = record.get(column.name)
            if column.refers in ids and isinstance(value, str) and value not in ids[column.refers]:
                mend = schema.nearest(value, sorted(ids[column.refers]))
                yield f"{column.name} {value!r} names nothing in {column.refers}", mend

    for table in schema.FILE_TABLES:
        for record in files[table.name]:
            for what, mend in dangling(iter(table.columns), record):
                yield ArticleError(what, file=f"{table.name}.csv", place=record[table.index.name], mend=mend)
            for column in ("part_of", "side"):
                if column == "part_of" and record.get(column) == record[table.index.name]:
                    yield ArticleError(
                        "is part of itself",
                        file=f"{table.name}.csv",
                        place=record[table.index.name],
                        mend="correct part_of",
                    )
    measures = {record["tally"]: record.get("measure") for record in files["tallies"]}
    for item in items:
        for what, mend in dangling(iter(item.table.columns), item.body):
            yield ArticleError(what, file="annotations.jsonld", place=item.claim_id, mend=mend)
        tally = item.body.get("tally")
        if tally in measures and item.body.get("measure") != measures[tally]:
            yield ArticleError(
                f"measure {item.body.get('measure')!r}, but its tally {tally!r} counts {measures[tally]!r}",
                file="annotations.jsonld",
                place=item.claim_id,
                mend="correct the tally or the measure",
            )
        if item.body.get("corrects") == item.claim_id:
            yield ArticleError(
                "corrects itself", file="annotations.jsonld", place=item.claim_id, mend="name the earlier claim"
            )
    for record in files["tally_pairs"]:
        if record.get("tally") == record.get("other"):
            yield ArticleError(
                "a tally is paired with itself", file="tally_pairs.csv", place=record["pair"], mend="name two"
            )
    if (focus := about.get("focus")) is not None and focus not in ids["events"]:
        yield ArticleError(
            f"focus {focus!r} names no event", file="article.json", mend=schema.nearest(focus, sorted(ids["events"]))
        )


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
