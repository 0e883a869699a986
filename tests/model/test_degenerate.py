"""Mornings with hardly anything in them still have a plan, or say in words why not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.clocks import party_clocks
from planner.domain.errors import NoPlanError
from planner.domain.ids import DepartureId, LockId, PartyId, PersonId, PlaceId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Party
from planner.domain.plan import Measure, Plan, Status
from planner.domain.sites import SiteRole
from planner.domain.transport import DayResources, Leg
from planner.model.solution import Solution
from planner.model.solve import solve
from planner.morning import _refuse_broken_locks
from planner.plan.decode import decode
from tests.clocks.people import at, departure, instance, man
from tests.instances import random_instance
from tests.model.changes import Change, locked_to
from tests.model.direct import Direct

NOTHING = DayResources(0, 0, 0, 0)


def solved(whole: Instance) -> Solution:
    return solve(whole, party_clocks(whole), 60.0, lambda _what, _share: None)


def plan_of(whole: Instance) -> Plan:
    """The plan, proven and accepted by the direct model down to each count."""
    solution = solved(whole)
    assert solution.locks_broken == 0
    assert all(result.gap == 0 for result in solution.measures)
    plan = decode(whole, party_clocks(whole), solution)
    values = {result.measure: result.value for result in plan.measures}
    assert Direct(whole, party_clocks(whole)).worth(plan) == values
    assert Direct(whole, party_clocks(whole)).optima() == values
    assert len(plan.people) == sum(party.size for party in whole.parties)
    return plan


def nobody(whole: Instance) -> Instance:
    return replace(whole, parties=(), keep_apart=(), yesterday=())


def no_sites(whole: Instance) -> Instance:
    return replace(nobody(whole), sites=(), planned_admissions=())


def nothing_on_any_day(whole: Instance) -> Instance:
    return replace(whole, resources=(NOTHING,) * whole.horizon.num_days)


def no_beds(whole: Instance) -> Instance:
    none = (0,) * whole.horizon.num_days
    return replace(whole, sites=tuple(replace(site, units=tuple(replace(unit, beds=none) for unit in site.units)) for site in whole.sites))


def no_units(whole: Instance) -> Instance:
    landed = tuple(party for party in whole.parties if all(person.unit_id is None for person in party.people))
    there = {person.person_id for party in landed for person in party.people}
    pairs = tuple(pair for pair in whole.keep_apart if set(pair) <= there)
    return replace(whole, parties=landed, keep_apart=pairs, sites=tuple(replace(site, units=()) for site in whole.sites))


def closed_doors(whole: Instance) -> Instance:
    return replace(whole, sites=tuple(replace(site, admissions_per_day=0, discharges_per_day=0) for site in whole.sites))


def nothing_anywhere(whole: Instance) -> Instance:
    return nothing_on_any_day(closed_doors(no_beds(whole)))


def no_departures(whole: Instance) -> Instance:
    return replace(whole, departures=(), yesterday=tuple(row for row in whole.yesterday if row.departure_id is None))


def no_seats(whole: Instance) -> Instance:
    return replace(whole, departures=tuple(replace(item, seats=0) for item in whole.departures))


def all_cancelled(whole: Instance) -> Instance:
    return replace(whole, departures=tuple(replace(item, cancelled=True) for item in whole.departures))


def departures_outside(whole: Instance) -> Instance:
    later = timedelta(days=whole.horizon.num_days)
    return replace(whole, departures=tuple(replace(item, departs_at=item.departs_at + later) for item in whole.departures))


def windows_closed(whole: Instance) -> Instance:
    return replace(whole, rules=replace(whole.rules, agreement_until=whole.horizon.date_of(-1)))


def no_authority(whole: Instance) -> Instance:
    def freed(party: Party) -> Party:
        return replace(party, people=tuple(replace(person, authority_from=None, authority_until=None) for person in party.people))

    return replace(whole, parties=tuple(map(freed, whole.parties)))


def nobody_may_move(whole: Instance) -> Instance:
    return replace(whole, rules=replace(whole.rules, moves_allowed=dict.fromkeys(SiteRole, frozenset())))


def caps_of_nothing(whole: Instance) -> Instance:
    return replace(whole, rules=replace(whole.rules, france_daily_cap=0, france_weekly_cap=0, parity_upper=-9))


EMPTY: list[Change] = [
    nobody,
    no_sites,
    nothing_on_any_day,
    no_beds,
    no_units,
    closed_doors,
    nothing_anywhere,
    no_departures,
    no_seats,
    all_cancelled,
    departures_outside,
    windows_closed,
    no_authority,
    nobody_may_move,
    caps_of_nothing,
]


@pytest.mark.parametrize("change", EMPTY, ids=lambda change: change.__name__)
@pytest.mark.parametrize("seed", [3, 8])
def test_what_is_missing_is_planned_around(seed: int, change: Callable[[Instance], Instance]) -> None:
    plan_of(change(random_instance(seed, parties=6, days=5)))


@pytest.mark.parametrize("seed", range(6))
def test_one_day(seed: int) -> None:
    plan_of(random_instance(seed, parties=8, days=1))


def test_without_a_bed_anywhere_everybody_is_named_as_unplaced() -> None:
    """Infeasible is no crash: every night without a lawful bed is in the plan."""
    whole = nothing_anywhere(random_instance(8, parties=6, days=5))
    plan = plan_of(whole)
    nights = {stay.status for person in plan.people for stay in person.stays}
    assert nights <= {Status.UNPLACED, Status.EXPECTED}
    assert all(person.reason for person in plan.people)
    entry = {party.party_id: whole.horizon.day_of(party.expected_on) if party.expected_on else 0 for party in whole.parties}
    ashore = sum(party.size * (5 - entry[party.party_id]) for party in whole.parties)
    assert next(result.value for result in plan.measures if result.measure is Measure.UNPLACED_NIGHTS) == ashore


def queue(people: int, seats: tuple[int, ...], beds: int) -> Instance:
    """So many men alike in everything, a few seats on two days, and not a bed for each."""
    leaving = tuple(
        replace(departure(number, f"2026-08-1{number + 1} 15:00"), departure_id=DepartureId(f"D-{number}"), seats=free)
        for number, free in enumerate(seats)
    )
    one = instance(man(), nights=4, departures=leaving, france_daily_cap=None, france_weekly_cap=None, parity_upper=99)
    site = one.sites[0]
    held = (replace(man(number), person_id=PersonId(f"P-{number:03d}"), detained_since=at("2026-07-25 06:00")) for number in range(people))
    return replace(
        one,
        parties=tuple(Party(PartyId(person.person_id), (person,)) for person in held),
        sites=(replace(site, units=(replace(site.units[0], beds=(beds,) * 4),)),),
        resources=(DayResources(9, 9, 9, 99),) * 4,
        travel={(PlaceId("HERE"), PlaceId("LHR")): Leg(60, 50.0)},
    )


def test_of_fifty_alike_the_first_ids_go_first_and_sleep_in_the_beds() -> None:
    whole = queue(50, (3, 4), 30)
    solution = solved(whole)
    plan = decode(whole, party_clocks(whole), solution)
    assert len(solution.cohorts) == 1
    values = {result.measure: result.value for result in plan.measures}
    assert values[Measure.TRANSFERS] == 7
    assert values[Measure.UNPLACED_NIGHTS] == (50 - 30) + (47 - 30) + 2 * (43 - 30)
    leaves = {person.person_id: person.stays[-1].first_night for person in plan.people if person.stays[-1].status is Status.TRANSFERRED}
    assert leaves == {f"P-{number:03d}": 1 if number < 3 else 2 for number in range(7)}
    assert all(result.gap == 0 for result in solution.measures)


def test_of_fifty_who_differ_in_their_wait_alone_the_longest_goes_first() -> None:
    """Each four hours longer ashore than the one before: nine dates of landing, ties in everything else."""
    whole = queue(50, (3, 4), 50)
    waits = {party.party_id: number for number, party in enumerate(whole.parties)}

    def landed(party: Party) -> Party:
        moment = party.people[0].landed_at - timedelta(hours=4 * waits[party.party_id])
        return replace(party, people=(replace(party.people[0], landed_at=moment),))

    whole = replace(whole, parties=tuple(map(landed, whole.parties)))
    solution = solved(whole)
    plan = decode(whole, party_clocks(whole), solution)
    assert len(solution.cohorts) == 9
    leaves = {person.person_id: person.stays[-1].first_night for person in plan.people if person.stays[-1].status is Status.TRANSFERRED}
    assert leaves == {f"P-{number:03d}": 1 if number > 46 else 2 for number in range(43, 50)}
    assert all(result.gap == 0 for result in solution.measures)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_everything_locked(seed: int) -> None:
    whole = random_instance(seed, parties=6, days=5)
    plan = plan_of(whole)
    locked = plan_of(locked_to(plan, whole))
    assert locked.measures == plan.measures


def lock(number: int, kind: LockKind, target: str, party: str = "P-01") -> Lock:
    return Lock(LockId(f"L-{number}"), PartyId(party), kind, target, None, None)


CONTRADICTIONS = [
    ("there and not there", (lock(1, LockKind.SITE, "HERE"), lock(2, LockKind.NOT_SITE, "HERE")), {"L-1", "L-2"}),
    ("there to the end and on a departure", (lock(1, LockKind.SITE, "HERE"), lock(2, LockKind.DEPARTURE, "D-0")), {"L-1", "L-2"}),
    ("on two departures", (lock(1, LockKind.DEPARTURE, "D-0"), lock(2, LockKind.DEPARTURE, "D-1")), {"L-1", "L-2"}),
    ("on a departure and not on it", (lock(1, LockKind.DEPARTURE, "D-0"), lock(2, LockKind.NOT_DEPARTURE, "D-0")), {"L-1", "L-2"}),
]


@pytest.mark.parametrize(("rule", "locks", "named"), CONTRADICTIONS, ids=[row[0] for row in CONTRADICTIONS])
def test_locks_that_contradict_each_other_are_named(rule: str, locks: tuple[Lock, ...], named: set[str]) -> None:
    with pytest.raises(NoPlanError, match="no plan keeps every lock") as error:
        refuse(replace(alone(queue(3, (3, 4), 9)), locks=locks))
    assert {each.lock_id for each in locks if each.lock_id in str(error.value)} == named, rule


def alone(whole: Instance) -> Instance:
    """The ids of the locks above: ``P-01`` and so on."""
    people = [replace(party.people[0], person_id=PersonId(f"P-{number:02d}")) for number, party in enumerate(whole.parties)]
    return replace(whole, parties=tuple(Party(PartyId(person.person_id), (person,)) for person in people))


def refuse(whole: Instance) -> None:
    _refuse_broken_locks(solved(whole))


def test_locks_on_more_people_than_seats_are_named() -> None:
    locks = tuple(lock(number, LockKind.DEPARTURE, "D-0", f"P-0{number}") for number in range(3))
    with pytest.raises(NoPlanError, match="no plan keeps every lock") as error:
        refuse(replace(alone(queue(5, (2, 9), 9)), locks=locks))
    assert str(error.value).count("\n") == 1
    assert "D-0" in str(error.value)


def test_locks_that_can_be_kept_are_not_refused() -> None:
    locks = tuple(lock(number, LockKind.DEPARTURE, "D-0", f"P-0{number}") for number in range(2))
    refuse(replace(alone(queue(5, (2, 9), 9)), locks=locks))
