"""Ways by water that keep off the land, on a visibility graph of the strait.

The shortest way round obstacles runs in straight lines between corners of the obstacles [1]_. The corners here are those of the land,
grown by `CLEARANCE_M` and thinned by `SLACK_M`; a line may be sailed when it stays out of that. A position in a harbour or on a beach is
first taken straight to the nearest open water. Traffic lanes, sandbanks, tides and depth are not known here: the result is a length, not a
passage plan.

References
----------
.. [1] Lozano-Perez, T. and Wesley, M. A. (1979), An algorithm for planning collision-free paths among polyhedral obstacles.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import networkx as nx
import numpy as np
import shapely
from shapely.ops import nearest_points

from geodata.coast import land
from geodata.crs import LatLon, Metres, degrees, metres, path_km, to_metric
from geodata.errors import NoSeaRouteError, OutsideMapError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

WATERS: Final = (-1.5, 49.4, 3.5, 52.0)
"""West, south, east, north (degrees) of the waters that routes may use."""
CLEARANCE_M: Final = 300.0
SLACK_M: Final = 100.0
"""Thinning of the grown land: a way may come this much nearer to the land than `CLEARANCE_M` at worst."""
CREEK_M: Final = 250.0
"""Creeks and harbours narrower than twice this are closed: no way leads through them, and their many corners would only cost time."""
HARBOUR_REACH_M: Final = 6_000.0
"""Farthest that a position may lie from open water; beyond it the position is inland."""


@dataclass(frozen=True, slots=True)
class SeaRoute:
    """A way by water.

    Attributes
    ----------
    km
        Length over the ellipsoid, the ways out of and into harbour included.
    points
        The positions it passes, the two ends first and last.
    """

    km: float
    points: tuple[LatLon, ...]


class _Waters(NamedTuple):
    """Open water, what may not be crossed, and the sight lines between the corners."""

    open_water: "Polygon"
    forbidden: "BaseGeometry"
    sights: "nx.Graph[Metres]"


def sea_route(a: LatLon, b: LatLon) -> SeaRoute:
    """Find the shortest way by water between two positions; it is the same both ways.

    Parameters
    ----------
    a, b
        Positions on the water, in harbour or on a beach, inside `WATERS`.

    Raises
    ------
    OutsideMapError
        When a position is outside `WATERS`.
    NoSeaRouteError
        When a position is farther than `HARBOUR_REACH_M` from open water, or no water joins the two.
    """
    first, last = sorted((LatLon(*a), LatLon(*b)))
    points = _points(first, last)
    return SeaRoute(km=path_km(points), points=points if first == a else points[::-1])


def sea_km(a: LatLon, b: LatLon) -> float:
    """Measure the shortest way by water between two positions (km); see `sea_route`."""
    return sea_route(a, b).km


@cache
def _points(first: LatLon, last: LatLon) -> tuple[LatLon, ...]:
    start, end = _afloat(first), _afloat(last)
    middle = [degrees(point) for point in _sail(start, end)]
    # A position already on open water is its own first or last point.
    head = [first] if start == metres(first) else [first, middle[0]]
    tail = [last] if end == metres(last) else [middle[-1], last]
    return (*head, *middle[1:-1], *tail) if first != last else (first, last)


def _afloat(position: LatLon) -> Metres:
    """Take a position to the nearest open water."""
    west, south, east, north = WATERS
    if not (west <= position.lon <= east and south <= position.lat <= north):
        message = f"{position.lat}, {position.lon} is outside the waters known here ({south} to {north} north, {west} to {east} east)"
        raise OutsideMapError(message)
    here = shapely.Point(metres(position))
    water = _waters().open_water
    away = water.distance(here)
    if away > HARBOUR_REACH_M:
        allowed = f"at most {HARBOUR_REACH_M / 1000:.0f} km is allowed"
        message = f"{position.lat}, {position.lon} lies {away / 1000:.1f} km from open water; {allowed}"
        raise NoSeaRouteError(message)
    if away == 0:
        return metres(position)
    nearest, _ = nearest_points(water, here)
    return Metres(nearest.x, nearest.y)


def _sail(start: Metres, end: Metres) -> list[Metres]:
    waters = _waters()
    lines = [(start, end), *((point, corner) for point in (start, end) for corner in sorted(waters.sights))]
    graph = waters.sights
    # The two ends are guests: copying the graph for each question takes ten times as long as the answer.
    guests = {start, end}.difference(graph)
    graph.add_nodes_from((start, end))
    graph.add_weighted_edges_from(_visible(lines, waters.forbidden))
    try:
        return nx.dijkstra_path(graph, start, end)
    except nx.NetworkXNoPath as error:
        message = f"no water joins {degrees(start)} and {degrees(end)}"
        raise NoSeaRouteError(message) from error
    finally:
        graph.remove_nodes_from(guests)


@cache
def _waters() -> _Waters:
    frame = shapely.box(*_metric_bounds())
    ground = shapely.union_all(to_metric(land()).geometry.to_numpy())
    ground = shapely.intersection(ground, frame.buffer(4 * CLEARANCE_M))
    grown = ground.buffer(CREEK_M + CLEARANCE_M).buffer(-CREEK_M).simplify(SLACK_M)
    # A metre less, so that a way along the edge of the grown land is not taken for a crossing.
    forbidden = grown.buffer(-1.0, join_style="mitre")
    shapely.prepare(forbidden)
    # Lagoons and docks behind the clearance are no way anywhere: only the largest sheet of water counts.
    open_water = max(shapely.get_parts(frame.difference(grown)), key=lambda part: part.area)
    inside = frame.buffer(-CLEARANCE_M)
    corners = [Metres(*map(float, corner)) for corner in _corners(open_water) if inside.covers(shapely.Point(corner))]
    sights: nx.Graph[Metres] = nx.Graph()
    sights.add_nodes_from(sorted(set(corners)))
    sights.add_weighted_edges_from(_visible(list(combinations(sorted(set(corners)), 2)), forbidden))
    return _Waters(open_water, forbidden, sights)


def _metric_bounds() -> tuple[float, float, float, float]:
    west, south, east, north = WATERS
    ends = np.array([metres(LatLon(lat, lon)) for lat in (south, north) for lon in (west, east)])
    return (*ends.min(axis=0), *ends.max(axis=0))


def _corners(water: "Polygon") -> "list[tuple[float, float]]":
    """Give the corners that a shortest way may turn at: those where the land, not the water, bulges."""
    found: list[tuple[float, float]] = []
    oriented = shapely.orient_polygons(water)
    for ring in (oriented.exterior, *oriented.interiors):
        points = shapely.get_coordinates(ring)[:-1]
        arriving, leaving = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
        # The water is on the left of every ring, so the land bulges where the ring turns right.
        bulges = arriving[:, 0] * leaving[:, 1] < arriving[:, 1] * leaving[:, 0]
        found.extend((float(x), float(y)) for x, y in points[bulges])
    return found


def _visible(lines: "Sequence[tuple[Metres, Metres]]", forbidden: "BaseGeometry") -> list[tuple[Metres, Metres, float]]:
    """Keep the lines that meet no forbidden ground, with their lengths (m)."""
    ends = np.array(lines)
    clear = np.atleast_1d(~shapely.intersects(forbidden, shapely.linestrings(ends)))
    lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    return [(*line, float(length)) for line, length, is_clear in zip(lines, lengths, clear, strict=True) if is_clear]
