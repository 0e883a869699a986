"""The cheapest days for the staffed steps of a cohort's case, given the price of a case on each day."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.clocks import PartyClock
from planner.domain.rules import StaffedStep
from planner.model.itinerary import GONE
from planner.model.network import Floats, Ints


@dataclass(frozen=True, slots=True)
class Schedule:
    """Cheapest schedules of one clock.

    Attributes
    ----------
    ready_cost
        ``(T,)`` least cost of being ready for transfer on a day; infinite where it can not be.
    held_cost
        Least cost of the steps without which no transfer would be possible after the horizon; infinite where none is.
    """

    ready_cost: Floats
    held_cost: float
    _best: tuple[Ints, ...]
    _clock: PartyClock
    _ready: Ints
    _num_held: int

    def steps_for_transfer(self, day: int) -> tuple[int, ...]:
        """Day of each step for a transfer on a day."""
        if not self._best:
            return ()
        latest = int(np.searchsorted(self._ready, day, side="right")) - 1 if self._ends_with_notice else day
        return self._walk_back(len(self._best), latest)

    def steps_for_holding(self) -> tuple[int, ...]:
        """Day of each step for staying held at the end; `GONE` for steps left for later."""
        done = self._num_held
        if not done:
            return (GONE,) * len(self._clock.case.steps)
        return (*self._walk_back(done, self._clock.step_latest[done - 1]), *(GONE,) * (len(self._clock.case.steps) - done))

    @property
    def _ends_with_notice(self) -> bool:
        return self._clock.case.steps[-1].step is StaffedStep.NOTICE

    def _walk_back(self, count: int, latest: int) -> tuple[int, ...]:
        days: list[int] = []
        for index in range(count - 1, -1, -1):
            day = int(self._best[index][min(latest, len(self._best[index]) - 1)])
            days.append(day)
            if index:
                latest = day - self._clock.case.steps[index - 1].days_to_next
        return tuple(reversed(days))


def schedule(clock: PartyClock, case_prices: Floats, ready: Ints, own: Mapping[tuple[int, int], float]) -> Schedule:
    """Dynamic programme over the steps in order; at equal price the earlier day.

    Parameters
    ----------
    case_prices
        ``(T,)`` price of one case on a day, 0 or more.
    ready
        ``(T,)`` first lawful day of transfer after notice served on a day, not decreasing.
    own
        Further price of a step on a day, by ``(step, day)``, of either sign.
    """
    num_days = len(case_prices)
    days = np.arange(num_days)
    cost = np.zeros(num_days)
    best: list[Ints] = []
    totals: list[Floats] = []
    for index, step in enumerate(clock.case.steps):
        lag = clock.case.steps[index - 1].days_to_next if index else 0
        before = np.full(num_days, np.inf)
        if lag < num_days:
            before[lag:] = cost[: num_days - lag]
        price = step.cases * case_prices
        for (number, day), extra in own.items():
            price = price + extra * (days == day) if number == index else price
        cost = np.minimum.accumulate(np.where((days >= step.earliest) & (days <= step.deadline), before + price, np.inf))
        cheaper = np.concatenate(([True], cost[1:] < cost[:-1]))
        best.append(np.maximum.accumulate(np.where(cheaper, days, 0)))
        totals.append(cost)
    return Schedule(
        ready_cost=_ready_cost(clock, cost, days, ready),
        held_cost=_held_cost(clock, totals, num_days),
        _best=tuple(best),
        _clock=clock,
        _ready=ready,
        _num_held=_forced(clock, num_days),
    )


def _ready_cost(clock: PartyClock, cost: Floats, days: Ints, ready: Ints) -> Floats:
    steps = clock.case.steps
    if steps and steps[-1].step is StaffedStep.NOTICE:
        latest_notice = np.searchsorted(ready, days, side="right") - 1
        by_day = np.where(latest_notice >= 0, cost[np.maximum(latest_notice, 0)], np.inf)
    else:
        by_day = cost
    return np.where(days >= clock.case.ready_day, by_day, np.inf)


def _forced(clock: PartyClock, num_days: int) -> int:
    """Number of steps, from the first, that a transfer after the horizon needs inside it."""
    return sum(latest < num_days for latest in clock.step_latest)


def _held_cost(clock: PartyClock, totals: list[Floats], num_days: int) -> float:
    if clock.last_transfer_day is None or clock.last_transfer_day < num_days or clock.case.closed_by:
        return np.inf
    forced = _forced(clock, num_days)
    if not forced:
        return 0.0
    latest = clock.step_latest[forced - 1]
    return float(totals[forced - 1][latest]) if latest >= 0 else np.inf
