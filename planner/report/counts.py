"""People of a plan by place and night."""

from collections import Counter
from dataclasses import dataclass

from planner.domain.ids import DepartureId, SiteId
from planner.domain.plan import Plan, Status


@dataclass(frozen=True, slots=True)
class Counts:
    """People of a plan, counted.

    Attributes
    ----------
    in_beds, without
        People in a bed, and people without one, by site and night.
    boarded
        People by departure.
    """

    in_beds: Counter[tuple[SiteId, int]]
    without: Counter[tuple[SiteId, int]]
    boarded: Counter[DepartureId]


def count_people(plan: Plan) -> Counts:
    """Count the people of a plan by place and night."""
    # Stays of the same nights at the same site are many: they are counted as one, then night by night.
    stays = Counter(
        [
            (stay.departure_id, stay.site_id, stay.status, stay.first_night, stay.last_night)
            for person in plan.people
            for stay in person.stays
        ]
    )
    counts = Counts(Counter(), Counter(), Counter())
    for (departure_id, site_id, status, first, last), people in stays.items():
        if departure_id is not None:
            counts.boarded[departure_id] += people
        elif site_id is not None:
            counted = counts.without if status is Status.UNPLACED else counts.in_beds
            for night in range(first, last + 1):
                counted[site_id, night] += people
    return counts
