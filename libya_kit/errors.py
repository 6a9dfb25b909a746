"""What the kit says when it cannot go on: one line, with file, place, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

MOST_PROBLEMS = 500
"""How many problems of a folder are told."""


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
