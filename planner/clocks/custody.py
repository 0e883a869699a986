"""Custody: the nights of lawful detention and the days of lawful transfer."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from planner.clocks.calendar import add_months, first_date_from, last_date_until
from planner.clocks.days import ALL_DAYS, NEVER, NO_DAYS, Days, days_between
from planner.clocks.limits import detention_ends
from planner.domain.horizon import Horizon, london_date
from planner.domain.people import AgeBand, Bar, Category, Known, Party, Person, Sex
from planner.domain.rules import Rules


class TransferWindow(NamedTuple):
    """What a lawful transfer of every member of a party is bound by, the case apart.

    Attributes
    ----------
    first_date, last_date
        Dates the agreement and the months since landing allow.
    authority_from, authority_until
        Moments the authorities to detain all cover.
    bars
        Bars on members that block transfer.
    """

    first_date: date
    last_date: date
    authority_from: datetime
    authority_until: datetime
    bars: tuple[Bar, ...]


def blocked_by(party: Party, party_categories: tuple[Category, ...], rules: Rules) -> str:
    """Rule that keeps a party out of detention and transfer whatever the date; empty when none does.

    Unknown means blocked (brief, hard rule 4); no child alone and no family (hard rule 6).
    """
    if Category.LONE_CHILD in party_categories:
        return "lone_child"
    if Category.FAMILY in party_categories and not rules.families_detained:
        return "family"
    return next((rule_id for person in party.people for rule_id in person_blocked_by(person, rules)), "")


def person_blocked_by(person: Person, rules: Rules) -> Iterator[str]:
    """Rules that keep a person out of detention and transfer whatever the date, by the record alone."""
    if person.age_band is AgeBand.UNKNOWN or person.age_disputed is not Known.NO:
        yield "age_unknown"
    if person.pregnant is Known.UNKNOWN and person.sex is not Sex.MALE:
        yield "pregnancy_unknown"
    if person.adults_at_risk is None:
        yield "risk_level_unknown"
    elif person.adults_at_risk >= rules.adults_at_risk_block_level:
        yield "adults_at_risk"
    if person.authority_from is None or person.authority_until is None:
        yield "no_authority"


def lawful_nights(party: Party, party_categories: tuple[Category, ...], as_of: datetime, horizon: Horizon, rules: Rules) -> Days:
    """Nights in which every member may be detained, site and unit apart, also after the horizon; `blocked_by` must be empty."""
    nights = ALL_DAYS
    for person, category in zip(party.people, party_categories, strict=True):
        nights &= _covered_nights(person, category, as_of, horizon, rules)
        if person.bars:
            barred = _barred_days((bar for bar in person.bars if rules.bars[bar.bar].blocks_detention), horizon)
            # A bar on a date stands against the night that starts on it and the night that ends on it.
            nights &= ~(barred | barred >> 1)
    return nights


def _covered_nights(person: Person, category: Category, as_of: datetime, horizon: Horizon, rules: Rules) -> Days:
    """Nights that authority and limits of detention cover from the planned arrival to the handover that ends the night."""
    begins, ends = _authority(person)
    limit = detention_ends(person, category, rules)
    last_handover = last_date_until(ends if limit is None else min(ends, limit), rules.handover_time)
    nights = days_between(
        horizon.day_of(first_date_from(begins, rules.planned_arrival_time)),
        horizon.day_of(last_handover) - 1,
    )
    if person.detained_since is not None and begins > as_of:
        # Who is held already is held now, before tonight's planned arrival.
        tonight = horizon.day_of(london_date(as_of))
        nights &= ~days_between(tonight, tonight)
    return nights


def _authority(person: Person) -> tuple[datetime, datetime]:
    assert person.authority_from is not None  # noqa: S101  # callers ask for people whom nothing blocks
    assert person.authority_until is not None  # noqa: S101  # as above
    return person.authority_from, person.authority_until


def is_barred(person: Person, when: date, rules: Rules, *, detention: bool) -> bool:
    """Whether a bar on a person blocks detention (else transfer) on a date."""
    return any(
        _applies(bar, when)
        for bar in person.bars
        if (rules.bars[bar.bar].blocks_detention if detention else rules.bars[bar.bar].blocks_transfer)
    )


def _applies(bar: Bar, when: date) -> bool:
    return bar.starts_on <= when and (bar.ends_on is None or when <= bar.ends_on)


def _barred_days(bars: Iterable[Bar], horizon: Horizon) -> Days:
    barred = NO_DAYS
    for bar in bars:
        barred |= days_between(horizon.day_of(bar.starts_on), NEVER if bar.ends_on is None else horizon.day_of(bar.ends_on))
    return barred


def transfer_window(party: Party, rules: Rules) -> TransferWindow:
    """Dates and moments between which every member may be transferred; `blocked_by` must be empty.

    References
    ----------
    Agreement, art 1(1): three months from arrival; bars: docs/clocks.md, section The transfer.
    """
    authorities = [_authority(person) for person in party.people]
    return TransferWindow(
        first_date=rules.agreement_from,
        last_date=min(
            rules.agreement_until, *(add_months(london_date(person.landed_at), rules.transfer_max_months) for person in party.people)
        ),
        authority_from=max(begins for begins, _ in authorities),
        authority_until=min(ends for _, ends in authorities),
        bars=tuple(bar for person in party.people for bar in person.bars if rules.bars[bar.bar].blocks_transfer),
    )


def is_lawful_transfer(window: TransferWindow, when: date, moment: datetime) -> bool:
    """Whether a transfer is lawful by its date in London and its moment."""
    return (
        window.first_date <= when <= window.last_date
        and window.authority_from <= moment <= window.authority_until
        and not any(_applies(bar, when) for bar in window.bars)
    )


def transfer_days(window: TransferWindow, horizon: Horizon, rules: Rules) -> Days:
    """Days on which a transfer at the planned arrival time is lawful, also after the horizon: see `is_lawful_transfer`."""
    first = max(window.first_date, first_date_from(window.authority_from, rules.planned_arrival_time))
    last = min(window.last_date, last_date_until(window.authority_until, rules.planned_arrival_time))
    return days_between(horizon.day_of(first), horizon.day_of(last)) & ~_barred_days(window.bars, horizon)
