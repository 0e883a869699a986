"""Itineraries: the columns of the master problem.

An itinerary says where a party of a cohort spends every night, on which day each staffed case step is done and on
which departure, if any, it leaves. What it uses and what it counts for follow from that alone.
"""

from dataclasses import dataclass
from datetime import date

from planner.domain.plan import Measure
from planner.model.network import Ints, Network

GONE = -1
"""Option index of a night after the transfer, or before an expected party is ashore."""

LOCKS_BROKEN = 0
"""Position of the first count: nights and departures that locks ask for and do not get. It must come out as 0."""

COUNTS: tuple[Measure | None, ...] = (None, *Measure)
"""What each position of ``counts`` holds; the first is `LOCKS_BROKEN`."""

POSITION = {measure: index for index, measure in enumerate(COUNTS) if measure is not None}


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One column.

    Attributes
    ----------
    cohort
        Index of the cohort.
    nights
        ``(T,)`` option index by night, `GONE` where the party is not in the country.
    departure
        Index of the departure; `GONE` for none.
    steps
        Day of each step the cohort still needs; `GONE` for a step left undone.
    counts
        What one party adds to each measure, by `COUNTS`; negative for what is maximised.
    """

    cohort: int
    nights: tuple[int, ...]
    departure: int
    steps: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Itineraries found together, as arrays. N itineraries.

    Attributes
    ----------
    cohorts, departures
        ``(N,)``; `GONE` for no departure.
    nights
        ``(N, T)`` option of the cohort's shape by night, `GONE` where the party is not in the country.
    steps
        ``(N, K)`` day of each step the cohort still needs; `GONE` for a step left undone, or none.
    """

    cohorts: Ints
    nights: Ints
    departures: Ints
    steps: Ints


def lock_nights(first: date | None, last: date | None, network: Network) -> range:
    """Night indices a site lock covers."""
    horizon = network.instance.horizon
    start = 0 if first is None else max(0, horizon.day_of(first))
    stop = horizon.num_days if last is None else min(horizon.num_days, horizon.day_of(last) + 1)
    return range(start, stop)
