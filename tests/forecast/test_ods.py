"""The published workbook, as this project's own small editions and, where it is at hand, as it is."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain.errors import InputError, PlannerError
from planner.forecast.files import daily_csv, read_series
from planner.forecast.ods import read_ods
from planner.forecast.series import doubts, quiet_spells
from tests.forecast.made_up import Sheets, edition, published, write_ods


def faults(tmp_path: Path, sheets: Sheets) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_ods(write_ods(tmp_path / "boats.ods", sheets))
    return [str(fault) for fault in caught.value.faults]


def test_text_dates_missing_counts_and_revised_days_are_read_as_published(tmp_path: Path) -> None:
    series = read_ods(write_ods(tmp_path / "boats.ods", edition()))
    assert (series.first, series.last, len(series.weeks)) == (date(2024, 1, 1), date(2024, 1, 21), 3)
    assert (series.days[1].people, series.days[1].boats, series.days[1].uncontrolled) == (50, 1, None)
    assert [day.date.day for day in series.days if day.note == "Revised"] == [5]
    assert [(week.people_prevented, week.events_prevented) for week in series.weeks] == [(None, None), (30, 2), (30, 2)]
    assert doubts(series) == ()


def test_a_day_without_a_count_is_missing_and_not_zero(tmp_path: Path) -> None:
    sheets = edition()
    sheets["SB_01"][1][1:3] = ["-", "-"]
    series = read_ods(write_ods(tmp_path / "boats.ods", sheets))
    assert (series.days[0].people, series.days[0].boats) == (None, None)
    assert daily_csv(series).splitlines()[1] == "2024-01-01,,,,"
    assert (date(2024, 1, 1), 1) not in quiet_spells(series.days)


@pytest.mark.parametrize(
    ("people", "boats", "day"),
    [
        ("Migrants detected", "Boats detected", "Date"),
        ("People arrived [note 2]", "Small boats arrived", "Date [note 1]"),
        ("Individuals arriving", "Number of boats", "Day"),
    ],
)
def test_wording_of_other_editions_is_understood(tmp_path: Path, people: str, boats: str, day: str) -> None:
    sheets = edition()
    plain = read_ods(write_ods(tmp_path / "boats.ods", sheets))
    sheets["SB_01"][0][:3] = [day, people, boats]
    sheets["SB_01"][0][3] = "Boats involved in uncontrolled landings"
    sheets["SB_02"][0][1:3] = [people, boats]
    sheets["SB_02"][0][4] = "Persons prevented"
    assert read_ods(write_ods(tmp_path / "boats.ods", sheets)) == plain


def test_titles_above_notes_below_real_dates_and_thousands_are_read(tmp_path: Path) -> None:
    sheets = edition()
    plain = read_ods(write_ods(tmp_path / "boats.ods", sheets))
    for row in sheets["SB_01"][1:]:
        row[0] = date(int(str(row[0])[6:]), int(str(row[0])[3:5]), int(str(row[0])[:2]))
    sheets["SB_01"][2][1] = "1,305"
    sheets["SB_01"] = [["SB_01: arrivals by day"], ["Provisional"], *sheets["SB_01"], [""], ["Source: Home Office"]]
    read = read_ods(write_ods(tmp_path / "boats.ods", sheets))
    assert (read.days[0], read.days[2:]) == (plain.days[0], plain.days[2:])
    assert read.days[1].people == 1305


def test_every_fault_of_both_sheets_is_named_at_once(tmp_path: Path) -> None:
    sheets = edition()
    sheets["SB_01"][3][0] = "31/02/2024"
    sheets["SB_01"][5][1] = "many"
    sheets["SB_01"][6][2] = -1
    sheets["SB_01"][8][1] = ""
    sheets["SB_02"][2][0] = "15/01/2024"
    sheets["SB_02"][3][5] = 1.5
    found = faults(tmp_path, sheets)
    count = "a whole number from 0 to 100,000, or '-' where nothing was counted"
    assert found == [
        "boats.ods sheet SB_01, row 4, column Date: must be a date such as 31/12/2025 (found '31/02/2024')",
        f"boats.ods sheet SB_01, row 6, column Migrants arrived: must be {count} (found 'many')",
        f"boats.ods sheet SB_01, row 7, column Boats arrived: must be {count} (found '-1')",
        f"boats.ods sheet SB_01, row 9, column Migrants arrived: must not be blank: it holds {count}",
        (
            "boats.ods sheet SB_02, row 3, column Week ending: must be 2024-01-14: dates follow each other without a gap or a repeat "
            "(found '2024-01-15')"
        ),
        f"boats.ods sheet SB_02, row 4, column Events prevented: must be {count} (found '1.5')",
    ]


def test_a_repeat_and_a_gap_are_faults(tmp_path: Path) -> None:
    sheets = edition()
    del sheets["SB_01"][6]
    sheets["SB_01"].insert(3, list(sheets["SB_01"][2]))
    assert [fault.split(":")[0] for fault in faults(tmp_path, sheets)] == [
        f"boats.ods sheet SB_01, row {row}, column Date" for row in (4, 8)
    ]


def test_missing_sheets_and_columns_are_named(tmp_path: Path) -> None:
    sheets = edition()
    assert faults(tmp_path, {"Cover_sheet": sheets["Cover_sheet"]}) == [
        "boats.ods: has no sheet SB_01; its sheets: Cover_sheet",
        "boats.ods: has no sheet SB_02; its sheets: Cover_sheet",
    ]
    sheets["SB_01"][0][2] = "Vessels"
    sheets["SB_02"] = sheets["SB_02"][1:]
    assert [fault.split(";")[0] for fault in faults(tmp_path, sheets)] == [
        "boats.ods sheet SB_01, row 1: has no column such as 'Boats arrived'",
        "boats.ods sheet SB_02: has no header within its first 20 rows: a row that begins with 'Week ending'",
    ]


def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    whole = write_ods(tmp_path / "whole.ods", edition()).read_bytes()
    for number, content in enumerate((b"", b"not a workbook", whole[:200], whole[: len(whole) // 2])):
        path = tmp_path / f"bad-{number}.ods"
        path.write_bytes(content)
        with pytest.raises(InputError, match="can not be read as a workbook"):
            read_series(path)
    with pytest.raises(PlannerError, match="there is no such file"):
        read_series(tmp_path / "nowhere.ods")


def test_counts_that_do_not_fit_together_are_doubted_and_kept(tmp_path: Path) -> None:
    sheets = edition()
    sheets["SB_01"][2][1] = 230
    sheets["SB_01"][1][1] = 12
    series = read_ods(write_ods(tmp_path / "boats.ods", sheets))
    assert series.days[1].people == 230
    assert [text.split(":")[0] for text in doubts(series)] == ["2024-01-01", "2024-01-02", "week ending 2024-01-07"]


def test_the_folder_of_an_import_gives_the_same_days(tmp_path: Path) -> None:
    series = read_ods(write_ods(tmp_path / "boats.ods", edition()))
    (tmp_path / "arrivals_daily.csv").write_text(daily_csv(series), encoding="utf-8")
    assert read_series(tmp_path).days == series.days


def test_faults_of_a_daily_table_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,people,boats\n2024-01-01,5,1\n2024-01-02,-5,1\n01/03/2024,5,x\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_series(path)
    assert [(fault.row, fault.column, fault.value) for fault in caught.value.faults] == [
        (3, "people", "-5"),
        (4, "boats", "x"),
        (4, "date", "01/03/2024"),
    ]


@pytest.mark.skipif(published() is None, reason="the published workbook is not at hand")
def test_the_published_edition_is_read_whole() -> None:
    path = published()
    assert path is not None
    series = read_ods(path)
    by_year = {year: sum(day.people or 0 for day in series.of_year(year)) for year in series.years}
    assert (by_year[2021], by_year[2022], by_year[2023], by_year[2024]) == (28_526, 45_755, 29_437, 36_816)
    assert sum(bool(day.people) for day in series.of_year(2022)) == 162
    assert doubts(series) == ()
