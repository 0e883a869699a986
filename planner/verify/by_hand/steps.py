"""Case steps of a plan that says nothing of them: each on the first day caseworkers can take it, those who can wait least first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, PlannedStep, Status
from planner.domain.rules import StaffedStep
from planner.verify.book import Book, Journey, open_book
from planner.verify.case_clock import done_on, first_transfer_date, last_lawful_date, latest_request
from planner.verify.checks.custody import may_be_held_at_end
from planner.verify.clock import add_days, clock_of

Members = tuple[Journey, ...]
Taken = dict[StaffedStep, int]
"""Day of each step of one party."""

STEP_ORDER = {step: order for order, step in enumerate(StaffedStep)}


def with_steps(inputs: Instance, plan: Plan) -> Plan:
    """Give everyone who is transferred, or held to the end, the case steps this needs.

    Parties take their steps whole, one party after the other, those first who can wait the fewest days: each step on the
    first day on which cases are left for all members who lack it. What is found is one way; where none is found another
    order might still have one.
    """
    book = open_book(inputs, plan, clock_of(inputs.horizon.first_date, inputs.rules))
    left = Counter({day: resources.cases for day, resources in enumerate(inputs.resources)})
    taken: dict[PartyId, Taken] = {}
    late: list[PartyId] = []
    for party_id in _in_order(book):
        members = book.of_party[party_id]
        departs = _departs(members, book.num_days)
        steps, ready = _try(book, members, departs, left)
        if departs < book.num_days and (ready is None or ready > book.clock.date_of(departs)):
            late.append(party_id)
        else:
            taken[party_id] = _take(members, steps, left)
    # Who can not be ready in time gets what is left, so that the violation names dates.
    for party_id in late:
        members = book.of_party[party_id]
        taken[party_id] = _take(members, _try(book, members, _departs(members, book.num_days), left)[0], left)
    journeys = {journey.person_id: journey for journey in book.journeys}
    return replace(plan, people=tuple(_planned(person, journeys, taken) for person in plan.people))


def _in_order(book: Book) -> list[PartyId]:
    """Parties that need case steps, by the days they can wait; those who depart come before those held to the end."""
    departs = {party_id: _departs(members, book.num_days) for party_id, members in book.of_party.items()}
    needing = [
        party_id
        for party_id, members in book.of_party.items()
        if departs[party_id] < book.num_days or (_is_held(members, book.num_days) and not may_be_held_at_end(book, members))
    ]
    return sorted(needing, key=lambda party_id: (_spare_days(book, book.of_party[party_id]), departs[party_id], party_id))


def _spare_days(book: Book, members: Members) -> int:
    """Days every step could come later, were caseworkers without limit, with the request in time and the transfer on its day."""
    people, rules, clock = [journey.person for journey in members], book.rules, book.clock
    entry, earliest_of = clock.date_of(max(0, members[0].entry)), dict[StaffedStep, date]()

    def at_once(step: StaffedStep, earliest: date) -> date:
        return earliest_of.setdefault(step, max(earliest, entry))

    ready = first_transfer_date(people, rules, clock, at_once)
    departs = _departs(members, book.num_days)
    last = clock.date_of(departs) if departs < book.num_days else last_lawful_date(members[0].party, rules, clock)
    spare = [(last - ready).days] if ready and last else []
    if (decided := earliest_of.get(StaffedStep.DECISION)) is not None:
        asked = add_days(decided, rules.decision_to_request_days)
        spare += [(latest_request(person, rules) - asked).days for person in people if person.case.requested_on is None]
    return min(spare, default=book.num_days)


def _departs(members: Members, num_days: int) -> int:
    """Day of the first departure of a party; the number of days when it has none."""
    return min((journey.transfer.first_night for journey in members if journey.transfer), default=num_days)


def _is_held(members: Members, num_days: int) -> bool:
    ends = [journey.night(num_days - 1) for journey in members]
    return any(stay is not None and stay.status is Status.DETAINED for stay in ends)


def _lacking(members: Members, step: StaffedStep) -> int:
    return sum(done_on(journey.person, step) is None for journey in members)


def _try(book: Book, members: Members, departs: int, left: Counter[int]) -> tuple[Taken, date | None]:
    """Steps of a party up to the day it departs, and the first date it could be transferred on; None when it is ready on no day.

    Of a party held to the end, a step for which no day is left may still follow after the horizon.
    """
    steps: Taken = {}
    used: Counter[int] = Counter()
    entry, end = max(0, members[0].entry), min(departs, book.num_days - 1)

    def choose(step: StaffedStep, earliest: date) -> date | None:
        cases = _lacking(members, step)
        for day in range(max(entry, book.clock.day_of(earliest)), end + 1) if step not in steps else ():
            if left[day] - used[day] >= cases:
                steps[step] = day
                used[day] += cases
                break
        if step in steps:
            return book.clock.date_of(steps[step])
        return max(earliest, book.clock.date_of(departs)) if departs == book.num_days else None

    return steps, first_transfer_date([journey.person for journey in members], book.rules, book.clock, choose)


def _take(members: Members, steps: Taken, left: Counter[int]) -> Taken:
    for step, day in steps.items():
        left[day] -= _lacking(members, step)
    return steps


def _planned(person: PersonPlan, journeys: Mapping[PersonId, Journey], taken: Mapping[PartyId, Taken]) -> PersonPlan:
    journey = journeys.get(person.person_id)
    if journey is None or (steps := taken.get(journey.party.party_id)) is None:
        return person
    own = [PlannedStep(step, day) for step, day in steps.items() if done_on(journey.person, step) is None]
    return replace(person, steps=tuple(sorted(own, key=lambda planned: (planned.day, STEP_ORDER[planned.step]))))
