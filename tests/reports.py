"""A set for the tests: three invented reports of one collision at sea, and what is known of their counts."""

from __future__ import annotations

import csv
from pathlib import Path

from folders import claim, write_folder

from libya_kit.article import schema

GAZETTE = """Ferry and tug collide off Port Amel

Two vessels collided off Port Amel on Tuesday.

At least 12 people had died by the evening, the coastguard said on Tuesday.
"""
HERALD = """Toll of Port Amel collision rises

The coastguard said on Wednesday that 17 people had died in the collision off Port Amel.

On Tuesday it had spoken of at least 12 dead.

The seamen's union said on Wednesday that 20 had died.
"""
POST = """Coastguard corrects toll of ferry collision

The coastguard said on Thursday that 15 people had died, not 17 as it had said on Wednesday.

Its first count, on Tuesday, was at least 12. The harbour board called for calm.
"""
TEXTS = {"gazette": GAZETTE, "herald": HERALD, "post": POST}
PUBLISHED = {"gazette": ("Amel Gazette", 21), "herald": ("Port Herald", 22), "post": ("Quay Post", 23)}
WORDS = {
    "gazette": {"first": ("At least 12 people had died", 12, 20, {"qualifier": "at_least"})},
    "herald": {
        "second": ("17 people had died", 17, 21, {}),
        "first": ("at least 12 dead", 12, 20, {"qualifier": "at_least"}),
        "union": ("20 had died", 20, 21, {"source": "union", "tally": "union_count"}),
    },
    "post": {
        "third": ("15 people had died", 15, 22, {"corrects": "second"}),
        "second": ("17", 17, 21, {}),
        "first": ("at least 12", 12, 20, {"qualifier": "at_least"}),
    },
}
SAME = [
    {"article_id": "gazette", "tally": "coastguard_count", "other_article": other, "other_tally": "coastguard_count"}
    | {"relation": "same", "basis": "the coastguard's count of all who died in the collision"}
    for other in ("herald", "post")
]
ONE_EVENT = [
    {"article_id": "gazette", "event": "collision", "other_article": other, "other_event": "collision"}
    | {"basis": "the same night, the same two vessels"}
    for other in ("herald", "post")
]


def write_report(folder: Path, name: str, **about: object) -> Path:
    """Write one of the reports."""
    text = TEXTS[name]
    claims = [
        claim(
            text,
            claim_id,
            "CasualtyClaim",
            words,
            **{"measure": "killed", "qualifier": "exact", "value": value, "population": "unspecified"}
            | {
                "place": "port_amel",
                "source": "coastguard",
                "reported_on": f"2031-05-{day}",
                "tally": "coastguard_count",
            }
            | more,
        )
        for claim_id, (words, value, day, more) in WORDS[name].items()
    ]
    told = {"gazette": "Two vessels collided off Port Amel on Tuesday", "herald": "the collision off Port Amel"}
    event = {"event": "collision", "title": "Two vessels collide", "status": "happened", "place": "port_amel"}
    event |= {"date_start": "2031-05-20", "date_end": "2031-05-20", "date_precision": "day", "source": "paper"}
    claims.append(claim(text, "collision", "Event", told.get(name, "ferry collision"), **event))
    publisher, day = PUBLISHED[name]
    rows = {
        "actors": [
            {"actor_id": "coastguard", "name": "Coastguard", "kind": "government"},
            {"actor_id": "paper", "name": publisher, "kind": "media"},
            {"actor_id": "union", "name": "Seamen's union", "kind": "group", "aliases": "seamen's union"},
        ][: 2 + (name == "herald")],
        "places": [{"place_id": "port_amel", "name": "Port Amel", "precision": "city"}],
        "tallies": [
            {"tally": "coastguard_count", "title": "Coastguard: the collision", "source": "coastguard"}
            | {"measure": "killed", "counts": "everyone killed in the collision"},
            {"tally": "union_count", "title": "Seamen's union: the collision", "source": "union"}
            | {"measure": "killed", "counts": "everyone killed in the collision, as the union counts"},
        ][: 1 + (name == "herald")],
        "tally_pairs": [
            {
                "tally": "union_count",
                "other": "coastguard_count",
                "relation": "same",
                "basis": "both count all the dead",
            }
        ][: name == "herald"],
    }
    about = {"publisher": publisher, "published_on": f"2031-05-{day}", "focus": "collision", **about}
    return write_folder(folder / name, text, claims, rows=rows, **about)


def write_links(folder: Path, table: schema.Table, rows: list[dict]) -> Path:
    """Write a table of links into a folder."""
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table.stored), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_set(folder: Path, *, tally_links: list[dict] | None = None) -> Path:
    """Write the set: the three reports and what is known of their tallies and events."""
    for name in TEXTS:
        write_report(folder, name)
    write_links(folder, schema.TALLY_LINKS, SAME if tally_links is None else tally_links)
    write_links(folder, schema.EVENT_LINKS, ONE_EVENT)
    return folder
