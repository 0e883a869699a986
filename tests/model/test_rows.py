"""Every capacity stands in one row with its limit, or no plan could exceed it; read plainly from the instance."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from planner.clocks import party_clocks
from planner.domain.horizon import london_date
from planner.domain.instance import Instance
from planner.domain.rules import KeepApartScope
from planner.domain.transport import DayResources
from planner.model.problem import Problem, build_problem
from tests.instances import random_instance

SEEDS = range(20)


@cache
def example(seed: int) -> tuple[Instance, Problem]:
    whole = random_instance(seed, parties=9, days=4 + seed % 9, alike=0.3)
    return whole, build_problem(whole, party_clocks(whole))


def people_in(whole: Instance) -> int:
    return sum(party.size for party in whole.parties)


def holds(number: int, limit: float | None, most: int, problem: Problem) -> bool:
    """Whether a row carries a limit, or there is none because nothing could exceed it."""
    if number < 0:
        return limit is None or limit >= most
    return limit is not None and problem.rows.limits[number] == max(0, limit)


@pytest.mark.parametrize("seed", SEEDS)
def test_beds(seed: int) -> None:
    whole, problem = example(seed)
    units = [unit for site in whole.sites for unit in site.units]
    assert problem.rows.beds.shape == (len(units), whole.horizon.num_days)
    for unit, numbers in zip(units, problem.rows.beds.tolist(), strict=True):
        for night, number in enumerate(numbers):
            assert holds(number, unit.beds[night] - unit.reserved[night], people_in(whole), problem), unit.unit_id


@pytest.mark.parametrize("seed", SEEDS)
def test_doors(seed: int) -> None:
    whole, problem = example(seed)
    for site, admissions, discharges in zip(whole.sites, problem.rows.admissions, problem.rows.discharges, strict=True):
        assert all(holds(number, site.admissions_per_day, people_in(whole), problem) for number in admissions.tolist())
        assert all(holds(number, site.discharges_per_day, people_in(whole), problem) for number in discharges.tolist())


@pytest.mark.parametrize("seed", SEEDS)
def test_ground_seats_and_cases(seed: int) -> None:
    whole, problem = example(seed)
    cases = sum(step.cases for clock in party_clocks(whole) for step in clock.case.steps)
    for offered, ground, case in zip(whole.resources, problem.rows.ground.tolist(), problem.rows.cases.tolist(), strict=True):
        # A party is moved or leaves once a day at most.
        assert holds(ground, offered.ground_seats, people_in(whole), problem)
        assert holds(case, offered.cases, cases, problem)


@pytest.mark.parametrize("seed", SEEDS)
def test_seats_and_what_the_days_staff_allow(seed: int) -> None:
    whole, problem = example(seed)
    contested = {index for day in problem.rows.contested for index in day.departures}
    for index, departure in enumerate(whole.departures):
        offered = whole.resources[whole.horizon.day_of(london_date(departure.departs_at))]
        fits = [people for people in range(1, departure.seats + 1) if departure.escorts_for(people) <= offered.escorts]
        most = max(fits, default=0) if departure.medics <= offered.medics and not departure.cancelled else 0
        assert problem.rows.most_people[index] == most
        assert problem.rows.limits[problem.rows.seats[index]] == (0 if index in contested else most)


def broken_agreement(whole: Instance, aboard: list[int]) -> bool:
    """Whether so many people on each departure exceed a cap of France's or the parity band."""
    rules, horizon = whole.rules, whole.horizon
    on = dict.fromkeys(horizon.dates(), 0)
    for departure, people in zip(whole.departures, aboard, strict=True):
        on[london_date(departure.departs_at)] += people
    if rules.france_daily_cap is not None and max(on.values()) > max(0, rules.france_daily_cap):
        return True
    for when in horizon.dates():
        monday = when - timedelta(days=when.weekday())
        week = sum(people for other, people in on.items() if 0 <= (other - monday).days < 7)
        before = whole.parity.transferred_this_week if monday <= horizon.first_date else 0
        if rules.france_weekly_cap is not None and week > max(0, rules.france_weekly_cap - before):
            return True
        if when.weekday() == 6 or when == horizon.dates()[-1]:
            admitted = sum(item.people for item in whole.planned_admissions if horizon.first_date <= item.admitted_on <= when)
            balance = whole.parity.balance_before + sum(people for other, people in on.items() if other <= when) - admitted
            if balance > rules.parity_upper and sum(people for other, people in on.items() if other <= when):
                return True
    return False


@pytest.mark.parametrize("seed", range(60))
def test_caps_and_parity_are_exceeded_when_a_plain_reading_says_so(seed: int) -> None:
    whole, rng = random_instance(seed, parties=9, days=4 + seed % 9), random.Random(seed)
    whole = replace(whole, rules=replace(whole.rules, parity_upper=rng.choice([-3, 0, 3, 5])))
    rows = build_problem(whole, party_clocks(whole)).rows
    agreement = [[number for number in numbers if number >= 0] for numbers in rows.boarding[:, 1:].tolist()]
    for _ in range(40):
        left, aboard = people_in(whole), []
        for _ in whole.departures:
            aboard.append(rng.choice([0, rng.randint(0, min(left, 5))]))
            left -= aboard[-1]
        used = np.zeros(len(rows.limits))
        for numbers, people in zip(agreement, aboard, strict=True):
            np.add.at(used, numbers, people)
        assert bool((used > rows.limits).any()) == broken_agreement(whole, aboard), aboard


@pytest.mark.parametrize("scope", KeepApartScope)
def test_a_pair_may_have_one_at_a_place_on_a_night_and_one_on_a_departure(scope: KeepApartScope) -> None:
    whole, _ = example(3)
    whole = replace(whole, rules=replace(whole.rules, keep_apart_scope=scope))
    rows = build_problem(whole, party_clocks(whole)).rows
    places = len(whole.sites) if scope is KeepApartScope.SITE else sum(len(site.units) for site in whole.sites)
    assert whole.keep_apart
    assert rows.apart.shape == (len(whole.keep_apart), places, whole.horizon.num_days)
    assert rows.apart_departures.shape == (len(whole.keep_apart), len(whole.departures))
    assert (rows.limits[rows.apart] == 1).all()
    assert (rows.limits[rows.apart_departures] == 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_has_one_number_and_one_meaning(seed: int) -> None:
    rows = example(seed)[1].rows
    alone = [rows.beds, rows.admissions, rows.discharges, rows.ground, rows.cases, rows.seats, rows.apart, rows.apart_departures]
    shared = rows.boarding[:, 1:]
    numbers = np.concatenate([*(each[each >= 0] for each in alone), np.unique(shared[shared >= 0])])
    assert sorted(numbers.tolist()) == sorted(set(numbers.tolist()))
    assert set(numbers.tolist()) <= set(range(len(rows.limits)))
    assert (rows.boarding[:, 0] == rows.seats).all()
    assert (rows.limits >= 0).all()


def test_without_anything_scarce_there_are_only_seats() -> None:
    whole, _ = example(1)
    plenty = replace(
        whole,
        keep_apart=(),
        rules=replace(whole.rules, france_daily_cap=None, france_weekly_cap=None, parity_upper=999),
        resources=(DayResources(99, 99, 99, 99),) * whole.horizon.num_days,
        sites=tuple(
            replace(
                site,
                admissions_per_day=None,
                discharges_per_day=None,
                units=tuple(replace(unit, beds=(99,) * whole.horizon.num_days) for unit in site.units),
            )
            for site in whole.sites
        ),
    )
    rows = build_problem(plenty, party_clocks(plenty)).rows
    assert len(rows.limits) == len(whole.departures)
    assert rows.contested == ()
