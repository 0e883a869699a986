"""Random whole instances, built from domain types, small or large."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from planner.config import load_config
from planner.domain.horizon import Horizon, london_instant
from planner.domain.ids import DepartureId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import PlannedNight
from planner.domain.people import AgeBand, Answer, Bar, CaseRecord, Category, Decision, Known, Party, Person, Sex
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure, Leg

TEMPLATE = Path(__file__).parent.parent / "planner" / "sample" / "config.toml"
FIRST = date(2026, 8, 10)

MEN, WOMEN, OTHER, FAMILY, CHILD = Category.ADULT_MAN, Category.ADULT_WOMAN, Category.ADULT_OTHER, Category.FAMILY, Category.LONE_CHILD


def random_instance(seed: int, *, parties: int = 12, days: int = 7, tightness: float = 0.8) -> Instance:
    """A small instance with every kind of site and most kinds of case.

    Parameters
    ----------
    parties
        Known parties.
    days
        Horizon.
    tightness
        Share of the people there is roughly room for.
    """
    rng = random.Random(seed)
    config = load_config(TEMPLATE)
    rules = replace(
        config.rules,
        request_max_days=14,
        answer_days=2,
        answer_exceptional_days=4,
        notice_working_days=1,
        answer_to_notice_days=1,
        stability_days=2,
    )
    horizon = Horizon(FIRST, days)
    sites = _sites(rng, days, max(1, round(parties * tightness)))
    as_of = config.as_of
    made = [_party(rng, number, as_of, sites) for number in range(parties)]
    people = [person for party in made for person in party.people if party.size == 1]
    rng.shuffle(people)
    pairs = [
        tuple(sorted((people[2 * k].person_id, people[2 * k + 1].person_id))) for k in range(min(2, len(people) // 2)) if rng.random() < 0.6
    ]
    departures = tuple(_departure(rng, number, days) for number in range(rng.randint(1, max(1, days // 2))))
    places = [site.site_id for site in sites] + ["LHR", "STN"]
    travel = {
        (PlaceId(a), PlaceId(b)): Leg(10 + 7 * abs(i - j) + (i * j) % 5, 1.0)
        for i, a in enumerate(places)
        for j, b in enumerate(places)
        if a != b
    }
    travel = {(a, b): travel[min(a, b), max(a, b)] for a, b in travel}
    yesterday = tuple(
        PlannedNight(person.person_id, FIRST + timedelta(days=day), rng.choice(sites).site_id, None, None)
        for person in sorted((person for party in made for person in party.people), key=lambda person: person.person_id)
        for day in range(2)
        if rng.random() < 0.4
    )
    return Instance(
        horizon=horizon,
        as_of=as_of,
        rules=replace(
            rules,
            france_daily_cap=rng.choice([None, 2, 4]),
            france_weekly_cap=rng.choice([None, 3, 6]),
            parity_upper=rng.choice([3, 40]),
        ),
        incidents=(),
        parties=tuple(sorted(made, key=lambda party: party.party_id)),
        keep_apart=tuple(sorted(pairs)),  # type: ignore[arg-type]
        sites=sites,
        departures=departures,
        resources=tuple(
            DayResources(rng.randint(2, 12), rng.randint(0, 2), rng.randint(0, 4), rng.randint(1, max(2, parties))) for _ in range(days)
        ),
        travel=travel,
        parity=ParityRecord(rng.randint(-2, 3), 0),
        planned_admissions=(),
        locks=(),
        yesterday=yesterday,
        triage=(),
    )


def _sites(rng: random.Random, days: int, room: int) -> tuple[Site, ...]:
    def unit(site: str, name: str, beds: int, holds: set[Category], care: frozenset[str] = frozenset()) -> Unit:
        nightly = [beds] * days
        if rng.random() < 0.4:
            start = rng.randrange(days)
            for night in range(start, min(days, start + 2)):
                nightly[night] = max(0, beds - rng.randint(1, 2))
        return Unit(UnitId(f"{site}-{name}"), SiteId(site), name, tuple(nightly), (0,) * days, frozenset(holds), care)

    def site(name: str, role: SiteRole, units: tuple[Unit, ...], limit: int | None) -> Site:
        return Site(SiteId(name), name, role, 51.0, 1.0, rng.choice([None, 2, 4]), rng.choice([None, 2, 4]), limit, None, None, units)

    care = frozenset({"step_free"})
    share = max(1, room // 4)
    return (
        site("A-LAND", SiteRole.LANDING, (unit("A-LAND", "hall", rng.randint(0, 2), {MEN, WOMEN, OTHER, FAMILY, CHILD}),), 24),
        site(
            "B-PROC",
            SiteRole.PROCESSING,
            (unit("B-PROC", "men", share + 1, {MEN}), unit("B-PROC", "mixed", share, {MEN, WOMEN}, care)),
            rng.choice([48, 96]),
        ),
        site("C-IRC", SiteRole.REMOVAL, (unit("C-IRC", "men", share, {MEN}, care),), None),
        site("D-IRC", SiteRole.REMOVAL, (unit("D-IRC", "men", share, {MEN}), unit("D-IRC", "women", 1, {WOMEN})), None),
        site("E-STHF", SiteRole.SHORT_TERM, (unit("E-STHF", "all", 1, {MEN, WOMEN}, care),), 72),
        site("F-ONW", SiteRole.ONWARD, (unit("F-ONW", "any", share + 1, {MEN, WOMEN, OTHER, FAMILY}, care),), None),
        site("G-LA", SiteRole.LOCAL_AUTHORITY, (unit("G-LA", "young", 1 + room // 8, {CHILD}, care),), None),
    )


def _departure(rng: random.Random, number: int, days: int) -> Departure:
    when = FIRST + timedelta(days=rng.randrange(days))
    moment = london_instant(when, datetime(2026, 1, 1, rng.choice([7, 11, 15])).time())  # noqa: DTZ001
    return Departure(
        DepartureId(f"D{number:02d}"), moment, PlaceId(rng.choice(["LHR", "STN"])), PlaceId("CDG"), "charter", rng.randint(1, 4),
        rng.randint(0, 3), rng.choice([Fraction(1), Fraction(3, 2), Fraction(5, 2)]), rng.randint(0, 1), 1000, rng.random() < 0.1,
    )  # fmt: skip


def _party(rng: random.Random, number: int, as_of: datetime, sites: tuple[Site, ...]) -> Party:
    size = rng.choice([1, 1, 1, 1, 1, 2, 3])
    held = rng.random() < 0.55
    ages = [rng.choice([AgeBand.AGE_18_24, AgeBand.AGE_25_39]) for _ in range(size)]
    if rng.random() < 0.2:
        ages[-1] = rng.choice([AgeBand.AGE_0_11, AgeBand.AGE_12_17])
    detainable = all(age in {AgeBand.AGE_18_24, AgeBand.AGE_25_39} for age in ages)
    here = rng.choice([site for site in sites if site.is_detention]) if held and detainable else sites[0]
    landed = as_of - timedelta(
        hours=rng.randint(2, 10) if here is sites[0] else rng.choice([24 * 3, 24 * 5, 24 * 88, 24 * 90]) + rng.randint(0, 5)
    )
    arrived = landed if here is sites[0] else as_of - timedelta(hours=rng.choice([5, 30, 60]))
    authority = detainable and rng.random() < 0.85
    case = _case(rng, landed.date(), as_of.date())
    people = tuple(
        Person(
            person_id=PersonId(f"P{number:04d}{chr(97 + k)}"), incident_id=None, landed_at=landed, site_id=here.site_id,
            unit_id=here.units[k % len(here.units)].unit_id if here is not sites[0] else None, arrived_at=arrived,
            detained_since=arrived if here is not sites[0] else None, sex=rng.choice([Sex.MALE, Sex.MALE, Sex.MALE, Sex.FEMALE]), age_band=age,
            age_disputed=Known.YES if rng.random() < 0.04 else Known.NO, unaccompanied=Known.NO, pregnant=Known.NO,
            adults_at_risk=None if rng.random() < 0.03 else 0, care_needs=frozenset({"step_free"}) if rng.random() < 0.1 else frozenset(),
            authority_from=landed if authority else None, authority_until=as_of + timedelta(days=rng.choice([3, 40])) if authority else None,
            bars=(Bar("nrm_pending", as_of.date() - timedelta(days=1), as_of.date() + timedelta(days=rng.choice([1, 90]))),) if rng.random() < 0.08 else (),
            case=case,
        )
        for k, age in enumerate(ages)
    )  # fmt: skip
    return Party(PartyId(people[0].person_id if size == 1 else f"G{number:04d}"), people)


def _case(rng: random.Random, landed: date, today: date) -> CaseRecord:
    """A case at a random step, in order."""
    days = (today - landed).days
    stage = rng.randint(0, 5) if days >= 3 else rng.randint(0, 1)
    at = [min(today, landed + timedelta(days=offset)) for offset in (0, 1, 1, 2, 3)]
    return CaseRecord(
        screened_on=at[0] if stage >= 1 else None,
        decided_on=at[1] if stage >= 2 else None,
        decision=Decision.INADMISSIBLE if stage >= 2 else Decision.NONE,
        requested_on=at[2] if stage >= 3 else None,
        answered_on=at[3] if stage >= 4 else None,
        answer=Answer.ACCEPTED if stage >= 4 else Answer.NONE,
        notice_served_on=at[4] if stage >= 5 else None,
    )
