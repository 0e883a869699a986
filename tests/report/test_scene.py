"""A plan's map: every count can be checked by eye in tests/report/example.py."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from maps.page import render
from maps.scene import Box, Flow, FlowKind, Incident, IncidentState, Layer, Place, PlaceSymbol, Position, Scene, Site, SiteShape
from planner.domain.ids import DepartureId, PlaceId
from planner.domain.plan import Status
from planner.domain.transport import Departure
from planner.report.scene import STRAIT, WIDEST, build_scene
from tests.report.example import INSTANCE, LAST, PLAN, leaves, planned, stay, unplaced

SCENE = build_scene(INSTANCE, PLAN)


def layer(group: str, name: str, scene: Scene = SCENE) -> Layer:
    return next(each for each in scene.layers if (each.group, each.name) == (group, name))


def flows(group: str, scene: Scene = SCENE) -> dict[tuple[FlowKind, str, str], int]:
    items = [item for each in scene.layers if each.group == group for item in each.items if isinstance(item, Flow)]
    return {(item.kind, item.from_id, item.to_id): item.people for item in items}


def site(site_id: str) -> Site:
    return next(item for each in SCENE.layers for item in each.items if isinstance(item, Site) and item.site_id == site_id)


def place(place_id: str, scene: Scene = SCENE) -> Place:
    return next(item for each in scene.layers for item in each.items if isinstance(item, Place) and item.place_id == place_id)


def test_today_s_flows_are_the_moves_of_day_0() -> None:
    assert flows("Today") == {
        (FlowKind.FROM_LANDING, "DOV", "HOT"): 2,
        (FlowKind.FROM_LANDING, "DOV", "KLA"): 1,
        (FlowKind.FROM_LANDING, "DOV", "MAN"): 1,
        (FlowKind.TO_HOME, "MAN", "HOT"): 1,
        (FlowKind.TO_DEPARTURE, "BRK", "LHR"): 1,
        (FlowKind.TO_FRANCE, "LHR", "CDG"): 1,
    }


def test_the_whole_plan_s_flows_add_every_day() -> None:
    assert flows("Whole plan") == {
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

    assert flows("Whole plan", build_scene(INSTANCE, moves)) == {}


def test_each_layer_counts_its_people() -> None:
    assert (layer("Today", "From landing places").count, layer("Today", "From landing places").counted) == (4, "people")
    assert (layer("Today", "To onward or care").count, layer("Today", "To onward or care").counted) == (1, "person")
    assert layer("Whole plan", "From landing places").count == 6


def test_the_map_opens_on_today_and_keeps_the_whole_plan_at_hand() -> None:
    assert {(each.group, each.shown) for each in SCENE.layers} == {("Places", True), ("Today", True), ("Whole plan", False)}


def test_sites_show_tonight_s_people_against_beds() -> None:
    assert (site("MAN").people, site("MAN").beds) == (2, 4)
    assert (site("BRK").people, site("BRK").beds) == (1, 2)
    assert (site("DOV").people, site("DOV").beds) == (0, 0)


def test_beds_kept_for_people_from_france_count_as_taken() -> None:
    assert (site("HOT").people, site("HOT").beds) == (5, 10)
    assert ("Of these, admitted from France", "2") in site("HOT").fields


def test_a_site_tells_of_its_fullest_night() -> None:
    assert ("Fullest night", "11 Aug: 3 of 4 beds") in site("MAN").fields
    assert ("People this morning", "2") in site("MAN").fields
    assert not [label for label, _ in site("DOV").fields if label == "Fullest night"]


def test_the_shape_tells_what_kind_of_stay() -> None:
    shapes = {site_id: site(site_id).shape for site_id in ("DOV", "MAN", "BRK", "HOT", "KLA")}

    assert shapes == {
        "DOV": SiteShape.LANDING,
        "MAN": SiteShape.DETENTION,
        "BRK": SiteShape.DETENTION,
        "HOT": SiteShape.HOME,
        "KLA": SiteShape.HOME,
    }


def test_people_without_a_bed_stand_at_their_site_with_count_and_reason() -> None:
    (tonight,) = layer("Today", "Without a bed tonight").items

    assert isinstance(tonight, Place)
    assert (tonight.symbol, tonight.label) == (PlaceSymbol.UNPLACED, "1")
    assert tonight.position == site("DOV").position
    assert tonight.fields == (("People", "1"), ("Person-nights", "1"), ("Reason, 1 person", "No lawful bed is free."))


def test_later_nights_without_a_bed_are_counted_in_the_whole_plan_only() -> None:
    later = replace(
        PLAN,
        people=(
            planned("P-01", stay(Status.DETAINED, 0, 1, "MAN-A"), unplaced(2, LAST, "MAN")),
            planned("P-06", unplaced(0, LAST, "DOV")),
        ),
    )
    scene = build_scene(INSTANCE, later)

    assert layer("Today", "Without a bed tonight", scene).count == 1
    whole = layer("Whole plan", "Without a bed, any night", scene)
    assert whole.count == 2
    assert [item.fields[1] for item in whole.items] == [("Person-nights", "7"), ("Person-nights", "5")]


def test_departures_show_seats_and_people_boarded() -> None:
    assert place("LHR").fields == (
        ("People leaving in the plan", "2 of 6 seats"),
        ("10 Aug, 4:30pm (D-0810)", "1 of 4 seats to CDG"),
        ("14 Aug, 9:05am (D-0814)", "1 of 2 seats to CDG"),
        ("15 Aug, 9:05am (D-0815)", "cancelled"),
    )
    assert place("CDG").fields == (("People received in the plan", "2"),)


def test_incidents_keep_their_counts_and_say_what_is_missing() -> None:
    first, second = layer("Today", "Incidents").items

    assert isinstance(first, Incident)
    assert isinstance(second, Incident)
    assert (first.state, first.people) == (IncidentState.LANDED, 12)
    assert ("Ashore, not yet listed", "3") in first.fields
    assert ("Position", "51.0200, 1.6000 (51°01.2'N 001°36.0'E)") in first.fields
    assert ("Launch area", "Calais") in first.fields
    assert ("Landed at", "Western Jet Foil") in first.fields
    assert (second.state, second.people) == (IncidentState.AT_SEA, 61)
    assert ("Counted ashore", "not yet") in second.fields


def test_launch_areas_tell_what_was_reported_from_them() -> None:
    assert place("LA-CALAIS").fields == (("Incidents reported from here", "1"), ("People reported aboard", "12"))


def test_the_view_holds_the_strait_and_what_moves_near_it() -> None:
    assert build_scene(INSTANCE, replace(PLAN, people=())).view == STRAIT
    assert SCENE.view == Box(STRAIT.south, STRAIT.west, STRAIT.north, STRAIT.east)
    far = replace(PLAN, people=(planned("P-02", leaves(0, "D-FAR")),))
    north = Departure(
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

    assert flows("Today", scene) == {(FlowKind.TO_FRANCE, "BRK", "CDG"): 1}


def test_no_person_s_id_reaches_the_page() -> None:
    page = render(SCENE)

    assert not [person.person_id for person in PLAN.people if person.person_id in page]


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
