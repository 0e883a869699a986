"""The dates and moments of a lawful transfer, the last of them, and whether a case is live.

The plan starts on Monday 10 August 2026, day 0. A man whose case is ready landed on 25 July: three months end on
25 October, the agreement of the sample on 30 September (day 51). Where the landing lies further back, the request's own
limit of 14 days is set aside.
"""

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.people import CaseRecord, Known, Sex
from tests.clocks.people import READY, at, bar, clock, day, departure, man

LAST_DAYS = [
    ("the agreement ends first", {}, {}, 51),
    ("the agreement goes on, three months end first", {}, {"agreement_until": day("2027-12-31")}, 76),
    ("three months from 20 May", {"landed_at": at("2026-05-20 06:00")}, {}, 10),
    ("three months ended yesterday", {"landed_at": at("2026-05-09 06:00")}, {}, None),
    ("three months end today", {"landed_at": at("2026-05-10 06:00")}, {}, 0),
    ("a landing after midnight in London counts from that date", {"landed_at": at("2026-05-19T23:30+00:00")}, {}, 10),
    ("the authority covers noon of its last day", {"authority_until": at("2026-08-25 12:00")}, {}, 15),
    ("the authority ends before noon", {"authority_until": at("2026-08-25 11:59")}, {}, 14),
    ("no authority", {"authority_until": None, "authority_from": None}, {}, None),
    ("a bar until further notice", {"bars": (bar("rule_35", "2026-08-18"),)}, {}, 7),
    ("a bar on the last day", {"bars": (bar("injunction", "2026-09-30", "2026-09-30"),)}, {}, 50),
    ("a bar that ends before the last day", {"bars": (bar("injunction", "2026-08-01", "2026-09-29"),)}, {}, 51),
    ("the agreement has ended", {}, {"agreement_until": day("2026-08-09")}, None),
    ("the agreement ends today", {}, {"agreement_until": day("2026-08-10")}, 0),
    ("the agreement has not begun by its last day", {}, {"agreement_from": day("2026-10-01")}, None),
]


@pytest.mark.parametrize(("rule", "person", "rules", "expected"), LAST_DAYS, ids=[row[0] for row in LAST_DAYS])
def test_the_last_lawful_day_of_transfer(rule: str, person: dict[str, Any], rules: dict[str, Any], expected: int | None) -> None:
    assert clock(man(**person), request_max_days=100, **rules).last_transfer_day == expected, rule


def test_three_months_from_30_november_end_on_28_february() -> None:
    winter = clock(man(landed_at=at("2026-11-30 06:00"), case=CaseRecord()), first=day("2026-12-01"), agreement_until=day("2027-12-31"))
    assert winter.last_transfer_day == (day("2027-02-28") - day("2026-12-01")).days


DEPARTURES = [
    ("three months end on the day", {"landed_at": at("2026-05-12 06:00")}, "2026-08-12 21:00", True),
    ("three months ended the day before", {"landed_at": at("2026-05-12 06:00")}, "2026-08-13 06:00", False),
    ("the authority ends as it leaves", {"authority_until": at("2026-08-12 09:00")}, "2026-08-12 09:00", True),
    ("the authority ends a minute before", {"authority_until": at("2026-08-12 08:59")}, "2026-08-12 09:00", False),
    ("the authority begins as it leaves", {"authority_from": at("2026-08-12 09:00")}, "2026-08-12 09:00", True),
    ("the authority begins a minute later", {"authority_from": at("2026-08-12 09:01")}, "2026-08-12 09:00", False),
    ("a bar begins on the day", {"bars": (bar("unfit_to_travel", "2026-08-12"),)}, "2026-08-12 09:00", False),
    ("a bar begins the day after", {"bars": (bar("unfit_to_travel", "2026-08-13"),)}, "2026-08-12 09:00", True),
    ("a bar ended the day before", {"bars": (bar("unfit_to_travel", "2026-08-01", "2026-08-11"),)}, "2026-08-12 09:00", True),
    ("a bar ends on the day", {"bars": (bar("unfit_to_travel", "2026-08-01", "2026-08-12"),)}, "2026-08-12 09:00", False),
    ("late in the evening of the agreement's last day", {}, "2026-09-30 23:30", True),
    ("after midnight in London, the same date in UTC", {}, "2026-09-30T23:30+00:00", False),
]


@pytest.mark.parametrize(("rule", "person", "departs", "expected"), DEPARTURES, ids=[row[0] for row in DEPARTURES])
def test_whether_a_departure_may_be_boarded(rule: str, person: dict[str, Any], departs: str, expected: bool) -> None:
    assert clock(man(**person), nights=60, departures=(departure(1, departs),), request_max_days=100).departures == (expected,), rule


def test_nobody_boards_a_cancelled_departure() -> None:
    departures = (departure(1, "2026-08-12 09:00", cancelled=True), departure(2, "2026-08-12 09:00"))
    assert clock(man(), departures=departures).departures == (False, True)


def test_one_member_barred_keeps_the_party_from_boarding() -> None:
    barred = man(2, bars=(bar("unfit_to_travel", "2026-08-12", "2026-08-12"),))
    departures = (departure(1, "2026-08-12 09:00"), departure(2, "2026-08-13 09:00"))
    assert clock(man(), barred, departures=departures).departures == (False, True)


ACCEPTED = replace(READY, notice_served_on=None)
LIVE = [
    ("ready, held and covered", {}, True),
    ("notice today makes ready on 17 August, covered at noon", {"case": ACCEPTED, "authority_until": at("2026-08-17 12:00")}, True),
    ("notice today, the authority ends before noon of 17 August", {"case": ACCEPTED, "authority_until": at("2026-08-17 11:59")}, False),
    ("notice today, three months end on 17 August", {"case": ACCEPTED, "landed_at": at("2026-05-17 06:00")}, True),
    ("notice today, three months end on 16 August", {"case": ACCEPTED, "landed_at": at("2026-05-16 06:00")}, False),
    ("a night before the transfer is barred", {"case": ACCEPTED, "bars": (bar("nrm_pending", "2026-08-13", "2026-08-13"),)}, False),
    ("a bar after the earliest transfer", {"case": ACCEPTED, "bars": (bar("nrm_pending", "2026-08-20"),)}, True),
    ("a bar that blocks transfer only, then ends", {"case": ACCEPTED, "bars": (bar("rule_35", "2026-08-13", "2026-08-20"),)}, True),
    ("72 hours do not last until the notice has run", {"case": ACCEPTED, "sex": Sex.FEMALE, "pregnant": Known.YES}, False),
    ("ready today: pregnancy limits no night before", {"sex": Sex.FEMALE, "pregnant": Known.YES}, True),
    ("landed yesterday, nothing done", {"case": CaseRecord(), "landed_at": at("2026-08-09 06:00")}, True),
    ("undecided after 14 days", {"case": CaseRecord(), "landed_at": at("2026-07-26 06:00")}, False),
    ("undecided, screening today and decision tomorrow is day 14", {"case": CaseRecord(), "landed_at": at("2026-07-28 06:00")}, True),
    ("undecided, screening today and decision tomorrow is day 15", {"case": CaseRecord(), "landed_at": at("2026-07-27 06:00")}, False),
    ("no authority", {"authority_from": None, "authority_until": None}, False),
]


@pytest.mark.parametrize(("rule", "person", "expected"), LIVE, ids=[row[0] for row in LIVE])
def test_live_cases(rule: str, person: dict[str, Any], expected: bool) -> None:
    party = clock(man(**person), request_max_days=100 if person.get("case") is ACCEPTED else 14)
    assert party.is_live is expected, rule
    assert bool(party.blocked_by) is not expected, "what is not live says why"


def test_a_case_that_can_not_get_there_has_no_last_day() -> None:
    assert clock(man(case=CaseRecord(), landed_at=at("2026-07-26 06:00"))).last_transfer_day is None


def test_latest_days_of_the_steps_lead_to_the_last_day() -> None:
    """Three months end on Tuesday 18 August: notice by Tuesday 11th; a decision 15 days before that is out of reach."""
    assert clock(man(case=ACCEPTED, landed_at=at("2026-05-18 06:00")), request_max_days=100).step_latest == (1,)
    fresh = clock(man(case=CaseRecord(), landed_at=at("2026-08-09 06:00")))
    assert fresh.step_latest == (12, 13, (day("2026-09-23") - day("2026-08-10")).days), "the request's limit, then the agreement's end"


def test_weights_of_the_canonical_order() -> None:
    ready = clock(man(landed_at=at("2026-05-20 06:00")), man(2, landed_at=at("2026-05-21 06:00")), request_max_days=100)
    assert (ready.wait_days, ready.deadline_weight) == (82, 90)
    assert clock(man(landed_at=at("2026-05-09 06:00")), request_max_days=100).deadline_weight == 0
    forecast = clock(man(landed_at=at("2026-08-12 06:00"), case=CaseRecord()), expected_on=day("2026-08-12"))
    assert (forecast.wait_days, forecast.entry_day) == (0, 2)


def test_an_expected_party_is_held_from_the_day_it_lands() -> None:
    forecast = clock(man(landed_at=at("2026-08-12 06:00"), case=CaseRecord()), expected_on=day("2026-08-12"), limit=24)
    assert "".join("01"[night] for night in forecast.detention_nights) == "00111"
    assert forecast.stay_nights == 0, "24 hours from 06:00 end before the next handover"
