"""A site may have a stay limit of its own only where its role has one."""

from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.ingest.build import load_workspace
from tests.workspaces import tiny_tables, tiny_workspace


def test_a_limit_on_a_role_without_one_is_refused(tmp_path: Path) -> None:
    site = next(row["site_id"] for row in tiny_tables()["sites"] if row["role"] == "removal")

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        next(row for row in tables["sites"] if row["site_id"] == site)["stay_limit_hours"] = "48"

    with pytest.raises(InputError) as caught:
        load_workspace(tiny_workspace(tmp_path, edit))
    assert ["stay_limit_hours" in str(fault) and "must be blank" in str(fault) for fault in caught.value.faults] == [True]


def test_where_families_are_in_scope_no_unit_of_a_removal_centre_may_hold_one(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, lambda tables: tables["units"][3].update(holds="adult_man;family"))
    load_workspace(folder)
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8").replace("families_detained = { value = false", "families_detained = { value = true")
    config.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(InputError) as caught:
        load_workspace(folder)
    assert [(fault.file, fault.column) for fault in caught.value.faults] == [("units.csv", "holds")]
    assert "a removal site may hold no family" in str(caught.value.faults[0])
