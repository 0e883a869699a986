"""The clocks that run for one person, each from a recorded start to its end, by its rule."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from planner.clocks.calendar import add_months, add_working_days
from planner.clocks.limits import Granted, detention_limits, stay_ends, stay_limit
from planner.clocks.rule_specs import EXTENSION, STAY
from planner.config import Config
from planner.domain.horizon import london_date
from planner.domain.people import Answer, Category, ExtendedLimit, Known, Person
from planner.domain.rules import Rules
from planner.domain.sites import DETENTION_ROLES, Site, SiteRole

When: TypeAlias = date | datetime
"""A date in London, or a moment in UTC."""


class Span(NamedTuple):
    """One clock of a person.

    Attributes
    ----------
    starts, ends
        When it began and when it runs out: the last date, or the last moment, that it allows.
    """

    rule_id: str
    starts: When
    ends: When


def custody_spans(person: Person, category: Category, site: Site, rules: Rules) -> Iterator[Span]:
    """Authority, stay and detention."""
    if person.authority_from is not None and person.authority_until is not None:
        yield Span("detention_authority", person.authority_from, person.authority_until)
    if site.stay_limit_hours is not None:
        yield Span(_stay_rule(person, category, site, rules), person.arrived_at, stay_ends(person, category, site, rules))
    is_out_of_scope = category is Category.LONE_CHILD or (category is Category.FAMILY and not rules.families_detained)
    if is_out_of_scope and person.detained_since is None:
        return
    for limit in detention_limits(person, category, rules):
        usual = {ExtendedLimit.PREGNANT: "pregnant_hours"}.get(limit.limit, "family_hours")
        yield Span(_by_extension(limit, EXTENSION + limit.limit, usual), limit.began, limit.ends)


def case_spans(person: Person, rules: Rules) -> Iterator[Span]:
    """Request, answer, notice, and the last day of a transfer."""
    case, landed_on = person.case, london_date(person.landed_at)
    if case.requested_on is None:
        yield Span("request_too_late", landed_on, landed_on + timedelta(days=rules.request_max_days))
    elif case.answer is Answer.NONE:
        yield Span("answer_expected", case.requested_on, case.requested_on + timedelta(days=rules.answer_days))
        yield Span("no_answer", case.requested_on, case.requested_on + timedelta(days=rules.answer_exceptional_days))
    if case.notice_served_on is not None:
        yield Span("notice_period", case.notice_served_on, add_working_days(case.notice_served_on, rules.notice_working_days))
    yield Span("transfer_months", landed_on, add_months(landed_on, rules.transfer_max_months))
    yield Span("agreement_dates", rules.agreement_from, rules.agreement_until)


def safeguard_spans(person: Person, site: Site, config: Config) -> Iterator[Span]:
    """Duties with a time in them; whether they were done is not recorded here."""
    figures = {figure.key: figure.value for figure in config.figures if figure.key.startswith("safeguards.")}

    def figure(name: str) -> int:
        return int(figures[f"safeguards.{name}"])

    if site.role is SiteRole.REMOVAL:
        yield Span("medical_examination", person.arrived_at, person.arrived_at + timedelta(hours=figure("medical_examination_hours")))
    elif site.role in {SiteRole.LANDING, SiteRole.PROCESSING, SiteRole.SHORT_TERM}:
        yield Span("nurse", person.arrived_at, person.arrived_at + timedelta(hours=figure("nurse_hours")))
    if person.case.requested_on is None:
        landed_on = london_date(person.landed_at)
        yield Span("referral_practice", landed_on, landed_on + timedelta(days=figure("referral_days")))
    if person.detained_since is not None and site.role in DETENTION_ROLES:
        since = london_date(person.detained_since)
        yield Span("bail_hearing", since, add_months(since, figure("bail_hearing_months")))
    for bar in person.bars:
        if bar.bar == "nrm_pending" and bar.ends_on is None:
            yield Span("reasonable_grounds", bar.starts_on, bar.starts_on + timedelta(days=figure("reasonable_grounds_days")))


def _stay_rule(person: Person, category: Category, site: Site, rules: Rules) -> str:
    usual = f"{STAY}{site.role}"
    if site.role is not SiteRole.LANDING:
        limit = stay_limit(person, category, site, rules)
        return usual if limit is None else _by_extension(limit, f"{EXTENSION}{site.role}", usual)
    hours = {
        "lone_child_hours": rules.lone_child_max_hours if category is Category.LONE_CHILD else None,
        "pregnant_hours": rules.pregnant_max_hours if person.pregnant is Known.YES and category is not Category.LONE_CHILD else None,
        "family_hours": rules.family_max_hours if category is Category.FAMILY else None,
    }
    shorter = {rule_id: value for rule_id, value in hours.items() if value is not None and value < (site.stay_limit_hours or 0)}
    return min(shorter, key=lambda rule_id: shorter[rule_id]) if shorter else usual


def _by_extension(limit: Granted, extended: str, usual: str) -> str:
    return extended if limit.ends > limit.usual_end else usual
