"""Questions on an article, as its `teach.json` asks them; what is right and what is a known mistake is computed."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from typing import Any

from libya_kit.article import w3c
from libya_kit.article.model import AnnotatedArticle
from libya_kit.errors import ArticleError, nearest
from libya_kit.files import read_bytes
from libya_kit.teach.expressions import FILE, Value, cell, claimed, keys, refuse, shown, told, values

KINDS = {
    "number": "one number, or None where the article gives none",
    "day": "a day, as in 31 January, or None where the article gives none",
    "who": "a name, or None where the article gives none",
    "choice": "one of the choices",
    "text": "a word or a name of a claim",
    "writing": "a text of your own",
}
"""The kinds of questions, each with what is asked for."""
_QUESTION: dict[str, type] = {
    "id": str,
    "lesson": int,
    "kind": str,
    "text": str,
    "answer": object,
    "right": str,
    "look": str,
    "shown": str,
    "about": list,
    "choices": list,
    "accept": list,
    "wrong": list,
    "must": list,
}
_NEEDED = ("id", "lesson", "kind", "text", "answer", "right", "look")
_RULE: dict[str, type] = {"is": object, "matches": str, "says": str, "shown": str}
_HOLDER = re.compile(r"\{([^{}]*)\}")
MOST_OBJECTS = 5000
"""So many objects and placeholders, each of which is computed, a `teach.json` may hold."""
LONGEST_PATTERN = 300
_REPEATS = re.compile(r"(?<!\\)(?:[*+]|\{\d*,?\d*\})")
_REPEATED_GROUP = re.compile(r"(?<!\\)\)(?:[*+]|\{)")
_SIMPLER = "repeat no group, and at most two characters; or make two rules of it"
_FORKS = re.compile(r"(?<!\\)[(?]")


@dataclass(frozen=True)
class Rule:
    """What an answer is, by values or by its words, what is said of it, and how a choice of it is written."""

    values: tuple[Value, ...] = ()
    matches: re.Pattern[str] | None = None
    says: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Asked:
    """One question with what is right and what is a known mistake, all of it computed for its article."""

    article: AnnotatedArticle
    id: str
    lesson: int
    kind: str
    text: str
    answers: tuple[Value, ...]
    right: str
    look: str
    shown: str
    choices: dict[str | None, str]
    accept: tuple[Rule, ...]
    wrong: tuple[Rule, ...]
    must: tuple[Rule, ...]
    claims: tuple[str, ...] = ()
    column: str = ""
    average: bool = False

    def label(self, value: Value) -> str:
        """Return a value as a choice shows it."""
        if value in self.choices:
            return self.choices[value]
        return shown(self.article, value, self.kind)


def read(article: AnnotatedArticle) -> tuple[dict[str, Asked], list[ArticleError]]:
    """Return an article's questions by id, and every problem of its `teach.json`; without the file there are none.

    >>> from libya_kit.article.model import load_article
    >>> asked, problems = read(load_article())
    >>> asked["killed-floor"].answers, problems
    ((25,), [])
    """
    path = article.folder / FILE
    if not os.path.lexists(path):
        return {}, []
    found: dict[str, Asked] = {}
    problems: list[ArticleError] = []
    try:
        raw = read_bytes(path)
        if raw.count(b"{") > MOST_OBJECTS:
            refuse(f"more than {MOST_OBJECTS:,} braces", None, "is it the right file?")
        page = w3c.parse_json(raw, FILE)
        keys(page, {"questions": list}, ("questions",), None)
    except ArticleError as problem:
        return {}, [problem]
    for place, given in enumerate(page["questions"], 1):
        try:
            one = _asked(article, given, place)
            if one.id in found:
                refuse("the id is given twice", one.id, "give the second a name of its own")
            found[one.id] = one
        except ArticleError as problem:
            problems.append(problem)
    return found, problems


def _asked(article: AnnotatedArticle, given: Any, place: int) -> Asked:
    """Return one question, all its values computed."""
    name = given["id"] if isinstance(given, dict) and isinstance(given.get("id"), str) else f"question {place}"
    keys(given, _QUESTION, _NEEDED, name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given["id"]):
        refuse("the id is no word", name, "use small letters, digits and '-'")
    kind = given["kind"]
    if kind not in KINDS:
        refuse(f"unknown kind {kind!r}", name, nearest(kind, KINDS))
    choices: dict[str | None, str] = {}
    for one in given.get("choices", []):
        keys(one, {"value": object, "shown": str}, ("value", "shown"), name)
        if not isinstance(one["value"], str | None):
            refuse(f"the choice's value {one['value']!r} is no text", name, "give a text or null")
        if one["value"] in choices or one["shown"] in choices.values():
            refuse(f"the choice {one['shown']!r} is given twice", name, "keep one of them")
        choices[one["value"]] = one["shown"]
    answers = values(article, given["answer"], name)
    rules: dict[str, Any] = {
        key: tuple(_rule(article, one, name) for one in given.get(key, [])) for key in ("accept", "wrong", "must")
    }
    every = [*answers, *(value for key in ("accept", "wrong") for rule in rules[key] for value in rule.values)]
    if kind == "choice" and (odd := [value for value in every if value not in choices]):
        refuse(f"{odd[0]!r} is none of the choices", name, nearest(odd[0], map(str, choices)))
    if kind == "who" and (odd := [value for value in every if value is not None and value not in article.actors.index]):
        refuse(f"{odd[0]!r} names nothing in actors", name, nearest(odd[0], article.actors.index))
    if any(not rule.says for key in ("wrong", "must") for rule in rules[key]):
        refuse("a rule does not say what the mistake is", name, "give 'says'")
    if kind == "writing" and not rules["must"]:
        refuse("nothing is asked of the text", name, "say in 'must' what it must hold")
    answer = shown(article, answers[0], kind)
    text, right, look, label = (
        _filled(article, given.get(key, ""), answer, name) for key in ("text", "right", "look", "shown")
    )
    for claim in given.get("about", ()):
        claimed(article, claim, name)
    about = _about(article, given["answer"], answers)
    about["claims"] = (*about.get("claims", ()), *given.get("about", ()))
    return Asked(
        article, given["id"], given["lesson"], kind, text, answers, right, look, label, choices, **rules, **about
    )


def _about(article: AnnotatedArticle, given: Any, answers: tuple[Value, ...]) -> dict[str, Any]:
    """Return which claims an answer comes from, from which column of theirs, and whether it is an average."""
    if not isinstance(given, dict):
        return {}
    claims = [one for value in given.values() for one in (value if isinstance(value, list) else [value])]
    claims = [one for one in claims if isinstance(one, str)]
    if isinstance(given.get("bounds"), dict):
        rows = article.casualties
        rows = rows[rows["measure"].isin([given["bounds"].get("measure", "killed")]) & rows["value"].notna()]
        same = rows[rows["value"].isin(answers)]
        claims = [str(claim) for claim in (rows if same.empty else same).index]
    if "rate" in given:
        claims = [str(claim) for claim in article.displacement.index[article.displacement["measure"] == "displaced"]]
    return {"claims": tuple(claims), "column": given.get("column", ""), "average": "rate" in given}


def _rule(article: AnnotatedArticle, given: Any, name: str) -> Rule:
    """Return one rule, its values computed and its texts filled."""
    keys(given, _RULE, (), name)
    if "is" not in given and "matches" not in given:
        refuse("a rule says neither what an answer is nor what its words match", name, "give 'is' or 'matches'")
    found = values(article, given["is"], name) if "is" in given else ()
    pattern = _pattern(given["matches"], name) if "matches" in given else None
    label = shown(article, found[0]) if found else ""
    texts = (_filled(article, given.get(key, ""), label, name) for key in ("says", "shown"))
    return Rule(found, pattern, *texts)


def _pattern(text: str, name: str) -> re.Pattern[str]:
    """Return a pattern, compiled; refuse what is none, and what could search an answer without end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of what a later Python reads in another way
            found = re.compile(text, re.IGNORECASE) if len(text) <= LONGEST_PATTERN else None
    except (re.error, OverflowError, Warning) as error:
        refuse(f"the pattern {text!r} is none ({error})", name, "correct the pattern")
    repeats, forks = len(_REPEATS.findall(text)), len(_FORKS.findall(text))
    if not text or found is None or _REPEATED_GROUP.search(text) or repeats > 2 or forks > 12:
        refuse(f"the pattern {text[:40]!r} is empty, or so involved that it could search without end", name, _SIMPLER)
    return found


def _filled(article: AnnotatedArticle, text: str, value: str, name: str) -> str:
    """Return a text with what is computed in the place of {value}, {claim} (how many) and {claim.column}."""

    def fill(found: re.Match[str]) -> str:
        if found[1] == "value":
            return value
        claim, _, column = found[1].partition(".")
        if column:
            return shown(article, cell(article, claim, column, name))
        return told(article, claim, name)

    return _HOLDER.sub(fill, text)
