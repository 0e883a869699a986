"""The cheapest days for the staffed steps of every case, given the price of a case on each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.clocks import PartyClock
from planner.domain.rules import StaffedStep
from planner.model.itinerary import GONE
from planner.model.network import Flags, Floats, Ints, Network

MOST_STEPS = len(StaffedStep)


@dataclass(frozen=True, slots=True)
class Casework:
    """Distinct cases of the cohorts. N cases, K steps, T days.

    Attributes
    ----------
    case_of
        ``(C,)`` case of each cohort.
    cases, earliest, deadline, gap
        ``(N, K)`` per step, in order; a step beyond ``num_steps`` is never done.
    num_steps
        ``(N,)`` steps still needed.
    latest_notice
        ``(N, T)`` latest day of the last step for a transfer on a day: the day itself when no notice is needed; -1
        when there is none.
    ready
        ``(N, T)`` whether recorded notices allow a transfer on a day.
    num_held
        ``(N,)`` steps a transfer after the horizon needs inside it; -1 where none is possible.
    held_latest
        ``(N,)`` latest day of the last of these.
    """

    case_of: Ints
    cases: Ints
    earliest: Ints
    deadline: Ints
    gap: Ints
    num_steps: Ints
    latest_notice: Ints
    ready: Flags
    num_held: Ints
    held_latest: Ints


@dataclass(frozen=True, slots=True)
class Schedules:
    """Cheapest schedules at given prices.

    Attributes
    ----------
    ready_cost
        ``(N, T)`` least cost of being ready for transfer on a day; infinite where it can not be.
    held_cost
        ``(N,)`` least cost of the steps without which no transfer would be possible after the horizon; infinite where
        none is.
    best
        ``(K, N, T)`` day on which a step is done when it has to be done by a day.
    """

    ready_cost: Floats
    held_cost: Floats
    best: Ints


def build_casework(clocks: Sequence[PartyClock], network: Network) -> Casework:
    """Collect the distinct cases of the cohorts' clocks."""
    numbers: dict[object, int] = {}
    num_days = network.num_nights
    firsts: list[PartyClock] = []
    case_of: list[int] = []
    for clock in clocks:
        holds = clock.last_transfer_day is not None and clock.last_transfer_day >= num_days and not clock.case.closed_by
        key = (clock.case, tuple(min(day, num_days) for day in clock.step_latest), holds)
        if key not in numbers:
            numbers[key] = len(numbers)
            firsts.append(clock)
        case_of.append(numbers[key])
    shape = (len(firsts), MOST_STEPS)
    cases, earliest, deadline, gap = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    num_steps, num_held, held_latest = (np.zeros(len(firsts), dtype=np.int64) for _ in range(3))
    latest_notice = np.tile(np.arange(num_days), (len(firsts), 1))
    days = np.arange(num_days)
    after_notice = np.searchsorted(network.ready, days, side="right") - 1
    for row, clock in enumerate(firsts):
        steps = clock.case.steps
        num_steps[row] = len(steps)
        for column, step in enumerate(steps):
            cases[row, column], gap[row, column] = step.cases, min(step.days_to_next, num_days)
            earliest[row, column], deadline[row, column] = step.earliest, step.deadline
        if steps and steps[-1].step is StaffedStep.NOTICE:
            latest_notice[row] = after_notice
        last = clock.last_transfer_day
        forced = sum(latest < num_days for latest in clock.step_latest)
        num_held[row] = -1 if last is None or last < num_days or clock.case.closed_by else forced
        held_latest[row] = clock.step_latest[forced - 1] if forced else 0
    ready_days = np.array([clock.case.ready_day for clock in firsts], dtype=np.int64)
    return Casework(
        case_of=np.array(case_of, dtype=np.int64),
        cases=cases,
        earliest=earliest,
        deadline=deadline,
        gap=gap,
        num_steps=num_steps,
        latest_notice=latest_notice,
        ready=days[None, :] >= ready_days[:, None],
        num_held=num_held,
        held_latest=held_latest,
    )


def schedules_at(casework: Casework, case_prices: Floats, own: Mapping[int, Mapping[tuple[int, int], float]]) -> Schedules:
    """Dynamic programme over the steps in order; at equal price the earlier day.

    Parameters
    ----------
    case_prices
        ``(T,)`` price of one case on a day, 0 or more.
    own
        Further price of ``(step, day)``, of either sign, by case.
    """
    num_cases, num_days = casework.latest_notice.shape
    days: Ints = np.arange(num_days, dtype=np.int64)
    done = np.zeros((num_cases, num_days))
    ready, best = done, np.zeros((MOST_STEPS, num_cases, num_days), dtype=np.int64)
    held = np.where(casework.num_held == 0, 0.0, np.inf)
    for step in range(MOST_STEPS):
        lag = casework.gap[:, step - 1] if step else np.zeros(num_cases, dtype=np.int64)
        back = days[None, :] - lag[:, None]
        before = np.where(back >= 0, np.take_along_axis(done, np.maximum(back, 0), axis=1), np.inf)
        price = casework.cases[:, step, None] * case_prices[None, :]
        for case, extra in own.items():
            for (number, day), charge in extra.items():
                price[case, day] += charge if number == step else 0.0
        inside = (days[None, :] >= casework.earliest[:, step, None]) & (days[None, :] <= casework.deadline[:, step, None])
        done = np.minimum.accumulate(np.where(inside, before + price, np.inf), axis=1)
        cheaper = np.concatenate([np.ones((num_cases, 1), dtype=bool), done[:, 1:] < done[:, :-1]], axis=1)
        best[step] = np.maximum.accumulate(np.where(cheaper, days, 0), axis=1)
        ready = np.where((casework.num_steps == step + 1)[:, None], done, ready)
        at_latest = np.take_along_axis(done, np.clip(casework.held_latest, 0, num_days - 1)[:, None], axis=1)[:, 0]
        held = np.where((casework.num_held == step + 1) & (casework.held_latest >= 0), at_latest, held)
    by_day = np.where(casework.latest_notice >= 0, np.take_along_axis(ready, np.maximum(casework.latest_notice, 0), axis=1), np.inf)
    # Without any step there is nothing to pay for.
    by_day = np.where((casework.num_steps == 0)[:, None], 0.0, by_day)
    return Schedules(np.where(casework.ready, by_day, np.inf), held, best)


def steps_for_transfers(casework: Casework, schedules: Schedules, cases: Ints, days: Ints) -> Ints:
    """``(N, K)`` day of each step for transfers on given days, by case; `GONE` where none is needed."""
    return _walk_back(casework, schedules, cases, casework.num_steps[cases], casework.latest_notice[cases, days])


def steps_for_holding(casework: Casework, schedules: Schedules, cases: Ints) -> Ints:
    """``(N, K)`` day of each step for staying held at the end; `GONE` for steps left for later."""
    return _walk_back(casework, schedules, cases, casework.num_held[cases], casework.held_latest[cases])


def _walk_back(casework: Casework, schedules: Schedules, cases: Ints, count: Ints, latest: Ints) -> Ints:
    days = np.full((len(cases), MOST_STEPS), GONE, dtype=np.int64)
    for step in range(MOST_STEPS - 1, -1, -1):
        done = np.flatnonzero(count > step)
        latest = np.minimum(latest, schedules.best.shape[2] - 1)
        days[done, step] = schedules.best[step, cases[done], latest[done]]
        if step:
            latest = latest.copy()
            latest[done] = days[done, step] - casework.gap[cases[done], step - 1]
    return days
