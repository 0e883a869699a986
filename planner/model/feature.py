"""Features of itineraries that branching counts: boarding a departure, being at a site or in an option, doing a step."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.model.itinerary import GONE, Itinerary
from planner.model.options import Option

DEPARTURE, SITE, OPTION, STEP = "departure", "site", "option", "step"
KINDS = (DEPARTURE, SITE, OPTION, STEP)
"""Kinds in the order in which they are branched on: the coarsest first."""


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


Features = tuple[Feature, ...]
"""Features that are counted together, of several cohorts in general."""


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
