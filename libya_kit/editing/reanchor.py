"""When an article's text changes: what becomes of its annotations; files change only when it is accepted.

What is not certain is left to the user, side by side, and decided in a small table that says who and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.csv_files import csv_of
from libya_kit.article.folder import Folder
from libya_kit.editing.changes import json_bytes
from libya_kit.editing.placement import OPEN, PLACED, Change, Span
from libya_kit.editing.transaction import HISTORY, history, verify, write
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.files import clock, read_bytes
from libya_kit.text import quotes
from libya_kit.text.quotes import Part

LEDGER = f"{schema.LEDGER.name}.csv"
DECIDED = ("decided", "dropped")
DECISIONS = schema.Table(
    "decisions",
    schema.Column("row", "count", "the row's number", derived=True),
    "what becomes of words that are not placed by themselves",
    (
        schema.Column("file", "text", "the annotations' file; empty: annotations.jsonld"),
        schema.Column("claim_id", "text", "the annotation", required=True),
        schema.Column("part", "text", "which of its parts, from 1; empty: 1"),
        schema.Column("choice", "text", "a candidate's number in the report, or drop; empty: not yet decided"),
        schema.Column("who", "text", "who decided"),
        schema.Column("why", "text", "on what grounds"),
    ),
)
_CONTEXT = 40


@dataclass(frozen=True)
class Move:
    """One part of an annotation: its words in the old text, how it was placed and where, or where it may be now."""

    file: str
    claim_id: str
    part: int
    old: Part
    how: str
    new: Part | None = None
    candidates: tuple[Span, ...] = ()
    reworded: bool = False
    who: str | None = None
    why: str | None = None

    @property
    def name(self) -> tuple[str, str, int]:
        """File, annotation and number of the part."""
        return self.file, self.claim_id, self.part


@dataclass(frozen=True, repr=False)
class Reanchoring:
    """What becomes of an article's annotations in a new text; nothing is changed until `accept`."""

    folder: Folder
    raw: bytes
    text: str
    body: Span
    pages: Mapping[str, tuple[dict[str, Any], list[Annotation]]]
    moves: tuple[Move, ...] = field(default=())
    ledger: tuple[tuple[dict[str, Any], int | None], ...] = ()
    """The rows of ledger.csv, and where the number of each begins in the new text; None: it is there no more."""

    @property
    def undecided(self) -> tuple[Move, ...]:
        """The parts that the user must decide on."""
        return tuple(move for move in self.moves if move.how in OPEN)

    @property
    def table(self) -> pd.DataFrame:
        """A row per part: how it was placed, old and new offsets (code points) and words, and the candidates' words.

        ``reworded`` says that the sentence around words that were placed is not the same as before: look whether the
        attributes still hold.
        """
        rows = [
            {
                "file": move.file,
                "claim_id": move.claim_id,
                "part": move.part,
                "how": move.how,
                "old_start": move.old.start,
                "old_end": move.old.end,
                "old_quote": move.old.quote,
                "new_start": move.new.start if move.new else None,
                "new_end": move.new.end if move.new else None,
                "new_quote": move.new.quote if move.new else None,
                "reworded": move.reworded,
                "candidates": tuple(self.text[slice(*span)] for span in move.candidates),
            }
            for move in self.moves
        ]
        columns = "file claim_id part how old_start old_end old_quote new_start new_end new_quote reworded candidates"
        frame = pd.DataFrame(rows, columns=columns.split())
        return frame.astype(dict.fromkeys(("old_start", "old_end", "new_start", "new_end"), "Int64"))

    def lines(self) -> Iterator[str]:
        """Yield the report: a count per step, what was not simply carried, and what is to be decided, side by side."""
        counts = {how: sum(move.how == how for move in self.moves) for how in (*PLACED, *DECIDED, *OPEN)}
        told = ", ".join(f"{count} {how}" for how, count in counts.items() if count) or "none"
        yield f"{len(self.moves)} marked passage{'s' * (len(self.moves) != 1)}: {told}"
        start, end = self.folder.about["body_start"], self.folder.about["body_end"]
        yield f"the body: {start}-{end}, in the new text {self.body[0]}-{self.body[1]}"
        for move in self.moves:
            where = f"{move.file}: {move.claim_id}, part {move.part}: "
            if move.how in OPEN or move.how == "dropped":
                yield f"{move.how}: {where}{_shown(self.folder.text, move.old.start, move.old.end)}"
            elif move.new and move.how not in ("exact", "carried"):
                yield f"{move.how}: {where}{_line(move.old.quote)} → {_line(move.new.quote)}"
            for number, span in enumerate(move.candidates if move.how in OPEN else (), 1):
                other = not quotes.same_figures(move.old.quote, self.text[slice(*span)])
                yield f"    {number}: {_shown(self.text, *span)}{' (other figures: cannot be chosen)' * other}"
            if move.reworded:
                yield f"look: {where}{_line(move.old.quote)} stands in a sentence that has changed"
        for row, start in self.ledger:
            if start is None:
                yield f"dropped: {LEDGER}: {row['quote']!r} at {row['start']} is not placed; its number is open again"

    def decide(self, decisions: Iterable[Mapping[str, Any]], file: str = "decisions.csv") -> Reanchoring:
        """Return the same with the user's decisions: for each part a candidate's number, or `drop`, and who and why.

        Raises
        ------
        ArticleError
            A decision is on no undecided part, chooses no candidate or one with other figures, or lacks who or why.
        """
        moves = {move.name: move for move in self.moves}
        for number, row in enumerate(decisions, 1):
            if not isinstance(row, Mapping):
                raise ArgumentError(f"decision {number} is no row", mend="give what read_decisions returns")
            if row.get("choice"):
                decided = self._decided(moves, row, file, f"row {number}")
                moves[decided.name] = decided
        return replace(self, moves=tuple(moves.values()))

    def _decided(self, moves: dict[tuple[str, str, int], Move], row: Mapping[str, Any], file: str, place: str) -> Move:
        def refuse(what: str, mend: str) -> NoReturn:
            raise ArticleError(what, file=file, place=place, mend=mend)

        part, choice = str(row.get("part") or 1), str(row["choice"])
        name = (
            str(row.get("file") or folders.FILES[2]),
            str(row.get("claim_id")),
            int(part) if part.isdecimal() else 0,
        )
        move = moves.get(name)
        if move is None:
            refuse(f"{name[1]!r}, part {part}, is not in {name[0]}", "copy the names from the report")
        if move.how not in OPEN:
            refuse(f"{name[1]!r}, part {part}, is {move.how} and needs no decision", "take the row out")
        if not row.get("who") or not row.get("why"):
            refuse("a decision needs who and why", "fill them in")
        move = replace(move, who=str(row["who"]), why=str(row["why"]))
        if choice == "drop":
            return replace(move, how="dropped")
        if not choice.isdecimal() or not 1 <= int(choice) <= len(move.candidates):
            count = len(move.candidates)
            refuse(
                f"choice {choice!r} is no candidate",
                f"give a number from 1 to {count}, or drop" if count else "drop it",
            )
        start, end = move.candidates[int(choice) - 1]
        if not quotes.same_figures(move.old.quote, self.text[start:end]):
            refuse(
                f"candidate {choice} has other figures than {move.old.quote[:80]!r}", "drop it, and annotate it anew"
            )
        return replace(move, how="decided", new=quotes.part(self.text, start, end))

    def accept(self) -> list[Path]:
        """Change the folder's files to the new text, all or none, and record it in history.json; return their paths.

        Raises
        ------
        ArticleError
            Something is not decided, the folder would not be in order or has changed meanwhile, or cannot be written.
        """
        path = self.folder.path
        if self.undecided:
            first, count = self.undecided[0], len(self.undecided)
            passages = f"{count} marked passage{'s' * (count > 1)}"
            what = f"{passages} not decided; the first, {first.old.quote[:80]!r}, is {first.how}"
            mend = "decide by --decisions FILE.csv, with the columns " + ",".join(DECISIONS.in_file)
            raise ArticleError(what, file=first.file, place=first.claim_id, mend=mend)
        files = self._files()
        verify(path, files)
        if read_bytes(path / w3c.TEXT).decode("utf-8", "replace") != self.folder.text:
            raise ArticleError("the text in the folder has changed meanwhile", file=w3c.TEXT, mend="reanchor again")
        if {name: folders.page(self.folder, path / name) for name in _files_of(self.folder)} != self.pages:
            what = "annotations have changed since they were read; nothing is written"
            raise ArticleError(what, file=path.name or str(path), mend="reanchor again")
        return write(path, files, since=self.folder)

    def _files(self) -> dict[str, bytes]:
        """Return the bytes of every file that changes, and of the history."""
        about = w3c.parse_json(read_bytes(self.folder.path / "article.json"), "article.json")
        sha256 = hashlib.sha256(self.raw).hexdigest()
        now = {"sha256": sha256, "length": len(self.text), "body_start": self.body[0], "body_end": self.body[1]}
        placed = {move.name: move.new for move in self.moves}
        files = {w3c.TEXT: self.raw, "article.json": json_bytes(about | now)}
        for name, (head, items) in self.pages.items():
            kept = []
            for item in items:
                parts = [placed[name, item.claim_id, number] for number, _ in enumerate(item.parts, 1)]
                if left := tuple(sorted((one for one in parts if one), key=lambda one: one.start)):
                    kept.append(replace(item, parts=left))
            files[name] = w3c.write(head | {"sha256": sha256}, kept)
        if self.ledger:
            kept_rows = [
                [start if name == "start" else row.get(name, "") for name in schema.LEDGER.in_file]
                for row, start in self.ledger
                if start is not None
            ]
            files[LEDGER] = csv_of(schema.LEDGER.in_file, kept_rows)
        entry = {
            "date": (clock() or datetime.now()).date().isoformat(),
            "from": {key: about[key] for key in now},
            "to": now,
            "annotations": [_record(move) for move in self.moves],
        }
        return files | {HISTORY: json_bytes([*history(self.folder.path), entry])}


def reanchor(folder: str | Path, text: str | Path) -> Reanchoring:
    """Return where each annotation of an article stands in a new text; nothing is changed.

    Parameters
    ----------
    folder
        The article's folder. What further annotators marked (``annotations.NAME.jsonld``) is carried too.
    text
        The file with the new text, in UTF-8.

    Raises
    ------
    ArticleError
        Something in the folder, or in the new text, cannot be right.

    Examples
    --------
    >>> from libya_kit.article.model import BUNDLED, shipped
    >>> folder = shipped("data") / BUNDLED
    >>> sorted(set(reanchor(folder, folder / "article.txt").table["how"]))
    ['exact']
    """
    if not isinstance(folder, str | Path) or not isinstance(text, str | Path):
        raise ArgumentError("the folder or the text is no path", mend="name the article's folder, and the text's file")
    contents, path = folders.sound(Path(folder)), Path(text)
    raw = read_bytes(path)
    try:
        new = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"byte {error.start} is not UTF-8", file=path.name, mend="save it as UTF-8") from None
    pages = {name: folders.page(contents, contents.path / name) for name in _files_of(contents)}
    change = Change(contents.text, new)
    body = change.body(contents.about["body_start"], contents.about["body_end"])
    if not body[0] < body[1]:
        raise ArticleError("nothing of the article's body is in it", file=path.name, mend="is it the right file?")
    moves = [move for name, (_, items) in pages.items() for item in items for move in _moves(change, name, item)]
    return Reanchoring(contents, raw, new, body, pages, tuple(moves), _ledger(change, contents.path))


def _ledger(change: Change, folder: Path) -> tuple[tuple[dict[str, Any], int | None], ...]:
    """Return the rows of a folder's ledger, and where the number of each begins in the new text, if it is placed."""
    if not (folder / LEDGER).exists():
        return ()
    found = []
    for row in folders.rows(folder / LEDGER, schema.LEDGER):
        start, end = row["start"], row["start"] + len(row["quote"])
        placed = change.place(quotes.part(change.old, start, end)) if change.old[start:end] == row["quote"] else None
        there = placed is not None and placed.how in PLACED and change.new[slice(*placed.spans[0])] == row["quote"]
        found.append((row, placed.spans[0][0] if placed is not None and there else None))
    return tuple(found)


def read_decisions(path: str | Path) -> list[dict[str, Any]]:
    """Return the rows of a decisions file, a CSV with the columns file, claim_id, part, choice, who, why."""
    return folders.rows(Path(path), DECISIONS, by_hand=True)


def _files_of(contents: Folder) -> list[str]:
    return [folders.FILES[2], *folders.annotators(contents.path).values()]


def _moves(change: Change, file: str, item: Annotation) -> Iterator[Move]:
    """Yield what becomes of an annotation's parts; out of their order they are candidates only."""
    placed = [change.place(part) for part in item.parts]
    spans = [one.spans[0] for one in placed if one.how in PLACED]
    in_order = all(one[1] <= two[0] for one, two in pairwise(spans))
    for number, (part, one) in enumerate(zip(item.parts, placed, strict=True), 1):
        if one.how in PLACED and (in_order or one.how in ("exact", "carried")):
            (start, end), old = one.spans[0], part
            new = quotes.part(change.new, start, end)
            first, last = start - len(old.prefix), end + len(old.suffix)
            if first >= 0 and change.new[first:last] == old.prefix + old.quote + old.suffix:
                new = old._replace(start=start, end=end, status="exact")
            yield Move(file, item.claim_id, number, part, one.how, new, reworded=change.reworded(part, (start, end)))
        else:
            how = "ambiguous" if one.how in PLACED else one.how
            yield Move(file, item.claim_id, number, part, how, candidates=one.spans)


def _record(move: Move) -> dict[str, Any]:
    """Return what the history says of a part: from where to where, how, and who decided and why."""
    record: dict[str, Any] = {"file": move.file, "claim_id": move.claim_id, "part": move.part, "how": move.how}
    record["from"] = [move.old.start, move.old.end]
    record["to"] = [move.new.start, move.new.end] if move.new else None
    if move.new is None or move.new.quote != move.old.quote:
        record |= {"words": move.old.quote} | ({"words_now": move.new.quote} if move.new else {})
    return record | {key: value for key, value in (("who", move.who), ("why", move.why)) if value}


def _line(words: str) -> str:
    return " ".join(words.split())


def _shown(text: str, start: int, end: int) -> str:
    """Return words in brackets, with some of what stands around them, on one line."""
    around = text[max(start - _CONTEXT, 0) : start], text[start:end], text[end : end + _CONTEXT]
    return _line(f"{around[0]}[{around[1]}]{around[2]}")
