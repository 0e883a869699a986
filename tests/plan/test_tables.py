"""The pack's tables against counts made by eye."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from planner.plan.tables import Table, csv_text, plan_tables, write_csv
from tests.report.example import INSTANCE, NIGHTS, PLAN

TABLES = plan_tables(INSTANCE, PLAN)


def lines(name: str) -> list[str]:
    return csv_text(TABLES[name]).splitlines()


def test_every_table_of_the_pack_has_its_columns() -> None:
    headers = {name: csv_text(table).partition("\n")[0] for name, table in TABLES.items()}
    assert headers == {
        "assignments": "person_id,party_id,expected,status,site_id,unit_id,first_night,last_night,departure_id",
        "case_steps": "person_id,party_id,step,date",
        "manifests": "departure_id,departs_at,person_id,party_id,from_site_id,minutes",
        "moves": "date,person_id,party_id,kind,from_site_id,from_unit_id,to_id,to_unit_id,minutes,km",
        "occupancy": "night,site_id,unit_id,beds,reserved,occupied,free",
        "unplaced": "person_id,party_id,site_id,first_night,last_night,nights,reason_code,reason",
    }


def test_assignments_hold_one_row_a_stay() -> None:
    assert [line for line in lines("assignments") if line.startswith(("P-01", "X-01"))] == [
        "P-01,P-01,no,detained,MAN,MAN-A,2026-08-10,2026-08-11,",
        "P-01,P-01,no,detained,BRK,BRK-A,2026-08-12,2026-08-13,",
        "P-01,P-01,no,transferred,,,2026-08-14,2026-08-16,D-0814",
        "X-01,X-01,yes,expected,,,2026-08-10,2026-08-11,",
        "X-01,X-01,yes,detained,MAN,MAN-A,2026-08-12,2026-08-14,",
        "X-01,X-01,yes,onward,HOT,HOT-1,2026-08-15,2026-08-16,",
    ]


def test_nobody_disappears_from_the_assignments() -> None:
    nights: Counter[object] = Counter()
    for row in TABLES["assignments"].records():
        first, last = row["first_night"], row["last_night"]
        assert isinstance(first, date)
        assert isinstance(last, date)
        nights[row["person_id"]] += (last - first).days + 1
    assert nights == {person.person_id: NIGHTS for person in PLAN.people}


def test_case_steps_are_in_the_order_they_are_done() -> None:
    assert lines("case_steps")[1:] == ["P-01,P-01,screening,2026-08-10", "P-01,P-01,decision,2026-08-11", "P-09,P-09,notice,2026-08-10"]


def test_a_manifest_names_where_each_journey_starts_and_how_long_it_is() -> None:
    assert lines("manifests")[1:] == ["D-0810,2026-08-10T15:30:00Z,P-02,P-02,BRK,45", "D-0814,2026-08-14T08:05:00Z,P-01,P-01,BRK,45"]


def test_moves_hold_every_person_move_and_journey_once() -> None:
    assert lines("moves")[1:] == [
        "2026-08-10,P-01,P-01,admission,DOV,,MAN,MAN-A,40,33.0",
        "2026-08-10,P-02,P-02,departure,BRK,BRK-A,LHR,,45,64.0",
        "2026-08-10,P-03,F-1,onward,DOV,,HOT,HOT-1,30,26.0",
        "2026-08-10,P-04,F-1,onward,DOV,,HOT,HOT-1,30,26.0",
        "2026-08-10,P-05,P-05,local authority,DOV,,KLA,KLA-1,50,65.0",
        "2026-08-10,P-09,P-09,onward,MAN,MAN-B,HOT,HOT-1,30,28.0",
        "2026-08-11,P-06,P-06,admission,DOV,,MAN,MAN-A,40,33.0",
        "2026-08-11,P-08,P-08,unit change,MAN,MAN-A,MAN,MAN-B,0,0.0",
        "2026-08-12,P-01,P-01,transfer between sites,MAN,MAN-A,BRK,BRK-A,100,140.0",
        "2026-08-12,P-08,P-08,onward,MAN,MAN-B,HOT,HOT-1,30,28.0",
        "2026-08-12,X-01,X-01,admission,DOV,,MAN,MAN-A,40,33.0",
        "2026-08-14,P-01,P-01,departure,BRK,BRK-A,LHR,,45,64.0",
        "2026-08-14,P-06,P-06,onward,MAN,MAN-A,HOT,HOT-1,30,28.0",
        "2026-08-15,X-01,X-01,onward,MAN,MAN-A,HOT,HOT-1,30,28.0",
    ]


def test_an_unplaced_night_without_a_change_of_place_is_no_move() -> None:
    rows = [row for row in TABLES["moves"].records() if row["person_id"] == "P-06" and row["date"] == date(2026, 8, 10)]
    assert rows == []


def test_occupancy_counts_each_unit_each_night() -> None:
    assert len(TABLES["occupancy"].rows) == 5 * NIGHTS
    night = [line for line in lines("occupancy") if line.startswith("2026-08-12")]
    assert night == [
        "2026-08-12,BRK,BRK-A,2,0,2,0",
        "2026-08-12,HOT,HOT-1,10,2,4,4",
        "2026-08-12,KLA,KLA-1,3,0,1,2",
        "2026-08-12,MAN,MAN-A,3,0,2,1",
        "2026-08-12,MAN,MAN-B,1,0,0,1",
    ]


def test_unplaced_names_the_nights_and_the_reason() -> None:
    assert lines("unplaced")[1:] == ["P-06,P-06,DOV,2026-08-10,2026-08-10,1,no_bed,No lawful bed is free."]


def test_people_in_another_order_give_the_same_bytes() -> None:
    shuffled = plan_tables(INSTANCE, replace(PLAN, people=PLAN.people[::-1]))
    assert {name: csv_text(table) for name, table in shuffled.items()} == {name: csv_text(table) for name, table in TABLES.items()}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formula_like_text_is_inert(text: str) -> None:
    _, (cell,) = csv.reader(StringIO(csv_text(Table("t", ("a",), ((text,),))), newline=""))
    assert cell == "'" + text.replace("\r", "\n")


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert csv_text(Table("t", ("a", "b", "c"), ((-3, "a=b", None),))) == "a,b,c\n-3,a=b,\n"


def test_a_csv_file_is_utf8_with_line_feeds(tmp_path: Path) -> None:
    write_csv(Table("t", ("a",), (("é, “x”",),)), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == 'a\n"é, “x”"\n'.encode()
