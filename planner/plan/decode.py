"""From whole itineraries to people: who takes which, and in which unit each member sleeps."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from planner.clocks import PartyClock
from planner.clocks.category import categories
from planner.domain.ids import DepartureId, PartyId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import CaseRecord, Party
from planner.domain.plan import PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import SiteRole
from planner.model.cohorts import Cohort
from planner.model.itinerary import GONE, Itinerary
from planner.model.network import Network
from planner.model.options import Option
from planner.model.solution import Solution
from planner.plan.reasons import reason_for

STATUS_OF = {SiteRole.LANDING: Status.LANDING, SiteRole.ONWARD: Status.ONWARD, SiteRole.LOCAL_AUTHORITY: Status.LOCAL_AUTHORITY}


def decode(instance: Instance, clocks: tuple[PartyClock, ...], solution: Solution) -> Plan:
    """Give every party of a cohort one of the cohort's itineraries.

    The parties stand in canonical order (longest wait, earliest deadline, id) and take the itineraries in theirs:
    earliest transfer first, then fewest nights without a bed.
    """
    parties = {party.party_id: party for party in instance.parties}
    clock_of = {clock.party_id: clock for clock in clocks}
    people: list[PersonPlan] = []
    for index, itineraries in _by_cohort(solution):
        cohort = solution.cohorts[index]
        for party_id, itinerary in zip(_in_order(cohort, parties), itineraries, strict=True):
            people += _party_plan(parties[party_id], clock_of[party_id], cohort, itinerary, instance, solution)
    return Plan(
        horizon=instance.horizon,
        rules_version=instance.rules.version,
        people=tuple(sorted(people, key=lambda person: person.person_id)),
        measures=solution.measures,
    )


def _by_cohort(solution: Solution) -> Iterator[tuple[int, list[Itinerary]]]:
    chosen: defaultdict[int, list[tuple[Itinerary, int]]] = defaultdict(list)
    for itinerary, count in solution.chosen:
        chosen[itinerary.cohort].append((itinerary, count))
    for index in sorted(chosen):
        options, network = solution.options[index], solution.network

        def rank(
            item: tuple[Itinerary, int], options: tuple[Option, ...] = options, network: Network = network
        ) -> tuple[int, int, tuple[int, ...], tuple[int, ...]]:
            itinerary, _ = item
            leaves = network.num_nights if itinerary.departure == GONE else int(network.departure_days[itinerary.departure])
            unplaced = sum(night != GONE and options[night].is_unplaced for night in itinerary.nights)
            return leaves, unplaced, itinerary.nights, itinerary.steps

        yield index, [itinerary for itinerary, count in sorted(chosen[index], key=rank) for _ in range(count)]


def _in_order(cohort: Cohort, parties: dict[PartyId, Party]) -> list[PartyId]:
    return sorted(cohort.parties, key=lambda party: (min(person.landed_at for person in parties[party].people), party))


def _party_plan(
    party: Party, clock: PartyClock, cohort: Cohort, itinerary: Itinerary, instance: Instance, solution: Solution
) -> Iterator[PersonPlan]:
    """The plan of each member."""
    units = _units_by_night(party, cohort, itinerary, solution)
    code, reason = reason_for(clock, itinerary, solution)
    for person, nights in zip(party.people, units, strict=True):
        steps = (
            PlannedStep(step.step, day)
            for step, day in zip(cohort.clock.case.steps, itinerary.steps, strict=True)
            if day != GONE and _lacks(person.case, step.step)
        )
        yield PersonPlan(
            person_id=person.person_id,
            party_id=party.party_id,
            is_expected=party.is_expected,
            stays=tuple(_stays(nights, itinerary, cohort, instance, solution)),
            steps=tuple(steps),
            reason_code=code,
            reason=reason,
        )


def _lacks(case: CaseRecord, step: StaffedStep) -> bool:
    done = {StaffedStep.SCREENING: case.screened_on, StaffedStep.DECISION: case.decided_on, StaffedStep.NOTICE: case.notice_served_on}
    return done[step] is None


def _units_by_night(party: Party, cohort: Cohort, itinerary: Itinerary, solution: Solution) -> list[list[int | None]]:
    """Unit index of each member by night; None without a bed or out of the country.

    Members of a class are interchangeable: who can stay in a unit stays, the others fill what is left in order.
    """
    options = solution.options[itinerary.cohort]
    classes = list(zip(categories(party), (person.care_needs for person in party.people), strict=True))
    number = {member: index for index, (member, _) in enumerate(cohort.shape)}
    now: list[int | None] = [None if person.unit_id is None else solution.network.unit_index[person.unit_id] for person in party.people]
    by_night: list[list[int | None]] = []
    for index, night in enumerate(itinerary.nights):
        if index and night == itinerary.nights[index - 1]:
            # On a further night of one option everybody stays.
            by_night.append(by_night[-1])
            continue
        wanted: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for member, unit, count in () if night == GONE else options[night].placement:
            wanted[member][unit] += count
        placed: list[int | None] = [None] * party.size
        for staying in (True, False):
            for person, member in enumerate(classes):
                free = wanted[number[member]]
                unit = now[person] if staying else next((unit for unit in sorted(free) if free[unit]), None)
                if placed[person] is None and unit is not None and free[unit]:
                    placed[person] = unit
                    free[unit] -= 1
        now = now if night == GONE else placed
        by_night.append(placed)
    return [[night[person] for night in by_night] for person in range(party.size)]


def _stays(units: list[int | None], itinerary: Itinerary, cohort: Cohort, instance: Instance, solution: Solution) -> Iterator[Stay]:
    """Runs of equal nights."""
    horizon = instance.horizon.num_days
    leaves = horizon if itinerary.departure == GONE else int(solution.network.departure_days[itinerary.departure])
    first = min(cohort.clock.entry_day, leaves)
    if first:
        yield Stay(Status.EXPECTED, 0, first - 1, None, None, None)
    nights = list(zip(itinerary.nights[first:leaves], units[first:leaves], strict=True))
    places = {night: _place(*night, itinerary.cohort, solution) for night in set(nights)}
    for (status, site_id, unit_id), run in groupby(places[night] for night in nights):
        after = first + sum(1 for _ in run)
        yield Stay(status, first, after - 1, site_id, unit_id, None)
        first = after
    if itinerary.departure != GONE:
        yield Stay(Status.TRANSFERRED, leaves, horizon - 1, None, None, DepartureId(instance.departures[itinerary.departure].departure_id))


def _place(option: int, unit: int | None, cohort: int, solution: Solution) -> tuple[Status, SiteId, UnitId | None]:
    """Where a member spends a night of an option."""
    network = solution.network
    site = network.sites[solution.options[cohort][option].site]
    if unit is None:
        return Status.UNPLACED, site.site_id, None
    return STATUS_OF.get(site.role, Status.DETAINED), site.site_id, UnitId(network.unit_ids[unit])
