"""Every problem of a folder, one by one, and then what is allowed but worth a second look."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import schema
from libya_kit.article.folder import Folder, annotators, page, read
from libya_kit.article.links import Several, is_set, read_set, within
from libya_kit.article.merge import contradictions, foreign_corrections
from libya_kit.article.model import BUNDLED, AnnotatedArticle, annotated, shipped, together
from libya_kit.checking import ledger
from libya_kit.checking.questions import questions
from libya_kit.errors import ArticleError
from libya_kit.files import path_of
from libya_kit.text import english

MOST_WARNINGS = 1000


def check(folder: str | Path | None = None) -> tuple[list[ArticleError], list[str]]:
    """Return every problem of an article's folder, or of a folder of several, and then the warnings, each one line.

    A warning asks what a colleague would ask, and ends with the ways out.

    >>> problems, warnings = check()
    >>> len(problems)
    0
    """
    folder = shipped("data") / BUNDLED if folder is None else path_of("folder", folder)
    if is_set(folder):
        several, problems = read_set(folder)
        problems += contradictions(several) if several is not None else []
        if several is None or problems:
            return problems, []
        articles = several.articles.items()
        problems += [within(name, problem) for name, contents in articles for problem in _other_pages(contents)]
        for name, one in articles:
            problems += [within(name, problem) for problem in ledger.problems_of(annotated(one))]
        return problems, [] if problems else list(islice(_set_warnings(several), MOST_WARNINGS))
    contents, problems = read(folder)
    if contents is None or problems:
        return problems, []
    problems += _other_pages(contents)
    article = annotated(contents)
    problems += ledger.problems_of(article)
    return problems, [] if problems else list(islice(warnings(article), MOST_WARNINGS))


def _other_pages(contents: Folder) -> Iterator[ArticleError]:
    """Yield what is wrong with the annotations of further annotators, a problem for each file."""
    for name in annotators(contents.path).values():
        try:
            page(contents, contents.path / name)
        except ArticleError as problem:
            yield problem


def _set_warnings(several: Several) -> Iterator[str]:
    """Yield what is allowed but worth a second look: in each article, then between them."""
    texts: dict[str, str] = {}
    for name, contents in several.articles.items():
        yield from (f"{name}/{line}" for line in warnings(annotated(contents)))
        first = texts.setdefault(contents.about["sha256"], name)
        if first != name:
            yield f"{name}/article.txt: the same text as in {first}; is it one article, twice?"
    yield from _not_linked(several)
    yield from foreign_corrections(several)


def _not_linked(several: Several) -> Iterator[str]:
    """Yield where two articles give the same number of the same source and day, and no table says that it is one."""
    told: dict[tuple[Any, ...], str] = {}
    joined = together(several).casualties.index
    for article_id, contents in several.articles.items():
        named = {record["actor_id"]: record["name"] for record in contents.files["actors"]}
        for item in contents.items:
            claim = f"{article_id}:{item.claim_id}"
            if item.table is not schema.CASUALTIES or claim not in joined or "value" not in item.body:
                continue
            same = tuple(item.body.get(name) for name in ("measure", "qualifier", "value", "reported_on"))
            first = told.setdefault((named[item.body["source"]].casefold(), *same), claim)
            if first.partition(":")[0] != article_id:
                number = f"the same number ({item.body['value']}) of the same source and day"
                yield f"tally_links.csv: {first} and {claim} give {number}; is it one count, told twice?"


def warnings(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what is allowed but worth a second look in one article."""
    if article.text.startswith("\ufeff"):
        yield "article.txt: begins with a byte order mark (BOM); it is kept and counts as one code point"
    if "\r\n" in article.text:
        yield "article.txt: has CRLF line ends; they are kept and count as two code points"
    for claim_id, row in article.annotations[article.annotations["status"] == "found"].iterrows():
        found = f"found at {row['start']}-{row['end']}, not at its offsets"
        yield f"annotations.jsonld: {claim_id}: {row['quote'][:80]!r} was {found}"
    claims = pd.concat([article.casualties, article.displacement])
    yield from _weekday_warnings(article, claims)
    yield from _later_warnings(article)
    yield from questions(article)
    yield from _open_numbers(article)


def _open_numbers(article: AnnotatedArticle) -> Iterator[str]:
    """Yield how many numbers are open, where the folder keeps a ledger; without one they are only not counted."""
    if not (article.folder / ledger.FILE).exists():
        return
    numbers = ledger.counts(ledger.ledger(article))
    for state in ("open", "suggested"):
        if count := numbers[state]:
            way = f"libya-kit ledger {article.folder.name} lists them; annotate each, or set it aside in {ledger.FILE}"
            yield f"{ledger.FILE}: {count:,} number{'s are' if count > 1 else ' is'} {state}: {way}"


def _weekday_warnings(article: AnnotatedArticle, claims: pd.DataFrame) -> Iterator[str]:
    """Yield where a claim's day is none of the weekdays that its sentence names."""
    dated = claims[claims["sentence"].notna() & claims["reported_on"].notna()]
    told = {number: english.weekdays_in(article.sentences.at[number, "text"]) for number in dated["sentence"].unique()}
    for claim_id, number, when in dated[["sentence", "reported_on"]].itertuples(name=None):
        if told[number] and english.weekday(when) not in told[number]:
            is_a = f"reported_on {when.date()} is a {english.weekday(when)}"
            yield f"annotations.jsonld: {claim_id}: {is_a}, but its sentence says {', '.join(told[number])}"


def _later_warnings(article: AnnotatedArticle) -> Iterator[str]:
    """Yield where a day of what is told, not foretold, lies after the article's publication."""
    casualties, displacement, events = article.casualties, article.displacement, article.events
    told = (
        *((rows, "reported_on") for rows in (casualties, displacement, events)),
        (article.stances, "on"),
        (casualties, "period_start"),
        (displacement[displacement["kind"] != "forecast"], "period_start"),
        (events[events["status"] == "happened"], "date_start"),
    )
    for rows, name in told:
        for claim_id, when in rows.loc[rows[name] > article.published_on, name].items():
            later = f"{name} {when.date()} lies after the publication on {article.published_on.date()}"
            yield f"annotations.jsonld: {claim_id}: {later}; is the day right?"
