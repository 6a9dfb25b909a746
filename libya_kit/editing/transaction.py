"""A change of an article's folder: tried on a copy first, written all or none, told in the folder's history."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article import w3c
from libya_kit.article.folder import Folder
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes, write_together

HISTORY = "history.json"


@contextmanager
def tried(path: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield a copy of the folder as it would be with these files.

    Raises
    ------
    ArticleError
        There is no room for a copy.
    """
    with ExitStack() as doors:
        try:
            trial = Path(doors.enter_context(tempfile.TemporaryDirectory())) / (path.resolve().name or "article")
            trial.mkdir()
            for name in dict.fromkeys([*folders.FILES, *files]):
                (trial / name).write_bytes(files[name] if name in files else read_bytes(path / name))
        except OSError as error:
            what = f"cannot be tried on a copy ({error.strerror}); nothing is changed"
            raise ArticleError(what, file=path.name, mend="make room for temporary files") from None
        yield trial


def verify(path: Path, files: Mapping[str, bytes]) -> None:
    """Refuse what would not be an article's folder in order, further annotators' files among it.

    Raises
    ------
    ArticleError
        The first problem of the folder as it would be.
    """
    with tried(path, files) as trial:
        contents = folders.sound(trial)
        for name in folders.annotators(trial).values():
            folders.page(contents, trial / name)


def write(path: Path, files: Mapping[str, bytes], *, since: Folder) -> list[Path]:
    """Write files of the folder, all or none, if it still holds what was read of it; return their paths.

    Raises
    ------
    ArticleError
        The folder has changed since it was read, or one cannot be written; nothing is changed.
    """

    def unchanged() -> None:
        same(folders.sound(path), since)

    try:
        write_together(path, files, check=unchanged)
    except OSError as error:
        what = f"cannot be written ({error.strerror}); nothing is changed"
        raise ArticleError(what, file=path.name, mend="make the folder writable") from None
    return [path / name for name in files]


def same(now: Folder, since: Folder) -> None:
    """Refuse a folder that has changed since it was read: what is written would undo what another did.

    Raises
    ------
    ArticleError
        It holds something else now.
    """
    if now.digest != since.digest:
        what = "the folder has changed since it was read; nothing is written"
        raise ArticleError(what, file=now.path.name or str(now.path), mend="do it again, on what it holds now")


def history(path: Path) -> list[Any]:
    """Return the entries of a folder's history so far."""
    if not (path / HISTORY).exists():
        return []
    entries = w3c.parse_json(read_bytes(path / HISTORY), HISTORY)
    if not isinstance(entries, list):
        raise ArticleError("not a list of entries", file=HISTORY, mend="restore it, or put it elsewhere")
    return entries
