"""Blocks of people alike: how an instance is drawn, since people came by boats and their cases move together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId, UnitId
from planner.domain.locks import PlannedNight
from planner.domain.people import AgeBand, Bar, CaseRecord, Known, Party, Person, Sex


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a party."""

    sex: Sex = Sex.MALE
    age: AgeBand = AgeBand.AGE_25_39
    unit: str | None = None
    care: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Usual:
    """What yesterday's plan says of a day: a night at a site, or a departure."""

    day: int
    site: str | None
    departure: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """Parties alike.

    Attributes
    ----------
    count
        Parties.
    until
        End of the authority to detain, which starts at the landing; None for no authority.
    tag
        Names a party that a pair or a lock is about; empty for everybody else.
    """

    members: tuple[Member, ...]
    count: int
    site: str
    landed_at: datetime
    arrived_at: datetime
    until: datetime | None
    detained: bool = False
    case: CaseRecord = field(default_factory=CaseRecord)
    bars: tuple[Bar, ...] = ()
    expected_on: date | None = None
    at_risk: int | None = 0
    disputed: Known = Known.NO
    usual: tuple[Usual, ...] = ()
    tag: str = ""

    @property
    def people(self) -> int:
        """People in all parties."""
        return self.count * len(self.members)


def parties_of(number: int, block: Block) -> Iterator[Party]:
    """Every party of a block, known by the block's number."""
    letter = "F" if block.expected_on else "P"
    is_alone = len(block.members) == 1
    for index in range(block.count):
        stem = f"{number:05d}-{index + 1:05d}"
        people = tuple(
            _person(f"{letter}-{stem}" + ("" if is_alone else f"-{seat}"), member, block) for seat, member in enumerate(block.members, 1)
        )
        party_id = people[0].person_id if is_alone else f"{'FG' if block.expected_on else 'G'}-{stem}"
        yield Party(PartyId(party_id), people, block.expected_on)


def _person(person_id: str, member: Member, block: Block) -> Person:
    child = member.age in {AgeBand.AGE_0_11, AgeBand.AGE_12_17}
    return Person(
        person_id=PersonId(person_id),
        incident_id=None,
        landed_at=block.landed_at,
        site_id=SiteId(block.site),
        unit_id=None if member.unit is None else UnitId(member.unit),
        arrived_at=block.arrived_at,
        detained_since=block.arrived_at if block.detained else None,
        sex=member.sex,
        age_band=member.age,
        age_disputed=block.disputed,
        unaccompanied=Known.YES if child and len(block.members) == 1 else Known.NO,
        pregnant=Known.NO,
        adults_at_risk=block.at_risk,
        care_needs=member.care,
        authority_from=block.landed_at if block.until else None,
        authority_until=block.until,
        bars=block.bars,
        case=block.case,
    )


def yesterday_of(block: Block, parties: list[Party], horizon: Horizon) -> Iterator[PlannedNight]:
    """Rows of yesterday's plan for a block; the unit is given only where people stay."""
    for usual in block.usual:
        night = horizon.date_of(usual.day)
        for party in parties:
            for person in party.people:
                yield PlannedNight(
                    person.person_id,
                    night,
                    SiteId(usual.site) if usual.site else None,
                    person.unit_id if usual.site == block.site else None,
                    DepartureId(usual.departure) if usual.departure else None,
                )
