"""How far a case has come by the age of the landing."""

import random
from datetime import date, timedelta

from planner.domain.people import Answer, CaseRecord, Decision

EXCEPTIONAL_DAYS = 28
NOTICE_SHARE, REFUSED_SHARE, SLOW_SHARE = 0.28, 0.04, 0.2


def case_at(age: int, today: date, rng: random.Random) -> CaseRecord:
    """A case some days after the landing: at most as far as its dates allow, a fifth of them one step behind."""
    landed = today - timedelta(days=age)
    screened = landed + timedelta(days=1)
    decided = screened + timedelta(days=rng.randint(1, 4))
    requested = decided + timedelta(days=rng.randint(0, 3))
    answered = requested + timedelta(days=rng.randint(8, 16))
    notice = max(answered + timedelta(days=1), today - timedelta(days=rng.randint(1, 9)))
    stage = sum(when < today for when in (screened, decided, requested, answered))
    if stage and rng.random() < SLOW_SHARE and not _is_lost(stage - 1, requested, age, today):
        stage -= 1
    is_answered = stage == 4  # noqa: PLR2004  # the fourth date
    refused = is_answered and rng.random() < REFUSED_SHARE
    served = is_answered and not refused and notice < today and rng.random() < NOTICE_SHARE
    return CaseRecord(
        screened_on=screened if stage >= 1 else None,
        decided_on=decided if stage >= 2 else None,  # noqa: PLR2004  # the second date
        decision=Decision.INADMISSIBLE if stage >= 2 else Decision.NONE,  # noqa: PLR2004
        requested_on=requested if stage >= 3 else None,  # noqa: PLR2004  # the third date
        answered_on=answered if is_answered else None,
        answer=(Answer.REFUSED if refused else Answer.ACCEPTED) if is_answered else Answer.NONE,
        notice_served_on=notice if served else None,
    )


def _is_lost(stage: int, requested: date, age: int, today: date) -> bool:
    """Whether a case at this stage could not be brought to an end any more."""
    if stage == 3:  # noqa: PLR2004  # requested
        return requested + timedelta(days=EXCEPTIONAL_DAYS) < today
    return age > 12  # noqa: PLR2004  # the request has to leave within 14 days
