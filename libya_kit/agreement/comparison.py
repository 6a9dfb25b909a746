"""Two annotators compared: their differences, then spans, then attributes with Krippendorff's alpha."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import krippendorff
import pandas as pd

from libya_kit.agreement.matching import Annotator, Pair, Source, annotator, answer, compared, pairs, spans
from libya_kit.article import schema
from libya_kit.article.annotation import Annotation

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: dict[str, Level] = {"count": "ratio", "date": "interval"}
"""The level of measurement of a kind of column; others are nominal."""
ORDERED = ("stance",)
"""Words that have an order, the one in which the schema lists them."""
NA = "not stated"
MOST_ANSWERS = 30_000_000
"""Of pairs times different answers squared: what `krippendorff` keeps in memory, eight bytes each and more."""
ALL = "all kinds"
COUNTS, DAYS = (
    tuple(dict.fromkeys(c.name for table in schema.CLAIM_TABLES for c in table.columns if c.kind == kind))
    for kind in ("count", "date")
)
"""The attributes that are numbers, and those that are days."""


@dataclass(frozen=True)
class Comparison:
    """Two annotators' claims on one text, matched; everything is reckoned from the pairs."""

    a: Annotator
    b: Annotator
    pairs: tuple[Pair, ...]

    def __repr__(self) -> str:
        return f"<Comparison of {self.names[0]} and {self.names[1]}: {len(self.disagreements)} differences>"

    @property
    def names(self) -> tuple[str, str]:
        """What the two annotators are called."""
        one, other = self.a.name or "A", self.b.name or "B"
        return (one, other) if one != other else (f"{one} (A)", f"{other} (B)")

    @cached_property
    def disagreements(self) -> pd.DataFrame:
        """A row per difference, numbers first: what differs, what each annotator has, the words side by side.

        ``what`` is an attribute, ``words`` (the same claim on other words) or ``claim`` (only one annotator has it).
        """
        rows = [row for pair in self.pairs for row in _differences(pair)]
        rows.sort(key=lambda row: row.pop("rank"))
        columns = ["kind", "what", "a", "b", "words_a", "words_b", "claim_a", "claim_b"]
        return pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1, name="difference"))

    @cached_property
    def spans(self) -> pd.DataFrame:
        """A row per kind and for all: how many claims each has, on how many the words are the same, or overlap.

        With A as the reference ``of_a`` is the recall of B and ``of_b`` its precision; with B as the reference it is
        the other way round; F1 is the same. NA where an annotator has none.
        """
        kinds = [*dict.fromkeys(pair.table.name for pair in self.pairs)]
        kinds = [table.name for table in schema.CLAIM_TABLES if table.name in kinds]
        rows = {kind: self._span_row([kind]) for kind in kinds} | {ALL: self._span_row(kinds)}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("kind")

    def _span_row(self, kinds: list[str]) -> dict[str, Any]:
        own = [[item for item in side.items if item.table.name in kinds] for side in (self.a, self.b)]
        marked = [Counter((item.table.name, spans(item)) for item in items) for items in own]
        same = (marked[0] & marked[1]).total()
        overlapping = sum(pair.both for pair in self.pairs if pair.table.name in kinds)
        row: dict[str, Any] = {"a": len(own[0]), "b": len(own[1])}
        for how, count in (("exact", same), ("overlapping", overlapping)):
            of = [count / len(items) if items else None for items in own]
            f1 = 2 * count / (row["a"] + row["b"]) if row["a"] + row["b"] else None
            row |= {how: count, f"{how}_of_a": of[0], f"{how}_of_b": of[1], f"{how}_f1": f1}
        return row

    @cached_property
    def attributes(self) -> pd.DataFrame:
        """A row per kind and attribute: matched claims where either gives it, how many are equal, alpha and its level.

        ``alpha`` is NA where it is not defined; ``why`` says why.
        """
        rows = [
            _attribute_row(table, column, [pair for pair in self.pairs if pair.both and pair.table is table])
            for table in schema.CLAIM_TABLES
            for column in compared(table)
        ]
        columns = ["kind", "attribute", "level", "given", "equal", "in_alpha", "alpha", "why"]
        frame = pd.DataFrame([row for row in rows if row["given"]], columns=columns)
        return frame.astype({"alpha": "Float64"}).set_index(["kind", "attribute"])

    def lines(self) -> Iterator[str]:
        """Yield the report: the differences side by side, then the tables of spans and of attributes."""
        one, two = self.names
        yield f"{one} has {len(self.a.items)} claims, {two} {len(self.b.items)}; {len(self.disagreements)} differences"
        for row in self.disagreements.itertuples():
            words = " | ".join(dict.fromkeys(map(str, filter(pd.notna, (row.words_a, row.words_b)))))
            told = f"{row.a} | {row.b}" if pd.notna(row.a) else "on other words"
            yield f"{row.kind}: {row.what}: {told}: {words}"
        if self.pairs:
            for frame in (self.spans, self.attributes):
                yield ""
                yield frame.to_string(float_format="{:.3f}".format)


def compare(a: Source, b: Source) -> Comparison:
    """Return how two annotators' claims on one text agree and differ.

    Parameters
    ----------
    a, b
        Each a file of annotations in its article's folder, an article or its folder (its own annotations), or a list
        of annotations.

    Raises
    ------
    ArticleError
        Something in a folder or file cannot be right.
    ArgumentError
        The two are annotations of different texts.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> article = load_article()
    >>> len(compare(article, article).disagreements)
    0
    """
    one, other = annotator(a), annotator(b)
    return Comparison(one, other, tuple(pairs(one, other)))


def _differences(pair: Pair) -> Iterator[dict[str, Any]]:
    """Yield the rows of a pair's differences, each with its rank: numbers, attributes, claims of one, words."""
    row: dict[str, Any] = {"kind": pair.table.name}
    for side, one in (("a", pair.a), ("b", pair.b)):
        row |= {f"words_{side}": one.quote if one else None, f"claim_{side}": one.claim_id if one else None}
    for column, one, other in pair.differences():
        rank = 0 if column.kind == "count" else 1
        yield {"rank": rank, "what": column.name, "a": said(one), "b": said(other), **row}
    if not pair.both:
        yield {"rank": 2, "what": "claim", "a": _has(pair.a), "b": _has(pair.b), **row}
    elif not pair.same_words:
        yield {"rank": 3, "what": "words", "a": None, "b": None, **row}


def _has(one: Annotation | None) -> str:
    return "has none" if one is None else "has it"


def said(value: Any) -> str:
    """Return an attribute's value as words.

    >>> said(12), said(None), said({"value": None, "qualifier": "vague"})
    ('12', 'not stated', 'value: not stated, qualifier: vague')
    """
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(other)}" for key, other in value.items())
    if isinstance(value, tuple):
        return "; ".join(value)
    return NA if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _attribute_row(table: schema.Table, column: schema.Column, matched: list[Pair]) -> dict[str, Any]:
    """Return how far matched claims agree in one attribute."""
    both = [(answer(pair.a, column), answer(pair.b, column)) for pair in matched if pair.a and pair.b]
    given = [values for values in both if values != (None, None)]
    level: Level = "ordinal" if column.name in ORDERED else LEVELS.get(column.kind, "nominal")
    values, why = [_measured(column, level, one) for one in both], ""
    values = [one for one in values if None not in one]
    alpha = None
    if len(values) < 2:
        why = "fewer than two pairs to reckon with"
    elif (kinds := len({value for one in values for value in one})) < 2:
        why = "the answers do not vary: all are the same"
    elif len(values) * kinds**2 > MOST_ANSWERS:
        why = "too many different answers to reckon with"
    elif (alpha := _alpha(values, level)) is None:
        why = "it is not defined for these answers"
    return {
        "kind": table.name,
        "attribute": column.name,
        "level": level,
        "given": len(given),
        "equal": sum(one == other for one, other in given),
        "in_alpha": len(values),
        "alpha": alpha,
        "why": why,
    }


def _measured(column: schema.Column, level: Level, values: tuple[Any, Any]) -> tuple[Any, Any]:
    """Return two answers as numbers on the column's level; None for one that is not on it."""

    def number(value: Any) -> Any:
        if level == "nominal":
            return said(value)
        if value is None:
            return None
        if level == "ordinal":
            return column.words.index(value)
        return date.fromisoformat(value).toordinal() if column.kind == "date" else value

    return number(values[0]), number(values[1])


def _alpha(values: list[tuple[Any, Any]], level: Level) -> float | None:
    """Return Krippendorff's alpha of two annotators' answers, which vary."""
    if level == "nominal":
        numbers = {value: number for number, value in enumerate(sorted({one for pair in values for one in pair}))}
        values = [(numbers[one], numbers[other]) for one, other in values]
    sides: Any = [list(side) for side in zip(*values, strict=True)]
    alpha = float(krippendorff.alpha(sides, level_of_measurement=level))
    return alpha if math.isfinite(alpha) else None
