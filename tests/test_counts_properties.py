"""What holds of the engine for any claims: random series, parts, corrections and sources."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from libya_kit.counts import Claim, reckon, toll

NAMES = [f"c{number}" for number in range(7)]
QUALIFIERS = ("exact", "at_least", "at_most", "estimated", "not_given")


@st.composite
def series(draw):
    """Return claims of up to seven, some parts, corrections, denials of others, and pairs of tallies."""
    claims = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        qualifier, value = draw(st.sampled_from(QUALIFIERS)), draw(st.integers(0, 60))
        others = [claim.id for claim in claims]
        day = draw(st.none() | st.integers(8, 12))
        claims.append(
            Claim(
                name,
                draw(st.sampled_from(["killed", "killed", "killed", "wounded"])),
                qualifier,
                value=None if qualifier == "not_given" else value,
                low={"exact": value, "at_least": value, "at_most": 0}.get(qualifier),
                high=value if qualifier in ("exact", "at_most") else None,
                amount=draw(st.sampled_from(["count"] * 6 + ["rate", "share", "change", "forecast"])),
                source=draw(st.sampled_from(["ministry", "guard", "un"])),
                assertion=draw(st.sampled_from(["says"] * 6 + ["denies"])),
                certainty=draw(st.sampled_from(["reported"] * 6 + ["feared"])),
                population=draw(st.sampled_from(["unspecified", "unspecified", "civilian", "combatant"])),
                age_sex=draw(st.sampled_from([(), (), ("women",), ("children",)])),
                victims=draw(st.sampled_from([None, None, None, "guard"])),
                event=draw(st.sampled_from([None, None, "e", "f"])),
                tally=draw(st.sampled_from([None, "s", "t", "u"])),
                part_of=draw(st.sampled_from([None, None, *others])),
                corrects=draw(st.sampled_from([(), (), *((other,) for other in others)])),
                reported_on=None if day is None else date(2034, 5, day),
                published_on=date(2034, 5, 12),
            )
        )
    relation = st.sampled_from([None, "disjoint", "within", "same"])
    known = [("s", "t", draw(relation)), ("t", "u", draw(relation))]
    return claims, [pair for pair in known if pair[2] is not None]


SERIES = settings(max_examples=60, deadline=None)


@SERIES
@given(series(), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(told, chance):
    claims, pairs = told
    shuffled = chance.sample(claims, len(claims))
    for measure in ("killed", "wounded"):
        for separate in (False, True):
            one, other = (toll(reckon(rows, pairs), measure, separate=separate) for rows in (claims, shuffled))
            assert (one.low, one.high, one.chosen) == (other.low, other.high, other.chosen)


@SERIES
@given(series())
def test_every_claim_is_in_one_finding(told):
    claims, pairs = told
    names = [claim.id for finding in reckon(claims, pairs).findings() for claim in finding]
    assert sorted(names) == sorted(claim.id for claim in claims)


@SERIES
@given(series(), st.booleans())
def test_each_floor_is_a_figure_in_force_that_its_source_said(told, separate):
    claims, pairs = told
    facts = reckon(claims, pairs)
    found = toll(facts, "killed", separate=separate)
    for name in found.chosen:
        claim = found.floors[name]
        assert claim.amount in ("count", "change") and claim.assertion == "says" and claim.certainty != "feared"
        assert claim.id not in facts.out and claim.measure == "killed" and claim.low is not None
        assert claim.qualifier in ("exact", "at_least", "range")
    if found.high is not None:
        owners = [one for one in facts.peoples.values() if found.limit in one.claims]
        assert [one.name for one in owners] == [*found.chosen] or not found.chosen


@SERIES
@given(series(), st.booleans())
def test_nothing_is_added_to_what_it_may_share_people_with(told, separate):
    claims, pairs = told
    facts = reckon(claims, pairs)
    chosen = toll(facts, "killed", separate=separate).chosen
    near = facts.relations.disjoint(facts.peoples)
    for at, one in enumerate(chosen):
        for other in chosen[at + 1 :]:
            assert not facts.relations.share(one, other)
            assert other in near[one] or (separate and not facts.relations.are_parts(one, other))


@SERIES
@given(series())
def test_what_is_no_count_raises_no_floor(told):
    claims, pairs = told
    facts = reckon(claims, pairs)
    before = toll(facts, "killed").low
    for added in (
        {"amount": "rate"},
        {"amount": "share"},
        {"amount": "forecast"},
        {"assertion": "denies"},
        {"certainty": "feared"},
        {"qualifier": "estimated", "low": None},
    ):
        more = Claim("z", **{"value": 999, "low": 999, "source": "other", **added})
        assert toll(reckon([*claims, more], pairs), "killed").low == before
    for name in facts.out:
        assert name not in {claim.id for claim in toll(facts, "killed").floors.values()}


@SERIES
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(8, 20)), min_size=1, max_size=6, unique_by=lambda p: p[1]))
def test_of_exact_counts_of_one_tally_the_last_is_in_force(figures):
    told = [
        Claim(f"c{at}", value=value, low=value, high=value, tally="t", reported_on=date(2034, 5, day))
        for at, (value, day) in enumerate(figures)
    ]
    assert toll(reckon(told), "killed").low == max(figures, key=lambda figure: figure[1])[0]
