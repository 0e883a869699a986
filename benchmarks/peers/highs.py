"""The direct model in HiGHS."""
# highspy's signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

import time

import highspy
import numpy as np

from benchmarks.peers.matrix import Ints, LinearModel
from benchmarks.peers.result import PeerResult
from benchmarks.peers.tiers import Outcome, check, run_tiers
from planner.clocks import PartyClock
from planner.domain.instance import Instance

THREADS = 2
MOST_NONZEROS = 16_000_000
"""Coefficients of a model that HiGHS can take within some 6 GiB: 2.2 GiB were measured for 6.6 million, before any branching."""

HALF = 0.5

WHOLE_GAP = 0.999
"""Every count is whole, so a plan within less than 1 of the bound is optimal."""


def run(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> PeerResult:
    """Solve an instance, all tiers in turn, each from the plan of the one before."""
    return run_tiers(instance, clocks, seconds, MOST_NONZEROS, _Highs)


class _Highs:
    """One model in HiGHS."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model
        self._columns = np.arange(model.num_columns, dtype=np.int32)
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  # highspy takes it by position; threads are for the whole process
        self._solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", THREADS),
            ("parallel", "on"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", WHOLE_GAP),
            ("mip_feasibility_tolerance", 1e-7),
        ):
            self._solver.setOptionValue(option, value)
        matrix = model.matrix
        self._solver.passModel(
            model.num_columns,
            model.num_rows,
            model.num_nonzeros,
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(model.num_columns),
            np.zeros(model.num_columns),
            model.upper.astype(np.float64),
            model.least,
            model.most,
            matrix.indptr.astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data.astype(np.float64),
            model.whole.astype(np.int32),
        )

    def minimise(self, cost: Ints, start: Ints | None, seconds: float) -> Outcome:
        """Minimise ``cost @ x``, beginning from a solution where there is one.

        HiGHS 1.16.0 may take a start for better than it is once it has carried it through its presolve, and then returns the start as
        optimal with a value that is not its own. Where value and solution differ, the start is left out and the solver begins again.
        """
        solver, ends = self._solver, time.monotonic() + seconds
        solver.changeColsCost(len(self._columns), self._columns, cost.astype(np.float64))
        if start is None:
            solver.clearSolver()
        else:
            solver.setSolution(len(self._columns), self._columns, start.astype(np.float64))
        outcome = self._solve(cost, seconds)
        if outcome is None:
            solver.clearSolver()
            outcome = self._solve(cost, max(0.0, ends - time.monotonic()))
        return outcome or Outcome(None, -np.inf, is_proven=False, is_infeasible=False, detail="HiGHS: a solution that is not what it says")

    def _solve(self, cost: Ints, seconds: float) -> Outcome | None:
        """Run the solver; None when its solution breaks a row or does not have the value it gives."""
        solver = self._solver
        solver.setOptionValue("time_limit", seconds)
        solver.run()
        info, status = solver.getInfo(), solver.getModelStatus()
        values = None
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
            if abs(int(cost @ values) - info.objective_function_value) > HALF or not check(self._model, values):
                return None
        proven = status == highspy.HighsModelStatus.kOptimal and values is not None
        nothing = status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
        detail = f"HiGHS: {solver.modelStatusToString(status).lower()}"
        return Outcome(values, info.mip_dual_bound, is_proven=proven, is_infeasible=nothing, detail=detail)

    def hold(self, cost: Ints, value: int) -> None:
        """Keep ``cost @ x`` at no more than a value from now on."""
        used = np.flatnonzero(cost).astype(np.int32)
        self._solver.addRow(-highspy.kHighsInf, float(value), len(used), used, cost[used].astype(np.float64))
