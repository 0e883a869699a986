"""Why a person is not at a site or on a departure: the rule that forbids it, or what it would cost and whom it would displace."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.errors import PlannerError
from planner.domain.plan import PersonPlan
from planner.explain.answers import Alternative, WhyNot
from planner.explain.costs import cost_of
from planner.explain.near import near
from planner.explain.session import Session
from planner.explain.target import Target, TargetKind, cheapest, lock_of, target_of
from planner.model.itinerary import COUNTS
from planner.model.prices import Prices
from planner.plan.reasons import why_not_kept

CLASH = "By itself it is lawful, but no plan gives it together with the planner's locks."


def why_not(session: Session, person: PersonPlan, wanted: str, night: date | None = None, *, exact: bool = False) -> WhyNot:
    """Say why a person is not at a site, on a night, or on a departure.

    Parameters
    ----------
    wanted
        Id of the site or departure.
    night
        Night in question; None for the first on which it would be lawful. For a site only.

    Raises
    ------
    PlannerError
        When there is no such site or departure, or the night lies outside the plan.
    """
    session = session.apart()
    problem, party = session.problem, person.party_id
    cohort, number = session.cohort_of[party], session.itineraries[party]
    targets = _targets(session, wanted, night)
    given = next((target for target in targets if target_of(problem, cohort, number, target.day) == target), None)
    target = given or _first_lawful(session, cohort, targets)
    horizon = session.instance.horizon
    if target is None:
        first = targets[0]
        lock = lock_of(problem, party, first)
        rule = why_not_kept(lock, session.clock(party), problem.network)
        return WhyNot(person.person_id, Alternative(first.kind, wanted, horizon.date_of(first.day), None), rule, has_it=False)
    cost = cost_of(session, party, target, exact=exact)
    rule = "" if cost is not None else CLASH
    return WhyNot(person.person_id, Alternative(target.kind, wanted, horizon.date_of(target.day), cost), rule, has_it=given is not None)


def _first_lawful(session: Session, cohort: int, targets: list[Target]) -> Target | None:
    """The first target that any lawful itinerary of the cohort, by itself, gives."""
    prices = Prices(np.zeros(len(session.problem.rows.limits)), np.zeros(len(COUNTS)), np.zeros(len(session.problem.cohorts)), {})
    found = zip(targets, cheapest(session.problem, cohort, prices, targets), strict=True)
    return next((target for target, cheap in found if len(cheap.numbers)), None)


def _targets(session: Session, wanted: str, night: date | None) -> list[Target]:
    """What an id may mean: a bed at the site on each night, or the departure."""
    network, horizon = session.problem.network, session.instance.horizon
    if wanted in network.site_index:
        nights = range(network.num_nights) if night is None else [horizon.day_of(night)]
        if night is not None and not 0 <= nights[0] < network.num_nights:
            raise PlannerError(f"{night} is no night of the plan: it runs from {horizon.first_date} to {horizon.dates()[-1]}")
        return [Target(TargetKind.SITE, network.site_index[wanted], day) for day in nights]
    ids = [departure.departure_id for departure in network.departures]
    if wanted in ids:
        index = ids.index(next(each for each in ids if each == wanted))
        day = int(network.departure_days[index])
        if not 0 <= day < network.num_nights:
            raise PlannerError(f"departure {wanted} leaves outside the days of the plan")
        return [Target(TargetKind.DEPARTURE, index, day)]
    raise PlannerError(f"{wanted} is neither a site nor a departure{near(wanted, [*network.site_index, *ids])}")
