"""The boats of the night: sizes, landing times, tracks, and the incidents table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.domain.horizon import LONDON
from planner.sample.drawing import apportion, stream
from planner.sample.ground import track_point
from planner.sample.tables import IncidentRow, PersonRow
from planner.sample.tuning import (
    BOAT_SIZE_RANGE,
    DOUBTFUL_ASHORE,
    DOUBTFUL_REPORT,
    LANDING_HOURS,
    LAUNCH_WEIGHTS,
    LONG_AUTHORITY_DAYS,
    TRACK_JITTER_KM,
    TRACK_RANGE,
    Shape,
)

DOUBTFUL_DAYS_AGO = 2
"""Landing date of the boat with the doubtful report, days before the plan date."""


@dataclass(frozen=True, slots=True)
class Boat:
    """One boat that has landed.

    Attributes
    ----------
    hour
        Hours from the midnight before the evening before the plan date, so 24 is the plan date's midnight.
    authority_days
        Days of a long authority for adults of this boat.
    """

    incident_id: str
    people: int
    hour: float
    landed_at: datetime
    landing_site_id: str
    launch_area: str
    authority_days: int


def boats(shape: Shape, plan_date: date, seed: int) -> list[Boat]:
    """Draw the boats of the night, in the order they landed."""
    random = stream(seed, "boats")
    sizes = _sizes(shape, seed)
    first, last = LANDING_HOURS
    step = (last - first) / shape.boats
    days = _dealt_days(shape, seed)
    areas, weights = zip(*LAUNCH_WEIGHTS, strict=True)
    found: list[Boat] = []
    for number, (people, authority_days) in enumerate(zip(sizes, days, strict=True), start=1):
        hour = first + step * (number - 1 + random.random())
        landed_at = local_time(plan_date - timedelta(days=1), hour)
        landing = "RAMSGATE" if number % RAMSGATE_EVERY == 0 else "WJF"
        launch_area: str = random.choices(areas, weights)[0]
        found.append(Boat(f"I-{plan_date:%Y%m%d}-{number:02}", people, hour, landed_at, landing, launch_area, authority_days))
    return found


RAMSGATE_EVERY = 8
"""Every so many boats one lands at Ramsgate instead of Dover."""


def incident_rows(landed: Sequence[Boat], people: Sequence[PersonRow], plan_date: date, seed: int) -> list[IncidentRow]:
    """Give one incident a boat, one still at sea, and one of two days ago with a report that can not be right.

    Head counts match the people listed, but for two boats: one person more was counted than listed, and one fewer.
    """
    random = stream(seed, "incidents")
    listed = {boat.incident_id: sum(person.incident_id == boat.incident_id for person in people) for boat in landed}
    off = {boat.incident_id: delta for boat, delta in zip(landed[1::3], (1, -1), strict=False)} if len(landed) > 1 else {}
    rows = [_landed_row(boat, listed[boat.incident_id] + off.get(boat.incident_id, 0), seed) for boat in landed]
    lat, lon = track_point(random, "LA-GRAVELINES", "WJF", TRACK_RANGE, TRACK_JITTER_KM)
    met_at = local_time(plan_date, 5.0 + random.random() / 2)
    at_sea = IncidentRow(f"I-{plan_date:%Y%m%d}-{len(landed) + 1:02}", "at_sea", "LA-GRAVELINES", lat, lon, met_at, None, None, 1, 58, None)
    return [*rows, at_sea, _doubtful_row(plan_date, seed)]


def doubtful_id(plan_date: date) -> str:
    """Give the id of the incident with the doubtful report."""
    return f"I-{plan_date - timedelta(days=DOUBTFUL_DAYS_AGO):%Y%m%d}-01"


def doubtful_landed_at(plan_date: date) -> datetime:
    """Give when the boat with the doubtful report landed."""
    return local_time(plan_date - timedelta(days=DOUBTFUL_DAYS_AGO), 6.5)


def local_time(when: date, hour: float) -> datetime:
    """Give a London time, in whole minutes; hours past 24 are of the next day."""
    minutes = round(hour * 60)
    day, minute = divmod(minutes, 24 * 60)
    at = time(minute // 60, minute % 60)
    return datetime.combine(when + timedelta(days=day), at, tzinfo=LONDON)


def _landed_row(boat: Boat, ashore: int, seed: int) -> IncidentRow:
    random = stream(seed, boat.incident_id)
    lat, lon = track_point(random, boat.launch_area, boat.landing_site_id, TRACK_RANGE, TRACK_JITTER_KM)
    met_at = boat.landed_at - timedelta(minutes=random.randrange(70, 160))
    closed = ashore == boat.people and boat.hour < LAST_CLOSED_HOUR
    reported = ashore + random.choice((0, 0, 0, 0, 1, -1))
    status = "closed" if closed else "landed"
    return IncidentRow(
        boat.incident_id, status, boat.launch_area, lat, lon, met_at, boat.landing_site_id, boat.landed_at, 1, reported, ashore
    )


LAST_CLOSED_HOUR = 26.0
"""Boats landed after 02:00 are not closed yet."""


def _doubtful_row(plan_date: date, seed: int) -> IncidentRow:
    random = stream(seed, "doubtful")
    landed_at = doubtful_landed_at(plan_date)
    lat, lon = track_point(random, "LA-DUNKIRK", "WJF", TRACK_RANGE, TRACK_JITTER_KM)
    met_at = landed_at - timedelta(minutes=105)
    return IncidentRow(
        doubtful_id(plan_date), "landed", "LA-DUNKIRK", lat, lon, met_at, "WJF", landed_at, 1, DOUBTFUL_REPORT, DOUBTFUL_ASHORE
    )


def _sizes(shape: Shape, seed: int) -> list[int]:
    random = stream(seed, "boat sizes")
    if shape.boats == 1:
        return [shape.arrivals]
    low, high = BOAT_SIZE_RANGE
    return apportion(shape.arrivals, [random.uniform(low, high) for _ in range(shape.boats)])


def _dealt_days(shape: Shape, seed: int) -> list[int]:
    random = stream(seed, "authority days")
    counts = apportion(shape.boats, [weight for _, weight in LONG_AUTHORITY_DAYS])
    days = [value for (value, _), count in zip(LONG_AUTHORITY_DAYS, counts, strict=True) for _ in range(count)]
    random.shuffle(days)
    return days
