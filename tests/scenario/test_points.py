"""What is read from a solved grid: frontier, smallest changes, what else gives the same, shades that can be read."""

from decimal import Decimal
from itertools import product

import pytest

from planner.scenario.grid.measures import NAMES, Known
from planner.scenario.grid.page import shade
from planner.scenario.grid.points import Point, Points, fewest_unplaced, frontier, levels, smallest_clearing
from planner.scenario.grid.read import Grid, Parameter
from planner.scenario.run import Outcome


def parameter(name: str, *values: int, neutral: int | None = 0) -> Parameter:
    return Parameter(name, values, (), neutral)


def known(outcome: Outcome = Outcome.PROVEN, **figures: int) -> Known:
    return Known(outcome, 0.0, {**dict.fromkeys(NAMES, 0), **figures})


def points(parameters: tuple[Parameter, ...], all_known: list[Known], base: Known | None = None) -> Points:
    grid = Grid("g", "r", parameters, ("detention_nights", "empty_seats"), "transfers", "g.toml", "")
    places = product(*(range(len(each.values)) for each in parameters))
    found = (Point(number, *pair) for number, pair in enumerate(zip(places, all_known, strict=True)))
    return Points(grid, base or all_known[0], tuple(found))


def test_the_frontier_holds_what_nothing_beats_in_both_figures() -> None:
    pairs = [(10, 5), (8, 7), (9, 7), (8, 6), (10, 5), (12, 4), (20, 4)]
    found = points((parameter("a", *range(7)),), [known(detention_nights=a, empty_seats=b) for a, b in pairs])
    assert [point.number for point in frontier(found)] == [3, 0, 5]
    for point in found.points:
        mine = pairs[point.number]
        beaten = any(other != mine and other[0] <= mine[0] and other[1] <= mine[1] for other in pairs)
        assert beaten is not (mine in [pairs[each.number] for each in frontier(found)])


def test_points_without_a_plan_are_on_no_frontier() -> None:
    all_known = [known(detention_nights=5, empty_seats=5), known(Outcome.LOCKS, detention_nights=1, empty_seats=1)]
    assert [point.number for point in frontier(points((parameter("a", 0, 1),), all_known))] == [0]


def test_the_smallest_changes_that_clear_all_nights_are_those_of_which_nothing_can_be_taken_back() -> None:
    parameters = (parameter("beds", 0, 1, 2), parameter("flights", 0, 1, 2))
    clears = {(0, 2), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
    all_known = [known(unplaced_nights=0 if place in clears else 7 - sum(place)) for place in product(range(3), range(3))]
    found = points(parameters, all_known)
    assert {point.places for point in smallest_clearing(found)} == {(0, 2), (1, 1), (2, 0)}
    best = fewest_unplaced(points(parameters, [known(unplaced_nights=9 - number) for number in range(9)]))
    assert best is not None
    assert best.places == (2, 2)


def test_steps_are_counted_from_what_changes_nothing() -> None:
    found = points((parameter("beds", -4, 0, 4, neutral=1),), [known(), known(unplaced_nights=1), known()])
    assert {point.places for point in smallest_clearing(found)} == {(0,), (2,)}


def test_what_gives_the_same_is_the_least_of_the_first_beside_each_of_the_second() -> None:
    parameters = (parameter("beds", 0, 5, 10), parameter("escorts", 0, 2))
    transfers = [10, 11, 11, 12, 12, 12]
    found = levels(points(parameters, [known(transfers=number) for number in transfers]), ())
    assert [(level.value, level.least) for level in found] == [(11, (1, 0)), (12, (2, 1))]


def test_amounts_keep_the_decimals_of_the_file() -> None:
    found = points((Parameter("share", (Decimal("0.10"), Decimal("0.2")), (), None),), [known(), known()])
    assert [found.words(point) for point in found.points] == ["share: 0.10", "share: 0.2"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("percent", range(101))
def test_figures_stand_out_from_every_shade(percent: int) -> None:
    colour, is_dark = shade(percent / 100)
    ground = luminance(colour) + 0.05
    assert (1.05 / ground if is_dark else ground / 0.05) >= 4.5
