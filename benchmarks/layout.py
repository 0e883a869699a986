"""Places: who each unit may hold and what it offers, before anybody is in it, and the roads between."""

import math
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from planner.domain.ids import PlaceId
from planner.domain.people import Category
from planner.domain.sites import SiteRole
from planner.domain.transport import Leg

MEN, WOMEN, OTHER = Category.ADULT_MAN, Category.ADULT_WOMAN, Category.ADULT_OTHER
ADULTS = frozenset({MEN, WOMEN, OTHER})
CARE = ("medical_24h", "mental_health", "quiet_room", "step_free")
EVERY_CARE = frozenset({*CARE, "maternity"})

KM_PER_DEGREE = 111.2
DETOUR = 1.3
KM_PER_HOUR = 64


@dataclass(frozen=True, slots=True)
class Room:
    """A unit without its beds."""

    unit_id: str
    holds: frozenset[Category]
    care: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A site without its capacities."""

    site_id: str
    role: SiteRole
    lat: float
    lon: float
    rooms: tuple[Room, ...]


Rooms: TypeAlias = tuple[tuple[str, Collection[Category], Collection[str]], ...]
"""Letter, who it holds, care it offers."""

ROOMS: Mapping[SiteRole, Rooms] = {
    SiteRole.LANDING: (("R", (Category.FAMILY, Category.LONE_CHILD), EVERY_CARE),),
    SiteRole.PROCESSING: (("H", ADULTS, CARE), ("M", (MEN,), ()), ("W", (WOMEN, OTHER), ("maternity", "step_free"))),
    SiteRole.SHORT_TERM: (("M", (MEN,), ("step_free",)), ("W", (WOMEN, OTHER), ("step_free",))),
    SiteRole.REMOVAL: (("A", (MEN,), ()), ("B", (MEN,), ("step_free",)), ("H", (MEN,), CARE)),
    SiteRole.PRE_DEPARTURE: (("A", ADULTS, ("step_free",)),),
    SiteRole.ONWARD: (("F", (Category.FAMILY, WOMEN), EVERY_CARE), ("M", (MEN,), EVERY_CARE), ("W", (WOMEN, OTHER), EVERY_CARE)),
    SiteRole.LOCAL_AUTHORITY: (("A", (Category.LONE_CHILD,), EVERY_CARE),),
}
MIXED_REMOVAL: Rooms = (*ROOMS[SiteRole.REMOVAL][:2], ("H", ADULTS, CARE), ("W", (WOMEN,), ("maternity", "step_free")))
"""Every other removal centre holds women too."""

PREFIX = {
    SiteRole.LANDING: "LAND",
    SiteRole.PROCESSING: "PROC",
    SiteRole.SHORT_TERM: "SHORT",
    SiteRole.REMOVAL: "REM",
    SiteRole.PRE_DEPARTURE: "PRE",
    SiteRole.ONWARD: "ONW",
    SiteRole.LOCAL_AUTHORITY: "CARE",
}


def lay_out(counts: dict[SiteRole, int], rng: random.Random) -> tuple[Place, ...]:
    """Every site, sorted by id; landing and processing lie at the coast, the rest further in."""
    places: list[Place] = []
    for role, count in counts.items():
        for number in range(1, count + 1):
            site_id = f"{PREFIX[role]}-{number:02d}"
            at_coast = role in {SiteRole.LANDING, SiteRole.PROCESSING}
            lat = rng.uniform(51.05, 51.4) if at_coast else rng.uniform(50.8, 53.9)
            lon = rng.uniform(0.9, 1.45) if at_coast else rng.uniform(-2.9, 0.8)
            places.append(Place(site_id, role, round(lat, 4), round(lon, 4), _rooms(site_id, role, number)))
    return tuple(sorted(places, key=lambda place: place.site_id))


def _rooms(site_id: str, role: SiteRole, number: int) -> tuple[Room, ...]:
    rooms = MIXED_REMOVAL if role is SiteRole.REMOVAL and number % 2 else ROOMS[role]
    return tuple(Room(f"{site_id}-{name}", frozenset(holds), frozenset(care)) for name, holds, care in rooms)


def roads(places: tuple[Place, ...], airports: dict[str, tuple[float, float]]) -> dict[tuple[PlaceId, PlaceId], Leg]:
    """Journeys between all places, by the straight line."""
    where = {place.site_id: (place.lat, place.lon) for place in places} | airports
    return {(PlaceId(a), PlaceId(b)): _leg(where[a], where[b]) for a in sorted(where) for b in sorted(where)}


def _leg(a: tuple[float, float], b: tuple[float, float]) -> Leg:
    if a == b:
        return Leg(0, 0.0)
    north = (a[0] - b[0]) * KM_PER_DEGREE
    east = (a[1] - b[1]) * KM_PER_DEGREE * math.cos(math.radians((a[0] + b[0]) / 2))
    km = round(DETOUR * math.hypot(north, east), 1)
    return Leg(10 + round(60 * km / KM_PER_HOUR), km)
