"""A plan made by hand: read as people write, judged by every rule a pack is, and refused with every fault at once."""

from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.domain.plan import PlannedStep, Status
from planner.domain.rules import StaffedStep
from planner.report.words import STATUSES, STEPS
from planner.report.workbook import HEADINGS
from planner.verify import RULES
from planner.verify.by_hand import NOT_JUDGED, ByHand, judge_by_hand, read
from planner.verify.by_hand.sheet import parse_day
from tests.verify.by_hand import ASSIGNMENTS, CASE_STEPS, Records, assignments_of, case_steps_of, judged, sheet
from tests.verify.catalogue import MUTATIONS
from tests.verify.damage import Mutation
from tests.verify.pack_data import EXPECTED, MEASURES
from tests.verify.packs import Draft, iso

LOST_INSTEAD = {"nobody_home"}
"""Damage that leaves a person no row at all: the person is then missing."""

JUDGED = [mutation for mutation in MUTATIONS if mutation.rule not in NOT_JUDGED and mutation.name not in LOST_INSTEAD]


def broken(found: ByHand) -> set[str]:
    return {violation.rule for violation in found.verification.violations}


def test_a_sound_plan_breaks_nothing_and_is_counted_alike(tmp_path: Path) -> None:
    found = judged(Draft(), tmp_path)
    assert found.verification.violations == ()
    assert dict(found.verification.measures) == {name: value for name, (_, value) in MEASURES.items()}
    assert found.notes == ()


def test_every_rule_is_judged_or_said_not_to_be(tmp_path: Path) -> None:
    rules = judged(Draft(), tmp_path).verification.rules
    assert set(rules) | NOT_JUDGED == set(RULES)
    assert not set(rules) & NOT_JUDGED
    assert {rule for rule, facts in rules.items() if not facts} == {"family_hours"}


@pytest.mark.parametrize("mutation", JUDGED, ids=lambda mutation: mutation.name)
def test_damage_to_a_plan_made_by_hand_is_caught_by_its_rule(mutation: Mutation, tmp_path: Path) -> None:
    draft = Draft()
    mutation.damage(draft)
    assert mutation.rule in broken(judged(draft, tmp_path))


def test_a_person_without_a_row_is_lost_and_no_fault(tmp_path: Path) -> None:
    rows = [row for row in assignments_of(Draft()) if row["person_id"] != "P03"]
    found = judged(Draft(), tmp_path, rows)
    assert [(item.rule, item.subject) for item in found.verification.violations if item.rule == "nobody_lost"] == [("nobody_lost", "P03")]
    assert "night_balance" in broken(found)


def test_somebody_who_has_case_steps_only_is_a_stranger(tmp_path: Path) -> None:
    draft = Draft()
    pack = draft.write(tmp_path / "pack")
    steps = [*case_steps_of(draft), {"person_id": "P77", "party_id": "", "step": "notice", "date": iso(1)}]
    first, second = sheet("a", ASSIGNMENTS, assignments_of(draft)), sheet("b", CASE_STEPS, steps)
    found = judge_by_hand(pack / "inputs", None, first, second)
    assert ("no_stranger", "P77") in {(item.rule, item.subject) for item in found.verification.violations}


def test_rows_of_a_person_are_named(tmp_path: Path) -> None:
    rows = assignments_of(Draft())
    assert judged(Draft(), tmp_path, rows).rows_of["P08"] == tuple(
        number for number, row in enumerate(rows, start=2) if row["person_id"] == "P08"
    )


def as_it_is(rows: Records) -> Records:
    return rows


def without_last_nights(rows: Records) -> Records:
    return [row | {"last_night": ""} for row in rows]


def without_what_the_inputs_say(rows: Records) -> Records:
    return [row | {"party_id": "", "expected": "", "status": ""} for row in rows]


def without_sites(rows: Records) -> Records:
    return [row | ({"site_id": ""} if row["unit_id"] else {}) for row in rows]


def in_words(rows: Records) -> Records:
    return [row | {"status": STATUSES[Status(row["status"])].upper(), "expected": row["expected"].title()} for row in rows]


def day_first(rows: Records) -> Records:
    dates = ("first_night", "last_night")
    return [row | {key: "/".join(str(int(part)) for part in reversed(row[key].split("-"))) for key in dates} for row in rows]


def backwards(rows: Records) -> Records:
    return rows[::-1]


def transfers_for_a_night(rows: Records) -> Records:
    return [row | ({"last_night": row["first_night"]} if row["status"] == "transferred" else {}) for row in rows]


def cut_in_pieces(rows: Records) -> Records:
    """The longest stays in two rows each, as somebody does who fills them in day by day."""
    long = {("P03", iso(0)), ("P11", iso(0))}
    whole = [row for row in rows if (row["person_id"], row["first_night"]) not in long]
    cut = [row for row in rows if (row["person_id"], row["first_night"]) in long]
    return whole + [row | {"last_night": iso(4)} for row in cut] + [row | {"first_night": iso(5)} for row in cut]


WAYS = (
    as_it_is,
    without_last_nights,
    without_what_the_inputs_say,
    without_sites,
    in_words,
    day_first,
    backwards,
    transfers_for_a_night,
    cut_in_pieces,
)


@pytest.mark.parametrize("write", WAYS)
def test_the_same_plan_written_otherwise_is_the_same_plan(write: object, tmp_path: Path) -> None:
    assert callable(write)
    plain = judged(Draft(), tmp_path / "plain")
    other = judged(Draft(), tmp_path / "other", write(assignments_of(Draft())))
    assert other.verification == plain.verification
    assert [person.stays for person in other.plan.people] == [person.stays for person in plain.plan.people]


def test_optional_columns_may_be_missing_and_others_are_named_as_not_read(tmp_path: Path) -> None:
    draft = Draft()
    pack = draft.write(tmp_path / "pack")
    columns = ["Remarks", *(name for name in ASSIGNMENTS if name not in {"party_id", "expected", "status"})]
    first = sheet("mine.csv", columns, assignments_of(draft))
    found = judge_by_hand(pack / "inputs", None, first, sheet("case_steps.csv", CASE_STEPS, case_steps_of(draft)))
    assert found.verification.violations == ()
    (note,) = found.notes
    assert "mine.csv" in note
    assert "'Remarks'" in note


def test_the_workbook_s_words_are_known() -> None:
    assert {str(status): words for status, words in STATUSES.items()} == read.STATUSES
    assert {str(step): words for step, words in STEPS.items()} == read.STEPS
    for columns in (read.ASSIGNMENTS, read.CASE_STEPS):
        written = {name: HEADINGS.get(name, name.replace("_", " ").capitalize()) for name in columns.headings}
        assert dict(columns.headings) == written


@pytest.mark.parametrize(
    "text", ["2026-08-10", "10/08/2026", "10/8/2026", "10-08-2026", "10.08.2026", "10 Aug 2026", "10 August 2026", "10-Aug-2026"]
)
def test_a_date_may_be_written_in_many_ways(text: str) -> None:
    day = parse_day(text)
    assert day is not None
    assert day.isoformat() == "2026-08-10"


@pytest.mark.parametrize(
    "text", ["08/13/2026", "10/08/26", "2026-02-30", "0001-01-01", "9999-12-31", "today", "46244", "२०२६", "10 août 2026"]
)
def test_no_date_is_guessed(text: str) -> None:
    assert parse_day(text) is None


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rows = assignments_of(Draft())
    rows[0] |= {"first_night": "tomorrow"}
    rows[1] |= {"status": "held"}
    rows[2] |= {"person_id": ""}
    rows[3] |= {"last_night": "2026-08-01"}
    rows[4] |= {"unit_id": "H\x1b[31mMEN"}
    rows[5] |= {"site_id": "X" * 65}
    with pytest.raises(InputError) as raised:
        judged(Draft(), tmp_path, rows)
    places = {(fault.row, fault.column) for fault in raised.value.faults}
    columns = ("first_night", "status", "person_id", "last_night", "unit_id", "site_id")
    assert places == {(number, column) for number, column in enumerate(columns, start=2)}
    assert all(fault.file == "assignments.csv" and fault.problem for fault in raised.value.faults)
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize("missing", sorted(set(ASSIGNMENTS) - {"party_id", "expected", "status"}))
def test_a_column_that_is_needed_and_missing_is_named_in_both_ways(missing: str, tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    first = sheet("mine.csv", [name for name in ASSIGNMENTS if name != missing], assignments_of(Draft()))
    with pytest.raises(InputError, match=f"column {missing}.*must be called {missing} or {read.ASSIGNMENTS.headings[missing]}"):
        judge_by_hand(pack / "inputs", None, first, None)


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    first = sheet("mine.csv", [*ASSIGNMENTS, "Person"], assignments_of(Draft()))
    with pytest.raises(InputError, match="twice"):
        judge_by_hand(pack / "inputs", None, first, None)


def test_a_plan_of_other_days_is_refused_as_a_whole(tmp_path: Path) -> None:
    rows = [row | {"first_night": "2026-07-01", "last_night": "2026-07-02"} for row in assignments_of(Draft())]
    with pytest.raises(InputError, match="2026-08-24 to 2026-09-02: it is a plan of other days"):
        judged(Draft(), tmp_path, rows)


def test_a_plan_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no row"):
        judged(Draft(), tmp_path, [])


def test_case_steps_left_out_are_taken_as_early_as_can_be(tmp_path: Path) -> None:
    found = judged(Draft(), tmp_path, with_steps=False)
    assert found.verification.violations == ()
    steps = {person.person_id: person.steps for person in found.plan.people if person.steps}
    screening, decision, notice = StaffedStep.SCREENING, StaffedStep.DECISION, StaffedStep.NOTICE
    assert steps["P02"] == (PlannedStep(notice, 0),)
    assert steps["P03"] == (PlannedStep(screening, 0), PlannedStep(decision, 1))
    assert steps[EXPECTED][:2] == (PlannedStep(screening, 2), PlannedStep(decision, 3))
    assert set(steps) == {"P02", "P03", EXPECTED}


def test_case_steps_left_out_go_to_the_earliest_departure_first(tmp_path: Path) -> None:
    draft = Draft()
    for day in range(2):
        draft.row("resources", iso(day))["caseworker_cases"] = "1"
    found = judged(draft, tmp_path, with_steps=False)
    taken = {person.person_id: person.steps for person in found.plan.people}
    assert taken["P02"] == (PlannedStep(StaffedStep.NOTICE, 0),)
    assert taken["P03"][0] == PlannedStep(StaffedStep.SCREENING, 1)
    assert found.verification.violations == ()


def test_a_transfer_whose_steps_can_not_end_in_time_breaks_a_step_rule_with_dates(tmp_path: Path) -> None:
    draft = Draft()
    draft.row("resources", iso(0))["caseworker_cases"] = "0"
    found = judged(draft, tmp_path, with_steps=False)
    (violation,) = found.verification.violations
    assert (violation.rule, violation.subject) == ("notice_period", "P02")
    assert "notice served 2026-08-25" in violation.message
