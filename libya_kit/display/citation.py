"""The line by which a claim can be cited."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from libya_kit import __version__
from libya_kit.article.model import AnnotatedArticle, report_credit
from libya_kit.errors import ArgumentError, nearest
from libya_kit.text.english import day


def claim_of(article: AnnotatedArticle, claim_id: str) -> tuple[str, pd.Series]:
    """Return the name of the table that a claim stands in, and its row."""
    if claim_id not in article.annotations.index:
        raise ArgumentError(
            f"no claim is called {claim_id!r}", mend=nearest(claim_id, article.annotations.index.unique())
        )
    name = str(article.annotations.loc[[claim_id], "kind"].iloc[0])
    return name, getattr(article, name).loc[claim_id]


def cite(article: AnnotatedArticle, claim_id: str) -> str:
    """Return a line by which a claim can be cited: who said it and when, its words, where they stand, in what text.

    Raises
    ------
    ArgumentError
        No claim has that id.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> cite(load_article(), "c-killed-14").split(". ")[0]
    'LNA (Haftar), 6 April 2019: “14 of its personnel had been killed”'
    """
    name, row = claim_of(article, claim_id)
    when = row.get("reported_on", row.get("on"))
    said = f"{article.name(row['source'])}, {day(when)}: " if name != "mentions" else ""
    parts = article.annotations.loc[[claim_id]]
    if article.reports:
        stands = "; ".join(_stands_in(article, claim_id))
    else:
        source = article.source_line.removeprefix("Source: ")
        stands = f"{article.title}. {source}. Claim {claim_id}, {_characters(parts, article.sha256)}"
    return f"{said}“{row['quote']}”. {stands}, read with libya_kit {__version__}."


def _stands_in(article: AnnotatedArticle, claim_id: str) -> Iterator[str]:
    """Yield in which reports the words of a claim stand, and where in the text of each."""
    for report in article.reports:
        parts = article.annotations.loc[[claim_id]]
        parts = parts[parts["start"].between(report.start, report.end - 1)]
        if len(parts):
            called = f"{report.about['title']}. {report_credit(report)}"
            yield f"{called}. Claim {claim_id}, {_characters(parts, report.about['sha256'], report.start)}"


def _characters(parts: pd.DataFrame, sha256: str, start: int = 0) -> str:
    """Return where words stand in a text that begins at `start`, and which text that is."""
    places = " and ".join(f"{part.start - start}–{part.end - start}" for part in parts.itertuples())
    return f"characters {places} of the text with the SHA-256 {sha256}"
