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
from libya_kit.display.evidence import Words
from libya_kit.stances.selection import who
from libya_kit.text import html
from libya_kit.text.english import day

COLUMNS = {"oppose": "Against it", "neutral": "Takes no side", "support": "For it, or carries it out"}
SIDES = {"oppose": "against", "neutral": "no side on", "support": "for", "silent": "no position on"}
MODES = {"statement": "said", "action": "did", "vote": "voted", "label": "named so"}
STATUSES = {
    "conditional": "on a condition",
    "intended": "says it will or may",
    "denied": "says it is not",
    "ended": "no longer",
}
LONGEST_QUOTE = 160
"""So many characters of a quote stand in a cell; all of it stands in the article."""

Target = tuple[str, str]


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
    held = rows[[is_held(article, row) for _, row in rows.iterrows()]]
    others = rows.drop(index=held.index)
    targets = list(_targets(article, held))
    parts = [_table(article, targets)] if targets else []
    parts += [_others(article, others)] if len(others) else []
    plain = "\n".join(line for label, some in targets for line in (label, *_plain(article, some)))
    return Words(html.element("div", *parts, class_="lk-chart"), plain)


def is_held(article: AnnotatedArticle, row: Any) -> bool:
    """Return whether a side is held, in its speaker's own words or deeds or in those of the article."""
    if pd.notna(row.get("status")) or row["stance"] == "silent" or pd.notna(row.get("part")):
        return False
    tellers = [one for one in row.get("via") or () if article.actors.at[one, "kind"] != "media"]
    return not tellers and (row["speaker"] in (row["source"], row["said_by"]) or row["source"] in _tellers(article))


def _tellers(article: AnnotatedArticle) -> set[str]:
    """Return the actors that tell the article: its publisher and its agencies."""
    names = {article.publisher, *article.agencies, *(str(one.about["publisher"]) for one in article.reports)}
    return set(article.actors.index[article.actors["name"].isin(names)])


def target_of(article: AnnotatedArticle, row: Any) -> Target:
    """Return what a side is towards: one event and kind is one target, whatever it is called."""
    if pd.notna(row["event"]):
        return str(row["event"]), str(row["target_type"])
    return str(row["target"]), target_label(article, row)


def target_label(article: AnnotatedArticle, row: Any) -> str:
    """Return what the target of a side is called."""
    return str(row["target_label"]) if pd.notna(row["target_label"]) else article.name(row["target"])


def _targets(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each target with its rows: the event in question first, then in the order of the text."""
    keys = pd.Series([target_of(article, row) for _, row in rows.iterrows()], index=rows.index, dtype="object")
    ordered = rows.sort_values(["start", "end"], kind="stable")
    every = dict.fromkeys(keys.loc[ordered.index])
    for key in sorted(every, key=lambda key: key[0] != article.focus):
        some = ordered[keys.loc[ordered.index] == key]
        yield target_label(article, some.iloc[0]), some


def _outsiders_first(article: AnnotatedArticle, rows: pd.DataFrame) -> list[str]:
    """Return the speakers of rows: those outside the parties, then each side, in the order of the text."""
    sides = article.actors["side"]
    order = {side: number for number, side in enumerate(dict.fromkeys(sides.dropna()), 1)}
    return sorted(dict.fromkeys(rows["speaker"]), key=lambda one: order.get(sides.get(one), 0))


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
    entries = [_entry(article, rows[rows["speaker"] == speaker]) for speaker in _outsiders_first(article, rows)]
    shown = html.element("ul", *entries) if entries else None
    name = COLUMNS[stance]
    return html.element("td", shown, class_=f"lk-{stance}", data_column=name if entries else None)


def _entry(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    """Return a speaker's side: how it is taken, the words, and where else it is told."""
    first = rows.iloc[0]
    name = html.element("b", _speaker(article, first["speaker"]))
    modes = listed(dict.fromkeys(MODES[mode] for mode in rows["mode"]))
    when = "" if pd.isna(first["on"]) else f", {day(first['on'])}"
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
    name = who(article, speaker)
    unnamed = article.actors.at[speaker, "kind"] == "unnamed" and name.lower().startswith("unnamed")
    return "By whom is not said" if unnamed else capital(name)


def _spaced(links: list[Markup]) -> Iterator[Markup]:
    for number, link in enumerate(links):
        yield Markup(" ") + link if number else link


def _words(claim: Any) -> str:
    return f"#words-{claim}"


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _others(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    """Return what is told of sides, or taken with a reserve, each in its own words."""
    items = [
        html.element(
            "li", html.element("a", _told(article, row), " ", html.element("q", row["quote"]), href=_words(claim))
        )
        for claim, row in rows.sort_values(["start", "end"], kind="stable").iterrows()
    ]
    heading = html.element("p", "Told by others, or with a reserve; in no column above:", class_="lk-by")
    return heading + html.element("ul", *items, class_="lk-reserved")


def _told(article: AnnotatedArticle, row: Any) -> str:
    """Return what a side that is in no column is, and who tells it."""
    reserve = STATUSES.get(row.get("status"), "")
    part = f"{row['part']} of " if pd.notna(row.get("part")) else ""
    side = f"{part}{who(article, row['speaker'])}: {reserve} {SIDES[row['stance']]} {target_label(article, row)}"
    tellers = [one for one in (row["source"], *(row.get("via") or ())) if one != row["speaker"]]
    told = f", according to {listed(article.name(one) for one in tellers)}" if tellers else ""
    return f"{capital(' '.join(side.split()))}{told}:"


def _plain(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[str]:
    for _, row in rows.iterrows():
        yield f"  {COLUMNS[row['stance']].lower()}: {who(article, row['speaker'])}, “{row['quote']}”"
