"""Running counts that nobody named: claims on displacement without a tally."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from libya_kit.counts.claim import Claim


def running(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims with a tally where several without one are one running count.

    They are where one source tells them of one measure, unit, kind and people, each on a day of its own, of no two
    different places or events.

    >>> from datetime import date
    >>> told = [Claim(f"d{day}", "displaced", kind="flow", reported_on=date(2034, 5, day)) for day in (11, 12)]
    >>> [claim.tally for claim in running(told)]
    ['d11', 'd11']
    """
    claims = list(claims)
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.tally is None and claim.part_of is None and claim.is_statement:
            key = (claim.source, claim.measure, claim.unit, claim.kind, claim.people)
            alike.setdefault(key, []).append(claim)
    tallies: dict[str, str] = {}
    for some in alike.values():
        days = {claim.day for claim in some}
        places = {claim.place for claim in some if claim.place}
        events = {claim.event for claim in some if claim.event}
        if len(some) > 1 and len(days) == len(some) and None not in days and len(places) < 2 and len(events) < 2:
            tallies |= {claim.id: min(claim.id for claim in some) for claim in some}
    return [replace(claim, tally=tallies[claim.id]) if claim.id in tallies else claim for claim in claims]
