"""Each kind of bad input ends in exit code 2 and a list of faults, and leaves no pack behind, not even a hidden one."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.app.commands import Ran, files_of, names_in, planner, planner_process
from tests.workspaces import Tables, tiny_tables, tiny_workspace, write_workbook

Edit = Callable[[Tables], object]
Damage = Callable[[Path], object]


def put(table: str, index: int, **cells: str) -> Edit:
    return lambda tables: tables[table][index].update(cells)


def add(table: str, **cells: str) -> Edit:
    return lambda tables: tables[table].append(cells)


def lock(person_id: str, kind: str, target_id: str) -> Edit:
    return add("locks", lock_id="L-9", person_id=person_id, kind=kind, target_id=target_id)


ROWS: dict[str, tuple[Edit, str]] = {
    "wrong type": (put("units", 1, beds="eight"), "units.csv, row 3, column beds: must be a whole number"),
    "negative beds": (put("units", 1, beds="-8"), "units.csv, row 3, column beds: must be a whole number from 0"),
    "share of staff in per cent": (put("units", 0, staffed_share="90%"), "units.csv, row 2, column staffed_share: must be a number from 0"),
    "decimal comma": (put("departures", 0, escorts_per_person="2,5"), "departures.csv, row 2, column escorts_per_person:"),
    "blank id": (put("people", 0, person_id=""), "people.csv, row 2, column person_id: must not be blank"),
    "duplicate id": (
        lambda tables: tables["people"].append(dict(tables["people"][0])),
        "people.csv, row 14, column person_id: the same person_id",
    ),
    "unknown word": (put("people", 0, sex="m"), "people.csv, row 2, column sex: must be one of female, male"),
    "age band turned into a date": (put("people", 3, age_band="Dec-17"), "people.csv, row 5, column age_band:"),
    "day before month": (put("bars", 0, starts_on="10/08/2026"), "bars.csv, row 2, column starts_on: must be a date such as"),
    "day that does not exist": (put("bars", 0, starts_on="2026-02-30"), "bars.csv, row 2, column starts_on:"),
    "time in the gap of spring": (put("departures", 0, departs_at="2027-03-28 01:30"), "departures.csv, row 2, column departs_at:"),
    "time twice in autumn": (put("departures", 0, departs_at="2026-10-25 01:30"), "departures.csv, row 2, column departs_at:"),
    "landed in the future": (put("people", 0, landed_at="2026-08-11 09:00"), "people.csv, row 2, column landed_at:"),
    "swapped position": (put("incidents", 1, met_lat="1.55", met_lon="51.05"), "incidents.csv, row 3, column met_lat:"),
    "swapped site": (put("sites", 1, lat="1.346", lon="51.342"), "sites.csv, row 3, column lat:"),
    "boat on land": (put("incidents", 1, met_lat="51.15", met_lon="1.05"), "incidents.csv, row 3, column met_lat:"),
    "boat in another sea": (put("incidents", 1, met_lat="43.1", met_lon="5.1"), "incidents.csv, row 3, column met_lat:"),
    "unknown site": (put("people", 0, site_id="DOVER"), "people.csv, row 2, column site_id:"),
    "unknown unit": (put("people", 0, unit_id="WJF-Z"), "people.csv, row 2, column unit_id:"),
    "unit of another site": (put("people", 0, unit_id="BROOK-B"), "people.csv, row 2, column unit_id:"),
    "unknown incident": (put("people", 0, incident_id="INC-9"), "people.csv, row 2, column incident_id:"),
    "unknown bar": (put("bars", 0, bar="court"), "bars.csv, row 2, column bar:"),
    "unknown care need": (put("people", 6, care_needs="surgery"), "people.csv, row 8, column care_needs:"),
    "unknown airport": (put("departures", 0, place_id="LHX"), "departures.csv, row 2, column place_id:"),
    "closed before opened": (put("sites", 4, closes_on="2026-07-01"), "sites.csv, row 6, column closes_on: is before opens_on"),
    "more beds closed than there are": (put("capacity_changes", 0, beds_closed="9"), "capacity_changes.csv, row 2, column beds_closed:"),
    "authority that ends before it starts": (
        put("people", 0, authority_until="2026-08-01 00:00"),
        "people.csv, row 2, column authority_until:",
    ),
    "answer without a request": (put("people", 9, requested_on=""), "people.csv, row 11, column requested_on:"),
    "party at two sites": (
        put("people", 2, site_id="MANSTON", unit_id=""),
        "people.csv, row 4, column site_id: the party PY-1 is at WJF in row 3",
    ),
    "apart inside a party": (
        put("keep_apart", 0, person_id="P-02", other_person_id="P-03"),
        "keep_apart.csv, row 2, column other_person_id:",
    ),
    "day missing": (lambda tables: tables["resources"].pop(3), "resources.csv, column date: the date 2026-08-13 is missing"),
    "day twice": (lambda tables: tables["resources"].append(dict(tables["resources"][3])), "resources.csv, row 16, column date:"),
    "ledger of the future": (put("parity_ledger", 1, date="2026-08-10"), "parity_ledger.csv, row 3, column date:"),
    "lock on a person nobody knows": (lock("P-99", "site", "BROOK"), "locks.csv, row 3, column person_id:"),
    "lock on an unknown target": (lock("P-01", "departure", "BROOK"), "locks.csv, row 3, column target_id:"),
    "lock of a child into detention": (lock("P-04", "site", "BROOK"), "locks.csv, row 3, column target_id:"),
    "lock on a cancelled departure": (lock("P-10", "departure", "D-0821"), "locks.csv, row 3, column target_id:"),
    "a column of names": (put("people", 0, surname="Nobody"), "people.csv, row 1, column surname:"),
    "a column of nationalities": (put("people", 0, nationality="none"), "people.csv, row 1, column nationality:"),
    "a table left out": (lambda tables: tables.pop("departures"), "departures.csv: the table departures is missing"),
}


def rewrite(name: str, old: str, new: str) -> Damage:
    def damage(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return damage


def write(name: str, content: bytes) -> Damage:
    return lambda folder: (folder / name).write_bytes(content)


def without_source(folder: Path) -> None:
    text = (folder / "config.toml").read_text(encoding="utf-8")
    changed = re.sub(r'(?m)^(daily_cap = .*?)source = "[^"]*",? ?', r"\1", text, count=1)
    assert changed != text
    (folder / "config.toml").write_text(changed, encoding="utf-8", newline="\n")


def without_section(folder: Path) -> None:
    text = (folder / "config.toml").read_text(encoding="utf-8")
    changed = re.sub(r"(?ms)^\[parity\].*?(?=^\[|\Z)", "", text, count=1)
    assert changed != text
    (folder / "config.toml").write_text(changed, encoding="utf-8", newline="\n")


FILES: dict[str, tuple[Damage, str]] = {
    "column missing": (write("bars.csv", b"person_id,bar,starts_on\nP-12,nrm_pending,2026-08-16\n"), "bars.csv, row 1, column ends_on:"),
    "empty file": (write("sites.csv", b""), "sites.csv: is empty"),
    "header only": (rewrite("units.csv", "WJF-A,", "WJF-A,,,,,"), "units.csv, row 2: "),
    "Latin-1": (write("sites.csv", "site_id,name\nWJF,Café\n".encode("latin-1")), "sites.csv, row 2: is not encoded as UTF-8"),
    "UTF-16": (write("sites.csv", "site_id,name\nWJF,Foil\n".encode("utf-16")), "sites.csv: is encoded as UTF-16"),
    "semicolons": (write("sites.csv", b"site_id;name\nWJF;Foil\n"), "sites.csv:"),
    "bytes of a picture": (write("sites.csv", bytes(range(256)) * 40), "sites.csv"),
    "misspelt file": (write("depatures.csv", b"x\n"), "did you mean departures?"),
    "CSV and workbook both": (lambda folder: write_workbook(tiny_tables(), folder / "inputs.xlsx"), "keep one or the other"),
    "no config": (lambda folder: (folder / "config.toml").unlink(), "config.toml: is missing"),
    "config is no TOML": (write("config.toml", b"[plan\n"), "config.toml: is not valid TOML"),
    "config in UTF-16": (write("config.toml", "[plan]".encode("utf-16")), "config.toml: must be saved as UTF-8"),
    "unknown key": (
        rewrite("config.toml", "\nhorizon_days", "\nhorizon_weeks = 2\nhorizon_days"),
        "column plan.horizon_weeks: is not a known",
    ),
    "missing section": (without_section, "config.toml, column parity: this section is missing"),
    "figure without a source": (without_source, "config.toml, column france.daily_cap.source: is missing"),
    "key out of range": (rewrite("config.toml", "horizon_days = 14", "horizon_days = 0"), "config.toml, column plan.horizon_days:"),
    "text for a number": (rewrite("config.toml", "horizon_days = 14", 'horizon_days = "two weeks"'), "column plan.horizon_days:"),
}


def merged(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    book["people"].merge_cells("F3:F4")
    book.save(folder / "inputs.xlsx")


def renamed_sheet(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    book["people"].title = "Persons"
    book.save(folder / "inputs.xlsx")


def typed_cell(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    book["units"]["D3"] = True
    book.save(folder / "inputs.xlsx")


BOOKS: dict[str, tuple[Damage, str]] = {
    "merged cells": (merged, "inputs.xlsx sheet people, row 3:"),
    "sheet of another name": (renamed_sheet, "the table people is missing"),
    "yes for a number": (typed_cell, "inputs.xlsx sheet units, row 3, column beds:"),
    "two workbooks": (
        lambda folder: (folder / "inputs.xlsx").rename(folder / "a.xlsx").with_name("b.xlsx").write_bytes(b"x"),
        "2 workbooks",
    ),
    "no workbook inside": (write("inputs.xlsx", b"PK no workbook"), "can not be read as an Excel workbook"),
    "an old workbook": (lambda folder: (folder / "inputs.xlsx").rename(folder / "inputs.xls"), "save it as an Excel workbook (.xlsx)"),
}


def refused(folder: Path, message: str, code: int = 2) -> Ran:
    """Plan a workspace that has faults: it says so, and nothing is written anywhere."""
    before = files_of(folder)
    for out in ((), ("--out", folder.parent / "pack")):
        ran = planner("plan", folder, *out)
        assert (ran.code, ran.out) == (code, "")
        assert message in ran.err
        assert (files_of(folder), names_in(folder), names_in(folder.parent)) == (before, set(before), {folder.name})
    return ran


def test_the_kinds_are_many() -> None:
    assert len(ROWS) + len(FILES) + len(BOOKS) >= 60


@pytest.mark.parametrize("name", ROWS)
def test_bad_row(name: str, tmp_path: Path) -> None:
    edit, message = ROWS[name]
    refused(tiny_workspace(tmp_path, edit), message)


@pytest.mark.parametrize("name", FILES)
def test_bad_file(name: str, tmp_path: Path) -> None:
    damage, message = FILES[name]
    folder = tiny_workspace(tmp_path)
    damage(folder)
    refused(folder, message)


@pytest.mark.parametrize("name", BOOKS)
def test_bad_workbook(name: str, tmp_path: Path) -> None:
    damage, message = BOOKS[name]
    folder = tiny_workspace(tmp_path, workbook=True)
    damage(folder)
    refused(folder, message)


def test_bad_row_of_a_workbook_is_named_by_sheet(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, put("units", 1, beds="-8"), workbook=True)
    refused(folder, "inputs.xlsx sheet units, row 3, column beds: must be a whole number from 0")


def test_check_finds_what_plan_finds(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, put("units", 1, beds="-8"))
    assert planner("check", folder) == planner("plan", folder)


def test_every_fault_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    def edit(tables: Tables) -> None:
        tables["people"][0]["sex"] = "m"
        tables["people"][4]["landed_at"] = "yesterday"
        tables["units"][1]["beds"] = "-8"
        tables["bars"][0]["bar"] = "court"
        tables["sites"].append(dict(tables["sites"][0]))
        tables["resources"].pop(0)

    folder = tiny_workspace(tmp_path, edit)
    lines = refused(folder, "faults found; nothing was written:").err.splitlines()
    expected = (
        "bars.csv, row 2, column bar",
        "people.csv, row 2, column sex",
        "people.csv, row 6, column landed_at",
        "resources.csv, column date",
        "sites.csv, row 8, column site_id",
        "units.csv, row 3, column beds",
    )
    assert [where for where in expected if not any(line.strip().startswith(f"{where}:") for line in lines[1:])] == []
    assert lines[0] == f"{len(lines) - 1} faults found; nothing was written:"


def test_faults_of_config_and_tables_come_together(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, put("units", 1, beds="-8"))
    rewrite("config.toml", "horizon_days = 14", "horizon_days = 1400")(folder)
    lines = refused(folder, "2 faults found; nothing was written:").err.splitlines()
    assert [line.strip().partition(":")[0] for line in lines[1:]] == [
        "config.toml, column plan.horizon_days",
        "units.csv, row 3, column beds",
    ]


def test_who_a_person_is_never_shows_in_the_refusal(tmp_path: Path) -> None:
    ran = refused(tiny_workspace(tmp_path, put("people", 0, surname="Secretname")), "pseudonymous ids only")
    assert "Secretname" not in ran.err


def no_escorts(tables: Tables) -> None:
    tables["resources"][8]["escorts"] = "1"


LOCKS: dict[str, tuple[tuple[Edit, ...], tuple[str, ...]]] = {
    "notice can not run out by then": ((lock("P-09", "departure", "D-0818"),), ("P-09", "notice still to come")),
    "no authority": ((lock("P-07", "site", "YARLS"), put("people", 6, pregnant="unknown")), ("P-07", "Detention is not lawful")),
    "authority ends first": (
        (lock("P-10", "departure", "D-0820"), put("people", 9, authority_until="2026-08-19 12:00")),
        ("P-10", "outside this party's lawful days"),
    ),
    "no escorts that day": ((lock("P-10", "departure", "D-0818"), no_escorts), ("P-10", "staff, seats or another lock")),
}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_that_no_plan_keeps(name: str, tmp_path: Path) -> None:
    """Each row of it is right by itself: law and capacity together stand against it, and the lock and the reason are named."""
    edits, reasons = LOCKS[name]
    folder = tiny_workspace(tmp_path, lambda tables: [edit(tables) for edit in edits])
    assert planner("check", folder).code == 0
    ran = refused(folder, "L-9", code=3)
    assert [reason for reason in reasons if reason not in ran.err] == []


def test_bad_input_in_a_real_process(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, put("sites", 0, name="Jet\u202eFoil", site_id="Žižkov"))
    ran = planner_process("plan", folder, environment={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.out) == (2, "")
    assert "people.csv, row 2, column site_id:" in ran.err
    assert "Žižkov" in ran.err
    assert names_in(tmp_path) == {"workspace"}
