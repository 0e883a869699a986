"""Scenario files: what is right is read as written, and everything wrong is said at once, with nothing written."""

from fractions import Fraction
from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.ingest.build import load_workspace
from planner.scenario.base import Base, base_of
from planner.scenario.changes.change import Amount, Days, How, Units
from planner.scenario.changes.estate import Beds
from planner.scenario.kinds import KEYS, KINDS
from planner.scenario.read import read_scenarios, together
from tests.app.commands import files_of, names_in, planner
from tests.workspaces import tiny_workspace

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'name = "One"\nreason = "To see"\n'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_workspace(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def base(workspace: Path) -> Base:
    return base_of(load_workspace(workspace))


def written(folder: Path, text: str, name: str = "one.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, base: Base, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_scenarios([written(folder, text)], base)
    return [str(fault) for fault in caught.value.faults]


def test_a_file_is_read_as_written(tmp_path: Path, base: Base) -> None:
    text = HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-*"\nadd = 2\nfirst_night = 2026-08-12\n'
    (scenario,) = read_scenarios([written(tmp_path, text)], base)
    nights = Days(first=base.instance.horizon.date_of(2), last=None)
    assert scenario.changes == (Beds(Units("BROOK-*", None), Amount(How.ADD, Fraction(2)), nights),)
    assert (scenario.name, scenario.reason, scenario.policies) == ("One", "To see", ())


def test_every_kind_has_a_test_that_reads_it() -> None:
    assert {kind for kind, _ in GOOD} == set(KINDS)


GOOD = [
    ("beds", 'site = "BROOK"\nscale = 0.5'),
    ("staffed_share", 'unit = "MANSTON-A"\nshare = 0.75'),
    ("close", 'unit = "BROOK-B"\nfirst_night = 2026-08-12\nlast_night = 2026-08-13'),
    ("open", 'unit = "BROOK-B"\nbeds = 9'),
    ("admissions", 'site = "MANSTON"\nset = "none"'),
    ("discharges", 'site = "BROOK"\nadd = 1'),
    ("stay_limit", 'role = "processing"\nset = 48'),
    ("case", 'figure = "notice_working_days"\nset = 3'),
    ("seats", 'departure = "D-08*"\nadd = 1'),
    ("cancel", 'departure = "D-0820"'),
    ("move", 'departure = "D-0820"\ndays = 1\nat = 12:00:00'),
    ("add_departure", 'departure = "D-0819"\nlike = "D-0820"\ndeparts_at = 2026-08-19T09:00:00'),
    ("resource", 'resource = "escorts"\nadd = 5'),
    ("france", 'cap = "weekly"\nadd = 20'),
    ("parity", 'band = "upper"\nadd = 10'),
    ("arrivals", "scale = 2"),
    ("shift_arrivals", "days = 1"),
    ("past_arrivals", 'first_day = 2025-08-01\nfile = "past.csv"'),
]


@pytest.mark.parametrize(("what", "keys"), GOOD)
def test_every_kind_is_read_and_changes_the_problem(tmp_path: Path, base: Base, what: str, keys: str) -> None:
    (tmp_path / "past.csv").write_text("date,people\n2025-08-01,7\n", encoding="utf-8")
    (scenario,) = read_scenarios([written(tmp_path, f'{HEAD}[[change]]\nwhat = "{what}"\n{keys}\n')], base)
    assert scenario.apply(base) != base.instance
    assert scenario.changes[0].words()


BAD = [
    ("", "reason: is missing"),
    (HEAD + "[[change]]\n", "change 1.what: is missing; allowed are add_departure, admissions"),
    (HEAD + '[[change]]\nwhat = "bed"\n', "change 1.what: is not known; near are beds"),
    (HEAD + "change = 3\n", "change: there is no change"),
    (HEAD + "change = [3]\n", "change 1: must be a table"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROK-B"\nadd = 1\n', "change 1.unit: matches nothing; near are BROOK-B"),
    (HEAD + '[[change]]\nwhat = "beds"\nsite = "YARLS"\nunit = "BROOK-B"\nadd = 1\n', "change 1.unit: matches nothing"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nadd = "1"\n', "change 1.add: allowed is a number"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nadd = nan\n', "change 1.add: allowed is a number"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nadd = 1e999999\n', "change 1.add: allowed are numbers from"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nadd = 1e-999999\n', "change 1.add: allowed are 6 decimals"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nset = -1\n', "change 1.set: allowed is a number, 0 or more"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nset = "none"\n', "change 1.set: there is no limit to take away"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\n', "of beds: give one of set, add, scale; none is given"),
    (HEAD + '[[change]]\nwhat = "beds"\nunit = "BROOK-B"\nadd = 1\nscale = 2\n', "set, add, scale; add and scale are both given"),
    (HEAD + '[[change]]\nwhat = "beds"\nadd = 1\n', "give unit or site"),
    (
        HEAD + '[[change]]\nwhat = "close"\nunit = "*"\nfirst_nigt = 2026-08-12\n',
        "first_nigt: of close: is not a known key; near is first_night",
    ),
    (HEAD + '[[change]]\nwhat = "close"\nunit = "*"\nfirst_night = 2027-01-01\n', "covers no night of the plan"),
    (
        HEAD + '[[change]]\nwhat = "close"\nunit = "*"\nfirst_night = 2026-08-13\nlast_night = 2026-08-12\n',
        "last_night: must not be before first_night",
    ),
    (HEAD + '[[change]]\nwhat = "cancel"\ndeparture = "D-0821"\n', "change 1.departure: matches nothing"),
    (HEAD + '[[change]]\nwhat = "move"\ndeparture = "D-0820"\n', "give days or at"),
    (HEAD + '[[change]]\nwhat = "move"\ndeparture = "D-0820"\ndays = 30\n', "must leave after the moment of the inputs"),
    (HEAD + '[[change]]\nwhat = "past_arrivals"\nfirst_day = 2025-08-01\nfile = "none.csv"\n', "can not be read as UTF-8 text"),
    (HEAD + '[[change]]\nwhat = "past_arrivals"\nfirst_day = 2020-08-01\n', "nobody came from"),
    (HEAD + '[[change]]\nwhat = "stay_limit"\nrole = "processing"\nsite = "MANSTON"\nset = 9\n', "give one of role, site"),
    (HEAD + '[[change]]\nwhat = "case"\nfigure = "answer_days"\nset = 99\n', "more than answer_exceptional_days"),
    (HEAD + "[[change]\n", "is not valid TOML"),
    (HEAD + 'nmae = "x"\n[[change]]\nwhat = "arrivals"\nscale = 2\n', "nmae: is not a known key; near is name"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_said(tmp_path: Path, base: Base, text: str, said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, base, text)), faults(tmp_path, base, text)


def test_every_fault_of_every_file_is_said_at_once_and_nothing_is_written(tmp_path: Path, workspace: Path) -> None:
    before = files_of(workspace)
    one = written(tmp_path, HEAD + '[[change]]\nwhat = "bed"\n[[change]]\nwhat = "close"\nunit = "X"\n')
    two = written(tmp_path, 'name = ""\n[[change]]\nwhat = "france"\ncap = "monthly"\nadd = 1\n', "two.toml")
    ran = planner("whatif", workspace, one, two, tmp_path / "three.toml", "--out", tmp_path / "out")
    assert ran.code == 2
    for said in ("one.toml, column change 1.what", "change 2.unit: matches nothing", "two.toml, column name", "change 1.cap", "three.toml"):
        assert said in ran.err
    assert "nothing was written" in ran.err
    assert names_in(tmp_path) == {"one.toml", "two.toml"}
    assert files_of(workspace) == before


def test_two_files_of_one_name_are_refused(tmp_path: Path, base: Base) -> None:
    text = HEAD + '[[change]]\nwhat = "arrivals"\nscale = 2\n'
    with pytest.raises(InputError, match=r"is the name in one\.toml too"):
        read_scenarios([written(tmp_path, text), written(tmp_path, text, "two.toml")], base)


def test_changes_that_do_not_fit_together_are_refused(tmp_path: Path, base: Base) -> None:
    text = '[[change]]\nwhat = "cancel"\ndeparture = "D-0820"\n'
    files = [written(tmp_path, f'name = "{name}"\nreason = "x"\n{text}', f"{name}.toml") for name in ("a", "b")]
    scenarios = read_scenarios(files, base)
    with pytest.raises(InputError, match="together with the others"):
        together(scenarios, base)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("sample", ["busy", "quiet"])
def test_the_files_of_the_documents_fit_the_samples(tmp_path_factory: pytest.TempPathFactory, path: Path, sample: str) -> None:
    folder = sample_folder(tmp_path_factory, sample)
    assert read_scenarios([path], base_of(load_workspace(folder)))


SAMPLES: dict[str, Path] = {}


def sample_folder(factory: pytest.TempPathFactory, sample: str) -> Path:
    if sample not in SAMPLES:
        SAMPLES[sample] = factory.mktemp(sample) / "workspace"
        assert planner("init", SAMPLES[sample], "--sample", sample).code == 0
    return SAMPLES[sample]


def test_the_documents_name_every_kind_and_key() -> None:
    page = (ROOT / "docs" / "whatif.md").read_text(encoding="utf-8")
    assert not [kind for kind in KINDS if f"| `{kind}` |" not in page]
    assert not [key for key in KEYS if f"`{key}`" not in page]
