"""Who is in play: boats by landing day, and the handful of profiles in each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from benchmarks.blocks import Block, Member
from benchmarks.cases import case_at
from benchmarks.layout import CARE, Place
from benchmarks.sizes import Size
from planner.domain.horizon import Horizon, london_instant
from planner.domain.people import AgeBand, Bar, CaseRecord, Category, Known, Sex
from planner.domain.sites import SiteRole

OLDEST, YOUNGEST, BURSTS = 86, 4, 34
"""Days since the landing of people in removal centres, and days of them with arrivals (38% of days in 2025)."""
SETTLED_BURSTS = 36
LAST_EXPECTED, EXPECTED_BURSTS = 0.8, 0.45
"""Part of the horizon in which people are expected, and days of it with arrivals."""
EXPECTED_LANDING = time(6)

AUTHORITY_LEFT = ((9, 1), (16, 2), (24, 2), (40, 4), (60, 4))
"""Days left of an authority, and weight."""
SHORT_AUTHORITY = timedelta(days=4)
LONG_AUTHORITY = timedelta(days=45)

BARS = (("human_rights_claim", None), ("rule_35", 12), ("injunction", 20), ("unfit_to_travel", 6), ("nrm_pending", None))
"""Bars and the day they end."""

MAN, WOMAN = Sex.MALE, Sex.FEMALE
CHILD = AgeBand.AGE_12_17


@dataclass(frozen=True, slots=True)
class Ground:
    """What everybody is drawn on."""

    size: Size
    places: tuple[Place, ...]
    horizon: Horizon
    as_of: datetime
    rng: random.Random

    def of_role(self, role: SiteRole) -> list[Place]:
        """Sites of a role, by id."""
        return [place for place in self.places if place.role is role]

    def landed(self, age: int) -> datetime:
        """A moment some days before the plan date."""
        return self.as_of - timedelta(days=age) + timedelta(hours=self.rng.randrange(-5, 6))


def everyone(ground: Ground) -> list[Block]:
    """Every block; people alone first."""
    return [*_detained(ground), *_processing(ground), *_short_term(ground), *_landed(ground), *_settled(ground), *_expected(ground)]


def unit_of(place: Place, category: Category, care: frozenset[str] = frozenset()) -> str | None:
    """The plainest unit that may hold a category with a need; None when there is none."""
    fitting = [(len(room.care), room.unit_id) for room in place.rooms if category in room.holds and care <= room.care]
    return min(fitting)[1] if fitting else None


def _shares(people: int, shares: Sequence[float]) -> list[int]:
    """Whole people for all but the first profile, which takes the rest."""
    rest = [round(people * share) for share in shares]
    return [people - sum(rest), *rest]


def _detained(ground: Ground) -> Iterator[Block]:
    rng, removal = ground.rng, ground.of_role(SiteRole.REMOVAL)
    for_women = [place for place in removal if unit_of(place, Category.ADULT_WOMAN)]
    days = sorted(rng.sample(range(YOUNGEST, OLDEST + 1), BURSTS))
    for number in range(ground.size.detained // ground.size.boat):
        age, place = rng.choice(days), removal[number % len(removal)]
        landed = ground.landed(age)
        arrived = min(landed + timedelta(days=rng.randint(1, 3)), ground.as_of - timedelta(hours=6))
        left, weights = zip(*AUTHORITY_LEFT, strict=True)
        until = ground.as_of + timedelta(days=rng.choices(left, weights)[0], hours=6)
        case = case_at(age, ground.horizon.first_date, rng)
        need = frozenset({rng.choice(CARE)})
        men, women, frail, barred = _shares(ground.size.boat, (0.1, 0.06, 0.08))
        women_at = rng.choice(for_women)
        wing = place.rooms[number // len(removal) % 2].unit_id
        for member, site, count, bars in (
            (Member(unit=wing), place, men, ()),
            (Member(WOMAN, unit=unit_of(women_at, Category.ADULT_WOMAN)), women_at, women, ()),
            (Member(unit=unit_of(place, Category.ADULT_MAN, need), care=need), place, frail, ()),
            (Member(unit=wing), place, barred, _bar(ground)),
        ):
            yield Block((member,), count, site.site_id, landed, arrived, until, detained=True, case=case, bars=bars)


def _bar(ground: Ground) -> tuple[Bar, ...]:
    bar, ends = ground.rng.choice(BARS)
    first = ground.horizon.first_date
    return (Bar(bar, first - timedelta(days=2), None if ends is None else first + timedelta(days=ends)),)


def _processing(ground: Ground) -> Iterator[Block]:
    rng, places = ground.rng, ground.of_role(SiteRole.PROCESSING)
    for number in range(ground.size.processing // ground.size.boat):
        place, landed = places[number % len(places)], ground.landed(rng.randint(1, 3))
        arrived = landed + timedelta(hours=6)
        case = CaseRecord(screened_on=(ground.as_of - timedelta(days=1)).date()) if rng.random() < 0.5 else CaseRecord()  # noqa: PLR2004
        need = frozenset({rng.choice(CARE)})
        men, brief, women, frail = _shares(ground.size.boat, (0.3, 0.1, 0.06))
        for member, count, until in (
            (Member(unit=unit_of(place, Category.ADULT_MAN)), men, landed + LONG_AUTHORITY),
            (Member(unit=f"{place.site_id}-M"), brief, landed + SHORT_AUTHORITY),
            (Member(WOMAN, unit=f"{place.site_id}-W"), women, landed + LONG_AUTHORITY),
            (Member(unit=f"{place.site_id}-H", care=need), frail, landed + LONG_AUTHORITY),
        ):
            yield Block((member,), count, place.site_id, landed, arrived, until, detained=True, case=case)


def _short_term(ground: Ground) -> Iterator[Block]:
    places = ground.of_role(SiteRole.SHORT_TERM)
    for number in range(ground.size.short_term // ground.size.boat):
        place, landed = places[number % len(places)], ground.landed(ground.rng.randint(2, 4))
        men, women = _shares(ground.size.boat, (0.2,))
        for member, count in ((Member(unit=f"{place.site_id}-M"), men), (Member(WOMAN, unit=f"{place.site_id}-W"), women)):
            arrived = landed + timedelta(days=1)
            yield Block((member,), count, place.site_id, landed, arrived, landed + LONG_AUTHORITY, detained=True)


def _landed(ground: Ground) -> Iterator[Block]:
    """Boats of the night: nobody has been given a bed yet."""
    rng, places = ground.rng, ground.of_role(SiteRole.LANDING)
    for number in range(ground.size.landed // ground.size.boat):
        place, landed = places[number % len(places)], ground.as_of - timedelta(hours=1 + rng.randrange(11))
        need = frozenset({rng.choice(CARE)})
        men, brief, none, women, free_women, frail, children, disputed, unknown = _shares(
            ground.size.boat, (0.2, 0.08, 0.08, 0.04, 0.06, 0.08, 0.02, 0.02)
        )
        for member, count, until, risk, dispute in (
            (Member(), men, landed + LONG_AUTHORITY, 0, Known.NO),
            (Member(), brief, landed + SHORT_AUTHORITY, 0, Known.NO),
            (Member(), none, None, 0, Known.NO),
            (Member(WOMAN), women, landed + LONG_AUTHORITY, 0, Known.NO),
            (Member(WOMAN), free_women, None, 0, Known.NO),
            (Member(care=need), frail, landed + LONG_AUTHORITY, 0, Known.NO),
            (Member(age=CHILD), children, None, 0, Known.NO),
            (Member(age=AgeBand.AGE_18_24), disputed, None, 0, Known.YES),
            (Member(), unknown, landed + LONG_AUTHORITY, None, Known.NO),
        ):
            yield Block((member,), count, place.site_id, landed, landed, until, at_risk=risk, disputed=dispute)


def _settled(ground: Ground) -> Iterator[Block]:
    rng, places, care = ground.rng, ground.of_role(SiteRole.ONWARD), ground.of_role(SiteRole.LOCAL_AUTHORITY)
    days = sorted(rng.sample(range(YOUNGEST, OLDEST + 1), SETTLED_BURSTS))
    for number in range(ground.size.settled // ground.size.boat):
        place, home, landed = places[number % len(places)], care[number % len(care)], ground.landed(rng.choice(days))
        men, women, children = _shares(ground.size.boat, (0.12, 0.06))
        for member, count, site in (
            (Member(unit=f"{place.site_id}-M"), men, place),
            (Member(WOMAN, unit=f"{place.site_id}-W"), women, place),
            (Member(age=CHILD, unit=f"{home.site_id}-A"), children, home),
        ):
            yield Block((member,), count, site.site_id, landed, landed + timedelta(days=3), None)


def _expected(ground: Ground) -> Iterator[Block]:
    """A forecast by day, site and profile."""
    rng, places = ground.rng, ground.of_role(SiteRole.LANDING)
    last = round(LAST_EXPECTED * ground.horizon.num_days)
    days = sorted(rng.sample(range(1, last + 1), round(EXPECTED_BURSTS * last)))
    weights = [rng.uniform(0.6, 1.6) for _ in days]
    for day, weight in zip(days, weights, strict=True):
        for place in places:
            people = round(ground.size.expected * weight / sum(weights) / len(places))
            when = ground.horizon.date_of(day)
            landed = london_instant(when, EXPECTED_LANDING)
            men, brief, none, women, free_women, children = _shares(people, (0.22, 0.06, 0.07, 0.03, 0.06))
            for member, count, until in (
                (Member(), men, landed + LONG_AUTHORITY),
                (Member(), brief, landed + SHORT_AUTHORITY),
                (Member(), none, None),
                (Member(WOMAN), women, landed + LONG_AUTHORITY),
                (Member(WOMAN), free_women, None),
                (Member(age=CHILD), children, None),
            ):
                yield Block((member,), count, place.site_id, landed, landed, until, expected_on=when)
