"""The badly marked copy of the article that learners look for mistakes in, made from the good one.

Its text has one character outside the basic plane before the body, and its marks stand where a tool puts them that
counts that character as two. One claim is a sum, one is marked twice, one has the day of another weekday.
Write it anew with: python tests/bug_hunt.py
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from libya_kit.article import w3c as annotations
from libya_kit.article.annotation import Annotation
from libya_kit.article.model import BUNDLED, shipped
from libya_kit.text.quotes import Part

GOOD = shipped("data") / BUNDLED
BAD = shipped("notebooks") / "lessons" / "files" / "bug-hunt"
SIGN = "📰 "
"""What stands before the text: its first character is one code point and two UTF-16 units."""


def files() -> dict[str, bytes]:
    """Return the files of the badly marked copy: name and content."""
    text = SIGN + (GOOD / "article.txt").read_text(encoding="utf-8")
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    about = json.loads((GOOD / "article.json").read_text(encoding="utf-8"))
    about |= {key: about[key] + len(SIGN) for key in ("body_start", "body_end", "length")}
    about["sha256"] = sha256
    del about["focus"]
    head, claims, _ = annotations.read((GOOD / "annotations.jsonld").read_bytes(), text[len(SIGN) :])
    head |= {"id": f"{BAD.name}/annotations", "sha256": sha256, "creator": "nobody in particular"}
    bad = [_slipped(claim) for claim in _spoilt({claim.claim_id: claim for claim in claims})]
    copied = {path.name: path.read_bytes() for path in sorted(GOOD.glob("*.csv")) if path.stem != "ledger"}
    return copied | {
        "article.txt": text.encode("utf-8"),
        "article.json": (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode("utf-8"),
        "annotations.jsonld": annotations.write(head, bad),
    }


def _spoilt(claims: dict[str, Annotation]) -> list[Annotation]:
    """Return the casualty claims with a sum, a double and a wrong weekday."""
    some = {name: claim for name, claim in claims.items() if claim.table.name == "casualties"}
    fourteen, doctor, evacuated = (claims[name] for name in ("c-killed-14", "c-killed-doctor", "d-evacuated-15"))
    body = {key: value for key, value in fourteen.body.items() if key not in ("tally", "victims", "note")}
    parts = (_cut(evacuated.parts[0], 0, 2), *fourteen.parts, *doctor.parts)
    added = replace(fourteen, claim_id="c-killed-saturday", body=body | {"value": 15}, parts=parts)
    words = some["c-killed-25"].parts[0]
    twice = replace(some["c-killed-25"], claim_id="c-killed-monday", parts=(_cut(words, 7, len(words.quote)),))
    sunday = some["c-killed-21"]
    some["c-killed-21"] = replace(sunday, body=sunday.body | {"reported_on": "2019-04-06"})
    return [*some.values(), added, twice]


def _cut(part: Part, start: int, end: int) -> Part:
    """Return some of a part's words, the others joining its context."""
    before, quote, after = part.quote[:start], part.quote[start:end], part.quote[end:]
    return Part(part.start + start, part.start + end, quote, part.prefix + before, after + part.suffix)


def _slipped(claim: Annotation) -> Annotation:
    """Return a claim with its offsets in UTF-16 units of the text with the sign before it."""
    units = len(SIGN.encode("utf-16-le")) // 2
    parts = (part._replace(start=part.start + units, end=part.end + units) for part in claim.parts)
    return replace(claim, parts=tuple(parts))


def write(folder: Path = BAD) -> None:
    """Write the copy."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write()
