"""How the kit says things: days, lists, counts in the article's own terms, who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from libya_kit.article.model import AnnotatedArticle
from libya_kit.text import english
from libya_kit.text.english import day

_NUMBERS = "no one two three four five six seven eight nine ten".split()
_PEOPLE = {
    "military": ("member of the military", "military personnel"),
    "peacekeepers": ("peacekeeper", "peacekeepers"),
    "medical": ("member of medical staff", "medical staff"),
    "unspecified": ("person of unstated status", "people of unstated status"),
}
"""Who is counted, in words: one, and several; where these are not the column's own word."""
_HEDGES = {"exact": "", "at_least": "at least ", "at_most": "at most ", "estimated": "an estimated "}


def weekday(when: Any) -> str:
    """Return a day with its weekday, in English whatever the locale; of NA, 'day not given'.

    >>> weekday(pd.Timestamp("2019-04-08")), weekday(pd.NaT)
    ('Monday 8 April', 'day not given')
    """
    return "day not given" if pd.isna(when) else f"{english.weekday(when)} {when.day} {english.MONTHS[when.month - 1]}"


def short_day(when: pd.Timestamp) -> str:
    """Return a day in few letters.

    >>> short_day(pd.Timestamp("2019-04-08"))
    '8 Apr'
    """
    return f"{when.day} {english.short(english.MONTHS[when.month - 1])}"


def short_weekday(when: pd.Timestamp, between: str = " ") -> str:
    """Return a day with its weekday in few letters.

    >>> short_weekday(pd.Timestamp("2019-04-08"))
    'Mon 8 Apr'
    """
    return f"{english.short(english.weekday(when))}{between}{short_day(when)}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return the parts as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or"), listed([])
    ('a, b and c', 'a or b', '')
    """
    *others, final = [*parts] or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def number_word(count: int) -> str:
    """Return a small number as a word.

    >>> number_word(3), number_word(30)
    ('three', '30')
    """
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """Return how many there are of something.

    >>> counted(1, "claim"), counted(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def quantity(row: Any) -> str:
    """Return a claim's quantity in the article's own terms.

    >>> quantity({"qualifier": "at_least", "value": 25}), quantity({"qualifier": "vague", "term": "dozens"})
    ('at least 25', '“dozens”')
    """
    match row["qualifier"]:
        case "range":
            return f"{row['low']:,} to {row['high']:,}"
        case "vague" if isinstance(row["term"], str):
            return f"“{row['term']}”"
        case hedged if hedged in _HEDGES and not pd.isna(row["value"]):
            return f"{_HEDGES[hedged]}{row['value']:,}"
    return "no number given"


def people(population: str) -> tuple[str, str]:
    """Return who is counted, in words: one, and several.

    >>> people("civilian"), people("aid_worker")
    (('civilian', 'civilians'), ('aid worker', 'aid workers'))
    """
    plain = population.replace("_", " ")
    return _PEOPLE.get(population, (plain, plain if plain.endswith("s") else f"{plain}s"))


def quoted(words: str) -> str:
    """Return words in quotation marks, those inside them single.

    >>> quoted("announced a “counteroffensive” to defend"), quoted("“We oppose it,”")
    ('“announced a ‘counteroffensive’ to defend”', '“We oppose it”')
    """
    if words.startswith("“") and words.find("”") in (-1, len(words) - 1):
        words = words.strip("“”")
    return f"“{words.rstrip(',;: ').replace('“', '‘').replace('”', '’')}”"


def number_words(article: AnnotatedArticle, row: Any) -> str:
    """Return the words of a claim that hold its number, in quotation marks."""
    return f"“{article.text[row['start'] : row['end']]}”"


def speaker(article: AnnotatedArticle, row: Any) -> str:
    """Return who says so: the institution, and in brackets the person who speaks for it.

    >>> from libya_kit.article.model import load_article
    >>> article = load_article()
    >>> speaker(article, article.casualties.loc["c-killed-25"])
    'health ministry (spokesman for the health ministry)'
    """
    source = article.name(row["source"])
    return source if pd.isna(row["said_by"]) else f"{source} ({article.name(row['said_by'])})"


def the(article: AnnotatedArticle, actor: Any) -> str:
    """Return an actor's name as it stands in a sentence.

    With "the" where the text has it before one of the actor's names; else by kind: a person, state or medium by name
    alone, and a group whose name the text never has with "the". A person who is only described gets "a".

    >>> from libya_kit.article.model import load_article
    >>> [the(load_article(), actor) for actor in ("us", "haftar", pd.NA)]
    ['the US', 'Khalifa Haftar', 'a source not named']
    """
    name = article.name(actor)
    kind = "unnamed" if pd.isna(actor) else article.actors.at[actor, "kind"]
    if kind == "unnamed":
        return "a source not named"
    if kind == "person":
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}" if name[:1].islower() else name
    return _with_the(article.text, name, kind, tuple(article.actors.at[actor, "aliases"] or ()))


@lru_cache(512)
def _with_the(text: str, name: str, kind: str, aliases: tuple[str, ...]) -> str:
    """Return a name as it stands in a sentence, by its kind and the text; kept, as a text is long."""
    names = "|".join(map(re.escape, [name, *aliases]))
    said = re.search(rf"\bthe ({names})(?!\w)", text, re.IGNORECASE)
    if name.startswith("The "):
        return f"the {name[4:]}"
    named = re.findall(rf"\b(the )?{re.escape(name)}(?!\w)", text, re.IGNORECASE)
    if kind in ("group", "armed_group", "aid_organisation") and named and not any(named):
        return name
    return name if kind in ("state", "media") and not said else f"the {name}"


def article_does(article: AnnotatedArticle, what: str) -> str:
    """Return the article, or the several that are read as one, with what it does.

    >>> from libya_kit.article.model import load_article
    >>> article_does(load_article(), "give"), article_does(load_article(), "do not say")
    ('the article gives', 'the article does not say')
    """
    if len(article.reports) > 1:
        return f"the articles {what}"
    verb, gap, rest = what.partition(" ")
    return f"the article {'does' if verb == 'do' else f'{verb}s'}{gap}{rest}"


def sentences(article: AnnotatedArticle) -> dict[str, str]:
    """Return for each claim the sentence in which its words stand; none for words in a heading.

    >>> from libya_kit.article.model import load_article
    >>> sentences(load_article())["c-killed-14"].split(", ")[0]
    'A day earlier'
    """
    found: dict[str, dict[int, str]] = {}
    texts = article.sentences["text"].to_dict()
    for claim, number in article.annotations["sentence"].dropna().items():
        found.setdefault(str(claim), {})[number] = texts[number]
    return {claim: " … ".join(parts.values()) for claim, parts in found.items()}


def days(when: Iterable[Any]) -> str:
    """Return the first and the last of some days; of none, 'days not given'.

    >>> days(pd.to_datetime(["2019-04-08", "2019-04-06"])), days([pd.Timestamp("2019-04-08"), pd.NaT])
    ('6 to 8 April 2019', '8 April 2019')
    """
    some = sorted(one for one in when if not pd.isna(one))
    if not some:
        return "days not given"
    first, last = some[0], some[-1]
    if (first.year, first.month) != (last.year, last.month):
        return f"{day(first)} to {day(last)}"
    return day(last) if first.day == last.day else f"{first.day} to {day(last)}"


def places(article: AnnotatedArticle, ids: pd.Series) -> str:
    """Return the names of the places, each once, and whether some are not given.

    >>> from libya_kit.article.model import load_article
    >>> places(load_article(), load_article().casualties["place"])
    'southern Tripoli or place not given'
    """
    named = dict.fromkeys(str(article.places.at[place, "name"]) for place in ids.dropna())
    return listed([*named] + ["place not given"] * bool(ids.isna().any()), "or")
