"""Reads who is in the inputs: known people in their parties, and the people expected."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from planner.domain.horizon import Horizon
from planner.domain.ids import IncidentId, PartyId, PersonId, SiteId, UnitId
from planner.domain.people import (
    AgeBand,
    Answer,
    Bar,
    CaseRecord,
    Category,
    Decision,
    ExtendedLimit,
    Extension,
    Known,
    Party,
    Person,
    Sex,
)
from planner.domain.rules import BarRule
from planner.verify.reading import LONDON, Row, read_rows

PERSON_COLUMNS = (
    "person_id",
    "party_id",
    "incident_id",
    "landed_at",
    "site_id",
    "unit_id",
    "arrived_at",
    "detained_since",
    "sex",
    "age_band",
    "age_disputed",
    "unaccompanied",
    "pregnant",
    "adults_at_risk",
    "care_needs",
    "authority_from",
    "authority_until",
    "screened_on",
    "decided_on",
    "decision",
    "requested_on",
    "answered_on",
    "answer",
    "notice_served_on",
)
EXPECTED_COLUMNS = ("date", "site_id", "profile", "people", "party_size", "assumed_authority_days")
ADULT_BANDS = frozenset({AgeBand.AGE_18_24, AgeBand.AGE_25_39, AgeBand.AGE_40_64, AgeBand.AGE_65_PLUS})
EXPECTED_LANDING = time(6, 0)
"""London time at which a forecast party is taken to land."""

MOST_EXPECTED = 100_000
"""People one row of a forecast may speak of."""

LEAD_OF_PROFILE = {
    "adult_man": (Sex.MALE, AgeBand.AGE_25_39),
    "adult_woman": (Sex.FEMALE, AgeBand.AGE_25_39),
    "family": (Sex.FEMALE, AgeBand.AGE_25_39),
    "lone_child": (Sex.MALE, AgeBand.AGE_12_17),
}
"""Sex and age band of the first person of a forecast party."""


UNDISPUTED = Known.NO
FAMILY, LONE_CHILD, ADULT_OTHER = Category.FAMILY, Category.LONE_CHILD, Category.ADULT_OTHER
ADULT_BY_SEX = {Sex.MALE: Category.ADULT_MAN, Sex.FEMALE: Category.ADULT_WOMAN}


def is_adult(person: Person) -> bool:
    """Whether the record says adult, known and undisputed."""
    return person.age_disputed is UNDISPUTED and person.age_band in ADULT_BANDS


def categories(party: Party) -> tuple[Category, ...]:
    """Category of each member, in the order of the party."""
    adults = sum([is_adult(person) for person in party.people])
    if adults < len(party.people):
        return (FAMILY if adults else LONE_CHILD,) * len(party.people)
    return tuple([ADULT_BY_SEX.get(person.sex, ADULT_OTHER) for person in party.people])


EXTENSION_COLUMNS = ("person_id", "limit", "granted_at", "until")


def read_parties(inputs: Path, bar_rules: Mapping[str, BarRule], horizon: Horizon) -> tuple[Party, ...]:
    """Read every party of the inputs, known and expected within the horizon, sorted by id.

    Raises
    ------
    PackError
        When a cell can not be read, a person is listed twice or a bar is not known.
    """
    rows = read_rows(inputs / "people.csv", PERSON_COLUMNS)
    listed = {row.text("person_id") for row in rows}
    bars, extensions = _read_bars(inputs, bar_rules, listed), _read_extensions(inputs, listed)
    members: dict[str, list[Person]] = defaultdict(list)
    seen: set[str] = set()
    for row in rows:
        person = _person(row, bars, extensions)
        if person.person_id in seen:
            fault = row.wrong("person_id", "each person once")
            raise fault
        seen.add(person.person_id)
        members[row.maybe("party_id") or person.person_id].append(person)
    known = [Party(PartyId(party_id), tuple(sorted(people, key=lambda person: person.person_id))) for party_id, people in members.items()]
    return tuple(sorted([*known, *_read_expected(inputs, horizon)], key=lambda party: party.party_id))


def _read_bars(inputs: Path, bar_rules: Mapping[str, BarRule], people: set[str]) -> dict[str, list[Bar]]:
    bars: dict[str, list[Bar]] = defaultdict(list)
    for row in read_rows(inputs / "bars.csv", ("person_id", "bar", "starts_on", "ends_on")):
        bars[row.known("person_id", people)].append(Bar(row.known("bar", bar_rules), row.day("starts_on"), row.maybe_day("ends_on")))
    return bars


def _read_extensions(inputs: Path, people: set[str]) -> dict[str, list[Extension]]:
    """Authorities to hold people longer; a pack without the table has none."""
    given: dict[str, list[Extension]] = defaultdict(list)
    path = inputs / "extensions.csv"
    for row in read_rows(path, EXTENSION_COLUMNS) if path.exists() else ():
        extension = Extension(row.choice("limit", ExtendedLimit), row.moment("granted_at"), row.moment("until"))
        given[row.known("person_id", people)].append(extension)
    return given


def _known(row: Row, column: str) -> Known:
    return row.choice(column, Known) if row.maybe(column) else Known.UNKNOWN


def _person(row: Row, bars: Mapping[str, list[Bar]], extensions: Mapping[str, list[Extension]]) -> Person:
    person_id = row.text("person_id")
    incident_id, unit_id = row.maybe("incident_id"), row.maybe("unit_id")
    at_risk = row.maybe("adults_at_risk")
    return Person(
        person_id=PersonId(person_id),
        incident_id=IncidentId(incident_id) if incident_id else None,
        landed_at=row.moment("landed_at"),
        site_id=SiteId(row.text("site_id")),
        unit_id=UnitId(unit_id) if unit_id else None,
        arrived_at=row.moment("arrived_at"),
        detained_since=row.maybe_moment("detained_since"),
        sex=row.choice("sex", Sex) if row.maybe("sex") else Sex.UNKNOWN,
        age_band=row.choice("age_band", AgeBand) if row.maybe("age_band") else AgeBand.UNKNOWN,
        age_disputed=_known(row, "age_disputed"),
        unaccompanied=_known(row, "unaccompanied"),
        pregnant=_known(row, "pregnant"),
        adults_at_risk=None if at_risk in {None, "unknown"} else row.whole("adults_at_risk"),
        care_needs=row.items("care_needs"),
        authority_from=row.maybe_moment("authority_from"),
        authority_until=row.maybe_moment("authority_until"),
        bars=tuple(bars.get(person_id, ())),
        case=_case(row),
        extensions=tuple(extensions.get(person_id, ())),
    )


def _case(row: Row) -> CaseRecord:
    return CaseRecord(
        screened_on=row.maybe_day("screened_on"),
        decided_on=row.maybe_day("decided_on"),
        decision=row.choice("decision", Decision),
        requested_on=row.maybe_day("requested_on"),
        answered_on=row.maybe_day("answered_on"),
        answer=row.choice("answer", Answer),
        notice_served_on=row.maybe_day("notice_served_on"),
    )


def _read_expected(inputs: Path, horizon: Horizon) -> list[Party]:
    """Make the parties of each row: full ones first, the last one takes who is left over; the smaller party size comes first."""
    numbers: dict[tuple[date, str, str], int] = defaultdict(int)
    parties: list[Party] = []
    for row in sorted(read_rows(inputs / "expected_arrivals.csv", EXPECTED_COLUMNS), key=lambda row: row.whole("party_size")):
        key = (row.day("date"), row.text("site_id"), row.known("profile", LEAD_OF_PROFILE))
        people, size = row.whole("people"), row.whole("party_size")
        if size < 1:
            fault = row.wrong("party_size", "1 or more")
            raise fault
        if people > MOST_EXPECTED:
            fault = row.wrong("people", f"at most {MOST_EXPECTED}")
            raise fault
        while people > 0 and 0 <= horizon.day_of(key[0]) < horizon.num_days:
            numbers[key] += 1
            parties.append(_expected_party(key, numbers[key], min(size, people), row.maybe_whole("assumed_authority_days")))
            people -= size
    return parties


def _expected_party(key: tuple[date, str, str], number: int, size: int, authority_days: int | None) -> Party:
    landing_date, site_id, profile = key
    party_id = f"F-{landing_date:%Y%m%d}-{site_id}-{profile}-{number:03d}"
    landed_at = datetime.combine(landing_date, EXPECTED_LANDING, tzinfo=LONDON).astimezone(UTC)
    until = None if authority_days is None else landed_at + timedelta(days=authority_days)
    sex, lead_band = LEAD_OF_PROFILE[profile]
    people = tuple(
        Person(
            person_id=PersonId(f"{party_id}-{index}"),
            incident_id=None,
            landed_at=landed_at,
            site_id=SiteId(site_id),
            unit_id=None,
            arrived_at=landed_at,
            detained_since=None,
            sex=sex,
            age_band=AgeBand.AGE_0_11 if profile == "family" and index > 1 else lead_band,
            age_disputed=Known.NO,
            unaccompanied=Known.YES if profile == "lone_child" else Known.NO,
            pregnant=Known.NO,
            adults_at_risk=0,
            care_needs=frozenset(),
            authority_from=None if until is None else landed_at,
            authority_until=until,
            bars=(),
            case=CaseRecord(),
        )
        for index in range(1, size + 1)
    )
    return Party(PartyId(party_id), tuple(sorted(people, key=lambda person: person.person_id)), expected_on=landing_date)
