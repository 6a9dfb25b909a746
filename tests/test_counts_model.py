"""The engine on small series: what each comes to by the rules of `data/codebook.md`."""

from datetime import date

import pytest

from libya_kit.counts import Asked, Claim, reckon, toll

MON, WED, THU, FRI, SAT = (date(2034, 5, day) for day in (8, 10, 11, 12, 13))
HEDGED = {"+": "at_least", "-": "at_most", "~": "estimated"}


def claim(name, number=None, day=None, *, source="ministry", **columns):
    """Return a claim: its number as 41, '41+' (at least), '41-' (at most), '41~' (about), '2..3', or none."""
    text = str(number)
    low = high = value = None
    qualifier = "not_given"
    if ".." in text:
        qualifier, (low, high) = "range", map(int, text.split(".."))
    elif number is not None:
        value = int(text.rstrip("+-~"))
        qualifier = HEDGED.get(text[-1], "exact")
        low = {"exact": value, "at_least": value, "at_most": 0}.get(qualifier)
        high = value if qualifier in ("exact", "at_most") else None
    return Claim(name, qualifier=qualifier, value=value, low=low, high=high, source=source, reported_on=day, **columns)


CIVILIANS, FIGHTERS = {"population": "civilian"}, {"population": "combatant"}
WOMEN, CHILDREN = {"age_sex": ("women",)}, {"age_sex": ("children",)}
T = {"tally": "t"}

SERIES = {
    "revised down twice": ([claim("a", 52, WED, **T), claim("b", 55, THU, **T), claim("c", 41, FRI, **T)], 41),
    "corrected, nothing older returns": (
        [claim("a", 52, WED, **T), claim("b", 55, THU, **T), claim("c", 41, FRI, corrects=("b",), **T)],
        41,
    ),
    "withdrawn": ([claim("a", 52, WED, **T), claim("b", 55, THU, **T), claim("c", None, FRI, corrects=("b",))], None),
    "two taken back": (
        [claim("a", 52, WED, **T), claim("b", 55, THU, **T), claim("c", 41, FRI, corrects=("b", "a"), **T)],
        41,
    ),
    "lowered": ([claim("a", 52, THU, **T), claim("b", 41, FRI, **T)], 41),
    "down from an undated count": ([claim("a", 41, FRI, **T), claim("b", 52, **T)], 41),
    "a rise": ([claim("a", "9+", THU, **T), claim("b", "14+", FRI, **T)], 14),
    "at least takes nothing back": ([claim("a", "25+", THU, **T), claim("b", "21+", FRI, **T)], 25),
    "one day, no times": ([claim("a", "14+", FRI, **T), claim("b", "9+", FRI, **T)], 14),
    "a live blog": (
        [
            claim("a", 9, FRI, reported_at="11:05", **T),
            claim("b", 14, FRI, reported_at="12:40", **T),
            claim("c", 12, FRI, reported_at="15:20", **T),
        ],
        12,
    ),
    "times of day in words": (
        [claim("a", 14, FRI, reported_at="evening", **T), claim("b", 20, FRI, reported_at="morning", **T)],
        14,
    ),
    "an estimate below the floor": ([claim("a", 52, THU, **T), claim("b", "40~", FRI, **T)], None),
    "an estimate above the floor": ([claim("a", 52, THU, **T), claim("b", "60~", FRI, **T)], 52),
    "a limit below the floor": ([claim("a", 52, THU, **T), claim("b", "40-", FRI, **T)], None),
    "a shorter period takes nothing back": (
        [claim("a", "4000+", THU, period_start=date(2031, 1, 1), **T), claim("b", 15, FRI, period_start=FRI, **T)],
        4000,
    ),
    "zero of some": ([claim("a", 0, **CIVILIANS), claim("b", 0, source="rebels", victims="rebels")], None),
    "zero of all": ([claim("a", 0)], 0),
    "none of them civilians": ([claim("a", 41), claim("b", 0, part_of="a", **CIVILIANS)], 41),
    "a nurse": ([claim("a", 1, population="medical")], 1),
    "a count of some beside one of all": ([claim("a", 12), claim("b", 60, source="rebels", victims="rebels")], 12),
    "the enemy's dead": (
        [
            claim("a", 3, source="guard", victims="guard", standing="own_dead"),
            claim("b", 200, source="guard", victims="rebels", standing="enemy_dead"),
        ],
        3,
    ),
    "only the enemy's dead": ([claim("b", 200, source="guard", victims="rebels", standing="enemy_dead")], 200),
    "a rate": ([claim("a", "12~", amount="rate"), claim("b", "5+", amount="rate")], None),
    "a share": ([claim("a", 1, amount="share")], None),
    "a forecast": ([claim("a", 30, amount="forecast")], None),
    "feared": ([claim("a", 41), claim("b", 60, certainty="feared")], 41),
    "a denial": ([claim("a", 41), claim("b", 50, assertion="denies", about="a", source="guard")], 41),
    "a change alone": ([claim("a", 12, FRI, amount="change", period_start=MON)], 12),
    "a change beside its count": ([claim("a", 41, FRI, **T), claim("b", 60, FRI, amount="change", **T)], 41),
    "including children and women": (
        [claim("a", 41), claim("b", 9, part_of="a", **CHILDREN), claim("c", 6, part_of="a", **WOMEN)],
        41,
    ),
    "a corrected whole keeps its part": (
        [claim("a", 41, THU), claim("b", 9, THU, part_of="a", **CHILDREN), claim("c", 38, FRI, corrects=("a",))],
        38,
    ),
    "parts above an exact whole": (
        [claim("a", 10), claim("b", 7, part_of="a", **FIGHTERS), claim("c", 6, part_of="a", **CIVILIANS)],
        10,
    ),
    "parts above a limit": (
        [claim("a", "10-"), claim("b", 7, part_of="a", **FIGHTERS), claim("c", 6, part_of="a", **CIVILIANS)],
        None,
    ),
    "parts above an open whole": (
        [claim("a", "10+"), claim("b", 7, part_of="a", **FIGHTERS), claim("c", 6, part_of="a", **CIVILIANS)],
        13,
    ),
    "parts that may share people": (
        [claim("a", 10), claim("b", 8, part_of="a", **CIVILIANS), claim("c", 4, part_of="a", **CHILDREN)],
        10,
    ),
    "a whole older than its parts": (
        [
            claim("a", 12, FRI),
            claim("b", 9, SAT, part_of="a", place=("orsha",)),
            claim("c", 7, SAT, part_of="a", place=("lume",)),
        ],
        16,
    ),
    "died of wounds": ([claim("a", 20, THU, measure="wounded"), claim("b", 2, FRI, part_of="a")], 2),
    "died of hunger is not killed": ([claim("a", 5), claim("b", 90, measure="died")], 5),
    "casualties are no dead": (
        [claim("a", 322, measure="killed_or_wounded"), claim("b", 56), claim("c", 266, measure="wounded")],
        56,
    ),
    "households are no people": ([claim("a", 4), claim("b", 2, unit="households", source="guard")], 4),
    "different events": ([claim("a", 4, event="e"), claim("b", 3, event="f", source="guard")], 7),
    "one event, two sources": ([claim("a", 4, event="e"), claim("b", 3, event="e", source="guard")], 4),
    "corrected into another measure": (
        [claim("a", 12, THU), claim("b", 12, FRI, measure="wounded", corrects=("a",))],
        None,
    ),
    "another's correction contradicts": (
        [claim("a", 41, THU), claim("b", 30, FRI, source="guard", corrects=("a",))],
        41,
    ),
    "the publisher's correction": (
        [claim("a", 41, THU, publisher="wire"), claim("b", 14, FRI, source="wire", corrects=("a",))],
        14,
    ),
    "the relay's correction": ([claim("a", 41, via="wire"), claim("b", None, source="wire", corrects=("a",))], None),
    "since 2031": (
        [
            claim("a", "4000+", period_start=date(2031, 1, 1)),
            claim("b", 15, part_of="a", period_start=FRI, period_end=FRI),
        ],
        4000,
    ),
}


@pytest.mark.parametrize(("claims", "low"), SERIES.values(), ids=SERIES)
def test_the_floor_of_a_series(claims, low):
    assert toll(reckon(claims), "killed").low == low
    assert toll(reckon(claims[::-1]), "killed").low == low


SAME = [("m", "r", "same")]
TWO = {
    "the lowest of the same people": (claim("a", "41+", FRI, tally="m"), claim("b", "60+", source="r", tally="r"), 41),
    "no limit among the same": (claim("a", "41+", tally="m"), claim("b", "60-", source="r", tally="r"), 41),
    "an estimate is no floor": (claim("a", "41~", tally="m"), claim("b", 60, source="r", tally="r"), 60),
    "settled by the same source": (claim("a", 60, THU, tally="m"), claim("b", 70, FRI, tally="r"), 70),
}


@pytest.mark.parametrize(("first", "second", "low"), TWO.values(), ids=TWO)
def test_the_same_people_under_two_mouths(first, second, low):
    found = toll(reckon([first, second], SAME), "killed")
    assert (found.low, found.high) == (low, None)


LIMITS = {
    "a range": ([claim("a", "2..3")], 3),
    "an own limit": ([claim("a", "60-", THU, **T), claim("b", "41+", FRI, **T)], 60),
    "a limit alone": ([claim("a", "30-")], 30),
    "another's limit": ([claim("a", 41), claim("b", "60-", source="rebels")], None),
    "a limit of some": ([claim("a", "30-", **CIVILIANS)], None),
    "a limit of one's own people": ([claim("a", "30-", source="rebels", victims="rebels")], None),
    "an exact count": ([claim("a", 41)], None),
    "an exact count settles the limit": ([claim("a", "60-", THU, **T), claim("b", 41, FRI, **T)], None),
    "a limit that the floor has passed": ([claim("a", "40-", THU, **T), claim("b", "52+", FRI, **T)], None),
    "one place of two": (
        [claim("a", "30-", place=("orsha",)), claim("b", "5~", place=("lume",), source="guard")],
        None,
    ),
}


@pytest.mark.parametrize(("claims", "high"), LIMITS.values(), ids=LIMITS)
def test_a_limit_belongs_to_its_speaker(claims, high):
    assert toll(reckon(claims), "killed").high == high


PARTS = [claim("a", 60), *(claim(n, v, part_of="a", **w) for n, v, w in [("c", 20, CIVILIANS), ("f", 40, FIGHTERS)])]
PARTS += [claim("w", 6, part_of="c", **CIVILIANS, **WOMEN), claim("g", 3, part_of="c", age_sex=("girls",))]


@pytest.mark.parametrize(
    ("asked", "low"),
    [
        (Asked(), 60),
        (Asked(("civilian",)), 20),
        (Asked(("combatant",)), 40),
        (Asked(None, ("women",)), 6),
        (Asked(("civilian",), ("women",)), 6),
        (Asked(None, ("children",)), 3),
        (Asked(None, ("women", "children")), 9),
        (Asked(None, ("men",)), None),
    ],
)
def test_asked_for_a_group_its_parts_are_the_counts(asked, low):
    assert toll(reckon(PARTS), "killed", asked).low == low


def test_what_holds_at_its_day_is_neither_lowered_nor_corrected():
    said = [claim("a", 60, THU, measure="missing", **T), claim("b", 30, FRI, measure="missing", **T)]
    facts = reckon(said)
    course = facts.peoples[facts.people_of["a"]].groups[0].course
    assert (toll(facts, "missing").low, course.lowered) == (30, ())


def test_what_came_down_is_told_with_what_it_came_down_to():
    facts = reckon([claim("a", 52, THU, **T), claim("b", 41, FRI, **T)])
    course = facts.peoples[facts.people_of["a"]].groups[0].course
    assert [(one.id, other.id) for one, other in course.lowered] == [("a", "b")]


def test_the_source_s_contradiction_is_told():
    said = [claim("a", 10), claim("b", 7, part_of="a", **FIGHTERS), claim("c", 6, part_of="a", **CIVILIANS)]
    (excess,) = toll(reckon(said), "killed").excesses
    assert (excess.whole.id, sorted(one.id for one in excess.claims), excess.total) == ("a", ["b", "c"], 13)


def test_parts_of_one_whole_and_counts_of_one_sentence_are_never_taken_as_separate():
    parts = [claim("a", 10), claim("b", 8, part_of="a", **CIVILIANS), claim("c", 4, part_of="a", **CHILDREN)]
    assert toll(reckon(parts), "killed", separate=True).low == 10
    told = [claim("a", 41, sentence=1), claim("b", 9, sentence=1), claim("c", 5, source="guard", sentence=1)]
    assert toll(reckon(told), "killed", separate=True).low == 46


def test_on_a_day_only_what_was_known_counts():
    told = [claim("a", 52, THU, **T), claim("b", 41, FRI, corrects=("a",), **T), claim("c", 9, published_on=SAT)]
    assert [toll(reckon(told, on=day), "killed").low for day in (WED, THU, FRI, SAT)] == [None, 52, 41, 41]


def test_a_hundred_events_are_added_without_a_search():
    told = [claim(f"c{n}", 1, event=f"e{n}") for n in range(100)]
    assert toll(reckon(told), "killed").low == 100
