"""A plan edited by hand, judged through the command line: what a planner does to the workbook, and what comes out."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.plan import Measure, MeasureResult
from planner.judgement import Compared, Judgement, Verdict
from planner.model.solution import Solution
from planner.verify import RULES
from planner.verify.by_hand import NOT_JUDGED
from tests.app.commands import Ran, files_of, planner
from tests.workspaces import tiny_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workspace that `tiny_pack` was planned from."""
    return tiny_workspace(tmp_path_factory.mktemp("desk"))


def edited(tiny_pack: Path, folder: Path, edit: Callable[[Worksheet], object], sheet: str = "Assignments") -> Path:
    """Save a copy of the pack's workbook with one sheet edited."""
    book = openpyxl.load_workbook(tiny_pack / "plan.xlsx")
    edit(book[sheet])
    book.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def cell_of(sheet: Worksheet, person: str, heading: str, number: int = 0) -> object:
    """Give the cell under a heading in a person's row; the first unless another is named."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    row = [cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == person][number]
    return sheet.cell(row, column)


def judge(file: Path, workspace: Path, *options: str) -> Ran:
    return planner("verify", "--plan", file, workspace, *options)


@pytest.mark.parametrize("name", ["plan.xlsx", "assignments.csv"])
def test_the_plan_itself_is_as_good_as_the_best(name: str, tiny_pack: Path, workspace: Path) -> None:
    ran = judge(tiny_pack / name, workspace)
    assert (ran.code, ran.err) == (0, "")
    assert f"{len(RULES) - len(NOT_JUDGED)} rules checked on " in ran.out
    assert ran.out.rstrip().endswith("It keeps every rule. It is as good as the best plan in every aim.")
    assert "Note:" not in ran.out


def test_assignments_alone_say_how_case_steps_are_read(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    shutil.copy(tiny_pack / "assignments.csv", tmp_path / "mine.csv")
    ran = judge(tmp_path / "mine.csv", workspace, "--no-optimum")
    assert ran.code == 0
    assert "Note: It says nothing of case steps (no case_steps.csv beside it)" in ran.out
    assert "Not compared: the best plan was not asked for." in ran.out


def test_a_lawful_edit_is_measured_against_the_best_plan(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    def take_off_the_departure(sheet: Worksheet) -> None:
        sheet.delete_rows(cell_of(sheet, "P-10", "Status", 1).row)
        cell_of(sheet, "P-10", "Last night").value = None

    file = edited(tiny_pack, tmp_path, take_off_the_departure)
    ran, parsed = judge(file, workspace), json.loads(judge(file, workspace, "--json").out)
    assert ran.code == 0
    assert "Only" not in ran.out
    assert "The best plan is better, first in People transferred to France: 2 against 3." in ran.out
    assert (parsed["acceptable"], parsed["verdict"], parsed["decided_by"]) == (True, "worse", "transfers")
    transfers = next(item for item in parsed["compared"] if item["measure"] == "transfers")
    assert transfers == {"measure": "transfers", "tier": "transfers", "value": 2, "best": 3, "bound": 3, "difference": -1}
    assert [item["measure"] for item in parsed["compared"]] == list(parsed["measures"])


def test_an_unlawful_edit_is_listed_with_rule_person_night_figures_and_rows(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    def fly_sooner(sheet: Worksheet) -> None:
        cell_of(sheet, "P-09", "Site").value = "ONWARD"

    file = edited(tiny_pack, tmp_path, fly_sooner)
    ran, parsed = judge(file, workspace), json.loads(judge(file, workspace, "--json").out)
    assert (ran.code, ran.err) == (3, "")
    (status,) = [item for item in parsed["violations"] if item["rule"] == "status_matches_place"]
    assert (status["subject"], status["date"]) == ("P-09", "2026-08-10")
    assert "ONWARD" in status["message"]
    book = openpyxl.load_workbook(file)["Assignments"]
    assert status["rows"] == [cells[0].row for cells in book.iter_rows(min_row=2) if cells[0].value == "P-09"]
    assert f"(row{'s' if len(status['rows']) > 1 else ''} {status['rows'][0]}" in ran.out
    assert "It breaks rules and must not be used." in ran.out


def test_edited_case_steps_of_the_workbook_count(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    file = edited(tiny_pack, tmp_path, lambda sheet: sheet.delete_rows(2, sheet.max_row), "Case steps")
    ran = judge(file, workspace, "--no-optimum")
    assert ran.code == 3
    assert "Note:" not in ran.out
    assert "notice_period: P-1" in ran.out


def as_excel_saves_it(text: str) -> bytes:
    """Semicolons, a mark of the encoding, dates day first, and line ends of Windows."""
    rows = list(csv.reader(io.StringIO(text)))
    dates = [index for index, name in enumerate(rows[0]) if name in {"first_night", "last_night", "date"}]
    for row in rows[1:]:
        for index in dates:
            row[index] = "/".join(reversed(row[index].split("-")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_saved_by_excel_says_the_same(encoding: str, tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    for name in ("assignments.csv", "case_steps.csv"):
        data = as_excel_saves_it((tiny_pack / name).read_text(encoding="utf-8"))
        (tmp_path / name).write_bytes(data if encoding == "utf-8" else data.decode("utf-8-sig").replace(";", "\t").encode("utf-16"))
    ran = judge(tmp_path / "assignments.csv", workspace)
    assert (ran.code, ran.err) == (0, "")
    assert "as good as the best plan in every aim" in ran.out


def test_every_fault_is_told_at_once_and_nothing_is_written(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        cell_of(sheet, "P-09", "First night").value = "soon"
        cell_of(sheet, "P-10", "Status").value = "kept"

    file, before = edited(tiny_pack, tmp_path, spoil), files_of(workspace)
    ran = judge(file, workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "2 faults found" in ran.err
    assert "edited.xlsx sheet Assignments, row " in ran.err
    assert "column First night: must be a date such as 2026-08-10" in ran.err
    assert "column Status: must be one of expected, landing, " in ran.err
    assert "(found 'kept')" in ran.err
    assert files_of(workspace) == before


def test_an_error_of_excel_in_a_cell_is_a_fault_and_no_blank(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    def break_formula(sheet: Worksheet) -> None:
        cell_of(sheet, "P-09", "Unit").value = "#REF!"
        cell_of(sheet, "P-09", "Unit").data_type = "e"

    ran = judge(edited(tiny_pack, tmp_path, break_formula), workspace)
    assert ran.code == 2
    assert "shows an error of Excel" in ran.err


def test_texts_that_would_run_or_colour_are_inert(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    lines = (tiny_pack / "assignments.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "a.csv").write_text("\n".join([*lines, "'=1+1,,,,,,2026-08-10,,", "x\x1b[2J,,,,,,2026-08-10,,"]) + "\n", encoding="utf-8")
    ran = judge(tmp_path / "a.csv", workspace)
    assert ran.code == 2
    assert "\x1b" not in ran.err
    (tmp_path / "a.csv").write_text("\n".join([*lines, "'=1+1,,,,,,2026-08-10,,"]) + "\n", encoding="utf-8")
    ran = judge(tmp_path / "a.csv", workspace, "--no-optimum")
    assert ran.code == 3
    assert "no_stranger: =1+1 in the plan and not in the inputs" in ran.out


MISTAKES: dict[str, tuple[str, bytes | None, str]] = {
    "no such file": ("gone.csv", None, "there is no such file"),
    "a folder": (".", None, "there is no such file"),
    "another kind": ("plan.json", b"{}", "takes an assignments.csv or the workbook of a plan"),
    "no workbook": ("plan.xlsx", b"not a workbook", "can not be read as an Excel workbook"),
    "empty": ("a.csv", b"", "is empty"),
    "binary": ("a.csv", b"\xff\x00\xfe\x81" * 50, "a.csv"),
    "another encoding": ("a.csv", b"person_id\nP-\xe9\n", "not encoded as UTF-8"),
    "half a UTF-16": ("a.csv", b"\xff\xfea", "a.csv"),
    "open quote": ("a.csv", b'person_id,first_night\n"P-01,2026-08-10\n', "quotation marks"),
    "no columns of a plan": ("a.csv", b"name;born\nx;y\n", "this column is missing"),
    "header alone": ("a.csv", b"person_id,site_id,unit_id,first_night,last_night,departure_id\n", "no row"),
    "a wide row": (
        "a.csv",
        b"person_id,site_id,unit_id,first_night,last_night,departure_id\nP-01,a,b,2026-08-10,2026-08-11,c,d\n",
        "has 7 cells, but the header has 6",
    ),
    "a cell beyond measure": ("a.csv", b"person_id,first_night\n" + b"x" * 200_000 + b",2026-08-10\n", "a.csv"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_file_that_is_no_plan_ends_in_a_sentence(name: str, workspace: Path, tmp_path: Path) -> None:
    file, data, message = MISTAKES[name]
    if data is not None:
        (tmp_path / file).write_bytes(data)
    ran = judge(tmp_path / file, workspace)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_plan_among_the_tables_of_the_workspace_is_refused_with_what_to_do(tiny_pack: Path, tmp_path: Path) -> None:
    workspace = tiny_workspace(tmp_path)
    shutil.copy(tiny_pack / "plan.xlsx", workspace / "edited.xlsx")
    ran = judge(workspace / "edited.xlsx", workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "lies among the tables of the workspace" in ran.err


def test_a_workspace_kept_as_a_workbook_serves_as_well(tiny_pack: Path, tmp_path: Path) -> None:
    workspace = tiny_workspace(tmp_path, workbook=True)
    shutil.copy(tiny_pack / "plan.xlsx", workspace / "edited.xlsx")
    assert "every aim" in judge(workspace / "edited.xlsx", workspace).out


def test_a_workbook_without_assignments_is_refused(tiny_pack: Path, workspace: Path, tmp_path: Path) -> None:
    file = edited(tiny_pack, tmp_path, lambda sheet: setattr(sheet, "title", "Mine"))
    ran = judge(file, workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "has no sheet Assignments" in ran.err


def test_the_options_of_a_plan_made_by_hand_need_one(tiny_pack: Path) -> None:
    for option in (("--no-optimum",), ("--horizon", "7")):
        ran = planner("verify", tiny_pack, *option)
        assert (ran.code, ran.out) == (2, "")
        assert "--plan" in ran.err


def test_a_shorter_horizon_is_judged_as_such(tiny_pack: Path, workspace: Path) -> None:
    ran = judge(tiny_pack / "assignments.csv", workspace, "--horizon", "7", "--no-optimum")
    assert ran.code == 3
    assert "nights_covered" in ran.out


def test_a_lock_no_plan_keeps_leaves_nothing_to_compare_with(tiny_pack: Path, tmp_path: Path) -> None:
    lock = {"lock_id": "L-9", "person_id": "P-01", "kind": "departure", "target_id": "D-0818"}
    workspace = tiny_workspace(tmp_path, lambda tables: tables["locks"].append(lock))
    ran = judge(tiny_pack / "assignments.csv", workspace)
    assert ran.code == 3
    assert "lock_departure: L-9" in ran.out
    assert "Not compared: no plan keeps every lock of the workspace" in ran.out


def judgement(tiny_pack: Path, workspace: Path, *compared: Compared, lawful: bool = True) -> Judgement:
    from planner.judgement import judge_plan

    file = tiny_pack / "assignments.csv"
    found = judge_plan(workspace, file, None if lawful else 7, lambda _what, _share: None, compare=False)
    return Judgement(found.file, found.by_hand, (), compared, "")


def test_the_first_aim_that_differs_decides(tiny_pack: Path, workspace: Path) -> None:
    same = Compared(Measure.UNPLACED_NIGHTS, 0, 0, 0)
    fewer = Compared(Measure.TRANSFERS, 2, 3, 3)
    less = Compared(Measure.DETENTION_NIGHTS, 50, 71, 71)
    worse = judgement(tiny_pack, workspace, same, fewer, less)
    assert (worse.decisive, worse.verdict) == (fewer, Verdict.WORSE)
    assert judgement(tiny_pack, workspace, same).verdict is Verdict.EQUAL
    assert judgement(tiny_pack, workspace).verdict is None
    assert judgement(tiny_pack, workspace, same, less).verdict is Verdict.BEATS_BOUND
    assert judgement(tiny_pack, workspace, same, less, lawful=False).verdict is Verdict.BETTER
    assert judgement(tiny_pack, workspace, Compared(Measure.TRANSFERS, 4, 3, 5)).verdict is Verdict.BETTER


def test_a_lawful_plan_that_beats_a_proven_bound_is_an_alarm(tiny_pack: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.model import solve

    true_solve = solve.solve

    def boast(*arguments: object) -> Solution:
        solution = true_solve(*arguments)
        claimed = tuple(
            MeasureResult(item.measure, item.value - 1, item.bound - 1) if item.measure is Measure.TRANSFERS else item
            for item in solution.measures
        )
        return type(solution)(**{name: getattr(solution, name) for name in solution.__slots__} | {"measures": claimed})

    monkeypatch.setattr(solve, "solve", boast)
    ran = judge(tiny_pack / "assignments.csv", workspace)
    assert ran.code == 3
    assert "It keeps every rule. It beats a bound that is said to be proven" in ran.out
