"""Linear programmes in HiGHS."""
# highspy's signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportAttributeAccessIssue=false

import highspy
import numpy as np

from planner.model.lp import Answer, InfeasibleError, by_row, no_optimum
from planner.model.network import Flags, Floats, Ints

ENGINE = "HiGHS"
DUAL, PRIMAL = 1, 4
"""HiGHS's numbers of its simplex strategies."""
BASIC, LOWER, UPPER = highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kUpper


class _Quiet(highspy.Highs):
    """HiGHS without a word on standard output; its greeting comes while callbacks are set up."""

    def enableCallbacks(self) -> None:  # noqa: N802  # HiGHS's name
        self.silent()
        super().enableCallbacks()


def _prepared() -> _Quiet:
    """An empty HiGHS with our options: one seed, the simplex method on the thread it is called from.

    How many threads HiGHS has is one choice for the whole process; another user's choice must not stop ours.
    """
    highs = _Quiet()
    for option, value in (("parallel", "off"), ("random_seed", 1), ("solver", "simplex")):
        highs.setOptionValue(option, value)
    return highs


class Highs:
    """`planner.model.lp.LinearProgramme` in HiGHS."""

    def __init__(self) -> None:
        self._highs = _prepared()
        self._solved = False

    def add_rows(self, lower: Floats, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        starts, columns, values = by_row(entries, len(lower))
        self._highs.addRows(len(lower), lower, upper, len(values), starts.astype(np.int32), columns.astype(np.int32), values)

    def add_columns(self, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        rows, columns, values = entries
        starts, numbers, sizes = by_row((columns, rows, values), len(upper))
        zeros = np.zeros(len(upper))
        self._highs.addCols(len(upper), zeros, zeros, upper, len(sizes), starts.astype(np.int32), numbers.astype(np.int32), sizes)

    def keep(self, columns: Flags) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        gone = np.flatnonzero(~columns).astype(np.int32)
        if len(gone):
            self._highs.deleteCols(len(gone), gone)

    def set_costs(self, costs: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def set_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def set_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)

    def basis(self) -> tuple[Flags, Flags] | None:
        """See `planner.model.lp.LinearProgramme`."""
        basis = self._highs.getBasis()
        if not basis.valid:
            return None
        columns, rows = ([status == BASIC for status in statuses] for statuses in (basis.col_status, basis.row_status))
        return np.array(columns, dtype=bool), np.array(rows, dtype=bool)

    def start_from(self, columns: Flags, rows: Flags) -> None:
        """See `planner.model.lp.LinearProgramme`."""
        basis = highspy.HighsBasis()
        basis.col_status = [BASIC if basic else LOWER for basic in columns.tolist()]
        basis.row_status = [BASIC if basic else UPPER for basic in rows.tolist()]
        basis.valid = basis.alien = True  # HiGHS completes what is not a whole basis
        self._highs.setBasis(basis)
        self._solved = True

    def solve(self, *, dual: bool) -> Answer:
        """See `planner.model.lp.LinearProgramme`."""
        if not self._highs.getNumCol():
            return Answer(0.0, np.zeros(0), np.zeros(0), np.zeros(self._highs.getNumRow()), 0)
        self._highs.setOptionValue("simplex_strategy", DUAL if dual else PRIMAL)
        self._highs.setOptionValue("presolve", "off" if self._solved else "choose")
        self._highs.run()
        if self._highs.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            # Once more from nothing: a basis can be worn out.
            programme, self._highs = self._highs.getLp(), _prepared()
            self._highs.passModel(programme)
            self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            raise InfeasibleError
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise no_optimum(ENGINE, self._highs.modelStatusToString(self._highs.getModelStatus()))
        self._solved = True
        solution, info = self._highs.getSolution(), self._highs.getInfo()
        return Answer(
            objective=info.objective_function_value,
            values=np.array(solution.col_value),
            reduced=np.array(solution.col_dual),
            duals=np.array(solution.row_dual),
            iterations=info.simplex_iteration_count,
        )
