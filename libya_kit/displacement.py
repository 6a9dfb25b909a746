"""People on the move: what is said of them, how many a day by each way of counting, the chart, the exhibit."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from libya_kit import markup, schema, style
from libya_kit.article import AnnotatedArticle, day
from libya_kit.errors import ArgumentError
from libya_kit.evidence import Finding, Findings
from libya_kit.exhibit import Exhibit

TO = ("day_before_publication", "publication")
DAYS = ("inclusive", "elapsed")
PEOPLE = ("displaced", "everyone")
OTHERS = ("evacuated", "withdrawn")
"""Measures of people who moved and are not displaced people."""

TITLE = "How many people were displaced, and over which days?"
NONE = "The article gives no displacement"
_ENDS = {"day_before_publication": "the day before publication", "publication": "the day of publication"}
_COUNTED = {"inclusive": "first and last day counted", "elapsed": "days elapsed"}
_SHORT = {"inclusive": "days counted", "elapsed": "days elapsed"}
_WHOM = {"civilian": "civilians", "military": "military personnel", "peacekeepers": "peacekeepers"}
_MARKS = {"exact": "a number as reported", "at_least": "at least; the arrow has no scale", "estimated": "an estimate"}

LINE = 0.175
"""Inches that a line of the chart takes."""
WORDS_AT, MARKS_AT = 0.32, 0.3
"""Shares of the chart's width: where the words and the days begin, where the marks of numbers stand."""
MOST_BOXES, NAMED_BOX = 31, 0.38
"""So many days are still drawn as boxes; a box this wide, in inches, has room for its date."""


@dataclass(frozen=True)
class _Way:
    """One way of counting a flow's days: to which day (of TO, or as stated), how (of DAYS), and how many there are."""

    to: str
    kind: str
    start: pd.Timestamp
    end: pd.Timestamp
    days: int

    @property
    def words(self) -> str:
        return f"{day(self.start)} to {day(self.end)}, {_ENDS.get(self.to, 'as stated')}, {_COUNTED[self.kind]}"

    @property
    def short(self) -> str:
        return f"to {_short(self.end)}, {_SHORT[self.kind]}"

    @property
    def left(self) -> float:
        """Where its first day begins on the axis, in matplotlib's days: elapsed days run from noon to noon."""
        return float((self.start - pd.Timestamp(0)).days) + (0.5 if self.kind == "elapsed" else 0)


def displacement_rate(article: AnnotatedArticle, claim: str | None = None) -> pd.DataFrame:
    """Return how many a day moved on average, a row per way of counting the days.

    Where the article does not state the last day, it is taken as the day before publication and as the day of
    publication; the days are counted with the first and the last, and as elapsed. A way with fewer than one day
    has no row.

    Parameters
    ----------
    article
        The article.
    claim
        The id of a dated flow with a value; None: every one of displaced people.

    Returns
    -------
    DataFrame
        ``claim_id``, ``days``, ``per_day`` (in the claim's unit, not rounded), ``counted`` (the way in words).

    Raises
    ------
    ArgumentError
        No displacement claim has that id, or it is no dated flow with a value.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> displacement_rate(load_article())["per_day"].round().tolist()
    [550.0, 733.0, 440.0, 550.0]
    """
    claims = article.displacement
    if claim is None:
        chosen = [claim_id for claim_id, row in claims.iterrows() if _is_rated(row)]
    elif claim not in list(claims.index):
        mend = schema.nearest(claim, claims.index) if len(claims) else "the article has none"
        raise ArgumentError(f"no displacement claim is called {claim!r}", mend=mend)
    elif why := _undated(claims.loc[claim]):
        raise ArgumentError(f"{claim!r} is no dated flow with a value: {why}", mend="name another, or None for all")
    else:
        chosen = [claim]
    rows = [
        (claim_id, way.days, float(claims.at[claim_id, "value"]) / way.days, way.words)
        for claim_id in chosen
        for way in _ways(article, claims.loc[claim_id])
    ]
    frame = pd.DataFrame(rows, columns=["claim_id", "days", "per_day", "counted"])
    return frame.astype({"claim_id": "str", "days": "int64", "per_day": "float64", "counted": "str"})


def to_people(displacement: pd.DataFrame, *, household_size: float) -> pd.DataFrame:
    """Return the table with household counts turned into people, low and high alike; the note says by what size.

    Raises
    ------
    ArgumentError
        The household size is no number above zero.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> households = load_article().displacement.assign(unit="households")
    >>> to_people(households, household_size=5).at["d-fled-2200", "value"]
    np.int64(11000)
    """
    number = isinstance(household_size, int | float) and not isinstance(household_size, bool)
    if not number or not 0 < household_size < math.inf:
        raise ArgumentError(
            f"household_size={household_size!r} is no number above zero", mend="give people a household"
        )
    table, homes = displacement.copy(), displacement["unit"] == "households"
    for column in ("value", "low", "high"):
        table.loc[homes, column] = (displacement.loc[homes, column] * household_size).round().astype("Int64")
    table.loc[homes, "unit"] = "people"
    table.loc[homes, "note"] = f"Counted in households; taken as {household_size} people a household."
    return table


def _undated(row: pd.Series) -> str | None:
    """Return why a claim is no dated flow with a value, or None when it is one."""
    if row["kind"] != "flow":
        return "a forecast" if row["kind"] == "forecast" else "a count at a moment"
    if pd.isna(row["value"]):
        return "no single number"
    return "its first day is not stated" if pd.isna(row["period_start"]) else None


def _is_rated(row: pd.Series) -> bool:
    """Return whether a claim is a dated flow of displaced people with a value."""
    return row["measure"] == "displaced" and row["unit"] == "people" and _undated(row) is None


def _ends(article: AnnotatedArticle) -> dict[str, pd.Timestamp]:
    """Return the days to which a count may run whose last day is not stated."""
    published = article.published_on.normalize()
    return dict(zip(TO, (published - pd.Timedelta(days=1), published), strict=True))


def _ways(article: AnnotatedArticle, row: pd.Series) -> list[_Way]:
    """Return the ways of counting a dated flow's days that give a day or more."""
    start = row["period_start"]
    ends = {"stated": row["period_end"]} if pd.notna(row["period_end"]) else _ends(article)
    ways = [
        _Way(to, kind, start, end, (end - start).days + (kind == "inclusive"))
        for to, end in ends.items()
        for kind in DAYS
    ]
    return [way for way in ways if way.days >= 1]


def _rated(article: AnnotatedArticle) -> dict[str, list[_Way]]:
    """Return the claims that have a rate, each with its ways of counting."""
    ways = {str(claim_id): _ways(article, row) for claim_id, row in article.displacement.iterrows() if _is_rated(row)}
    return {claim_id: some for claim_id, some in ways.items() if some}


def _in_force(ways: list[_Way], to: str, days: str) -> _Way | None:
    """Return the way that the controls choose; None: it gives less than a day."""
    return next((way for way in ways if way.kind == days and way.to in (to, "stated")), None)


def _shown(article: AnnotatedArticle, people: str) -> pd.DataFrame:
    """Return the claims that are shown: on the displaced and the trapped, and then, of everyone, on the others."""
    others = article.displacement["measure"].isin(OTHERS)
    return pd.concat([article.displacement[~others], article.displacement[others & (people == "everyone")]])


def _rows(claims: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the claims by row of the chart: the tellings of one event together, those with a number first."""
    event = claims["event"].fillna(claims.index.to_series())
    keys = [claims["measure"].astype("str"), claims["kind"] == "forecast", event]
    return [
        some.sort_values("value", key=lambda values: values.isna(), kind="stable")
        for _, some in claims.groupby(keys, sort=False)
    ]


def _what(row: pd.Series) -> str:
    return "forecast" if row["kind"] == "forecast" else str(row["measure"])


def _quantity(row: pd.Series) -> str:
    """Return how many in the article's own terms."""
    if row["qualifier"] == "range":
        return f"{markup.number(row['low'])} to {markup.number(row['high'])}"
    if row["qualifier"] == "vague":
        return f"“{row['term']}”, no number"
    if pd.isna(row["value"]):
        return "number not given"
    hedge = {"at_least": "at least ", "at_most": "at most ", "estimated": "an estimated "}.get(row["qualifier"], "")
    return hedge + markup.number(row["value"])


def _whom(row: pd.Series) -> str:
    return "households" if row["unit"] == "households" else _WHOM.get(row["population"], "people")


def _how_many(row: pd.Series) -> str:
    """Return how many and of whom, in words that serve for a number and for none."""
    if _whom(row) != "people":
        return f"{_whom(row)}: {_quantity(row)}"
    return f"{_quantity(row)} people" if _numbered(row) else _quantity(row)


def _numbered(row: pd.Series) -> bool:
    return bool(row[["value", "low", "high"]].notna().any())


def _rate(row: pd.Series, way: _Way) -> str:
    """Return how many a day in words, no more surely than the claim says it."""
    per_day = float(row["value"]) / way.days
    bound = {"at_least": "at least ", "at_most": "at most "}.get(row["qualifier"], "")
    return bound + (f"{per_day:,.0f}" if per_day >= 10 else f"{per_day:.2g}")


def _result(row: pd.Series, way: _Way) -> str:
    return f"{way.days} day{'s' * (way.days > 1)}: {_rate(row, way)} a day"


def _who(article: AnnotatedArticle, row: pd.Series) -> str:
    return article.name(row["source"]) + ("" if pd.isna(row["said_by"]) else f" ({article.name(row['said_by'])})")


def _by(article: AnnotatedArticle, row: pd.Series) -> str:
    """Return the source, with "the" where the text has that before one of its names."""
    name = article.name(row["source"])
    names = "|".join(map(re.escape, [name, *(article.actors.at[row["source"], "aliases"] or ())]))
    return f"the {name}" if re.search(rf"\bthe ({names})\b", article.text, re.IGNORECASE) else name


def _from(article: AnnotatedArticle, row: pd.Series) -> str:
    return "" if pd.isna(row["origin"]) else f"from {article.places.at[row['origin'], 'name']}"


def _period(row: pd.Series) -> str:
    """Return the days that a claim covers, in words."""
    start, end = row["period_start"], row["period_end"]
    if pd.isna(start):
        return "days not stated" if pd.isna(end) else f"to {day(end)}"
    if pd.isna(end):
        return f"since {day(start)}"
    return f"on {day(start)}" if start == end else f"from {day(start)} to {day(end)}"


def _short(when: pd.Timestamp) -> str:
    return f"{when.day} {markup.MONTHS[when.month - 1]}"


def plot_displacement(
    article: AnnotatedArticle,
    *,
    to: str = "day_before_publication",
    days: str = "inclusive",
    people: str = "displaced",
    ax: Axes | None = None,
) -> Axes:
    """Draw what is said of people on the move, counts over their days, and the averages a day; return the Axes.

    Parameters
    ----------
    article
        The article.
    to
        The day to which a count runs whose last day is not stated: ``"day_before_publication"`` or
        ``"publication"``.
    days
        ``"inclusive"``: the first and the last day are counted; ``"elapsed"``: the days between them.
    people
        ``"displaced"``: those displaced or trapped; ``"everyone"``: below a rule also the evacuated and withdrawn.
    ax
        Where to draw; None: a new pyplot figure, as high as its rows need.

    Raises
    ------
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> [label.get_text().split() for label in plot_displacement(load_article()).get_xticklabels()][:2]
    [['Thu', '4', 'Apr'], ['Fri', '5', 'Apr']]
    """
    _check(to, days, people)
    with style.house():
        given, ax = ax, style.axes(ax)
        _draw(ax, article, (to, days), people)
        if given is None:
            _finish(ax, article)
    return ax


def _check(to: str, days: str, people: str) -> None:
    for name, value, allowed in (("to", to, TO), ("days", days, DAYS), ("people", people, PEOPLE)):
        schema.one_of(name, value, allowed)


def _finish(ax: Axes, article: AnnotatedArticle) -> None:
    """Make the figure as high as the chart's lines need, so that text has its size, and name the source."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    lines, days, foot = ax.get_ylim()[0] * LINE, 0.45 if len(ax.get_xticks()) else 0.0, 0.4
    figure.set_layout_engine("none")
    figure.set_size_inches(style.WIDTH, foot + lines + days)
    ax.set_position((0.01, foot / (foot + lines + days), 0.98, lines / (foot + lines + days)))
    style.source_line(figure, article.source_line)


def _draw(ax: Axes, article: AnnotatedArticle, force: tuple[str, str], people: str) -> None:
    """Draw the rows from above; the axis down counts lines of text."""
    claims, rated = _shown(article, people), _rated(article)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    at = 0.3
    if claims.empty:
        at = _text(ax, 0, at, _sentence(article, claims, *force), 1, None)
    if rated:
        _day_axis(ax, article, rated)
    headed = False
    for some in _rows(claims):
        if some["measure"].iloc[0] in OTHERS and not headed:
            at, headed = _heading(ax, at, "Not displaced people"), True
        at = _row(ax, at, article, some, rated, force)
    for claim_id, ways in rated.items():
        at = _rates(ax, at, claims.loc[claim_id], ways, _in_force(ways, *force))
    handles, labels = ax.get_legend_handles_labels()
    key = dict(zip(labels, handles, strict=True))
    if key:
        ax.legend(key.values(), key.keys(), loc="lower left", ncols=2, borderaxespad=0, labelspacing=0.9)
        at += 1.7 * math.ceil(len(key) / 2)
    ax.set_ylim(at, 0)


def _day_axis(ax: Axes, article: AnnotatedArticle, rated: dict[str, list[_Way]]) -> None:
    """Put the days at the top, between the words at the left and the results at the right."""
    pairs = [(article.displacement.loc[claim_id], way) for claim_id, ways in rated.items() for way in ways]
    days = pd.date_range(min(way.start for _, way in pairs), max(way.end for _, way in pairs))
    right = 0.98 - max(max(_inches(_result(*pair)), _inches(_cap(pair[1]))) for pair in pairs) / style.WIDTH
    first, one = (days[0] - pd.Timestamp(0)).days, len(days) / (right - WORDS_AT)
    ax.set_xlim(first - WORDS_AT * one, first + len(days) + (1 - right) * one)
    steps = range(0, len(days), math.ceil(len(days) / 5))
    long = len(days) > MOST_BOXES
    labels = [
        (_short(days[n]), str(days[n].year)) if long else (markup.DAYS[days[n].weekday()], _short(days[n]))
        for n in steps
    ]
    ax.xaxis.tick_top()
    ax.set_xticks([first + n + 0.5 for n in steps], ["\n".join(label) for label in labels])
    ax.tick_params(length=0)


def _row(
    ax: Axes,
    at: float,
    article: AnnotatedArticle,
    some: pd.DataFrame,
    rated: dict[str, list[_Way]],
    force: tuple[str, str],
) -> float:
    """Draw one row, its tellings one below the other; return where the next begins."""
    first, link = some.iloc[0], f"#{some.index[0]}"
    below = _text(ax, 0, at, _what(first), WORDS_AT, link, weight="bold")
    below = _text(ax, 0, below, _how_many(first), MARKS_AT - 0.02, link)
    for claim_id, claim in some.iterrows():
        link = f"#{claim_id}"
        if claim_id in rated:
            at = _bracket(ax, at, link, rated[claim_id], force)
        if label := _MARKS.get(claim["qualifier"]):
            look = {**style.mark(claim["qualifier"]), "label": label, "url": link}
            base = 0.8 if claim["qualifier"] == "at_least" else 0.5
            ax.plot([MARKS_AT], [at + base], transform=ax.get_yaxis_transform(), **look)
        at = _text(ax, WORDS_AT, at, f"“{claim['quote']}”", 1 - WORDS_AT, link)
        period = "" if pd.isna(claim["period_start"]) or claim_id in rated else _period(claim)
        told = "report not dated" if pd.isna(claim["reported_on"]) else f"reported on {day(claim['reported_on'])}"
        about = "; ".join(filter(None, (_who(article, claim), _from(article, claim), period, told)))
        at = _text(ax, WORDS_AT, at, about, 1 - WORDS_AT, link, color=style.GREY) + 0.2
    return max(at, below) + 0.5


def _bracket(ax: Axes, at: float, link: str, ways: list[_Way], force: tuple[str, str]) -> float:
    """Draw the days that a count covers, dashed where it may end; return where the words below begin."""
    line: dict[str, Any] = {"color": style.BLUE, "linewidth": 2, "solid_capstyle": "butt", "url": link}
    alike, way = [one for one in ways if one.kind == force[1]], _in_force(ways, *force)
    if alike:
        left, right = alike[0].left, alike[-1].left + alike[-1].days
        firm = left + alike[0].days - (alike[0].to != "stated")
        ax.plot([left, left, firm], [at + 0.9, at + 0.5, at + 0.5], label="days that the count covers", **line)
        if firm < right:
            words = "days it may run to; the last is not stated"
            ax.plot([firm, right], [at + 0.5] * 2, linestyle=(0, (2, 1.5)), label=words, **line)
    if way:
        ax.plot([way.left + way.days] * 2, [at + 0.9, at + 0.1], **line)
    _text(ax, 1, at, _cap(way) if way else "less than a day", 1, link, ha="right")
    return at + 1.2


def _cap(way: _Way) -> str:
    return f"to {_short(way.end)}, {'stated' if way.to == 'stated' else 'assumed'}"


def _rates(ax: Axes, at: float, claim: pd.Series, ways: list[_Way], force: _Way | None) -> float:
    """Draw a row per way of counting, its days as boxes; return where the next part begins."""
    link, quantity = f"#{claim.name}", f"{_quantity(claim)} {_whom(claim)}"
    at = _heading(ax, at, f"{quantity[0].upper()}{quantity[1:]}: average a day, by how the days are counted")
    for way in ways:
        on, width = way == force, 1 if way.days <= MOST_BOXES else way.days
        boxes = [
            Path.unit_rectangle().transformed(Affine2D().scale(width, 1).translate(way.left + n, at))
            for n in range(0, way.days, width)
        ]
        ax.add_patch(
            PathPatch(
                Path.make_compound_path(*boxes),
                facecolor=style.BLUE if on else "white",
                edgecolor="white" if on else style.GREY,
                label="days as counted here" if on else "days by the other ways of counting",
                url=link,
                clip_on=False,
            )
        )
        look = {"weight": "bold" if on else "normal", "color": style.INK if on else style.GREY}
        _dates(ax, at, way, color="white" if on else style.GREY)
        _text(ax, 0, at, way.short, WORDS_AT, link, **look)
        _text(ax, 1, at, _result(claim, way), 1, link, ha="right", **look)
        at += 1.35
    return at + 0.3


def _dates(ax: Axes, at: float, way: _Way, **look: Any) -> None:
    """Write into each box its day, or the two days that it lies between, when there is room."""
    left, right = ax.get_xlim()
    if style.WIDTH / (right - left) >= NAMED_BOX:
        for number, when in enumerate(pd.date_range(way.start, periods=way.days)):
            words = str(when.day) if way.kind == "inclusive" else f"{when.day}–{(when + pd.Timedelta(days=1)).day}"
            ax.text(way.left + number + 0.5, at + 0.5, words, **{**style.mark("text"), "ha": "center", **look})


def _heading(ax: Axes, at: float, words: str) -> float:
    """Draw a rule and below it a heading; return where the rows begin."""
    ax.plot([0, 1], [at + 0.1] * 2, transform=ax.get_yaxis_transform(), color=style.GREY, linewidth=0.8)
    return _text(ax, 0, at + 0.4, words, 1, None, weight="bold") + 0.2


def _text(ax: Axes, x: float, at: float, words: str, share: float, link: str | None, **look: Any) -> float:
    """Write words into a share of the chart's width, on as many lines as they need; return where they end."""
    room = int(len(words) * share * style.WIDTH / _inches(words, look.get("weight", "normal")))
    lines = textwrap.wrap(words, max(room, 8))
    for number, line in enumerate(lines):
        place = (x, at + number + 0.5)
        ax.text(*place, line, transform=ax.get_yaxis_transform(), url=link, **{**style.mark("text"), **look})
    return at + len(lines)


def _inches(words: str, weight: str = "bold") -> float:
    """Return how wide words of the chart's size are, and a little room."""
    look = FontProperties(size=9, weight=weight)
    return text_to_path.get_text_width_height_descent(words, look, ismath=False)[0] / 72 * 1.03 + 0.05


def exhibit(
    article: AnnotatedArticle,
    *,
    to: str = "day_before_publication",
    days: str = "inclusive",
    people: str = "displaced",
) -> Exhibit:
    """Return the exhibit of people on the move: chart, sentence, the claims behind it, what was assumed.

    The keywords are those of `plot_displacement`. Averages are people a day; nothing is added up. Without any
    displacement in the article there is no figure, and the sentence says so.

    Raises
    ------
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> exhibit(load_article(), to="publication", people="displaced")
    <Exhibit: How many people were displaced, and over which days? (3 rows)>
    """
    _check(to, days, people)
    claims, figure = _shown(article, people), None
    if len(claims):
        with style.house():
            figure = style.figure()
            ax = figure.subplots()
            _draw(ax, article, (to, days), people)
            _finish(ax, article)
    return Exhibit(
        figure,
        _sentence(article, claims, to, days),
        _alt(article, claims, to, days),
        _table(article, claims),
        tuple(_assumptions(article, to, days, people)),
        article.source_line,
        TITLE,
    )


def controls(article: AnnotatedArticle) -> dict[str, dict[str, str]]:
    """Return the controls that change something for this article: keyword of `exhibit`, then label and value.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> controls(load_article())["days"]
    {'first and last day counted': 'inclusive', 'days elapsed': 'elapsed'}
    """
    rated, found = _rated(article), dict[str, dict[str, str]]()
    if any(ways[0].to != "stated" for ways in rated.values()):
        found["to"] = {f"{day(end)}, {_ENDS[to]}": to for to, end in _ends(article).items()}
    if rated:
        found["days"] = {words: kind for kind, words in _COUNTED.items()}
    if article.displacement["measure"].isin(OTHERS).any():
        found["people"] = {"displaced or trapped": "displaced", "everyone who moved": "everyone"}
    return found


def findings(article: AnnotatedArticle) -> Findings:
    """Return what the article says of the displaced and the trapped, its figures linked to their claims.

    Examples
    --------
    >>> from libya_kit.article import load_article
    >>> str(findings(load_article())[0]).split(". ")[1]
    'That is 440 to 733 a day by how the days are counted'
    """
    parts: list[str | tuple[str, str]] = []
    rated, claims = _rated(article), _shown(article, "displaced")
    for claim_id, row in claims[claims["kind"] != "forecast"].iterrows():
        name, said = str(claim_id), f", {_by(article, row)} said"
        parts += [" "] if parts else []
        parts.append((f"“{row['quote']}”", name))
        if name in rated:
            span = _span(row, rated[name], " to ")
            parts += [f"{_when(article, row)}{said}. That is ", (span, name), " a day by how the days are counted."]
        else:
            parts.append(f"{said}{'' if _numbered(row) else '; no number'}.")
    return Findings([Finding(*(parts or [f"{NONE} of people."]))])


def _when(article: AnnotatedArticle, row: pd.Series) -> str:
    return "".join(f" {words}" for words in (_from(article, row), _period(row)) if words)


def _span(row: pd.Series, ways: list[_Way], between: str) -> str:
    """Return the lowest and the highest rate, in words."""
    ordered = sorted(ways, key=lambda way: -way.days)
    low, high = _rate(row, ordered[0]), _rate(row, ordered[-1])
    return low if low == high else f"{low}{between}{high}"


def _sentence(article: AnnotatedArticle, claims: pd.DataFrame, to: str, days: str) -> str:
    """Return the rates of the dated flows, what else is said of the displaced, and who else moved."""
    if article.displacement.empty:
        return f"{NONE}: nothing on people who moved, were moved or cannot move."
    rated, others = _rated(article), claims["measure"].isin(OTHERS)
    said = [_rate_words(article, claims.loc[one], ways, to, days) for one, ways in rated.items()]
    if others.all():
        said.append(f"{NONE} of people, only others who moved.")
    elif not rated:
        said.append(f"{NONE} as a number of people over stated days, so no average a day.")
    for claim_id, row in claims[~others].iterrows():
        if claim_id not in rated:
            said.append(f"{_what(row).capitalize()}: “{row['quote']}”{'' if _numbered(row) else ', no number'}.")
    if others.any():
        firsts = [some.iloc[0] for some in _rows(claims[others])]
        moved = "; ".join(f"{_what(row)}, {_how_many(row)}" for row in firsts)
        said.append(f"Not displaced people, and not added: {moved}.")
    return " ".join(said)


def _rate_words(article: AnnotatedArticle, row: pd.Series, ways: list[_Way], to: str, days: str) -> str:
    """Return a dated flow's rate by the way in force and by all ways."""
    way, stated = _in_force(ways, to, days), ways[0].to == "stated"
    said = f"“{row['quote']}”{_when(article, row)}, {_by(article, row)} said."
    if way:
        said += f" That is {_rate(row, way)} a day over the {way.days} day{'s' * (way.days > 1)} from {way.words}: "
    else:
        said += f" To {'the last day, as stated' if stated else _ENDS[to]}, {_COUNTED[days]}, is less than a day: "
    span = _span(row, ways, " and ")
    said += f"{'between ' if ' and ' in span else ''}{span} a day under "
    said += f"these {('', '', 'two', 'three', 'four')[len(ways)]} ways" if len(ways) > 1 else "the one way"
    said += " of counting, an average" + ("" if stated else " over a window that the article does not state")
    return said + ("." if len(ways) == (2 if stated else 4) else "; by the others there is less than a day.")


def _table(article: AnnotatedArticle, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims as a reader needs them, a row per claim."""
    rows = [claim for _, claim in claims.iterrows()]
    columns = {
        "what": [_what(row) for row in rows],
        "how_many": [_how_many(row) for row in rows],
        "who_says": [_who(article, row) for row in rows],
        "reported_on": claims["reported_on"],
        "days_covered": [_period(row) for row in rows],
        "average_a_day": [_averages(article, row) for row in rows],
        "quote": claims["quote"],
    }
    return pd.DataFrame(columns, index=claims.index)


def _averages(article: AnnotatedArticle, row: pd.Series) -> str:
    """Return the rates of a claim by each way of counting, or why it has none."""
    if _is_rated(row):
        return "; ".join(f"{_rate(row, way)} {way.short}" for way in _ways(article, row)) or "none: less than a day"
    if row["measure"] in OTHERS:
        return "none: not displaced people"
    return f"none: {_undated(row) or 'counted in ' + _whom(row)}"


def _alt(article: AnnotatedArticle, claims: pd.DataFrame, to: str, days: str) -> str:
    """Return what the chart shows, row by row."""
    rated, said, averages = _rated(article), [], []
    for some in _rows(claims):
        first = some.iloc[0]
        quotes = ", ".join(f"“{quote}”" for quote in some["quote"])
        place = "Below a rule" if first["measure"] in OTHERS else "Row"
        said.append(f"{place}: {_what(first)}, {_how_many(first)}, {quotes}.")
        for claim_id in some.index.intersection(list(rated)):
            row, ways = some.loc[claim_id], rated[claim_id]
            way = _in_force(ways, to, days)
            dashes = "" if ways[0].to == "stated" else f", dashed to {day(ways[-1].end)}"
            closed = f"closed at {day(way.end)}" if way else "not closed"
            said.append(f"Its bracket begins on {day(row['period_start'])} and is {closed}{dashes}.")
            boxes = (f"{_result(row, one)} {one.short}{' (filled)' if one == way else ''}" for one in ways)
            averages.append(f"Below, {_quantity(row)} by days as boxes: {'; '.join(boxes)}.")
    return " ".join(said + averages)


def _assumptions(article: AnnotatedArticle, to: str, days: str, people: str) -> Iterator[str]:
    """Yield what is assumed where the article says nothing."""
    choices = controls(article)
    if "to" in choices:
        yield f"A count whose last day is not stated runs to {day(_ends(article)[to])}, {_ENDS[to]}."
    if "days" in choices:
        yield f"Days: {_COUNTED[days]}. How many moved on which day is not said."
    if "people" in choices:
        yield "Shown: " + (
            "those displaced or trapped." if people == "displaced" else "everyone who moved; nothing added."
        )
