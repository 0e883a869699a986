"""Land as small whole numbers: each position is the step from the one before, in ten-thousandths of a degree (7 to 11 m)."""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

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
    from shapely import get_coordinates, get_rings

    from geodata.coast import polygons

    # The last position of a ring repeats the first.
    return _encode([[get_coordinates(ring)[:-1] for ring in get_rings(shape)] for shape in polygons()])


def _encode(polygons: "Iterable[Sequence[npt.ArrayLike]]") -> list[list[EncodedRing]]:
    encoded = ([_encode_ring(ring) for ring in polygon] for polygon in polygons)
    # Islets and pools smaller than a step vanish; without its outer ring a polygon's holes mean nothing.
    return [[ring for ring in polygon if ring] for polygon in encoded if polygon and polygon[0]]


def _encode_ring(ring: "npt.ArrayLike") -> EncodedRing:
    """Encode a ring of positions, ``(num_corners, 2)``, degrees east and north."""
    steps = np.rint(np.asarray(ring, dtype=float).reshape(-1, 2) * STEPS_PER_DEGREE).astype(np.int64)
    if len(steps) < _FEWEST_CORNERS:
        return []
    kept = steps[np.append(True, np.diff(steps, axis=0).any(axis=1))]
    if len(kept) < _FEWEST_CORNERS:
        return []
    moves: EncodedRing = np.diff(kept, axis=0, prepend=0).ravel().tolist()
    return moves
