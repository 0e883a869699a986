"""One planning problem as the optimiser sees it, and what pricing says about it."""

from dataclasses import dataclass, field, replace

import numpy as np

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.model.block import Block, some_of
from planner.model.blocks import build_blocks
from planner.model.casework import build_casework
from planner.model.cohorts import Cohort, build_cohorts
from planner.model.columns import Pool
from planner.model.contested import Choice, best_choice
from planner.model.itinerary import COUNTS, LOCKS_BROKEN, POSITION
from planner.model.limits import only_limits_differ
from planner.model.master import IMPROVES
from planner.model.network import Flags, Floats, Ints, Network, build_network, with_beds_of
from planner.model.prices import Prices
from planner.model.pricing import Priced, Pricer
from planner.model.rows import Rows, build_rows, same_numbers

SHAKE = 0.01
SEED = 1
"""Prices are shaken by so much, in units of the last count, to see other itineraries that cost the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """What pricing found.

    Attributes
    ----------
    prices
        At which prices.
    least
        ``(C,)`` cost of each cohort's cheapest itinerary: exact, so that it proves a bound.
    worths, choices
        By contested day: most that its seats can be worth, and the choice of people that is worth it.
    """

    prices: Prices
    least: Floats
    worths: Floats
    choices: list[Choice]
    priced: list[Priced] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Cohorts, capacities and the itineraries found so far.

    Attributes
    ----------
    counts
        ``(C,)`` parties of each cohort.
    people
        Everybody.
    can_count
        ``(K,)`` whether any itinerary at all could add to a count.
    offsets
        ``(K,)`` what every plan has of each count, beyond what the itineraries count.
    """

    network: Network
    clocks: tuple[PartyClock, ...] = field(repr=False)
    cohorts: tuple[Cohort, ...]
    counts: Ints
    rows: Rows
    blocks: tuple[Block, ...]
    pricer: Pricer
    pool: Pool
    people: int
    can_count: Flags
    offsets: Ints

    def some(self, cohorts: Ints) -> tuple[Block, ...]:
        """Blocks of some cohorts only."""
        wanted = np.zeros(len(self.cohorts), dtype=bool)
        wanted[cohorts] = True
        return tuple(some_of(block, at) for block in self.blocks if len(at := np.flatnonzero(wanted[block.cohorts])))

    def price(self, prices: Prices) -> Found:
        """The cheapest itineraries and choices at prices."""
        priced = self.pricer.price(prices)
        least = self.pricer.least(priced, len(self.cohorts))
        seats = np.append(prices.rows, 0.0)[self.rows.seats]
        worth = [best_choice(number, self.network, self.rows, seats) for number in range(len(self.rows.contested))]
        return Found(prices, least, np.array([value for value, _ in worth]), [choice for _, choice in worth], priced)

    def improving(self, found: Found) -> Ints:
        """Put each cohort's cheapest itinerary into the pool, where it improves: their numbers."""
        numbers: list[Ints] = []
        for each in found.priced:
            kinds = each.costs.argmin(axis=0)
            least = each.costs[kinds, np.arange(len(kinds))]
            at = np.flatnonzero(least < found.prices.cohorts[each.block.cohorts] - IMPROVES)
            if len(at):
                numbers.append(self.pool.add(self.pricer.itineraries(each, found.prices, kinds[at], at)))
        return np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)

    def find_alternatives(self, prices: Prices, times: int) -> None:
        """Put further itineraries into the pool that cost hardly more than the cheapest: the cheapest at prices shaken a little.

        Parameters
        ----------
        times
            How many times prices are shaken.
        """
        rng = np.random.default_rng(SEED)
        for _ in range(times):
            shaken = replace(prices, rows=prices.rows + SHAKE * rng.random(len(prices.rows)))
            for priced in self.pricer.price(shaken):
                kinds, at = np.nonzero(priced.costs < prices.cohorts[priced.block.cohorts] + 1.0)
                if len(at):
                    self.pool.add(self.pricer.itineraries(priced, shaken, kinds, at))

    def bound(self, found: Found, values: Floats) -> float:
        """A proven bound on the count of weight 1, from any prices at all (Lagrangian relaxation).

        For prices 0 or more on capacities and on the counts held, no plan can cost less than every party's cheapest
        itinerary at those prices, less what the capacities are worth (proof in docs/model.md, section Bound). It
        holds whether or not the linear programme behind the prices was solved exactly.

        Parameters
        ----------
        values
            ``(K,)`` value of each count held; 0 for the one bounded.
        """
        served = float(self.counts @ found.least)
        return served - float(found.prices.rows @ self.rows.limits) - float(found.worths.sum()) - float(found.prices.weights @ values)


def build_problem(instance: Instance, clocks: tuple[PartyClock, ...], like: Problem | None = None) -> Problem:
    """Turn an instance into cohorts, lanes and capacities.

    Parameters
    ----------
    like
        A problem built before: where limits alone are different, the rest of it is taken, and the itineraries found.

    Returns
    -------
    Problem
        Its pool holds one itinerary a cohort first, in their order: no lawful bed on any night.
    """
    if like and clocks is like.clocks and only_limits_differ(like.network.instance, instance):
        return _with_limits_of(instance, like)
    return problem_of(build_network(instance), clocks, build_cohorts(instance, clocks))


def problem_of(network: Network, clocks: tuple[PartyClock, ...], cohorts: tuple[Cohort, ...]) -> Problem:
    """Turn cohorts into lanes and capacities of a network."""
    rows = build_rows(cohorts, network)
    blocks = build_blocks(cohorts, network)
    casework = build_casework([cohort.clock for cohort in cohorts], network)
    offsets = np.zeros(len(COUNTS), dtype=np.int64)
    idle = network.num_nights * np.array([[cohort.size * cohort.idle_wait, cohort.size * cohort.idle_deadline] for cohort in cohorts])
    offsets[[POSITION[Measure.WAIT_ORDER], POSITION[Measure.DEADLINE_ORDER]]] = idle.reshape(-1, 2).sum(axis=0)
    pool = Pool(cohorts, blocks, casework, network, rows)
    pool.add_unplaced()  # number of cohort c: c
    return Problem(
        network=network,
        clocks=clocks,
        cohorts=cohorts,
        counts=np.array([cohort.count for cohort in cohorts], dtype=np.int64),
        rows=rows,
        blocks=blocks,
        pricer=Pricer(blocks, casework, network, rows),
        pool=pool,
        people=sum(cohort.size * cohort.count for cohort in cohorts),
        can_count=_can_count(blocks),
        offsets=offsets,
    )


def _with_limits_of(instance: Instance, like: Problem) -> Problem:
    """The same problem with other limits."""
    network = with_beds_of(instance, like.network)
    largest = max((cohort.size for cohort in like.cohorts), default=0)
    if not np.array_equal(np.minimum(network.free_beds, largest), np.minimum(like.network.free_beds, largest)):
        return problem_of(network, like.clocks, like.cohorts)  # some party fits where it did not, or no longer
    rows = build_rows(like.cohorts, network)
    if not same_numbers(rows, like.rows):
        return problem_of(network, like.clocks, like.cohorts)
    pricer, pool = like.pricer.with_limits_of(network, rows), like.pool.with_limits_of(network, rows)
    return replace(like, network=network, rows=rows, pricer=pricer, pool=pool)


def _can_count(blocks: tuple[Block, ...]) -> Flags:
    can = np.ones(len(COUNTS), dtype=bool)
    can[LOCKS_BROKEN] = any(
        part.any() for block in blocks for part in (block.own.locks_lanes, block.own.locks_gone, block.own.locks_departures)
    )
    can[POSITION[Measure.TRANSFERS]] = any(block.boards.any() for block in blocks)
    can[POSITION[Measure.EXPIRING_TRANSFERS]] = any((block.boards & block.expires).any() for block in blocks)
    can[POSITION[Measure.LIVE_CASES_LET_GO]] = any(block.is_live.any() for block in blocks)
    can[POSITION[Measure.CHANGES]] = any(len(block.changes) for block in blocks)
    can[POSITION[Measure.WAIT_ORDER]] = any(block.wait.any() for block in blocks)
    can[POSITION[Measure.DEADLINE_ORDER]] = any(block.deadline.any() for block in blocks)
    return can
