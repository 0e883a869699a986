"""A workspace folder to one validated instance: the only way in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from planner.config import CONFIG_NAME, MAX_HORIZON_DAYS, Config, load_config
from planner.domain.errors import ConfigError, Fault, InputError
from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, IncidentId, LockId, PartyId, PersonId, SiteId, UnitId
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import Party
from planner.ingest.book import Book, party_id_of
from planner.ingest.canonical import Lines, canonical_lines
from planner.ingest.checks.pins import is_outside
from planner.ingest.estate import admissions_of, sites_of
from planner.ingest.forecast import expected_parties
from planner.ingest.journeys import departures_of, parity_of, resources_of, travel_of
from planner.ingest.parse import parse_workspace
from planner.ingest.read import read_workspace
from planner.ingest.rows import Row
from planner.ingest.tables import TABLES
from planner.ingest.triage import triage_of
from planner.ingest.validate import book_faults


@dataclass(frozen=True)
class Workspace:
    """A workspace, read and found without fault.

    Parameters
    ----------
    instance
        The morning's problem.
    tables
        Canonical rows by table name; ``planner.ingest.canonical.write_tables`` writes them.
    config
        Settings and figures the instance was read with.
    """

    instance: Instance
    tables: Mapping[str, Lines]
    config: Config


def load_workspace(directory: Path, config: Config | None = None, horizon_days: int | None = None) -> Workspace:
    """Read a workspace folder.

    Parameters
    ----------
    config
        Settings to use; None reads the folder's config.toml.
    horizon_days
        Days to plan; None takes the configured number.

    Raises
    ------
    InputError
        With every fault of every table, and those of config.toml when it has some too.
    ConfigError
        When config.toml alone has faults.
    """
    raw = read_workspace(directory)
    tables, cell_faults = parse_workspace(raw)
    faults = [*raw.faults, *cell_faults]
    if config is None:
        config = _config(directory, faults)
    horizon = _horizon(config, horizon_days)
    unread = raw.unread | {name for name, table in raw.tables.items() if table.missing}
    book = Book(tables, unread, config, horizon)
    faults += book_faults(book)
    if faults:
        raise InputError(faults)
    instance = _instance(book)
    return Workspace(
        replace(instance, triage=triage_of(book, instance)), {name: canonical_lines(table) for name, table in tables.items()}, config
    )


def pack_tables(workspace: Workspace) -> Mapping[str, Lines]:
    """Give the tables of a pack: those of the workspace, with every journey by road the plan was made with.

    A reader of the pack then needs no table of road times, and reads the same instance.
    """
    spec, departure_places = TABLES["travel_times"], {departure.place_id for departure in workspace.instance.departures}
    rows = tuple(
        (start, end, str(leg.minutes), f"{leg.km:.12f}".rstrip("0").rstrip("."))
        for (start, end), leg in sorted(workspace.instance.travel.items())
        if start != end or start in departure_places
    )
    return {**workspace.tables, spec.name: rows}


def _horizon(config: Config, horizon_days: int | None) -> Horizon:
    if horizon_days is not None and not 1 <= horizon_days <= MAX_HORIZON_DAYS:
        raise InputError([Fault("horizon", 0, "", str(horizon_days), f"must be a whole number of days from 1 to {MAX_HORIZON_DAYS}")])
    return Horizon(config.plan_date, horizon_days or config.horizon_days)


def _config(directory: Path, faults: list[Fault]) -> Config:
    """Read config.toml; without it the tables can not be checked against one another, but what is known is said."""
    try:
        return load_config(directory / CONFIG_NAME)
    except ConfigError as error:
        if faults:
            raise InputError([*faults, *error.faults]) from error
        raise


def _instance(book: Book) -> Instance:
    tables, horizon, rules, as_of = book.tables, book.horizon, book.config.rules, book.config.as_of
    admissions = admissions_of(tables["planned_admissions"])
    sites = sites_of(tables, admissions, horizon, rules)
    departures = departures_of(tables["departures"].rows, as_of, horizon)
    return Instance(
        horizon=horizon,
        as_of=as_of,
        rules=rules,
        incidents=_incidents(book),
        parties=_parties(book),
        keep_apart=_keep_apart(book),
        sites=sites,
        departures=departures,
        resources=resources_of(tables["resources"].rows, horizon),
        travel=travel_of(sites, departures, tables["travel_times"].rows),
        parity=parity_of(tables["parity_ledger"].rows, horizon),
        planned_admissions=admissions,
        locks=_locks(book),
        yesterday=_yesterday(book),
        triage=(),
    )


def _parties(book: Book) -> tuple[Party, ...]:
    """Known people, then expected arrivals, each by id."""
    return (*book.parties.values(), *expected_parties(book.rows("expected_arrivals"), book.horizon))


def _incidents(book: Book) -> tuple[Incident, ...]:
    listed: dict[str, int] = {}
    for row in book.rows("people"):
        incident_id = row.maybe_text("incident_id") or ""
        listed[incident_id] = listed.get(incident_id, 0) + 1
    return tuple(_incident(row, listed.get(incident_id, 0)) for incident_id, row in sorted(book.ids("incidents").items()))


def _incident(row: Row, people_listed: int) -> Incident:
    landing_site_id = row.maybe_text("landing_site_id")
    return Incident(
        incident_id=IncidentId(row.text("incident_id")),
        status=IncidentStatus(row.text("status")),
        launch_area=row.maybe_text("launch_area"),
        met_lat=row.angle("met_lat"),
        met_lon=row.angle("met_lon"),
        met_at=row.moment("met_at"),
        landing_site_id=SiteId(landing_site_id) if landing_site_id else None,
        landed_at=row.maybe_moment("landed_at"),
        boats=row.whole("boats"),
        people_reported=row.whole("people_reported"),
        people_ashore=row.maybe_whole("people_ashore"),
        people_listed=people_listed,
    )


def _keep_apart(book: Book) -> tuple[tuple[PersonId, PersonId], ...]:
    pairs = (sorted((row.text("person_id"), row.text("other_person_id"))) for row in book.rows("keep_apart"))
    return tuple(sorted((PersonId(one), PersonId(other)) for one, other in pairs))


def _locks(book: Book) -> tuple[Lock, ...]:
    """Locks that touch the days planned, by id."""
    return tuple(_lock(row, book) for _, row in sorted(book.ids("locks").items()) if not is_outside(row, book.horizon))


def _lock(row: Row, book: Book) -> Lock:
    person = book.ids("people")[row.text("person_id")]
    return Lock(
        lock_id=LockId(row.text("lock_id")),
        party_id=PartyId(party_id_of(person)),
        kind=LockKind(row.text("kind")),
        target_id=row.text("target_id"),
        first_night=row.maybe_date("first_night"),
        last_night=row.maybe_date("last_night"),
    )


def _yesterday(book: Book) -> tuple[PlannedNight, ...]:
    """Yesterday's plan for the people there are today."""
    people = {person.person_id for party in _parties(book) for person in party.people}
    found = (_planned_night(row) for row in book.rows("yesterday") if row.text("person_id") in people)
    return tuple(sorted(found, key=lambda planned: (planned.person_id, planned.night)))


def _planned_night(row: Row) -> PlannedNight:
    site_id, unit_id, departure_id = (row.maybe_text(column) for column in ("site_id", "unit_id", "departure_id"))
    return PlannedNight(
        person_id=PersonId(row.text("person_id")),
        night=row.date("night"),
        site_id=SiteId(site_id) if site_id else None,
        unit_id=UnitId(unit_id) if unit_id else None,
        departure_id=DepartureId(departure_id) if departure_id else None,
    )
