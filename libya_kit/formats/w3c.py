"""W3C Web Annotations of other tools: pages of any kind, RecogitoJS, Hypothes.is.

The standard counts code points; tools in browsers count UTF-16 units all the same, and Hypothes.is counts in its own
rendering of the page: there the words are what is sure. Tags say the kind and the vocabularies' words, the comment the
rest as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import is_date
from libya_kit.article.w3c import BODIES, parse_json
from libya_kit.editing.changes import Import, json_bytes, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Words, counted

SUFFIX = "-w3c"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FURTHER = "further"
"""Where a comment has the further words of an annotation whose words stand apart."""
TAGGING = ("tagging", "classifying", "identifying")
"""The purposes of a body that is a tag."""


def write(folder: Path, out: Path) -> list[str]:
    """Write an article's annotations for tools that read Web Annotations; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    utf16 = counted(contents.text, "UTF-16 units")
    recogito = [_recogito(one, contents, utf16) for one in contents.items]
    hypothesis = [_hypothesis(one, contents, utf16, name) for one in contents.items]
    tool_files.write_files(
        out,
        {
            f"{name}.txt": read_bytes(contents.path / "article.txt"),
            f"{name}.jsonld": read_bytes(contents.path / "annotations.jsonld"),
            f"{name}.recogito.json": json_bytes(recogito),
            f"{name}.hypothesis.json": json_bytes({"annotations": hypothesis}),
            "tags.txt": "".join(f"{tag}\n" for tag in _vocabulary(contents)).encode("utf-8"),
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    apart = sum(len(one.parts) > 1 for one in contents.items)
    first = (
        f"RecogitoJS and Hypothes.is show only the first words of {apart} annotations whose words stand apart; "
        "the further words are in the comment"
    )
    return [
        f"{len(contents.items)} annotations: {out}",
        f"{name}.jsonld: the article's own page, offsets in code points",
        f"{name}.recogito.json and {name}.hypothesis.json: offsets in UTF-16 units; tags.txt lists the kit's tags",
        *([first] if apart else []),
    ]


def _vocabulary(contents: Folder) -> Iterator[str]:
    """Yield the kit's tags: the kinds, and each word that an attribute can have."""
    tags: dict[str, None] = dict.fromkeys(BODIES)
    for table in BODIES.values():
        for column in table.stored.values():
            words = ("true",) if column.kind == "flag" else marks.choices(column, contents)
            words = () if column.kind == "list" else words
            tags |= dict.fromkeys(f"{column.name}={word}" for word in words)
    yield from tags


def _told(one: Annotation, contents: Folder, utf16: list[int]) -> tuple[list[str], str]:
    """Return an annotation's tags, and its comment: the attributes that no tag can say and further words, as JSON."""
    tags, told = [one.table.body], {"id": one.claim_id}
    for key, value in one.body.items():
        if value is True:
            tags.append(f"{key}=true")
        elif isinstance(value, str) and value in marks.choices(one.table.stored[key], contents):
            tags.append(f"{key}={value}")
        else:
            told[key] = value
    further = [{"exact": part.quote, "start": utf16[part.start], "end": utf16[part.end]} for part in one.parts[1:]]
    return tags, marks.one_line(told | ({FURTHER: further} if further else {}))


def _selectors(one: Annotation, utf16: list[int]) -> list[dict[str, Any]]:
    """Return the selectors of an annotation's first words: the tools lose annotations of several targets."""
    part = one.parts[0]
    return [
        {"type": "TextQuoteSelector", "exact": part.quote, "prefix": part.prefix, "suffix": part.suffix},
        {"type": "TextPositionSelector", "start": utf16[part.start], "end": utf16[part.end]},
    ]


def _recogito(one: Annotation, contents: Folder, utf16: list[int]) -> dict[str, Any]:
    """Return an annotation as RecogitoJS has it."""
    tags, comment = _told(one, contents, utf16)
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    bodies.append({"type": "TextualBody", "purpose": "commenting", "value": comment})
    about = {key: value for key in ("creator", "created") if (value := getattr(one, key)) is not None}
    target = {"selector": _selectors(one, utf16)}
    head = {"@context": CONTEXT, "id": f"#{one.claim_id}", "type": "Annotation"}
    return {**head, **about, "motivation": one.motivation, "body": bodies, "target": target}


def _hypothesis(one: Annotation, contents: Folder, utf16: list[int], name: str) -> dict[str, Any]:
    """Return an annotation as the programming interface of Hypothes.is has it."""
    tags, comment = _told(one, contents, utf16)
    targets = [{"source": f"{name}.txt", "selector": _selectors(one, utf16)}]
    return {"id": one.claim_id, "uri": f"{name}.txt", "text": comment, "tags": tags, "target": targets}


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what a page of annotations, or a list of RecogitoJS or Hypothes.is, brings to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".jsonld") if given.is_dir() else given
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    items = _items(parse_json(read_bytes(file), file.name), file.name)
    tool_files.limited(len(items), file.name)
    found, rows = annotated(items, named)
    kept = tool_files.kept_aside(file, contents)
    return marks.gathered(contents, found, rows=rows, mapping=named, kept=kept, choices=choices, file=file)


def _items(page: Any, file: str) -> list[Any]:
    """Return the annotations that a file holds, whatever holds them there."""
    for key in ("items", "rows", "annotations", "first"):
        if isinstance(page, dict) and isinstance(page.get(key), list | dict):
            return _items(page[key], file)
    if isinstance(page, dict) and "target" in page:
        return [page]
    if not isinstance(page, list):
        raise ArticleError("no list of annotations", file=file, mend="export the annotations as JSON")
    return page


def annotated(items: list[Any], mapping: Mapping[str, Any]) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return the marks that the annotations make, and a row for each that the kit cannot hold."""
    found: list[Mark] = []
    rows = []
    for number, item in enumerate(items, 1):
        where = f"item {number}"
        try:
            if not isinstance(item, dict):
                raise ValueError("not an annotation")
            where = str(item.get("id", where)).rpartition("#")[2] or where
            if no := _no(item):
                rows.append(row("left out", where, no, id=where))
                continue
            tags, given = _bodies(item, where)
            words = _words(item.get("target"))
            if words is None:
                rows.append(
                    row("left out", where, "it speaks of the whole page or of another annotation, not of words")
                )
            elif not tags:
                rows.append(row("left out", where, "no tag says what it is"))
            else:
                words = _with_further(words, given.pop(FURTHER, []))
                found += _marks(where, words, tags, given, mapping, _about(item))
        except ValueError as error:
            rows.append(row("refused", where, error))
    return found, rows


def _no(item: Mapping[str, Any]) -> str:
    """Return in words that an annotation is none: hidden, deleted, or a reply to another; '' where it is one."""
    if item.get("hidden") is True:
        return "hidden by a moderator"
    if item.get("deleted") is True:
        return "deleted"
    if item.get("references") or item.get("motivation") == "replying":
        return "a reply to another annotation"
    return ""


def _marks(
    where: str,
    words: Words,
    tags: list[str],
    given: dict[str, Any],
    mapping: Mapping[str, Any],
    about: dict[str, str],
) -> Iterator[Mark]:
    """Yield a mark for each tag that is a kind, or that a mapping names; other tags are attributes."""
    kinds = [tag for tag in tags if tag in BODIES or (tag in mapping and "=" not in tag)]
    labels = kinds or [tag for tag in tags if "=" not in tag][:1] or tags[:1]
    told: dict[str, Any] = {}
    for key, _, word in (tag.partition("=") for tag in tags if tag not in labels):
        marks.add(told, key, word or True)
    for key, value in given.items():
        marks.add(told, key, value)
    name = str(told.pop("id", ""))
    for label in labels:
        yield Mark(where if len(labels) == 1 else f"{where} {label}", label, words, told, name, about=about)


def _bodies(item: Mapping[str, Any], where: str) -> tuple[list[str], dict[str, Any]]:
    """Return an annotation's tags, and what its comments or its body of the kit's own say."""
    tags = [str(tag) for tag in _list(item.get("tags"))]
    given: dict[str, Any] = {}
    if isinstance(item.get("text"), str):
        marks.add_note(given, item["text"])
    for body in _list(item.get("body")):
        body = body if isinstance(body, dict) else {"value": body}
        kind = body.get("type")
        if isinstance(kind, str) and kind in BODIES:
            tags.append(kind)
            for key, told in ({"id": where} | body).items():
                if key != "type":
                    marks.add(given, key, told)
        elif body.get("purpose") in TAGGING:
            value = body.get("value")
            tags.append(str(value.get("label", "") if isinstance(value, dict) else value))
        elif isinstance(body.get("value"), str):
            marks.add_note(given, body["value"])
    return tags, given


def _words(targets: Any) -> Words | None:
    """Return the words that the targets mark; None where they mark none."""
    spans: list[Any] = []
    quotes, contexts = [], []
    for target in _list(targets):
        selectors = _list(target.get("selector")) if isinstance(target, dict) else []
        kinds = {str(one.get("type")): one for one in selectors if isinstance(one, dict)}
        at, quote = kinds.get("TextPositionSelector", {}), kinds.get("TextQuoteSelector", {})
        fragment = re.fullmatch(r"char=(\d{1,19}),(\d{1,19})", str(kinds.get("FragmentSelector", {}).get("value")))
        span = (int(fragment[1]), int(fragment[2])) if fragment else (at.get("start"), at.get("end"))
        if all(type(offset) is int for offset in span):
            spans.append(span)
        elif at:
            raise ValueError(f"its offsets {span[0]!r:.40} and {span[1]!r:.40} are no numbers")
        if quote:
            context = [quote.get("exact"), quote.get("prefix", ""), quote.get("suffix", "")]
            if not all(isinstance(part, str) for part in context):
                raise ValueError("its quote is not text")
            quotes.append(context[0])
            contexts.append(context[1:])
    pieces = max(len(spans), len(quotes))
    if not pieces:
        return None
    prefix, suffix = contexts[0] if len(contexts) == 1 else ("", "")
    return Words(
        tuple(spans) if len(spans) == pieces else (), tuple(quotes) if len(quotes) == pieces else (), prefix, suffix
    )


def _with_further(words: Words, further: Any) -> Words:
    """Return the words with the further ones that the comment has."""
    if not further:
        return words
    try:
        quotes = tuple(one["exact"] for one in further)
        spans = tuple((one["start"], one["end"]) for one in further)
    except (TypeError, KeyError):
        raise ValueError(f"{FURTHER} is no list of exact, start and end: {further!r:.60}") from None
    if not all(isinstance(quote, str) for quote in quotes) or {type(at) for span in spans for at in span} != {int}:
        raise ValueError(f"{FURTHER} is no list of exact, start and end: {further!r:.60}")
    return Words(words.spans and words.spans + spans, words.quotes and words.quotes + quotes)


def _about(item: Mapping[str, Any]) -> dict[str, str]:
    """Return who annotated, when and why, where the annotation says so."""
    creator = item.get("creator", item.get("user"))
    creator = creator.get("name", creator.get("id")) if isinstance(creator, dict) else creator
    told = {"motivation": item.get("motivation"), "creator": creator, "created": str(item.get("created", ""))[:10]}
    told["created"] = told["created"] if is_date(str(told["created"])) else None
    return {key: value for key, value in told.items() if isinstance(value, str) and value}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
