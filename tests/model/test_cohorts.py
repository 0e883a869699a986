"""Parties alike in every rule are one cohort, whoever they are and in whatever order they come."""

import random
from dataclasses import replace
from typing import Any

import pytest

from planner.clocks import party_clocks
from planner.domain.ids import LockId, PartyId, SiteId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import AgeBand, Known, Party, Person, Sex
from planner.model.cohorts import Cohort, build_cohorts
from tests.clocks.people import MONDAY, at, instance, man
from tests.instances import random_instance


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
]


@pytest.mark.parametrize("changes", [row[1] for row in APART], ids=[row[0] for row in APART])
def test_what_a_rule_looks_at_does(changes: dict[str, Any]) -> None:
    assert [cohort.count for cohort in cohorts(crowd(man(1), man(2, **changes)))] == [1, 1]


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
