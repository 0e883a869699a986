"""Changes drawn at random for small instances, and bases to change."""

import random
from dataclasses import replace
from fractions import Fraction

from planner.domain.horizon import LONDON
from planner.domain.instance import Instance
from planner.domain.sites import SiteRole
from planner.scenario.base import Base
from planner.scenario.changes.arrivals import Expected, ScaleArrivals, ShiftArrivals
from planner.scenario.changes.change import Amount, Change, Days, How, Units
from planner.scenario.changes.estate import Beds, Close, Flow, Open, StaffedShare
from planner.scenario.changes.law import CaseFigure, France, Parity, StayLimit
from planner.scenario.changes.transport import AddDeparture, Cancel, Departures, Move, Resource, Seats
from planner.scenario.read import Scenario
from tests.instances import random_instance

ALWAYS = Days(None, None)


def small_base(seed: int, parties: int = 9, days: int = 5) -> Base:
    """A small problem to change; its parties stand as `Instance` has them, known people first."""
    drawn = random_instance(seed, parties=parties, days=days, alike=0.3)
    return Base(replace(drawn, parties=tuple(sorted(drawn.parties, key=lambda party: (party.is_expected, party.party_id)))), {})


def add(number: int) -> Amount:
    return Amount(How.ADD, Fraction(number))


def drawn_changes(seed: int, base: Base) -> list[Change]:
    """One change of every kind, each of which fits."""
    rng, instance = random.Random(f"changes {seed}"), base.instance
    unit = rng.choice([unit.unit_id for site in instance.sites for unit in site.units])
    first = instance.horizon.date_of(rng.randrange(instance.horizon.num_days))
    departure = rng.choice(instance.departures)
    leaves = departure.departs_at.astimezone(LONDON).replace(tzinfo=None)
    one = Departures(departure.departure_id, ALWAYS)
    made: list[Change] = [
        Beds(Units(unit, None), add(rng.choice([-1, 1, 2])), Days(first, None)),
        StaffedShare(Units(None, "*-IRC"), Fraction(1, 2), ALWAYS),
        Close(Units(unit, None), Days(first, first)),
        Open(Units(None, "C-IRC"), rng.choice([None, 4]), Days(first, None)),
        Flow("admissions_per_day", "*", Amount(How.SET, rng.choice([None, Fraction(1)]))),
        Flow("discharges_per_day", "B-PROC", Amount(How.SET, Fraction(rng.randrange(3)))),
        StayLimit(SiteRole.PROCESSING, None, Amount(How.SCALE, Fraction(2))),
        StayLimit(None, "E-STHF", add(24)),
        CaseFigure("notice_working_days", Amount(How.SET, Fraction(rng.randrange(3)))),
        CaseFigure("answer_days", Amount(How.SET, Fraction(rng.randrange(3)))),
        Seats(one, add(rng.choice([-1, 2]))),
        Cancel(one),
        AddDeparture("D-MORE", departure.departure_id, leaves, 3),
        Resource("escorts", Amount(How.SCALE, Fraction(3, 2)), ALWAYS),
        Resource("cases", add(1), Days(None, first)),
        France("weekly", Amount(How.SET, rng.choice([None, Fraction(2)]))),
        Parity("upper", add(rng.choice([-1, 3]))),
        ScaleArrivals(Expected(None, ALWAYS), rng.choice([Fraction(0), Fraction(2), Fraction(3, 2)])),
        ShiftArrivals(Expected(None, ALWAYS), rng.choice([-1, 1])),
        Move(one, rng.choice([-1, 1]), None),
    ]
    return [change for change in made if not list(change.problems(instance))]


def drawn_scenario(seed: int, base: Base) -> Scenario:
    """A scenario of one to three changes that fit one after the other."""
    rng, changes, instance = random.Random(f"scenario {seed}"), list[Change](), base.instance
    offered = drawn_changes(seed, base)
    for change in rng.sample(offered, rng.randint(1, min(3, len(offered)))):
        if not list(change.problems(instance)):
            changes.append(change)
            instance = change.apply(instance, base)
    return Scenario(f"scenario {seed}", "drawn", tuple(changes))


def values(instance: Instance) -> tuple[object, ...]:
    """Everything of an instance, to see that nothing was altered in place."""
    return tuple(getattr(instance, name) for name in instance.__slots__)
