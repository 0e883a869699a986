"""Other people in the estate: the boat with the doubtful report, people past their stay limit, people in onward accommodation and care."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from planner.sample.arrivals import doubtful_id, doubtful_landed_at, local_time
from planner.sample.beds import BedBook
from planner.sample.cases import Burst
from planner.sample.drawing import apportion, stream
from planner.sample.people import Traits, adult, adult_category
from planner.sample.residents import Estate
from planner.sample.tables import PersonRow
from planner.sample.tuning import DOUBTFUL_ASHORE, DOUBTFUL_MIX, ONWARD_MIX, OVERSTAY_DAYS, Shape

FAMILY_SIZE = 3

Bed = tuple[str, str]
"""Site and unit."""


def doubtful_boat_rows(book: BedBook, plan_date: date, seed: int) -> list[PersonRow]:
    """Give everyone counted ashore from the boat with the doubtful report: men and women at Manston, children in care."""
    random = stream(seed, "doubtful boat")
    landed_at = doubtful_landed_at(plan_date)
    num_men, num_women, num_children = apportion(DOUBTFUL_ASHORE, DOUBTFUL_MIX)
    adults = [replace(adult(random, sex), adults_at_risk="0", care_needs=()) for sex in ["male"] * num_men + ["female"] * num_women]
    rows: list[PersonRow] = []
    for number, traits in enumerate(adults):
        days = 42 if number % 3 else 4
        until = landed_at + timedelta(days=days)
        bed = _bed(book, "MANSTON", adult_category(traits))
        rows.append(_row(traits, bed, landed_at, landed_at + timedelta(hours=4), held_until=until))
    for _ in range(num_children):
        bed = _bed(book, "CARE-KENT", "lone_child")
        child = Traits("male", "12-17", unaccompanied="yes")
        rows.append(_row(child, bed, landed_at, landed_at + timedelta(hours=20)))
    return [replace(row, incident_id=doubtful_id(plan_date)) for row in rows]


def overstay_rows(shape: Shape, book: BedBook, found_bursts: Sequence[Burst], plan_date: date, seed: int) -> list[PersonRow]:
    """Give people whose stay limit has run out already: for triage, and to be moved at once."""
    random = stream(seed, "overstays")
    landed_at = max(burst.landed_at for burst in found_bursts) - timedelta(days=OVERSTAY_DAYS)
    rows: list[PersonRow] = []
    for number in range(shape.overstays):
        site_id, days = (("MANSTON", OVERSTAY_DAYS - 2), ("MANCH", OVERSTAY_DAYS))[number % 2]
        traits = replace(adult(random, "male"), adults_at_risk="0", care_needs=())
        arrived_at = local_time(plan_date - timedelta(days=days), 17.0)
        until = local_time(landed_at.date() + timedelta(days=42), 18.0)
        rows.append(_row(traits, _bed(book, site_id, "adult_man"), landed_at, arrived_at, held_until=until))
    return rows


def onward_rows(shape: Shape, estate: Estate, book: BedBook, found_bursts: Sequence[Burst], seed: int) -> list[list[PersonRow]]:
    """Give people in onward accommodation and care, by party."""
    random = stream(seed, "onward")
    num_men, num_women, num_family, num_children = apportion(shape.onward_residents, ONWARD_MIX)
    onward = cycle(site.site_id for site in estate.by_role("onward"))
    care = cycle(site.site_id for site in estate.by_role("local_authority"))
    asked = [("adult_man", [adult(random, "male")], onward) for _ in range(num_men)]
    asked += [("adult_woman", [adult(random, "female")], onward) for _ in range(num_women)]
    asked += [("family", _family(random), onward) for _ in range(num_family // FAMILY_SIZE)]
    asked += [("lone_child", [Traits("male", "12-17", unaccompanied="yes")], care) for _ in range(num_children)]
    found: list[list[PersonRow]] = []
    for category, people, sites in asked:
        landed_at = random.choice(found_bursts).landed_at
        site_id = next(sites)
        arrived_at = landed_at + timedelta(days=3)
        found.append([_row(traits, _bed(book, site_id, category), landed_at, arrived_at) for traits in people])
    return found


def _family(random: Random) -> list[Traits]:
    mother = replace(adult(random, "female"), age_band="25-39")
    return [mother, *(Traits(random.choice(("female", "male")), "0-11") for _ in range(FAMILY_SIZE - 1))]


def _bed(book: BedBook, site_id: str, category: str) -> Bed:
    taken = book.take(site_id, [(category, frozenset())])
    if taken is None:
        message = f"the sample's {site_id} has no bed left for {category}: give it more beds in planner/sample/estate.py"
        raise ValueError(message)
    return site_id, taken[0]


def _row(traits: Traits, bed: Bed, landed_at: datetime, arrived_at: datetime, *, held_until: datetime | None = None) -> PersonRow:
    return PersonRow(
        person_id="",
        party_id=None,
        incident_id=None,
        landed_at=landed_at,
        site_id=bed[0],
        unit_id=bed[1],
        arrived_at=arrived_at,
        detained_since=landed_at if held_until else None,
        sex=traits.sex,
        age_band=traits.age_band,
        unaccompanied=traits.unaccompanied,
        care_needs=traits.care_needs,
        authority_from=landed_at if held_until else None,
        authority_until=held_until,
    )
