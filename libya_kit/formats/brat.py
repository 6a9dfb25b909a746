"""brat standoff: the text, the annotations, and the configuration that lets brat show exactly the kit's words.

A kind is a type, a word of a vocabulary an attribute (``A``), a claim that another names a relation (``R``); what else
an annotation says (its name, numbers, days, lists, sentences) is a note (``#``) that holds it as JSON, to be read and
edited in brat.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES, Column
from libya_kit.editing.changes import Import
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import LINKS
from libya_kit.formats.standoff import NOTE, annotated, kept, parse, returned

SUFFIX = "-brat"


def write(folder: Path, out: Path) -> list[str]:
    """Write an article's text and annotations with brat's configuration; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    tool_files.write_files(
        out,
        {
            f"{name}.txt": read_bytes(contents.path / "article.txt"),
            f"{name}.ann": standoff(contents),
            "annotation.conf": annotation_conf(contents),
            "visual.conf": visual_conf(),
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    return [
        f"{len(contents.items)} annotations: {out}",
        f"brat has no place for who annotated when and why: kept aside in {name}{tool_files.SIDECAR}",
        "actors, places and tallies are words to choose from there; their tables stay in the article's folder",
    ]


def standoff(contents: Folder) -> bytes:
    """Return the annotations as the lines of an .ann file: first those kept of an earlier one, then by their place."""
    lines, names, same = returned(contents)
    ordered = sorted(contents.items, key=lambda one: (one.parts[0].start, one.parts[0].end, one.claim_id))
    used = {line.split("\t")[0] for line in lines} | set(names.values())
    fresh = {letter: _fresh(letter, used) for letter in "TAR#"}
    names |= {one.claim_id: next(fresh["T"]) for one in ordered if one.claim_id not in names}
    relations = []  # at the end: some readers want both marks to stand before
    for one in ordered:
        if one.claim_id in same:
            continue
        target = names[one.claim_id]
        pieces = [piece for part in one.parts for piece in within_lines(contents.text, part.start, part.end)]
        spans = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(contents.text[start:end] for start, end in pieces)
        lines.append(f"{target}\t{one.table.body} {spans}\t{words}")
        told: dict[str, Any] = {"id": one.claim_id}
        for key, value in one.body.items():
            column = one.table.stored[key]
            if key in LINKS:
                others = value if isinstance(value, tuple) else (value,)
                relations += [f"{next(fresh['R'])}\t{key} Arg1:{target} Arg2:{names[other]}" for other in others]
            elif value is True or value in _tokens(column, contents):
                value = "" if value is True else f" {value}"
                lines.append(f"{next(fresh['A'])}\t{one.table.body}-{key} {target}{value}")
            else:
                told[key] = value
        lines.append(f"{next(fresh['#'])}\t{NOTE} {target}\t{marks.one_line(told)}")
    return "".join(f"{line}\n" for line in [*lines, *relations]).encode("utf-8")


def _fresh(letter: str, used: Collection[str]) -> Iterator[str]:
    """Yield the ids of a letter that are not used yet."""
    return (name for number in count(1) if (name := f"{letter}{number}") not in used)


def within_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Yield the pieces of words between line ends, without blanks at their edges: brat's marks cannot cross lines.

    >>> list(within_lines("one \n\n two", 0, 10))
    [(0, 3), (7, 10)]
    """
    for line in text[start:end].splitlines(keepends=True):
        if words := line.strip():
            first = start + line.index(words)
            yield first, first + len(words)
        start += len(line)


def _tokens(column: Column, contents: Folder) -> tuple[str, ...]:
    """Return a column's choices that a brat attribute can hold: one word each."""
    return tuple(word for word in marks.choices(column, contents) if re.fullmatch(r"[^\s|,<>]+", word))


def annotation_conf(contents: Folder) -> bytes:
    """Return brat's annotation.conf: the kinds, the vocabularies and ids as attributes, relations between claims."""
    lines = ["[entities]", *(table.body for table in CLAIM_TABLES), "", "[relations]"]
    links = [(name, table.body) for table in CLAIM_TABLES for name in table.links]
    lines += [f"{name}\tArg1:{body}, Arg2:{body}" for name, body in links]
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for table in CLAIM_TABLES:
        for column in table.stored.values():
            words = "|".join(_tokens(column, contents))
            if column.kind == "flag":
                lines.append(f"{table.body}-{column.name}\tArg:{table.body}")
            elif words and column.kind != "list":
                lines.append(f"{table.body}-{column.name}\tArg:{table.body}, Value:{words}")
    return ("\n".join(lines) + "\n").encode("utf-8")


def visual_conf() -> bytes:
    """Return brat's visual.conf: short labels of kinds and attributes, and a colour for each kind."""
    lines = ["[labels]"]
    for table in CLAIM_TABLES:
        lines.append(f"{table.body} | {table.body} | {table.name}")
        lines += [f"{table.body}-{name} | {name}" for name in table.stored]
    lines += ["", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:lightgrey, borderColor:darken"]
    lines += ["ARC_DEFAULT\tcolor:black, arrowHead:triangle-5", "ATTRIBUTE_DEFAULT\tglyph:*"]
    lines += [f"{table.body}\tbgColor:{colour}" for table, colour in zip(CLAIM_TABLES, marks.COLOURS, strict=True)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what an .ann file, or the folder that holds it, brings to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".ann")
    beside = file.with_suffix(".txt")
    theirs = tool_files.utf8(read_bytes(beside), beside.name) if beside.is_file() else contents.text
    if what := marks.difference(contents.text, theirs):
        raise ArticleError(f"another text than the article's: {what}", file=beside.name, mend=marks.OTHER_TEXT)
    lines, rows = parse(read_bytes(file), file.name)
    given_marks, more = annotated(lines)
    result = marks.gathered(
        contents,
        given_marks,
        rows=[*rows, *more],
        mapping=tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else None,
        kept=tool_files.kept_aside(file, contents),
        choices=choices,
        file=file,
        theirs=theirs,
    )
    by_name = {one.claim_id: one for one in result.annotations}
    names = zip(result.report["where"], result.report["id"], strict=True)
    return replace(
        result, files=kept(lines, {where: by_name[name] for where, name in names if name in by_name and where})
    )
