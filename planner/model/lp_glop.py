"""Linear programmes in OR-Tools' GLOP, through MathOpt's messages: arrays go in and come out whole."""
# OR-Tools' signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportAttributeAccessIssue=false

import numpy as np
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, model_update_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt

from planner.model.lp import Answer, InfeasibleError, joined, no_optimum
from planner.model.network import Flags, Floats, Ints

ENGINE = "GLOP"


class Glop:
    """`planner.model.lp.LinearProgramme` in GLOP."""

    def __init__(self) -> None:
        self._solver: solver.Solver | None = None
        self._update = model_update_pb2.ModelUpdateProto()
        self._num_rows = self._num_columns = 0
        self._costs = np.zeros(0)
        self._bounds: dict[str, Floats] = {"lower": np.zeros(0), "upper": np.zeros(0), "least": np.zeros(0), "columns": np.zeros(0)}
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self._changed: dict[str, set[int]] = {"rows": set(), "columns": set()}
        self._first_new_row = self._first_new_column = 0

    def add_rows(self, lower: Floats, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        rows, columns, values = entries
        self._entries.append((rows + self._num_rows, columns, values))
        self._bounds["lower"] = np.concatenate([self._bounds["lower"], lower])
        self._bounds["upper"] = np.concatenate([self._bounds["upper"], upper])
        self._num_rows += len(lower)

    def add_columns(self, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        rows, columns, values = entries
        self._entries.append((rows, columns + self._num_columns, values))
        self._bounds["columns"] = np.concatenate([self._bounds["columns"], upper])
        self._bounds["least"] = np.concatenate([self._bounds["least"], np.zeros(len(upper))])
        self._costs = np.concatenate([self._costs, np.zeros(len(upper))])
        self._num_columns += len(upper)

    def keep(self, columns: Flags) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        if columns.all():
            return
        place = np.cumsum(columns) - 1
        rows, numbers, values = joined(self._entries)
        kept = columns[numbers]
        self._entries = [(rows[kept], place[numbers[kept]], values[kept])]
        self._bounds["columns"] = self._bounds["columns"][columns]
        self._bounds["least"] = self._bounds["least"][columns]
        self._costs = self._costs[columns]
        self._num_columns = int(columns.sum())
        self._solver = None

    def set_costs(self, costs: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._costs = costs.copy()

    def set_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._bounds["least"][columns], self._bounds["columns"][columns] = lower, upper
        self._changed["columns"].update(columns.tolist())

    def set_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._bounds["lower"][rows], self._bounds["upper"][rows] = lower, upper
        self._changed["rows"].update(rows.tolist())

    def basis(self) -> tuple[Flags, Flags] | None:
        """See `planner.model.lp.LinearProgramme`."""
        return None

    def start_from(self, columns: Flags, rows: Flags) -> None:
        """See `planner.model.lp.LinearProgramme`; GLOP finds its own beginning."""

    def solve(self, *, dual: bool) -> Answer:
        """See `planner.model.lp.LinearProgramme`."""
        self._tell()
        result = self._run(dual=dual)
        if result.termination.reason == result_pb2.TERMINATION_REASON_INFEASIBLE:
            raise InfeasibleError
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            # Once more from nothing: a basis can be worn out.
            self._solver = None
            self._tell()
            result = self._run(dual=True)
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            raise no_optimum(ENGINE, result_pb2.TerminationReasonProto.Name(result.termination.reason))
        primal, dual_solution = result.solutions[0].primal_solution, result.solutions[0].dual_solution
        values = _dense(primal.variable_values, self._num_columns)
        return Answer(
            objective=float(self._costs @ values),
            values=values,
            reduced=_dense(dual_solution.reduced_costs, self._num_columns),
            duals=_dense(dual_solution.dual_values, self._num_rows),
            iterations=result.solve_stats.simplex_iterations,
        )

    def _run(self, *, dual: bool) -> result_pb2.SolveResultProto:
        parameters = parameters_pb2.SolveParametersProto(threads=1, random_seed=1)
        parameters.presolve = parameters_pb2.EMPHASIS_OFF
        parameters.lp_algorithm = parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX if dual else parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX
        # A bound is proven by pricing, whatever the solve: an imprecise solution is as good a guide as any.
        parameters.glop.change_status_to_imprecise = False
        assert self._solver is not None  # noqa: S101  # made by _tell
        nothing = model_parameters_pb2.ModelSolveParametersProto()
        return self._solver.solve(parameters, nothing, None, callback_pb2.CallbackRegistrationProto(), None, None)

    def _tell(self) -> None:
        """Hand the solver what is new: all of it the first time."""
        if self._solver is None:
            model = model_pb2.ModelProto()
            _fill_columns(model.variables, 0, self._bounds["least"], self._bounds["columns"])
            _fill_rows(model.linear_constraints, 0, self._bounds["lower"], self._bounds["upper"])
            _fill_entries(model.linear_constraint_matrix, self._entries[:])
            _fill_costs(model.objective.linear_coefficients, self._costs)
            self._solver = solver.new(mathopt.SolverType.GLOP.value, model, parameters_pb2.SolverInitializerProto())
        else:
            update = model_update_pb2.ModelUpdateProto()
            new = self._first_new_column
            _fill_columns(update.new_variables, new, self._bounds["least"][new:], self._bounds["columns"][new:])
            first = self._first_new_row
            _fill_rows(update.new_linear_constraints, first, self._bounds["lower"][first:], self._bounds["upper"][first:])
            _fill_entries(update.linear_constraint_matrix_updates, self._entries[self._told :])
            _fill_costs(update.objective_updates.linear_coefficients, self._costs)
            columns = sorted(column for column in self._changed["columns"] if column < self._first_new_column)
            for name, vector in (("least", update.variable_updates.lower_bounds), ("columns", update.variable_updates.upper_bounds)):
                vector.ids.extend(columns)
                vector.values.extend(self._bounds[name][columns].tolist())
            rows = sorted(row for row in self._changed["rows"] if row < self._first_new_row)
            for name in ("lower", "upper"):
                vector = getattr(update.linear_constraint_updates, f"{name}_bounds")
                vector.ids.extend(rows)
                vector.values.extend(self._bounds[name][rows].tolist())
            if not self._solver.update(update):
                self._solver = None
                self._tell()
                return
        self._first_new_row, self._first_new_column, self._told = self._num_rows, self._num_columns, len(self._entries)
        self._changed = {"rows": set(), "columns": set()}


def _fill_columns(variables: model_pb2.VariablesProto, first: int, lower: Floats, upper: Floats) -> None:
    variables.ids.extend(range(first, first + len(upper)))
    variables.lower_bounds.extend(lower.tolist())
    variables.upper_bounds.extend(upper.tolist())
    variables.integers.extend([False] * len(upper))


def _fill_rows(rows: model_pb2.LinearConstraintsProto, first: int, lower: Floats, upper: Floats) -> None:
    rows.ids.extend(range(first, first + len(lower)))
    rows.lower_bounds.extend(lower.tolist())
    rows.upper_bounds.extend(upper.tolist())


def _fill_entries(matrix: object, parts: list[tuple[Ints, Ints, Floats]]) -> None:
    if not parts:
        return
    rows, columns, values = joined(parts)
    order = np.lexsort((columns, rows))
    matrix.row_ids.extend(rows[order].tolist())
    matrix.column_ids.extend(columns[order].tolist())
    matrix.coefficients.extend(values[order].tolist())


def _fill_costs(vector: object, costs: Floats) -> None:
    vector.ids.extend(range(len(costs)))
    vector.values.extend(costs.tolist())


def _dense(vector: object, length: int) -> Floats:
    dense = np.zeros(length)
    dense[np.array(vector.ids, dtype=np.int64)] = np.array(vector.values)
    return dense
