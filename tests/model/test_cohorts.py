"""Parties alike in every rule are one cohort, whoever they are and in whatever order they come."""

import random
from collections.abc import Hashable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from planner.clocks import PartyClock, party_clocks
from planner.domain.ids import LockId, PartyId, PersonId, PlaceId, SiteId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import AgeBand, Known, Party, Person, Sex
from planner.domain.plan import TIER_OF
from planner.domain.transport import Leg
from planner.model.cohorts import Cohort, build_cohorts
from tests.clocks.people import MONDAY, READY, at, bar, day, departure, instance, man
from tests.instances import random_instance
from tests.model.plain import NONE, Walker

LEAVING = (departure(1, "2026-08-13 15:00"),)
ROAD = {(PlaceId("HERE"), PlaceId("LHR")): Leg(60, 50.0)}


def crowd(*people: Person, **changes: Any) -> Instance:
    """People alone, in one plan."""
    alone = tuple(Party(PartyId(person.person_id), (person,)) for person in people)
    return replace(instance(man()), parties=alone, **changes)


def cohorts(whole: Instance) -> tuple[Cohort, ...]:
    return build_cohorts(whole, party_clocks(whole))


def test_people_alike_are_one_cohort() -> None:
    (only,) = cohorts(crowd(man(3), man(1), man(2)))
    assert (only.count, only.size, only.parties) == (3, 1, ("P-01", "P-02", "P-03"))


ALIKE = [
    ("an age of the same kind", {"age_band": AgeBand.AGE_40_64}),
    ("a bar that is over", {"bars": (bar("rule_35", "2026-08-01", "2026-08-08"),)}),
    ("a minute of arrival where no limit runs", {"arrived_at": at("2026-07-25 06:30")}),
    ("a level of risk below the one that blocks", {"adults_at_risk": 1}),
    ("a boat", {"incident_id": "INC-7"}),
    ("recorded as unaccompanied, an adult", {"unaccompanied": Known.YES}),
    ("a minute of landing on the same date", {"landed_at": at("2026-07-25 06:01")}),
    ("an authority that ends later, past all that matters", {"authority_until": at("2028-01-31 12:00")}),
]


@pytest.mark.parametrize("changes", [row[1] for row in ALIKE], ids=[row[0] for row in ALIKE])
def test_what_no_rule_looks_at_tells_nobody_apart(changes: dict[str, Any]) -> None:
    assert [cohort.count for cohort in cohorts(crowd(man(1), man(2, **changes)))] == [2]


APART = [
    ("sex, which decides the unit", {"sex": Sex.FEMALE}),
    ("a care need", {"care_needs": frozenset({"maternity"})}),
    ("a longer wait", {"landed_at": at("2026-07-24 06:00")}),
    ("an authority that ends inside the plan", {"authority_until": at("2026-08-13 08:00")}),
    ("a unit", {"unit_id": None}),
    ("a bar", {"bars": (bar("nrm_pending", "2026-08-01", "2026-08-13"),)}),
    ("an age that is disputed", {"age_disputed": Known.YES}),
    ("a case step to come", {"case": replace(READY, notice_served_on=None)}),
    ("a notice served later", {"case": replace(READY, notice_served_on=day("2026-08-07"))}),
]


@pytest.mark.parametrize("changes", [row[1] for row in APART], ids=[row[0] for row in APART])
def test_what_a_rule_looks_at_does(changes: dict[str, Any]) -> None:
    assert [cohort.count for cohort in cohorts(crowd(man(1), man(2, **changes), departures=LEAVING, travel=ROAD))] == [1, 1]


def test_without_a_departure_the_wait_and_the_notice_tell_nobody_apart() -> None:
    """Nobody can leave: the order is no choice, and neither are steps that holding does not ask for."""
    waited, served = {"landed_at": at("2026-07-24 06:00")}, {"case": replace(READY, notice_served_on=day("2026-08-07"))}
    alone = {"authority_from": None, "authority_until": None}
    assert [cohort.count for cohort in cohorts(crowd(man(1), man(2, **waited)))] == [2]
    assert [cohort.count for cohort in cohorts(crowd(man(1, **alone), man(2, **alone, **served)))] == [2]


def test_within_a_stay_limit_the_hour_of_arrival_tells_apart_when_it_is_a_night() -> None:
    early, late = man(1), man(2, arrived_at=at("2026-08-09 12:00"))
    limited = crowd(early, late)
    limited = replace(limited, sites=tuple(replace(site, stay_limit_hours=96) for site in limited.sites))
    assert [cohort.count for cohort in cohorts(limited)] == [1, 1]
    sooner = replace(
        limited,
        parties=(
            Party(PartyId("P-01"), (replace(late, person_id=PersonId("P-01"), arrived_at=at("2026-08-09 11:00")),)),
            limited.parties[1],
        ),
    )
    assert [cohort.count for cohort in cohorts(sooner)] == [2]


def test_parties_of_the_same_kind_of_people_are_alike_whatever_their_order() -> None:
    lame = frozenset({"step_free"})
    whole = crowd(man(1))
    pairs = [(man(1, care_needs=lame), man(2)), (man(3), man(4, care_needs=lame)), (man(5), man(6))]
    groups = tuple(Party(PartyId(f"G-{number}"), pair) for number, pair in enumerate(pairs))
    assert [cohort.parties for cohort in cohorts(replace(whole, parties=groups))] == [("G-0", "G-1"), ("G-2",)]


def changed_a_little(whole: Instance, rng: random.Random) -> Instance:
    """Every second person in one fact, which may matter or not."""

    def changed(person: Person) -> Person:
        facts: dict[str, list[Any]] = {
            "sex": list(Sex),
            "age_band": [AgeBand.AGE_25_39, AgeBand.AGE_40_64, AgeBand.AGE_65_PLUS],
            "landed_at": [person.landed_at - timedelta(minutes=minutes) for minutes in (1, 600)],
            "arrived_at": [person.arrived_at - timedelta(hours=hours) for hours in (1, 30)],
            "authority_until": [person.authority_until and person.authority_until + timedelta(days=days) for days in (-38, -1, 1, 50)],
            "bars": [()],
            "case": [replace(person.case, screened_on=None), replace(person.case, notice_served_on=None)],
            "care_needs": [frozenset({"step_free"})],
        }
        fact = rng.choice(sorted(facts))
        return replace(person, **{fact: rng.choice(facts[fact])}) if rng.random() < 0.5 else person

    parties = (party if party.is_expected else replace(party, people=tuple(map(changed, party.people))) for party in whole.parties)
    return replace(whole, parties=tuple(parties), keep_apart=(), yesterday=())


def all_that_may_happen(whole: Instance, party: Party, clock: PartyClock) -> Hashable:
    """Every itinerary of a party with all it uses and counts."""
    walker = Walker(whole, party, clock)
    boards = any(may and 0 <= on < walker.num_nights for may, on in zip(clock.departures, walker.days, strict=True))
    found: set[Hashable] = set()
    for way in walker.ways():
        counts = {measure: value for measure, value in walker.counts(way).items() if boards or TIER_OF.get(measure)}
        done = tuple(on for on in way.steps if on != NONE)
        found.add((way.nights, way.departure, done, tuple(counts.items()), frozenset(walker.uses(way).items())))
    return walker.start, frozenset(found)


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_possible_for_one_party_of_a_cohort_is_for_every_other(seed: int) -> None:
    whole = changed_a_little(random_instance(seed, parties=10, days=4, alike=0.8, tightness=2.0), random.Random(seed))
    party_of = {party.party_id: (party, clock) for party, clock in zip(whole.parties, party_clocks(whole), strict=True)}
    several = [cohort for cohort in cohorts(whole) if cohort.count > 1]
    assert several
    for cohort in several:
        assert len({all_that_may_happen(whole, *party_of[party_id]) for party_id in cohort.parties}) == 1, cohort.parties


def test_who_is_kept_apart_locked_or_planned_otherwise_is_alone() -> None:
    one, two, three, four = man(1), man(2), man(3), man(4)
    lock = Lock(LockId("L"), PartyId("P-03"), LockKind.SITE, "HERE", None, None)
    night = PlannedNight(four.person_id, MONDAY, SiteId("HERE"), None, None)
    whole = crowd(one, two, three, four, man(5), man(6), keep_apart=((one.person_id, two.person_id),), locks=(lock,), yesterday=(night,))
    assert [cohort.parties for cohort in cohorts(whole)] == [("P-01",), ("P-02",), ("P-03",), ("P-04",), ("P-05", "P-06")]


def test_a_change_planned_beyond_the_coming_days_tells_nobody_apart() -> None:
    late = PlannedNight(man(2).person_id, MONDAY.replace(day=13), SiteId("HERE"), None, None)
    assert [cohort.count for cohort in cohorts(crowd(man(1), man(2), yesterday=(late,)))] == [2]


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_parties_means_nothing(seed: int) -> None:
    whole = random_instance(seed, parties=30)
    shuffled = list(whole.parties)
    random.Random(seed).shuffle(shuffled)
    again = cohorts(replace(whole, parties=tuple(shuffled)))
    assert {cohort.parties for cohort in again} == {cohort.parties for cohort in cohorts(whole)}
    assert sum(cohort.count for cohort in again) == 30
