"""The answer at the top of the page on who stands where."""

from __future__ import annotations

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does, capital, listed, the
from libya_kit.display.headline import Headline
from libya_kit.stances import facts
from libya_kit.stances.selection import focus_words, top_of

SIDES = {"oppose": "against", "support": "for"}
MOST_NAMES = 4
"""So many names stand in a headline; of more their number."""


def headline(article: AnnotatedArticle) -> Headline:
    """Return who speaks for and against the event in question, those outside the parties alone where there are any.

    >>> from libya_kit.article import load_article
    >>> headline(load_article()).sentence
    'Outside the parties, the US and the G7 foreign ministers speak against the offensive on Tripoli'
    """
    rows = article.stances[~article.stances["background"] & article.stances["mode"].isin(facts.SAID)]
    rows = facts.held(article, rows)
    rows = rows[~rows.index.isin(facts.superseded(article))]
    if rows.empty:
        return Headline(f"{capital(article_does(article, 'cite'))} nobody with a stance in words")
    if article.focus is None:
        names = [the(article, one) for one in dict.fromkeys(rows["speaker"])]
        return Headline(f"{capital(_names(names))} {'takes' if len(names) == 1 else 'take'} a stance")
    parties = article.actors["side"].notna().any()
    tops = rows["speaker"].map(lambda speaker: top_of(article, speaker))
    outside = tops.map(article.actors["side"]).isna()
    parts = []
    for stance, word in SIDES.items():
        chosen = (rows["event"] == article.focus) & (rows["stance"] == stance) & (outside if parties else True)
        names = [the(article, one) for one in dict.fromkeys(tops[chosen])]
        if names:
            parts.append(f"{_names(names)} {'speaks' if len(names) == 1 else 'speak'} {word}")
    before = "outside the parties, " if parties else ""
    if not parts:
        return Headline(capital(f"{before}nobody cited speaks for or against {focus_words(article)}"))
    return Headline(capital(f"{before}{', '.join(parts)} {focus_words(article)}"))


def _names(names: list[str]) -> str:
    return listed(names) if len(names) <= MOST_NAMES else f"{len(names)} of those cited"
