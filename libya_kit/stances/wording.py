"""Sentences on sides: each a function from what the rows say to words. One sentence has one target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import capital, listed, quoted, the
from libya_kit.stances import facts
from libya_kit.stances.selection import who
from libya_kit.text.english import day

Parts = list[str | tuple[str, str]]
"""A sentence in pieces: words, or words with the claim that they rest on."""
FOR = {"support": "for", "oppose": "against", "neutral": "neither for nor against"}
COLUMNS = (
    ("support", "for it"),
    ("carried out", "carried out by"),
    ("oppose", "against it"),
    ("neutral", "no side taken by"),
    ("abstained", "abstained"),
)
"""The columns of a target's sentence in their order."""


def column_of(article: AnnotatedArticle, row: Any) -> str:
    """Return in which column of a target's sentence a held side stands."""
    if row["stance"] == "neutral" and row["mode"] == "vote":
        return "abstained"
    return "carried out" if row["stance"] == "support" and facts.carries_out(article, row) else str(row["stance"])


def name(article: AnnotatedArticle, speaker: str) -> str:
    """Return who takes a side as the rows name it: the person beside the body that it is part of."""
    if is_unnamed(article, speaker):
        return "somebody whom the article does not name"
    body = who(article, speaker).removeprefix(article.name(speaker))
    return the(article, speaker) + (f" of {the(article, facts.chain(article, speaker)[-1])}" if body else "")


def is_unnamed(article: AnnotatedArticle, speaker: str) -> bool:
    """Return whether the article has no words at all for who takes a side."""
    return bool(article.actors.at[speaker, "kind"] == "unnamed" and article.name(speaker).lower().startswith("unnamed"))


def target_sentence(article: AnnotatedArticle, label: str, rows: pd.DataFrame) -> str:
    """Return all sides on one target, as in 'The truce: for it Sudria; against it Red Banner; abstained Talme.'."""
    gone = facts.superseded(article)
    before = rows[rows["background"]]
    shown = rows[~rows.index.isin(gone) & ~rows["background"]]
    columns = {key: dict[str, None]() for key, _ in COLUMNS}
    said = set(shown.loc[shown["mode"] != "label", "speaker"])
    for _, row in shown.iterrows():
        how = "" if row["speaker"] in said else " (in a label)"
        columns[column_of(article, row)][name(article, row["speaker"]) + how] = None
    parts = [f"{words} {listed(columns[key])}" for key, words in COLUMNS if columns[key]]
    parts += [f"earlier {name(article, row['speaker'])} {FOR[row['stance']]} it" for _, row in before.iterrows()]
    parts += [words for change in facts.changes(article) if (words := changed(article, change, rows))]
    return capital(f"{label}: {'; '.join(parts)}.") if parts else ""


def changed(article: AnnotatedArticle, change: facts.Change, rows: pd.DataFrame) -> str:
    """Return who changed sides and when, as in 'Norvia for it on 8 May 2034, against it on 11 May 2034'."""
    earlier, later = change.claims
    if later not in rows.index and earlier not in rows.index:
        return ""
    sides = article.stances
    who_changed = name(article, change.speaker)
    if not change.dated:
        return f"{who_changed} both for and against it; which came last is not said"
    told = (f"{FOR[sides.at[one, 'stance']]} it on {day(sides.at[one, 'on'])}" for one in change.claims)
    return f"{who_changed} {', '.join(told)}"


def relayed(article: AnnotatedArticle, claim: Any, row: Any) -> Parts:
    """Return what somebody says of another's side, every teller named, the nearest to the article first."""
    between = [one for one in row["via"] or () if one != row["speaker"]]
    first, *others = [*between, row["source"]]
    teller = row["said_by"] if not between and pd.notna(row["said_by"]) else first
    said = f"{capital(name(article, teller))} {_says(article, teller)} that"
    further = "".join(f", according to {name(article, one)}," for one in others)
    return [f"{said}{further} {_is(article, row)}, ", (quoted(row["quote"]), str(claim)), "."]


def _says(article: AnnotatedArticle, teller: str) -> str:
    several = article.name(teller).split(",")[0].endswith("s") and article.actors.at[teller, "kind"] != "person"
    return "say" if several else "says"


def _is(article: AnnotatedArticle, row: Any) -> str:
    """Return a side as a clause: 'Norvia is for the siege', with what it hangs on and how far it goes."""
    speaker, side = name(article, row["speaker"]), f"{FOR.get(row['stance'], 'silent on')} {row['target_label']}"
    match row["status"]:
        case "conditional":
            return f"{speaker} is {side} {quoted(row['condition'])}"
        case "intended":
            return f"{speaker} will or may be {side}"
        case "denied":
            return f"{speaker} is not {side}"
        case "ended":
            return f"{speaker} is no longer {side}"
    return f"{speaker} is {side}"


def reserved(article: AnnotatedArticle, claim: Any, row: Any) -> Parts:
    """Return a side that its own speaker does not simply hold: on a condition, intended, denied, ended."""
    speaker = capital(name(article, row["speaker"]))
    side = f"{FOR.get(row['stance'], 'silent on')} {row['target_label']}"
    quote = (quoted(row["quote"]), str(claim))
    match row["status"]:
        case "conditional":
            return [f"{speaker}: {side} {quoted(row['condition'])}, ", quote, "."]
        case "intended":
            return [f"{speaker} says it will or may be {side}, ", quote, "."]
        case "denied":
            return [f"{speaker} says it is not {side}, ", quote, "."]
    return [f"{speaker} is no longer {side}, ", quote, "."]


def of_a_part(article: AnnotatedArticle, rows: pd.DataFrame) -> Parts:
    """Return the sides of parts of one speaker on one target: a part never stands for the whole."""
    first = rows.iloc[0]
    parts: Parts = [f"Of {name(article, first['speaker'])}"]
    if facts.is_relayed(article, first):
        parts.append(f", according to {name(article, first['source'])}")
    for number, (claim, row) in enumerate(rows.iterrows()):
        side = f"{FOR.get(row['stance'], 'silent on')} {row['target_label'] if not number else 'it'}"
        some = f"{row['part'][:1].lower()}{row['part'][1:]}"
        parts += [", " if number else ": ", f"{some} {side}, ", (quoted(row["quote"]), str(claim))]
    return [*parts, "."]


def silent(article: AnnotatedArticle, rows: pd.DataFrame) -> str:
    """Return who was asked or entitled and gave no position."""
    names = [article.name(one) for one in dict.fromkeys(rows["speaker"])]
    return f"Gave no position: {listed(names)}." if names else ""


def earlier(article: AnnotatedArticle, claim: Any, row: Any) -> Parts:
    """Return a side of the background."""
    speaker = name(article, row["speaker"])
    return [
        f"Earlier: {speaker} {FOR.get(row['stance'], 'silent on')} {row['target_label']}, ",
        (quoted(row["quote"]), str(claim)),
        ".",
    ]


def told_otherwise(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Parts]:
    """Yield for each side that is not held its own sentence: relayed first, then what its speaker says of it."""
    others = facts.not_held(article, rows)
    others = others[others["stance"] != "silent"].sort_values(["start", "end"], kind="stable")
    whole = others[others["part"].isna()]
    for claim, row in whole.iterrows():
        if facts.is_relayed(article, row):
            yield relayed(article, claim, row)
    for claim, row in whole.iterrows():
        if not facts.is_relayed(article, row):
            yield reserved(article, claim, row)
    parts = others[others["part"].notna()]
    for _, group in facts.by_target(article, parts):
        for _, some in group.groupby("speaker", sort=False):
            yield of_a_part(article, some)
