"""Who could take a seat that comes free: parties that stay in a place of detention that night and might lawfully board instead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.clocks import PartyClock
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Party
from planner.domain.plan import PersonPlan, Plan, Status, Stay
from planner.model.boarding import may_board
from planner.model.casework import MOST_STEPS
from planner.model.itinerary import GONE, lock_nights
from planner.model.network import Network, build_network

NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that could be a reserve.

    Attributes
    ----------
    order
        Days waited (negative, so that the longest wait comes first), last lawful day of transfer, id: the planner's own order.
    sites
        Site by departure it may board: where the plan has it on the night before and on the night of that day.
    booked_on
        Departure it is booked on, a later one; None when it is not.
    apart
        People it is to be kept apart from.
    """

    party: Party
    order: tuple[int, int, PartyId]
    sites: Mapping[DepartureId, SiteId]
    booked_on: DepartureId | None
    apart: frozenset[PersonId]


def candidates(instance: Instance, clocks: Sequence[PartyClock], plan: Plan) -> tuple[Candidate, ...]:
    """Everybody who could be a reserve for some departure, in the planner's order.

    A party is where the plan has it: in a bed at one and the same place of detention on the night before the departure and on the night of
    its day, so that nothing else that is planned hangs on it. It may board by every rule that holds for those booked, with its case steps
    as planned: the notice it has been served has run out. Forecast parties are nobody yet.
    """
    members: defaultdict[PartyId, list[PersonPlan]] = defaultdict(list)
    for person in plan.people:
        members[person.party_id].append(person)
    known = [
        (party, clock) for party, clock in zip(instance.parties, clocks, strict=True) if not party.is_expected and any(clock.departures)
    ]
    network = build_network(instance)
    steps = np.full((len(known), MOST_STEPS), GONE, dtype=np.int64)
    for row, (party, clock) in enumerate(known):
        days = {step.step: step.day for person in members[party.party_id] for step in person.steps}
        steps[row, : len(clock.case.steps)] = [days.get(step.step, GONE) for step in clock.case.steps]
    boards = may_board(network, [clock for _, clock in known], steps)
    locks, apart = _locks(instance), _apart(instance)
    found: list[Candidate] = []
    for (party, clock), flags in zip(known, boards, strict=True):
        lead = members[party.party_id][0]
        sites = {
            network.departures[at].departure_id: site_id
            for at in np.flatnonzero(flags).tolist()
            if (site_id := _stays_at(party, lead, int(network.departure_days[at]), network)) is not None
            and not any(_stands_against(lock, at, network) for lock in locks[party.party_id])
        }
        if sites:
            last = NEVER if clock.last_transfer_day is None else clock.last_transfer_day
            booked = next((stay.departure_id for stay in lead.stays if stay.departure_id is not None), None)
            others = frozenset(other for person in party.people for other in apart[person.person_id])
            found.append(Candidate(party, (-clock.wait_days, last, party.party_id), sites, booked, others))
    return tuple(sorted(found, key=lambda candidate: candidate.order))


def _stays_at(party: Party, lead: PersonPlan, day: int, network: Network) -> SiteId | None:
    """Place of detention at which a party is in a bed the night before a day and on its night; None where there is no such one."""
    by_night = {night: stay.site_id for stay in lead.stays for night in (day - 1, day) if _detained_on(stay, night)}
    person = party.people[0]
    if not day and person.unit_id is not None and network.is_detention[network.site_index[person.site_id]]:
        by_night[-1] = person.site_id
    return by_night[day] if len(by_night) > 1 and by_night[day - 1] == by_night[day] else None


def _detained_on(stay: Stay, night: int) -> bool:
    return stay.status is Status.DETAINED and stay.first_night <= night <= stay.last_night


def _stands_against(lock: Lock, departure: int, network: Network) -> bool:
    """Whether a lock would be broken, were its party on a departure."""
    is_this = network.departures[departure].departure_id == lock.target_id
    if lock.kind is LockKind.DEPARTURE:
        return not is_this
    if lock.kind is LockKind.NOT_DEPARTURE:
        return is_this
    nights = lock_nights(lock.first_night, lock.last_night, network)
    return lock.kind is LockKind.SITE and bool(nights) and nights[-1] >= network.departure_days[departure]


def _locks(instance: Instance) -> defaultdict[PartyId, list[Lock]]:
    locks: defaultdict[PartyId, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
        locks[lock.party_id].append(lock)
    return locks


def _apart(instance: Instance) -> defaultdict[PersonId, list[PersonId]]:
    apart: defaultdict[PersonId, list[PersonId]] = defaultdict(list)
    for one, other in instance.keep_apart:
        apart[one].append(other)
        apart[other].append(one)
    return apart
