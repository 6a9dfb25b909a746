"""Counts in time, of the dead and the displaced alike: what is in force, what may be added, what must be told.

`reckon` takes claims in any order and what is known of their tallies, and returns `Facts`: it takes out of force what
was corrected, folds each running count statement by statement (`fold`), contracts what counts the same people
(`group`), and sets parts against wholes (`parts`). `toll` says what the counts of a measure come to: the clique of
maximum weight among those that share nobody (`overlap`). `Facts.findings` puts each claim in one finding. Displacement
uses the same facts: each group's `course.latest` is its last figure, `course.lowered` what came down; `running` makes
one running count of claims without a tally.
"""

from libya_kit.counts.claim import Claim
from libya_kit.counts.engine import Asked, Facts, Toll, reckon, toll
from libya_kit.counts.fold import Course, fold
from libya_kit.counts.group import People
from libya_kit.counts.running import running

__all__ = [
    "Asked",
    "Claim",
    "Course",
    "Facts",
    "People",
    "Toll",
    "fold",
    "reckon",
    "running",
    "toll",
]
