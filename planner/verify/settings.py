"""Reads a pack's config.toml: the rules and the moment the plan was made for."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar, cast

from planner.domain.attrition import SHIPPED_ATTRITION, SHIPPED_RESERVES, Attrition, ReserveRules
from planner.domain.errors import PackError
from planner.domain.rules import BarRule, KeepApartScope, Rules, Tier
from planner.domain.sites import SiteRole
from planner.verify.reading import LONDON, read_text

Value = TypeVar("Value")
Toml = dict[str, Any]

BLOCKS = {"detention": (True, False), "transfer": (False, True), "both": (True, True), "review": (False, False)}
"""What a bar's ``blocks`` says, as (detention, transfer)."""

MAY_BE_EXTENDED = (SiteRole.SHORT_TERM, SiteRole.PRE_DEPARTURE)
"""Roles of site whose stay limit an authority can extend."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.toml says that a plan is judged by.

    Parameters
    ----------
    as_of
        Moment the inputs describe, UTC.
    """

    rules: Rules
    plan_date: date
    as_of: datetime
    horizon_days: int


@dataclass(frozen=True, slots=True)
class _Section:
    """One table of the file, read key by key."""

    name: str
    values: Toml

    def get(self, key: str, kind: type[Value]) -> Value:
        """Value of a key, bare or as the ``value`` of a figure with its source."""
        found = self.values.get(key)
        if isinstance(found, dict):
            found = cast("Toml", found).get("value")
        if type(found) is not kind:
            msg = f"config.toml: [{self.name}] {key} must be a {kind.__name__}, found {found!r}"
            raise PackError(msg)
        return found

    def number(self, key: str, shipped: float) -> float:
        """Value of a number that may be left out."""
        found = self.values.get(key, shipped)
        if isinstance(found, dict):
            found = cast("Toml", found).get("value")
        if type(found) is not int and type(found) is not float:
            msg = f"config.toml: [{self.name}] {key} must be a number, found {found!r}"
            raise PackError(msg)
        return found

    def cap(self, key: str) -> int | None:
        """Value of a cap or limit, where 0 means there is none."""
        return self.get(key, int) or None

    def words(self, key: str) -> list[str]:
        """Value of a list of words."""
        return [str(word) for word in cast("list[object]", self.get(key, list))]


def read_settings(path: Path) -> Settings:
    """Read a pack's copy of config.toml.

    Raises
    ------
    PackError
        When it is missing, no TOML, or lacks a key a plan is judged by.
    """
    try:
        document = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        msg = f"config.toml: {error}"
        raise PackError(msg) from error
    plan = _section(document, "plan")
    plan_date = plan.get("date", date)
    as_of = datetime.combine(plan_date, plan.get("as_of_time", time), tzinfo=LONDON).astimezone(UTC)
    try:
        return Settings(_rules(document, plan), plan_date, as_of, plan.get("horizon_days", int))
    except (ValueError, KeyError) as error:
        msg = f"config.toml: {error}"
        raise PackError(msg) from error


def _section(document: Toml, name: str) -> _Section:
    found = document.get(name)
    if not isinstance(found, dict):
        msg = f"config.toml: no section [{name}]"
        raise PackError(msg)
    return _Section(name, cast("Toml", found))


def _rules(document: Toml, plan: _Section) -> Rules:
    names = ("rules", "agreement", "case", "stay_limits", "detention", "france", "parity", "moves", "bars")
    rules, agreement, case, stay, detention, france, parity, moves, bars = (_section(document, name) for name in names)
    return Rules(
        version=rules.get("version", str),
        tiers=tuple(Tier(word) for word in rules.words("tiers")),
        handover_time=plan.get("handover_time", time),
        planned_arrival_time=plan.get("planned_arrival_time", time),
        stability_days=plan.get("stability_days", int),
        agreement_from=agreement.get("in_force_from", date),
        agreement_until=agreement.get("in_force_until", date),
        request_max_days=case.get("request_max_days", int),
        answer_days=case.get("answer_days", int),
        answer_exceptional_days=case.get("answer_exceptional_days", int),
        notice_working_days=case.get("notice_working_days", int),
        transfer_max_months=case.get("transfer_max_months", int),
        screening_to_decision_days=case.get("screening_to_decision_days", int),
        decision_to_request_days=case.get("decision_to_request_days", int),
        answer_to_notice_days=case.get("answer_to_notice_days", int),
        stay_limit_hours={role: stay.cap(f"{role.value}_hours") for role in SiteRole},
        stay_extended_hours={role: stay.get(f"{role.value}_extended_hours", int) for role in MAY_BE_EXTENDED},
        pregnant_max_hours=detention.get("pregnant_max_hours", int),
        pregnant_extended_hours=detention.get("pregnant_extended_hours", int),
        family_max_hours=detention.get("family_max_hours", int),
        family_extended_hours=detention.get("family_extended_hours", int),
        lone_child_max_hours=detention.get("lone_child_max_hours", int),
        families_detained=detention.get("families_detained", bool),
        family_roles=frozenset(SiteRole(word) for word in detention.words("family_roles")),
        adults_at_risk_block_level=detention.get("adults_at_risk_block_level", int),
        adults_at_risk_review_level=detention.get("adults_at_risk_review_level", int),
        bars={name: _bar(document, name) for name in sorted(bars.values)},
        care_needs=frozenset(rules.words("care_needs")),
        france_daily_cap=france.cap("daily_cap"),
        france_weekly_cap=france.cap("weekly_cap"),
        parity_upper=parity.get("upper", int),
        parity_lower=parity.get("lower", int),
        keep_apart_scope=KeepApartScope(rules.get("keep_apart_scope", str)),
        moves_allowed={role: frozenset(SiteRole(word) for word in _words(moves, role.value)) for role in SiteRole},
        attrition=_attrition(document),
        reserves=_reserves(document),
    )


def _attrition(document: Toml) -> Attrition:
    """How people leave late; a section that may be left out."""
    section, shipped = _section({"attrition": {}, **document}, "attrition"), SHIPPED_ATTRITION
    return Attrition(
        drop_out=section.number("drop_out", shipped.drop_out),
        alike=section.number("alike", shipped.alike),
        cancelled=section.number("cancelled", shipped.cancelled),
    )


def _reserves(document: Toml) -> ReserveRules:
    """How many are held ready; a section that may be left out."""
    section, shipped = _section({"reserves": {}, **document}, "reserves"), SHIPPED_RESERVES
    return ReserveRules(
        empty_seats_allowed=int(section.number("empty_seats_allowed", shipped.empty_seats_allowed)),
        chance=section.number("chance", shipped.chance),
        duties=int(section.number("duties", shipped.duties)),
    )


def _bar(document: Toml, name: str) -> BarRule:
    section = _section(_section(document, "bars").values, name)
    blocks = section.get("blocks", str)
    if blocks not in BLOCKS:
        msg = f"[bars.{name}] blocks must be one of {', '.join(BLOCKS)}, found {blocks!r}"
        raise ValueError(msg)
    return BarRule(*BLOCKS[blocks])


def _words(section: _Section, key: str) -> list[str]:
    return section.words(key) if key in section.values else []
