"""What a colleague would ask of the stances of an article, each question one line with its ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.text.english import WEEKDAYS

_NEGATION = re.compile(
    r"\b(?:not|never|n[o’']t|refus\w+|declin\w+|den(?:y|ies|ied|ying)|without|stopp?\w*|ceas\w+|withdr\w+|lift\w*|"
    r"suspend\w*|no longer|yet to)\b|n[’']t\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|provided that|only when|on condition that|as long as)\b", re.IGNORECASE)
_INTENDED = re.compile(
    r"\b(?:ready to|threat(?:ens?|ened|ening)(?: to)?|consider(?:s|ed|ing)|(?:promis|pledg|vow)\w* to|plans? to)\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(r"\b(?:accus\w+|alleg\w+|said to have|believed to|reportedly)\b", re.IGNORECASE)
_NOT_THE_DAY = re.compile(
    r"\b(?:to|will|would|shall|should|may|might|could|since|until|till|by|before|after|from|next|for)\b[^.;:,]*$",
    re.IGNORECASE,
)
"""What makes the weekday after it another's than that of the words, as in "to begin on Monday"."""
_QUOTATION = re.compile('[“”"«»„]')
REACH = 40
"""So many characters before or after a quote may hold what turns it."""


def stance_questions(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what a colleague would ask of the sides in an article."""
    rows = article.stances
    texts = article.sentences["text"]
    for claim, row in rows.iterrows():
        sentence = "" if pd.isna(row["sentence"]) else str(texts[row["sentence"]])
        for words in _of_one(article, row, sentence):
            yield f"annotations.jsonld: {claim}: {words}"
    yield from _both_sides(rows)
    yield from _two_labels(rows)


def _of_one(article: AnnotatedArticle, row: Mapping[str, Any], sentence: str) -> Iterator[str]:
    """Yield what is asked of one row."""
    quote = str(row["quote"])
    before, after = _around(article, row)
    held = pd.isna(row["status"]) and row["stance"] in ("support", "oppose") and row["mode"] != "label"
    if held and (turned := _last_word(_NEGATION, before)) and not _NEGATION.search(quote):
        yield (
            f"{turned!r} stands before the words, not in them; does it turn the side? Let the quote hold it, "
            "with status denied or ended, or leave the row"
        )
    if held and (on := _CONDITION.match(after.lstrip(" ,"))):
        yield (
            f"{on[0]!r} follows the words; does the side hang on it? Let the quote hold it, with status conditional "
            "and the words as condition"
        )
    if held and row["mode"] == "action" and (word := _last_word(_INTENDED, before) or _first_word(_INTENDED, quote)):
        yield f"{word!r} is no deed yet; write status intended, or mode statement"
    if held and row["source"] == row["speaker"] and (word := _last_word(_ACCUSED, before)):
        yield f"{word!r} stands before the words; does the speaker say so? Else write source, the one who says it"
    if row["mode"] == "action" and pd.isna(row["target"]) and pd.isna(row["event"]):
        yield "a deed without target and event; whom or what does it meet? Name target or event"
    if row["voice"] in ("direct_quote", "partial_quote") and not _QUOTATION.search(sentence or quote):
        yield f"voice {row['voice']}, but its sentence has no quotation mark; write attributed"
    if row["voice"] == "narrator" and row["source"] not in _tellers(article) and row["mode"] != "label":
        yield "voice narrator, but the source is not the publisher; write attributed, or the publisher as source"
    if pd.notna(row["on"]) and (day := _other_weekday(row["on"], sentence)):
        yield f"the sentence says {day}, on is a {WEEKDAYS[row['on'].weekday()]}; correct on, or leave it out"


def _around(article: AnnotatedArticle, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands before and after a quote in its own clause."""
    before = article.text[max(0, int(row["start"]) - REACH) : int(row["start"])]
    after = article.text[int(row["end"]) : int(row["end"]) + REACH]
    return re.split(r"[.;:!?,\n]", before)[-1], re.split(r"[.;:!?\n]", after)[0]


def _last_word(pattern: re.Pattern[str], words: str) -> str:
    """Return the last of some words that stand at the very end, with at most two words between."""
    found = [match for match in pattern.finditer(words) if len(words[match.end() :].split()) <= 2]
    return found[-1][0] if found else ""


def _first_word(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[0] if found else ""


def _tellers(article: AnnotatedArticle) -> set[str]:
    """Return the actors that tell the article."""
    names = {article.publisher, *article.agencies, *(str(one.about["publisher"]) for one in article.reports)}
    return set(article.actors.index[article.actors["name"].isin(names)])


def _other_weekday(on: pd.Timestamp, sentence: str) -> str:
    """Return the one weekday that a sentence names, where it is not the day of the stance."""
    weekdays = re.finditer(rf"\b(?:[Oo]n|late|early) ({'|'.join(WEEKDAYS)})\b", sentence)
    named = {day[1] for day in weekdays if not _NOT_THE_DAY.search(sentence[: day.start()])}
    (only,) = named if len(named) == 1 else ("",)
    return only if only and only != WEEKDAYS[on.weekday()] else ""


def _both_sides(rows: pd.DataFrame) -> Iterator[str]:
    """Yield where one speaker stands on both sides of one target in the same words."""
    sides = rows[rows["stance"].isin(("support", "oppose")) & rows["status"].isna() & rows["part"].isna()]
    for (_, _, _, _), some in sides.groupby(["speaker", "target_label", "start", "end"], sort=False):
        if some["stance"].nunique() > 1:
            names = ", ".join(map(str, some.index))
            target = some["target_label"].iloc[0]
            yield f"annotations.jsonld: {names}: for and against {target!r} in the same words; which is it?"


def _two_labels(rows: pd.DataFrame) -> Iterator[str]:
    """Yield where one event of one kind has two labels."""
    named = rows[rows["event"].notna()]
    for (event, _), some in named.groupby(["event", "target_type"], sort=False):
        labels = list(dict.fromkeys(some["target_label"]))
        if len(labels) > 1:
            yield (
                f"annotations.jsonld: {some.index[0]}: the event {event!r} is called {labels[0]!r} and {labels[1]!r}; "
                "one target has one label"
            )
