"""The ledger of an article: every number, number word and vague word of its body, each in exactly one state."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from libya_kit.article import schema, w3c
from libya_kit.article.folder import found_rows
from libya_kit.article.model import AnnotatedArticle
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes
from libya_kit.text import numbers as reader
from libya_kit.text import quotes
from libya_kit.text.number_words import ONES, PLURALS, SCALES, TENS

FILE = f"{schema.LEDGER.name}.csv"
SUGGESTIONS = "suggestions.jsonld"
STATES = schema.LEDGER_STATES
RULE = "rule"
"""Who sets aside what the reader of numbers knows by itself to be no count: a date, a time, a sum of money."""
_DIGITS = re.compile(r"\d+(?:[.,:/'’-]\d+)*")
_WORDS = re.compile(rf"\b(?:{'|'.join([*ONES, *TENS, *SCALES, *PLURALS, 'dozen'])})\b", re.IGNORECASE)
_UNREADABLE = "unreadable"
"""What the reader of numbers says of digits that it cannot read: a person must look at them."""
_CONTEXT = 40

Span = tuple[int, int]


class Number(NamedTuple):
    """A number of the text: where it stands, what it comes to, and why it is no count, where a rule says so."""

    start: int
    end: int
    values: frozenset[int]
    words: str
    aside: str | None = None
    not_given: bool = False


@dataclass(frozen=True)
class Decision:
    """A row of ledger.csv: the state that a person has given to the number at a place, why, and who."""

    start: int
    end: int
    state: str
    reason: str
    who: str


def ledger(article: AnnotatedArticle) -> pd.DataFrame:
    """Return every number, number word and vague word of an article's body, each in exactly one state.

    A number is ``annotated`` where a claim reads it: by its value, a bound, its term, or its other reading; words that
    merely cover it are not enough. It is ``suggested`` where a suggestion reads it, ``set_aside`` by a rule or by a
    person in ledger.csv, and else ``open``. An article is complete when none is suggested or open.

    Parameters
    ----------
    article
        The article; of several read as one, each with the ledger.csv of its own folder.

    Returns
    -------
    DataFrame
        Indexed by ``row``: ``quote``, ``start``, ``end``, ``sentence``, ``state``, ``reason``, ``who``, ``claims``.

    Raises
    ------
    ArticleError
        Something in ledger.csv or suggestions.jsonld cannot be right: the first problem.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> rows = ledger(load_article())
    >>> rows.loc[rows["quote"] == "2,200", ["state", "claims"]].values.tolist()
    [['annotated', ('d-fled-2200',)]]
    """
    claims = _claims(article)
    records: list[dict[str, Any]] = []
    for folder, offset, start, end in _bodies(article):
        found = [_moved(one, offset + start) for one in numbers_of(article.text[offset + start : offset + end])]
        decisions, problems = _decisions(folder, article.text[offset:], found, offset)
        if problems:
            raise problems[0]
        read = _readings(found, claims)
        suggested = _readings(found, _suggestions(folder / SUGGESTIONS, offset))
        for at, number in enumerate(found):
            state, reason, who = _state(number, bool(read[at]), bool(suggested[at]), decisions.get(at))
            records.append(
                {
                    "row": len(records) + 1,
                    "quote": article.text[number.start : number.end],
                    "start": number.start,
                    "end": number.end,
                    "sentence": None,
                    "state": state,
                    "reason": reason,
                    "who": who,
                    "claims": tuple(read[at] or suggested[at]),
                }
            )
    _place(records, article.sentences)
    return schema.LEDGER.frame(records)


def problems_of(article: AnnotatedArticle) -> Iterator[ArticleError]:
    """Yield what is wrong with the ledger of an article, and with its suggestions."""
    for folder, offset, start, end in _bodies(article):
        if (folder / FILE).exists():
            found = [_moved(one, offset + start) for one in numbers_of(article.text[offset + start : offset + end])]
            yield from _decisions(folder, article.text[offset:], found, offset)[1]
        try:
            _suggestions(folder / SUGGESTIONS, offset)
        except ArticleError as problem:
            yield problem


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many numbers of a ledger are in each state.

    >>> from libya_kit.article.model import load_article
    >>> counts(ledger(load_article()))["suggested"]
    0
    """
    return {state: int((rows["state"] == state).sum()) for state in STATES}


def persons(article: AnnotatedArticle) -> list[Span]:
    """Return where the body names persons that it gives no number of, as in "a nurse", and no claim's words hold them.

    They are no rows of the ledger; whoever counts them writes a claim.

    >>> from libya_kit.article.model import load_article
    >>> article = load_article()
    >>> [article.text[start:end] for start, end in persons(article)]
    ['a UN official']
    """
    parts = article.annotations.loc[article.annotations["kind"].isin(["casualties", "displacement"]), ["start", "end"]]
    held = sorted(parts.itertuples(index=False, name=None))
    found = []
    for _, offset, start, end in _bodies(article):
        for one in reader.read(article.text[offset + start : offset + end]):
            if one.counted and not _has_number(one.words):
                found.append((offset + start + one.start, offset + start + one.end))
    return [span for span in found if not any(start < span[1] and span[0] < end for start, end in held)]


def is_complete(rows: pd.DataFrame) -> bool:
    """Return whether no number of a ledger is open or only suggested.

    >>> from libya_kit.article.model import load_article
    >>> is_complete(ledger(load_article()))
    True
    """
    return not rows["state"].isin(["suggested", "open"]).any()


def numbers_of(text: str) -> list[Number]:
    """Return every number of a text in order; each digit and each number word is in exactly one.

    >>> [text[one.start : one.end] for text in ["B52s killed two"] for one in numbers_of(text)]
    ['52', 'two']
    """
    found: list[Number] = []
    for quantity in reader.read(text):
        if quantity.counted and not _has_number(quantity.words):
            continue  # a person, of whom the text gives no number
        values = frozenset(n for n in (quantity.value, quantity.low, quantity.high) if n is not None)
        aside = None if quantity.aside in ("", _UNREADABLE) else quantity.aside
        number = _number(text, quantity.start, quantity.end, values, aside)
        found.append(number._replace(not_given=quantity.qualifier == "not_given"))
    spans = [(one.start, one.end) for one in found]
    rest = {*(match.span() for match in _WORDS.finditer(text)), *(match.span() for match in _DIGITS.finditer(text))}
    for start, end in sorted(rest):
        for first, last in _uncovered(start, end, spans):
            words = text[first:last]
            if any(letter.isalnum() for letter in words):
                values = frozenset(one.value for one in reader.figures(words) if one.value is not None)
                found.append(_number(text, first, last, values, _inside_a_word(text, first, last)))
                spans = sorted([*spans, (first, last)])
    return sorted(found)


def _has_number(words: str) -> bool:
    return _DIGITS.search(words) is not None or _WORDS.search(words) is not None


def _number(text: str, start: int, end: int, values: frozenset[int], aside: str | None) -> Number:
    return Number(start, end, values, text[start:end].casefold(), aside)


def _uncovered(start: int, end: int, spans: list[Span]) -> Iterator[Span]:
    """Yield the stretches between two offsets that none of some spans, which are in order, covers."""
    at = max(bisect_left(spans, (start, start)) - 1, 0)
    for first, last in spans[at:]:
        if first >= end:
            break
        if last > start:
            if first > start:
                yield start, first
            start = last
    if start < end:
        yield start, end


def _inside_a_word(text: str, start: int, end: int) -> str | None:
    """Return why digits that stand in a name are no count; of others None."""
    edges = text[max(start - 1, 0) : start] + text[end : end + 1]
    return "part of a name" if text[start:end].isdecimal() and any(map(str.isalpha, edges)) else None


def _moved(number: Number, by: int) -> Number:
    return number._replace(start=number.start + by, end=number.end + by)


def _bodies(article: AnnotatedArticle) -> list[tuple[Path, int, int, int]]:
    """Return for each article its folder, where its text begins, and in it where its body begins and ends."""
    if not article.reports:
        return [(article.folder, 0, article.body_start, article.body_end)]
    return [
        (article.folder / report.article_id, report.start, report.about["body_start"], report.about["body_end"])
        for report in article.reports
    ]


class _Reader(NamedTuple):
    """What reads numbers: a claim's or suggestion's name, the places of its words, its numbers and its terms."""

    name: str
    spans: list[Span]
    values: frozenset[int]
    terms: tuple[str, ...]
    counted: bool
    not_given: bool


def _claims(article: AnnotatedArticle) -> list[_Reader]:
    """Return what the claims of an article read."""
    parts: dict[str, list[Span]] = {}
    for claim_id, start, end in article.annotations[["start", "end"]].itertuples(name=None):
        parts.setdefault(str(claim_id), []).append((start, end))
    found = []
    for table in (article.casualties, article.displacement):
        for row in table.reset_index().to_dict("records"):
            found.append(_reader(str(row["claim_id"]), parts[str(row["claim_id"])], row))
    return found


def _reader(name: str, spans: list[Span], body: Mapping[str, Any]) -> _Reader:
    """Return what a claim with these columns reads, by its own reading and by the other one."""
    values: set[int] = set()
    terms: list[str] = []
    qualifiers = set()
    other = body.get("otherwise")
    for reading in (body, other if isinstance(other, dict) else {}):
        qualifiers.add(reading.get("qualifier"))
        columns = ("value", "low", "high") if reading.get("qualifier") != "at_most" else ("value", "high")
        given = (reading.get(column) for column in columns)
        values |= {int(number) for number in given if isinstance(number, int) and not isinstance(number, bool)}
        terms += [term.casefold() for term in (reading.get("term"),) if isinstance(term, str)]
    counted = body.get("counted") is True
    return _Reader(name, spans, frozenset(values), tuple(terms), counted, "not_given" in qualifiers)


def _readings(numbers: list[Number], readers: Iterable[_Reader]) -> list[list[str]]:
    """Return for each number the names of what reads it."""
    found: list[list[str]] = [[] for _ in numbers]
    starts = [number.start for number in numbers]
    for one in readers:
        for start, end in one.spans:
            at = max(bisect_left(starts, start) - 1, 0)
            while at < len(numbers) and numbers[at].start < end:
                if numbers[at].end > start and one.name not in found[at] and _reads(one, numbers[at]):
                    found[at].append(one.name)
                at += 1
    return found


def _reads(one: _Reader, number: Number) -> bool:
    """Return whether a claim whose words hold a number reads this very number."""
    if one.counted or one.values & number.values or (one.not_given and number.not_given):
        return True
    return any(quotes.holds(term, number.words) or quotes.holds(number.words, term) for term in one.terms)


def _suggestions(path: Path, offset: int) -> list[_Reader]:
    """Return what the suggestions of an article read; none where there is no file of them."""
    if not path.exists():
        return []
    page = w3c.parse_json(read_bytes(path), path.name)
    found = []
    for at, item in enumerate(page.get("items", ()) if isinstance(page, dict) else (), 1):
        with suppress(KeyError, TypeError, AttributeError):
            targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
            spans = [
                (offset + selector["start"], offset + selector["end"])
                for target in targets
                for selector in target["selector"]
                if selector["type"] == "TextPositionSelector"
            ]
            found.append(_reader(str(item["id"]).rpartition("#")[2], spans, item["body"]))
            continue
        raise ArticleError(
            "not an annotation with words and a body", file=path.name, place=f"item {at}", mend="suggest again"
        )
    return found


def _decisions(
    folder: Path, text: str, numbers: list[Number], offset: int
) -> tuple[dict[int, Decision], list[ArticleError]]:
    """Return what people decided, by the number's place among the numbers, and every problem of the file."""
    path = folder / FILE
    if not path.exists():
        return {}, []
    rows, problems = found_rows(path, schema.LEDGER)
    decided: dict[int, Decision] = {}
    for row in rows:
        start, words = row.get("start"), row.get("quote")
        if not isinstance(start, int) or not isinstance(words, str):
            continue

        def refuse(what: str, mend: str, row: Mapping[str, Any] = row) -> None:
            problems.append(ArticleError(what, file=FILE, place=f"row {row['row']}", mend=mend))

        end = start + len(words)
        if text[start:end] != words:
            refuse(f"{words[:60]!r} does not stand at {start}, but {text[start:end][:60]!r}", "correct quote or start")
            continue
        if row.get("state") in ("annotated", "suggested"):
            refuse(f"state {row.get('state')!r} is nothing that a person decides", "write set_aside, or open")
            continue
        decision = Decision(offset + start, offset + end, row["state"], row.get("reason", ""), row.get("who", ""))
        here = [at for at, one in enumerate(numbers) if one.start < decision.end and decision.start < one.end]
        if not here:
            refuse(f"{words[:60]!r} at {start} is no number of the body", "take the row out")
        elif any(at in decided for at in here):
            refuse(f"{words[:60]!r} at {start} is decided in an earlier row", "keep one of them")
        decided |= {at: decision for at in here if at not in decided}
    return decided, problems


def _state(
    number: Number, read: bool, suggested: bool, decision: Decision | None
) -> tuple[str, str | None, str | None]:
    """Return the one state of a number, why, and who says so."""
    if read:
        return "annotated", None, None
    if decision is not None and decision.state == "set_aside":
        return "set_aside", decision.reason, decision.who
    if suggested:
        return "suggested", None, None
    if decision is not None:
        return "open", decision.reason, decision.who
    if number.aside is not None:
        return "set_aside", number.aside, RULE
    return "open", None, None


def _place(records: list[dict[str, Any]], sentences: pd.DataFrame) -> None:
    """Give each row of a ledger the sentence that it stands in."""
    starts, ends = sentences["start"].tolist(), sentences["end"].tolist()
    for record in records:
        at = bisect_left(starts, record["start"] + 1) - 1
        if at >= 0 and record["start"] < ends[at]:
            record["sentence"] = int(sentences.index[at])


def lines(article: AnnotatedArticle) -> Iterator[str]:
    """Yield a ledger as text: how many are in each state, and each number that is not annotated, with its sentence.

    >>> from libya_kit.article.model import load_article
    >>> next(lines(load_article()))
    '26 numbers: 11 annotated, 0 suggested, 15 set aside, 0 open; complete'
    """
    rows = ledger(article)
    told = ", ".join(f"{count} {_words(state)}" for state, count in counts(rows).items())
    if note := unread(article):
        yield note
    complete = is_complete(rows)
    yield f"{len(rows)} number{'s' * (len(rows) != 1)}: {told}{'; complete' * complete}"
    for state in ("open", "suggested", "set_aside"):
        for row in rows[rows["state"] == state].itertuples():
            why = f" ({row.reason}, by {row.who})" if isinstance(row.reason, str) else ""
            yield f"{_words(state)}{why}: {_shown(article.text, row.start, row.end)}"
    for start, end in persons(article):
        yield f"hint, a person: {_shown(article.text, start, end)}"
    if not complete and not article.reports:
        yield f"to set one aside, copy its row into {FILE}, and say why and who:"
        yield ",".join(schema.LEDGER.in_file)
        for row in rows[rows["state"].isin(["suggested", "open"])].itertuples():
            quote = f'"{row.quote}"' if re.search(r'[",\n]', row.quote) else row.quote
            yield f"{quote},{row.start},set_aside,WHY,WHO"


def unread(article: AnnotatedArticle) -> str:
    """Return what is not in the ledger of a text in another language than English; of an English one nothing."""
    if article.language.lower().split("-")[0] == "en":
        return ""
    return f"number words are known in English only: those of this text ({article.language}) are not in the ledger"


def _words(state: str) -> str:
    return state.replace("_", " ")


def _shown(text: str, start: int, end: int) -> str:
    """Return a number in brackets, with some of what stands around it, on one line."""
    before, after = text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
