"""Who stands where, as an HTML table: a row for each target, a column for each side, the words in each cell.

In the columns stand only sides that their speakers hold, in their own words or in those of the article; what others
say of them, and what is conditional, intended, denied or ended, stands below in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does, capital, listed
from libya_kit.display.evidence import Finding, Words
from libya_kit.stances import facts, wording
from libya_kit.stances.selection import who
from libya_kit.text import html
from libya_kit.text.english import day

COLUMNS = {"oppose": "Against it", "neutral": "Takes no side", "support": "For it, or carries it out"}
MODES = {"statement": "said", "action": "did", "vote": "voted", "label": "named so"}
LONGEST_QUOTE = 160
"""So many characters of a quote stand in a cell; all of it stands in the article."""


def board(article: AnnotatedArticle) -> Words:
    """Return who is for and against what as a table; each mark leads to its words.

    Labels are left out: they are somebody's words for somebody.

    >>> from libya_kit.article import load_article
    >>> board(load_article()).plain.splitlines()[0]
    'the offensive on Tripoli'
    """
    rows = article.stances[~article.stances["background"] & (article.stances["mode"] != "label")]
    if rows.empty:
        none = f"{capital(article_does(article, 'cite'))} nobody with a stance."
        return Words(html.element("p", none), none)
    held, others = facts.held(article, rows), facts.not_held(article, rows)
    targets = [(label, some) for label, some in facts.by_target(article, held)]
    parts = [_table(article, targets)] if targets else []
    parts += [_others(article, others)] if len(others) else []
    plain = "\n".join(line for label, some in targets for line in (label, *_plain(article, some)))
    return Words(html.element("div", *parts, class_="lk-chart"), plain)


def _table(article: AnnotatedArticle, targets: list[tuple[str, pd.DataFrame]]) -> Markup:
    heads = [html.element("th", name, scope="col") for name in ("Towards", *COLUMNS.values())]
    rows = [
        html.element(
            "tr",
            html.element("th", capital(label), scope="row"),
            *(_cell(article, some[some["stance"] == stance], stance) for stance in COLUMNS),
        )
        for label, some in targets
    ]
    caption = html.element("caption", "Each side with the words that take it. A side is not a tone and not a score.")
    head = html.element("thead", html.element("tr", *heads))
    return html.element("table", caption, head, html.element("tbody", *rows), class_="lk-board")


def _cell(article: AnnotatedArticle, rows: pd.DataFrame, stance: str) -> Markup:
    entries = [
        _entry(article, rows[rows["speaker"] == speaker]) for speaker in facts.outside_first(article, rows["speaker"])
    ]
    shown = html.element("ul", *entries) if entries else None
    name = COLUMNS[stance]
    return html.element("td", shown, class_=f"lk-{stance}", data_column=name if entries else None)


def _entry(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    """Return a speaker's side: how it is taken, the words, and where else it is told."""
    first = rows.iloc[0]
    name = html.element("b", _speaker(article, first["speaker"]))
    modes = listed(dict.fromkeys(MODES[mode] for mode in rows["mode"]))
    when = "" if pd.isna(first["on"]) else f", {day(first['on'])}"
    later = facts.until(article).get(first.name)
    when += "" if pd.isna(later) else f", until {day(later)}"
    quote = html.element("q", _short(first["quote"]))
    link = html.element(
        "a", name, html.element("span", f"{modes}{when}", class_="lk-by"), quote, href=_words(first.name)
    )
    more = [
        html.element("a", str(number), href=_words(claim), aria_label=f"also in the words {number}")
        for number, claim in enumerate(rows.index[1:], 2)
    ]
    also = html.element("span", "also in the words ", *_spaced(more), class_="lk-by") if more else None
    return html.element("li", link, also)


def _speaker(article: AnnotatedArticle, speaker: str) -> str:
    """Return who takes a side; of somebody whom the article does not name, that it does not."""
    return "By whom is not said" if wording.is_unnamed(article, speaker) else capital(who(article, speaker))


def _spaced(links: list[Markup]) -> Iterator[Markup]:
    for number, link in enumerate(links):
        yield Markup(" ") + link if number else link


def _words(claim: Any) -> str:
    return f"#words-{claim}"


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _others(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    """Return what is told of sides, or taken with a reserve, each in a sentence of its own."""
    sentences = [Finding(*parts).html() for parts in wording.told_otherwise(article, rows)]
    silent = wording.silent(article, rows[rows["stance"] == "silent"])
    items = [html.element("li", sentence) for sentence in (*sentences, *([silent] if silent else []))]
    heading = html.element("p", "Told by others, or with a reserve; in no column above:", class_="lk-by")
    return heading + html.element("ul", *items, class_="lk-reserved")


def _plain(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[str]:
    for _, row in rows.iterrows():
        yield f"  {COLUMNS[row['stance']].lower()}: {who(article, row['speaker'])}, “{row['quote']}”"
