"""A plan read back into itineraries: what each party of a stored plan does, as numbers of a problem's pool."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from planner.domain.ids import PartyId
from planner.domain.plan import PersonPlan, Plan
from planner.model.cohorts import member_classes
from planner.model.itinerary import GONE, Batch
from planner.model.problem import Problem


class UnknownItineraryError(Exception):
    """A stored plan holds an itinerary that the problem does not have."""


def planned_itineraries(problem: Problem, plan: Plan) -> Mapping[PartyId, int]:
    """Put the itineraries of a plan into a problem's pool.

    Returns
    -------
    Mapping
        Number of each party's itinerary in the pool.

    Raises
    ------
    UnknownItineraryError
        When the plan was not made from the problem's inputs.
    """
    people: defaultdict[PartyId, list[PersonPlan]] = defaultdict(list)
    for person in plan.people:
        people[person.party_id].append(person)
    parties = {party.party_id: party for party in problem.network.instance.parties}
    ids = [(number, party_id) for number, cohort in enumerate(problem.cohorts) for party_id in cohort.parties]
    num_nights = problem.network.num_nights
    nights = np.full((len(ids), num_nights), GONE, dtype=np.int64)
    departures = np.full(len(ids), GONE, dtype=np.int64)
    steps = np.full((len(ids), problem.pool.batch.steps.shape[1]), GONE, dtype=np.int64)
    departure_of = {item.departure_id: at for at, item in enumerate(problem.network.departures)}
    for row, (number, party_id) in enumerate(ids):
        cohort, party, members = problem.cohorts[number], parties[party_id], people[party_id]
        if [person.person_id for person in members] != [person.person_id for person in party.people]:
            raise UnknownItineraryError(f"party {party_id} has other people in the plan than in its inputs")
        classes = {member: at for at, (member, _) in enumerate(cohort.shape)}
        of_member = [classes[member] for member in member_classes(party, cohort.clock)]
        _fill_nights(problem, number, of_member, members, nights[row])
        leaving = {stay.departure_id for person in members for stay in person.stays if stay.departure_id is not None}
        if leaving:
            departures[row] = departure_of[leaving.pop()]
        days = {step.step: step.day for person in members for step in person.steps}
        for at, step in enumerate(cohort.clock.case.steps):
            steps[row, at] = days.get(step.step, GONE)
    numbers = problem.pool.add(Batch(np.array([number for number, _ in ids], dtype=np.int64), nights, departures, steps))
    return {party_id: int(at) for (_, party_id), at in zip(ids, numbers, strict=True)}


def _fill_nights(
    problem: Problem, cohort: int, classes: Sequence[int], members: Sequence[PersonPlan], nights: "np.typing.NDArray[np.int64]"
) -> None:
    """Set the option of each night, from where every member sleeps."""
    network = problem.network
    option_of = {(option.site, option.placement): at for at, option in enumerate(problem.pool.options_of(cohort))}
    by_night: defaultdict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    sites: dict[int, int] = {}
    for member, person in zip(classes, members, strict=True):
        for stay in person.stays:
            if stay.site_id is None:
                continue
            for night in range(stay.first_night, stay.last_night + 1):
                sites[night] = network.site_index[stay.site_id]
                if stay.unit_id is not None:
                    by_night[night][member, network.unit_index[stay.unit_id]] += 1
    for night, site in sites.items():
        placement = tuple(sorted((member, unit, count) for (member, unit), count in by_night[night].items()))
        option = option_of.get((site, placement))
        if option is None:
            raise UnknownItineraryError(f"{members[0].person_id} can not be where the plan says on day {night}")
        nights[night] = option
