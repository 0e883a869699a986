"""The ground as small whole numbers: each position is the step from the one before, in ten-thousandths of a degree (7 to 11 m)."""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from maps.things import Basemap, Line, Polygon, Position, Town

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

STEPS_PER_DEGREE: Final = 10_000
_FEWEST_CORNERS: Final = 3

EncodedLine = list[int]
"""East step, north step, east step, ...; the first pair is a position."""


def encode_land(polygons: "Sequence[Polygon] | None") -> list[list[EncodedLine]]:
    """Encode polygons for the page.

    Parameters
    ----------
    polygons
        What to draw; None for the coast in geodata.
    """
    if polygons is None:
        return _coast()
    return _encode([[[(lon, lat) for lat, lon in ring] for ring in polygon] for polygon in polygons])


def encode_borders(basemap: "Basemap | None") -> list[EncodedLine]:
    """Encode the borders between countries: those of the ground given, or of geodata."""
    return _borders() if basemap is None else [encode_line(line) for line in basemap.borders]


def encode_line(line: "Line") -> EncodedLine:
    """Encode one line."""
    return _encode_steps([(lon, lat) for lat, lon in line])


def encode_towns(basemap: "Basemap | None") -> list[tuple[str, int, int, int]]:
    """Give name, east and north steps, and the zoom a name appears from: of the ground given, or of geodata."""
    towns = _towns() if basemap is None else basemap.towns
    return [(town.name, *steps(town.position), town.from_zoom) for town in towns]


def steps(position: "Position") -> tuple[int, int]:
    """Give a position in whole steps, east then north."""
    return round(position.lon * STEPS_PER_DEGREE), round(position.lat * STEPS_PER_DEGREE)


@cache
def _coast() -> list[list[EncodedLine]]:
    from shapely import get_coordinates, get_rings

    from geodata.coast import polygons

    # The last position of a ring repeats the first.
    return _encode([[get_coordinates(ring)[:-1] for ring in get_rings(shape)] for shape in polygons()])


@cache
def _borders() -> list[EncodedLine]:
    from geodata.ground import borders

    return [_encode_steps(line) for line in borders()]


@cache
def _towns() -> tuple[Town, ...]:
    from geodata.ground import towns

    return tuple(Town(town.name, Position(town.lat, town.lon), town.from_zoom) for town in towns())


def _encode(polygons: "Iterable[Sequence[npt.ArrayLike]]") -> list[list[EncodedLine]]:
    encoded = ([_encode_ring(ring) for ring in polygon] for polygon in polygons)
    # Islets and pools smaller than a step vanish; without its outer ring a polygon's holes mean nothing.
    return [[ring for ring in polygon if ring] for polygon in encoded if polygon and polygon[0]]


def _encode_ring(ring: "npt.ArrayLike") -> EncodedLine:
    """Encode a ring of positions, ``(num_corners, 2)``, degrees east and north."""
    encoded = _encode_steps(ring)
    return encoded if len(encoded) >= 2 * _FEWEST_CORNERS else []


def _encode_steps(line: "npt.ArrayLike") -> EncodedLine:
    whole = np.rint(np.asarray(line, dtype=float).reshape(-1, 2) * STEPS_PER_DEGREE).astype(np.int64)
    kept = whole[np.append(True, np.diff(whole, axis=0).any(axis=1))] if len(whole) else whole
    moves: EncodedLine = np.diff(kept, axis=0, prepend=0).ravel().tolist()
    return moves
