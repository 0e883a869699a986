"""Escorts and medics: what a departure alone on its day can carry, and which of several can run."""

import random
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import product

import pytest

from planner.clocks import party_clocks
from planner.domain.horizon import london_date
from planner.domain.ids import DepartureId
from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.domain.transport import DayResources, Departure
from planner.model.solve import solve
from tests.clocks.people import departure, instance, man
from tests.model.parts import parts_of

MOST = 6


def crowd(departures: tuple[Departure, ...], resources: DayResources) -> Instance:
    """Six men ready to leave today, and nothing but escorts, medics and seats in their way."""
    one = instance(man(), nights=2, departures=departures, parity_upper=99, france_daily_cap=None, france_weekly_cap=None)
    party = one.parties[0]
    people = [replace(man(number), detained_since=man(number).landed_at) for number in range(MOST)]
    travel = {(a, b): leg for a, b, leg in _legs(one)}
    return replace(
        one,
        parties=tuple(replace(party, party_id=person.person_id, people=(person,)) for person in people),  # type: ignore[arg-type]
        resources=(resources, DayResources(0, 0, 0, 99)),
        travel=travel,
    )


def _legs(one: Instance) -> list[tuple[object, object, object]]:
    from planner.domain.transport import Leg

    return [(one.sites[0].site_id, "LHR", Leg(60, 50.0))]


def transfers(whole: Instance) -> int:
    """Most people who can leave."""
    solution = solve(replace(whole, rules=replace(whole.rules, tiers=whole.rules.tiers)), party_clocks(whole), 600.0, lambda _a, _b: None)
    assert all(result.gap == 0 for result in solution.measures)
    return next(result.value for result in solution.measures if result.measure is Measure.TRANSFERS)


def escorts(item: Departure, people: int) -> int:
    """Team and a share a person, rounded up; none when nobody boards."""
    if not people:
        return 0
    needed = item.escorts_per_person * people
    return item.escort_team + (needed.numerator + needed.denominator - 1) // needed.denominator


def most(departures: tuple[Departure, ...], offered: DayResources) -> int:
    """Most people over every choice of how many board each departure."""
    return max(
        sum(people)
        for people in product(*(range(min(MOST, item.seats) + 1) for item in departures))
        if sum(people) <= MOST
        and sum(escorts(item, count) for item, count in zip(departures, people, strict=True)) <= offered.escorts
        and sum(item.medics for item, count in zip(departures, people, strict=True) if count) <= offered.medics
    )


@pytest.mark.parametrize("seed", range(30))
def test_most_people_leave_that_escorts_and_medics_allow(seed: int) -> None:
    rng = random.Random(seed)
    departures = tuple(
        replace(
            departure(number, "2026-08-10 15:00"),
            departure_id=DepartureId(f"D-{number}"),
            seats=rng.randint(0, 5),
            escort_team=rng.randint(0, 3),
            escorts_per_person=rng.choice([Fraction(0), Fraction(1, 3), Fraction(1), Fraction(3, 2), Fraction(5, 2)]),
            medics=rng.randint(0, 2),
        )
        for number in range(rng.choice([1, 1, 2, 3]))
    )
    offered = DayResources(rng.randint(0, 14), rng.randint(0, 3), 0, 99)
    assert transfers(crowd(departures, offered)) == most(departures, offered)


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
    assert parts_of(whole).resources.contested == ()


def test_departures_of_different_days_do_not_compete() -> None:
    today = replace(departure(1, "2026-08-10 15:00"), escort_team=3)
    tomorrow = replace(departure(2, "2026-08-11 15:00"), escort_team=3)
    whole = crowd((today, tomorrow), DayResources(3, 0, 0, 99))
    assert parts_of(whole).resources.contested == ()
    assert {london_date(item.departs_at) for item in whole.departures} == {whole.horizon.first_date + timedelta(days=day) for day in (0, 1)}


def test_departures_of_one_day_do() -> None:
    pair = tuple(replace(departure(number, "2026-08-10 15:00"), escort_team=3) for number in (1, 2))
    (contested,) = parts_of(crowd(pair, DayResources(5, 0, 0, 99))).resources.contested
    assert contested.departures == (0, 1)
