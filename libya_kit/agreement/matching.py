"""Two annotations of one text: whose they are, and which claim of the one is which claim of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.model import AnnotatedArticle
from libya_kit.errors import ArgumentError, ArticleError

MATCHED = 0.5
"""How much two claims must have in common to be one: half, of their words and of their attributes together."""
MOST_OVERLAPS = 400_000
"""How many pairs of claims, of the two annotators and on some of the same words, are weighed."""
OWN_WORDS = ("title", "target_label", "note")
"""Attributes in an annotator's own words: two annotators need not agree in them."""
NAMES = ("event",)
"""Attributes that an annotator names freely: the same where they put the same claims together."""
FIRST = folders.FILES[2]

Source = str | Path | AnnotatedArticle | Iterable[Annotation]


@dataclass(frozen=True)
class Annotator:
    """One annotator's claims on a text; of a mere list of claims the text's hash is not known."""

    name: str
    items: tuple[Annotation, ...]
    sha256: str | None = None


@dataclass(frozen=True)
class Pair:
    """A claim as the two annotators have it; None: the one has none there."""

    a: Annotation | None
    b: Annotation | None

    @property
    def table(self) -> schema.Table:
        """The table that the claim belongs to."""
        return self.one.table

    @property
    def one(self) -> Annotation:
        """The first annotator's claim, else the second's."""
        one = self.a or self.b
        assert one is not None
        return one

    @property
    def both(self) -> bool:
        """Whether both annotators have the claim."""
        return self.a is not None and self.b is not None

    @property
    def same_words(self) -> bool:
        """Whether both have it on exactly the same words."""
        return self.a is not None and self.b is not None and spans(self.a) == spans(self.b)

    def differences(self) -> Iterator[tuple[schema.Column, Any, Any]]:
        """Yield each attribute in which the two differ, but for those in words of one's own, and the two values."""
        if self.a is None or self.b is None:
            return
        for column in compared(self.table):
            one, other = answer(self.a, column), answer(self.b, column)
            if one != other:
                yield column, one, other


def answer(item: Annotation, column: schema.Column) -> Any:
    """Return a claim's value in a column; a flag that is not set is not given, and only who relays has an order."""
    value = item.body.get(column.name)
    if isinstance(value, tuple) and column.name != "via":
        return tuple(sorted(value))
    return None if value is False else value


def compared(table: schema.Table) -> list[schema.Column]:
    """Return the columns of a table in which two annotators are compared."""
    return [column for name, column in table.stored.items() if name not in OWN_WORDS]


def path_of(folder: Path, name: str) -> Path:
    """Return the file of an annotator: of a short name in the folder (`second`), of a file there, or any path.

    Raises
    ------
    ArgumentError
        There is none of that name; the message lists the folder's.
    """
    known = {"first": FIRST} | {name: file for name, file in folders.annotators(folder).items() if name != "first"}
    for path in (folder / known.get(name, name), Path(name)):
        if path.is_file():
            return path
    mend = f"use one of {', '.join(known)}, or a file of annotations of this text"
    raise ArgumentError(f"no annotations are called {name!r} in {folder.name or folder}", mend=mend)


def annotator(source: Source) -> Annotator:
    """Return the annotator of a file (in its article's folder), of a folder, of an article, or of a list of claims.

    Raises
    ------
    ArticleError
        Something in the folder or in the file cannot be right.
    """
    if isinstance(source, AnnotatedArticle):
        source = source.folder
    if not isinstance(source, str | Path):
        claims = list(source) if isinstance(source, Iterable) else [None]
        if not all(isinstance(one, Annotation) for one in claims):
            what = f"{type(source).__name__} is nobody's annotations"
            raise ArgumentError(what, mend="give a file of annotations, an article or its folder, or a list of claims")
        return Annotator("", tuple(claims))
    path = Path(source)
    return from_file(folders.sound(path), path / FIRST) if path.is_dir() else from_file(_home(path), path)


def _home(path: Path) -> folders.Folder:
    if not path.is_file():
        raise ArticleError("no such file or folder", file=path.name or str(path), mend="name a file of annotations")
    return folders.sound(path.parent)


def from_file(contents: folders.Folder, path: Path) -> Annotator:
    """Return the annotator of a file on a folder's text; each claim names who made it, where the file does."""
    head, items = folders.page(contents, path)
    name = "first" if path.name == FIRST else path.name.removeprefix("annotations.").removesuffix(".jsonld")
    creator = head.get("creator") or (None if path.name == FIRST else name)
    return Annotator(name, tuple(replace(one, creator=one.creator or creator) for one in items), head.get("sha256"))


def pairs(a: Annotator, b: Annotator) -> list[Pair]:
    """Return the claims of two annotators, matched one to one, in the order of the text.

    Claims of one kind whose words overlap may be one claim. Those with most in common are matched first: the mean of
    the share of characters and of the share of attributes that are equal, which must be half at least. What the
    annotators name freely (events, corrected claims) is taken for the same where it is so in most matched claims.

    Raises
    ------
    ArgumentError
        The two are annotations of different texts.
    """
    if a.sha256 and b.sha256 and a.sha256 != b.sha256:
        what = f"annotations of different texts (SHA-256 {a.sha256[:12]} and {b.sha256[:12]})"
        raise ArgumentError(what, mend="compare annotations of one text; libya-kit reanchor carries them to it")
    matched = {id(one): other for one, other in _matched(a.items, b.items)}
    renamed = _renamed([(one, matched[id(one)]) for one in a.items if id(one) in matched])
    ids = of_their_own(a.items, b.items)
    ids |= {matched[id(one)].claim_id: one.claim_id for one in a.items if id(one) in matched}
    taken = {id(other) for other in matched.values()}

    def read(other: Annotation) -> Annotation:
        """Return a claim of the second annotator with the first's names."""
        return replace(other, body={**other.body, **_names(other, renamed, ids)})

    found = [Pair(one, read(matched[id(one)]) if id(one) in matched else None) for one in a.items]
    found += [Pair(None, read(other)) for other in b.items if id(other) not in taken]
    return sorted(found, key=lambda pair: (pair.one.parts[0].start, pair.one.parts[0].end, pair.one.claim_id))


def _matched(a: Iterable[Annotation], b: Iterable[Annotation]) -> Iterator[tuple[Annotation, Annotation]]:
    """Yield the claims that are one, those with most in common first."""
    ones, others = list(a), list(b)
    mine, theirs = ([sum(end - start for start, end in _runs(item)) for item in items] for items in (ones, others))
    scored = []
    for (number, place), count in _shared(ones, others).items():
        alike = count / (mine[number] + theirs[place] - count)
        if (score := (alike + _equal(ones[number], others[place])) / 2) >= MATCHED:
            scored.append((-score, number, place))
    free, left = set(range(len(ones))), set(range(len(others)))
    for _, first, second in sorted(scored):
        if first in free and second in left:
            free.remove(first)
            left.remove(second)
            yield ones[first], others[second]


def _shared(*sides: list[Annotation]) -> Counter[tuple[int, int]]:
    """Return how many characters a claim of the one side and one of the other, of one kind, have in common."""
    runs = [
        (item.table.name, *run, side, number)
        for side, items in enumerate(sides)
        for number, item in enumerate(items)
        for run in _runs(item)
    ]
    shared: Counter[tuple[int, int]] = Counter()
    reached: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for kind, start, end, side, number in sorted(runs):
        there = reached[kind, 1 - side] = [one for one in reached[kind, 1 - side] if one[0] > start]
        for stop, other in there:
            shared[(other, number) if side else (number, other)] += min(end, stop) - start
        if len(shared) > MOST_OVERLAPS:
            what = f"more than {MOST_OVERLAPS:,} pairs of claims overlap"
            raise ArgumentError(what, mend="compare annotators who mark fewer claims on the same words")
        reached[kind, side].append((end, number))
    return shared


def _runs(item: Annotation) -> list[tuple[int, int]]:
    """Return the stretches of text that a claim marks, each once."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spans(item)):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def _equal(one: Annotation, other: Annotation) -> float:
    """Return the share of the attributes given by either that are equal, what is named freely left aside."""
    columns = [column for column in compared(one.table) if column.name not in (*NAMES, *one.table.links)]
    given = [pair for column in columns if (pair := (answer(one, column), answer(other, column))) != (None, None)]
    return sum(mine == theirs for mine, theirs in given) / len(given) if given else 1.0


def _renamed(matched: list[tuple[Annotation, Annotation]]) -> dict[tuple[str, str], str]:
    """Return for each free name of the second annotator the first's name for most of the same claims."""
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one, other in matched:
        if one.table is schema.EVENTS:
            for name in NAMES:
                votes[name, other.body[name]][one.body[name]] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


def _names(item: Annotation, renamed: dict[tuple[str, str], str], ids: dict[str, str]) -> dict[str, Any]:
    """Return the attributes of a claim that name events or claims, by the first annotator's names."""
    named: dict[str, Any] = {
        name: renamed[name, item.body[name]] for name in NAMES if (name, item.body.get(name)) in renamed
    }
    for name in item.table.links:
        value = item.body.get(name)
        if isinstance(value, tuple):
            named[name] = tuple(ids.get(one, one) for one in value)
        elif value in ids:
            named[name] = ids[value]
    return named


def of_their_own(ones: Iterable[Annotation], others: Iterable[Annotation]) -> dict[str, str]:
    """Return for claims of the second annotator with the names of claims of the first the names of their own.

    >>> from libya_kit.article.annotation import Annotation
    >>> of_their_own([Annotation("k", schema.EVENTS, {}, ())], [Annotation("k", schema.EVENTS, {}, ())])
    {'k': 'k-b'}
    """
    names, theirs = {one.claim_id for one in ones}, [other.claim_id for other in others]
    taken, renamed = names | {*theirs}, {}
    for name in dict.fromkeys(name for name in theirs if name in names):
        free = f"{name}-b"
        while free in taken:
            free += "-b"
        renamed[name] = free
        taken.add(free)
    return renamed


def spans(item: Annotation) -> tuple[tuple[int, int], ...]:
    """Return where the parts of a claim begin and end."""
    return tuple((part.start, part.end) for part in item.parts)
