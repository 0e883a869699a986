"""The weather outlook as a file."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain.errors import InputError
from planner.forecast.outlook import BASE_SHARE, SHARES, Colour, read_outlook


def test_an_outlook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "outlook.csv"
    path.write_text("date,colour\n2025-12-12,Red\n2025-12-13,green\n", encoding="utf-8")
    assert read_outlook(path) == {date(2025, 12, 12): Colour.RED, date(2025, 12, 13): Colour.GREEN}


def test_every_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "outlook.csv"
    path.write_text("date,colour\n2025-12-12,red\n2025-12-12,green\n13/12/2025,amber\n2025-12-14,blue\n2025-12-15,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_outlook(path)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "date"), (4, "date"), (5, "colour"), (6, "colour")]
    path.write_text("day,colour\n", encoding="utf-8")
    with pytest.raises(InputError, match="column date: the column is missing"):
        read_outlook(path)


def test_shares_keep_to_the_classes() -> None:
    assert SHARES[Colour.RED] > 0.55 > SHARES[Colour.AMBER] > 0.35 > SHARES[Colour.GREEN]
    assert pytest.approx(287 / 757, abs=0.005) == BASE_SHARE
