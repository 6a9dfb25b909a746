"""What the kit says when it cannot go on: one line, with file, place, what is wrong and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, Self

MOST_PROBLEMS = 500
"""How many problems of a folder are told."""
MOST_NAMES = 200
"""How many names are looked through for the nearest; of more only those that begin alike."""
LONGEST_NAME = 60
"""Longer names are near to none."""
MOST_LISTED = 40
"""How many allowed words are listed where none is near."""


def one_line(text: object, limit: int = 300) -> str:
    r"""Return the text on one line, control characters spelled out, cut at `limit` characters.

    >>> one_line("one\n\x1b[2Jtwo")
    'one \\u001b[2Jtwo'
    """
    line = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in " ".join(str(text).split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


class KitError(Exception):
    """Any refusal of the kit; its text is one line: file, place, what is wrong, what to do.

    >>> print(KitError("value 25 is not in the quote", file="annotations.jsonld", place="killed-25",
    ...                mend="correct the value or the quote"))
    annotations.jsonld: killed-25: value 25 is not in the quote; correct the value or the quote
    """

    def __init__(self, what: object, *, file: object = None, place: object = None, mend: object = None) -> None:
        self.what, self.file, self.place, self.mend = what, file, place, mend
        where = "".join(f"{one_line(part)}: " for part in (file, place) if part is not None)
        super().__init__(where + one_line(what) + (f"; {one_line(mend)}" if mend else ""))

    def _render_traceback_(self) -> list[str]:
        """Return the one line that IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class ArticleError(KitError):
    """An article's folder holds something that cannot be right."""


class Enough(Exception):  # noqa: N818
    """So many problems are found that nothing more is looked at."""


class Problems(list[ArticleError]):
    """Problems as they are found; where they are more than a reader mends at once, it says so, and `Enough` is raised.

    >>> some = Problems()
    >>> try:
    ...     some += (ArticleError(f"problem {number}") for number in range(10**9))
    ... except Enough:
    ...     len(some), str(some[-1])
    (501, 'more than 500 problems; mend these first: no more was looked for')
    """

    def append(self, problem: ArticleError) -> None:
        """Add a problem, without the hold that its traceback has on the bytes of the file."""
        problem.__traceback__ = problem.__context__ = None
        if len(self) == MOST_PROBLEMS:
            mend = "mend these first: no more was looked for"
            problem = ArticleError(f"more than {MOST_PROBLEMS} problems", file=problem.file, mend=mend)
        super().append(problem)
        if len(self) > MOST_PROBLEMS:
            raise Enough

    def extend(self, problems: Iterable[ArticleError]) -> None:
        """Add problems, one after another."""
        for problem in problems:
            self.append(problem)

    def __iadd__(self, problems: Iterable[ArticleError]) -> Self:  # type: ignore[override, misc]
        self.extend(problems)
        return self


class ArgumentError(KitError, ValueError):
    """A function was given a value that it does not know; the message lists the allowed ones."""


class ReportError(KitError):
    """A page could not be made: a notebook failed, or a file could not be written."""


def nearest(word: object, allowed: Iterable[str]) -> str:
    """Return the advice that names the nearest allowed word, or all of them.

    >>> nearest("kiled", ["killed", "wounded"])
    "use 'killed'"
    >>> nearest("x", ["killed", "wounded"])
    "use one of 'killed', 'wounded'"
    """
    allowed, word = list(allowed), str(word)[: LONGEST_NAME + 1]
    alike = allowed if len(allowed) <= MOST_NAMES else [one for one in allowed if one[:2] == word[:2]][:MOST_NAMES]
    short = [one for one in alike if len(one) <= LONGEST_NAME and len(word) <= LONGEST_NAME]
    close = difflib.get_close_matches(word, short, n=1)
    if close:
        return f"use {close[0]!r}"
    if not allowed:
        return "leave it out: there is none to name"
    return "use one of " + ", ".join(repr(one[:LONGEST_NAME]) for one in allowed[:MOST_LISTED])


def one_of(name: str, value: object, allowed: Iterable[Any]) -> None:
    """Refuse an argument's value that is not among the allowed ones.

    Raises
    ------
    ArgumentError
        The value is another; the message lists the allowed ones.
    """
    allowed = list(allowed)
    if not any(value is choice or (type(value) is type(choice) and value == choice) for choice in allowed):
        raise ArgumentError(f"{name}={value!r} is not known", mend="use one of " + ", ".join(map(repr, allowed)))
