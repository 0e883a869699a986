"""Reserves of every departure: the fewest, in the planner's own order, that keep the chance of empty seats within what is allowed.

A reserve stays where the plan has it until seats are known to be empty and takes no seat, escort or vehicle that was not planned for
somebody who dropped out. The plan is not touched.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.attrition.candidates import Candidate, candidates
from planner.attrition.seats import Departing, Outlook
from planner.clocks import PartyClock
from planner.domain.horizon import london_date
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId
from planner.domain.instance import Instance
from planner.domain.people import Party
from planner.domain.plan import Plan, Stay
from planner.domain.transport import Departure

ROUNDING = 1e-9
"""Chances that close are equal."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A party held ready, where it is, for seats that come free.

    Attributes
    ----------
    site_id
        Where it stays.
    booked_on
        Departure it is booked on, a later one; None when it is not.
    """

    party: Party
    site_id: SiteId
    booked_on: DepartureId | None


@dataclass(frozen=True, slots=True)
class SeatFill:
    """How full a departure is likely to leave.

    Attributes
    ----------
    booked
        People booked.
    alone, filled
        What is to be expected without reserves, and with them.
    reserves
        In the order in which they are asked.
    is_enough
        Whether the chance of empty seats is within what is allowed; otherwise nobody else may be a reserve.
    """

    departure: Departure
    booked: int
    alone: Outlook
    filled: Outlook
    reserves: tuple[Reserve, ...]
    is_enough: bool


def choose_reserves(instance: Instance, clocks: Sequence[PartyClock], plan: Plan) -> tuple[SeatFill, ...]:
    """Choose reserves for every departure that somebody is booked on, in the order the departures leave."""
    return tuple(_Choice(instance, candidates(instance, clocks, plan), plan).fills())


class _Choice:
    """One pass over the departures: who has been chosen counts for those after."""

    def __init__(self, instance: Instance, pool: Sequence[Candidate], plan: Plan) -> None:
        self._instance, self._pool = instance, pool
        self._parties = {party.party_id: party for party in instance.parties}
        self._booked: defaultdict[DepartureId, set[PartyId]] = defaultdict(set)
        for person in plan.people:
            for stay in person.stays:
                if stay.departure_id is not None:
                    self._booked[stay.departure_id].add(person.party_id)
        self._room = _room(instance, plan)
        self._duties: Counter[PartyId] = Counter()
        self._on_day: set[tuple[date, PartyId]] = set()

    def fills(self) -> Iterator[SeatFill]:
        """Each departure with its reserves."""
        for departure in sorted(self._instance.departures, key=lambda departure: (departure.departs_at, departure.departure_id)):
            if self._booked[departure.departure_id]:
                yield self._fill(departure)

    def _fill(self, departure: Departure) -> SeatFill:
        rules = self._instance.rules
        parties = [self._parties[party_id] for party_id in sorted(self._booked[departure.departure_id])]
        booked = sum(party.size for party in parties)
        departing = Departing(rules.attrition, [party.size for party in parties])
        alone = filled = departing.outlook(rules.reserves.empty_seats_allowed)
        aboard = {person.person_id for party in parties for person in party.people}
        reserves: list[Reserve] = []
        for candidate in self._pool:
            if filled.chance <= rules.reserves.chance + ROUNDING:
                break
            if candidate.party.size <= booked and self._may_serve(candidate, departure, aboard):
                reserves.append(self._take(candidate, departure))
                aboard.update(person.person_id for person in candidate.party.people)
                departing.reserve(candidate.party.size)
                filled = departing.outlook(rules.reserves.empty_seats_allowed)
        return SeatFill(departure, booked, alone, filled, tuple(reserves), filled.chance <= rules.reserves.chance + ROUNDING)

    def _may_serve(self, candidate: Candidate, departure: Departure, aboard: set[PersonId]) -> bool:
        """Whether a party may be the next reserve: for one departure a day, not too often, near nobody to be kept apart."""
        site_id, when, party = candidate.sites.get(departure.departure_id), london_date(departure.departs_at), candidate.party
        return (
            site_id is not None
            and self._duties[party.party_id] < self._instance.rules.reserves.duties
            and (when, party.party_id) not in self._on_day
            and not candidate.apart & aboard
            and party.size <= self._room.get((site_id, when), party.size)
        )

    def _take(self, candidate: Candidate, departure: Departure) -> Reserve:
        site_id, when, party = candidate.sites[departure.departure_id], london_date(departure.departs_at), candidate.party
        self._duties[party.party_id] += 1
        self._on_day.add((when, party.party_id))
        if (site_id, when) in self._room:
            self._room[site_id, when] -= party.size
        return Reserve(party, site_id, candidate.booked_on)


def _room(instance: Instance, plan: Plan) -> dict[tuple[SiteId, date], int]:
    """People whom each site with a limit may still discharge on each day, besides those planned to leave it."""
    now: Mapping[PersonId, SiteId] = {person.person_id: person.site_id for party in instance.parties for person in party.people}
    left = Counter(
        (site_id, plan.horizon.date_of(day)) for person in plan.people for site_id, day in _leavings(now[person.person_id], person.stays)
    )
    return {
        (site.site_id, when): site.discharges_per_day - left[site.site_id, when]
        for site in instance.sites
        if site.discharges_per_day is not None
        for when in plan.horizon.dates()
    }


def _leavings(site_id: SiteId, stays: Sequence[Stay]) -> Iterator[tuple[SiteId, int]]:
    """Each site left, and the day."""
    for stay in stays:
        if stay.departure_id is not None or stay.site_id not in {None, site_id}:
            yield site_id, stay.first_night
        site_id = stay.site_id or site_id
