"""Corrections: who may take back whose figure, and what is out of force by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from libya_kit.counts.claim import Claim

Pair = tuple[Claim, Claim]


def corrections(claims: Iterable[Claim]) -> tuple[list[Pair], list[Pair]]:
    """Return which claim corrects which, and which only contradicts which that it says is wrong.

    A claim may be corrected by its source, by the person who spoke, by who relayed it, and by the publisher of the
    article; anybody else contradicts it.
    """
    known = {claim.id: claim for claim in claims}
    valid: list[Pair] = []
    foreign: list[Pair] = []
    for claim in sorted(known.values(), key=lambda claim: claim.id):
        for name in claim.corrects:
            if name in known and name != claim.id:
                (valid if may_correct(claim, known[name]) else foreign).append((claim, known[name]))
    return valid, foreign


def may_correct(claim: Claim, corrected: Claim) -> bool:
    """Return whether who says a claim may take back another.

    >>> may_correct(Claim("b", source="ministry"), Claim("a", source="hospital", via="ministry"))
    True
    """
    return not claim.mouths.isdisjoint({corrected.source, corrected.said_by, corrected.via, corrected.publisher})


def out_of_force(groups: Mapping[str, Sequence[Claim]], valid: Iterable[Pair]) -> set[str]:
    """Return the claims that no longer count: the corrected, and what their running count said before them."""
    group_of = {claim.id: name for name, claims in groups.items() for claim in claims}
    out: set[str] = set()
    for correction, corrected in valid:
        out.add(corrected.id)
        for claim in groups[group_of[corrected.id]]:
            if claim.id != correction.id and claim.moment < corrected.moment:
                out.add(claim.id)
    return out
