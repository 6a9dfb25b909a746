"""Short texts on people, each annotated, with what bounds, sentences and findings must and must not say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from folders import claim, write_folder

import libya_kit as lk
from libya_kit.article import load_article
from libya_kit.article.model import AnnotatedArticle
from libya_kit.errors import ArticleError

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for name in ("people.json", "more_people.json")
    if (HERE / name).exists()
    for case in json.loads((HERE / name).read_text(encoding="utf-8"))
]
HEADLINE = "A day in the valley"
BODIES = {"casualties": "CasualtyClaim", "displacement": "DisplacementClaim", "events": "Event"}


def build(
    folder: Path, case: dict[str, Any], only: str | None = None, without: frozenset[str] = frozenset()
) -> AnnotatedArticle:
    """Return a case's text as an annotated article, with one of its claims, or all but some."""
    text = case["text"] if "\n\n" in case["text"] else f"{HEADLINE}\n\n{case['text']}\n"
    text = text if text.endswith("\n") else f"{text}\n"
    chosen = [one for one in case["claims"] if (one["claim_id"] == only if only else one["claim_id"] not in without)]
    items = [_claim(text, one) for one in chosen]
    tallies = [one for one in case["tallies"] if any(item.body.get("tally") == one["tally"] for item in items)]
    known = {one["tally"] for one in tallies}
    pairs = [one for one in case["pairs"] if {one["tally"], one["other"]} <= known]
    rows = {"actors": _actors(case), "places": case["places"], "tallies": tallies, "tally_pairs": pairs}
    about = {"publisher": "Kestrel Wire", "published_on": case["published_on"], "focus": None, "not_said": []}
    return load_article(write_folder(folder, text, items, rows=rows, **about))


def _actors(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"side": None, "part_of": None, **one} for one in case["actors"]]


def _claim(text: str, one: dict[str, Any]) -> Any:
    table = one.get("table", "casualties")
    body = {key: value for key, value in one.items() if key not in ("claim_id", "quote", "table") and value is not None}
    defaults = {} if table == "events" else {"population": "unspecified"}
    item = claim(text, one["claim_id"], BODIES[table], one["quote"])
    item.body = defaults | body
    return item


def faults(folder: Path, case: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what is said of a case."""
    for name in case.get("refuse", ()):
        try:
            build(folder / f"refused-{name}", case, only=name)
        except ArticleError as refused:
            if not refused.mend:
                yield f"{name} is refused without a way out"
        else:
            yield f"{name} is taken"
    article = build(folder / "article", case, without=frozenset(case.get("refuse", ())))
    bounds = lk.casualty_bounds(article)
    for name in ("low", "high"):
        if name in case and getattr(bounds, name) != case[name]:
            yield f"{name} is {getattr(bounds, name)}, not {case[name]}"
    said = "\n".join(sentences(article))
    yield from (f"not told: {words}" for words in case.get("told", ()) if not re.search(words, said))
    yield from (f"said: {words}" for words in case.get("never", ()) if re.search(re.escape(words), said))


def sentences(article: AnnotatedArticle) -> Iterator[str]:
    """Yield all that is said of an article's people."""
    measures = dict.fromkeys(["killed", *article.casualties["measure"]])
    yield from (lk.casualty_bounds(article, measure).sentence for measure in measures)
    yield from map(str, (*lk.casualties.findings(article), *lk.displacement.findings(article)))
    yield lk.casualties.exhibit(article).title
    yield lk.casualties.headline(article).sentence
    yield lk.displacement.headline(article).sentence
    yield from (f"{row['title']}: {row['status']}".replace("_", " ") for _, row in article.events.iterrows())
