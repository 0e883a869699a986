"""Doubts about a person's record: times, facts not known, the authority, the case."""

from collections.abc import Iterator
from datetime import timedelta

from planner.clocks.calendar import add_months
from planner.domain.horizon import london_date
from planner.domain.instance import Instance, Triage
from planner.domain.people import AgeBand, Answer, Category, Known, Person, Sex
from planner.ingest.book import Book

LANDING_SPREAD = timedelta(hours=12)

CODES = {
    "landed_before_met": "a person landed before the boat was met",
    "landed_apart": f"a person landed more than {LANDING_SPREAD.total_seconds() / 3600:g} hours from the rest of the incident",
    "arrived_before_landed": "a person arrived at a place before landing",
    "detained_before_landed": "a person's detention starts before the landing",
    "unknown_facts": "age, sex, pregnancy, risk level or dispute of a person is not known",
    "age_disputed": "a person's age is disputed",
    "unaccompanied": "what is recorded of a child being alone does not fit the party",
    "pregnant_man": "a man or boy is recorded as pregnant",
    "request_late": "the request to France was made after its time limit",
    "answer_late": "France has not answered within the usual time",
    "answer_overdue": "France has not answered within the longest time",
    "transfer_window_over": "the last date of a lawful transfer has passed",
}


def person_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """People whose record does not fit together."""
    for party in instance.parties:
        for person in party.people if not party.is_expected else ():
            category = book.categories[person.person_id]
            for code, message in (*_time_doubts(person, book), *_fact_doubts(person, category), *_case_doubts(person, instance)):
                yield Triage(code, person.person_id, message)


def _time_doubts(person: Person, book: Book) -> Iterator[tuple[str, str]]:
    incident = book.ids("incidents").get(person.incident_id or "")
    met_at, landed_at = (incident.maybe_moment("met_at"), incident.maybe_moment("landed_at")) if incident else (None, None)
    if met_at and person.landed_at < met_at:
        yield (
            "landed_before_met",
            f"landed at {_utc(person.landed_at)}, before {person.incident_id} was met at {_utc(met_at)}; the plan keeps the landing given",
        )
    elif landed_at and abs(person.landed_at - landed_at) > LANDING_SPREAD:
        yield (
            "landed_apart",
            f"landed at {_utc(person.landed_at)}, {person.incident_id} at {_utc(landed_at)}; the plan keeps the person's own landing",
        )
    if person.arrived_at < person.landed_at:
        yield (
            "arrived_before_landed",
            f"arrived at {_utc(person.arrived_at)}, before landing at {_utc(person.landed_at)}; the plan keeps the arrival given",
        )
    if person.detained_since and person.detained_since < person.landed_at:
        yield (
            "detained_before_landed",
            f"detained since {_utc(person.detained_since)}, before landing at {_utc(person.landed_at)}; the plan keeps the start given",
        )


def _fact_doubts(person: Person, category: Category) -> Iterator[tuple[str, str]]:
    unknown = [name for name, is_unknown in _unknown_facts(person) if is_unknown]
    if unknown:
        yield (
            "unknown_facts",
            f"not known: {', '.join(unknown)}; unknown means blocked, so the plan neither detains nor transfers where the fact matters",
        )
    if person.age_disputed is Known.YES:
        yield "age_disputed", "the age is disputed; the plan treats the person as a child until it is settled"
    if person.unaccompanied is Known.YES and category is not Category.LONE_CHILD:
        yield "unaccompanied", f"recorded as a child alone, but the plan treats the person as {category} by age and party: check the party"
    if (
        person.unaccompanied is Known.NO
        and category is Category.LONE_CHILD
        and person.age_disputed is Known.NO
        and person.age_band is not AgeBand.UNKNOWN
    ):
        yield (
            "unaccompanied",
            "a child without an adult in the party, recorded as not alone; the plan treats the child as alone: check the party",
        )
    if person.pregnant is Known.YES and person.sex is Sex.MALE:
        yield "pregnant_man", "recorded as male and pregnant; the plan keeps the shorter detention limit of a pregnant woman"


def _unknown_facts(person: Person) -> tuple[tuple[str, bool], ...]:
    return (
        ("sex", person.sex is Sex.UNKNOWN),
        ("age", person.age_band is AgeBand.UNKNOWN),
        ("age dispute", person.age_disputed is Known.UNKNOWN),
        ("pregnancy", person.pregnant is Known.UNKNOWN and person.sex is not Sex.MALE),
        ("risk level", person.adults_at_risk is None),
    )


def _case_doubts(person: Person, instance: Instance) -> Iterator[tuple[str, str]]:
    rules, case, today = instance.rules, person.case, instance.horizon.first_date
    landed_on = london_date(person.landed_at)
    latest_request, latest_transfer = landed_on + timedelta(days=rules.request_max_days), add_months(landed_on, rules.transfer_max_months)
    if case.requested_on and case.requested_on > latest_request:
        yield (
            "request_late",
            f"requested on {case.requested_on}, {rules.request_max_days} days after landing was {latest_request}; no transfer is planned",
        )
    if case.requested_on and case.answer is Answer.NONE:
        usual, longest = (case.requested_on + timedelta(days=days) for days in (rules.answer_days, rules.answer_exceptional_days))
        if longest < today:
            yield (
                "answer_overdue",
                f"no answer to the request of {case.requested_on} by {longest}; silence is no acceptance: no transfer is planned",
            )
        elif usual < today:
            yield "answer_late", f"no answer to the request of {case.requested_on} by {usual}; the plan expects it on {longest}"
    if case.decided_on and latest_transfer < today:
        yield "transfer_window_over", f"the last date of a transfer was {latest_transfer}; the plan does not transfer the person"


def _utc(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
