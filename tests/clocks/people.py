"""One party and the plan it is in, with everything lawful unless a test says otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from planner.clocks import PartyClock, party_clocks
from planner.config import load_config
from planner.domain.horizon import LONDON, Horizon, london_instant
from planner.domain.ids import DepartureId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.people import AgeBand, Answer, Bar, CaseRecord, Decision, Known, Party, Person, Sex
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure
from tests.instances import MEN, TEMPLATE

MONDAY = date(2026, 8, 10)
RULES = load_config(TEMPLATE).rules
READY = CaseRecord(
    screened_on=date(2026, 7, 26),
    decided_on=date(2026, 7, 27),
    decision=Decision.INADMISSIBLE,
    requested_on=date(2026, 7, 27),
    answered_on=date(2026, 7, 30),
    answer=Answer.ACCEPTED,
    notice_served_on=date(2026, 7, 31),
)
"""Every step done; five working days after the notice ended on 7 August."""


def at(text: str) -> datetime:
    """A moment: London time unless the text carries an offset."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def man(number: int = 1, **changes: Any) -> Person:
    """A man whose case is ready and whose authority covers the whole plan."""
    landed = changes.get("landed_at", at("2026-07-25 06:00"))
    person = Person(
        person_id=PersonId(f"P-{number:02d}"),
        incident_id=None,
        landed_at=landed,
        site_id=SiteId("HERE"),
        unit_id=UnitId("HERE-1"),
        arrived_at=landed,
        detained_since=None,
        sex=Sex.MALE,
        age_band=AgeBand.AGE_25_39,
        age_disputed=Known.NO,
        unaccompanied=Known.NO,
        pregnant=Known.NO,
        adults_at_risk=0,
        care_needs=frozenset(),
        authority_from=landed,
        authority_until=at("2027-12-31 12:00"),
        bars=(),
        case=READY,
    )
    return replace(person, **changes)


def bar(kind: str, starts: str, ends: str | None = None) -> Bar:
    """A bar with its first and last date."""
    return Bar(kind, day(starts), day(ends) if ends else None)


def departure(number: int, departs_at: str, *, cancelled: bool = False) -> Departure:
    """A departure with seats to spare."""
    return Departure(
        DepartureId(f"D-{number:02d}"), at(departs_at), PlaceId("LHR"), PlaceId("CDG"), "scheduled", 9, 0, Fraction(0), 0, 0, cancelled
    )


def instance(
    *people: Person,
    first: date = MONDAY,
    nights: int = 5,
    limit: int | None = None,
    expected_on: date | None = None,
    departures: tuple[Departure, ...] = (),
    **rules: Any,
) -> Instance:
    """One party at one site."""
    changed: Rules = replace(RULES, **rules)
    unit = Unit(UnitId("HERE-1"), SiteId("HERE"), "A", (9,) * nights, (0,) * nights, frozenset({MEN}), frozenset())
    site = Site(SiteId("HERE"), "Here", SiteRole.PROCESSING, 51.0, 1.0, None, None, limit, None, None, (unit,))
    return Instance(
        horizon=Horizon(first, nights),
        as_of=london_instant(first, time(6)),
        rules=changed,
        incidents=(),
        parties=(Party(PartyId("G-1"), people, expected_on),),
        keep_apart=(),
        sites=(site,),
        departures=departures,
        resources=(DayResources(9, 9, 9, 9),) * nights,
        travel={},
        parity=ParityRecord(0, 0),
        planned_admissions=(),
        locks=(),
        yesterday=(),
        triage=(),
    )


def clock(*people: Person, **setting: Any) -> PartyClock:
    """The clock of one party."""
    return party_clocks(instance(*people, **setting))[0]


def nights(pattern: PartyClock) -> str:
    """Nights of lawful detention as 1, others as 0."""
    return "".join("01"[lawful] for lawful in pattern.detention_nights)
