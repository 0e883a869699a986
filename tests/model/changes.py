"""Ways to change an instance: what gives more room, what doubles it, what should not matter."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TypeAlias

from planner.domain.ids import DepartureId, LockId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import Lock, LockKind, PlannedNight
from planner.domain.people import Party
from planner.domain.plan import PersonPlan, Plan
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure, Leg
from tests.instances import CHILD, FAMILY, MEN, OTHER, WOMEN

Change: TypeAlias = Callable[[Instance], Instance]

# ---- more room


def _sites(instance: Instance, change: Callable[[Site], Site]) -> Instance:
    return replace(instance, sites=tuple(map(change, instance.sites)))


def _days(instance: Instance, change: Callable[[DayResources], DayResources]) -> Instance:
    return replace(instance, resources=tuple(map(change, instance.resources)))


def more_beds(instance: Instance) -> Instance:
    def grown(unit: Unit) -> Unit:
        return replace(unit, beds=tuple(beds + 1 for beds in unit.beds))

    return _sites(instance, lambda site: replace(site, units=tuple(map(grown, site.units))))


def fewer_beds_reserved(instance: Instance) -> Instance:
    def freed(unit: Unit) -> Unit:
        return replace(unit, reserved=(0,) * len(unit.reserved))

    return _sites(instance, lambda site: replace(site, units=tuple(map(freed, site.units))))


def more_admissions(instance: Instance) -> Instance:
    return _sites(instance, lambda site: replace(site, admissions_per_day=None))


def more_discharges(instance: Instance) -> Instance:
    return _sites(instance, lambda site: replace(site, discharges_per_day=None))


def longer_stays(instance: Instance) -> Instance:
    return _sites(
        instance, lambda site: replace(site, stay_limit_hours=None if site.stay_limit_hours is None else site.stay_limit_hours + 48)
    )


def more_ground_seats(instance: Instance) -> Instance:
    return _days(instance, lambda day: replace(day, ground_seats=day.ground_seats + 3))


def more_cases(instance: Instance) -> Instance:
    return _days(instance, lambda day: replace(day, cases=day.cases + 3))


def more_escorts(instance: Instance) -> Instance:
    return _days(instance, lambda day: replace(day, escorts=day.escorts + 5))


def more_medics(instance: Instance) -> Instance:
    return _days(instance, lambda day: replace(day, medics=day.medics + 2))


def more_seats(instance: Instance) -> Instance:
    return replace(instance, departures=tuple(replace(item, seats=item.seats + 2) for item in instance.departures))


def smaller_teams(instance: Instance) -> Instance:
    return replace(instance, departures=tuple(replace(item, escort_team=0, medics=0) for item in instance.departures))


def one_departure_more(instance: Instance) -> Instance:
    first = instance.departures[0]
    return replace(instance, departures=(*instance.departures, replace(first, departure_id=DepartureId("Z-MORE"), cancelled=False)))


def no_daily_cap(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, france_daily_cap=None))


def no_weekly_cap(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, france_weekly_cap=None))


def wider_band(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, parity_upper=instance.rules.parity_upper + 3))


def no_pairs(instance: Instance) -> Instance:
    return replace(instance, keep_apart=())


def longer_agreement(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, agreement_until=instance.rules.agreement_until + timedelta(days=400)))


def shorter_notice(instance: Instance) -> Instance:
    return replace(instance, rules=replace(instance.rules, notice_working_days=0))


def quicker_steps(instance: Instance) -> Instance:
    return replace(
        instance, rules=replace(instance.rules, screening_to_decision_days=0, decision_to_request_days=0, answer_to_notice_days=0)
    )


# ---- less of it, so that more is felt


def one_bed_fewer(instance: Instance) -> Instance:
    def shrunk(unit: Unit) -> Unit:
        return replace(unit, beds=tuple(max(0, beds - 1) for beds in unit.beds))

    return _sites(instance, lambda site: replace(site, units=tuple(map(shrunk, site.units))))


def a_bed_reserved(instance: Instance) -> Instance:
    def reserved(unit: Unit) -> Unit:
        return replace(unit, reserved=(1,) * len(unit.reserved))

    return _sites(instance, lambda site: replace(site, units=tuple(map(reserved, site.units))))


def narrow_doors(instance: Instance) -> Instance:
    return _sites(instance, lambda site: replace(site, admissions_per_day=1, discharges_per_day=None))


def narrow_doors_out(instance: Instance) -> Instance:
    return _sites(instance, lambda site: replace(site, admissions_per_day=None, discharges_per_day=1))


def short_stays(instance: Instance) -> Instance:
    return _sites(instance, lambda site: replace(site, stay_limit_hours=24 if site.stay_limit_hours else None))


def short_of(**offered: int) -> Change:
    """So many a day at most, and departures that ask for some of it."""

    def less(instance: Instance) -> Instance:
        departures = tuple(
            replace(item, medics=int("medics" in offered), escort_team=2 * ("escorts" in offered)) for item in instance.departures
        )
        return _days(replace(instance, departures=departures), lambda day: replace(day, **offered))

    return less


def one_seat(instance: Instance) -> Instance:
    return replace(instance, departures=tuple(replace(item, seats=1) for item in instance.departures))


def tight_rules(**rules: int) -> Change:
    """Stricter figures of France's or of the band."""
    return lambda instance: replace(instance, parity=ParityRecord(0, 0), rules=replace(instance.rules, **rules))


def many_pairs(instance: Instance) -> Instance:
    known = [party.people[0].person_id for party in instance.parties if not party.is_expected]
    return replace(instance, keep_apart=tuple(itertools.pairwise(known)))


RELAXED: dict[Change, Change] = {
    more_beds: one_bed_fewer,
    fewer_beds_reserved: a_bed_reserved,
    more_admissions: narrow_doors,
    more_discharges: narrow_doors_out,
    longer_stays: short_stays,
    more_ground_seats: short_of(ground_seats=1),
    more_cases: short_of(cases=0),
    more_escorts: short_of(escorts=2),
    more_medics: short_of(medics=0),
    more_seats: one_seat,
    smaller_teams: short_of(escorts=2),
    one_departure_more: one_seat,
    no_daily_cap: tight_rules(france_daily_cap=1),
    no_weekly_cap: tight_rules(france_weekly_cap=1),
    wider_band: tight_rules(parity_upper=1),
    no_pairs: many_pairs,
}
"""What gives room and changes nothing else, each with what makes it scarce."""

CLOCKS_RELAXED: tuple[Change, ...] = (longer_agreement, shorter_notice, quicker_steps)
"""What gives time: it also changes which cases are live and which expire, so that counts after the transfers are not the same counts."""

# ---- the same twice


def alone(instance: Instance) -> Instance:
    """Single people, and departures whose escorts come one a person: then all that is shared is shared out in proportion."""
    parties = tuple(party for party in instance.parties if party.size == 1)
    ids = {person.person_id for party in parties for person in party.people}
    return replace(
        instance,
        parties=parties,
        keep_apart=tuple(pair for pair in instance.keep_apart if set(pair) <= ids),
        yesterday=tuple(row for row in instance.yesterday if row.person_id in ids),
        departures=tuple(replace(item, escort_team=0, escorts_per_person=Fraction(1), medics=0) for item in instance.departures),
    )


def twice(instance: Instance) -> Instance:
    """Every party, departure and capacity twice."""

    def copy_of(party: Party) -> Party:
        people = tuple(replace(person, person_id=PersonId(f"{person.person_id}+")) for person in party.people)
        return Party(PartyId(f"{party.party_id}+"), people, party.expected_on)

    def doubled(site: Site) -> Site:
        units = tuple(
            replace(unit, beds=tuple(2 * beds for beds in unit.beds), reserved=tuple(2 * beds for beds in unit.reserved))
            for unit in site.units
        )
        return replace(
            site, units=units, admissions_per_day=_double(site.admissions_per_day), discharges_per_day=_double(site.discharges_per_day)
        )

    departures = [*instance.departures, *(replace(item, departure_id=DepartureId(f"{item.departure_id}+")) for item in instance.departures)]
    again = (_planned_again(row) for row in instance.yesterday)
    rules = instance.rules
    return replace(
        instance,
        rules=replace(
            rules,
            france_daily_cap=_double(rules.france_daily_cap),
            france_weekly_cap=_double(rules.france_weekly_cap),
            parity_upper=2 * rules.parity_upper,
        ),
        parties=tuple(sorted([*instance.parties, *map(copy_of, instance.parties)], key=lambda party: party.party_id)),
        keep_apart=(*instance.keep_apart, *((PersonId(f"{a}+"), PersonId(f"{b}+")) for a, b in instance.keep_apart)),
        sites=tuple(map(doubled, instance.sites)),
        departures=tuple(sorted(departures, key=lambda item: item.departure_id)),
        resources=tuple(DayResources(2 * day.escorts, 2 * day.medics, 2 * day.cases, 2 * day.ground_seats) for day in instance.resources),
        parity=ParityRecord(2 * instance.parity.balance_before, 2 * instance.parity.transferred_this_week),
        planned_admissions=tuple(replace(item, people=2 * item.people) for item in instance.planned_admissions),
        yesterday=tuple(sorted([*instance.yesterday, *again], key=lambda row: (row.person_id, row.night))),
    )


def _double(limit: int | None) -> int | None:
    return None if limit is None else 2 * limit


def _planned_again(row: PlannedNight) -> PlannedNight:
    leaving = DepartureId(f"{row.departure_id}+") if row.departure_id else None
    return replace(row, person_id=PersonId(f"{row.person_id}+"), departure_id=leaving)


# ---- what should not matter


def renamed(instance: Instance) -> Instance:
    """Every id another one, in the same order."""
    sites = tuple(
        replace(site, site_id=SiteId(_new(site.site_id)), units=tuple(_renamed_unit(unit) for unit in site.units))
        for site in instance.sites
    )
    parties = tuple(
        Party(
            PartyId(_new(party.party_id)),
            tuple(
                replace(
                    person,
                    person_id=PersonId(_new(person.person_id)),
                    site_id=SiteId(_new(person.site_id)),
                    unit_id=UnitId(_new(person.unit_id)) if person.unit_id else None,
                )
                for person in party.people
            ),
            party.expected_on,
        )
        for party in instance.parties
    )
    return replace(
        instance,
        parties=parties,
        keep_apart=tuple((PersonId(_new(a)), PersonId(_new(b))) for a, b in instance.keep_apart),
        sites=sites,
        departures=tuple(_renamed_departure(item) for item in instance.departures),
        travel={(PlaceId(_new(a)), PlaceId(_new(b))): leg for (a, b), leg in instance.travel.items()},
        planned_admissions=tuple(replace(item, unit_id=UnitId(_new(item.unit_id))) for item in instance.planned_admissions),
        yesterday=tuple(
            replace(
                row,
                person_id=PersonId(_new(row.person_id)),
                site_id=SiteId(_new(row.site_id)) if row.site_id else None,
                departure_id=DepartureId(_new(row.departure_id)) if row.departure_id else None,
            )
            for row in instance.yesterday
        ),
    )


def renamed_plan(plan: Plan) -> Plan:
    """A plan with every id another one, and without its sentences."""

    def person(each: PersonPlan) -> PersonPlan:
        stays = tuple(
            replace(
                stay,
                site_id=SiteId(_new(stay.site_id)) if stay.site_id else None,
                unit_id=UnitId(_new(stay.unit_id)) if stay.unit_id else None,
                departure_id=DepartureId(_new(stay.departure_id)) if stay.departure_id else None,
            )
            for stay in each.stays
        )
        return replace(each, person_id=PersonId(_new(each.person_id)), party_id=PartyId(_new(each.party_id)), stays=stays, reason="")

    return replace(plan, people=tuple(map(person, plan.people)))


def _new(name: str) -> str:
    return f"new-{name}"


def _renamed_unit(unit: Unit) -> Unit:
    return replace(unit, unit_id=UnitId(_new(unit.unit_id)), site_id=SiteId(_new(unit.site_id)))


def _renamed_departure(item: Departure) -> Departure:
    return replace(item, departure_id=DepartureId(_new(item.departure_id)), place_id=PlaceId(_new(item.place_id)))


def with_a_site_nobody_can_use(instance: Instance, name: str) -> Instance:
    """A removal centre without a bed, near everything."""
    nights = instance.horizon.num_days
    everybody = frozenset({MEN, WOMEN, OTHER, FAMILY, CHILD})
    unit = Unit(UnitId(f"{name}-1"), SiteId(name), "Wing", (0,) * nights, (0,) * nights, everybody, frozenset())
    far = Site(SiteId(name), name, SiteRole.REMOVAL, 55.0, -3.0, None, None, None, None, None, (unit,))
    roads = dict(instance.travel)
    for place in {place for leg in instance.travel for place in leg}:
        roads[place, PlaceId(name)] = roads[PlaceId(name), place] = Leg(1, 1.0)
    return replace(instance, sites=tuple(sorted([*instance.sites, far], key=lambda site: site.site_id)), travel=roads)


def locked_to(plan: Plan, instance: Instance) -> Instance:
    """Locks on every bed and departure of a plan."""
    locks: dict[str, Lock] = {}
    for person in plan.people:
        for number, stay in enumerate(person.stays):
            lock_id = LockId(f"{person.party_id}-{number}")
            first, last = instance.horizon.date_of(stay.first_night), instance.horizon.date_of(stay.last_night)
            if stay.departure_id is not None:
                locks[lock_id] = Lock(lock_id, person.party_id, LockKind.DEPARTURE, stay.departure_id, None, None)
            elif stay.unit_id is not None and stay.site_id is not None:
                locks[lock_id] = Lock(lock_id, person.party_id, LockKind.SITE, stay.site_id, first, last)
    return replace(instance, locks=tuple(locks[key] for key in sorted(locks)))
