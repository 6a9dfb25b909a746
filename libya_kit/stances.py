"""Who stands where towards what: the matrix of speakers and targets, its charts and its exhibits.

A stance is taken towards a named target. It is not tone and not a score: nothing here averages, adds or ranks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from libya_kit import schema, style
from libya_kit.article import AnnotatedArticle
from libya_kit.errors import ArgumentError
from libya_kit.evidence import Finding, Findings
from libya_kit.exhibit import Exhibit

MODES = {
    "with_labels": ("statement", "action", "label"),
    "said_and_done": ("statement", "action"),
    "said": ("statement",),
    "done": ("action",),
}
MODE_NAMES = {
    "with_labels": "said and done, with labels",
    "said_and_done": "said and done",
    "said": "said",
    "done": "done",
}
TOWARDS = ("focus", "other_side", "proposals", "everything")
BY = {"actor": "as named", "organisation": "by organisation"}
_Column = tuple[str, str, str]
GROUPS = ("parties", "what they do", "proposals", "others")
STANCES = {"oppose": "against it", "neutral": "takes no side", "support": "for it, or carries it out"}
"""The three columns of the first view, by stance."""

_TEXT_ORDER = ["start", "end", "claim_id"]
_WORDS = {"statement": "said", "action": "done", "label": "in a label"}
_NOUNS = {"statement": "statement", "action": "act", "label": "label"}
_BUBBLE = Path(
    [(-1, 0.8), (1, 0.8), (1, -0.4), (0.1, -0.4), (-0.6, -1), (-0.45, -0.4), (-1, -0.4), (-1, 0.8)], closed=True
)
_MARKS: dict[str, dict[str, Any]] = {
    "statement": {"marker": _BUBBLE, "markersize": 8, "color": style.BLUE},
    "action": {"marker": ">", "markersize": 8, "color": style.BLACK},
    "label": {"marker": "D", "markersize": 6, "markerfacecolor": "white", "color": style.BLACK},
}
_SIGNS: dict[str, dict[str, Any]] = {
    "oppose": {"marker": "_", "markersize": 9, "markeredgewidth": 2, "color": style.BLACK},
    "neutral": {"marker": "o", "markersize": 8, "markerfacecolor": "white", "color": style.BLACK},
    "support": {"marker": "+", "markersize": 9, "markeredgewidth": 2, "color": style.BLACK},
}
_SIGN_WORDS = {"oppose": "against", "neutral": "takes no side", "support": "for, or carries it out"}

# inches: a line of text, the space around it, a mark; the height that words are cut to fit; room for the source
LINE, GAP, MARK, TALLEST, FOOT = 0.15, 0.05, 0.17, 9.0, 0.3
EDGES = (0.07, 1.5, 3.6, 5.1, 7.15)
"""Inches from the left at which the names and the three columns begin, and where the last one ends."""


def stance_matrix(article: AnnotatedArticle, *, mode: str = "with_labels", by: str = "actor") -> pd.DataFrame:
    """Return speakers × targets; a cell is the tuple of its (stance, mode) pairs, each once, never a score.

    Parameters
    ----------
    article
        The article.
    mode
        ``"with_labels"``, ``"said_and_done"``, ``"said"`` or ``"done"``: which stances are taken.
    by
        ``"actor"``: a row per speaker as named; ``"organisation"``: per organisation at the top of ``part_of``.
        Targets stay as named: a stance towards a person is none towards their organisation.

    Returns
    -------
    DataFrame
        Rows are actor ids in order of appearance. Columns have three levels: ``group`` (parties, what they do,
        proposals, others), ``target`` (actor id, "" for none), ``target_label``. An empty tuple means that no stance
        is cited. What belongs to the background is left out.

    Raises
    ------
    ArgumentError
        An argument's value is not known.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> matrix = stance_matrix(load_article(), by="organisation")
    >>> matrix.loc["us", ("what they do", "lna", "the offensive on Tripoli")]
    (('oppose', 'statement'),)
    """
    claims = _in_cells(article, mode, by)
    rows, columns = _cells(claims), _columns(claims)
    return pd.DataFrame(
        [
            [
                tuple((stance, how) for stance, modes in cells.get(column, {}).items() for how in modes)
                for column in columns
            ]
            for cells in rows.values()
        ],
        index=pd.Index(list(rows), name="speaker", dtype="str"),
        columns=pd.MultiIndex.from_arrays(
            [[column[level] for column in columns] for level in range(3)], names=["group", "target", "target_label"]
        ),
        dtype="object",
    )


def plot_stances(
    article: AnnotatedArticle, *, towards: str | None = None, mode: str = "with_labels", ax: Axes | None = None
) -> Axes:
    """Draw who is against it, takes no side, or is for it: a row per actor, a mark with a few words; return the Axes.

    Parameters
    ----------
    article
        The article.
    towards
        ``"focus"``: the event in question, its actors, their side, and whatever that side does; ``"other_side"``: the
        actors of any other side and what they do; ``"proposals"``; ``"everything"``, the background too. None:
        ``"focus"`` where a stance is cited there, else ``"everything"``.
    mode
        ``"with_labels"``, ``"said_and_done"``, ``"said"`` or ``"done"``.
    ax
        Where to draw; None: a new pyplot figure, as tall as its rows need.

    Raises
    ------
    ArgumentError
        A value is not known, or the article has no event in question and so neither side.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> plot_stances(load_article()).get_title(loc="left")
    'Who says or does what about the offensive on Tripoli?'
    """
    with style.house():
        view = _view(article, towards, mode)
        return _plotted(article, _view_sheet(article, view), _title(article, view.towards), ax)


def plot_stance_matrix(
    article: AnnotatedArticle, *, mode: str = "with_labels", by: str = "actor", ax: Axes | None = None
) -> Axes:
    """Draw `stance_matrix`: in a cell the sign of each stance and the marks of its modes; return the Axes.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> plot_stance_matrix(load_article(), by="organisation").get_title(loc="left")
    'Who stands where towards what?'
    """
    with style.house():
        return _plotted(article, _matrix_sheet(article, mode, by), MATRIX_TITLE, ax)


def exhibit(article: AnnotatedArticle, *, towards: str | None = None, mode: str = "with_labels") -> Exhibit:
    """Return the first view, `plot_stances`, as an exhibit; without a stance there it has no figure.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> exhibit(load_article(), towards="proposals", mode="done").sentence.split(". ")[-1]
    'For it, or carries it out: Antonio Guterres.'
    """
    view = _view(article, towards, mode)
    with style.house():
        figure = _figure(article, _view_sheet(article, view)) if len(view.claims) else None
    return Exhibit(
        figure,
        _view_sentence(article, view),
        _view_alt(article, view) if figure else "",
        _table(article, view.claims),
        tuple(_view_assumptions(article, view)),
        article.source_line,
        _title(article, view.towards),
    )


def controls(article: AnnotatedArticle) -> dict[str, dict[str, Any]]:
    """Return the choices of the first view that show something of their own, for an explorer.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> list(controls(load_article())["mode"])
    ['said and done, with labels', 'said and done', 'said', 'done']
    """
    seen: dict[tuple[str, ...], str] = {}
    for towards in TOWARDS if article.focus else TOWARDS[-1:]:
        seen.setdefault(tuple(sorted(_towards(article, towards).index)), towards)
    seen.pop((), None)
    first = _default(article)
    offered = [first, *(towards for towards in seen.values() if towards != first)] if seen else []
    return _controls(
        towards={_named(article, towards): towards for towards in offered},
        mode=_modes(_towards(article, "everything")),
    )


MATRIX_TITLE = "Who stands where towards what?"


def matrix_exhibit(article: AnnotatedArticle, *, mode: str = "with_labels", by: str = "actor") -> Exhibit:
    """Return the matrix, `plot_stance_matrix`, as an exhibit; without a stance it has no figure.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> matrix_exhibit(load_article(), mode="said", by="organisation").sentence
    'Said, by organisation: 6 speakers and 8 targets. Of 48 cells, 10 with a stance cited; the others stay empty.'
    """
    claims = _in_cells(article, mode, by)
    with style.house():
        figure = _figure(article, _matrix_sheet(article, mode, by)) if len(claims) else None
    return Exhibit(
        figure,
        _matrix_sentence(article, claims, mode, by),
        _matrix_alt(article, claims) if figure else "",
        _table(article, claims),
        tuple(_matrix_assumptions(article, claims, by)),
        article.source_line,
        MATRIX_TITLE,
    )


def matrix_controls(article: AnnotatedArticle) -> dict[str, dict[str, Any]]:
    """Return the choices of the matrix that show something of their own, for an explorer.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> matrix_controls(load_article())["by"]
    {'as named': 'actor', 'by organisation': 'organisation'}
    """
    rows = _in_cells(article, "with_labels", "organisation")
    parts = rows["row"].ne(rows["speaker"]).any()
    return _controls(mode=_modes(rows), by={name: by for by, name in BY.items() if parts or by == "actor"})


def labels_exhibit(article: AnnotatedArticle) -> Exhibit:
    """Return who is called what, by whom: a table without a figure, each label, user and bearer once.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> labels_exhibit(load_article()).table.loc["m-haftar-1", ["of whom", "label", "used by"]].tolist()
    ['Khalifa Haftar', '“strongman”', 'France 24']
    """
    said = article.mentions[article.mentions["label"].notna()].sort_values(_TEXT_ORDER)
    place_names = article.places["name"]
    rows = pd.DataFrame(
        {
            "of whom": [
                article.name(one["actor"]) if pd.isna(one["place"]) else str(place_names[one["place"]])
                for _, one in said.iterrows()
            ],
            "label": [f"“{label}”" for label in said["label"]],
            "used by": [article.name(source) for source in said["source"]],
            "quote": said["quote"],
        },
        index=said.index,
    )
    keys = ["of whom", "label", "used by"]
    rows.insert(3, "times", rows.groupby(keys)["quote"].transform("size").astype("Int64"))
    rows = rows[~rows.duplicated(keys)]
    users = rows.groupby("used by", sort=False).size()
    sentence = "The article calls nobody by a loaded or lending word that is annotated."
    if len(rows):
        by = _listed(f"{name} ({count})" for name, count in users.items())
        called = _listed(rows["of whom"].unique())
        sentence = f"{_count(len(rows), 'label')}, each once however often it is used, by {by}. So called: {called}."
    assumptions = ("A label is its user's word, not a finding of this kit.",) if len(rows) else ()
    return Exhibit(None, sentence, "", rows, assumptions, article.source_line, "Who is called what, by whom")


def findings(article: AnnotatedArticle) -> Findings:
    """Return who speaks against the event in question, what is proposed and by whom, and what was not observed.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> print(findings(load_article())[-1])
    UN reports: “the truce was not observed by evening”; by whom is not said.
    """
    if article.stances.empty:
        return Findings([Finding("The article cites no stance of anyone towards anything.")])
    return Findings([*_opposed(article), *_proposed(article), *_not_observed(article)])


# --- which stances -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _View:
    """What the first view shows: its claims of the mode and of any, and who is cited without a stance there."""

    towards: str
    mode: str
    claims: pd.DataFrame
    any_mode: pd.DataFrame
    without: list[str]


def _view(article: AnnotatedArticle, towards: str | None, mode: str) -> _View:
    """Return the first view of these choices, its claims by speaker in order of appearance."""
    schema.one_of("towards", towards, (None, *TOWARDS))
    schema.one_of("mode", mode, MODES)
    towards = _default(article) if towards is None else towards
    if towards != "everything" and article.focus is None:
        raise ArgumentError(
            f"towards={towards!r} needs an event in question, and the article names none as its focus",
            mend="use 'everything'",
        )
    rows = _towards(article, towards)
    shown = _in_order(rows, "speaker", dict.fromkeys(rows["speaker"]))
    return _View(towards, mode, shown[shown["mode"].isin(MODES[mode])], rows, _without(article, rows))


def _in_order(rows: pd.DataFrame, column: str, order: Iterable[Any]) -> pd.DataFrame:
    """Return the rows sorted by a column whose values come in the given order."""
    place = {value: number for number, value in enumerate(order)}
    return rows.sort_values(column, key=lambda values: values.map(place), kind="stable")


def _default(article: AnnotatedArticle) -> str:
    return "focus" if article.focus is not None and len(_towards(article, "focus")) else "everything"


def _towards(article: AnnotatedArticle, towards: str) -> pd.DataFrame:
    """Return the stances of any mode towards what is chosen, in the order of the text."""
    rows = article.stances.sort_values(_TEXT_ORDER)
    if towards == "everything":
        return rows
    rows = rows[~rows["background"]]
    proposal = rows["target_type"] == "proposal"
    if towards == "proposals":
        return rows[proposal]
    own, other = _camps(article)
    at = (
        rows["target"].isin(own) | (rows["event"] == article.focus)
        if towards == "focus"
        else rows["target"].isin(other)
    )
    return rows[at & ~proposal]


def _camps(article: AnnotatedArticle) -> tuple[set[str], set[str]]:
    """Return who acts in the event in question with all of their side, and who is of another side."""
    sides = article.actors["side"]
    acting = set(article.events.loc[article.events["event"] == article.focus, "actor"].dropna())
    own = acting | set(sides.index[sides.isin(set(sides[list(acting)].dropna()))])
    return own, set(sides.dropna().index) - own


def _side_names(article: AnnotatedArticle, camp: int) -> str:
    """Return the names of the sides of the event's actors (0), or of the others (1)."""
    return _listed(
        article.name(side) for side in article.actors["side"][sorted(_camps(article)[camp])].dropna().unique()
    )


def _focus_words(article: AnnotatedArticle) -> str:
    """Return the event in question as stances name it, else its title in quotation marks."""
    stances, events = article.stances, article.events
    named = stances.loc[(stances["event"] == article.focus) & (stances["target_type"] == "action"), "target_label"]
    titles = events.loc[events["event"] == article.focus, "title"]
    return str(named.iloc[0]) if len(named) else f"“{titles.iloc[0]}”"


def _named(article: AnnotatedArticle, towards: str) -> str:
    """Return what stances are towards, in words."""
    match towards:
        case "focus":
            return _listed(filter(None, [_focus_words(article), _side_names(article, 0)]))
        case "other_side":
            return f"the other side, {_side_names(article, 1) or 'of which no actor is named'}"
    return towards


def _title(article: AnnotatedArticle, towards: str) -> str:
    if towards == "everything":
        return "Who says or does what, towards what?"
    about = _focus_words(article) if towards == "focus" else _named(article, towards)
    return f"Who says or does what about {about}?"


def _in_cells(article: AnnotatedArticle, mode: str, by: str) -> pd.DataFrame:
    """Return the stances of the matrix with the `row` and `column` of their cell, in the order of its rows."""
    schema.one_of("mode", mode, MODES)
    schema.one_of("by", by, BY)
    rows = article.stances[~article.stances["background"]].sort_values(_TEXT_ORDER)
    named = [_top(article, speaker) if by == "organisation" else speaker for speaker in rows["speaker"]]
    columns = [
        (_group(article, one), "" if pd.isna(one["target"]) else one["target"], one["target_label"])
        for _, one in rows.iterrows()
    ]
    rows = _in_order(rows.assign(row=named, column=columns), "row", dict.fromkeys(named))
    return rows[rows["mode"].isin(MODES[mode])]


def _group(article: AnnotatedArticle, stance: pd.Series) -> str:
    match stance["target_type"]:
        case "action":
            return "what they do"
        case "proposal":
            return "proposals"
        case "actor" if not pd.isna(article.actors.at[stance["target"], "side"]):
            return "parties"
    return "others"


def _columns(claims: pd.DataFrame) -> list[_Column]:
    """Return the matrix's columns: by group, then in the order in which the article comes to them."""
    return sorted(dict.fromkeys(claims.sort_values(_TEXT_ORDER)["column"]), key=lambda column: GROUPS.index(column[0]))


def _cells(claims: pd.DataFrame) -> dict[str, dict[_Column, dict[str, dict[str, str]]]]:
    """Return for each row and column the stances in the cell and the first claim of each of their modes."""
    rows: dict[str, dict[_Column, dict[str, dict[str, str]]]] = {}
    for one in claims.sort_values(["stance", "mode"], key=_place, kind="stable").itertuples():
        cell = rows.setdefault(str(one.row), {}).setdefault(one.column, {})
        cell.setdefault(str(one.stance), {}).setdefault(str(one.mode), str(one.Index))
    return {row: rows[row] for row in dict.fromkeys(claims["row"])}


def _place(words: pd.Series) -> pd.Series:
    """Return the place of stances and modes in the order in which the kit names them."""
    order = {word: place for place, word in enumerate([*STANCES, *_NOUNS])}
    return words.astype("str").map(order)


def _modes(rows: pd.DataFrame) -> dict[str, str]:
    """Return the modes that differ for these stances, by name; of two that do not, the narrower."""
    different: dict[tuple[str, ...], str] = {}
    for mode, parts in MODES.items():
        different[tuple(rows.index[rows["mode"].isin(parts)])] = mode
    different.pop((), None)
    return {MODE_NAMES[mode]: mode for mode in different.values()}


def _controls(**choices: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {name: some for name, some in choices.items() if len(some) > 1}


def _chain(article: AnnotatedArticle, actor: str) -> list[str]:
    """Return an actor and what it is part of, up to the top (or to where a circle closes)."""
    chain = [actor]
    while not pd.isna(above := article.actors.at[chain[-1], "part_of"]) and above not in chain:
        chain.append(above)
    return chain


def _top(article: AnnotatedArticle, actor: str) -> str:
    return _chain(article, actor)[-1]


def _who(article: AnnotatedArticle, actor: str) -> str:
    """Return an actor's name and, where that does not tell it, the organisation at the top."""
    top, name = _top(article, actor), article.name(actor)
    known = [article.name(top), *(article.actors.at[top, "aliases"] or ())]
    told = top == actor or any(re.search(rf"\b{re.escape(one)}(?!\w)", name) for one in known)
    return name if told else f"{name}, {article.name(top)}"


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
    spoken_for = {above for actor in names for above in _chain(article, actor)[1:]} | set(rows["speaker"])
    return [actor for actor in names if actor not in spoken_for]


# --- words -------------------------------------------------------------------------------------------------------


def _listed(names: Iterable[str]) -> str:
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _quoted(words: str) -> str:
    """Return words in quotation marks, those inside them single.

    >>> _quoted("announced a “counteroffensive” to defend"), _quoted("“We oppose it,”")
    ('“announced a ‘counteroffensive’ to defend”', '“We oppose it”')
    """
    if words.startswith("“") and words.find("”") in (-1, len(words) - 1):
        words = words.strip("“”")
    return f"“{words.rstrip(',;: ').replace('“', '‘').replace('”', '’')}”"


def _by_stance(article: AnnotatedArticle, view: _View, modes: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield for each column of the first view its name and the actors in it, with their modes or without."""
    rows = _entries(article, view)
    for stance, name in STANCES.items():
        people = []
        for speaker, cells in rows.items():
            how = {mode for entry in cells.get(stance, ()) for mode in entry.claims}
            listed = f" ({_listed(word for mode, word in _WORDS.items() if mode in how)})" if modes else ""
            people += [(_who(article, speaker) if modes else article.name(speaker)) + listed] if how else []
        yield name, people


def _view_sentence(article: AnnotatedArticle, view: _View) -> str:
    how = MODE_NAMES[view.mode].capitalize()
    if article.stances.empty:
        return "The article cites no stance of anyone towards anything."
    if view.claims.empty:
        return f"{how}: the article cites no such stance towards {_named(article, view.towards)}."
    columns = [
        f"{name.capitalize()}: {_listed(people) or 'nobody cited'}."
        for name, people in _by_stance(article, view, modes=False)
    ]
    each = ", each mark with its target" if view.towards == "everything" else ""
    return f"{how}, towards {_named(article, view.towards)}{each}. {' '.join(columns)}{_same(article, view)}"


def _same(article: AnnotatedArticle, view: _View) -> str:
    """Return why another mode shows the same here, where one does."""
    offered = _modes(_towards(article, "everything"))
    of = view.any_mode
    same = [
        mode
        for mode in offered.values()
        if mode != view.mode and set(of.index[of["mode"].isin(MODES[mode])]) == set(view.claims.index)
    ]
    if not same or len(offered) == 1:
        return ""
    missing = [noun for part, noun in _NOUNS.items() if part not in set(of["mode"])]
    shown = _listed(f"“{MODE_NAMES[mode]}”" for mode in same)
    return f" No {' or '.join(missing)} is cited here, so {shown} shows the same."


def _view_alt(article: AnnotatedArticle, view: _View) -> str:
    columns = [
        f"{name.capitalize()}: {'; '.join(people) or 'nobody'}."
        for name, people in _by_stance(article, view, modes=True)
    ]
    rows = view.claims["speaker"].nunique()
    without = "; ".join(_who(article, actor) for actor in view.without)
    return (
        f"Three columns and {_count(rows, 'row')}, one per actor, from {_count(len(view.claims), 'claim')}. "
        f"{' '.join(columns)}{f' Below: cited with no stance shown: {without}.' if without else ''}"
    )


def _view_assumptions(article: AnnotatedArticle, view: _View) -> Iterator[str]:
    if view.claims.empty:
        return
    yield "Stance is towards a target, is not tone and no score. One mark per speaker, target, stance and event."
    own, other = _side_names(article, 0), _side_names(article, 1)
    if view.towards == "focus":
        side = f", and anyone of the side of {own} with what they do" if own else " and those who act in it"
        yield f"Towards {_focus_words(article)}{side}; proposals apart."
    if view.towards == "other_side":
        yield f"Towards anyone of the side of {other}, and what they do; proposals apart."
    if view.towards == "everything" and (background := view.claims["background"].sum()):
        yield f"Of the background, not of these days: {_count(background, 'claim')}, included."
    yield from _readings(article, view.claims)


def _readings(article: AnnotatedArticle, claims: pd.DataFrame) -> Iterator[str]:
    """Yield which of the claims can be read otherwise."""
    open_ = claims[claims["ambiguous"]]
    if len(open_):
        yield f"Open to another reading: {_listed(dict.fromkeys(map(article.name, open_['speaker'])))}."


def _table(article: AnnotatedArticle, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims as a reader needs them, a row per claim."""
    return pd.DataFrame(
        {
            "who": [_who(article, speaker) for speaker in claims["speaker"]],
            "stance": [_SIGN_WORDS[stance] for stance in claims["stance"]],
            "towards": claims["target_label"],
            "how": [_WORDS[mode] for mode in claims["mode"]],
            "reported by": [
                article.name(source if pd.isna(person) else person)
                for source, person in zip(claims["source"], claims["said_by"], strict=True)
            ],
            "on": claims["on"],
            "quote": claims["quote"],
        },
        index=claims.index,
    )


def _matrix_sentence(article: AnnotatedArticle, claims: pd.DataFrame, mode: str, by: str) -> str:
    if article.stances.empty:
        return "The article cites no stance of anyone towards anything."
    how = f"{MODE_NAMES[mode].capitalize()}, {BY[by]}"
    if claims.empty:
        return f"{how}: the article cites no such stance outside its background."
    rows, columns = claims["row"].nunique(), claims["column"].nunique()
    filled = len(claims.drop_duplicates(["row", "column"]))
    size = f"{_count(rows, 'speaker')} and {_count(columns, 'target')}"
    return f"{how}: {size}. Of {_count(rows * columns, 'cell')}, {filled} with a stance cited; the others stay empty."


def _matrix_alt(article: AnnotatedArticle, claims: pd.DataFrame) -> str:
    rows = [
        f"{_who(article, row)}: "
        + ", ".join(
            f"{_SIGN_WORDS[stance]} {label} ({_listed(_WORDS[mode] for mode in modes)})"
            for (_, _, label), cell in cells.items()
            for stance, modes in cell.items()
        )
        for row, cells in _cells(claims).items()
    ]
    return f"A table of signs from {_count(len(claims), 'claim')}. {'. '.join(rows)}."


def _matrix_assumptions(article: AnnotatedArticle, claims: pd.DataFrame, by: str) -> Iterator[str]:
    if claims.empty:
        return
    yield "An empty cell means that no stance is cited, not that there is none. Nothing is averaged or scored."
    if by == "organisation":
        yield "A person's or body's stance stands in the row of the organisation at the top; targets stay as named."
    if background := article.stances["background"].sum():
        yield f"Of the background, not of these days: {_count(background, 'claim')}, left out."
    yield from _readings(article, claims)


# --- findings ----------------------------------------------------------------------------------------------------


def _opposed(article: AnnotatedArticle) -> Iterator[Finding]:
    """Yield who outside the parties speaks against the event in question, with up to two quotes each."""
    if article.focus is None:
        yield Finding("The article names no event in question; each stance is towards its own target.")
        return
    sides = article.actors["side"]
    rows = _towards(article, "focus")
    rows = rows[(rows["event"] == article.focus) & (rows["stance"] == "oppose") & (rows["mode"] == "statement")]
    rows = rows[rows["speaker"].map(sides).isna()]
    outside = ", of those outside the parties" if sides.notna().any() else ""
    if rows.empty:
        yield Finding(f"Nobody cited{outside} speaks against {_focus_words(article)}.")
        return
    parts: list[str | tuple[str, str]] = [f"Against {_focus_words(article)} speak{outside}"]
    tops = rows["speaker"].map(lambda speaker: _top(article, speaker))
    for number, (top, some) in enumerate(rows.groupby(tops, sort=False)):
        parts.append(f"{'; ' if number else ': '}{article.name(top)}, ")
        for place, (claim, one) in enumerate(some.sort_values("voice", kind="stable").head(2).iterrows()):
            parts += [" and "] * bool(place) + [(_quoted(one["quote"]), str(claim))]
    yield Finding(*parts, ".")


def _proposed(article: AnnotatedArticle) -> Iterator[Finding]:
    """Yield who speaks for which proposal, and which of those bodies opposes neither party."""
    rows = _towards(article, "proposals")
    rows = rows[(rows["stance"] == "support") & (rows["mode"] == "statement")]
    if rows.empty:
        return
    actors, parts = article.actors, list[str | tuple[str, str]](["Called for"])
    for number, ((label, speaker), some) in enumerate(rows.groupby(["target_label", "speaker"], sort=False)):
        unnamed = actors.at[speaker, "kind"] == "unnamed"
        by = "by whom is not said" if unnamed else f"by {_who(article, speaker)}"
        parts.append(f"{'; ' if number else ': '}{label}, {by}, ")
        parts.append((_quoted(some["quote"].iloc[0]), str(some.index[0])))
    said = article.stances[(article.stances["mode"] == "statement") & (article.stances["stance"] == "oppose")]
    said = said[said["target"].map(actors["side"]).notna()]
    opposing = {_top(article, speaker) for speaker in said["speaker"]}
    outside = actors.index[actors["side"].isna() & (actors["kind"] != "unnamed")]
    tops = dict.fromkeys(_top(article, speaker) for speaker in rows["speaker"])
    neither = _listed(article.name(top) for top in tops if top in outside and top not in opposing)
    parts.append(".")
    if neither and actors["side"].notna().any():
        side = "either side" if actors["side"].nunique() == 2 else "a side"
        parts.append(f" No statement by {neither} cited here opposes {side}.")
    yield Finding(*parts)


def _not_observed(article: AnnotatedArticle) -> Iterator[Finding]:
    """Yield what did not come about, according to whom, and whether it is said through whom."""
    events = article.events
    rows = events[(events["status"] == "did_not_happen") & ~events["background"]].sort_values("start")
    for claim, one in rows[~rows["event"].duplicated()].iterrows():
        whom = "by whom is not said" if pd.isna(one["actor"]) else f"by {article.name(one['actor'])}"
        yield Finding(f"{article.name(one['source'])} reports: ", (_quoted(one["quote"]), str(claim)), f"; {whom}.")


# --- drawing -----------------------------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """What is to be drawn, in inches from the upper left: texts, marks and rules, and how high it all is."""

    height: float = 0.0
    texts: list[tuple[float, float, str, dict[str, Any]]] = field(default_factory=list)
    marks: list[tuple[float, float, dict[str, Any], str | None]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, x: float, y: float, lines: list[str], **look: Any) -> None:
        """Put lines of text at x, the first in the line that begins at y."""
        for number, line in enumerate(lines):
            self.texts.append((x, y + LINE * (number + 0.75), line, look))

    def mark(self, x: float, y: float, look: dict[str, Any], claim: str | None) -> None:
        """Put a mark in the middle of the line that begins at y."""
        self.marks.append((x, y + LINE / 2, look, claim))

    def draw(self, ax: Axes) -> None:
        """Draw it all on the axes, one unit an inch."""
        ax.set(xlim=(0, style.WIDTH), ylim=(self.height, 0))
        ax.set_axis_off()
        gap = float("nan")
        ax.plot(
            [x for x0, _, x1, _ in self.rules for x in (x0, x1, gap)],
            [y for _, y0, _, y1 in self.rules for y in (y0, y1, gap)],
            color=style.PALE,
            linewidth=0.8,
            scalex=False,
            scaley=False,
        )
        for x, y, text, look in self.texts:
            ax.text(x, y, text, fontsize=9, in_layout=False, **look)
        for x, y, look, claim in self.marks:
            (mark,) = ax.plot([x], [y], linestyle="none", scalex=False, scaley=False, clip_on=False, **look)
            mark.set_url(None if claim is None else f"#{claim}")


def _figure(article: AnnotatedArticle, sheet: _Sheet) -> Figure:
    """Return a figure of the sheet with the source line under it."""
    height = sheet.height + FOOT
    figure = style.figure(height=height)
    sheet.draw(figure.add_axes((0, FOOT / height, 1, sheet.height / height)))
    style.source_line(figure, article.source_line)
    return figure


def _plotted(article: AnnotatedArticle, sheet: _Sheet, title: str, ax: Axes | None) -> Axes:
    """Return the axes with the sheet and its title; under a new figure the source line."""
    drawn = style.axes(ax, size=(style.WIDTH, sheet.height + 2 * FOOT))
    sheet.draw(drawn)
    drawn.set_title(title)
    if ax is None and (figure := drawn.get_figure(root=True)):
        style.source_line(figure, article.source_line)
    return drawn


@lru_cache(maxsize=4096)
def _across(text: str, weight: str = "normal") -> float:
    """Return how many inches a text may measure across at 9 points in the house style: screens round it up."""
    font = FontProperties(size=9, weight=weight)
    width: float = text_to_path.get_text_width_height_descent(text, font, False)[0]
    return 1.03 * width / 72


def _wrapped(text: str, width: float) -> list[str]:
    """Return the text in lines that measure at most `width` inches."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _across(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
        while _across(lines[-1]) > width and len(lines[-1]) > 1:
            cut = next(n for n in range(len(lines[-1]) - 1, 0, -1) if n == 1 or _across(lines[-1][:n]) <= width)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return lines


def _few_words(target: str, quote: str, width: float, most: int) -> list[str]:
    """Return the target and the first words of the quote, two or more, in `most` lines; of 0 lines the target alone."""
    if target and most == 0:
        return _wrapped(target, width)
    before = f"{target}: " if target else ""
    words = _quoted(quote).split()
    lines = _wrapped(before + " ".join(words), width)
    for count in range(len(words) - 1, 1, -1):
        if len(lines) <= most:
            break
        lines = _wrapped(f"{before}{' '.join(words[:count]).rstrip(' ,.;:…')}…”", width)
    return lines


def _key(sheet: _Sheet, parts: Iterable[tuple[dict[str, Any], str]]) -> None:
    """Write what each mark in use means under the sheet."""
    x = EDGES[0]
    for look, words in parts:
        width = MARK + _across(words) + 0.2
        if x + width > style.WIDTH:
            x, sheet.height = EDGES[0], sheet.height + LINE
        sheet.mark(x + MARK / 2, sheet.height, look, None)
        sheet.write(x + MARK + 0.03, sheet.height, [words])
        x += width
    sheet.height += LINE + GAP


def _view_sheet(article: AnnotatedArticle, view: _View) -> _Sheet:
    """Return the first view, its quotes as long as its height allows."""
    if view.claims.empty:
        return _sentence_sheet(_view_sentence(article, view))
    for most in (3, 2, 0):
        sheet = _rows_sheet(article, view, most)
        if sheet.height + FOOT <= TALLEST:
            break
    return sheet


def _sentence_sheet(sentence: str) -> _Sheet:
    sheet = _Sheet()
    lines = _wrapped(sentence, style.WIDTH - 2 * EDGES[0])
    sheet.write(EDGES[0], 0, lines)
    sheet.height = LINE * len(lines) + GAP
    return sheet


def _rows_sheet(article: AnnotatedArticle, view: _View, most: int) -> _Sheet:
    """Return the first view with at most so many lines of words at a mark."""
    sheet = _Sheet()
    for x, heading in zip(EDGES[1:-1], STANCES.values(), strict=True):
        sheet.write(x + GAP, GAP, [heading], fontweight="bold")
    y = LINE + 2 * GAP
    for speaker, cells in _entries(article, view).items():
        sheet.rules.append((EDGES[0], y, EDGES[-1], y))
        name = _wrapped(_who(article, speaker), EDGES[1] - EDGES[0] - GAP)
        sheet.write(EDGES[0], y + GAP, name)
        end = y + GAP + LINE * len(name)
        for stance, (left, right) in zip(STANCES, pairwise(EDGES[1:]), strict=True):
            below = y
            for entry in cells.get(stance, ()):
                below = entry.put(sheet, left, right, below + GAP, most)
            end = max(end, below)
        y = end + GAP
    for x in EDGES[1:-1]:
        sheet.rules.append((x, 0, x, y))
    sheet.rules.append((EDGES[0], y, EDGES[-1], y))
    sheet.height = y + 2 * GAP
    used = set(view.claims["mode"])
    _key(sheet, [(look, _WORDS[mode]) for mode, look in _MARKS.items() if mode in used])
    if view.without:
        names = "; ".join(_who(article, actor) for actor in view.without)
        there = "" if view.towards == "everything" else " there"
        lines = _wrapped(f"Cited with no stance{there}: {names}.", style.WIDTH - 2 * EDGES[0])
        sheet.write(EDGES[0], sheet.height, lines)
        sheet.height += LINE * len(lines) + GAP
    return sheet


@dataclass
class _Entry:
    """What gets one mark: its target, where the title does not name it, and for each mode its first claim and words."""

    target: str
    claims: dict[str, tuple[str, str]] = field(default_factory=dict)

    def put(self, sheet: _Sheet, left: float, right: float, y: float, most: int) -> float:
        """Put the marks and a few words between left and right, from y on; return where they end."""
        x = left + GAP
        firsts = [(mode, *self.claims[mode]) for mode in _NOUNS if mode in self.claims]
        for mode, claim, _ in firsts:
            sheet.mark(x + MARK / 2, y, _MARKS[mode], claim)
            x += MARK
        lines = _few_words(self.target, firsts[0][2], right - x - 2 * GAP, most)
        sheet.write(x + GAP, y, lines)
        return y + LINE * len(lines)


def _entries(article: AnnotatedArticle, view: _View) -> dict[str, dict[str, list[_Entry]]]:
    """Return the entries of each speaker and stance: one per target and event, however often it is repeated."""
    found: dict[tuple[str, ...], _Entry] = {}
    rows: dict[str, dict[str, list[_Entry]]] = {}
    for one in view.claims.itertuples():
        what = one.target_label if pd.isna(one.event) else one.event
        key = (one.speaker, str(one.stance), "" if pd.isna(one.target) else one.target, what)
        if key not in found:
            named = view.towards == "focus" and what == article.focus
            found[key] = _Entry("" if named else one.target_label)
            rows.setdefault(key[0], {}).setdefault(key[1], []).append(found[key])
        found[key].claims.setdefault(str(one.mode), (str(one.Index), one.quote))
    return rows


def _matrix_sheet(article: AnnotatedArticle, mode: str, by: str) -> _Sheet:
    """Return the matrix: names at the left, targets above, in a cell a line per stance with its modes."""
    claims = _in_cells(article, mode, by)
    if claims.empty:
        return _sentence_sheet(_matrix_sentence(article, claims, mode, by))
    sheet, columns = _Sheet(), _columns(claims)
    edges = _matrix_edges(columns)
    y = top = _matrix_head(sheet, columns, edges)
    for row, cells in _cells(claims).items():
        sheet.rules.append((EDGES[0], y, edges[-1], y))
        name = _wrapped(_who(article, row), EDGES[1] - EDGES[0] - GAP)
        sheet.write(EDGES[0], y + GAP, name)
        end = y + GAP + LINE * len(name)
        for column, (left, right) in zip(columns, pairwise(edges), strict=True):
            end = max(end, _cell(sheet, cells.get(column, {}), left, right, y + GAP))
        y = end + GAP
    sheet.rules.append((EDGES[0], y, edges[-1], y))
    groups = ["", *(column[0] for column in columns), ""]
    for x, (before, after) in zip(edges, pairwise(groups), strict=True):
        sheet.rules.append((x, top if before == after else 0, x, y))
    sheet.height = y + 2 * GAP
    signs, modes = set(claims["stance"]), set(claims["mode"])
    _key(
        sheet,
        [(look, _SIGN_WORDS[stance]) for stance, look in _SIGNS.items() if stance in signs]
        + [(look, _WORDS[mode]) for mode, look in _MARKS.items() if mode in modes],
    )
    return sheet


def _cell(sheet: _Sheet, cell: dict[str, dict[str, str]], left: float, right: float, y: float) -> float:
    """Put a line per stance into a cell, its sign and the marks of its modes; return where they end."""
    for stance, modes in cell.items():
        x = left + GAP
        sheet.mark(x + MARK / 2, y, _SIGNS[stance], next(iter(modes.values())))
        for mode, claim in modes.items():
            x += MARK
            if x + MARK > right:
                x, y = max(left + GAP, min(left + GAP + MARK, right - MARK)), y + LINE
            sheet.mark(x + MARK / 2, y, _MARKS[mode], claim)
        y += LINE
    return y


def _matrix_edges(columns: list[_Column]) -> list[float]:
    """Return where the columns begin and the last ends: equal, but none narrower than its group's name needs."""
    groups = [column[0] for column in columns]
    room = EDGES[-1] - EDGES[1]
    need = [(_across(group, "bold") + 3 * GAP) / groups.count(group) for group in groups]
    equal = room / len(columns)
    wide = [one for one in need if one > equal]
    equal = (room - sum(wide)) / max(len(columns) - len(wide), 1)
    return list(accumulate((min(max(one, equal), 1.2) for one in need), initial=EDGES[1]))


def _matrix_head(sheet: _Sheet, columns: list[_Column], edges: list[float]) -> float:
    """Write the groups and, upright under them, the targets; return where the head ends."""
    upright = not all(
        _fits(label, right - left) for (_, _, label), (left, right) in zip(columns, pairwise(edges), strict=True)
    )
    heads = []
    for (_, _, label), (left, right) in zip(columns, pairwise(edges), strict=True):
        length = 1.4 if upright else right - left - 2 * GAP
        while upright and len(_wrapped(label, length)) > max(int((right - left) / LINE), 1):
            length += 0.1
        heads.append(_wrapped(label, length))
    bottom = LINE + 3 * GAP + max(_across(line) if upright else LINE * len(some) for some in heads for line in some)
    before = None
    for (group, _, _), lines, (left, right) in zip(columns, heads, pairwise(edges), strict=True):
        if group != before:
            sheet.write(left + GAP, GAP, [group], fontweight="bold")
        before = group
        if not upright:
            sheet.write(left + GAP, bottom - LINE * len(lines), lines)
            continue
        first = (left + right - LINE * len(lines)) / 2 + LINE * 0.75
        for place, line in enumerate(lines):
            look = {"rotation": 90, "va": "bottom", "ha": "center"}
            sheet.texts.append((first + LINE * place, bottom, line, look))
    return bottom + GAP


def _fits(label: str, width: float) -> bool:
    """Return whether a label can stand level over a column so wide."""
    return all(_across(word) <= width - 2 * GAP for word in label.split()) and width > 0.8
