"""Label Studio: a task with its annotations, and the labelling configuration that shows exactly the kit's words.

A kind is a label, each attribute a control of the region; the further parts of words that stand apart are regions of
their own, tied by a relation. Offsets are code points (since 2021; UTF-16 units before).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from libya_kit.article import folder as folders
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES, Column, Table
from libya_kit.article.w3c import parse_json
from libya_kit.editing.changes import Import, json_bytes, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import LINKS, Mark
from libya_kit.formats.offsets import Words

SUFFIX = "-label-studio"
FURTHER = "further part"
"""The label of the second and later parts of an annotation, and of the relation that leads from the first to them."""
CONTROLS = {"count": "number", "date": "datetime", "choices": "choices", "text": "textarea"}
"""What kind of result each kind of control gives."""
VALUES = {"number": "number", "datetime": "datetime", "choices": "choices", "textarea": "text"}
"""Under which key each kind of result has its value."""
_LISTS = {f"{table.body}-{column.name}" for table in CLAIM_TABLES for column in table.lists}
"""The controls in which several words may be chosen."""


def write(folder: Path, out: Path) -> list[str]:
    """Write an article as a task with its annotations, and the configuration; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    tool_files.write_files(
        out,
        {
            f"{name}.json": json_bytes([task(contents, name)]),
            "labelling-config.xml": configuration(contents),
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    return [
        f"{len(contents.items)} annotations: {out}",
        "make a project with labelling-config.xml (Settings, Labeling Interface, Code), then import the .json",
        f"Label Studio has no place for who annotated when and why: kept aside in {name}{tool_files.SIDECAR}",
        "actors, places and tallies are words to choose from there; their tables stay in the article's folder",
    ]


def _control(column: Column, contents: Folder) -> str:
    """Return the kind of control for a column; '' for what is a relation."""
    if column.name in LINKS:
        return ""
    chosen = column.kind == "flag" or marks.choices(column, contents)
    return CONTROLS["choices" if chosen else column.kind if column.kind in CONTROLS else "text"]


def configuration(contents: Folder) -> bytes:
    """Return the labelling configuration: a label for each kind, and for each label its attributes."""
    view = ElementTree.Element("View")
    labels = ElementTree.SubElement(view, "Labels", name="type", toName="text")
    for table, colour in zip(CLAIM_TABLES, marks.COLOURS, strict=True):
        ElementTree.SubElement(labels, "Label", value=table.body, background=colour, hint=table.meaning)
    hint = "further words of the same annotation; draw a relation to it from the first words"
    ElementTree.SubElement(labels, "Label", value=FURTHER, background="#bbbbbb", hint=hint)
    ElementTree.SubElement(view, "Text", name="text", value="$text", granularity="symbol", saveTextResult="yes")
    relations = ElementTree.SubElement(view, "Relations")
    for relation in (FURTHER, *LINKS):
        ElementTree.SubElement(relations, "Relation", value=relation)
    for table in CLAIM_TABLES:
        shown = ElementTree.SubElement(view, "View", visibleWhen="region-selected", whenLabelValue=table.body)
        for column in table.stored.values():
            _add_control(shown, table, column, contents)
    ElementTree.indent(view)
    return (ElementTree.tostring(view, encoding="unicode") + "\n").encode("utf-8")


def _add_control(view: ElementTree.Element, table: Table, column: Column, contents: Folder) -> None:
    """Add a column's heading and control to what is shown of a label's regions."""
    kind = _control(column, contents)
    if not kind:
        return
    about = {
        "name": f"{table.body}-{column.name}",
        "toName": "text",
        "perRegion": "true",
        "whenLabelValue": table.body,
        "required": str(column.required).lower(),
    }
    ElementTree.SubElement(view, "Header", value=f"{column.name}: {column.meaning}", size="5")
    if kind == "number":
        ElementTree.SubElement(view, "Number", about, min="0")
    elif kind == "datetime":
        ElementTree.SubElement(view, "DateTime", about, only="date")
    elif kind == "textarea":
        ElementTree.SubElement(view, "TextArea", about, maxSubmissions="1", editable="true", rows="1")
    else:
        words = marks.choices(column, contents) or ("true", "false")
        layout = "select" if len(words) > 7 else "inline"
        number = "multiple" if column.kind == "list" else "single"
        choices = ElementTree.SubElement(view, "Choices", about, choice=number, layout=layout)
        for word in words:
            ElementTree.SubElement(choices, "Choice", value=word)


def task(contents: Folder, name: str) -> dict[str, Any]:
    """Return the article as a task with one annotation that holds all of the folder's."""
    result = [item for one in contents.items for item in _items(one, contents)]
    data = {"text": contents.text, "article": name, "sha256": contents.about["sha256"]}
    return {"data": data, "annotations": [{"result": result}]}


def _items(one: Annotation, contents: Folder) -> Iterator[dict[str, Any]]:
    """Yield the regions of an annotation, its attributes and its relations."""
    for number, part in enumerate(one.parts, 1):
        region = one.claim_id if number == 1 else f"{one.claim_id}~{number}"
        label = one.table.body if number == 1 else FURTHER
        words = {"start": part.start, "end": part.end, "text": part.quote}
        yield _item(region, "type", "labels", words | {"labels": [label]})
        if number > 1:
            yield _relation(FURTHER, one.claim_id, region)
    first = {"start": one.parts[0].start, "end": one.parts[0].end, "text": one.parts[0].quote}
    for key, value in one.body.items():
        if not (kind := _control(one.table.stored[key], contents)):
            for other in value if isinstance(value, tuple) else (value,):
                yield _relation(key, one.claim_id, other)
            continue
        if kind == "choices" and isinstance(value, tuple):
            value = list(value)
        elif kind == "choices":
            value = [value if isinstance(value, str) else str(value).lower()]
        elif kind == "textarea":
            value = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)]
        yield _item(one.claim_id, f"{one.table.body}-{key}", kind, first | {VALUES[kind]: value})


def _item(region: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": control, "to_name": "text", "type": kind, "origin": "manual", "value": value}


def _relation(label: str, one: str, two: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": two, "direction": "right", "labels": [label]}


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what tasks exported as JSON bring to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".json")
    text, result, no = _result(parse_json(read_bytes(file), file.name), contents, file.name)
    tool_files.limited(len(result), file.name, tool_files.MOST_LINES, "results")
    found, rows = annotated(result)
    return marks.gathered(
        contents,
        found,
        rows=[*no, *rows],
        mapping=tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else None,
        kept=tool_files.kept_aside(file, contents),
        choices=choices,
        file=file,
        theirs=text,
    )


def _result(exported: Any, contents: Folder, file: str) -> tuple[str, list[dict[str, Any]], list[dict[str, str]]]:
    """Return the text of the one task that holds the article's, the result of its one annotation, and what is no work.

    No work is what was skipped, rejected in a review, not submitted yet, or predicted by a model: a row for each.
    """

    def refuse(what: str, mend: str) -> ArticleError:
        return ArticleError(what, file=file, mend=mend)

    tasks = [exported] if isinstance(exported, dict) else exported
    if not isinstance(tasks, list) or not all(isinstance(one, dict) for one in tasks):
        raise refuse("not a list of tasks", "export the project as JSON")
    if any("annotation_id" in one and "data" not in one for one in tasks):
        raise refuse("exported as JSON-MIN, where no attribute knows its words", "export the project as JSON")
    texts = [(one, text) for one in tasks if isinstance(text := _text(one), str)]
    if not texts:
        raise refuse("no task holds a text", "export the project as JSON")
    ours = [(one, text) for one, text in texts if not marks.difference(contents.text, text)]
    if not ours:
        raise refuse(f"it marks another text: {marks.difference(contents.text, texts[0][1])}", marks.OTHER_TEXT)
    if len(ours) > 1:
        names = ", ".join(str(one.get("id", "?")) for one, _ in ours)
        raise refuse(f"{len(ours)} tasks hold this text ({names})", "export one of them")
    ((task, text),) = ours
    given = task.get("annotations", task.get("completions"))
    given = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    done = [one for one in given if not _no(one)]
    no = [row("left out", f"annotation {one.get('id', '?')}", _no(one)) for one in given if _no(one)]
    for key, what in (("drafts", "a draft, not submitted"), ("predictions", "predicted by a model, by no annotator")):
        listed = task.get(key)
        no += [row("left out", key, what) for _ in (listed if isinstance(listed, list) else ())]
    if not done and no:
        return text, [], no
    if len(done) != 1:
        names = ", ".join(str(one.get("id", "?")) for one in done) or "none"
        raise refuse(f"the task has {len(done)} annotations ({names})", "leave one of them in a file of its own")
    result = done[0].get("result")
    if not isinstance(result, list) or not all(isinstance(one, dict) for one in result):
        raise refuse("the annotation has no list of results", "export the project as JSON")
    return text, result, no


def _no(annotation: Mapping[str, Any]) -> str:
    """Return in words that an annotation is none: skipped, a draft, rejected in its last review; '' where it is one."""
    if annotation.get("was_cancelled"):
        return "skipped by its annotator"
    if annotation.get("draft") is True or annotation.get("is_draft") is True:
        return "a draft, not submitted"
    reviews = annotation.get("reviews")
    last = reviews[-1] if isinstance(reviews, list) and reviews and isinstance(reviews[-1], dict) else {}
    return "rejected in its review" if last.get("accepted") is False or last.get("rejected") is True else ""


def _text(one: Mapping[str, Any]) -> object:
    """Return a task's text: the field of that name, else the only field that holds words."""
    data = one.get("data")
    fields = data if isinstance(data, dict) else {}
    words = [value for value in fields.values() if isinstance(value, str)]
    return fields.get("text", words[0] if len(words) == 1 else None)


@dataclass
class _Region:
    """What the results of one region say: its words, its labels, its attributes."""

    span: tuple[int, int]
    quote: str | None = None
    labels: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)

    def add(self, item: Mapping[str, Any], span: tuple[int, int]) -> None:
        """Add what one result says."""
        value, kind, control = item["value"], str(item.get("type")), str(item.get("from_name"))
        if span != self.span:
            raise ValueError(f"{control} stands at {span[0]}-{span[1]}, its region at {self.span[0]}-{self.span[1]}")
        if kind.endswith("labels"):
            self.labels += [str(label) for label in _list(value.get(kind, value.get("labels")))]
            self.quote = value["text"] if isinstance(value.get("text"), str) else self.quote
        elif kind in VALUES:
            told = value.get(VALUES[kind])
            values = [one for one in _list(told) if one is not None]
            if len(values) > 1 and control in _LISTS:
                marks.add(self.given, control, tuple(values))
            elif len(values) > 1:
                raise ValueError(f"{control} has {len(values)} values: keep one of {values!r:.80}")
            elif values:
                marks.add(self.given, control, values[0])
        else:
            marks.add(self.given, control, value.get(kind))
        notes = item.get("meta", {}).get("text") if isinstance(item.get("meta"), dict) else None
        if notes:
            marks.add(self.given, "note", " ".join(str(note) for note in _list(notes)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _span(item: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the offsets of a result; None where it has none."""
    value = item.get("value")
    if not isinstance(value, dict):
        raise ValueError("a result without a value; export the project as JSON")
    whole = value.get("globalOffsets")
    at = whole if isinstance(whole, dict) else value
    start, end = at.get("start"), at.get("end")
    if start is None and end is None:
        return None
    if type(start) is not int or type(end) is not int:
        raise ValueError(f"its offsets {start!r:.40} and {end!r:.40} are no numbers; mark a Text, not HTML")
    return start, end


def _ends(item: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a relation's ends, in its direction, for each of its labels."""
    one, two = str(item.get("from_id")), str(item.get("to_id"))
    one, two = (two, one) if item.get("direction") == "left" else (one, two)
    for label in _list(item.get("labels") or ""):
        yield one, two, str(label)


def annotated(result: list[dict[str, Any]]) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return the marks that a result makes, and a row for each item that the kit cannot hold."""
    regions: dict[str, _Region] = {}
    relations, rows = [], []
    for number, item in enumerate(result, 1):
        where = str(item.get("id", f"result {number}"))
        try:
            if item.get("type") == "relation":
                relations += [(one, two, label) for one, two, label in _ends(item)]
            elif (span := _span(item)) is None:
                rows.append(row("left out", where, f"{item.get('from_name')} speaks of the whole text, not of words"))
            else:
                regions.setdefault(where, _Region(span)).add(item, span)
        except ValueError as error:
            rows.append(row("refused", where, error))
    further: dict[str, str] = {}
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    for one, two, label in relations:
        if not {one, two} <= regions.keys():
            rows.append(row("refused", f"{one} → {two}", "a relation with what the file does not mark"))
        elif label == FURTHER:
            if FURTHER in regions[one].labels and FURTHER not in regions[two].labels:
                one, two = two, one
            if FURTHER not in regions[two].labels:
                rows.append(row("refused", f"{one} → {two}", f"neither has the label {FURTHER!r}; give it to one"))
            elif further.setdefault(two, one) != one:
                what = f"a further part of {further[two]} and of {one}; leave one of the relations"
                rows.append(row("refused", two, what))
        elif label in LINKS:
            try:
                marks.link(links.setdefault(one, {}), label, two)
            except ValueError as error:
                rows.append(row("refused", one, error))
        else:
            rows.append(row("left out", f"{one} → {two}", f"the kit has no place for the relation {label!r}"))
    pieces: dict[str, list[_Region]] = {name: [region] for name, region in regions.items()}
    for name, region in regions.items():
        if FURTHER in region.labels:
            first = _first(name, further)
            if region.labels != [FURTHER] or FURTHER in regions[first].labels:
                what = "a further part of nothing; draw a relation to it from the first words"
                rows.append(row("refused", name, what))
            pieces[first].append(region)
    return [mark for name in regions for mark in _marks(name, pieces[name], links.get(name, {}))], rows


def _first(name: str, further: Mapping[str, str]) -> str:
    """Return the first words of a further part, which may hang on another further part."""
    seen = {name}
    while (before := further.get(name)) is not None and before not in seen:
        seen.add(name := before)
    return name


def _marks(name: str, pieces: list[_Region], links: dict[str, tuple[str, ...]]) -> Iterator[Mark]:
    """Yield the marks of a region and its further parts, one for each of its labels; none for a further part."""
    region = pieces[0]
    if FURTHER in region.labels:
        return
    quotes = tuple(piece.quote for piece in pieces if piece.quote is not None)
    words = Words(tuple(piece.span for piece in pieces), quotes if len(quotes) == len(pieces) else ())
    for label in region.labels or [""]:
        where = name if len(region.labels) < 2 else f"{name} {label}"
        yield Mark(where, label, words, region.given, links=links)
