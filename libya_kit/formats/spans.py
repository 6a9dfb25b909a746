"""Plain spans: JSON Lines of a text and its spans, as many programs for named entities write and read them.

A span has `start`, `end` and `label`; going out, also the annotation's name and attributes. Such files hold no words of
the spans: offsets are checked for what can be checked, and the file that goes out names its unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.w3c import parse_json
from libya_kit.editing.changes import Import, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Words

SUFFIX = "-spans"
UNIT = "code points"
LISTS = ("spans", "entities", "label", "labels", "ents")
"""Under which key a line has its spans."""
REJECTED = ("reject", "ignore")
"""Prodigy's answers by which an annotator says no."""


def write(folder: Path, out: Path) -> list[str]:
    """Write an article as one line of text and spans; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    spans = [span for one in contents.items for span in _spans(one)]
    line = json.dumps({"text": contents.text, "unit": UNIT, "spans": spans}, ensure_ascii=False)
    tool_files.write_files(
        out,
        {
            f"{name}.jsonl": f"{line}\n".encode(),
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    return [
        f"{len(contents.items)} annotations as {len(spans)} spans: {out}",
        f"who annotated when and why is kept aside in {name}{tool_files.SIDECAR}",
    ]


def _spans(one: Annotation) -> Iterator[dict[str, Any]]:
    """Yield an annotation's spans, with its attributes at the first."""
    for number, part in enumerate(one.parts):
        span = {"start": part.start, "end": part.end, "label": one.table.body, "id": one.claim_id}
        yield span if number else {**span, "attributes": one.body}


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what JSON Lines of spans bring to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".jsonl", ".json")
    line = our_line(read_bytes(file), contents, file.name)
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    if isinstance(line.get("unit"), str) and line["unit"] in (UNIT, "UTF-16 units", "UTF-8 bytes"):
        named = {"*": {"offsets": line["unit"]}, **named}
    found, rows = annotated(line)
    kept = tool_files.kept_aside(file, contents)
    return marks.gathered(
        contents, found, rows=rows, mapping=named, kept=kept, theirs=line["text"], choices=choices, file=file
    )


def our_line(raw: bytes, contents: Folder, file: str) -> dict[str, Any]:
    """Return the one line that holds the article's text.

    Raises
    ------
    ArticleError
        A line is no JSON object, no line holds the text, or more than one does.
    """
    text = tool_files.utf8(raw, file).removeprefix("\ufeff")
    if text.lstrip().startswith("["):
        lines = parse_json(text.encode("utf-8"), file)
    else:
        numbered = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
        lines = [parse_json(line.encode("utf-8"), f"{file}: line {at}") for at, line in numbered]
    if not lines or not all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in lines):
        raise ArticleError("not every line is an object with a text", file=file, mend="export it as JSON Lines")
    ours = [one for one in lines if not marks.difference(contents.text, one["text"])]
    if not ours:
        what = f"no line holds the article's text: {marks.difference(contents.text, lines[0]['text'])}"
        raise ArticleError(what, file=file, mend="export the whole text as one document")
    accepted = [one for one in ours if one.get("answer") not in REJECTED]
    if len(accepted) == 1 or (len(ours) > 1 and not accepted):
        ours = [*accepted, *(one for one in ours if one.get("answer") in REJECTED)][:1]
    if len(ours) > 1:
        raise ArticleError(f"{len(ours)} lines hold the article's text", file=file, mend="leave one of them")
    for key in LISTS:
        if isinstance(listed := ours[0].get(key), list):
            tool_files.limited(len(listed), file, tool_files.MOST_LINES, "spans")
    return dict(ours[0])


def annotated(line: Mapping[str, Any]) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return the marks of a line, spans of one name together, and a row for what cannot be read."""
    rows: list[dict[str, str]] = []
    found: dict[str, Mark] = {}
    listed = [(key, spans) for key in LISTS for spans in _lists(line.get(key))]
    if line.get("answer") in REJECTED:
        what = f"Prodigy's answer to this text is {line['answer']!r}"
        return [], [
            row("left out", f"{key} {number}", what, id=str(one.get("id", "")) if isinstance(one, dict) else "")
            for key, spans in listed
            for number, one in enumerate(spans, 1)
        ]
    if len({_outline(spans) for _, spans in listed}) > 1:
        keys = " and ".join(key for key, _ in listed)
        rows.append(row("refused", keys, "each a list of spans; leave the one that is meant"))
    for key, spans in listed[:1]:
        for number, one in enumerate(spans, 1):
            where = f"{key} {number}"
            try:
                span = _span(one)
                name = str(span.get("id") or where)
                found[name] = _mark(name, span, found.get(name))
            except ValueError as error:
                rows.append(row("refused", where, error))
    relations = line.get("relations")
    for number, one in enumerate(relations if isinstance(relations, list) else [], 1):
        kind = one.get("type", one.get("label")) if isinstance(one, dict) else one
        rows.append(row("left out", f"relations {number}", f"the kit has no place for the relation {kind!r:.60}"))
    return list(found.values()), rows


def _lists(held: Any) -> list[list[Any]]:
    """Return the lists of spans under a key that hold any: one, or of spaCy's groups several."""
    lists = list(held.values()) if isinstance(held, dict) else [held]
    return [one for one in lists if isinstance(one, list) and one]


def _outline(spans: list[Any]) -> str:
    """Return what tells a list of spans from another: the places and labels."""
    keys = ("start", "start_offset", "end", "end_offset", "label")
    return repr([[one.get(key) for key in keys] if isinstance(one, dict) else one for one in spans])


def _span(one: Any) -> dict[str, Any]:
    """Return a span as start, end, label and what else it says, from any of the usual forms."""
    if isinstance(one, list) and len(one) == 3:
        one = dict(zip(("start", "end", "label"), one, strict=True))
    if not isinstance(one, dict):
        raise ValueError(f"{one!r:.60} is no span; write start, end and label")
    start, end = one.get("start", one.get("start_offset")), one.get("end", one.get("end_offset"))
    if type(start) is not int or type(end) is not int or not isinstance(one.get("label"), str):
        raise ValueError(f"{one!r:.60} has no start, end and label")
    return one | {"start": start, "end": end}


def _mark(name: str, span: dict[str, Any], before: Mark | None) -> Mark:
    """Return the mark of a span, together with those of the same name before it."""
    place = ((span["start"], span["end"]),)
    told = span["attributes"] if isinstance(span.get("attributes"), dict) else {}
    if before is None:
        return Mark(name, span["label"], Words(place), told)
    if before.label != span["label"]:
        raise ValueError(f"{name!r:.60} is a {before.label!r:.60} already; give this span a name of its own")
    given = dict(before.given)
    for key, value in told.items():
        marks.add(given, key, value)
    return replace(before, words=Words(before.words.spans + place), given=given)
