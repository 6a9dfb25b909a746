"""What follows from the rows of stances: whose words they are, whether a side is held, what came later.

A side is **held** where its speaker takes it in own words or deeds, or the article tells it itself, without a
condition, a threat, a denial or an end. What others say of a side is **relayed**, and is no side of its speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle

Target = tuple[str, str]
"""What makes two targets one: the event and its kind, else the actor and the words for it."""
SAID = ("statement", "vote")
"""The modes that are words; the other is a deed. Words and deeds never end each other."""
OPPOSITE = {"support": "oppose", "oppose": "support"}


@dataclass(frozen=True)
class Change:
    """A speaker's two sides on one target: the claims of the earlier and the later; undated, in the text's order."""

    speaker: str
    claims: tuple[str, str]
    dated: bool


def tellers(article: AnnotatedArticle) -> set[str]:
    """Return the actors that tell the article: its publisher and its agencies."""
    names = {article.publisher, *article.agencies, *(str(one.about["publisher"]) for one in article.reports)}
    return set(article.actors.index[article.actors["name"].isin(names)])


def is_relayed(article: AnnotatedArticle, row: Any) -> bool:
    """Return whether somebody else tells of a side: neither its speaker nor the article itself."""
    if row["mode"] == "label":
        return False
    between = [one for one in row["via"] or () if article.actors.at[one, "kind"] != "media"]
    own = row["speaker"] in (row["source"], row["said_by"]) or row["source"] in tellers(article)
    return bool(between) or not own


def is_held(article: AnnotatedArticle, row: Any) -> bool:
    """Return whether a side is taken by its whole speaker, in its own words or deeds or in the article's."""
    reserved = pd.notna(row["status"]) or pd.notna(row["part"]) or row["stance"] == "silent"
    return not reserved and not is_relayed(article, row)


def held(article: AnnotatedArticle, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose sides are held."""
    return where(rows, lambda row: is_held(article, row))


def not_held(article: AnnotatedArticle, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose sides are relayed, reserved, of a part only, or none at all."""
    return where(rows, lambda row: not is_held(article, row))


def where(rows: pd.DataFrame, holds: Callable[[Any], bool]) -> pd.DataFrame:
    """Return the rows of which something holds."""
    return rows[pd.Series([holds(row) for _, row in rows.iterrows()], index=rows.index, dtype="bool")]


def target_of(row: Any) -> Target:
    """Return what a side is towards: one event and kind is one target, whatever it is called."""
    if pd.notna(row["event"]):
        return str(row["event"]), str(row["target_type"])
    return "" if pd.isna(row["target"]) else str(row["target"]), str(row["target_label"]).casefold()


def by_target(article: AnnotatedArticle, rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return each target's label with its rows: the event in question first, then in the order of the text."""
    ordered = rows.sort_values(["start", "end"], kind="stable")
    keys = [target_of(row) for _, row in ordered.iterrows()]
    every = sorted(dict.fromkeys(keys), key=lambda key: key[0] != article.focus)
    groups = [ordered[[key == other for other in keys]] for key in every]
    return [(str(group["target_label"].iloc[0]), group) for group in groups]


def changes(article: AnnotatedArticle) -> list[Change]:
    """Return where one speaker holds two sides on one target, with words or with deeds, the earlier side first."""
    rows = held(article, article.stances[~article.stances["background"]])
    rows = rows[rows["stance"].isin(OPPOSITE) & (rows["mode"] != "label")]
    words = rows["mode"].isin(SAID)
    found: list[Change] = []
    for _, group in by_target(article, rows):
        for (speaker, _), some in group.groupby([group["speaker"], words.loc[group.index]], sort=False):
            if some["stance"].nunique() > 1:
                found.append(_change(str(speaker), some))
    return found


def _change(speaker: str, rows: pd.DataFrame) -> Change:
    """Return a change of side: by the days, where both sides have one."""
    dated = bool(rows["on"].notna().all()) and rows["on"].nunique() > 1
    ordered = rows.sort_values("on", kind="stable") if dated else rows
    last = ordered.iloc[-1]
    earlier = ordered[ordered["stance"] != last["stance"]].iloc[-1]
    return Change(speaker, (str(earlier.name), str(last.name)), dated)


def superseded(article: AnnotatedArticle) -> set[str]:
    """Return the claims whose side is in no title and no list: a later one ends it, or which is later is not said."""
    gone: set[str] = set()
    for change in changes(article):
        earlier, later = change.claims
        gone |= {earlier} if change.dated else {earlier, later}
    rows = article.stances[~article.stances["background"]]
    denied = rows[rows["status"] == "denied"]
    for _, denial in denied.iterrows():
        same = (rows["speaker"] == denial["speaker"]) & (rows["stance"] == denial["stance"]) & rows["status"].isna()
        for claim, row in rows[same].iterrows():
            later = pd.isna(row["on"]) or pd.isna(denial["on"]) or denial["on"] >= row["on"]
            if later and target_of(row) == target_of(denial):
                gone.add(str(claim))
    return gone


def until(article: AnnotatedArticle) -> pd.Series:
    """Return for each stance the day on which its speaker took another side; NaT where none did."""
    days = pd.Series(pd.NaT, index=article.stances.index, dtype="datetime64[us]")
    for change in changes(article):
        if change.dated:
            days[change.claims[0]] = article.stances.at[change.claims[1], "on"]
    return days


def carries_out(article: AnnotatedArticle, row: Any) -> bool:
    """Return whether a side is its speaker's own deed: an act whose target is the speaker or what it is part of."""
    if row["mode"] != "action" or row["target_type"] != "action" or pd.isna(row["target"]):
        return False
    return row["target"] in chain(article, row["speaker"]) or row["speaker"] in chain(article, row["target"])


def chain(article: AnnotatedArticle, actor: str) -> list[str]:
    """Return an actor and what it is part of, up to the top (or to where a circle closes)."""
    found = [actor]
    while pd.notna(above := article.actors.at[found[-1], "part_of"]) and above not in found:
        found.append(above)
    return found


def in_text_order(ids: Iterable[str], rows: pd.DataFrame) -> list[str]:
    """Return ids in the order in which the rows first come to them."""
    order = {one: number for number, one in enumerate(dict.fromkeys(rows.sort_values(["start", "end"])["speaker"]))}
    return sorted(ids, key=lambda one: (order.get(one, len(order)), natural(one)))


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key by which digits in a name compare as numbers.

    >>> sorted(["s10", "s9"], key=natural)
    ['s9', 's10']
    """
    pieces: Sequence[str] = re.split(r"(\d+)", name)
    return tuple((int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces)


def outside_first(article: AnnotatedArticle, speakers: Iterable[str]) -> Iterator[str]:
    """Yield speakers: those outside the parties, then each side, else in their own order."""
    sides = article.actors["side"]
    order = {side: number for number, side in enumerate(dict.fromkeys(sides.dropna()), 1)}
    yield from sorted(dict.fromkeys(speakers), key=lambda one: order.get(sides.get(one), 0))
