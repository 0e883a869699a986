"""Features of itineraries that branching counts: boarding a departure, being at a site or in an option, doing a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.model.itinerary import GONE, Itinerary
from planner.model.network import Floats
from planner.model.options import Option

if TYPE_CHECKING:
    from planner.model.columns import Pool

DEPARTURE, SITE, OPTION, STEP = "departure", "site", "option", "step"
KINDS = (DEPARTURE, SITE, OPTION, STEP)
"""Kinds in the order in which they are branched on: the coarsest first."""

WHOLE = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Feature:
    """Something an itinerary of a cohort has or has not.

    Attributes
    ----------
    index
        Of the departure, site, option or step.
    day
        Night or day; 0 for a departure.
    """

    cohort: int
    kind: str
    index: int
    day: int


def features_of(itinerary: Itinerary, options: tuple[Option, ...]) -> Iterator[Feature]:
    """Every feature of an itinerary."""
    cohort = itinerary.cohort
    if itinerary.departure != GONE:
        yield Feature(cohort, DEPARTURE, itinerary.departure, 0)
    for night, option in enumerate(itinerary.nights):
        if option != GONE:
            yield Feature(cohort, SITE, options[option].site, night)
            yield Feature(cohort, OPTION, option, night)
    for step, day in enumerate(itinerary.steps):
        if day != GONE:
            yield Feature(cohort, STEP, step, day)


def most_fractional(pool: Pool, values: Floats) -> tuple[Feature, float] | None:
    """The feature to branch on and how many parties have it; None when every feature is whole.

    Parameters
    ----------
    values
        ``(N,)`` parties on each itinerary of the pool.
    """
    used = {int(number): list(_features_at(pool, int(number))) for number in np.flatnonzero(values > WHOLE)}
    totals: defaultdict[Feature, float] = defaultdict(float)
    for number, features in used.items():
        for feature in features:
            totals[feature] += float(values[number])
    for kind in KINDS:
        split = [
            (abs(total % 1.0 - 0.5), feature)
            for feature, total in totals.items()
            if feature.kind == kind and WHOLE < total % 1.0 < 1 - WHOLE
        ]
        if split:
            feature = min(split)[1]
            return feature, totals[feature]
    return None


def _features_at(pool: Pool, number: int) -> Iterator[Feature]:
    itinerary = pool.itinerary(number)
    return features_of(itinerary, pool.options_of(itinerary.cohort))
