"""Escorts and medics: what a departure alone on its day can carry, and which of several can run."""

import random
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from planner.clocks import party_clocks
from planner.domain.horizon import london_date
from planner.domain.ids import DepartureId, PartyId, PlaceId
from planner.domain.instance import Instance
from planner.domain.people import Party
from planner.domain.plan import Measure
from planner.domain.transport import DayResources, Departure, Leg
from planner.model.contested import best_choice, limits_at
from planner.model.problem import Problem, build_problem
from planner.model.solve import solve
from tests.clocks.people import departure, instance, man

MOST = 6
SHARES = [Fraction(0), Fraction(1, 3), Fraction(1), Fraction(3, 2), Fraction(5, 2)]


def crowd(departures: tuple[Departure, ...], resources: DayResources) -> Instance:
    """Six men ready to leave today, and nothing but escorts, medics and seats in their way."""
    one = instance(man(), nights=2, departures=departures, parity_upper=99, france_daily_cap=None, france_weekly_cap=None)
    people = [replace(man(number), detained_since=man(number).landed_at) for number in range(MOST)]
    return replace(
        one,
        parties=tuple(Party(PartyId(person.person_id), (person,)) for person in people),
        resources=(resources, DayResources(0, 0, 0, 99)),
        travel={(PlaceId(one.sites[0].site_id), PlaceId("LHR")): Leg(60, 50.0)},
    )


def problem_of(whole: Instance) -> Problem:
    return build_problem(whole, party_clocks(whole))


def transfers(whole: Instance) -> int:
    """Most people who can leave."""
    solution = solve(whole, party_clocks(whole), 600.0, lambda _what, _share: None)
    assert all(result.gap == 0 for result in solution.measures)
    return next(result.value for result in solution.measures if result.measure is Measure.TRANSFERS)


def escorts(item: Departure, people: int) -> int:
    """Team and a share a person, rounded up; none when nobody boards."""
    if not people:
        return 0
    needed = item.escorts_per_person * people
    return item.escort_team + (needed.numerator + needed.denominator - 1) // needed.denominator


def choices(departures: tuple[Departure, ...], offered: DayResources) -> list[tuple[int, ...]]:
    """Every choice of how many board each departure."""
    return [
        people
        for people in product(*(range(item.seats + 1) for item in departures))
        if sum(escorts(item, count) for item, count in zip(departures, people, strict=True)) <= offered.escorts
        and sum(item.medics for item, count in zip(departures, people, strict=True) if count) <= offered.medics
    ]


def random_departures(rng: random.Random, count: int) -> tuple[Departure, ...]:
    """Departures of one afternoon."""
    return tuple(
        replace(
            departure(number, "2026-08-10 15:00"),
            departure_id=DepartureId(f"D-{number}"),
            seats=rng.randint(0, 5),
            escort_team=rng.randint(0, 3),
            escorts_per_person=rng.choice(SHARES),
            medics=rng.randint(0, 2),
        )
        for number in range(count)
    )


@pytest.mark.parametrize("seed", range(24))
def test_most_people_leave_that_escorts_and_medics_allow(seed: int) -> None:
    rng = random.Random(seed)
    departures = random_departures(rng, rng.choice([1, 2, 3, 4]))
    offered = DayResources(rng.randint(0, 14), rng.randint(0, 3), 0, 99)
    most = max(min(MOST, sum(people)) for people in choices(departures, offered))
    assert transfers(crowd(departures, offered)) == most


@pytest.mark.parametrize("seed", range(120))
def test_the_best_choice_is_worth_most(seed: int) -> None:
    rng = random.Random(seed)
    departures = random_departures(rng, rng.choice([2, 3, 4]))
    offered = DayResources(rng.randint(0, 14), rng.randint(0, 4), 0, 99)
    problem = problem_of(crowd(departures, offered))
    for number, day in enumerate(problem.rows.contested):
        running = tuple(departures[index] for index in day.departures)
        possible = choices(running, offered)
        for _ in range(3):
            prices = np.array([rng.choice([-2.0, 0.0, 1.0, 3.0]) * rng.random() for _ in departures])
            worth, choice = best_choice(number, problem.network, problem.rows, prices)
            priced = [prices[index] for index in day.departures]
            assert worth == pytest.approx(max(float(np.dot(priced, people)) for people in possible), abs=1e-6)
            assert worth == pytest.approx(float(np.dot(priced, choice.people)), abs=1e-6)
            assert choice.day == number
            assert choice.people in possible


@pytest.mark.parametrize("seed", range(120))
def test_no_choice_exceeds_a_limit_and_one_attains_it(seed: int) -> None:
    rng = random.Random(seed)
    departures = random_departures(rng, rng.choice([2, 3, 4]))
    offered = DayResources(rng.randint(0, 14), rng.randint(0, 4), 0, 99)
    problem = problem_of(crowd(departures, offered))
    rows, network = problem.rows, problem.network
    priced: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(3):
        prices = np.array([rng.choice([-2.0, 0.0, 1.0, 3.0]) * rng.random() for _ in rows.limits])
        seats = np.append(prices, 0.0)[rows.seats]
        priced.append((prices, np.array([best_choice(number, network, rows, seats)[0] for number in range(len(rows.contested))])))
    limits = limits_at(rows, [*priced, *priced])
    assert len({(limit.day, limit.weights) for limit in limits}) == len(limits)
    assert bool(limits) == any((prices[rows.seats[list(day.departures)]] > 0).any() for prices, _ in priced for day in rows.contested)
    for limit in limits:
        possible = choices(tuple(departures[index] for index in rows.contested[limit.day].departures), offered)
        assert limit.most == pytest.approx(max(float(np.dot(limit.weights, people)) for people in possible), abs=1e-4)
        assert all(np.dot(limit.weights, people) <= limit.most + 1e-6 for people in possible)


@pytest.mark.parametrize("seed", range(120))
def test_a_day_is_contested_when_not_all_can_run_in_full(seed: int) -> None:
    rng = random.Random(seed)
    departures = random_departures(rng, rng.choice([1, 2, 3]))
    offered = DayResources(rng.randint(0, 14), rng.randint(0, 4), 0, 99)
    rows = problem_of(crowd(departures, offered)).rows
    alone = [max(people for (people,) in choices((item,), offered)) for item in departures]
    assert rows.most_people.tolist() == alone
    assert bool(rows.contested) == (tuple(alone) not in choices(departures, offered))
    for day in rows.contested:
        assert day.departures == tuple(index for index, people in enumerate(alone) if people)
        assert rows.limits[rows.seats[list(day.departures)]].tolist() == [0.0] * len(day.departures)


@pytest.mark.parametrize(
    ("team", "each", "offered", "expected"),
    [
        (2, Fraction(5, 2), 4, 0),
        (2, Fraction(5, 2), 5, 1),
        (2, Fraction(5, 2), 6, 1),
        (2, Fraction(5, 2), 7, 2),
        (2, Fraction(5, 2), 9, 2),
        (2, Fraction(5, 2), 10, 3),
        (3, Fraction(0), 3, 6),
        (3, Fraction(0), 2, 0),
    ],
)
def test_a_departure_alone_on_its_day(team: int, each: Fraction, offered: int, expected: int) -> None:
    item = replace(departure(1, "2026-08-10 15:00"), escort_team=team, escorts_per_person=each)
    whole = crowd((item,), DayResources(offered, 0, 0, 99))
    assert transfers(whole) == expected
    assert problem_of(whole).rows.contested == ()


def test_departures_of_different_days_do_not_compete() -> None:
    today = replace(departure(1, "2026-08-10 15:00"), escort_team=3)
    tomorrow = replace(departure(2, "2026-08-11 15:00"), escort_team=3)
    whole = crowd((today, tomorrow), DayResources(3, 0, 0, 99))
    assert problem_of(whole).rows.contested == ()
    assert {london_date(item.departs_at) for item in whole.departures} == {whole.horizon.first_date + timedelta(days=day) for day in (0, 1)}


def test_departures_of_one_day_do() -> None:
    pair = tuple(replace(departure(number, "2026-08-10 15:00"), escort_team=3) for number in (1, 2))
    (contested,) = problem_of(crowd(pair, DayResources(5, 0, 0, 99))).rows.contested
    assert contested.departures == (0, 1)
