"""What lies in a pack, and that the same inputs give the same pack, however they are written down."""

import csv
import json
import random
import re
import shutil
import tomllib
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pyogrio
import pytest

from planner.ingest.tables import TABLES
from tests.app.commands import files_of, names_in, planner, planner_process
from tests.workspaces import Tables, tiny_workspace

TEXTS = (".json", ".csv", ".toml", ".html", ".md")
FILES = {
    "assignments.csv",
    "assurance.json",
    "assurance.md",
    "burden.csv",
    "case_steps.csv",
    "manifest.json",
    "manifests.csv",
    "map.html",
    "moves.csv",
    "occupancy.csv",
    "reserves.csv",
    "seat_fill.csv",
    "plan.gpkg",
    "plan.json",
    "plan.xlsx",
    "summary.html",
    "transparency.json",
    "transparency.md",
    "unplaced.csv",
    "verification.json",
}
COLUMNS = {
    "assignments": "person_id,party_id,expected,status,site_id,unit_id,first_night,last_night,departure_id",
    "case_steps": "person_id,party_id,step,date",
    "manifests": "departure_id,departs_at,person_id,party_id,from_site_id,minutes",
    "moves": "date,person_id,party_id,kind,from_site_id,from_unit_id,to_id,to_unit_id,minutes,km",
    "occupancy": "night,site_id,unit_id,beds,reserved,occupied,free",
    "unplaced": "person_id,party_id,site_id,first_night,last_night,nights,reason_code,reason",
}
LAYERS = ("incidents", "sites", "flows", "departures")


def planned(folder: Path, edit: Callable[[Tables], object] | None = None, *, workbook: bool = False) -> Path:
    """Plan a tiny workspace of a folder of its own."""
    return planned_from(tiny_workspace(folder, edit, workbook=workbook), folder / "pack")


def planned_from(workspace: Path, pack: Path) -> Path:
    ran = planner("plan", workspace, "--out", pack)
    assert ran.code == 0, ran.err
    return pack


def cells(pack: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the values of every sheet of the workbook."""
    book = openpyxl.load_workbook(pack / "plan.xlsx")
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def layers(pack: Path) -> dict[str, str]:
    """Give the content of every layer of the map, shapes included."""
    return {name: gpd.read_file(pack / "plan.gpkg", layer=name).to_json(default=str) for name in LAYERS}


def same(pack: Path, other: Path) -> None:
    """Two packs say the same: text byte by byte, workbook by cells, map layers by features."""
    texts, others = files_of(pack, *TEXTS), files_of(other, *TEXTS)
    assert [name for name in sorted({*texts, *others}) if texts.get(name) != others.get(name)] == []
    assert cells(pack) == cells(other)
    assert layers(pack) == layers(other)


def rows(pack: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((pack / f"{name}.csv").read_text(encoding="utf-8"))))


def shuffle(tables: Tables) -> None:
    for name, table in tables.items():
        random.Random(f"rows of {name}").shuffle(table)


def test_a_pack_holds_every_file_and_no_other(tiny_pack: Path) -> None:
    assert names_in(tiny_pack) == FILES | {"inputs"}
    assert names_in(tiny_pack / "inputs") == {f"{name}.csv" for name in TABLES} | {"config.toml"}
    assert names_in(tiny_pack.parent) == {"workspace", "pack"}
    assert [name for name, data in files_of(tiny_pack).items() if not data] == []


def test_text_is_utf_8_with_plain_line_feeds(tiny_pack: Path) -> None:
    for name, data in files_of(tiny_pack, *TEXTS).items():
        assert data.decode("utf-8").endswith(("\n", ">")), name
        assert b"\r" not in data, name
        assert not data.startswith(b"\xef\xbb\xbf"), name


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_their_columns(name: str, tiny_pack: Path) -> None:
    assert (tiny_pack / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] == COLUMNS[name]


def test_tables_and_plan_say_the_same(tiny_pack: Path) -> None:
    plan = json.loads((tiny_pack / "plan.json").read_text(encoding="utf-8"))
    people = plan["people"]
    assert len(people) == 18
    assert len(rows(tiny_pack, "assignments")) == sum(len(person["stays"]) for person in people)
    assert len(rows(tiny_pack, "case_steps")) == sum(len(person["steps"]) for person in people)
    boarded = {stay["departure_id"] for person in people for stay in person["stays"] if stay["departure_id"]}
    assert {row["departure_id"] for row in rows(tiny_pack, "manifests")} == boarded
    transfers = next(item for item in plan["measures"] if item["measure"] == "transfers")
    assert len(rows(tiny_pack, "manifests")) == transfers["value"] > 0
    assert {item["gap"] for item in plan["measures"]} == {0}
    assert list(plan) == ["plan_date", "horizon_days", "rules_version", "measures", "people"]


def test_the_manifest_gives_the_digest_of_every_text_file(tiny_pack: Path) -> None:
    manifest = json.loads((tiny_pack / "manifest.json").read_text(encoding="utf-8"))
    texts = files_of(tiny_pack, *TEXTS)
    del texts["manifest.json"]
    assert manifest["files"] == {name: sha256(data).hexdigest() for name, data in texts.items()}


def test_the_manifest_says_with_what_and_until_when(tiny_pack: Path) -> None:
    manifest = json.loads((tiny_pack / "manifest.json").read_text(encoding="utf-8"))
    config = tomllib.loads((tiny_pack / "inputs" / "config.toml").read_text(encoding="utf-8"))
    assert config["plan"]["delete_after_days"] == 90
    assert (manifest["plan_date"], manifest["delete_by"]) == ("2026-08-10", "2026-11-08")
    assert manifest["rules_version"] == config["rules"]["version"]
    assert (manifest["solver"]["seed"], manifest["solver"]["cut_short"]) == (1, False)
    assert {"channel-planner", "ortools", "python", "tzdata"} <= set(manifest["versions"])
    assert re.fullmatch("[0-9a-f]{64}", manifest["code"])
    assert all(manifest["versions"].values())


def test_the_config_is_kept_byte_by_byte(tiny_pack: Path) -> None:
    assert (tiny_pack / "inputs" / "config.toml").read_bytes() == (tiny_pack.parent / "workspace" / "config.toml").read_bytes()


def test_no_path_of_the_machine_stands_in_a_pack(tiny_pack: Path) -> None:
    assert [name for name, data in files_of(tiny_pack).items() if str(tiny_pack.parent).encode() in data] == []


def test_a_second_run_gives_the_same(tiny_pack: Path, tmp_path: Path) -> None:
    same(tiny_pack, planned(tmp_path))


def test_rows_in_another_order_give_the_same(tiny_pack: Path, tmp_path: Path) -> None:
    pack = planned(tmp_path, shuffle)
    assert (tmp_path / "workspace" / "people.csv").read_bytes() != (tiny_pack.parent / "workspace" / "people.csv").read_bytes()
    same(tiny_pack, pack)


def test_one_workbook_gives_the_same(tiny_pack: Path, tmp_path: Path) -> None:
    same(tiny_pack, planned(tmp_path, workbook=True))


def test_a_shuffled_workbook_gives_the_same(tiny_pack: Path, tmp_path: Path) -> None:
    same(tiny_pack, planned(tmp_path, shuffle, workbook=True))


def test_the_inputs_of_a_pack_are_a_workspace_with_the_same_plan(tiny_pack: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(tiny_pack / "inputs", workspace)
    same(tiny_pack, planned_from(workspace, tmp_path / "pack"))


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_order_of_sets_does_not_matter(seed: str, tiny_pack: Path, tmp_path: Path) -> None:
    workspace, pack = tiny_workspace(tmp_path), tmp_path / "pack"
    surroundings = {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C", "OMP_NUM_THREADS": seed[0]}
    ran = planner_process("plan", workspace, "--out", pack, environment=surroundings, cwd=tmp_path)
    assert ran.code == 0, ran.err
    same(tiny_pack, pack)


def test_other_inputs_give_another_plan(tiny_pack: Path, tmp_path: Path) -> None:
    pack = planned(tmp_path, lambda tables: tables["departures"][0].update(status="cancelled"))
    assert (pack / "plan.json").read_bytes() != (tiny_pack / "plan.json").read_bytes()


def test_the_map_can_be_drawn_again(tiny_pack: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(tiny_pack, pack)
    before = files_of(pack)
    (pack / "map.html").unlink()
    assert planner("map", pack).code == 0
    assert files_of(pack) == before
    assert names_in(tmp_path) == {"pack"}
    assert planner("verify", pack).code == 0


def test_a_pack_can_be_moved_and_verified_from_inside(tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(tiny_pack, tmp_path / "elsewhere" / "monday")
    monkeypatch.chdir(tmp_path / "elsewhere" / "monday")
    assert planner("verify", ".").code == 0
    assert planner("map", ".").code == 0


def test_what_verify_says_now_is_what_it_said_then(tiny_pack: Path) -> None:
    stored = json.loads((tiny_pack / "verification.json").read_text(encoding="utf-8"))
    plan = json.loads((tiny_pack / "plan.json").read_text(encoding="utf-8"))
    assert (stored["acceptable"], stored["violations"]) == (True, [])
    assert stored["measures"] == {item["measure"]: item["value"] for item in plan["measures"]}


def test_the_map_layers_open_with_what_the_plan_says(tiny_pack: Path) -> None:
    assert [list(found) for found in pyogrio.list_layers(tiny_pack / "plan.gpkg")] == [
        ["incidents", "Point"],
        ["sites", "Point"],
        ["flows", "LineString"],
        ["departures", "Point"],
    ]
    found = {name: gpd.read_file(tiny_pack / "plan.gpkg", layer=name) for name in LAYERS}
    assert {str(layer.crs) for layer in found.values()} == {"EPSG:4326"}
    assert [len(found[name]) for name in ("incidents", "sites", "departures")] == [3, 6, 3]
    assert found["departures"]["people"].sum() == len(rows(tiny_pack, "manifests"))
    assert found["flows"]["people"].min() > 0
    west, south, east, north = (float(edge) for edge in found["sites"].total_bounds)
    assert (-6 < west < east < 3, 50 < south < north < 60) == (True, True)


FORMULAS = {
    "=1+1": "P-01",
    "+cmd|' /C calc'!A0": "P-04",
    "@SUM(A1:A9)": "P-07",
    "-2+3": "P-08",
    '=HYPERLINK("http://x.invalid","click")': "P-10",
    "http://x.invalid/": "P-11",
}


def test_text_that_looks_like_a_formula_is_only_text(tmp_path: Path) -> None:
    back = {person_id: formula for formula, person_id in FORMULAS.items()}

    def edit(tables: Tables) -> None:
        for table in tables.values():
            for row in table:
                for column in ("person_id", "other_person_id"):
                    if row.get(column) in back:
                        row[column] = back[row[column]]
        tables["sites"][1]["name"] = "=2+5"
        tables["units"][0]["name"] = "@Hall"
        tables["capacity_changes"][0]["reason"] = "=3+4"

    pack = planned(tmp_path, edit)
    book = openpyxl.load_workbook(pack / "plan.xlsx")
    every = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    shown = {cell.value for cell in every}
    assert [cell.coordinate for cell in every if cell.data_type == "f" or cell.hyperlink] == []
    assert [formula for formula in (*FORMULAS, "=2+5") if formula not in shown] == []
    assert planner("verify", pack).code == 0
