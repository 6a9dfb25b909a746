"""Where annotations disagree with themselves, with their words, with each other, or with the folder's tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from libya_kit.article import overlaps, schema
from libya_kit.article.annotation import Annotation
from libya_kit.errors import ArticleError, nearest
from libya_kit.text import numbers
from libya_kit.text.quotes import holds
from libya_kit.text.sentences import sentence_records

_IN_ORDER = (("period_start", "period_end"), ("date_start", "date_end"), ("period_start", "reported_on"))
"""Attributes that are days, the first of which is not after the other."""
_HEDGED = ("exact", "at_least", "at_most", "estimated")
"""The qualifiers of a single number: which of them it is, is a question of its hedge."""
LINKED = tuple(table.name for table in schema.CLAIM_TABLES if table.links)
"""The tables whose claims name others of their table."""
_OF_THE_QUOTE = ("scope", "caveat", "condition", "part")
"""Attributes that are words of the quote."""
_OF_THE_SENTENCE = ("source_words", "period_words")
"""Attributes that are words of the quote or of its sentence."""
_HOURS = {
    "morning": "morning|dawn|daybreak|sunrise|early|breakfast|am|a.m.",
    "noon": "noon|midday",
    "evening": "evening|dusk|sunset|nightfall|pm|p.m.",
    "night": "night|midnight|overnight|late",
}
"""The words for an hour that is not told by the clock."""


class _Dangling(NamedTuple):
    """The number of a record that names what is not there, in which column, the name, and the table that lacks it."""

    at: int
    column: str
    value: str
    refers: str


def disagreements(annotation: Annotation, text: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield where well-formed attributes disagree with each other or with the words, and the mend of each.

    Without the text, what must stand in the sentence is not looked for.
    """
    body, quote = annotation.body, annotation.quote
    for first, last in _IN_ORDER if "period_start" in body or "date_start" in body else ():
        if first in body and last in body and body[first] > body[last]:
            yield f"{first} {body[first]} lies after {last} {body[last]}", "correct one of the days"
    if "status" in body and body["status"] == "happened" and body.get("date_start", "") > body.get("reported_on", "~"):
        yield (
            f"reported_on {body['reported_on']} lies before date_start {body['date_start']}",
            "correct one of the days",
        )
    if ("otherwise" in body) != bool(body.get("ambiguous")):
        yield "ambiguous and otherwise come together", "give both or neither"
    yield from (odd := list(_odd_reading(annotation)) if "otherwise" in body else [])
    if annotation.table.body == "Mention" and ("actor" in body) == ("place" in body):
        yield "a mention names either an actor or a place", "give one of them"
    if "label" in body and not holds(quote, body["label"]):
        yield f"the label {body['label']!r} is not in the quote {quote!r}", "copy the word from the quote"
    if "when_words" in body and body["when_words"] not in quote:
        yield f"the words {body['when_words']!r} are not in the quote {quote!r}", "let a part of the target hold them"
    yield from _words_not_there(annotation, text)
    if annotation.table.name == "stances":
        yield from _odd_stance(annotation.body)
    if annotation.table.links:
        yield from _odd_claim(annotation)
    if "qualifier" in body:
        yield from (faults := list(_quantity_faults(annotation, body)))
        if "otherwise" in body and not odd and not faults:
            other = {key: value for key, value in (body | body["otherwise"]).items() if value is not None}
            yield from (
                (f"otherwise: {what}", mend) for what, mend in _quantity_faults(annotation, other, hedged=False)
            )


def _words_not_there(annotation: Annotation, text: str | None) -> Iterator[tuple[str, str]]:
    """Yield attributes that are words of the quote or of its sentence, and do not stand there."""
    body = annotation.body
    for name in _OF_THE_QUOTE:
        if name in body and not any(_stand(body[name], part.quote) for part in annotation.parts):
            mend = "copy them from the quote, or let a further part of the target hold them"
            yield f"the words {body[name]!r} of {name} are not in the quote {annotation.quote!r}", mend
    if text is None:
        return
    for name in _OF_THE_SENTENCE:
        if name in body and not any(_stand(body[name], words) for words in _around(annotation, text)):
            mend = "copy them from the sentence, or let a further part of the target hold them"
            yield f"the words {body[name]!r} of {name} are not in the sentence of the quote {annotation.quote!r}", mend
    if "reported_at" in body and not _holds_hour(body["reported_at"], annotation, text):
        mend = "give the hour that the sentence or the line before it gives, or leave it out"
        yield f"reported_at {body['reported_at']!r} is not said at the quote {annotation.quote!r}", mend


def _stand(words: str, where: str) -> bool:
    """Return whether the words stand in others as whole words, whatever the case and the blanks between them."""
    return holds(" ".join(where.split()), " ".join(words.split()))


def _around(annotation: Annotation, text: str) -> list[str]:
    """Return the words of each part, and the sentences that it touches; in a heading, its line."""
    found = []
    for part in annotation.parts:
        found.append(part.quote)
        sentences = [text[start:end] for start, end in _sentences(text) if start < part.end and part.start < end]
        found += sentences or [text[text.rfind("\n", 0, part.start) + 1 : part.end].splitlines()[0]]
    return found


@lru_cache(maxsize=2)
def _sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end; kept, as many annotations have one text."""
    return [(record["start"], record["end"]) for record in sentence_records(text, 0, len(text))]


def _holds_hour(hour: str, annotation: Annotation, text: str) -> bool:
    """Return whether an hour is said in the paragraph of the words or, as a time stamp, in the line before it."""
    for part in annotation.parts:
        end = text.find("\n", part.end)
        before = text[: text.rfind("\n", 0, part.start) + 1].rstrip("\r\n")
        words = text[before.rfind("\n") + 1 : end if end >= 0 else len(text)]
        if hour in _HOURS:
            names = "|".join(map(re.escape, _HOURS[hour].split("|")))
            if re.search(rf"(?<!\w)(?:{names})(?!\w)", words, re.IGNORECASE):
                return True
            continue
        clock = int(hour[:2])
        said = {"midnight" if clock == 0 else "noon" if clock == 12 else str(clock), str(clock), str(clock % 12 or 12)}
        if any(re.search(rf"(?<!\d)0?{name}(?!\d)", words, re.IGNORECASE) for name in said):
            return True
    return False


def _odd_claim(annotation: Annotation) -> Iterator[tuple[str, str]]:
    """Yield where what a count is, who says it and what it names do not go together."""
    body, amount = annotation.body, annotation.body.get("amount", "count")
    if (amount == "rate") != ("per" in body):
        mend = "say per what time it counts" if amount == "rate" else "write amount rate, or take per out"
        yield f"amount {amount} {'without' if amount == 'rate' else 'with'} per", mend
    if "of" in body and amount != "share":
        yield f"amount {amount} with of", "write amount share, or take of out"
    if "about" in body and body.get("assertion") != "denies":
        yield "about names what is denied, but assertion is not denies", "write assertion denies, or take about out"
    if body.get("source") in body.get("via", ()):
        yield f"via names the source {body['source']!r} itself", "name only who stands between it and the article"
    for name, column in annotation.table.links.items():
        for where, given in (("", body), ("otherwise: ", body.get("otherwise", {}))):
            if name == "corrects" and not where:
                continue  # said with the rings of corrections
            value = given.get(name)
            if value == annotation.claim_id or (column.kind == "list" and annotation.claim_id in (value or ())):
                yield f"{where}{name} names the claim itself", "name another claim, or take it out"


def _odd_stance(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield where how far a side is taken does not go with the side, its mode or its condition."""
    status, stance, mode = body.get("status"), body.get("stance"), body.get("mode")
    if status and stance in ("silent", "neutral"):
        yield f"status {status} with stance {stance}", "take status out: only a side can hang on something or end"
    if status and mode == "label":
        yield f"status {status} with mode label", "take status out: a label is used or it is not"
    if "condition" in body and status != "conditional":
        yield f"condition with status {status or 'empty'}", "write status conditional, or take condition out"
    if status == "conditional" and "condition" not in body:
        yield "status conditional without condition", "copy the words that begin with if, unless or only when"
    if stance == "silent" and mode == "label":
        yield "stance silent with mode label", "write mode statement or vote: a label takes a side"
    if body.get("source") in body.get("via", ()):
        yield f"via names the source {body['source']!r} itself", "name only who stands between it and the article"


def _odd_reading(annotation: Annotation) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the attributes of the other reading; None takes one away."""
    for key, value in annotation.body.get("otherwise", {}).items():
        column = annotation.table.stored.get(key)
        if column is None or column.kind == "mapping":
            names = (name for name, one in annotation.table.stored.items() if one.kind != "mapping")
            yield f"otherwise names no attribute {key!r}", nearest(key, names)
        elif (value is not None or column.required) and (what := column.fault(column.kept(value))):
            yield f"otherwise: {what}", "correct the other reading"


def _quantity_faults(
    annotation: Annotation, body: Mapping[str, Any], *, hedged: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield where a quantity's attributes disagree with each other or with the quote."""
    qualifier = body["qualifier"]
    given = {key for key in ("value", "low", "high", "term") if key in body}
    wanted = {"range": {"low", "high"}, "vague": {"term"}, "not_given": set()}.get(qualifier, {"value"})
    if given != wanted:
        words = " and ".join(sorted(wanted)) or "no number"
        yield f"{qualifier!r} goes with {words}, but {', '.join(sorted(given)) or 'nothing'} is given", f"give {words}"
        return
    if qualifier == "range" and body["low"] > body["high"]:
        yield f"low {body['low']} is above high {body['high']}", "exchange them"
        return
    for part in annotation.parts if len(annotation.parts) == 1 else ():
        if cut := numbers.cut_number(part.quote, part.prefix, part.suffix):
            yield f"the quote {part.quote!r} cuts the number {cut!r} in two", "let the quote hold the whole number"
            return
    readings = _HEDGED if not hedged and qualifier in _HEDGED else (qualifier,)
    amounts = ("count", "forecast") if body.get("kind") == "forecast" and "amount" not in body else (None,)
    found = [_fault(annotation, body, qualifier=reading, amount=amount) for reading in readings for amount in amounts]
    fault = found[0]
    if all(found) and fault is not None:
        yield fault.what, fault.hint


def _fault(
    annotation: Annotation, body: Mapping[str, Any], *, qualifier: str, amount: str | None
) -> numbers.Fault | None:
    """Return why a quantity does not stand in the words of an annotation."""
    given = {key: body[key] for key in ("value", "low", "high", "term", "per") if key in body}
    given |= {"amount": amount or body.get("amount", "count"), "unit": body.get("unit", "people")}
    return numbers.check(annotation.quote, qualifier=qualifier, **given)


def dangling(
    items: list[Annotation] | None, files: Mapping[str, list[dict[str, Any]] | None], about: dict[str, Any]
) -> Iterator[ArticleError]:
    """Yield each id that names nothing, and each tally that its claim does not fit; silent on what was not read."""
    ids: dict[str, set[Any]] = {
        table.name: {None, *(record[table.index.name] for record in records)}
        for table in schema.FILE_TABLES
        if (records := files[table.name]) is not None
    }
    said: defaultdict[str, list[Annotation]] = defaultdict(list)
    for item in items or []:
        said[item.table.name].append(item)
    if items is not None:
        events = (item.body.get("event") for item in said["events"])
        ids["events"] = {None, *(event for event in events if isinstance(event, str))}
        ids |= {name: {None, *(item.claim_id for item in said[name])} for name in LINKED}
    names = {name: sorted(some - {None}) for name, some in ids.items()}

    def loose_of(columns: Iterable[schema.Column], records: Iterable[Mapping[str, Any]]) -> list[_Dangling]:
        found: list[_Dangling] = []
        for name, refers in ((column.name, column.refers) for column in columns if column.refers in ids):
            known, values = ids[refers], [record.get(name) for record in records]
            with suppress(TypeError):  # values of no known form, which are told elsewhere
                if known.issuperset(values):
                    continue
            pairs = enumerate(values)
            named = ((at, v) for at, value in pairs for v in (value if isinstance(value, tuple) else (value,)))
            found += [_Dangling(at, name, v, refers) for at, v in named if isinstance(v, str) and v not in known]
        return sorted(found, key=itemgetter(0))

    def told(one: _Dangling) -> tuple[str, str]:
        mend = nearest(one.value, names[one.refers])
        if one.refers in LINKED:
            mend = f"name {'the earlier' if one.column == 'corrects' else 'another'} claim, or take it out"
        return f"{one.column} {one.value!r} names nothing in {one.refers}", mend

    for loose in loose_of(schema.ABOUT, [about]):
        what, mend = told(loose)
        yield ArticleError(what, file="article.json", mend=mend)
    for table in schema.FILE_TABLES:
        records = files[table.name] or []
        for loose in loose_of(table.columns, records):
            what, mend = told(loose)
            yield ArticleError(what, file=f"{table.name}.csv", place=records[loose.at][table.index.name], mend=mend)
    for name, some in said.items():
        columns, bodies = schema.TABLES[name].columns, [item.body for item in some]
        doubtful = [at for at, body in enumerate(bodies) if isinstance(body.get("otherwise"), dict)]
        every = [(loose.at, "", loose) for loose in loose_of(columns, bodies)]
        others = loose_of(columns, [bodies[at]["otherwise"] for at in doubtful]) if doubtful else []
        every += [(doubtful[loose.at], "otherwise: ", loose) for loose in others]
        for at, where, loose in sorted(every, key=itemgetter(0)):
            what, mend = told(loose)
            yield ArticleError(where + what, file="annotations.jsonld", place=some[at].claim_id, mend=mend)
        for at, what, mend in _unfit(bodies, files["tallies"] or []):
            yield ArticleError(what, file="annotations.jsonld", place=some[at].claim_id, mend=mend)


def _unfit(bodies: Iterable[Mapping[str, Any]], tallies: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each claim that counts something else than its tally, what is wrong with it, and the mend."""
    measures = {record["tally"]: record.get("measure") for record in tallies}
    words = schema.TALLIES.stored["measure"].words
    for number, body in enumerate(bodies):
        if isinstance(tally := body.get("tally"), str):
            measure, counted = body.get("measure"), measures.get(tally)
            if counted in words and measure in words and counted != measure:
                what = f"measure {measure!r}, but its tally {tally!r} counts {counted!r}"
                yield number, what, "correct the tally or the measure"


def tangles(items: list[Annotation] | None, files: Mapping[str, list[dict[str, Any]] | None]) -> Iterator[ArticleError]:
    """Yield what leads back to itself or cannot both be: parts, corrections, tallies within each other."""
    for table in schema.FILE_TABLES:
        parts = ((record[table.index.name], record.get("part_of")) for record in files[table.name] or [])
        for ring in overlaps.rings(parts):
            what = f"part_of leads back to itself ({' → '.join(ring)})"
            yield ArticleError(what, file=f"{table.name}.csv", place=ring[0], mend="take one of them out")
    claims = {item.claim_id: item.body for item in items or [] if item.table.links}
    yield from _claims_in_rings(claims)
    given: dict[frozenset[str], int] = {}
    measures = {record["tally"]: record.get("measure") for record in files["tallies"] or []}
    pairs = []
    for record in files["tally_pairs"] or []:
        number, tally, other = record["pair"], record.get("tally"), record.get("other")
        if tally is None or other is None:
            continue
        for what, mend in of_two_measures(record.get("relation"), (measures.get(tally), measures.get(other))):
            yield ArticleError(what, file="tally_pairs.csv", place=f"row {number}", mend=mend)
        if tally == other:
            what, mend = "a tally is paired with itself", "name two"
        elif (first := given.setdefault(frozenset((tally, other)), number)) != number:
            what, mend = f"the pair {tally!r} and {other!r} stands in row {first} already", "keep one of them"
        else:
            pairs.append((tally, other, record.get("relation")))
            continue
        yield ArticleError(what, file="tally_pairs.csv", place=f"row {number}", mend=mend)
    for tally, what, mend in overlaps.contradictions(pairs):
        yield ArticleError(what, file="tally_pairs.csv", place=tally, mend=mend)


def _claims_in_rings(claims: Mapping[str, Mapping[str, Any]]) -> Iterator[ArticleError]:
    """Yield claims whose corrections or parts lead back to themselves, and corrections of later claims."""

    def fault(what: str, place: str, mend: str) -> ArticleError:
        return ArticleError(what, file="annotations.jsonld", place=place, mend=mend)

    corrects = [
        (claim_id, corrected)
        for claim_id, body in claims.items()
        if isinstance(body.get("corrects"), tuple)
        for corrected in body["corrects"]
        if isinstance(corrected, str)
    ]
    parts = [(claim_id, whole) for claim_id, body in claims.items() if isinstance(whole := body.get("part_of"), str)]
    for name, links, mend in (
        ("corrects", corrects, "name the earlier claim"),
        ("part_of", [link for link in parts if link[0] != link[1]], "take one of them out"),
    ):
        for ring in overlaps.rings(links):
            yield fault(f"{name} leads back to itself ({' → '.join(ring)})", ring[0], mend)
    for claim_id, corrected in corrects:
        day, earlier = (claims.get(name, {}).get("reported_on") for name in (claim_id, corrected))
        if isinstance(day, str) and isinstance(earlier, str) and day < earlier:
            what = f"corrects {corrected!r}, which is reported later ({earlier}, not before {day})"
            yield fault(what, claim_id, "let the later claim correct")


def of_two_measures(relation: str | None, measures: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong where tallies of two measures are said to be one, or one of those apart within the other."""
    known = [measure for measure in dict.fromkeys(measures) if measure is not None]
    if len(known) < 2:
        return
    one, other = known
    if relation == "same" or (relation == "within" and {one, other} <= schema.APART):
        yield f"the one counts {one}, the other {other}: {relation!r} cannot be", "take it out"
