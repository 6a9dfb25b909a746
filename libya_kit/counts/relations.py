"""What is known of groups of people: which are the same, which lie within which, which share nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from libya_kit.errors import ArticleError

MOST_FOLLOWING = 200_000
"""So many relations of tallies may follow from those that are given."""

Pair = tuple[str, str]


def united(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return for each name the least name of those that it is one with (union-find).

    >>> united([("c", "b"), ("b", "a")])
    {'c': 'a', 'b': 'a', 'a': 'a'}
    """
    under: dict[str, str] = {}

    def top(name: str) -> str:
        while (above := under.setdefault(name, name)) != name:
            under[name] = under[above]
            name = above
        return name

    for first, second in pairs:
        low, high = sorted((top(first), top(second)))
        under[high] = low
    return {name: top(name) for name in list(under)}


class Relations:
    """The transitive closure of what is given of groups.

    What lies within a group lies within what holds it; what lies within one of two that share nobody shares nobody
    with what lies within the other. Groups of different events share nobody, without a row that says so.
    """

    def __init__(
        self, names: Iterable[str], within: Iterable[Pair], apart: Iterable[Pair], events: Mapping[str, str]
    ) -> None:
        outer: dict[str, set[str]] = {}
        for part, whole in within:
            outer.setdefault(part, set()).add(whole)
        self.inside: dict[str, set[str]] = {}
        self.holds: dict[str, set[str]] = {name: set() for name in names}
        following = 0
        for name in self.holds:
            self.inside[name] = around = _reached(name, outer)
            following += len(around) - 1
            _refuse_too_many(following)
            for whole in around:
                self.holds[whole].add(name)
        self._events = {name: {events[whole] for whole in self.inside[name] if whole in events} for name in self.holds}
        self._apart = self.apart(apart)

    def share(self, one: str, other: str) -> bool:
        """Return whether two groups are known to share people: a group, perhaps one of them, lies within both."""
        return not self.holds[one].isdisjoint(self.holds[other])

    def are_parts(self, one: str, other: str) -> bool:
        """Return whether two groups are parts of one whole."""
        return not self.inside[one].isdisjoint(self.inside[other])

    def apart(self, pairs: Iterable[Pair]) -> set[frozenset[str]]:
        """Return the pairs that share nobody where these do: whatever lies within the one, and within the other.

        Raises
        ------
        ArticleError
            They are too many to reckon with.
        """
        pairs = list(pairs)
        _refuse_too_many(sum(len(self.holds[first]) * len(self.holds[second]) - 1 for first, second in pairs))
        return {
            frozenset((one, other))
            for first, second in pairs
            for one in self.holds[first]
            for other in self.holds[second]
            if not self.share(one, other)
        }

    def disjoint(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Return for each name those of the others that are known to share nobody with it."""
        near: dict[str, set[str]] = {name: set() for name in names}
        for first, second in (tuple(pair) for pair in self._apart):
            if first in near and second in near:
                near[first].add(second)
                near[second].add(first)
        dated = [name for name in near if len(self._events[name]) == 1]
        for name in dated:
            event = self._events[name]
            others = {other for other in dated if self._events[other] != event and not self.share(name, other)}
            near[name] |= others
        return near

    def by_event(self, one: str, other: str) -> bool:
        """Return whether two groups share nobody only because they are of different events."""
        events = self._events[one], self._events[other]
        return frozenset((one, other)) not in self._apart and all(len(some) == 1 for some in events)


def _reached(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    """Return what can be reached from a name by steps, itself among it."""
    found, left = {start}, [start]
    while left:
        further = steps.get(left.pop(), set()) - found
        found |= further
        left += further
    return found


def _refuse_too_many(following: int) -> None:
    """Refuse relations of tallies from which too many others follow."""
    if following > MOST_FOLLOWING:
        what = f"more than {MOST_FOLLOWING:,} relations of tallies follow from its rows"
        raise ArticleError(what, file="tally_pairs.csv", mend="leave out rows of tallies that no claim belongs to")


def linked(names: Iterable[str], near: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield the names in the connected components of a graph."""
    left = set(names)
    for name in sorted(left):
        if name not in left:
            continue
        left.discard(name)
        component = [name]
        for member in component:
            found = near.get(member, set()) & left
            left -= found
            component += sorted(found)
        yield component
