"""How large the made instances are. Every figure is chosen so that each capacity binds somewhere; none is a published one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.domain.sites import SiteRole


@dataclass(frozen=True, slots=True)
class Flight:
    """One departure of every day.

    Attributes
    ----------
    escorts_per_person
        Beside the team; rounded up per departure.
    """

    hour: int
    mode: str
    seats: int
    escort_team: int
    escorts_per_person: Fraction
    medics: int


@dataclass(frozen=True, slots=True)
class Size:
    """What an instance is drawn from.

    Attributes
    ----------
    days
        Horizon.
    sites
        Sites of each role.
    flights
        Departures of every day.
    airports
        Places they leave from.
    boat
        People who came together and are in one place now.
    detained, processing, short_term, landed, settled
        People now in removal centres, in processing, in short-term places, just landed, and in accommodation for good.
    expected
        People expected in the horizon.
    couples, brothers, families
        Parties of several people.
    pairs, locks
        Pairs to keep apart, and planner's pins.
    contested_escorts, plain_escorts
        Escorts of a day as a share of what every departure in full would need.
    daily_cap, weekly_cap
        People France receives.
    """

    days: int
    sites: Mapping[SiteRole, int]
    flights: tuple[Flight, ...]
    airports: int
    boat: int
    detained: int
    processing: int
    short_term: int
    landed: int
    settled: int
    expected: int
    couples: int
    brothers: int
    families: int
    pairs: int
    locks: int
    contested_escorts: Fraction
    plain_escorts: Fraction
    daily_cap: int
    weekly_cap: int

    @property
    def people(self) -> int:
        """People alone in play, those in parties of several apart."""
        return self.detained + self.processing + self.short_term + self.landed + self.settled + self.expected


SCHEDULED = Flight(9, "scheduled", 14, 2, Fraction(2), 1)
CHARTER = Flight(12, "charter", 40, 12, Fraction(23, 10), 2)

NATIONAL = Size(
    days=28,
    sites={
        SiteRole.LANDING: 2,
        SiteRole.PROCESSING: 2,
        SiteRole.SHORT_TERM: 1,
        SiteRole.REMOVAL: 4,
        SiteRole.PRE_DEPARTURE: 1,
        SiteRole.ONWARD: 3,
        SiteRole.LOCAL_AUTHORITY: 1,
    },
    flights=(SCHEDULED, CHARTER),
    airports=3,
    boat=32,
    detained=4600,
    processing=1150,
    short_term=150,
    landed=700,
    settled=3200,
    expected=4050,
    couples=22,
    brothers=10,
    families=28,
    pairs=10,
    locks=4,
    contested_escorts=Fraction(65, 100),
    plain_escorts=Fraction(11, 10),
    daily_cap=50,
    weekly_cap=260,
)

CONTINENTAL = Size(
    days=28,
    sites={
        SiteRole.LANDING: 6,
        SiteRole.PROCESSING: 8,
        SiteRole.SHORT_TERM: 8,
        SiteRole.REMOVAL: 12,
        SiteRole.PRE_DEPARTURE: 4,
        SiteRole.ONWARD: 12,
        SiteRole.LOCAL_AUTHORITY: 10,
    },
    flights=(SCHEDULED,) * 10 + (CHARTER,) * 10,
    airports=10,
    boat=57,
    detained=42000,
    processing=10500,
    short_term=1500,
    landed=6000,
    settled=29000,
    expected=36500,
    couples=60,
    brothers=30,
    families=80,
    pairs=30,
    locks=8,
    contested_escorts=Fraction(65, 100),
    plain_escorts=Fraction(11, 10),
    daily_cap=500,
    weekly_cap=2600,
)

REGIONAL = Size(
    days=10,
    sites={
        SiteRole.LANDING: 1,
        SiteRole.PROCESSING: 1,
        SiteRole.SHORT_TERM: 1,
        SiteRole.REMOVAL: 2,
        SiteRole.PRE_DEPARTURE: 1,
        SiteRole.ONWARD: 1,
        SiteRole.LOCAL_AUTHORITY: 1,
    },
    flights=(replace(SCHEDULED, seats=6), replace(CHARTER, seats=10, escort_team=4, medics=1)),
    airports=2,
    boat=40,
    detained=240,
    processing=80,
    short_term=40,
    landed=80,
    settled=80,
    expected=150,
    couples=2,
    brothers=1,
    families=2,
    pairs=1,
    locks=2,
    contested_escorts=Fraction(65, 100),
    plain_escorts=Fraction(11, 10),
    daily_cap=12,
    weekly_cap=70,
)
"""Small enough for generic solvers to come to an end."""
