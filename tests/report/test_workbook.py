"""The workbook, read back by two other libraries."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from planner.domain.instance import Triage
from planner.domain.verification import Verification, Violation
from planner.report.workbook import write_workbook
from tests.report.example import FIGURES, INSTANCE, PLAN, VERIFIED, WHYS

SHEETS = [
    "Summary",
    "Triage",
    "Today",
    "Assignments",
    "Manifests",
    "Reserves",
    "Moves",
    "Occupancy",
    "Unplaced",
    "Case steps",
    "Departures",
    "Seat fill",
    "Measures",
    "Balance with France",
    "Verification",
    "Rules in force",
    "Figures",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_workbook(INSTANCE, PLAN, VERIFIED, made, FIGURES)
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_every_sheet_is_there_in_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_calamine_reads_the_same_sheets(path: Path) -> None:
    read = CalamineWorkbook.from_path(str(path))
    assert read.sheet_names == SHEETS
    assert read.get_sheet_by_name("Manifests").to_python()[1][0] == "D-0810"


def test_today_lists_moves_departures_and_steps(book: Workbook) -> None:
    assert [row[:2] for row in rows(book, "Today")[1:]] == [
        ("Admitted from a landing place", "P-01"),
        ("Leaving for France", "P-02"),
        ("Moved to onward accommodation", "P-03"),
        ("Moved to onward accommodation", "P-04"),
        ("Moved to onward accommodation", "P-09"),
        ("Screening", "P-01"),
        ("Service of notice", "P-09"),
        ("Taken into local-authority care", "P-05"),
    ]


def test_times_are_real_dates_in_london_time(book: Workbook) -> None:
    cell = book["Manifests"]["B2"]
    assert cell.value == datetime(2026, 8, 10, 16, 30)  # noqa: DTZ001  # Excel knows no time zones
    assert cell.number_format == "d mmm yyyy hh:mm"
    assert book["Assignments"]["G2"].number_format == "d mmm yyyy"


def test_occupancy_is_a_matrix_coloured_against_capacity(book: Workbook) -> None:
    sheet = book["Occupancy"]
    table = rows(book, "Occupancy")
    assert [row[3:] for row in table[5:9]] == [
        ("People", 3, 3, 4, 4, 5, 6, 6),
        ("Reserved", *[2] * 7),
        ("Beds", *[10] * 7),
        ("Free", 5, 5, 4, 4, 3, 2, 2),
    ]
    assert table[0][4] == datetime(2026, 8, 10)  # noqa: DTZ001  # Excel knows no time zones
    marked = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in sheet.conditional_formatting}
    assert len(marked) == 5
    assert marked["E6:K6"] == ["AND(E6>0,E6+E7>E8)", "AND(E6>0,E6+E7=E8)"]


def test_sheets_are_frozen_filtered_and_printable(book: Workbook) -> None:
    for name in SHEETS[1:]:
        sheet = book[name]
        assert sheet.freeze_panes in {"B2", "E2"}
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.left.text == "Plan of 10 August 2026"
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_no_cell_is_a_formula_or_a_link(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://127.0.0.1","x")', "+1+1", "-2+3", "@SUM(A1)", "<script>", "{{7*7}}", "http://127.0.0.1"]
)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    sites = tuple(replace(site, name=text) for site in INSTANCE.sites)
    people = tuple(replace(person, reason=text) for person in PLAN.people)
    instance = replace(INSTANCE, sites=sites, triage=(Triage("head_count", "I-1", text),))
    write_workbook(instance, replace(PLAN, people=people), replace(VERIFIED, alarms=(text,)), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = [book["Triage"]["C2"], book["Unplaced"]["H2"], book["Occupancy"]["A2"]]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 3
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@"] * 3
    test_no_cell_is_a_formula_or_a_link(book)


def test_the_same_plan_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_workbook(INSTANCE, replace(PLAN, people=PLAN.people[::-1]), VERIFIED, tmp_path / "again.xlsx", FIGURES)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_the_summary_sheet_says_whether_the_plan_is_verified(book: Workbook, tmp_path: Path) -> None:
    assert rows(book, "Summary")[1][0] == "Verified: every rule holds"
    broken = Verification({"seats": 3}, {}, (Violation("seats", "D-0810", "2026-08-10", "5 people, 4 seats"),), ())
    write_workbook(INSTANCE, PLAN, broken, tmp_path / "plan.xlsx")
    again = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert rows(again, "Summary")[1][0] == "Not verified: do not use this plan"
    assert rows(again, "Rules broken")[1] == ("Seats", "D-0810", "2026-08-10", "5 people, 4 seats")
    assert "Figures" not in again.sheetnames


def test_what_stands_in_the_way_has_sheets_where_anything_does(tmp_path: Path) -> None:
    write_workbook(INSTANCE, PLAN, VERIFIED, tmp_path / "plan.xlsx", FIGURES, (WHYS[0], replace(WHYS[1], rows=())))
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    at = SHEETS.index("Unplaced") + 1
    assert book.sheetnames == [*SHEETS[:at], "What stands in the way", *SHEETS[at:]]
    assert rows(book, "What stands in the way") == [WHYS[0].columns, *WHYS[0].rows]


def test_an_empty_plan_still_makes_every_sheet(tmp_path: Path) -> None:
    write_workbook(replace(INSTANCE, triage=(), departures=()), replace(PLAN, people=()), VERIFIED, tmp_path / "plan.xlsx", FIGURES)
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames == SHEETS
