"""What is said of tallies, two by two: where all of it together cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from operator import or_

MOST_RINGS = 20
_AT_ONCE = 4096
"""So many tallies are looked for at once within the others, which bounds the memory that it takes."""
Pair = tuple[str, str]


def rings(links: Iterable[tuple[str, str | None]]) -> Iterator[list[str]]:
    """Yield the rings of links, as names in order, the first again at the end; of more than a few the first.

    >>> list(rings([("a", "b"), ("b", "a"), ("b", "c")]))
    [['a', 'b', 'a']]
    """
    graph: dict[str, set[str]] = {}
    for name, leads_to in links:
        if leads_to is not None:
            graph.setdefault(name, set()).add(leads_to)
    for _ in range(MOST_RINGS if graph else 0):
        try:
            return TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = error.args[1][::-1]
            yield ring
            graph[ring[0]].discard(ring[1])


def contradictions(pairs: Sequence[tuple[str, str, str | None]]) -> Iterator[tuple[str, str, str]]:
    """Yield what cannot be of all that pairs of tallies say: a tally, what is wrong with it, and the mend.

    A pair is two tallies and their relation. Whatever lies within two lies within what they lie within, and two that
    are disjoint have nothing within both.

    >>> next(contradictions([("a", "b", "disjoint"), ("c", "a", "within"), ("c", "b", "within")]))
    ('a', "disjoint from 'b', but 'c' lies within both", 'take one of the rows out that say so')
    """
    same = _groups((one, other) for one, other, relation in pairs if relation == "same")
    said: dict[Pair, Pair] = {}
    for one, other, relation in pairs:
        if relation == "within":
            said.setdefault((same.get(one, one), same.get(other, other)), (one, other))
    ring = None
    for ring in rings(said):
        words = _ring_words([said[step] for step in pairwise(ring)])
        yield said[ring[0], ring[1]][0], f"within leads back to itself ({words})", "take one of them out, or write same"
    apart = [(one, other) for one, other, relation in pairs if relation == "disjoint"]
    ends = [(same.get(one, one), same.get(other, other)) for one, other in apart]
    shared = {} if ring else _shared(ends, said)
    for number, ((one, other), (first, second)) in enumerate(zip(apart, ends, strict=True)):
        if first == second:
            but = "and by other rows the same"
        elif (third := shared.get(number)) is None:
            continue
        else:
            but = {first: "but lies within it", second: "but holds it"}.get(third, f"but {third!r} lies within both")
        yield one, f"disjoint from {other!r}, {but}", "take one of the rows out that say so"


def _groups(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return for each name of some pairs the name that stands for all that are the same."""
    under: dict[str, str] = {}

    def top(name: str) -> str:
        while (above := under.get(name, name)) != name:
            under[name] = under.get(above, above)
            name = above
        return name

    for one, other in pairs:
        under[top(one)] = top(other)
    return {name: top(name) for name in [*under]}


def _ring_words(steps: Sequence[Pair]) -> str:
    """Return a ring in words; where it goes on from another name, the two are the same.

    >>> _ring_words([("a", "b"), ("c", "a")])
    'a → b = c → a'
    """
    first = at = steps[0][0]
    words = first
    for one, other in [*steps, (first, "")]:
        words += (f" = {one}" if one != at else "") + (f" → {other}" if other else "")
        at = other
    return words


def _shared(apart: Sequence[Pair], within: Iterable[Pair]) -> dict[int, str]:
    """Return what lies within both of two, by the number of the two; `within` has no rings.

    Only what holds nothing itself is looked for: where two share anything, they share such a one.
    """
    inner: dict[str, set[str]] = {}
    for one, other in within:
        inner.setdefault(other, set()).add(one)
    order = [*TopologicalSorter(inner).static_order()]  # what lies within first
    least = [name for name in order if name not in inner]
    found: dict[int, str] = {}
    for at in range(0, len(least), _AT_ONCE):
        held = {name: 1 << bit for bit, name in enumerate(least[at : at + _AT_ONCE])}
        for name in order:
            if name in inner and (some := reduce(or_, (held.get(one, 0) for one in inner[name]))):
                held[name] = some
        for number, (one, other) in enumerate(apart):
            if both := held.get(one, 0) & held.get(other, 0):
                found.setdefault(number, least[at + (both & -both).bit_length() - 1])
    return found
