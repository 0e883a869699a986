"""Nothing is reported on good plans; `python -m benchmarks.sweep_verify` does the same for a thousand."""

from pathlib import Path

import pytest

from tests.verify.good_plans import check_good_plan


@pytest.mark.parametrize("seed", range(1_000_000, 1_000_060))
def test_nothing_is_found_in_a_good_plan(seed: int, tmp_path: Path) -> None:
    checked = check_good_plan(seed, tmp_path)
    assert checked.found == ()
    assert checked.facts > 0
    assert checked.people > 0
