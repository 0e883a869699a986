"""plan.json itself: its date, its rule set, its one canonical form."""

from itertools import pairwise

from planner.domain.plan import PersonPlan, Stay
from planner.domain.rules import StaffedStep
from planner.verify.book import Book
from planner.verify.findings import Findings
from planner.verify.settings import Settings
from planner.verify.stored_plan import StoredPlan

STEP_ORDER = {step: order for order, step in enumerate(StaffedStep)}


def check_form(book: Book, stored: StoredPlan, settings: Settings, findings: Findings) -> None:
    """Check that plan.json is of this configuration and in canonical form."""
    plan = stored.plan
    message = f"plan of {plan.plan_date}, configuration of {settings.plan_date}"
    findings.require("plan_dates", plan.plan_date == settings.plan_date, "plan.json", plan.plan_date.isoformat(), message)
    message = f"plan by rule set {plan.rules_version!r}, configuration {settings.rules.version!r}"
    findings.require("rules_version", plan.rules_version == settings.rules.version, "plan.json", "", message)
    if plan.horizon.num_days != settings.horizon_days:
        findings.alarm(f"horizon: the plan has {plan.horizon.num_days} days, the configuration {settings.horizon_days}")
    _check_text(stored, findings)
    ids = [person.person_id for person in plan.people]
    findings.require("plan_canonical", ids == sorted(ids), "plan.json", "", "people are not sorted by person_id")
    findings.checked("plan_canonical", len(plan.people) + sum([max(0, len(person.stays) - 1) for person in plan.people]))
    for person in plan.people:
        _check_person(book, person, findings)


def _check_person(book: Book, person: PersonPlan, findings: Findings) -> None:
    steps = [(planned.day, STEP_ORDER[planned.step]) for planned in person.steps]
    if steps != sorted(steps):
        findings.broken("plan_canonical", person.person_id, "", "case steps are not in the order of their dates")
    for before, after in pairwise(person.stays):
        if _place(before) == _place(after):
            message = f"two stays in one place, {book.iso(before.first_night)} and {book.iso(after.first_night)}, not joined"
            findings.broken("plan_canonical", person.person_id, book.iso(after.first_night), message)


def _check_text(stored: StoredPlan, findings: Findings) -> None:
    for where in stored.odd_keys:
        findings.broken("plan_canonical", "plan.json", "", f"not the keys of a plan in their order: {where}")
    message = "the file must be JSON indented by one space, UTF-8 as it is, with plain line feeds and one at the end"
    findings.require("plan_canonical", stored.is_tidy, "plan.json", "", message)


def _place(stay: Stay) -> tuple[str | None, ...]:
    return (stay.status, stay.site_id, stay.unit_id, stay.departure_id)
