"""People in removal centres and short-term places already, in cases at every stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from planner.sample.arrivals import local_time
from planner.sample.cases import Burst, CaseDates, authority, case_dates, stage_shares
from planner.sample.drawing import apportion, dealt, stream
from planner.sample.people import Traits, adult
from planner.sample.tables import PersonRow, SiteRow, UnitRow
from planner.sample.tuning import (
    BURSTS_PER_SITE,
    LAPSING_SHARE,
    SHORT_REVIEW_SHARE,
    SHORT_TERM_LOAD,
    SITE_LOAD_FACTORS,
    Shape,
)

SEX_OF_CATEGORY = {"adult_man": "male", "adult_woman": "female", "adult_other": "female"}
DAYS_TO_CENTRE, ARRIVAL_HOUR = 4, 15.0
"""Days from landing to the recorded arrival at a removal centre, and its time of day."""


@dataclass(frozen=True, slots=True)
class Estate:
    """Sites, units and staffed beds residents are drawn into."""

    sites: tuple[SiteRow, ...]
    units: tuple[UnitRow, ...]
    usable: dict[str, int]

    def units_of(self, site_id: str) -> list[UnitRow]:
        """Give a site's units."""
        return [unit for unit in self.units if unit.site_id == site_id]

    def by_role(self, role: str) -> list[SiteRow]:
        """Give the sites of a role that are open from the first day."""
        return [site for site in self.sites if site.role == role and site.opens_on is None]


def detained_rows(shape: Shape, estate: Estate, found_bursts: Sequence[Burst], plan_date: date, seed: int) -> list[PersonRow]:
    """Give the residents of removal centres and short-term places, without ids yet."""
    rows: list[PersonRow] = []
    centres = estate.by_role("removal")
    for site, factor in zip(centres, _factors(estate, centres), strict=True):
        random = stream(seed, f"residents {site.site_id}")
        came = sorted(random.sample(found_bursts, BURSTS_PER_SITE), key=lambda burst: burst.landed_at)
        units = estate.units_of(site.site_id)
        for unit in units:
            num_people = round(estate.usable[unit.unit_id] * shape.load * factor)
            rows += _centre_rows(random, unit, num_people, _bursts_of(unit, units, came), plan_date)
    youngest = max(found_bursts, key=lambda burst: burst.landed_at)
    for site in estate.by_role("short_term"):
        random = stream(seed, f"residents {site.site_id}")
        for unit in estate.units_of(site.site_id):
            rows += _short_term_rows(random, unit, round(estate.usable[unit.unit_id] * SHORT_TERM_LOAD * shape.load), youngest, plan_date)
    return rows


def _bursts_of(unit: UnitRow, units: Sequence[UnitRow], came: Sequence[Burst]) -> Sequence[Burst]:
    """Give the landing days of a unit's people: those who came together are mostly housed together."""
    alike = [other.unit_id for other in units if other.holds == unit.holds]
    return came[alike.index(unit.unit_id) :: max(len(alike), LEAST_SPREAD)]


LEAST_SPREAD = 3
"""At least every so many landing days a unit has people of."""


def _factors(estate: Estate, centres: Sequence[SiteRow]) -> list[float]:
    """Give each centre's load relative to the mean: the factors drawn, scaled so that the whole estate keeps its load."""
    beds = [sum(estate.usable[unit.unit_id] for unit in estate.units_of(site.site_id)) for site in centres]
    factors = [SITE_LOAD_FACTORS[number % len(SITE_LOAD_FACTORS)] for number in range(len(centres))]
    scale = sum(beds) / sum(factor * size for factor, size in zip(factors, beds, strict=True))
    return [factor * scale for factor in factors]


def _centre_rows(random: Random, unit: UnitRow, count: int, came: Sequence[Burst], plan_date: date) -> list[PersonRow]:
    rows: list[PersonRow] = []
    for burst, num_people in zip(came, apportion(count, [burst.weight for burst in came]), strict=True):
        stages = dealt(random, num_people, stage_shares(burst.age_days(plan_date)))
        arrived_on = min(burst.landed_at.date() + timedelta(days=DAYS_TO_CENTRE), plan_date - timedelta(days=1))
        arrived_at = local_time(arrived_on, ARRIVAL_HOUR)
        for stage in stages:
            held = authority(burst, plan_date, _authority_kind(random))
            rows.append(_resident(random, unit, burst, _Custody(arrived_at, case_dates(burst, stage, plan_date), held)))
    return rows


def _authority_kind(random: Random) -> str:
    drawn = random.random()
    return "lapsing" if drawn < LAPSING_SHARE else "review" if drawn < LAPSING_SHARE + SHORT_REVIEW_SHARE else "main"


def _short_term_rows(random: Random, unit: UnitRow, count: int, burst: Burst, plan_date: date) -> list[PersonRow]:
    days = dealt(random, count, ((1, 1), (2, 1), (3, 1)))
    stages = dealt(random, count, stage_shares(burst.age_days(plan_date)))
    custodies = [
        _Custody(
            local_time(plan_date - timedelta(days=days_ago), ARRIVAL_HOUR),
            case_dates(burst, stage, plan_date),
            authority(burst, plan_date, "main"),
        )
        for days_ago, stage in zip(days, stages, strict=True)
    ]
    return [_resident(random, unit, burst, custody) for custody in custodies]


@dataclass(frozen=True, slots=True)
class _Custody:
    """When somebody arrived at this kind of place, how far the case has come, and first and last moment of the authority."""

    arrived_at: datetime
    case: CaseDates
    authority: tuple[datetime, datetime]


def _resident(random: Random, unit: UnitRow, burst: Burst, custody: _Custody) -> PersonRow:
    case = custody.case
    category = unit.holds[0] if len(unit.holds) == 1 or random.random() < MIXED_FIRST_SHARE else random.choice(unit.holds)
    traits = _settled(adult(random, SEX_OF_CATEGORY[category]), unit)
    return PersonRow(
        person_id="",
        party_id=None,
        incident_id=None,
        landed_at=burst.landed_at,
        site_id=unit.site_id,
        unit_id=unit.unit_id,
        arrived_at=custody.arrived_at,
        detained_since=custody.authority[0],
        sex=traits.sex,
        age_band=traits.age_band,
        pregnant=traits.pregnant,
        adults_at_risk=traits.adults_at_risk,
        care_needs=traits.care_needs,
        authority_from=custody.authority[0],
        authority_until=custody.authority[1],
        screened_on=case.screened_on,
        decided_on=case.decided_on,
        decision=case.decision,
        requested_on=case.requested_on,
        answered_on=case.answered_on,
        answer=case.answer,
        notice_served_on=case.notice_served_on,
    )


MIXED_FIRST_SHARE = 0.6
"""Residents of a mixed unit who are of the category named first."""


def _settled(traits: Traits, unit: UnitRow) -> Traits:
    """Give traits of somebody whom the unit may hold: screening on the way in has found who may not be detained."""
    level = traits.adults_at_risk if traits.adults_at_risk in {"0", "1", "2"} else "0"
    care = tuple(need for need in traits.care_needs if need in unit.care)
    return replace(traits, adults_at_risk=level, care_needs=care)
