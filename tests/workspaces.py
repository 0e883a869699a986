"""Small workspaces for tests: twelve people, six sites, two weeks; everything in them is invented and nobody is real."""

import csv
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import xlsxwriter

from planner.ingest.tables import TABLES

PLAN_DATE = "2026-08-10"
HORIZON_DAYS = 14

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def tiny_tables() -> Tables:
    """Rows of every table as a planner would type them; a fresh copy each time, free of faults and of doubts."""
    adult = {"sex": "male", "age_band": "25-39", "age_disputed": "no", "unaccompanied": "no", "pregnant": "no", "adults_at_risk": "0"}
    fresh = {
        "incident_id": "INC-1",
        "landed_at": "2026-08-10 04:35",
        "site_id": "WJF",
        "unit_id": "WJF-A",
        "arrived_at": "2026-08-10 04:50",
    }
    fresh |= {"detained_since": "2026-08-10 04:50", "authority_from": "2026-08-10 04:50", "authority_until": "2026-09-09 04:50"}
    held = {
        "incident_id": "INC-3",
        "landed_at": "2026-07-25 06:10",
        "site_id": "BROOK",
        "unit_id": "BROOK-B",
        "arrived_at": "2026-07-29 15:00",
    }
    held |= {"detained_since": "2026-07-25 07:00", "authority_from": "2026-07-25 07:00", "authority_until": "2026-09-20 07:00"}
    decided = {"screened_on": "2026-07-27", "decided_on": "2026-07-29", "decision": "inadmissible", "requested_on": "2026-07-29"}
    accepted = {"answered_on": "2026-08-07", "answer": "accepted"}
    woman = {"sex": "female", "age_band": "18-24"}
    child = {"age_band": "12-17", "unaccompanied": "yes", "detained_since": "", "authority_from": "", "authority_until": ""}
    unheld = {"detained_since": "", "authority_from": "", "authority_until": ""}
    people = [
        {"person_id": "P-01", **adult, **fresh},
        {"person_id": "P-02", **adult, **fresh, **woman, **unheld, "party_id": "PY-1"},
        {"person_id": "P-03", **adult, **fresh, **unheld, "sex": "female", "age_band": "0-11", "party_id": "PY-1"},
        {"person_id": "P-04", **adult, **fresh, **child},
        {"person_id": "P-05", **adult, **fresh, "party_id": "PY-2"},
        {"person_id": "P-06", **adult, **fresh, "party_id": "PY-2", "age_band": "40-64"},
        {"person_id": "P-07", **adult, **fresh, **woman, "pregnant": "yes", "care_needs": "maternity"},
        {"person_id": "P-08", **adult, **held},
        {"person_id": "P-09", **adult, **held, **decided},
        {"person_id": "P-10", **adult, **held, **decided, **accepted, "notice_served_on": "2026-08-10"},
        {"person_id": "P-11", **adult, **held, **decided, **accepted, **woman, "site_id": "YARLS", "unit_id": "YARLS-1"},
        {"person_id": "P-12", **adult, **held, **decided, **accepted, "adults_at_risk": "1"},
    ]
    return {
        "incidents": _incidents(),
        "people": people,
        "bars": [{"person_id": "P-12", "bar": "nrm_pending", "starts_on": "2026-08-16", "ends_on": "2026-08-18"}],
        "extensions": [{"person_id": "P-07", "limit": "pregnant", "granted_at": "2026-08-10 05:30", "until": "2026-08-16 12:00"}],
        "keep_apart": [{"person_id": "P-09", "other_person_id": "P-12"}],
        "sites": _sites(),
        "units": _units(),
        "capacity_changes": [
            {"unit_id": "BROOK-B", "first_night": "2026-08-14", "last_night": "2026-08-15", "beds_closed": "1", "reason": "painting"}
        ],
        "departures": _departures(),
        "resources": [
            {"date": f"2026-08-{day:02d}", "escorts": "30", "medics": "4", "caseworker_cases": "6", "ground_seats": "40"}
            for day in range(10, 10 + HORIZON_DAYS)
        ],
        "travel_times": [{"from_id": "BROOK", "to_id": "LHR", "minutes": "65", "km": "52.5"}],
        "parity_ledger": [
            {"date": "2026-08-03", "transferred_to_france": "14", "admitted_from_france": "10"},
            {"date": "2026-08-07", "transferred_to_france": "3", "admitted_from_france": "6"},
        ],
        "planned_admissions": [{"date": "2026-08-13", "people": "4", "unit_id": "ONWARD-1", "nights": "5"}],
        "expected_arrivals": [
            {
                "date": "2026-08-12",
                "site_id": "WJF",
                "profile": "adult_man",
                "people": "3",
                "party_size": "1",
                "assumed_authority_days": "14",
            },
            {"date": "2026-08-12", "site_id": "WJF", "profile": "family", "people": "3", "party_size": "3"},
        ],
        "locks": [
            {
                "lock_id": "L-1",
                "person_id": "P-08",
                "kind": "site",
                "target_id": "BROOK",
                "first_night": "2026-08-10",
                "last_night": "2026-08-12",
            }
        ],
        "yesterday": [
            {"person_id": "P-09", "night": "2026-08-10", "site_id": "BROOK", "unit_id": "BROOK-B"},
            {"person_id": "P-10", "night": "2026-08-18", "departure_id": "D-0818"},
        ],
    }


def _incidents() -> Rows:
    return [
        {
            "incident_id": "INC-1",
            "status": "landed",
            "launch_area": "LA-CALAIS",
            "met_lat": "51°02.3'N",
            "met_lon": "1°30.5'E",
            "met_at": "2026-08-10 02:15",
            "landing_site_id": "WJF",
            "landed_at": "2026-08-10 04:35",
            "boats": "1",
            "people_reported": "7",
            "people_ashore": "7",
        },
        {
            "incident_id": "INC-2",
            "status": "at_sea",
            "met_lat": "51.05",
            "met_lon": "1.55",
            "met_at": "2026-08-10T04:40+01:00",
            "boats": "1",
            "people_reported": "50",
        },
        {
            "incident_id": "INC-3",
            "status": "closed",
            "launch_area": "LA-DUNKIRK",
            "met_lat": "51.1",
            "met_lon": "1.6",
            "met_at": "2026-07-25T03:00Z",
            "landing_site_id": "WJF",
            "landed_at": "2026-07-25 06:10",
            "boats": "1",
            "people_reported": "5",
            "people_ashore": "5",
        },
    ]


def _sites() -> Rows:
    return [
        {"site_id": "WJF", "name": "Western Jet Foil", "role": "landing", "lat": "51.117", "lon": "1.31"},
        {"site_id": "MANSTON", "name": "Manston", "role": "processing", "lat": "51.342", "lon": "1.346", "admissions_per_day": "6"},
        {
            "site_id": "BROOK",
            "name": "Brook House",
            "role": "removal",
            "lat": "51.1522",
            "lon": "-0.1875",
            "admissions_per_day": "4",
            "discharges_per_day": "4",
        },
        {"site_id": "YARLS", "name": "Yarl's Wood", "role": "removal", "lat": "52.198", "lon": "-0.47"},
        {"site_id": "ONWARD", "name": "Onward accommodation", "role": "onward", "lat": "51.27", "lon": "0.52", "opens_on": "2026-08-01"},
        {"site_id": "LA-KENT", "name": "Local authority care", "role": "local_authority", "lat": "51.28", "lon": "1.08"},
    ]


def _units() -> Rows:
    everyone = "adult_man;adult_woman;adult_other;family;lone_child"
    return [
        {"unit_id": "WJF-A", "site_id": "WJF", "name": "Hall", "beds": "12", "staffed_share": "1", "holds": everyone, "care": "maternity"},
        {
            "unit_id": "MANSTON-A",
            "site_id": "MANSTON",
            "name": "Block A",
            "beds": "8",
            "staffed_share": "0.9",
            "holds": "adult_man;adult_other",
        },
        {
            "unit_id": "MANSTON-B",
            "site_id": "MANSTON",
            "name": "Block B",
            "beds": "4",
            "staffed_share": "1",
            "holds": "adult_woman",
            "care": "maternity;step_free",
        },
        {"unit_id": "BROOK-B", "site_id": "BROOK", "name": "Wing B", "beds": "8", "staffed_share": "0.8", "holds": "adult_man"},
        {
            "unit_id": "YARLS-1",
            "site_id": "YARLS",
            "name": "Unit 1",
            "beds": "4",
            "staffed_share": "1",
            "holds": "adult_woman",
            "care": "maternity",
        },
        {
            "unit_id": "ONWARD-1",
            "site_id": "ONWARD",
            "name": "House",
            "beds": "30",
            "staffed_share": "1",
            "holds": everyone.removesuffix(";lone_child"),
            "care": "maternity;step_free",
        },
        {"unit_id": "LA-KENT-1", "site_id": "LA-KENT", "name": "Placements", "beds": "6", "staffed_share": "1", "holds": "lone_child"},
    ]


def _departures() -> Rows:
    common = {"arrival_place_id": "CDG", "escort_team": "2", "escorts_per_person": "2.5", "medics": "1", "status": "scheduled"}
    return [
        {
            "departure_id": "D-0818",
            "departs_at": "2026-08-18 09:00",
            "place_id": "LHR",
            "mode": "scheduled",
            "seats": "3",
            "cost_gbp": "9000",
            **common,
        },
        {
            "departure_id": "D-0820",
            "departs_at": "2026-08-20 08:30",
            "place_id": "STN",
            "mode": "charter",
            "seats": "12",
            "cost_gbp": "90000",
            **common,
        },
        {
            "departure_id": "D-0821",
            "departs_at": "2026-08-21 09:00",
            "place_id": "LHR",
            "mode": "scheduled",
            "seats": "3",
            "cost_gbp": "9000",
            **common,
            "status": "cancelled",
        },
    ]


def config_text(horizon_days: int = HORIZON_DAYS) -> str:
    """The sample's config.toml for the tiny workspace's days."""
    text = resources.files("planner.sample").joinpath("config.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^date = \S+", f"date = {PLAN_DATE}", text, count=1)
    return re.sub(r"(?m)^horizon_days = \d+", f"horizon_days = {horizon_days}", text, count=1)


def tiny_workspace(directory: Path, edit: Callable[[Tables], object] | None = None, *, workbook: bool = False) -> Path:
    """Write the tiny workspace into ``directory / "workspace"`` and give that folder.

    Parameters
    ----------
    edit
        Changes the tables in place before they are written; a table taken out gets no file.
    workbook
        Write one ``inputs.xlsx`` instead of CSV files.
    """
    tables = tiny_tables()
    if edit is not None:
        edit(tables)
    folder = directory / "workspace"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(config_text(), encoding="utf-8", newline="\n")
    if workbook:
        write_workbook(tables, folder / "inputs.xlsx")
    else:
        write_csv_files(tables, folder)
    return folder


def columns_of(name: str, rows: Rows) -> list[str]:
    """Columns of a table and any a test has added."""
    known = list(TABLES[name].column_names) if name in TABLES else []
    return known + sorted({column for row in rows for column in row} - set(known))


def write_csv_files(tables: Tables, folder: Path) -> None:
    """Write each table as CSV."""
    for name, rows in tables.items():
        columns = columns_of(name, rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def write_workbook(tables: Tables, path: Path) -> None:
    """Write each table as a sheet of text cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = columns_of(name, rows)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                for index, column in enumerate(columns):
                    sheet.write_string(number, index, row.get(column, ""))
