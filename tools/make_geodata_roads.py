"""Makes ``geodata/data/roads.csv``: kilometres and minutes by road between every two British places.

The faster of two ways is taken. On main roads: the shortest way over the motorways and trunk roads of OpenStreetMap as scgraph-data
carries them, driven at `NETWORK_KM_H`; from each place to the nearest point of that network it is a straight line x `DETOUR` at
`LOCAL_KM_H`. On local roads: a straight line x `DETOUR` at `LOCAL_KM_H` all the way, because the network has gaps (Dover to Folkestone is
one). The data know no speeds and no one-way roads: every row is an estimate.
"""

import csv
import importlib.util
import sys
from itertools import combinations
from math import ceil
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NamedTuple

import networkx as nx

from geodata.crs import LatLon, great_circle_km
from geodata.places import LAUNCH_AREA, estate, places
from geodata.roads import COLUMNS

OUTPUT = Path(__file__).parents[1] / "geodata" / "data" / "roads.csv"
SOUTH, NORTH, WEST, EAST = 49.5, 61.0, -8.5, 4.0
NETWORK_KM_H, LOCAL_KM_H, DETOUR = 80.0, 50.0, 1.3
MIN_MINUTES = 10
MIN_COMPONENT = 500
FERRY = ("CYN", "LAR")
FERRY_KM, FERRY_MINUTES = 64.0, 180
"""Sailing about two hours, and an hour to check in and drive off (general knowledge, not a timetable)."""
NORTHERN_IRELAND = ("LARNE", "LAR")


class Leg(NamedTuple):
    """A way between two places."""

    km: float
    minutes: float
    method: str
    source: str


class Snap(NamedTuple):
    """The point of the network nearest to a place."""

    node: int
    km: float


def make_roads(highways: Path) -> str:
    """Write the road table and say what it is."""
    spots = _spots()
    graph, positions = _network(highways)
    snaps = {place_id: _snap(spot, graph, positions) for place_id, spot in spots.items()}
    reached = {place_id: nx.single_source_dijkstra_path_length(graph, snaps[place_id].node, weight="km") for place_id in spots}
    legs = {pair: _road(pair, spots, snaps, reached) for pair in combinations(sorted(spots), 2)}
    rows = [_row(pair, _with_ferry(pair, legs)) for pair in sorted(legs)]
    with OUTPUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return f"{OUTPUT.name}: {len(spots)} places, {len(rows)} pairs"


def _spots() -> dict[str, LatLon]:
    ports = {place.place_id: place.position for place in places().values() if place.country == "GB" and place.kind != LAUNCH_AREA}
    return ports | {site.site_id: site.position for site in estate()}


def _network(highways: Path) -> tuple[nx.Graph, dict[int, LatLon]]:
    """Cut the British Isles out of the world's main roads, without the scraps that lead nowhere."""
    world = _load(highways)
    positions = {number: LatLon(lat, lon) for number, (lat, lon) in enumerate(world.nodes) if SOUTH <= lat <= NORTH and WEST <= lon <= EAST}
    graph = nx.Graph()
    for number in positions:
        graph.add_weighted_edges_from(((number, other, km) for other, km in world.graph[number].items() if other in positions), weight="km")
    small = [node for part in nx.connected_components(graph) if len(part) < MIN_COMPONENT for node in part]
    graph.remove_nodes_from(small)
    return graph, positions


def _load(highways: Path) -> ModuleType:
    # The data file wraps its lists in a class of a package that is not needed here.
    sys.modules["scgraph"] = ModuleType("scgraph")
    sys.modules["scgraph.core"] = core = ModuleType("scgraph.core")
    core.GeoGraph = SimpleNamespace
    spec = importlib.util.spec_from_file_location("world_highways", highways)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _snap(spot: LatLon, graph: nx.Graph, positions: dict[int, LatLon]) -> Snap:
    near = [node for node in graph if abs(positions[node].lat - spot.lat) < 0.4 and abs(positions[node].lon - spot.lon) < 0.6]
    km, node = min((great_circle_km(spot, positions[node]), node) for node in near)
    return Snap(node, km)


def _road(pair: tuple[str, str], spots: dict[str, LatLon], snaps: dict[str, Snap], reached: dict[str, dict[int, float]]) -> Leg | None:
    first, second = pair
    straight_km = great_circle_km(spots[first], spots[second])
    local = Leg(straight_km * DETOUR, straight_km * DETOUR / LOCAL_KM_H * 60, "great circle", "EST")
    network_km = reached[first].get(snaps[second].node)
    if network_km is None:
        return None
    snap_km = (snaps[first].km + snaps[second].km) * DETOUR
    main = Leg(network_km + snap_km, network_km / NETWORK_KM_H * 60 + snap_km / LOCAL_KM_H * 60, "network", "SCGRAPH")
    faster = min(local, main, key=lambda leg: leg.minutes)
    return faster._replace(minutes=max(faster.minutes, MIN_MINUTES))


def _with_ferry(pair: tuple[str, str], legs: dict[tuple[str, str], Leg | None]) -> Leg:
    """Add the ferry between Scotland and Northern Ireland where the way needs it."""
    far = [place_id for place_id in pair if place_id in NORTHERN_IRELAND]
    if len(far) != 1:
        return legs[pair]
    (near,) = set(pair) - set(far)
    roads = [legs[tuple(sorted(ends))] for ends in ((near, FERRY[0]), (FERRY[1], far[0])) if ends[0] != ends[1]]
    km, minutes = FERRY_KM + sum(leg.km for leg in roads), FERRY_MINUTES + sum(leg.minutes for leg in roads)
    return Leg(km, minutes, "network+ferry", "EST")


def _row(pair: tuple[str, str], leg: Leg) -> tuple[object, ...]:
    return (*pair, f"{leg.km:.1f}", ceil(round(leg.minutes, 6)), leg.method, leg.source)
