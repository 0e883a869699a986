"""Empty seats counted twice over: by the planner's running chances, by the verifier's exact fractions, and by drawing."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from planner.attrition.model import late_leavers
from planner.attrition.seats import Departing, Outlook
from planner.domain.attrition import Attrition
from planner.domain.ids import DepartureId, PartyId
from planner.verify.seats import chance_of_more, expected_empty, with_booked, with_reserve

DEPARTURE = DepartureId("D")


def outlook(attrition: Attrition, booked: list[int], reserves: list[int], allowed: int) -> Outlook:
    departing = Departing(attrition, booked)
    for people in reserves:
        departing.reserve(people)
    return departing.outlook(allowed)


@pytest.mark.parametrize("seed", range(40))
def test_planner_and_verifier_count_the_same(seed: int) -> None:
    rng = random.Random(seed)
    attrition = Attrition(rng.choice([0.0, 0.05, 0.4, 0.9]), rng.choice([0.0, 0.25, 0.6]), 0.08)
    booked = [rng.choice([1, 1, 1, 2, 4]) for _ in range(rng.randint(1, 12))]
    reserves = [rng.choice([1, 1, 2, 3]) for _ in range(rng.randint(0, 10))]
    allowed = rng.randint(0, 3)
    outcomes, parties = with_booked(booked), len(booked)
    for people in reserves:
        outcomes, parties = with_reserve(outcomes, people), parties + 1
    counted = outlook(attrition, booked, reserves, allowed)
    assert counted.expected_empty == pytest.approx(float(expected_empty(outcomes, parties, attrition)), abs=1e-9)
    assert counted.chance == pytest.approx(float(chance_of_more(outcomes, parties, attrition, allowed)), abs=1e-9)


def test_by_hand_two_booked_and_one_reserve() -> None:
    each_by_itself = Attrition(0.5, 0.0, 0.0)
    outcomes = with_reserve(with_booked([1, 1]), 1)
    # Empty seats before the reserve: 0, 1, 2 with 1/4, 1/2, 1/4; the reserve is there half the time and fills one.
    assert expected_empty(outcomes, 3, each_by_itself) == Fraction(5, 8)
    assert chance_of_more(outcomes, 3, each_by_itself, 0) == Fraction(1, 2)
    assert outlook(each_by_itself, [1, 1], [1], 0) == Outlook(0.625, 0.5)


def test_a_party_too_large_for_the_empty_seats_is_passed_over() -> None:
    each_by_itself = Attrition(0.5, 0.0, 0.0)
    assert outlook(each_by_itself, [1], [2], 0) == outlook(each_by_itself, [1], [], 0)
    assert outlook(each_by_itself, [1, 1], [2], 0).expected_empty == pytest.approx(1 - 2 / 8)


@pytest.mark.parametrize("alike", [0.0, 0.25])
def test_draws_leave_as_many_seats_empty_as_counted(alike: float) -> None:
    attrition, booked, reserves = Attrition(0.4, alike, 0.0), [1] * 6, [1, 1, 2]
    parties = [PartyId(str(number)) for number in range(len(booked) + len(reserves))]
    sizes = dict(zip(parties, booked + reserves, strict=True))
    draws = np.array([_empty(attrition, parties, sizes, len(booked), number) for number in range(4000)])
    counted = outlook(attrition, booked, reserves, 1)
    assert draws.mean() == pytest.approx(counted.expected_empty, abs=0.1)
    assert (draws > 1).mean() == pytest.approx(counted.chance, abs=0.03)


def _empty(attrition: Attrition, parties: list[PartyId], sizes: dict[PartyId, int], booked: int, number: int) -> int:
    out = late_leavers(attrition, {DEPARTURE: parties}, np.random.default_rng([3, number])).out
    empty = sum(sizes[party] for party in parties[:booked] if party in out)
    for party in parties[booked:]:
        if party not in out and sizes[party] <= empty:
            empty -= sizes[party]
    return empty


def test_more_reserves_never_leave_more_seats_empty() -> None:
    attrition, departing = Attrition(0.4, 0.25, 0.0), Departing(Attrition(0.4, 0.25, 0.0), [1, 2, 1, 1])
    seen = [departing.outlook(1)]
    for people in (1, 3, 1, 2, 1):
        departing.reserve(people)
        seen.append(departing.outlook(1))
    assert all(after.chance <= before.chance and after.expected_empty <= before.expected_empty for before, after in pairwise(seen))
    assert outlook(attrition, [1, 2, 1, 1], [1, 3, 1, 2, 1], 1) == seen[-1]
