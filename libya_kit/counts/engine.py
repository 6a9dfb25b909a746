"""From the claims of an article to what can be said: facts of every group, the toll of a measure, the findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, pairwise

from libya_kit.counts.claim import Claim, cells
from libya_kit.counts.correction import corrections, out_of_force
from libya_kit.counts.fold import fold
from libya_kit.counts.group import Group, People, contracted, grouped
from libya_kit.counts.overlap import MOST_LINKED, TooManyLinkedError, heaviest
from libya_kit.counts.parts import Excess, apart_in_a_statement, excesses
from libya_kit.counts.relations import Relations, linked, united

ClaimPair = tuple[Claim, Claim]


@dataclass(frozen=True)
class Facts:
    """What the claims of an article say, by the people they count.

    `corrections` holds each correction with what it takes back, `contradictions` each claim with another's claim
    that it calls wrong, `denials` each denial with what it denies, where that is in the article.
    """

    claims: Mapping[str, Claim]
    peoples: Mapping[str, People]
    people_of: Mapping[str, str]
    """For each claim, tally and running count: the people it counts."""
    relations: Relations
    corrections: tuple[ClaimPair, ...]
    contradictions: tuple[ClaimPair, ...]
    denials: tuple[tuple[Claim, Claim | None], ...]
    out: frozenset[str]
    """The claims that a correction took out of force."""
    wholes: Mapping[str, str]
    """For each people that is told as a part of another measure, the people it is part of."""

    def of(self, measure: str, unit: str = "people") -> list[People]:
        """Return the peoples of a measure and unit."""
        return [one for one in self.peoples.values() if (one.first.measure, one.first.unit) == (measure, unit)]

    def corrected_by(self, claim_id: str) -> Claim | None:
        """Return the claim that corrects another, or None."""
        return next((new for new, old in self.corrections if old.id == claim_id), None)

    def findings(self) -> list[tuple[Claim, ...]]:
        """Return the claims in findings, each claim in one.

        Together stand: a running count, the same people, a part with its whole, what was corrected with what took
        its place, a denial with what it denies, a rate or share with the group that it is of.
        """
        pairs = [(claim.id, other.id) for one in self.peoples.values() for claim, other in pairwise(one.claims)]
        pairs += [
            (claim.id, whole)
            for claim in self.claims.values()
            if (whole := claim.part_of) is not None and whole in self.claims
        ]
        pairs += [(new.id, old.id) for new, old in (*self.corrections, *self.contradictions)]
        pairs += [(one.id, other.id) for one, other in self.denials if other is not None]
        for name, one in self.peoples.items():
            wholes = self.relations.inside[name] - {name}
            pairs += [(one.first.id, self.peoples[whole].first.id) for whole in wholes]
        top = united([*pairs, *((name, name) for name in self.claims)])
        members: dict[str, list[Claim]] = {}
        for name in sorted(self.claims, key=lambda name: (*self.claims[name].moment, name)):
            members.setdefault(top[name], []).append(self.claims[name])
        return [tuple(some) for some in members.values()]


def reckon(claims: Iterable[Claim], pairs: Iterable[tuple[str, str, str]] = (), on: date | None = None) -> Facts:
    """Return what the claims of an article say, by the people they count.

    Parameters
    ----------
    claims
        The claims, in any order.
    pairs
        What is known of tallies: two tallies, and whether they are ``"disjoint"``, ``"within"`` or ``"same"``. A
        claim without a tally is a tally by its own id.
    on
        Only what was known on that day counts; None: everything.

    Examples
    --------
    >>> whole = Claim("a", value=41, low=41, source="ministry")
    >>> part = Claim("b", value=9, low=9, source="ministry", age_sex=("children",), part_of="a")
    >>> toll(reckon([whole, part]), "killed").low
    41
    """
    known = [claim for claim in claims if on is None or claim.known_from is None or claim.known_from <= on]
    known.sort(key=lambda claim: claim.id)
    by_id = {claim.id: claim for claim in known}
    valid, foreign = corrections(known)
    members = grouped(known, valid)
    out = out_of_force(members, valid)
    groups = {
        name: Group(name, tuple(some), fold(claim for claim in some if claim.id not in out))
        for name, some in members.items()
    }
    named = _names(groups)
    given = [(one, other, how) for one, other, how in pairs if one in named and other in named]
    same = [(a, b) for one, other, how in given if how == "same" for a in named[one] for b in named[other]]
    peoples, people_of = contracted(groups, same)
    people_of |= {name: people_of[some[0]] for name, some in named.items()}
    people_of |= {claim.id: people_of[group.name] for group in groups.values() for claim in group.claims}
    within, wholes = _within(known, peoples, people_of, given, named)
    disjoint = [(people_of[one], people_of[other]) for one, other, how in given if how == "disjoint"]
    events = {name: min(one.events) for name, one in peoples.items() if len(one.events) == 1}
    apart = [*disjoint, *apart_in_a_statement(peoples, within)]
    relations = Relations(peoples, within, [pair for pair in apart if pair[0] != pair[1]], events)
    denials = tuple((claim, by_id.get(claim.about or "")) for claim in known if claim.assertion == "denies")
    return Facts(by_id, peoples, people_of, relations, tuple(valid), tuple(foreign), denials, frozenset(out), wholes)


def _names(groups: Mapping[str, Group]) -> dict[str, list[str]]:
    """Return the running counts that a tally, or a claim that is its own, has."""
    named: dict[str, list[str]] = {}
    for name, group in groups.items():
        for claim in group.claims:
            tally = claim.tally if claim.tally is not None else claim.id
            if name not in named.setdefault(tally, []):
                named[tally].append(name)
    return {tally: sorted(names, key=lambda name: (name != tally, name)) for tally, names in named.items()}


def _within(
    claims: Iterable[Claim],
    peoples: Mapping[str, People],
    people_of: Mapping[str, str],
    pairs: Iterable[tuple[str, str, str]],
    named: Mapping[str, list[str]],
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return which people lie within which of one measure, and those that are part of another measure's."""
    given = [
        (people_of[part], people_of[named[other][0]])
        for one, other, how in pairs
        if how == "within"
        for part in named[one]
    ]
    given += [
        (people_of[claim.id], people_of[claim.part_of])
        for claim in claims
        if claim.part_of is not None and claim.part_of in people_of and claim.assertion != "denies"
    ]
    for names in named.values():  # of one tally those of some people lie within that of all
        whole = peoples[people_of[names[0]]]
        given += [
            (people_of[name], whole.name) for name in names[1:] if whole.first.people == ("unspecified", (), None)
        ]
    within, others = [], {}
    for part, whole_name in dict.fromkeys(given):
        if part == whole_name:
            continue
        if _unit(peoples[part]) == _unit(peoples[whole_name]):
            within.append((part, whole_name))
        else:
            others[part] = whole_name
    return within, others


def _unit(people: People) -> tuple[str, str]:
    return people.first.measure, people.first.unit


# The toll of a measure


@dataclass(frozen=True)
class Asked:
    """Of whom the toll is asked: populations, and age and sex; None: of everybody."""

    populations: tuple[str, ...] | None = None
    age_sex: tuple[str, ...] | None = None

    def holds(self, claim: Claim) -> bool:
        """Return whether everybody whom a claim counts is among those asked for."""
        if self.populations is not None and claim.population not in self.populations:
            return False
        if self.age_sex is None:
            return True
        return bool(claim.age_sex) and cells(claim.age_sex) <= cells(self.age_sex)

    def is_all(self, claim: Claim) -> bool:
        """Return whether a claim counts all who are asked for, not some of them."""
        population = ("unspecified",) if self.populations is None else self.populations[:1]
        age_sex = () if self.age_sex is None else self.age_sex
        return claim.population in population and set(claim.age_sex) == set(age_sex) and claim.victims is None


@dataclass(frozen=True)
class Toll:
    """What the counts of a measure come to.

    `chosen` are the peoples whose floors are added, `low` their sum, `high` the limit of the only one chosen where
    its own running count has one; `some` says that no count of all is among them.
    """

    measure: str
    peoples: Mapping[str, People]
    chosen: tuple[str, ...]
    limit: Claim | None
    assumed: frozenset[frozenset[str]]
    excesses: tuple[Excess, ...]
    some: bool = False
    too_many: int = 0
    floors: Mapping[str, Claim] = field(default_factory=dict)

    @property
    def low(self) -> int | None:
        """The least number; None where no count gives one."""
        return sum(self.floors[name].low or 0 for name in self.chosen) if self.chosen else None

    @property
    def high(self) -> int | None:
        """The most; None: open or unknown."""
        return None if self.limit is None else self.limit.high

    @property
    def scenario(self) -> bool:
        """Whether the sum rests on an assumption that the article does not make."""
        return any(frozenset(pair) in self.assumed for pair in combinations(self.chosen, 2))


def toll(
    facts: Facts,
    measure: str,
    asked: Asked | None = None,
    separate: bool | Collection[tuple[str, str]] = False,
    unit: str = "people",
) -> Toll:
    """Return what the counts of a measure come to.

    The largest sum of counts that are known to share nobody. A count of some people is neither the floor nor the
    limit of all where a count of all gives a floor, and a party's count of its enemy's dead only where nothing else
    does. `separate` is a scenario: counts of unknown overlap are taken to share nobody, all of them or the pairs that
    it names; never parts of one whole, nor counts of one source in one sentence.
    """
    asked = asked or Asked()
    rows = {one.name: one for one in facts.of(measure, unit) if asked.holds(one.first)}
    exceeded = tuple(excesses(facts.peoples, facts.relations, [one.name for one in facts.of(measure, unit)]))
    void = {name for excess in exceeded if excess.name in rows for name in facts.relations.holds[excess.name]}
    void -= {excess.name for excess in exceeded}
    floors = {name: one.floor for name, one in rows.items() if one.floor is not None and name not in void}
    one_place = _one_place(rows)
    whole = {name for name in floors if asked.is_all(rows[name].first) and name not in one_place}
    floors = {name: claim for name, claim in floors.items() if claim.low or name in whole}
    result = Toll(measure, rows, (), None, frozenset(), exceeded, floors=floors)
    try:
        near, assumed = _near(facts, floors, separate)
        chosen = _chosen(facts.relations, floors, near, whole, asked_to_add=bool(separate))
    except TooManyLinkedError as problem:
        return replace(result, too_many=problem.count)
    limit = _limit(rows, chosen, whole, one_place, asked)
    return replace(result, chosen=chosen, assumed=assumed, limit=limit, some=bool(chosen) and not whole & set(chosen))


def _one_place(rows: Mapping[str, People]) -> set[str]:
    """Return the peoples counted in one place of several."""
    places = {name: claim.place for name, one in rows.items() if (claim := one.floor or one.first).place}
    heads = set(places.values())
    return {name for name, place in places.items() if any(place[0] not in other for other in heads)}


def _near(
    facts: Facts, floors: Mapping[str, Claim], separate: bool | Collection[tuple[str, str]]
) -> tuple[dict[str, set[str]], frozenset[frozenset[str]]]:
    """Return for each people those that share nobody with it, and the pairs that do so by assumption only."""
    relations = facts.relations
    near = relations.disjoint(floors)
    never = {name for name, claim in floors.items() if claim.amount == "change"}
    assumed: set[frozenset[str]] = set()
    if separate is True:
        for one, other in combinations([name for name in floors if name not in never], 2):
            if other not in near[one] and _may_be_separate(relations, floors, one, other):
                assumed.add(frozenset((one, other)))
    elif separate:
        named = relations.apart((facts.people_of[one], facts.people_of[other]) for one, other in separate)
        known = {pair for pair in named if pair <= floors.keys() and not pair & never}
        assumed |= {pair for pair in known if max(pair) not in near[min(pair)]}
    for one, other in (tuple(pair) for pair in assumed):
        near[one].add(other)
        near[other].add(one)
    for name in never:
        for other in near.pop(name):
            near.get(other, set()).discard(name)
        near[name] = set()
    _refuse_too_many(near, relations)
    return near, frozenset(assumed)


def _may_be_separate(relations: Relations, floors: Mapping[str, Claim], one: str, other: str) -> bool:
    """Return whether two counts of unknown overlap may be taken as separate, unless somebody says so."""
    first, second = floors[one], floors[other]
    one_sentence = first.sentence is not None and first.sentence == second.sentence
    if one_sentence and first.source == second.source and first.tally is None and second.tally is None:
        return False
    return not relations.share(one, other) and not relations.are_parts(one, other)


def _refuse_too_many(near: Mapping[str, set[str]], relations: Relations) -> None:
    """Refuse more groups linked by pairs than are searched; those of different events are added without a search."""
    if len(near) <= MOST_LINKED:
        return
    told = {name: {other for other in others if not relations.by_event(name, other)} for name, others in near.items()}
    largest = max(map(len, linked(near, told)), default=0)
    if largest > MOST_LINKED:
        raise TooManyLinkedError(largest)


def _chosen(
    relations: Relations,
    floors: Mapping[str, Claim],
    near: Mapping[str, set[str]],
    whole: set[str],
    *,
    asked_to_add: bool,
) -> tuple[str, ...]:
    """Return the peoples whose floors are added."""
    weights = {name: claim.low or 0 for name, claim in floors.items()}
    enemies = {name for name, claim in floors.items() if claim.standing == "enemy_dead"}
    others = {name: weight for name, weight in weights.items() if name not in enemies}
    if not asked_to_add and any(others.values()):
        weights = others
    chosen = heaviest(weights, near) if weights else ()
    of_all = {name for name in whole if weights.get(name) and name not in enemies}
    inside = {name for name in weights if relations.inside[name] & of_all}
    if not inside or inside & set(chosen):
        return chosen
    best: tuple[str, ...] = ()
    for name in sorted(inside):
        beside = {other: weights[other] for other in near[name] if weights.get(other)}
        found = (name, *heaviest(beside, near)) if beside else (name,)
        if sum(weights[one] for one in found) > sum(weights[one] for one in best):
            best = found
    return tuple(name for name in weights if name in best)


def _limit(
    rows: Mapping[str, People], chosen: tuple[str, ...], whole: set[str], one_place: set[str], asked: Asked
) -> Claim | None:
    """Return the limit that stands beside the floor: its own running count's, or that of the only count of all."""
    if len(chosen) == 1:
        return rows[chosen[0]].limit if chosen[0] in whole else None
    if chosen:
        return None
    counted = [one for one in rows.values() if any(claim.is_statement for claim in one.claims)]
    if len(counted) == 1 and asked.is_all(counted[0].first) and counted[0].name not in one_place:
        return counted[0].limit
    return None
