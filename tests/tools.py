"""Annotation tools in the tests: an article's folder without annotations, and what a tool's file brings to one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType

from folders import write_folder

from libya_kit.article import w3c
from libya_kit.article.model import BUNDLED, shipped
from libya_kit.editing.changes import Import, apply

BUNDLED_FOLDER = shipped("data") / BUNDLED
WILD = (
    "\ufeff🌍 Ferry and tug collide\r\n\r\n"
    "قتل 12 شخصا على الأقل. Le bateau a coule\u0301 🚢: at least 12 people died\r\nnear Port Amel, 👩‍👩‍👧 said.\r\n"
)
"""A text with everything that makes offsets differ: a BOM, emoji, Arabic, combining accents, CRLF."""


def emptied(folder: Path, source: Path = BUNDLED_FOLDER) -> Path:
    """Copy an article's folder without its annotations, and without what refers to them."""
    shutil.copytree(source, folder)
    page = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    head = {key: value for key, value in page.items() if key != "items"}
    (folder / "annotations.jsonld").write_bytes(w3c.write(head, []))
    about = json.loads((folder / "article.json").read_text(encoding="utf-8"))
    about.pop("focus", None)
    (folder / "article.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def bare(folder: Path, text: str) -> Path:
    """Write an article's folder with a text and no annotations."""
    return write_folder(folder, text, [], body_start=0, title="A text", not_said=[])


def round_trip(module: ModuleType, tmp_path: Path, source: Path = BUNDLED_FOLDER) -> tuple[bytes, bytes]:
    """Return the bytes of an article's annotations, and those after the way to a tool's files and back."""
    out = tmp_path / "out"
    module.write(source, out)
    copy = emptied(tmp_path / source.name, source)
    given = apply(copy, module.read(copy, out))
    assert given.refused.empty, given.refused.to_string()
    return (source / "annotations.jsonld").read_bytes(), (copy / "annotations.jsonld").read_bytes()


def outcomes(given: Import) -> dict[str, str]:
    """Return what became of each row of an import, and why, by where it stands."""
    return {
        row["where"]: ": ".join(filter(None, (row["outcome"], row["what"])))
        for row in given.report.to_dict("records")
        if row["where"] != "offsets"
    }


def unit(given: Import) -> str:
    """Return in which unit an import found the offsets counted."""
    return dict(zip(given.report["where"], given.report["what"], strict=True))["offsets"].removeprefix("counted in ")
