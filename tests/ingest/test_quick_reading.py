"""Reading a workspace without a fault loads no schema library, and with faults names what the schemas name."""

import random
from pathlib import Path

import pytest

from planner.domain.errors import Fault
from planner.ingest.kinds import MOMENT
from planner.ingest.parse import parse_workspace
from planner.ingest.read import read_workspace
from tests.app.commands import python
from tests.workspaces import Tables, tiny_workspace

HEAVY = ("geopandas", "holidays", "numpy", "pandas", "pandera", "shapely")


def test_importing_loads_nothing_heavy() -> None:
    ran = python(["-c", f"import sys, planner.ingest.build, planner.clocks; print(sorted(set(sys.modules) & set({HEAVY!r})))"])
    assert (ran.code, ran.out.strip()) == (0, "[]"), ran.err


def test_a_workspace_without_a_fault_is_read_without_the_schemas(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from planner.ingest.build import load_workspace; load_workspace(Path(sys.argv[1]))"
    ran = python(["-c", f"{program}; print('pandera' in sys.modules)", str(tiny_workspace(tmp_path))])
    assert (ran.code, ran.out.strip()) == (0, "False"), ran.err


@pytest.mark.parametrize("seed", range(10))
def test_cells_that_can_not_be_read_are_all_named(seed: int, tmp_path: Path) -> None:
    """Blank where a value is needed, or a text the column can not hold: each is a fault, and nothing else is."""
    chance = random.Random(seed)

    def damage(tables: Tables) -> None:
        for _ in range(8):
            row = chance.choice(tables["people"])
            row[chance.choice(sorted(row))] = chance.choice(["", "x", "2026-13-01", "0"])

    raw = read_workspace(tiny_workspace(tmp_path, damage))
    table = raw.tables["people"]
    expected = {
        (number, column.name, text or "")
        for column in table.spec.columns
        for number, text in zip(table.numbers, table.columns[column.name], strict=True)
        if (column.required if text is None else column.kind.fault(text))
    }
    parsed, faults = parse_workspace(raw)
    assert {where(fault) for fault in faults} == expected
    assert len(faults) == len(expected)
    whole = {row.number for row in parsed["people"].rows if row.is_whole}
    assert whole == set(table.numbers) - {number for number, _, _ in expected}


def where(fault: Fault) -> tuple[int, str, str]:
    return fault.row, fault.column, fault.value


def test_a_moment_is_written_in_one_way_whatever_it_was_written_as_before() -> None:
    texts = ["2026-08-10 04:35", "2026-08-10T04:35+01:00", "2026-08-10T03:35Z"]
    assert {MOMENT.write(MOMENT.read(text)) for text in texts} == {"2026-08-10T03:35:00Z"}
