"""Simulated days: nobody is lost, every plan is lawful, nothing is known before its time, and reserves wait for empty seats."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.attrition.choose import choose_reserves
from planner.attrition.tables import reserve_tables
from planner.domain.errors import PlannerError
from planner.domain.people import Party
from planner.plan.tables import write_csv
from planner.simulate.day import Done, _account_for
from planner.simulate.foresight import counted, foresee
from planner.simulate.future import Answers, Future
from planner.simulate.policies import Policy
from planner.simulate.world import World
from planner.verify.checks.reserves import check_reserves
from planner.verify.findings import Findings
from planner.verify.itineraries import judge_itineraries
from tests.simulate.worlds import DAYS, Lived, future, live, world

RUNS = range(6)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def lived(here: World) -> list[tuple[Future, Lived]]:
    return [(coming, live(here, coming)) for coming in (future(here, run) for run in RUNS)]


def people_of(days: Lived, day: int) -> int:
    return sum(party.size for party in days[day][0].parties)


def test_everybody_is_in_the_country_or_was_transferred(here: World, lived: list[tuple[Future, Lived]]) -> None:
    for coming, days in lived:
        for day in range(1, here.num_days):
            sizes = {party.party_id: party.size for party in days[day - 1][0].parties}
            left = sum(sizes[party_id] for party_id in days[day - 1][4].boarded)
            landed = sum(party.size for party in coming.arrivals[day])
            assert people_of(days, day) == people_of(days, day - 1) - left + landed


def test_losing_somebody_stops_the_run(lived: list[tuple[Future, Lived]]) -> None:
    parties = lived[0][1][0][0].parties
    with pytest.raises(PlannerError, match="not accounted for"):
        _account_for(parties, parties[1:], ())


def test_the_independent_verifier_finds_nothing_in_any_simulated_plan_or_its_reserves(
    lived: list[tuple[Future, Lived]], tmp_path: Path
) -> None:
    for _, days in lived:
        for _, instance, clocks, plan, _ in days:
            findings = Findings()
            book, outlooks = judge_itineraries(instance, plan, findings)
            for name, table in reserve_tables(choose_reserves(instance, clocks, plan)).items():
                write_csv(table, tmp_path / f"{name}.csv")
            check_reserves(book, outlooks, tmp_path, findings)
            assert findings.verification({}).violations == ()


@pytest.mark.parametrize("policy", [Policy.QUICK, Policy.GREEDY])
@pytest.mark.parametrize("known_days", [2, 9])
def test_nothing_is_known_before_its_time(here: World, policy: Policy, known_days: int) -> None:
    """Futures that are alike up to a day lead to the same deeds up to that day, whatever differs after it."""
    one, other = future(here, 1), future(here, 2)
    early = {item.departure_id for item in here.instance.departures if here.instance.horizon.day_of(item.departs_at.date()) < known_days}
    known = [party for party in here.instance.parties if not party.is_expected]
    known += [party for day in one.arrivals[:known_days] for party in day]
    # Whoever would hear from France from that day on never hears.
    heard = {party.party_id: one.waits[party.party_id] for party in known if _hears_on(here, party, one) < known_days}
    alike = Future(
        arrivals=(*one.arrivals[:known_days], *other.arrivals[known_days:]),
        waits={**other.waits, **dict.fromkeys((party.party_id for party in known), None), **heard},
        cancelled=frozenset({*(one.cancelled & early), *(other.cancelled - early)}),
        out={departure: (one if departure in early else other).out[departure] for departure in one.out},
    )
    assert alike != one
    first, second = (live(replace(here, num_days=known_days), coming, policy) for coming in (one, alike))
    assert [day[4] for day in first] == [day[4] for day in second]
    assert [day[3].people for day in first] == [day[3].people for day in second]


def _hears_on(here: World, party: Party, coming: Future) -> int:
    """Earliest day on which France's answer may be known."""
    wait, asked = coming.waits[party.party_id], party.people[0].case.requested_on
    return DAYS if wait is None else wait + (here.instance.horizon.day_of(asked) if asked else 0)


def test_reserves_take_only_seats_that_came_free_and_were_still_at_their_site(lived: list[tuple[Future, Lived]]) -> None:
    seen = 0
    for coming, days in lived:
        for morning, instance, clocks, plan, done in days:
            sizes = {party.party_id: party.size for party in morning.parties}
            booked = {person.party_id: person.stays[0].departure_id for person in plan.people if person.stays[0].departure_id}
            chosen = {
                (reserve.party.party_id, fill.departure.departure_id)
                for fill in choose_reserves(instance, clocks, plan)
                for reserve in fill.reserves
            }
            for departure in set(done.boarded.values()):
                aboard = sum(sizes[party_id] for party_id, to in done.boarded.items() if to == departure)
                assert aboard <= sum(sizes[party_id] for party_id, to in booked.items() if to == departure)
                assert departure not in coming.cancelled
            for party_id in done.reserves:
                assert (party_id, done.boarded[party_id]) in chosen
                assert party_id not in booked
                assert party_id not in coming.out[done.boarded[party_id]]
                seen += 1
    assert seen, "futures in which a reserve boards"


def test_who_dropped_out_is_still_there_and_not_booked_for_some_days(lived: list[tuple[Future, Lived]]) -> None:
    seen = 0
    for _, days in lived:
        for day, (*_, done) in enumerate(days):
            for later in days[day + 1 : day + 3]:
                booked = {person.party_id for person in later[3].people if person.stays[0].departure_id}
                assert not done.dropped_out & booked
                assert done.dropped_out <= {party.party_id for party in later[0].parties}
                seen += len(done.dropped_out)
    assert seen


def test_no_rule_has_fewer_nights_without_a_bed_than_is_proven_with_everything_known(
    here: World, lived: list[tuple[Future, Lived]]
) -> None:
    for coming, quick in lived[:3]:
        foresight = foresee(here, coming)
        assert foresight.values["unplaced_nights"] >= foresight.bound
        for days in (quick, live(here, coming, Policy.GREEDY)):
            values = counted(foresight, [day[4] for day in days])
            assert values["unplaced_nights"] >= foresight.bound
            assert values["unplaced_nights"] == sum(
                party.size for morning, *_, done in days for party in morning.parties if _is_unplaced(done, party)
            )
            assert values["transfers"] == sum(
                party.size for morning, *_, done in days for party in morning.parties if party.party_id in done.boarded
            )


def _is_unplaced(done: Done, party: Party) -> bool:
    place = done.places.get(party.party_id)
    return place is not None and place.is_unplaced


def test_answers_come_within_their_time_in_the_shares_set() -> None:
    answers = Answers(late=0.2, silent=0.1)
    waits = [answers.wait_days(14, 28, 0, (number + 0.5) / 1000) for number in range(1000)]
    assert sum(wait is None for wait in waits) == 100
    assert sum(wait is not None and wait <= 14 for wait in waits) == 700
    assert sum(wait is not None and 14 < wait <= 28 for wait in waits) == 200
    # Where no answer has come for 20 days, none came before.
    assert all(wait is None or wait > 20 for wait in (answers.wait_days(14, 28, 20, number / 50) for number in range(50)))
    assert Answers(0.0, 0.0).wait_days(14, 28, 0, 0.999999) == 14
