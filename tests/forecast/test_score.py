"""Scores against what can be worked out by hand or by another way."""

import numpy as np
import pytest

from planner.forecast.score import crps, pinball, score


def test_crps_of_one_value_is_the_distance() -> None:
    assert crps(np.array([3.0]), 10.0) == 7.0


def test_crps_is_the_integral_of_the_squared_difference_of_distributions() -> None:
    random = np.random.default_rng(1)
    for came in (0.0, 40.0, 400.0):
        values = np.sort(np.where(random.random(50) < 0.6, 0.0, random.gamma(1, 100, 50)))
        grid = np.linspace(0, 1000, 400_001)
        share = np.searchsorted(values, grid, side="right") / len(values)
        integral = float(((share - (grid >= came)) ** 2).sum() * (grid[1] - grid[0]))
        assert crps(values, came) == pytest.approx(integral, abs=0.01)


def test_crps_is_least_for_the_right_distribution() -> None:
    random = np.random.default_rng(2)
    came = random.gamma(2, 50, 2000)
    right, wide, shifted = (
        np.sort(values) for values in (random.gamma(2, 50, 2000), random.gamma(2, 90, 2000), random.gamma(2, 50, 2000) + 40)
    )
    means = [np.mean([crps(values, each) for each in came]) for values in (right, wide, shifted)]
    assert means[0] < min(means[1:])


def test_pinball_weighs_what_lies_above_and_below() -> None:
    assert (pinball(0.95, 10.0, 20.0), pinball(0.95, 20.0, 10.0), pinball(0.5, 5.0, 5.0)) == pytest.approx((9.5, 0.5, 0.0))


def test_coverage_counts_the_ends_and_knows_what_to_expect_of_many_zeros() -> None:
    found = score(np.array([0.0] * 80 + list(range(1, 21))), 0.0)
    assert found.in_50
    assert found.in_90
    assert (found.own_50, found.own_90) == pytest.approx((0.8, 0.95), abs=0.01)
    assert not score(np.arange(100.0), 99.0).in_90
