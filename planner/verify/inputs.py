"""Reads a pack's inputs folder on the verifier's own terms, table by table."""

from collections.abc import Mapping
from pathlib import Path

from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, IncidentId, LockId, PartyId, PersonId, SiteId, UnitId
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import Party
from planner.verify.estate import read_sites
from planner.verify.persons import read_parties
from planner.verify.reading import read_rows
from planner.verify.settings import Settings
from planner.verify.transport import read_admissions, read_departures, read_parity, read_resources, read_travel

INCIDENT_COLUMNS = (
    "incident_id",
    "status",
    "launch_area",
    "met_lat",
    "met_lon",
    "met_at",
    "landing_site_id",
    "landed_at",
    "boats",
    "people_reported",
    "people_ashore",
)


def read_inputs(inputs: Path, settings: Settings, horizon: Horizon) -> Instance:
    """Read every table of a pack's inputs folder.

    Returns
    -------
    Instance
        The problem as this package reads it; no triage.

    Raises
    ------
    PackError
        When a file or column is missing, or a cell can not be read.
    """
    parties = read_parties(inputs, settings.rules.bars, horizon)
    admissions = read_admissions(inputs)
    party_of = {person.person_id: party.party_id for party in parties for person in party.people}
    return Instance(
        horizon=horizon,
        as_of=settings.as_of,
        rules=settings.rules,
        incidents=_read_incidents(inputs, parties),
        parties=parties,
        keep_apart=_read_keep_apart(inputs, party_of),
        sites=read_sites(inputs, horizon, settings.rules, admissions),
        departures=read_departures(inputs),
        resources=read_resources(inputs, horizon),
        travel=read_travel(inputs),
        parity=read_parity(inputs, horizon.first_date),
        planned_admissions=admissions,
        locks=_read_locks(inputs, party_of),
        yesterday=_read_yesterday(inputs),
        triage=(),
    )


def _read_incidents(inputs: Path, parties: tuple[Party, ...]) -> tuple[Incident, ...]:
    listed: dict[str, int] = {}
    for party in parties:
        for person in party.people:
            if person.incident_id:
                listed[person.incident_id] = listed.get(person.incident_id, 0) + 1
    incidents = [
        Incident(
            incident_id=IncidentId(row.text("incident_id")),
            status=row.choice("status", IncidentStatus),
            launch_area=row.maybe("launch_area"),
            met_lat=float(row.number_of("met_lat")),
            met_lon=float(row.number_of("met_lon")),
            met_at=row.moment("met_at"),
            landing_site_id=SiteId(site_id) if (site_id := row.maybe("landing_site_id")) else None,
            landed_at=row.maybe_moment("landed_at"),
            boats=row.whole("boats"),
            people_reported=row.whole("people_reported"),
            people_ashore=row.maybe_whole("people_ashore"),
            people_listed=listed.get(row.text("incident_id"), 0),
        )
        for row in read_rows(inputs / "incidents.csv", INCIDENT_COLUMNS)
    ]
    return tuple(sorted(incidents, key=lambda incident: incident.incident_id))


def _read_keep_apart(inputs: Path, party_of: Mapping[PersonId, PartyId]) -> tuple[tuple[PersonId, PersonId], ...]:
    pairs: set[tuple[PersonId, PersonId]] = set()
    for row in read_rows(inputs / "keep_apart.csv", ("person_id", "other_person_id")):
        one, other = PersonId(row.known("person_id", party_of)), PersonId(row.known("other_person_id", party_of))
        pairs.add((min(one, other), max(one, other)))
    return tuple(sorted(pairs))


def _read_locks(inputs: Path, party_of: Mapping[PersonId, PartyId]) -> tuple[Lock, ...]:
    locks = [
        Lock(
            lock_id=LockId(row.text("lock_id")),
            party_id=party_of[PersonId(row.known("person_id", party_of))],
            kind=row.choice("kind", LockKind),
            target_id=row.text("target_id"),
            first_night=row.maybe_day("first_night"),
            last_night=row.maybe_day("last_night"),
        )
        for row in read_rows(inputs / "locks.csv", ("lock_id", "person_id", "kind", "target_id", "first_night", "last_night"))
    ]
    return tuple(sorted(locks, key=lambda lock: lock.lock_id))


def _read_yesterday(inputs: Path) -> tuple[PlannedNight, ...]:
    return tuple(
        PlannedNight(
            person_id=PersonId(row.text("person_id")),
            night=row.day("night"),
            site_id=SiteId(site_id) if (site_id := row.maybe("site_id")) else None,
            unit_id=UnitId(unit_id) if (unit_id := row.maybe("unit_id")) else None,
            departure_id=DepartureId(departure_id) if (departure_id := row.maybe("departure_id")) else None,
        )
        for row in read_rows(inputs / "yesterday.csv", ("person_id", "night", "site_id", "unit_id", "departure_id"))
    )
