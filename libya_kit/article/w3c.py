"""W3C Web Annotations: bytes to typed records, each verified against the text; and back, byte for byte.

The model is the W3C Web Annotation Data Model (2017): offsets count Unicode code points: a quote is `text[start:end]`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, NoReturn

from libya_kit.article.annotation import Annotation
from libya_kit.article.consistency import disagreements
from libya_kit.article.schema import ANNOTATIONS, CLAIM_TABLES, Column, Table
from libya_kit.errors import ArticleError, Enough, Problems, nearest
from libya_kit.files import MOST_ROWS
from libya_kit.text.html import unshowable
from libya_kit.text.quotes import MOST_PLACES, Part, occurrences

BODIES: dict[str, Table] = {table.body: table for table in CLAIM_TABLES}
HEAD_KEYS = ("@context", "id", "type", "text", "sha256", "codebook", "creator", "items")
ITEM_KEYS = ("id", "type", "motivation", "creator", "created", "body", "target")
TEXT = "article.txt"
DEEPEST = 100
"""How deeply the values of a JSON file may be nested."""
MOST_SEARCHED = 2_000_000_000
"""How many characters are looked through, in all, for quotes that are not at their offsets."""
CLAIM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
"""What a claim may be called."""
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")
_NESTED = (dict, list)
_PART = (int, int, str, str, str, str)
_ITEM = {
    "motivation": Column("motivation", "text", "why it is annotated"),
    **{column.name: column for column in ANNOTATIONS.columns if column.name in ("creator", "created")},
}
TOGETHER = {"value", "low", "high", "term", "qualifier", "ambiguous", "otherwise", "actor", "place"}
"""The attributes that say something only together: where one is wrong, no more is said of the others."""


def parse_json(raw: bytes, file: str) -> Any:
    """Return what the JSON bytes hold.

    Raises
    ------
    ArticleError
        The bytes are empty, not UTF-8, begin with a byte order mark, are not JSON, are nested too deeply, hold a
        key twice in one object, or a number that JSON does not know or that is too long.
    """

    def refuse(what: str) -> NoReturn:
        raise ArticleError(what, file=file, mend="correct the file")

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            double = Counter(key for key, _ in items).most_common(1)[0][0]
            raise ArticleError(
                f"the key {double!r} is given twice", file=file, place=result.get("id"), mend="keep one of them"
            )
        return result

    def number(text: str) -> int:
        return int(text) if len(text) < 20 else refuse(f"the number {text[:12]}… has {len(text)} digits")

    if not raw.strip():
        refuse("the file is empty")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise ArticleError(
            "the file begins with a byte order mark (BOM)", file=file, mend="save it as UTF-8 without BOM"
        )
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=pairs,
            parse_int=number,
            parse_constant=lambda text: refuse(f"{text} is not a number in JSON"),
        )
    except UnicodeDecodeError as error:
        raise ArticleError(f"byte {error.start} is not UTF-8", file=file, mend="save it as UTF-8") from None
    except json.JSONDecodeError as error:
        refuse(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}")
    except RecursionError:
        refuse("the values are nested too deeply")
    level, depth = [value], 0
    while level := [part for one in level if isinstance(one, _NESTED) for part in _members(one)]:
        if (depth := depth + 1) >= DEEPEST:
            refuse("the values are nested too deeply")
    return value


def _members(value: dict[str, Any] | list[Any]) -> Collection[Any]:
    return value.values() if isinstance(value, dict) else value


def read(
    raw: bytes, text: str | None, file: str = "annotations.jsonld"
) -> tuple[dict[str, Any], list[Annotation], list[ArticleError]]:
    """Return the page's head, its annotations verified against the text, and every problem found on the way.

    Each thing is looked at alone; `glance.read` does so only where it must. Without a text (its file cannot be read)
    the words are taken as they are.
    """
    problems, annotations = Problems(), list[Annotation]()
    page = parse_json(raw, file)
    if not isinstance(page, dict) or page.get("type") != "AnnotationPage" or not isinstance(page.get("items"), list):
        raise ArticleError(
            "not an AnnotationPage with a list of items", file=file, mend="see data/codebook.md for the form"
        )
    if len(page["items"]) > MOST_ROWS:
        raise ArticleError(f"more than {MOST_ROWS:,} annotations", file=file, mend="is it the right file?")
    with suppress(Enough):
        for key in page:
            if key not in HEAD_KEYS:
                problems.append(ArticleError(f"unknown key {key!r}", file=file, mend=nearest(key, HEAD_KEYS)))
        if not isinstance(page.get("id"), str):
            problems.append(ArticleError("the page's id is missing or not text", file=file, mend="give it one"))
        for annotation in _each(page["items"], text, file, problems):
            annotations.append(annotation)
    if not problems and b"\\u" in raw and (half := _HALF_PAIR.search(json.dumps(page, ensure_ascii=False))):
        what = f"a context, an id or the head holds the character U+{ord(half[0]):04X}, which no page can show"
        problems.append(ArticleError(what, file=file, mend="take it out"))
    return {key: page[key] for key in page if key != "items"}, annotations, problems


def _each(items: list[Any], text: str | None, file: str, problems: Problems) -> Iterator[Annotation]:
    """Yield each item as a record, verified against the text, adding its problems."""
    seen: set[str] = set()
    left = MOST_SEARCHED // max(len(text or ""), 1)
    for number, item in enumerate(items, 1):
        try:
            annotation = _annotation(item, f"item {number}", file, problems)
        except ArticleError as problem:
            problems.append(problem)
            continue
        place = annotation.claim_id
        if place in seen:
            mend = "give the second a name of its own"
            problems.append(ArticleError("this id is given twice", file=file, place=place, mend=mend))
        seen.add(place)
        before = len(problems)
        if text is not None:
            left -= sum(not _stands(part, text) for part in annotation.parts)
            if left < 0:
                what = "too many quotes are not at their offsets for so long a text"
                raise ArticleError(what, file=file, place=place, mend="annotate the text that lies beside it")
            annotation = _anchored(annotation, text, file, problems)
        problems.extend(faults(annotation, file, placed=len(problems) == before, text=text))
        yield annotation


def _stands(part: Part, text: str) -> bool:
    """Return whether the words stand where the part says."""
    return 0 <= part.start < part.end and text[part.start : part.end] == part.quote


def _annotation(item: Any, place: str, file: str, problems: list[ArticleError]) -> Annotation:
    """Return one item as a record, adding the problems of its lesser keys; refuse what has not its form."""

    def refuse(what: str, mend: str = "see data/codebook.md for the form") -> NoReturn:
        raise ArticleError(what, file=file, place=place, mend=mend)

    def wants(value: Any, kind: type, name: str) -> Any:
        return value if type(value) is kind else refuse(f"{name} is missing or not of its type")

    wants(item, dict, "the annotation")
    page_id = wants(item.get("id"), str, "id")
    claim_id = page_id.rpartition("#")[2]
    if not CLAIM_ID.fullmatch(claim_id):
        name, mend = "does not end in a claim's name", "use letters, digits, '-', '_' and '.' after the '#'"
        problems.append(ArticleError(f"the id {page_id!r} {name}", file=file, place=place, mend=mend))
        claim_id = place
    place = claim_id
    body = dict(wants(item.get("body"), dict, "body"))
    kind = body.pop("type", None)
    if not isinstance(kind, str) or kind not in BODIES:
        refuse(f"unknown body type {kind!r}", nearest(kind, BODIES))
    for column in BODIES[kind].lists:
        if column.name in body:
            body[column.name] = column.kept(body[column.name])
    targets = item.get("target")
    targets = targets if isinstance(targets, list) else [targets]
    if not targets:
        refuse("the target is empty", "name the words")
    parts = tuple(_part(target, wants, refuse) for target in targets)
    problems.extend(_item_faults(item, place, file))
    about = (item.get("motivation", "classifying"), item.get("creator"), item.get("created"))
    return Annotation(claim_id, BODIES[kind], body, parts, *about)


def _part(target: Any, wants: Callable[[Any, type, str], Any], refuse: Callable[..., NoReturn]) -> Part:
    """Return a target's words, as its two selectors give them."""
    selectors = wants(wants(target, dict, "target").get("selector"), list, "selector")
    kinds = {one.get("type"): one for one in selectors if type(one) is dict and type(one.get("type")) is str}
    position = wants(kinds.get("TextPositionSelector"), dict, "TextPositionSelector")
    quote = wants(kinds.get("TextQuoteSelector"), dict, "TextQuoteSelector")
    if target.get("source", TEXT) != TEXT:
        refuse(f"the target's source is {target['source']!r}", f"annotate {TEXT}, which lies beside it")
    words = (quote.get("exact"), quote.get("prefix", ""), quote.get("suffix", ""))
    part = Part(position.get("start"), position.get("end"), *words)
    for value, kind, name in zip(part, _PART, Part._fields, strict=True) if tuple(map(type, part)) != _PART else ():
        wants(value, kind, name)
    if not part.quote.strip():
        refuse("the quote is empty", "name the words")
    if what := unshowable(part.quote):
        refuse(f"the quote holds {what}", "mark the words before and after it as two parts")
    return part


def _item_faults(item: dict[str, Any], place: str, file: str) -> Iterator[ArticleError]:
    """Yield what is wrong with an item's keys beside id, body and target."""
    for key in (key for key in item if key not in ITEM_KEYS):
        yield ArticleError(f"unknown key {key!r}", file=file, place=place, mend=nearest(key, ITEM_KEYS))
    for key, column in _ITEM.items():
        if key in item and (what := column.fault(item[key])) is not None:
            yield ArticleError(what, file=file, place=place, mend="correct the value")


def _anchored(annotation: Annotation, text: str, file: str, problems: list[ArticleError]) -> Annotation:
    """Return the annotation with each part where its quote stands; never at a near match."""
    parts = []
    for part in annotation.parts:
        if _stands(part, text):
            parts.append(part)
            continue
        places = list(islice(occurrences(text, part.prefix + part.quote + part.suffix), MOST_PLACES))
        if len(places) == 1:
            start = places[0] + len(part.prefix)
            parts.append(part._replace(start=start, end=start + len(part.quote), status="found"))
            continue
        there = text[max(part.start, 0) : max(part.end, 0)] if part.start < part.end else ""
        what = f"the quote {part.quote[:80]!r} does not stand at {part.start}-{part.end} (there stands {there[:80]!r})"
        if len(places) > 1:
            what += f" and stands with its context in {len(places)} places (ambiguous)"
            mend = "lengthen prefix and suffix until the quote is unique"
        else:
            what += " and its context stands nowhere (missing)"
            mend = "annotate the words that the text has now"
            if _composed(part.quote) in _composed(text):
                mend = "copy the words from the text, which writes the same letters otherwise (Unicode NFC or NFD)"
        problems.append(ArticleError(what, file=file, place=annotation.claim_id, mend=mend))
        parts.append(part)
    if any(one.end > two.start for one, two in pairwise(parts)):
        problems.append(
            ArticleError(
                "the parts overlap or are not in the order of the text",
                file=file,
                place=annotation.claim_id,
                mend="sort them by start",
            )
        )
    return annotation if tuple(parts) == annotation.parts else replace(annotation, parts=tuple(parts))


@lru_cache(maxsize=2)
def _composed(text: str) -> str:
    """Return the text in Unicode NFC; the last two are kept, as one of them is the article's each time."""
    return unicodedata.normalize("NFC", text)


def faults(annotation: Annotation, file: str, *, placed: bool, text: str | None = None) -> Iterator[ArticleError]:
    """Yield what is wrong with an annotation's attributes, by the schema and, where its words stand, by these."""
    body, columns = annotation.body, annotation.table.stored

    def fault(what: str, mend: str = "correct the annotation") -> ArticleError:
        return ArticleError(what, file=file, place=annotation.claim_id, mend=mend)

    wrong, meant = set(), set()
    for key, value in body.items():
        if key not in columns:
            yield fault(f"{annotation.table.body} has no attribute {key!r}", mend := nearest(key, columns))
            meant.add(mend)
        elif isinstance(value, tuple) and not value:
            yield fault(f"{key} is empty", "leave it out")
        elif what := columns[key].fault(value):
            what, _, mend = what.partition("; ")
            yield fault(what, mend or "correct the value")
            wrong.add(key)
    for name in annotation.table.required:
        if name not in body and f"use {name!r}" not in meant:
            yield fault(f"the attribute {name!r} is missing", "add it")
    if placed and wrong.isdisjoint(TOGETHER):
        if wrong or meant:
            sound = {key: value for key, value in body.items() if key in columns and key not in wrong}
            annotation = replace(annotation, body=sound)
        yield from (fault(what, mend) for what, mend in disagreements(annotation, text))


def write(head: dict[str, Any], annotations: list[Annotation]) -> bytes:
    """Return the bytes of an annotation page: sorted, keys in a fixed order, each selector on one line."""

    def item(annotation: Annotation) -> dict[str, Any]:
        targets = [
            {
                "source": head["text"],
                "selector": [
                    {"type": "TextPositionSelector", "start": part.start, "end": part.end},
                    {"type": "TextQuoteSelector", "exact": part.quote, "prefix": part.prefix, "suffix": part.suffix},
                ],
            }
            for part in annotation.parts
        ]
        columns = annotation.table.stored
        about = {"motivation": annotation.motivation, "creator": annotation.creator, "created": annotation.created}
        return {
            "id": f"{head['id']}#{annotation.claim_id}",
            "type": "Annotation",
            **{key: value for key, value in about.items() if value is not None},
            "body": {
                "type": annotation.table.body,
                **{key: annotation.body[key] for key in columns if key in annotation.body},
            },
            "target": targets[0] if len(targets) == 1 else targets,
        }

    ordered = sorted(annotations, key=lambda one: (one.parts[0].start, one.parts[0].end, one.claim_id))
    page = {key: head[key] for key in HEAD_KEYS if key in head} | {"items": [item(one) for one in ordered]}
    return (_laid_out(page, "") + "\n").encode("utf-8")


def _laid_out(value: Any, indent: str) -> str:
    """Return a value as indented JSON, with selectors, contexts and other small mappings on one line."""
    deeper = indent + "  "
    if isinstance(value, dict) and ("id" in value or "selector" in value or value.get("type") in BODIES):
        rows = [f"{deeper}{json.dumps(key)}: {_laid_out(part, deeper)}" for key, part in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return "[\n" + ",\n".join(deeper + _laid_out(part, deeper) for part in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
