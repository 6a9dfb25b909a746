"""The three-way comparison of every import: what went out, what comes back in a file, what the folder holds now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from libya_kit.article.annotation import Annotation
from libya_kit.errors import ArgumentError, one_line

SIDES = ("file", "folder")
"""Whose word counts in a conflict."""
ABOUT = ("motivation", "creator", "created")
"""What an annotation says of itself, beside its attributes."""
CLAIMS = "claims"
"""The table of all annotations in a base: an annotation is known by its name, whatever its table."""
LINKED = (
    ("amount", "unit", "value", "qualifier", "low", "high", "term", "per", "of"),
    ("period_start", "period_end", "period_words"),
)
"""Attributes that say one thing together: they are changed together, or not at all."""
SINCE = "it came into the folder since the file was made, and stays"
AWAY = "it was taken out of the folder since the file was made, and stays out"

Row = Mapping[str, Any]
Base = Mapping[tuple[str, str], Row | str]
"""What went out, by table and name: each row's values, or only their sum as older spreadsheets have it."""


@dataclass(frozen=True)
class Choices:
    """What a user decides of an import.

    `replace`: the file is the whole, whatever the folder holds. `sides`: whose word counts in a conflict, by the row's
    name; under '' for all the others.
    """

    replace: bool = False
    sides: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, take: Iterable[str] = (), *, replace: bool = False) -> Choices:
        """Return the choices of the command line: `file`, `folder`, or one of them with names, as `file:a,b`.

        Raises
        ------
        ArgumentError
            It is another word.

        Examples
        --------
        >>> Choices.of(["folder", "file:killed-12"]).sides
        {'': 'folder', 'killed-12': 'file'}
        """
        sides: dict[str, str] = {}
        for entry in take:
            side, _, names = entry.partition(":")
            if side not in SIDES:
                raise ArgumentError(f"--take {entry!r} is not known", mend="take file or folder, or file:ID,ID")
            sides |= dict.fromkeys((name.strip() for name in names.split(",")), side)
        return cls(replace, sides)

    def side(self, name: str) -> str:
        """Return whose word counts for a row; '' where the user has not decided."""
        return self.sides.get(name, self.sides.get("", ""))


UNDECIDED = Choices()


@dataclass(frozen=True)
class Compared:
    """What becomes of a row: its outcome, its values afterwards (None: it is not there), what is said of it."""

    outcome: str
    row: Row | None
    what: str = ""


@dataclass(frozen=True)
class Comparison:
    """A base to compare with, None for a file that has none, and what the user decides; `text` shows quotes.

    `seen` collects the rows of the file: they are the base when the same file comes back once more.
    """

    base: Base | None
    choices: Choices = UNDECIDED
    text: str = ""
    seen: dict[tuple[str, str], Row] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, base: Base | None, there: Collection[tuple[str, str]], choices: Choices, text: str) -> Comparison:
        """Return the comparison; a base of which the folder holds nothing is another folder's, and no base here."""
        return cls(None if base is None or base.keys().isdisjoint(there) else base, choices, text)

    def row(self, table: str, name: str, file: Row | None, folder: Row | None) -> Compared:
        """Return what becomes of a row that the file and the folder hold, or one of them."""
        file, folder = (None if one is None else plain(one) for one in (file, folder))
        if file is not None:
            self.seen[table, name] = file
        base = folder if self.choices.replace else self._base((table, name), file, folder)
        return self._compared(base, file, folder, self.choices.side(name))

    def _base(self, key: tuple[str, str], file: Row | None, folder: Row | None) -> Row | None:
        """Return a row as it went out; of a mere sum, the row of either side that has it, or an empty one."""
        entry = None if self.base is None else self.base.get(key)
        if isinstance(entry, str):
            return next((one for one in (folder, file) if one is not None and sum_of(one) == entry), {})
        return None if entry is None else plain(entry)

    def _compared(self, base: Row | None, file: Row | None, folder: Row | None, side: str) -> Compared:
        if file is not None and folder is not None:
            return self._merged(base, file, folder, side)
        if file is None:
            if base is None:
                return Compared("kept", folder, "" if self.base is None else SINCE)
            if folder is None or folder == base:
                return Compared("removed", None, "it is no longer in the file")
            what = f"taken out of the file, but changed in the folder since: {self.differences(base, folder)}"
            return self._decided(side, what, None, folder)
        if base is None:
            return Compared("taken", file)
        if file == base:
            return Compared("kept", None, AWAY)
        what = f"taken out of the folder since, but changed in the file: {self.differences(base, file)}"
        return self._decided(side, what, file, None)

    def _decided(self, side: str, what: str, file: Row | None, folder: Row | None) -> Compared:
        """Return what the user has decided of a row that one side changed and the other took out."""
        if not side:
            return Compared("conflict", folder, what)
        row = file if side == "file" else folder
        outcome = "kept" if row == folder else "removed" if row is None else "taken"
        return Compared(outcome, row, f"{what}; decided for the {side}")

    def _merged(self, out: Row | None, file: Row, folder: Row, side: str) -> Compared:
        """Return a row that both sides hold: what only one of them has changed, and what the user decides."""
        base: Row = out or {}
        row: dict[str, Any] = {}
        conflicts: list[str] = []
        stays: list[str] = []
        for keys in _groups((base, file, folder)):
            went, theirs, ours = ({key: one[key] for key in keys if key in one} for one in (base, file, folder))
            if theirs in (went, ours):
                row |= ours
                stays += [*keys] if ours not in (went, theirs) else []
            elif ours == went or side == "file":
                row |= theirs
            elif side == "folder":
                row |= ours
                stays += keys
            else:
                row |= ours
                conflicts += keys
        if conflicts:
            return Compared("conflict", folder, self._conflict(conflicts, base, file, folder))
        how = "changed in the folder since, and stays" if out else "only the folder says, and it stays"
        since = f"{how}: {', '.join(stays)}" if stays else ""
        if row == folder:
            return Compared("kept" if stays else "unchanged", row, since)
        return Compared("changed", row, "; ".join(filter(None, (self.differences(folder, row), since))))

    def _conflict(self, keys: Sequence[str], base: Row, file: Row, folder: Row) -> str:
        """Return both values of each attribute that both sides have changed."""
        lines = []
        for key in keys:
            if file.get(key) != folder.get(key):
                ours, theirs = self._pair(key, folder.get(key), file.get(key))
                went = f" (it went out as {self._pair(key, base[key], None)[0]})" if key in base else ""
                lines.append(f"{key}: in the folder {ours}, in the file {theirs}{went}")
        return "; ".join(lines)

    def differences(self, old: Row, new: Row) -> str:
        """Return in a line how one row differs from another, key by key from what to what."""
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        pairs = ((key, *self._pair(key, old.get(key), new.get(key))) for key in keys)
        return "; ".join(f"{key}: {before} → {after}" for key, before, after in pairs)

    def _pair(self, key: str, one: Any, other: Any) -> tuple[str, str]:
        """Return two values in a few words each, cut where they still differ."""
        words = [self._words(key, value) for value in (one, other)]
        if one != other and words[0] == words[1] and key == "quote":
            words = [
                f"{word} at {', '.join(f'{a}-{b}' for a, b in value)}"
                for word, value in zip(words, (one, other), strict=True)
            ]
        at = next((at for at, (a, b) in enumerate(zip(*words, strict=False)) if a != b), 0)
        if max(map(len, words)) > 60 and at > 40:
            words = [f"…{word[at - 20 :]}" for word in words]
        return (one_line(words[0], 60), one_line(words[1], 60))

    def _words(self, key: str, value: Any) -> str:
        if value is None or value == []:
            return "nothing"
        if key == "quote" and self.text:
            return " … ".join(" ".join(self.text[start:end].split()) for start, end in value)
        return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def row_of(item: Annotation) -> dict[str, Any]:
    """Return an annotation as a row to compare: its table, places, attributes, and what it says of itself."""
    about = {key: value for key in ABOUT if (value := getattr(item, key)) is not None}
    places = [[part.start, part.end] for part in item.parts]
    return {"table": item.table.name, "quote": places, **item.body, **about}


def sum_of(row: Row) -> str:
    """Return a row's sum: equal where nothing in it differs."""
    return f"s{sha256(json.dumps(plain(row), sort_keys=True).encode()).hexdigest()[:16]}"


def plain(row: Row) -> Row:
    """Return a row as JSON has it, without what it does not say."""
    values: dict[str, Any] = json.loads(json.dumps(dict(row)))
    return {key: value for key, value in values.items() if value is not None and value != []}


def _groups(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of rows, together those that say one thing; all together where the rows are of several tables."""
    keys = dict.fromkeys(key for row in rows for key in row)
    if len({row["table"] for row in rows if "table" in row}) > 1:
        yield tuple(keys)
        return
    for linked in LINKED:
        if together := tuple(key for key in linked if key in keys):
            yield together
    yield from ((key,) for key in keys if not any(key in linked for linked in LINKED))
