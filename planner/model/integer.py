"""The integer finish: whole parties on the itineraries found, every tier held."""
# OR-Tools' signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from planner.model.cohorts import Cohort
from planner.model.columns import Pool
from planner.model.contested import add_contested_days
from planner.model.itinerary import COUNTS
from planner.model.keys import Key
from planner.model.network import Network
from planner.model.resources import Resources


@dataclass(frozen=True, slots=True)
class WholePlan:
    """Parties by number of itinerary, and the total of each count."""

    parties: dict[int, int]
    totals: tuple[int, ...]


def solve_whole(
    cohorts: tuple[Cohort, ...],
    pool: Pool,
    network: Network,
    resources: Resources,
    held: dict[int, int],
    objective: int,
    seconds: float,
    usable: Collection[int],
) -> WholePlan | None:
    """Best whole plan over the pool.

    Parameters
    ----------
    held
        Value each count may not exceed, by position.
    objective
        Position of the count to minimise.
    seconds
        Longest time to spend.
    usable
        Numbers of the itineraries that may be used.

    Returns
    -------
    WholePlan or None
        None when no whole plan over the pool holds all of ``held``.
    """
    model = mathopt.Model(name="whole")
    limits: dict[Key, mathopt.LinearConstraint] = {}

    def limit(key: Key) -> mathopt.LinearConstraint:
        if key not in limits:
            limits[key] = model.add_linear_constraint(ub=resources.limits[key])
        return limits[key]

    serve = [model.add_linear_constraint(lb=cohort.count, ub=cohort.count) for cohort in cohorts]
    rows = [model.add_linear_constraint(ub=held.get(position, float("inf"))) for position in range(len(COUNTS))]
    add_contested_days(model, limit, resources, network, integer=True)
    variables: dict[int, mathopt.Variable] = {}
    for number in sorted(usable):
        itinerary, use = pool.itineraries[number], pool.uses[number]
        variable = model.add_integer_variable(lb=0.0, ub=cohorts[itinerary.cohort].count)
        serve[itinerary.cohort].set_coefficient(variable, 1.0)
        for key, people in use.items():
            limit(key).set_coefficient(variable, people)
        for row, count in zip(rows, itinerary.counts, strict=True):
            if count:
                row.set_coefficient(variable, count)
        model.objective.set_linear_coefficient(variable, itinerary.counts[objective])
        variables[number] = variable
    model.objective.is_maximize = False
    parameters = mathopt.SolveParameters(
        threads=1, random_seed=1, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.0, time_limit=timedelta(seconds=seconds)
    )
    result = mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters)
    if not result.has_primal_feasible_solution():
        return None
    return whole_plan(pool, {number: whole for number, variable in variables.items() if (whole := round(result.variable_values(variable)))})


def whole_plan(pool: Pool, parties: dict[int, int]) -> WholePlan:
    """A plan by the parties on each itinerary, with its totals."""
    counts = [(count, pool.itineraries[number].counts) for number, count in parties.items()]
    return WholePlan(parties, tuple(sum(count * each[position] for count, each in counts) for position in range(len(COUNTS))))
