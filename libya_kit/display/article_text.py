"""The article itself as HTML: its text with what is annotated, and below each sentence the cards of its claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle, report_credit
from libya_kit.article.wording import quantity, speaker
from libya_kit.display.citation import cite
from libya_kit.errors import one_of
from libya_kit.text import html
from libya_kit.text.english import day

KINDS = {
    "casualties": "people killed or wounded",
    "displacement": "people on the move",
    "stances": "a stance",
    "events": "an event",
    "mentions": "a name or a label",
}
TEXTS = ("full", "quotes")
CLOSED = "closed"
"""The id of an element that is in no place: who goes there closes a card, and the page does not move."""
HASH_DIGITS = 12
"""How many digits of a text's hash stand in a card; all of them stand at the end of the page."""
STANDINGS = {
    "own_dead": "counts its own people",
    "enemy_dead": "counts its enemy’s people",
    "party_organ": "belongs to a party",
}
SIDES = {"support": "for", "oppose": "against", "neutral": "takes no side on", "silent": "gave no position on"}
QUALIFIERS = {
    "exact": "a number, without a hedge",
    "at_least": "a lower bound: no upper one is given",
    "at_most": "an upper bound",
    "range": "between two numbers",
    "estimated": "an estimate, without its margin",
    "vague": "a word, not a number",
    "not_given": "no number",
}

Cards = Callable[[str], Markup]


def article_html(article: AnnotatedArticle, *, text: str = "full") -> Markup:
    """Return the section that holds the highlighted article; the words of claim X have the id `words-X`."""
    key = [
        html.element("li", html.element("mark", words, class_=f"lk-mark lk-{kind}")) for kind, words in KINDS.items()
    ]
    return html.element(
        "section",
        html.element("h2", _heading(article)),
        html.element("p", f"{article.title}. {article.source_line}."),
        html.element("ul", *key, class_="lk-key", aria_label="What the highlights mean"),
        _shown(article, text, lambda claim: Markup("")),
        id="article",
        class_="lk-article",
    )


def pane(article: AnnotatedArticle, *, text: str = "full") -> Markup:
    """Return the article to stand beside a page: choosing a claim's words shows its card below the sentence.

    The words of claim X have the id `words-X`, and lead there themselves; `chosen_css` shows the card.
    """
    key = [html.element("li", html.element("span", words, class_=f"lk-mark lk-{k}")) for k, words in KINDS.items()]
    return html.element(
        "aside",
        html.element("h2", _heading(article)),
        html.element("span", id=CLOSED, class_="lk-closed"),
        html.fold("What the lines under the words mean", html.element("ul", *key, class_="lk-key")),
        _shown(article, text, lambda claim: _card(article, claim)),
        id="article",
        class_="lk-article",
        aria_label=_heading(article),
        tabindex="0",
    )


def chosen_css(article: AnnotatedArticle) -> str:
    """Return the style by which a page shows the card of the claim whose words are chosen, and lights its marks."""
    rules = []
    with_card = article.annotations[article.annotations["kind"] != "mentions"]
    for claim in map(str, with_card.index.unique()):
        words, card = (_css_id(f"{kind}-{claim}") for kind in ("words", "card"))
        rules.append(f"body:has({words}:target) {card}{{display:block}}")
        rules.append(f'body:has({words}:target) main [*|href="#words-{claim}"]{{outline:var(--lk-chosen)}}')
    return "\n".join(rules)


def _css_id(name: str) -> str:
    """Return the selector of an id, which may hold a full stop."""
    return f"#{name}".replace(".", "\\.")


def _heading(article: AnnotatedArticle) -> str:
    return "The articles" if len(article.reports) > 1 else "The article"


def _shown(article: AnnotatedArticle, text: str, card: Cards) -> Markup:
    one_of("text", text, TEXTS)
    shown = _full_text(article, card) if text == "full" else _quotes_only(article, card)
    return html.element("div", *shown, class_="lk-text", lang=article.language)


def in_order(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the annotated parts in the order of the text."""
    return article.annotations.sort_values(["start", "end"], kind="stable")


def _quotes_only(article: AnnotatedArticle, card: Cards) -> list[Markup]:
    """Return the annotated words alone, each once, in the order of the text."""
    items: list[Markup] = []
    named: set[str] = set()
    for (start, end), parts in in_order(article).groupby(["start", "end"]):
        words = marked(article.text, start, end, parts, named)
        direction = html.direction(article.text[start:end])
        items.append(html.element("li", *words, *_cards(parts, card), class_="lk-said", dir=direction))
    return [html.element("ul", *items)]


def _cards(parts: pd.DataFrame, card: Cards) -> Iterator[Markup]:
    """Yield the card of each claim whose first words are among the parts."""
    yield from (card(str(claim)) for claim in dict.fromkeys(parts.index[parts["part"] == 1]))


def _full_text(article: AnnotatedArticle, card: Cards) -> list[Markup]:
    """Return the whole text as paragraphs, headings and sentences; without the tags and cards it is the text."""
    pieces: list[Markup] = []
    parts, named = in_order(article), set[str]()
    heads = {report.start: f"{report.about['title']}. {report_credit(report)}" for report in article.reports}
    bodies = [
        (report.start + report.about["body_start"], report.start + report.about["body_end"])
        for report in article.reports
    ]
    bodies = bodies or [(article.body_start, article.body_end)]
    shown: set[str] = set()

    def fresh(claim: str) -> Markup:
        if claim in shown:
            return Markup("")
        shown.add(claim)
        return card(claim)

    at = 0
    for start, stop in (match.span() for match in re.finditer(r"[^\r\n]+", article.text)):
        pieces.append(html.running(article.text[at:start]))
        pieces += [html.element("h3", heads.pop(first)) for first in [*heads] if first <= start]
        inside = article.sentences[(article.sentences["start"] < stop) & (article.sentences["end"] > start)]
        heading = inside.empty and any(first <= start < last for first, last in bodies)
        begins = {max(start, begin) for begin in inside["start"]}
        ends = {min(stop, end) for end in inside["end"]}
        spans = []
        for first, last in pairwise(sorted({start, stop, *begins, *ends})):
            words = marked(article.text, first, last, parts, named)
            cards = _cards(parts[parts["start"].between(first, last - 1)], fresh)
            spans.append(html.element("span", *words, class_="lk-said") if first in begins else Markup("").join(words))
            spans += cards
        name = ("h4" if article.reports else "h3") if heading else "p"
        pieces.append(html.element(name, *spans, dir=html.direction(article.text[start:stop])))
        at = stop
    pieces.append(html.running(article.text[at:]))
    return pieces


def marked(text: str, start: int, end: int, parts: pd.DataFrame, named: set[str] | None = None) -> list[Markup]:
    """Return the words from start to end, cut where annotations begin or end, so that overlaps are printed once.

    The first words of each part get its id, unless `named` has it already, and lead to themselves, which chooses
    them; None: no ids.
    """
    rows = [
        (int(row.start), int(row.end), row.kind, row.Index, row.part)
        for row in parts[(parts["start"] < end) & (parts["end"] > start)].itertuples()
    ]
    cuts = sorted({start, end, *(max(start, min(end, offset)) for row in rows for offset in row[:2])})
    pieces = []
    for first, last in pairwise(cuts):
        here = [row for row in rows if row[0] <= first and row[1] >= last]
        words = html.running(text[first:last])
        names = [f"words-{claim_id}" if part == 1 else f"words-{claim_id}~{part}" for *_, claim_id, part in here]
        fresh = [] if named is None else [name for name in names if name not in named]
        claims = [row for row in here if row[2] != "mentions"]
        if named is not None and claims and not words.isspace():
            inner = min(claims, key=lambda row: row[1] - row[0])
            words = html.element("a", words, href=f"#words-{inner[3]}")
        if here:
            kinds = sorted({row[2] for row in here}, key=list(KINDS).index)
            look = " ".join(["lk-mark", *(f"lk-{kind}" for kind in kinds)])
            words = html.element("mark", words, id=fresh[0] if fresh else None, class_=look)
        for name in fresh[1:]:
            words = html.element("span", words, id=name)
        if named is not None:
            named.update(fresh)
        pieces.append(words)
    return pieces


def _card(article: AnnotatedArticle, claim: str) -> Markup:
    """Return a claim's card: who says it, when, of whom, how surely, and the line to cite."""
    name = str(article.annotations.loc[[claim], "kind"].iloc[0])
    if name == "mentions":
        return Markup("")
    row = getattr(article, name).loc[claim]
    lines = _count_lines(article, row) if "qualifier" in row else _line(article, name, row)
    items = (part for label, words in lines for part in (html.element("b", label), html.words(f" {words}")))
    close = html.element("a", "close", href=f"#{CLOSED}", class_="lk-close")
    return html.element("span", close, *items, _citation(article, claim), id=f"card-{claim}", class_="lk-card")


def _citation(article: AnnotatedArticle, claim: str) -> Markup:
    line = cite(article, claim)
    for sha256 in {article.sha256, *(str(report.about["sha256"]) for report in article.reports)} - {""}:
        line = line.replace(sha256, f"{sha256[:HASH_DIGITS]}…")
    return html.element("span", line, class_="lk-card-cite")


def _count_lines(article: AnnotatedArticle, row: Any) -> Iterator[tuple[str, str]]:
    """Yield the lines of a count: who, when, of whom, how surely."""
    standing = STANDINGS.get(str(row.get("standing")))
    yield "Who says", speaker(article, row) + (f", who {standing}" if standing else "")
    yield "When", day(row["reported_on"])
    yield "How many", f"{quantity(row)} {row['measure']}".replace("_", " ")
    yield "How surely", QUALIFIERS[row["qualifier"]]


def _line(article: AnnotatedArticle, name: str, row: Any) -> Iterator[tuple[str, str]]:
    """Yield the lines of a stance or an event."""
    if name == "events":
        yield "Event", str(row["title"])
        yield "Status", str(row["status"]).replace("_", " ")
        yield "Who says", article.name(row["source"])
        return
    target = row["target_label"] if pd.notna(row["target_label"]) else article.name(row["target"])
    yield "Whose side", f"{article.name(row['speaker'])}: {SIDES[row['stance']]} {target}"
    yield "By", str(row["mode"])
    yield "Who says", speaker(article, row)
    if pd.notna(row["on"]):
        yield "When", day(row["on"])
