"""doccano: one line of text and labelled spans, and the list of labels.

doccano holds neither attributes nor names, and no words that stand apart: these are kept aside, and come back where the
spans are the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES
from libya_kit.editing.changes import Import, json_bytes, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Place, Places, Settled
from libya_kit.formats.spans import UNIT, annotated, our_line

SUFFIX = "-doccano"
_MAY_JOIN = re.compile(
    r"[^\t\n -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    r"\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff]"
)
"""Characters that may make one grapheme with another. A text without any counts the same in code points and graphemes,
and doccano counts in nothing else; where there are some, the offsets have to show their unit, or a mapping name it."""


def write(folder: Path, out: Path) -> list[str]:
    """Write an article's text and spans with the list of labels; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    spans = [[part.start, part.end, one.table.body] for one in contents.items for part in one.parts]
    line = json.dumps({"text": contents.text, "label": spans})  # in ASCII: doccano guesses encodings, and wrongly
    labels = [
        {
            "text": table.body,
            "prefix_key": None,
            "suffix_key": None,
            "background_color": colour,
            "text_color": "#000000",
        }
        for table, colour in zip(CLAIM_TABLES, marks.COLOURS, strict=True)
    ]
    tool_files.write_files(
        out,
        {
            f"{name}.jsonl": f"{line}\n".encode(),
            "labels.json": json_bytes(labels),
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    apart = sum(len(one.parts) > 1 for one in contents.items)
    pieces = f", and {apart} annotations in pieces" if apart else ""
    return [
        f"{len(contents.items)} annotations as {len(spans)} spans: {out}",
        "make a project for sequence labelling that allows overlapping spans, import labels.json, then the .jsonl",
        f"doccano holds no attributes and no names{pieces}: kept aside in "
        f"{name}{tool_files.SIDECAR}, and given back to spans that are not changed",
    ]


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what a line that doccano exports brings to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".jsonl")
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    line = our_line(read_bytes(file), contents, file.name)
    if not _MAY_JOIN.search(line["text"]):
        named = {"*": {"offsets": UNIT}, **named}
    found, rows = annotated(line)
    settled = marks.placed(contents.text, found, named, line["text"])
    kept = tool_files.kept_aside(file, contents)
    known = _known(contents, kept.entries if kept else {})
    given_marks, places, remarks, more = _together(found, settled, known)
    settled = replace(settled, places=tuple(places), remarks=tuple(remarks))
    return marks.gathered(
        contents,
        given_marks,
        rows=[*rows, *more],
        mapping=named,
        kept=kept,
        settled=settled,
        choices=choices,
        file=file,
    )


def _known(contents: Folder, kept: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, Places, dict[str, Any]]]:
    """Return the kind, places and attributes of what went out, by name: as kept aside, else as the folder has it."""
    aside = {
        name: (
            str(one["type"]),
            tuple((part[0], part[1]) for part in one["parts"]),
            one.get("body", {}),
        )
        for name, one in kept.items()
        if "type" in one and one.get("parts")
    }
    return aside or {
        one.claim_id: (one.table.body, tuple((part.start, part.end) for part in one.parts), one.body)
        for one in contents.items
    }


def _together(
    found: Sequence[Mark], settled: Settled, known: Mapping[str, tuple[str, Places, dict[str, Any]]]
) -> tuple[list[Mark], list[Places | None], list[str], list[dict[str, str]]]:
    """Return the marks with names and attributes given back where the spans of an annotation are all there."""

    def pieces(name: str) -> Iterator[tuple[str, Place]]:
        kind, places, _ = known[name]
        yield from ((kind, place) for place in places)

    here: dict[tuple[str, Place], list[int]] = {}
    for index, (mark, places) in enumerate(zip(found, settled.places, strict=True)):
        if places is not None:
            here.setdefault((mark.label, places[0]), []).append(index)
    wanted = Counter(key for name in known for key in pieces(name))
    marked, remarks, rows = [], [], []
    at: list[Places | None] = []
    used: set[int] = set()
    for name, (kind, places, body) in known.items():
        counts = [(len(here.get(key, ())), wanted[key]) for key in pieces(name)]
        if all(have >= want for have, want in counts):
            spent = [next(index for index in here[key] if index not in used) for key in pieces(name)]
            used |= set(spent)
            mark = found[spent[0]]
            marked.append(replace(mark, label=kind, given=body, claim_id=name))
            at.append(places)
            remarks.append("")
        elif any(have for have, _ in counts):
            here_still = {index for key in pieces(name) for index in here.get(key, ())}
            others = sorted(other for other in known if set(pieces(other)) & set(pieces(name)))
            what = f"not all spans of {' and '.join(others)} are there; mark them again, or delete the rest of them"
            rows.append(row("refused", ", ".join(found[index].where for index in sorted(here_still)), what, id=name))
            used |= here_still
    for index, (mark, places, remark) in enumerate(zip(found, settled.places, settled.remarks, strict=True)):
        if index not in used:
            marked.append(mark)
            at.append(places)
            remarks.append(remark)
    return marked, at, remarks, rows
