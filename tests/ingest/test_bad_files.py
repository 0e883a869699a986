"""Files, sheets and headers that can not be read are named; none is read halfway in silence."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.errors import ConfigError, Fault, InputError
from planner.ingest.build import load_workspace
from planner.ingest.headers import is_refused
from planner.ingest.tables import TABLES
from tests.workspaces import tiny_tables, tiny_workspace, write_workbook


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_workspace(folder)
    return caught.value.faults


def edited_workbook(directory: Path, sheet: str, edit: Callable[[Worksheet], object]) -> Path:
    folder = tiny_workspace(directory, workbook=True)
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    edit(book[sheet])
    book.save(folder / "inputs.xlsx")
    return folder


CONTENTS: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 0, "is empty"),
    "only spaces": (b"  \n , \n", 0, "is empty"),
    "blank first row": (b"\nsite_id,name\n", 1, "is blank: row 1 must hold the column names"),
    "UTF-16": ("site_id,name\nWJF,Foil\n".encode("utf-16"), 0, "is encoded as UTF-16"),
    "UTF-16 without a mark": ("site_id,name\nWJF,Foil\n".encode("utf-16-le"), 0, "is encoded as UTF-16"),
    "Latin-1": ("site_id,name\nWJF,Café\n".encode("latin-1"), 2, "is not encoded as UTF-8 (byte 0xe9)"),
    "semicolons": (b"site_id;name;role\nWJF;Foil;landing\n", 0, "a semicolon between cells"),
    "tabs": (b"site_id\tname\nWJF\tFoil\n", 0, "a tab between cells"),
    "open quotes": (b'site_id,name\nWJF,"Foil\n', 2, "can not be read as CSV"),
    "a comma too many": (b"site_id,name\nWJF,Foil,Dover,landing\n", 2, "has 4 cells, but the header has 2"),
    "a comma missing": (b"site_id,name\nWJF\n", 2, "has 1 cells, but the header has 2"),
    "header only": ((",".join(TABLES["sites"].column_names) + "\n").encode(), 0, "at least one is needed"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_bad_csv_file_is_named(name: str, tmp_path: Path) -> None:
    content, row, message = CONTENTS[name]
    folder = tiny_workspace(tmp_path)
    (folder / "sites.csv").write_bytes(content)
    found = [fault for fault in faults_of(folder) if fault.file == "sites.csv" and fault.row == row]
    assert any(message in fault.problem for fault in found), found


def header_faults(directory: Path, header: str) -> list[Fault]:
    folder = tiny_workspace(directory)
    path = folder / "bars.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *lines[1:]]) + "\n", encoding="utf-8")
    return [fault for fault in faults_of(folder) if fault.file == "bars.csv"]


def test_missing_column_is_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path)
    (folder / "bars.csv").write_text("person_id,bar,starts_on\nP-12,nrm_pending,2026-08-16\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.row, fault.column) == (1, "ends_on")
    assert "this column is missing" in fault.problem


def test_misspelt_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    faults = header_faults(tmp_path, "person_id,bar,starts_on,end_on")
    assert [fault.column for fault in faults if "missing" in fault.problem] == ["ends_on"]
    assert [fault.problem[-len("did you mean ends_on?") :] for fault in faults if fault.column == "end_on"] == ["did you mean ends_on?"]


def test_repeated_column_is_named(tmp_path: Path) -> None:
    faults = header_faults(tmp_path, "person_id,bar,starts_on,bar")
    assert any(fault.column == "bar" and "2 times" in fault.problem for fault in faults)


def test_spaces_around_a_column_are_named(tmp_path: Path) -> None:
    (fault,) = header_faults(tmp_path, "person_id,bar, starts_on,ends_on")
    assert (fault.column, fault.value) == ("starts_on", " starts_on")
    assert "spaces around" in fault.problem


def test_nameless_column_is_named(tmp_path: Path) -> None:
    faults = header_faults(tmp_path, "person_id,bar,,ends_on")
    assert any("column 3 has values (first in row 2) but no name" in fault.problem for fault in faults)


@pytest.mark.parametrize(
    "column", ["name", "First Name", "SURNAME", "Nationality", "country_of_birth", "religion", "Passport no", "e-mail", "DoB"]
)
def test_column_that_says_who_a_person_is_is_refused(column: str, tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: tables["people"][0].update({column: "secret"}))
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.column) == ("people.csv", 1, column)
    assert "pseudonymous ids only" in fault.problem
    assert "secret" not in str(fault)


def test_names_of_places_are_no_names_of_people() -> None:
    assert not is_refused("name", TABLES["sites"])
    assert not is_refused("name", TABLES["units"])
    assert is_refused("name", TABLES["departures"])
    assert is_refused("manager surname", TABLES["sites"])


def test_missing_table_is_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: [tables.pop(name) for name in ("departures", "bars")])
    (fault,) = faults_of(folder)
    assert fault.file == "departures.csv"
    assert "the table departures is missing" in fault.problem


def test_unknown_file_is_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path)
    (folder / "depatures.csv").write_text("x\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert fault.file == "depatures.csv"
    assert "did you mean departures?" in fault.problem


def test_csv_files_beside_a_workbook_are_refused(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path)
    write_workbook(tiny_tables(), folder / "inputs.xlsx")
    (fault,) = faults_of(folder)
    assert "keep one or the other" in fault.problem


def test_two_workbooks_are_refused_and_inputs_is_taken(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, workbook=True)
    (folder / "inputs.xlsx").rename(folder / "monday.xlsx")
    assert load_workspace(folder).instance.parties
    write_workbook(tiny_tables(), folder / "tuesday.xlsx")
    assert "the folder has 2 workbooks" in faults_of(folder)[0].problem
    (folder / "tuesday.xlsx").rename(folder / "inputs.xlsx")
    (folder / "~$inputs.xlsx").write_bytes(b"lock file of Excel")
    assert load_workspace(folder).instance.parties


def test_other_spreadsheets_are_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: tables.clear())
    (folder / "inputs.xls").write_bytes(b"old")
    (fault,) = faults_of(folder)
    assert "save it as an Excel workbook (.xlsx)" in fault.problem


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises((InputError, ConfigError)) as caught:
        load_workspace(tmp_path / "nowhere")
    assert "there is no such folder" in str(caught.value)


def test_broken_workbook_is_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: tables.clear())
    (folder / "inputs.xlsx").write_bytes(b"PK not a workbook")
    assert "can not be read as an Excel workbook" in faults_of(folder)[0].problem


def test_merged_cells_are_named(tmp_path: Path) -> None:
    folder = edited_workbook(tmp_path, "people", lambda sheet: sheet.merge_cells("F3:F4"))
    found = [fault for fault in faults_of(folder) if "merged" in fault.problem]
    assert [(fault.file, fault.row, fault.value) for fault in found] == [("inputs.xlsx sheet people", 3, "F3:F4")]


def test_unknown_sheet_is_named_and_about_is_not(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, workbook=True)
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    book.create_sheet("About")
    book.create_sheet("Sheet1")
    book.save(folder / "inputs.xlsx")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.value) == ("inputs.xlsx", "Sheet1")


def test_missing_sheet_is_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: tables.pop("units"), workbook=True)
    (fault,) = faults_of(folder)
    assert "the table units is missing" in fault.problem


def test_errors_of_excel_are_named(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, workbook=True)
    with xlsxwriter.Workbook(str(folder / "inputs.xlsx")) as book:
        for name, rows in tiny_tables().items():
            sheet = book.add_worksheet(name)
            columns = TABLES[name].column_names
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(column, "") for column in columns])
            if name == "people":
                sheet.write_formula(4, columns.index("care_needs"), "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
                sheet.write_formula(5, columns.index("unit_id"), "=A9", None, "#REF!")
    found = {(fault.row, fault.column, fault.value) for fault in faults_of(folder) if "shows an error of Excel" in fault.problem}
    assert found == {(5, "care_needs", "#N/A"), (6, "unit_id", "#REF!")}


def test_formula_without_a_result_is_named(tmp_path: Path) -> None:
    folder = edited_workbook(tmp_path, "people", lambda sheet: sheet.__setitem__("B2", "=A3"))
    found = [fault for fault in faults_of(folder) if "without a result" in fault.problem]
    assert [(fault.row, fault.column) for fault in found] == [(2, "party_id")]


def test_bad_cell_of_a_workbook_has_its_excel_row(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_rows(3, 2)
        sheet["D6"] = dt.datetime(2027, 3, 28, 1, 30)  # noqa: DTZ001  # Excel knows no time zones

    found = faults_of(edited_workbook(tmp_path, "people", edit))
    assert [(fault.file, fault.row, fault.column) for fault in found] == [("inputs.xlsx sheet people", 6, "landed_at")]
    assert "does not exist in London" in found[0].problem
