"""Expressions of `teach.json`: what they come to for an article, computed from its tables."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any, NoReturn

import pandas as pd

from libya_kit import schema
from libya_kit.article import AnnotatedArticle
from libya_kit.displacement import displacement_rate
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.markup import number
from libya_kit.reckoning import quantifiers
from libya_kit.tolls import casualty_bounds
from libya_kit.wording import quantity, weekday

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

    >>> from libya_kit.article import load_article
    >>> values(load_article(), {"sum": ["c-killed-25", "c-killed-21"]}), values(load_article(), None)
    ((46,), (None,))
    """
    if isinstance(given, list):
        return tuple(value for one in given for value in values(article, one, name))
    if not isinstance(given, dict):
        whole = isinstance(given, str) and schema.is_date(given)
        return (pd.Timestamp(given) if whole else given,)
    verb = next((key for key in given if key in _VERBS), None)
    if verb is None:
        refuse(f"nothing is computed by {next(iter(given), '')!r}", name, schema.nearest(next(iter(given), ""), _VERBS))
    rest = {key: value for key, value in given.items() if key != verb}
    try:
        found = _VERBS[verb](article, given[verb], name, **rest)
    except (ArgumentError, TypeError, KeyError) as error:
        refuse(f"{verb} cannot be computed: {error}", name, "correct the expression")
    return found if isinstance(found, tuple) else (found,)


def claimed(article: AnnotatedArticle, claim: Any, name: str) -> pd.Series:
    """Return the row of a claim, of whatever table."""
    for table in schema.CLAIM_TABLES:
        if claim in getattr(article, table.name).index:
            found: pd.Series = getattr(article, table.name).loc[claim]
            return found
    known = [str(one) for table in schema.CLAIM_TABLES for one in getattr(article, table.name).index]
    refuse(f"no claim has the id {claim!r}", name, schema.nearest(claim, known) if known else "annotate it")


def cell(article: AnnotatedArticle, claim: Any, column: str, name: str) -> Value:
    """Return a cell of a claim's row; None: not given."""
    row = claimed(article, claim, name)
    if column not in row.index:
        refuse(f"the claim {claim} has no column {column!r}", name, schema.nearest(column, map(str, row.index)))
    return _plain(row[column])


def _plain(value: Any) -> Value:
    if not isinstance(value, list | dict | tuple) and pd.isna(value):
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
    first, *others = (_number(article, part, name) for part in parts)
    return first - sum(others)


def _times(article: AnnotatedArticle, part: Any, name: str, by: list[int]) -> tuple[Value, ...]:
    return tuple(_number(article, part, name) * factor for factor in by)


def _bounds(article: AnnotatedArticle, given: Any, name: str) -> Value:
    return casualty_bounds(article, **given).low


def _rate(article: AnnotatedArticle, which: Any, name: str) -> tuple[Value, ...]:
    found = sorted(float(one) for one in displacement_rate(article)["per_day"])
    if not found or which not in ("highest", "lowest", "every"):
        refuse(f"there is no rate {which!r}", name, "use 'highest', 'lowest' or 'every'")
    return tuple(dict.fromkeys(found if which == "every" else found[-1:] if which == "highest" else found[:1]))


def _count(article: AnnotatedArticle, table: Any, name: str, of: str, where: dict[str, Any]) -> Value:
    schema.one_of("count", table, [one.name for one in schema.CLAIM_TABLES])
    rows = getattr(article, table)
    for column, wanted in where.items():
        rows = rows[rows[column].isin(wanted if isinstance(wanted, list) else [wanted])]
    return int((rows.index if of == "claim_id" else rows[of]).nunique())


def _about(article: AnnotatedArticle, key: Any, name: str) -> Value:
    schema.one_of("about", key, ("title", "publisher", "published_on"))
    return getattr(article, key)


def _term(article: AnnotatedArticle, term: Any, name: str, convention: str) -> Value:
    table = quantifiers()
    found = table.loc[(table["term"] == term) & (table["convention"] == convention), "low"]
    if found.empty:
        refuse(f"{convention!r} knows no {term!r}", name, "see quantifiers.csv")
    return int(found.iloc[0])


def _quotes(article: AnnotatedArticle, tables: Any, name: str) -> tuple[Value, ...]:
    for table in tables:
        schema.one_of("quotes", table, [one.name for one in schema.CLAIM_TABLES])
    return tuple(quote for table in tables for quote in getattr(article, table)["quote"])


def _claim(article: AnnotatedArticle, claim: Any, name: str, column: str = "value") -> Value:
    return cell(article, claim, column, name)


def _quantity(article: AnnotatedArticle, claim: Any, name: str) -> Value:
    return quantity(claimed(article, claim, name))


_VERBS: dict[str, Callable[..., Value]] = {
    "claim": _claim,
    "quantity": _quantity,
    "sum": _sum,
    "difference": _difference,
    "times": _times,
    "bounds": _bounds,
    "rate": _rate,
    "count": _count,
    "about": _about,
    "term": _term,
    "quotes": _quotes,
}
"""What can be computed: how it is called, and by what."""
