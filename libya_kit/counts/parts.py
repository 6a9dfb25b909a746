"""Parts and wholes as both stood on one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from libya_kit.counts.claim import Claim, share_nobody
from libya_kit.counts.group import People
from libya_kit.counts.overlap import TooManyLinkedError, heaviest
from libya_kit.counts.relations import Relations


@dataclass(frozen=True)
class Excess:
    """Parts that share nobody and are more than the whole that holds them; `claims` are those of the parts."""

    whole: Claim
    claims: tuple[Claim, ...]
    parts: tuple[str, ...]
    name: str

    @property
    def total(self) -> int:
        """What the parts come to."""
        return sum(claim.low or 0 for claim in self.claims)


def apart_in_a_statement(peoples: Mapping[str, People], within: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the parts of one whole that share nobody: two words of one column, told by one source of one day."""
    parts: dict[str, list[str]] = {}
    for part, whole in within:
        if part not in parts.setdefault(whole, []):
            parts[whole].append(part)
    for names in parts.values():
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                if _in_one_statement(peoples[one], peoples[other]):
                    yield one, other


def _in_one_statement(one: People, other: People) -> bool:
    first, second = one.floor, other.floor
    if first is None or second is None or (first.measure, first.unit) != (second.measure, second.unit):
        return False
    told_together = (first.source, first.moment) == (second.source, second.moment)
    return told_together and share_nobody(first, second)


def excesses(peoples: Mapping[str, People], relations: Relations, names: Iterable[str]) -> list[Excess]:
    """Return where parts that share nobody exceed a whole that has a most: an exact count, a range or a limit.

    A whole that is older than a part limits nothing of it, and parts that may share people are not added.
    """
    counted = sorted(names)
    near = relations.disjoint(counted)
    found = []
    for name in counted:
        whole = peoples[name]
        for group in whole.groups:
            cap, most = _cap(group.course.floor, group.course.limit)
            if cap is None:
                continue
            floors = {
                part: floor
                for part in sorted(relations.holds[name] - relations.inside[name])
                if part in near and (floor := peoples[part].floor) is not None
                if _unit(floor) == _unit(cap) and not cap.is_older(floor)
            }
            lows = {part: floor.low or 0 for part, floor in floors.items()}
            try:
                chosen = heaviest(lows, near)
            except TooManyLinkedError:
                continue
            if sum(lows[part] for part in chosen) > most:
                found.append(Excess(cap, tuple(floors[part] for part in chosen), chosen, name))
                break
    return found


def _cap(floor: Claim | None, limit: Claim | None) -> tuple[Claim | None, int]:
    """Return the claim that says the most of a whole, and that most."""
    if limit is not None and limit.high is not None:
        return limit, limit.high
    if floor is not None and floor.qualifier == "exact":
        return floor, floor.low or 0
    return None, 0


def _unit(claim: Claim) -> tuple[str, str]:
    return claim.measure, claim.unit
