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


def measured(measure: str) -> str:
    """Return what happened to those counted, in words.

    >>> measured("killed_or_wounded")
    'killed or wounded'
    """
    return measure.replace("_", " ")


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
    """Return an actor's name as it stands in a sentence, with the article that the text has before it.

    Where the text does not have the name in a sentence, by its form: a name of its own (a person's, an agency's, an
    acronym that is read as a word) stands alone, a description has "the" where there can be one such only, else "a",
    and several ("hospital workers") stand alone.

    >>> from libya_kit.article.model import load_article
    >>> [the(load_article(), actor) for actor in ("us", "haftar", "unsmil", pd.NA)]
    ['the US', 'Khalifa Haftar', 'UNSMIL', 'a source not named']
    """
    name = article.name(actor)
    kind = "unnamed" if pd.isna(actor) else article.actors.at[actor, "kind"]
    if kind == "unnamed" and (pd.isna(actor) or re.search(r"\bunnamed\b|\bnot named\b", name.casefold())):
        return "a source not named"
    return with_article(name, kind, article.text)


@lru_cache(512)
def with_article(name: str, kind: str, text: str) -> str:
    """Return a name as it stands in a sentence, by the text, else by its form; kept, as a text is long.

    >>> with_article("OCHA", "un_body", "OCHA said so."), with_article("news agency", "media", "A news agency said so.")
    ('OCHA', 'a news agency')
    """
    leading, _, rest = name.partition(" ")
    if leading.casefold() in ("the", "a", "an") and rest:
        return f"{leading.casefold()} {rest}"
    bare = name.partition(" (")[0]
    before = _articles_before(bare, text)
    if bare[:1].isupper() or leading in _PARTICLES:
        if kind == "person":
            return name
        alone = before["alone"] > before["the"] if sum(before.values()) else _stands_alone(bare, kind)
        return name if alone else f"the {name}"
    known = kind != "person" and _articles_before(_head(bare), text)["the"] > 0
    if before["the"] or known or (_is_one_only(bare, kind) and not before["a"]):
        return f"the {name}"
    if _is_plural(bare):
        return name
    return f"{'an' if bare[:1] in 'aeiou' else 'a'} {name}"


def _articles_before(name: str, text: str) -> dict[str, int]:
    """Return how often a name has "the", "a" or nothing before it, where it does not belong to the next word."""
    found = {"the": 0, "a": 0, "alone": 0}
    proper = name[:1].isupper()
    pattern = rf"(?:\b(the|an?)\s+)?(?<!\w)(?<![-’']){re.escape(name)}(?![\w-])(?=(\W*)(\w*))"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        article, between, after = match[1], match[2], match[3]
        if proper and between == " " and not _FOLLOWS_A_NAME.fullmatch(after):
            continue
        found["alone" if article is None else "the" if article.casefold() == "the" else "a"] += 1
    return found


_PARTICLES = ("al", "el", "an", "ash", "as", "ar", "ibn", "bin", "abu", "de", "van", "von", "la", "le")
"""The small first words of names."""
_FOLLOWS_A_NAME = re.compile(
    "sa(?:id|ys)|ha[sd]|have|is|was|were|are|will|would|did|does|also|and|or|but|in|on|at|to|of|by|for|from|with|as|that|"
    r"put|gave|gives|told|tells|counts?|denies|reports|announces|later|then|who|which|while|when|says|later|\w+ed"
)
"""The words that may follow a name which is not put before another noun: OCHA said, but not the OCHA office."""
_OWN_NOUN = re.compile(
    r"\b(?:Republic|Kingdom|States|Emirates|Federation|Union|Nations|Netherlands|Philippines|Islands|Army|Forces?|Guards?|"
    r"Office|Organi[sz]ation|Ministry|Council|Agency|Committee|Commission|Party|Movement|Government|Front|Group|Brigades?|"
    r"Crescent|Cross|Society|Command|Court|Bank|Fund|Programme|Program|Mission|Authority|Department|Alliance|League|Police)\b"
)
"""The nouns of names that have "the"."""
_ONE_ONLY = re.compile(
    r"(?:\w+ )?(?:mayor|governor|president|prime minister|king|queen|pope|premier|chancellor|chief|head|commander|"
    r"director|speaker|secretary-general|ambassador|\w+ minister) (?:of|for) .+|"
    r".*\b(?:ministry|government|municipality|coastguard|military|army|parliament|presidency|navy|air force)"
    r"(?: (?:of|in) .+)?"
)
"""Descriptions of whom there can be one only."""


def _is_acronym(name: str) -> bool:
    """Return whether a name is one word in large letters."""
    return name.isupper() and name.isalpha()


def _stands_alone(name: str, kind: str) -> bool:
    """Return whether a name of its own that no sentence of the text has stands without an article."""
    if _is_acronym(name):
        return len(name) > 3 and sum(letter in "AEIOU" for letter in name) > 1  # read as a word: OCHA, UNICEF
    if _OWN_NOUN.search(name):
        return False
    return kind in ("state", "media")


def _is_one_only(name: str, kind: str) -> bool:
    """Return whether there can be one only of whom a description speaks: the mayor of Orsha, the health ministry."""
    return kind in ("ministry", "government", "armed_force") or _ONE_ONLY.fullmatch(name) is not None


def _head(description: str) -> str:
    """Return a description without what says where or of what: hospital in Orsha, groups allied to the Guard."""
    return re.split(r" (?:of|in|at|for|from|near|outside|loyal|allied|who)\b", description)[0]


def _is_plural(name: str) -> bool:
    """Return whether a description is of several: hospital workers, police, residents of Orsha."""
    head = _head(name).split()[-1]
    return head in ("police", "people", "medics", "troops", "staff") or bool(re.search("[^s]s$", head))


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
