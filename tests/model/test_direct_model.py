"""The optimum of every count equals that of a plain direct model, on random small instances."""

import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.model.solve import solve
from tests.instances import random_instance
from tests.model.direct import Direct

SEEDS = range(64)
KNOWN_HARD = (2273, 3012)
"""Instances in which the first linear optima are not whole, so that the search must branch."""

STARTS_FINAL = (5012, 5028)
"""Instances in which a place in onward accommodation is closed for a while, or a departure would be free."""


def assert_equal_optima(instance: Instance) -> None:
    clocks = party_clocks(instance)
    solution = solve(instance, clocks, 600.0, lambda _what, _share: None)
    values = {result.measure: result.value for result in solution.measures}
    assert solution.locks_broken == 0
    assert {result.measure.value: result.gap for result in solution.measures if result.gap} == {}
    assert values == Direct(instance, clocks).optima()


@pytest.mark.parametrize("seed", [*SEEDS, *KNOWN_HARD])
def test_every_count_is_at_its_optimum(seed: int) -> None:
    assert_equal_optima(random_instance(seed, parties=4 + seed % 5, days=4 + seed % 3))


@pytest.mark.parametrize("seed", [*range(6), *STARTS_FINAL])
def test_with_people_in_onward_accommodation_already(seed: int) -> None:
    """They keep a bed there, get one back where it was closed, and are never taken from there to a departure."""
    assert_equal_optima(random_instance(seed, parties=4 + seed % 5, days=4 + seed % 3, settled=0.25))


@pytest.mark.parametrize("tightness", [0.0, 3.0])
@pytest.mark.parametrize("seed", range(2))
def test_with_hardly_a_bed_and_with_room_for_all(seed: int, tightness: float) -> None:
    assert_equal_optima(random_instance(seed, parties=6, days=5, tightness=tightness))


def test_counts_come_in_the_order_of_the_tiers() -> None:
    instance = random_instance(1, parties=3, days=4)
    solution = solve(instance, party_clocks(instance), 600.0, lambda _what, _share: None)
    assert sorted(result.measure for result in solution.measures) == sorted(Measure)
