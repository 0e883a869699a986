"""What is charged for what an itinerary uses and counts for, spread over the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from planner.domain.plan import Measure
from planner.model.feature import Feature
from planner.model.itinerary import POSITION
from planner.model.network import Floats, Network
from planner.model.rows import Rows


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual prices.

    Attributes
    ----------
    rows
        ``(R,)`` price of each capacity, 0 or more.
    weights
        Weight of each count, by `planner.model.itinerary.COUNTS`.
    cohorts
        ``(C,)`` price of serving one party of a cohort: an itinerary cheaper than this improves the plan.
    features
        Price of each feature branched on, of either sign, by cohort.
    """

    rows: Floats
    weights: Floats
    cohorts: Floats
    features: Mapping[int, Mapping[Feature, float]]

    def weight(self, measure: Measure) -> float:
        """Weight of a measure."""
        return float(self.weights[POSITION[measure]])

    def blend(self, other: Self, share: float) -> "Prices":
        """Prices between two, ``share`` of the way to the other's; the price of serving a cohort is this one's."""
        return Prices(
            rows=share * other.rows + (1 - share) * self.rows,
            weights=share * other.weights + (1 - share) * self.weights,
            cohorts=self.cohorts,
            features=self.features,
        )


@dataclass(frozen=True, slots=True)
class Charges:
    """Prices of rows by place and day; 0 where there is no row.

    Attributes
    ----------
    beds
        ``(U + 1, T)`` a person-night in a unit, and 0.
    admissions, discharges
        ``(S, T)`` a person.
    ground, cases
        ``(T,)`` a person on the road, a case stepped.
    boarding
        ``(D,)`` a person on a departure: seat, escorts, France's caps and parity together.
    apart
        ``(Q, S or U, T)`` a member of a keep-apart pair at a site (or in a unit) on a night.
    apart_departures
        ``(Q, D)``.
    """

    beds: Floats
    admissions: Floats
    discharges: Floats
    ground: Floats
    cases: Floats
    boarding: Floats
    apart: Floats
    apart_departures: Floats


def charges_of(prices: Prices, rows: Rows, network: Network) -> Charges:
    """Spread the prices of rows."""
    price = np.append(prices.rows, 0.0)
    return Charges(
        beds=np.vstack([price[rows.beds], np.zeros(network.num_nights)]),
        admissions=price[rows.admissions],
        discharges=price[rows.discharges],
        ground=price[rows.ground],
        cases=price[rows.cases],
        boarding=price[rows.boarding].sum(axis=1),
        apart=price[rows.apart],
        apart_departures=price[rows.apart_departures],
    )
