"""From two annotators' claims to the curated ones: by decisions in a small table, each with who and why."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from libya_kit.agreement.comparison import Comparison
from libya_kit.agreement.matching import FIRST, Pair, from_file, of_their_own, pairs, path_of, spans
from libya_kit.article import folder as folders
from libya_kit.article import schema, w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.csv_files import FORMULA
from libya_kit.editing.changes import csv_records, json_bytes
from libya_kit.editing.transaction import HISTORY, history, verify, write
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.files import clock, write_whole
from libya_kit.text import quotes
from libya_kit.text.quotes import Part

MADE = ("choice", "own", "who", "why")
"""What somebody writes into the table of decisions."""
CHOICES = ("A", "B", "both", "neither", "own")
DECISIONS = schema.Table(
    "decisions",
    schema.Column("row", "count", "the row's number", derived=True),
    "what becomes of each difference between two annotators",
    (
        schema.Column("kind", "text", "the table that the claim belongs to"),
        schema.Column("what", "text", "what differs: an attribute, the words, or the claim as such", required=True),
        schema.Column("claim_a", "text", "the claim of A; empty: A has none"),
        schema.Column("claim_b", "text", "the claim of B; empty: B has none"),
        schema.Column("a", "text", "what A has"),
        schema.Column("b", "text", "what B has"),
        schema.Column("words_a", "text", "the words that A marks"),
        schema.Column("words_b", "text", "the words that B marks"),
        schema.Column(
            "choice",
            "word",
            "A or B: as that one has it; own: what stands under own; both: these are two claims; neither: the "
            "attribute is not stated, or (of a claim, or of words) the claim is left out; empty: not yet decided",
            CHOICES,
        ),
        schema.Column("own", "text", "a value of one's own; of words, the words, their parts joined by ' … '"),
        schema.Column("who", "text", "who decided"),
        schema.Column("why", "text", "on what grounds"),
    ),
)
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Adjudication:
    """Two annotators of an article, and the decisions on what they differ in."""

    contents: folders.Folder
    compared: Comparison
    rows: tuple[dict[str, Any], ...]
    file: str

    @property
    def _decided(self) -> dict[Key, tuple[int, dict[str, Any]]]:
        """The rows with a choice, and their numbers."""
        return {_key(row): (number, row) for number, row in enumerate(self.rows, 1) if row.get("choice")}

    @property
    def open(self) -> pd.DataFrame:
        """The differences that are not decided."""
        table = self.compared.disagreements
        return table[[_key(row) not in self._decided for row in table.to_dict("records")]]

    def template(self) -> bytes:
        """Return the decisions file with every difference, and with all that stands in it already.

        It begins with a byte order mark, without which Excel misreads UTF-8.
        """
        given = {_key(row): row for row in self.rows if any(row.get(name) for name in MADE)}
        given |= {key: row for key, (_, row) in self._decided.items()}
        rows = []
        for row in self.compared.disagreements.to_dict("records"):
            shown = {name: _safe(value) for name, value in row.items() if not pd.isna(value)}
            made = given.pop(_key(row), {})
            rows.append(shown | {name: made[name] for name in MADE if name in made})
        return codecs.BOM_UTF8 + csv_records(DECISIONS, [*rows, *given.values()])

    def write_template(self, path: str | Path) -> list[Path]:
        """Write the decisions file with every difference, keeping what is decided already; return its path."""
        path = Path(path)
        try:
            write_whole(path, self.template())
        except OSError as error:
            raise ArticleError(f"cannot be written ({error.strerror})", file=path.name, mend="name another") from None
        return [path]

    def curated(self) -> list[Annotation]:
        """Return the claims as decided.

        Raises
        ------
        ArticleError
            Something is not decided, or a decision cannot be; its row is named.
        """
        left = self.open
        if len(left):
            row = left.iloc[0]
            count = f"{len(left)} difference{'s' * (len(left) > 1)}"
            words = row["words_b"] if pd.isna(row["words_a"]) else row["words_a"]
            what = f"{count} not decided; the first: {row['what']} of {words[:80]!r}"
            raise ArticleError(what, file=self.file, mend="let --template write them all into the file, and decide")
        known = set(map(_key, self.compared.disagreements.to_dict("records")))
        for key, (number, row) in self._decided.items():
            if key not in known:
                self._refuse(number, f"{row['what']!r} is no difference (any more) of these claims", "take the row out")
            if not row.get("who") or not row.get("why"):
                self._refuse(number, "a decision needs who and why", "fill them in")
            if (row["choice"] == "own") != bool(row.get("own")):
                self._refuse(number, "the choice own and the column own come together", "give both or neither")
        renamed = of_their_own(self.compared.a.items, self.compared.b.items)
        claims = ((pair, one) for pair in self.compared.pairs for one in self._claims(pair))
        return [
            replace(one, claim_id=renamed[one.claim_id]) if one is pair.b and one.claim_id in renamed else one
            for pair, one in claims
        ]

    def _refuse(self, number: int, what: str, mend: str) -> NoReturn:
        raise ArticleError(what, file=self.file, place=f"row {number}", mend=mend)

    def _claims(self, pair: Pair) -> Iterator[Annotation]:
        """Yield what a pair becomes: one claim, two, or none."""
        decided = self._decided
        rows = {what: decided[key] for what in _differing(pair) if (key := _pair_key(pair, what)) in decided}
        choices = {what: row["choice"] for what, (_, row) in rows.items()}
        if pair.a is None or pair.b is None:
            number, choice = rows["claim"][0], choices["claim"]
            if choice in ("both", "own"):
                self._refuse(number, f"only one has the claim, so {choice!r} says nothing", "choose A, B or neither")
            if choice == ("A" if pair.a else "B"):
                yield pair.one
        elif "both" in choices.values():
            if odd := next((what for what, choice in choices.items() if choice != "both"), None):
                mend = "choose both for every difference of the claim, or for none"
                self._refuse(rows[odd][0], "another row of this claim says that these are two claims", mend)
            yield from (pair.a, pair.b)
        elif choices.get("words") != "neither":
            yield self._merged(pair.a, pair.b, rows)

    def _merged(self, a: Annotation, b: Annotation, rows: dict[str, tuple[int, dict[str, Any]]]) -> Annotation:
        """Return one claim of two: A's, with what is decided otherwise."""
        body, parts = dict(a.body), a.parts
        for what, (number, row) in rows.items():
            choice = row["choice"]
            if what == "words":
                parts = {"A": a.parts, "B": b.parts}.get(choice) or tuple(self._own_words(number, row["own"]))
                continue
            own = self._own(number, a.table.stored[what], row["own"]) if choice == "own" else None
            value = {"A": a.body.get(what), "B": b.body.get(what), "own": own}.get(choice)
            body.pop(what, None)
            body |= {} if value is None else {what: value}
        return replace(a, body=body, parts=parts)

    def _own(self, number: int, column: schema.Column, words: str) -> Any:
        """Return a value of one's own as the column holds it."""
        value: Any = words
        if column.kind == "count" and words.isascii() and words.isdigit() and len(words) < 20:
            value = int(words)
        elif column.kind == "list":
            value = tuple(word.strip() for word in words.split(";") if word.strip())
        elif column.kind in ("flag", "mapping"):
            value = w3c.parse_json(words.encode("utf-8"), self.file)
        if what := column.fault(value):
            self._refuse(number, what, "correct the column own")
        return value

    def _own_words(self, number: int, words: str) -> Iterator[Part]:
        """Yield the parts of a quote of one's own, each where it stands once."""
        for quote in words.split(" … "):
            found = quotes.places(self.contents.text, quote)
            if len(found) != 1:
                what = f"the words {quote[:80]!r} stand in {quotes.how_many(found)} places"
                self._refuse(number, what, "give words that stand once")
            yield quotes.part(self.contents.text, found[0].start, found[0].end)

    def accept(self) -> list[Path]:
        """Write the curated annotations.jsonld, and record the decisions in history.json; return the paths.

        Raises
        ------
        ArticleError
            Something is not decided or cannot be, the folder would not be in order, or cannot be written.
        """
        path = self.contents.path
        head, items = folders.page(self.contents, path / FIRST)
        self._keep_third(items)
        kept = ("what", "claim_a", "claim_b", "a", "b", "choice", "own", "who", "why")
        entry = {
            "date": (clock() or datetime.now()).date().isoformat(),
            "adjudicated": dict(zip("AB", self.compared.names, strict=True)),
            "decisions": [{name: row[name] for name in kept if row.get(name)} for _, row in self._decided.values()],
        }
        mine = [
            replace(one, creator=None if one.creator == head.get("creator") else one.creator) for one in self.curated()
        ]
        files = {FIRST: w3c.write(head, mine), HISTORY: json_bytes([*history(path), entry])}
        verify(path, files)
        return write(path, files, since=self.contents)

    def _keep_third(self, items: list[Annotation]) -> None:
        """Refuse to write over claims that are of neither of the two, unless another file has them."""
        path = self.contents.path
        pages = [folders.page(self.contents, path / name)[1] for name in folders.annotators(path).values()]
        if any(_plain(items) == _plain(some) for some in ((), self.compared.a.items, self.compared.b.items, *pages)):
            return
        what = f"holds {len(items)} claims of a third annotator, which would be lost"
        raise ArticleError(what, file=FIRST, mend="copy it to annotations.NAME.jsonld first")


def adjudicate(folder: str | Path, a: str, b: str, decisions: str | Path | None = None) -> Adjudication:
    """Return two annotators' differences with the decisions on them; nothing is written.

    Parameters
    ----------
    folder
        The article's folder.
    a, b
        The annotators: ``first`` (annotations.jsonld), the short name of a further one (``second`` of
        annotations.second.jsonld), or a path.
    decisions
        The CSV file with the decisions; None, or one that is not there: nothing is decided.

    Raises
    ------
    ArticleError
        Something in the folder, or in a file, cannot be right.
    ArgumentError
        There is no such annotator.

    Examples
    --------
    >>> from libya_kit.article.model import BUNDLED, shipped
    >>> len(adjudicate(shipped("data") / BUNDLED, "first", "second").open)
    63
    """
    contents = folders.sound(Path(folder))
    paths = [path_of(contents.path, name) for name in (a, b)]
    if paths[0].samefile(paths[1]):
        raise ArgumentError(f"{a} and {b} are the same annotations", mend="name two annotators")
    one, other = (from_file(contents, path) for path in paths)
    path = Path(decisions) if decisions is not None else Path("decisions.csv")
    rows = folders.rows(path, DECISIONS, by_hand=True) if decisions is not None and path.exists() else []
    seen: set[Key] = set()
    for number, row in enumerate(rows, 1):
        if row.get("choice") and _key(row) in seen:
            raise ArticleError("decided twice", file=path.name, place=f"row {number}", mend="keep one of the rows")
        seen |= {_key(row)} if row.get("choice") else set()
    return Adjudication(contents, Comparison(one, other, tuple(pairs(one, other))), tuple(rows), path.name)


def _key(row: Mapping[str, Any]) -> Key:
    """Return what a row of differences, or of decisions, is on."""
    names = (row.get(name) for name in ("what", "claim_a", "claim_b"))
    what, one, other = ("" if pd.isna(name) else str(name).lstrip("'") for name in names)
    return what, one, other


def _pair_key(pair: Pair, what: str) -> Key:
    ids = {f"claim_{side}": one.claim_id if one else None for side, one in (("a", pair.a), ("b", pair.b))}
    return _key({"what": what, **ids})


def _differing(pair: Pair) -> list[str]:
    """Return in what a pair differs, as the rows name it."""
    if not pair.both:
        return ["claim"]
    return [column.name for column, _, _ in pair.differences()] + ([] if pair.same_words else ["words"])


def _plain(items: Iterable[Annotation]) -> list[Any]:
    """Return what claims say, whoever made them."""
    return sorted(([one.claim_id, one.table.name, spans(one), one.body] for one in items), key=lambda one: one[0])


def _safe(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(str(value)) else str(value)
