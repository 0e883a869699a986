"""A period of crossings as a map: where boats set out, were met and landed, and how many people, day by day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import shapely

from geodata.crs import LatLon, great_circle_km
from geodata.errors import GeodataError
from geodata.middle import middle_line
from geodata.places import launch_areas, places
from geodata.sea import sea_route
from maps.scene import Scene
from maps.things import Box, Layer, MarkedLine, Place, PlaceSymbol, Position
from maps.things import Incident as DrawnIncident
from planner.domain.horizon import london_date
from planner.domain.incidents import Incident
from planner.domain.sites import Site
from planner.report.places import SYMBOLS, drawn_incident
from planner.report.words import count_text, days_text, people_text

STRAIT: Final = Box(50.7, 1.15, 51.2, 2.2)
"""What the map always opens on, at least."""
WIDEST: Final = Box(50.1, 0.5, 51.5, 2.5)
"""How far the opening view stretches to where boats set out, were met and landed."""
MARGIN_DEGREES: Final = 0.05
SHORE_KM: Final = 4.0
"""Nearer than this to its ends a straight way may touch land: launch areas are known by their town, landing places by their quay."""
CELLS_PER_DEGREE: Final = 20
"""Ways round a headland are worked out to the middle of a cell this fine, and the last step is straight."""
HIDDEN: Final = frozenset({Layer.HEXAGONS, Layer.HEAT})
MOST_WAYS: Final = 2_000
"""With more incidents than this the map opens without their ways: they would hide one another."""
MIDDLE: Final = "Middle of the Channel, approximate"
SOURCES: Final = (
    "Coast and borders: GSHHG 2.3.7, © Paul Wessel, Walter H. F. Smith and the GMT Team, LGPL-3.0-or-later; thinned, new harbours missing.",
    "Incidents: the table given, dates as on the clock in London. Launch areas and landing places: town or terminal centres.",
    "Ways at sea are approximate: the shortest ways by water from launch area to where the boat was met, and on to the landing place.",
    "The middle of the Channel is worked out from the shore drawn here; the agreed boundary, which counts banks as well, lies some km off.",
    "Traffic lanes and search-and-rescue regions are not drawn: no source that may be used was at hand.",
)


def build_crossings(incidents: Iterable[Incident], sites: Sequence[Site], first: date, last: date) -> Scene:
    """Draw every incident of a period, met on its first to its last day, both included.

    Parameters
    ----------
    sites
        Sites that incidents name as landing places.
    """
    met = sorted(
        (each for each in incidents if first <= london_date(each.met_at) <= last), key=lambda each: (each.met_at, each.incident_id)
    )
    named = {str(each.landing_site_id) for each in met if each.landing_site_id}
    ends = (*_launch_places(), *(_landing_place(site) for site in sites if str(site.site_id) in named))
    positions = {place.place_id: place.position for place in ends}
    areas = {area.place_id: area.name for area in launch_areas()}
    drawn = [replace(drawn_incident(each, set(positions), areas), day=(london_date(each.met_at) - first).days) for each in met]
    people = sum(each.people for each in drawn)
    used = [positions[end] for each in drawn for end in (each.launch_id, each.landing_id) if end]
    return Scene(
        title=f"Crossings, {days_text(first, last)}",
        subtitle=f"{count_text(len(drawn), 'incident', 'incidents')} with {people_text(people)}.",
        view=_view([*used, *(each.position for each in drawn)]),
        first_date=first,
        num_days=(last - first).days + 1,
        places=ends,
        incidents=tuple(_with_tracks(drawn, positions)),
        lines=(MarkedLine(MIDDLE, tuple(Position(*at) for at in middle_line())),),
        hidden=HIDDEN if len(drawn) <= MOST_WAYS else HIDDEN | {Layer.TRACKS},
        span=0,
        sources=SOURCES,
    )


def _view(positions: Sequence[Position]) -> Box:
    near = [at for at in positions if WIDEST.south <= at.lat <= WIDEST.north and WIDEST.west <= at.lon <= WIDEST.east]
    lats, lons = [at.lat for at in near], [at.lon for at in near]
    return Box(
        south=min([STRAIT.south, *(lat - MARGIN_DEGREES for lat in lats)]),
        west=min([STRAIT.west, *(lon - MARGIN_DEGREES for lon in lons)]),
        north=max([STRAIT.north, *(lat + MARGIN_DEGREES for lat in lats)]),
        east=max([STRAIT.east, *(lon + MARGIN_DEGREES for lon in lons)]),
    )


def _launch_places() -> tuple[Place, ...]:
    return tuple(
        Place(area.place_id, area.name, Position(area.lat, area.lon), PlaceSymbol.LAUNCH_AREA, area.name) for area in launch_areas()
    )


def _landing_place(site: Site) -> Place:
    known = places().get(str(site.site_id))
    symbol = SYMBOLS.get(known.kind, PlaceSymbol.PORT) if known else PlaceSymbol.PORT
    return Place(str(site.site_id), site.name, Position(site.lat, site.lon), symbol, site.name.partition(",")[0])


def _with_tracks(drawn: Sequence[DrawnIncident], positions: dict[str, Position]) -> Iterable[DrawnIncident]:
    """Add the way of each incident whose ends are known, as far as they are."""
    legs = [
        (start, end)
        for each in drawn
        for start, end in ((positions.get(each.launch_id), each.position), (positions.get(each.landing_id), each.position))
        if start is not None
    ]
    ways = dict(zip(legs, _ways(legs), strict=True))
    for each in drawn:
        launch, landing = positions.get(each.launch_id), positions.get(each.landing_id)
        out = ways[launch, each.position] if launch else (each.position,)
        back = ways[landing, each.position][-2::-1] if landing else ()
        track = (*out, *back)
        yield replace(each, track=track) if len(track) > 1 else each


def _ways(legs: Sequence[tuple[Position, Position]]) -> list[tuple[Position, ...]]:
    """Give each leg straight where no land lies in the way, and round the land otherwise."""
    if not legs:
        return []
    ends = np.array(legs, dtype=float)
    km = np.array([great_circle_km(LatLon(*start), LatLon(*end)) for start, end in legs])
    inner = np.minimum(0.5, SHORE_KM / np.maximum(km, 0.001))[:, None]
    across = ends[:, 1] - ends[:, 0]
    # Shapely counts longitude first.
    middle = np.stack([ends[:, 0] + across * inner, ends[:, 1] - across * inner], axis=1)[:, :, ::-1]
    blocked = np.atleast_1d(shapely.intersects(_ground(), shapely.linestrings(middle)))
    return [_round_land(*leg) if is_blocked else leg for leg, is_blocked in zip(legs, blocked, strict=True)]


def _ground() -> shapely.Geometry:
    from geodata.coast import land

    ground = shapely.union_all(land().geometry.to_numpy())
    shapely.prepare(ground)
    return ground


def _round_land(start: Position, end: Position) -> tuple[Position, ...]:
    cell = LatLon(round(end.lat * CELLS_PER_DEGREE) / CELLS_PER_DEGREE, round(end.lon * CELLS_PER_DEGREE) / CELLS_PER_DEGREE)
    attempts: tuple[Callable[[], tuple[LatLon, ...]], ...] = (
        lambda: sea_route(LatLon(*start), cell).points[:-1],
        lambda: sea_route(LatLon(*start), LatLon(*end)).points[:-1],
    )
    for attempt in attempts:
        try:
            return (*(Position(*point) for point in attempt()), end)
        except GeodataError:
            continue  # in a creek, or off the waters known: the next attempt, then straight
    return (start, end)
