"""Running counts, and the same people under several mouths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from libya_kit.counts.claim import Claim
from libya_kit.counts.fold import Course
from libya_kit.counts.relations import united


@dataclass(frozen=True)
class Group:
    """One running count: its claims by moment, those out of force among them, and what is in force."""

    name: str
    claims: tuple[Claim, ...]
    course: Course

    @cached_property
    def first(self) -> Claim:
        """A claim of the group; all are of one measure, unit and people."""
        return self.claims[0]


@dataclass(frozen=True)
class People:
    """The same people, counted by one running count or by several."""

    name: str
    groups: tuple[Group, ...]

    @property
    def first(self) -> Claim:
        """A claim on these people."""
        return self.groups[0].first

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims on these people."""
        return tuple(claim for group in self.groups for claim in group.claims)

    @cached_property
    def in_force(self) -> tuple[Group, ...]:
        """The running counts with a figure in force that no later one of the same source has settled."""
        figures = [group for group in self.groups if group.course.latest is not None]
        return tuple(group for group in figures if not any(_settles(other, group) for other in figures))

    @cached_property
    def settled(self) -> tuple[Group, ...]:
        """The running counts that a later one of the same source has settled."""
        return tuple(group for group in self.groups if group.course.latest and group not in self.in_force)

    @cached_property
    def floor(self) -> Claim | None:
        """The claim that gives the least number: of several mouths the lowest in force."""
        floors = [group.course.floor for group in self.in_force if group.course.floor is not None]
        return min(floors, key=lambda claim: (claim.low or 0, claim.id), default=None)

    @cached_property
    def low(self) -> int:
        """The least number, 0 where none is in force."""
        return (self.floor.low or 0) if self.floor is not None else 0

    @cached_property
    def limit(self) -> Claim | None:
        """The claim that limits the number: that of the only running count, none among several mouths."""
        return self.in_force[0].course.limit if len(self.in_force) == 1 and len(self.groups) == 1 else None

    @cached_property
    def limits(self) -> tuple[Claim, ...]:
        """Every limit in force, each its speaker's."""
        return tuple(group.course.limit for group in self.in_force if group.course.limit is not None)

    @cached_property
    def events(self) -> set[str]:
        """The events that the claims are of."""
        return {claim.event for claim in self.claims if claim.event is not None}


def _settles(later: Group, group: Group) -> bool:
    """Return whether a running count settles another of the same people by the same source, as told later."""
    last, before = later.course.latest, group.course.latest
    if later is group or last is None or before is None or last.source != before.source:
        return False
    return before.is_older(last) or (before.day is None and last.day is not None)


def grouped(claims: Sequence[Claim], corrected: Iterable[tuple[Claim, Claim]]) -> dict[str, list[Claim]]:
    """Return the running counts by name: the claims of a tally on the same people, measure and unit.

    A claim without a tally is a count of its own, but joins the count that it corrects, and the same part of the same
    whole told by the same source on other days is one running count.
    """
    known = {claim.id: claim for claim in claims}
    keys = {claim.id: _key(claim) for claim in claims}
    joined = []
    for correction, before in corrected:
        alike = _kind(correction) == _kind(before)
        if alike and correction.tally is None and correction.part_of is None:
            joined.append((correction.id, before.id))
    leaders: dict[tuple[object, ...], str] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        if claim.tally is not None:
            joined.append((claim.id, leaders.setdefault(keys[claim.id], claim.id)))
    top = united([*joined, *((name, name) for name in known)])
    joined += _parts_told_again(claims, top)
    top = united([*joined, *((name, name) for name in known)])
    members: dict[str, list[Claim]] = {}
    for claim in claims:
        members.setdefault(top[claim.id], []).append(claim)
    return _named(members)


def _key(claim: Claim) -> tuple[object, ...]:
    return claim.tally, *_kind(claim)


def _kind(claim: Claim) -> tuple[object, ...]:
    return claim.measure, claim.unit, claim.kind == "stock", claim.people


def _parts_told_again(claims: Sequence[Claim], top: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of claims without a tally that tell of the same part of the same whole at different moments."""
    same: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.part_of is not None and claim.part_of in top and claim.tally is None and claim.is_statement:
            whole = top[claim.part_of]
            specific = claim.people != ("unspecified", (), None) or claim.place
            if specific and whole != top[claim.id]:
                same.setdefault((whole, claim.source, claim.place, *_kind(claim)), []).append(claim)
    pairs = []
    for told in same.values():
        if len({claim.moment for claim in told}) == len(told):
            pairs += [(told[0].id, claim.id) for claim in told[1:]]
    return pairs


def _named(members: Mapping[str, list[Claim]]) -> dict[str, list[Claim]]:
    """Return the running counts by the name of their tally, else of their first claim.

    Where a tally has counts of several peoples, the first, of the most of them, has its name alone.
    """
    named: dict[str, list[Claim]] = {}
    of_all = sorted(members.values(), key=lambda some: (some[0].people[1:] != ((), None), -len(some), _first(some)))
    for some in of_all:
        some.sort(key=lambda claim: (*claim.moment, claim.id))
        name = next((claim.tally for claim in some if claim.tally is not None), None) or some[0].id
        named[name if name not in named else f"{name}: {_first(some)}"] = some
    return named


def _first(claims: Iterable[Claim]) -> str:
    return min(claim.id for claim in claims)


def contracted(
    groups: Mapping[str, Group], same: Iterable[tuple[str, str]]
) -> tuple[dict[str, People], dict[str, str]]:
    """Return the peoples by name, and for each running count the people that it counts."""
    alike = [
        (one, other) for one, other in same if _unit(groups[one].first) == _unit(groups[other].first) and one != other
    ]
    top = united([*alike, *((name, name) for name in groups)])
    members: dict[str, list[Group]] = {}
    for name in sorted(groups):
        members.setdefault(top[name], []).append(groups[name])
    return {name: People(name, tuple(some)) for name, some in members.items()}, top


def _unit(claim: Claim) -> tuple[str, str]:
    return claim.measure, claim.unit
