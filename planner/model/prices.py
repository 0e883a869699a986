"""What the master charges for what an itinerary uses and counts for, as arrays over the network."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.rules import KeepApartScope
from planner.model.feature import Feature
from planner.model.keys import Key
from planner.model.network import Floats, Network
from planner.model.resources import Resources


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual prices, all 0 or more except the weights, which carry the sign of what is wanted.

    Attributes
    ----------
    beds
        ``(U, T)`` a person-night in a unit.
    admissions, discharges
        ``(S, T)`` a person.
    ground_seats
        ``(T,)`` a person on the road.
    cases
        ``(T,)`` a case stepped.
    departures
        ``(D,)`` a person boarding: seat, escorts, France's caps and parity together.
    weights
        Weight of each count, by `planner.model.itinerary.COUNTS`.
    cohorts
        Price of serving one party of a cohort, by cohort: an itinerary cheaper than this improves the plan.
    apart_nights
        ``(P, S or U, T)`` a keep-apart pair's member at a site (or in a unit) on a night.
    apart_departures
        ``(P, D)``.
    features
        Price of each feature branched on, of either sign, by cohort.
    rows
        Price of every capacity by key: what the arrays above hold, once more.
    taste
        ``(C, S)`` small price of a night at a site, different for each cohort, so that first proposals spread; None
        wherever prices must prove something.
    """

    beds: Floats
    admissions: Floats
    discharges: Floats
    ground_seats: Floats
    cases: Floats
    departures: Floats
    weights: Floats
    cohorts: Floats
    apart_nights: Floats
    apart_departures: Floats
    features: Mapping[int, Mapping[Feature, float]]
    rows: Mapping[Key, float]
    taste: Floats | None = None


def blend(center: Prices, out: Prices, share: float) -> Prices:
    """Prices between two, ``share`` of the way to the first; the price of serving a cohort is the second's."""

    def mix(a: Floats, b: Floats) -> Floats:
        return share * a + (1 - share) * b

    keys = {**out.rows, **center.rows}
    return Prices(
        beds=mix(center.beds, out.beds),
        admissions=mix(center.admissions, out.admissions),
        discharges=mix(center.discharges, out.discharges),
        ground_seats=mix(center.ground_seats, out.ground_seats),
        cases=mix(center.cases, out.cases),
        departures=mix(center.departures, out.departures),
        weights=mix(center.weights, out.weights),
        cohorts=out.cohorts,
        apart_nights=mix(center.apart_nights, out.apart_nights),
        apart_departures=mix(center.apart_departures, out.apart_departures),
        features=out.features,
        rows={key: share * center.rows.get(key, 0.0) + (1 - share) * out.rows.get(key, 0.0) for key in keys},
    )


def prices_of(
    rows: Mapping[Key, float],
    weights: Floats,
    cohorts: Floats,
    features: Mapping[int, Mapping[Feature, float]],
    network: Network,
    resources: Resources,
) -> Prices:
    """Spread the prices of rows over arrays; a row without a price costs nothing.

    Parameters
    ----------
    rows
        Price of each capacity, 0 or more.
    """
    nights, sites, departures = network.num_nights, len(network.sites), len(network.departures)
    places = len(network.unit_ids) if network.instance.rules.keep_apart_scope is KeepApartScope.UNIT else sites
    pairs = len(network.instance.keep_apart)
    arrays = {
        "bed": np.zeros((len(network.unit_ids), nights)),
        "admission": np.zeros((sites, nights)),
        "discharge": np.zeros((sites, nights)),
        "ground": np.zeros(nights),
        "case": np.zeros(nights),
        "apart": np.zeros((pairs, places, nights)),
        "apart_departure": np.zeros((pairs, departures)),
    }
    for key, price in rows.items():
        kind, *index = key
        if kind in arrays:
            arrays[str(kind)][tuple(int(each) for each in index)] = price
    return Prices(
        beds=arrays["bed"],
        admissions=arrays["admission"],
        discharges=arrays["discharge"],
        ground_seats=arrays["ground"],
        cases=arrays["case"],
        departures=np.array([sum(rows.get(key, 0.0) for key in resources.departure_keys(index, network)) for index in range(departures)]),
        weights=weights,
        cohorts=cohorts,
        apart_nights=arrays["apart"],
        apart_departures=arrays["apart_departure"],
        features=features,
        rows=rows,
    )
