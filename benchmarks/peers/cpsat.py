"""The direct model in OR-Tools CP-SAT."""

import math

import numpy as np
from ortools.sat.python import cp_model, cp_model_helper

from benchmarks.peers.matrix import Ints, LinearModel
from benchmarks.peers.result import PeerResult
from benchmarks.peers.tiers import Outcome, run_tiers
from planner.clocks import PartyClock
from planner.domain.instance import Instance

WORKERS = 2
MOST_NONZEROS = 10_000_000
"""Coefficients of a model that CP-SAT can take within some 6 GiB: 3.5 GiB were measured for 6.6 million, before the search began."""

WITH_EVERY_ROW = "max_lp"
"""Search over a linear relaxation of all rows; what CP-SAT chooses for two workers leaves most of them out and proves next to nothing."""

ANY_LEAST, ANY_MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def run(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> PeerResult:
    """Solve an instance, all tiers in turn, each with the plan of the one before as a hint."""
    return run_tiers(instance, clocks, seconds, MOST_NONZEROS, _CpSat)


class _CpSat:
    """One model in CP-SAT."""

    def __init__(self, model: LinearModel) -> None:
        self._model = cp_model.CpModel()
        proto, upper = self._model.proto, model.upper.tolist()
        limits = list(zip(_whole(model.least, ANY_LEAST), _whole(model.most, ANY_MOST), strict=True))
        variables, rows = {most: _variable(most) for most in set(upper)}, {limit: _row(*limit) for limit in set(limits)}
        proto.variables.extend([variables[most] for most in upper])  # copied in bulk: one call a variable takes far longer
        proto.constraints.extend([rows[limit] for limit in limits])
        matrix = model.matrix
        first, columns, values = (np.asarray(part, dtype=np.int64).tolist() for part in (matrix.indptr, matrix.indices, matrix.data))
        for begins, ends, constraint in zip(first[:-1], first[1:], proto.constraints, strict=True):
            row = constraint.linear
            row.vars.extend(columns[begins:ends])
            row.coeffs.extend(values[begins:ends])

    def minimise(self, cost: Ints, start: Ints | None, seconds: float) -> Outcome:
        """Minimise ``cost @ x``, beginning from a solution where there is one."""
        proto, used = self._model.proto, np.flatnonzero(cost)
        proto.clear_objective()
        proto.objective.vars.extend(used.tolist())
        proto.objective.coeffs.extend(cost[used].tolist())
        proto.clear_solution_hint()
        if start is not None:
            proto.solution_hint.vars.extend(range(len(start)))
            proto.solution_hint.values.extend(start.tolist())
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = 1
        solver.parameters.subsolvers.append(WITH_EVERY_ROW)
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self._model)
        has_plan = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        values = np.array(solver.response_proto.solution, dtype=np.int64) if has_plan else None
        return Outcome(
            values=values,
            bound=solver.best_objective_bound if has_plan else -math.inf,  # 0 is given where nothing is known
            is_proven=status == cp_model.OPTIMAL,
            is_infeasible=status == cp_model.INFEASIBLE,
            detail=f"CP-SAT: {status.name.lower()}",
        )

    def hold(self, cost: Ints, value: int) -> None:
        """Keep ``cost @ x`` at no more than a value from now on."""
        used = np.flatnonzero(cost)
        row = self._model.proto.constraints.add().linear
        row.vars.extend(used.tolist())
        row.coeffs.extend(cost[used].tolist())
        row.domain.extend((ANY_LEAST, value))


def _variable(most: int) -> cp_model_helper.IntegerVariableProto:
    variable = cp_model_helper.IntegerVariableProto()
    variable.domain.extend((0, most))
    return variable


def _row(least: int, most: int) -> cp_model_helper.ConstraintProto:
    row = cp_model_helper.ConstraintProto()
    row.linear.domain.extend((least, most))
    return row


def _whole(bounds: np.ndarray, instead: int) -> list[int]:
    """Bounds as whole numbers; infinite ones as the largest there is."""
    finite = np.isfinite(bounds)
    return np.where(finite, np.where(finite, bounds, 0).astype(np.int64), instead).tolist()
