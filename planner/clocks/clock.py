"""One clock a party: everything the optimiser needs to know of the law, as days of the horizon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.clocks.calendar import add_working_days
from planner.clocks.case import NEVER, CaseState, CaseStep, case_state
from planner.clocks.category import categories
from planner.clocks.custody import blocked_by, last_transfer_date, lawful_nights, night_is_lawful, transfer_date_is_lawful
from planner.domain.horizon import Horizon, london_date, london_instant
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.people import Category, Party
from planner.domain.rules import Rules, StaffedStep
from planner.domain.sites import Site

DEADLINE_SCALE_DAYS = 100
"""A last lawful transfer day this far ahead has no weight in the canonical order."""


@dataclass(frozen=True, slots=True)
class PartyClock:
    """The law for one party.

    Attributes
    ----------
    entry_day
        First day the party is ashore in the horizon.
    categories
        Category of each member.
    detention_nights
        ``(num_days,)``; whether the party may be detained on a night.
    departures
        ``(num_departures,)``; whether it may board by date, authority and bars, its case apart.
    case
        Steps still needed.
    stay_nights
        Nights left where the party is now, from night 0; None for no limit.
    last_transfer_day
        Last day of a lawful transfer, also after the horizon; None when there is none or the case can not get there.
    step_latest
        For each step still needed, its latest day if a transfer by ``last_transfer_day`` is to stay possible.
    is_live
        Whether a transfer is possible, capacities apart, with detention lawful until then.
    blocked_by
        Rule that stands against any transfer; empty for a live party.
    wait_days, deadline_weight
        Weights of the canonical order: days since the earliest landing, and nearness of the last transfer day.
    """

    party_id: PartyId
    entry_day: int
    categories: tuple[Category, ...]
    detention_nights: tuple[bool, ...]
    departures: tuple[bool, ...]
    case: CaseState
    stay_nights: int | None
    last_transfer_day: int | None
    step_latest: tuple[int, ...]
    is_live: bool
    blocked_by: str
    wait_days: int
    deadline_weight: int


def party_clocks(instance: Instance) -> tuple[PartyClock, ...]:
    """The clock of every party, in the order of ``instance.parties``."""
    sites = {site.site_id: site for site in instance.sites}
    return tuple(_clock(party, sites[party.people[0].site_id], instance) for party in instance.parties)


def nights_allowed(limit_hours: int | None, arrived: int, horizon: Horizon, rules: Rules) -> int | None:
    """Nights from a planned arrival on day ``arrived`` until the stay limit has run out; None for no limit."""
    if limit_hours is None:
        return None
    ends = london_instant(horizon.date_of(arrived), rules.planned_arrival_time) + timedelta(hours=limit_hours)
    return _nights_until(ends, arrived, horizon, rules)


def _nights_until(ends: datetime, first_night: int, horizon: Horizon, rules: Rules) -> int:
    nights = 0
    while (
        first_night + nights < horizon.num_days and london_instant(horizon.date_of(first_night + nights + 1), rules.handover_time) <= ends
    ):
        nights += 1
    return nights


def _clock(party: Party, site: Site, instance: Instance) -> PartyClock:
    horizon, rules = instance.horizon, instance.rules
    entry_day = horizon.day_of(party.expected_on) if party.expected_on else 0
    party_categories = categories(party)
    blocked = blocked_by(party, party_categories, rules)
    state = case_state(party, horizon, rules, entry_day)
    closed = blocked or state.closed_by
    last = None if closed else last_transfer_date(party, horizon.date_of(entry_day), rules)
    last_day = None if last is None else horizon.day_of(last)
    latest = () if last_day is None else _latest_days(state.steps, last_day, horizon, rules)
    first_day = None if last_day is None else _first_transfer_day(party, state, last_day, horizon, rules)
    held = first_day is not None and all(
        night_is_lawful(party, party_categories, instance.as_of, horizon.date_of(night), rules) for night in range(entry_day, first_day)
    )
    is_live = first_day is not None and held
    limit = site.stay_limit_hours
    arrived = min(person.arrived_at for person in party.people)
    landed = min(london_date(person.landed_at) for person in party.people)
    return PartyClock(
        party_id=party.party_id,
        entry_day=entry_day,
        categories=party_categories,
        detention_nights=lawful_nights(party, party_categories, instance.as_of, horizon, rules),
        departures=tuple(
            not closed
            and not departure.cancelled
            and transfer_date_is_lawful(party, london_date(departure.departs_at), departure.departs_at, rules)
            for departure in instance.departures
        ),
        case=state,
        stay_nights=None if limit is None else _nights_until(arrived + timedelta(hours=limit), entry_day, horizon, rules),
        last_transfer_day=last_day if first_day is not None else None,
        step_latest=latest,
        is_live=is_live,
        blocked_by=closed or ("" if is_live else "no_lawful_window"),
        wait_days=0 if party.is_expected else max(0, -horizon.day_of(landed)),
        deadline_weight=0 if last_day is None or first_day is None else max(0, DEADLINE_SCALE_DAYS - last_day),
    )


def ready_day(notice_day: int, horizon: Horizon, rules: Rules) -> int:
    """First lawful day of transfer after notice served on a day."""
    return horizon.day_of(add_working_days(horizon.date_of(notice_day), rules.notice_working_days))


def _latest_days(steps: tuple[CaseStep, ...], last_day: int, horizon: Horizon, rules: Rules) -> tuple[int, ...]:
    """Latest day of each step, from the last one back."""
    latest: list[int] = []
    bound = last_day
    for step in reversed(steps):
        if step.step is StaffedStep.NOTICE:
            bound = next((day for day in range(last_day, -NEVER, -1) if ready_day(day, horizon, rules) <= last_day), -NEVER)
        else:
            bound -= step.days_to_next
        bound = min(bound, step.deadline)
        latest.append(bound)
    return tuple(reversed(latest))


def _first_transfer_day(party: Party, state: CaseState, last_day: int, horizon: Horizon, rules: Rules) -> int | None:
    """Earliest lawful day of transfer with every step as early as it can be; None when there is none."""
    day = 0
    ready = state.ready_day
    for step in state.steps:
        day = max(day, step.earliest)
        if day > step.deadline:
            return None
        if step.step is StaffedStep.NOTICE:
            ready = max(ready, ready_day(day, horizon, rules))
        day += step.days_to_next
    for candidate in range(ready, last_day + 1):
        when = horizon.date_of(candidate)
        if transfer_date_is_lawful(party, when, london_instant(when, rules.planned_arrival_time), rules):
            return candidate
    return None
