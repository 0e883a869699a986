"""Head counts that do not match are an alarm: the plan can not mend them, and nobody may overlook them."""

from pathlib import Path

import pytest

from planner.verify import verify_pack
from tests.verify.packs import Draft


@pytest.mark.parametrize("people_ashore", ["2", ""])
def test_an_incident_closed_without_a_matching_head_count_raises_an_alarm(people_ashore: str, tmp_path: Path) -> None:
    draft = Draft()
    draft.row("incidents", "I2").update(people_ashore=people_ashore)
    assert any("I2 is recorded as closed" in alarm for alarm in verify_pack(draft.write(tmp_path / "pack")).alarms)
