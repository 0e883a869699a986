"""Every rule the clocks apply, by its id: what it does, by which law or policy, and the figure of the configuration that it obeys.

The rules of one configuration are one rule set; its version stands in config.toml and a plan names the one it used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from planner.config import BarFigure, Config, Figure
from planner.domain.sites import EXTENDED_ROLES, SiteRole

PRODUCT: Final = "a rule of this product"
PRODUCT_AS_OF: Final = date(2026, 11, 23)
"""Date on which the rules that stand in code were last held against their sources."""

BAR: Final = "bar:"
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


EFFECTS: Final[Mapping[str, Effect]] = {
    "detention": Effect.DETENTION,
    "transfer": Effect.TRANSFER,
    "both": Effect.BOTH,
    "review": Effect.REVIEW,
}
"""Effect of a bar by what config.toml says it blocks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule set.

    Attributes
    ----------
    what
        What it does, in a sentence with its figures.
    law
        Statute, treaty or policy; a rule of this product where there is none.
    keys
        Figures of config.toml it obeys; none for a rule that stands in code.
    source
        Where the figures, or the rule, come from.
    as_of
        Date of the source's reading, the oldest of several.
    verified
        Whether every figure, or the rule, was read in the source named.
    judged_by
        Rules of the verifier that hold the same.
    """

    rule_id: str
    effect: Effect
    what: str
    law: str
    keys: tuple[str, ...]
    source: str
    as_of: date
    verified: bool
    judged_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spec:
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
    _Spec(
        "lone_child",
        Effect.BOTH,
        "A child without an adult, or who may be one, is neither detained nor transferred.",
        "Agreement: unaccompanied minors are excluded; stricter than Immigration Act 2014 s.5",
        judged_by=("lone_child_care",),
        source="ADE; GMIAU; IA2014-S5",
    ),
    _Spec(
        "family",
        Effect.BOTH,
        "While families are out of scope (families_detained is {}) a family with children is neither detained nor transferred.",
        "Stricter than the agreement, art 4(1)",
        ("detention.families_detained",),
        ("family_scope",),
    ),
    _Spec(
        "family_place",
        Effect.DETENTION,
        "Where families are in scope, they are detained only at: {}.",
        "Short-term facilities and pre-departure accommodation only",
        ("detention.family_roles",),
        ("family_scope",),
    ),
    _Spec(
        "age_unknown",
        Effect.BOTH,
        "An age that is unknown, disputed, or of which nobody recorded whether it is disputed, blocks until it is settled.",
        "Unknown means blocked; age assessment policy in doubt treats as a child",
        judged_by=_UNKNOWN,
        source="GK",
        verified=False,
    ),
    _Spec(
        "pregnancy_unknown",
        Effect.BOTH,
        "A pregnancy not recorded, of anyone not recorded as male, blocks until it is known.",
        "Unknown means blocked",
        judged_by=_UNKNOWN,
    ),
    _Spec(
        "risk_level_unknown",
        Effect.BOTH,
        "An Adults at Risk level not assessed blocks until it is known.",
        "Unknown means blocked",
        judged_by=_UNKNOWN,
    ),
    _Spec(
        "adults_at_risk",
        Effect.BOTH,
        "Adults at Risk level {} or above blocks.",
        "Immigration Act 2016 s.59; adults at risk guidance v10",
        ("detention.adults_at_risk_block_level",),
        ("adults_at_risk", "transfer_adults_at_risk"),
    ),
    _Spec(
        "adults_at_risk_review",
        Effect.REVIEW,
        "Adults at Risk level {} or above is a presumption against detention: it requires review at every stage.",
        "Immigration Act 2016 s.59; adults at risk guidance v10",
        ("detention.adults_at_risk_review_level",),
    ),
    _Spec(
        "no_authority",
        Effect.BOTH,
        "Without a recorded authority to detain, with its start and its end, nobody is detained or transferred.",
        "The authority is an input, given by people",
        judged_by=("detention_authority", "transfer_authority"),
    ),
)
_CUSTODY = (
    _Spec(
        "detention_authority",
        Effect.DETENTION,
        "A night of detention is covered by the authority from its start (of people held already: from the moment of the inputs) "
        "to the handover that ends it.",
        "The authority is an input, given by people",
        judged_by=("detention_authority",),
    ),
    _Spec(
        "detention_bar",
        Effect.DETENTION,
        "A bar on detention stands against the night that starts on a date it covers and against the night that ends on it.",
        "The bar is an input, given by people",
        judged_by=("detention_bar",),
    ),
    _Spec(
        "pregnant_hours",
        Effect.DETENTION,
        "A pregnant woman is detained for no more than {} hours from the start of detention (of landing, when none is recorded).",
        "Immigration Act 2016 s.60",
        ("detention.pregnant_max_hours",),
        ("pregnant_hours",),
    ),
    _Spec(
        EXTENSION + "pregnant",
        Effect.EXTENDS,
        "A pregnant woman's detention with a minister's authority, recorded and given in time: to the end it names, at most {} hours.",
        "Immigration Act 2016 s.60",
        ("detention.pregnant_extended_hours",),
        ("pregnant_hours",),
    ),
    _Spec(
        "family_hours",
        Effect.DETENTION,
        "A family with children, were it in scope, is detained for no more than {} hours from the start of detention.",
        "Short-term facilities and pre-departure accommodation: the statute itself was not read",
        ("detention.family_max_hours",),
        ("family_hours",),
    ),
    _Spec(
        EXTENSION + "family",
        Effect.EXTENDS,
        "A family's detention with a minister's authority, recorded and given in time: to the end it names, at most {} hours.",
        "Short-term facilities and pre-departure accommodation: the statute itself was not read",
        ("detention.family_extended_hours",),
        ("family_hours",),
    ),
    _Spec(
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
    _Spec(
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
    _Spec(
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
    _Spec(
        "step_order",
        Effect.WAIT,
        "The decision comes at least {} day(s) after screening.",
        "A planning assumption",
        ("case.screening_to_decision_days",),
        ("step_order",),
    ),
    _Spec(
        "request_follows",
        Effect.WAIT,
        "The request to France follows the decision by {} day(s), not before the plan date while it is not recorded.",
        "A planning assumption",
        ("case.decision_to_request_days",),
        ("request_deadline",),
    ),
    _Spec(
        "decided_admissible",
        Effect.TRANSFER,
        "A case decided admissible ends: its claim is heard here.",
        "Agreement, art 4(1)",
        judged_by=("transfer_decision",),
        source="JORF-DECREE; FM-TREATY",
    ),
    _Spec(
        "request_too_late",
        Effect.TRANSFER,
        "The request to France is made at most {} calendar days after the landing date; after that no transfer is possible.",
        "Agreement, art 8",
        ("case.request_max_days",),
        ("request_deadline",),
    ),
    _Spec(
        "answer_expected",
        Effect.WAIT,
        "France's answer is expected {} calendar days after the request. An expected answer is no acceptance.",
        "Agreement: best efforts",
        ("case.answer_days",),
        ("answer_awaited", "transfer_answer"),
    ),
    _Spec(
        "no_answer",
        Effect.TRANSFER,
        "A request not answered by then is expected to be by {} days; silence after that is no acceptance.",
        "Agreement: best efforts in exceptional cases; what follows silence was not found",
        ("case.answer_exceptional_days",),
        ("answer_awaited", "transfer_answer"),
    ),
    _Spec(
        "refused_by_france",
        Effect.TRANSFER,
        "A request that France refused ends the case.",
        "Agreement: France accepts or refuses each request",
        judged_by=("transfer_answer",),
        source="ADE; PT-0807",
    ),
    _Spec(
        "answer_awaited",
        Effect.WAIT,
        "Notice is served at least {} day(s) after an accepted answer.",
        "A planning assumption",
        ("case.answer_to_notice_days",),
        ("answer_awaited",),
    ),
    _Spec(
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
    _Spec(
        "transfer_months",
        Effect.TRANSFER,
        "The transfer is at the latest {} calendar months after the landing date, on that month's last day where it has no such day.",
        "Agreement, art 1(1)",
        ("case.transfer_max_months",),
        ("transfer_months",),
    ),
    _Spec(
        "agreement_dates",
        Effect.TRANSFER,
        "The transfer is on a date on which the agreement is in force: {} to {}.",
        "Agreement; Decree 2025-798; extension of June 2026",
        ("agreement.in_force_from", "agreement.in_force_until"),
        ("agreement_dates",),
    ),
    _Spec(
        "transfer_authority",
        Effect.TRANSFER,
        "An authority to detain covers the moment of departure.",
        "The authority is an input, given by people",
        judged_by=("transfer_authority",),
    ),
    _Spec(
        "transfer_bar",
        Effect.TRANSFER,
        "No bar on transfer covers the date of departure.",
        "The bar is an input, given by people",
        judged_by=("transfer_bar",),
    ),
    _Spec(
        "no_lawful_window",
        Effect.TRANSFER,
        "No lawful day of transfer can be reached with lawful detention until then.",
        "What the rules above leave together",
        judged_by=("held_at_end",),
    ),
)
_SAFEGUARDS = (
    _Spec(
        "referral_practice",
        Effect.SHOWN,
        "The case is referred within {} days of landing; a practice, not a limit.",
        "UK practice",
        ("safeguards.referral_days",),
    ),
    _Spec(
        "medical_examination",
        Effect.SHOWN,
        "A medical examination within {} hours of reaching a removal centre.",
        "Detention centre rule 34",
        ("safeguards.medical_examination_hours",),
    ),
    _Spec(
        "nurse",
        Effect.SHOWN,
        "A nurse is seen within {} hours of reaching a short-term facility.",
        "Short-term holding facilities, as a handbook tells it",
        ("safeguards.nurse_hours",),
    ),
    _Spec(
        "reasonable_grounds",
        Effect.SHOWN,
        "A reasonable-grounds decision is aimed at {} days after a modern-slavery referral; the bar holds until it is made.",
        "An aim, as a law centre tells it",
        ("safeguards.reasonable_grounds_days",),
    ),
    _Spec(
        "bail_hearing",
        Effect.SHOWN,
        "Bail goes to the tribunal by itself after {} months of detention.",
        "Immigration Act 2016 Sch 10 para 11",
        ("safeguards.bail_hearing_months",),
    ),
)

SECTIONS: Final[Mapping[str, tuple[_Spec, ...]]] = {
    "Who": _WHO,
    "Detention": _CUSTODY,
    "Stay limits": _STAYS,
    "The case": _CASE,
    "The transfer": _TRANSFER,
    "Safeguards": _SAFEGUARDS,
}
"""The rules but the bars, by the section of docs/clocks.md they stand in."""

BARS_SECTION: Final = "Bars"


def rulebook(config: Config) -> dict[str, Rule]:
    """Every rule of a configuration's rule set by id, bars last."""
    return {rule.rule_id: rule for rules in rules_by_section(config).values() for rule in rules}


def rules_by_section(config: Config) -> dict[str, tuple[Rule, ...]]:
    """Every rule by section."""
    figures = {figure.key: figure for figure in config.figures}
    found = {section: tuple(_rule(spec, [figures[key] for key in spec.keys]) for spec in specs) for section, specs in SECTIONS.items()}
    return found | {BARS_SECTION: tuple(_bar_rule(bar) for bar in config.bars.values())}


def _rule(spec: _Spec, figures: list[Figure]) -> Rule:
    what = spec.without if spec.without and figures[0].value == "0" else spec.what
    what = what.format(*(figure.value.lower() if figure.value in {"True", "False"} else figure.value for figure in figures))
    source, as_of, verified = spec.source, PRODUCT_AS_OF, spec.verified
    if figures:
        source = "; ".join(dict.fromkeys(figure.source for figure in figures))
        as_of, verified = min(figure.as_of for figure in figures), all(figure.verified for figure in figures)
    return Rule(spec.rule_id, spec.effect, what, spec.law, spec.keys, source, as_of, verified, spec.judged_by)


def _bar_rule(bar: BarFigure) -> Rule:
    effect = EFFECTS[bar.blocks]
    standard = f" The law gives it {bar.standard_days} days at least; it ends only by its record." if bar.standard_days else ""
    judged_by = {
        Effect.DETENTION: ("detention_bar",),
        Effect.TRANSFER: ("transfer_bar",),
        Effect.BOTH: ("detention_bar", "transfer_bar"),
    }.get(effect, ())
    return Rule(
        rule_id=BAR + bar.bar,
        effect=effect,
        what=f"While it applies, or until further notice, it {effect}.{standard}",
        law=bar.label,
        keys=(f"bars.{bar.bar}",),
        source=bar.source,
        as_of=bar.as_of,
        verified=bar.verified,
        judged_by=judged_by,
    )


def figure_rules(rules: Iterable[Rule]) -> dict[str, str]:
    """Rule that each figure of config.toml is obeyed by."""
    return {key: rule.rule_id for rule in rules for key in rule.keys}
