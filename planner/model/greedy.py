"""First itineraries: a quick plan in which nobody takes what another has taken.

Prices start at nothing. Every party proposes its cheapest itinerary; proposals that fit are taken, what is used up
becomes dear, and the others propose again. It proves nothing: it gives column generation a place to start from.
"""

from dataclasses import replace

import numpy as np

from planner.domain.plan import Measure
from planner.model.cohorts import Cohort
from planner.model.columns import Pool
from planner.model.group import Group, only
from planner.model.itinerary import COUNTS, LOCKS_BROKEN, POSITION
from planner.model.keys import Key
from planner.model.network import Floats, Network
from planner.model.prices import Prices, prices_of
from planner.model.pricing import Path, price_group
from planner.model.resources import Resources

DEAR = 1e5
ANY_PRICE = 1e8
MOST_ROUNDS = 40
BATCHES = (0, 4, 10)
TASTE = 0.02
SEED = 1

WEIGHTS = {
    Measure.UNPLACED_NIGHTS: 200.0,
    Measure.TRANSFERS: 40.0,
    Measure.EXPIRING_TRANSFERS: 10.0,
    Measure.LIVE_CASES_LET_GO: 5.0,
    Measure.DETENTION_NIGHTS: 0.1,
    Measure.PERSON_MOVES: 0.02,
    Measure.ROAD_MINUTES: 0.0001,
    Measure.CHANGES: 0.005,
    Measure.WAIT_ORDER: 0.00001,
    Measure.DEADLINE_ORDER: 0.000001,
}
"""Only to start from: the tiers themselves are settled strictly one after the other."""


def start_weights() -> Floats:
    """Weight of each count for a first plan."""
    weights = np.zeros(len(COUNTS))
    weights[LOCKS_BROKEN] = 10 * WEIGHTS[Measure.UNPLACED_NIGHTS]
    for measure, weight in WEIGHTS.items():
        weights[POSITION[measure]] = weight
    return weights


def add_first_itineraries(
    pool: Pool, cohorts: tuple[Cohort, ...], groups: tuple[Group, ...], network: Network, resources: Resources
) -> None:
    """Add the itineraries of a quick plan to the pool; who has the fewest lawful nights in detention chooses first."""
    left = dict(resources.limits)
    dear: dict[Key, float] = {}
    taste = TASTE * np.random.default_rng(SEED).random((len(cohorts), len(network.sites)))
    anything = np.full(len(cohorts), ANY_PRICE)
    for batch in _batches(cohorts):
        waiting = {index: cohorts[index].count for index in batch}
        for _ in range(MOST_ROUNDS):
            if not waiting:
                break
            prices = replace(prices_of(dear, start_weights(), anything, {}, network, resources), taste=taste)
            best = _proposals(waiting, cohorts, groups, network, prices)
            for index in sorted(best):
                use = pool.use_of(best[index])
                fits = min([waiting[index], *(left[key] // people for key, people in use.items())])
                if fits:
                    pool.add_path(best[index])
                    waiting[index] -= fits
                    for key, people in use.items():
                        left[key] -= people * fits
                dear.update({key: DEAR for key, people in use.items() if waiting[index] and left[key] < people})
            waiting = {index: count for index, count in waiting.items() if count}


def _batches(cohorts: tuple[Cohort, ...]) -> list[list[int]]:
    """Cohorts by how many nights they may be detained, fewest first, in a few steps."""
    steps: dict[int, list[int]] = {}
    for index, cohort in enumerate(cohorts):
        nights = sum(cohort.clock.detention_nights)
        steps.setdefault(next((number for number, most in enumerate(BATCHES) if nights <= most), len(BATCHES)), []).append(index)
    return [steps[number] for number in sorted(steps)]


def _proposals(
    waiting: dict[int, int], cohorts: tuple[Cohort, ...], groups: tuple[Group, ...], network: Network, prices: Prices
) -> dict[int, Path]:
    best: dict[int, Path] = {}
    for group in groups:
        rows = np.array([row for row, index in enumerate(group.members) if int(index) in waiting], dtype=np.int64)
        for path in price_group(only(group, rows), cohorts, network, prices)[1] if len(rows) else ():
            if path.cohort not in best or path.reduced_cost < best[path.cohort].reduced_cost:
                best[path.cohort] = path
    return best
