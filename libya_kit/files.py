"""Files: read whole within a limit, written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import NoReturn

from libya_kit.errors import ArticleError

LARGEST_FILE = 64 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ArticleError
        It is missing, no ordinary file, a link out of its folder, cannot be read, or is larger than 64 MiB.
    """

    def refuse(what: str, mend: str) -> NoReturn:
        raise ArticleError(what, file=path.name, mend=mend)

    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            refuse("not an ordinary file", "put the file itself there")
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            refuse("a link out of the folder", "put the file itself there")
        if about.st_size > LARGEST_FILE:
            refuse(f"larger than {LARGEST_FILE >> 20} MiB", "is it the right file?")
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"the file is missing in {path.parent.name or '.'}", "add it; data/README.md lists the files")
    except (OSError, ValueError) as error:
        refuse(f"cannot be read ({getattr(error, 'strerror', None) or error})", "make it readable")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what stood there stays until the new bytes are complete."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
