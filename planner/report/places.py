"""Sites, places, departures and incidents as a map shows them: counts and ids, nothing about any person."""

from collections import Counter
from typing import Final

from geodata.places import Place as KnownPlace
from geodata.places import launch_areas, place
from maps.things import Departure as DrawnDeparture
from maps.things import Fields, IncidentState, Place, PlaceSymbol, Position, SiteShape
from maps.things import Incident as DrawnIncident
from maps.things import Site as DrawnSite
from maps.things import Unit as DrawnUnit
from planner.domain.horizon import LONDON, london_date
from planner.domain.ids import SiteId
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance
from planner.domain.people import Category
from planner.domain.plan import Plan
from planner.domain.sites import Site, Unit
from planner.domain.transport import Departure
from planner.report.counts import Counts
from planner.report.words import ROLES, clock_text, id_text, short_day_text

SYMBOLS: Final = {
    "airport": PlaceSymbol.AIRPORT,
    "seaport": PlaceSymbol.PORT,
    "rail_terminal": PlaceSymbol.RAIL,
    "launch_area": PlaceSymbol.LAUNCH_AREA,
}
STATES: Final = {
    IncidentStatus.AT_SEA: IncidentState.AT_SEA,
    IncidentStatus.LANDED: IncidentState.LANDED,
    IncidentStatus.CLOSED: IncidentState.CLOSED,
}


def drawn_sites(instance: Instance, plan: Plan, counts: Counts) -> tuple[DrawnSite, ...]:
    """Draw every site, as full as the plan has it each night."""
    nights = range(plan.horizon.num_days)
    now = Counter([member.site_id for party in instance.parties if not party.is_expected for member in party.people])
    ashore = Counter(
        [
            (member.site_id, plan.horizon.day_of(party.expected_on))
            for party in instance.parties
            if party.expected_on is not None
            for member in party.people
        ]
    )
    in_units = _people_by_unit(plan)
    return tuple(
        DrawnSite(
            site_id=str(site.site_id),
            name=site.name,
            label=str(site.site_id),
            kind=ROLES[site.role],
            position=Position(site.lat, site.lon),
            shape=site_shape(site),
            units=tuple(_unit(unit, in_units[unit.unit_id]) for unit in site.units),
            without=tuple(counts.without[site.site_id, night] for night in nights),
            expected=tuple(ashore[site.site_id, night] for night in nights),
            fields=_site_fields(site, now[site.site_id]),
        )
        for site in instance.sites
    )


def drawn_places(instance: Instance) -> tuple[Place, ...]:
    """Draw the launch areas, and the places departures leave from and arrive at; places that are sites are drawn as sites."""
    sites = {str(site.site_id) for site in instance.sites}
    ends = {str(end) for each in instance.departures for end in (each.place_id, each.arrival_place_id)}
    areas = tuple(_launch_area(area, instance) for area in launch_areas())
    return areas + tuple(_departure_place(place(place_id)) for place_id in sorted(ends - sites - {area.place_id for area in areas}))


def drawn_departures(instance: Instance, counts: Counts) -> tuple[DrawnDeparture, ...]:
    """Draw the departures of these days, in the order they leave."""
    in_order = sorted(instance.departures, key=lambda each: (each.departs_at, each.departure_id))
    days = instance.horizon
    return tuple(
        _departure(each, days.day_of(london_date(each.departs_at)), counts)
        for each in in_order
        if 0 <= days.day_of(london_date(each.departs_at)) < days.num_days
    )


def drawn_incidents(instance: Instance, known: set[str]) -> tuple[DrawnIncident, ...]:
    """Draw the morning's incidents, all on the first day.

    Parameters
    ----------
    known
        Ids of the places and sites that the map has.
    """
    areas = {area.place_id: area.name for area in launch_areas()}
    return tuple(drawn_incident(incident, known, areas) for incident in instance.incidents)


def drawn_incident(incident: Incident, known: set[str], areas: dict[str, str]) -> DrawnIncident:
    """Draw one incident on the first day.

    Parameters
    ----------
    known
        Ids of the places and sites that the map has.
    areas
        Names of the launch areas, for those it does not have.
    """
    landing, area = incident.landing_site_id or SiteId(""), incident.launch_area or ""
    fields = _given(
        ("People reported", f"{incident.people_reported:,}"),
        ("Counted ashore", f"{incident.people_ashore:,}" if incident.people_ashore is not None else "not yet"),
        ("Listed", f"{incident.people_listed:,}"),
        ("Ashore, not yet listed", f"{incident.people_unlisted:,}" if incident.people_unlisted else ""),
        ("Launch area", "" if area in known else areas.get(area, area) or "not known"),
        ("Landed at", "" if landing in known else str(landing)),
    )
    return DrawnIncident(
        incident_id=str(incident.incident_id),
        day=0,
        position=Position(incident.met_lat, incident.met_lon),
        state=STATES[incident.status],
        people=incident.people_reported if incident.people_ashore is None else incident.people_ashore,
        boats=incident.boats,
        met_at=incident.met_at.astimezone(LONDON),
        landed_at=incident.landed_at.astimezone(LONDON) if incident.landed_at else None,
        launch_id=area if area in known else "",
        landing_id=str(landing) if landing in known else "",
        fields=fields,
    )


def site_shape(site: Site) -> SiteShape:
    """Tell how a site is drawn."""
    if site.is_final:
        return SiteShape.HOME
    return SiteShape.DETENTION if site.is_detention else SiteShape.LANDING


def _people_by_unit(plan: Plan) -> dict[str, Counter[int]]:
    """People in the beds of each unit, by night."""
    runs = Counter([(stay.unit_id, stay.first_night, stay.last_night) for person in plan.people for stay in person.stays])
    found: dict[str, Counter[int]] = _Empty()
    for (unit_id, first, last), people in runs.items():
        if unit_id is not None:
            found.setdefault(unit_id, Counter()).update(dict.fromkeys(range(first, last + 1), people))
    return found


class _Empty(dict[str, Counter[int]]):
    """Nobody in units that nobody is planned into."""

    def __missing__(self, unit_id: str) -> Counter[int]:
        return Counter()


def _unit(unit: Unit, people: Counter[int]) -> DrawnUnit:
    return DrawnUnit(
        unit_id=str(unit.unit_id),
        name=unit.name,
        people=tuple(people[night] + reserved for night, reserved in enumerate(unit.reserved)),
        beds=unit.beds,
        reserved=unit.reserved,
        kinds=tuple(id_text(category) for category in Category if category in unit.holds),
    )


def _launch_area(area: KnownPlace, instance: Instance) -> Place:
    reported = [incident for incident in instance.incidents if incident.launch_area == area.place_id]
    people = sum(incident.people_reported for incident in reported)
    fields = (("Incidents reported from here", str(len(reported))), ("People reported aboard", str(people)))
    return Place(area.place_id, area.name, Position(area.lat, area.lon), PlaceSymbol.LAUNCH_AREA, area.name, fields)


def _site_fields(site: Site, now: int) -> Fields:
    return _given(
        ("People on the first morning", f"{now:,}"),
        ("Stay limit", f"{site.stay_limit_hours} hours" if site.stay_limit_hours else ""),
        ("Opens", short_day_text(site.opens_on) if site.opens_on else ""),
        ("Closes", short_day_text(site.closes_on) if site.closes_on else ""),
    )


def _departure_place(known: KnownPlace) -> Place:
    symbol = SYMBOLS.get(known.kind, PlaceSymbol.OTHER)
    return Place(known.place_id, known.name, Position(known.lat, known.lon), symbol, known.place_id)


def _departure(each: Departure, day: int, counts: Counts) -> DrawnDeparture:
    boarded = counts.boarded[each.departure_id]
    return DrawnDeparture(
        departure_id=str(each.departure_id),
        day=day,
        time=clock_text(each.departs_at),
        from_id=str(each.place_id),
        to_id=str(each.arrival_place_id),
        mode=id_text(each.mode),
        people=boarded,
        seats=each.seats,
        cancelled=each.cancelled,
        fields=_given(("Escorts", f"{each.escorts_for(boarded):,}" if boarded else ""), ("Medics", f"{each.medics:,}" if boarded else "")),
    )


def _given(*fields: tuple[str, str]) -> Fields:
    return tuple((label, value) for label, value in fields if value)
