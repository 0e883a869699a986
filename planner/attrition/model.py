"""Who leaves a departure late: the chances, one next party at a time, and draws.

Parties of one departure are alike and departures differ: each departure has a chance of its own that a party drops out, drawn from a beta
distribution. Given that chance, each party drops out by itself, and as a whole.

References
----------
Skellam, A probability distribution derived from the binomial distribution by regarding the probability of success as variable between the
sets of trials, J. Roy. Stat. Soc. B 10 (1948). Figures: docs/attrition.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.domain.attrition import SHIPPED_ATTRITION, Attrition
from planner.domain.ids import DepartureId, PartyId

__all__ = ["Attrition", "Drawn", "late_leavers", "next_drops_out", "shipped"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw of what goes wrong late.

    Attributes
    ----------
    cancelled
        Departures that do not leave: nobody boards them.
    out
        Parties that are not on their departure although it leaves.
    """

    cancelled: frozenset[DepartureId]
    out: frozenset[PartyId]


def shipped() -> Attrition:
    """The figures that hold where config.toml gives none."""
    return SHIPPED_ATTRITION


def next_drops_out(attrition: Attrition, seen: int, out: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Chances that a further party of a departure drops out, for several numbers of those seen that did.

    With mean m and correlation r the beta distribution has parameters m(1-r)/r and (1-m)(1-r)/r, so that this is
    (m(1-r) + r out) / (1-r + r seen): the same for r = 0, where nothing is learnt from the others.
    """
    own = 1 - attrition.alike
    return np.asarray((attrition.drop_out * own + attrition.alike * out) / (own + attrition.alike * seen), dtype=np.float64)


def late_leavers(attrition: Attrition, boarding: Mapping[DepartureId, Sequence[PartyId]], random: np.random.Generator) -> Drawn:
    """Draw what goes wrong late.

    Departures are drawn in the order of their ids, so that the order they are given in means nothing.

    Parameters
    ----------
    boarding
        Parties booked on each departure.
    random
        Where the draws come from.
    """
    cancelled: set[DepartureId] = set()
    out: set[PartyId] = set()
    for departure in sorted(boarding):
        parties = boarding[departure]
        leaves = random.random() >= attrition.cancelled
        gone = random.random(len(parties)) < _chance_of_a_departure(attrition, random)
        if leaves:
            out.update(party for party, is_gone in zip(parties, gone.tolist(), strict=True) if is_gone)
        else:
            cancelled.add(departure)
    return Drawn(frozenset(cancelled), frozenset(out))


def _chance_of_a_departure(attrition: Attrition, random: np.random.Generator) -> float:
    mean, alike = attrition.drop_out, attrition.alike
    if not (mean and alike):
        return mean
    weight = (1 - alike) / alike
    return float(random.beta(mean * weight, (1 - mean) * weight))
