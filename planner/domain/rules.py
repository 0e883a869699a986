"""Every rule and figure the plan obeys, as plain values; where each comes from stands in config.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from planner.domain.attrition import SHIPPED_ATTRITION, SHIPPED_RESERVES, Attrition, ReserveRules
from planner.domain.sites import SiteRole


class Tier(StrEnum):
    """What is best, one after the other; the order is configuration."""

    UNPLACED = "unplaced"
    TRANSFERS = "transfers"
    LIVE_CASES = "live_cases"
    DETENTION = "detention"
    MOVEMENT = "movement"
    STABILITY = "stability"


class KeepApartScope(StrEnum):
    """How far apart people who must be kept apart are kept on a night."""

    SITE = "site"
    UNIT = "unit"


class StaffedStep(StrEnum):
    """Case steps that staff do, in their order."""

    SCREENING = "screening"
    DECISION = "decision"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class BarRule:
    """What one kind of bar blocks while it applies; one that blocks nothing requires review."""

    blocks_detention: bool
    blocks_transfer: bool

    @property
    def requires_review(self) -> bool:
        """Whether it blocks nothing and somebody is to look."""
        return not (self.blocks_detention or self.blocks_transfer)


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of one rule set.

    Attributes
    ----------
    version
        Name of the rule set; a plan names the one it used.
    tiers
        Tiers in their order, each once.
    handover_time
        London time a night ends; a night is lawful when no limit has run out by then.
    planned_arrival_time
        London time at which a planned move is taken to arrive.
    stability_days
        Coming days in which changes from yesterday's plan count.
    agreement_from, agreement_until
        First and last date the agreement is in force; no transfer is planned outside them.
    request_max_days
        Latest request to France, calendar days after the landing date.
    answer_days, answer_exceptional_days
        Expected answer, calendar days after the request; a request not answered after the first is expected by
        the second, and after the second counts as not accepted.
    notice_working_days
        Working days (England and Wales) between the date notice is served and the first lawful transfer date.
    transfer_max_months
        Latest transfer, calendar months after the landing date.
    screening_to_decision_days, decision_to_request_days, answer_to_notice_days
        Least calendar days between case steps.
    stay_limit_hours
        Longest stay by role of site, hours; None for no limit. A site may set its own.
    stay_extended_hours
        Longest stay by role of site for people with a recorded authority to extend it, hours.
    pregnant_max_hours, family_max_hours
        Longest detention of a pregnant woman and of a family with children, hours from its start.
    pregnant_extended_hours, family_extended_hours
        The same for people with a recorded authority to extend it.
    lone_child_max_hours
        Longest stay of a child alone in a landing place, hours; it only shortens what the place allows.
    families_detained
        Whether families with children may be detained at all; False by the product's hard rule 6.
    family_roles
        Roles of site whose units may hold a family, where families are detained at all.
    adults_at_risk_block_level
        Adults at Risk level from which detention is blocked; an unknown level blocks too.
    adults_at_risk_review_level
        Adults at Risk level from which detention requires review; it blocks nothing.
    bars
        Known bars and what they block.
    care_needs
        Care needs people may have and units may offer.
    france_daily_cap, france_weekly_cap
        People France receives a day and a week (Monday to Sunday); None for no cap.
    parity_upper, parity_lower
        Band for people transferred less people admitted: above the upper is not allowed, below the lower is an alarm.
    keep_apart_scope
        Whether keep-apart pairs may share a site in different units.
    moves_allowed
        Roles a party may move to, by the role of the site it leaves.
    attrition, reserves
        How people leave departures late, and how many are held ready for their seats. No plan depends on them.
    """

    version: str
    tiers: tuple[Tier, ...]
    handover_time: time
    planned_arrival_time: time
    stability_days: int
    agreement_from: date
    agreement_until: date
    request_max_days: int
    answer_days: int
    answer_exceptional_days: int
    notice_working_days: int
    transfer_max_months: int
    screening_to_decision_days: int
    decision_to_request_days: int
    answer_to_notice_days: int
    stay_limit_hours: Mapping[SiteRole, int | None]
    stay_extended_hours: Mapping[SiteRole, int]
    pregnant_max_hours: int
    pregnant_extended_hours: int
    family_max_hours: int
    family_extended_hours: int
    lone_child_max_hours: int
    families_detained: bool
    family_roles: frozenset[SiteRole]
    adults_at_risk_block_level: int
    adults_at_risk_review_level: int
    bars: Mapping[str, BarRule]
    care_needs: frozenset[str]
    france_daily_cap: int | None
    france_weekly_cap: int | None
    parity_upper: int
    parity_lower: int
    keep_apart_scope: KeepApartScope
    moves_allowed: Mapping[SiteRole, frozenset[SiteRole]]
    attrition: Attrition = SHIPPED_ATTRITION
    reserves: ReserveRules = SHIPPED_RESERVES
