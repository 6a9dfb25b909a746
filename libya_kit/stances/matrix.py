"""Who stands where towards what: the matrix of speakers and targets, its charts and its exhibits.

A stance is taken towards a named target. It is not tone and not a score: nothing here averages, adds or ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does, capital, counted, days, listed, sentences
from libya_kit.display import layout
from libya_kit.display.exhibit import Choices, Exhibit
from libya_kit.stances import facts, wording
from libya_kit.stances import selection as views
from libya_kit.stances.chart import matrix_sheet, view_sheet
from libya_kit.stances.selection import View, who

MATRIX_TITLE = "Who stands where towards what?"
MODE_NAMES = {
    "with_labels": "said and done, with labels",
    "said_and_done": "said and done",
    "said": "said",
    "done": "done",
    "relayed": "told by others, or with a reserve",
}
_SIDES = {
    "oppose": "opposed by {}",
    "neutral": "no side taken by {}",
    "abstained": "abstained {}",
    "support": "supported by {}",
    "carried out": "carried out by {}",
}
"""How a title names who stands in each column of a target."""
_SIDE_OF = "the side of "
MOST_TARGETS = 12
"""So many targets stand in a sentence; the table holds all."""
LEGENDS = {"towards": "Stances towards what?", "mode": "Said, done or in a label?", "by": "Whose row?"}
_NOUNS = {"statement": "statement", "vote": "vote", "action": "act", "label": "label"}


# The matrix


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
    >>> from libya_kit.article.model import load_article
    >>> matrix = stance_matrix(load_article(), by="organisation")
    >>> matrix.loc["us", ("what they do", "lna", "the offensive on Tripoli")]
    (('oppose', 'statement'),)
    """
    claims = views.in_cells(article, mode, by)
    rows, heads = views.cells(claims), views.columns(claims)
    pairs = [
        [tuple((stance, how) for stance, modes in row.get(head, {}).items() for how in modes) for head in heads]
        for row in rows.values()
    ]
    names = ["group", "target", "target_label"]
    across = pd.MultiIndex.from_arrays([[head[level] for head in heads] for level in range(3)], names=names)
    return pd.DataFrame(pairs, pd.Index(list(rows), name="speaker", dtype="str"), across, dtype="object")


def plot_stance_matrix(
    article: AnnotatedArticle, *, mode: str = "with_labels", by: str = "actor", ax: Axes | None = None
) -> Axes:
    """Draw `stance_matrix`: in a cell the sign of each stance and the marks of its modes; return the Axes.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> plot_stance_matrix(load_article(), by="organisation").get_title(loc="left")
    'Who stands where towards what?'
    """
    claims = views.in_cells(article, mode, by)
    draw = partial(layout.sentence, _matrix_sentence(article, claims, mode, by))
    if len(claims):
        draw = partial(matrix_sheet(article, claims).draw, title=MATRIX_TITLE)
    return layout.plot(draw, article.source_line, ax, head=0.35)


def matrix_exhibit(article: AnnotatedArticle, *, mode: str = "with_labels", by: str = "actor") -> Exhibit:
    """Return the matrix, `plot_stance_matrix`, as an exhibit; without a stance it has no figure.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> matrix_exhibit(load_article(), mode="said", by="organisation").sentence
    'Said, by organisation: 6 speakers and 8 targets. Of 48 cells, 10 with a stance cited; the others stay empty.'
    """
    claims = views.in_cells(article, mode, by)
    return Exhibit(
        layout.figure([lambda ax: matrix_sheet(article, claims).draw(ax)], article.source_line)
        if len(claims)
        else None,
        _matrix_sentence(article, claims, mode, by),
        _matrix_alt(article, claims) if len(claims) else "",
        _table(article, claims),
        tuple(_matrix_assumptions(article, claims, by)) if len(claims) else (),
        article.source_line,
        _most_cited(article, claims) if len(claims) else MATRIX_TITLE,
        subtitle=f"{MATRIX_TITLE} {capital(MODE_NAMES[mode])}, {views.BY[by]}; {days(claims['on'])}"
        if len(claims)
        else "",
        sentences=sentences(article),
    )


def matrix_controls(article: AnnotatedArticle) -> dict[str, Choices]:
    """Return the choices of the matrix that show something of their own, for an explorer.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> matrix_controls(load_article())["by"]
    {'as named': 'actor', 'by organisation': 'organisation'}
    """
    rows = views.in_cells(article, "with_labels", "organisation")
    parts = rows["row"].ne(rows["speaker"]).any()
    return _several(mode=_modes(rows), by={name: by for by, name in views.BY.items() if parts or by == "actor"})


def _no_stance(article: AnnotatedArticle) -> str:
    return f"{capital(article_does(article, 'cite'))} no stance of anyone towards anything."


def _matrix_sentence(article: AnnotatedArticle, claims: pd.DataFrame, mode: str, by: str) -> str:
    if article.stances.empty:
        return _no_stance(article)
    how = f"{capital(MODE_NAMES[mode])}, {views.BY[by]}"
    if claims.empty:
        return f"{how}: {article_does(article, 'cite')} no such stance outside the background."
    rows, heads = claims["row"].nunique(), claims["column"].nunique()
    filled = len(claims.drop_duplicates(["row", "column"]))
    size = f"{counted(rows, 'speaker')} and {counted(heads, 'target')}"
    others = "; the others stay empty" if filled < rows * heads else ""
    return f"{how}: {size}. Of {counted(rows * heads, 'cell')}, {filled:,} with a stance cited{others}."


def _matrix_alt(article: AnnotatedArticle, claims: pd.DataFrame) -> str:
    rows = []
    for row, in_row in views.cells(claims).items():
        stances = [
            f"{label}, {views.SIGN_WORDS[stance]} ({_how(modes)})"
            for (_, _, label), cell in in_row.items()
            for stance, modes in cell.items()
        ]
        rows.append(f"{who(article, row)}: {'; '.join(stances)}")
    return f"A table of signs from {counted(len(claims), 'claim')}. {'. '.join(rows)}."


def _matrix_assumptions(article: AnnotatedArticle, claims: pd.DataFrame, by: str) -> Iterator[str]:
    yield "An empty cell means that no stance is cited, not that there is none. Nothing is averaged or scored."
    if by == "organisation":
        yield "A person's or body's stance stands in the row of the organisation at the top; targets stay as named."
    if background := article.stances["background"].sum():
        yield f"Of the background, not of these days: {counted(background, 'claim')}, left out."
    yield from _readings(article, claims)


# The first view


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
    >>> from libya_kit.article.model import load_article
    >>> plot_stances(load_article()).get_title(loc="left")
    'Who says or does what about the offensive on Tripoli?'
    """
    view = views.first_view(article, towards, mode)
    draw = partial(layout.sentence, _sentence(view))
    if len(view.claims):
        draw = partial(view_sheet(view).draw, title=_title(view))
    return layout.plot(draw, article.source_line, ax, head=0.35)


def exhibit(article: AnnotatedArticle, *, towards: str | None = None, mode: str = "with_labels") -> Exhibit:
    """Return the first view, `plot_stances`, as an exhibit; without a stance there it has no figure.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> exhibit(load_article(), towards="proposals", mode="done").sentence.split(". ")[-1]
    'A national reconciliation conference: for it Antonio Guterres of the UN.'
    """
    view = views.first_view(article, towards, mode)
    some = len(view.claims)
    return Exhibit(
        layout.figure([view_sheet(view).draw], article.source_line) if some else None,
        _sentence(view),
        _alt(view) if some else "",
        _table(article, view.claims),
        tuple(_assumptions(view)) if some else (),
        article.source_line,
        _finding(view),
        subtitle=f"{_title(view)} {capital(MODE_NAMES[mode])}; {days(view.claims['on'])}" if some else "",
        sentences=sentences(article),
    )


def controls(article: AnnotatedArticle) -> dict[str, Choices]:
    """Return the choices of the first view that show something of their own, for an explorer.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> list(controls(load_article())["mode"])
    ['said and done, with labels', 'said and done', 'said', 'done']
    """
    seen: dict[tuple[str, ...], str] = {}
    for towards in views.TOWARDS if article.focus else views.TOWARDS[-1:]:
        seen.setdefault(tuple(sorted(views.claims_towards(article, towards).index)), towards)
    seen.pop((), None)
    offered = dict.fromkeys([views.default(article), *seen.values()]) if seen else {}
    return _several(
        towards={_towards_words(article, towards): towards for towards in offered},
        mode=_modes(views.claims_towards(article, "everything")) | _relayed(article),
    )


def _modes(rows: pd.DataFrame) -> dict[str, str]:
    """Return the modes that differ for these stances, by name; of two that do not, the narrower."""
    different = {tuple(views.of_mode(rows, mode).index): mode for mode in views.MODES if mode != "relayed"}
    different.pop((), None)
    return {MODE_NAMES[mode]: mode for mode in different.values()}


def _relayed(article: AnnotatedArticle) -> dict[str, str]:
    """Return the mode that shows the sides that are not held, where there are any."""
    others = views.claims_towards(article, "everything", relayed=True)
    return {MODE_NAMES["relayed"]: "relayed"} if len(others) else {}


def _several(**choices: dict[str, str]) -> dict[str, Choices]:
    return {name: Choices(LEGENDS[name], some) for name, some in choices.items() if len(some) > 1}


def _title(view: View) -> str:
    if view.towards == "everything":
        return "Who says or does what, towards what?"
    focus = view.towards == "focus"
    about = views.focus_words(view.article) if focus else _towards_words(view.article, view.towards)
    return f"Who says or does what about {about}?"


def _finding(view: View) -> str:
    """Return who is cited on which side of one target: a party that agrees as one, others by name."""
    if view.claims.empty:
        return _title(view)
    rows = view.claims
    if view.towards == "focus":
        rows = rows[rows["event"] == view.article.focus]
    targets = facts.by_target(view.article, rows[~rows.index.isin(facts.superseded(view.article))])
    if view.mode == "relayed" or (len(targets) != 1 and view.towards != "focus"):
        return _most_cited(view.article, view.claims)
    if not targets:
        return _title(view)
    label, rows = targets[0]
    columns = pd.Series([wording.column_of(view.article, row) for _, row in rows.iterrows()], index=rows.index)
    sides = [
        said.format(listed(_cited(view.article, rows, columns, key)))
        for key, said in _SIDES.items()
        if key in set(columns)
    ]
    return capital(f"{label}: {'; '.join(sides)}")


def _cited(article: AnnotatedArticle, rows: pd.DataFrame, columns: pd.Series, column: str) -> list[str]:
    """Return who stands in a column of a target: a party whose cited members all stand there as one."""
    sides = rows["speaker"].map(article.actors["side"])
    here = rows[columns == column]
    known = dict.fromkeys(here["speaker"])
    said = set(here.loc[here["mode"] != "label", "speaker"])
    names: dict[str, None] = {}
    for speaker in known:
        side = article.actors.at[speaker, "side"]
        agrees = pd.notna(side) and set(columns[sides == side]) == {column}
        if pd.isna(side) and views.top_of(article, speaker) in known.keys() - {speaker}:
            continue
        label = "" if speaker in said else " (in a label)"
        names[f"{_SIDE_OF}{article.name(side)}" if agrees else article.name(speaker) + label] = None
    ordered = sorted(names, key=lambda name: name.startswith(_SIDE_OF))
    return ordered if len(ordered) <= 4 else [*ordered[:3], f"{len(ordered) - 3} more"]


def _most_cited(article: AnnotatedArticle, claims: pd.DataFrame) -> str:
    """Return towards what the most speakers take a stance; where that is not one target, how many there are."""
    taken = claims[claims["stance"].isin(facts.OPPOSITE)]
    claims = claims if taken.empty else taken
    targets = [claims["target"].fillna(""), claims["target_label"]]
    by_target = claims.groupby(targets, sort=False)["speaker"].nunique().sort_values(ascending=False, kind="stable")
    speakers = claims["speaker"].nunique()
    if taken.empty:
        return f"{speakers} cited take{'s' * (speakers == 1)} no side on {counted(len(by_target), 'target')}"
    if len(by_target) > 1 and by_target.iloc[0] == by_target.iloc[1]:
        return f"Stances of {speakers} cited towards {counted(len(by_target), 'target')}"
    more = ", more than on anything else" if len(by_target) > 1 else ""
    most = int(by_target.iloc[0])
    return f"{most} of {speakers} cited take{'s' * (most == 1)} a stance on {by_target.index[0][1]}{more}"


def _towards_words(article: AnnotatedArticle, towards: str) -> str:
    """Return what stances are towards, in words."""
    match towards:
        case "focus":
            return listed(filter(None, [views.focus_words(article), views.side_names(article)[0]]))
        case "other_side":
            return f"{views.side_names(article)[1] or 'a side of which no actor is named'} and what it does"
    return towards


def _sentence(view: View) -> str:
    if view.article.stances.empty:
        return _no_stance(view.article)
    how, towards = capital(MODE_NAMES[view.mode]), _towards_words(view.article, view.towards)
    if view.claims.empty:
        return f"{how}: {article_does(view.article, 'cite')} no such stance towards {towards}."
    each = [wording.target_sentence(view.article, *target) for target in facts.by_target(view.article, view.claims)]
    if view.mode == "relayed":
        each = ["".join(map(_words, parts)) for parts in wording.told_otherwise(view.article, view.claims)]
    more = f" {len(each) - MOST_TARGETS} more targets stand in the table." if len(each) > MOST_TARGETS else ""
    silent = wording.silent(view.article, view.article.stances[view.article.stances["stance"] == "silent"])
    sentences = [*each[:MOST_TARGETS], f"{silent}"]
    return f"{how}, towards {towards}. {' '.join(filter(None, sentences))}{more}{_same(view)}"


def _words(part: str | tuple[str, str]) -> str:
    return part if isinstance(part, str) else part[0]


def _same(view: View) -> str:
    """Return why another mode shows the same here, where one does."""
    offered = _modes(views.claims_towards(view.article, "everything"))
    shown = {name: set(views.of_mode(view.any_mode, mode).index) for name, mode in offered.items()}
    same = [name for name, mode in offered.items() if mode != view.mode and shown[name] == set(view.claims.index)]
    if not same or len(offered) == 1:
        return ""
    missing = " or ".join(noun for mode, noun in _NOUNS.items() if mode not in set(view.any_mode["mode"]))
    return f" No {missing} is cited here, so {listed(f'“{name}”' for name in same)} shows the same."


def _people(view: View) -> dict[str, dict[str, str]]:
    """Return for each column of the first view who stands in it, and how."""
    people = {}
    for stance, name in views.STANCES.items():
        rows = view.claims[view.claims["stance"] == stance].groupby("speaker", sort=False)["mode"]
        people[capital(name)] = {speaker: _how(modes) for speaker, modes in rows}
    return people


def _how(modes: Iterable[str]) -> str:
    """Return the modes in words, each once."""
    used = set(modes)
    return listed(word for mode, word in views.MODE_WORDS.items() if mode in used)


def _alt(view: View) -> str:
    columns = []
    for name, people in _people(view).items():
        some = "; ".join(f"{who(view.article, speaker)} ({how})" for speaker, how in people.items())
        columns.append(f"{name}: {some or 'nobody'}.")
    rows, claims = counted(view.claims["speaker"].nunique(), "row"), counted(len(view.claims), "claim")
    without = "; ".join(who(view.article, actor) for actor in view.without)
    below = f" Below: cited, but with no stance on this: {without}." if without else ""
    return f"Three columns and {rows}, one per actor, from {claims}. {' '.join(columns)}{below}"


def _assumptions(view: View) -> Iterator[str]:
    yield "Stance is towards a target, is not tone and no score. One mark per speaker, target, stance and event."
    own, other = views.side_names(view.article)
    if view.towards == "focus":
        side = f", and anyone of the side of {own} with what they do" if own else " and those who act in it"
        yield f"Towards {views.focus_words(view.article)}{side}; proposals apart."
    if view.towards == "other_side":
        yield f"Towards anyone of the side of {other}, and what they do; proposals apart."
    if view.towards == "everything" and (background := view.claims["background"].sum()):
        yield f"Of the background, not of these days: {counted(background, 'claim')}, included."
    yield from _readings(view.article, view.claims)


def _readings(article: AnnotatedArticle, claims: pd.DataFrame) -> Iterator[str]:
    """Yield which of the claims can be read otherwise."""
    open_ = dict.fromkeys(claims.loc[claims["ambiguous"], "speaker"])
    if open_:
        yield f"Open to another reading: {listed(map(article.name, open_))}."


def _table(article: AnnotatedArticle, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims as a reader needs them, a row per claim."""
    return pd.DataFrame(
        {
            "who": [who(article, speaker) for speaker in claims["speaker"]],
            "stance": [views.SIGN_WORDS[stance] for stance in claims["stance"]],
            "towards": claims["target_label"],
            "how": [views.MODE_WORDS[mode] for mode in claims["mode"]],
            "reported by": [article.name(one) for one in claims["said_by"].fillna(claims["source"])],
            "on": claims["on"],
            "quote": claims["quote"],
        },
        index=claims.index,
    )


# The labels


def labels_exhibit(article: AnnotatedArticle) -> Exhibit:
    """Return who is called what, by whom: a table without a figure, each label, user and bearer once.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> labels_exhibit(load_article()).table.loc["m-haftar-1", ["of whom", "label", "used by"]].tolist()
    ['Khalifa Haftar', '“strongman”', 'France 24']
    """
    said = article.mentions[article.mentions["label"].notna()].pipe(views.in_text)
    keys = {
        "of whom": said["actor"].map(article.actors["name"]).fillna(said["place"].map(article.places["name"])),
        "label": [f"“{label}”" for label in said["label"]],
        "used by": [article.name(source) for source in said["source"]],
    }
    rows = pd.DataFrame({**keys, "quote": said["quote"]}, index=said.index)
    rows.insert(3, "times", rows.groupby(list(keys))["quote"].transform("size").astype("Int64"))
    rows = rows[~rows.duplicated(list(keys))]
    calls = capital(article_does(article, "call"))
    sentence = f"{calls} nobody by a loaded word, or one that lends authority, that is annotated."
    if len(rows):
        by = listed(f"{name} ({count})" for name, count in rows.groupby("used by", sort=False).size().items())
        called = listed(rows["of whom"].unique())
        sentence = f"{counted(len(rows), 'label')}, each once however often it is used, by {by}. So called: {called}."
    assumptions = ("A label is its user's word, not a finding of this kit.",) if len(rows) else ()
    return Exhibit(None, sentence, "", rows, assumptions, article.source_line, "Who is called what, by whom")
