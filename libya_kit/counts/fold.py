"""The course of one running count: each statement after the other, what each leaves in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from libya_kit.counts.claim import Claim

_SETS = ("exact", "range")
"""Qualifiers that set the floor, also to a lower one."""


@dataclass(frozen=True)
class Course:
    """What the statements of one running count leave in force.

    `latest` is the last figure, be it an estimate; `lowered` holds each figure that came down with what it came down
    to, `conflicts` the figures of one moment of which the higher is in force, each with the lower one.
    """

    floor: Claim | None = None
    limit: Claim | None = None
    latest: Claim | None = None
    lowered: tuple[tuple[Claim, Claim], ...] = ()
    conflicts: tuple[tuple[Claim, Claim], ...] = ()


@dataclass
class _Fold:
    """The state between two statements."""

    floor: Claim | None = None
    limit: Claim | None = None
    latest: Claim | None = None
    lowered: list[tuple[Claim, Claim]] = field(default_factory=list)
    conflicts: list[tuple[Claim, Claim]] = field(default_factory=list)

    def moment(self, batch: Sequence[Claim], *, order_known: bool) -> None:
        """Take the statements of one moment; without an order among those of their day they only raise the floor."""
        before = self.floor
        figures = [claim for claim in batch if claim.gives_floor]
        limits = [claim for claim in batch if claim.qualifier == "at_most" and claim.high is not None]
        estimates = [claim for claim in batch if claim.qualifier == "estimated" and claim.value is not None]
        if figures:
            self._figures(figures, order_known)
        elif batch and (limits or estimates) and not self._comparable(batch[0]):
            self.floor = self.limit = None
        for limit in sorted(limits, key=_by_high):
            self._limit(limit, before)
        for estimate in sorted(estimates, key=_by_value, reverse=True):
            self._estimate(estimate, before, order_known)
        told = [*figures, *limits, *estimates]
        if told and (order_known or not self.latest or self.latest.day != batch[0].day or figures):
            best = max(figures or estimates or limits, key=_height)
            keeps = self.floor is not None and self.floor is before and best in figures
            self.latest = self.floor if keeps else best

    def _comparable(self, claim: Claim) -> bool:
        """Return whether a claim goes on from the figure in force: what holds at its day, or of its days, does not."""
        last = self.floor or self.limit or self.latest
        if last is None:
            return True
        if claim.accumulates and claim.kind == "flow":
            return last.accumulates and last.period_start == claim.period_start
        return claim.accumulates or (last.day == claim.day and not last.is_older(claim))

    def _figures(self, figures: Sequence[Claim], order_known: bool) -> None:
        """Take the figures of one moment: the highest is in force."""
        best = max(figures, key=_height)
        for claim in figures:
            if claim.qualifier in _SETS and claim.low != best.low:
                self.conflicts.append((best, claim))
        floor, low = self.floor, _low(best)
        if floor is not None and self._comparable(best):
            sets = any(claim.qualifier in _SETS for claim in figures)
            if low < _low(floor):
                if not order_known and floor.day == best.day:
                    self.conflicts += [(floor, best)] if sets else []
                    return
                if not sets or _is_shorter(best, floor):
                    return
                self.lowered.append((floor, best))
        self.floor = best
        if best.qualifier in _SETS or not self._limit_stands(best):
            self.limit = best if best.qualifier == "range" else None

    def _limit_stands(self, best: Claim) -> bool:
        """Return whether the limit in force still stands beside a new floor."""
        limit = self.limit
        return limit is not None and limit.high is not None and limit.high >= _low(best) and best.accumulates

    def _limit(self, limit: Claim, before: Claim | None) -> None:
        """Take a limit: one below a floor of before takes it out of force."""
        floor = self.floor
        if floor is not None and limit.high is not None and limit.high < _low(floor):
            if floor is not before or (floor.day == limit.day and not floor.is_older(limit)):
                self.conflicts.append((floor, limit))
                return
            if _is_shorter(limit, floor):
                return
            self.lowered.append((floor, limit))
            self.floor = None
        self.limit = limit

    def _estimate(self, estimate: Claim, before: Claim | None, order_known: bool) -> None:
        """Take an estimate: one below a floor of before takes it out of force."""
        floor = self.floor
        if floor is None or floor is not before or estimate.value is None or estimate.value >= _low(floor):
            return
        if not order_known and floor.day == estimate.day:
            self.conflicts.append((floor, estimate))
        elif not _is_shorter(estimate, floor):
            self.lowered.append((floor, estimate))
            self.floor = None


def fold(claims: Iterable[Claim]) -> Course:
    """Return what the statements of one running count leave in force.

    They are taken by the day that each is as of, then by the time of day; those without a day come first. What is
    told of one moment, or of one day without times, has no order: the higher figure is in force. Neither the order of
    `claims` nor the place in a text matters.

    >>> from datetime import date
    >>> said = Claim("a", value=52, low=52, reported_on=date(2034, 5, 11))
    >>> later = Claim("b", value=41, low=41, reported_on=date(2034, 5, 12))
    >>> course = fold([later, said])
    >>> course.floor.id, [(one.id, other.id) for one, other in course.lowered]
    ('b', [('a', 'b')])
    """
    every = sorted(claims, key=_order)
    course = _folded([claim for claim in every if claim.is_statement])
    if course.latest is None:  # a change is the count of its own period where there is no other
        rises = [claim for claim in every if claim.amount == "change" and claim.assertion != "denies"]
        course = _folded([claim for claim in rises if not claim.is_feared])
    return course


def _folded(claims: Sequence[Claim]) -> Course:
    """Return the course of statements in their order."""
    state = _Fold()
    for _, of_day in groupby(claims, key=lambda claim: claim.day or date.min):
        some = list(of_day)
        timed = [claim for claim in some if claim.moment[1] >= 0]
        for _, batch in groupby(timed, key=lambda claim: claim.moment):
            state.moment(list(batch), order_known=True)
        untimed = [claim for claim in some if claim.moment[1] < 0]
        if untimed:
            state.moment(untimed, order_known=not timed)
    return Course(state.floor, state.limit, state.latest, tuple(state.lowered), tuple(state.conflicts))


def _order(claim: Claim) -> tuple[date, int, str]:
    return (*claim.moment, claim.id)


def _low(claim: Claim) -> int:
    return claim.low or 0


def _height(claim: Claim) -> tuple[int, bool, str]:
    """Return how high a figure is, for the highest of one moment; of equals that which sets the floor."""
    return claim.low if claim.gives_floor else claim.value or claim.high or 0, claim.qualifier in _SETS, claim.id  # type: ignore[return-value]


def _by_high(claim: Claim) -> tuple[int, str]:
    return claim.high or 0, claim.id


def _by_value(claim: Claim) -> tuple[int, str]:
    return claim.value or 0, claim.id


def _is_shorter(claim: Claim, floor: Claim) -> bool:
    """Return whether a claim counts a shorter time than the floor: it begins later, and so takes nothing back."""
    return bool(claim.period_start and floor.period_start and claim.period_start > floor.period_start)
