"""What a solve gives: whole itineraries, and each count's value beside the bound that can be stated for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.plan import MAXIMISED, MeasureResult
from planner.model.cohorts import Cohort
from planner.model.greedy import Whole
from planner.model.itinerary import LOCKS_BROKEN, POSITION, Itinerary
from planner.model.network import Ints, Network
from planner.model.options import Option
from planner.model.problem import Problem
from planner.model.proof import Proof, round_up
from planner.model.warm import Warm


@dataclass(frozen=True, slots=True)
class Solution:
    """Whole itineraries of every cohort.

    Attributes
    ----------
    chosen
        ``(itinerary, parties)`` with at least one party, by cohort.
    options
        Options of each cohort by index.
    measures
        Value and proven bound of each count, in the order solved.
    locks_broken
        Nights and departures locks ask for and do not get; 0 in any plan that may be shown.
    warm
        What the next solve may start from.
    """

    cohorts: tuple[Cohort, ...]
    network: Network
    chosen: tuple[tuple[Itinerary, int], ...]
    options: dict[int, tuple[Option, ...]]
    measures: tuple[MeasureResult, ...]
    locks_broken: int
    num_columns: int
    warm: Warm


def stated_bounds(
    problem: Problem, order: tuple[int, ...], totals: Ints, proofs: Mapping[int, Proof], settled: Mapping[int, int]
) -> dict[int, int]:
    """Proven bound of each count, given what a plan makes of the counts before it.

    Parameters
    ----------
    totals
        ``(K,)`` what the plan has of each count.
    proofs
        By position.
    settled
        Bounds that branch and price has proven, by position.
    """
    bounds: dict[int, int] = {}
    maximised = {POSITION[measure] for measure in MAXIMISED}
    for position in order:
        bound = -problem.people if position in maximised else 0
        proof = proofs.get(position)
        if not problem.can_count[position]:
            bound = 0
        elif proof is not None:
            others = [(float(weight), at) for at, weight in enumerate(proof.prices.weights) if weight and at != position]
            worse = sum(weight * (int(totals[at]) - proof.values[at]) for weight, at in others)
            if not worse or (proof.prices.rows >= 0).all():
                bound = max(bound, round_up(proof.bound - worse))
        if position in settled:
            bound = max(bound, settled[position])
        bounds[position] = min(bound, int(totals[position]))
    return bounds


def solution_of(problem: Problem, order: tuple[int, ...], whole: Whole, bounds: Mapping[int, int], warm: Warm) -> Solution:
    """Put a whole plan and the bounds of its counts, by position, into the planner's own words."""
    signs = {position: -1 if measure in MAXIMISED else 1 for measure, position in POSITION.items()}
    by_position = {position: measure for measure, position in POSITION.items()}
    offsets = problem.offsets
    chosen = [(problem.pool.itinerary(number), parties) for number, parties in whole.parties.items()]
    return Solution(
        cohorts=problem.cohorts,
        network=problem.network,
        chosen=tuple(sorted(chosen, key=lambda item: item[0].cohort)),
        options={cohort: problem.pool.options_of(cohort) for cohort in range(len(problem.cohorts))},
        measures=tuple(
            MeasureResult(
                by_position[position],
                signs[position] * int(whole.totals[position] + offsets[position]),
                signs[position] * int(bounds[position] + offsets[position]),
            )
            for position in order
            if position != LOCKS_BROKEN
        ),
        locks_broken=int(whole.totals[LOCKS_BROKEN]),
        num_columns=len(problem.pool),
        warm=warm,
    )
