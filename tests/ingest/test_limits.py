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
