"""What a colleague would ask of an article's annotations: each question one line, with the ways out as words to copy.

Nothing here finds that something is wrong; what cannot be right is refused when the folder is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from libya_kit.article.merge import of_another_source
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import listed, quantity
from libya_kit.checking.claims import Claim, Groups, Known, claims_of, periods_apart
from libya_kit.checking.stance_questions import stance_questions
from libya_kit.text import numbers
from libya_kit.text.sentences import is_correction

MOST_COMPARED = 200
"""So many claims of one source, day or tally are compared with each other."""
_MOST_NAMED = 4
_A_YEAR = 366
"""A claim's day that lies more days before the publication is asked about."""

_INCLUDING = re.compile(
    r"\b(?:including|includ(?:ed|es)"
    r"|among (?:them|whom|those|the (?:dead|killed|wounded|injured|victims|displaced|missing))"
    r"|of (?:whom|which|them|those|these))\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"[\w,.-]+(?: \w+)? (?:of|among) "
    r"(?:them|whom|those|these|the (?:dead|killed|wounded|injured|victims|displaced|missing))\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r"[;:]|\b(?:while|but|whereas)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:a lie|are lies|false(?:ly)?|untrue|not true|fabricat\w+|baseless|den(?:y|ies|ied|ying)|refut\w+)\b",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"\b(?:(?:a lie|lies|false|untrue|not true)(?: to say)? that|"
    r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es|ed|ing))"
    r" (?:that|having|killing|wounding|"
    r"(?:the |these |those |all )?(?:claims?|reports?|figures?|tolls?|allegations?)))\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?<!\bin )(?<!\bwithin )(?<!\bonce )(?<!\bfor )(?<!\bafter )"
    r"\b(?:(?:an?|per|each|every) (?:hour|day|night|week|month|year)\b(?! (?:earlier|later|after|before|ago|or))"
    r"|(?:per|each|every) (?:\d+|two|three|six) (?:hours|days|weeks)|each of the (?:past|last)"
    r"|(?-i:hourly|daily|nightly|weekly|monthly))\b|/\s?(?:hour|day|week|month)\b",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(r"\b(?:hourly|daily|nightly|weekly|monthly)(?: \w+){1,2} (?:of|at|to)(?: \w+){0,2}\W*$")
_RATE_REACH = 30
"""So many characters after a claim's words may tell that its number is a rate."""
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|initial(?:ly)?|at first|at one point|up from|down from)\b", re.IGNORECASE
)
_CALLED = re.compile(r"\b(?:call(?:s|ed)|describ(?:es|ed)|brand(?:s|ed)|dismiss(?:es|ed))\b", re.IGNORECASE)
_UNTRUE = re.compile(
    r"\b(?:a lie|lies|false|untrue|fabricat\w+|invented|propaganda|exaggerat\w+|inflated|baseless)\b", re.I
)
_SAID_ON = re.compile(r";|\b(?:but|while|and (?:said|put|gave|added|counted|spoke)|saying|adding)\b", re.IGNORECASE)


def questions(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what a colleague would ask of an article, each question one line."""
    claims = claims_of(article)
    known = Known(article, claims)
    yield from _of_the_text(article)
    yield from _outside_the_body(article)
    yield from _shared_words(claims)
    yield from _corrections(article, claims)
    for claim in claims:
        yield from _of_one(article, claim, known)
    yield from _parts(claims, known)
    counted = [claim for claim in claims if claim.counts and claim.claim_id not in known.corrected]
    counted = [claim for claim in counted if not any(_denial(claim))]
    yield from _one_source(article, counted, known)
    yield from _two_sources(article, counted, known)
    yield from _of_tallies(counted, known)
    yield from stance_questions(article)


def _asked(claims: Sequence[Claim], words: str) -> str:
    """Return a question on some claims."""
    names = [claim.claim_id for claim in claims]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"annotations.jsonld: {', '.join(names[:_MOST_NAMED])}{more}: {words}"


def _figures(claims: Sequence[Claim]) -> str:
    """Return the figures of some claims as a list in a sentence."""
    columns = ("qualifier", "value", "low", "high", "term")
    figures = [quantity({name: claim.get(name) for name in columns}) for claim in claims[:_MOST_NAMED]]
    return listed(figures + ["others"] * (len(claims) > _MOST_NAMED))


def _name(article: AnnotatedArticle, claim: Claim) -> str:
    return article.name(claim.get("source"))[:60]


# of the text


def _of_the_text(article: AnnotatedArticle) -> Iterator[str]:
    """Yield which numbers only the headline gives, and which announced corrections correct nothing."""
    body = article.text[article.body_start : article.body_end]
    if not article.reports:
        given = _values(numbers.read(body)) | _values(numbers.read(" ".join(article.not_said))) | {1}
        for number in sorted(_counts_in(article.title) - given):
            yield (
                f"article.json: the title gives {number:,}, the body does not; which is right? "
                "What only the title says is not annotated: say so in not_said, with the number"
            )
    correcting = {
        start
        for rows in (article.casualties, article.displacement)
        if "corrects" in rows
        for start in rows.loc[rows["corrects"].notna(), "start"]
    }
    asked: set[int] = set()
    for sentence in article.sentences.itertuples():
        heads = isinstance(sentence.section, str) and is_correction(sentence.section)
        if sentence.paragraph in asked or not (heads or is_correction(sentence.text)):
            continue
        paragraph = article.sentences[article.sentences["paragraph"] == sentence.paragraph]
        first, last = paragraph["start"].min(), paragraph["end"].max()
        if not any(first <= start < last for start in correcting) and _counts_in(article.text[sentence.start : last]):
            asked.add(sentence.paragraph)
            yield (
                f"article.txt: sentence {sentence.Index} ({sentence.text[:60]!r}) announces a correction; of which "
                "claim? Annotate its number, with corrects: CLAIM_ID"
            )


def _counts_in(words: str) -> set[int]:
    """Return the numbers in the words that may be counts of people: no dates, no names."""
    found = [one for one in numbers.read(words) if not one.aside and not one.counted and one.amount != "share"]
    return _values(found)


def _values(quantities: Iterable[numbers.Quantity]) -> set[int]:
    """Return the numbers that some quantities give."""
    given = (number for one in quantities for number in (one.value, one.low, one.high))
    return {number for number in given if number is not None}


def _outside_the_body(article: AnnotatedArticle) -> Iterator[str]:
    """Yield which claims stand in the headline, or in what lies after the body."""
    if article.reports:
        return
    for rows in (article.casualties, article.displacement):
        for claim_id, start in rows["start"].items():
            if not article.body_start <= start < article.body_end:
                where = "before" if start < article.body_start else "after"
                yield (
                    f"annotations.jsonld: {claim_id}: stands {where} the body, in a headline or a credit; annotate the "
                    "words of the body, or correct body_start and body_end in article.json"
                )


# of one claim


def _of_one(article: AnnotatedArticle, claim: Claim, known: Known) -> Iterator[str]:
    """Yield what is asked of a claim by itself: its day, a denial, a rate, an undated 'earlier', its tally."""
    tally = claim.get("tally")
    if tally is not None:
        counts = article.tallies.at[tally, "source"]
        if counts not in (claim.get("source"), claim.get("said_by"), *claim.words("via")):
            yield _asked(
                [claim],
                f"{_name(article, claim)} says so, but its tally {tally!r} is kept by {article.name(counts)[:60]}; "
                f"give it a tally of its own (tally: {claim.get('source')}_{claim.get('measure')}), or correct source",
            )
    if claim.get("background"):
        return
    published = article.published_on
    for name in ("reported_on", "period_end"):
        when = claim.get(name)
        if when is not None and not article.reports and (published - when).days > _A_YEAR:
            years = round((published - when).days / 365.25, 1)
            yield _asked(
                [claim],
                f"{name} {when.date()} lies {years:g} years before the publication; is the year right? "
                "If it is, write background: true",
            )
    begins, words = claim.get("period_start"), f"{claim.sentence} {claim.get('period_words')}"
    long_ago = begins is not None and (published - begins).days > _A_YEAR and not article.reports
    if long_ago and not re.search(rf"{begins.year}|years?\b|decades?\b", words):
        yield _asked([claim], f"period_start {begins.date()}, but its sentence names no {begins.year}; is it right?")
    yield from _denial(claim)
    if not claim.counts:
        return
    rate = _rate(claim)
    if rate and claim.get("amount") is None:
        yield _asked(
            [claim],
            f"“{rate[0].strip()}” stands beside the number; a rate? Write amount: rate and per: {_per(rate[0])}; or, "
            "of a count of that time, amount: count",
        )
    if claim.day is None and (earlier := _earlier(claim)) and not known.dated_otherwise(claim):
        yield _asked(
            [claim],
            f"“{earlier[0]}” stands in its sentence, and it has no day; when was it said? Write reported_on, or "
            f"corrects: {claim.claim_id} in the claim that replaces it, or period_words: {earlier[0].lower()}",
        )


def _rate(claim: Claim) -> re.Match[str] | None:
    """Return the words beside a claim's number that make a rate of it; none where another number stands between."""
    if before := _RATE_BEFORE.search(claim.before):
        return before
    rate = _RATE.search(claim.after)
    if rate is None or rate.start() > claim.row["end"] - claim.number_at + _RATE_REACH:
        return None
    between = claim.after[: rate.start()]
    return rate if len([*numbers.figures(between)]) <= 1 and not _NEW_CLAUSE.search(between) else None


def _per(words: str) -> str:
    """Return the unit of time in the words of a rate."""
    unit = re.search("hour|night|day|dai|week|month|year", words.lower())
    return {"dai": "day", "night": "day"}.get(unit[0], unit[0]) if unit else "day"


def _denial(claim: Claim) -> Iterator[str]:
    """Yield whether a claim is a denial, where its words sound like one."""
    if claim.get("assertion") is not None:
        return
    own = _DENIED.search(claim.get("quote") or "")
    near = _SAID_ON.split(claim.before)[-1]
    called = _CALLED.search(near) and _UNTRUE.search(_SAID_ON.split(claim.after)[0])
    if found := own or _DENIED_BEFORE.search(near) or called:
        yield _asked(
            [claim],
            f"“{found[0]}” stands in its words; does the source deny the number? Write assertion: denies, with "
            "about: CLAIM_ID where the denied claim is in the article; or assertion: says",
        )


def _earlier(claim: Claim) -> re.Match[str] | None:
    """Return the words beside a claim's number, with no other number between, that tell of an earlier time."""
    before, after = [*_EARLIER.finditer(claim.before)], _EARLIER.search(claim.after)
    if before and not any(numbers.figures(claim.before[before[-1].end() :])):
        return before[-1]
    if after and len([*numbers.figures(claim.after[: after.start()])]) <= 1 and "from" not in after[0]:
        return after if not re.match(r" (?:\w+ ){0,3}\d", claim.after[after.end() :]) else None
    return None


def _shared_words(claims: Sequence[Claim]) -> Iterator[str]:
    """Yield which claims of one measure share words."""
    open_yet: dict[str, list[Claim]] = {}
    for claim in claims:
        measure = claim.get("measure")
        kept = [one for one in open_yet.get(measure, []) if one.row["end"] > claim.row["start"]]
        for one in kept:
            if claim.claim_id not in one.words("part_of") and one.claim_id not in claim.words("part_of"):
                yield (
                    f"annotations.jsonld: {one.claim_id} and {claim.claim_id} share words and measure ({measure}); "
                    f"are they one claim? Take one out, or write part_of: {one.claim_id} in {claim.claim_id}"
                )
        open_yet[measure] = [*kept, claim]


def _corrections(article: AnnotatedArticle, claims: Sequence[Claim]) -> Iterator[str]:
    """Yield where a claim takes back what another source said."""
    by_id = {claim.claim_id: claim for claim in claims}
    for claim in claims:
        for corrected in filter(None, map(by_id.get, claim.words("corrects"))):
            one, other = (_name(article, each) for each in (claim, corrected))
            mouths = {corrected.get("source"), corrected.get("said_by"), *corrected.words("via")}
            if one not in (other, article.publisher) and claim.get("source") not in mouths:
                yield f"annotations.jsonld: {of_another_source(claim.claim_id, one, corrected.claim_id, other)}"


# of several claims


def _parts(claims: Sequence[Claim], known: Known) -> Iterator[str]:
    """Yield which claims stand behind 'including' or 'among them' and are part of nothing."""
    for claim in claims:
        if not claim.counts or known.is_part(claim):
            continue
        before = [one for one in known.beside(claim) if one.number_at < claim.number_at]
        words, until = _OF_THEM.match(claim.after), claim.number_at
        after = [*_INCLUDING.finditer(claim.before)]
        if words is None and after and _follows(claim, after[-1].end(), before):
            words, until = after[-1], claim.number_at - len(claim.before) + after[-1].start()
        if words is None or any(known.answered(claim, one) for one in before):
            continue
        wholes = [one for one in before if one.number_at < until and one.get("measure") == claim.get("measure")]
        whole = wholes[-1] if wholes else known.before(claim)
        if whole is not None and known.answered(claim, whole):
            continue
        way = f"write part_of: {whole.claim_id}" if whole else "write part_of: CLAIM_ID, the claim of the whole"
        yield _asked([claim], f"“{words[0]}” stands beside it; part of which number? {way[0].upper()}{way[1:]}")


def _follows(claim: Claim, at: int, before: Sequence[Claim]) -> bool:
    """Return whether a claim is what the words before an offset of its sentence introduce."""
    between = claim.before[at:]
    if _NEW_CLAUSE.search(between):
        return False
    wholes = [one for one in before if one.number_at < claim.number_at - len(claim.before) + at]
    if wholes:
        return bool(wholes[-1].get("measure") == claim.get("measure"))
    return not any(numbers.figures(between))


def _grouped(claims: Sequence[Claim], same: Callable[[Claim], Any]) -> Iterator[list[Claim]]:
    """Yield the claims for which `same` gives the same, where they are several."""
    groups: dict[Any, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(same(claim), []).append(claim)
    yield from (group[:MOST_COMPARED] for group in groups.values() if len(group) > 1)


def _kind(claim: Claim) -> tuple[Any, ...]:
    """Return what two claims must have in common to be compared."""
    return claim.table, claim.get("measure"), claim.get("unit") or "people", claim.get("kind")


def _open(group: Sequence[Claim], asks: Callable[[Claim, Claim], bool]) -> Iterator[list[Claim]]:
    """Yield the claims of a group that a question joins, as lists."""
    joined = Groups()
    for one, other in combinations(group, 2):
        if asks(one, other):
            joined.join(one.claim_id, other.claim_id)
    by_id = {claim.claim_id: claim for claim in group}
    yield from ([by_id[name] for name in names] for names in joined.of(by_id))


def _one_source(article: AnnotatedArticle, claims: Sequence[Claim], known: Known) -> Iterator[str]:
    """Yield where one source gives several figures of one measure, and nothing says how they stand together."""

    def asks(one: Claim, other: Claim) -> bool:
        if known.answered(one, other) or known.apart(one, other) or one.row["end"] > other.row["start"]:
            return False  # of words that both have, it is asked already
        days = {one.day, other.day}
        return one.table == "casualties" or None in days or len(days) == 1

    for group in _grouped(claims, lambda claim: (claim.get("source"), *_kind(claim))):
        for some in _open(group, asks):
            source, measure = some[0].get("source"), some[0].get("measure")
            whole = max(some, key=lambda one: one.get("value") or one.get("low") or one.get("high"))
            tally = next((one.get("tally") for one in some if one.get("tally")), f"{source}_{measure}")
            yield _asked(
                some,
                f"{_name(article, some[0])} gives {_figures(some)} {_measured(measure)}; one running count (tally: "
                f"{tally} in each), a part (part_of: {whole.claim_id}), or other people (a tally each, and a row "
                "with disjoint in tally_pairs.csv)?",
            )


def _two_sources(article: AnnotatedArticle, claims: Sequence[Claim], known: Known) -> Iterator[str]:
    """Yield where two sources count for one event, or one day and place, and nothing says how these stand."""

    def asks(one: Claim, other: Claim) -> bool:
        sources = one.get("source"), other.get("source")
        if sources[0] == sources[1] or known.answered(one, other) or known.apart(one, other):
            return False
        if one.get("event") is None or one.get("event") != other.get("event"):
            when = [(claim.day, claim.get("period_start"), claim.places, claim.get("event")) for claim in (one, other)]
            if when[0] != when[1]:
                return False
        return not known.not_said(*sources)

    whole = [claim for claim in claims if claim.get("part_of") is None]
    for group in _grouped(whole, lambda claim: (*_kind(claim), claim.group)):
        for some in _open(group, asks):
            names = listed(list(dict.fromkeys(_name(article, claim) for claim in some))[:_MOST_NAMED])
            tallies = [claim.get("tally") or f"{claim.get('source')}_{claim.get('measure')}" for claim in some]
            yield _asked(
                some,
                f"{names} give {_figures(some)} {_measured(some[0].get('measure'))} for one event or day; the same "
                f"people? In tally_pairs.csv: {tallies[0]},{tallies[1]},same (or within, or disjoint); where the "
                "article leaves it open, a sentence in not_said that names both",
            )


def _measured(measure: str) -> str:
    return measure.replace("_", " ")


def _of_tallies(claims: Sequence[Claim], known: Known) -> Iterator[str]:
    """Yield what is asked of the claims of one tally: other people, periods apart, one day without hours."""
    tallied = [claim for claim in claims if claim.get("tally") is not None and claim.get("part_of") is None]
    for group in _grouped(tallied, lambda claim: claim.get("tally")):
        tally = group[0].get("tally")
        own = f"give each its own tally, and a row in tally_pairs.csv ({tally},OTHER,within or disjoint)"
        others = [one for one in group if one.group != group[0].group or known.elsewhere(one, group[0])]
        if others:
            yield _asked([group[0], *others], f"one tally ({tally!r}), but not the same people; {own}")
        for some in _open(group, periods_apart):
            yield _asked(
                some,
                f"one tally ({tally!r}), but periods that do not touch; a running count goes on from its first day: "
                f"correct the periods, or {own}",
            )
        for some in _open(group, _same_day):
            yield _asked(
                some,
                f"{_figures(some)} on one day, in one tally; which was said later? Write reported_at ({_hours(some)}) "
                f"in each, or corrects: {some[0].claim_id} in the one that replaces it",
            )


def _hours(claims: Sequence[Claim]) -> str:
    """Return the hours with which the sentences of some claims begin; where one has none, examples."""
    hours = [re.match(r"\W?([01]?\d|2[0-3])[:.h]([0-5]\d)\b", claim.sentence) for claim in claims[:_MOST_NAMED]]
    if not all(hours):
        return "such as 15:20, or evening"
    return ", ".join(f"{hour[1]:0>2}:{hour[2]}" for hour in hours if hour)


def _same_day(one: Claim, other: Claim) -> bool:
    """Return whether two claims of a tally give two figures for one day, and no hour says which is the later."""
    numbers = [tuple(claim.get(name) for name in ("value", "low", "high")) for claim in (one, other)]
    hours = {one.get("reported_at"), other.get("reported_at")}
    if one.get("source") != other.get("source") or numbers[0] == numbers[1]:
        return False
    return one.day == other.day and (None in hours or len(hours) == 1)
