"""Every rule broken on purpose is caught by that rule; the sound pack is clean."""

from pathlib import Path

import pytest

from planner.verify import RULES, verify_pack
from tests.verify.catalogue import MUTATIONS
from tests.verify.damage import Mutation
from tests.verify.pack_data import MEASURES
from tests.verify.packs import Draft

LEAST_MUTATIONS = 170


def test_sound_pack_is_clean(tmp_path: Path) -> None:
    verification = verify_pack(Draft().write(tmp_path / "pack"))
    assert verification.violations == ()
    assert verification.alarms == ()
    assert verification.is_acceptable


def test_measures_are_those_counted_by_hand(tmp_path: Path) -> None:
    verification = verify_pack(Draft().write(tmp_path / "pack"))
    assert dict(verification.measures) == {name: value for name, (_, value) in MEASURES.items()}


def test_every_rule_is_checked_on_something(tmp_path: Path) -> None:
    verification = verify_pack(Draft().write(tmp_path / "pack"))
    assert {rule for rule, facts in verification.rules.items() if not facts} == {"family_hours"}
    assert set(verification.rules) == set(RULES)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_caught_by_its_rule(mutation: Mutation, tmp_path: Path) -> None:
    draft = Draft()
    mutation.damage(draft)
    verification = verify_pack(draft.write(tmp_path / "pack"))
    assert mutation.rule in {violation.rule for violation in verification.violations}
    assert not verification.is_acceptable
    assert all(violation.message for violation in verification.violations)


def test_every_rule_is_caught_by_a_mutation() -> None:
    assert {mutation.rule for mutation in MUTATIONS} == set(RULES)


def test_mutations_are_many_and_have_names_of_their_own() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(names) == len(set(names))
    assert len(names) >= LEAST_MUTATIONS
