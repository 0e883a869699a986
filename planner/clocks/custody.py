"""When people may be detained and on which dates they may be transferred, by authority, bars and care."""

from datetime import date, datetime, timedelta

from planner.clocks.calendar import add_months
from planner.clocks.category import ADULT_CATEGORIES
from planner.domain.horizon import Horizon, london_date, london_instant
from planner.domain.people import AgeBand, Category, Known, Party, Person, Sex
from planner.domain.rules import Rules


def blocked_by(party: Party, party_categories: tuple[Category, ...], rules: Rules) -> str:
    """Rule that keeps a party out of detention and transfer whatever the date; empty when none does.

    Unknown means blocked (brief, hard rule 4); no child alone and no family (hard rule 6).
    """
    if Category.LONE_CHILD in party_categories:
        return "lone_child"
    if Category.FAMILY in party_categories and not rules.families_detained:
        return "family"
    return next((reason for person in party.people if (reason := _person_blocked_by(person, rules))), "")


def _person_blocked_by(person: Person, rules: Rules) -> str:
    standing = {
        "age_unknown": person.age_band is AgeBand.UNKNOWN or person.age_disputed is not Known.NO,
        "pregnancy_unknown": person.pregnant is Known.UNKNOWN and person.sex is not Sex.MALE,
        "risk_level_unknown": person.adults_at_risk is None,
        "adults_at_risk": person.adults_at_risk is not None and person.adults_at_risk >= rules.adults_at_risk_block_level,
        "no_authority": person.authority_from is None or person.authority_until is None,
    }
    return next((rule for rule, stands in standing.items() if stands), "")


def lawful_nights(
    party: Party, party_categories: tuple[Category, ...], as_of: datetime, horizon: Horizon, rules: Rules
) -> tuple[bool, ...]:
    """Nights of the horizon in which every member may be detained, site and unit apart."""
    if blocked_by(party, party_categories, rules):
        return (False,) * horizon.num_days
    return tuple(night_is_lawful(party, party_categories, as_of, horizon.date_of(night), rules) for night in range(horizon.num_days))


def night_is_lawful(party: Party, party_categories: tuple[Category, ...], as_of: datetime, when: date, rules: Rules) -> bool:
    """Whether every member may be detained in the night that follows a date; `blocked_by` must be empty."""
    ends = london_instant(when + timedelta(days=1), rules.handover_time)
    starts = london_instant(when, rules.planned_arrival_time)
    for person, category in zip(party.people, party_categories, strict=True):
        begins = min(starts, as_of) if person.detained_since is not None and london_date(as_of) == when else starts
        limit = _detention_limit(person, category, rules)
        covered = (
            person.authority_from is not None
            and person.authority_until is not None
            and person.authority_from <= begins
            and person.authority_until >= ends
        )
        if not covered or (limit is not None and limit < ends):
            return False
        if any(is_barred(person, day, rules, detention=True) for day in (when, when + timedelta(days=1))):
            return False
    return True


def _detention_limit(person: Person, category: Category, rules: Rules) -> datetime | None:
    """End of the longest detention of a pregnant woman or a family with children."""
    hours = [rules.pregnant_max_hours] if person.pregnant is Known.YES else []
    hours += [rules.family_max_hours] if category not in ADULT_CATEGORIES else []
    return (person.detained_since or person.landed_at) + timedelta(hours=min(hours)) if hours else None


def is_barred(person: Person, when: date, rules: Rules, *, detention: bool) -> bool:
    """Whether a bar on a person blocks detention (else transfer) on a date."""
    return any(
        bar.starts_on <= when and (bar.ends_on is None or when <= bar.ends_on)
        for bar in person.bars
        if (rules.bars[bar.bar].blocks_detention if detention else rules.bars[bar.bar].blocks_transfer)
    )


def transfer_date_is_lawful(party: Party, when: date, moment: datetime, rules: Rules) -> bool:
    """Whether a transfer is lawful by its date and moment; `blocked_by` must be empty and the case ready.

    References
    ----------
    Agreement, art 1(1): three months from arrival; bars: docs/model.md, section Clocks.
    """
    if not rules.agreement_from <= when <= min(rules.agreement_until, *(_latest_transfer(person, rules) for person in party.people)):
        return False
    return all(
        person.authority_from is not None
        and person.authority_until is not None
        and person.authority_from <= moment <= person.authority_until
        and not is_barred(person, when, rules, detention=False)
        for person in party.people
    )


def _latest_transfer(person: Person, rules: Rules) -> date:
    return add_months(london_date(person.landed_at), rules.transfer_max_months)


def last_transfer_date(party: Party, first: date, rules: Rules) -> date | None:
    """Last date from ``first`` on with a lawful transfer, also after the horizon; None when there is none."""
    latest = min(
        rules.agreement_until,
        *(_latest_transfer(person, rules) for person in party.people),
        *(london_date(person.authority_until) for person in party.people if person.authority_until),
    )
    for back in range((latest - first).days + 1):
        when = latest - timedelta(days=back)
        if transfer_date_is_lawful(party, when, london_instant(when, rules.planned_arrival_time), rules):
            return when
    return None
