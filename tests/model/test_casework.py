"""The cheapest days for case steps, against every choice of days."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from planner.clocks import CaseStep, PartyClock
from planner.clocks.calendar import add_working_days
from planner.clocks.case import CaseState
from planner.domain.instance import Instance
from planner.domain.rules import StaffedStep
from planner.model.casework import Schedules, build_casework, schedules_at, steps_for_holding, steps_for_transfers
from planner.model.itinerary import GONE
from planner.model.network import build_network
from tests.clocks.people import clock, day, instance, man

DAYS = 7
Own = dict[tuple[int, int], float]


def random_clock(rng: random.Random) -> PartyClock:
    """A clock with some steps left, their limits and gaps, and what holding needs."""
    count = rng.randint(0, 3)
    kinds = list(StaffedStep)[3 - count :] if rng.random() < 0.8 else list(StaffedStep)[:count]
    steps = tuple(CaseStep(kind, rng.randint(1, 3), rng.randint(-1, 3), rng.randint(2, 9), rng.randint(0, 2)) for kind in kinds)
    latest: list[int] = []
    for step in reversed(steps):
        latest.insert(0, min(step.deadline, latest[0] - step.days_to_next if latest else rng.randint(-1, 12)))
    last = rng.choice([None, 4, 9, 30])
    return replace(
        clock(man(), nights=DAYS), case=CaseState(steps, rng.randint(0, 3), ""), step_latest=tuple(latest), last_transfer_day=last
    )


def setting(rng: random.Random) -> Instance:
    """A plan of seven days; the time between notice and transfer crosses a week-end in some."""
    return instance(man(), nights=DAYS, first=day(f"2026-08-{rng.randint(10, 16)}"), notice_working_days=rng.randint(0, 3))


def every_choice(party: PartyClock, number: int) -> list[tuple[int, ...]]:
    """All lawful days of the first steps."""
    steps = party.case.steps[:number]
    return [
        days
        for days in product(range(DAYS), repeat=number)
        if all(step.earliest <= day <= step.deadline for step, day in zip(steps, days, strict=True))
        and all(days[i] + steps[i].days_to_next <= days[i + 1] for i in range(number - 1))
    ]


def cost(party: PartyClock, days: tuple[int, ...], prices: np.ndarray, own: Own) -> float:
    return sum(party.case.steps[number].cases * prices[day] + own.get((number, day), 0.0) for number, day in enumerate(days))


def is_ready(party: PartyClock, days: tuple[int, ...], transfer: int, whole: Instance) -> bool:
    horizon, wait = whole.horizon, whole.rules.notice_working_days
    served = [when for step, when in zip(party.case.steps, days, strict=True) if step.step is StaffedStep.NOTICE]
    ready = [horizon.day_of(add_working_days(horizon.date_of(when), wait)) for when in served]
    return max([party.case.ready_day, *days, *ready]) <= transfer


@pytest.mark.parametrize("seed", range(30))
def test_schedules_cost_the_least_they_can(seed: int) -> None:
    rng = random.Random(seed)
    whole, parties = setting(rng), [random_clock(rng) for _ in range(8)]
    prices = np.array([rng.choice([0.0, 1.0, 5.0]) * rng.random() for _ in range(DAYS)])
    casework = build_casework(parties, build_network(whole))
    of_case = {case: cohort for cohort, case in enumerate(casework.case_of.tolist())}
    own: dict[int, Own] = {}
    for case, cohort in of_case.items():
        steps = len(parties[cohort].case.steps)
        own[case] = {(number, rng.randrange(DAYS)): rng.uniform(-4, 4) for number in range(steps) for _ in range(2)}
    found = schedules_at(casework, prices, own)
    for party, case in zip(parties, casework.case_of.tolist(), strict=True):
        for transfer in range(DAYS):
            choices = [days for days in every_choice(party, len(party.case.steps)) if is_ready(party, days, transfer, whole)]
            costs = [cost(party, days, prices, own[case]) for days in choices]
            assert found.ready_cost[case, transfer] == pytest.approx(min(costs, default=np.inf))
            if choices:
                (chosen,) = steps_for_transfers(casework, found, np.array([case]), np.array([transfer])).tolist()
                assert tuple(chosen[: len(party.case.steps)]) in choices
                assert set(chosen[len(party.case.steps) :]) <= {GONE}
                assert cost(party, tuple(chosen[: len(party.case.steps)]), prices, own[case]) == pytest.approx(min(costs))


@pytest.mark.parametrize("seed", range(30))
def test_holding_takes_the_steps_that_can_not_wait_and_no_others(seed: int) -> None:
    rng = random.Random(seed)
    parties = [random_clock(rng) for _ in range(8)]
    prices = np.array([rng.random() for _ in range(DAYS)])
    casework = build_casework(parties, build_network(setting(rng)))
    found = schedules_at(casework, prices, {})
    for party, case in zip(parties, casework.case_of.tolist(), strict=True):
        if party.last_transfer_day is None or party.last_transfer_day < DAYS:
            assert found.held_cost[case] == np.inf
            continue
        latest = [last for last in party.step_latest if last < DAYS]
        choices = [days for days in every_choice(party, len(latest)) if all(when <= last for when, last in zip(days, latest, strict=True))]
        costs = [cost(party, days, prices, {}) for days in choices]
        assert found.held_cost[case] == pytest.approx(min(costs, default=np.inf))
        if choices:
            (chosen,) = steps_for_holding(casework, found, np.array([case])).tolist()
            assert tuple(chosen[: len(latest)]) in choices
            assert set(chosen[len(latest) :]) <= {GONE}


def free_of_charge(party: PartyClock) -> tuple[Schedules, list[int]]:
    """Schedules where every day costs the same, and the steps for a transfer on the last day."""
    casework = build_casework([party], build_network(instance(man(), nights=DAYS, notice_working_days=0)))
    found = schedules_at(casework, np.ones(DAYS), {})
    return found, steps_for_transfers(casework, found, np.array([0]), np.array([DAYS - 1]))[0].tolist()


def test_at_equal_price_the_earlier_day() -> None:
    steps = tuple(CaseStep(kind, 1, 0, 9, 1) for kind in StaffedStep)
    party = replace(clock(man(), nights=DAYS), case=CaseState(steps, 0, ""), step_latest=(6, 6, 6), last_transfer_day=30)
    found, days = free_of_charge(party)
    assert days == [0, 1, 2]
    assert found.ready_cost[0].tolist() == [np.inf, np.inf, 3, 3, 3, 3, 3]


def test_a_case_that_is_ready_costs_nothing() -> None:
    found, days = free_of_charge(replace(clock(man(), nights=DAYS), case=CaseState((), 2, ""), step_latest=()))
    assert found.ready_cost[0].tolist() == [np.inf, np.inf, 0, 0, 0, 0, 0]
    assert set(days) == {GONE}


def test_equal_cases_are_one_case() -> None:
    one, other = clock(man(), nights=DAYS), clock(man(landed_at=man().landed_at.replace(day=24)), nights=DAYS)
    later = replace(one, case=replace(one.case, ready_day=3))
    casework = build_casework([one, later, other, one], build_network(setting(random.Random(0))))
    assert casework.case_of.tolist() == [0, 1, 0, 0]
