"""The beginning of an article: its folder from a text, its claims from quotes."""

from __future__ import annotations

import hashlib
import operator
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.w3c import BODIES, CLAIM_ID, TEXT
from libya_kit.editing.changes import csv_records, json_bytes
from libya_kit.editing.locate import Choice, Text, locate
from libya_kit.errors import ArgumentError, ArticleError, nearest
from libya_kit.files import listed, path_of, read_bytes
from libya_kit.text.html import unshowable
from libya_kit.text.quotes import places

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"kit": "https://libya-kit.invalid/terms#", "@vocab": "https://libya-kit.invalid/terms#"},
]
SEPARATORS = "|-–—·•:/"
"""What may stand behind the headline in its line (a site's name follows) so that it still is the headline."""


def new_folder(
    folder: str | Path,
    text: str | Path,
    *,
    title: str,
    publisher: str,
    published_on: str,
    language: str = "en",
    agencies: Sequence[str] = (),
    annotator: str | None = None,
) -> list[str]:
    """Make an article's folder: the text byte for byte, article.json, no annotations yet, and empty tables.

    The body begins after the line of the headline where the text begins with it, else at 0, and ends with the text's
    last word; article.json holds both, to be corrected where a line of agencies or a menu belongs to neither.

    Parameters
    ----------
    folder
        The folder to make; what is over it is made too.
    text
        The file with the text, in UTF-8.
    title, publisher, published_on, language, agencies
        As article.json has them; `published_on` is written YYYY-MM-DD.
    annotator
        Who annotates; named in the head of the annotations.

    Returns
    -------
    list of str
        What was made, and what is peculiar about the text, a line each.

    Raises
    ------
    ArgumentError
        A value is not of its kind.
    ArticleError
        The folder holds something already, or the text cannot be read or is not UTF-8; nothing is made.
    """
    folder, source = path_of("folder", folder), path_of("text", text)
    given = {"title": title, "publisher": publisher, "agencies": list(agencies), "published_on": published_on}
    given["language"] = language
    for column in schema.ABOUT:
        if column.name in given and (what := column.fault(given[column.name])):
            raise ArgumentError(what, mend=None if "; " in what else "correct the value")
    try:
        if folder.exists() and not (folder.is_dir() and not any(listed(folder))):
            raise ArticleError("this folder holds something already", file=folder, mend="name another")
        place = folder.resolve().name
    except (OSError, ValueError, RuntimeError) as error:  # a RuntimeError: links that lead round
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ArticleError(what, file=folder, mend="name another") from None
    for name, words in (("annotator", annotator), ("the folder's name", place)):
        if held := unshowable(words):
            raise ArgumentError(f"{name} holds {held}", mend="give another")
    raw = read_bytes(source)
    words = _decoded(raw, source.name)
    start, end = body(words, title)
    sha256 = hashlib.sha256(raw).hexdigest()
    about = given | {
        "body_start": start,
        "body_end": end,
        "codebook": schema.CODEBOOK,
        "sha256": sha256,
        "length": len(words),
    }
    head = {"@context": CONTEXT, "id": f"{place}/annotations", "type": "AnnotationPage", "text": TEXT}
    head |= {"sha256": sha256, "codebook": schema.CODEBOOK} | ({"creator": annotator} if annotator else {})
    files = {TEXT: raw, "article.json": json_bytes(about), "annotations.jsonld": w3c.write(head, [])}
    files |= {f"{table.name}.csv": csv_records(table, []) for table in schema.FILE_TABLES}
    _make(folder, files)
    return [f"made {folder}: {len(words)} characters, SHA-256 {sha256[:12]}…", *_peculiar(words, start, end)]


def _decoded(raw: bytes, name: str) -> str:
    """Return the text of the bytes."""
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"byte {error.start} is not UTF-8", file=name, mend="save the text as UTF-8") from None
    if not words.replace("\ufeff", "").strip():
        raise ArticleError("the text is empty", file=name, mend="give the article's text")
    return words


def body(text: str, title: str) -> tuple[int, int]:
    r"""Return where the body begins and ends: after the line of the headline where the text begins with it, else at 0.

    >>> body("Ferry sinks | Amel Gazette\n\nA ferry sank.\n", "Ferry sinks")
    (28, 41)
    >>> body("Ferry sinks off Port Amel, says the coastguard.", "Ferry sinks")
    (0, 47)
    """
    end = len(text.rstrip())
    first = next(iter(places(text, title)), None)
    if first is not None and not text[: first.start].strip("\ufeff \t\r\n"):
        rest = text[first.end :].splitlines(keepends=True) or [""]
        after = text[first.end + len(rest[0]) :]
        start = len(text) - len(after.lstrip())
        if (not rest[0].strip() or rest[0].strip()[0] in SEPARATORS) and start < end:
            return start, end
    return 0, end


def _make(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder with its files: beside its place, checked, and moved there when it is whole."""
    beside = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        beside.chmod(0o755)
        for name, content in files.items():
            (beside / name).write_bytes(content)
        folders.sound(beside)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except (OSError, ValueError) as error:
        what = f"cannot be made ({getattr(error, 'strerror', None) or error})"
        raise ArticleError(what, file=folder, mend="name another folder") from None
    finally:
        if beside is not None and beside.exists():
            shutil.rmtree(beside)


def _peculiar(text: str, start: int, end: int) -> list[str]:
    """Return what the user should know of a text, a line each."""
    lines = [f"the body is {start} to {end}, from {text[start:end][:40]!r}; if it is not, correct article.json"]
    if text.startswith("\ufeff"):
        lines.append("the text begins with a byte order mark (BOM); it is kept and counts as one character")
    if "\r\n" in text:
        lines.append("the text has CRLF line ends; they are kept and count as two characters")
    if what := unshowable(text):
        lines.append(f"the text holds {what}; no quote can hold it")
    return lines


def annotate(
    article: AnnotatedArticle | str | Path,
    table: str,
    /,
    quote: str | Sequence[str],
    *,
    claim_id: str,
    after: str | Sequence[str] = "",
    before: str | Sequence[str] = "",
    occurrence: int | Sequence[int | None] | None = None,
    motivation: str | None = None,
    creator: str | None = None,
    created: str | date | None = None,
    **attributes: Any,
) -> Annotation:
    """Return the annotation of words in an article: its offsets are found, its attributes checked.

    Parameters
    ----------
    article
        The article, or its folder.
    table
        The table's name (`casualties`, `displacement`, `stances`, `events`, `mentions`) or its body's (`Event`).
    quote
        The words; several parts where they stand apart, in the order of the text. Blanks, quotation marks and dashes
        may be others than the text's; letters and figures may not.
    claim_id
        The claim's name, unique in the article.
    after, before, occurrence
        What tells the places of words apart that stand in several: words before or after them in their paragraph, or
        which of the places it is, from 1. One for all parts that stand in several places, or one for each part.
    motivation, creator, created
        As in the annotations: why, by whom (where it is not the folder's annotator), and when.
    attributes
        The columns of the table, as `data_dictionary` has them: ``measure="killed"``; None is left out.

    Returns
    -------
    Annotation
        To be put into the folder by `save_annotations`.

    Raises
    ------
    ArgumentError
        The table is not known, or a choice is not of its form.
    ArticleError
        The words stand nowhere, or in several places (the candidates are listed); an attribute cannot be right.

    Examples
    --------
    >>> from libya_kit import load_article
    >>> claim = annotate(load_article(), "casualties", "killed at least 25", claim_id="killed-25", measure="killed",
    ...                  value=25, qualifier="at_least", population="unspecified", source="gna_health_ministry")
    >>> claim.parts[0].start, claim.parts[0].end
    (725, 743)
    """
    claims = table_of(table)
    text = _text_of(article)
    quotes = list(quote) if isinstance(quote, Sequence) and not isinstance(quote, str) else [quote]
    if not isinstance(claim_id, str) or not CLAIM_ID.fullmatch(claim_id):
        raise ArgumentError(f"claim_id={claim_id!r:.60} is no name", mend="use letters, digits, '-', '_' and '.'")
    if not quotes or not all(isinstance(one, str) and one.strip() for one in quotes):
        raise ArgumentError("the quote is empty", mend="give the words, or a list of them")
    afters, befores = (_each(name, value, quotes) for name, value in (("after", after), ("before", before)))
    numbers = _each("occurrence", occurrence, quotes)
    choices = [Choice(*one) for one in zip(afters, befores, numbers, strict=True)]
    parts = locate(text, quotes, choices, name=claim_id, how="by occurrence=, after= or before=")
    given = {key: _plain(value) for key, value in attributes.items() if not _absent(value)}
    given |= {column.name: column.kept(given[column.name]) for column in claims.lists if column.name in given}
    day = None if created is None else _plain(created)
    new = Annotation(claim_id, claims, given, parts, motivation or default_motivation(claims), creator, day)
    for fault in w3c.faults(new, TEXT, placed=True, text=text.words):
        raise ArticleError(fault.what, place=claim_id, mend=fault.mend)
    return new


def _text_of(article: AnnotatedArticle | str | Path) -> Text:
    """Return the text of an article, or of its folder."""
    if isinstance(article, AnnotatedArticle):
        return Text.of(article.text, article.body_start, article.body_end)
    if not isinstance(article, str | Path):
        raise ArgumentError(f"{type(article).__name__} is no article", mend="give one article, or its folder")
    contents = folders.sound(Path(article))
    return Text.of(contents.text, contents.about["body_start"], contents.about["body_end"])


def default_motivation(table: schema.Table) -> str:
    """Return why claims of a table are annotated where nothing else is said."""
    return "tagging" if table is schema.MENTIONS else "classifying"


def table_of(name: str) -> schema.Table:
    """Return a claim table by its own name or its body's.

    >>> table_of("Casualty").name, table_of("stances").name
    ('casualties', 'stances')
    """
    known = {name: table for body, table in BODIES.items() for name in (table.name, body, body.removesuffix("Claim"))}
    if not isinstance(name, str) or name not in known:
        mend = nearest(name, [table.name for table in schema.CLAIM_TABLES])
        raise ArgumentError(f"no table of claims is called {name!r}", mend=mend)
    return known[name]


def _each(name: str, value: Any, quotes: list[str]) -> list[Any]:
    """Return a choice for each part: the one that is given for all, or the given ones."""
    values = (
        [value] * len(quotes)
        if value is None or not isinstance(value, Sequence) or isinstance(value, str)
        else list(value)
    )
    if len(values) != len(quotes):
        raise ArgumentError(f"{name} has {len(values)} entries for {len(quotes)} parts", mend="give one for each part")
    kind = int if name == "occurrence" else str
    if not all(one is None or (isinstance(one, kind) and not isinstance(one, bool)) for one in values):
        raise ArgumentError(f"{name}={value!r} is not known", mend=f"give {'a number' if kind is int else 'words'}")
    return values


def _absent(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _plain(value: Any) -> Any:
    """Return a value as the annotations hold it: a day as YYYY-MM-DD, a whole number as Python's own."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | str | dict | float) or not hasattr(value, "__index__"):
        return value
    try:
        return operator.index(value)
    except TypeError:  # an array of several
        return value
