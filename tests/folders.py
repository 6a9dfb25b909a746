"""Article folders for the tests: from a text and its quotes to the files that the kit reads."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from libya_kit.article import w3c as annotations
from libya_kit.article.annotation import Annotation
from libya_kit.article.glance import at_a_glance
from libya_kit.article.model import BUNDLED, shipped
from libya_kit.article.schema import FILE_TABLES
from libya_kit.article.w3c import BODIES, write
from libya_kit.errors import ArticleError
from libya_kit.text.quotes import Part

TEXT = """Ferry and tug collide off Port Amel

Two vessels collided off Port Amel on Tuesday, killing at least 12 people and injuring about 40, the coastguard said.

The seamen's union said on Wednesday that 3 of its members had died.

No toll

“We oppose the night crossings,” said union leader Ada Quill. The harbour board called for calm.
"""


def read_both_ways(raw: bytes, text: str) -> tuple[dict[str, Any], list[Annotation], list[ArticleError]]:
    """Return what `annotations.read` reads, having seen that a glance doubts the page or reads the same of it."""
    found = at_a_glance(raw, text)
    try:
        closely = annotations.read(raw, text)
    except ArticleError:
        assert found is None
        raise
    assert found is None or (*found, []) == closely
    return closely


def quoted(text: str, words: str) -> Part:
    """Return the part for words that stand once in the text."""
    start = text.index(words)
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times"
    end = start + len(words)
    return Part(start, end, words, text[max(0, start - 20) : start], text[end : end + 20])


def claim(text: str, claim_id: str, kind: str, words: str | list[str], **body: object) -> Annotation:
    """Return one annotation of the words."""
    parts = tuple(quoted(text, some) for some in ([words] if isinstance(words, str) else words))
    return Annotation(claim_id, BODIES[kind], body, parts, creator="test", created="2026-01-01")


def collision() -> list[Annotation]:
    """Return the annotations of the invented article."""
    told = {"source": "gazette", "reported_on": "2031-05-21"}
    return [
        claim(
            TEXT,
            "killed-12",
            "CasualtyClaim",
            "killing at least 12 people",
            measure="killed",
            qualifier="at_least",
            value=12,
            population="unspecified",
            source="coastguard",
            reported_on="2031-05-20",
            place="port_amel",
            period_start="2031-05-20",
            tally="coastguard_killed",
        ),
        claim(
            TEXT,
            "injured-40",
            "CasualtyClaim",
            "injuring about 40",
            measure="wounded",
            qualifier="estimated",
            value=40,
            population="unspecified",
            source="coastguard",
            reported_on="2031-05-20",
            tally="coastguard_injured",
        ),
        claim(
            TEXT,
            "members-3",
            "CasualtyClaim",
            "3 of its members had died",
            measure="killed",
            qualifier="exact",
            value=3,
            population="civilian",
            victims="union",
            source="union",
            reported_on="2031-05-21",
            tally="union_members",
        ),
        claim(
            TEXT,
            "union-crossings",
            "Stance",
            "“We oppose the night crossings,”",
            speaker="union",
            target="board",
            target_type="action",
            target_label="the night crossings",
            stance="oppose",
            mode="statement",
            voice="direct_quote",
            source="union",
            said_by="quill",
        ),
        claim(
            TEXT,
            "collision-1",
            "Event",
            "Two vessels collided off Port Amel on Tuesday",
            event="collision",
            title="Two vessels collide",
            status="happened",
            place="port_amel",
            date_start="2031-05-20",
            date_end="2031-05-20",
            date_precision="day",
            when_words="Tuesday",
            **told,
        ),
        claim(TEXT, "name-board", "Mention", "The harbour board", actor="board", source="gazette"),
    ]


ROWS = {
    "actors": [
        {"actor_id": "coastguard", "name": "Coastguard", "kind": "government"},
        {"actor_id": "union", "name": "Seamen's union", "kind": "group", "aliases": "seamen's union"},
        {"actor_id": "quill", "name": "Ada Quill", "kind": "person", "part_of": "union"},
        {"actor_id": "board", "name": "Harbour board", "kind": "government", "aliases": "harbour board"},
        {"actor_id": "gazette", "name": "Amel Gazette", "kind": "media"},
    ],
    "places": [{"place_id": "port_amel", "name": "Port Amel", "precision": "city"}],
    "tallies": [
        {
            "tally": "coastguard_killed",
            "title": "Coastguard: off Port Amel",
            "source": "coastguard",
            "measure": "killed",
            "counts": "everyone killed in the collision",
        },
        {
            "tally": "coastguard_injured",
            "title": "Coastguard: injured",
            "source": "coastguard",
            "measure": "wounded",
            "counts": "everyone injured in the collision",
        },
        {
            "tally": "union_members",
            "title": "Seamen's union: its members",
            "source": "union",
            "measure": "killed",
            "counts": "members of the union",
        },
    ],
    "tally_pairs": [
        {"tally": "union_members", "other": "coastguard_killed", "relation": "within", "basis": "aboard the ferry"}
    ],
}


def write_folder(
    folder: Path, text: str = TEXT, claims: list[Annotation] | None = None, *, rows: dict | None = None, **about: object
) -> Path:
    """Write an article's folder; without arguments the invented article on a collision at sea."""
    claims = collision() if claims is None else claims
    folder.mkdir(parents=True, exist_ok=True)
    raw = text.encode("utf-8")
    sha256 = hashlib.sha256(raw).hexdigest()
    (folder / "article.txt").write_bytes(raw)
    about = {
        "title": text.splitlines()[0],
        "publisher": "Amel Gazette",
        "agencies": [],
        "published_on": "2031-05-22",
        "language": "en",
        "rights": "Invented for the tests.",
        "body_start": text.index("\n") + 1,
        "body_end": len(text),
        "focus": "collision" if any(one.body.get("event") == "collision" for one in claims) else None,
        "not_said": ["Why the vessels collided."],
        "codebook": "1.0",
        "sha256": sha256,
        "length": len(text),
        **about,
    }
    about = {key: value for key, value in about.items() if value is not None}
    (folder / "article.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{folder.name}/annotations",
        "type": "AnnotationPage",
        "text": "article.txt",
        "sha256": sha256,
        "codebook": about["codebook"],
    }
    (folder / "annotations.jsonld").write_bytes(write(head, claims))
    for table in FILE_TABLES:
        names = [name for name in (table.index.name, *table.stored) if name != "pair"]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows((rows or ROWS)[table.name])
    return folder


def bundled_copy(folder: Path, changes: dict[str, str]) -> Path:
    """Copy the bundled article, exchanging words of equal length in all its files, the hash following."""
    shutil.copytree(shipped("data") / BUNDLED, folder)
    old = hashlib.sha256((folder / "article.txt").read_bytes()).hexdigest()
    pages = [path.name for path in folder.glob("annotations*.jsonld")]
    for name in ("article.txt", "article.json", "tallies.csv", *pages):
        content = (folder / name).read_text(encoding="utf-8")
        for before, after in changes.items():
            assert len(before) == len(after), "offsets would move"
            content = content.replace(before, after)
        (folder / name).write_bytes(content.encode("utf-8"))
    new = hashlib.sha256((folder / "article.txt").read_bytes()).hexdigest()
    for name in ("article.json", *pages):
        content = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(content.replace(old, new).encode("utf-8"))
    return folder
