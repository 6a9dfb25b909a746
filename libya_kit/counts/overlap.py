"""The largest sum of groups that share nobody: a clique of maximum weight in the graph of groups known to be disjoint.

The graph is taken apart first: of its connected components the heaviest counts, and the components of its complement
add up (as in a cograph). Only what neither takes apart is searched, and only where it is small.
"""

from __future__ import annotations

from collections.abc import Mapping

from libya_kit.counts.relations import linked

MOST_LINKED = 20
"""So many groups linked by disjoint pairs are searched for the largest sum; more are too many."""


class TooManyLinkedError(Exception):
    """So many groups are linked by disjoint pairs that no largest sum is looked for."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def heaviest(weights: Mapping[str, int], near: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the pairwise disjoint groups with the largest sum; of equals the fewest, in the order of `weights`.

    Raises
    ------
    TooManyLinkedError
        More groups than can be searched are linked, and the graph falls into no parts.

    Examples
    --------
    >>> heaviest({"a": 25, "b": 14, "c": 1}, {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}})
    ('a', 'b')
    """
    names = [name for name in weights if weights[name] > 0] or sorted(weights)[:1]
    chosen = _best(frozenset(names), weights, near)[2]
    return tuple(name for name in weights if name in chosen)


_Found = tuple[int, int, tuple[str, ...]]


def _best(names: frozenset[str], weights: Mapping[str, int], near: Mapping[str, set[str]]) -> _Found:
    """Return the largest sum among some groups, minus their number, and their names."""
    if len(names) <= 1:
        return sum(weights[name] for name in names), -len(names), tuple(names)
    components = list(linked(names, near))
    if len(components) > 1:
        return max((_best(frozenset(some), weights, near) for some in components), key=lambda found: found[:2])
    others = {name: set(names) - near.get(name, set()) - {name} for name in names}
    apart = list(linked(names, others))
    if len(apart) > 1:
        found = [_best(frozenset(some), weights, near) for some in apart]
        return sum(one[0] for one in found), sum(one[1] for one in found), tuple(n for one in found for n in one[2])
    if len(names) > MOST_LINKED:
        raise TooManyLinkedError(len(names))
    first = min(names)
    total, size, chosen = _best(names & near[first], weights, near)
    without = _best(names - {first}, weights, near)
    return max((total + weights[first], size - 1, (first, *chosen)), without, key=lambda found: found[:2])
