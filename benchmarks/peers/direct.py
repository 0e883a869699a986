"""The whole problem as one linear model in whole numbers, as a good modeller without column generation would write it.

A time-expanded network flow of each cohort, coupled by the rows of docs/model.md, section Capacities. That parties alike are
counted together, and what they may do at all, is taken from the planner (`build_cohorts`, `options_of`, `build_network`), which helps the
peers: a model with one variable a party would be as many times larger as there are parties in a cohort.

Helped further: states that can not be reached are left out, and so are rows that nothing could break; staff on departures is
modelled only on days on which it could run short.
"""

import time

import numpy as np

from benchmarks.peers.chains import Ends, add_chains
from benchmarks.peers.flows import POSITION, Flows, Found
from benchmarks.peers.matrix import Draft, Ints, LinearModel
from benchmarks.peers.shared import add_shared
from benchmarks.peers.states import States, expand
from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.domain.plan import TIER_OF, Measure
from planner.model.cohorts import Cohort, build_cohorts
from planner.model.network import Network, build_network
from planner.model.options import Shape

MOST_CELLS = 20_000_000
"""Candidate arcs looked at in one go, so that building needs little memory beside the model."""


class TooLargeError(Exception):
    """The model has more coefficients than were asked for.

    Attributes
    ----------
    variables, rows, nonzeros
        What it would have had.
    """

    def __init__(self, variables: int, rows: int, nonzeros: int) -> None:
        self.variables, self.rows, self.nonzeros = variables, rows, nonzeros
        super().__init__(f"{nonzeros:,} coefficients, {variables:,} variables, {rows:,} rows")


class OutOfTimeError(Exception):
    """Building took longer than there was time for."""


def build_direct(instance: Instance, clocks: tuple[PartyClock, ...], most_nonzeros: int, deadline: float) -> LinearModel:
    """Write an instance as a model.

    Parameters
    ----------
    most_nonzeros
        Most coefficients to hold in memory.
    deadline
        `time.monotonic` at which to give up.

    Raises
    ------
    TooLargeError
        When there are more coefficients.
    OutOfTimeError
        When the deadline passes.
    """
    network, cohorts = build_network(instance), build_cohorts(instance, clocks)
    draft, found = Draft(len(Measure) + 1, most_nonzeros), Found()
    for party, clock in zip(instance.parties, clocks, strict=True):
        for measure, weight in ((Measure.WAIT_ORDER, clock.wait_days), (Measure.DEADLINE_ORDER, clock.deadline_weight)):
            draft.offsets[POSITION[measure]] += party.size * weight * network.num_nights  # what it counts unless the party boards
    shared = add_shared(draft, network)
    for shape, numbers in _by_shape(cohorts).items():
        states = expand(shape, [cohorts[number] for number in numbers], network)
        for chunk in _chunks(numbers, states, network):
            if time.monotonic() > deadline:
                raise OutOfTimeError
            Flows(draft, shared, network, states, chunk, [cohorts[number] for number in chunk], found).add()
    add_chains(draft, cohorts, network, shared.case, _ends(found))
    if draft.is_too_large:
        raise TooLargeError(draft.num_columns, draft.num_rows, draft.num_nonzeros)
    return draft.finish()


def measures_in_order(instance: Instance) -> tuple[int, ...]:
    """Counts in the order in which they are minimised: the tiers as configured, then the canonical order."""
    tiers = [POSITION[measure] for tier in instance.rules.tiers for measure in Measure if TIER_OF.get(measure) is tier]
    return (*tiers, POSITION[Measure.WAIT_ORDER], POSITION[Measure.DEADLINE_ORDER])


def _by_shape(cohorts: tuple[Cohort, ...]) -> dict[Shape, list[int]]:
    by_shape: dict[Shape, list[int]] = {}
    for number, cohort in enumerate(cohorts):
        by_shape.setdefault(cohort.shape, []).append(number)
    return by_shape


def _chunks(numbers: list[int], states: States, network: Network) -> list[Ints]:
    """Cohorts in handfuls whose candidate arcs fit in memory."""
    sites, departures = len(network.sites), len(network.departures)
    arcs = max(len(states.sources), int(network.routes.sum()), sites * len({item.place_id for item in network.departures}), departures, 1)
    most = max(1, MOST_CELLS // (network.num_nights * arcs))
    return [np.array(numbers[first : first + most], dtype=np.int64) for first in range(0, len(numbers), most)]


def _ends(found: Found) -> Ends:
    none = np.zeros(0, dtype=np.int64)
    boards, board_cohorts, board_days = (
        np.concatenate([none, *part]) for part in (zip(*found.boards, strict=True) if found.boards else [()] * 3)
    )
    held, held_cohorts = (np.concatenate([none, *part]) for part in (zip(*found.held, strict=True) if found.held else [()] * 2))
    return Ends(boards, board_cohorts, board_days, held, held_cohorts)
