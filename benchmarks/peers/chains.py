"""The staffed case steps a cohort still needs, as stocks of parties that move from one step to the next.

Parties of one cohort have the same windows, so whoever is first through a step may be taken to be first through the next
and first to be transferred: counting parties by day is then exact, and no party needs days of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers.matrix import Draft, Ints
from planner.clocks import PartyClock
from planner.domain.rules import StaffedStep
from planner.model.cohorts import Cohort
from planner.model.network import Network

NOT_IN_TIME = 1_000_000
"""Day of a step that can not be reached before its deadline."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What the plans of all cohorts end in, as variables.

    Attributes
    ----------
    boards, board_cohorts, board_days
        Parties that board a departure, their cohort, and the day.
    held, held_cohorts
        Parties held on the last night, and their cohort.
    """

    boards: Ints
    board_cohorts: Ints
    board_days: Ints
    held: Ints
    held_cohorts: Ints


def first_days(clock: PartyClock) -> tuple[int, ...]:
    """First day of each step when nobody has to wait for staff."""
    day, days = 0, list[int]()
    for step in clock.case.steps:
        day = max(day, step.earliest)
        day = NOT_IN_TIME if day > step.deadline else day
        days.append(day)
        day += step.days_to_next
    return tuple(days)


def first_transfer(clock: PartyClock, network: Network) -> int:
    """First day on which the case allows a transfer."""
    if not clock.case.steps:
        return clock.case.ready_day
    done = first_days(clock)[-1]
    return NOT_IN_TIME if done >= network.num_nights else max(clock.case.ready_day, int(ready_after(clock, network)[done]))


def ready_after(clock: PartyClock, network: Network) -> Ints:
    """``(T,)`` first day of transfer when the last step is done on a day."""
    ends_with_notice = clock.case.steps[-1].step is StaffedStep.NOTICE
    return network.ready if ends_with_notice else np.arange(network.num_nights, dtype=np.int64)


def num_forced(clock: PartyClock, num_nights: int) -> int:
    """Number of steps, from the first, without which no transfer after the horizon would be possible."""
    return sum(latest < num_nights for latest in clock.step_latest)


def can_be_held(clock: PartyClock, num_nights: int) -> bool:
    """Whether a party may be in detention on the last night, staff apart."""
    if clock.last_transfer_day is None or clock.last_transfer_day < num_nights or clock.case.closed_by:
        return False
    return all(day <= latest for day, latest in zip(first_days(clock), clock.step_latest, strict=True) if latest < num_nights)


def add_chains(draft: Draft, cohorts: Sequence[Cohort], network: Network, case_rows: Ints, ends: Ends) -> None:
    """Add the steps of every cohort; who boards or is held draws on those who have done them.

    Parties that are held and parties that are transferred draw on one chain: whoever is ready for a transfer inside the horizon
    has done each step by its latest day. Only where no notice is left to be served, which says nothing of the
    steps before it, do the two have a chain each.
    """
    boards, held = _by_cohort(ends.boards, ends.board_cohorts), _by_cohort(ends.held, ends.held_cohorts)
    nothing = np.zeros(0, dtype=np.int64)
    for number, cohort in enumerate(cohorts):
        steps = cohort.clock.case.steps
        boarding, holding = boards.get(number, nothing), held.get(number, nothing)
        if not steps or not len(boarding) + len(holding):
            continue
        chain = _Chain(draft, cohort, network, case_rows)
        forced = num_forced(cohort.clock, network.num_nights) if len(holding) else 0
        if forced and len(boarding) and steps[-1].step is not StaffedStep.NOTICE:
            chain.add(forced)
            chain.hold(ends.held[holding], nothing, forced)
            forced = 0
        if len(boarding):
            chain.add(len(steps))
            chain.transfer(ends.boards[boarding], ends.board_days[boarding])
        elif forced:
            chain.add(forced)
        if forced:
            chain.hold(ends.held[holding], ends.boards[boarding], forced)


def _by_cohort(variables: Ints, cohorts: Ints) -> dict[int, Ints]:
    """Positions of the variables of each cohort that has any."""
    order = np.argsort(cohorts, kind="stable")
    which, first = np.unique(cohorts[order], return_index=True)
    parts = np.split(order, first[1:]) if len(variables) else []
    return {int(cohort): part for cohort, part in zip(which, parts, strict=True)}


class _Chain:
    """Steps of one cohort: parties that do a step on a day, and stocks of parties that wait between steps."""

    def __init__(self, draft: Draft, cohort: Cohort, network: Network, case_rows: Ints) -> None:
        self._draft, self._cohort, self._network, self._case_rows = draft, cohort, network, case_rows
        self._days: list[Ints] = []
        self._done: list[Ints] = []

    def add(self, num_steps: int) -> None:
        """Add the first steps: no more parties do a step than have done the one before, its gap in days ago."""
        draft, clock = self._draft, self._cohort.clock
        self._days, self._done = [], []
        for number, (step, first) in enumerate(zip(clock.case.steps[:num_steps], first_days(clock), strict=False)):
            days = np.arange(first, min(step.deadline, self._network.num_nights - 1) + 1, dtype=np.int64)
            done = draft.columns(np.full(len(days), self._cohort.count))
            draft.put(self._case_rows[days], done, step.cases)
            if number:
                arriving = self._days[-1] + clock.case.steps[number - 1].days_to_next
                self._stock(arriving, self._done[-1], days, done)
            elif len(done):
                draft.put(draft.rows(-np.inf, self._cohort.count, 1), done, 1)
            self._days.append(days)
            self._done.append(done)

    def transfer(self, boards: Ints, days: Ints) -> None:
        """Let only parties with every step done board."""
        ready = ready_after(self._cohort.clock, self._network)[self._days[-1]]
        self._stock(ready, self._done[-1], days, boards)

    def hold(self, held: Ints, boards: Ints, forced: int) -> None:
        """Let only parties with the steps done in time be held; those who board have used theirs."""
        draft, latest = self._draft, self._cohort.clock.step_latest[forced - 1]
        row = draft.rows(-np.inf, 0, 1)
        draft.put(row, np.concatenate((held, boards)), 1)
        draft.put(row, self._done[forced - 1][self._days[forced - 1] <= latest], -1)

    def _stock(self, in_days: Ints, entering: Ints, out_days: Ints, leaving: Ints) -> None:
        """Keep a stock that is never below nothing, on the days on which anything may leave it."""
        draft = self._draft
        days = np.unique(out_days)
        if not len(days):
            return
        rows = draft.rows(0, 0, len(days))
        stock = draft.columns(np.full(len(days), self._cohort.count), whole=False)
        draft.put(rows, stock, 1)
        draft.put(rows[1:], stock[:-1], -1)
        inside = in_days <= days[-1]
        draft.put(rows[np.searchsorted(days, in_days[inside])], entering[inside], -1)
        draft.put(rows[np.searchsorted(days, out_days)], leaving, 1)
