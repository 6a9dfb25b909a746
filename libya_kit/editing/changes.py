"""What goes into an article's folder: what a file brings, checked as a whole folder before anything is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.csv_files import csv_of
from libya_kit.article.folder import Folder
from libya_kit.editing.three_way import CLAIMS, Choices, Compared, Comparison, Row, plain, row_of
from libya_kit.editing.transaction import same, tried, write
from libya_kit.errors import ArgumentError, ArticleError, nearest, one_line, one_of
from libya_kit.files import read_bytes, write_whole
from libya_kit.text.html import unshowable

OUTCOMES = ("noted", "taken", "changed", "unchanged", "kept", "removed", "left out", "conflict", "refused")
"""What becomes of a row, in every format: a table of docs/annotation-tools.md says what each means."""
BLOCKING = ("conflict", "refused")
"""The outcomes that keep everything else out."""
REPORT = ("where", "table", "id", "outcome", "what")

IN_PLACE_OF_ALL = Comparison(None, Choices(replace=True))
"""The comparison of annotations that come in place of all that the folder holds."""


@dataclass(frozen=True)
class Import:
    """What a file brings to an article's folder, and the report on it: a row each of what was taken, or not, and why.

    `annotations` are all that the folder shall hold afterwards; `records` those of the CSV tables that the file
    carries (a table that is not named stays as it is); `about` and `head` the keys of article.json and of the page's
    head that it sets; `files` other files that it keeps in the folder, such as what only its tool can hold; `beside` is
    a file beside the one that was read, with its content: what that held, to compare with when it comes back again;
    `since` is the folder that the report speaks of, else nothing is known of it.
    """

    annotations: list[Annotation]
    report: pd.DataFrame
    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    beside: tuple[Path, bytes] | None = None
    since: Folder | None = None

    @property
    def refused(self) -> pd.DataFrame:
        """The rows of the report that keep the rest out: refused, or changed on both sides and not decided."""
        return self.report[self.report["outcome"].isin(BLOCKING)]


def row(outcome: str, where: str, what: object = "", *, table: str = "", id: str = "") -> dict[str, str]:
    """Return one row of a report.

    >>> row("refused", "line 3", "the quote stands nowhere", id="killed-25")["outcome"]
    'refused'
    """
    one_of("outcome", outcome, OUTCOMES)
    return {"where": where, "table": table, "id": id, "outcome": outcome, "what": str(what)}


def gather(
    contents: Folder,
    annotations: Iterable[tuple[str, Annotation]],
    rows: Iterable[dict[str, str]] = (),
    *,
    comparison: Comparison = IN_PLACE_OF_ALL,
    **more: Any,
) -> Import:
    """Return the import of the annotations that a file holds.

    Parameters
    ----------
    contents
        What the folder holds now.
    annotations
        Each with where it stands in the file. Its parts keep the context that the folder has for the same words.
    rows
        The report on what is not among them: refused, left out. What they name is not taken out of the folder.
    comparison
        What went out, and what the user decides; without it, the annotations come in place of all.
    more
        The `records`, `about` and `head` of `Import`.
    """
    held = {one.claim_id: one for one in contents.items}
    report, result = list(rows), []
    spared = {one["id"] for one in report}
    for where, new in annotations:
        if what := _unwritable(new):
            report.append(row("refused", where, f"it holds {what}", table=new.table.name, id=new.claim_id))
            spared.add(new.claim_id)
            continue
        old = held.pop(new.claim_id, None)
        compared = comparison.row(CLAIMS, new.claim_id, row_of(new), row_of(old) if old else None)
        if compared.row is not None:
            result.append(_annotation(compared.row, new, old))
        report.append(row(compared.outcome, where, compared.what, table=new.table.name, id=new.claim_id))
    for name, old in held.items():
        compared = Compared("kept", row_of(old)) if name in spared else comparison.row(CLAIMS, name, None, row_of(old))
        if compared.row is not None:
            result.append(old)
        what = f"{old.quote[:80]!r} is no longer there" if compared.outcome == "removed" else compared.what
        if name not in spared:
            report.append(row(compared.outcome, "", what, table=old.table.name, id=name))
    return Import(result, pd.DataFrame(report, columns=REPORT), since=contents, **more)


def _annotation(values: Row, new: Annotation, old: Annotation | None) -> Annotation:
    """Return the annotation of a compared row; each part keeps the context that the folder has for the same words."""
    if old is None:
        return new
    if plain(row_of(old)) == values:
        return old
    parts = {(part.start, part.end): part for side in (new, old) for part in side.parts}
    placed = tuple(parts[start, end] for start, end in values["quote"])
    if plain(row_of(new)) == values:
        return replace(new, parts=placed)
    body = {key: _value(values[key], key, old, new) for key in {**old.body, **new.body} if key in values}
    table = new.table if new.table.name == values["table"] else old.table
    body = {key: body[key] for key in table.stored if key in body}
    motivation = values.get("motivation", old.motivation)
    return Annotation(old.claim_id, table, body, placed, motivation, values.get("creator"), values.get("created"))


def _value(value: Any, key: str, *sides: Annotation) -> Any:
    """Return an attribute's value as the side has it from which it comes."""
    return next(side.body[key] for side in sides if key in side.body and plain({key: side.body[key]}).get(key) == value)


def _unwritable(one: Annotation) -> str | None:
    """Return the half of a surrogate pair that an annotation holds, named: no file in UTF-8 can."""
    told = [one.claim_id, one.body, one.motivation, one.creator, one.created]
    return unshowable(json.dumps(told, ensure_ascii=False))


def apply(folder: str | Path, given: Import, *, dry_run: bool = False) -> Import:
    """Write an import into its folder if nothing of it is refused; return it with the final report.

    The folder as it would be is checked by the same rules as one that is read; each problem is a refused row.

    Raises
    ------
    ArticleError
        The folder itself holds something that cannot be right, has changed since the import was made for it, or cannot
        be written.
    """
    folder = Path(folder)
    contents = folders.sound(folder)
    if not given.refused.empty:
        return given
    if given.since is not None:
        same(contents, given.since)
    files = _changed_files(contents, given)
    if problems := _problems(contents, files, given):
        where = {(one["table"], one["id"]): one["where"] for one in given.report.to_dict("records")}
        by_id = {name: (table, there) for (table, name), there in where.items() if name}
        rows = []
        for problem in problems:
            name = str(problem.place or "")
            table, there = by_id.get(name, ("", ""))
            what = "; ".join(str(part) for part in (problem.what, problem.mend) if part)
            rows.append(
                row("refused", there or str(problem.file or ""), what, table=table, id=str(problem.place or ""))
            )
        report = pd.concat([given.report, pd.DataFrame(rows, columns=REPORT)], ignore_index=True)
        return replace(given, report=report)
    if not dry_run:
        write(folder, files, since=contents)
        if given.beside is not None and not _written(*given.beside):
            what = "cannot be written: what the file holds now will look changed when it comes back again"
            more = pd.DataFrame([row("noted", given.beside[0].name, what)], columns=REPORT)
            return replace(given, report=pd.concat([given.report, more], ignore_index=True))
    return given


def _written(path: Path, content: bytes) -> bool:
    """Write a file beside what was read, unless it stands there so; return whether that could be done."""
    try:
        if not path.exists() or read_bytes(path) != content:
            write_whole(path, content)
    except (OSError, ArticleError):
        return False
    return True


def _changed_files(contents: Folder, given: Import) -> dict[str, bytes]:
    """Return the bytes of the files that the import changes; the others are not touched."""
    files: dict[str, bytes] = {}
    head = contents.head | given.head
    if head != contents.head or _sorted(given.annotations) != _sorted(contents.items):
        files["annotations.jsonld"] = w3c.write(
            {key: head[key] for key in head if head[key] is not None}, given.annotations
        )
    about = {key: value for key, value in (contents.about | given.about).items() if value is not None}
    if about != contents.about:
        order = [column.name for column in schema.ABOUT if column.name in about]
        files["article.json"] = json_bytes({key: about[key] for key in dict.fromkeys([*order, *about])})
    for table in schema.FILE_TABLES:
        if (records := given.records.get(table.name)) is not None and records != contents.files[table.name]:
            files[f"{table.name}.csv"] = csv_records(table, records)
    kept = {name: read_bytes(path) for name in given.files if (path := contents.path / name).exists()}
    return files | {name: content for name, content in given.files.items() if kept.get(name) != content}


def _sorted(annotations: Sequence[Annotation]) -> list[Annotation]:
    return sorted(annotations, key=lambda one: one.claim_id)


def _problems(now: Folder, files: dict[str, bytes], given: Import) -> list[ArticleError]:
    """Return what would be wrong with the folder if its files were these, in sound files of further annotators too."""
    with tried(now.path, files) as trial:
        contents, problems = folders.read(trial)
    if contents is not None and not problems:
        for name in folders.annotators(now.path).values():
            with suppress(ArticleError):
                folders.page(now, now.path / name)
                try:
                    folders.page(contents, now.path / name)
                except ArticleError as problem:
                    problems.append(problem)
        for name, records in given.records.items():
            if contents.files[name] != records:
                problems.append(
                    ArticleError("a list holds an item with ';' in it", file=f"{name}.csv", mend="reword it")
                )
    return problems


def told(given: Import, *, dry_run: bool = False) -> Iterator[str]:
    """Yield what the user is told of an import: a line each of what is not simply taken, and a line on the whole."""
    for one in given.report.sort_values("outcome", key=lambda column: column.map(OUTCOMES[::-1].index)).itertuples():
        if one.outcome != "unchanged" and (one.outcome not in ("taken", "kept") or one.what):
            named = f" ({one.id})" if one.id and one.id not in one.where else ""
            yield one_line(f"{one.outcome}: {': '.join(part for part in (one.where + named, one.what) if part)}", 1000)
    counts = given.report["outcome"].value_counts()
    counted = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES[1:] if outcome in counts) or "no rows"
    if "conflict" in counts:
        yield "changed on both sides: say whose word counts, --take file or --take folder; of one row, --take file:ID"
    refused = len(given.refused) > 0
    yield counted + (": nothing is written" if refused else ": a dry run, nothing is written" if dry_run else "")


def save_annotations(
    folder: str | Path,
    annotations: Iterable[Annotation] = (),
    *,
    tables: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    about: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Add annotations and rows of the CSV tables to an article's folder, all of them or none.

    Parameters
    ----------
    folder
        The article's folder.
    annotations
        As `annotate` returns them; one with the id of another that the folder holds comes in its place.
    tables
        Rows for actors, places, tallies and tally_pairs, as in ``{"actors": [{"actor_id": ..., "name": ...}]}``; a row
        with an id that the table holds comes in its place.
    about
        Keys of article.json to set, such as `focus`.

    Returns
    -------
    DataFrame
        What was taken and changed, a row each.

    Raises
    ------
    ArticleError
        Something cannot be right; the folder is as it was.

    Examples
    --------
    >>> from libya_kit import load_article
    >>> save_annotations(load_article().folder)["outcome"].unique().tolist()
    ['unchanged']
    """
    if not isinstance(folder, str | Path):
        raise ArgumentError(
            f"{type(folder).__name__} is no folder", mend="give the article's folder, as article.folder"
        )
    contents = folders.sound(Path(folder))
    new = list(annotations) if isinstance(annotations, Iterable) else [annotations]
    for name, value in (("tables", tables), ("about", about)):
        if not isinstance(value, Mapping | None):
            raise ArgumentError(f"{name}={value!r:.60} is not known", mend="give a mapping of names")
    if not all(isinstance(one, Annotation) for one in new):
        raise ArgumentError("not all are annotations", mend="give what annotate returns, in a list")
    ids = {one.claim_id for one in new}
    if len(ids) < len(new):
        ((double, _),) = Counter(one.claim_id for one in new).most_common(1)
        raise ArticleError("this id is given twice", place=double, mend="give the second a name of its own")
    columns = {column.name: column for column in schema.ABOUT}
    for key, value in (about or {}).items():
        if key in columns and value is not None and (what := columns[key].fault(value)):
            raise ArticleError(what, file="article.json", mend=None if "; " in what else "correct the value")
    kept = [("", one) for one in contents.items if one.claim_id not in ids]
    records = {name: _merged(contents, name, rows) for name, rows in (tables or {}).items()}
    given = gather(contents, [*kept, *(("", one) for one in new)], records=records, about=dict(about or {}))
    given = apply(folder, given)
    for one in given.refused.itertuples():
        more = len(given.refused) - 1
        what = one.what + (f" ({more} more problem{'s' * (more > 1)})" if more else "")
        raise ArticleError(what, file=one.where or None, place=one.id or None)
    return given.report


def _merged(contents: Folder, name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a table's records with the rows added, or in place of those of the same id."""
    tables = {table.name: table for table in schema.FILE_TABLES}
    one_of("table", name, tables)
    table = tables[name]
    held = {record[table.index.name]: record for record in contents.files[name]}
    pairs = {(record.get("tally"), record.get("other")): number for number, record in held.items()}
    listed: list[Any] = list(rows) if isinstance(rows, Iterable) and not isinstance(rows, Mapping) else [rows]
    if isinstance(rows, Mapping) or not all(isinstance(given, Mapping) for given in listed):
        raise ArgumentError(f"{name} is not a list of rows", mend="give a list of mappings of columns to values")
    for number, given in enumerate(listed, len(held) + 1):
        filled = {key: value for key, value in given.items() if value is not None and value != []}
        record = {key: tuple(value) if isinstance(value, list) else value for key, value in filled.items()}
        for key, value in record.items():
            if key not in table.in_file:
                raise ArticleError(f"unknown column {key!r}", file=name, mend=nearest(key, table.in_file))
            if what := table.in_file[key].fault(value):
                raise ArticleError(what, file=name, place=record.get(table.index.name), mend="correct the value")
        if table.index.derived:
            record[table.index.name] = pairs.get((record.get("tally"), record.get("other")), number)
        elif table.index.name not in record:
            raise ArticleError(f"{table.index.name} is missing", file=name, mend="give each row its id")
        held[record[table.index.name]] = record
    return list(held.values())


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def csv_records(table: schema.Table, records: Iterable[dict[str, Any]]) -> bytes:
    r"""Return records as the bytes of the table's own CSV file; an absent key is an empty cell.

    >>> csv_records(schema.PLACES, [{"place_id": "amel", "name": "Port Amel", "precision": "city"}])
    b'place_id,name,part_of,precision\namel,Port Amel,,city\n'
    """
    rows = ([record.get(name, "") for name in table.in_file] for record in records)
    return csv_of(table.in_file, ([";".join(c) if isinstance(c, tuple) else c for c in row] for row in rows))
