"""What a file held when it came back last, kept beside it: edited and taken in again, it is compared with that."""

from __future__ import annotations

import json
from collections.abc import Container
from hashlib import sha256
from pathlib import Path

from libya_kit.article.folder import Folder
from libya_kit.article.w3c import parse_json
from libya_kit.editing.changes import json_bytes
from libya_kit.editing.three_way import Base, Comparison
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes

ENDING = ".kit-base.json"
"""The end of the name of the file; it begins with that of the file, or folder, that came back."""


def _sum(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _path(given: Path) -> Path:
    return given.with_name(f"{given.resolve().name}{ENDING}")


def _stamp(contents: Folder, base: Base) -> dict[str, str]:
    """Return what tells for which folder, and which export, a memory holds."""
    rows = [[*key, row] for key, row in base.items()]
    return {"folder": _sum(str(contents.path.resolve())), "exported": _sum(json.dumps(rows, sort_keys=True))}


def base_now(given: Path, contents: Folder, base: Base | None) -> Base | None:
    """Return the base to compare with: what the file held when it came back into this folder last, else what went out.

    Raises
    ------
    ArticleError
        The file that tells has not the form in which it was written.
    """
    if base is None or not (path := _path(given)).is_file():
        return base
    page = parse_json(read_bytes(path), path.name)
    try:
        if {key: page[key] for key in ("folder", "exported")} != _stamp(contents, base):
            return base
        return {(str(table), str(name)): dict(values) for table, name, values in page["rows"]}
    except (KeyError, TypeError, ValueError):
        raise ArticleError("not as it was written", file=path.name, mend="delete it, or export anew") from None


def remembered(
    given: Path, contents: Folder, base: Base | None, comparison: Comparison, left_out: Container[str] = ()
) -> tuple[Path, bytes] | None:
    """Return the file that tells what came back this time; None where nothing went out that it could be compared with.

    Parameters
    ----------
    given, contents, base
        What came back, where to, and what went out.
    comparison
        With every row that the file holds.
    left_out
        The names of rows that the file holds and that were not read: what went out of them stays the base.
    """
    if base is None:
        return None
    rows = {key: row for key, row in (comparison.base or {}).items() if key[1] in left_out} | comparison.seen
    listed = [[*key, rows[key]] for key in sorted(rows)]
    return _path(given), json_bytes({**_stamp(contents, base), "rows": listed})
