"""The cheapest days for case steps, against every choice of days."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from planner.clocks import CaseStep, PartyClock
from planner.clocks.case import CaseState
from planner.domain.rules import StaffedStep
from planner.model.casework import schedule
from planner.model.itinerary import GONE
from tests.clocks.people import clock, man

DAYS = 7


def random_clock(rng: random.Random) -> PartyClock:
    """A clock with some steps left, their limits and gaps, and what holding needs."""
    count = rng.randint(0, 3)
    kinds = list(StaffedStep)[3 - count :] if rng.random() < 0.8 else list(StaffedStep)[:count]
    steps = tuple(CaseStep(kind, rng.randint(1, 3), rng.randint(-1, 3), rng.randint(2, 9), rng.randint(0, 2)) for kind in kinds)
    latest: list[int] = []
    for step in reversed(steps):
        latest.insert(0, min(step.deadline, latest[0] - step.days_to_next if latest else rng.randint(2, 12)))
    last = rng.choice([None, 4, 9, 30])
    state = CaseState(steps, rng.randint(0, 3), "")
    return replace(clock(man(), nights=DAYS), case=state, step_latest=tuple(latest), last_transfer_day=last)


def every_choice(party: PartyClock, number: int) -> list[tuple[int, ...]]:
    """All lawful days of the first steps."""
    steps = party.case.steps[:number]
    return [
        days
        for days in product(range(DAYS), repeat=number)
        if all(step.earliest <= day <= step.deadline for step, day in zip(steps, days, strict=True))
        and all(days[i] + steps[i].days_to_next <= days[i + 1] for i in range(number - 1))
    ]


@pytest.mark.parametrize("seed", range(60))
def test_schedules_cost_the_least_they_can(seed: int) -> None:
    rng = random.Random(seed)
    party = random_clock(rng)
    prices = np.array([rng.choice([0.0, 1.0, 5.0]) * rng.random() for _ in range(DAYS)])
    ready = np.maximum.accumulate(np.array([day + rng.randint(0, 3) for day in range(DAYS)]))
    own = {(number, rng.randrange(DAYS)): rng.uniform(-4, 4) for number in range(len(party.case.steps)) for _ in range(2)}
    steps = party.case.steps

    def cost(days: tuple[int, ...]) -> float:
        return sum(steps[number].cases * prices[day] + own.get((number, day), 0.0) for number, day in enumerate(days))

    def is_ready(days: tuple[int, ...], transfer: int) -> bool:
        served = [ready[day] for step, day in zip(steps, days, strict=True) if step.step is StaffedStep.NOTICE]
        return transfer >= party.case.ready_day and max([*days, *served], default=0) <= transfer

    found = schedule(party, prices, ready, own)
    for transfer in range(DAYS):
        choices = [days for days in every_choice(party, len(steps)) if is_ready(days, transfer)]
        assert found.ready_cost[transfer] == pytest.approx(min(map(cost, choices), default=np.inf))
        if choices:
            chosen = found.steps_for_transfer(transfer)
            assert chosen in choices
            assert cost(chosen) == pytest.approx(found.ready_cost[transfer])


@pytest.mark.parametrize("seed", range(60))
def test_holding_takes_the_steps_that_can_not_wait_and_no_others(seed: int) -> None:
    rng = random.Random(seed)
    party = random_clock(rng)
    prices = np.array([rng.random() for _ in range(DAYS)])
    found = schedule(party, prices, np.arange(DAYS) + 1, {})
    if party.last_transfer_day is None or party.last_transfer_day < DAYS:
        assert found.held_cost == np.inf
        return
    forced = sum(latest < DAYS for latest in party.step_latest)
    choices = [
        days for days in every_choice(party, forced) if all(day <= latest for day, latest in zip(days, party.step_latest, strict=False))
    ]
    costs = [sum(party.case.steps[number].cases * prices[day] for number, day in enumerate(days)) for days in choices]
    assert found.held_cost == pytest.approx(min(costs, default=np.inf))
    if choices:
        chosen = found.steps_for_holding()
        assert chosen[:forced] in choices
        assert chosen[forced:] == (GONE,) * (len(party.case.steps) - forced)


def test_at_equal_price_the_earlier_day() -> None:
    party = replace(random_clock(random.Random(0)), last_transfer_day=30, step_latest=(6, 6, 6))
    steps = tuple(CaseStep(kind, 1, 0, 9, 1) for kind in StaffedStep)
    party = replace(party, case=CaseState(steps, 0, ""))
    assert schedule(party, np.ones(DAYS), np.arange(DAYS), {}).steps_for_transfer(6) == (0, 1, 2)
