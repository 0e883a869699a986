"""Rows to departures, days, and minutes and km by road."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from geodata.crs import LatLon, great_circle_km
from geodata.places import estate, places
from geodata.roads import place_ids, road_estimate, road_leg
from planner.domain.horizon import Horizon, london_date
from planner.domain.ids import DepartureId, PlaceId
from planner.domain.instance import ParityRecord
from planner.domain.sites import Site
from planner.domain.transport import DayResources, Departure, Leg
from planner.ingest.rows import Row

MOVED_KM = 3.0
"""A site further than this from the place of the same id in the road table is another place."""

CANCELLED = "cancelled"


def departures_of(rows: Iterable[Row], as_of: datetime, horizon: Horizon) -> tuple[Departure, ...]:
    """Departures of the days planned that have not left yet, by id."""
    found = [_departure(row) for row in rows if is_plannable(row.moment("departs_at"), as_of, horizon)]
    return tuple(sorted(found, key=lambda departure: departure.departure_id))


def is_plannable(departs_at: datetime, as_of: datetime, horizon: Horizon) -> bool:
    """Whether a departure is still to come and lies in the days planned."""
    return departs_at >= as_of and 0 <= horizon.day_of(london_date(departs_at)) < horizon.num_days


def resources_of(rows: Iterable[Row], horizon: Horizon) -> tuple[DayResources, ...]:
    """Give what each day planned offers."""
    by_date = {row.date("date"): row for row in rows}
    days = (by_date[day] for day in horizon.dates())
    return tuple(
        DayResources(day.whole("escorts"), day.whole("medics"), day.whole("caseworker_cases"), day.whole("ground_seats")) for day in days
    )


def parity_of(rows: Iterable[Row], horizon: Horizon) -> ParityRecord:
    """Balance with France before the plan date."""
    monday = horizon.first_date - timedelta(days=horizon.first_date.weekday())
    past = [
        (row.date("date"), row.whole("transferred_to_france"), row.whole("admitted_from_france"))
        for row in rows
        if row.date("date") < horizon.first_date
    ]
    return ParityRecord(sum(there - back for _, there, back in past), sum(there for day, there, _ in past if day >= monday))


def travel_of(sites: Sequence[Site], departures: Sequence[Departure], given: Iterable[Row]) -> Mapping[tuple[PlaceId, PlaceId], Leg]:
    """Minutes and km between every two sites, and between every site and place of departure, both ways.

    Parameters
    ----------
    given
        Rows of travel_times: they hold before the road table, both ways unless the other way is given too.
    """
    where = {PlaceId(site.site_id): LatLon(site.lat, site.lon) for site in sites}
    starts = sorted(where)
    for place_id in sorted({departure.place_id for departure in departures} - where.keys()):
        where[place_id] = places()[place_id].position
    table_ids = {place_id for place_id, position in where.items() if is_where_the_table_has_it(place_id, position)}
    overrides = _overrides(given)
    legs: dict[tuple[PlaceId, PlaceId], Leg] = {}
    for start in starts:
        for end in sorted(where):
            legs[start, end] = legs[end, start] = _leg(start, end, where, table_ids)
    return {pair: overrides.get(pair, leg) for pair, leg in sorted(legs.items())}


def is_where_the_table_has_it(place_id: str, position: LatLon) -> bool:
    """Whether the road table knows this id at about this position."""
    known = _table_positions().get(place_id)
    return place_id in place_ids() and known is not None and great_circle_km(known, position) <= MOVED_KM


def _table_positions() -> Mapping[str, LatLon]:
    sites = {site.site_id: LatLon(site.lat, site.lon) for site in estate()}
    return sites | {place_id: place.position for place_id, place in places().items()}


def _leg(start: PlaceId, end: PlaceId, where: Mapping[PlaceId, LatLon], table_ids: set[PlaceId]) -> Leg:
    if start == end:
        return Leg(0, 0.0)
    found = road_leg(start, end) if start in table_ids and end in table_ids else road_estimate(where[start], where[end])
    return Leg(found.minutes, found.km)


def _overrides(given: Iterable[Row]) -> dict[tuple[PlaceId, PlaceId], Leg]:
    one_way = {
        (PlaceId(row.text("from_id")), PlaceId(row.text("to_id"))): Leg(row.whole("minutes"), float(row.number_of("km"))) for row in given
    }
    return {(end, start): leg for (start, end), leg in one_way.items()} | one_way


def _departure(row: Row) -> Departure:
    cancelled = row.text("status") == CANCELLED
    return Departure(
        departure_id=DepartureId(row.text("departure_id")),
        departs_at=row.moment("departs_at"),
        place_id=PlaceId(row.text("place_id")),
        arrival_place_id=PlaceId(row.text("arrival_place_id")),
        mode=row.text("mode"),
        seats=0 if cancelled else row.whole("seats"),
        escort_team=row.whole("escort_team"),
        escorts_per_person=Fraction(row.number_of("escorts_per_person")),
        medics=row.whole("medics"),
        cost_gbp=row.whole("cost_gbp"),
        cancelled=cancelled,
    )
