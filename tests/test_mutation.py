"""The valid article, one value changed at a time: caught, warned of, or accepted for a stated reason; their shares.

`python tests/test_mutation.py` prints the table; with LIBYA_KIT_MUTATE=all every annotation is changed, not a few.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from folders import read_both_ways

from libya_kit.article import consistency, folder, schema, w3c
from libya_kit.article import model as article
from libya_kit.checking import problems as problems_of
from libya_kit.errors import ArticleError

PATH = article.shipped("data") / article.BUNDLED
PAGE = json.loads((PATH / "annotations.jsonld").read_text(encoding="utf-8"))
TEXT = (PATH / "article.txt").read_bytes().decode("utf-8")
WHOLE = folder.sound(PATH)
ITEMS = {one.claim_id: one for one in WHOLE.items}
EVERY = {"CasualtyClaim": 1, "DisplacementClaim": 1, "Stance": 6, "Event": 8, "Mention": 20}
"""Of each kind of annotation, one in so many is changed: the rest have the same attributes."""
if os.environ.get("LIBYA_KIT_MUTATE") == "all":
    EVERY = dict.fromkeys(EVERY, 1)

CLASSES = {
    "text: a letter changed": "",
    "attribute misspelt": "",
    "attribute of another type": "",
    "word that is no allowed one": "",
    "id that names nothing": "",
    "count changed by one": "",
    "day that is none": "",
    "quote: a letter changed": "",
    "quote: its number changed": "",
    "id given twice": "",
    "required attribute missing": "",
    "cell of another type": "",
    "required cell empty": "",
    "article.json: key missing": "the key may be left out: the article then says less",
    "article.json: value of another type": "",
    "article.json: offsets, hash, length changed": "a body one character shorter or longer is a body too",
    "optional attribute missing": "an attribute may be left out: it then says less, and nothing wrong",
    "offsets moved by one": "never: the words are found again by their quote, and check warns of it",
    "context changed": "context only serves to find words again that are not at their offsets",
    "another allowed word": "the text does not say which word is right; a second annotator does",
    "another known id": "the text does not say who is meant; a second annotator does",
    "neighbouring day": "the text does not say the day, or names it by no weekday in the claim's sentence",
    "words of one's own changed": "titles, labels of targets and notes are the annotator's words",
}
"""The classes of changes; and why one may be accepted. Without a reason, none may."""
FLOORS = {"another allowed word": 0.15, "neighbouring day": 0.2, "optional attribute missing": 0.1}
"""What share of a class is caught or warned of at least, where the words of the article can tell."""


def changes(key, value, column):
    """Yield the class and the new value of each change of one attribute; None: it is taken out."""
    yield ("required attribute missing" if column.required else "optional attribute missing"), None
    for other in (value, [value]) if column.kind == "flag" else (7.5, [value], {"a": value}):
        yield "attribute of another type", [other] if column.kind == "flag" else other
    if column.kind == "word":
        yield "word that is no allowed one", value + "x"
        yield from (("another allowed word", word) for word in column.words if word != value)
    elif column.kind == "date":
        yield from (("day that is none", wrong) for wrong in ("2019-02-30", "04/07/2019", "20190408", value + " "))
        day = date.fromisoformat(value)
        yield from (("neighbouring day", str(day + timedelta(days=step))) for step in (-1, 1))
    elif column.kind == "count":
        yield from (("count changed by one", value + step) for step in (-1, 1))
    elif column.refers:
        yield "id that names nothing", value + "x"
        known = sorted({*(one.body.get(key) for one in WHOLE.items), value} - {None, value})
        yield from (("another known id", one) for one in known[:3])
    elif column.kind == "text" and key not in ("label", "when_words", "term", "event"):
        yield "words of one's own changed", value + "x"
    elif column.kind == "text" and key != "event":
        yield "quote: a letter changed", value + "x"


def outcome(item):
    """Return what becomes of a changed annotation among the others."""
    raw = json.dumps({**PAGE, "items": [item]}).encode()
    claim_id = item["id"].rpartition("#")[2]
    try:
        _, (one,), problems = read_both_ways(raw, TEXT)
    except (ArticleError, ValueError):
        return "caught"
    rest = [other for name, other in ITEMS.items() if name != claim_id]
    if problems or any(consistency.dangling([*rest, one], WHOLE.files, WHOLE.about)):
        return "caught"
    if any(consistency.tangles([*rest, one], WHOLE.files)):
        return "caught"
    if any(part.status == "found" for part in one.parts):
        return "warned"
    if one.table in (schema.CASUALTIES, schema.DISPLACEMENT) and "reported_on" in one.body:
        contents = folder.Folder(PATH, TEXT, dict(WHOLE.about), [*rest, one], deepcopy(WHOLE.files))
        return "warned" if any(problems_of.warnings(article.annotated(contents))) else "accepted"
    return "accepted"


def annotation_changes(item):
    """Yield the class and the changed annotation of each change of one annotation."""
    columns = w3c.BODIES[item["body"]["type"]].stored
    for key, value in item["body"].items():
        if key == "type" or columns[key].kind in ("mapping", "flag"):
            continue
        for name, new in changes(key, value, columns[key]):
            changed = deepcopy(item)
            changed["body"] = {**changed["body"], key: new}
            if new is None:
                del changed["body"][key]
            yield name, changed
        changed = deepcopy(item)
        changed["body"] = {**{k: v for k, v in changed["body"].items() if k != key}, key + "x": value}
        yield "attribute misspelt", changed
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    for number, target in enumerate(targets):
        position, quote = target["selector"]
        exact = quote["exact"]
        several = [
            *(("offsets moved by one", 0, {key: position[key] + step}) for key in ("start", "end") for step in (-1, 1)),
            ("quote: a letter changed", 1, {"exact": exact[:-1] + ("x" if exact[-1] != "x" else "y")}),
            ("context changed", 1, {"prefix": quote["prefix"] + "x"}),
            ("context changed", 1, {"suffix": ""}),
        ]
        if digits := [at for at, letter in enumerate(exact) if letter.isdigit()]:
            figure = str((int(exact[digits[0]]) + 1) % 10)
            one = exact[: digits[0]] + figure + exact[digits[0] + 1 :]
            several.append(("quote: its number changed", 1, {"exact": one}))
        for name, which, values in several:
            changed = deepcopy(item)
            some = changed["target"] if isinstance(changed["target"], list) else [changed["target"]]
            some[number]["selector"][which].update(values)
            yield name, changed


def file_changes():
    """Yield the class, file and changed bytes of each change of a file beside the annotations."""
    raw = (PATH / "article.txt").read_bytes()
    for at in range(50, len(raw), 900):
        yield "text: a letter changed", "article.txt", raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    about = json.loads((PATH / "article.json").read_text(encoding="utf-8"))
    for key, value in about.items():
        without = {k: v for k, v in about.items() if k != key}
        required = next(column.required for column in schema.ABOUT if column.name == key)
        name = "required attribute missing" if required else "article.json: key missing"
        yield name, "article.json", json.dumps(without).encode()
        for other in (True, 7.5, {"a": 1}, [7]):
            wrong = json.dumps(about | {key: other}).encode()
            yield "article.json: value of another type", "article.json", wrong
        if key in ("body_start", "body_end", "length", "sha256"):
            other = value + 1 if isinstance(value, int) else value[1:] + "0"
            yield (
                "article.json: offsets, hash, length changed",
                "article.json",
                json.dumps(about | {key: other}).encode(),
            )
    for table in schema.FILE_TABLES:
        header, *rows = (PATH / f"{table.name}.csv").read_text(encoding="utf-8").splitlines()
        for number, row in list(enumerate(rows))[::7]:
            cells = row.split(",")
            for at, name in enumerate(header.split(",") if len(cells) == len(header.split(",")) else []):
                column = table.in_file[name]
                for kind, new in (
                    ("required cell empty", ""),
                    ("cell of another type", "x\1"),
                    ("id", cells[at] + "x"),
                ):
                    if (kind == "required cell empty" and not column.required) or (kind == "id" and not column.refers):
                        continue
                    if kind == "id" and not cells[at]:
                        continue
                    changed = [*rows[:number], ",".join([*cells[:at], new, *cells[at + 1 :]]), *rows[number + 1 :]]
                    kind = "id that names nothing" if kind == "id" else kind
                    yield kind, f"{table.name}.csv", "\n".join([header, *changed, ""]).encode()


@cache
def shares():
    """Return how often each class of changes is caught, warned of, accepted."""
    counts = {name: Counter() for name in CLASSES}
    seen = Counter()
    for item in PAGE["items"]:
        kind = item["body"]["type"]
        seen[kind] += 1
        if seen[kind] % EVERY[kind] == 0:
            for name, changed in annotation_changes(item):
                counts[name][outcome(changed)] += 1
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / PATH.name
        shutil.copytree(PATH, copy)
        for name, file, content in file_changes():
            (copy / file).write_bytes(content)
            counts[name]["caught" if folder.read(copy)[1] else "accepted"] += 1
            shutil.copy(PATH / file, copy / file)
    twice = deepcopy(PAGE["items"][:40])
    for one, two in pairwise(twice):
        _, _, problems = read_both_ways(json.dumps({**PAGE, "items": [one, two | {"id": one["id"]}]}).encode(), TEXT)
        counts["id given twice"]["caught" if problems else "accepted"] += 1
    return counts


def table():
    """Return the shares as lines of words."""
    lines = [f"{'class of changes':46}{'changes':>8}{'caught':>9}{'warned':>9}{'accepted':>9}"]
    for name, counted in shares().items():
        total = counted.total()
        parts = "".join(f"{counted[one] / total:9.0%}" for one in ("caught", "warned", "accepted"))
        lines.append(f"{name:46}{total:8}{parts}" + (f"  {CLASSES[name]}" if counted["accepted"] else ""))
    return "\n".join(lines)


@pytest.mark.parametrize("name", CLASSES)
def test_a_change_is_caught_or_there_is_a_reason_why_not(name):
    counted = shares()[name]
    assert counted.total() >= 4
    if not CLASSES[name]:
        assert counted["accepted"] == counted["warned"] == 0
    assert counted["caught"] + counted["warned"] >= FLOORS.get(name, 0) * counted.total()


if __name__ == "__main__":
    print(table())
