"""Clashes and repairs as told, held against the plain direct model: everybody else stays, and limits really are lifted or raised."""

import random
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import combinations

import pytest

from planner.domain.instance import Instance
from planner.domain.plan import Measure, Status, Stay
from planner.explain.capacity import Capacity, CapacityKind
from planner.explain.clash import Limit
from planner.explain.hitting import smallest_hitting
from planner.explain.reasons import Extra, Reason, all_reasons, example_reasons, lacks_something
from planner.explain.session import Session
from tests.explain.sessions import opened
from tests.model.compare import seeds
from tests.model.direct import Direct, One

PLENTY = 99
STAFF = {CapacityKind.ESCORT: "escorts", CapacityKind.MEDIC: "medics", CapacityKind.CASE: "cases", CapacityKind.GROUND: "ground_seats"}

Kind = tuple[CapacityKind, str]


class Alone(Direct):
    """The direct model with everybody but one party where the plan has them."""

    def can_have(self, session: Session, reason: Reason) -> bool:
        of_person = {person.person_id: person for person in session.plan.people}
        asked = reason.parties[0]
        for one in self.ones:
            if one.party.party_id != asked:
                members = [of_person[person.person_id] for person in one.party.people]
                done = {(step.step, step.day) for member in members for step in member.steps}
                for (number, day), flag in one.steps.items():
                    self.model.add(flag == int((one.clock.case.steps[number].step, day) in done))
                for night in range(one.clock.entry_day, self.nights):
                    self._pin(one, night, [_on(night, member.stays) for member in members])
            else:
                self._want(one, reason)
        return self._solve(0) is not None

    def _want(self, one: One, reason: Reason) -> None:
        self.model.add(sum(one.unplaced.values()) <= reason.still_unplaced)
        leaves = any(stay.status is Status.TRANSFERRED for stay in reason.people[0].stays)
        if leaves or not reason.nights:
            self.model.add(sum(one.boards.values()) == 1)


def _on(night: int, stays: tuple[Stay, ...]) -> Stay:
    return next(stay for stay in stays if stay.first_night <= night <= stay.last_night)


def lifted(instance: Instance, kept: Collection[Kind]) -> Instance:
    """The instance with all limits lifted but some."""

    def keeps(kind: CapacityKind, subject: str = "") -> bool:
        return (kind, subject) in kept

    sites = tuple(
        replace(
            site,
            admissions_per_day=site.admissions_per_day if keeps(CapacityKind.ADMISSION, site.site_id) else None,
            discharges_per_day=site.discharges_per_day if keeps(CapacityKind.DISCHARGE, site.site_id) else None,
            units=tuple(
                unit if keeps(CapacityKind.BED, unit.unit_id) else replace(unit, beds=tuple(beds + PLENTY for beds in unit.beds))
                for unit in site.units
            ),
        )
        for site in instance.sites
    )
    more = {name: PLENTY * 10 for kind, name in STAFF.items() if not keeps(kind)}
    rules = instance.rules
    return replace(
        instance,
        sites=sites,
        resources=tuple(replace(offered, **more) for offered in instance.resources),
        departures=tuple(
            each if keeps(CapacityKind.SEAT, each.departure_id) else replace(each, seats=each.seats + PLENTY)
            for each in instance.departures
        ),
        keep_apart=tuple(pair for pair in instance.keep_apart if keeps(CapacityKind.APART, " and ".join(pair))),
        rules=replace(
            rules,
            france_daily_cap=rules.france_daily_cap if keeps(CapacityKind.FRANCE_DAY) else None,
            france_weekly_cap=rules.france_weekly_cap if keeps(CapacityKind.FRANCE_WEEK) else None,
            parity_upper=rules.parity_upper if keeps(CapacityKind.PARITY) else rules.parity_upper + PLENTY,
        ),
    )


def raised(instance: Instance, repair: Iterable[Extra]) -> Instance:
    """The instance with more of some capacities."""
    for extra in repair:
        instance = _raise(instance, extra.capacity, extra.count)
    return instance


def _raise(instance: Instance, capacity: Capacity, count: int) -> Instance:
    days = range(capacity.first_day, capacity.last_day + 1)
    if capacity.kind is CapacityKind.BED:
        sites = tuple(
            replace(
                site,
                units=tuple(
                    replace(
                        unit,
                        beds=tuple(unit.reserved[day] + unit.free_beds(day) + count * (day in days) for day in range(len(unit.beds))),
                    )
                    if unit.unit_id == capacity.subject
                    else unit
                    for unit in site.units
                ),
            )
            for site in instance.sites
        )
        return replace(instance, sites=sites)
    if capacity.kind in STAFF:
        name = STAFF[capacity.kind]
        offered = enumerate(instance.resources)
        more = tuple(replace(each, **{name: getattr(each, name) + count}) if day in days else each for day, each in offered)
        return replace(instance, resources=more)
    if capacity.kind is CapacityKind.SEAT:
        departures = tuple(
            replace(each, seats=each.seats + count) if each.departure_id == capacity.subject else each for each in instance.departures
        )
        return replace(instance, departures=departures)
    if capacity.kind in {CapacityKind.ADMISSION, CapacityKind.DISCHARGE}:
        name = "admissions_per_day" if capacity.kind is CapacityKind.ADMISSION else "discharges_per_day"
        found = tuple(
            replace(site, **{name: getattr(site, name) + count}) if site.site_id == capacity.subject else site for site in instance.sites
        )
        return replace(instance, sites=found)
    name = {
        CapacityKind.FRANCE_DAY: "france_daily_cap",
        CapacityKind.FRANCE_WEEK: "france_weekly_cap",
        CapacityKind.PARITY: "parity_upper",
    }[capacity.kind]
    # A cap used up already counts as 0: one more than that.
    rules, over = instance.rules, PLENTY if capacity.kind in {CapacityKind.FRANCE_WEEK, CapacityKind.PARITY} else count
    return replace(instance, rules=replace(rules, **{name: getattr(rules, name) + over}))


def can_have(session: Session, instance: Instance, reason: Reason) -> bool:
    return Alone(instance, session.clocks).can_have(session, reason)


def kinds(clash: Iterable[Limit]) -> set[Kind]:
    return {(limit.kind, limit.subject) for limit in clash}


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_a_clash_is_one_and_lifting_any_member_resolves_it(seed: int) -> None:
    session = opened(seed)
    for reason in all_reasons(session) if session else ():
        assert not can_have(session, session.instance, reason) or reason.has_room
        if reason.clash:
            members = kinds(reason.clash)
            assert len(members) == len(reason.clash)
            assert not can_have(session, lifted(session.instance, members), reason)
            for member in members:
                assert can_have(session, lifted(session.instance, members - {member}), reason)
        elif not (reason.has_room or reason.locks):
            assert not can_have(session, lifted(session.instance, set()), reason)


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_a_repair_works_and_nobody_else_changes(seed: int) -> None:
    session = opened(seed)
    for reason in all_reasons(session) if session else ():
        if reason.repair:
            assert can_have(session, raised(session.instance, reason.repair), reason)
            assert not reason.has_room


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_everybody_who_lacks_something_has_one_reason(seed: int) -> None:
    session = opened(seed)
    if session:
        named = [party for reason in all_reasons(session) for party in reason.parties]
        assert sorted(named) == sorted(party for party in session.itineraries if lacks_something(session, party))
        unplaced = sum(len(reason.nights) * len(reason.people) for reason in all_reasons(session))
        assert unplaced == next(item.value for item in session.plan.measures if item.measure is Measure.UNPLACED_NIGHTS)


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_examples_stand_for_everybody_who_lacks_something(seed: int) -> None:
    session = opened(seed)
    if session:
        examples, reasons = example_reasons(session), all_reasons(session)
        of_party = {party: reason for reason in reasons for party in reason.parties}
        assert sum(each.people for each in examples) == sum(len(reason.people) for reason in reasons)
        assert sum(each.nights for each in examples) == sum(len(reason.nights) * len(reason.people) for reason in reasons)
        for each in examples:
            whole = of_party[each.reason.parties[0]]
            assert (each.reason.code, each.reason.still_unplaced, len(each.reason.clash)) == (
                whole.code,
                whole.still_unplaced,
                len(whole.clash),
            )
            assert sum(extra.count for extra in each.reason.repair) == sum(extra.count for extra in whole.repair)


def test_the_smallest_hitting_set_is_smallest() -> None:
    rng = random.Random(7)
    for _ in range(300):
        members = range(rng.randint(1, 7))
        sets = [frozenset(rng.sample(members, rng.randint(1, len(members)))) for _ in range(rng.randint(0, 7))]
        sizes = (len(some) for size in range(len(members) + 1) for some in combinations(members, size) if all({*some} & e for e in sets))
        found = smallest_hitting(sets)
        assert all(found & each for each in sets)
        assert len(found) == next(sizes)
