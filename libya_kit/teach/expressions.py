"""Expressions of `teach.json`: what they come to for an article, computed from its tables."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import quantity, weekday
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.casualties.reckoning import quantifiers
from libya_kit.displacement.exhibits import displacement_rate
from libya_kit.errors import ArgumentError, ArticleError, nearest, one_of
from libya_kit.text.html import number, unshowable

FILE = "teach.json"

Value = Any
"""A number, a day, an actor's id, a text; None: the article does not say."""


def refuse(what: str, place: object, mend: str) -> NoReturn:
    """Refuse something in a `teach.json`."""
    raise ArticleError(what, file=FILE, place=place, mend=mend)


def shown(article: AnnotatedArticle, value: Value, kind: str = "") -> str:
    """Return a value in words; of None, that the article does not say."""
    if value is None:
        return "The article does not say"
    if isinstance(value, pd.Timestamp):
        return f"{weekday(value)} {value.year}"
    if isinstance(value, numbers.Real):
        return number(value)
    return article.name(value) if kind == "who" else str(value)


def values(article: AnnotatedArticle, given: Any, name: str = "") -> tuple[Value, ...]:
    """Return what an expression comes to: a literal is itself, a list any of several, an object is computed.

    >>> from libya_kit.article.model import load_article
    >>> values(load_article(), {"sum": ["c-killed-25", "c-killed-21"]}), values(load_article(), None)
    ((46,), (None,))
    """
    if isinstance(given, list):
        found = tuple(value for one in given for value in values(article, one, name))
    elif isinstance(given, dict):
        found = _computed(article, given, name)
    else:
        whole = isinstance(given, str) and schema.is_date(given)
        found = (pd.Timestamp(given) if whole else given,)
    if not found:
        refuse(f"{given!r} comes to nothing", name, "give a value, or null for what the article does not say")
    for value in found:
        if isinstance(value, bool) or (isinstance(value, int | float) and not abs(value) <= schema.LARGEST_COUNT):
            refuse(f"{str(value)[:20]} is no number that can be asked for", name, "correct the expression")
    return found


def keys(given: Any, known: dict[str, type], needed: tuple[str, ...], place: object) -> None:
    """Refuse what is no object, or has an unknown, a missing or a wrong key."""
    if not isinstance(given, dict):
        refuse(f"{given!r} is not an object of keys and values", place, "give the keys " + ", ".join(known))
    for key, value in given.items():
        if key not in known:
            refuse(f"unknown key {key!r}", place, nearest(key, known))
        if not isinstance(value, known[key]) or isinstance(value, bool):
            refuse(f"{key} {value!r} is no {known[key].__name__}", place, "correct the value")
        if (what := unshowable(value)) is not None:
            refuse(f"{key} holds {what}", place, "leave it out")
    for key in needed:
        if key not in given:
            refuse(f"the key {key!r} is missing", place, "add it")


def _computed(article: AnnotatedArticle, given: dict[str, Any], name: str) -> tuple[Value, ...]:
    """Return what an object comes to."""
    verb = next((key for key in given if key in _VERBS), None)
    if verb is None:
        refuse(f"nothing is computed by {next(iter(given), '')!r}", name, nearest(next(iter(given), ""), _VERBS))
    compute, known = _VERBS[verb]
    keys(given, known, tuple(key for key in known if (verb, key) not in _OPTIONAL), name)
    rest = {key: value for key, value in given.items() if key != verb}
    try:
        found = compute(article, given[verb], name, **rest)
    except (ArgumentError, TypeError) as error:
        refuse(f"{verb} cannot be computed: {error}", name, "correct the expression")
    return found if isinstance(found, tuple) else (found,)


def claimed(article: AnnotatedArticle, claim: Any, name: str) -> pd.Series:
    """Return the row of a claim, of whatever table."""
    for table in schema.CLAIM_TABLES:
        if claim in getattr(article, table.name).index:
            found: pd.Series = getattr(article, table.name).loc[claim]
            return found
    known = [str(one) for table in schema.CLAIM_TABLES for one in getattr(article, table.name).index]
    refuse(f"no claim has the id {claim!r}", name, nearest(claim, known) if known else "annotate it")


def told(article: AnnotatedArticle, claim: str, name: str) -> str:
    """Return how many a claim gives, in words."""
    row = claimed(article, claim, name)
    if "qualifier" not in row.index:
        refuse(f"the claim {claim} counts nothing", name, "name a claim of casualties or displacement")
    return quantity(row)


def cell(article: AnnotatedArticle, claim: Any, column: str, name: str) -> Value:
    """Return a cell of a claim's row; None: not given."""
    row = claimed(article, claim, name)
    if column not in row.index:
        refuse(f"the claim {claim} has no column {column!r}", name, nearest(column, map(str, row.index)))
    value = row[column]
    if isinstance(value, list | dict | tuple | bool | np.bool_):
        refuse(f"the column {column!r} holds no number, day or text", name, "name another column")
    if pd.isna(value):
        return None
    return value if isinstance(value, str | pd.Timestamp) else int(value)


def _number(article: AnnotatedArticle, given: Any, name: str) -> float:
    """Return a number: itself, a claim's value by its id, or what an expression comes to."""
    found = cell(article, given, "value", name) if isinstance(given, str) else values(article, given, name)[0]
    if not isinstance(found, int | float):
        refuse(f"{given!r} gives no number", name, "reckon with numbers only")
    return found


def _sum(article: AnnotatedArticle, parts: Any, name: str) -> Value:
    return sum(_number(article, part, name) for part in parts)


def _difference(article: AnnotatedArticle, parts: Any, name: str) -> Value:
    first, *others = [_number(article, part, name) for part in parts] or [0]
    return first - sum(others)


def _times(article: AnnotatedArticle, part: Any, name: str, by: list[Any]) -> tuple[Value, ...]:
    return tuple(_number(article, part, name) * _number(article, factor, name) for factor in by)


def _bounds(article: AnnotatedArticle, given: Any, name: str) -> Value:
    return casualty_bounds(article, **given).low


def _rate(article: AnnotatedArticle, which: Any, name: str) -> tuple[Value, ...]:
    found = sorted(float(one) for one in displacement_rate(article)["per_day"])
    if not found or which not in ("highest", "lowest", "every"):
        refuse(f"there is no rate {which!r}", name, "use 'highest', 'lowest' or 'every'")
    return tuple(dict.fromkeys(found if which == "every" else found[-1:] if which == "highest" else found[:1]))


def _count(article: AnnotatedArticle, table: str, name: str, of: str, where: dict[str, Any]) -> Value:
    one_of("count", table, [one.name for one in schema.CLAIM_TABLES])
    rows = getattr(article, table).reset_index()
    columns = {column.name: column for one in schema.CLAIM_TABLES if one.name == table for column in one.all_columns}
    for key in (of, *where):
        if key not in columns or columns[key].kind in ("list", "mapping"):
            refuse(f"the table {table} has no column {key!r}", name, nearest(key, columns))
    for key, wanted in where.items():
        some = wanted if isinstance(wanted, list) else [wanted]
        known = {*rows[key], *(getattr(article, columns[key].refers).index if columns[key].refers else ())}
        for value in some:
            if fault := columns[key].fault(value):
                refuse(fault, name, "correct what is counted")
            if columns[key].kind == "text" and value not in known:  # misspelt, it would be counted as 0
                refuse(f"no {key} is {value!r}", name, nearest(value, map(str, known)))
        rows = rows[rows[key].isin(some)]
    return int(rows[of].nunique())


def _about(article: AnnotatedArticle, key: Any, name: str) -> Value:
    one_of("about", key, ("title", "publisher", "published_on"))
    return getattr(article, key)


def _term(article: AnnotatedArticle, term: Any, name: str, convention: str) -> Value:
    table = quantifiers()
    found = table.loc[(table["term"] == term) & (table["convention"] == convention), "low"]
    if found.empty:
        refuse(f"{convention!r} knows no {term!r}", name, "see quantifiers.csv")
    return int(found.iloc[0])


def _quotes(article: AnnotatedArticle, tables: Any, name: str) -> tuple[Value, ...]:
    for table in tables:
        one_of("quotes", table, [one.name for one in schema.CLAIM_TABLES])
    return tuple(quote for table in tables for quote in getattr(article, table)["quote"])


def _claim(article: AnnotatedArticle, claim: Any, name: str, column: str = "value") -> Value:
    return cell(article, claim, column, name)


_VERBS: dict[str, tuple[Callable[..., Value], dict[str, type]]] = {
    "claim": (_claim, {"claim": str, "column": str}),
    "quantity": (told, {"quantity": str}),
    "sum": (_sum, {"sum": list}),
    "difference": (_difference, {"difference": list}),
    "times": (_times, {"times": object, "by": list}),
    "bounds": (_bounds, {"bounds": dict}),
    "rate": (_rate, {"rate": str}),
    "count": (_count, {"count": str, "of": str, "where": dict}),
    "about": (_about, {"about": str}),
    "term": (_term, {"term": str, "convention": str}),
    "quotes": (_quotes, {"quotes": list}),
}
"""What can be computed: how it is called, by what, and of what."""
_OPTIONAL = {("claim", "column")}
