"""Plans of random mornings with authorities to extend, families in scope and short limits at landing places: the verifier finds nothing.

The optimiser sees the law only as clocks; the verifier reads it from the record.
"""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.people import Category, ExtendedLimit, Extension, Known, Party, Person, Sex
from planner.domain.sites import Site, SiteRole
from planner.model.solve import solve
from planner.plan.decode import decode
from planner.verify.findings import Findings
from planner.verify.itineraries import judge_itineraries
from tests.instances import random_instance

SEEDS = (0, 1, 2, 3, 4, 6, 8, 9, 11, 12)
"""Mornings in whose plans somebody stays at a place with a limit."""

SECONDS = 2.0
"""Enough for a plan; that it is the best one is not asked here."""

LAW = {
    *("detention_authority", "detention_bar", "detention_unknown", "adults_at_risk", "pregnant_hours", "family_hours", "stay_limit"),
    *("lone_child_care", "family_scope", "held_at_end", "transfer_authority", "transfer_bar", "transfer_months", "agreement_dates"),
}


def stretched(seed: int) -> Instance:
    """A morning with more of what limits of time turn on."""
    rng, one = random.Random(f"stretched {seed}"), random_instance(seed, parties=14, days=7)
    rules = replace(one.rules, families_detained=True)
    sites = tuple(_as_in_law(site, one) for site in one.sites)
    parties = tuple(replace(party, people=tuple(_stretch(person, party, one, rng) for person in party.people)) for party in one.parties)
    return replace(one, rules=rules, sites=sites, parties=parties)


def _as_in_law(site: Site, one: Instance) -> Site:
    """Limits of the law where a place had its own, families in short-term units, and a long limit at the landing place."""
    if site.role is SiteRole.LANDING:
        return replace(site, stay_limit_hours=96)
    units = (
        tuple(replace(unit, holds=unit.holds | {Category.FAMILY}) for unit in site.units)
        if site.role is SiteRole.SHORT_TERM
        else site.units
    )
    return replace(site, stay_limit_hours=one.rules.stay_limit_hours[site.role], units=units)


def _stretch(person: Person, party: Party, one: Instance, rng: random.Random) -> Person:
    if party.is_expected or rng.random() < 0.3:
        return person
    limit = rng.choice(list(ExtendedLimit))
    granted = one.as_of - timedelta(hours=rng.choice([1, 20, 60]))
    extension = Extension(limit, granted, one.as_of + timedelta(hours=rng.choice([2, 26, 50, 300])))
    sex = {"sex": Sex.FEMALE, "pregnant": Known.YES} if rng.random() < 0.3 else {}
    return replace(person, extensions=(extension,), **sex)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_breaks_a_limit(seed: int) -> None:
    one = stretched(seed)
    clocks = party_clocks(one)
    plan = decode(one, clocks, solve(one, clocks, SECONDS, lambda _what, _share: None))
    findings = Findings()
    judge_itineraries(one, plan, findings)
    found = findings.verification({})
    assert [violation for violation in found.violations if violation.rule in LAW] == []
    assert found.rules["stay_limit"] > 0
