"""Whom a departure may carry: the law and the case as planned, for parties that the plan need not have on it."""

from collections.abc import Sequence

import numpy as np

from planner.clocks import PartyClock
from planner.model.casework import build_casework
from planner.model.network import Flags, Ints, Network


def may_board(network: Network, clocks: Sequence[PartyClock], steps: Ints) -> Flags:
    """Which departures parties may board with the case steps they are planned to have, by the arrays that pricing goes by.

    Where a party is on the day, and what it shares with others, is not looked at.

    Parameters
    ----------
    clocks
        Clock of each of the parties.
    steps
        ``(parties, steps)`` planned day of each step still needed, in the clock's order; `GONE` for none.

    Returns
    -------
    Flags
        ``(parties, departures)``.
    """
    boards = np.array([clock.departures for clock in clocks], dtype=bool).reshape(len(clocks), len(network.departures))
    if not boards.size:
        return boards
    casework = build_casework(clocks, network)
    inside = (network.departure_days >= 0) & (network.departure_days < network.num_nights)
    days = np.where(inside, network.departure_days, 0)
    case = casework.case_of[:, None]
    done = (steps >= 0).sum(axis=1) == casework.num_steps[casework.case_of]
    in_time = steps.max(axis=1, initial=-1)[:, None] <= casework.latest_notice[case, days]
    return boards & inside & done[:, None] & in_time & casework.ready[case, days]
