"""Checks that teach: an answer is right, or answered by the mistake that leads to it. Nothing is sent or stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from markupsafe import Markup

from libya_kit.article.model import AnnotatedArticle, load_article, shipped
from libya_kit.article.wording import listed
from libya_kit.errors import ArgumentError, nearest
from libya_kit.teach import answers, meaning, quiz
from libya_kit.teach.answers import Given
from libya_kit.teach.choosing import IS_GIVEN, IS_NOT_0, SHEET, STATUSES, coded, radios
from libya_kit.teach.expressions import FILE, Value
from libya_kit.teach.quiz import KINDS, Asked, Rule
from libya_kit.text import html as markup
from libya_kit.text import notebook, quotes
from libya_kit.text.english import day

_NOT = re.compile(r"\b(not|no|never)\b|n't\b")
_SUM = re.compile(r"\d{1,9}(?: ?\+ ?\d{1,9}){1,9}(?: ?= ?\d{1,9})?")
_BLANK = "Write your answer in the place of the three dots, then run the cell again."
_SEVERAL = "Several {} stand in your answer; give one."
_TWO_WAYS = "“{:.20}” may be read in more than one way. Write thousands as 2200 or 2,200, a fraction as 2.5; give one."


@dataclass(frozen=True, repr=False)
class Check:
    """What a check found of one answer; shown as text and, in a notebook, as HTML.

    `status` is one of STATUSES, `text` says why, `look` where to look; `look` is empty where the answer is right.
    """

    question: str
    status: str
    text: str
    look: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.status == "right"

    def __repr__(self) -> str:
        said = f"{STATUSES[self.status]} {self.text}".strip()
        return f"{said}\nWhere to look: {self.look}" if self.look else said

    def _repr_html_(self) -> str:
        first = markup.element("p", markup.element("strong", STATUSES[self.status]), " ", coded(self.text))
        look = markup.element("p", "Where to look: ", coded(self.look)) if self.look else None
        return markup.element("style", SHEET) + markup.element("div", first, look, class_="lk-check")


@dataclass(frozen=True, repr=False)
class Question:
    """One question: its `id`, `lesson`, `kind` and `text`, what is asked for; `html` asks it with answers to choose."""

    id: str
    lesson: int
    kind: str
    text: str
    asked_for: str
    html: Markup

    def __repr__(self) -> str:
        return f"{self.text} ({self.asked_for})"

    def _repr_html_(self) -> str:
        return notebook.live(self.html)


def check(question: str, answer: object, article: AnnotatedArticle | None = None) -> Check:
    """Return whether an answer is right, and if it is not, the mistake that leads to it or where to look.

    Parameters
    ----------
    question
        The question's id; `questions()` lists them.
    answer
        Any object: a number, a text, a day, a list or column with one of these; None or ``pandas.NA`` for "the article
        does not say"; ``...`` for not yet answered. Odd answers are answered, never an error.
    article
        The article asked about; None: the shipped article that has the question.

    Raises
    ------
    ArgumentError
        No question has that id, or `article` is none.

    Examples
    --------
    >>> check("killed-floor", 25).right, check("killed-floor", 46).status, check("killed-floor", ...).status
    (True, 'misconception', 'not yet')
    """
    asked = _find(question, article)
    given = answers.read(answer)
    if given.blank:
        return Check(asked.id, "not yet", _BLANK, asked.look)
    judge = _written if asked.kind == "writing" else _judged
    status, text = judge(asked, given)
    return Check(asked.id, status, text, "" if status == "right" else asked.look)


def questions(article: AnnotatedArticle | None = None) -> pd.DataFrame:
    """Return the questions on an article, a row each: lesson, kind and text, indexed by id; None: on all that ship.

    Raises
    ------
    ArticleError
        The article's `teach.json` holds something that cannot be right.

    Examples
    --------
    >>> questions().loc["killed-floor", "kind"]
    'number'
    """
    every = _shipped().values() if article is None else _of(article).values()
    rows = [{"question": one.id, "lesson": one.lesson, "kind": one.kind, "text": one.text} for one in every]
    table = pd.DataFrame(rows, columns=["question", "lesson", "kind", "text"]).set_index("question")
    return table.sort_values("lesson", kind="stable")


def question(name: str, article: AnnotatedArticle | None = None) -> Question:
    """Return one question; its `html` asks it with answers to choose from, which style alone answers.

    Raises
    ------
    ArgumentError
        No question has that id.
    """
    asked = _find(name, article)
    html = markup.element("style", SHEET) + radios(asked)
    return Question(asked.id, asked.lesson, asked.kind, asked.text, _wanted(asked), html)


def quiz_html(article: AnnotatedArticle | None = None, names: Iterable[str] | None = None) -> Markup:
    """Return questions with answers to choose from, without a script; None: all questions of the article.

    Raises
    ------
    ArgumentError
        No question has one of the ids.
    """
    names = questions(article).index if names is None else names
    asked = [radios(_find(name, article)) for name in names]
    return markup.element("style", SHEET) + markup.element("div", *asked, class_="lk-quiz")


# Which question


def _of(article: AnnotatedArticle) -> dict[str, Asked]:
    if not isinstance(article, AnnotatedArticle):
        what = f"article is of type {type(article).__name__}, which is no annotated article"
        raise ArgumentError(what, mend="give what load_article returns; a number has no comma in code: 2200")
    found, problems = quiz.read(article)
    if problems:
        raise problems[0]
    return found


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Asked]:
    """Return the questions on all articles that come with the kit."""
    folders = sorted(path.parent for path in shipped("data").glob(f"*/{FILE}"))
    return {name: one for folder in folders for name, one in _of(load_article(folder)).items()}


def _find(name: str, article: AnnotatedArticle | None) -> Asked:
    known = _shipped() if article is None else _of(article)
    if not isinstance(name, str) or name not in known:
        raise ArgumentError(f"no question has the id {name!r}", mend=nearest(name, known))
    return known[name]


# What an answer is


def _judged(asked: Asked, given: Given) -> tuple[str, str]:
    """Return the status of an answer and what is said of it; right is only what is right in all its words."""
    if asked.kind == "number" and len(given.numbers) > 1:
        given = _of_parts(asked, given)
    status, text = _valued(asked, given)
    return (status == "right" and meaning.contradiction(asked, given)) or (status, text)


def _of_parts(asked: Asked, given: Given) -> Given:
    """Return an answer without the part that it names, or its sum where it adds counts of the article."""
    if _SUM.fullmatch(given.words) and len(asked.claims) > 1:
        terms, _, total = given.words.replace(" ", "").partition("=")
        known = {str(row["value"]) for row in meaning.rows(asked)}
        added = sum(map(int, terms.split("+")))
        if known >= {*terms.split("+")} and total in ("", str(added)):
            return answers.read(added)
    return answers.read(meaning.part_numbers(asked, given.words)) if meaning.part_numbers(asked, given.words) else given


def _valued(asked: Asked, given: Given) -> tuple[str, str]:
    """Return the status of an answer by its value and what is said of it: traps in its words first."""
    for rule in asked.wrong:
        if rule.matches and not rule.values and rule.matches.search(given.words):
            return "misconception", rule.says
    told, right = _told(asked, given), set(asked.answers)
    if (None in right and given.not_given) or (told <= right and _among(asked, given, told, asked.answers)):
        return "right", asked.right
    for rule in asked.accept:
        if _meets(asked, given, told, rule):
            return "right", rule.says or asked.right
    if told & right:
        return "unrecognised", _SEVERAL.format("names" if asked.kind == "who" else "words")
    for rule in asked.wrong:
        if rule.values and _meets(asked, given, told, rule):
            return "misconception", rule.says
    if asked.kind == "number" and None in right and given.is_number(0):
        return "misconception", IS_NOT_0
    if None not in right and given.not_given:
        return "misconception", IS_GIVEN
    if asked.kind == "number" and given.two_ways:
        return "unrecognised", _TWO_WAYS.format(given.two_ways)
    if asked.kind == "number" and len(given.numbers) > 1:
        return "unrecognised", _SEVERAL.format("numbers")
    return "unrecognised", f"Asked for is {_wanted(asked)}." if not _fits(asked, given) else ""


def _wanted(asked: Asked) -> str:
    """Return what kind of answer is asked for."""
    choices = listed((repr(value) for value in asked.choices), "or")
    return choices or KINDS[asked.kind]


def _fits(asked: Asked, given: Given) -> bool:
    """Return whether an answer is of the kind that is asked for."""
    if given.not_given:
        return True
    if asked.kind == "number":
        return len(given.numbers) == 1
    if asked.kind == "day":
        return given.day(asked.article.published_on) is not None
    if asked.kind == "who":
        return bool(meaning.named(asked.article, given.words)[0])
    return asked.kind == "text" or any(given.plain == answers.plain(label) for label in asked.choices.values())


def _meets(asked: Asked, given: Given, told: set[str], rule: Rule) -> bool:
    """Return whether an answer is one of a rule's values and, where the rule says so, its words match."""
    words = rule.matches is None or rule.matches.search(given.words) is not None
    return words and (not rule.values or _among(asked, given, told, rule.values))


def _among(asked: Asked, given: Given, told: set[str], some: tuple[Value, ...]) -> bool:
    """Return whether an answer is one of some values: a text or actor that it tells, else a day, a number, silence."""
    if told:
        return not told.isdisjoint(some)
    return any(_is(asked, given, value) for value in some if not isinstance(value, str))


def _is(asked: Asked, given: Given, value: Value) -> bool:
    """Return whether an answer is a value that is no text; None: that the article does not say."""
    if value is None:
        return given.not_given
    if isinstance(value, pd.Timestamp):
        return bool(given.day(asked.article.published_on) == value)
    return given.is_number(value)


def _told(asked: Asked, given: Given) -> set[str]:
    """Return which actors, or which of the question's texts, an answer names: none that it denies."""
    if asked.kind == "who":
        return meaning.named(asked.article, given.words)[0]
    some = asked.choices or (*asked.answers, *(value for rule in asked.wrong for value in rule.values))
    texts = [value for value in some if isinstance(value, str)]
    names = {answers.plain(name): value for value in texts for name in (asked.label(value), value)}
    if given.plain in names:
        return {names[given.plain]}
    told, rest = meaning.standing(given.plain, names)
    return set() if _NOT.search(rest) else told


def _written(asked: Asked, given: Given) -> tuple[str, str]:
    """Return the status of a text of one's own: no known mistake in it, and all in it that it must hold."""
    said = quotes.fold(given.words)[0].casefold()
    for rule in asked.wrong:
        if rule.matches and rule.matches.search(given.words):
            return "misconception", rule.says
    for rule in asked.must:
        parts = (day(value) if isinstance(value, pd.Timestamp) else str(value) for value in rule.values)
        held = any(quotes.fold(part)[0].casefold() in said for part in parts)
        if not (held or (rule.matches and rule.matches.search(given.words))):
            return "misconception", rule.says
    return "right", asked.right
