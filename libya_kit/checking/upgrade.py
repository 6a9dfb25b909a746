"""A folder of an older codebook made one of today's: what its words say and version 1 could not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.consistency import disagreements
from libya_kit.article.folder import Folder
from libya_kit.article.links import is_set
from libya_kit.article.model import annotated
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.casualties.reckoning import MEASURES
from libya_kit.editing.changes import json_bytes
from libya_kit.editing.transaction import HISTORY, history, tried
from libya_kit.errors import ArticleError
from libya_kit.files import clock, finish, path_of, read_bytes, write_together
from libya_kit.text import english
from libya_kit.text.numbers import Quantity, read

_NUMBERS = ("value", "low", "high")
_DAYS, _MONTHS = ("|".join(names) for names in (english.WEEKDAYS, english.MONTHS))
_PERIOD = re.compile(
    rf"\b(?:since (?:(?:early|mid|late|last) )?(?:{_DAYS}|\d{{4}}"
    rf"|(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}}\b)?(?:,? \d{{4}})?)"
    r"|(?:in|over|within|during) the (?:past|last) (?:[\w-]+ )?(?:hours?|days?|weeks?|months?|years?))\b"
)
"""Words that say what a count covers: since Monday, since 4 May 2031, in the past 24 hours."""


def upgrade(folder: str | Path) -> list[str]:
    """Write an article's folder by today's codebook, whole or not at all; return what is different now, line by line.

    An amount, a unit, the words of a period and a qualifier that the claim's own words give are written down. What
    only a person can decide, such as a value that is a part of another number, is refused.

    Parameters
    ----------
    folder
        The article's folder.

    Returns
    -------
    list of str
        A line for each changed claim, then one for each measure whose bounds change; of a folder of today's codebook,
        that there is nothing to do.

    Raises
    ------
    ArticleError
        The folder could not be read even then: the first problem, and how many more there are. Nothing is written.
    """
    path = path_of("folder", folder)
    if is_set(path):
        raise ArticleError("a folder of several articles", file=path.name, mend="upgrade each article's folder")
    finish(path)
    raw = {name: read_bytes(path / name) for name in folders.FILES}
    about = w3c.parse_json(raw["article.json"], "article.json")
    text = raw["article.txt"].decode("utf-8", "replace")
    head, items, _ = w3c.read(raw["annotations.jsonld"], text)
    new = [_upgraded(item, text) for item in items]
    files = {
        "annotations.jsonld": w3c.write(head | {"codebook": schema.CODEBOOK}, new),
        "article.json": json_bytes(about | {"codebook": schema.CODEBOOK}),
    }
    with tried(path, files) as trial:
        after = folders.sound(trial)
    lines = [*_changes(items, new)]
    if not lines and about.get("codebook") == schema.CODEBOOK:
        return [f"{path.name}: codebook {schema.CODEBOOK} already; nothing is written"]
    lines += _results(replace(after, items=items), after)
    entry = {"date": (clock() or datetime.now()).date().isoformat(), "upgraded": schema.CODEBOOK, "changes": lines}
    files[HISTORY] = json_bytes([*history(path), entry])
    _write(path, files, raw)
    return [*lines, f"{path.name}: codebook {about.get('codebook')} → {schema.CODEBOOK}"]


def _write(path: Path, files: Mapping[str, bytes], raw: Mapping[str, bytes]) -> None:
    """Write the files, all or none, if the folder still holds what was read of it."""

    def unchanged() -> None:
        if any(read_bytes(path / name) != content for name, content in raw.items()):
            what = "the folder has changed since it was read; nothing is written"
            raise ArticleError(what, file=path.name, mend="do it again, on what it holds now")

    try:
        write_together(path, files, check=unchanged)
    except OSError as error:
        what = f"cannot be written ({error.strerror}); nothing is changed"
        raise ArticleError(what, file=path.name, mend="make the folder writable") from None


def _upgraded(item: Annotation, text: str) -> Annotation:
    """Return a claim with what its words give and version 1 could not hold; others as they are."""
    if "qualifier" not in item.body:
        return item
    body = dict(item.body)
    if any(disagreements(item, text)) and (quantity := _meant(item)) is not None:
        body |= _read_as(body, quantity)
        if body.get("amount") == "share":
            body = {key: value for key, value in body.items() if key not in _NUMBERS}
    if "period_words" not in body and (period := _PERIOD.search(item.quote)):
        body["period_words"] = period[0]
    new = replace(item, body={key: body[key] for key in item.table.stored if key in body})
    return item if any(disagreements(new, text)) and not any(disagreements(item, text)) else new


def _meant(item: Annotation) -> Quantity | None:
    """Return the only quantity of a claim's words that has its number or vague word; None where there are several."""
    given = [item.body[key] for key in (*_NUMBERS, "term") if key in item.body]
    quantities = [one for one in read(item.quote) if not one.aside]
    found = [one for one in quantities if {one.value, one.low, one.high, one.term} & {*given}]
    term = str(item.body.get("term", "")).casefold()
    wider = [one for one in quantities if one.amount == "share" or (term and term in one.term.casefold())]
    found = found or (wider if len(quantities) == 1 else [])
    return found[0] if len(found) == 1 else None


def _read_as(body: Mapping[str, Any], quantity: Quantity) -> dict[str, Any]:
    """Return the attributes that a quantity's words give and the claim does not have."""
    given: dict[str, Any] = {}
    if quantity.amount != "count" and "amount" not in body:
        given["amount"] = quantity.amount
        if quantity.per:
            given["per"] = quantity.per
    if quantity.amount == "share":
        return given | {"qualifier": "vague", "term": quantity.term}
    if quantity.qualifier == "vague" and body["qualifier"] == "vague":
        given["term"] = quantity.term
    if quantity.unit and quantity.unit != body.get("unit", "people"):
        given["unit"] = quantity.unit
    if quantity.value is not None and body["qualifier"] == "exact" != quantity.qualifier:
        given["qualifier"] = quantity.qualifier
    return given


def _changes(before: list[Annotation], after: list[Annotation]) -> Iterator[str]:
    """Yield what is different of each claim."""
    for old, new in zip(before, after, strict=True):
        keys = [key for key in {**old.body, **new.body} if old.body.get(key) != new.body.get(key)]
        if keys:
            said = (f"{key} {old.body.get(key, 'not given')} → {new.body.get(key, 'not given')}" for key in keys)
            yield f"{new.claim_id}: {'; '.join(said)}"


def _results(before: Folder, after: Folder) -> Iterator[str]:
    """Yield the bounds of each measure that change."""
    articles = [annotated(before), annotated(after)]
    for measure in MEASURES:
        found = [casualty_bounds(article, measure) for article in articles]
        if (found[0].low, found[0].high) != (found[1].low, found[1].high):
            yield f"{measure}: {_bounds(found[0])} before, {_bounds(found[1])} now"


def _bounds(found: Any) -> str:
    """Return bounds in words."""
    low = "no floor" if found.low is None else f"at least {found.low:,}"
    return low if found.high is None else f"{low}, at most {found.high:,}"
