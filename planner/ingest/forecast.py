"""A forecast of arrivals to parties, so that the plan keeps room for people not yet ashore."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time, timedelta

from planner.domain.horizon import Horizon, london_instant
from planner.domain.ids import PartyId, PersonId, SiteId
from planner.domain.people import AgeBand, CaseRecord, Known, Party, Person, Sex
from planner.ingest.rows import Row

EXPECTED_LANDING_TIME = time(6, 0)
"""London time at which expected people are taken to land."""

FAMILY = "family"
LONE_CHILD = "lone_child"


def expected_parties(rows: Iterable[Row], horizon: Horizon) -> tuple[Party, ...]:
    """Make parties of a forecast, for the days planned only.

    Ids run on over rows of one date, site and profile, the smaller party size first, so that row order means nothing.

    Parameters
    ----------
    rows
        Whole rows of expected_arrivals.
    """
    taken: Counter[str] = Counter()
    parties: list[Party] = []
    for row in sorted(rows, key=lambda row: (row.date("date"), row.text("site_id"), row.text("profile"), row.whole("party_size"))):
        if not 0 <= horizon.day_of(row.date("date")) < horizon.num_days:
            continue
        stem = f"F-{row.date('date'):%Y%m%d}-{row.text('site_id')}-{row.text('profile')}"
        for size in _party_sizes(row.whole("people"), row.whole("party_size")):
            taken[stem] += 1
            parties.append(_party(row, f"{stem}-{taken[stem]:03d}", size))
    return tuple(sorted(parties, key=lambda party: party.party_id))


def _party_sizes(people: int, party_size: int) -> Iterator[int]:
    for left in range(people, 0, -party_size):
        yield min(left, party_size)


def _party(row: Row, party_id: str, size: int) -> Party:
    people = sorted((_person(row, party_id, number) for number in range(1, size + 1)), key=lambda person: person.person_id)
    return Party(PartyId(party_id), tuple(people), expected_on=row.date("date"))


def _person(row: Row, party_id: str, number: int) -> Person:
    profile, days = row.text("profile"), row.maybe_whole("assumed_authority_days")
    landed_at = london_instant(row.date("date"), EXPECTED_LANDING_TIME)
    return Person(
        person_id=PersonId(f"{party_id}-{number}"),
        incident_id=None,
        landed_at=landed_at,
        site_id=SiteId(row.text("site_id")),
        unit_id=None,
        arrived_at=landed_at,
        detained_since=None,
        sex=Sex.FEMALE if profile in {"adult_woman", FAMILY} else Sex.MALE,
        age_band=_age_band(profile, number),
        age_disputed=Known.NO,
        unaccompanied=Known.YES if profile == LONE_CHILD else Known.NO,
        pregnant=Known.NO,
        adults_at_risk=0,
        care_needs=frozenset(),
        authority_from=landed_at if days else None,
        authority_until=landed_at + timedelta(days=days) if days else None,
        bars=(),
        case=CaseRecord(),
    )


def _age_band(profile: str, number: int) -> AgeBand:
    if profile == LONE_CHILD:
        return AgeBand.AGE_12_17
    # The first of a family is the adult, the others are children.
    return AgeBand.AGE_0_11 if profile == FAMILY and number > 1 else AgeBand.AGE_25_39
