"""The same problem written directly comes to the same optimum of every measure, whoever solves it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from benchmarks.peers import PeerResult, cpsat, highs
from planner.clocks import PartyClock, party_clocks
from planner.domain.ids import LockId, PartyId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.plan import Measure
from tests.instances import random_instance
from tests.model.direct import Direct

Run: TypeAlias = Callable[[Instance, tuple[PartyClock, ...], float], PeerResult]

AMPLE = 60.0
PEERS = pytest.mark.parametrize("run", [highs.run, cpsat.run], ids=["highs", "cpsat"])


def assert_equal_optima(instance: Instance, reference: Direct) -> None:
    expected = reference.optima()
    for run in (highs.run, cpsat.run):
        result = run(instance, party_clocks(instance), AMPLE)
        assert (result.status, result.detail, result.locks_broken) == ("optimal", "", 0)
        assert result.measures == expected
        assert result.bounds == expected


@pytest.mark.parametrize("seed", range(10))
def test_peers_agree_with_the_plain_model(seed: int) -> None:
    instance = random_instance(seed, parties=6, days=4 + seed % 2)
    assert_equal_optima(instance, Direct(instance, party_clocks(instance)))


def test_with_people_in_onward_accommodation_already() -> None:
    instance = random_instance(5012, parties=6, days=5, settled=0.25)
    assert_equal_optima(instance, Direct(instance, party_clocks(instance)))


@PEERS
def test_parties_alike_are_counted_together(run: Run) -> None:
    """Twice the parties and twice every capacity is the same number of variables, and twice each count."""
    one = run_alike(run, 1)
    two = run_alike(run, 2)
    assert one.status == two.status == "optimal"
    assert one.variables == two.variables
    assert two.measures == {measure: 2 * value for measure, value in one.measures.items()}


def run_alike(run: Run, times: int) -> PeerResult:
    """One party of each kind of a small instance, so many times, with beds for each."""
    instance = random_instance(7, parties=5, days=4)
    parties = tuple(
        replace(party, party_id=PartyId(f"{party.party_id}-{copy}"))
        for party in instance.parties
        if party.size == 1
        for copy in range(times)
    )
    sites = tuple(
        replace(
            site,
            admissions_per_day=None,
            discharges_per_day=None,
            units=tuple(
                replace(unit, beds=tuple(times * beds for beds in unit.beds), reserved=(0,) * len(unit.beds)) for unit in site.units
            ),
        )
        for site in instance.sites
    )
    resources = tuple(replace(day, escorts=100, medics=9, cases=100 * times, ground_seats=100 * times) for day in instance.resources)
    departures = tuple(replace(departure, seats=times * departure.seats) for departure in instance.departures)
    rules = replace(instance.rules, france_daily_cap=None, france_weekly_cap=None, parity_upper=1000)
    alike = replace(
        instance, parties=parties, sites=sites, resources=resources, departures=departures, rules=rules, keep_apart=(), yesterday=()
    )
    return run(alike, party_clocks(alike), AMPLE)


def test_locks_that_can_be_kept_are_kept() -> None:
    """The party in the middle of the list stays out of every place of its own and off every departure."""
    instance = random_instance(3, parties=6, days=4)
    party = instance.parties[2]
    kinds = {LockKind.NOT_SITE: [site.site_id for site in instance.sites[:3]]}
    kinds[LockKind.NOT_DEPARTURE] = [departure.departure_id for departure in instance.departures]
    locks = [Lock(LockId(f"L-{target}"), party.party_id, kind, target, None, None) for kind, targets in kinds.items() for target in targets]
    locked = replace(instance, locks=tuple(locks))
    reference = Direct(locked, party_clocks(locked))
    own = reference.ones[2]
    closed = set(kinds[LockKind.NOT_SITE])
    for (site, _), placed in own.placed.items():
        if site in closed:
            reference.model.add(placed == 0)
    for board in own.boards.values():
        reference.model.add(board == 0)
    assert_equal_optima(locked, reference)


@PEERS
def test_as_few_locks_as_can_be_are_broken(run: Run) -> None:
    """Nobody can be at two sites on one night: one of two locks breaks, each night, and the plan goes on from there."""
    instance = random_instance(3, parties=6, days=4)
    party = next(party for party in instance.parties if not party.is_expected)
    locks = [Lock(LockId(f"L{at}"), party.party_id, LockKind.SITE, instance.sites[at].site_id, None, None) for at in (0, 1)]
    locked = replace(instance, locks=tuple(locks))
    result = run(locked, party_clocks(locked), AMPLE)
    assert result.status == "optimal"
    assert result.locks_broken is not None
    assert result.locks_broken >= instance.horizon.num_days


@PEERS
def test_no_time_is_said_to_be_the_limit(run: Run) -> None:
    instance = random_instance(1, parties=6, days=4)
    result = run(instance, party_clocks(instance), 0.0)
    assert result.status == "limit"
    assert result.measures == {}
    assert "0 s passed" in result.detail


def test_too_large_a_model_is_counted_and_not_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = random_instance(1, parties=6, days=4)
    clocks = party_clocks(instance)
    whole = highs.run(instance, clocks, AMPLE)
    monkeypatch.setattr(highs, "MOST_NONZEROS", 10)
    result = highs.run(instance, clocks, AMPLE)
    assert result.status == "too large"
    assert result.variables == whole.variables
    assert result.nonzeros >= whole.nonzeros
    assert f"{result.nonzeros:,} coefficients" in result.detail
    assert result.measures == {}
    assert set(whole.measures) == set(Measure)
