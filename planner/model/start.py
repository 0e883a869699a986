"""Itineraries to begin with: a weighted sum of all counts brought near its optimum, first over roles, then over sites.

It proves nothing. It leaves the tiers itineraries, choices of contested days and a basis to start from.
"""

from collections.abc import Callable

import numpy as np

from planner.model.aggregation import aggregate, spread
from planner.model.contested import Choice
from planner.model.greedy import complete, start_weights
from planner.model.itinerary import COUNTS
from planner.model.master import Master
from planner.model.network import Floats, Ints
from planner.model.prices import Prices
from planner.model.problem import Problem

MOST_ROUNDS = 80
NEAR = 1e-3
"""The weighted sum is near enough to its optimum within this share of it."""

NEARLY_FREE = 0.01
"""Itineraries over roles whose reduced cost is below this are spread over the sites, as are those in use."""

SPREAD_PER_COHORT = 8
"""Most of these for each cohort, on average."""


def cold_start(problem: Problem, is_late: Callable[[], bool], rounds: int = MOST_ROUNDS) -> Master:
    """A master near the optimum of the weighted sum, or, when time or so many rounds are up, as far as it came."""
    smaller = aggregate(problem)
    if smaller is None:
        nothing = Prices(np.zeros(len(problem.rows.limits)), start_weights(), np.zeros(len(problem.cohorts)), {})
        _, seen = complete(problem, nothing, {})
        return improved(problem, seen, [], is_late, rounds)
    master = cold_start(smaller.problem, is_late, rounds)
    if not master.is_solved:
        return Master(problem.counts, problem.pool, problem.rows)
    reduced = smaller.problem.pool.reduced_costs(master.prices())
    in_use = master.values() > 0
    others = np.flatnonzero((reduced < NEARLY_FREE) & ~in_use)
    others = others[np.argsort(reduced[others], kind="stable")][: SPREAD_PER_COHORT * len(smaller.problem.cohorts)]
    seen = problem.pool.add(spread(smaller, problem, np.flatnonzero(in_use)))
    problem.pool.add(spread(smaller, problem, np.sort(others)))  # called back where they improve
    return improved(problem, seen, master.choices, is_late, rounds)


def improved(problem: Problem, seen: Ints, choices: list[Choice], is_late: Callable[[], bool], rounds: int) -> Master:
    """Column generation on the weighted sum from some itineraries, by number, and choices of contested days."""
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(np.concatenate([np.arange(len(problem.counts)), seen]))
    master.add_choices(choices)
    master.minimise(start_weights(), 1.0)
    nothing_held: Floats = np.zeros(len(COUNTS))
    while rounds and not is_late():
        value = master.solve()
        prices = master.prices()
        if master.recall(prices):
            continue
        rounds -= 1
        found = problem.price(prices)
        if value - problem.bound(found, nothing_held) < NEAR * max(1.0, abs(value)):
            break
        fresh = problem.improving(found)
        if not master.add(fresh) + master.add_choices(found.choices):
            break
        master.thin_out(prices, fresh)
    return master
