"""Random damage ends in named faults, never in anything else."""

import random
from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.ingest.build import load_workspace
from planner.ingest.tables import TABLES
from tests.workspaces import Tables, tiny_workspace

JUNK = (
    "",
    "x",
    "-1",
    "0",
    "9999999",
    "51.0",
    "2026-08-30",
    "2026-10-25 01:30",
    "WJF",
    "BROOK",
    "P-01",
    "D-0818",
    "site",
    "family",
    "=1+1",
    "a;b",
    "\0",
)


@pytest.mark.parametrize("seed", range(20))
def test_damage_of_any_kind_gives_faults_and_nothing_else(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)

    def damage(tables: Tables) -> None:
        for _ in range(6):
            name = chance.choice(sorted(tables))
            row = chance.choice(tables[name])
            row[chance.choice(TABLES[name].column_names)] = chance.choice(JUNK)
        tables["people"].append(dict(chance.choice(tables["people"])))

    with pytest.raises(InputError) as caught:
        load_workspace(tiny_workspace(tmp_path, damage))
    faults = caught.value.faults
    assert list(faults) == sorted(set(faults))
    assert all(fault.file and fault.problem for fault in faults)
