"""A person's time line: every id it names is a rule, what it says is what the clocks say, and clearing a fact does what it says."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.clocks import party_clocks
from planner.clocks.rule_specs import Effect
from planner.clocks.timeline import Timeline, timeline, window_of
from planner.config import load_config
from planner.domain.people import AgeBand, CaseRecord, ExtendedLimit, Extension, Known, Person, Sex
from planner.domain.sites import SiteRole
from planner.report.timeline import deadlines, rule_ids, timeline_json, timeline_lines
from tests.clocks.people import READY, at, bar, day, instance, man
from tests.instances import TEMPLATE, random_instance

CONFIG = load_config(TEMPLATE)


def line_of(*people: Person, role: SiteRole = SiteRole.REMOVAL, **setting: Any) -> Timeline:
    """The time line of the first of some people."""
    one = instance(*people, nights=28, **setting)
    site = replace(one.sites[0], role=role, stay_limit_hours=one.rules.stay_limit_hours[role])
    return timeline(replace(one, sites=(site,)), CONFIG, one.parties[0], one.parties[0].people[0])


@pytest.mark.parametrize("seed", range(25))
def test_time_lines_of_random_parties_can_be_written_and_name_rules_only(seed: int) -> None:
    whole = random_instance(seed, parties=20, days=7)
    config = replace(CONFIG, rules=whole.rules)
    for party, clock in zip(whole.parties, party_clocks(whole), strict=True):
        line = timeline(whole, config, party, party.people[-1])
        assert set(rule_ids(line)) <= set(line.rules)
        assert json.dumps(timeline_json(line))
        assert timeline_lines(line)[0].startswith(f"Person {party.people[-1].person_id}")
        assert line.window.blocked_by == clock.blocked_by
        lawful = {whole.horizon.date_of(night) for night, is_lawful in enumerate(clock.detention_nights) if is_lawful}
        runs = {date.fromordinal(n) for first, last in line.window.nights for n in range(first.toordinal(), last.toordinal() + 1)}
        assert runs == lawful
        if any(block.effect is Effect.BOTH and not block.rule_id.startswith("bar:") for block in line.blocks if block.in_force):
            assert (line.window.nights, line.window.first_transfer) == ((), None), "what blocks both leaves nothing"


def test_a_ready_man_is_told_his_days() -> None:
    line = line_of(man())
    assert line.blocks == line.reviews == line.clearings == ()
    assert (line.window.first_transfer, line.window.last_transfer) == (day("2026-08-10"), day("2026-09-30"))
    assert line.window.nights == ((day("2026-08-10"), day("2026-09-06")),)
    assert [rule for _, _, rule in deadlines(line)][:2] == ["agreement_dates", "transfer_months"]


def test_a_bar_blocks_until_its_end_and_without_one_until_further_notice() -> None:
    line = line_of(man(bars=(bar("rule_35", "2026-08-01", "2026-08-12"), bar("injunction", "2026-08-20"))))
    assert [(block.rule_id, block.until, block.in_force) for block in line.blocks] == [
        ("bar:rule_35", day("2026-08-12"), True),
        ("bar:injunction", None, False),
    ]
    assert (line.window.first_transfer, line.window.last_transfer) == (day("2026-08-13"), day("2026-08-19"))
    text = "\n".join(timeline_lines(line))
    assert "from 1 August 2026 until 12 August 2026  [bar:rule_35]" in text
    assert "from 20 August 2026 until further notice  [bar:injunction]" in text
    assert [clearing.cleared for clearing in line.clearings] == [
        ("bar:rule_35",),
        ("bar:injunction",),
        ("bar:rule_35", "bar:injunction"),
    ]
    assert line.clearings[2].window == window_of(instance(man(), nights=28), line_of(man()).party)


def test_a_bar_that_requires_review_blocks_nothing() -> None:
    line = line_of(man(bars=(bar("bail_application", "2026-08-01"),), adults_at_risk=1))
    assert (line.blocks, [block.rule_id for block in line.reviews]) == ((), ["adults_at_risk_review", "bar:bail_application"])
    assert line.window == line_of(man()).window


UNKNOWN = [
    ("age_unknown", {"age_disputed": Known.YES}),
    ("age_unknown", {"age_band": AgeBand.UNKNOWN}),
    ("pregnancy_unknown", {"sex": Sex.FEMALE, "pregnant": Known.UNKNOWN}),
    ("risk_level_unknown", {"adults_at_risk": None}),
]


@pytest.mark.parametrize(("rule_id", "facts"), UNKNOWN)
def test_an_unknown_fact_blocks_and_what_clearing_it_would_open_is_said(rule_id: str, facts: dict[str, Any]) -> None:
    line = line_of(man(**facts))
    assert line.window.first_transfer is None
    assert [clearing.cleared for clearing in line.clearings] == [(rule_id,)]
    assert line.clearings[0].window == line_of(man()).window


def test_two_unknown_facts_are_cleared_one_by_one_and_together() -> None:
    line = line_of(man(adults_at_risk=None, sex=Sex.FEMALE, pregnant=Known.UNKNOWN))
    windows = [clearing.window.first_transfer for clearing in line.clearings]
    assert windows == [None, None, day("2026-08-10")]


def test_a_member_s_unknown_fact_is_told_of_the_member() -> None:
    line = line_of(man(), man(2, adults_at_risk=None))
    assert [(block.rule_id, block.person_id) for block in line.blocks] == [("risk_level_unknown", "P-02")]
    assert "(P-02)" in "\n".join(timeline_lines(line))


def test_a_child_alone_is_told_nothing_of_an_authority() -> None:
    line = line_of(man(age_band=AgeBand.AGE_12_17, authority_from=None, authority_until=None))
    assert [block.rule_id for block in line.blocks] == ["lone_child"]
    assert line.clearings == ()


def test_an_expired_authority_stands_against_detention_and_transfer() -> None:
    line = line_of(man(authority_until=at("2026-08-09 12:00")))
    assert [(block.rule_id, block.effect) for block in line.blocks] == [
        ("detention_authority", Effect.DETENTION),
        ("transfer_authority", Effect.TRANSFER),
    ]
    assert line.window.nights == ()


def test_a_closed_case_names_its_rule() -> None:
    late = CaseRecord(screened_on=day("2026-07-26"), decided_on=day("2026-08-08"), decision=READY.decision, requested_on=day("2026-08-09"))
    line = line_of(man(case=late))
    assert [block.rule_id for block in line.blocks] == ["request_too_late"]
    assert "Transfer to France: on no day  [request_too_late]" in "\n".join(timeline_lines(line))


def test_steps_to_come_have_latest_days_among_the_deadlines() -> None:
    line = line_of(man(landed_at=at("2026-08-09 06:00"), case=CaseRecord()))
    found = {title.split(",")[0]: when for when, title, _ in deadlines(line)}
    assert found["Screening"] == day("2026-08-22")
    assert found["Decision on admissibility"] == day("2026-08-23")
    assert found["Referral"] == day("2026-08-12")
    assert deadlines(line)[0] == (at("2026-08-10 06:00"), "Medical examination", "medical_examination")


def test_an_extended_stay_names_the_authority_s_rule() -> None:
    granted = (Extension(ExtendedLimit.SHORT_TERM, at("2026-08-10 05:00"), at("2026-08-30 08:00")),)
    here = {"arrived_at": at("2026-08-09 08:00")}
    usual = line_of(man(**here), role=SiteRole.SHORT_TERM)
    longer = line_of(man(**here, extensions=granted), role=SiteRole.SHORT_TERM)
    assert [(span.rule_id, span.ends) for span in usual.clocks][1] == ("stay_limit:short_term", at("2026-08-14 08:00"))
    assert [(span.rule_id, span.ends) for span in longer.clocks][1] == ("extension:short_term", at("2026-08-16 08:00"))
    assert (usual.window.stay_last, longer.window.stay_last) == (day("2026-08-13"), day("2026-08-15"))


def test_a_forecast_says_that_it_is_one() -> None:
    landed = at("2026-08-12 06:00")
    line = line_of(man(landed_at=landed, case=CaseRecord()), expected_on=day("2026-08-12"))
    assert "A forecast: expected ashore on 12 August 2026" in "\n".join(timeline_lines(line))
    assert line.blocks == ()
    assert line.window.nights[0][0] == day("2026-08-12")
