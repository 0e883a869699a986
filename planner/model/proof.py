"""Why a count can not be better than a bound, what reaching a value forbids, and what is rounding in both."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.model.contested import Limit, limits_at
from planner.model.network import Floats
from planner.model.prices import Prices
from planner.model.rows import Rows

EPSILON = 1e-5
RELATIVE = 1e-9
"""Precision of linear optima, absolute and of their size."""

TIGHT = 1e-3
"""How near a bound comes to the linear optimum before a count is left."""

ROOM, ROOM_SHARE = 1e-6, 1e-12
"""Reduced costs and prices below this, or this share of the largest cost behind them, are rounding errors: they forbid nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a count can not be better than a bound, and what reaching a value forbids.

    Attributes
    ----------
    prices
        Prices at which every itinerary of a cohort costs at least ``prices.cohorts``; the weight of the count is 1.
    worths
        Most that the seats of each contested day are worth.
    bound
        The bound proven, not rounded, with the counts before at the values they are held at.
    gap
        Distance between the value held and the bound, and room for rounding errors: reduced costs above it can not be paid.
    room
        That room.
    values
        ``(K,)`` value at which each count before is held.
    forbids
        Whether itineraries are taken out for it; not where the value lies above the linear optimum.
    """

    position: int
    prices: Prices
    worths: Floats
    bound: float
    gap: float
    room: float
    values: Floats
    forbids: bool

    @property
    def value(self) -> int:
        """The value held."""
        return round(self.bound + self.gap - self.room)

    def with_value(self, value: int) -> "Proof":
        """The same with another value held: what it forbids is what no plan so good can have."""
        return replace(self, gap=max(0.0, value - self.bound) + self.room, forbids=True)


def limits_of(proofs: Iterable[Proof], rows: Rows) -> list[Limit]:
    """What no choice of a contested day exceeds, at the prices of some proofs."""
    return limits_at(rows, ((proof.prices.rows, proof.worths) for proof in proofs))


@dataclass(frozen=True, slots=True)
class Settled:
    """A count as far as linear programming settles it: the value to hold and the bound proven for it."""

    value: int
    bound: int


def round_up(bound: float) -> int:
    """Least whole value a count can have; every count is whole."""
    return math.ceil(bound - slack(bound))


def slack(value: float) -> float:
    """How far a linear optimum may lie from a whole number and still be taken for it."""
    return max(EPSILON, abs(value) * RELATIVE)


def is_tight(bound: float, value: float) -> bool:
    """Whether a bound proves a linear optimum, and not only the whole number above it.

    A bound less than one away proves as much, but forbids less: later counts then begin from a face that no whole plan
    lies on, come out too good to be true, and are left to branch and price.
    """
    return bound >= value - max(TIGHT, slack(value))
