"""The counts of an article as its questions see them, and what the folder says already of how they stand together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.text.numbers import figures

Row = dict[str, Any]
NEAR = 400
"""So many characters of its sentence before and after a number are looked at."""
MOST_BESIDE = 50
_EVERYBODY = (None, "unspecified")


@dataclass(frozen=True)
class Claim:
    """One count of casualties or of people who moved: its columns, those that are NA or unknown left out."""

    claim_id: str
    table: str
    row: Row
    sentence: str = ""
    sentence_start: int = 0

    def get(self, column: str) -> Any:
        """Return a column's value; of NA, and of a column that the table does not have, None."""
        return self.row.get(column)

    def words(self, column: str) -> tuple[str, ...]:
        """Return the words of a column that holds one or several; of NA none."""
        value = self.row.get(column)
        return () if value is None else (value,) if isinstance(value, str) else tuple(value)

    @property
    def counts(self) -> bool:
        """Whether it says a number of people, and is no part of the background."""
        return (
            self.get("amount") in (None, "count")
            and self.get("kind") != "forecast"
            and self.get("assertion") in (None, "says")
            and not self.get("background")
            and any(self.get(name) is not None for name in ("value", "low", "high"))
            and self.get("value") != 0
        )

    @property
    def day(self) -> pd.Timestamp | None:
        """The day that the count is as of."""
        found: pd.Timestamp | None = self.get("period_end")
        return self.get("reported_on") if found is None else found

    @property
    def group(self) -> tuple[Any, ...]:
        """Of whom it is a count, as far as the columns say."""
        population = self.get("population")
        some = None if population in _EVERYBODY else population
        return some, frozenset(self.words("age_sex")), self.get("victims")

    @property
    def places(self) -> tuple[Any, ...]:
        """Where it counts: its place, or where from and where to."""
        return tuple(self.get(name) for name in ("place", "origin", "destination"))

    @property
    def number_at(self) -> int:
        """Where its number begins in the text; without one its words."""
        start: int = self.row["start"]
        first = next(figures(self.anchor), None)
        return start + (first.start if first else 0)

    @property
    def anchor(self) -> str:
        """The words of the part with the number."""
        return self.sentence[slice(*(self.row[name] - self.sentence_start for name in ("start", "end")))]

    @property
    def before(self) -> str:
        """The sentence's words before its number, so far as they are near."""
        at = max(self.number_at - self.sentence_start, 0)
        return self.sentence[max(at - NEAR, 0) : at]

    @property
    def after(self) -> str:
        """The sentence's words from its number on, so far as they are near."""
        at = max(self.number_at - self.sentence_start, 0)
        return self.sentence[at : at + NEAR]


def claims_of(article: AnnotatedArticle) -> list[Claim]:
    """Return the claims of casualties and of people who moved, in the order of the text."""
    sentences = {number: (row["text"], int(row["start"])) for number, row in article.sentences.iterrows()}
    found = []
    for table in (schema.CASUALTIES, schema.DISPLACEMENT):
        for row in getattr(article, table.name).reset_index().to_dict("records"):
            given = {name: value for name, value in row.items() if not _is_na(value)}
            words, start = sentences.get(given.get("sentence"), ("", 0))
            found.append(Claim(str(given["claim_id"]), table.name, given, words, start))
    return sorted(found, key=lambda claim: (claim.row["start"], claim.claim_id))


def _is_na(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


class Groups:
    """Names joined into groups, step by step.

    >>> groups = Groups()
    >>> groups.join("a", "b")
    >>> groups.together("a", "b"), groups.together("a", "c")
    (True, False)
    """

    def __init__(self) -> None:
        self._under: dict[str, str] = {}

    def _top(self, name: str) -> str:
        while (above := self._under.get(name, name)) != name:
            self._under[name] = self._under.get(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        """Let two names, and all that are joined with them, be one group."""
        self._under[self._top(one)] = self._top(other)

    def together(self, one: str, other: str) -> bool:
        """Return whether two names are in one group."""
        return self._top(one) == self._top(other)

    def of(self, names: Iterable[str]) -> list[list[str]]:
        """Return the groups of more than one among some names, each in their order."""
        found: dict[str, list[str]] = {}
        for name in names:
            found.setdefault(self._top(name), []).append(name)
        return [group for group in found.values() if len(group) > 1]


class Known:
    """What a folder says already of how its counts stand together."""

    def __init__(self, article: AnnotatedArticle, claims: Iterable[Claim]) -> None:
        self._article = article
        self._groups = Groups()
        self._above = article.places["part_of"].dropna().to_dict()
        self.corrected: set[str] = set()
        self._sentences: dict[int, list[Claim]] = {}
        self._sources: dict[tuple[Any, Any], list[Claim]] = {}
        self._days: dict[str, list[Any]] = {}
        within = article.tally_pairs["relation"] == "within"
        self._inner = set(article.tally_pairs.loc[within, "tally"])
        for claim in claims:
            if claim.sentence:
                self._sentences.setdefault(claim.sentence_start, []).append(claim)
            if claim.counts:
                self._sources.setdefault((claim.get("measure"), claim.get("source")), []).append(claim)
            if (tally := claim.get("tally")) is not None:
                self._groups.join(claim.claim_id, f"tally {tally}")
                self._days.setdefault(tally, []).append(claim.day)
            for column in ("part_of", "corrects", "about"):
                for other in claim.words(column):
                    self._groups.join(claim.claim_id, other)
            self.corrected |= {*claim.words("corrects")}
        for tally, other in article.tally_pairs[["tally", "other"]].itertuples(index=False):
            self._groups.join(f"tally {tally}", f"tally {other}")

    def answered(self, one: Claim, other: Claim) -> bool:
        """Return whether a tally, a pair of tallies, or one of the claims says how the two stand to each other."""
        return self._groups.together(one.claim_id, other.claim_id)

    def beside(self, claim: Claim) -> list[Claim]:
        """Return the nearest claims of a claim's sentence, of which it is one; in a heading none."""
        claims = self._sentences.get(claim.sentence_start, []) if claim.sentence else []
        at = bisect_left(claims, claim.row["start"], key=lambda one: one.row["start"])
        return claims[max(at - MOST_BESIDE, 0) : at + 1]

    def before(self, claim: Claim) -> Claim | None:
        """Return the last count of a claim's measure and source before its sentence."""
        counts = self._sources.get((claim.get("measure"), claim.get("source")), [])
        at = bisect_left(counts, claim.sentence_start, key=lambda one: one.row["start"])
        return counts[at - 1] if at else None

    def dated_otherwise(self, claim: Claim) -> bool:
        """Return whether a claim without a day has its place in time all the same."""
        if claim.get("period_words") or claim.get("reported_at") or claim.get("period_start") is not None:
            return True
        if claim.claim_id in self.corrected:
            return True
        days = self._days.get(claim.get("tally"), [])
        return len(days) > 1 and days.count(None) == 1  # what has no day comes first

    def is_part(self, claim: Claim) -> bool:
        """Return whether a claim, or the tally that it belongs to, is said to lie within another."""
        return claim.get("part_of") is not None or claim.get("tally") in self._inner

    def elsewhere(self, one: Claim, other: Claim) -> bool:
        """Return whether two claims tell of two events, or of places of which none lies in the other."""
        events = one.get("event"), other.get("event")
        if None not in events and events[0] != events[1]:
            return True
        for place, far in zip(one.places, other.places, strict=True):
            if place is None or far is None:
                continue
            if place not in self._around(far) and far not in self._around(place):
                return True
        return False

    def apart(self, one: Claim, other: Claim) -> bool:
        """Return whether the columns of two claims say by themselves that they count other people."""
        victims = one.get("victims"), other.get("victims")
        if None not in victims and victims[0] != victims[1]:
            return True
        groups = [claim.get("population") for claim in (one, other)]
        if groups[0] != groups[1] and not {*groups} & {*_EVERYBODY}:
            return True
        ages = [{*claim.words("age_sex")} for claim in (one, other)]
        if all(ages) and not ages[0] & ages[1]:
            return True
        return self.elsewhere(one, other) or periods_apart(one, other)

    def _around(self, place: str) -> list[str]:
        """Return a place and those that it lies in."""
        found = [place]
        while (above := self._above.get(found[-1])) is not None:
            found.append(above)
        return found

    def not_said(self, *actors: str) -> bool:
        """Return whether a sentence of `not_said` names all of some actors, by name or alias."""
        return all(actors) and any(all(self._names(line, actor) for actor in actors) for line in self._article.not_said)

    def _names(self, line: str, actor: str) -> bool:
        row = self._article.actors.loc[actor]
        names = (row["name"], *(row["aliases"] or ()))
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE) for name in names)


def periods_apart(one: Claim, other: Claim) -> bool:
    """Return whether both claims have a period of their own, and between the two lies a day of neither."""
    spans = [(claim.get("period_start"), claim.get("period_end")) for claim in (one, other)]
    if any(day is None for span in spans for day in span):
        return False
    first, second = sorted(spans)
    return bool(first[1] + pd.Timedelta(days=1) < second[0])
