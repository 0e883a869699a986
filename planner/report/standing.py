"""What a plan stands on: doubts, incidents, tiers, the balance with France, rules in force and checks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta

from planner.config import Figure
from planner.domain.attrition import Attrition, ReserveRules
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, TIER_OF, Plan, Status
from planner.domain.rules import BarRule, Rules
from planner.domain.verification import Verification
from planner.plan.tables import Cell, Row, Table
from planner.report.words import MEASURES, ORDER_TIER, TIERS, day_text, id_text, place_names

INCIDENT_STATES = {IncidentStatus.AT_SEA: "At sea", IncidentStatus.LANDED: "Landed", IncidentStatus.CLOSED: "Closed"}
SUNDAY = 6


def triage(instance: Instance) -> Table:
    """List doubtful rows."""
    rows = tuple((id_text(doubt.code), doubt.subject, doubt.message) for doubt in sorted(instance.triage))
    return Table("Triage", ("Doubt", "About", "What is doubtful and how the plan treats it"), rows)


def triage_kinds(instance: Instance) -> Table:
    """Count doubtful rows by kind, most first."""
    kinds = Counter(doubt.code for doubt in instance.triage)
    rows = tuple((id_text(code), kinds[code]) for code in sorted(kinds, key=lambda code: (-kinds[code], code)))
    return Table("Doubts by kind", ("Doubt", "Records"), rows)


def open_incidents(instance: Instance) -> Table:
    """List incidents with people at sea, or with people counted ashore who have no row yet."""
    names = place_names(instance)
    rows = tuple(_incident_row(incident, names) for incident in instance.incidents if _is_open(incident))
    columns = (
        "Incident",
        "State",
        "Met (UK time)",
        "Landing place",
        "Boats",
        "People reported",
        "People ashore",
        "People listed",
        "Not listed",
    )
    return Table("Incidents that need attention", columns, rows)


def people_at_sea(instance: Instance) -> int:
    """People reported aboard boats still at sea."""
    return sum(incident.people_reported for incident in instance.incidents if incident.status is IncidentStatus.AT_SEA)


def people_unlisted(instance: Instance) -> int:
    """People counted ashore who have no row yet."""
    return sum(incident.people_unlisted for incident in instance.incidents)


def measures(plan: Plan, verification: Verification) -> Table:
    """List each measure in the order it was solved, with its bound and gap."""
    rows = tuple(
        (
            order,
            TIERS[TIER_OF[result.measure]] if result.measure in TIER_OF else ORDER_TIER,
            MEASURES[result.measure],
            "More is better" if result.measure in MAXIMISED else "Fewer is better",
            result.value,
            result.bound,
            result.gap,
            "Yes" if result.gap == 0 else "No",
            verification.measures.get(result.measure),
        )
        for order, result in enumerate(plan.measures, start=1)
    )
    columns = ("Order", "Tier", "Measure", "Aim", "Value", "Best possible", "Gap", "Proven best", "Value found by the check")
    return Table("Measures", columns, rows)


def parity(instance: Instance, plan: Plan) -> Table:
    """Follow the balance with France to each week's end and to the last day.

    People transferred less people admitted; above the band is not allowed, below it is an alarm.
    """
    left = Counter(
        plan.horizon.date_of(stay.first_night) for person in plan.people for stay in person.stays if stay.status is Status.TRANSFERRED
    )
    came: Counter[date] = Counter()
    for admission in instance.planned_admissions:
        came[admission.admitted_on] += admission.people
    rows: list[Row] = []
    balance, first = instance.parity.balance_before, plan.plan_date
    for end in (day for day in plan.horizon.dates() if day.weekday() == SUNDAY or day == plan.horizon.dates()[-1]):
        days = [first + timedelta(days=ahead) for ahead in range((end - first).days + 1)]
        transferred, admitted = sum(left[day] for day in days), sum(came[day] for day in days)
        balance += transferred - admitted
        rows.append((end, transferred, admitted, balance, _band_text(balance, instance.rules)))
        first = end + timedelta(days=1)
    return Table("Balance with France", ("Up to", "Transferred", "Admitted", "Balance", "Against the band"), tuple(rows))


def rules_in_force(rules: Rules) -> Table:
    """List every rule and figure the plan obeys."""
    rows: list[Row] = []
    for field in fields(rules):
        value: object = getattr(rules, field.name)
        if isinstance(value, Attrition | ReserveRules):
            rows += [(f"{id_text(field.name)}: {id_text(part.name).lower()}", getattr(value, part.name)) for part in fields(value)]
        elif isinstance(value, Mapping):
            entries: Mapping[object, object] = value  # pyright: ignore[reportUnknownVariableType]  # mappings of several kinds
            rows += [(f"{id_text(field.name)}: {id_text(str(key)).lower()}", _rule_text(entries[key])) for key in sorted(entries, key=str)]
        else:
            rows.append((id_text(field.name), _rule_text(value)))
    return Table("Rules in force", ("Rule", "Value"), tuple(rows))


def figures_table(figures: Sequence[Figure]) -> Table:
    """List figures with their sources, those not verified first."""
    ordered = sorted(figures, key=lambda figure: (figure.verified, figure.key))
    rows = tuple((fig.key, fig.value, fig.unit, fig.as_of, fig.source, "Yes" if fig.verified else "No") for fig in ordered)
    return Table("Figures", ("Figure", "Value", "Unit", "As of", "Source", "Verified"), rows)


def checks(verification: Verification) -> Table:
    """List every rule checked, on how many facts, and how often it was broken."""
    broken = Counter(violation.rule for violation in verification.violations)
    rules = sorted({*verification.rules, *broken})
    rows = tuple((id_text(rule), verification.rules.get(rule, 0), broken[rule]) for rule in rules)
    return Table("Rules checked", ("Rule", "Facts checked", "Times broken"), rows)


def violations(verification: Verification) -> Table:
    """List every rule broken."""
    rows = tuple((id_text(found.rule), found.subject, found.date, found.message) for found in sorted(verification.violations))
    return Table("Rules broken", ("Rule", "About", "Date", "What is wrong"), rows)


def _is_open(incident: Incident) -> bool:
    return incident.status is IncidentStatus.AT_SEA or incident.people_unlisted > 0


def _incident_row(incident: Incident, names: dict[str, str]) -> Row:
    landing = names.get(incident.landing_site_id, incident.landing_site_id) if incident.landing_site_id else None
    counts: tuple[Cell, ...] = (
        incident.boats,
        incident.people_reported,
        incident.people_ashore,
        incident.people_listed,
        incident.people_unlisted,
    )
    return incident.incident_id, INCIDENT_STATES[incident.status], incident.met_at, landing, *counts


def _band_text(balance: int, rules: Rules) -> str:
    if balance > rules.parity_upper:
        return f"Above the upper limit of {rules.parity_upper}"
    if balance < rules.parity_lower:
        return f"Alarm: below the lower limit of {rules.parity_lower}"
    return "Within the band"


def _rule_text(value: object) -> Cell:
    """Give a rule's value in words; whole numbers stay numbers."""
    if isinstance(value, BarRule):
        blocked = [name for name, blocks in (("detention", value.blocks_detention), ("transfer", value.blocks_transfer)) if blocks]
        return f"Blocks {' and '.join(blocked)}" if blocked else "Blocks nothing"
    if isinstance(value, frozenset | tuple):
        items: list[str] = [id_text(str(item)) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return ", ".join(sorted(items) if isinstance(value, frozenset) else items) or "None"
    return _plain_text(value)


def _plain_text(value: object) -> Cell:
    if value is None:
        return "No limit"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return value
    return day_text(value) if isinstance(value, date) else str(value)
