"""The same instance with many times the people and everything they need."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import PlannedNight
from planner.domain.people import Party
from planner.domain.rules import Rules
from planner.domain.sites import Site, Unit
from planner.domain.transport import DayResources, Departure, PlannedAdmission


def times(instance: Instance, factor: int) -> Instance:
    """So many of everybody, and so many times every capacity; the cohorts stay the same.

    Parties with a pin or a pair stay single: each of them is a cohort of its own.
    """
    apart = {person for pair in instance.keep_apart for person in pair}
    pinned = {lock.party_id for lock in instance.locks}
    rows: defaultdict[PersonId, list[PlannedNight]] = defaultdict(list)
    for row in instance.yesterday:
        rows[row.person_id].append(row)
    parties: list[Party] = []
    yesterday: list[PlannedNight] = []
    for party in instance.parties:
        single = party.party_id in pinned or any(person.person_id in apart for person in party.people)
        for copy in range(1 if single else factor):
            parties.append(_copy(party, copy))
            yesterday += _rows(party, parties[-1], rows)
    return replace(
        instance,
        rules=_rules(instance.rules, factor),
        parties=tuple(sorted(parties, key=lambda party: (party.is_expected, party.party_id))),
        sites=tuple(_site(site, factor) for site in instance.sites),
        departures=tuple(_departure(departure, factor) for departure in instance.departures),
        resources=tuple(
            DayResources(day.escorts * factor, day.medics * factor, day.cases * factor, day.ground_seats * factor)
            for day in instance.resources
        ),
        parity=ParityRecord(instance.parity.balance_before * factor, instance.parity.transferred_this_week * factor),
        planned_admissions=tuple(
            PlannedAdmission(item.admitted_on, item.people * factor, item.unit_id, item.nights) for item in instance.planned_admissions
        ),
        yesterday=tuple(sorted(yesterday, key=lambda row: (row.person_id, row.night))),
    )


def _copy(party: Party, number: int) -> Party:
    if not number:
        return party
    people = tuple(replace(person, person_id=PersonId(f"{person.person_id}x{number}")) for person in party.people)
    return replace(party, party_id=PartyId(people[0].person_id if party.size == 1 else f"{party.party_id}x{number}"), people=people)


def _rows(party: Party, copy: Party, rows: dict[PersonId, list[PlannedNight]]) -> Iterator[PlannedNight]:
    for person, other in zip(party.people, copy.people, strict=True):
        for row in rows.get(person.person_id, ()):
            yield replace(row, person_id=other.person_id)


def _rules(rules: Rules, factor: int) -> Rules:
    return replace(
        rules,
        france_daily_cap=_times(rules.france_daily_cap, factor),
        france_weekly_cap=_times(rules.france_weekly_cap, factor),
        parity_upper=rules.parity_upper * factor,
        parity_lower=rules.parity_lower * factor,
    )


def _times(limit: int | None, factor: int) -> int | None:
    return None if limit is None else limit * factor


def _site(site: Site, factor: int) -> Site:
    return replace(
        site,
        admissions_per_day=_times(site.admissions_per_day, factor),
        discharges_per_day=_times(site.discharges_per_day, factor),
        units=tuple(_unit(unit, factor) for unit in site.units),
    )


def _unit(unit: Unit, factor: int) -> Unit:
    return replace(unit, beds=tuple(beds * factor for beds in unit.beds), reserved=tuple(beds * factor for beds in unit.reserved))


def _departure(departure: Departure, factor: int) -> Departure:
    return replace(departure, seats=departure.seats * factor, escort_team=departure.escort_team * factor, medics=departure.medics * factor)
