"""The two readings of a boundary case: the planner's clocks, and the verifier's judgement of plans made for the question."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from planner.clocks import party_clocks
from planner.clocks.case import CaseStep
from planner.clocks.timeline import window_of
from planner.domain.horizon import london_date
from planner.domain.ids import UnitId
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import DETENTION_ROLES, SiteRole
from planner.domain.verification import Verification
from planner.verify.book import Book, open_book
from planner.verify.case_clock import answer_date, first_transfer_date, outlook, request_date
from planner.verify.checks.custody import check_custody
from planner.verify.checks.people import check_people
from planner.verify.checks.transfer import check_transfers
from planner.verify.clock import clock_of
from planner.verify.findings import Findings

Reading = Callable[[Instance], str]
"""From a case to the answer to a question, as the table writes it."""

DETENTION_RULES = frozenset(
    [
        "detention_authority",
        "detention_bar",
        "detention_unknown",
        "adults_at_risk",
        "pregnant_hours",
        "family_hours",
        "lone_child_care",
        "family_scope",
    ]
)
TRANSFER_RULES = frozenset(
    [
        "departure_day",
        "departure_cancelled",
        "transfer_authority",
        "transfer_bar",
        "transfer_unknown",
        "transfer_adults_at_risk",
        "transfer_decision",
        "transfer_answer",
        "notice_period",
        "transfer_months",
        "agreement_dates",
        "lone_child_care",
        "family_scope",
    ]
)
STEPS = {"latest screening": StaffedStep.SCREENING, "latest decision": StaffedStep.DECISION}
SEARCHED_DAYS = 60


def nights_text(lawful: Iterable[bool], one: Instance) -> str:
    """Lawful nights as the table writes them."""
    nights = [one.horizon.date_of(night) for night, is_lawful in enumerate(lawful) if is_lawful]
    if len(nights) == one.horizon.num_days:
        return "all"
    runs: list[list[date]] = []
    for night in nights:
        if runs and night - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(night)
        else:
            runs.append([night])
    return "; ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs) or "none"


# The planner's clocks


def clocks_nights(one: Instance) -> str:
    return nights_text(party_clocks(one)[0].detention_nights, one)


def clocks_stay(one: Instance) -> str:
    nights = party_clocks(one)[0].stay_nights
    return "no limit" if nights is None else str(one.horizon.date_of(nights - 1)) if nights else "none"


def clocks_departure(one: Instance) -> str:
    clock = party_clocks(one)[0]
    ready = not clock.case.steps and clock.case.ready_day <= one.horizon.day_of(london_date(one.departures[0].departs_at))
    return "yes" if clock.departures[0] and ready else "no"


def clocks_first_transfer(one: Instance) -> str:
    return str(window_of(one, one.parties[0]).first_transfer or "never")


def clocks_last_transfer(one: Instance) -> str:
    return str(window_of(one, one.parties[0]).last_transfer or "never")


def clocks_live(one: Instance) -> str:
    return "yes" if party_clocks(one)[0].is_live else "no"


def clocks_case(one: Instance) -> str:
    return "closed" if party_clocks(one)[0].case.closed_by else "open"


def _step(one: Instance, step: StaffedStep) -> CaseStep | None:
    return next((item for item in party_clocks(one)[0].case.steps if item.step is step), None)


def clocks_latest(step: StaffedStep) -> Reading:
    def reading(one: Instance) -> str:
        found = _step(one, step)
        assert found is not None
        return str(one.horizon.date_of(found.deadline))

    return reading


def clocks_answer(one: Instance) -> str:
    notice = _step(one, StaffedStep.NOTICE)
    return "none" if notice is None else str(one.horizon.date_of(notice.earliest - one.rules.answer_to_notice_days))


def clocks_earliest_notice(one: Instance) -> str:
    notice = _step(one, StaffedStep.NOTICE)
    assert notice is not None
    return str(one.horizon.date_of(notice.earliest))


CLOCKS: dict[str, Reading] = {
    "nights": clocks_nights,
    "stay": clocks_stay,
    "departure": clocks_departure,
    "first transfer": clocks_first_transfer,
    "last transfer": clocks_last_transfer,
    "live": clocks_live,
    "case": clocks_case,
    "answer": clocks_answer,
    "earliest notice": clocks_earliest_notice,
} | {question: clocks_latest(step) for question, step in STEPS.items()}


# The verifier


def _book(one: Instance, *stays: Stay) -> Book:
    plans = [
        PersonPlan(person.person_id, party.party_id, party.is_expected, stays, (), "", "")
        for party in one.parties
        for person in party.people
    ]
    return open_book(one, Plan(one.horizon, one.rules.version, tuple(plans), ()), clock_of(one.horizon.first_date, one.rules))


def _judged(one: Instance, *stays: Stay) -> Verification:
    findings, book = Findings(), _book(one, *stays)
    for check in (check_people, check_custody, check_transfers):
        check(book, findings)
    return findings.verification({})


def _broken(found: Verification) -> set[str]:
    return {violation.rule for violation in found.violations}


def _unplaced(one: Instance, first: int, last: int) -> list[Stay]:
    return [Stay(Status.UNPLACED, first, last, one.sites[0].site_id, None, None)] if first <= last else []


def verifier_nights(one: Instance) -> str:
    """Each night judged by a plan that detains the party on that night alone."""
    site, end = one.sites[0].site_id, one.horizon.num_days - 1
    lawful: list[bool] = []
    for night in range(end + 1):
        held = Stay(Status.DETAINED, night, night, site, UnitId("HERE-1"), None)
        found = _judged(one, *_unplaced(one, 0, night - 1), held, *_unplaced(one, night + 1, end))
        lawful.append(not _broken(found) & DETENTION_RULES)
    return nights_text(lawful, one)


def verifier_stay(one: Instance) -> str:
    """Plans that keep the party where it is for a night, two nights and so on."""
    site, end = one.sites[0], one.horizon.num_days - 1
    status = {SiteRole.LANDING: Status.LANDING, SiteRole.ONWARD: Status.ONWARD} | dict.fromkeys(DETENTION_ROLES, Status.DETAINED)
    kept = 0
    for nights in range(1, end + 2):
        stay = Stay(status[site.role], 0, nights - 1, site.site_id, UnitId("HERE-1"), None)
        found = _judged(one, stay, *_unplaced(one, nights, end))
        if not found.rules["stay_limit"]:
            return "no limit"
        if "stay_limit" in _broken(found):
            break
        kept = nights
    return str(one.horizon.date_of(kept - 1)) if kept else "none"


def verifier_departure(one: Instance) -> str:
    """A plan that puts the party on the departure."""
    leaving = one.departures[0]
    on = one.horizon.day_of(london_date(leaving.departs_at))
    transfer = Stay(Status.TRANSFERRED, on, one.horizon.num_days - 1, None, None, leaving.departure_id)
    return "no" if _broken(_judged(one, *_unplaced(one, 0, on - 1), transfer)) & TRANSFER_RULES else "yes"


def verifier_first_transfer(one: Instance) -> str:
    return str(outlook(_book(one), one.parties[0]).first_transfer or "never")


def verifier_last_transfer(one: Instance) -> str:
    return str(outlook(_book(one), one.parties[0]).last_transfer or "never")


def _first_ready(one: Instance, choose: Callable[[StaffedStep, date], date | None]) -> date | None:
    return first_transfer_date(one.parties[0].people, one.rules, clock_of(one.horizon.first_date, one.rules), choose)


def verifier_live(one: Instance) -> str:
    return "yes" if outlook(_book(one), one.parties[0]).is_live else "no"


def verifier_case(one: Instance) -> str:
    return "closed" if _first_ready(one, lambda _, earliest: max(earliest, one.horizon.first_date)) is None else "open"


def verifier_latest(step: StaffedStep) -> Reading:
    def reading(one: Instance) -> str:
        """Last date on which the step, taken then and the others as early as can be, keeps the case open."""
        today = one.horizon.first_date
        dates = [today + timedelta(days=offset) for offset in range(SEARCHED_DAYS)]
        return str(max(when for when in dates if _first_ready(one, _taken_on(step, when, today)) is not None))

    return reading


def _taken_on(step: StaffedStep, when: date, today: date) -> Callable[[StaffedStep, date], date]:
    return lambda other, earliest: max(earliest, when if other is step else today)


def verifier_answer(one: Instance) -> str:
    person, today = one.parties[0].people[0], one.horizon.first_date
    request = request_date(person, person.case.decided_on, one.rules, today)
    return str(answer_date(person, request, one.rules, today) or "none")


def verifier_earliest_notice(one: Instance) -> str:
    asked: list[date] = []

    def choose(step: StaffedStep, earliest: date) -> date:
        assert step is StaffedStep.NOTICE
        asked.append(max(earliest, one.horizon.first_date))
        return asked[-1]

    assert _first_ready(one, choose) is not None
    return str(asked[-1])


VERIFIER: dict[str, Reading] = {
    "nights": verifier_nights,
    "stay": verifier_stay,
    "departure": verifier_departure,
    "first transfer": verifier_first_transfer,
    "last transfer": verifier_last_transfer,
    "live": verifier_live,
    "case": verifier_case,
    "answer": verifier_answer,
    "earliest notice": verifier_earliest_notice,
} | {question: verifier_latest(step) for question, step in STEPS.items()}
