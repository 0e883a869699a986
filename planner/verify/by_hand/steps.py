"""Case steps of a plan that says nothing of them: day by day, the step first that can wait least."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, PlannedStep, Status
from planner.domain.rules import StaffedStep
from planner.verify.book import Book, Journey, open_book
from planner.verify.case_clock import done_on, first_transfer_date, last_lawful_date
from planner.verify.checks.custody import may_be_held_at_end
from planner.verify.clock import clock_of

Members = tuple[Journey, ...]

STEP_ORDER = {step: order for order, step in enumerate(StaffedStep)}


@dataclass(frozen=True, slots=True)
class _Case:
    """A party that needs case steps.

    Parameters
    ----------
    end
        Last day on which a step may be planned: of the departure, or of the horizon.
    last
        Date by which the party must be ready for its transfer.
    latest
        Latest day of each step with which it is ready in time; a step that may follow after the horizon is left out.
    taken
        Day of each step planned so far.
    """

    members: Members
    entry: int
    end: int
    last: date | None
    latest: dict[StaffedStep, int] = field(default_factory=dict[StaffedStep, int])
    taken: dict[StaffedStep, int] = field(default_factory=dict[StaffedStep, int])

    def lacking(self, step: StaffedStep) -> int:
        """Members who lack a step; they take it on one day."""
        return sum(done_on(journey.person, step) is None for journey in self.members)


def with_steps(inputs: Instance, plan: Plan) -> Plan:
    """Give everyone who is transferred, or held to the end, the case steps this needs.

    On each day caseworkers take the possible step that can wait least, then the next, as long as cases are left for all
    members of the party who lack it; a step that comes too late already waits for all others. What is found is one way; where
    none is found another might still be.
    """
    book = open_book(inputs, plan, clock_of(inputs.horizon.first_date, inputs.rules))
    cases = dict(_cases(book))
    for day, resources in enumerate(inputs.resources):
        left = resources.cases
        waiting = {party_id: step for party_id, case in cases.items() if (step := _next(book, case, day))}
        while waiting:
            party_id = min(waiting, key=lambda party_id: _urgency(cases[party_id], waiting[party_id], day, party_id))
            case, step = cases[party_id], waiting.pop(party_id)
            if case.lacking(step) <= left:
                left -= case.lacking(step)
                case.taken[step] = day
                if another := _next(book, case, day):
                    waiting[party_id] = another
    journeys = {journey.person_id: journey for journey in book.journeys}
    return replace(plan, people=tuple(_planned(person, journeys, cases) for person in plan.people))


def _urgency(case: _Case, step: StaffedStep, day: int, party_id: PartyId) -> tuple[bool, int, PartyId]:
    latest = case.latest.get(step, case.end)
    return latest < day, latest, party_id


def _cases(book: Book) -> Iterator[tuple[PartyId, _Case]]:
    """Parties that need case steps, with the latest day of each."""
    for party_id, members in sorted(book.of_party.items()):
        departs = min((journey.transfer.first_night for journey in members if journey.transfer), default=book.num_days)
        is_held = departs == book.num_days
        if is_held and (not _ends_held(members, book.num_days) or may_be_held_at_end(book, members)):
            continue
        last = last_lawful_date(members[0].party, book.rules, book.clock) if is_held else book.clock.date_of(departs)
        case = _Case(members, max(0, members[0].entry), min(departs, book.num_days - 1), last)
        case.latest.update(_latest(book, case, is_held=is_held))
        yield party_id, case


def _ends_held(members: Members, num_days: int) -> bool:
    ends = [journey.night(num_days - 1) for journey in members]
    return any(stay is not None and stay.status is Status.DETAINED for stay in ends)


def _latest(book: Book, case: _Case, *, is_held: bool) -> Iterator[tuple[StaffedStep, int]]:
    """Latest day of each step a party lacks, everything after it done at once; -1 when no day is early enough."""
    for step in StaffedStep:
        if not case.lacking(step):
            continue
        day = -1
        while day < book.num_days and _in_time(book, case, step, day + 1):
            day += 1
        if day < book.num_days:
            yield step, day
        elif not is_held:
            yield step, case.end


def _in_time(book: Book, case: _Case, late: StaffedStep, day: int) -> bool:
    """Whether a party is ready in time with one step on a day or later, and every other as early as it can be."""
    entry = book.clock.date_of(case.entry)
    not_before = book.clock.date_of(max(day, case.entry))

    def choose(step: StaffedStep, earliest: date) -> date:
        return max(earliest, not_before if step is late else entry)

    ready = first_transfer_date([journey.person for journey in case.members], book.rules, book.clock, choose)
    return ready is not None and case.last is not None and ready <= case.last


def _next(book: Book, case: _Case, day: int) -> StaffedStep | None:
    """Step a party could take on a day, when there is one it needs and has not."""
    possible: list[StaffedStep] = []

    def choose(step: StaffedStep, earliest: date) -> date | None:
        if step in case.taken:
            return book.clock.date_of(case.taken[step])
        if step in case.latest and earliest <= book.clock.date_of(day):
            possible.append(step)
        return None

    if case.entry <= day <= case.end:
        first_transfer_date([journey.person for journey in case.members], book.rules, book.clock, choose)
    return possible[0] if possible else None


def _planned(person: PersonPlan, journeys: Mapping[PersonId, Journey], cases: Mapping[PartyId, _Case]) -> PersonPlan:
    journey = journeys.get(person.person_id)
    if journey is None or (case := cases.get(journey.party.party_id)) is None:
        return person
    own = [PlannedStep(step, day) for step, day in case.taken.items() if done_on(journey.person, step) is None]
    return replace(person, steps=tuple(sorted(own, key=lambda planned: (planned.day, STEP_ORDER[planned.step]))))
