"""What must not change a plan, and what may only make it better."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from planner.clocks import party_clocks
from planner.domain.ids import LockId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.plan import MAXIMISED, TIER_OF, Measure, Plan, Status
from planner.domain.rules import Tier
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Leg
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.instances import CHILD, FAMILY, MEN, OTHER, WOMEN, random_instance

SEEDS = range(6)
Change = Callable[[Instance], Instance]


def plan_of(instance: Instance) -> Plan:
    clocks = party_clocks(instance)
    solution = solve(instance, clocks, 600.0, lambda _what, _share: None)
    assert solution.locks_broken == 0
    assert all(result.gap == 0 for result in solution.measures)
    return decode(instance, clocks, solution)


def counts(plan: Plan) -> dict[Measure, int]:
    return {result.measure: result.value for result in plan.measures}


def case(seed: int) -> Instance:
    whole = random_instance(seed, parties=8, days=5)
    return replace(whole, rules=replace(whole.rules, tiers=tuple(Tier)))


@cache
def base(seed: int) -> Plan:
    """The plan before anything is changed."""
    return plan_of(case(seed))


def base_counts(seed: int) -> dict[Measure, int]:
    return counts(base(seed))


def more_beds(instance: Instance) -> Instance:
    def grown(unit: Unit) -> Unit:
        return replace(unit, beds=tuple(beds + 1 for beds in unit.beds))

    return replace(instance, sites=tuple(replace(site, units=tuple(map(grown, site.units))) for site in instance.sites))


def open_doors(instance: Instance) -> Instance:
    return replace(instance, sites=tuple(replace(site, admissions_per_day=None, discharges_per_day=None) for site in instance.sites))


def more_ground_seats(instance: Instance) -> Instance:
    return replace(instance, resources=tuple(replace(day, ground_seats=day.ground_seats + 3) for day in instance.resources))


def fewer_pairs(instance: Instance) -> Instance:
    return replace(instance, keep_apart=())


def more_seats(instance: Instance) -> Instance:
    return replace(instance, departures=tuple(replace(item, seats=item.seats + 2) for item in instance.departures))


def more_staff(instance: Instance) -> Instance:
    more = tuple(replace(day, escorts=day.escorts + 9, medics=day.medics + 2, cases=day.cases + 3) for day in instance.resources)
    return replace(instance, resources=more)


def wider_band(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, france_daily_cap=None, france_weekly_cap=None, parity_upper=99))


RELAXED: list[Change] = [more_beds, open_doors, more_ground_seats, fewer_pairs, more_seats, more_staff, wider_band]


@pytest.mark.parametrize("relax", RELAXED, ids=lambda change: change.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_relaxing_a_capacity_never_makes_the_first_count_that_changes_worse(seed: int, relax: Change) -> None:
    before, after = base_counts(seed), counts(plan_of(relax(case(seed))))
    first = next((measure for measure in before if before[measure] != after[measure]), None)
    if first is not None:
        gain = after[first] - before[first]
        assert gain > 0 if first in MAXIMISED else gain < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_parties_and_rows_in_another_order_give_the_same_plan(seed: int) -> None:
    whole = case(seed)
    parties, night_rows = list(whole.parties), list(whole.yesterday)
    random.Random(seed).shuffle(parties)
    random.Random(seed).shuffle(night_rows)
    again = plan_of(replace(whole, parties=tuple(parties), yesterday=tuple(night_rows)))
    assert counts(again) == base_counts(seed)
    assert [person.person_id for person in again.people] == [person.person_id for person in base(seed).people]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_site_nobody_can_use_changes_no_count(seed: int) -> None:
    whole = case(seed)
    nights = whole.horizon.num_days
    unit = Unit(
        UnitId("H-1"), SiteId("H-FAR"), "Far", (0,) * nights, (0,) * nights, frozenset({MEN, WOMEN, OTHER, FAMILY, CHILD}), frozenset()
    )
    far = Site(SiteId("H-FAR"), "Far", SiteRole.REMOVAL, 55.0, -3.0, None, None, None, None, None, (unit,))
    places = {place for legs in whole.travel for place in legs}
    roads = {**whole.travel}
    for place in places:
        roads[place, PlaceId("H-FAR")] = roads[PlaceId("H-FAR"), place] = Leg(1, 1.0)
    assert counts(plan_of(replace(whole, sites=(*whole.sites, far), travel=roads))) == base_counts(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_on_what_was_chosen_change_no_count(seed: int) -> None:
    whole = case(seed)
    before = base(seed)
    chosen: dict[str, Lock] = {}
    for person in before.people:
        for number, stay in enumerate(person.stays):
            lock_id = LockId(f"{person.party_id}-{number}")
            first, last = whole.horizon.date_of(stay.first_night), whole.horizon.date_of(stay.last_night)
            if stay.departure_id is not None:
                chosen[lock_id] = Lock(lock_id, person.party_id, LockKind.DEPARTURE, stay.departure_id, None, None)
            elif stay.unit_id is not None and stay.site_id is not None:
                chosen[lock_id] = Lock(lock_id, person.party_id, LockKind.SITE, stay.site_id, first, last)
    assert chosen
    assert counts(plan_of(replace(whole, locks=tuple(chosen[key] for key in sorted(chosen))))) == counts(before)


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_against_what_was_chosen_are_kept(seed: int) -> None:
    whole = case(seed)
    before = base(seed)
    away = next(
        Lock(LockId("L"), person.party_id, LockKind.NOT_SITE, stay.site_id, None, None)
        for person in before.people
        for stay in person.stays
        if stay.unit_id is not None and stay.site_id is not None
    )
    after = plan_of(replace(whole, locks=(away,)))
    nights = [stay for person in after.people if person.party_id == away.party_id for stay in person.stays]
    assert all(stay.site_id != away.target_id or stay.status is Status.UNPLACED for stay in nights)
    first = next((measure for measure in counts(before) if counts(before)[measure] != counts(after)[measure]), Measure.UNPLACED_NIGHTS)
    worse = counts(after)[first] - counts(before)[first]
    assert worse <= 0 if first in MAXIMISED else worse >= 0


def test_locks_that_contradict_each_other_are_counted() -> None:
    whole = case(0)
    party = whole.parties[0].party_id
    locks = tuple(
        Lock(LockId(f"L{number}"), party, kind, "F-ONW", None, None) for number, kind in enumerate((LockKind.SITE, LockKind.NOT_SITE))
    )
    solution = solve(replace(whole, locks=locks), party_clocks(whole), 600.0, lambda _what, _share: None)
    assert solution.locks_broken > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_tiers_is_obeyed(seed: int) -> None:
    """What stands first is never worse than where it stands later."""
    whole = case(seed)
    usual = base_counts(seed)
    for tier in Tier:
        order = (tier, *(other for other in Tier if other is not tier))
        first = next(measure for measure in Measure if TIER_OF.get(measure) is tier)
        value = counts(plan_of(replace(whole, rules=replace(whole.rules, tiers=order))))[first]
        assert value >= usual[first] if first in MAXIMISED else value <= usual[first]


DEGENERATE: list[tuple[str, Change]] = [
    ("nobody", lambda whole: replace(whole, parties=(), keep_apart=(), yesterday=())),
    ("no departures", lambda whole: replace(whole, departures=())),
    ("no staff and no seats", lambda whole: replace(whole, resources=(DayResources(0, 0, 0, 0),) * whole.horizon.num_days)),
    ("no beds", lambda whole: replace(whole, sites=tuple(replace(site, units=()) for site in whole.sites))),
    ("the agreement is over", lambda whole: replace(whole, rules=replace(whole.rules, agreement_until=whole.horizon.date_of(-1)))),
    ("nobody may move", lambda whole: replace(whole, rules=replace(whole.rules, moves_allowed=dict.fromkeys(SiteRole, frozenset())))),
]  # fmt: skip


@pytest.mark.parametrize("change", [row[1] for row in DEGENERATE], ids=[row[0] for row in DEGENERATE])
def test_degenerate_plans_are_plans(change: Change) -> None:
    landed = case(3)
    people = [party for party in landed.parties if party.people[0].site_id == "A-LAND"]
    kept = replace(landed, parties=tuple(people), keep_apart=(), yesterday=())
    whole = change(kept)
    plan = plan_of(whole)
    assert len(plan.people) == sum(party.size for party in whole.parties)


def test_one_day() -> None:
    assert len(plan_of(random_instance(5, parties=8, days=1)).people) >= 8
