"""The proofs of every count, found again around a plan: prices that say what a change would cost at least."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.model.contested import Choice
from planner.model.lp import InfeasibleError
from planner.model.master import Master
from planner.model.network import Ints
from planner.model.problem import Problem
from planner.model.proof import Proof, Settled
from planner.model.tiers import Tiers


@dataclass(frozen=True, slots=True)
class Proven:
    """What linear programming proves of a problem, count by count.

    Attributes
    ----------
    proofs
        In the order of the counts; without those that time or a fractional value left out.
    choices
        Choices of contested days found on the way.
    columns
        Itineraries that matter, by number in the pool.
    """

    proofs: tuple[Proof, ...]
    choices: tuple[Choice, ...]
    columns: Ints


def prove(
    problem: Problem,
    order: Sequence[int],
    columns: Ints,
    choices: Sequence[Choice],
    is_late: Callable[[], bool],
    progress: Callable[[int], None],
) -> Proven:
    """Bring one count after the other to its linear optimum, from itineraries that are known.

    Parameters
    ----------
    order
        Positions of the counts, as they are solved.
    columns
        Itineraries to begin with, by number in the pool; each cohort has one at least.
    progress
        Told how many counts are done.
    """
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(columns)
    master.add_choices(list(choices))
    tiers = Tiers(problem, master, {}, is_late)
    for done, position in enumerate(order):
        progress(done)
        try:
            settled = tiers.settle(position) if problem.can_count[position] else Settled(0, 0)
        except InfeasibleError:
            break
        if settled is None:
            break
    return Proven(tiers.proofs, tuple(master.choices), master.numbers)
