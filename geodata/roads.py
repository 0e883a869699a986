"""Road kilometres and minutes, from a committed table or as a plain estimate. All of it is estimated: planners may override any pair."""

from dataclasses import dataclass
from functools import cache
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geodata.crs import LatLon, great_circle_km
from geodata.errors import UnknownPlaceError
from geodata.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = ("from_id", "to_id", "km", "minutes", "method", "source")
DETOUR: Final = 1.3
MEAN_SPEED_KM_H: Final = 75.0


@dataclass(frozen=True, slots=True)
class RoadLeg:
    """The way between two places by road.

    Attributes
    ----------
    minutes
        Driving minutes, without stops.
    km
        Road kilometres (a ferry's included).
    method
        How it was worked out: ``network``, ``network+ferry``, ``great circle``, ``same place``.
    source
        Id in ``geodata/data/sources.csv``.
    """

    minutes: int
    km: float
    method: str
    source: str


def road_leg(from_id: str, to_id: str) -> RoadLeg:
    """Give the way between two places of the table; it is the same both ways.

    Parameters
    ----------
    from_id, to_id
        Ids in `place_ids`.

    Raises
    ------
    UnknownPlaceError
        When the table does not know one of them; `road_estimate` works from coordinates.
    """
    for place_id in (from_id, to_id):
        if place_id not in place_ids():
            message = f"the road table does not know {place_id!r}; it knows {', '.join(sorted(place_ids()))}"
            raise UnknownPlaceError(message)
    if from_id == to_id:
        return RoadLeg(minutes=0, km=0.0, method="same place", source="EST")
    return _table()[min(from_id, to_id), max(from_id, to_id)]


def road_estimate(start: LatLon, end: LatLon) -> RoadLeg:
    """Estimate a way by road for places outside the table: great circle x `DETOUR` at `MEAN_SPEED_KM_H`. Blind to water in between."""
    km = great_circle_km(start, end) * DETOUR
    return RoadLeg(minutes=ceil(km / MEAN_SPEED_KM_H * 60), km=round(km, 1), method="great circle", source="EST")


@cache
def place_ids() -> frozenset[str]:
    """Give the ids that the table knows: every pair of them has a way."""
    return frozenset(place_id for pair in _table() for place_id in pair)


@cache
def _table() -> "Mapping[tuple[str, str], RoadLeg]":
    rows = read_table("roads.csv", COLUMNS)
    return MappingProxyType({(row["from_id"], row["to_id"]): _leg(row) for row in rows})


def _leg(row: "dict[str, str]") -> RoadLeg:
    return RoadLeg(minutes=int(row["minutes"]), km=float(row["km"]), method=row["method"], source=row["source"])
