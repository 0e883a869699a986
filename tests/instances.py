"""Random whole instances, built from domain types, small or large."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

from planner.config import load_config
from planner.domain.horizon import Horizon, london_date, london_instant
from planner.domain.ids import DepartureId, LockId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import AgeBand, Answer, Bar, CaseRecord, Category, Decision, Known, Party, Person, Sex
from planner.domain.rules import KeepApartScope, Rules, Tier
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure, Leg, PlannedAdmission

TEMPLATE = Path(__file__).parent.parent / "planner" / "sample" / "config.toml"
FIRST = date(2026, 8, 10)

MEN, WOMEN, OTHER, FAMILY, CHILD = Category.ADULT_MAN, Category.ADULT_WOMAN, Category.ADULT_OTHER, Category.FAMILY, Category.LONE_CHILD


def random_instance(
    seed: int, *, parties: int = 12, days: int = 7, tightness: float = 0.8, settled: float = 0.0, alike: float = 0.0, pins: int = 0
) -> Instance:
    """A small instance with every kind of site and most kinds of case.

    Parameters
    ----------
    parties
        Parties, one in ten of them expected.
    days
        Horizon.
    tightness
        Share of the people there is roughly room for.
    settled
        Share of the parties that are in onward accommodation already.
    alike
        Share of the parties that are like one before them in everything but their ids.
    pins
        Locks, any of which may be impossible to keep.
    """
    rng = random.Random(seed)
    config = load_config(TEMPLATE)
    first = FIRST + timedelta(days=rng.randrange(7))
    as_of = config.as_of + (first - FIRST)
    horizon = Horizon(first, days)
    sites = _sites(rng, days, max(1, round(parties * tightness)))
    drawn = [_party(rng, number, as_of, sites, days, settled) for number in range(parties)]
    made = sorted(_some_alike(seed, drawn, alike), key=lambda party: party.party_id)
    departures = tuple(_departure(rng, number, first, days) for number in range(rng.randint(1, max(1, days // 2))))
    return Instance(
        horizon=horizon,
        as_of=as_of,
        rules=_rules(rng, config.rules),
        incidents=(),
        parties=tuple(made),
        keep_apart=_pairs(rng, made),
        sites=sites,
        departures=departures,
        resources=tuple(
            DayResources(rng.randint(2, 12), rng.randint(0, 2), rng.randint(0, 4), rng.randint(1, max(2, parties))) for _ in range(days)
        ),
        travel=_travel(sites),
        parity=ParityRecord(rng.randint(-2, 3), rng.randint(0, 2)),
        planned_admissions=tuple(
            PlannedAdmission(first + timedelta(days=rng.randrange(days)), 1, UnitId("F-ONW-any"), 1) for _ in range(rng.randint(0, 1))
        ),
        locks=_locks(seed, made, sites, departures, horizon, pins),
        yesterday=_yesterday(rng, made, sites, departures, first),
        triage=(),
    )


def _rules(rng: random.Random, rules: Rules) -> Rules:
    """Short waits, so that a case can come to its end within a few days; caps that sometimes bind."""
    tiers = list(Tier)
    if rng.random() < 0.2:
        rng.shuffle(tiers)
    return replace(
        rules,
        tiers=tuple(tiers),
        request_max_days=14,
        answer_days=rng.choice([1, 2]),
        answer_exceptional_days=4,
        notice_working_days=rng.choice([0, 1, 1]),
        screening_to_decision_days=rng.choice([0, 1]),
        decision_to_request_days=rng.choice([0, 0, 1]),
        answer_to_notice_days=rng.choice([0, 1]),
        stability_days=2,
        families_detained=rng.random() < 0.15,
        keep_apart_scope=rng.choice([KeepApartScope.SITE, KeepApartScope.SITE, KeepApartScope.UNIT]),
        france_daily_cap=rng.choice([None, 2, 4]),
        france_weekly_cap=rng.choice([None, 3, 6]),
        parity_upper=rng.choice([3, 40]),
    )


def _pairs(rng: random.Random, parties: list[Party]) -> tuple[tuple[PersonId, PersonId], ...]:
    known = [party.people[0].person_id for party in parties if not party.is_expected]
    rng.shuffle(known)
    pairs = [(min(known[2 * k], known[2 * k + 1]), max(known[2 * k], known[2 * k + 1])) for k in range(min(2, len(known) // 2))]
    return tuple(sorted(pair for pair in pairs if rng.random() < 0.6))


def _travel(sites: tuple[Site, ...]) -> dict[tuple[PlaceId, PlaceId], Leg]:
    places = [PlaceId(place) for place in (*(site.site_id for site in sites), "LHR", "STN")]
    minutes = {(a, b): 10 + 7 * (j - i) + (i * j) % 5 for i, a in enumerate(places) for j, b in enumerate(places) if i < j}
    return {(a, b): Leg(minutes[(a, b) if (a, b) in minutes else (b, a)], 1.0) for a in places for b in places if a != b}


def _yesterday(
    rng: random.Random, parties: list[Party], sites: tuple[Site, ...], departures: tuple[Departure, ...], first: date
) -> tuple[PlannedNight, ...]:
    """Rows of an earlier plan, most of a site and some of a departure."""
    rows: list[PlannedNight] = []
    for person in sorted((person for party in parties for person in party.people), key=lambda person: person.person_id):
        for day in range(3):
            when, leaving = first + timedelta(days=day), rng.choice(departures).departure_id if rng.random() < 0.2 else None
            if rng.random() < 0.4:
                rows.append(PlannedNight(person.person_id, when, None if leaving else rng.choice(sites).site_id, None, leaving))
    return tuple(rows)


def _sites(rng: random.Random, days: int, room: int) -> tuple[Site, ...]:
    def unit(site: str, name: str, beds: int, holds: set[Category], care: frozenset[str] = frozenset()) -> Unit:
        nightly = [beds] * days
        if rng.random() < 0.4:
            start = rng.randrange(days)
            for night in range(start, min(days, start + 2)):
                nightly[night] = max(0, beds - rng.randint(1, 2))
        reserved = tuple(int(rng.random() < 0.05) for _ in range(days))
        return Unit(UnitId(f"{site}-{name}"), SiteId(site), name, tuple(nightly), reserved, frozenset(holds), care)

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


def _departure(rng: random.Random, number: int, first: date, days: int) -> Departure:
    return Departure(
        departure_id=DepartureId(f"D{number:02d}"),
        departs_at=london_instant(first + timedelta(days=rng.randrange(days)), time(rng.choice([7, 11, 15]))),
        place_id=PlaceId(rng.choice(["LHR", "LHR", "STN", "B-PROC"])),
        arrival_place_id=PlaceId("CDG"),
        mode="charter",
        seats=rng.randint(1, 4),
        escort_team=rng.randint(0, 3),
        escorts_per_person=rng.choice([Fraction(0), Fraction(1), Fraction(3, 2), Fraction(5, 2)]),
        medics=rng.randint(0, 1),
        cost_gbp=1000,
        cancelled=rng.random() < 0.1,
    )


def _party(rng: random.Random, number: int, as_of: datetime, sites: tuple[Site, ...], days: int, settled: float) -> Party:
    """A party ashore for hours, held for days, housed, or expected."""
    size = rng.choice([1, 1, 1, 1, 1, 2, 3])
    ages = [rng.choice([AgeBand.AGE_18_24, AgeBand.AGE_25_39]) for _ in range(size)]
    if rng.random() < 0.2:
        ages[-1] = rng.choice([AgeBand.AGE_0_11, AgeBand.AGE_12_17])
    adults = all(age in {AgeBand.AGE_18_24, AgeBand.AGE_25_39} for age in ages)
    landing, *places = sites
    draw = rng.random()
    here = landing
    if adults and draw < 0.55:
        here = rng.choice([site for site in places if site.is_detention])
    elif adults and draw < 0.55 + settled:
        here = next(site for site in places if site.role is SiteRole.ONWARD)
    expected_on = london_date(as_of) + timedelta(days=rng.randrange(days)) if here is landing and rng.random() < 0.2 else None
    landed = as_of - timedelta(hours=rng.randint(2, 10) if here is landing else rng.choice([72, 120, 24 * 88, 24 * 90]) + rng.randint(0, 5))
    if expected_on is not None:
        landed = london_instant(expected_on, time(6))
    arrived = landed if here is landing else as_of - timedelta(hours=rng.choice([5, 30, 60]))
    until = landed + timedelta(days=20) if expected_on else as_of + timedelta(days=rng.choice([3, 40]))
    authority = (adults or rng.random() < 0.3) and rng.random() < 0.85
    case = CaseRecord() if expected_on else _case(rng, london_date(landed), london_date(as_of))
    people = tuple(
        Person(
            person_id=_person_id(number, member),
            incident_id=None,
            landed_at=landed,
            site_id=here.site_id,
            unit_id=None if here is landing else here.units[member % len(here.units)].unit_id,
            arrived_at=arrived,
            detained_since=arrived if here.is_detention else None,
            sex=rng.choice([Sex.MALE, Sex.MALE, Sex.MALE, Sex.FEMALE]),
            age_band=age,
            age_disputed=Known.YES if rng.random() < 0.04 else Known.NO,
            unaccompanied=Known.NO,
            pregnant=rng.choice([Known.YES, Known.UNKNOWN]) if rng.random() < 0.03 else Known.NO,
            adults_at_risk=None if rng.random() < 0.03 else 0,
            care_needs=frozenset({"step_free"}) if rng.random() < 0.1 else frozenset(),
            authority_from=landed if authority else None,
            authority_until=until if authority else None,
            bars=_bars(rng, as_of),
            case=case,
        )
        for member, age in enumerate(ages)
    )
    return _as_party(number, people, expected_on)


def _some_alike(seed: int, parties: list[Party], share: float) -> list[Party]:
    """Some parties made like one before them; known people only, and drawn apart so that the others stay as they are."""
    rng, made = random.Random(f"alike {seed}"), list[Party]()
    for number, party in enumerate(parties):
        models = [other for other in made if not other.is_expected]
        if rng.random() >= share or not models:
            made.append(party)
            continue
        model = rng.choice(models)
        people = tuple(replace(person, person_id=_person_id(number, member)) for member, person in enumerate(model.people))
        made.append(_as_party(number, people))
    return made


def _person_id(number: int, member: int) -> PersonId:
    return PersonId(f"P{number:04d}{chr(97 + member)}")


def _as_party(number: int, people: tuple[Person, ...], expected_on: date | None = None) -> Party:
    return Party(PartyId(people[0].person_id if len(people) == 1 else f"G{number:04d}"), people, expected_on)


def _locks(
    seed: int, parties: list[Party], sites: tuple[Site, ...], departures: tuple[Departure, ...], horizon: Horizon, count: int
) -> tuple[Lock, ...]:
    rng, locks = random.Random(f"pins {seed}"), list[Lock]()
    for number in range(count):
        kind, party = rng.choice(list(LockKind)), rng.choice([party for party in parties if not party.is_expected])
        if kind in {LockKind.SITE, LockKind.NOT_SITE}:
            nights = sorted(rng.randrange(horizon.num_days) for _ in range(2))
            first, last = (horizon.date_of(night) if rng.random() < 0.8 else None for night in nights)
            here = party.people[0].site_id if rng.random() < 0.4 else rng.choice(sites).site_id
            locks.append(Lock(LockId(f"L{number}"), party.party_id, kind, here, first, last))
        else:
            locks.append(Lock(LockId(f"L{number}"), party.party_id, kind, rng.choice(departures).departure_id, None, None))
    return tuple(locks)


def _bars(rng: random.Random, as_of: datetime) -> tuple[Bar, ...]:
    if rng.random() > 0.08:
        return ()
    begins = as_of.date() + timedelta(days=rng.choice([-1, 1]))
    return (Bar(rng.choice(["nrm_pending", "rule_35"]), begins, begins + timedelta(days=rng.choice([1, 90]))),)


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
