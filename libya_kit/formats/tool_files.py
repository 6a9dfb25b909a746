"""The files of a tool: found, read, written; beside them what was kept aside, and what labels stand for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES
from libya_kit.article.w3c import BODIES, parse_json
from libya_kit.editing.changes import json_bytes
from libya_kit.editing.three_way import ABOUT, CLAIMS, Base
from libya_kit.errors import ArticleError, ReportError, nearest
from libya_kit.files import MOST_ROWS, listed, of_macos, read_bytes, write_together
from libya_kit.formats import memory
from libya_kit.formats.offsets import BASES, Places

SIDECAR = ".kit.json"
"""The end of the name of the file that keeps aside what a tool cannot hold."""
LEAVE_OUT = "leave out"
"""The type by which a mapping leaves out a label's marks, or the marks that have a tool's attribute."""
MOST_LINES = 10 * MOST_ROWS
"""How many lines or results are read: an annotation has one for each of its attributes."""
Mapped = Mapping[str, Mapping[str, Any]]
Kept = Mapping[str, Mapping[str, Any]]
"""What was kept aside of each annotation, by name."""


@dataclass(frozen=True)
class Aside:
    """What was kept aside of annotations when they went out, by name, and the file in which it lies."""

    path: Path
    entries: Kept


def aside(contents: Folder) -> bytes:
    """Return the sidecar: every annotation as it goes out, by name, to compare with what comes back."""
    kept = {one.claim_id: _entry(one) for one in contents.items}
    return json_bytes({"sha256": contents.about["sha256"], "annotations": kept})


def _entry(one: Annotation) -> dict[str, Any]:
    """Return an annotation as the sidecar has it."""
    about = {key: value for key in ABOUT if (value := getattr(one, key)) is not None}
    parts = [[at.start, at.end, at.prefix, at.suffix] for at in one.parts]
    entry: dict[str, Any] = json.loads(json.dumps({**about, "type": one.table.body, "body": one.body, "parts": parts}))
    return entry


def spans_of(annotation: Annotation) -> Places:
    """Return where the parts of an annotation stand."""
    return tuple((part.start, part.end) for part in annotation.parts)


def name_of(folder: Path) -> str:
    """Return how an article's files are called for a tool: as its folder, but for what no line can show."""
    return "".join(letter if letter.isprintable() else "_" for letter in folder.resolve().name)


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all or none; it is made if it is not there.

    Raises
    ------
    ReportError
        The folder is an article's own, holds another file of one of the names, or cannot be written.
    """
    try:
        if (out / "annotations.jsonld").exists():
            raise ReportError("an article's own folder", file=out, mend="name another folder by --out")
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if (path := out / name).exists() and (path.stat().st_size != len(content) or path.read_bytes() != content):
                what = "another of that name stands there already, perhaps with work of yours in it"
                raise ReportError(what, file=path, mend="name another folder by --out, or move it away")
        write_together(out, files)
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        raise ReportError(what, file=out, mend="name another folder by --out") from None


def found_file(given: Path, *suffixes: str) -> Path:
    """Return the file that is meant: the one named, or the only one with a suffix in the folder named.

    Raises
    ------
    ArticleError
        The folder holds none, or more than one.
    """
    if not given.is_dir():
        return given
    files = [
        path
        for path in listed(given)
        if path.name.endswith(suffixes) and not path.name.endswith((SIDECAR, memory.ENDING))
    ]
    if len(files) != 1:
        what = f"{len(files)} files end in {' or '.join(suffixes)}"
        raise ArticleError(what, file=given.name, mend="name the file that is meant")
    return files[0]


def limited(number: int, file: str, most: int = MOST_ROWS, what: str = "annotations") -> None:
    """Refuse a file of more than so many annotations or lines, before they are read one by one.

    Raises
    ------
    ArticleError
        There are more.
    """
    if number > most:
        raise ArticleError(f"more than {most:,} {what}", file=file, mend="is it the right file?")


def utf8(raw: bytes, file: str) -> str:
    """Return a file's text, which has to be UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"byte {error.start} is not UTF-8", file=file, mend="save it as UTF-8") from None


def kept_aside(given: Path, contents: Folder) -> Aside | None:
    """Return every annotation as it went out, by name; None where no sidecar of this text lies beside the file.

    Raises
    ------
    ArticleError
        It has not the form in which it was written.
    """
    for path in sorted(given.parent.glob(f"*{SIDECAR}")):
        if of_macos(path.name):
            continue
        page = parse_json(read_bytes(path), path.name)
        if not isinstance(page, dict) or page.get("sha256") != contents.about["sha256"]:
            continue
        kept = page.get("annotations")
        if not isinstance(kept, dict) or not all(isinstance(one, dict) and _sound(one) for one in kept.values()):
            raise ArticleError("not as it was written", file=path.name, mend="export anew, or move it away")
        return Aside(path, kept)
    return None


def base_of(kept: Aside | None) -> Base | None:
    """Return what was kept aside as the base of a comparison; of an older file, that says only names, empty rows."""
    if kept is None:
        return None
    base: dict[tuple[str, str], dict[str, Any]] = {}
    for name, entry in kept.entries.items():
        whole = {"type", "body", "parts"} <= entry.keys()
        about = {key: entry[key] for key in ABOUT if key in entry}
        places = {"quote": [[start, end] for start, end, *_ in entry.get("parts", ())]}
        table = BODIES[entry["type"]].name if entry.get("type") in BODIES else ""
        base[CLAIMS, name] = {"table": table, **places, **entry["body"], **about} if whole else {}
    return base


def _sound(entry: Mapping[str, Any]) -> bool:
    """Return whether what was kept of an annotation has its form."""
    parts, body = entry.get("parts", []), entry.get("body", {})
    lists = parts if isinstance(parts, list) else [None]
    forms = [[type(item) for item in one] if isinstance(one, list) else [] for one in lists]
    words = [entry.get(key, "") for key in (*ABOUT, "type")]
    return (
        isinstance(body, dict)
        and all(form == [int, int, str, str] for form in forms)
        and all(isinstance(word, str) for word in words)
    )


def read_mapping(raw: bytes, file: str) -> dict[str, dict[str, Any]]:
    r"""Return what a mapping file says of labels that are not the kit's: each label's ``type`` and attributes.

    A CSV file has the columns ``label`` and ``type``, then attributes; a JSON file an object of objects. A label
    ``Certainty=High`` stands for a tool's attribute and its value. One without a type is left out. The label ``*`` has
    the unit of all ``offsets``. The type ``leave out`` leaves out a label, or the marks with an attribute.

    >>> read_mapping(b"label,type,measure\nDead,CasualtyClaim,killed\n", "mapping.csv")
    {'Dead': {'type': 'CasualtyClaim', 'measure': 'killed'}}
    """
    if raw.lstrip()[:1] == b"{":
        entries = parse_json(raw, file)
    else:
        try:
            rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise ArticleError(f"not CSV in UTF-8 ({error})", file=file, mend="save it anew") from None
        if any(None in row or row.get("label") in (None, "") for row in rows) or not rows:
            raise ArticleError(
                "not every row has a label", file=file, mend="begin with the header label,type"
            ) from None
        entries = {row["label"]: {key: cell for key, cell in row.items() if key != "label" and cell} for row in rows}
    for label, entry in entries.items():
        if not isinstance(entry, dict):
            raise ArticleError("not an object of type and attributes", file=file, place=label, mend="write {...}")
        if entry.get("type") and entry["type"] not in (*BODIES, *(table.name for table in CLAIM_TABLES), LEAVE_OUT):
            what = f"the kit has no type {entry['type']!r}"
            raise ArticleError(what, file=file, place=label, mend=nearest(entry["type"], BODIES))
    unit = entries.get("*", {}).get("offsets")
    if unit is not None and str(unit).split(",")[0] not in BASES:
        raise ArticleError(f"no unit {unit!r}", file=file, place="*", mend=nearest(unit, BASES))
    return {str(label): entry for label, entry in entries.items()}
