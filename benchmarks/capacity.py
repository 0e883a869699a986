"""Beds, doors, escorts and all else there is not enough of, in proportion to the people who are there to use it."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import time

from benchmarks.blocks import Block
from benchmarks.layout import PREFIX, Place, Room
from benchmarks.sizes import Size
from planner.clocks.calendar import is_working_day
from planner.domain.horizon import Horizon, london_instant
from planner.domain.ids import DepartureId, PlaceId, SiteId, UnitId
from planner.domain.people import AgeBand, Category, Known, Sex
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure, PlannedAdmission

ROOM = {SiteRole.PROCESSING: 1.15, SiteRole.SHORT_TERM: 1.1, SiteRole.REMOVAL: 1.05}
"""Beds of a unit of detention, as a share of the people in it now."""
LEAST_BEDS = 8
LANDING_BEDS = 20
PRE_DEPARTURE_SHARE = 0.006
"""Beds before a departure, of all people in detention."""
SPARE = {Category.ADULT_MAN: 1.0, Category.ADULT_WOMAN: 1.0, Category.FAMILY: 1.0, Category.LONE_CHILD: 1.0}
SPARE_FOR_HELD = 0.14
"""Free beds in final places, of the people not yet in a removal centre, and of those who are in one."""
CLOSED_UNITS, CLOSED_PART = 0.3, 0.12
"""Units of detention that lose beds for some nights, and the part of their beds."""

DOORS = {SiteRole.PROCESSING: 0.28, SiteRole.SHORT_TERM: 0.25, SiteRole.REMOVAL: 0.06, SiteRole.PRE_DEPARTURE: 0.4}
"""People in and people out a day, of a site's beds."""
FINAL_DOORS = 3.0
"""People admitted a day to final places, of an even flow."""

FOUR_WEEKS = 28
CASES, CASES_OFF, GROUND, GROUND_OFF = 0.021, 0.004, 0.08, 0.07
"""Cases and ground seats on a working day and on another, of all people in play over four weeks."""
ADMITTED = ((0, 0.002), (1, 0.002), (2, 0.008), (3, 0.02))
"""People admitted from France in a week, of all people in play; on Tuesday and Friday."""
ADMISSION_DAYS, ADMISSION_NIGHTS = (1, 4), 10
PARITY_ROOM = 0.039
"""Upper end of the parity band, of all people in play."""

SATURDAY, DAYS_A_WEEK = 5, 7
CANCELLED_DAY = 3


def sites_of(
    places: Sequence[Place],
    blocks: Sequence[Block],
    admissions: Sequence[PlannedAdmission],
    horizon: Horizon,
    rules: Rules,
    rng: random.Random,
) -> tuple[Site, ...]:
    """Sites with beds and doors.

    Detention has a little more room than people; final places have room for most of those who will need one.
    """
    now = Counter[str]()
    for block in blocks:
        for member in block.members:
            now[member.unit or ""] += block.count
    spare = _spare(blocks)
    rooms = Counter(_main(room) for place in places if place.role in {SiteRole.ONWARD, SiteRole.LOCAL_AUTHORITY} for room in place.rooms)
    detained = sum(block.people for block in blocks if block.detained)
    sites: list[Site] = []
    for place in places:
        beds: dict[str, int] = {}
        for room in place.rooms:
            if place.role in ROOM:
                beds[room.unit_id] = max(LEAST_BEDS, math.ceil(now[room.unit_id] * ROOM[place.role]))
            elif place.role is SiteRole.LANDING:
                beds[room.unit_id] = LANDING_BEDS
            elif place.role is SiteRole.PRE_DEPARTURE:
                beds[room.unit_id] = max(LEAST_BEDS, round(PRE_DEPARTURE_SHARE * detained))
            else:
                beds[room.unit_id] = now[room.unit_id] + math.ceil(spare[_main(room)] / rooms[_main(room)])
        units = tuple(_unit(room, place, beds[room.unit_id], admissions, horizon, rng) for room in place.rooms)
        door = _door(place, sum(beds.values()), sum(beds.values()) - sum(now[room.unit_id] for room in place.rooms), horizon)
        sites.append(
            Site(
                site_id=SiteId(place.site_id),
                name=f"{place.role.value.replace('_', ' ')} {place.site_id[-2:]}",
                role=place.role,
                lat=place.lat,
                lon=place.lon,
                admissions_per_day=door,
                discharges_per_day=door,
                stay_limit_hours=rules.stay_limit_hours[place.role],
                opens_on=None,
                closes_on=None,
                units=units,
            )
        )
    return tuple(sites)


def _main(room: Room) -> Category:
    """For whom a unit of a final place is meant first."""
    return next(kind for kind in (Category.FAMILY, Category.LONE_CHILD, Category.ADULT_WOMAN, Category.ADULT_MAN) if kind in room.holds)


def _spare(blocks: Sequence[Block]) -> Mapping[Category, float]:
    need: defaultdict[Category, float] = defaultdict(float)
    for block in blocks:
        held = block.detained and block.site.startswith(PREFIX[SiteRole.REMOVAL])
        settled = not block.detained and block.members[0].unit is not None
        if not settled:
            need[_kind(block)] += block.people * (SPARE_FOR_HELD if held else SPARE[_kind(block)])
    return need


def _kind(block: Block) -> Category:
    ages = {member.age for member in block.members}
    if AgeBand.AGE_0_11 in ages:
        return Category.FAMILY
    if AgeBand.AGE_12_17 in ages or block.disputed is not Known.NO:
        return Category.LONE_CHILD
    return Category.ADULT_WOMAN if block.members[0].sex is Sex.FEMALE else Category.ADULT_MAN


def _door(place: Place, beds: int, free: int, horizon: Horizon) -> int | None:
    if place.role is SiteRole.LANDING:
        return None
    if place.role in DOORS:
        return max(LEAST_BEDS, round(DOORS[place.role] * beds))
    return max(LEAST_BEDS, round(FINAL_DOORS * free / horizon.num_days))


def _unit(room: Room, place: Place, beds: int, admissions: Sequence[PlannedAdmission], horizon: Horizon, rng: random.Random) -> Unit:
    own = [admission for admission in admissions if admission.unit_id == room.unit_id]
    reserved = tuple(
        sum(item.people for item in own if 0 <= (night - item.admitted_on).days < ADMISSION_NIGHTS) for night in horizon.dates()
    )
    nightly = [beds + max(reserved)] * horizon.num_days
    if place.role in ROOM and rng.random() < CLOSED_UNITS:
        first = min(rng.randrange(3, 19), horizon.num_days - 9)
        for night in range(first, first + rng.randint(3, 8)):
            nightly[night] -= round(CLOSED_PART * beds)
    return Unit(UnitId(room.unit_id), SiteId(place.site_id), f"Unit {room.unit_id[-1]}", tuple(nightly), reserved, room.holds, room.care)


def admissions_of(places: Sequence[Place], people: int, horizon: Horizon) -> tuple[PlannedAdmission, ...]:
    """People admitted from France, housed in units for men in turn."""
    units = [room.unit_id for place in places if place.role is SiteRole.ONWARD for room in place.rooms if _main(room) is Category.ADULT_MAN]
    shares = [(DAYS_A_WEEK * week + day, share / len(ADMISSION_DAYS)) for week, share in ADMITTED for day in ADMISSION_DAYS]
    found = [
        PlannedAdmission(horizon.date_of(day), round(share * people / len(units)), UnitId(unit), ADMISSION_NIGHTS)
        for day, share in shares
        if day < horizon.num_days
        for unit in units
    ]
    return tuple(sorted(found, key=lambda item: (item.admitted_on, item.unit_id)))


def departures_of(size: Size, airports: Sequence[str], horizon: Horizon) -> tuple[Departure, ...]:
    """Every flight on every day; on one day one of them is cancelled."""
    found: list[Departure] = []
    for day, when in enumerate(horizon.dates()):
        for number, flight in enumerate(size.flights):
            cancelled = day == CANCELLED_DAY and number == len(size.flights) - 1
            found.append(
                Departure(
                    departure_id=DepartureId(f"D-{when:%Y%m%d}-{number + 1:02d}"),
                    departs_at=london_instant(when, time(flight.hour)),
                    place_id=PlaceId(airports[(number + day) % len(airports)]),
                    arrival_place_id=PlaceId("CDG"),
                    mode=flight.mode,
                    seats=0 if cancelled else flight.seats,
                    escort_team=flight.escort_team,
                    escorts_per_person=flight.escorts_per_person,
                    medics=flight.medics,
                    cost_gbp=0,
                    cancelled=cancelled,
                )
            )
    return tuple(found)


def resources_of(size: Size, people: int, horizon: Horizon) -> tuple[DayResources, ...]:
    """Staff and vehicles of each day: escorts run short on some weekdays, medics on others and on Saturdays."""
    escorts = sum(flight.escort_team + math.ceil(flight.escorts_per_person * flight.seats) for flight in size.flights)
    medics = sum(flight.medics for flight in size.flights)
    flow = people * FOUR_WEEKS / horizon.num_days
    found: list[DayResources] = []
    for day, when in enumerate(horizon.dates()):
        works, week = is_working_day(when), day // DAYS_A_WEEK
        is_short = when.weekday() in ((0, 2, 3, 4) if week % 2 == 0 else (2, 4))
        medics_short = 1 / 3 if when.weekday() == SATURDAY else 2 / 3 if when.weekday() == 1 and week % 2 else 1.0
        found.append(
            DayResources(
                escorts=math.ceil(escorts * (size.contested_escorts if is_short else size.plain_escorts)),
                medics=round(medics * medics_short),
                cases=round(flow * (CASES if works else CASES_OFF)),
                ground_seats=round(flow * (GROUND if works else GROUND_OFF)),
            )
        )
    return tuple(found)
