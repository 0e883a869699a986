"""Sites, places and incidents as a map shows them: counts and ids, nothing about any person."""

from collections import Counter, defaultdict
from typing import Final

from geodata.places import Place as KnownPlace
from geodata.places import launch_areas, place
from maps.coordinates import position_text
from maps.scene import Fields, IncidentState, Place, PlaceSymbol, Position, SiteShape
from maps.scene import Incident as DrawnIncident
from maps.scene import Site as DrawnSite
from planner.domain.horizon import london_date
from planner.domain.ids import SiteId
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance
from planner.domain.sites import Site
from planner.domain.transport import Departure
from planner.report.counts import Counts
from planner.report.words import ROLES, clock_text, moment_text, short_day_text

SYMBOLS: Final = {
    "airport": PlaceSymbol.AIRPORT,
    "seaport": PlaceSymbol.PORT,
    "rail_terminal": PlaceSymbol.RAIL,
    "launch_area": PlaceSymbol.LAUNCH_AREA,
}
STATES: Final = {
    IncidentStatus.AT_SEA: (IncidentState.AT_SEA, "At sea"),
    IncidentStatus.LANDED: (IncidentState.LANDED, "People ashore"),
    IncidentStatus.CLOSED: (IncidentState.CLOSED, "Closed: everybody accounted for"),
}


def drawn_launch_areas(instance: Instance) -> tuple[Place, ...]:
    """Draw the launch areas with what was reported from them this morning."""
    return tuple(_launch_area(area, instance) for area in launch_areas())


def drawn_sites(instance: Instance, counts: Counts, shape: SiteShape) -> tuple[DrawnSite, ...]:
    """Draw the sites of one shape, as full as the plan has them tonight."""
    now = Counter([member.site_id for party in instance.parties if not party.is_expected for member in party.people])
    return tuple(_site(site, instance, counts, now[site.site_id]) for site in instance.sites if site_shape(site) is shape)


def drawn_departures(instance: Instance, counts: Counts) -> tuple[Place, ...]:
    """Draw the places departures leave from and arrive at; places that are sites are drawn as sites."""
    leaving: dict[str, list[Departure]] = defaultdict(list)
    arriving: Counter[str] = Counter()
    for departure in instance.departures:
        leaving[departure.place_id].append(departure)
        arriving[departure.arrival_place_id] += counts.boarded[departure.departure_id]
    sites = {str(site.site_id) for site in instance.sites}
    return tuple(
        _departure_place(place(place_id), leaving[place_id], arriving, counts) for place_id in sorted({*leaving, *arriving} - sites)
    )


def drawn_incidents(instance: Instance) -> tuple[DrawnIncident, ...]:
    """Draw the morning's incidents."""
    sites = {site.site_id: site.name for site in instance.sites}
    areas = {area.place_id: area.name for area in launch_areas()}
    return tuple(_incident(incident, sites, areas) for incident in instance.incidents)


def site_shape(site: Site) -> SiteShape:
    """Tell how a site is drawn."""
    if site.is_final:
        return SiteShape.HOME
    return SiteShape.DETENTION if site.is_detention else SiteShape.LANDING


def _launch_area(area: KnownPlace, instance: Instance) -> Place:
    reported = [incident for incident in instance.incidents if incident.launch_area == area.place_id]
    people = sum(incident.people_reported for incident in reported)
    fields = (("Incidents reported from here", str(len(reported))), ("People reported aboard", str(people)))
    return Place(area.place_id, area.name, Position(area.lat, area.lon), PlaceSymbol.LAUNCH_AREA, area.name, fields)


def _site(site: Site, instance: Instance, counts: Counts, now: int) -> DrawnSite:
    nights = range(instance.horizon.num_days)
    taken = [counts.in_beds[site.site_id, night] + sum(unit.reserved[night] for unit in site.units) for night in nights]
    beds = [sum(unit.beds[night] for unit in site.units) for night in nights]
    return DrawnSite(
        site_id=site.site_id,
        name=site.name,
        label=site.site_id,
        kind=ROLES[site.role],
        position=Position(site.lat, site.lon),
        shape=site_shape(site),
        people=taken[0],
        beds=beds[0],
        fields=(("Kind", ROLES[site.role]), ("People this morning", f"{now:,}"), *_site_fields(site, instance, counts, taken, beds)),
    )


def _site_fields(site: Site, instance: Instance, counts: Counts, taken: list[int], beds: list[int]) -> Fields:
    peak = max(range(len(taken)), key=lambda night: (taken[night] * 1000 // beds[night] if beds[night] else 0, -night))
    reserved = sum(unit.reserved[0] for unit in site.units)
    without = counts.without[site.site_id, 0]
    return _given(
        ("In beds tonight", f"{taken[0]:,} of {beds[0]:,}" if any(beds) else "no beds here"),
        ("Of these, admitted from France", f"{reserved:,}" if reserved else ""),
        ("Without a bed tonight", f"{without:,}" if without else ""),
        ("Fullest night", f"{short_day_text(instance.horizon.date_of(peak))}: {taken[peak]:,} of {beds[peak]:,} beds" if any(beds) else ""),
        ("Stay limit", f"{site.stay_limit_hours} hours" if site.stay_limit_hours else ""),
        ("Opens", short_day_text(site.opens_on) if site.opens_on else ""),
        ("Closes", short_day_text(site.closes_on) if site.closes_on else ""),
        ("Id", site.site_id),
    )


def _departure_place(known: KnownPlace, leaving: list[Departure], arriving: Counter[str], counts: Counts) -> Place:
    fields: list[tuple[str, str]] = []
    if known.place_id in arriving:
        fields.append(("People received in the plan", f"{arriving[known.place_id]:,}"))
    if leaving:
        people, seats = sum(counts.boarded[each.departure_id] for each in leaving), sum(each.seats for each in leaving)
        fields.append(("People leaving in the plan", f"{people:,} of {seats:,} seats"))
    for each in sorted(leaving, key=lambda each: (each.departs_at, each.departure_id)):
        taken = f"{counts.boarded[each.departure_id]:,} of {each.seats:,} seats to {each.arrival_place_id}"
        fields.append((f"{_departs(each)} ({each.departure_id})", "cancelled" if each.cancelled else taken))
    symbol = SYMBOLS.get(known.kind, PlaceSymbol.OTHER)
    return Place(known.place_id, known.name, Position(known.lat, known.lon), symbol, known.place_id, tuple(fields))


def _incident(incident: Incident, sites: dict[SiteId, str], areas: dict[str, str]) -> DrawnIncident:
    state, words = STATES[incident.status]
    position = Position(incident.met_lat, incident.met_lon)
    landing, area = incident.landing_site_id, incident.launch_area
    fields = _given(
        ("Status", words),
        ("Boats", f"{incident.boats:,}"),
        ("People reported", f"{incident.people_reported:,}"),
        ("Counted ashore", f"{incident.people_ashore:,}" if incident.people_ashore is not None else "not yet"),
        ("Listed", f"{incident.people_listed:,}"),
        ("Ashore, not yet listed", f"{incident.people_unlisted:,}" if incident.people_unlisted else ""),
        ("Met at", moment_text(incident.met_at)),
        ("Position", position_text(position)),
        ("Launch area", areas.get(area, area) if area else "not known"),
        ("Landed at", sites.get(landing, landing) if landing else ""),
        ("Landed", moment_text(incident.landed_at) if incident.landed_at else ""),
    )
    people = incident.people_reported if incident.people_ashore is None else incident.people_ashore
    return DrawnIncident(incident.incident_id, position, state, people, fields)


def _departs(departure: Departure) -> str:
    return f"{short_day_text(london_date(departure.departs_at))}, {clock_text(departure.departs_at)}"


def _given(*fields: tuple[str, str]) -> Fields:
    return tuple((label, value) for label, value in fields if value)
