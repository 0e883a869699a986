"""The map layers, read back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from planner.report import geopackage
from planner.report.geopackage import GeopackageError, write_geopackage
from tests.report.example import INSTANCE, PLAN


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("layers") / "plan.gpkg"
    write_geopackage(INSTANCE, PLAN, made)
    return made


def layer(path: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(path, layer=name)


def test_layers_are_points_and_lines_in_degrees(path: Path) -> None:
    assert [list(found) for found in pyogrio.list_layers(path)] == [
        ["incidents", "Point"],
        ["sites", "Point"],
        ["flows", "LineString"],
        ["departures", "Point"],
    ]
    assert {str(layer(path, name).crs) for name in ("incidents", "sites", "flows", "departures")} == {"EPSG:4326"}


def test_incidents_stand_where_they_were_met(path: Path) -> None:
    incidents = layer(path, "incidents")
    assert list(incidents["incident_id"]) == ["I-1", "I-2"]
    assert (incidents.geometry[0].x, incidents.geometry[0].y) == (1.6, 51.02)
    assert list(incidents["people_unlisted"]) == [3, 0]
    assert pd.isna(incidents["landed_at"][1])
    assert str(incidents["met_at"][0]) == "2026-08-10 05:00:00+00:00"


def test_sites_carry_their_fullest_night(path: Path) -> None:
    sites = layer(path, "sites").set_index("site_id")
    hotel = sites.loc["HOT"]
    assert (hotel["beds"], hotel["peak_people"], hotel["peak_reserved"], hotel["peak_load"]) == (10, 6, 2, 0.8)
    assert str(hotel["peak_night"].date()) == "2026-08-15"
    assert sites.loc["DOV", "unplaced_nights"] == 1
    assert pd.isna(sites.loc["DOV", "peak_load"])


def test_flows_count_people_by_day_and_purpose(path: Path) -> None:
    flows = layer(path, "flows")
    assert len(flows) == 12
    family: Any = flows[(flows["to_id"] == "HOT") & (flows["from_id"] == "DOV")]
    assert list(family["people"]) == [2]
    assert [tuple(point) for point in family.geometry.iloc[0].coords] == [(1.31, 51.12), (1.08, 51.27)]
    assert flows["people"].sum() == 13


def test_departures_stand_at_their_place(path: Path) -> None:
    departures = layer(path, "departures")
    assert list(departures["people"]) == [1, 1, 0]
    assert list(departures["cancelled"]) == ["no", "no", "yes"]
    assert departures.geometry[0].x == pytest.approx(-0.454)


def test_a_departure_may_leave_from_a_site(tmp_path: Path) -> None:
    departures = tuple(replace(departure, place_id="BRK") for departure in INSTANCE.departures)
    write_geopackage(replace(INSTANCE, departures=departures), PLAN, tmp_path / "plan.gpkg")
    assert layer(tmp_path / "plan.gpkg", "departures").geometry[0].y == pytest.approx(51.15)
    assert "departure" not in set(layer(tmp_path / "plan.gpkg", "flows")["kind"])


def test_the_same_plan_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_geopackage(INSTANCE, replace(PLAN, people=PLAN.people[::-1]), tmp_path / "again.gpkg")
    assert (tmp_path / "again.gpkg").read_bytes() == path.read_bytes()


def test_a_file_that_exists_is_replaced(tmp_path: Path) -> None:
    for _ in range(2):
        write_geopackage(INSTANCE, PLAN, tmp_path / "plan.gpkg")
    assert len(layer(tmp_path / "plan.gpkg", "sites")) == 5


def test_empty_layers_keep_their_columns(tmp_path: Path) -> None:
    write_geopackage(replace(INSTANCE, incidents=(), departures=()), replace(PLAN, people=()), tmp_path / "plan.gpkg")
    assert [len(layer(tmp_path / "plan.gpkg", name)) for name in ("incidents", "flows", "departures")] == [0, 0, 0]
    assert list(layer(tmp_path / "plan.gpkg", "flows").columns)[:-1] == list(geopackage.FLOW_COLUMNS)


def test_rows_that_can_not_be_read_back_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geopackage.pyogrio, "read_info", lambda *_, **__: {"features": 1})
    with pytest.raises(GeopackageError, match=r"plan\.gpkg, layer incidents: 2 rows were written but 1 can be read"):
        write_geopackage(INSTANCE, PLAN, tmp_path / "plan.gpkg")
