"""Small changes of a morning: what a planner solves again."""

from collections import Counter
from dataclasses import replace

from planner.domain.ids import PartyId, PersonId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Party
from planner.domain.sites import SiteRole, Unit

LATER = 7
"""The flight that falls out leaves on this day or later."""


def one_bed_less(instance: Instance) -> Instance:
    """The fullest unit of a removal centre has one bed less on every night."""
    now = Counter(person.unit_id for party in instance.parties if not party.is_expected for person in party.people)
    units = [unit for site in instance.sites if site.role is SiteRole.REMOVAL for unit in site.units if now[unit.unit_id]]
    fullest = min(units, key=lambda unit: (unit.free_beds(0) - now[unit.unit_id], unit.unit_id)).unit_id
    return replace(
        instance,
        sites=tuple(replace(site, units=tuple(_with_less(unit, fullest) for unit in site.units)) for site in instance.sites),
    )


def _with_less(unit: Unit, fullest: UnitId) -> Unit:
    return replace(unit, beds=tuple(max(0, beds - 1) for beds in unit.beds)) if unit.unit_id == fullest else unit


def one_flight_cancelled(instance: Instance) -> Instance:
    """The largest flight of those a week ahead falls out; nobody is pinned to it."""
    pinned = {lock.target_id for lock in instance.locks}
    ahead = [
        departure
        for departure in instance.departures
        if departure.seats and departure.departure_id not in pinned and (departure.departs_at - instance.as_of).days >= LATER
    ]
    fallen = min(ahead, key=lambda departure: (-departure.seats, departure.departs_at, departure.departure_id))
    return replace(
        instance,
        departures=tuple(
            replace(departure, seats=0, cancelled=True) if departure is fallen else departure for departure in instance.departures
        ),
    )


def one_party_more(instance: Instance) -> Instance:
    """One more man of the last boat, with an authority to detain."""
    roles = {site.site_id: site.role for site in instance.sites}
    busy = {lock.party_id for lock in instance.locks}
    apart = {person for pair in instance.keep_apart for person in pair}
    like = next(
        party
        for party in instance.parties
        if party.size == 1
        and not party.is_expected
        and party.party_id not in busy
        and party.people[0].person_id not in apart
        and party.people[0].authority_until
        and roles[party.people[0].site_id] in {SiteRole.LANDING, SiteRole.PROCESSING}
    )
    person = replace(like.people[0], person_id=PersonId(f"{like.people[0].person_id}-more"))
    more = Party(PartyId(person.person_id), (person,))
    return replace(instance, parties=tuple(sorted((*instance.parties, more), key=lambda party: (party.is_expected, party.party_id))))
