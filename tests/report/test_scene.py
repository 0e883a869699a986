"""A plan's map: every count can be checked by eye in tests/report/example.py."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from maps.page import render
from maps.scene import Scene
from maps.things import Box, Closure, Departure, FlowKind, Incident, IncidentState, Place, Position, Site, SiteShape, Stay
from planner.domain.ids import DepartureId, PlaceId
from planner.domain.plan import Status
from planner.domain.transport import Departure as PlannedDeparture
from planner.report.scene import STRAIT, WIDEST, build_scene
from tests.report.example import INSTANCE, LAST, PLAN, leaves, planned, stay, unplaced

SCENE = build_scene(INSTANCE, PLAN)


def flows(scene: Scene = SCENE, day: int | None = None) -> dict[tuple[FlowKind, str, str], int]:
    people: Counter[tuple[FlowKind, str, str]] = Counter()
    for flow in scene.flows:
        if day in (None, flow.day):
            people[flow.kind, flow.from_id, flow.to_id] += flow.people
    return dict(people)


def site(site_id: str, scene: Scene = SCENE) -> Site:
    return next(each for each in scene.sites if each.site_id == site_id)


def place(place_id: str, scene: Scene = SCENE) -> Place:
    return next(each for each in scene.places if each.place_id == place_id)


def departure(departure_id: str) -> Departure:
    return next(each for each in SCENE.departures if each.departure_id == departure_id)


def incident(incident_id: str) -> Incident:
    return next(each for each in SCENE.incidents if each.incident_id == incident_id)


def test_today_s_flows_are_the_moves_of_day_0() -> None:
    assert flows(day=0) == {
        (FlowKind.FROM_LANDING, "DOV", "HOT"): 2,
        (FlowKind.FROM_LANDING, "DOV", "KLA"): 1,
        (FlowKind.FROM_LANDING, "DOV", "MAN"): 1,
        (FlowKind.TO_HOME, "MAN", "HOT"): 1,
        (FlowKind.TO_DEPARTURE, "BRK", "LHR"): 1,
        (FlowKind.TO_FRANCE, "LHR", "CDG"): 1,
    }


def test_the_whole_plan_s_flows_add_every_day() -> None:
    assert flows() == {
        (FlowKind.FROM_LANDING, "DOV", "HOT"): 2,
        (FlowKind.FROM_LANDING, "DOV", "KLA"): 1,
        (FlowKind.FROM_LANDING, "DOV", "MAN"): 3,
        (FlowKind.BETWEEN_SITES, "MAN", "BRK"): 1,
        (FlowKind.TO_HOME, "MAN", "HOT"): 4,
        (FlowKind.TO_DEPARTURE, "BRK", "LHR"): 2,
        (FlowKind.TO_FRANCE, "LHR", "CDG"): 2,
    }


def test_a_change_of_unit_is_no_flow() -> None:
    moves = replace(PLAN, people=(planned("P-08", stay(Status.DETAINED, 0, 0, "MAN-A"), stay(Status.DETAINED, 1, LAST, "MAN-B")),))

    assert flows(build_scene(INSTANCE, moves)) == {}


def test_sites_show_each_night_s_people_against_beds() -> None:
    assert [(site("MAN").people(night), site("MAN").beds(night)) for night in (0, 1, LAST)] == [(2, 4), (3, 4), (0, 4)]
    assert (site("BRK").people(0), site("BRK").beds(0)) == (1, 2)
    assert site("DOV").units == ()


def test_beds_kept_for_people_from_france_count_as_taken() -> None:
    assert (site("HOT").people(0), site("HOT").beds(0)) == (5, 10)
    assert site("HOT").units[0].reserved[0] == 2


def test_units_say_whom_they_are_for() -> None:
    assert site("KLA").units[0].kinds == ("Lone child",)
    assert site("BRK").units[0].kinds == ("Adult man", "Adult woman")


def test_a_site_tells_who_is_there_and_who_is_expected() -> None:
    assert ("People on the first morning", "2") in site("MAN").fields
    assert site("DOV").expected == (0, 0, 1, 0, 0, 0, 0)


def test_the_shape_tells_what_kind_of_stay() -> None:
    shapes = {site_id: site(site_id).shape for site_id in ("DOV", "MAN", "BRK", "HOT", "KLA")}

    assert shapes == {
        "DOV": SiteShape.LANDING,
        "MAN": SiteShape.DETENTION,
        "BRK": SiteShape.DETENTION,
        "HOT": SiteShape.HOME,
        "KLA": SiteShape.HOME,
    }


def test_people_without_a_bed_stand_at_their_site() -> None:
    later = replace(
        PLAN,
        people=(
            planned("P-01", stay(Status.DETAINED, 0, 1, "MAN-A"), unplaced(2, LAST, "MAN")),
            planned("P-06", unplaced(0, LAST, "DOV")),
        ),
    )

    assert site("DOV").without[0] == 1
    assert site("MAN", build_scene(INSTANCE, later)).without == (0, 0, 1, 1, 1, 1, 1)
    assert site("DOV", build_scene(INSTANCE, later)).without == (1,) * 7


def test_departures_show_seats_and_people_boarded() -> None:
    first = departure("D-0810")

    assert (first.day, first.time, first.from_id, first.to_id) == (0, "4:30pm", "LHR", "CDG")
    assert (first.people, first.seats, first.mode, first.cancelled) == (1, 4, "Scheduled", False)
    assert first.fields == (("Escorts", "3"), ("Medics", "1"))
    assert (departure("D-0814").day, departure("D-0814").people) == (4, 1)
    assert departure("D-0815").cancelled


def test_a_departure_after_the_horizon_is_left_out() -> None:
    late = replace(INSTANCE.departures[0], departure_id=DepartureId("D-LATE"), departs_at=datetime(2026, 9, 10, tzinfo=UTC))
    scene = build_scene(replace(INSTANCE, departures=(*INSTANCE.departures, late)), PLAN)

    assert [each.departure_id for each in scene.departures] == ["D-0810", "D-0814", "D-0815"]


def test_incidents_keep_their_counts_and_say_what_is_missing() -> None:
    first, second = incident("I-1"), incident("I-2")

    assert (first.day, first.state, first.people, first.boats) == (0, IncidentState.LANDED, 12, 1)
    assert (first.launch_id, first.landing_id) == ("LA-CALAIS", "DOV")
    assert first.met_at is not None
    assert (first.met_at.hour, first.position) == (6, Position(51.02, 1.6))
    assert ("Ashore, not yet listed", "3") in first.fields
    assert (second.state, second.people, second.landing_id) == (IncidentState.AT_SEA, 61, "")
    assert {("Counted ashore", "not yet"), ("Launch area", "not known")} <= set(second.fields)


def test_beds_fewer_than_usual_are_out_of_use() -> None:
    man = next(each for each in INSTANCE.sites if each.site_id == "MAN")
    fewer = replace(man.units[0], beds=(3, 0, 0, 1, 3, 3, 2))
    sites = tuple(replace(each, units=(fewer, *each.units[1:])) if each is man else each for each in INSTANCE.sites)

    assert SCENE.closures == ()
    assert build_scene(replace(INSTANCE, sites=sites), PLAN).closures == (
        Closure("MAN", "Marquee A", 1, 2, 3),
        Closure("MAN", "Marquee A", 3, 3, 2),
        Closure("MAN", "Marquee A", 6, 6, 1),
    )


def test_known_people_can_be_searched_for_and_expected_ones_can_not() -> None:
    found = {person.person_id: person.stays for person in SCENE.people}

    assert set(found) == {str(person.person_id) for person in PLAN.people if not person.is_expected}
    assert found["P-02"] == (Stay(0, "CDG", "Transferred to France"),)


def test_launch_areas_tell_what_was_reported_from_them() -> None:
    assert place("LA-CALAIS").fields == (("Incidents reported from here", "1"), ("People reported aboard", "12"))


def test_the_view_holds_the_strait_and_what_moves_near_it() -> None:
    assert build_scene(INSTANCE, replace(PLAN, people=())).view == STRAIT
    assert SCENE.view == Box(STRAIT.south, STRAIT.west, STRAIT.north, STRAIT.east)
    far = replace(PLAN, people=(planned("P-02", leaves(0, "D-FAR")),))
    north = PlannedDeparture(
        DepartureId("D-FAR"),
        datetime(2026, 8, 10, 15, tzinfo=UTC),
        PlaceId("STN"),
        PlaceId("CDG"),
        "charter",
        4,
        2,
        Fraction(1),
        1,
        0,
        cancelled=False,
    )
    view = build_scene(replace(INSTANCE, departures=(north,)), far).view
    assert view.north == 51.885
    assert view.south >= WIDEST.south


def test_a_departure_from_a_site_is_drawn_from_that_site() -> None:
    own = replace(INSTANCE.departures[0], place_id=PlaceId("BRK"))
    scene = build_scene(replace(INSTANCE, departures=(own,)), replace(PLAN, people=(planned("P-02", leaves(0, "D-0810")),)))

    assert flows(scene, 0) == {(FlowKind.TO_FRANCE, "BRK", "CDG"): 1}


def test_nothing_about_a_person_but_id_place_and_status_reaches_the_page() -> None:
    page = render(SCENE)

    assert not [word for word in ("25-39", "Pregnant", "pregnant", "adults_at_risk", "12-17") if word in page]


def test_the_order_of_people_means_nothing() -> None:
    assert render(build_scene(INSTANCE, replace(PLAN, people=PLAN.people[::-1]))) == render(SCENE)


def test_the_page_is_small_and_the_same_every_time() -> None:
    page = render(SCENE)

    assert page == render(build_scene(INSTANCE, PLAN))
    assert len(page.encode()) < 2_000_000
    assert "Plan for Monday 10 August 2026" in page
    assert "2 incidents, 1 at sea. 10 people over 7 days: 2 to France, 1 without a bed tonight." in page


def test_sites_stand_where_the_table_says() -> None:
    assert site("BRK").position == Position(51.15, -0.18)
