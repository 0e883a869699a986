"""config.toml: the shipped one loads, and every kind of fault is named, all at once."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from planner.config import config_from_text, load_config
from planner.domain.attrition import SHIPPED_RESERVES, Attrition
from planner.domain.errors import ConfigError, Fault
from planner.domain.rules import BarRule, KeepApartScope, Tier
from planner.domain.sites import SiteRole
from tests.instances import TEMPLATE

TEXT = TEMPLATE.read_text(encoding="utf-8")


def online(address: str, credit: str) -> str:
    """The template with online map pictures named."""
    return f'{TEXT}\n[maps]\nonline_tiles = "{address}"\nonline_tiles_credit = "{credit}"\n'


def value_of(key: str, value: str) -> str:
    """The template with one figure's value changed."""
    text, count = re.subn(rf"(?m)^({key} = {{ value = )[^,]+", rf"\g<1>{value}", TEXT)
    assert count == 1
    return text


def setting(key: str, value: str) -> str:
    """The template with one setting changed."""
    text, count = re.subn(rf"(?m)^({key} = )[^#\n]+", rf"\g<1>{value}", TEXT)
    assert count == 1
    return text


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(ConfigError) as caught:
        config_from_text(text)
    return caught.value.faults


def test_the_shipped_template_loads() -> None:
    config = load_config(TEMPLATE)
    rules = config.rules
    assert (config.plan_date, config.horizon_days) == (date(2026, 8, 10), 28)
    assert config.as_of == datetime(2026, 8, 10, 5, tzinfo=UTC), "06:00 in London is 05:00 UTC in summer"
    assert rules.tiers == tuple(Tier)
    assert (rules.handover_time, rules.planned_arrival_time) == (time(8), time(12))
    assert (rules.request_max_days, rules.answer_days, rules.answer_exceptional_days) == (14, 14, 28)
    assert (rules.notice_working_days, rules.transfer_max_months) == (5, 3)
    assert rules.families_detained is False
    assert rules.keep_apart_scope is KeepApartScope.SITE
    assert rules.stay_limit_hours[SiteRole.LANDING] == 24
    assert rules.stay_limit_hours[SiteRole.REMOVAL] is None, "0 means no limit"
    assert rules.bars["rule_35"] == BarRule(blocks_detention=False, blocks_transfer=True)
    assert rules.bars["nrm_pending"] == BarRule(blocks_detention=True, blocks_transfer=True)
    assert rules.moves_allowed[SiteRole.ONWARD] == frozenset(), "an itinerary ends there"


def test_every_figure_carries_its_source() -> None:
    figures = load_config(TEMPLATE).figures
    assert len({figure.key for figure in figures}) == len(figures) == TEXT.count("{ value = ")
    assert all(figure.unit and figure.source and figure.as_of <= date(2026, 11, 23) for figure in figures)
    assert {figure.verified for figure in figures} == {True, False}
    assert next(figure for figure in figures if figure.key == "case.request_max_days").value == "14"


def test_no_cap_is_written_as_nought() -> None:
    assert config_from_text(value_of("daily_cap", "0")).rules.france_daily_cap is None
    assert config_from_text(value_of("daily_cap", "1")).rules.france_daily_cap == 1


def test_online_map_pictures_are_off_unless_named() -> None:
    assert config_from_text(TEXT).online_tiles == ("", "")
    address = "https://tiles.example:8080/{z}/{x}/{y}.png?key=1"
    assert config_from_text(online(address, "© them")).online_tiles == (address, "© them")


def test_attrition_and_reserves_may_be_left_out_whole_or_in_part() -> None:
    without = re.sub(r"(?ms)^\[attrition\].*?(?=^\[moves\])", "", TEXT)
    assert "drop_out" not in without
    assert "empty_seats" not in without
    assert config_from_text(without).rules == config_from_text(TEXT).rules
    assert config_from_text(without).figures == config_from_text(TEXT).figures
    some = re.sub(r"(?m)^(alike|cancelled|chance|empty_seats_allowed) = .*\n", "", value_of("drop_out", "0.1"))
    rules = config_from_text(some).rules
    assert (rules.attrition, rules.reserves) == (Attrition(0.1, 0.25, 0.08), SHIPPED_RESERVES)
    assert config_from_text(value_of("drop_out", "0")).rules.attrition.drop_out == 0.0


def test_a_bar_may_require_review_and_block_nothing() -> None:
    config = load_config(TEMPLATE)
    assert config.rules.bars["bail_application"] == BarRule(blocks_detention=False, blocks_transfer=False)
    assert [bar for bar, rule in config.rules.bars.items() if rule.requires_review] == [
        "adults_at_risk_review",
        "bail_application",
        "nrm_judicial_review",
    ]
    assert (config.bars["nrm_positive"].standard_days, config.bars["nrm_pending"].standard_days) == (30, None)


def test_bars_may_block_detention_only_and_there_may_be_none() -> None:
    only = TEXT.replace('blocks = "transfer"', 'blocks = "detention"')
    assert config_from_text(only).rules.bars["rule_35"] == BarRule(blocks_detention=True, blocks_transfer=False)
    assert config_from_text(TEXT.partition("[bars.nrm_pending]")[0] + "[bars]\n").rules.bars == {}


FAULTS = [
    ("not TOML", "[plan\n", "", "is not valid TOML"),
    ("empty", "", "plan", "this section is missing"),
    ("a section is missing", TEXT.replace("[parity]", "[parities]"), "parity", "this section is missing"),
    ("an unknown section", TEXT + "\n[other]\n", "other", "is not a known section"),
    ("a section is a value", "parity = 3\n" + TEXT.partition("[parity]")[0], "parity", "this section is missing"),
    ("a setting is missing", re.sub(r"(?m)^stability_days.*\n", "", TEXT), "plan.stability_days", "is missing"),
    ("an unknown setting", setting("stability_days", "3\nstabilty_days = 3"), "plan.stabilty_days", "is not a known key"),
    ("a text for a number", setting("horizon_days", '"28"'), "plan.horizon_days", "from 1 to 120"),
    ("no days", setting("horizon_days", "0"), "plan.horizon_days", "from 1 to 120"),
    ("too many days", setting("horizon_days", "121"), "plan.horizon_days", "from 1 to 120"),
    ("a flag for a number", setting("stability_days", "true"), "plan.stability_days", "0 or more"),
    ("a fraction for a number", setting("time_limit_seconds", "1.5"), "plan.time_limit_seconds", "1 or more"),
    ("no time at all", setting("time_limit_seconds", "0"), "plan.time_limit_seconds", "1 or more"),
    ("a date as text", setting("date", '"2026-08-10"'), "plan.date", "a date such as"),
    ("a moment for a date", setting("date", "2026-08-10T00:00:00Z"), "plan.date", "a date such as"),
    ("a time as text", setting("handover_time", '"08:00"'), "plan.handover_time", "a time such as"),
    ("a tier is missing", setting("tiers", '["unplaced"]'), "rules.tiers", "once, in the order wanted"),
    ("a tier twice", TEXT.replace('"stability"]', '"stability", "unplaced"]'), "rules.tiers", "once, in the order wanted"),
    ("tiers of other types", setting("tiers", "[1, 2]"), "rules.tiers", "once, in the order wanted"),
    ("an unknown scope", setting("keep_apart_scope", '"wing"'), "rules.keep_apart_scope", '"site" or "unit"'),
    ("a need twice", setting("care_needs", '["a", "a"]'), "rules.care_needs", "each once"),
    ("a need that is no text", setting("care_needs", '["a", 3]'), "rules.care_needs", "each once"),
    ("an empty version", setting("version", '"  "'), "rules.version", "not empty"),
    (
        "an unknown role",
        TEXT.replace('pre_departure = ["onward"', 'pre_departure = ["hotel", "onward"'),
        "moves.pre_departure",
        "a list of roles",
    ),
    ("moves from a final place", TEXT.replace("[moves]", '[moves]\nonward = ["removal"]'), "moves.onward", "is not a known key"),
    ("moves of a role missing", re.sub(r"(?m)^removal = \[.*\n", "", TEXT), "moves.removal", "is missing"),
    ("a figure is missing", re.sub(r"(?m)^answer_days.*\n", "", TEXT), "case.answer_days", "value, unit, as_of, source and verified"),
    ("an unknown figure", TEXT.replace("[france]", "[france]\nyearly_cap = 3"), "france.yearly_cap", "is not a known key"),
    ("a bare number", re.sub(r"(?m)^answer_days = .*$", "answer_days = 14", TEXT), "case.answer_days", "a section of keys and values"),
    (
        "a figure without its source",
        re.sub(r'(?m)^(answer_days = .*?), source = "[^"]*"', r"\1", TEXT),
        "case.answer_days.source",
        "is missing",
    ),
    (
        "a figure with an unknown part",
        TEXT.replace("{ value = 60,", "{ vaule = 1, value = 60,"),
        "france.daily_cap.vaule",
        "is not a known key",
    ),
    ("a figure below nought", value_of("answer_days", "-1"), "case.answer_days.value", "0 or more"),
    ("a flag as a number", value_of("families_detained", "0"), "detention.families_detained.value", "true or false"),
    ("a level of nought", value_of("adults_at_risk_block_level", "0"), "detention.adults_at_risk_block_level.value", "1 or more"),
    ("a date as a number", value_of("in_force_from", "2025"), "agreement.in_force_from.value", "a date such as"),
    ("a bar that blocks nothing known", TEXT.replace('blocks = "both"', 'blocks = "all"', 1), "bars.nrm_pending.blocks", '"both"'),
    ("a bar without its date", re.sub(r"(?m)^(blocks = \"both\"\n)as_of = .*\n", r"\1", TEXT), "bars.nrm_pending.as_of", "is missing"),
    ("a bar for no days", TEXT.replace("standard_days = 30 ", "standard_days = 0 "), "bars.nrm_positive.standard_days", "1 or more"),
    (
        "an extension that shortens",
        value_of("pregnant_extended_hours", "71"),
        "detention.pregnant_extended_hours",
        "less than pregnant_max_hours",
    ),
    (
        "a stay's extension that shortens",
        value_of("short_term_extended_hours", "96"),
        "stay_limits.short_term_extended_hours",
        "less than short_term_hours",
    ),
    (
        "families at no kind of place",
        TEXT.replace('value = ["processing", "short_term"', 'value = ["hotel", "short_term"'),
        "detention.family_roles.value",
        "a list of roles",
    ),
    ("a bar without a label", re.sub(r'(?m)^label = "Bail granted"\n', "", TEXT), "bars.bail_granted.label", "is missing"),
    ("a bar with an unknown key", TEXT + 'why = "x"\n', "bars.bail_granted.why", "is not a known key"),
    ("a bar that is a value", TEXT.partition("[bars.nrm_pending]")[0] + "[bars]\nx = 3\n", "bars.x", "a section of keys and values"),
    (
        "an agreement that ends before it begins",
        value_of("in_force_until", "2025-08-05"),
        "agreement.in_force_until",
        "before in_force_from",
    ),
    (
        "an exceptional answer sooner than the usual",
        value_of("answer_exceptional_days", "13"),
        "case.answer_exceptional_days",
        "less than answer_days",
    ),
    ("a share of one", value_of("drop_out", "1"), "attrition.drop_out.value", "below 1"),
    ("a share that is no number", value_of("alike", "nan"), "attrition.alike.value", "below 1"),
    ("a share as text", value_of("cancelled", '"0.1"'), "attrition.cancelled.value", "below 1"),
    ("an unknown figure of attrition", TEXT.replace("[attrition]", "[attrition]\nlate = 3"), "attrition.late", "is not a known key"),
    ("a chance above one", setting("chance", "1.1"), "reserves.chance", "from 0 to 1"),
    ("a chance that is a flag", setting("chance", "true"), "reserves.chance", "from 0 to 1"),
    ("duties below nought", setting("duties", "-1"), "reserves.duties", "0 or more"),
    ("an unknown setting of reserves", setting("duties", "2\nduty = 3"), "reserves.duty", "is not a known key"),
    ("tiles from nowhere", online("javascript:alert(1)", "me"), "maps.online_tiles", "an address such as"),
    ("tiles without a place for the zoom", online("https://tiles.example/", "me"), "maps.online_tiles", "an address such as"),
    ("tiles of nobody", online("https://tiles.example/{z}/{x}/{y}.png", " "), "maps.online_tiles_credit", "whose map pictures"),
    ("a band upside down", value_of("upper", "-71"), "parity.upper", "less than lower"),
    (
        "back to a place with a limit",
        TEXT.replace('short_term = ["removal"', 'short_term = ["processing", "removal"'),
        "moves.short_term",
        "re-entered",
    ),
    (
        "round to a place with a limit",
        TEXT.replace('removal = ["removal"', 'removal = ["short_term", "removal"'),
        "moves.removal",
        "re-entered",
    ),
    (
        "between two places with a limit",
        TEXT.replace('processing = ["short_term"', 'processing = ["processing", "short_term"'),
        "moves.processing",
        "re-entered",
    ),
]


@pytest.mark.parametrize(("text", "where", "problem"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_named(text: str, where: str, problem: str) -> None:
    assert [fault for fault in faults_of(text) if fault.column == where and problem in fault.problem], faults_of(text)
    assert all(fault.file == "config.toml" for fault in faults_of(text))


def test_a_place_without_a_limit_may_be_come_back_to() -> None:
    text = TEXT.replace('pre_departure = ["onward"', 'pre_departure = ["removal", "onward"')
    free = re.sub(r"(?m)^pre_departure_hours = { value = 72", "pre_departure_hours = { value = 0", text)
    assert [fault.column for fault in faults_of(text)] == ["moves.removal"]
    assert SiteRole.REMOVAL in config_from_text(free).rules.moves_allowed[SiteRole.PRE_DEPARTURE]


def test_all_faults_come_at_once_sorted_and_each_once() -> None:
    text = setting("horizon_days", "0").replace('blocks = "both"', 'blocks = "all"') + "\n[other]\n"
    text = re.sub(r"(?m)^answer_days.*\n", "", text)
    faults = faults_of(text)
    assert [fault.column for fault in faults] == [
        "bars.bail_granted.blocks",
        "bars.nrm_pending.blocks",
        "bars.nrm_positive.blocks",
        "case.answer_days",
        "other",
        "plan.horizon_days",
    ]
    assert list(faults) == sorted(set(faults))


def test_the_message_says_file_key_what_is_allowed_and_what_was_found() -> None:
    (fault,) = faults_of(setting("horizon_days", "0"))
    assert str(fault) == "config.toml, column plan.horizon_days: allowed is a whole number from 1 to 120 (found '0')"


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is missing from the workspace"):
        load_config(tmp_path / "config.toml")


def test_another_encoding_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(TEXT.replace("planning assumption", "hypothèse").encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_config(path)
