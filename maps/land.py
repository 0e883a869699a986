"""Land as small whole numbers: each position is the step from the one before, in ten-thousandths of a degree (7 to 11 m)."""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely import LinearRing

    from maps.scene import Polygon as DrawnPolygon

STEPS_PER_DEGREE: Final = 10_000
_FEWEST_CORNERS: Final = 3

EncodedRing = list[int]
"""East step, north step, east step, ...; the first pair is a position."""


def encode_land(polygons: "Sequence[DrawnPolygon] | None") -> list[list[EncodedRing]]:
    """Encode polygons for the page.

    Parameters
    ----------
    polygons
        What to draw; None for the coast in geodata.
    """
    if polygons is None:
        return _coast()
    return _encode([[[(lon, lat) for lat, lon in ring] for ring in polygon] for polygon in polygons])


@cache
def _coast() -> list[list[EncodedRing]]:
    # GeoPandas takes a second to import: only when the coast is drawn.
    from shapely import Polygon

    from geodata.coast import wide_land

    shapes = [shape for shape in wide_land().geometry if isinstance(shape, Polygon)]
    return _encode([[_corners(ring) for ring in (shape.exterior, *shape.interiors)] for shape in shapes])


def _corners(ring: "LinearRing") -> list[tuple[float, float]]:
    # The last position of a ring repeats the first.
    return [(float(position[0]), float(position[1])) for position in ring.coords[:-1]]


def _encode(polygons: "Iterable[Sequence[Sequence[tuple[float, float]]]]") -> list[list[EncodedRing]]:
    encoded = ([_encode_ring(ring) for ring in polygon] for polygon in polygons)
    # Islets and pools smaller than a step vanish; without its outer ring a polygon's holes mean nothing.
    return [[ring for ring in polygon if ring] for polygon in encoded if polygon and polygon[0]]


def _encode_ring(ring: "Sequence[tuple[float, float]]") -> EncodedRing:
    steps = [(round(east * STEPS_PER_DEGREE), round(north * STEPS_PER_DEGREE)) for east, north in ring]
    kept = [here for before, here in pairwise([None, *steps]) if here != before]
    if len(kept) < _FEWEST_CORNERS:
        return []
    return [number for (x, y), (to_x, to_y) in pairwise([(0, 0), *(step for step in kept if step)]) for number in (to_x - x, to_y - y)]
