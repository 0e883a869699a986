"""The master problem: how many parties of each cohort take each itinerary found so far.

A linear programme in MathOpt, solved again from its last basis whenever itineraries are added or the tier changes.
One variable a count carries that count's total, so that a tier is made the objective, and later held, by touching
one variable.
"""
# OR-Tools' signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from ortools.glop import parameters_pb2
from ortools.math_opt.python import mathopt

from planner.domain.errors import SolverError
from planner.domain.plan import Measure
from planner.model.cohorts import Cohort
from planner.model.contested import add_contested_days
from planner.model.feature import Feature, features_of
from planner.model.itinerary import COUNTS, Itinerary
from planner.model.keys import Key
from planner.model.network import Floats, Network
from planner.model.options import Option
from planner.model.prices import Prices, prices_of
from planner.model.resources import Resources

SCALES = tuple(
    {Measure.ROAD_MINUTES: 100.0, Measure.WAIT_ORDER: 1000.0, Measure.DEADLINE_ORDER: 1000.0}.get(measure, 1.0) if measure else 1.0
    for measure in COUNTS
)
"""What each count is divided by inside the linear programme, so that its figures stay near 1."""

# A bound is proven by pricing, whatever the solve (`bound`): an imprecise solution is as good a guide as any.
_GLOP = parameters_pb2.GlopParameters(change_status_to_imprecise=False)
PARAMETERS = (
    mathopt.SolveParameters(threads=1, random_seed=1, glop=_GLOP),
    mathopt.SolveParameters(threads=1, random_seed=1, glop=_GLOP, presolve=mathopt.Emphasis.OFF),
    mathopt.SolveParameters(threads=1, random_seed=1, glop=_GLOP, lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX),
)
"""How the master is solved, and how again when that gives no optimum."""

EASE = (1e-8, 1e-6)
"""How far held counts are eased, in the master's scale, when rounding errors leave them out of reach."""


class Master:
    """The restricted master problem.

    Parameters
    ----------
    cohorts, network, resources
        The instance, as the optimiser sees it.
    """

    def __init__(self, cohorts: tuple[Cohort, ...], network: Network, resources: Resources) -> None:
        self._network = network
        self._resources = resources
        self._model = mathopt.Model(name="master")
        self._serve = [self._model.add_linear_constraint(lb=cohort.count, ub=cohort.count) for cohort in cohorts]
        self._limits: dict[Key, mathopt.LinearConstraint] = {}
        self._totals = [self._model.add_variable() for _ in COUNTS]
        self._count_rows = [self._model.add_linear_constraint(lb=0.0, ub=0.0) for _ in COUNTS]
        for row, total, scale in zip(self._count_rows, self._totals, SCALES, strict=True):
            row.set_coefficient(total, -scale)
        add_contested_days(self._model, self._limit, resources, network, integer=False)
        self._features: dict[Feature, mathopt.LinearConstraint] = {}
        self._shortfall = self._model.add_variable(lb=0.0, ub=0.0)
        for row, cohort in zip(self._serve, cohorts, strict=True):
            row.set_coefficient(self._shortfall, cohort.count)
        self._columns: list[mathopt.Variable] = []
        self._itineraries: list[Itinerary] = []
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self._held: dict[int, int] = {}
        self._objective_scale = 1.0
        self._primal: dict[mathopt.Variable, float] = {}
        self._dual: dict[mathopt.LinearConstraint, float] = {}
        self._reduced: dict[mathopt.Variable, float] = {}

    def add(self, itinerary: Itinerary, use: dict[Key, int], options: tuple[Option, ...]) -> None:
        """Add a column; ``options`` are its cohort's."""
        column = self._model.add_variable(lb=0.0)
        self._serve[itinerary.cohort].set_coefficient(column, 1.0)
        for key, people in use.items():
            self._limit(key).set_coefficient(column, people)
        for row, count in zip(self._count_rows, itinerary.counts, strict=True):
            if count:
                row.set_coefficient(column, count)
        for feature in features_of(itinerary, options) if self._features else ():
            if feature in self._features:
                self._features[feature].set_coefficient(column, 1.0)
        self._columns.append(column)
        self._itineraries.append(itinerary)

    def _limit(self, key: Key) -> mathopt.LinearConstraint:
        """The row of a capacity, made when the first itinerary uses it."""
        if key not in self._limits:
            self._limits[key] = self._model.add_linear_constraint(ub=self._resources.limits[key])
        return self._limits[key]

    def minimise(self, position: int) -> None:
        """Make one count the objective."""
        self._objective_scale = SCALES[position]
        self._model.minimize(self._totals[position])

    def minimise_sum(self, weights: Floats) -> None:
        """Make a weighted sum of all counts the objective."""
        self._objective_scale = 1.0
        terms = zip(weights, SCALES, self._totals, strict=True)
        self._model.minimize(mathopt.LinearSum(float(weight) * scale * total for weight, scale, total in terms))

    def hold(self, position: int, value: int) -> None:
        """Let a count be no worse than a value from now on."""
        self._held[position] = value
        self._totals[position].upper_bound = value / SCALES[position]
        self._count_rows[position].set_coefficient(self._shortfall, min(0, value))

    def release(self, position: int) -> None:
        """Let a count be anything again."""
        self._held.pop(position, None)
        self._totals[position].upper_bound = np.inf
        self._count_rows[position].set_coefficient(self._shortfall, 0.0)

    def branch(
        self, position: int, bounds: Mapping[Feature, tuple[float, float]], options: Mapping[int, tuple[Option, ...]], penalty: float
    ) -> None:
        """Minimise a count where features are had by so many parties, at least and at most.

        Parameters
        ----------
        penalty
            Price of leaving every party unserved, so that there is always a solution. At any price the optimum is
            no more than the true one: it may be used as a bound.
        """
        self._shortfall.upper_bound = 1.0
        self._objective_scale = SCALES[position]
        self._model.minimize(self._totals[position] + penalty * self._shortfall)
        for feature in bounds:
            if feature not in self._features:
                row = self._features[feature] = self._model.add_linear_constraint()
                for itinerary, column in zip(self._itineraries, self._columns, strict=True):
                    if itinerary.cohort == feature.cohort and feature in set(features_of(itinerary, options[feature.cohort])):
                        row.set_coefficient(column, 1.0)
        for feature, row in self._features.items():
            least, most = bounds.get(feature, (-np.inf, np.inf))
            row.lower_bound, row.upper_bound = least, most
            row.set_coefficient(self._shortfall, max(0.0, least))

    def unbranch(self) -> None:
        """Forget every branch."""
        self._shortfall.upper_bound = 0.0
        for row in self._features.values():
            row.lower_bound, row.upper_bound = -np.inf, np.inf
            row.set_coefficient(self._shortfall, 0.0)

    def shortfall(self) -> float:
        """Share of the parties left unserved in the last solve; 0 where the branch has a solution."""
        return self._primal[self._shortfall]

    def solve(self) -> float:
        """Solve from the last basis.

        Returns
        -------
        float
            Optimum over the itineraries found so far.
        """
        result = self._attempt()
        for ease in EASE:
            if _is_usable(result):
                break
            for position, value in self._held.items():
                self._totals[position].upper_bound = value / SCALES[position] + ease
            result = self._attempt()
        if not _is_usable(result):
            raise SolverError(f"the master problem ended with {result.termination.reason.name}: {result.termination.detail}")
        solution = result.solutions[0]
        assert solution.primal_solution is not None  # noqa: S101  # looked at above
        assert solution.dual_solution is not None  # noqa: S101  # looked at above
        self._primal, self._dual = solution.primal_solution.variable_values, solution.dual_solution.dual_values
        self._reduced = solution.dual_solution.reduced_costs
        return solution.primal_solution.objective_value * self._objective_scale

    def _attempt(self) -> mathopt.SolveResult:
        """Solve from the last basis; where that fails, afresh and in other ways."""
        result = self._solver.solve(params=PARAMETERS[0])
        for parameters in PARAMETERS:
            if _is_usable(result):
                break
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            result = self._solver.solve(params=parameters)
        return result

    def values(self) -> Floats:
        """Parties on each itinerary, not whole in general, in the order they were added."""
        return np.array([self._primal[column] for column in self._columns])

    def reduced_costs(self) -> Floats:
        """What each itinerary costs beyond what it saves, in the order they were added; 0 on those in use."""
        return np.array([self._reduced[column] for column in self._columns]) * self._objective_scale

    def prices(self) -> Prices:
        """Dual prices of the last solve."""
        duals = [self._dual[row] for row in self._limits.values()]
        features: defaultdict[int, dict[Feature, float]] = defaultdict(dict)
        for feature, dual in zip(self._features, [self._dual[row] for row in self._features.values()], strict=True):
            if dual:
                features[feature.cohort][feature] = -dual * self._objective_scale
        rows = {key: -dual * self._objective_scale for key, dual in zip(self._limits, duals, strict=True) if dual < 0}
        return prices_of(
            rows=rows,
            weights=-np.array([self._dual[row] for row in self._count_rows]) * self._objective_scale,
            cohorts=np.array([self._dual[row] for row in self._serve]) * self._objective_scale,
            features=features,
            network=self._network,
            resources=self._resources,
        )


def _is_usable(result: mathopt.SolveResult) -> bool:
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL or not result.solutions:
        return False
    return result.solutions[0].primal_solution is not None and result.solutions[0].dual_solution is not None
