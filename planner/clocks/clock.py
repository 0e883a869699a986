"""One clock a party: everything the optimiser needs to know of the law, as days of the horizon.

Many parties are alike. What a rule gives is worked out once for each set of facts it depends on, within one instance; equal values are
one object, so that grouping parties by them is quick.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import TypeVar

from planner.clocks.calendar import add_working_days, last_date_until
from planner.clocks.case import CaseState, CaseStep, case_state, cases_of
from planner.clocks.category import categories
from planner.clocks.custody import TransferWindow, blocked_by, is_lawful_transfer, lawful_nights, transfer_days, transfer_window
from planner.clocks.days import NEVER, NO_DAYS, Days, days_between, first_of, flags, last_of
from planner.clocks.limits import stay_ends
from planner.domain.horizon import Horizon, london_date, london_instant
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.people import Category, Party
from planner.domain.rules import Rules, StaffedStep
from planner.domain.transport import Departure

Value = TypeVar("Value")

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
    reading = _Reading(instance)
    return tuple(reading.clock(party) for party in instance.parties)


def nights_allowed(limit_hours: int | None, arrived: int, horizon: Horizon, rules: Rules) -> int | None:
    """Nights from a planned arrival on day ``arrived`` until the stay limit has run out; None for no limit."""
    if limit_hours is None:
        return None
    ends = london_instant(horizon.date_of(arrived), rules.planned_arrival_time) + timedelta(hours=limit_hours)
    return _nights_until(ends, arrived, horizon, rules)


def ready_day(notice_day: int, horizon: Horizon, rules: Rules) -> int:
    """First lawful day of transfer after notice served on a day."""
    return horizon.day_of(add_working_days(horizon.date_of(notice_day), rules.notice_working_days))


def first_transfer_day(state: CaseState, days: Days, ready_after: Callable[[int], int]) -> int | None:
    """Earliest of some days with every step as early as it can be; None when there is none.

    Parameters
    ----------
    ready_after
        First lawful day of transfer after notice served on a day.
    """
    day = 0
    ready = state.ready_day
    for step in state.steps:
        day = max(day, step.earliest)
        if day > step.deadline:
            return None
        if step.step is StaffedStep.NOTICE:
            ready = max(ready, ready_after(day))
        day += step.days_to_next
    return first_of(days, ready)


class _Reading:
    """Reads the parties of one instance; each cached function is pure in what it is given, besides horizon and rules."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        horizon, rules = instance.horizon, instance.rules
        self._horizon_days = days_between(0, horizon.num_days - 1)
        self._sites = {site.site_id: site for site in instance.sites}
        self._case_state = _once(partial(case_state, horizon=horizon, rules=rules))
        self._ready_day = _once(partial(ready_day, horizon=horizon, rules=rules))
        self._latest_days = _once(partial(_latest_days, horizon=horizon, rules=rules))
        self._transfer_days = _once(partial(transfer_days, horizon=horizon, rules=rules))
        self._departures = _once(partial(_departures, departures=_with_dates(instance)))

    def clock(self, party: Party) -> PartyClock:
        """The clock of one party."""
        horizon, rules = self._instance.horizon, self._instance.rules
        entry_day = horizon.day_of(party.expected_on) if party.expected_on else 0
        cases = cases_of(party)
        party_categories = categories(party)
        blocked = blocked_by(party, party_categories, rules)
        state = self._case_state(cases, entry_day)
        closed = blocked or state.closed_by
        window = None if closed else transfer_window(party, rules)
        days = NO_DAYS if window is None else self._transfer_days(window)
        nights = NO_DAYS if blocked else lawful_nights(party, party_categories, self._instance.as_of, horizon, rules)
        last_day = last_of(days, entry_day)
        first_day = None if last_day is None else first_transfer_day(state, days, self._ready_day)
        is_live = first_day is not None and not days_between(entry_day, first_day - 1) & ~nights
        return PartyClock(
            party_id=party.party_id,
            entry_day=entry_day,
            categories=party_categories,
            detention_nights=flags(nights & self._horizon_days, horizon.num_days),
            departures=self._departures(window),
            case=state,
            stay_nights=self._stay_nights(party, party_categories, entry_day),
            last_transfer_day=last_day if first_day is not None else None,
            step_latest=() if last_day is None else self._latest_days(state.steps, last_day),
            is_live=is_live,
            blocked_by=closed or ("" if is_live else "no_lawful_window"),
            wait_days=0 if party.is_expected else max(0, -horizon.day_of(min(case.landed_on for case in cases))),
            deadline_weight=0 if last_day is None or first_day is None else max(0, DEADLINE_SCALE_DAYS - last_day),
        )

    def _stay_nights(self, party: Party, party_categories: tuple[Category, ...], entry_day: int) -> int | None:
        """Nights left where a party is now."""
        site, rules = self._sites[party.people[0].site_id], self._instance.rules
        if site.stay_limit_hours is None:
            return None
        ends = [stay_ends(person, category, site, rules) for person, category in zip(party.people, party_categories, strict=True)]
        return _nights_until(min(ends), entry_day, self._instance.horizon, rules)


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


def _nights_until(ends: datetime, first_night: int, horizon: Horizon, rules: Rules) -> int:
    """Nights of the horizon from ``first_night`` on whose handover comes no later than a moment."""
    last_night = horizon.day_of(last_date_until(ends, rules.handover_time)) - 1
    return max(0, min(last_night, horizon.num_days - 1) - first_night + 1)


def _with_dates(instance: Instance) -> tuple[tuple[Departure, date], ...]:
    """Departures, each with its date in London."""
    return tuple((departure, london_date(departure.departs_at)) for departure in instance.departures)


def _departures(window: TransferWindow | None, departures: tuple[tuple[Departure, date], ...]) -> tuple[bool, ...]:
    """``(num_departures,)``; whether each may be boarded; none without a window."""
    return tuple(
        window is not None and not departure.cancelled and is_lawful_transfer(window, when, departure.departs_at)
        for departure, when in departures
    )


def _once(function: Callable[..., Value]) -> Callable[..., Value]:
    """Work out a pure function once for the same arguments, and give equal results as one object."""
    results: dict[Value, Value] = {}

    def result(*args: Hashable) -> Value:
        found = function(*args)
        return results.setdefault(found, found)

    return cache(result)
