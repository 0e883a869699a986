"""Clocks of whole instances: read date by date they say the same, alike parties share them, and no rule set leaks into another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from planner.clocks import PartyClock, party_clocks
from planner.clocks.calendar import add_months
from planner.clocks.category import ADULT_CATEGORIES
from planner.clocks.custody import blocked_by, is_barred
from planner.domain.horizon import london_date, london_instant
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.people import Category, Known, Party, Person
from planner.domain.rules import BarRule
from tests.clocks.people import MONDAY, at, bar, departure, instance, man
from tests.instances import random_instance

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_night_read_by_itself(seed: int) -> None:
    whole = random_instance(seed, parties=30, days=7)
    for party, clock in zip(whole.parties, party_clocks(whole), strict=True):
        blocked = blocked_by(party, clock.categories, whole.rules)
        lawful = [not blocked and night_is_lawful(party, clock, when, whole) for when in whole.horizon.dates()]
        assert clock.detention_nights == tuple(lawful), party.party_id


def night_is_lawful(party: Party, clock: PartyClock, when: date, whole: Instance) -> bool:
    return all(member_may_be_held(person, category, when, whole) for person, category in zip(party.people, clock.categories, strict=True))


def member_may_be_held(person: Person, category: Category, when: date, whole: Instance) -> bool:
    rules, morning = whole.rules, when + timedelta(days=1)
    begins, ends = london_instant(when, rules.planned_arrival_time), london_instant(morning, rules.handover_time)
    if person.detained_since is not None and london_date(whole.as_of) == when:
        begins = min(begins, whole.as_of)
    hours = [rules.pregnant_max_hours] * (person.pregnant is Known.YES) + [rules.family_max_hours] * (category not in ADULT_CATEGORIES)
    limit = (person.detained_since or person.landed_at) + timedelta(hours=min(hours)) if hours else ends
    assert person.authority_from is not None
    assert person.authority_until is not None
    return (
        person.authority_from <= begins
        and person.authority_until >= ends
        and limit >= ends
        and not any(is_barred(person, day, rules, detention=True) for day in (when, morning))
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_transfer_read_by_itself(seed: int) -> None:
    whole = random_instance(seed, parties=30, days=7)
    for party, clock in zip(whole.parties, party_clocks(whole), strict=True):
        closed = blocked_by(party, clock.categories, whole.rules) or clock.case.closed_by
        lawful = [
            not (closed or item.cancelled) and transfer_is_lawful(party, london_date(item.departs_at), item.departs_at, whole)
            for item in whole.departures
        ]
        assert clock.departures == tuple(lawful), party.party_id
        if clock.last_transfer_day is not None:
            days = (clock.last_transfer_day, *range(clock.last_transfer_day + 1, clock.last_transfer_day + 120))
            dates = (whole.horizon.date_of(day) for day in days)
            found = [transfer_is_lawful(party, when, london_instant(when, whole.rules.planned_arrival_time), whole) for when in dates]
            assert found == [True] + [False] * 119, party.party_id


def transfer_is_lawful(party: Party, when: date, moment: datetime, whole: Instance) -> bool:
    rules = whole.rules
    return rules.agreement_from <= when <= rules.agreement_until and all(
        person.authority_from is not None
        and person.authority_until is not None
        and person.authority_from <= moment <= person.authority_until
        and when <= add_months(london_date(person.landed_at), rules.transfer_max_months)
        and not is_barred(person, when, rules, detention=False)
        for person in party.people
    )


def crowd(**setting: Any) -> Instance:
    """Twenty men of two boats, in one place with the same papers."""
    one = instance(man(), departures=(departure(1, "2026-08-12 09:00"), departure(2, "2026-08-14 09:00")), limit=72, **setting)
    landed = [at("2026-07-25 06:00"), at("2026-07-25 09:00")]
    men = [man(number, landed_at=landed[number % 2], bars=(bar("rule_35", "2026-08-13"),)) for number in range(20)]
    return replace(one, parties=tuple(Party(PartyId(person.person_id), (person,)) for person in men))


@pytest.mark.parametrize("field", ["categories", "detention_nights", "departures", "case", "step_latest"])
def test_alike_parties_share_their_values(field: str) -> None:
    assert len({id(getattr(clock, field)) for clock in party_clocks(crowd())}) == 1


OTHER_RULES: dict[str, Callable[[Instance], Instance]] = {
    "the handover": lambda one: with_rules(one, handover_time=time(12, 1)),
    "the planned arrival": lambda one: with_rules(one, planned_arrival_time=time(23)),
    "the end of the agreement": lambda one: with_rules(one, agreement_until=date(2026, 8, 11)),
    "the months since landing": lambda one: with_rules(one, transfer_max_months=0),
    "the working days of a notice": lambda one: with_rules(one, notice_working_days=12),
    "the time limit of a request": lambda one: with_rules(one, request_max_days=0),
    "what a bar blocks": lambda one: with_rules(
        one, bars={**one.rules.bars, "rule_35": BarRule(blocks_detention=True, blocks_transfer=True)}
    ),
    "the risk level": lambda one: with_rules(one, adults_at_risk_block_level=0),
    "the plan date": lambda one: replace(one, horizon=replace(one.horizon, first_date=MONDAY + timedelta(days=1))),
    "the number of days": lambda one: replace(one, horizon=replace(one.horizon, num_days=3)),
    "the limit of the place": lambda one: replace(one, sites=tuple(replace(site, stay_limit_hours=None) for site in one.sites)),
    "the departures": lambda one: replace(one, departures=one.departures[:1]),
}


def with_rules(one: Instance, **rules: Any) -> Instance:
    return replace(one, rules=replace(one.rules, **rules))


@pytest.mark.parametrize("name", OTHER_RULES)
def test_what_was_worked_out_for_one_instance_does_not_reach_another(name: str) -> None:
    # Authority from after one planned arrival to after one handover, so that a change of either shows.
    papers = {"authority_from": at("2026-08-10 13:00"), "authority_until": at("2026-08-15 12:00")}
    one = crowd()
    one = replace(
        one, parties=tuple(replace(party, people=tuple(replace(person, **papers) for person in party.people)) for party in one.parties)
    )
    other = OTHER_RULES[name](one)
    before = party_clocks(one)
    changed = party_clocks(other)
    assert party_clocks(one) == before
    assert changed != before
    assert party_clocks(other) == changed
