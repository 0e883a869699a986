"""The command line as its users meet it: exit codes, streams, JSON, and a sentence for each mistake."""

import json
import shutil
from pathlib import Path

import pytest

from tests.app.commands import Ran, files_of, names_in, planner, planner_process, python
from tests.workspaces import tiny_workspace

HEAVY = ("numpy", "pandas", "pandera", "ortools", "geopandas", "shapely", "folium", "networkx", "xlsxwriter", "jinja2", "rich.progress")
COMMANDS = (
    "init",
    "template",
    "check",
    "plan",
    "verify",
    "map",
    "clocks",
    "explain",
    "replay",
    "chain",
    "approve",
    "override",
    "decisions",
    "purge",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tiny_workspace(tmp_path)


def test_the_crossings_of_a_period_are_drawn(tiny_pack: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(tiny_pack, tmp_path / "packs" / name)
    drawn = planner("map", "crossings", tmp_path / "packs", "--json")
    told = json.loads(drawn.out)

    assert told["map"] == str(tmp_path / "packs" / "crossings.html")
    assert told["incidents"] >= 1
    page = (tmp_path / "packs" / "crossings.html").read_text(encoding="utf-8")
    assert "<h1>Crossings, " in page
    later = planner(
        "map", "crossings", tmp_path / "packs", "--from", "2030-01-01", "--to", "2030-01-31", "--out", tmp_path / "x.html", "--json"
    )
    assert json.loads(later.out)["incidents"] == 0
    assert (tmp_path / "x.html").is_file()


def test_two_plans_are_drawn_side_by_side(tiny_pack: Path, tmp_path: Path) -> None:
    drawn = planner("map", "compare", tiny_pack, tiny_pack, "--out", tmp_path / "compare.html", "--json")

    assert json.loads(drawn.out) == {"map": str(tmp_path / "compare.html")}
    assert "What differs now" in (tmp_path / "compare.html").read_text(encoding="utf-8")
    other = shutil.copytree(tiny_pack, tmp_path / "another")
    assert planner("map", "compare", tiny_pack, other).code == 0
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert f"({tiny_pack.name})</h2>" in page
    assert "(another)</h2>" in page
    assert planner("map", "compare", tiny_pack, tmp_path).code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("map", "crossings", "nowhere"), "neither a workspace nor a folder of packs"),
        (("map", "crossings", "nowhere", "--from", "soon"), "soon"),
        (("map",), "PACK"),
    ],
)
def test_a_map_that_can_not_be_drawn_is_explained(arguments: tuple[str, ...], says: str) -> None:
    ran = planner(*arguments)

    assert ran.code == 2
    assert says in ran.err


def test_help_lists_every_command() -> None:
    ran = planner("--help")
    assert ran.code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in ran.out] == []
    assert ran.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    ran = planner(command, "--help")
    assert ran.code == 0
    assert f"Usage: planner {command} " in ran.out


def test_help_loads_nothing_heavy() -> None:
    script = f"""
import sys
sys.argv = ["planner", "--help"]
from planner.cli import main
try:
    main()
finally:
    print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
"""
    ran = python(["-c", script])
    assert (ran.code, ran.err.strip()) == (0, "[]")


def test_a_morning_from_the_first_command_to_the_last(tmp_path: Path) -> None:
    workspace, pack = tiny_workspace(tmp_path), tmp_path / "pack"
    checked = planner("check", workspace)
    planned = planner_process("plan", workspace, "--out", pack)
    verified = planner("verify", pack)
    drawn = planner("map", pack)
    assert [(ran.code, ran.err) for ran in (checked, planned, verified, drawn)] == [(0, "")] * 4
    assert checked.out.startswith("No faults. 12 people in 14 parties, 6 sites, 3 departures.")
    assert "Plan of 10 August 2026, 18 people, 14 days." in planned.out
    assert [line for line in planned.out.splitlines() if "gap" in line] == []
    for name in ("summary.html", "map.html", "plan.xlsx"):
        assert str(pack / name) in planned.out
    assert verified.out.rstrip().endswith("no violation.")
    assert str(pack / "map.html") in drawn.out


def test_init_writes_a_workspace_that_checks(tmp_path: Path) -> None:
    made = planner("init", tmp_path / "new", "--sample", "quiet", "--date", "2026-08-12", "--seed", "3")
    assert (made.code, made.err) == (0, "")
    assert "date = 2026-08-12" in (tmp_path / "new" / "config.toml").read_text(encoding="utf-8")
    assert planner("check", tmp_path / "new").code == 0


def test_init_gives_the_same_files_for_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("one", "5"), ("again", "5"), ("other", "6")):
        assert planner("init", tmp_path / name, "--sample", "quiet", "--seed", seed).code == 0
    assert files_of(tmp_path / "one") == files_of(tmp_path / "again")
    assert files_of(tmp_path / "one") != files_of(tmp_path / "other")


def test_init_takes_an_empty_folder_and_no_other(workspace: Path, tmp_path: Path) -> None:
    before = files_of(workspace)
    (tmp_path / "empty").mkdir()
    assert planner("init", tmp_path / "empty", "--sample", "quiet").code == 0
    ran = planner("init", workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "is not empty" in ran.err
    assert files_of(workspace) == before


def test_template_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "inputs.xlsx"
    assert planner("template", path).code == 0
    written = path.read_bytes()
    assert planner("template", path).code == 2
    assert path.read_bytes() == written


def test_plan_without_a_name_stands_in_the_workspace_and_is_never_written_over(workspace: Path) -> None:
    first = files_of(workspace)
    assert [planner("plan", workspace).code for _ in range(2)] == [0, 0]
    assert names_in(workspace) - set(first) == {"plan-2026-08-10", "plan-2026-08-10-2", "ledger.jsonl"}
    assert {name: data for name, data in files_of(workspace).items() if name in first} == first


def test_the_horizon_can_be_chosen(workspace: Path) -> None:
    ran = planner("plan", workspace, "--horizon", "7")
    assert "7 days." in ran.out
    assert json.loads((workspace / "plan-2026-08-10" / "plan.json").read_text(encoding="utf-8"))["horizon_days"] == 7
    assert planner("verify", workspace / "plan-2026-08-10").code == 0


def test_json_is_for_machines(workspace: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    made = json.loads(planner("init", tmp_path / "new", "--sample", "quiet", "--json").out)
    written = json.loads(planner("template", tmp_path / "empty.xlsx", "--json").out)
    checked = json.loads(planner("check", workspace, "--json").out)
    planned = json.loads(planner("plan", workspace, "--out", pack, "--json").out)
    verified = json.loads(planner("verify", pack, "--json").out)
    drawn = json.loads(planner("map", pack, "--json").out)
    assert made == {"workspace": str(tmp_path / "new")}
    assert written == {"template": str(tmp_path / "empty.xlsx")}
    assert checked == {"people": 12, "triage": []}
    assert (planned["pack"], planned["violations"]) == (str(pack), 0)
    assert {measure["gap"] for measure in planned["measures"].values()} == {0}
    assert (verified["acceptable"], verified["violations"]) == (True, [])
    assert min(verified["rules"].values()) > 0 or len(verified["rules"]) > 30
    assert drawn == {"map": str(pack / "map.html")}


def test_a_plan_at_fault_is_refused_with_every_violation(tiny_pack: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(tiny_pack, pack)
    plan = json.loads((pack / "plan.json").read_text(encoding="utf-8"))
    plan["people"].pop()
    (pack / "plan.json").write_text(json.dumps(plan, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    ran, parsed = planner("verify", pack), planner("verify", pack, "--json")
    assert (ran.code, parsed.code) == (3, 3)
    assert "violations." in ran.out
    assert "digests: plan.json" in ran.out
    assert json.loads(parsed.out)["acceptable"] is False


def test_doubtful_rows_are_listed_and_planned_around(tmp_path: Path) -> None:
    workspace = tiny_workspace(tmp_path, lambda tables: tables["incidents"][0].update(people_ashore="9", people_reported="9"))
    ran = planner("check", workspace)
    assert ran.code == 0
    assert "INC-1" in ran.out
    (doubt,) = [each for each in json.loads(planner("check", workspace, "--json").out)["triage"] if each["subject"] == "INC-1"]
    assert doubt["code"]
    assert doubt["message"]


MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "no command": ((), "Commands:"),
    "unknown command": (("plant",), "plant"),
    "unknown option": (("plan", "workspace", "--fast"), "--fast"),
    "no folder named": (("plan",), "Missing argument"),
    "one folder too many": (("check", "workspace", "workspace"), "extra argument"),
    "horizon of nothing": (("plan", "workspace", "--horizon", "0"), "--horizon"),
    "horizon beyond sense": (("plan", "workspace", "--horizon", "121"), "--horizon"),
    "horizon in words": (("plan", "workspace", "--horizon", "week"), "--horizon"),
    "horizon beyond the resources": (("plan", "workspace", "--horizon", "16"), "2026-08-24 to 2026-08-25 is missing"),
    "workspace missing: check": (("check", "nowhere"), "there is no such folder"),
    "workspace missing: plan": (("plan", "nowhere"), "there is no such folder"),
    "file as a workspace: check": (("check", "file.txt"), "there is no such folder"),
    "file as a workspace: plan": (("plan", "file.txt"), "there is no such folder"),
    "empty folder": (("plan", "empty"), "config.toml"),
    "pack missing: verify": (("verify", "nowhere"), "no such folder"),
    "pack missing: map": (("map", "nowhere"), "is not a pack"),
    "file as a pack: verify": (("verify", "file.txt"), "no such folder"),
    "file as a pack: map": (("map", "file.txt"), "is not a pack"),
    "workspace as a pack: verify": (("verify", "workspace"), "config.toml"),
    "workspace as a pack: map": (("map", "workspace"), "is not a pack"),
    "broken plan: verify": (("verify", "broken"), "plan.json"),
    "broken plan: map": (("map", "broken"), "can not be read as a plan"),
    "out exists": (("plan", "workspace", "--out", "empty"), "exists already"),
    "out is a file": (("plan", "workspace", "--out", "file.txt"), "exists already"),
    "out under a file": (("plan", "workspace", "--out", "file.txt/pack"), "can not be written"),
    "init over a file": (("init", "file.txt"), "is a file"),
    "init under a file": (("init", "file.txt/new"), "can not be written"),
    "init on no date": (("init", "new", "--date", "10/08/2026"), "--date"),
    "init of no such sample": (("init", "new", "--sample", "huge"), "--sample"),
    "init of a seed below 0": (("init", "new", "--seed", "-1"), "--seed"),
    "template under a file": (("template", "file.txt/inputs.xlsx"), "inputs.xlsx"),
    "template over a folder": (("template", "empty"), "exists already"),
}


@pytest.fixture
def desk(workspace: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to make mistakes in."""
    desk = workspace.parent
    (desk / "file.txt").write_text("a file", encoding="utf-8")
    (desk / "empty").mkdir()
    shutil.copytree(tiny_pack, desk / "broken")
    (desk / "broken" / "plan.json").write_text('{"plan_date": 7}', encoding="utf-8")
    monkeypatch.chdir(desk)
    return desk


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_ends_in_a_sentence(name: str, desk: Path) -> None:
    arguments, message = MISTAKES[name]
    before = (names_in(desk), files_of(desk))
    ran = planner(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert (names_in(desk), files_of(desk)) == before


def test_mistake_ends_in_a_sentence_in_a_real_process(desk: Path) -> None:
    ran: Ran = planner_process("plan", "file.txt", cwd=desk)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no such folder" in ran.err
