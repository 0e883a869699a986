"""Itineraries to begin with: a weighted sum of all counts brought near its optimum, first over roles, then over sites.

It proves nothing. It leaves the tiers itineraries, choices of contested days and a basis to start from.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.plan import Measure
from planner.model.aggregation import Aggregation, aggregate, lifted
from planner.model.aims import solving_order
from planner.model.apportion import apportion
from planner.model.contested import Choice, choices_made
from planner.model.finish import cheapest_near
from planner.model.greedy import Whole, complete, no_prices, rounded, start_weights, used_by
from planner.model.itinerary import COUNTS
from planner.model.lp import InfeasibleError
from planner.model.master import Master
from planner.model.network import Floats, Ints
from planner.model.problem import Problem
from planner.model.proof import Proof
from planner.model.spread import spread
from planner.model.tiers import Tiers

MOST_ROUNDS = 80
NEAR = 1e-3
"""The weighted sum is near enough to its optimum within this share of it."""

PATIENCE, LITTLE_PATIENCE = 3, 1
"""In a start of a start, and with `MANY` cohorts, it is also near enough when so many rounds won no more: bounds come late there."""

NEARLY_FREE = 0.01
"""Itineraries over roles whose reduced cost is below this are spread over the sites, as are those in use."""

SPREAD_PER_COHORT = 8
"""Most of these for each cohort, on average."""

MANY = 2000
"""With more cohorts than this a whole plan is shared out instead: so many ways make linear programmes slower than pricing
finds the good ones. And bounds are proven over roles, for those over sites may not be reached in time."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a search begins.

    Attributes
    ----------
    master
        Near the optimum of the weighted sum, or, when time or rounds were up, as far as it came.
    whole
        A whole plan met on the way; None where there was no time for one.
    proofs
        Bounds of the first counts, from prices over roles: what is known should time run out before better ones are proven.
    """

    master: Master
    whole: Whole | None
    proofs: tuple[Proof, ...] = ()


def cold_start(problem: Problem, is_late: Callable[[], bool], rounds: int = MOST_ROUNDS, *, depth: int = 0) -> Start:
    """A start from nothing, first over roles where there are like sites.

    Parameters
    ----------
    rounds
        Rounds of column generation, at most.
    depth
        How many larger problems it is a start for.
    """
    if is_late():
        return Start(Master(problem.counts, problem.pool, problem.rows), None)
    is_rough = depth > 1 or len(problem.cohorts) > MANY
    smaller = aggregate(problem)
    if smaller is None:
        _, seen = complete(problem, no_prices(problem), {})
        return Start(_improved(problem, seen, [], is_late, rounds, is_rough=is_rough), None)
    master = cold_start(smaller.problem, is_late, rounds, depth=depth + 1).master
    if not master.is_solved:
        return Start(Master(problem.counts, problem.pool, problem.rows), None)
    choices = master.choices
    if len(problem.cohorts) > MANY:
        proofs = _proofs_over_roles(smaller, problem, master, is_late)
        whole, seen = _shared_out(smaller, problem, master)
        choices = [*choices, *choices_made(problem.rows, used_by(problem, whole.parties))]
        return Start(_improved(problem, seen, choices, is_late, rounds, is_rough=is_rough), whole, proofs)
    reduced = smaller.problem.pool.reduced_costs(master.prices())
    in_use = master.values() > 0
    others = np.flatnonzero((reduced < NEARLY_FREE) & ~in_use)
    others = others[np.argsort(reduced[others], kind="stable")][: SPREAD_PER_COHORT * len(smaller.problem.cohorts)]
    seen = problem.pool.add(spread(smaller, problem, np.flatnonzero(in_use)))
    problem.pool.add(spread(smaller, problem, np.sort(others)))  # called back where they improve
    return Start(_improved(problem, seen, choices, is_late, rounds, is_rough=is_rough), None)


def _shared_out(smaller: Aggregation, problem: Problem, master: Master) -> tuple[Whole, Ints]:
    """A whole plan made of the one over roles, and the itineraries looked at; each contested day gets one choice."""
    master.choose_days()
    master.solve()
    near = cheapest_near(smaller.problem, master.values(), start_weights(), None, ())
    parties = apportion(smaller, problem, (near or rounded(smaller.problem, master.values())).parties)
    whole, _ = complete(problem, no_prices(problem), parties)
    return whole, np.array(sorted({*parties, *whole.parties}), dtype=np.int64)


def _proofs_over_roles(smaller: Aggregation, problem: Problem, master: Master, is_late: Callable[[], bool]) -> tuple[Proof, ...]:
    """Bounds of the counts that like sites do not differ in: the smaller problem's prices, priced over all sites.

    Any prices at all prove a bound; those of roles nearly the best, for like sites have like prices.
    """
    copy = Master(smaller.problem.counts, smaller.problem.pool, smaller.problem.rows)
    copy.add(master.numbers)
    copy.add_choices(master.choices)
    tiers, found = Tiers(smaller.problem, copy, {}, is_late), list[Proof]()
    for position in solving_order(problem.network.instance):
        if COUNTS[position] is Measure.DETENTION_NIGHTS:
            break  # those before come for nearly nothing
        try:
            if smaller.problem.can_count[position] and tiers.settle(position) is None:
                break
        except InfeasibleError:
            break  # no whole plan reaches every value before: what is proven of those stands
    for proof in tiers.proofs:
        rows = lifted(smaller, problem, proof.prices.rows)
        priced = problem.price(replace(proof.prices, rows=rows, cohorts=np.zeros(len(problem.cohorts))))
        bound, prices = problem.bound(priced, proof.values), replace(priced.prices, cohorts=priced.least)
        found.append(replace(proof, prices=prices, worths=priced.worths, bound=bound, gap=np.inf, forbids=False))
    return tuple(found)


def _improved(problem: Problem, seen: Ints, choices: list[Choice], is_late: Callable[[], bool], rounds: int, *, is_rough: bool) -> Master:
    """Column generation on the weighted sum from some itineraries, by number, and choices of contested days."""
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(np.concatenate([np.arange(len(problem.counts)), seen]))
    master.add_choices(choices)
    master.minimise(start_weights(), 1.0)
    nothing_held: Floats = np.zeros(len(COUNTS))
    reached = [np.inf] * (LITTLE_PATIENCE if len(problem.cohorts) > MANY else PATIENCE)
    while rounds and not is_late():
        value = master.solve()
        prices = master.prices()
        if master.recall(prices):
            continue
        rounds -= 1
        found = problem.price(prices)
        before, *reached = [*reached, value]
        won = before - value if is_rough else np.inf
        if min(won, value - problem.bound(found, nothing_held)) < NEAR * max(1.0, abs(value)):
            break
        fresh = problem.improving(found)
        if not master.add(fresh) + master.add_choices(found.choices):
            break
        master.thin_out(prices, fresh)
    return master
