"""One folder in, its tables out; every problem of a folder, one by one."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from libya_kit import annotations as w3c
from libya_kit import markup, schema
from libya_kit.annotations import Annotation
from libya_kit.errors import ArticleError

BUNDLED = "tripoli-2019-04-08"
LARGEST_FILE = 64 * 1024 * 1024
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
_TITLES = "Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Sgt Cpl Adm Cmdr Brig Sen Rep Gov St No vs etc".split()
_SENTENCE_END = re.compile(r"[.!?]+[”’\"')\]]*(?=\s+[“‘\"'(\[]?[^\Wa-z_])")
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True, eq=False)
class AnnotatedArticle:
    """An article with its annotations as DataFrames; the columns of each are in `data_dictionary()`.

    Claim tables are indexed by ``claim_id`` and end with the exact words of each claim. Counts are people (or what
    ``unit`` says), dates are days, offsets are Unicode code points into ``text``.
    """

    folder: Path
    text: str
    sha256: str
    title: str
    publisher: str
    published_on: pd.Timestamp
    language: str
    body_start: int
    body_end: int
    codebook: str
    agencies: tuple[str, ...] = ()
    rights: str = ""
    dating: str = ""
    focus: str | None = None
    not_said: tuple[str, ...] = ()
    casualties: pd.DataFrame = field(default_factory=pd.DataFrame)
    displacement: pd.DataFrame = field(default_factory=pd.DataFrame)
    stances: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    mentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    actors: pd.DataFrame = field(default_factory=pd.DataFrame)
    places: pd.DataFrame = field(default_factory=pd.DataFrame)
    tallies: pd.DataFrame = field(default_factory=pd.DataFrame)
    tally_pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    annotations: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def source_line(self) -> str:
        """The line that names the source under every chart and table.

        >>> load_article().source_line
        'Source: France 24 with AFP, AP and Reuters, 8 April 2019'
        """
        *others, last = self.agencies or ("",)
        agencies = f"{', '.join(others)} and {last}" if others else last
        return f"Source: {self.publisher}{f' with {agencies}' if last else ''}, {day(self.published_on)}"

    def name(self, actor: Any) -> str:
        """Return an actor's name; of NA, 'not named'."""
        return "not named" if pd.isna(actor) else str(self.actors.at[actor, "name"])

    def _counts(self) -> dict[str, int]:
        return {table.name: len(getattr(self, table.name)) for table in schema.CLAIM_TABLES}

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts().items())
        return f"<AnnotatedArticle {self.title!r} ({self.publisher}, {self.published_on:%Y-%m-%d}): {counts}>"

    def _repr_html_(self) -> str:
        counts = pd.DataFrame(
            {"rows": self._counts(), "what a row is": {t.name: t.meaning for t in schema.CLAIM_TABLES}}
        ).rename_axis("table")
        return markup.element(
            "section",
            markup.element("p", markup.element("strong", self.title)),
            markup.element("p", self.source_line.removeprefix("Source: ")),
            markup.table(counts, caption="What is annotated"),
            class_="lk-card",
        )


def day(when: Any) -> str:
    """Return a day in words; of NA, 'day not given'.

    >>> day(pd.Timestamp("2019-04-08")), day(pd.NaT)
    ('8 April 2019', 'day not given')
    """
    return "day not given" if pd.isna(when) else f"{when.day} {when:%B %Y}"


def shipped(name: str) -> Path:
    """Return the folder `data` or `notebooks`, from the installed package or from the checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def load_article(folder: str | Path | None = None) -> AnnotatedArticle:
    """Return an annotated article, its text, annotations and attributes verified.

    Parameters
    ----------
    folder
        The article's folder; None: the article that comes with the kit.

    Raises
    ------
    ArticleError
        Something in the folder cannot be right: the first problem, and how many more there are.

    Examples
    --------
    >>> load_article().casualties.loc["killed-25", ["qualifier", "low", "high"]].tolist()
    ['at_least', 25, <NA>]
    """
    folder = shipped("data") / BUNDLED if folder is None else Path(folder)
    article, problems = _read(folder)
    if article is None or problems:
        first, more = problems[0], len(problems) - 1
        count = f"{more} more problem{'s' * (more > 1)}: run libya-kit check {folder.name}" if more else ""
        raise ArticleError(first.what, file=first.file, place=first.place,
                           mend="; ".join(filter(None, (first.mend, count))))  # fmt: skip
    return article


def check(folder: str | Path | None = None) -> tuple[list[ArticleError], list[str]]:
    """Return every problem of an article's folder, and then the warnings, each one line.

    >>> problems, warnings = check()
    >>> len(problems)
    0
    """
    folder = shipped("data") / BUNDLED if folder is None else Path(folder)
    article, problems = _read(folder)
    return problems, [] if article is None else list(_warnings(article))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ArticleError
        It is missing, no ordinary file, cannot be read, or is larger than 64 MiB.
    """

    def refuse(what: str, mend: str) -> NoReturn:
        raise ArticleError(what, file=path.name, mend=mend)

    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            refuse("not an ordinary file", "put the file itself there")
        if about.st_size > LARGEST_FILE:
            refuse(f"larger than {LARGEST_FILE >> 20} MiB", "is it the right file?")
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"the file is missing in {path.parent.name or '.'}", "add it; an article's folder holds " + ", ".join(FILES))
    except (OSError, ValueError) as error:
        refuse(f"cannot be read ({getattr(error, 'strerror', None) or error})", "make it readable")


def _read(folder: Path) -> tuple[AnnotatedArticle | None, list[ArticleError]]:
    """Return the article, or None where no table can be made, and every problem found on the way."""
    if not folder.is_dir():
        return None, [ArticleError("no such folder", file=folder.name or str(folder), mend="name an article's folder")]
    problems: list[ArticleError] = []
    raw: dict[str, bytes] = {}
    for name in FILES:
        try:
            raw[name] = read_bytes(folder / name)
        except ArticleError as problem:
            problems.append(problem)
    try:
        if len(raw) < len(FILES):
            return None, problems
        try:
            text = raw["article.txt"].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(f"byte {error.start} is not UTF-8", file="article.txt", mend="save it as UTF-8") from None
        sha256 = hashlib.sha256(raw["article.txt"]).hexdigest()
        about = _about(raw["article.json"], text, sha256, problems)
        head, items, found = w3c.read(raw["annotations.jsonld"], text)
    except ArticleError as problem:
        return None, [*problems, problem]
    problems += found
    for key, wanted in (("sha256", sha256), ("codebook", about.get("codebook")), ("text", "article.txt")):
        if head.get(key) != wanted:
            problems.append(ArticleError(f"{key} is {head.get(key)!r}, but article.json and the text have {wanted!r}",
                                         file="annotations.jsonld", mend="annotate the text that lies beside it"))  # fmt: skip
    files: dict[str, list[dict[str, Any]]] = {}
    for table in schema.FILE_TABLES:
        files[table.name] = list(_csv_records(raw[f"{table.name}.csv"], table, problems))
    problems += _dangling(items, files, about)
    if problems:
        return None, problems
    return _article(folder, text, about, items, files), problems


def _about(raw: bytes, text: str, sha256: str, problems: list[ArticleError]) -> dict[str, Any]:
    """Return what article.json says, adding its problems."""
    about = w3c.parse_json(raw, "article.json")
    if not isinstance(about, dict):
        raise ArticleError("not an object of keys and values", file="article.json", mend="see data/README.md for the keys")
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
            add(f"the text has changed: its SHA-256 begins {sha256[:12]}, not {about['sha256'][:12]}, its length is "
                f"{len(text)}, not {about['length']}", "restore article.txt, or annotate the new text")  # fmt: skip
        elif not 0 <= about["body_start"] < about["body_end"] <= len(text):
            add(f"the body {about['body_start']}-{about['body_end']} does not lie in the text", "correct body_start and body_end")
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
    columns = table.stored if table is schema.TALLY_PAIRS else {table.index.name: table.index} | table.stored
    if not rows:
        return add("the file is empty", "begin with the header " + ",".join(columns))
    header = rows[0][1]
    if sorted(header) != sorted(columns):
        odd = next((name for name in header if name not in columns or header.count(name) > 1), None)
        missing = next((name for name in columns if name not in header), None)
        what = f"the column {odd!r} is not known or given twice" if odd is not None else f"the column {missing!r} is missing"
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
            value = tuple(cell.split(";")) if column.kind == "list" else cell
            if what := column.fault(value):
                add(what, "correct the cell", line)
            record[name] = value
        if len(record) and (key := record.get(table.index.name)) is not None:
            if key in seen:
                add(f"the id {key!r} is given twice", "give the second a name of its own", line)
                continue
            seen.add(key)
            yield record


def _dangling(items: list[Annotation], files: dict[str, list[dict[str, Any]]], about: dict[str, Any]) -> Iterator[ArticleError]:
    """Yield each id that names nothing, and each tally that its claim does not fit."""
    ids = {table.name: {record[table.index.name] for record in files[table.name]} for table in schema.FILE_TABLES}
    ids["events"] = {item.body["event"] for item in items if item.table is schema.EVENTS and "event" in item.body}
    ids["casualties"] = {item.claim_id for item in items if item.table is schema.CASUALTIES}

    def dangling(columns: Iterator[schema.Column], record: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for column in columns:
            value = record.get(column.name)
            if column.refers in ids and isinstance(value, str) and value not in ids[column.refers]:
                yield (f"{column.name} {value!r} names nothing in {column.refers}", schema.nearest(value, sorted(ids[column.refers])))

    for table in schema.FILE_TABLES:
        for record in files[table.name]:
            for what, mend in dangling(iter(table.columns), record):
                yield ArticleError(what, file=f"{table.name}.csv", place=record[table.index.name], mend=mend)
            for column in ("part_of", "side"):
                if column == "part_of" and record.get(column) == record[table.index.name]:
                    yield ArticleError("is part of itself", file=f"{table.name}.csv", place=record[table.index.name],
                                       mend="correct part_of")  # fmt: skip
    measures = {record["tally"]: record.get("measure") for record in files["tallies"]}
    for item in items:
        for what, mend in dangling(iter(item.table.columns), item.body):
            yield ArticleError(what, file="annotations.jsonld", place=item.claim_id, mend=mend)
        tally = item.body.get("tally")
        if tally in measures and item.body.get("measure") != measures[tally]:
            yield ArticleError(f"measure {item.body.get('measure')!r}, but its tally {tally!r} counts {measures[tally]!r}",
                               file="annotations.jsonld", place=item.claim_id, mend="correct the tally or the measure")  # fmt: skip
        if item.body.get("corrects") == item.claim_id:
            yield ArticleError("corrects itself", file="annotations.jsonld", place=item.claim_id, mend="name the earlier claim")
    for record in files["tally_pairs"]:
        if record.get("tally") == record.get("other"):
            yield ArticleError("a tally is paired with itself", file="tally_pairs.csv", place=record["pair"], mend="name two")
    if (focus := about.get("focus")) is not None and focus not in ids["events"]:
        yield ArticleError(f"focus {focus!r} names no event", file="article.json", mend=schema.nearest(focus, sorted(ids["events"])))


def _article(folder: Path, text: str, about: dict[str, Any], items: list[Annotation],
             files: dict[str, list[dict[str, Any]]]) -> AnnotatedArticle:  # fmt: skip
    """Return the article with all its tables; everything is verified by now."""
    sentences = list(sentence_records(text, about["body_start"], about["body_end"]))
    numbers = [None] * (len(text) + 1)
    for record in sentences:
        numbers[record["start"] : record["end"]] = [record["number"]] * (record["end"] - record["start"])
    records: dict[str, list[dict[str, Any]]] = {table.name: [] for table in schema.CLAIM_TABLES}
    parts: list[dict[str, Any]] = []
    sides = {record["actor_id"]: record.get("side") for record in files["actors"]}
    for item in items:
        anchor = item.anchor
        record = item.body | {"claim_id": item.claim_id, "quote": item.quote, "start": anchor.start, "end": anchor.end,
                              "sentence": numbers[anchor.start]}  # fmt: skip
        if "qualifier" in record:
            record["low"], record["high"] = bounds(record)
        if item.table is schema.CASUALTIES:
            record["standing"] = _standing(sides, record)
        records[item.table.name].append(record)
        parts += (
            {"claim_id": item.claim_id, "part": number, "kind": item.table.name, "quote": part.quote, "start": part.start,
             "end": part.end, "sentence": numbers[part.start], "status": part.status, "creator": item.creator,
             "created": item.created}
            for number, part in enumerate(item.parts, 1)
        )  # fmt: skip
    named = [record.get("actor") for record in records["mentions"]]
    for record in files["actors"]:
        record["mentions"] = named.count(record["actor_id"])
    frames = {name: schema.TABLES[name].frame(rows) for name, rows in (records | files).items()}
    return AnnotatedArticle(
        folder=folder, text=text,
        sentences=schema.SENTENCES.frame(sentences), annotations=schema.ANNOTATIONS.frame(parts), **frames,
        **{key: tuple(value) if isinstance(value, list) else value for key, value in about.items()
           if key not in ("length", "published_on")},
        published_on=pd.Timestamp(about["published_on"]),
    )  # fmt: skip


def bounds(quantity: dict[str, Any]) -> tuple[int | None, int | None]:
    """Return the smallest and the largest count that a quantity's words support; None: not stated, not 0.

    >>> bounds({"qualifier": "at_least", "value": 25}), bounds({"qualifier": "vague", "term": "dozens"})
    ((25, None), (None, None))
    """
    value = quantity.get("value")
    return {
        "exact": (value, value),
        "at_least": (value, None),
        "at_most": (0, value),
        "range": (quantity.get("low"), quantity.get("high")),
    }.get(quantity["qualifier"], (None, None))


def _standing(sides: dict[str, str | None], record: dict[str, Any]) -> str:
    """Return where a casualty claim's source stands: by the sides of the source and of the victims."""
    side = sides[record["source"]]
    if side is None:
        return "outside"
    victims = record.get("victims")
    return "own_dead" if victims is not None and sides[victims] == side else "party_organ"


def sentence_records(text: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    """Yield the sentences between two offsets; a paragraph without end punctuation is a heading, not a sentence.

    >>> [one["text"] for one in sentence_records("Gen. Thomas spoke. “Go.” He left.\\n\\nHeading\\n\\nNext.", 0, 49)]
    ['Gen. Thomas spoke.', '“Go.”', 'He left.', 'Next.']
    """
    section, number = None, 0
    for paragraph, match in enumerate(re.finditer(r"[^\r\n]+", text[start:end]), 1):
        words, at = match[0], start + match.start()
        if not words.strip():
            continue
        if not re.search(r"[.!?…][”’\"')\]]*\s*$", words):
            section = words.strip()
            continue
        cuts = [cut.end() for cut in _SENTENCE_END.finditer(words) if not _abbreviated(words[: cut.start()])]
        for first, last in zip([0, *cuts], [*cuts, len(words)], strict=True):
            sentence = words[first:last].strip()
            begin = at + first + (len(words[first:last]) - len(words[first:last].lstrip()))
            number += 1
            yield {"number": number, "text": sentence, "start": begin, "end": begin + len(sentence),
                   "paragraph": paragraph, "section": section}  # fmt: skip


def _abbreviated(before: str) -> bool:
    """Return whether the words before a full stop end in a title or an initial."""
    last = re.split(r"[\s(“\"]", before)[-1]
    return last in _TITLES or re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", last) is not None


def _warnings(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what is allowed but worth a second look."""
    if article.text.startswith("\ufeff"):
        yield "article.txt: begins with a byte order mark (BOM); it is kept and counts as one code point"
    if "\r\n" in article.text:
        yield "article.txt: has CRLF line ends; they are kept and count as two code points"
    for claim_id, row in article.annotations[article.annotations["status"] == "found"].iterrows():
        yield f"annotations.jsonld: {claim_id}: {row['quote'][:80]!r} was found at {row['start']}-{row['end']}, not at its offsets"
    claims = pd.concat([article.casualties, article.displacement])
    for claim_id, row in article.casualties.iterrows():
        yield from _weekday_warnings(article, claim_id, row)
    for (one, first), (two, second) in combinations(claims.iterrows(), 2):
        if first["measure"] == second["measure"] and first["start"] < second["end"] and second["start"] < first["end"]:
            yield f"annotations.jsonld: {one} and {two} share words and measure ({first['measure']}); are they one claim?"
    yield from _sum_warnings(article.casualties)


def _weekday_warnings(article: AnnotatedArticle, claim_id: Any, row: pd.Series) -> Iterator[str]:
    """Yield where a claim's day is none of the weekdays that its sentence names."""
    if pd.isna(row["sentence"]) or pd.isna(row["reported_on"]):
        return
    words = article.sentences.at[row["sentence"], "text"]
    named = [weekday for weekday in _WEEKDAYS if w3c.holds(words, weekday)]
    if named and f"{row['reported_on']:%A}" not in named:
        yield (f"annotations.jsonld: {claim_id}: reported_on {row['reported_on']:%Y-%m-%d} is a {row['reported_on']:%A}, "
               f"but its sentence says {', '.join(named)}")  # fmt: skip


def _sum_warnings(casualties: pd.DataFrame) -> Iterator[str]:
    """Yield where a value is the sum of others of its measure, of its day or earlier."""
    latest = pd.Timestamp(date.max)
    for claim_id, row in casualties[casualties["value"].notna()].iterrows():
        day_of = casualties["reported_on"].fillna(latest)
        others = casualties[(casualties["measure"] == row["measure"]) & casualties["value"].notna()
                            & (casualties.index != claim_id) & (day_of <= day_of[claim_id])].head(12)  # fmt: skip
        for size in range(2, len(others) + 1):
            for some in combinations(others.index, size):
                if others.loc[list(some), "value"].sum() == row["value"]:
                    yield f"annotations.jsonld: {claim_id}: {row['value']} is the sum of {', '.join(some)}; was it added up?"
