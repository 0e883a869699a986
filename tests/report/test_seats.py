"""Reserves and empty seats in the summary and the workbook, as people read them."""

from pathlib import Path

import openpyxl

from planner.attrition.choose import Reserve, SeatFill
from planner.attrition.seats import Outlook
from planner.attrition.tables import reserve_tables
from planner.domain.ids import SiteId
from planner.plan.tables import plan_tables
from planner.report.summary import render_summary
from planner.report.workbook import begin_workbook, finish_workbook
from tests.report.example import FIGURES, INSTANCE, PLAN, VERIFIED
from tests.report.test_summary import text_of

DEPARTURE = INSTANCE.departures[0]
RESERVES = tuple(Reserve(party, SiteId(party.people[0].site_id), None) for party in INSTANCE.parties[:2])
NUM = sum(reserve.party.size for reserve in RESERVES)
FILL = SeatFill(DEPARTURE, 6, Outlook(2.4, 0.449), Outlook(1.62, 0.3006), RESERVES, is_enough=True)
TABLES = plan_tables(INSTANCE, PLAN) | reserve_tables([FILL])


def test_summary_shows_what_is_expected_and_who_is_held_ready() -> None:
    page = text_of(render_summary(INSTANCE, PLAN, VERIFIED, FIGURES, TABLES))
    assert "the chance of more than 2 empty seats is 33% or less" in page
    assert f"6 2.4 45% {NUM} 1.62 30% Yes" in page
    assert all(person.person_id in page for reserve in RESERVES for person in reserve.party.people)


def test_summary_says_nothing_of_reserves_where_nobody_is_booked() -> None:
    assert "Seats that may stay empty" not in render_summary(INSTANCE, PLAN, VERIFIED, FIGURES)


def test_workbook_lists_reserves_in_their_order_and_the_fill_of_each_departure(tmp_path: Path) -> None:
    finish_workbook(begin_workbook(INSTANCE, PLAN, TABLES), VERIFIED, tmp_path / "plan.xlsx", FIGURES)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    listed = [row[2:4] for row in book["Reserves"].iter_rows(min_row=2, values_only=True)]
    wanted = [(order, person.person_id) for order, reserve in enumerate(RESERVES, 1) for person in reserve.party.people]
    assert listed == wanted
    fill = [cell.value for cell in book["Seat fill"][2]]
    assert fill[0] == DEPARTURE.departure_id
    assert fill[2:] == [6, 2.4, "45%", NUM, 1.62, "30%", "Yes"]
