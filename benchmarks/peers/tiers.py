"""Every measure at its best, one after the other, by any solver that can minimise a linear count in whole numbers."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.peers.direct import OutOfTimeError, TooLargeError, build_direct, measures_in_order
from benchmarks.peers.flows import LOCKS, POSITION
from benchmarks.peers.matrix import Ints, LinearModel
from benchmarks.peers.result import PeerResult, Status
from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure

NEARLY = 1e-6
"""A bound this little above a whole number, of its size, is taken for that number."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call of a solver came to.

    Attributes
    ----------
    values
        ``(N,)`` the best solution found, if any.
    bound
        What no solution is below.
    is_proven
        Whether the solution is optimal.
    is_infeasible
        Whether there is no solution at all.
    detail
        The solver's own word for how it ended.
    """

    values: Ints | None
    bound: float
    is_proven: bool
    is_infeasible: bool
    detail: str


class Engine(Protocol):
    """A solver that holds one model."""

    def minimise(self, cost: Ints, start: Ints | None, seconds: float) -> Outcome:
        """Minimise ``cost @ x``, beginning from a solution where there is one."""
        ...

    def hold(self, cost: Ints, value: int) -> None:
        """Keep ``cost @ x`` at no more than a value from now on."""
        ...


def run_tiers(
    instance: Instance, clocks: tuple[PartyClock, ...], seconds: float, most_nonzeros: int, engine_of: Callable[[LinearModel], Engine]
) -> PeerResult:
    """Build the model, then minimise each count in turn and hold it, until all are proven or time is up.

    Locks are kept from the start. Only when that leaves no plan at all is the number of broken ones minimised, before all else.

    Parameters
    ----------
    seconds
        Time for everything, building included.
    most_nonzeros
        Coefficients above which the model is not handed to the solver.
    engine_of
        Hands the model to a solver.
    """
    began = time.monotonic()
    try:
        model = build_direct(instance, clocks, most_nonzeros, began + seconds)
    except TooLargeError as error:
        taken = time.monotonic() - began
        detail = f"{error}; more than {most_nonzeros:,} coefficients do not fit in memory"
        return PeerResult("too large", taken, taken, {}, {}, error.variables, error.rows, error.nonzeros, None, detail)
    except OutOfTimeError:
        taken = time.monotonic() - began
        return PeerResult("limit", taken, taken, {}, {}, 0, 0, 0, None, f"{seconds:g} s passed while building")
    order, locks, kept = measures_in_order(instance), model.cost(LOCKS), -int(model.offsets[LOCKS])
    engine = engine_of(model)
    built = time.monotonic()
    if instance.locks:
        engine.hold(locks, kept)
    run = _Run(model, engine, order, began, seconds, model.start if locks @ model.start <= kept else None)
    status, detail = run.solve()
    if run.is_infeasible:
        run = _Run(model, engine_of(model), (LOCKS, *order), began, seconds, model.start)
        status, detail = run.solve()
    return run.result(status, built - began, detail)


class _Run:
    """One model, count by count."""

    def __init__(
        self, model: LinearModel, engine: Engine, order: tuple[int, ...], began: float, seconds: float, start: Ints | None
    ) -> None:
        self._model, self._engine, self._order, self._began, self._seconds, self._start = model, engine, order, began, seconds, start
        self._best: Ints | None = None
        self._bounds: dict[int, int] = {}
        self.is_infeasible = False

    def solve(self) -> tuple[Status, str]:
        """Settle the counts in turn."""
        for number, count in enumerate(self._order):
            cost, offset = self._model.cost(count), int(self._model.offsets[count])
            left = self._began + self._seconds - time.monotonic()
            place = f"at {_name(count)}, {number} of {len(self._order)} counts proven"
            if left <= 0:
                return "limit", f"{self._seconds:g} s passed {place}"
            outcome = self._engine.minimise(cost, self._start if self._best is None else self._best, left)
            self.is_infeasible = outcome.is_infeasible
            if outcome.values is not None:
                self._best = outcome.values
            if math.isfinite(outcome.bound):
                self._bounds[count] = offset + math.ceil(outcome.bound - NEARLY * max(1.0, abs(outcome.bound)))
            if self._best is None:
                return "limit", f"{outcome.detail} {place}"
            value = int(cost @ self._best)
            if count in self._bounds:
                self._bounds[count] = min(self._bounds[count], value + offset)
            if not outcome.is_proven and self._bounds.get(count) != value + offset:
                return "limit", f"{outcome.detail} {place}"
            self._bounds[count] = value + offset
            self._engine.hold(cost, value)
        return "optimal", ""

    def result(self, status: Status, build_seconds: float, detail: str) -> PeerResult:
        """What was reached."""
        model, best, signs = self._model, self._best, {measure: -1 if measure in MAXIMISED else 1 for measure in Measure}
        counts = [] if best is None else (model.counts @ best + model.offsets).tolist()
        return PeerResult(
            status=status,
            seconds=time.monotonic() - self._began,
            build_seconds=build_seconds,
            measures={measure: sign * int(counts[POSITION[measure]]) for measure, sign in signs.items()} if counts else {},
            bounds={
                measure: sign * self._bounds[POSITION[measure]] for measure, sign in signs.items() if POSITION[measure] in self._bounds
            },
            variables=model.num_columns,
            rows=model.num_rows,
            nonzeros=model.num_nonzeros,
            locks_broken=int(counts[LOCKS]) if counts else None,
            detail=detail,
        )


def _name(count: int) -> str:
    return next((measure.value for measure, position in POSITION.items() if position == count), "locks")


def check(model: LinearModel, values: Ints) -> bool:
    """Whether a solution obeys every row: a solver works with tolerances, a plan does not."""
    rows = model.matrix @ values
    return bool(np.all((values >= 0) & (values <= model.upper)) and np.all((rows >= model.least) & (rows <= model.most)))
