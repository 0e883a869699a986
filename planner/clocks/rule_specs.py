"""The rules of the clocks but the bars, before their figures are filled in: one entry a rule, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from planner.domain.sites import EXTENDED_ROLES, SiteRole

PRODUCT: Final = "a rule of this product"
STAY: Final = "stay_limit:"
EXTENSION: Final = "extension:"


class Effect(StrEnum):
    """What a rule does to a person's plan."""

    DETENTION = "blocks detention"
    TRANSFER = "blocks transfer"
    BOTH = "blocks detention and transfer"
    REVIEW = "requires review"
    WAIT = "sets the earliest day"
    EXTENDS = "extends a limit"
    SHOWN = "shown only"


@dataclass(frozen=True, slots=True)
class Spec:
    """A rule before its figures are filled in; ``{}`` stands for the value of each key in turn, ``without`` is said of a figure of 0."""

    rule_id: str
    effect: Effect
    what: str
    law: str
    keys: tuple[str, ...] = ()
    judged_by: tuple[str, ...] = ()
    source: str = PRODUCT
    verified: bool = True
    without: str = ""


_UNKNOWN = ("detention_unknown", "transfer_unknown")
_WHO = (
    Spec(
        "lone_child",
        Effect.BOTH,
        "A child without an adult, or who may be one, is neither detained nor transferred.",
        "Agreement: unaccompanied minors are excluded; stricter than Immigration Act 2014 s.5",
        judged_by=("lone_child_care",),
        source="ADE; GMIAU; IA2014-S5",
    ),
    Spec(
        "family",
        Effect.BOTH,
        "While families are out of scope (families_detained is {}) a family with children is neither detained nor transferred.",
        "Stricter than the agreement, art 4(1)",
        ("detention.families_detained",),
        ("family_scope",),
    ),
    Spec(
        "family_place",
        Effect.DETENTION,
        "Where families are in scope, they are detained only at: {}.",
        "Short-term facilities and pre-departure accommodation only",
        ("detention.family_roles",),
        ("family_scope",),
    ),
    Spec(
        "age_unknown",
        Effect.BOTH,
        "An age that is unknown, disputed, or of which nobody recorded whether it is disputed, blocks until it is settled.",
        "Unknown means blocked; age assessment policy in doubt treats as a child",
        judged_by=_UNKNOWN,
        source="GK",
        verified=False,
    ),
    Spec(
        "pregnancy_unknown",
        Effect.BOTH,
        "A pregnancy not recorded, of anyone not recorded as male, blocks until it is known.",
        "Unknown means blocked",
        judged_by=_UNKNOWN,
    ),
    Spec(
        "risk_level_unknown",
        Effect.BOTH,
        "An Adults at Risk level not assessed blocks until it is known.",
        "Unknown means blocked",
        judged_by=_UNKNOWN,
    ),
    Spec(
        "adults_at_risk",
        Effect.BOTH,
        "Adults at Risk level {} or above blocks.",
        "Immigration Act 2016 s.59; adults at risk guidance v10",
        ("detention.adults_at_risk_block_level",),
        ("adults_at_risk", "transfer_adults_at_risk"),
    ),
    Spec(
        "adults_at_risk_review",
        Effect.REVIEW,
        "Adults at Risk level {} or above is a presumption against detention: it requires review at every stage.",
        "Immigration Act 2016 s.59; adults at risk guidance v10",
        ("detention.adults_at_risk_review_level",),
    ),
    Spec(
        "no_authority",
        Effect.BOTH,
        "Without a recorded authority to detain, with its start and its end, nobody is detained or transferred.",
        "The authority is an input, given by people",
        judged_by=("detention_authority", "transfer_authority"),
    ),
)
_CUSTODY = (
    Spec(
        "detention_authority",
        Effect.DETENTION,
        "A night of detention is covered by the authority from its start (of people held already: from the moment of the inputs) "
        "to the handover that ends it.",
        "The authority is an input, given by people",
        judged_by=("detention_authority",),
    ),
    Spec(
        "detention_bar",
        Effect.DETENTION,
        "A bar on detention stands against the night that starts on a date it covers and against the night that ends on it.",
        "The bar is an input, given by people",
        judged_by=("detention_bar",),
    ),
    Spec(
        "pregnant_hours",
        Effect.DETENTION,
        "A pregnant woman is detained for no more than {} hours from the start of detention (of landing, when none is recorded).",
        "Immigration Act 2016 s.60",
        ("detention.pregnant_max_hours",),
        ("pregnant_hours",),
    ),
    Spec(
        EXTENSION + "pregnant",
        Effect.EXTENDS,
        "A pregnant woman's detention with a minister's authority, recorded and given in time: to the end it names, at most {} hours.",
        "Immigration Act 2016 s.60",
        ("detention.pregnant_extended_hours",),
        ("pregnant_hours",),
    ),
    Spec(
        "family_hours",
        Effect.DETENTION,
        "A family with children, were it in scope, is detained for no more than {} hours from the start of detention.",
        "Short-term facilities and pre-departure accommodation: the statute itself was not read",
        ("detention.family_max_hours",),
        ("family_hours",),
    ),
    Spec(
        EXTENSION + "family",
        Effect.EXTENDS,
        "A family's detention with a minister's authority, recorded and given in time: to the end it names, at most {} hours.",
        "Short-term facilities and pre-departure accommodation: the statute itself was not read",
        ("detention.family_extended_hours",),
        ("family_hours",),
    ),
    Spec(
        "lone_child_hours",
        Effect.DETENTION,
        "A child alone stays in a landing place for no more than {} hours, or the place's limit where that is shorter.",
        "Immigration Act 2014 s.5",
        ("detention.lone_child_max_hours",),
        ("stay_limit",),
    ),
)
_PLACES: Mapping[SiteRole, tuple[str, str]] = {
    SiteRole.LANDING: ("a landing place", "Short-term holding facility rules: non-residential holding room"),
    SiteRole.PROCESSING: ("a processing centre", "SI 2022/1345: residential holding room"),
    SiteRole.SHORT_TERM: ("a short-term facility", "Residential short-term holding facility: normally 5 days, 7 at most"),
    SiteRole.REMOVAL: ("a removal centre", "No fixed statutory limit; Hardial Singh is for people to judge"),
    SiteRole.PRE_DEPARTURE: ("pre-departure accommodation", "Family returns: the statute itself was not read"),
    SiteRole.ONWARD: ("onward accommodation", "Not detention"),
    SiteRole.LOCAL_AUTHORITY: ("local-authority care", "Not detention"),
}
_STAYS = tuple(
    Spec(
        f"{STAY}{role}",
        Effect.DETENTION,
        f"Nobody stays in {place} beyond {{}} hours from the recorded arrival.",
        law,
        (f"stay_limits.{role}_hours",),
        ("stay_limit",),
        without=f"A stay in {place} has no fixed limit.",
    )
    for role, (place, law) in _PLACES.items()
) + tuple(
    Spec(
        f"{EXTENSION}{role}",
        Effect.EXTENDS,
        f"With an authority, recorded and given in time, a stay in {_PLACES[role][0]} lasts to the end it names, at most {{}} hours.",
        _PLACES[role][1],
        (f"stay_limits.{role}_extended_hours",),
        ("stay_limit",),
    )
    for role in EXTENDED_ROLES
)
_CASE = (
    Spec(
        "step_order",
        Effect.WAIT,
        "The decision comes at least {} day(s) after screening.",
        "A planning assumption",
        ("case.screening_to_decision_days",),
        ("step_order",),
    ),
    Spec(
        "request_follows",
        Effect.WAIT,
        "The request to France follows the decision by {} day(s), not before the plan date while it is not recorded.",
        "A planning assumption",
        ("case.decision_to_request_days",),
        ("request_deadline",),
    ),
    Spec(
        "decided_admissible",
        Effect.TRANSFER,
        "A case decided admissible ends: its claim is heard here.",
        "Agreement, art 4(1)",
        judged_by=("transfer_decision",),
        source="JORF-DECREE; FM-TREATY",
    ),
    Spec(
        "request_too_late",
        Effect.TRANSFER,
        "The request to France is made at most {} calendar days after the landing date; after that no transfer is possible.",
        "Agreement, art 8",
        ("case.request_max_days",),
        ("request_deadline",),
    ),
    Spec(
        "answer_expected",
        Effect.WAIT,
        "France's answer is expected {} calendar days after the request. An expected answer is no acceptance.",
        "Agreement: best efforts",
        ("case.answer_days",),
        ("answer_awaited", "transfer_answer"),
    ),
    Spec(
        "no_answer",
        Effect.TRANSFER,
        "A request not answered by then is expected to be by {} days; silence after that is no acceptance.",
        "Agreement: best efforts in exceptional cases; what follows silence was not found",
        ("case.answer_exceptional_days",),
        ("answer_awaited", "transfer_answer"),
    ),
    Spec(
        "refused_by_france",
        Effect.TRANSFER,
        "A request that France refused ends the case.",
        "Agreement: France accepts or refuses each request",
        judged_by=("transfer_answer",),
        source="ADE; PT-0807",
    ),
    Spec(
        "answer_awaited",
        Effect.WAIT,
        "Notice is served at least {} day(s) after an accepted answer.",
        "A planning assumption",
        ("case.answer_to_notice_days",),
        ("answer_awaited",),
    ),
    Spec(
        "notice_period",
        Effect.WAIT,
        "The transfer is not before working day {} after notice. The day of service does not count, nor do weekends and bank holidays of "
        "England and Wales.",
        "Enforced removals: notice periods",
        ("case.notice_working_days",),
        ("notice_period",),
    ),
)
_TRANSFER = (
    Spec(
        "transfer_months",
        Effect.TRANSFER,
        "The transfer is at the latest {} calendar months after the landing date, on that month's last day where it has no such day.",
        "Agreement, art 1(1)",
        ("case.transfer_max_months",),
        ("transfer_months",),
    ),
    Spec(
        "agreement_dates",
        Effect.TRANSFER,
        "The transfer is on a date on which the agreement is in force: {} to {}.",
        "Agreement; Decree 2025-798; extension of June 2026",
        ("agreement.in_force_from", "agreement.in_force_until"),
        ("agreement_dates",),
    ),
    Spec(
        "transfer_authority",
        Effect.TRANSFER,
        "An authority to detain covers the moment of departure.",
        "The authority is an input, given by people",
        judged_by=("transfer_authority",),
    ),
    Spec(
        "transfer_bar",
        Effect.TRANSFER,
        "No bar on transfer covers the date of departure.",
        "The bar is an input, given by people",
        judged_by=("transfer_bar",),
    ),
    Spec(
        "no_lawful_window",
        Effect.TRANSFER,
        "No lawful day of transfer can be reached with lawful detention until then.",
        "What the rules above leave together",
        judged_by=("held_at_end",),
    ),
)
_SAFEGUARDS = (
    Spec(
        "referral_practice",
        Effect.SHOWN,
        "The case is referred within {} days of landing; a practice, not a limit.",
        "UK practice",
        ("safeguards.referral_days",),
    ),
    Spec(
        "medical_examination",
        Effect.SHOWN,
        "A medical examination within {} hours of reaching a removal centre.",
        "Detention centre rule 34",
        ("safeguards.medical_examination_hours",),
    ),
    Spec(
        "nurse",
        Effect.SHOWN,
        "A nurse is seen within {} hours of reaching a short-term facility.",
        "Short-term holding facilities, as a handbook tells it",
        ("safeguards.nurse_hours",),
    ),
    Spec(
        "reasonable_grounds",
        Effect.SHOWN,
        "A reasonable-grounds decision is aimed at {} days after a modern-slavery referral; the bar holds until it is made.",
        "An aim, as a law centre tells it",
        ("safeguards.reasonable_grounds_days",),
    ),
    Spec(
        "bail_hearing",
        Effect.SHOWN,
        "Bail goes to the tribunal by itself after {} months of detention.",
        "Immigration Act 2016 Sch 10 para 11",
        ("safeguards.bail_hearing_months",),
    ),
)

SECTIONS: Final[Mapping[str, tuple[Spec, ...]]] = {
    "Who": _WHO,
    "Detention": _CUSTODY,
    "Stay limits": _STAYS,
    "The case": _CASE,
    "The transfer": _TRANSFER,
    "Safeguards": _SAFEGUARDS,
}
"""The rules but the bars, by the section of docs/clocks.md they stand in."""
