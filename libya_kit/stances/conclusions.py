"""What an article says of sides: who speaks against the event in question, what is proposed, who said what of whom."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does, capital, listed, quoted, the
from libya_kit.display.evidence import Finding, Findings
from libya_kit.stances import facts, wording
from libya_kit.stances.selection import claims_towards, focus_words, top_of
from libya_kit.stances.wording import Parts

MOST_TARGETS = 12
"""So many targets have a sentence of their own; the board and the table hold all."""


def findings(article: AnnotatedArticle) -> Findings:
    """Return who speaks against the event in question, what is proposed and by whom, and what was not observed.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> str(findings(load_article())[0]).split(". ")[-1]
    'An official of the UN reports: “the truce was not observed by evening”; whose doing it was is not said.'
    """
    if article.stances.empty:
        return Findings([Finding(f"{capital(article_does(article, 'cite'))} no stance of anyone towards anything.")])
    rows = article.stances[~article.stances["background"]]
    parts: Parts = []
    sentences = (
        *_of_the_focus(article),
        *_proposed(article),
        *_of_other_targets(article),
        *wording.told_otherwise(article, rows),
        *_silent(article, rows),
        *_earlier(article),
        *_not_observed(article),
    )
    for sentence in sentences:
        parts += [" "] * bool(parts) + list(sentence)
    return Findings([Finding(*parts)])


def _of_the_focus(article: AnnotatedArticle) -> Iterator[Parts]:
    """Yield who outside the parties is against the event in question, who is for it, and where a party disagrees."""
    if article.focus is None:
        yield ["The annotators name no event in question; each stance is towards its own target."]
        return
    rows = _on_focus(article)
    parties = bool(article.actors["side"].notna().any())
    outside = "outside the parties, " if parties else ""
    from_outside = rows[rows["speaker"].map(article.actors["side"]).isna()]
    against = from_outside[from_outside["stance"] == "oppose"]
    if against.empty and (parties or rows[rows["stance"] == "oppose"].empty):
        yield [f"{capital(f'{outside}nobody cited')} speaks against {focus_words(article)}."]
    elif len(against):
        verb = "speak" if set(against["mode"]) <= set(facts.SAID) else "speak or act"
        yield [f"{capital(f'{outside}these {verb}')} against {focus_words(article)}", *_with_words(article, against)]
    favour = from_outside[from_outside["stance"] == "support"]
    favour = facts.where(favour, lambda row: not facts.carries_out(article, row))
    if len(favour):
        yield ["For it", *_with_words(article, favour)]
    abstained = from_outside[(from_outside["stance"] == "neutral") & (from_outside["mode"] == "vote")]
    if len(abstained):
        yield ["Abstained", *_with_words(article, abstained)]
    for change in facts.changes(article):
        if words := wording.changed(article, change, rows):
            yield [f"{capital(words)}."]
    yield from _divided_parties(article, rows)


def _on_focus(article: AnnotatedArticle) -> pd.DataFrame:
    """Return the held sides on the event in question, but labels, and those that a later one ends."""
    rows = claims_towards(article, "focus")
    rows = rows[(rows["event"] == article.focus) & (rows["mode"] != "label")]
    return rows[~rows.index.isin(facts.superseded(article))]


def _divided_parties(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Parts]:
    """Yield the sides of a party's cited members where they are not one."""
    sides = rows["speaker"].map(article.actors["side"])
    for side, some in rows.groupby(sides, sort=False):
        taken = some[some["stance"].isin(facts.OPPOSITE)]
        if taken["stance"].nunique() > 1:
            label = f"of the side of {article.name(str(side))}, on {focus_words(article)}"
            yield [wording.target_sentence(article, label, taken)]


def _with_words(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[str | tuple[str, str]]:
    """Yield the speakers, each with up to two quotes."""
    for number, (speaker, some) in enumerate(rows.groupby("speaker", sort=False)):
        yield f"{'; ' if number else ': '}{wording.name(article, str(speaker))}, "
        for place, (claim, row) in enumerate(some.sort_values("voice", kind="stable").head(2).iterrows()):
            yield from [" and "] * bool(place)
            yield quoted(row["quote"]), str(claim)
    yield "."


def _proposed(article: AnnotatedArticle) -> Iterator[Parts]:
    """Yield who calls for what, and each other proposal with all its sides."""
    rows = claims_towards(article, "proposals")
    rows = rows[(rows["event"] != article.focus) | rows["event"].isna()]
    called = facts.where(rows, lambda row: _calls(article, row))
    calls: Parts = []
    others = []
    for label, group in facts.by_target(article, rows):
        ours = called.index.intersection(group.index)
        if len(ours):
            for speaker, some in called.loc[ours].groupby("speaker", sort=False):
                by = (
                    "by whom is not said"
                    if wording.is_unnamed(article, str(speaker))
                    else f"by {article.name(speaker)}"
                )
                calls += [f"{'; ' if calls else 'Called for: '}{label}, {by}, "]
                calls.append((quoted(some["quote"].iloc[0]), str(some.index[0])))
        rest = group.drop(index=ours)
        if len(rest[(rest["stance"] != "neutral") | (rest["mode"] == "vote")]) or (ours.empty and len(rest)):
            others.append((label, group))
    if calls:
        yield [*calls, f".{_opposes_neither(article, called)}"]
    for label, group in others[:MOST_TARGETS]:
        yield [wording.target_sentence(article, label, group)]


def _calls(article: AnnotatedArticle, row: pd.Series) -> bool:
    """Return whether a speaker calls for a thing: it is the actor of an event that was called for."""
    if row["stance"] != "support" or row["mode"] != "statement" or pd.isna(row["event"]):
        return False
    events = article.events[(article.events["event"] == row["event"]) & (article.events["status"] == "called_for")]
    actors = set(events["actor"].dropna())
    callers = {*facts.chain(article, row["speaker"])}
    return bool(actors & callers) or any(row["speaker"] in facts.chain(article, actor) for actor in actors)


def _opposes_neither(article: AnnotatedArticle, proposals: pd.DataFrame) -> str:
    """Return the sentence on those outside the parties who call for something and are against neither."""
    actors, sides = article.actors, article.stances
    against = sides[(sides["stance"] == "oppose") & sides["target"].map(actors["side"]).notna()]
    opposing = {top_of(article, speaker) for speaker in against["speaker"]}
    outside = set(actors.index[actors["side"].isna() & (actors["kind"] != "unnamed")])
    tops = dict.fromkeys(top_of(article, speaker) for speaker in proposals["speaker"])
    neither = [top for top in tops if top in outside - opposing]
    if not neither or actors["side"].isna().all():
        return ""
    side = "either" if actors["side"].nunique() == 2 else "a"
    of_parties = sides["target"].map(actors["side"]).notna()
    labels = sides[(sides["mode"] == "label") & sides["speaker"].isin(neither) & of_parties]
    own = "".join(
        f" {quoted(row['quote'])} is a label by {the(article, row['source'])}, "
        f"no statement by {the(article, row['speaker'])}."
        for _, row in labels.drop_duplicates(["speaker", "target"]).iterrows()
    )
    return f" No statement by {listed(the(article, top) for top in neither)} cited here opposes {side} side.{own}"


def _of_other_targets(article: AnnotatedArticle) -> Iterator[Parts]:
    """Yield, where no event is in question, each target that is no proposal with all its sides."""
    if article.focus is not None:
        return
    rows = article.stances[~article.stances["background"] & (article.stances["target_type"] != "proposal")]
    rows = facts.held(article, rows[rows["mode"] != "label"])
    for label, group in facts.by_target(article, rows)[:MOST_TARGETS]:
        if sentence := wording.target_sentence(article, label, group):
            yield [sentence]


def _silent(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Parts]:
    if sentence := wording.silent(article, rows[rows["stance"] == "silent"]):
        yield [sentence]


def _earlier(article: AnnotatedArticle) -> Iterator[Parts]:
    """Yield the sides of the background on targets on which their speakers take a side now."""
    rows = article.stances
    now = {(row["speaker"], facts.target_of(row)) for _, row in rows[~rows["background"]].iterrows()}
    for claim, row in rows[rows["background"]].iterrows():
        if (row["speaker"], facts.target_of(row)) in now:
            yield wording.earlier(article, claim, row)


def _not_observed(article: AnnotatedArticle) -> Iterator[Parts]:
    """Yield what did not come about, according to whom, and whether it is said through whom."""
    events = article.events
    rows = events[(events["status"] == "did_not_happen") & ~events["background"]].sort_values("start")
    for claim, row in rows.drop_duplicates("event").iterrows():
        whom = "whose doing it was is not said" if pd.isna(row["actor"]) else f"by {article.name(row['actor'])}"
        reports = f"{capital(the(article, row['source']))} reports: "
        yield [reports, (quoted(row["quote"]), str(claim)), f"; {whom}."]
