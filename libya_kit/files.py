"""Files: read whole within a limit, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from libya_kit.errors import ArgumentError, ArticleError, ReportError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
msvcrt: Any = None if fcntl else import_module("msvcrt")

LARGEST_FILE = 16 * 1024 * 1024
_PREFIX, _SUFFIX = ".lk-", ".part"
_PLAN, _LOCK = ".lk-plan", ".lk-lock"
_MOVE = re.compile(rf"({re.escape(_PREFIX)}\w+{re.escape(_SUFFIX)})/([^./\\][^/\\]*)")
_END = "end"


MOST_ROWS = 20_000
"""How many annotations, or rows of a CSV file, are read."""


def path_of(name: str, value: object) -> Path:
    """Return an argument as a path.

    Raises
    ------
    ArgumentError
        It is no path.
    """
    if not isinstance(value, str | Path):
        raise ArgumentError(f"{name} is no path but of type {type(value).__name__}", mend="give a text or a Path")
    return Path(value)


def of_macos(name: str) -> bool:
    """Return whether a file is what macOS leaves beside others, and nobody has written.

    >>> of_macos("._article.json"), of_macos("folder/.DS_Store"), of_macos("__MACOSX/a.xmi"), of_macos("a.json")
    (True, True, True, False)
    """
    *folders, last = name.split("/")
    return last.startswith("._") or last == ".DS_Store" or "__MACOSX" in folders


def listed(folder: Path) -> list[Path]:
    """Return what a folder holds, by name, without what macOS leaves there."""
    return sorted(path for path in folder.iterdir() if not of_macos(path.name))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ArticleError
        It is missing, no ordinary file, a link out of its folder, cannot be read, or is larger than 16 MiB.
    """

    def refuse(what: str, mend: str) -> NoReturn:
        raise ArticleError(what, file=path.name, mend=mend)

    within = True
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            about, within = path.stat(), path.resolve().is_relative_to(path.parent.resolve())
        if not stat.S_ISREG(about.st_mode):
            refuse("not an ordinary file", "put the file itself there")
        if not within:
            refuse("a link out of the folder", "put the file itself there")
        if about.st_size > LARGEST_FILE:
            refuse(f"larger than {LARGEST_FILE >> 20} MiB", "is it the right file?")
        with path.open("rb") as file:
            content = file.read(about.st_size + 1)  # what has no end, or grows, may say that it is small
        if len(content) > about.st_size:
            refuse("holds more than its size says", "put an ordinary file there")
        return content
    except FileNotFoundError:
        refuse(f"the file is missing in {path.parent.name or '.'}", "put it there, or name another")
    except (OSError, ValueError) as error:
        refuse(f"cannot be read ({getattr(error, 'strerror', None) or error})", "make it readable")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what stood there stays until the new bytes are complete."""
    write_together(path.parent, {path.name: content})


def write_together(folder: Path, files: Mapping[str, bytes], *, check: Callable[[], object] | None = None) -> None:
    """Write several files of a folder, in this order, all or none; a name may lead into a folder that is there.

    All are complete before the first takes its place; where one cannot, those before it are as they were. Of two that
    write into a folder at once, one waits for the other, so that all files are of one of them. `check` is called when
    nobody else writes there any more; what it raises keeps all as it was. Where this is killed half-way, `finish`, or
    the next that writes there, does the rest.
    """
    ready: dict[Path, Path] = {}
    before: dict[Path, Path | None] = {}
    plan = folder / _PLAN
    with ExitStack() as doors:
        parents = {folder, *((folder / name).parent for name in files)}
        for parent in sorted({parent.resolve() for parent in parents}):  # by links one folder has two names
            if doors.enter_context(_alone(parent)):
                _do_the_rest(parent)
                for left in parent.glob(f"{_PREFIX}*{_SUFFIX}"):  # by one that was killed
                    left.unlink()
        try:
            for name, content in files.items():
                ready[folder / name] = _beside(folder / name, content)
            if check is not None:
                check()
            if len(files) > 1 and all(_MOVE.fullmatch(f"{ready[folder / name].name}/{name}") for name in files):
                plan.write_text("\n".join([*(f"{ready[folder / name].name}/{name}" for name in files), _END]), "utf-8")
            for path, temporary in ready.items():
                before[path] = _kept(path, temporary)
                temporary.replace(path)
        except BaseException:
            plan.unlink(missing_ok=True)
            for path, kept in before.items():
                with suppress(OSError):  # the others all the same
                    if ready[path].exists():  # the file at its path is still the old one
                        _drop(kept)
                    elif kept is not None:
                        kept.replace(path)
                    else:
                        path.unlink()
            raise
        else:
            plan.unlink(missing_ok=True)
            for kept in before.values():
                _drop(kept)
        finally:
            for temporary in ready.values():
                _drop(temporary)


def finish(folder: Path) -> bool:
    """Do the rest of what one that was killed was writing into a folder; return whether there was any."""
    try:
        if not (folder / _PLAN).is_file():
            return False
        with _alone(folder):
            _do_the_rest(folder)
    except OSError:  # a folder that nobody may write into
        return False
    return True


def _do_the_rest(folder: Path) -> None:
    """Put the files that are ready, by the plan of one that was killed, into their places."""
    plan = folder / _PLAN
    if not plan.is_file():
        return
    *moves, end = read_bytes(plan).decode("utf-8", "replace").split("\n")
    for move in moves if end == _END else ():  # else it was killed before it began
        if (found := _MOVE.fullmatch(move)) and (folder / found[1]).is_file():
            (folder / found[1]).replace(folder / found[2])
    plan.unlink()


def _drop(temporary: Path | None) -> None:
    if temporary is not None:
        temporary.unlink(missing_ok=True)


def _kept(path: Path, temporary: Path) -> Path | None:
    """Keep what stands at a path under a second name, which takes no room; return that, or None: nothing is there."""
    if not path.is_file():
        return None
    kept = temporary.with_suffix(f".old{_SUFFIX}")
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a disk that knows no second names
        kept.unlink(missing_ok=True)
        _beside(path, path.read_bytes()).replace(kept)
    return kept


def _beside(path: Path, content: bytes) -> Path:
    """Write a new file in a path's folder; return its path. What cannot be completed is removed."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def clock() -> datetime | None:
    """Return the time that SOURCE_DATE_EPOCH gives to what is written, if it does.

    Raises
    ------
    ReportError
        It is set to something else than seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not re.fullmatch("[0-9]{1,11}", epoch):
        raise ReportError(f"SOURCE_DATE_EPOCH is {epoch!r}", mend="give seconds since 1970, or unset it")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else None


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Keep other writers of the kit out of a folder; yield whether its file system can do that."""
    path = folder if fcntl else folder / _LOCK  # Windows locks files only
    handle = os.open(path, os.O_RDONLY if fcntl else os.O_RDWR | os.O_CREAT)
    try:
        try:
            _lock(handle)
        except OSError:
            yield False
        else:
            yield True
            if not fcntl:
                msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    finally:
        os.close(handle)
        if not fcntl:
            with suppress(OSError):  # another waits for it, and takes it away in turn
                path.unlink()


def _lock(handle: int) -> None:
    """Wait until a folder, or on Windows a file of it, is locked by this process alone."""
    if fcntl:
        fcntl.flock(handle, fcntl.LOCK_EX)
    while not fcntl:
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            break
        except OSError as error:  # it gives up after ten seconds
            if error.errno != errno.EDEADLK:
                raise
