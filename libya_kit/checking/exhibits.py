"""The ledger as a reader sees it: a bar of the four states, and the article's text with each number marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import listed
from libya_kit.checking.ledger import counts, ledger, unread
from libya_kit.display.article_text import TEXTS
from libya_kit.display.evidence import Words
from libya_kit.errors import one_of
from libya_kit.text import html as markup

SIGNS = {"annotated": "✓", "suggested": "~", "set_aside": "×", "open": "?"}
"""What stands behind a number of each state: a mark that is seen without colour, and read out."""
MEANINGS = {
    "annotated": "read by a claim",
    "suggested": "suggested, not yet decided",
    "set_aside": "set aside: no count, or none of this question",
    "open": "open: nobody has said",
}
_WIDTH, _HEIGHT, _STRIPE = 600, 24, 6


def ledger_text(article: AnnotatedArticle, *, text: str = "full") -> Words:
    """Return the ledger of an article: how many numbers are in which state, and where each stands.

    Parameters
    ----------
    article
        The article.
    text
        ``"full"``: the body with every number marked; ``"quotes"``: only the numbers, where the text's rights demand
        it.

    Raises
    ------
    ArgumentError
        `text` is another word.
    ArticleError
        Something in the folder's ledger cannot be right.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> print(ledger_text(load_article()).plain.splitlines()[0])
    Of 26 numbers in the text 11 are annotated, none suggested, 15 set aside and none open: no number is overlooked.
    """
    one_of("text", text, TEXTS)
    rows = ledger(article)
    numbers = counts(rows)
    sentence = _sentence(numbers)
    key = (
        markup.element("li", markup.element("span", SIGNS[state], class_="lk-sign"), f" {meaning} ({numbers[state]:,})")
        for state, meaning in MEANINGS.items()
    )
    shown = _marked_text(article, rows) if text == "full" else [_table(rows)]
    html = markup.element(
        "section",
        markup.element("p", sentence, class_="lk-sentence"),
        markup.element("p", f"{note[0].upper()}{note[1:]}.") if (note := unread(article)) else None,
        _bar(numbers, sentence) if len(rows) else None,
        markup.element("ul", *key, class_="lk-key", aria_label="What the signs behind the numbers mean"),
        markup.element("div", *shown, class_="lk-text", lang=article.language),
        class_="lk-ledger",
    )
    told = (f"{row.quote}: {row.state.replace('_', ' ')}" for row in rows.itertuples())
    return Words(html, "\n".join([sentence, *told]))


def _sentence(numbers: Mapping[str, int]) -> str:
    """Return how many numbers are in which state."""
    every = sum(numbers.values())
    states = listed(f"{count or 'none'} {state.replace('_', ' ')}" for state, count in numbers.items())
    states = states.replace(" annotated", " are annotated" if numbers["annotated"] != 1 else " is annotated", 1)
    whole = "" if numbers["open"] + numbers["suggested"] else ": no number is overlooked"
    return f"Of {every:,} number{'s' * (every != 1)} in the text {states}{whole}."


def _bar(numbers: Mapping[str, int], sentence: str) -> Markup:
    """Return the shares of the states as a bar: filled, striped, grey, and empty."""
    view = f"0 0 {_WIDTH} {_HEIGHT}"
    about = {"preserveAspectRatio": "none", "role": "img", "aria-label": sentence}
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": view} | about)
    fills = {"annotated": "#1a1a1a", "suggested": "#ffffff", "set_aside": "#b3b3b3", "open": "#ffffff"}
    at, every = 0.0, sum(numbers.values())
    for state, count in numbers.items():
        width = _WIDTH * count / every
        if count:
            place = {"x": f"{at:.1f}", "y": "1", "width": f"{width:.1f}", "height": str(_HEIGHT - 2)}
            look = {"fill": fills[state], "stroke": "#1a1a1a"}
            ElementTree.SubElement(root, "rect", place | look)
        if state == "suggested":
            for step in range(_STRIPE, int(width), _STRIPE):
                line = f"M{at + step:.1f} 1V{_HEIGHT - 1}"
                ElementTree.SubElement(root, "path", {"d": line, "stroke": "#1a1a1a", "fill": "none"})
        at += width
    return markup.element("div", markup.svg(root), class_="lk-ledger-bar")


def _marked_text(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Markup]:
    """Yield the paragraphs of the body, each number with the sign of its state."""
    bodies = [(article.body_start, article.body_end)]
    if article.reports:
        bodies = [(one.start + one.about["body_start"], one.start + one.about["body_end"]) for one in article.reports]
    numbers = [*rows[["start", "end", "state"]].itertuples(index=False, name=None)]
    for first, last in bodies:
        for match in re.finditer(r"[^\r\n]+", article.text[first:last]):
            start, end = first + match.start(), first + match.end()
            inside = [one for one in numbers if start <= one[0] < end]
            pieces, at = [], start
            for begin, stop, state in inside:
                pieces.append(markup.running(article.text[at:begin]))
                pieces.append(_marked(article.text[begin:stop], state))
                at = stop
            pieces.append(markup.running(article.text[at:end]))
            yield markup.element("p", *pieces, dir=markup.direction(article.text[start:end]))


def _marked(words: str, state: str) -> Markup:
    sign = markup.element("span", SIGNS[state], class_="lk-sign", aria_label=state.replace("_", " "), role="img")
    return markup.element("mark", words, sign, class_=f"lk-number-is lk-{state.replace('_', '-')}")


def _table(rows: pd.DataFrame) -> Markup:
    """Return the numbers without the words around them."""
    shown = rows[["quote", "sentence", "state", "reason"]].reset_index(drop=True)
    return markup.table(shown, caption="The numbers of the text, in its order")
