"""What must not change a plan, and what may only make it better."""

import random
from dataclasses import replace
from datetime import datetime, time
from functools import cache

import pytest

from planner.clocks import party_clocks
from planner.domain.horizon import london_instant
from planner.domain.ids import DepartureId, LockId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Answer, CaseRecord, Decision, Party
from planner.domain.plan import MAXIMISED, TIER_OF, Measure, PersonPlan, Plan, Status
from planner.domain.rules import Tier
from planner.domain.transport import DayResources
from planner.model.aims import solving_order
from planner.model.master import Master
from planner.model.problem import build_problem
from planner.model.solve import solve
from planner.model.tiers import Tiers
from planner.plan.decode import decode
from tests.clocks.people import departure
from tests.instances import random_instance
from tests.model.changes import (
    CLOCKS_RELAXED,
    RELAXED,
    Change,
    alone,
    locked_to,
    renamed,
    renamed_plan,
    twice,
    with_a_site_nobody_can_use,
)
from tests.model.test_contested import crowd, transfers

SEEDS = range(6)


def plan_of(instance: Instance) -> Plan:
    clocks = party_clocks(instance)
    solution = solve(instance, clocks, 60.0, lambda _what, _share: None)
    assert solution.locks_broken == 0
    assert all(result.gap == 0 for result in solution.measures)
    return decode(instance, clocks, solution)


def counts(plan: Plan) -> dict[Measure, int]:
    return {result.measure: result.value for result in plan.measures}


def case(seed: int) -> Instance:
    whole = random_instance(seed, parties=7, days=5, alike=0.2 * (seed % 3))
    return replace(whole, rules=replace(whole.rules, tiers=tuple(Tier)))


@cache
def base(seed: int) -> Plan:
    """The plan before anything is changed."""
    return plan_of(case(seed))


def first_gain(before: dict[Measure, int], after: dict[Measure, int]) -> int:
    """By how much the first count that differs is better; 0 when none does."""
    first = next((measure for measure in before if before[measure] != after[measure]), None)
    if first is None:
        return 0
    return (after[first] - before[first]) * (1 if first in MAXIMISED else -1)


def roomy(seed: int) -> Instance:
    """Beds and departures for all; every second case is ready, the others lack a notice: what is made scarce is felt."""
    whole = random_instance(seed + 100, parties=12, days=5, tightness=2.0)
    parties = [party for party in whole.parties if party.size == 1 or party.people[0].person_id in {"P0001a", "P0002a"}]
    today = whole.horizon.first_date
    ready = CaseRecord(today, today, Decision.INADMISSIBLE, today, today, Answer.ACCEPTED, today)
    cases = [ready, replace(ready, notice_served_on=None)]
    known = {party.party_id: number for number, party in enumerate(party for party in parties if not party.is_expected)}
    able = tuple(with_case(party, cases[known[party.party_id] % 2]) if party.party_id in known else party for party in parties)
    ids = {person.person_id for party in able for person in party.people}
    return replace(
        whole,
        parties=able,
        keep_apart=tuple(pair for pair in whole.keep_apart if set(pair) <= ids),
        yesterday=tuple(row for row in whole.yesterday if row.person_id in ids),
        departures=tuple(
            replace(whole.departures[0], departure_id=DepartureId(f"D{number}"), departs_at=at, cancelled=False, seats=3)
            for number, at in enumerate(afternoons(whole))
        ),
        resources=(DayResources(20, 2, 4, 20),) * 5,
        parity=ParityRecord(0, 0),
        rules=replace(
            whole.rules, tiers=tuple(Tier), notice_working_days=0, france_daily_cap=None, france_weekly_cap=None, parity_upper=40
        ),
    )


def afternoons(whole: Instance) -> list[datetime]:
    return [london_instant(whole.horizon.date_of(day), time(15)) for day in (1, 2, 2)]


def with_case(party: Party, case: CaseRecord) -> Party:
    return replace(party, people=tuple(replace(person, case=case) for person in party.people))


@cache
def gain(seed: int, relax: Change) -> int:
    """What the first count that changes gains when something scarce is relaxed."""
    scarce = RELAXED[relax](roomy(seed))
    return first_gain(counts(plan_of(scarce)), counts(plan_of(relax(scarce))))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("relax", RELAXED, ids=lambda change: change.__name__)
def test_more_room_never_makes_the_first_count_that_changes_worse(seed: int, relax: Change) -> None:
    assert gain(seed, relax) >= 0


@pytest.mark.parametrize("relax", RELAXED, ids=lambda change: change.__name__)
def test_more_room_is_felt_where_it_was_scarce(relax: Change) -> None:
    """Otherwise the test above would show nothing."""
    assert any(gain(seed, relax) > 0 for seed in range(6))


def hurried(seed: int) -> Instance:
    """The agreement ends on the third day, and everything takes its time."""
    whole = roomy(seed)
    rules = replace(whole.rules, agreement_until=whole.horizon.date_of(1), notice_working_days=1, answer_to_notice_days=1)
    return replace(whole, rules=rules)


@cache
def time_gain(seed: int, relax: Change) -> int:
    """The same for time, in the counts that mean the same before and after."""
    before, after = (
        {measure: counts(plan_of(whole))[measure] for measure in (Measure.UNPLACED_NIGHTS, Measure.TRANSFERS)}
        for whole in (hurried(seed), relax(hurried(seed)))
    )
    return first_gain(before, after)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("relax", CLOCKS_RELAXED, ids=lambda change: change.__name__)
def test_more_time_never_makes_beds_or_transfers_worse(seed: int, relax: Change) -> None:
    assert time_gain(seed, relax) >= 0


@pytest.mark.parametrize("relax", CLOCKS_RELAXED, ids=lambda change: change.__name__)
def test_more_time_is_felt(relax: Change) -> None:
    assert any(time_gain(seed, relax) > 0 for seed in range(6))


def linear_only(instance: Instance) -> bool:
    """Whether every count's linear optimum is whole, each with those before held."""
    problem = build_problem(instance, party_clocks(instance))
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(problem.pool.add_unplaced())
    tiers = Tiers(problem, master, {}, lambda: False)
    for position in solving_order(instance):
        settled = tiers.settle(position)
        if settled is None or abs(settled.value - tiers.proofs[-1].bound) > 1e-4:
            return False
    return True


@pytest.mark.parametrize("seed", range(16))
def test_everything_twice_is_twice_as_good(seed: int) -> None:
    """Never worse; and exactly so where linear optima are whole, since they double with all that is shared."""
    whole = alone(random_instance(seed, parties=9, days=5))
    once, again = counts(plan_of(whole)), counts(plan_of(twice(whole)))
    double = {measure: 2 * value for measure, value in once.items()}
    assert first_gain(double, again) >= 0
    if linear_only(whole):
        assert again == double


def test_most_instances_double_exactly() -> None:
    assert sum(linear_only(alone(random_instance(seed, parties=9, days=5))) for seed in range(16)) >= 8


def test_teams_shared_by_twice_the_departures_serve_more_than_twice() -> None:
    """Why `alone` takes teams away: five escorts run one of two departures with a team of three, ten run three of four."""
    two, four = (
        tuple(
            replace(departure(1, "2026-08-10 15:00"), departure_id=DepartureId(f"D-{number}"), escort_team=3, seats=1)
            for number in range(count)
        )
        for count in (2, 4)
    )
    assert transfers(crowd(two, DayResources(5, 0, 0, 99))) == 1
    assert transfers(crowd(four, DayResources(10, 0, 0, 99))) == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_other_names_in_the_same_order_give_the_same_plan(seed: int) -> None:
    again = plan_of(renamed(case(seed)))
    assert replace(again, people=tuple(replace(person, reason="") for person in again.people)) == renamed_plan(base(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_parties_in_another_order_reach_the_same_counts(seed: int) -> None:
    whole = case(seed)
    parties, night_rows = list(whole.parties), list(whole.yesterday)
    random.Random(seed).shuffle(parties)
    random.Random(seed).shuffle(night_rows)
    again = plan_of(replace(whole, parties=tuple(parties), yesterday=tuple(night_rows)))
    assert counts(again) == counts(base(seed))
    assert [person.person_id for person in again.people] == [person.person_id for person in base(seed).people]


@pytest.mark.parametrize("name", ["0-FAR", "H-FAR"], ids=["first of all sites", "last"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_site_nobody_can_use_changes_nothing(seed: int, name: str) -> None:
    assert places(plan_of(with_a_site_nobody_can_use(case(seed), name))) == places(base(seed))


def places(plan: Plan) -> tuple[object, ...]:
    """Counts, and everything of every person but the sentence that names all places."""
    return plan.measures, tuple(replace(person, reason="") for person in plan.people)


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_on_what_was_chosen_change_nothing(seed: int) -> None:
    again = plan_of(locked_to(base(seed), case(seed)))
    assert counts(again) == counts(base(seed))
    assert [whereabouts(person) for person in again.people] == [whereabouts(person) for person in base(seed).people]


def whereabouts(person: PersonPlan) -> list[tuple[object, ...]]:
    """Site or departure on every night."""
    return [
        (stay.site_id, stay.departure_id, stay.unit_id is None)
        for stay in person.stays
        for _ in range(stay.first_night, stay.last_night + 1)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_against_what_was_chosen_are_kept(seed: int) -> None:
    whole = case(seed)
    away = next(
        Lock(LockId("L"), person.party_id, LockKind.NOT_SITE, stay.site_id, None, None)
        for person in base(seed).people
        for stay in person.stays
        if stay.unit_id is not None and stay.site_id is not None
    )
    after = plan_of(replace(whole, locks=(away,)))
    nights = [stay for person in after.people if person.party_id == away.party_id for stay in person.stays]
    assert all(stay.site_id != away.target_id or stay.status is Status.UNPLACED for stay in nights)
    assert first_gain(counts(base(seed)), counts(after)) <= 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_tiers_is_obeyed(seed: int) -> None:
    """What stands first is never worse than where it stands later."""
    whole, usual = case(seed), counts(base(seed))
    for tier in Tier:
        order = (tier, *(other for other in Tier if other is not tier))
        first = next(measure for measure in Measure if TIER_OF.get(measure) is tier)
        value = counts(plan_of(replace(whole, rules=replace(whole.rules, tiers=order))))[first]
        assert value >= usual[first] if first in MAXIMISED else value <= usual[first]
