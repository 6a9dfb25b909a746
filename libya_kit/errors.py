"""What the kit says when it cannot go on: one line, with file, place, what is wrong and what to do."""

from __future__ import annotations


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


class ArgumentError(KitError, ValueError):
    """A function was given a value that it does not know; the message lists the allowed ones."""


class ReportError(KitError):
    """A page could not be made: a notebook failed, or a file could not be written."""
