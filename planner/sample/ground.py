"""Real ground for the sample: sites of the estate and tracks at sea, from geodata."""

from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.places import EstateSite

_KM_PER_DEGREE = 111.2
_NUM_TRIES = 50

Position = tuple[float, float]
"""Latitude and longitude, degrees."""


@cache
def site_places() -> "Mapping[str, EstateSite]":
    """Give the real estate by site id."""
    from geodata.places import estate

    return MappingProxyType({site.site_id: site for site in estate()})


def track_point(random: Random, launch_area: str, landing_site_id: str, along: tuple[float, float], jitter_km: float) -> Position:
    """Draw a point at sea on a plausible track.

    Parameters
    ----------
    launch_area, landing_site_id
        Ends of the track: a launch area and a landing site.
    along
        Least and greatest part of the way already made.
    jitter_km
        Standard deviation of the sideways distance from the shortest way by water (km).

    Raises
    ------
    PlannerError
        When no point at sea was found.
    """
    from geodata.coast import is_land

    way = _sea_way(launch_area, landing_site_id)
    for _ in range(_NUM_TRIES):
        lat, lon, heading = _point_along(way, random.uniform(*along))
        aside = random.gauss(0.0, jitter_km) / _KM_PER_DEGREE
        north, east = heading
        position = (round(lat - aside * east, 4), round(lon + aside * north / cos(radians(lat)), 4))
        if not is_land(*position):
            return position
    message = f"no point at sea was found between {launch_area} and {landing_site_id}"
    raise PlannerError(message)


@cache
def _sea_way(launch_area: str, landing_site_id: str) -> tuple[Position, ...]:
    from geodata.places import place
    from geodata.sea import sea_route

    start = place(launch_area).position
    end = site_places()[landing_site_id].position
    return tuple((float(lat), float(lon)) for lat, lon in sea_route(start, end).points)


def _point_along(way: tuple[Position, ...], part: float) -> tuple[float, float, tuple[float, float]]:
    """Give the position at a part of a way, and the direction there as (north, east) of length 1."""
    legs = list(pairwise(way))
    lengths = [hypot(*_step(start, end)) for start, end in legs]
    left = part * sum(lengths)
    for (start, end), length in zip(legs, lengths, strict=True):
        if left <= length and length > 0:
            share = left / length
            north, east = _step(start, end)
            lat = start[0] + share * (end[0] - start[0])
            lon = start[1] + share * (end[1] - start[1])
            return lat, lon, (north / length, east / length)
        left -= length
    return (*way[-1], (1.0, 0.0))


def _step(start: Position, end: Position) -> tuple[float, float]:
    return end[0] - start[0], (end[1] - start[1]) * cos(radians((start[0] + end[0]) / 2))
