"""A page of annotations at a glance: accepted whole where all is well; else `annotations.read` looks at it closely.

Nothing here finds a fault, it only doubts. The forms come from the tables' declaration, so that msgspec compares a
whole page with them in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, reduce
from itertools import islice, pairwise
from operator import or_
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.consistency import disagreements
from libya_kit.article.schema import LARGEST_COUNT, Column, Table
from libya_kit.article.w3c import HEAD_KEYS
from libya_kit.errors import ArticleError
from libya_kit.files import MOST_ROWS
from libya_kit.text.html import unshowable
from libya_kit.text.quotes import Part

_COUNT = Annotated[int, Meta(ge=0, le=LARGEST_COUNT)]
_FORMS: dict[str, Any] = {
    "text": str,
    "count": _COUNT,
    "date": date,
    "flag": bool,
    "mapping": dict[str, Any],
    "list": Annotated[tuple[Annotated[str, Meta(min_length=1)], ...], Meta(min_length=1)],
    "time": Annotated[str, Meta(pattern=f"^(?:{schema.TIME.pattern})$")],
}
"""The form of a value, by the kind of its column; of a column with words, one of these."""
_BESIDE: dict[str, Any] = {"motivation": str, "creator": str, "created": date}
"""What an annotation may have beside id, type, body and target."""


class _Position(Struct, forbid_unknown_fields=True, gc=False):
    type: Literal["TextPositionSelector"]  # a tag could be left out
    start: _COUNT
    end: _COUNT


class _Quote(Struct, forbid_unknown_fields=True, gc=False):
    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class _Target(Struct, forbid_unknown_fields=True, gc=False):
    source: Literal["article.txt"]
    selector: tuple[_Position, _Quote]


def read(
    raw: bytes, text: str | None, file: str = "annotations.jsonld"
) -> tuple[dict[str, Any], list[Annotation], list[ArticleError]]:
    """Return a page's head, its annotations verified against the text, and every problem found on the way.

    Without a text (its file cannot be read) the words are taken as they are.
    """
    found = at_a_glance(raw, text) if text is not None else None
    return (*found, []) if found is not None else w3c.read(raw, text, file)


def at_a_glance(raw: bytes, text: str) -> tuple[dict[str, Any], list[Annotation]] | None:
    """Return a page's head and annotations where all is as `annotations.write` writes it, and nothing is wrong.

    Else None. What is accepted here, `annotations.read` accepts too, and reads as the same.
    """
    if b"\\" in raw and b"\\u" in raw:  # perhaps half a character
        return None
    try:
        page = _decoder(tuple(w3c.BODIES.values())).decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if raw.count(b":") != msgspec.json.encode(page).count(b":"):  # a key is given twice
        return None
    annotations = _annotations(page.items)
    head = {name: value for name in HEAD_KEYS[:-1] if (value := getattr(page, name.strip("@"))) is not UNSET}
    return (head, annotations) if _sound(annotations, text) else None


@lru_cache(2)
def _decoder(tables: tuple[Table, ...]) -> msgspec.json.Decoder[Any]:
    """Return what decodes pages whose annotations belong to these tables."""

    def form(column: Column) -> tuple[str, Any] | tuple[str, Any, Any]:
        one = Literal[column.words] if column.words else _FORMS[column.kind]
        if column.kind == "list" and column.words:
            one = Annotated[tuple[one, ...], Meta(min_length=1)]  # type: ignore[valid-type]
        return (column.name, one) if column.required else (column.name, one | UnsetType, UNSET)

    def struct(name: str, fields: Sequence[Any], tag: str | None = None) -> Any:
        return msgspec.defstruct(name, fields, tag=tag, forbid_unknown_fields=True, kw_only=True, gc=False)

    bodies = [struct(table.body, [*map(form, table.stored.values())], table.body) for table in tables]
    target = _Target | Annotated[list[_Target], Meta(min_length=1)]
    fixed = [("id", str), ("type", Literal["Annotation"]), ("body", reduce(or_, bodies)), ("target", target)]
    item = struct("Item", [*fixed, *((name, one | UnsetType, UNSET) for name, one in _BESIDE.items())])
    items = Annotated[list[item], Meta(max_length=MOST_ROWS)]  # type: ignore[valid-type]
    context = list[str | dict[str, str]] | str | UnsetType
    told = [(name, str | UnsetType, UNSET) for name in ("text", "sha256", "codebook", "creator")]
    fixed = [("id", str), ("type", Literal["AnnotationPage"]), ("items", items)]
    named = ("context", context, msgspec.field(default=UNSET, name="@context"))
    return msgspec.json.Decoder(struct("Page", [*fixed, named, *told]))


def _annotations(items: list[Any]) -> list[Annotation]:
    """Return decoded items as records."""
    targets = [item.target if type(item.target) is list else [item.target] for item in items]
    selectors = [target.selector for some in targets for target in some]
    every = iter([Part(at.start, at.end, words.exact, words.prefix, words.suffix) for at, words in selectors])
    parts = [tuple(islice(every, len(some))) for some in targets]
    bodies = msgspec.to_builtins([item.body for item in items])
    tables = [w3c.BODIES[body.pop("type")] for body in bodies]
    ids = [item.id.rpartition("#")[2] for item in items]
    motivations = ["classifying" if item.motivation is UNSET else item.motivation for item in items]
    creators = [None if item.creator is UNSET else item.creator for item in items]
    created = [None if item.created is UNSET else str(item.created) for item in items]
    return list(map(Annotation, ids, tables, bodies, parts, motivations, creators, created))


def _sound(annotations: list[Annotation], text: str) -> bool:
    """Return whether annotations of the right form stand in the text, and nothing about them is wrong."""
    ids = [one.claim_id for one in annotations]
    parts = [part for one in annotations for part in one.parts]
    values = [value for one in annotations for value in one.body.values()]
    words = [value for value in values if type(value) is str]
    words += [word for value in values if type(value) is tuple for word in value]
    words += [part.quote for part in parts]
    words += [word for one in annotations for word in (one.motivation, one.creator) if word is not None]
    torn = [one.parts for one in annotations if len(one.parts) > 1]
    return (
        len({*ids}) == len(ids)
        and all(map(w3c.CLAIM_ID.fullmatch, ids))
        and all(part.start < part.end and text[part.start : part.end] == part.quote for part in parts)
        and all(one.end <= two.start for some in torn for one, two in pairwise(some))
        and all(map(str.strip, words))
        and ("".join(words).isprintable() or not any(map(unshowable, words)))
        and not any(True for one in annotations for _ in disagreements(one, text))
    )
