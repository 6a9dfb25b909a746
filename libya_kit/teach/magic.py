"""The cell magic `%%answer`: an answer is text as it is typed, so that none is a Python error."""

from __future__ import annotations

import sys

from libya_kit.teach.checks import Check, check

NAME = "answer"


def answered(line: str, cell: str | None = None) -> Check:
    """Return what a check finds of the text of a cell, or of what stands behind the question's id.

    Parameters
    ----------
    line
        The question's id; in the one-line form, `%answer`, the answer stands behind it.
    cell
        The answer as it was typed, quotation marks or none.

    Raises
    ------
    ArgumentError
        No question has that id.

    Examples
    --------
    >>> answered("killed-floor", "at least 25").right, answered("word-in-the-call killed").right
    (True, True)
    """
    name, _, rest = line.strip().partition(" ")
    lines = (rest if cell is None else cell).splitlines()
    typed = " ".join(one for one in lines if not one.lstrip().startswith("#")).strip()
    return check(name, None if typed == "None" else typed)


def register() -> None:
    """Make `%%answer` known where a notebook runs; elsewhere nothing happens."""
    running = sys.modules.get("IPython")
    shell = running.get_ipython() if running else None
    if shell is not None:
        shell.register_magic_function(answered, "line_cell", NAME)
