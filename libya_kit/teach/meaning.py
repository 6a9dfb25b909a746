"""What an answer says besides its value: measure, population, actor, day, hedge and rate, held against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.teach import answers
from libya_kit.teach.quiz import Asked
from libya_kit.text import number_words, numbers, quotes
from libya_kit.text.quotes import holds

Said = tuple[str, str]
"""A status and what is said of the answer."""

_MEASURES = {
    "killed": "killed kill kills killing died die dies dying dead death deaths fatality fatalities perished slain",
    "wounded": "wounded wound wounds injured injury injuries injure hurt maimed",
    "killed_or_wounded": "casualty casualties",
    "missing": "missing disappeared vanished",
    "detained": "detained arrested captured prisoners jailed imprisoned",
    "abducted": "abducted kidnapped hostages",
    "rescued": "rescued saved",
    "displaced": "displaced displacement fled flee flees fleeing left leave leaving escaped",
    "evacuated": "evacuated evacuation evacuees",
    "withdrawn": "withdrawn withdrew withdraw withdraws withdrawal",
    "trapped": "trapped stranded",
    "returned": "returned returnees",
    "sheltered": "sheltered sheltering sleeping slept",
    "homeless": "homeless",
    "crossed_border": "refugees refugee",
}
_POPULATIONS = {
    "civilian": "civilian civilians noncombatants residents inhabitants locals citizens",
    "combatant": "combatant combatants fighter fighters militiamen militia rebels gunmen insurgents",
    "military": "soldier soldiers troops troop military personnel servicemen officers",
    "peacekeepers": "peacekeeper peacekeepers",
    "medical": "doctor doctors medic medics nurse nurses paramedics paramedic",
    "aid_worker": "rescuers rescuer",
    "journalist": "journalist journalists reporter reporters",
    "children": "child children kids girls boys minors",
    "women": "woman women",
    "men": "man men",
    "elderly": "elderly",
    "adults": "adults",
}
_UNITS = {
    "people": "people ppl person persons human humans individuals victims members",
    "households": "family families household households",
    "homes": "home homes house houses",
}
_CLASSES = {"measure": _MEASURES, "population": _POPULATIONS, "unit": _UNITS}
_AS_KILLED = {"died": "killed"}
_SHOWN = {"displaced": "fled or displaced", "killed_or_wounded": "killed or wounded", "medical": "doctors"}
_FILLERS = frozenset(
    """a an the this that these those it its there they their them he she we i you our is are was were be been being has
    have had do does did of in on at by to from for with as and about who whom whose which what when where how many
    much number numbers count counts counted figure total answer article text story report reported reports
    source sources says say said saying stated states told tells tell according gives give given gave names name named
    claims claim claimed cites cited only just up until till so far since now already yet still then here all together
    altogether least minimum lower bound floor exactly exact estimate estimated some think my read see s raid raids
    please yes no not none nobody one once twice single was per sentence spokesman ministry
    word words mentioned specify specified provide provided clear known unknown nothing null na nan nat missing
    literal literally rule acled loss lost toll own not-given cannot can't don't doesn't didn't isn't wasn't
    aren't know knows we're it's that's there's i'd my he's because sum adds added strike strikes
    elapsed inclusive between publication published measure earlier before after details info taken min
    minimum n lives""".split()
)
_HEDGES = {
    "at_least": "at least",
    "at_most": "at most",
    "estimated": "about",
    "exact": "exactly",
    "vague": "a vague word",
    "range": "a range",
}
_DENIED = re.compile(
    r"\b(?:not(?! (?:more|less|fewer) than)|instead of|rather than)(?: the| an?| any)?(?: exactly| just| only)?"
    r"(?: by| on)? ([\w'-]+)(?: but\b)?"
)
_CLAUSE = re.compile(r"\b(?:say|said|know|known|tell|told|clear|specify|specified|named?|state|stated)\b"
                     r"(?: that| whether| if| who| whom| how| by whom| when| which| what| of)"
                     r"[^,;.]*?(?=\bbut\b|\band\b|\bso\b|[,;.]|$)")  # fmt: skip
_NEGATED = re.compile(r"\b(?:not|no|never|neither|nor|without|nobody)\b|n't\b")
_OR = re.compile(r"\bor\b(?! (?:more|above|over|higher|so far)\b)")
_NO_NUMBERS = {"none", "nobody", "once", "twice", "nothing", "null", "na", "nan", "few"}
_ROUNDED = re.compile(r"\b(?:estimated?|approximately|roughly|or so|more or less)\b")
_CAPPED = re.compile(r"\b(?:tops|max|at most|at the most)\b")
_LEFT_HOME = re.compile(r"\b(?:left|leave|leaving|fled|lost)(?: their| the)? (?:homes?|houses?)\b")
_SAID_NOT = re.compile(r"\b(?:did|does|do|has|was|is) not\b|n't\b|\bdenie[sd]\b")
_THINGS = re.compile(
    r"(?:\d|\bone|\btwo|\bfive|\bsix|\bseven|\bnine)(?: reported| named)?"
    r" (article|claim|count|name|raid|report|row|rule|sentence"
    r"|source|story|stories|strike|table|text|word)s?\b"
)
_SINCE = re.compile(r"\b(?:since|by|until|till|up to|from)(?: on| the)? $")
_DOUBT = re.compile(r"\b(?:perhaps|maybe|probably|possibly|might|guess|could be|likely|presumably|plus|same)\b|\?")
_RATE = re.compile(
    r"(?:\b(?:an?|per|each|every) |/ ?)(hour|day|night|week|month|year)\b|\b(hourly|daily|weekly|monthly|yearly)\b"
)
_STRICT = re.compile(r"(?<!no )(?<!not )\b(?:more|less|fewer|greater|higher|lower) than\b|\b(?:over|under|below|above"
                     r"|exceeding|beyond)(?= \d)|[<>](?!=)")  # fmt: skip
_SIGNS = {"~": "about", "≈": "about", "±": "about", "≤": "at most", "%": "a share"}
_EXACTLY = re.compile(r"(?<!not )\b(?:exactly|exact|precisely)\b")
_BY = re.compile(r"\b(?:killed|wounded|shot|injured|dead|died|deaths|slain|victims|attack|attacked|bombed)(?: people)? "
                 r"(?:by|of|from|because of|in an attack of) ")  # fmt: skip
_BY_MEDIA = r"\b(?:quoted|reported|published|cited|carried)(?: by| in)(?: the)? "
_PART = re.compile(
    r"[,;(]?\s*\b(?:including|incl\.?|among them|of them|of whom)\b(.*)$|[,;(]\s*(\w+ of (?:them|whom)\b.*)$", re.DOTALL
)
_DAYS = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?(?: of|\.)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?:,? \d{4})?"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4})?"
    r"|\b\d{4}-\d\d-\d\d(?:t[\d:.]+)?"
)
_DIED_ON = re.compile(r"\b(?:killed|died|dead|deaths?|wounded|injured)(?: people)? (?:on|during|last|this) ?$")
_NAME_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SPOKEN = re.compile(r"\bspokes(?:person|woman|man)\b")


def contradiction(asked: Asked, given: answers.Given) -> Said | None:
    """Return what is said of an answer whose value is right but whose other words are not; None: all of it holds.

    Nothing is right but what could be read whole: words that are not known are asked to be said more simply.
    """
    if asked.kind == "writing" or given.plain in _labels(asked):
        return None
    text = _lowered(asked.article, quotes.fold(given.words)[0])
    expected = _Expected(asked)
    if asked.kind == "who" and None not in asked.answers and _SAID_NOT.search(text):
        return "unread", "Say it more simply: the name alone."
    text = re.sub(r"\bno\. ?(?=\d)", " ", text)
    text = _LEFT_HOME.sub("fled", text)
    if given.not_given:
        if said := _class(expected, given, text):
            return said
        if asked.kind != "who" and re.search(r"\bwho\b", text) and "who" not in expected.text.split():
            return "unread", "Say it more simply: asked for is not who."
        text = _CLAUSE.sub(" ", text)
    else:
        text, head = _without_part(expected, text), text
        for denied in _DENIED.finditer(head):
            if any(
                expected.allowed(kind, denied[1]) and expected.holds[kind]
                for kind in _CLASSES
                if denied[1] in _words(kind)
            ):
                return _unsure(asked, f"The article does say {denied[1]}.")
        text = _DENIED.sub(" ", text)
    for media in _media(asked.article):
        text = re.sub(_BY_MEDIA + re.escape(media), " ", text)
    for step in (_doubted, _choice_of_two, _hedge, _rate, _class, _blamed, _who, _when, _silent_numbers):
        if said := step(expected, given, text):
            return said
    return _unread(expected, given, text)


def _lowered(article: AnnotatedArticle, text: str) -> str:
    """Return a text in small letters, but for names of two letters: the US is not us."""
    short = {str(row["name"]) for _, row in article.actors.iterrows() if len(str(row["name"])) < 3}
    text = re.sub(r"\b(tells?|told|lets?|gives?) us\b", r"\1", text)
    return "".join(part if part in short else part.casefold() for part in re.split(r"(\W+)", text))


class _Expected:
    """What an answer may say besides its value: what the rows behind the question and its own text say."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.article = asked.article
        self.rows = list(rows(asked))
        self.text = quotes.fold(asked.text)[0].casefold()
        text = "" if asked.column == "sentence" else self.text
        self.holds: dict[str, set[str]] = {kind: set(_of(kind, text)) for kind in _CLASSES}
        for row in self.rows if asked.column != "sentence" else ():
            self._take(row)
        if self.rows and asked.column != "sentence":  # of a sum is only said what is said of each part
            self.holds["population"] |= set.intersection(*map(_populations, self.rows))

    def _take(self, row: pd.Series) -> None:
        """Add what one row says."""
        measure = str(row.get("measure", ""))
        self.holds["measure"].add(_AS_KILLED.get(measure, measure))
        unit = row.get("unit")
        self.holds["unit"].add("people" if pd.isna(unit) else str(unit))

    def allowed(self, kind: str, word: str) -> bool:
        """Return whether a word of a class is one that the rows or the question say."""
        return _words(kind).get(word, "") in self.holds[kind]

    def cells(self, *columns: str) -> set[object]:
        """Return what stands in some columns of the rows."""
        found = {row.get(column) for row in self.rows for column in columns}
        return {one for one in found if not pd.isna(one)}

    def qualifiers(self) -> set[str]:
        """Return how surely the number may be said: as its rows do, in the words of the question or of an average."""
        if self.asked.average:
            return {"exact", "estimated"}
        found = set() if self.asked.column == "sentence" else {str(one) for one in self.cells("qualifier")}
        found = found - {"exact"} if len(found) > 1 else found
        return found | {one.qualifier for one in numbers.read(self.text)} - {"vague"}


def _populations(row: pd.Series) -> set[str]:
    """Return who the people of a row are, by its columns and its words."""
    said = {str(row.get("population", "")), *(row.get("age_sex") or ())}
    return said | set(_of("population", str(row.get("quote", "")).casefold()))


@lru_cache(8)
def _words(kind: str) -> Mapping[str, str]:
    """Return the words of a class, each with what it means."""
    return {word: name for name, some in _CLASSES[kind].items() for word in some.split()}


def _of(kind: str, text: str) -> Iterator[str]:
    """Yield what the words of a class mean that stand in a text."""
    for word in _NAME_WORDS.findall(text):
        if word in _words(kind):
            yield _words(kind)[word]


def rows(asked: Asked) -> Iterator[pd.Series]:
    """Yield the rows of the claims behind a question."""
    for name in ("casualties", "displacement"):
        table = getattr(asked.article, name)
        for claim in asked.claims:
            if claim in table.index:
                yield table.loc[claim]


def _labels(asked: Asked) -> set[str]:
    """Return how the right answers are written where they are choices."""
    some = [asked.shown, *(asked.label(value) for value in asked.answers), *asked.answers]
    return {answers.plain(one) for one in some if isinstance(one, str) and one}


def _media(article: AnnotatedArticle) -> Iterator[str]:
    """Yield the names of those who only publish."""
    yield from ("article", "newspaper")
    for _, row in article.actors[article.actors["kind"] == "media"].iterrows():
        yield quotes.fold(str(row["name"]))[0].casefold()


def _value(expected: _Expected) -> str:
    """Return the right answer in words, for the first words of a reply."""
    asked = expected.asked
    return asked.label(asked.answers[0])


def _unsure(asked: Asked, says: str) -> Said:
    return "misconception", says


def _but(expected: _Expected, says: str) -> Said:
    """Return that the value is right and something beside it is not."""
    if expected.asked.answers[0] is None:
        return "misconception", f"What the article leaves open you saw, but {says}."
    return "misconception", f"{_value(expected)} is right, but {says}."


def _without_part(expected: _Expected, text: str) -> str:
    """Return a text without “including two rescue workers”, where the tables have such a part of the claim."""
    found = _PART.search(text)
    part = found and (found[1] or found[2])
    table = expected.article.casualties
    if not found or not part or not expected.rows:
        return text
    known = [
        row for _, row in table.iterrows() if row.get("part_of") in [one.name for one in expected.rows] or _beside(row)
    ]
    for row in known:
        tail = {one.value for one in numbers.read(part) if one.value is not None}
        words = set(_NAME_WORDS.findall(quotes.fold(str(row["quote"]))[0].casefold()))
        rest = {word for word in _NAME_WORDS.findall(part) if word not in words and word not in _FILLERS}
        if tail == {row["value"]} and not rest:
            return text[: found.start()]
    return text


def _beside(row: pd.Series) -> bool:
    """Return whether a row's words say that it is a part of the count before them."""
    return str(row["quote"]).casefold().startswith(("including", "among them", "of whom", "of them"))


def part_numbers(asked: Asked, words: str) -> str:
    """Return an answer without the part that it names, “including 2 rescue workers”, where the tables have it."""
    return _without_part(_Expected(asked), quotes.fold(words)[0].casefold())


# Each thing that may contradict


def _doubted(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    if found := _DOUBT.search(text):
        return "unread", f"Say it more simply: give one answer, without “{found[0]}”."
    return None


def _choice_of_two(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    if _OR.search(text) and not given.not_given and " or " not in expected.text:
        return "unrecognised", "Two answers stand there with “or” between them; give one."
    return None


def _hedge(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that the number is hedged in another way than in the article."""
    if expected.asked.kind != "number" or given.not_given:
        return None
    known = expected.qualifiers()
    right = sorted(known - {"exact"}) or ["exact"]
    says = (
        f"the article says “{_HEDGES.get(right[0], 'just the number')}”"
        if right != ["exact"]
        else "it has no such word"
    )
    words = " ".join(str(row["quote"]) for row in expected.rows).casefold()
    if (strict := _STRICT.search(text)) and strict[0] not in words:
        return _but(expected, f"not “{strict[0]}”: {says}")
    counted = any(one.value is not None for one in numbers.read(text))
    if (
        not counted
        and None not in expected.asked.answers
        and (found := next((" ".join(one) for one in number_words.HEDGES if holds(text, " ".join(one))), ""))
    ):
        return _but(expected, f"not “{found}”: {says}")
    if _ROUNDED.search(text) and "estimated" not in known:
        return _but(expected, f"not “about”: {says}")
    if _CAPPED.search(text) and "at_most" not in known:
        return _but(expected, f"not “at most”: {says}")
    for sign, hedge in _SIGNS.items():
        if sign in text and not (hedge == "about" and "estimated" in known):
            return _but(expected, f"not “{hedge}”: {says}")
    if _EXACTLY.search(text) and "exact" not in known and expected.rows:
        return _but(expected, f"not “exactly”: {says}")
    for one in numbers.read(text):
        if one.value is None and one.low is None:
            if counted and one.qualifier == "vague" and "vague" not in known:
                return _but(expected, f"not “{one.words}”: {says}")
            continue
        if one.amount == "share":
            return _but(expected, "it is a count and no share")
        if one.qualifier not in {"exact", *known} and not set(one.also) & known:
            return _but(expected, f"not “{_HEDGES.get(one.qualifier, one.qualifier)}”: {says}")
    return None


def _rate(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    found = _RATE.search(text)
    if not found or (given.not_given and not _numbers_in(text)):
        return None
    period = (
        found[1] or {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "hourly": "hour"}[found[2]]
    )
    allowed = {one[1] for one in _RATE.finditer(expected.text)} | expected.cells("per")
    if period in allowed or expected.asked.kind == "day":
        return None
    return _but(expected, f"nothing in it is said per {period}")


def _class(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that the answer counts something else: another measure, population or unit."""
    text = named(expected.article, text)[1]
    for kind in _CLASSES:
        for word in _NAME_WORDS.findall(text):
            if word not in _words(kind) or expected.allowed(kind, word):
                continue
            if word in _open(expected) and expected.asked.column != "sentence":
                continue
            if kind == "measure" and word == "missing" and given.not_given:
                continue
            wanted = sorted(one for one in expected.holds[kind] if one and one != "unspecified")
            shown = " and ".join(_SHOWN.get(one, one.replace("_", " ")) for one in wanted)
            if kind == "population" or not shown:
                return _but(expected, f"the article does not say “{word}” of it")
            return _but(expected, f"the article says {shown}, not {word}")
    return None


def _open(expected: _Expected) -> set[str]:
    """Return the words of the question, of its choices and of the names of claims: they may all be said."""
    asked = expected.asked
    texts = [expected.text, *(asked.label(value).casefold() for value in asked.answers)]
    texts += [str(value).casefold() for value in asked.answers]
    return set(_NAME_WORDS.findall(" ".join(texts).replace("_", " ").replace("-", " ")))


def _blamed(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    if expected.asked.kind not in ("number", "day") or given.not_given:
        return None
    for found in _BY.finditer(text):
        told = named(expected.article, text[found.end() :])[0]
        if told and not told <= expected.cells("blamed", "victims"):
            return _but(expected, "the article does not say who did it")
    return None


def _who(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that the answer names somebody who is neither the source nor in the question."""
    asked, article = expected.asked, expected.article
    told = named(article, _without_accepted(asked, text))[0]
    allowed = named(article, expected.text)[0] | {one for one in asked.answers if isinstance(one, str)}
    allowed |= {str(one) for one in expected.cells("source", "said_by", "via", "victims")}
    if asked.kind == "who" and None not in asked.answers:
        allowed |= above(article, {one for one in allowed if one in article.actors.index})
    if asked.kind == "choice":
        labels = " ".join(asked.label(value) for value in asked.answers)
        allowed |= named(article, labels)[0]
    if other := sorted(told - allowed):
        return _but(expected, f"{article.name(other[0])} is not who the article names here")
    return None


def _when(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that the answer names another day than the claim, or takes the day of a report for that of the deaths."""
    if expected.asked.kind == "day" and any(_SINCE.search(text[: found.start()]) for found in _DAYS.finditer(text)):
        return "unread", "Say it more simply: the day alone."
    if expected.asked.kind in ("day", "text") or given.not_given:
        return None
    published = expected.article.published_on
    known = {pd.Timestamp(str(one)) for one in expected.cells("reported_on", "period_start", "period_end")}
    if len(expected.rows) > 1 and known:
        known = {max(known)}
    known |= answers.days(expected.text, published)
    if other := answers.days(text, published) - known:
        return _but(expected, f"not for {min(other):%A}: the article does not say that day of it")
    for found in _DAYS.finditer(text):
        if _DIED_ON.search(text[: found.start()]) and not expected.cells("period_start"):
            return _but(expected, "the day is that of the report; on which day it happened is another question")
    return None


def _numbers_in(text: str) -> set[int]:
    return {
        one.value for one in numbers.read(_DAYS.sub(" ", text)) if one.value is not None and one.aside != "no count"
    }


def _silent_numbers(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that the answer says that nothing is given, and then gives something."""
    if None not in expected.asked.answers:
        return None
    given_numbers = set(given.numbers) | ({*_numbers_in(text)} - {0} if given.not_given else set())
    spare = given_numbers - {one.value for one in numbers.read(expected.text)} - {12.0, 24.0}
    rates = {value for rule in expected.asked.accept for value in rule.values}
    spare = {one for one in spare if not any(isinstance(two, int | float) and abs(one - two) < 1 for two in rates)}
    if spare:
        return _but(expected, f"{min(spare):g} is not in the article as the answer to this")
    return None


def _unread(expected: _Expected, given: answers.Given, text: str) -> Said | None:
    """Return that words stand in the answer that are not known; they are asked to be said more simply."""
    asked = expected.asked
    if not given.not_given and asked.kind != "choice":
        text = _without_accepted(asked, text)
        if (
            _NEGATED.search(re.sub(r"\b(?:no|not) (?:fewer|less|more) than\b", " ", text))
            and asked.kind != "text"
            and _counted(asked)
        ):
            return "unread", "Say it more simply: the answer alone, without “not”."
    text = named(expected.article, _DAYS.sub(" ", text))[1]
    for label in _labels(asked):
        text = text.replace(label, " ")
    known = _FILLERS | _open(expected) | _quoted(expected) | {word for kind in _CLASSES for word in _words(kind)}
    known = known | {word for hedge in number_words.HEDGES for word in hedge}
    if asked.kind == "day":
        known = known | {"day", "last", "date", "t", "th", "st", "nd", "rd"}
    if "often" in expected.text:
        known = known | {"time", "times"}
    known = known | {word for row in expected.rows for word in str(row.get("place")).split("_")}
    if _counted(asked) and asked.answers != (0,) and re.search(r"\d", given.words):
        known = known - _NO_NUMBERS
    if asked.kind in ("who", "day", "choice") and not given.not_given and _spare(expected, text):
        return "unread", "Say it more simply: without the number."
    counted = _counted(asked) and asked.answers != (0,)
    if asked.column != "sentence" and re.search(r"\bsentence \d", given.words.casefold()):
        return "unread", "Say it more simply: without the number of a sentence."
    things = _THINGS.search(given.words.casefold())
    if asked.kind == "number" and things and not _asked_of(expected, things[0].split()[-1]):
        return "misconception", f"The number counts no {things[1]}s. Give the number with what it counts, or alone."
    for one in reversed(numbers.read(text)):
        if one.value or one.low or (one.value == 0 and not counted):
            text = text[: one.hedge_start] + " " + text[one.end :]
    unknown = [word for word in _NAME_WORDS.findall(text.replace("_", " ")) if not _is_known(word, known)]
    if unknown:
        return "unread", f"Say it more simply: “{unknown[0]:.30}” is not understood here. Give the answer alone."
    return None


def _asked_of(expected: _Expected, thing: str) -> bool:
    """Return whether the question asks how many of such things there are."""
    words = {*expected.text.split(), *expected.text.replace("strikes", "raids").split()}
    return thing in words or f"{thing}s" in words


def _without_accepted(asked: Asked, text: str) -> str:
    """Return a text without the words that the question itself takes."""
    for rule in asked.accept:
        if rule.matches:
            text = rule.matches.sub(lambda found: " " if not _cut(found) else found[0], text)
    return text


def _cut(found: re.Match[str]) -> bool:
    """Return whether a match ends within a word."""
    return found.string[found.end() : found.end() + 1].isalpha()


def _spare(expected: _Expected, text: str) -> set[int]:
    """Return the numbers in an answer that are neither asked for nor in the question."""
    text = re.sub(
        r"\d{1,2}\.(?: ?\d{1,2}\.(?: ?\d{4})?)?|\d{1,2}/\d{1,2}/\d{4}|\d{4}/\d\d/\d\d|\d+(?:st|nd|rd|th)\b", " ", text
    )
    if expected.asked.kind == "day" and text.strip().isdigit():
        return set()
    known = expected.text + " ".join(str(row["quote"]) for row in expected.rows)
    return _numbers_in(text) - _numbers_in(known) - {0}


def _counted(asked: Asked) -> bool:
    return asked.kind in ("number", "day", "who") and None not in asked.answers


def _is_known(word: str, known: Iterable[str]) -> bool:
    """Return whether a word is known, as it is or without an ending."""
    return any(
        form in known for form in (word, re.sub(r"'s$|s$", "", word), word + "s", re.sub(r"(es|ed|d|ly)$", "", word))
    )


def _quoted(expected: _Expected) -> set[str]:
    """Return the words of the claims behind the question, as the article has them."""
    quoted = " ".join(str(row["quote"]) for row in expected.rows)
    return set(_NAME_WORDS.findall(quotes.fold(quoted)[0].casefold()))


# Whom words name


def standing(said: str, names: Mapping[str, str]) -> tuple[set[str], str]:
    """Return what is named in words, by names that are tried longest first, and the words without these names.

    >>> standing("the guard, not the union", {"guard": "g", "union": "u"})
    ({'g'}, 'the  , ')
    """
    told: set[str] = set()
    for name in sorted(names, key=len, reverse=True):
        stands = rf"(?<!\w){re.escape(name)}(?:s|d|es|ed)?(?!\w)"
        said = re.sub(rf"\b(?:not|instead of|rather than)(?: the| an?)? {stands}", "", said)
        without = re.sub(stands, " ", said)
        if without != said:
            told.add(names[name])
        said = without
    return told, said


def named(article: AnnotatedArticle, words: str) -> tuple[set[str], str]:
    """Return whom words name and the rest of them; not also the organisation of somebody who is named.

    Where no name stands in them, it is the one actor in whose name they stand: “the Red Crescent”.
    """
    names: dict[str, str] = {}
    for actor, row in article.actors.iterrows():
        for name in (str(actor), row["name"], *(row["aliases"] or ())):
            for form in _forms(answers.plain(quotes.fold(name)[0])):
                names.setdefault(form, str(actor))
    said = _SPOKEN.sub("spokesman", answers.plain(quotes.fold(words)[0]))
    for short in [name for name in names if len(name) < 3]:  # “it does not tell us” is not the US
        if said != short and not re.search(rf"\b{short.upper()}\b", words):
            del names[short]
    told, rest = standing(said, names)
    if not told and len(said) > 3:
        told = {
            actor
            for name, actor in names.items()
            if (name.endswith(f" {said}") and not name.endswith(f" of {said}")) or _role(said, name)
        }
        told = told - above(article, told)
        return (told, "") if len(told) == 1 else (set(), rest)
    return told - above(article, told), rest


def _role(said: str, name: str) -> bool:
    """Return whether words are the role with which a name begins: the spokesman."""
    return said.startswith("spokesman") and holds(name, said)


def _forms(name: str) -> Iterator[str]:
    """Yield a name in its orders: “spokesman for the health ministry”, “health ministry's spokesman”."""
    name = _SPOKEN.sub("spokesman", name)
    yield name
    if found := re.match(r"spokesman (?:for|of) (?:the )?(.+)", name):
        body = found[1]
        yield from (f"spokesman of the {body}", f"spokesman of {body}", f"spokesman for {body}")
        yield from (f"{body} spokesman", f"{body}'s spokesman")
        last = body.split()[-1]
        if last != body:
            yield from (
                f"{last} spokesman",
                f"{last}'s spokesman",
                f"spokesman for the {last}",
                f"spokesman of the {last}",
            )
    if found := re.match(r"(\w+) ministry$", name):
        yield f"ministry of {found[1]}"


def above(article: AnnotatedArticle, actors: set[str]) -> set[str]:
    """Return the organisations that actors are part of, and those that these are part of."""
    found: set[str] = set()
    while actors := {part for part in article.actors.loc[[*actors], "part_of"].dropna() if part not in found}:
        found |= actors
    return found
