"""From whole itineraries to people: nobody lost, nobody twice, nobody moved without need, the longest wait first."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from planner.clocks import party_clocks
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.people import Party, Person
from planner.domain.plan import Measure, PersonPlan, Plan, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.transport import DayResources, Leg
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.clocks.people import READY, at, departure, instance, man
from tests.instances import random_instance

SEEDS = range(8)


def plan_of(whole: Instance) -> Plan:
    clocks = party_clocks(whole)
    return decode(whole, clocks, solve(whole, clocks, 600.0, lambda _what, _share: None))


@cache
def example(seed: int) -> tuple[Instance, Plan]:
    whole = random_instance(seed, parties=8, days=5)
    return whole, plan_of(whole)


def by_night(person: PersonPlan) -> list[Stay]:
    return [stay for stay in person.stays for _ in range(stay.first_night, stay.last_night + 1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_person_once_and_every_night_once(seed: int) -> None:
    whole, plan = example(seed)
    everyone = sorted(person.person_id for party in whole.parties for person in party.people)
    assert [person.person_id for person in plan.people] == everyone
    for person in plan.people:
        nights = [night for stay in person.stays for night in range(stay.first_night, stay.last_night + 1)]
        assert nights == list(range(whole.horizon.num_days))


@pytest.mark.parametrize("seed", SEEDS)
def test_stays_say_what_they_are(seed: int) -> None:
    whole, plan = example(seed)
    units = {unit.unit_id: unit.site_id for site in whole.sites for unit in site.units}
    entry = {party.party_id: whole.horizon.day_of(party.expected_on) if party.expected_on else 0 for party in whole.parties}
    for person in plan.people:
        for before, stay in zip((None, *person.stays), person.stays, strict=False):
            has_bed = stay.status not in {Status.EXPECTED, Status.UNPLACED, Status.TRANSFERRED}
            assert (stay.unit_id is not None) == has_bed
            assert stay.unit_id is None or units[stay.unit_id] == stay.site_id
            assert (stay.departure_id is not None) == (stay.status is Status.TRANSFERRED)
            assert (stay.status is Status.EXPECTED) == (stay.last_night < entry[person.party_id])
            assert before is None or before != replace(stay, first_night=before.first_night, last_night=before.last_night)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_party_is_at_one_site_or_on_one_departure(seed: int) -> None:
    whole, plan = example(seed)
    stays = {person.person_id: by_night(person) for person in plan.people}
    for party in whole.parties:
        for night in range(whole.horizon.num_days):
            here = {(stay.status, stay.site_id, stay.departure_id) for stay in (stays[person.person_id][night] for person in party.people)}
            assert len(here) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_people_add_up_to_the_counts(seed: int) -> None:
    """So nobody moved who could stay: moves are counted by class, and by person here."""
    whole, plan = example(seed)
    people = {person.person_id: person for party in whole.parties for person in party.people}
    nights = Counter(stay.status for person in plan.people for stay in by_night(person))
    boarded = [stay for person in plan.people for stay in person.stays if stay.status is Status.TRANSFERRED]
    counted = {result.measure: result.value for result in plan.measures}
    assert nights[Status.UNPLACED] == counted[Measure.UNPLACED_NIGHTS]
    assert nights[Status.DETAINED] == counted[Measure.DETENTION_NIGHTS]
    assert len(boarded) == counted[Measure.TRANSFERS]
    assert sum(moves(person, people[person.person_id]) for person in plan.people) == counted[Measure.PERSON_MOVES]


def moves(person: PersonPlan, record: Person) -> int:
    """Nights a person spends elsewhere than the night before, or than at the start."""
    places = [(stay.site_id, stay.unit_id) for stay in by_night(person) if stay.status not in {Status.EXPECTED, Status.TRANSFERRED}]
    return sum(a != b for a, b in zip([(record.site_id, record.unit_id), *places], places, strict=False))


@pytest.mark.parametrize("seed", SEEDS)
def test_steps_are_those_a_person_lacks_on_one_day_a_party(seed: int) -> None:
    whole, plan = example(seed)
    people = {person.person_id: person.case for party in whole.parties for person in party.people}
    days: dict[tuple[PartyId, StaffedStep], set[int]] = {}
    for person in plan.people:
        case = people[person.person_id]
        done = {
            StaffedStep.SCREENING: case.screened_on,
            StaffedStep.DECISION: case.decided_on,
            StaffedStep.NOTICE: case.notice_served_on,
        }
        for step in person.steps:
            assert done[step.step] is None
            days.setdefault((person.party_id, step.step), set()).add(step.day)
        taken = {step.step for step in person.steps} | {step for step, when in done.items() if when}
        if person.stays[-1].status is Status.TRANSFERRED:
            assert taken == set(StaffedStep)
    assert all(len(when) == 1 for when in days.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_not_transferred_or_has_no_bed_is_told_why(seed: int) -> None:
    _, plan = example(seed)
    for person in plan.people:
        statuses = {stay.status for stay in person.stays}
        assert bool(person.reason) == bool(person.reason_code)
        assert bool(person.reason) == (Status.UNPLACED in statuses or Status.TRANSFERRED not in statuses)


def queue(*people: Person, seats: int) -> Instance:
    """People alone at one place, and one departure today."""
    one = instance(man(), nights=3, departures=(replace(departure(1, "2026-08-10 15:00"), seats=seats),))
    road = {(one.sites[0].site_id, one.departures[0].place_id): Leg(60, 50.0)}
    held = (replace(person, detained_since=person.landed_at) for person in people)
    return replace(
        one,
        parties=tuple(Party(PartyId(person.person_id), (person,)) for person in held),
        resources=(DayResources(9, 9, 9, 9),) * 3,
        travel=road,  # type: ignore[arg-type]
    )


def transferred(plan: Plan) -> list[str]:
    return [person.person_id for person in plan.people if person.stays[-1].status is Status.TRANSFERRED]


def test_inside_a_cohort_the_longest_wait_goes_first_then_the_id() -> None:
    late, early = at("2026-07-25 09:00"), at("2026-07-25 03:00")
    people = [man(number, landed_at=landed, authority_from=late) for number, landed in ((1, late), (2, early), (3, late), (4, early))]
    assert transferred(plan_of(queue(*people, seats=1))) == ["P-02"]
    assert transferred(plan_of(queue(*people, seats=2))) == ["P-02", "P-04"]
    assert transferred(plan_of(queue(*people, seats=3))) == ["P-01", "P-02", "P-04"]
    assert transferred(plan_of(queue(*people, seats=4))) == ["P-01", "P-02", "P-03", "P-04"]


def test_between_cohorts_the_longest_wait_goes_first_whoever_they_are() -> None:
    old = man(9, landed_at=at("2026-07-20 06:00"))
    people = [man(1), man(2), old]
    assert transferred(plan_of(queue(*people, seats=1))) == ["P-09"]


def test_then_the_earliest_deadline() -> None:
    soon = man(9, authority_until=at("2026-08-30 12:00"), case=READY)
    assert transferred(plan_of(queue(man(1), man(2), soon, seats=1))) == ["P-09"]


def test_members_of_a_kind_keep_their_units() -> None:
    """Two men in two units of one site: neither is moved, whichever comes first in the party."""
    one = instance(man(), nights=3)
    site = one.sites[0]
    unit = site.units[0]
    other = replace(unit, unit_id="HERE-2", beds=(1, 1, 1))
    members = tuple(replace(man(number), unit_id=name, detained_since=man().landed_at) for number, name in ((1, "HERE-2"), (2, "HERE-1")))  # type: ignore[arg-type]
    whole = replace(
        one, sites=(replace(site, units=(replace(unit, beds=(1, 1, 1)), other)),), parties=(Party(PartyId("G"), members),), travel={}
    )
    plan = plan_of(whole)
    assert [[stay.unit_id for stay in person.stays] for person in plan.people] == [["HERE-2"], ["HERE-1"]]
