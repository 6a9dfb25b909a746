"""Which stances are shown: towards what, of which modes, by whom; the cells of the matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import listed
from libya_kit.errors import ArgumentError, one_of
from libya_kit.stances.facts import chain, held, natural, not_held

_MODES = schema.STANCES.stored["mode"].words
MODES = {
    "with_labels": _MODES,
    "said_and_done": tuple(word for word in _MODES if word != "label"),
    "said": tuple(word for word in _MODES if word not in ("action", "label")),
    "done": ("action",),
    "relayed": tuple(word for word in _MODES if word != "label"),
}
"""The modes of each choice; the last takes the sides that are not held, the others those that are."""
TOWARDS = ("focus", "other_side", "proposals", "everything")
BY = {"actor": "as named", "organisation": "by organisation"}
GROUPS = ("parties", "what they do", "proposals", "others")
STANCES = {"oppose": "against it", "neutral": "takes no side", "support": "for it, or carries it out"}
"""The three columns of the first view, by stance."""
SIGN_WORDS = STANCES | {"oppose": "against", "support": "for, or carries it out"}
"""A stance in words, where its target is named beside it."""
MODE_WORDS = {"statement": "said", "vote": "voted", "action": "done", "label": "in a label"}

Column = tuple[str, str, str]
"""Of the matrix: the group, the target's id or "", the target's label."""
Cells = dict[Column, dict[str, dict[str, str]]]
"""Of a row of the matrix, by column: the stances, and for each the modes with their first claim."""


def in_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Return claims in the order of the text; those on the same words by their ids, digits as numbers."""
    keys = [
        (start, end, natural(str(claim)))
        for claim, start, end in zip(rows.index, rows["start"], rows["end"], strict=True)
    ]
    return rows.iloc[sorted(range(len(rows)), key=keys.__getitem__)]


# By whom


def top_of(article: AnnotatedArticle, actor: str) -> str:
    """Return the organisation at the top of an actor."""
    return chain(article, actor)[-1]


def who(article: AnnotatedArticle, actor: str) -> str:
    """Return an actor's name and, where that does not tell it, the organisation at the top.

    >>> from libya_kit.article.model import load_article
    >>> who(load_article(), "pompeo"), who(load_article(), "un_official")
    ('Mike Pompeo, US', 'official of the UN')
    """
    top, name = top_of(article, actor), article.name(actor)
    known = [article.name(top), *(article.actors.at[top, "aliases"] or ())]
    told = top == actor or any(re.search(rf"\b{re.escape(one)}(?!\w)", name) for one in known)
    return name if told else f"{name}, {article.name(top)}"


def in_order(rows: pd.DataFrame, column: str, order: Iterable[Any]) -> pd.DataFrame:
    """Return the rows sorted by a column whose values come in the given order."""
    place = {value: number for number, value in enumerate(order)}
    return rows.sort_values(column, key=lambda values: values.astype("object").map(place), kind="stable")


# Towards what


@dataclass(frozen=True)
class View:
    """What the first view shows: its claims of the mode and of any, and who is cited without a stance there."""

    article: AnnotatedArticle
    towards: str
    mode: str
    claims: pd.DataFrame
    any_mode: pd.DataFrame
    without: list[str]


def first_view(article: AnnotatedArticle, towards: str | None, mode: str) -> View:
    """Return the first view of these choices, its claims by speaker in order of appearance."""
    one_of("towards", towards, (None, *TOWARDS))
    one_of("mode", mode, MODES)
    towards = default(article) if towards is None else towards
    if towards != "everything" and article.focus is None:
        what = f"towards={towards!r} needs an event in question, and the article names none as its focus"
        raise ArgumentError(what, mend="use 'everything'")
    rows = claims_towards(article, towards, relayed=mode == "relayed")
    shown = in_order(rows, "speaker", dict.fromkeys(rows["speaker"]))
    return View(article, towards, mode, of_mode(shown, mode), rows, _without(article, rows))


def of_mode(rows: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Return the stances that a mode takes."""
    return rows[rows["mode"].isin(MODES[mode])]


def default(article: AnnotatedArticle) -> str:
    """Return what the first view is towards unless it is told."""
    return "focus" if article.focus is not None and len(claims_towards(article, "focus")) else "everything"


def claims_towards(article: AnnotatedArticle, towards: str, *, relayed: bool = False) -> pd.DataFrame:
    """Return the sides of any mode towards what is chosen, in the order of the text: held, or those that are not."""
    kept = not_held if relayed else held
    rows = kept(article, in_text(article.stances))
    rows = rows[rows["stance"] != "silent"]
    if towards == "everything":
        return rows
    rows = rows[~rows["background"]]
    proposal = rows["target_type"] == "proposal"
    if towards == "proposals":
        return rows[proposal]
    own, other = _camps(article)
    if towards == "focus":
        return rows[(rows["event"] == article.focus) | (rows["target"].isin(own) & ~proposal)]
    return rows[rows["target"].isin(other) & ~proposal]


def _camps(article: AnnotatedArticle) -> tuple[set[str], set[str]]:
    """Return who acts in the event in question with all of their side, and who is of another side."""
    sides = article.actors["side"]
    acting = set(article.events.loc[article.events["event"] == article.focus, "actor"].dropna())
    own = acting | set(sides.index[sides.isin(set(sides[list(acting)].dropna()))])
    return own, set(sides.dropna().index) - own


def side_names(article: AnnotatedArticle) -> tuple[str, str]:
    """Return the names of the sides of the event's actors, and of the others."""
    sides = [article.actors["side"][sorted(camp)].dropna().unique() for camp in _camps(article)]
    own, other = (listed(map(article.name, some)) for some in sides)
    return own, other


def focus_words(article: AnnotatedArticle) -> str:
    """Return the event in question as stances name it, else its title in quotation marks."""
    stances, events = article.stances, article.events
    named = stances.loc[stances["event"] == article.focus].sort_values(
        "target_type", key=lambda kinds: kinds != "action", kind="stable"
    )["target_label"]
    titles = events.loc[events["event"] == article.focus, "title"]
    return str(named.iloc[0]) if len(named) else f"“{titles.iloc[0]}”"


def _without(article: AnnotatedArticle, rows: pd.DataFrame) -> list[str]:
    """Return who else is cited, in order of appearance: who speaks, or takes a stance elsewhere.

    The publisher and its agencies are the narrators; an organisation is named by those who speak for it.
    """
    stances = article.stances[~article.stances["background"]]
    cited = list(zip(stances["start"], stances["speaker"], strict=True))
    for table in (article.casualties, article.displacement, article.stances, article.events):
        speakers = table["said_by"].fillna(table["source"]) if "said_by" in table.columns else table["source"]
        cited += zip(table["start"], speakers, strict=True)
    narrators = {article.publisher, *article.agencies}
    names = [
        actor
        for actor in dict.fromkeys(actor for _, actor in sorted(cited))
        if article.name(actor) not in narrators and article.actors.at[actor, "kind"] != "unnamed"
    ]
    spoken_for = {above for actor in names for above in chain(article, actor)[1:]} | set(rows["speaker"])
    return [actor for actor in names if actor not in spoken_for]


# The matrix


def in_cells(article: AnnotatedArticle, mode: str, by: str) -> pd.DataFrame:
    """Return the stances of the matrix with the `row` and `column` of their cell, in the order of its rows."""
    one_of("mode", mode, MODES)
    one_of("by", by, BY)
    kept = not_held if mode == "relayed" else held
    rows = kept(article, in_text(article.stances[~article.stances["background"]]))
    rows = rows[rows["stance"] != "silent"]
    named = [top_of(article, speaker) if by == "organisation" else speaker for speaker in rows["speaker"]]
    found = [
        (_group(article, one), "" if pd.isna(one["target"]) else one["target"], one["target_label"])
        for _, one in rows.iterrows()
    ]
    return of_mode(in_order(rows.assign(row=named, column=found), "row", dict.fromkeys(named)), mode)


def _group(article: AnnotatedArticle, stance: pd.Series) -> str:
    match stance["target_type"]:
        case "action":
            return "what they do"
        case "proposal":
            return "proposals"
        case "actor" if not pd.isna(stance["target"]) and not pd.isna(article.actors.at[stance["target"], "side"]):
            return "parties"
    return "others"


def columns(claims: pd.DataFrame) -> list[Column]:
    """Return the matrix's columns: by group, then in the order in which the article comes to them."""
    return sorted(dict.fromkeys(in_text(claims)["column"]), key=lambda column: GROUPS.index(column[0]))


def cells(claims: pd.DataFrame) -> dict[str, Cells]:
    """Return the rows of the matrix."""
    rows: dict[str, Cells] = {row: {} for row in dict.fromkeys(claims["row"])}
    for one in in_order(in_order(claims, "mode", MODE_WORDS), "stance", STANCES).itertuples():
        cell = rows[str(one.row)].setdefault(one.column, {})
        cell.setdefault(str(one.stance), {}).setdefault(str(one.mode), str(one.Index))
    return rows
