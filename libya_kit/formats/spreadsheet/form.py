"""What stands in the sheets of a spreadsheet: their columns with help, and an article's rows in them."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import Column, Table
from libya_kit.editing.locate import Choice, PlaceError, Text, locate
from libya_kit.editing.three_way import plain, row_of, sum_of
from libya_kit.formats.spreadsheet.cells import LONGEST, reading, to_cell
from libya_kit.text.quotes import Part, places
from libya_kit.text.sentences import sentence_records

JOINED = " … "
"""What stands between the parts of a quote."""
QUOTE = Column(
    "quote",
    "text",
    f"the exact words, copied from the text; between parts that stand apart write '{JOINED}'",
    required=True,
)
WHICH = Column(
    "which",
    "text",
    "only where the quote stands in several places: the number of its sentence (in the sheet sentences), or #2 for the "
    "second place, or longer words of the text that hold it; for several parts, one for each, with ; between",
)
_ITEM = (
    Column("motivation", "text", "why it is annotated; leave it empty"),
    Column("creator", "text", "who annotated it, where it is not the article's annotator"),
    Column("created", "date", "the day it was annotated"),
)
_DERIVED = ("length", "body_start", "body_end", "codebook")
ANNOTATOR = Column("annotator", "text", "who annotates")
KEYS = {column.name: column for column in (*schema.ABOUT, ANNOTATOR) if column.name not in _DERIVED}
"""What the sheet on the article holds, a row each; of a list a row for each item."""
STAMP = "sha256"
"""The key by which a file tells for which text it was made: numbers of sentences hold for no other."""
ARTICLE = Table(
    "article",
    Column("key", "text", "what is said of the article"),
    "what is said of the article",
    (Column("value", "text", "of a list, a row for each item"), Column("meaning", "text", "what it means")),
)
EXPORTED = Table(
    "exported",
    Column("table", "text", "leave this sheet as it is: it tells which rows the folder had when the file was made"),
    "what the folder held when the file was made: what has come into it since is not taken away",
    (Column("id", "text", "the row's name"), Column("state", "text", "what stood in the row, or a sum of it")),
)
TABLES = {table.name: table for table in (ARTICLE, *schema.CLAIM_TABLES, *schema.FILE_TABLES)}
"""The sheets that are read back."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, its rows of cells."""

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Any]]


def columns(table: Table) -> dict[str, Column]:
    """Return the columns of a table's sheet, by name.

    >>> list(columns(schema.TALLY_PAIRS))
    ['tally', 'other', 'relation', 'basis']
    """
    if table in schema.CLAIM_TABLES:
        named = (table.index, QUOTE, WHICH, *table.stored.values(), *_ITEM)
        return {column.name: column for column in named}
    return table.in_file


def help_of(column: Column) -> str:
    """Return what a user is told of a column.

    >>> help_of(schema.STANCES.stored["target_type"])
    'needed: what kind of thing the stance is towards (one of: actor, action, proposal, event)'
    """
    more = {"flag": " (yes or no)", "date": " (a day, as 2019-04-08)", "list": " (several with ; between)"}
    said = f" (one of: {', '.join(column.words)})" if column.words else more.get(column.kind, "")
    said = f" (an id from the sheet {column.refers})" if column.refers else said
    if column.kind == "list" and said != more["list"]:
        said = said.replace("one of:", "of:").replace("an id", "ids") + more["list"]
    return ("needed: " if column.required else "") + column.meaning + said


def sheets(contents: Folder) -> Iterator[Sheet]:
    """Yield the sheets of an article: what is said of it, its tables, its sentences."""
    text = Text.of(contents.text, contents.about["body_start"], contents.about["body_end"])
    yield Sheet("article", ARTICLE.all_columns, list(_article_rows(contents)))
    for table in schema.CLAIM_TABLES:
        named = columns(table)
        items = sorted((one for one in contents.items if one.table is table), key=lambda one: one.parts[0].start)
        yield Sheet(table.name, tuple(named.values()), [_claim_row(one, text, named) for one in items])
    for table in schema.FILE_TABLES:
        named = columns(table)
        rows = [[to_cell(named[name], one.get(name)) for name in named] for one in contents.files[table.name]]
        yield Sheet(table.name, tuple(named.values()), rows)
    shown = [column for column in schema.SENTENCES.all_columns if column.name in ("number", "section", "text")]
    records = sentence_records(contents.text, contents.about["body_start"], contents.about["body_end"])
    rows = [[one[column.name] for column in shown] for one in records]  # to be looked at: a long one may be cut
    cut = [[cell[:LONGEST] if isinstance(cell, str) else cell for cell in cells] for cells in rows]
    yield Sheet("sentences", tuple(shown), cut)
    yield Sheet(EXPORTED.name, EXPORTED.all_columns, [[*key, state] for key, state in states(contents).items()])


def states(contents: Folder) -> dict[tuple[str, str], str]:
    """Return what stands in every row of the sheets, by its table and its name: as JSON, or its sum if that is long."""
    held: dict[tuple[str, str], Any] = {(ARTICLE.name, name): {name: said_of(contents, name)} for name in KEYS}
    held |= {(item.table.name, item.claim_id): row_of(item) for item in contents.items}
    for table in schema.FILE_TABLES:
        held |= {(table.name, identity(table, one)): record_row(table, one) for one in contents.files[table.name]}
    lines = {key: json.dumps(plain(one)) for key, one in held.items()}
    return {key: line if len(line) <= LONGEST else sum_of(held[key]) for key, line in lines.items()}


def record_row(table: Table, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of a CSV table as a row to compare: without the number that its place in the file gives it."""
    return {key: value for key, value in record.items() if key != table.index.name or not table.index.derived}


def said_of(contents: Folder, key: str) -> Any:
    """Return what the sheet on the article says under a key; None where the folder says nothing."""
    return (contents.head.get("creator") if key == ANNOTATOR.name else contents.about.get(key)) or None


def identity(table: Table, record: Mapping[str, Any]) -> str:
    """Return what a record of a CSV table is known by: its id, else its first two columns."""
    names = [*table.stored][:2] if table.index.derived else [table.index.name]
    return " / ".join(str(record.get(name, "")) for name in names)


def _article_rows(contents: Folder) -> Iterator[list[Any]]:
    """Yield the rows of the sheet on the article: each key at least once, so that it can be filled in."""
    for name, column in KEYS.items():
        value = said_of(contents, name)
        for one in (value or [None]) if column.kind == "list" else [value]:
            yield [name, to_cell(column, one) if column.kind != "list" else one, help_of(column)]


def _claim_row(item: Annotation, text: Text, named: dict[str, Column]) -> list[Any]:
    quote, which = told_apart(text, item)
    about = {"claim_id": item.claim_id, "quote": quote, "which": which, "motivation": item.motivation}
    record = item.body | about | {"creator": item.creator, "created": item.created}
    if "otherwise" in record:
        record["otherwise"] = reading(record["otherwise"], item.table.stored)
    return [to_cell(column, record.get(name)) for name, column in named.items()]


def told_apart(text: Text, item: Annotation) -> tuple[str, str | None]:
    """Return the words of an annotation in a cell, and what tells its place from others where they stand in several."""
    quote = JOINED.join(part.quote for part in item.parts).replace("\r\n", "\n")
    for which in (None, _by_sentence(text, item.parts), _by_number(text, item.parts)):
        try:
            parts, choices = asked(text, quote, which)
            found = locate(text, parts, choices)
        except PlaceError:
            continue
        if [(one.start, one.end) for one in found] == [(one.start, one.end) for one in item.parts]:
            return quote, which
    return quote, None


def _by_sentence(text: Text, parts: Sequence[Part]) -> str | None:
    """Return the number of each part's sentence where it stands in several places; None if a part stands in none."""
    numbers = []
    for part in parts:
        there = text.sentence(part.start)
        several = len(places(text.words, part.quote)) > 1
        if several and there is None:
            return None
        numbers.append(str(there["number"]) if several and there is not None else "")
    return "; ".join(numbers) if len(set(numbers)) > 1 else numbers[0] or None


def _by_number(text: Text, parts: Sequence[Part]) -> str:
    """Return which of its places each part stands in, from 1."""
    there = (bisect_left(places(text.words, part.quote), part.start, key=attrgetter("start")) for part in parts)
    return "; ".join(f"#{number + 1}" for number in there)


def asked(text: Text, quote: str, which: str | None) -> tuple[list[str], list[Choice]]:
    """Return the parts of a quote's cell, and what is asked of the place of each by the cell beside it.

    >>> text = Text.of("Five fled, five died.", 0, 21)
    >>> asked(text, "Five … died", "#1; ")
    (['Five', 'died'], [Choice(after='', before='', occurrence=1, sentence=None, within=''),
     Choice(after='', before='', occurrence=None, sentence=None, within='')])
    """
    split = re.split(r"\s+(?:…|\.\.\.)\s+", quote.strip())
    given = [one.strip() for one in (which or "").split(";")]
    whole = len(given) < len(split) and bool(places(text.words, quote))
    parts = [quote.strip()] if whole else split
    if len(given) == 1 or len(given) != len(parts):
        given = [(which or "").strip()] * len(parts)
    return parts, [_choice(one) for one in given]


def _choice(words: str) -> Choice:
    """Return what one entry asks: a sentence's number, which of the places, or longer words."""
    if re.fullmatch("[0-9]{1,6}", words):
        return Choice(sentence=int(words))
    if re.fullmatch("# ?[0-9]{1,6}", words):
        return Choice(occurrence=int(words[1:]))
    return Choice(within=words)
