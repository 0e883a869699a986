"""Rows to people, and people to parties."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from planner.domain.ids import IncidentId, PartyId, PersonId, SiteId, UnitId
from planner.domain.people import (
    AgeBand,
    Answer,
    Bar,
    CaseRecord,
    Decision,
    ExtendedLimit,
    Extension,
    Known,
    Party,
    Person,
    Sex,
)
from planner.ingest.rows import Row

NOT_ASSESSED = "unknown"


def bar_of(row: Row) -> Bar:
    """Make a bar of a row of bars."""
    return Bar(row.text("bar"), row.date("starts_on"), row.maybe_date("ends_on"))


def extension_of(row: Row) -> Extension:
    """Make an authority to extend a limit of a row of extensions."""
    return Extension(ExtendedLimit(row.text("limit")), row.moment("granted_at"), row.moment("until"))


def person_of(row: Row, bars: tuple[Bar, ...], extensions: tuple[Extension, ...] = ()) -> Person:
    """Make a person of a row of people."""
    incident_id, unit_id, level = row.maybe_text("incident_id"), row.maybe_text("unit_id"), row.text("adults_at_risk")
    return Person(
        person_id=PersonId(row.text("person_id")),
        incident_id=IncidentId(incident_id) if incident_id else None,
        landed_at=row.moment("landed_at"),
        site_id=SiteId(row.text("site_id")),
        unit_id=UnitId(unit_id) if unit_id else None,
        arrived_at=row.moment("arrived_at"),
        detained_since=row.maybe_moment("detained_since"),
        sex=Sex(row.text("sex")),
        age_band=AgeBand(row.text("age_band")),
        age_disputed=Known(row.text("age_disputed")),
        unaccompanied=Known(row.text("unaccompanied")),
        pregnant=Known(row.text("pregnant")),
        adults_at_risk=None if level == NOT_ASSESSED else int(level),
        care_needs=frozenset(row.words("care_needs")),
        authority_from=row.maybe_moment("authority_from"),
        authority_until=row.maybe_moment("authority_until"),
        bars=bars,
        case=_case(row),
        extensions=extensions,
    )


def parties_of(members: Iterable[tuple[str, Person]]) -> Mapping[str, Party]:
    """Gather people into their parties, sorted by id.

    Parameters
    ----------
    members
        Party id and person.
    """
    found: dict[str, list[Person]] = defaultdict(list)
    for party_id, person in members:
        found[party_id].append(person)
    return {
        party_id: Party(PartyId(party_id), tuple(sorted(people, key=lambda person: person.person_id)))
        for party_id, people in sorted(found.items())
    }


def _case(row: Row) -> CaseRecord:
    return CaseRecord(
        screened_on=row.maybe_date("screened_on"),
        decided_on=row.maybe_date("decided_on"),
        decision=Decision(row.maybe_text("decision") or ""),
        requested_on=row.maybe_date("requested_on"),
        answered_on=row.maybe_date("answered_on"),
        answer=Answer(row.maybe_text("answer") or ""),
        notice_served_on=row.maybe_date("notice_served_on"),
    )
