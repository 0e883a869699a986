"""Grid files: ranges are read as written, and everything wrong is said at once, with nothing written."""

from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.ingest.build import load_workspace
from planner.scenario.base import Base, base_of
from planner.scenario.grid.measures import NAMES
from planner.scenario.grid.read import read_grid
from planner.scenario.kinds import KEYS, KINDS
from tests.app.commands import ROOT, files_of, names_in, planner
from tests.workspaces import tiny_workspace

HEAD = 'name = "Grid"\nreason = "To see"\n'
BEDS = '[[parameter]]\nname = "Beds"\nwhat = "beds"\nunit = "BROOK-B"\n'
CASES = '[[parameter]]\nname = "Cases"\nwhat = "resource"\nresource = "cases"\nadd = [0, 1]\n'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_workspace(tmp_path_factory.mktemp("grids"))


@pytest.fixture(scope="module")
def base(workspace: Path) -> Base:
    return base_of(load_workspace(workspace))


def written(folder: Path, text: str) -> Path:
    path = folder / "grid.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, base: Base, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_grid(written(folder, text), base)
    return [str(fault) for fault in caught.value.faults]


def test_every_combination_is_a_scenario_and_the_last_parameter_changes_first(tmp_path: Path, base: Base) -> None:
    grid = read_grid(written(tmp_path, HEAD + BEDS + "add = { from = -2, to = 2, step = 2 }\n" + CASES), base)
    assert [parameter.values for parameter in grid.parameters] == [(-2, 0, 2), (0, 1)]
    assert grid.places() == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert [parameter.neutral for parameter in grid.parameters] == [1, 0]
    beds, cases = grid.changes((2, 1))
    assert (beds.words(), cases.words()) == ("Beds +2 in BROOK-B", "Case steps a day +1")
    assert (grid.frontier, grid.same) == (("detention_nights", "empty_seats"), "transfers")


def test_steps_are_exact_and_end_where_they_do_not_meet_the_end(tmp_path: Path, base: Base) -> None:
    (parameter,) = read_grid(written(tmp_path, HEAD + BEDS + "scale = { from = 0.1, to = 0.65, step = 0.1 }\n"), base).parameters
    assert parameter.values == tuple(Decimal(tenth) / 10 for tenth in range(1, 7))
    assert parameter.neutral is None


def test_a_rule_in_a_grid_is_marked_as_policy(tmp_path: Path, base: Base) -> None:
    text = HEAD + '[[parameter]]\nname = "Notice"\nwhat = "case"\nfigure = "notice_working_days"\nset = [3, 5]\n'
    (parameter,) = read_grid(written(tmp_path, text), base).parameters
    assert parameter.is_policy


BAD = [
    (BEDS + "add = [0, 1]\n" + BEDS + "add = [0, 1]\n", "is the name of more than one parameter; give each its own (found 'Beds')"),
    (BEDS + "add = 1\n", "one of set, add, scale must have a range; none has one"),
    (BEDS + "add = []\n", "has no number"),
    (BEDS + "add = [1, 1]\n", "stands there more than once"),
    (BEDS + 'add = [1, "two"]\n', "allowed are numbers; write for instance"),
    (BEDS + "set = [-1, 1]\n", "allowed is a number, 0 or more"),
    (BEDS + "add = { from = 0, to = 5 }\n", "parameter 1.add.step: is missing; a range has from, to, step"),
    (BEDS + "add = { from = 0, to = 5, step = 1, by = 2 }\n", "parameter 1.add.by: is not a known key"),
    (BEDS + "add = { from = 0, to = 5, step = 0 }\n", "allowed is a number above 0"),
    (BEDS + "add = { from = 5, to = 0, step = 1 }\n", "must not be less than from, which is 5"),
    (BEDS + "add = { from = 0, to = inf, step = 1 }\n", "allowed are numbers from -1,000,000 to 1,000,000"),
    (BEDS + "add = { from = 0, to = 1000000, step = 0.000001 }\n", "allowed are 20,000 scenarios in all"),
    (
        BEDS + "add = { from = 0, to = 200, step = 1 }\n" + CASES.replace("[0, 1]", "{ from = 0, to = 100, step = 1 }"),
        "makes 20,301 scenarios",
    ),
    (BEDS.replace('name = "Beds"\n', "") + "add = [0, 1]\n", "parameter 1.name: allowed is a text"),
    (BEDS.replace("BROOK-B", "BROOK-Z") + "add = [0, 1]\n", "matches nothing; near are"),
    (BEDS.replace("beds", "bed") + "add = [0, 1]\n", "is not known; near are beds"),
    (BEDS + 'add = [0, 1]\nfirst_night = ["2026-08-12"]\n', "can have no range; allowed is a date"),
    ('[[parameter]]\nname = "X"\nwhat = "close"\nunit = "BROOK-B"\n', "has no number to range over"),
    ('frontier = ["transfers"]\n' + BEDS + "add = [0, 1]\n", f"allowed are two of {', '.join(NAMES)}"),
    ('same = "beds"\n' + BEDS + "add = [0, 1]\n", "allowed is one of unplaced_nights"),
    ("parameter = 3\n", "write [[parameter]] with the keys"),
    ("", "write [[parameter]] with the keys"),
    ("[[parameter]\n", "is not valid TOML"),
    (
        "".join(f'[[parameter]]\nname = "{number}"\nwhat = "resource"\nresource = "cases"\nadd = [0]\n' for number in range(7)),
        "allowed are 6 parameters at most",
    ),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_said(tmp_path: Path, base: Base, text: str, said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, base, HEAD + text)), faults(tmp_path, base, HEAD + text)


def test_parameters_that_do_not_fit_together_are_refused(tmp_path: Path, base: Base) -> None:
    move = '[[parameter]]\nname = "{}"\nwhat = "move"\ndeparture = "D-0820"\ndays = [-6, 0]\n'
    assert not read_grid(written(tmp_path, HEAD + move.format("a")), base).parameters[0].is_policy
    assert any("together with the others" in fault for fault in faults(tmp_path, base, HEAD + move.format("a") + move.format("b")))


def test_every_fault_is_said_at_once_and_nothing_is_written(tmp_path: Path, workspace: Path) -> None:
    before = files_of(workspace)
    path = written(tmp_path, 'name = ""\nsame = "x"\n' + BEDS + "add = { from = 0 }\n" + CASES.replace("cases", "case"))
    ran = planner("sweep", workspace, path, "--out", tmp_path / "out")
    assert ran.code == 2
    for said in ("column name", "column reason", "column same", "parameter 1.add.to: is missing", "1.add.step: is missing", "2.resource"):
        assert said in ran.err, said
    assert "nothing was written" in ran.err
    assert names_in(tmp_path) == {"grid.toml"}
    assert files_of(workspace) == before


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "grids").glob("*.toml")), ids=lambda path: path.stem)
def test_the_grids_of_the_documents_fit_the_busy_sample(tmp_path_factory: pytest.TempPathFactory, path: Path) -> None:
    if "busy" not in SAMPLES:
        SAMPLES["busy"] = tmp_path_factory.mktemp("busy") / "workspace"
        assert planner("init", SAMPLES["busy"], "--sample", "busy").code == 0
    assert read_grid(path, base_of(load_workspace(SAMPLES["busy"]))).places()


SAMPLES: dict[str, Path] = {}


def test_the_documents_name_every_figure_and_every_kind_with_a_range() -> None:
    page = (ROOT / "docs" / "whatif.md").read_text(encoding="utf-8")
    assert not [name for name in NAMES if f"`{name}`" not in page]
    without = [kind for kind, what in KINDS.items() if not any(KEYS[key].is_number for key in what.keys)]
    assert all(f"`{kind}`" in page for kind in without)
