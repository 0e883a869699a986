"""Each kind of change does what it says, and nothing else."""

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from planner.domain.horizon import london_date
from planner.domain.ids import UnitId
from planner.domain.instance import Instance
from planner.domain.sites import SiteRole, Unit
from planner.scenario.base import Base, Staffing
from planner.scenario.changes.arrivals import Expected, PastArrivals, ScaleArrivals, ShiftArrivals
from planner.scenario.changes.change import Amount, Days, How, Units
from planner.scenario.changes.estate import Beds, Close, Flow, Open, StaffedShare
from planner.scenario.changes.law import CaseFigure, France, Parity, StayLimit
from planner.scenario.changes.transport import AddDeparture, Cancel, Departures, Move, Resource, Seats
from tests.scenario.cases import ALWAYS, add, drawn_changes, small_base, values


def to(number: int | str) -> Amount:
    return Amount(How.SET, None if number == "none" else Fraction(number))


def unit_of(instance: Instance, unit_id: str) -> Unit:
    return next(unit for site in instance.sites for unit in site.units if unit.unit_id == unit_id)


BASE = small_base(3, parties=30, days=7)
HORIZON = BASE.instance.horizon


def changed_fields(before: Instance, after: Instance) -> set[str]:
    return {name for name in before.__slots__ if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize("seed", range(8))
def test_no_change_alters_what_it_is_given_or_a_part_it_does_not_name(seed: int) -> None:
    base = small_base(seed)
    allowed = {
        "Beds": {"sites"},
        "StaffedShare": {"sites"},
        "Close": {"sites"},
        "Open": {"sites"},
        "Flow": {"sites"},
        "StayLimit": {"sites", "rules"},
        "CaseFigure": {"rules"},
        "France": {"rules"},
        "Parity": {"rules"},
        "Resource": {"resources"},
        "ScaleArrivals": {"parties", "yesterday"},
        "ShiftArrivals": {"parties", "yesterday"},
    }
    before = values(base.instance)
    for change in drawn_changes(seed, base):
        after = change.apply(base.instance, base)
        assert changed_fields(base.instance, after) <= allowed.get(type(change).__name__, {"departures"}), change
        assert change.words()
    assert values(base.instance) == before


def test_beds_change_on_the_nights_named_and_never_below_none() -> None:
    nights = Days(HORIZON.date_of(2), HORIZON.date_of(3))
    was = unit_of(BASE.instance, "C-IRC-men").beds
    more = unit_of(Beds(Units("C-IRC-*", None), add(2), nights).apply(BASE.instance, BASE), "C-IRC-men").beds
    assert more == tuple(beds + 2 * (night in {2, 3}) for night, beds in enumerate(was))
    none = unit_of(Beds(Units(None, "C-IRC"), add(-1000), ALWAYS).apply(BASE.instance, BASE), "C-IRC-men").beds
    assert set(none) == {0}


def test_a_staffed_share_takes_its_part_of_the_beds_there_are_and_then_the_closures() -> None:
    closed = tuple(3 if night == 1 else 0 for night in range(HORIZON.num_days))
    staffing = Staffing(11, Fraction("0.8"), closed)
    beds = tuple(staffing.beds(night, staffing.share) for night in range(HORIZON.num_days))
    units = replace(unit_of(BASE.instance, "C-IRC-men"), beds=beds)
    sites = tuple(
        replace(site, units=tuple(units if unit.unit_id == "C-IRC-men" else unit for unit in site.units)) for site in BASE.instance.sites
    )
    base = Base(replace(BASE.instance, sites=sites), {UnitId("C-IRC-men"): staffing})
    half = StaffedShare(Units("C-IRC-men", None), Fraction("0.5"), ALWAYS)
    assert unit_of(half.apply(base.instance, base), "C-IRC-men").beds[:3] == (5, 2, 5)
    two_more = Beds(Units("C-IRC-men", None), add(2), ALWAYS).apply(base.instance, base)
    assert unit_of(half.apply(two_more, base), "C-IRC-men").beds[:3] == (7, 4, 7)
    shut = Close(Units("C-IRC-men", None), ALWAYS).apply(base.instance, base)
    again = Open(Units("C-IRC-men", None), None, Days(HORIZON.date_of(4), None)).apply(shut, base)
    assert unit_of(again, "C-IRC-men").beds == (0, 0, 0, 0, 8, 8, 8)


def test_a_limit_of_people_a_day_is_set_scaled_and_taken_away() -> None:
    def limits(amount: Amount, instance: Instance = BASE.instance) -> set[int | None]:
        return {site.admissions_per_day for site in Flow("admissions_per_day", "*", amount).apply(instance, BASE).sites}

    assert limits(to("none")) == {None}
    assert limits(to(3)) == {3}
    three = Flow("admissions_per_day", "*", to(3)).apply(BASE.instance, BASE)
    assert limits(Amount(How.SCALE, Fraction(1, 2)), three) == {2}
    assert limits(add(5), Flow("admissions_per_day", "*", to("none")).apply(BASE.instance, BASE)) == {None}


def test_a_stay_limit_of_a_kind_of_site_spares_those_with_a_limit_of_their_own() -> None:
    change = StayLimit(SiteRole.SHORT_TERM, None, to(48))
    assert change.is_policy
    after = change.apply(BASE.instance, BASE)
    assert after.rules.stay_limit_hours[SiteRole.SHORT_TERM] == 48
    own = next(site for site in BASE.instance.sites if site.site_id == "E-STHF").stay_limit_hours
    kept = own if own != BASE.instance.rules.stay_limit_hours[SiteRole.SHORT_TERM] else 48
    assert next(site for site in after.sites if site.site_id == "E-STHF").stay_limit_hours == kept


def test_days_of_a_case_are_policy_but_for_france() -> None:
    assert CaseFigure("notice_working_days", to(3)).is_policy
    assert not CaseFigure("answer_days", to(3)).is_policy
    assert CaseFigure("notice_working_days", to(3)).apply(BASE.instance, BASE).rules.notice_working_days == 3
    assert list(CaseFigure("answer_days", to(30)).problems(BASE.instance))


def test_caps_and_band() -> None:
    rules = replace(BASE.instance.rules, france_weekly_cap=5, parity_upper=3, parity_lower=-2)
    instance = replace(BASE.instance, rules=rules)
    assert France("weekly", add(20)).apply(instance, BASE).rules.france_weekly_cap == 25
    assert France("weekly", to("none")).apply(instance, BASE).rules.france_weekly_cap is None
    assert Parity("lower", to(-7)).apply(instance, BASE).rules.parity_lower == -7
    assert list(Parity("upper", to(-7)).problems(instance))


def test_departures_are_cancelled_moved_added_and_resized() -> None:
    first = min(BASE.instance.departures, key=lambda each: each.departs_at)
    one = Departures(first.departure_id, ALWAYS)

    def of(instance: Instance, departure_id: str = first.departure_id) -> object:
        return next(each for each in instance.departures if each.departure_id == departure_id)

    assert of(Seats(one, add(4)).apply(BASE.instance, BASE)) == replace(first, seats=first.seats + 4)
    gone = Cancel(one).apply(BASE.instance, BASE)
    assert of(gone) == replace(first, seats=0, cancelled=True)
    assert list(Cancel(one).problems(gone)), "what is cancelled can not be cancelled again"
    at = Move(one, 1, time(21, 5))
    if not list(at.problems(BASE.instance)):
        moved = at.apply(BASE.instance, BASE)
        assert {london_date(each.departs_at) for each in moved.departures if each.departure_id == first.departure_id} == {
            london_date(first.departs_at) + timedelta(days=1)
        }
    assert list(Move(one, 300, None).problems(BASE.instance))
    leaves = first.departs_at.replace(tzinfo=None)
    more = AddDeparture("D-NEW", first.departure_id, leaves, 9)
    assert [each.seats for each in more.apply(BASE.instance, BASE).departures if each.departure_id == "D-NEW"] == [9]
    assert list(AddDeparture(first.departure_id, first.departure_id, leaves, 9).problems(BASE.instance))


def test_resources_change_on_the_days_named() -> None:
    after = Resource("escorts", Amount(How.SCALE, Fraction(2)), Days(HORIZON.date_of(1), HORIZON.date_of(1))).apply(BASE.instance, BASE)
    pairs = zip(BASE.instance.resources, after.resources, strict=True)
    assert [now.escorts == was.escorts * (2 if day == 1 else 1) for day, (was, now) in enumerate(pairs)] == [True] * HORIZON.num_days


@pytest.mark.parametrize(("factor", "share"), [("2", 2), ("0.5", 0.5), ("0", 0), ("1", 1), ("2.5", 2.5)])
def test_arrivals_are_scaled_to_one_party(factor: str, share: float) -> None:
    def expected(instance: Instance) -> list[str]:
        return [party.party_id for party in instance.parties if party.is_expected]

    after = ScaleArrivals(Expected(None, ALWAYS), Fraction(factor)).apply(BASE.instance, BASE)
    assert len(expected(after)) == int(len(expected(BASE.instance)) * share)
    people = [person.person_id for party in after.parties for person in party.people]
    assert len(people) == len(set(people))
    if share == 1:
        assert after == BASE.instance


def test_arrivals_are_shifted_and_those_outside_are_left_out() -> None:
    after = ShiftArrivals(Expected(None, ALWAYS), 2).apply(BASE.instance, BASE)
    was = {party.party_id: party for party in BASE.instance.parties if party.is_expected}
    for party in after.parties:
        if party.is_expected and party.expected_on and (before := was[party.party_id]).expected_on:
            assert party.expected_on == before.expected_on + timedelta(days=2)
            assert party.people[0].landed_at - before.people[0].landed_at == timedelta(days=2)
    left = {party.party_id for party in after.parties if party.is_expected}
    last = HORIZON.dates()[-1]
    assert left == {key for key, party in was.items() if party.expected_on and party.expected_on + timedelta(days=2) <= last}


def test_past_arrivals_bring_as_many_people_as_came_to_the_last_party() -> None:
    counts = ((date(2025, 6, 1), 5), (date(2025, 6, 3), 11))
    after = PastArrivals(date(2025, 6, 1), counts).apply(BASE.instance, BASE)
    expected = [party for party in after.parties if party.is_expected]
    largest = max(party.size for party in BASE.instance.parties)
    by_day = {day: sum(party.size for party in expected if party.expected_on == HORIZON.date_of(day)) for day in range(HORIZON.num_days)}
    assert 5 <= by_day[0] < 5 + largest
    assert 11 <= by_day[2] < 11 + largest
    assert sum(by_day.values()) == by_day[0] + by_day[2]
    assert list(PastArrivals(date(2020, 1, 1), counts).problems(BASE.instance))
