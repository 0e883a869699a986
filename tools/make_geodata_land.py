"""Makes ``geodata/data/land.geojson`` from GSHHG: fine at the Dover Strait, coarser further out, in one piece so that no join shows."""

import subprocess
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from shapely import LinearRing, LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from geodata.crs import METRIC, WGS84, to_metric, to_wgs84

OUTPUT = Path(__file__).parents[1] / "geodata" / "data" / "land.geojson"
EXTENT = (-14.0, 46.0, 12.0, 61.0)
MIN_LAKE_KM2 = 150
DECIMALS = 5


class Zone(NamedTuple):
    """How closely the shore is followed inside a box of degrees (west, south, east, north); the first box that holds a vertex counts."""

    bounds: tuple[float, float, float, float]
    tolerance_m: float
    min_island_km2: float


ZONES = (
    Zone((-0.5, 50.0, 3.0, 51.6), 12.0, 0.002),
    Zone((-5.0, 48.5, 6.0, 53.0), 60.0, 0.2),
    Zone((-11.0, 47.0, 9.0, 60.0), 300.0, 2.0),
    Zone(EXTENT, 1500.0, 10.0),
)


def make_land() -> str:
    """Write the land polygons and say what they are."""
    lakes = shapely.union_all(_faces(_shore_lines(2, MIN_LAKE_KM2), with_frame=False))
    land = [polygon for polygon in _keep_dry(_faces(_shore_lines(1, 0), with_frame=True)) if _is_kept(polygon)]
    thinned = gpd.GeoSeries([_thin(polygon) for polygon in land], crs=METRIC)
    lakes_thinned = shapely.union_all([_thin(lake) for lake in shapely.get_parts(lakes)])
    dry = to_wgs84(gpd.GeoSeries(shapely.difference(shapely.make_valid(thinned.to_numpy()), lakes_thinned), crs=METRIC))
    frame = _tidy(dry)
    OUTPUT.write_text(_geojson(frame.geometry), encoding="utf-8", newline="\n")
    vertices = int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())
    return f"{OUTPUT.name}: {len(frame)} polygons, {vertices} vertices, {OUTPUT.stat().st_size / 1024:.0f} KB"


def _shore_lines(level: int, min_area_km2: int) -> list[LineString]:
    """Ask gmt for the shore lines of one level (1 land, 2 lakes), in degrees."""
    region = "-R{0}/{2}/{1}/{3}".format(*EXTENT)
    command = ["gmt", "coast", region, "-Df", "-M", f"-W{level}/0.1p"]
    if min_area_km2:
        command.append(f"-A{min_area_km2}/{level}/{level}")
    text = _run(command)
    lines = []
    for is_header, rows in groupby(text.splitlines(), key=lambda row: row.startswith((">", "#"))):
        points = [] if is_header else [tuple(map(float, row.split())) for row in rows]
        if len(points) > 1:
            lines.append(LineString([(lon - 360 if lon > 180 else lon, lat) for lon, lat in points]))
    return lines


def _run(command: list[str], text: str = "") -> str:
    # gmt leaves a history file in the folder it is started from.
    with TemporaryDirectory() as folder:
        return subprocess.run(command, check=True, capture_output=True, text=True, input=text, cwd=folder).stdout


def _faces(lines: list[LineString], *, with_frame: bool) -> list[BaseGeometry]:
    frame = [box(*EXTENT).exterior] if with_frame else []
    return list(shapely.get_parts(shapely.polygonize([shapely.union_all([*lines, *frame])])))


def _keep_dry(faces: list[BaseGeometry]) -> list[BaseGeometry]:
    """Keep the faces that gmt calls land: a seed of our own could pour the sea over a country."""
    points = [face.representative_point() for face in faces]
    table = "".join(f"{point.x:.8f} {point.y:.8f} {number}\n" for number, point in enumerate(points))
    command = ["gmt", "select", "-Df", "-Ns/k/k/k/k", "-R{0}/{2}/{1}/{3}".format(*EXTENT)]
    answer = _run(command, table)
    return [faces[int(float(row.split()[2]))] for row in answer.splitlines()]


def _is_kept(polygon: BaseGeometry) -> bool:
    area = to_metric(gpd.GeoSeries([polygon], crs=WGS84)).area.iloc[0] / 1e6
    smallest = min(zone.min_island_km2 for zone in ZONES if polygon.intersects(box(*zone.bounds)))
    return bool(area >= smallest)


def _thin(polygon: BaseGeometry) -> Polygon:
    """Thin a ring zone by zone; the vertices where zones meet stay, so that the pieces still join."""
    degrees = np.asarray(polygon.exterior.coords)[:-1]
    zones = _zone_of(degrees)
    changes = np.flatnonzero(zones != np.roll(zones, 1))
    start = int(changes[0]) if len(changes) else int(np.argmin(degrees[:, 0]))
    degrees = np.roll(degrees, -start, axis=0)
    degrees, zones = np.vstack([degrees, degrees[:1]]), np.roll(zones, -start)
    line = to_metric(gpd.GeoSeries([LineString(degrees)], crs=WGS84)).iloc[0]
    metres = np.asarray(line.coords)
    ends = [*np.flatnonzero(np.diff(zones)) + 1, len(metres) - 1]
    # A ring within one zone is cut in half: its two ends are the same point, from which nothing could be measured.
    ends = ends if len(ends) > 1 else [len(metres) // 2, len(metres) - 1]
    pieces = [
        np.asarray(LineString(metres[first : last + 1]).simplify(ZONES[zones[first]].tolerance_m, preserve_topology=False).coords)
        for first, last in zip([0, *ends[:-1]], ends, strict=True)
    ]
    ring = np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])
    return Polygon(ring) if len(ring) > 3 else Polygon()


def _zone_of(points: np.ndarray) -> np.ndarray:
    found = np.full(len(points), len(ZONES) - 1)
    for number, (bounds, _, _) in reversed(list(enumerate(ZONES))):
        west, south, east, north = bounds
        inside = (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
        found[inside] = number
    return found


def _tidy(dry: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Round, mend, and sort the largest first, so that the same source gives the same bytes."""
    united = shapely.set_precision(shapely.union_all(shapely.make_valid(dry.to_numpy())), 10.0**-DECIMALS)
    parts = [part for part in shapely.get_parts(united) if part.geom_type == "Polygon" and not part.is_empty]
    parts = sorted((part.normalize() for part in parts), key=lambda part: (-part.area, part.bounds))
    frame = gpd.GeoDataFrame(geometry=parts, crs=WGS84)
    return frame[[_is_kept(part) for part in parts]].reset_index(drop=True)


def _geojson(polygons: gpd.GeoSeries) -> str:
    """Write polygons as one MultiPolygon, a line each, every digit of their rounded positions kept."""
    lines = [f"[{','.join(_ring(ring) for ring in (polygon.exterior, *polygon.interiors))}]" for polygon in polygons]
    return '{"type":"MultiPolygon","coordinates":[\n' + ",\n".join(lines) + "\n]}\n"


def _ring(ring: LinearRing) -> str:
    return "[" + ",".join(f"[{_number(lon)},{_number(lat)}]" for lon, lat in ring.coords) + "]"


def _number(degrees: float) -> str:
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")
