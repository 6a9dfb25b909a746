"""What can be said of all counts together: worked out, and so kept apart from what was reported."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import capital, quantity, sentences, speaker, the
from libya_kit.casualties.bounds import SOURCES, casualty_bounds
from libya_kit.casualties.key_figures import amount, latest
from libya_kit.display.exhibit import Exhibit
from libya_kit.display.headline import HEDGES
from libya_kit.text import html


def together(article: AnnotatedArticle, measure: str = "killed", **choice: Any) -> Exhibit:
    """Return the toll under a choice of assumptions, drawn as the counts that it rests on, end to end.

    Parameters
    ----------
    article
        The article.
    measure
        ``"killed"`` or ``"wounded"``.
    choice
        The assumptions, as `casualty_bounds` takes them.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> together(load_article(), overlap="separate").title
    'Scenario: at least 40 killed'
    """
    bounds = casualty_bounds(article, measure, **choice)
    scenario = bounds.assumption.startswith("Scenario")
    result = bounds.sentence.removeprefix("Scenario: ")
    before = [] if choice.get("on") is None else [result.partition(", ")[0]]
    before += [SOURCES[choice["sources"]]] if choice.get("sources", "all") != "all" else []
    result = result[len(", ".join([*before, ""])) :]
    first = result.partition(",")[0].partition(" if ")[0].partition(" reported")[0].rstrip(".")
    title = capital(": ".join([*before, first]))
    return Exhibit(
        None,
        bounds.sentence,
        "",
        _rows(article, measure),
        (bounds.assumption,),
        title=f"Scenario: {title[:1].lower()}{title[1:]}" if scenario else title,
        sentences=sentences(article),
        drawing=_stack(article, latest(article, measure, choice.get("on")), set(bounds.claims)),
    )


def _rows(article: AnnotatedArticle, measure: str) -> pd.DataFrame:
    """Return the claims of a measure as a reader sees them."""
    rows = article.casualties[article.casualties["measure"] == measure]
    shown = [(speaker(article, row), quantity(row), row["reported_on"], row["quote"]) for _, row in rows.iterrows()]
    return pd.DataFrame(shown, columns=["who says", "how many", "reported on", "quote"], index=rows.index)


def _stack(article: AnnotatedArticle, rows: pd.DataFrame, chosen: set[str]) -> Markup | None:
    """Return the counts that are added as blocks end to end, and below them those that are not added."""
    inside = [claim for claim in rows.index if claim in chosen]
    outside = [claim for claim in rows.index if claim not in chosen]
    if not inside and not outside:
        return None
    whole = sum(_size(rows.loc[claim]) for claim in inside) or max(_size(rows.loc[claim]) for claim in outside)
    blocks = [_block(article, claim, rows.loc[claim], whole, "lk-added") for claim in inside]
    apart = [_block(article, claim, rows.loc[claim], whole, "lk-not-added") for claim in outside]
    lines = [html.element("div", *blocks, class_="lk-stack")] if blocks else []
    if apart:
        lines += [
            html.element("p", "Not added:", class_="lk-by"),
            html.element("div", *apart, class_="lk-stack lk-apart"),
        ]
    return Markup("").join(lines)


def _size(row: Any) -> int:
    value = row["value"] if pd.notna(row["value"]) else row["low"]
    return 0 if pd.isna(value) else int(value)


def _block(article: AnnotatedArticle, claim: Any, row: Any, whole: int, look: str) -> Markup:
    share = 100 * min(1.0, _size(row) / whole) if whole else 100
    number = html.element("b", f"{HEDGES[row['qualifier']]} {amount(row)}".strip())
    return html.element(
        "a", number, " ", the(article, row["source"]), href=f"#words-{claim}", class_=look, style=f"--w:{share:.1f}%"
    )
