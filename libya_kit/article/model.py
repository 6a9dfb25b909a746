"""One folder in, its tables out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder, Report, raised, sound
from libya_kit.article.links import Several, is_set, read_set
from libya_kit.article.merge import join, labelled
from libya_kit.files import path_of
from libya_kit.text import html as markup
from libya_kit.text import notebook
from libya_kit.text.english import day
from libya_kit.text.sentences import sentence_records

Columns = dict[str, dict[str, list[Any]]]
"""The values of tables: by the table's name, and by the column's."""
BUNDLED = "tripoli-2019-04-08"
LONGEST_SOURCES = 100
"""So many characters name the reports under a chart; of more that would take more, the number is given."""


@dataclass(frozen=True, eq=False)
class AnnotatedArticle:
    """An article with its annotations as DataFrames; the columns of each are in `data_dictionary()`.

    Claim tables are indexed by ``claim_id`` and end with the exact words of each claim. Counts are people (or what
    ``unit`` says), dates are days, offsets are Unicode code points into ``text``.
    """

    folder: Path
    text: str
    sha256: str
    title: str
    publisher: str
    published_on: pd.Timestamp
    language: str
    body_start: int
    body_end: int
    codebook: str
    agencies: tuple[str, ...] = ()
    rights: str = ""
    dating: str = ""
    focus: str | None = None
    not_said: tuple[str, ...] = ()
    casualties: pd.DataFrame = field(default_factory=pd.DataFrame)
    displacement: pd.DataFrame = field(default_factory=pd.DataFrame)
    stances: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    mentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    actors: pd.DataFrame = field(default_factory=pd.DataFrame)
    places: pd.DataFrame = field(default_factory=pd.DataFrame)
    tallies: pd.DataFrame = field(default_factory=pd.DataFrame)
    tally_pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    annotations: pd.DataFrame = field(default_factory=pd.DataFrame)
    reports: tuple[Report, ...] = ()
    """Where several articles are read as one: each of them, in the order of publication and of their texts."""

    @property
    def source_line(self) -> str:
        """The line that names the source under every chart and table.

        >>> load_article().source_line
        'Source: France 24 with AFP, AP and Reuters, 8 April 2019'
        """
        if not self.reports:
            return f"Source: {credit(self.publisher, self.agencies, self.published_on)}"
        days = " to ".join(dict.fromkeys(day(pd.Timestamp(self.reports[at].about["published_on"])) for at in (0, -1)))
        publishers = ", ".join(dict.fromkeys(report.about["publisher"] for report in self.reports))
        ways = ("; ".join(map(report_credit, self.reports)), f"{publishers}, {days}")
        return "Sources: " + next(
            (way for way in ways if len(way) <= LONGEST_SOURCES), f"{len(self.reports)} articles, {days}"
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each of several reports is called; of one article, none."""
        return labelled({report.article_id: report.about for report in self.reports})

    def report_at(self, start: int) -> Report:
        """Return which of several reports holds the words at an offset."""
        return self.reports[bisect_right([report.start for report in self.reports], start) - 1]

    def reports_of(self, claim_id: Any) -> dict[str, str]:
        """Return the reports that a claim's words stand in, by name, and what each is called; of one article, none."""
        if not self.reports or claim_id not in self.annotations.index:
            return {}
        found = (self.report_at(start).article_id for start in self.annotations.loc[[claim_id], "start"])
        return {article_id: self.labels[article_id] for article_id in found}

    def published(self, claims: pd.DataFrame) -> pd.Series:
        """Return for each claim the day on which the article that holds its words was published."""
        days = [self.published_on] * len(claims)
        if self.reports:
            days = [pd.Timestamp(self.report_at(start).about["published_on"]) for start in claims["start"]]
        return pd.Series(days, claims.index, dtype=claims["reported_on"].dtype)

    def name(self, actor: Any) -> str:
        """Return an actor's name; of NA, 'not named'."""
        return "not named" if pd.isna(actor) else str(self.actors.at[actor, "name"])

    def _counts(self) -> dict[str, int]:
        return {table.name: len(getattr(self, table.name)) for table in schema.CLAIM_TABLES}

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts().items())
        return f"<AnnotatedArticle {self.title!r} ({self.publisher}, {self.published_on:%Y-%m-%d}): {counts}>"

    def _repr_html_(self) -> str:
        counts = pd.DataFrame(
            {"rows": self._counts(), "what a row is": {t.name: t.meaning for t in schema.CLAIM_TABLES}}
        ).rename_axis("table")
        card = markup.element(
            "section",
            markup.element("p", markup.element("strong", self.title)),
            markup.element("p", self.source_line.partition(": ")[2]),
            markup.table(counts, caption="What is annotated"),
            class_="lk-card",
        )
        return notebook.shown(card)


def credit(publisher: str, agencies: Sequence[str], published_on: Any) -> str:
    """Return who published an article, with whom, and when.

    >>> credit("Gazette", ["AFP", "AP"], pd.Timestamp("2031-05-22"))
    'Gazette with AFP and AP, 22 May 2031'
    """
    *others, last = agencies or ("",)
    named = f"{', '.join(others)} and {last}" if others else last
    return f"{publisher}{f' with {named}' if last else ''}, {day(published_on)}"


def report_credit(report: Report) -> str:
    """Return who published one of several articles, with whom, and when."""
    about = report.about
    return credit(about["publisher"], about.get("agencies", ()), pd.Timestamp(about["published_on"]))


def shipped(name: str) -> Path:
    """Return the folder `data` or `notebooks`, from the installed package or from the checkout."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def load_article(folder: str | Path | None = None) -> AnnotatedArticle:
    """Return an annotated article, its text, annotations and attributes verified.

    Parameters
    ----------
    folder
        The article's folder; None: the article that comes with the kit. A folder of several articles is read as one
        article: its ids begin with the name of the article's folder and ":".

    Raises
    ------
    ArticleError
        Something in the folder cannot be right: the first problem, and how many more there are.

    Examples
    --------
    >>> load_article().casualties.at["c-killed-25", "quote"]
    'killed at least 25'
    """
    folder = shipped("data") / BUNDLED if folder is None else path_of("folder", folder)
    return together(raised(read_set(folder), folder)) if is_set(folder) else annotated(sound(folder))


def together(several: Several) -> AnnotatedArticle:
    """Return several articles read as one.

    Raises
    ------
    ArticleError
        The links between them contradict each other.
    """
    return annotated(raised(join(several), several.path))


def annotated(contents: Folder) -> AnnotatedArticle:
    """Return the article with all its tables; everything is verified by now."""
    about = contents.about
    frames = {name: schema.TABLES[name].frame_of(some) for name, some in columns_of(contents).items()}
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in about.items()
        if key not in ("length", "published_on")
    }
    return AnnotatedArticle(
        folder=contents.path,
        text=contents.text,
        **frames,
        **known,
        published_on=pd.Timestamp(about["published_on"]),
        reports=contents.reports,
    )


def columns_of(contents: Folder) -> Columns:
    """Return the columns of every table of an article, by the table's name."""
    sentences = _sentences(contents)
    number_at: list[int | None] = [None] * (len(contents.text) + 1)
    for record in sentences:
        number_at[record["start"] : record["end"]] = [record["number"]] * (record["end"] - record["start"])
    some: dict[str, list[Annotation]] = {table.name: [] for table in schema.CLAIM_TABLES}
    for item in contents.items:
        some[item.table.name].append(item)
    found = {name: _claims(schema.TABLES[name], items, number_at) for name, items in some.items()}
    found |= {table.name: table.gathered(contents.files[table.name]) for table in schema.FILE_TABLES}
    sides = {record["actor_id"]: record.get("side") for record in contents.files["actors"]}
    casualties, actors = found["casualties"], found["actors"]
    whose = zip(casualties["source"], casualties["victims"], strict=True)
    casualties["standing"] = [standing(sides, source, victims) for source, victims in whose]
    named = namings(contents.items)
    actors["mentions"] = [named[actor_id] for actor_id in actors["actor_id"]]
    found["sentences"] = schema.SENTENCES.gathered(sentences)
    found["annotations"] = _parts(contents.items, number_at)
    return found


def _claims(table: schema.Table, items: Sequence[Annotation], number_at: Sequence[int | None]) -> dict[str, list[Any]]:
    """Return the columns of a table of claims: their attributes, and what follows from these and from the words."""
    bodies = [item.body for item in items]
    given: dict[str, list[Any]] = {name: [body.get(name) for body in bodies] for name in table.stored}
    anchors = [item.anchor for item in items]
    given |= {
        "claim_id": [item.claim_id for item in items],
        "quote": [item.quote for item in items],
        "start": [anchor.start for anchor in anchors],
        "end": [anchor.end for anchor in anchors],
        "sentence": [number_at[anchor.start] for anchor in anchors],
    }
    if "qualifier" in given:
        supported = [bounds(body) for body in bodies]
        given |= {"low": [low for low, _ in supported], "high": [high for _, high in supported]}
        given["counted"] = [item.counted for item in items]
    return given


def _parts(items: Sequence[Annotation], number_at: Sequence[int | None]) -> dict[str, list[Any]]:
    """Return the columns of the table that has a row for each part of each annotation."""
    parts = [part for item in items for part in item.parts]
    whose = [item for item in items for _ in item.parts]
    return {
        "claim_id": [item.claim_id for item in whose],
        "part": [number for item in items for number in range(1, len(item.parts) + 1)],
        "kind": [item.table.name for item in whose],
        "quote": [part.quote for part in parts],
        "start": [part.start for part in parts],
        "end": [part.end for part in parts],
        "sentence": [number_at[part.start] for part in parts],
        "status": [part.status for part in parts],
        "creator": [item.creator for item in whose],
        "created": [item.created for item in whose],
    }


def _sentences(contents: Folder) -> list[dict[str, Any]]:
    """Return the sentences of the body; of several articles those of each, numbered through."""
    bodies = [(0, contents.about), *((report.start, report.about) for report in contents.reports)]
    sentences: list[dict[str, Any]] = []
    for at, about in bodies[bool(contents.reports) :]:
        paragraphs = sentences[-1]["paragraph"] if sentences else 0
        number = len(sentences)
        for record in sentence_records(contents.text, at + about["body_start"], at + about["body_end"]):
            record["number"] += number
            record["paragraph"] += paragraphs
            sentences.append(record)
    return sentences


def bounds(quantity: dict[str, Any]) -> tuple[int | None, int | None]:
    """Return the smallest and the largest count that a quantity's words support; None: not stated, not 0.

    A rate, a share, a change, a forecast, a denial and what is feared support none; of a range both ends are kept.

    >>> bounds({"qualifier": "at_least", "value": 25}), bounds({"qualifier": "vague", "term": "dozens"})
    ((25, None), (None, None))
    >>> bounds({"qualifier": "exact", "value": 12, "amount": "rate", "per": "day"})
    (None, None)
    """
    counts = quantity.get("amount") in (None, "count") and quantity.get("assertion") != "denies"
    if quantity["qualifier"] != "range" and not (counts and quantity.get("certainty") != "feared"):
        return None, None
    value = quantity.get("value")
    return {
        "exact": (value, value),
        "at_least": (value, None),
        "at_most": (0, value),
        "range": (quantity.get("low"), quantity.get("high")),
    }.get(quantity["qualifier"], (None, None))


def namings(items: Iterable[Annotation]) -> Counter[str]:
    """Return how often each actor is named; mentions whose words overlap, a label each, are one naming."""
    spans = sorted(
        (item.parts[0].start, item.parts[-1].end, item.body["actor"])
        for item in items
        if item.table is schema.MENTIONS and "actor" in item.body
    )
    counts: Counter[str] = Counter()
    reached: dict[str, int] = {}
    for start, end, actor in spans:
        counts[actor] += start >= reached.get(actor, 0)
        reached[actor] = max(end, reached.get(actor, 0))
    return counts


def standing(sides: Mapping[str, str | None], source: Any, victims: Any) -> str:
    """Return where a casualty claim's source stands: by the sides of the source and of the victims."""
    side, of_victims = sides[source], None if victims is None else sides[victims]
    if side is None:
        return "outside"
    if of_victims is None:
        return "party_organ"
    return "own_dead" if of_victims == side else "enemy_dead"
