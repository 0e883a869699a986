"""A whole-number programme, handed to SCIP or CP-SAT through MathOpt's messages."""
# OR-Tools' signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from planner.model.engines import new_programme
from planner.model.lp import InfeasibleError, joined
from planner.model.network import Floats, Ints

Part = tuple[Ints, Ints, Floats]
"""Entries ``(row, column, value)``."""

FEW_ROUNDS = {"separating/maxroundsroot": 5, "presolving/maxrounds": 2}
"""Rounds of preparation by SCIP's own names, where somebody waits: a third less time, and the same values."""


class Programme:
    """Whole columns from 0 up to a bound of each, rows between bounds; put together from arrays, and piece by piece."""

    def __init__(self, parts: list[Part], lower: list[Floats], upper: list[Floats], most: Ints) -> None:
        nothing = np.zeros(0)
        entries = joined([*parts, (np.zeros(0, np.int64), np.zeros(0, np.int64), nothing)])
        self._rows, self._columns, self._values = (each.tolist() for each in entries)
        self._lower, self._upper = np.concatenate([*lower, nothing]).tolist(), np.concatenate([*upper, nothing]).tolist()
        self._most = most.astype(float).tolist()

    @property
    def num_columns(self) -> int:
        """Columns so far."""
        return len(self._most)

    def add_row(self, upper: float, lower: float = -np.inf) -> int:
        """Add a row; its number."""
        self._lower.append(lower)
        self._upper.append(upper)
        return len(self._upper) - 1

    def add_column(self, most: float) -> int:
        """Add a column; its number."""
        self._most.append(most)
        return len(self._most) - 1

    def entry(self, row: int, column: int, value: float) -> None:
        """Let a column use a row."""
        if value:
            self._rows.append(row)
            self._columns.append(column)
            self._values.append(value)

    def mix(self, costs: Floats) -> Floats | None:
        """``(N,)`` values of least cost that need not be whole; None when there are none."""
        programme = new_programme()
        nothing = np.zeros(0, dtype=np.int64)
        programme.add_columns(np.array(self._most), (nothing, nothing, np.zeros(0)))
        programme.add_rows(
            np.array(self._lower), np.array(self._upper), (np.array(self._rows), np.array(self._columns), np.array(self._values))
        )
        programme.set_costs(costs)
        try:
            return programme.solve(dual=True).values
        except InfeasibleError:
            return None

    def solve(
        self,
        costs: Floats,
        *,
        seconds: float | None = None,
        nodes: int | None = None,
        gap: float | None = None,
        is_late: bool = False,
        hint: list[float] | None = None,
    ) -> Floats | None:
        """Whole values of least cost, by SCIP.

        Parameters
        ----------
        costs
            ``(N,)`` cost of each column.
        seconds, nodes
            Longest time and largest search; None for no end.
        gap
            How far from the least cost the answer may be where somebody waits for it: less is prepared, too. None for the least cost.
        is_late
            Whether good values will do: they are looked for, and the relaxation is not tightened.
        hint
            Values to begin from, of the first columns.

        Returns
        -------
        array or None
            ``(N,)`` values; None when there are none, or none so soon.
        """
        parameters = _parameters()
        parameters.time_limit, parameters.node_limit = None if seconds is None else timedelta(seconds=seconds), nodes
        if gap is not None:
            parameters.absolute_gap_tolerance = gap
            parameters.presolve, parameters.heuristics = mathopt.Emphasis.LOW, mathopt.Emphasis.OFF
            for name, most in FEW_ROUNDS.items():
                parameters.gscip.int_params[name] = most
        elif is_late or (not costs.any() and nodes is None):
            parameters.cuts, parameters.heuristics = mathopt.Emphasis.OFF, mathopt.Emphasis.HIGH
        elif seconds is None:
            # A small search: half of it would be preparation.
            parameters.presolve = parameters.heuristics = mathopt.Emphasis.LOW
        model = self._model(costs)
        return _values(model, mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters, model_params=_begun(model, hint or [])))

    def solve_near(self, costs: Floats, hint: list[float], work: float, gap: float) -> Floats | None:
        """Whole values of nearly least cost, by CP-SAT.

        Parameters
        ----------
        hint
            Values to begin from, of the first columns.
        work
            Most work, by the solver's own count: the same on every machine.
        gap
            How far from the least cost the answer may be.

        Returns
        -------
        array or None
            ``(N,)`` values; None when there are none, or none so soon.
        """
        parameters = _parameters()
        parameters.cp_sat.max_deterministic_time, parameters.absolute_gap_tolerance = work, gap
        model = self._model(costs)
        return _values(model, mathopt.solve(model, mathopt.SolverType.CP_SAT, params=parameters, model_params=_begun(model, hint)))

    def _model(self, costs: Floats) -> mathopt.Model:
        proto = model_pb2.ModelProto()
        proto.variables.ids.extend(range(self.num_columns))
        proto.variables.lower_bounds.extend([0.0] * self.num_columns)
        proto.variables.upper_bounds.extend(self._most)
        proto.variables.integers.extend([True] * self.num_columns)
        proto.linear_constraints.ids.extend(range(len(self._upper)))
        proto.linear_constraints.lower_bounds.extend(self._lower)
        proto.linear_constraints.upper_bounds.extend(self._upper)
        order = np.lexsort((self._columns, self._rows))
        for field, values in (("row_ids", self._rows), ("column_ids", self._columns), ("coefficients", self._values)):
            getattr(proto.linear_constraint_matrix, field).extend(np.array(values)[order].tolist())
        proto.objective.linear_coefficients.ids.extend(range(len(costs)))
        proto.objective.linear_coefficients.values.extend(costs.tolist())
        return mathopt.Model.from_model_proto(proto)


def _parameters() -> mathopt.SolveParameters:
    return mathopt.SolveParameters(threads=1, random_seed=1, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.0)


def _begun(model: mathopt.Model, hint: list[float]) -> mathopt.ModelSolveParameters:
    known = dict(zip(model.variables(), hint, strict=False))
    return mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=known)] if known else [])


def _values(model: mathopt.Model, result: mathopt.SolveResult) -> Floats | None:
    return np.array(result.variable_values(list(model.variables()))) if result.has_primal_feasible_solution() else None
