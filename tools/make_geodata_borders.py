"""Makes ``geodata/data/borders.geojson`` from the borders that come with GSHHG, thinned."""

import json
import subprocess
from itertools import groupby
from pathlib import Path

import geopandas as gpd
import shapely
from make_geodata_land import EXTENT
from shapely import LineString

from geodata.crs import WGS84, to_metric, to_wgs84

OUTPUT = Path(__file__).parents[1] / "geodata" / "data" / "borders.geojson"
TOLERANCE_M = 150.0
DECIMALS = 4


def make_borders() -> str:
    """Write the borders between countries and say what they are."""
    region = "-R{0}/{2}/{1}/{3}".format(*EXTENT)
    command = ["gmt", "coast", region, "-Df", "-M", "-N1/0.1p"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines: list[LineString] = []
    for is_header, rows in groupby(text.splitlines(), key=lambda row: row.startswith((">", "#"))):
        # Gmt counts longitudes west of Greenwich from 0 to 360.
        points = [] if is_header else [((float(lon) + 180) % 360 - 180, float(lat)) for lon, lat, *_ in map(str.split, rows)]
        if len(points) > 1:
            lines.append(LineString(points))
    joined = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    thinned = to_wgs84(gpd.GeoDataFrame(geometry=to_metric(gpd.GeoDataFrame(geometry=joined, crs=WGS84)).simplify(TOLERANCE_M)))
    found = sorted([[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in line.coords] for line in thinned.geometry)
    kept = [line for line in found if len(line) > 4]  # the rest are specks where borders meet
    content = {"type": "MultiLineString", "coordinates": kept}
    OUTPUT.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    return f"{OUTPUT.name}: {len(kept)} lines, {sum(map(len, kept))} vertices, {OUTPUT.stat().st_size / 1024:.0f} KB"
