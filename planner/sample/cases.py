"""Landing days the residents came on, and how far their cases have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.sample.arrivals import local_time
from planner.sample.drawing import stream
from planner.sample.tuning import (
    BURST_SIZES,
    MAIN_AUTHORITY_DAYS,
    NUM_BURSTS,
    OLDEST_BURST_DAYS,
    REVIEW_DAYS,
    STAGES_BY_AGE,
    YOUNGEST_BURST_DAYS,
)

WEEKDAYS = 5
LANDED_HOUR_RANGE = (4.0, 9.0)
AUTHORITY_HOUR = 14.0
AUTHORITY_ENDS_HOUR = 18.0


@dataclass(frozen=True, slots=True)
class Burst:
    """A day on which many people landed; dates of the case steps hang on it, so that people share them.

    Attributes
    ----------
    weight
        Residents who came that day, relative to other bursts.
    answer_days
        Days France took to answer requests of that day.
    """

    landed_at: datetime
    weight: float
    answer_days: int

    def age_days(self, plan_date: date) -> int:
        """Give the days from the landing date to the plan date."""
        return (plan_date - self.landed_at.date()).days


@dataclass(frozen=True, slots=True)
class CaseDates:
    """Columns of the people table that say how far a case has come."""

    screened_on: date | None = None
    decided_on: date | None = None
    decision: str | None = None
    requested_on: date | None = None
    answered_on: date | None = None
    answer: str | None = None
    notice_served_on: date | None = None


def bursts(plan_date: date, seed: int) -> list[Burst]:
    """Draw the landing days of the residents, youngest first: one in each of equal spans, so that every stage of a case occurs."""
    random = stream(seed, "bursts")
    span = (OLDEST_BURST_DAYS - YOUNGEST_BURST_DAYS) / NUM_BURSTS
    found: list[Burst] = []
    for number in range(NUM_BURSTS):
        age = YOUNGEST_BURST_DAYS + int(span * number + span * random.random())
        landed_at = local_time(plan_date - timedelta(days=age), random.uniform(*LANDED_HOUR_RANGE))
        answer_days = random.randint(9, 14) if age < 28 else random.randint(11, 18)  # noqa: PLR2004 - by 28 days every answer is in
        found.append(Burst(landed_at, float(random.choice(BURST_SIZES)), answer_days))
    return found


def stage_shares(age_days: int) -> Sequence[tuple[str, int]]:
    """Give the stages cases of an age may have reached, with their shares."""
    return next(shares for last_age, shares in STAGES_BY_AGE if age_days <= last_age)


def authority(burst: Burst, plan_date: date, kind: str) -> tuple[datetime, datetime]:
    """Give first and last moment of a resident's authority.

    Parameters
    ----------
    kind
        ``main`` (the three months), ``review`` (the next review) or ``lapsing`` (before the first handover).
    """
    landed_on = burst.landed_at.date()
    starts = local_time(landed_on, AUTHORITY_HOUR)
    if kind == "lapsing":
        return starts, local_time(plan_date, AUTHORITY_ENDS_HOUR)
    if kind == "review":
        reviews = burst.age_days(plan_date) // REVIEW_DAYS + 1
        return starts, local_time(landed_on + timedelta(days=REVIEW_DAYS * reviews), AUTHORITY_ENDS_HOUR)
    return starts, local_time(landed_on + timedelta(days=MAIN_AUTHORITY_DAYS), AUTHORITY_ENDS_HOUR)


def case_dates(burst: Burst, stage: str, plan_date: date) -> CaseDates:
    """Give the dates of the steps a case has behind it; steps that would lie ahead of the plan date are left out."""
    landed_on = burst.landed_at.date()
    screened = _working_day(landed_on + timedelta(days=1))
    decided = _working_day(screened + timedelta(days=1))
    requested = _working_day(decided + timedelta(days=1))
    answered = requested + timedelta(days=burst.answer_days)
    notice = _notice(answered, burst, plan_date)
    steps = _STEPS[stage]
    reached = sum(step < plan_date for step in (screened, decided, requested, answered, notice)[:steps])
    return CaseDates(
        screened_on=screened if reached >= _SCREENED else None,
        decided_on=decided if reached >= _DECIDED else None,
        decision=None if reached < _DECIDED else "admissible" if stage == "admissible" else "inadmissible",
        requested_on=requested if reached >= _REQUESTED else None,
        answered_on=answered if reached >= _ANSWERED else None,
        answer=None if reached < _ANSWERED else "refused" if stage == "refused" else "accepted",
        notice_served_on=notice if reached >= _NOTICED else None,
    )


_SCREENED, _DECIDED, _REQUESTED, _ANSWERED, _NOTICED = range(1, 6)
_STEPS = {
    "landed": 0,
    "screened": _SCREENED,
    "late": _SCREENED,
    "decided": _DECIDED,
    "admissible": _DECIDED,
    "awaiting": _REQUESTED,
    "silent": _REQUESTED,
    "accepted": _ANSWERED,
    "refused": _ANSWERED,
    "noticed": _NOTICED,
}
"""Steps a stage has behind it; ``late`` is a case not decided in time for a request, ``silent`` one France has not answered for long."""


def _notice(answered: date, burst: Burst, plan_date: date) -> date:
    """Notice was served soon after the answer, or for every third burst only in the last days before the plan date."""
    is_recent = burst.landed_at.toordinal() % 3 == 0
    soon = _working_day(answered + timedelta(days=2))
    return max(soon, _last_working_day(plan_date - timedelta(days=3))) if is_recent else soon


def _working_day(when: date) -> date:
    """Give the date, or the Monday after a weekend; bank holidays are worked in the sample's past."""
    return when if when.weekday() < WEEKDAYS else when + timedelta(days=7 - when.weekday())


def _last_working_day(when: date) -> date:
    return when if when.weekday() < WEEKDAYS else when - timedelta(days=when.weekday() - WEEKDAYS + 1)
