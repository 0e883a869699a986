"""Both samples are valid workspaces, with doubtful rows on purpose."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from planner.ingest.build import load_workspace
from planner.sample import create
from planner.sample.workspace import SampleKind

PLAN_DATES = (date(2026, 8, 10), date(2026, 3, 18), date(2026, 10, 25))


@pytest.mark.parametrize("plan_date", PLAN_DATES)
@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_sample_loads_without_fault(kind: SampleKind, plan_date: date, tmp_path: Path) -> None:
    create(tmp_path / kind, kind, plan_date, 3)
    instance = load_workspace(tmp_path / kind).instance
    num_known = sum(party.size for party in instance.parties if not party.is_expected)
    assert instance.horizon.first_date == plan_date
    assert num_known == {"busy": 2873, "quiet": 1163}[kind]


def test_doubtful_rows_are_found(tmp_path: Path) -> None:
    create(tmp_path / "busy", "busy", PLAN_DATES[0], 3)
    codes = {doubt.code for doubt in load_workspace(tmp_path / "busy").instance.triage}
    assert {"boat_size", "head_count", "stay_over"} <= codes
    assert "reserved_over_beds" not in codes
