"""The lines of brat's standoff files: what they say, and those that only brat can hold, kept so that they return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.w3c import BODIES, parse_json
from libya_kit.editing.changes import json_bytes, row
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import LINKS, Mark
from libya_kit.formats.offsets import Places, Words

KEPT = "brat.kit.json"
"""The file of an article's folder that keeps the lines which only brat can hold."""
NOTE = "AnnotatorNotes"
_SPANS = r"\d{1,99} \d{1,99}(?:;\d{1,99} \d{1,99})*"
LINES = {
    "T": re.compile(rf"(?P<id>T\S*)\t(?P<type>\S+) (?P<spans>{_SPANS}) *(?:\t(?P<text>.*))?"),
    "A": re.compile(r"(?P<id>[AM]\S*)\t(?P<type>\S+) (?P<of>\S+)(?:\s(?P<value>.*))?"),
    "R": re.compile(r"(?P<id>R\S*)\t(?P<type>\S+) [^\s:]+:(?P<one>\S+) [^\s:]+:(?P<two>\S+)\s*"),
    "E": re.compile(r"(?P<id>E\S*)\t(?P<type>[^\s:]+):(?P<trigger>\S+)(?: [^\s:]+:\S+)*\s*"),
    "N": re.compile(r"(?P<id>N\S*)\t(?P<type>\S+) (?P<of>\S+) [^\s:]+:\S+(?:\t.*)?"),
    "#": re.compile(r"(?P<id>#\S*)\t(?P<type>\S+) (?P<of>\S+) *(?:\t(?P<text>.*))?"),
    "*": re.compile(r"(?P<id>\*)\t(?P<type>\S+)(?: \S+)+\s*"),
}
"""The kinds of line, by the letter that they begin with."""


def parse(raw: bytes, file: str) -> tuple[list[re.Match[str]], list[dict[str, str]]]:
    """Return the lines of an .ann file that have their form, each id once, and a row for each of the others."""
    tool_files.limited(raw.count(b"\nT"), file)
    tool_files.limited(raw.count(b"\n"), file, tool_files.MOST_LINES, "lines")
    lines, rows, seen = [], [], set()
    for number, line in enumerate(tool_files.utf8(raw, file).removeprefix("\ufeff").split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        form = LINES.get("A" if line[0] == "M" else line[0])
        found = form.fullmatch(line) if form else None
        if found is None:
            rows.append(row("refused", f"line {number}", f"not a line of brat's: {line[:60]!r}; correct or delete it"))
        elif found["id"] in seen and found["id"] != "*":
            what = f"the id {found['id']} is given twice; give the second one of its own"
            rows.append(row("refused", f"line {number}", what))
        else:
            seen.add(found["id"])
            lines.append(found)
    return lines, rows


def annotated(lines: list[re.Match[str]]) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return the marks that the lines make, and a row for each line that the kit cannot hold or that says nothing."""
    texts = {line["id"]: line for line in lines if line["id"][0] == "T"}
    known, triggers = {line["id"] for line in lines}, _triggers(lines)
    given: dict[str, dict[str, Any]] = {name: {} for name in texts}
    links: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in texts}
    rows = []
    for line in lines:
        letter = line["id"][0]
        target = target_of(line, triggers)
        try:
            if letter in "AM#" and target not in known:
                raise ValueError(f"it speaks of {line['of']}, which the file does not mark")
            if letter in "AM" and target in texts:
                marks.add(given[target], line["type"], (line["value"] or "").strip() or True)
            elif letter == "#" and line["type"] == NOTE and target in texts:
                marks.add_note(given[target], line["text"] or "")
            elif letter == "R" and line["type"] in LINKS and {line["one"], line["two"]} <= texts.keys():
                marks.link(links[line["one"]], line["type"], line["two"])
            elif letter != "T":
                rows.append(row("left out", line["id"], f"kept aside, for brat alone: {line[0]!r:.80}"))
        except ValueError as error:
            rows.append(row("refused", line["id"], error))
    return [_mark(texts[name], given[name], links[name]) for name in texts], rows


def _triggers(lines: Iterable[re.Match[str]]) -> dict[str, str]:
    """Return the trigger of each event."""
    return {line["id"]: line["trigger"] for line in lines if line["id"][0] == "E"}


def target_of(line: re.Match[str], triggers: Mapping[str, str]) -> str:
    """Return what an attribute or a note speaks of; of an event, its trigger; '' where the line is neither."""
    of = line["of"] if line["id"][0] in "AM#" else ""
    return triggers.get(of, of)


def _mark(line: re.Match[str], given: dict[str, Any], links: dict[str, tuple[str, ...]]) -> Mark:
    spans: Places = tuple(
        (int(start), int(end)) for start, end in (span.split(" ") for span in line["spans"].split(";"))
    )
    quotes = (line["text"],) if line["text"] else ()
    name = given.pop("id", "")
    return Mark(line["id"], line["type"], Words(spans, quotes), given, str(name), links)


def kept(lines: list[re.Match[str]], given: Mapping[str, Annotation]) -> dict[str, bytes]:
    """Return the file that keeps a standoff file's lines for the way back, if any says more than the kit holds.

    Parameters
    ----------
    lines
        All lines of the file.
    given
        The annotations that were taken from it, by their id in the file.
    """
    entries: list[dict[str, Any]] = []
    triggers = _triggers(lines)
    for line in lines:
        relation = line["id"][0] == "R" and line["type"] in LINKS and {line["one"], line["two"]} <= given.keys()
        owner = line["one"] if relation else line["id"] if line["id"] in given else target_of(line, triggers)
        entry: dict[str, Any] = {"line": line[0].rstrip()}
        if owner in given and not (line["id"][0] == "#" and line["type"] != NOTE):
            entry["of"] = given[owner].claim_id
        entries.append(entry)
    foreign = any(line["id"] in given and line["type"] not in BODIES for line in lines)
    if not foreign and all("of" in entry for entry in entries):
        return {}
    taken = {
        one.claim_id: {"id": name, "places": [[part.start, part.end] for part in one.parts], "body": one.body}
        for name, one in given.items()
    }
    return {KEPT: json_bytes({"lines": entries, "taken": taken})}


def _listed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes as JSON holds them."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in body.items()}


def returned(contents: Folder) -> tuple[list[str], dict[str, str], set[str]]:
    """Return the kept lines that still hold, the ids of annotations in them, and the names of those told by them whole.

    A line does not hold any more where it speaks of an annotation that is gone, or that has changed since.
    """
    path = contents.path / KEPT
    if not path.exists():
        return [], {}, set()
    page = parse_json(read_bytes(path), KEPT)
    try:
        entries = [(LINES["A" if one["line"][0] == "M" else one["line"][0]], one) for one in page["lines"]]
        read = [(form.fullmatch(one["line"]), one.get("of")) for form, one in entries]
        lines = [(line, of) for line, of in read if line is not None]
        taken = {name: (one["id"], one["places"], one["body"]) for name, one in page["taken"].items()}
    except (KeyError, TypeError, IndexError, AttributeError):
        raise ArticleError("not as it was written", file=KEPT, mend="delete it, or import anew from brat") from None
    held = {one.claim_id: one for one in contents.items}
    same = {
        name
        for name, (_, places, body) in taken.items()
        if name in held
        and body == _listed(held[name].body)
        and places == [[part.start, part.end] for part in held[name].parts]
    }
    gone = {found for name, (found, *_) in taken.items() if name not in held}
    result = []
    for line, of in lines:
        words = {line["id"], *re.findall(r"[A-Z#]\d+", line[0].split("\t")[1])} if "\t" in line[0] else {line["id"]}
        if words & gone:
            gone.add(line["id"])
        elif of is None or of in same:
            result.append(line[0])
    return result, {name: found for name, (found, *_) in taken.items() if name in held}, same
