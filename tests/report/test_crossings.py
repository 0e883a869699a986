"""A period of crossings as a scene: days, places and ways."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from geodata.coast import is_land
from maps.page import render
from maps.things import Incident as DrawnIncident
from maps.things import Layer
from planner.domain.ids import IncidentId, SiteId
from planner.domain.incidents import Incident, IncidentStatus
from planner.report.crossings import MARGIN_DEGREES, MOST_WAYS, STRAIT, build_crossings
from tests.report.example import INSTANCE, SITES

FIRST, LAST = date(2026, 8, 1), date(2026, 8, 31)
MET = datetime(2026, 8, 3, 23, 30, tzinfo=UTC)
BOAT = Incident(
    IncidentId("I-1"), IncidentStatus.CLOSED, "LA-CALAIS", 51.03, 1.6, MET, SiteId("DOV"), MET + timedelta(hours=2), 1, 60, 58, 58
)


def drawn(*incidents: Incident) -> tuple[DrawnIncident, ...]:
    return build_crossings(incidents, SITES, FIRST, LAST).incidents


def test_an_incident_stands_on_its_london_day() -> None:
    (boat,) = drawn(BOAT)

    assert (boat.day, boat.people, boat.launch_id, boat.landing_id) == (3, 58, "LA-CALAIS", "DOV")
    assert boat.met_at is not None
    assert (boat.met_at.day, boat.met_at.hour, boat.met_at.minute) == (4, 0, 30)


@pytest.mark.parametrize(
    ("met", "is_in"),
    [
        (datetime(2026, 7, 31, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 31, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 8, 31, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 8, 31, 23, 0, tzinfo=UTC), False),
    ],
)
def test_the_period_holds_its_first_and_its_last_day(met: datetime, is_in: bool) -> None:
    assert bool(drawn(replace(BOAT, met_at=met))) is is_in


def test_a_way_leads_from_launch_by_way_of_the_meeting_to_the_landing_place() -> None:
    scene = build_crossings((BOAT,), SITES, FIRST, LAST)
    (boat,) = scene.incidents
    places = {place.place_id: place.position for place in scene.places}

    assert (boat.track[0], boat.track[-1]) == (places["LA-CALAIS"], places["DOV"])
    assert boat.position in boat.track


def test_a_way_goes_round_the_land_between() -> None:
    # From Le Touquet, met off Calais: Cap Gris-Nez lies between the two.
    (boat,) = drawn(replace(BOAT, launch_area="LA-LE-TOUQUET", met_lat=51.0, met_lon=1.75))
    out = boat.track[: boat.track.index(boat.position) + 1]

    assert len(out) > 2
    assert not [at for at in out[1:] if is_land(at.lat, at.lon)]


def test_what_is_not_known_is_left_out() -> None:
    (lost,) = drawn(replace(BOAT, launch_area=None, landing_site_id=None, landed_at=None, people_ashore=None))
    (half,) = drawn(replace(BOAT, launch_area="LA-NOWHERE"))

    assert (lost.track, lost.launch_id, lost.landing_id, lost.people) == ((), "", "", 60)
    assert half.track[0] == half.position
    assert ("Launch area", "LA-NOWHERE") in half.fields


def test_an_empty_period_is_a_map_all_the_same() -> None:
    scene = build_crossings((), INSTANCE.sites, FIRST, FIRST)

    assert (scene.num_days, scene.span, scene.incidents) == (1, 0, ())
    assert scene.hidden == {Layer.HEXAGONS, Layer.HEAT}
    assert "0 incidents with 0 people." in render(scene)


def test_many_ways_are_left_to_be_asked_for() -> None:
    many = [replace(BOAT, incident_id=IncidentId(f"I-{number}")) for number in range(MOST_WAYS + 1)]

    assert Layer.TRACKS in build_crossings(many, SITES, FIRST, LAST).hidden
    assert Layer.TRACKS not in build_crossings(many[1:], SITES, FIRST, LAST).hidden


def test_the_map_opens_on_all_that_happened_nearby() -> None:
    far = replace(BOAT, incident_id=IncidentId("I-2"), met_lat=50.3, met_lon=0.9)
    atlantic = replace(BOAT, incident_id=IncidentId("I-3"), met_lat=49.0, met_lon=-5.0)
    scene = build_crossings((BOAT, far, atlantic), SITES, FIRST, LAST)

    assert (scene.view.south, scene.view.west) == (50.3 - MARGIN_DEGREES, 0.9 - MARGIN_DEGREES)
    assert (scene.view.east, build_crossings((), SITES, FIRST, LAST).view) == (STRAIT.east, STRAIT)


def test_the_line_in_the_middle_says_that_it_is_approximate() -> None:
    (line,) = build_crossings((), SITES, FIRST, LAST).lines

    assert "approximate" in line.name
    assert len(line.line) > 10


def test_the_order_of_rows_means_nothing() -> None:
    other = replace(BOAT, incident_id=IncidentId("I-2"), met_lat=51.05)

    assert render(build_crossings((BOAT, other), SITES, FIRST, LAST)) == render(build_crossings((other, BOAT), SITES, FIRST, LAST))
