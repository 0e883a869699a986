"""Reserves of random mornings: the fewest in the planner's order, where they are, under the same rules, and the plan untouched."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from planner.attrition.candidates import candidates
from planner.attrition.choose import SeatFill, choose_reserves
from planner.clocks import PartyClock, party_clocks
from planner.domain.attrition import Attrition, ReserveRules
from planner.domain.ids import LockId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Answer, CaseRecord, Decision, Person
from planner.domain.plan import Plan, Status
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.instances import random_instance

SEEDS = range(60)
NOTHING = ReserveRules(empty_seats_allowed=0, chance=0.0, duties=9)
"""As many reserves as there may be."""


def morning(seed: int, reserves: ReserveRules = NOTHING) -> tuple[Instance, tuple[PartyClock, ...], Plan]:
    made = random_instance(seed, parties=30, days=9, tightness=1.2, alike=0.6)
    rules = replace(made.rules, reserves=reserves, attrition=Attrition(0.4, 0.25, 0.0), notice_working_days=1)
    told = tuple(replace(party, people=tuple(map(_told, party.people))) for party in made.parties)
    instance = replace(made, rules=rules, parties=told)
    clocks = party_clocks(instance)
    return instance, clocks, decode(instance, clocks, solve(instance, clocks, 0.0, lambda _what, _share: None))


def _told(person: Person) -> Person:
    """Whoever is detained has had notice: few others could be a reserve."""
    if person.detained_since is None:
        return person
    landed = person.landed_at.date()
    case = CaseRecord(landed, landed, Decision.INADMISSIBLE, landed, landed, Answer.ACCEPTED, landed)
    return replace(person, case=case)


@pytest.fixture(scope="module")
def mornings() -> list[tuple[Instance, Plan, tuple[SeatFill, ...]]]:
    found = [(instance, plan, choose_reserves(instance, clocks, plan)) for instance, clocks, plan in map(morning, SEEDS)]
    assert sum(len(fill.reserves) for _, _, fills in found for fill in fills) >= 40, "mornings on which something can be seen"
    return found


def test_reserves_stay_in_one_place_of_detention_that_night_and_the_night_before(
    mornings: list[tuple[Instance, Plan, tuple[SeatFill, ...]]],
) -> None:
    for instance, plan, fills in mornings:
        people = {person.person_id: person for person in plan.people}
        for fill in fills:
            day = instance.horizon.day_of(fill.departure.departs_at.date())
            for reserve in fill.reserves:
                for member in reserve.party.people:
                    stays = people[member.person_id].stays
                    there = {
                        night
                        for stay in stays
                        if stay.site_id == reserve.site_id and stay.status is Status.DETAINED
                        for night in range(stay.first_night, stay.last_night + 1)
                    }
                    assert day in there
                    assert day - 1 in there or (day == 0 and member.site_id == reserve.site_id)


def test_reserves_are_asked_by_wait_then_deadline_then_id_and_are_no_more_than_needed(
    mornings: list[tuple[Instance, Plan, tuple[SeatFill, ...]]],
) -> None:
    for instance, plan, fills in mornings:
        order = {item.party.party_id: item.order for item in candidates(instance, party_clocks(instance), plan)}
        for fill in fills:
            for one, other in pairwise(fill.reserves):
                assert order[one.party.party_id] < order[other.party.party_id]
            assert fill.filled.chance <= fill.alone.chance
            assert fill.is_enough is (fill.filled.chance <= instance.rules.reserves.chance + 1e-9)


def test_the_chance_set_is_kept_with_the_fewest_and_no_reserves_are_held_where_none_are_wanted() -> None:
    for seed in SEEDS:
        instance, clocks, plan = morning(seed)
        most = choose_reserves(instance, clocks, plan)
        if not any(fill.reserves for fill in most):
            continue
        target = max(fill.filled.chance for fill in most if fill.reserves)
        rules = replace(instance.rules, reserves=ReserveRules(0, target, 9))
        fewer = choose_reserves(replace(instance, rules=rules), clocks, plan)
        assert all(len(some.reserves) <= len(all_of.reserves) for some, all_of in zip(fewer, most, strict=True))
        none = choose_reserves(replace(instance, rules=replace(rules, reserves=ReserveRules(0, 0.0, 0))), clocks, plan)
        assert not any(fill.reserves for fill in none)
        return
    pytest.fail("no morning with a reserve")


def test_a_lock_against_the_departure_and_keeping_apart_take_a_reserve_away(
    mornings: list[tuple[Instance, Plan, tuple[SeatFill, ...]]],
) -> None:
    instance, plan, fills = next(found for found in mornings if any(fill.reserves for fill in found[2]))
    fill = next(fill for fill in fills if fill.reserves)
    reserve = fill.reserves[0].party
    lock = Lock(LockId("X"), reserve.party_id, LockKind.NOT_DEPARTURE, fill.departure.departure_id, None, None)
    aboard = next(person.person_id for person in plan.people for stay in person.stays if stay.departure_id == fill.departure.departure_id)
    pair = tuple(sorted((reserve.people[0].person_id, aboard)))
    for changed in (
        replace(instance, locks=(*instance.locks, lock)),
        replace(instance, keep_apart=(*instance.keep_apart, (pair[0], pair[1]))),
    ):
        again = choose_reserves(changed, party_clocks(changed), plan)
        kept = next(each for each in again if each.departure == fill.departure)
        assert reserve.party_id not in {each.party.party_id for each in kept.reserves}


def test_nobody_is_a_reserve_twice_a_day_or_more_often_than_set(mornings: list[tuple[Instance, Plan, tuple[SeatFill, ...]]]) -> None:
    for instance, plan, _ in mornings:
        once = replace(instance, rules=replace(instance.rules, reserves=ReserveRules(0, 0.0, 1)))
        named = [reserve.party.party_id for fill in choose_reserves(once, party_clocks(once), plan) for reserve in fill.reserves]
        assert len(named) == len(set(named))


def test_the_verifier_finds_nothing_on_any_of_them(mornings: list[tuple[Instance, Plan, tuple[SeatFill, ...]]], tmp_path: Path) -> None:
    from planner.attrition.tables import reserve_tables
    from planner.plan.tables import write_csv
    from planner.verify.checks.reserves import check_reserves
    from planner.verify.findings import Findings
    from planner.verify.itineraries import judge_itineraries

    for instance, plan, fills in mornings:
        for name, table in reserve_tables(fills).items():
            write_csv(table, tmp_path / f"{name}.csv")
        book, outlooks = judge_itineraries(instance, plan, Findings())
        findings = Findings()
        check_reserves(book, outlooks, tmp_path, findings)
        assert findings.verification({}).violations == ()
