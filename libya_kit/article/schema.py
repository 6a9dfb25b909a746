"""The one declaration of every table: its columns, their types, their allowed words, their meaning.

From it come the dtypes, the checks on what is read, the printed data dictionary and the data package descriptor.
A column added here is read, checked and described without another line anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from libya_kit.errors import ArgumentError, nearest
from libya_kit.text.html import unshowable
from libya_kit.text.numbers import AMOUNTS, QUALIFIERS, UNITS

DTYPES = {
    "text": "str",
    "count": "Int64",
    "date": "datetime64[us]",
    "time": "str",
    "flag": "bool",
    "list": "object",
    "mapping": "object",
}
_TEXT = pd.api.types.pandas_dtype(DTYPES["text"])
FRICTIONLESS = {
    "text": "string",
    "word": "string",
    "list": "string",
    "mapping": "string",
    "count": "integer",
    "date": "date",
    "time": "string",
    "flag": "boolean",
}
LARGEST_COUNT = 2**53
CODEBOOK = "2.0"
"""The version of the codebook that a new folder names, and that an upgraded one has."""
TIME = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]|morning|noon|evening|night")


@dataclass(frozen=True)
class Column:
    """One column: its name, kind (text, count, date, time, word, flag, list, mapping), meaning and what it may hold."""

    name: str
    kind: str
    meaning: str
    words: tuple[str, ...] = ()
    refers: str = ""
    required: bool = False
    derived: bool = False

    def kept(self, value: Any) -> Any:
        """Return a value as annotations keep it: several words as a tuple, also where there is only one.

        >>> Column("via", "list", "").kept(["a", "b"]), Column("corrects", "list", "").kept("a")
        (('a', 'b'), ('a',))
        """
        if self.kind != "list" or isinstance(value, tuple):
            return value
        if isinstance(value, str):
            return (value,)
        return tuple(value) if isinstance(value, list) else value

    def fault(self, value: object) -> str | None:
        """Return what is wrong with a value that is not NA, or None when nothing is.

        >>> Column("measure", "word", "", ("killed", "wounded")).fault("kiled")
        "measure 'kiled' is not an allowed word; use 'killed'"
        """
        for word in (value,) if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ():
            if what := unshowable(word):
                return f"{self.name} holds {what}"
        if self.kind == "count":
            if type(value) is not int:
                return f"{self.name} {value!r} is not a whole number"
            if not 0 <= value <= LARGEST_COUNT:
                return f"{self.name} {value} lies outside 0 to {LARGEST_COUNT}"
        elif self.kind == "flag":
            if type(value) is not bool:
                return f"{self.name} {value!r} is neither true nor false"
        elif self.kind == "mapping":
            if type(value) is not dict:
                return f"{self.name} {value!r} is not a mapping of columns to values"
        elif self.kind == "list":
            if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item for item in value):
                return f"{self.name} {value!r} is not a list of words"
            odd = next((item for item in value if self.words and item not in self.words), None)
            if odd is not None:
                return f"{self.name} {odd!r} is not an allowed word; {nearest(odd, self.words)}"
        elif not isinstance(value, str) or not value.strip():
            return f"{self.name} {value!r} is not text"
        elif self.kind == "date" and not is_date(value):
            return f"{self.name} {value!r} is not a day; write it as YYYY-MM-DD"
        elif self.kind == "time" and not TIME.fullmatch(value):
            return f"{self.name} {value!r} is not an hour; write it as HH:MM, or morning, noon, evening or night"
        elif self.kind == "word" and value not in self.words:
            return f"{self.name} {value!r} is not an allowed word; {nearest(value, self.words)}"
        return None

    def sound(self, values: Sequence[Any]) -> bool:
        """Return whether `fault` finds nothing in any of the values, which takes less time than to ask it of each.

        >>> Column("measure", "word", "", ("killed", "wounded")).sound(["killed", "wounded", "killed"])
        True
        """
        kinds = set(map(type, values))
        if self.kind == "count":
            return kinds <= {int} and all(0 <= value <= LARGEST_COUNT for value in set(values))
        if self.kind in ("flag", "mapping"):
            return kinds <= {bool if self.kind == "flag" else dict}
        if self.kind == "list" or not kinds <= {str}:
            return not any(map(self.fault, values))
        if self.kind == "text" and "".join(values).isprintable():
            return all(map(str.strip, values))
        return not any(map(self.fault, set(values)))


@dataclass(frozen=True, eq=False)
class Table:
    """One table: its name, index, columns, and the annotation body or CSV file that it is read from."""

    name: str
    index: Column = field(repr=False)
    meaning: str = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    body: str = ""

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The index and the columns, in order."""
        return (self.index, *self.columns)

    @cached_property
    def stored(self) -> dict[str, Column]:
        """The columns that a file holds beside the index, by name; the others are derived when it is read."""
        return {column.name: column for column in self.columns if not column.derived}

    @cached_property
    def lists(self) -> tuple[Column, ...]:
        """The stored columns that hold several words."""
        return tuple(column for column in self.stored.values() if column.kind == "list")

    @cached_property
    def links(self) -> dict[str, Column]:
        """The stored columns that name other claims, by name."""
        claims = [table.name for table in CLAIM_TABLES if table is not EVENTS]
        return {name: column for name, column in self.stored.items() if column.refers in claims}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the stored columns that no row may leave out."""
        return tuple(name for name, column in self.stored.items() if column.required)

    @cached_property
    def in_file(self) -> dict[str, Column]:
        """The columns of the table's CSV file, by name: the stored ones, and the index unless it only numbers rows."""
        return {self.index.name: self.index} | self.stored if not self.index.derived else self.stored

    def gathered(self, records: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
        """Return the records' values, a list a column; an absent key is None."""
        return {column.name: [record.get(column.name) for record in records] for column in self.all_columns}

    def frame(self, records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """Return the records as a DataFrame with this table's columns and types; an absent key is NA."""
        return self.frame_of(self.gathered(records))

    def frame_of(self, columns: Mapping[str, list[Any]]) -> pd.DataFrame:
        """Return the columns' values as a DataFrame with this table's columns and types; None is NA."""
        kind = "int64" if self.index.kind == "count" else DTYPES["text"]
        index = pd.Index(columns[self.index.name], name=self.index.name, dtype=kind)
        arrays = _arrays(self.columns, columns, len(index))
        return pd.DataFrame({column.name: arrays[column.name] for column in self.columns}, index, copy=False)


def _arrays(columns: Iterable[Column], values: Mapping[str, list[Any]], length: int) -> dict[str, Any]:
    """Return the columns' arrays; those of one kind are made together: it costs as much as one."""
    kinds: dict[str, list[Column]] = {}
    for column in columns:
        kinds.setdefault(column.kind, []).append(column)
    arrays: dict[str, Any] = {}
    for kind, some in kinds.items():
        if kind == "word":
            arrays |= {column.name: _words(column.words, values[column.name]) for column in some}
            continue
        whole = _array(kind, [value for column in some for value in values[column.name]])
        arrays |= {column.name: whole[at * length : (at + 1) * length] for at, column in enumerate(some)}
    return arrays


def _array(kind: str, values: list[Any]) -> Any:
    """Return values of a kind that needs no list of words as an array of its dtype."""
    if kind == "flag":
        return np.array(values, dtype=DTYPES[kind])
    if kind == "date":
        return pd.DatetimeIndex(np.array([value or "NaT" for value in values], dtype=DTYPES[kind]))
    if kind == "count":
        missing = np.array([value is None for value in values], dtype=bool)
        return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype="int64"), missing)
    if kind == "text":
        once: dict[str | None, str | None] = {}  # words that are equal are kept once
        return pd.array([once.setdefault(value, value) for value in values], dtype=_TEXT)
    return pd.Series(values, dtype=DTYPES[kind]).array


def _words(words: tuple[str, ...], values: Iterable[str | None]) -> pd.Categorical:
    """Return words of a vocabulary as an array of categories."""
    dtype, codes = _coded(words)
    return pd.Categorical.from_codes(np.array([codes.get(value, -1) for value in values], dtype="int8"), dtype=dtype)


@lru_cache
def _coded(words: tuple[str, ...]) -> tuple[pd.CategoricalDtype, dict[str | None, int]]:
    """Return a vocabulary as a dtype, and the number of each of its words."""
    return pd.CategoricalDtype(list(words)), {word: number for number, word in enumerate(words)}


@lru_cache(4096)
def is_date(text: str) -> bool:
    """Return whether the text is a day written YYYY-MM-DD.

    >>> is_date("2019-04-08"), is_date("20190408"), is_date("2019-02-30")
    (True, False, False)
    """
    try:
        return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


CASUALTY_MEASURES = (
    "killed",
    "wounded",
    "missing",
    "detained",
    "abducted",
    "rescued",
    "died",
    "killed_or_wounded",
)
PANELS = ("killed", "wounded")
"""The measures that have a panel in the picture and controls; the others are told in words."""
APART = frozenset({"killed", "wounded"})
"""Measures of which nobody counted under one is counted under the other."""
DISPLACEMENT_MEASURES = (
    "displaced",
    "evacuated",
    "sheltered",
    "relocated",
    "homeless",
    "trapped",
    "returned",
    "crossed_border",
    "withdrawn",
    "destroyed",
    "damaged",
    "uninhabitable",
)
UPROOTED = ("displaced", "sheltered", "relocated", "homeless", "trapped", "crossed_border")
"""Measures of displaced people and of those who cannot flee; the others are shown apart from them."""
POPULATIONS = (
    "civilian",
    "combatant",
    "military",
    "peacekeepers",
    "medical",
    "aid_worker",
    "journalist",
    "unspecified",
)
AGE_SEX = ("children", "women", "men", "girls", "boys", "elderly", "adults")
STANDINGS = ("party_organ", "own_dead", "enemy_dead", "outside")
CONVENTIONS = ("literal", "acled")
"""The named conventions for vague words."""

_QUANTITY = (
    Column("value", "count", "the number as the article gives it; NA for a range, a vague word or no number"),
    Column("qualifier", "word", "how surely the number is given", QUALIFIERS, required=True),
    Column("low", "count", "the smallest count that the words support; NA where they support none (NA is not 0)"),
    Column("high", "count", "the largest count that the words support; NA where it is open"),
    Column("term", "text", "the vague word itself, such as 'dozens', or the words of a share, such as 'half'"),
    Column("amount", "word", "what the number is; NA: a count of those of whom the claim tells", AMOUNTS),
    Column("per", "word", "the time in which a rate counts", ("hour", "day", "week", "month", "year")),
    Column("of", "text", "the whole that a share is of, in a few words"),
)
_COUNTED = Column(
    "counted", "flag", "whether the words name the persons and no number, and the reader has counted them", derived=True
)
_SOURCE = Column("source", "text", "the institution that says so", refers="actors", required=True)
_SAID_BY = Column("said_by", "text", "the person who speaks for it", refers="actors")
_REPORTED_ON = Column("reported_on", "date", "the day on which the source spoke; NA where the article is silent")
_VIA = Column("via", "list", "who relays it, the nearest to the article first", refers="actors")
_TELLER = (
    _SOURCE,
    Column("source_words", "text", "the article's own words for a source that it does not name"),
    _SAID_BY,
    _VIA,
)
_WHEN_SAID = (
    _REPORTED_ON,
    Column("reported_at", "time", "the hour at which it spoke: HH:MM, or morning, noon, evening, night"),
)
_PERIOD = (
    Column("period_start", "date", "the first day that the count covers; NA where not stated"),
    Column("period_end", "date", "the last day that the count covers; NA where not stated"),
    Column("period_words", "text", "the article's words for what the count covers, such as 'in the past 24 hours'"),
)
_EVENT = Column("event", "text", "the event that the claim tells of", refers="events")


def _assertion(table: str) -> tuple[Column, ...]:
    """Return the columns that say how far the source stands by its claim, for the table of this name."""
    return (
        Column("assertion", "word", "whether the source says so or denies it; NA: says", ("says", "denies")),
        Column("about", "text", "the claim that is denied", refers=table),
        Column(
            "certainty",
            "word",
            "how sure the source is; feared: also presumed, believed, suspected; NA: not said",
            ("confirmed", "reported", "feared"),
        ),
        Column("scope", "text", "the words on who is counted or left out, such as 'not counting the attacker'"),
        Column("caveat", "text", "the words that limit the number, such as 'could not be verified'"),
        Column("blamed", "text", "whom this source holds responsible", refers="actors"),
    )


def _group(table: str) -> tuple[Column, ...]:
    """Return the columns that set a count among the others of the table of this name."""
    return (
        Column(
            "tally", "text", "the running count that the claim belongs to; NA: a count of its own", refers="tallies"
        ),
        Column("part_of", "text", "the claim whose number includes this one's", refers=table),
        Column("corrects", "list", "the earlier claims that this one takes back", refers=table),
    )


_WORDS = (
    Column("quote", "text", "the exact words; parts that stand apart are joined by ' … '", derived=True),
    Column("start", "count", "where the words (of the part with the number) begin, in code points", derived=True),
    Column("end", "count", "where they end, in code points", derived=True),
    Column("sentence", "count", "the sentence they stand in; NA in a heading", refers="sentences", derived=True),
    Column("ambiguous", "flag", "whether the words allow another reading"),
    Column("otherwise", "mapping", "the other reading, as column: value"),
    Column("note", "text", "a remark of the annotator"),
)
_CLAIM = Column("claim_id", "text", "the annotation's name, unique in the article")
_BACKGROUND = Column(
    "background", "flag", "whether it belongs to the background: in no toll or rate, and drawn only under 'everything'"
)

CASUALTIES = Table(
    "casualties",
    _CLAIM,
    "claims on people killed, wounded, missing or held; rows may overlap and must not be added",
    (
        Column("measure", "word", "what happened to the people counted", CASUALTY_MEASURES, required=True),
        *_QUANTITY,
        Column("unit", "word", "what is counted, as the source counts; NA: people", UNITS),
        _COUNTED,
        Column("population", "word", "who they were, as far as the source says", POPULATIONS, required=True),
        Column("age_sex", "list", "of what age and sex they were, as far as the source says", AGE_SEX),
        Column("victims", "text", "the actor whose people they are", refers="actors"),
        *_TELLER,
        Column(
            "standing",
            "word",
            "the source's place: organ of a party, party on its own dead or its enemy's, or outside the parties",
            STANDINGS,
            derived=True,
        ),
        *_WHEN_SAID,
        *_assertion("casualties"),
        *_PERIOD,
        Column("place", "text", "where, as the article says", refers="places"),
        _EVENT,
        *_group("casualties"),
        _BACKGROUND,
        *_WORDS,
    ),
    body="CasualtyClaim",
)
DISPLACEMENT = Table(
    "displacement",
    _CLAIM,
    "claims on people who moved, were moved, or cannot move, and on their homes",
    (
        Column("measure", "word", "what happened to them", DISPLACEMENT_MEASURES, required=True),
        *_QUANTITY,
        Column("unit", "word", "what is counted, as the source counts", UNITS, required=True),
        _COUNTED,
        Column(
            "kind",
            "word",
            "a flow over a period, a stock at a moment, or a forecast",
            ("flow", "stock", "forecast"),
            required=True,
        ),
        Column("population", "word", "who they are, as far as the source says", POPULATIONS, required=True),
        Column("age_sex", "list", "of what age and sex they are, as far as the source says", AGE_SEX),
        *_TELLER,
        *_WHEN_SAID,
        *_assertion("displacement"),
        *_PERIOD,
        Column("origin", "text", "where from", refers="places"),
        Column("destination", "text", "where to", refers="places"),
        _EVENT,
        *_group("displacement"),
        _BACKGROUND,
        *_WORDS,
    ),
    body="DisplacementClaim",
)
STANCES = Table(
    "stances",
    _CLAIM,
    "who stands where towards a named target; stance is not tone and is never averaged",
    (
        Column(
            "speaker",
            "text",
            "whose stance it is: who speaks, acts, or by the label takes the side",
            refers="actors",
            required=True,
        ),
        Column("target", "text", "the actor, or the actor whose action it is; NA for none", refers="actors"),
        Column(
            "target_type",
            "word",
            "what kind of thing the stance is towards",
            ("actor", "action", "proposal", "event"),
            required=True,
        ),
        Column("target_label", "text", "the target in a few plain words", required=True),
        Column(
            "stance",
            "word",
            "which side is taken; neutral: speaks of the target and takes none; silent: asked or entitled, and says nothing",
            ("support", "neutral", "oppose", "silent"),
            required=True,
        ),
        Column(
            "status",
            "word",
            "how far the side is taken, where it is not held: on a condition, intended or threatened, denied, ended",
            ("conditional", "intended", "denied", "ended"),
        ),
        Column("condition", "text", "the words of the quote on which a conditional side hangs"),
        Column("part", "text", "the words of the quote for the part of the speaker that takes the side"),
        Column(
            "mode",
            "word",
            "whether it is said, done, voted, or lies in a label",
            ("statement", "action", "vote", "label"),
            required=True,
        ),
        Column(
            "voice",
            "word",
            "in whose words",
            ("direct_quote", "partial_quote", "attributed", "narrator"),
            required=True,
        ),
        _SOURCE,
        _SAID_BY,
        _VIA,
        Column("on", "date", "the day of the statement or act; NA where the article is silent"),
        Column("event", "text", "the targeted action, proposal or event", refers="events"),
        _BACKGROUND,
        *_WORDS,
    ),
    body="Stance",
)
EVENTS = Table(
    "events",
    _CLAIM,
    "tellings of events; several rows may tell of one event",
    (
        Column("event", "text", "the event's name, shared by all its tellings", required=True),
        Column("title", "text", "the event in a few plain words", required=True),
        Column(
            "status",
            "word",
            "whether it came to pass",
            ("happened", "announced", "called_for", "planned", "did_not_happen", "feared"),
            required=True,
        ),
        Column("actor", "text", "who acts", refers="actors"),
        Column("recipient", "text", "whom it is done to or asked of", refers="actors"),
        Column("place", "text", "where", refers="places"),
        _SOURCE,
        _REPORTED_ON,
        Column("date_start", "date", "its first day; NA where open"),
        Column("date_end", "date", "its last day; NA where open"),
        Column(
            "date_precision", "word", "how exactly the day is known", ("day", "month", "year", "open"), required=True
        ),
        Column("when_words", "text", "the article's words for when"),
        _BACKGROUND,
        *_WORDS,
    ),
    body="Event",
)
MENTIONS = Table(
    "mentions",
    _CLAIM,
    "every naming of an actor or place, and every loaded word, or word that lends authority, used of it",
    (
        Column("actor", "text", "who is named", refers="actors"),
        Column("place", "text", "what place is named", refers="places"),
        Column("label", "text", "the loaded word, or the word that lends authority, as the article has it"),
        _SOURCE,
        *_WORDS,
    ),
    body="Mention",
)
ACTORS = Table(
    "actors",
    Column("actor_id", "text", "the actor's name in the tables"),
    "who speaks, acts or is spoken of",
    (
        Column("name", "text", "the kit's own, symmetrical name", required=True),
        Column(
            "kind",
            "word",
            "what kind of actor it is",
            (
                "person",
                "party",
                "armed_force",
                "armed_group",
                "government",
                "ministry",
                "state",
                "intergovernmental",
                "un_body",
                "aid_organisation",
                "media",
                "group",
                "unnamed",
            ),
            required=True,
        ),
        Column("side", "text", "the party that the article says it fights for or belongs to", refers="actors"),
        Column("part_of", "text", "the organisation it is part of", refers="actors"),
        Column("aliases", "list", "its names as the article has them"),
        Column(
            "mentions", "count", "how often the article names it (a naming with two labels counts once)", derived=True
        ),
    ),
)
PLACES = Table(
    "places",
    Column("place_id", "text", "the place's name in the tables"),
    "every place named",
    (
        Column("name", "text", "the place's name", required=True),
        Column("part_of", "text", "the place it lies in", refers="places"),
        Column(
            "precision",
            "word",
            "how exactly the words place it",
            ("country", "region", "area", "city", "district", "site"),
            required=True,
        ),
    ),
)
TALLIES = Table(
    "tallies",
    Column("tally", "text", "the tally's name in the tables"),
    "running counts: one source, one group, one measure",
    (
        Column("title", "text", "who counts, whom, where", required=True),
        Column("source", "text", "who counts", refers="actors", required=True),
        Column("measure", "word", "what is counted", CASUALTY_MEASURES + DISPLACEMENT_MEASURES, required=True),
        Column("counts", "text", "who is counted, in words", required=True),
    ),
)
TALLY_PAIRS = Table(
    "tally_pairs",
    Column("pair", "count", "the row's number", derived=True),
    "what is known of two tallies; a pair that is not listed is unknown",
    (
        Column("tally", "text", "the one tally", refers="tallies", required=True),
        Column("other", "text", "the other tally", refers="tallies", required=True),
        Column("relation", "word", "how the one stands to the other", ("disjoint", "within", "same"), required=True),
        Column("basis", "text", "on what grounds", required=True),
    ),
)
QUANTIFIERS = Table(
    "quantifiers",
    Column("row", "count", "the row's number", derived=True),
    "what a named convention takes a vague word for; no table of an article is filled from it unasked",
    (
        Column("convention", "text", "the convention's name", required=True),
        Column("term", "text", "the vague word", required=True),
        Column("low", "count", "the smallest count that the convention takes it for"),
        Column("high", "count", "the largest count that the convention takes it for; NA where it is open"),
        Column("source", "text", "where the convention is set down, or how it is derived", required=True),
    ),
)
SENTENCES = Table(
    "sentences",
    Column("number", "count", "the sentence's number"),
    "the sentences of the body",
    (
        Column("text", "text", "its words"),
        Column("start", "count", "where it begins, in code points"),
        Column("end", "count", "where it ends, in code points"),
        Column("paragraph", "count", "the paragraph it stands in"),
        Column("section", "text", "the heading it stands under; NA before the first"),
    ),
)
ANNOTATIONS = Table(
    "annotations",
    _CLAIM,
    "every annotation of any kind, a row per part",
    (
        Column("part", "count", "the part's number, from 1"),
        Column("kind", "text", "the table that the annotation belongs to"),
        *_WORDS[:4],
        Column("status", "word", "whether the words stood at their offsets or were found again", ("exact", "found")),
        Column("creator", "text", "who annotated"),
        Column("created", "date", "the day it was annotated"),
    ),
)

LEDGER_STATES = ("annotated", "suggested", "set_aside", "open")
LEDGER = Table(
    "ledger",
    Column("row", "count", "the number's place among the numbers of the body", derived=True),
    "every number, number word and vague word of the body, each in one state; the file keeps what people decided",
    (
        Column("quote", "text", "the number as it stands in the text", required=True),
        Column("start", "count", "where it begins, in code points", required=True),
        Column("end", "count", "where it ends, in code points", derived=True),
        Column("sentence", "count", "the sentence it stands in; NA in a heading", refers="sentences", derived=True),
        Column(
            "state",
            "word",
            "whether a claim reads it, a suggestion does, it is set aside, or nobody has said; in the file set_aside, "
            "or open for what a rule had set aside",
            LEDGER_STATES,
            required=True,
        ),
        Column("reason", "text", "why it is set aside, or open again", required=True),
        Column("who", "text", "who set it aside: a person, or rule", required=True),
        Column("claims", "list", "the claims that read it", derived=True),
    ),
)
"""A file that an article's folder may have, beside those that it must have."""

ARTICLE_ID = Column("article_id", "text", "the article's name: that of its folder", required=True)


def _links(noun: str, one: str, refers: str, meaning: str, relations: tuple[str, ...] = ()) -> Table:
    """Return the table that links ids of two articles; without relations each of its rows says that two are one."""
    relation = Column("relation", "word", "how the one stands to the other", relations, required=True)
    return Table(
        f"{noun}_links",
        Column("link", "count", "the row's number", derived=True),
        meaning,
        (
            ARTICLE_ID,
            Column(one, "text", "the one", refers=refers, required=True),
            Column("other_article", "text", "the name of the other article", required=True),
            Column(f"other_{noun}", "text", "the other, of that article", refers=refers, required=True),
            *((relation,) if relations else ()),
            Column("basis", "text", "on what grounds", required=True),
        ),
    )


TALLY_LINKS = _links(
    "tally",
    "tally",
    "tallies",
    "what is known of tallies of two articles; a pair that is not listed is unknown",
    TALLY_PAIRS.stored["relation"].words,
)
CLAIM_LINKS = _links("claim", "claim_id", "casualties", "claims that correct a claim of another article", ("corrects",))
ACTOR_LINKS = _links("actor", "actor_id", "actors", "actors of two articles that are one")
PLACE_LINKS = _links("place", "place_id", "places", "places of two articles that are one")
EVENT_LINKS = _links("event", "event", "events", "events of two articles that are one")
LINK_TABLES = (ACTOR_LINKS, PLACE_LINKS, EVENT_LINKS, TALLY_LINKS, CLAIM_LINKS)
"""The tables that a set of articles may have beside its articles' folders."""

ABOUT = (
    Column("title", "text", "the headline", required=True),
    Column("publisher", "text", "who published it", required=True),
    Column("agencies", "list", "the agencies credited"),
    Column("published_on", "date", "the day of publication", required=True),
    Column("dating", "text", "how the day of publication is known"),
    Column("language", "text", "the language of the text, as a BCP 47 tag", required=True),
    Column("rights", "text", "whose text it is"),
    Column("body_start", "count", "where the body begins, in code points", required=True),
    Column("body_end", "count", "where the body ends, in code points", required=True),
    Column("focus", "text", "the event in question", refers="events"),
    Column("not_said", "list", "sentences on what the article does not say"),
    Column("codebook", "text", "the version of the codebook", required=True),
    Column("sha256", "text", "the SHA-256 of the text's bytes", required=True),
    Column("length", "count", "the text's length, in code points", required=True),
)
"""What article.json says of an article."""

CLAIM_TABLES = (CASUALTIES, DISPLACEMENT, STANCES, EVENTS, MENTIONS)
FILE_TABLES = (ACTORS, PLACES, TALLIES, TALLY_PAIRS)
TABLES = {table.name: table for table in (*CLAIM_TABLES, *FILE_TABLES, SENTENCES, ANNOTATIONS)}


def data_dictionary(table: str | None = None) -> pd.DataFrame:
    """Return what each column of a table means, a row per column.

    Parameters
    ----------
    table
        A table's name, also of one that links articles, or of the ledger; None: all tables of an article.

    Returns
    -------
    DataFrame
        Indexed by table and column: ``type`` (the dtype), ``allowed`` (the allowed words, or the table whose ids
        it names), ``meaning``.

    Raises
    ------
    ArgumentError
        No table has that name.

    Examples
    --------
    >>> data_dictionary("casualties").loc[("casualties", "measure"), "allowed"]
    'killed, wounded'
    """
    every = TABLES | {one.name: one for one in (LEDGER, *LINK_TABLES)}
    if table is not None and table not in every:
        raise ArgumentError(f"no table is called {table!r}", mend=nearest(table, every))
    rows = [
        {
            "table": one.name,
            "column": column.name,
            "type": DTYPES.get(column.kind, "category"),
            "allowed": ", ".join(column.words) or (f"ids of {column.refers}" if column.refers else "any"),
            "meaning": column.meaning,
        }
        for one in (TABLES.values() if table is None else [every[table]])
        for column in one.all_columns
    ]
    return pd.DataFrame(rows).set_index(["table", "column"])


def resource(table: Table, path: str, columns: Iterable[Column]) -> dict[str, Any]:
    """Return one table's entry in a Frictionless data package, for the CSV file at `path`."""
    fields = []
    for column in columns:
        meaning = f"{column.meaning} (names a row of {column.refers})" if column.refers else column.meaning
        field: dict[str, Any] = {"name": column.name, "type": FRICTIONLESS[column.kind], "description": meaning}
        constraints: dict[str, Any] = {"required": True} if column.required else {}
        if column.words:
            constraints["enum"] = list(column.words)
        if column.kind == "flag":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {
        "name": table.name.replace("_", "-"),
        "path": path,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
