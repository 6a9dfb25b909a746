"""Two versions of a text: which words of the old one stand in the new one, and where.

What is matched is matched letter for letter. A place is believed only where enough of what surrounds it is the same,
and where no other words of the old text fit there better: a look-alike is not the words themselves.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from libya_kit.text.quotes import CONTEXT, occurrences

REACH = 200
"""How far around a place the two texts are compared, in characters."""
RUNS = (16, 8, 4)
"""The runs that divide the texts where they stand once in both, in words, signs and blanks."""
MOST_ALIKE = 1_000
"""Words that stand in more places than this are not told apart by what surrounds them in each."""
MOST_PAIRS = 4_000_000
"""Pieces with more pairs of words than this, and nothing that divides them, count as rewritten throughout."""


@dataclass(frozen=True)
class Block:
    """Characters that stand in both texts: where they begin in the old and in the new one, and how many they are."""

    old: int
    new: int
    size: int


@dataclass(frozen=True)
class Landing:
    """Where words of the old text stand in the new one; contested: other words of the old text may stand there."""

    start: int
    end: int
    contested: bool = False


@dataclass(frozen=True)
class Difference:
    """An old text and a new one.

    >>> text = "The crash killed 12 people near Port Amel."
    >>> change = Difference(text, f"Officials said: {text}")
    >>> change.landing(10, 19)
    Landing(start=26, end=35, contested=False)
    """

    old: str
    new: str

    @cached_property
    def blocks(self) -> list[Block]:
        """What stands in both texts, in order: whole words, numbers, single signs and blanks."""
        old, new = (re.findall(r"\w+|\W", text) for text in (self.old, self.new))
        starts, goals = (list(accumulate(map(len, tokens), initial=0)) for tokens in (old, new))
        blocks: list[Block] = []
        for at, to, size in _matches(old, new):
            block = Block(starts[at], goals[to], starts[at + size] - starts[at])
            last = blocks[-1] if blocks else Block(0, 0, 0)
            if (last.old + last.size, last.new + last.size) == (block.old, block.new):
                blocks[-1:] = [Block(last.old, last.new, last.size + block.size)]
            else:
                blocks.append(block)
        return blocks

    def landing(self, start: int, end: int) -> Landing | None:
        """Return where the words went by the difference of the texts; None where they, or both their sides, changed."""
        size, found = end - start, []
        for offset in (start, end - 1):
            block = _at(offset, self.blocks, self._old_starts)
            goal = start - block.old + block.new
            if block.size and goal >= 0 and self.new[goal : goal + size] == self.old[start:end]:
                found.append((self._around(start, goal, size), goal))
        if not found:
            return None
        (before, after), goal = max(found, key=lambda one: sum(one[0]))
        whole = len(self.old) == len(self.new) == before + size + after
        if max(before, after) < CONTEXT and not whole:
            return None
        return Landing(goal, goal + size, self._contested(start, goal, size, before, after))

    def image(self, offset: int) -> int | None:
        """Return where one character of the old text stands in the new one; None where it is gone."""
        block = _at(offset, self.blocks, self._old_starts)
        return block.new + offset - block.old if offset >= 0 and block.size else None

    def _contested(self, start: int, goal: int, size: int, before: int, after: int) -> bool:
        """Return whether the same words elsewhere in the old text go better with one side of the place in the new."""
        if min(before, after) >= REACH:
            return False
        for number, other in enumerate(occurrences(self.old, self.old[start : start + size])):
            if number == MOST_ALIKE:
                return True
            if other != start:
                left, right = self._around(other, goal, size)
                if left > max(before, CONTEXT - 1) or right > max(after, CONTEXT - 1):
                    return True
        return False

    def _around(self, start: int, goal: int, size: int) -> tuple[int, int]:
        """Return how many characters before and after a place in the old and one in the new text are the same."""
        before = after = 0
        while before < min(start, goal, REACH) and self.old[start - before - 1] == self.new[goal - before - 1]:
            before += 1
        start, goal = start + size, goal + size
        most = min(len(self.old) - start, len(self.new) - goal, REACH)
        while after < most and self.old[start + after] == self.new[goal + after]:
            after += 1
        return before, after

    def taken(self, start: int, end: int) -> bool:
        """Return whether a stretch of the new text is, as a whole, one that the old text has too."""
        block = _at(start, self.blocks, self._new_starts, "new")
        return block.size > 0 and end <= block.new + block.size

    def rewritten(self, start: int, end: int) -> tuple[int, int]:
        """Return what stands in the new text between what is unchanged before, and after, a stretch of the old one."""
        first = bisect_right(self._old_starts, start) - 1
        begin, stop = 0, len(self.new)
        if first >= 0:
            block = self.blocks[first]
            begin = block.new + min(start - block.old, block.size)
        for number in range(max(first, 0), len(self.blocks)):
            block = self.blocks[number]
            if block.old + block.size >= end and block.size:
                stop = block.new + max(end - block.old, 0)
                break
        return begin, stop

    @cached_property
    def _old_starts(self) -> list[int]:
        return [block.old for block in self.blocks]

    @cached_property
    def _new_starts(self) -> list[int]:
        return [block.new for block in self.blocks]


def _at(offset: int, blocks: list[Block], starts: list[int], side: str = "old") -> Block:
    """Return the block that holds the offset; one of no size where none does."""
    number = bisect_right(starts, offset) - 1
    block = blocks[number] if number >= 0 else Block(0, 0, 0)
    return block if offset < getattr(block, side) + block.size else Block(0, 0, 0)


def _matches(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of equal tokens in order: where each begins in the two lists, and its length.

    What stands once in both, and in the same order, divides the lists into pieces (as in a "patience" difference);
    pieces without such a run of words are left to `difflib`.
    """
    todo = [(0, len(old), 0, len(new))]
    while todo:
        at, stop, to, end = todo.pop()
        same = 0
        while at + same < stop and to + same < end and old[at + same] == new[to + same]:
            same += 1
        if same:
            yield at, to, same
            at, to = at + same, to + same
        if at == stop or to == end:
            continue
        tail = 0
        while tail < min(stop - at, end - to) and old[stop - 1 - tail] == new[end - 1 - tail]:
            tail += 1
        if tail:
            todo.append((stop - tail, stop, end - tail, end))
            stop, end = stop - tail, end - tail
        anchors = next((found for run in RUNS if (found := _anchors(old[at:stop], new[to:end], run))), None)
        if anchors is not None:
            edges = [(at + one, to + other) for one, other in anchors]
            pieces = zip([(at, to), *edges], [*edges, (stop, end)], strict=True)
            todo += [(one, stop, two, end) for (one, two), (stop, end) in pieces][::-1]
        elif (stop - at) * (end - to) <= MOST_PAIRS:
            matcher = difflib.SequenceMatcher(str.isspace, old[at:stop], new[to:end], autojunk=False)
            yield from ((at + one, to + two, size) for one, two, size in matcher.get_matching_blocks() if size)


def _anchors(old: list[str], new: list[str], run: int) -> list[tuple[int, int]]:
    """Return where runs of tokens that stand once in both lists begin, as many as are in the same order in both."""
    places = []
    for tokens in (old, new):
        runs = list(zip(*(tokens[shift:] for shift in range(run)), strict=False))
        counts = Counter(runs)
        places.append({words: at for at, words in enumerate(runs) if counts[words] == 1})
    pairs = [(at, places[1][words]) for words, at in places[0].items() if words in places[1]]
    ends: list[int] = []  # the longest rising line, by patience sorting
    before: list[int] = []
    tops: list[int] = []
    for number, (_, goal) in enumerate(pairs):
        pile = bisect_left(ends, goal)
        ends[pile : pile + 1] = [goal]
        tops[pile : pile + 1] = [number]
        before.append(tops[pile - 1] if pile else -1)
    chain: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
