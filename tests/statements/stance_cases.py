"""Short texts on who stands where, each annotated, with what must and must not be said of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from folders import claim, write_folder

from libya_kit import stances
from libya_kit.article import load_article
from libya_kit.article.model import AnnotatedArticle
from libya_kit.stances.selection import TOWARDS

CASES: list[dict[str, Any]] = [
    case
    for name in ("stances.json", "more_stances.json")
    for case in json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
]
COLUMNS = (
    "speaker target target_type target_label stance status condition part mode voice source said_by via on event "
    "background ambiguous otherwise"
).split()
HEADLINE = "A day in the valley"


def build(folder: Path, case: dict[str, Any]) -> AnnotatedArticle:
    """Return a case's text as an annotated article; the words of a row are the sentence that names its speaker."""
    text = f"{HEADLINE}\n\n{case['text']}\n"
    actors = {"kestrel": {"name": "Kestrel Wire", "kind": "media"}} | case["actors"]
    rows = [_body(row, actors) for row in case["must"]["rows"]]
    events = {row["event"]: row for row in reversed(rows) if "event" in row}
    items = [
        claim(text, f"e-{name}", "Event", _sentence(text, row["target_label"]), **_event(name, row))
        for name, row in events.items()
    ]
    items += [
        claim(text, f"s{number}", "Stance", _quote(text, row, actors), **row) for number, row in enumerate(rows, 1)
    ]
    focus = next((row["event"] for row in rows if "event" in row), None)
    table = [
        {
            "actor_id": key,
            "name": one["name"],
            "kind": one["kind"],
            "side": one.get("side"),
            "part_of": one.get("part_of"),
        }
        for key, one in actors.items()
    ]
    about = {"publisher": "Kestrel Wire", "published_on": case["published_on"], "focus": focus, "not_said": []}
    empty: dict[str, list[dict[str, Any]]] = {"places": [], "tallies": [], "tally_pairs": []}
    return load_article(write_folder(folder, text, items, rows={"actors": table, **empty}, **about))


def _body(row: dict[str, Any], actors: dict[str, Any]) -> dict[str, Any]:
    body = {key: row[key] for key in COLUMNS if row.get(key) is not None}
    named = next((key for key, one in actors.items() if one["name"] == body["target_label"]), None)
    body.setdefault("target_type", "actor" if named or "target" in body else "proposal")
    if named:
        body.setdefault("target", named)
    if body["target_type"] == "actor" and body.get("target") not in actors:
        body.pop("target", None)
    body.setdefault("voice", "attributed")
    return {"source": body["speaker"], **body}


def _event(name: str, row: dict[str, Any]) -> dict[str, Any]:
    proposed = row["target_type"] == "proposal"
    actor = {"actor": row["speaker"] if proposed else row["target"]} if proposed or "target" in row else {}
    status = "called_for" if proposed else "happened"
    return {
        "event": name,
        "title": row["target_label"].capitalize(),
        "status": status,
        "source": "kestrel",
        "date_precision": "open",
        **actor,
    }


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^.!?\n]+(?:[.!?]+[”\"]?(?=\s|$))+", text.partition("\n\n")[2]) or [
        text.partition("\n\n")[2].strip()
    ]


def _sentence(text: str, label: str) -> str:
    words = [word for word in re.findall(r"\w+", label.lower()) if len(word) > 3]
    found = (one for one in _sentences(text) if any(word in one.lower() for word in words))
    return next(found, _sentences(text)[0]).strip()


def _quote(text: str, row: dict[str, Any], actors: dict[str, Any]) -> str:
    """Return the sentence that names the speaker and what else the row holds in words."""
    names = re.findall(r"\w+", actors[row["speaker"]]["name"])
    needed = [row[key] for key in ("condition", "part") if key in row]
    sentences = [one.strip() for one in _sentences(text)]
    scored = sorted(
        range(len(sentences)),
        key=lambda at: (
            -sum(words in sentences[at] for words in needed),
            -sum(name in sentences[at] for name in names if len(name) > 2),
            -any(word in sentences[at] for word in ("denied", "withdrew", "stopped"))
            * (row.get("status") in ("denied", "ended")),
            -at * (row["stance"] == "oppose"),
        ),
    )
    return sentences[scored[0]].rstrip(".")


def said(article: AnnotatedArticle) -> tuple[list[str], list[str]]:
    """Return all titles, and all sentences, that are said of an article's sides."""
    views = [stances.exhibit(article, towards=towards) for towards in (TOWARDS if article.focus else ("everything",))]
    views += [stances.exhibit(article, towards="everything", mode="relayed"), stances.matrix_exhibit(article)]
    titles = [one.title for one in views] + [stances.headline(article).sentence]
    assumed = dict.fromkeys(words for one in views for words in one.assumptions)
    sentences = [*map(str, stances.findings(article)), *(one.sentence for one in views), stances.board(article).plain]
    return titles, [*sentences, *assumed]


def faults(folder: Path, case: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what is said of a case."""
    article = build(folder, case)
    titles, sentences = said(article)
    whole = "\n".join([*titles, *sentences])
    for words in case["must"].get("told", ()):
        if not re.search(words, whole):
            yield f"not told: {words}"
    for words in case["must"].get("never", ()):
        where = "\n".join(titles) if words.startswith("TITLE: ") else whole
        if not words.startswith("check: ") and re.search(words.removeprefix("TITLE: "), where):
            yield f"said: {words}"
