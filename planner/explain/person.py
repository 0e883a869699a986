"""Why one person is where the plan says, and what the next alternatives would cost."""

from __future__ import annotations

import numpy as np

from planner.domain.errors import PlannerError
from planner.domain.plan import PersonPlan
from planner.explain.answers import Alternative, Why
from planner.explain.capacity import Capacity, capacities, runs
from planner.explain.costs import costs_of, rank
from planner.explain.near import near
from planner.explain.session import Session, plan_values
from planner.explain.target import Target, TargetKind, cheapest, target_id
from planner.model.itinerary import GONE

SHOWN = 3
WHOLE = 1e-6


def explain_person(session: Session, person: PersonPlan, *, exact: bool = False) -> Why:
    """Say why a person is where the plan says.

    Parameters
    ----------
    exact
        Whether to plan anew for every alternative shown, so that each figure in each tier is proven.
    """
    session, party = session.apart(), person.party_id
    cohort, number = session.cohort_of[party], session.itineraries[party]
    targets = _others(session, cohort, number)
    likely = _by_price(session, cohort, targets)
    likely = likely[:SHOWN]
    costs = zip(likely, costs_of(session, party, likely, exact=exact), strict=True)
    found = [(rank(cost), target, cost) for target, cost in costs if cost is not None]
    alternatives = tuple(
        Alternative(target.kind, target_id(session.problem, target), session.instance.horizon.date_of(target.day), cost)
        for _, target, cost in sorted(found, key=lambda item: item[:2])
    )
    return Why(person, _binding(session, number), alternatives, len(targets), session.cohort(party).parties)


def _others(session: Session, cohort: int, number: int) -> list[Target]:
    """Every other lawful site on the first night of the place the person goes to next (or is at), and every other departure."""
    problem, batch = session.problem, session.problem.pool.batch
    options = problem.pool.options_of(cohort)
    nights: list[int] = batch.nights[number].tolist()
    here = problem.network.site_index[problem.cohorts[cohort].start_site]
    inside = [(night, options[option]) for night, option in enumerate(nights) if option != GONE]
    night = next((night for night, option in inside if option.site != here or option.is_unplaced), inside[0][0] if inside else None)
    targets: list[Target] = []
    if night is not None:
        now = options[nights[night]]
        sites = sorted({option.site for option in options if not option.is_unplaced})
        targets += [Target(TargetKind.SITE, site, night) for site in sites if site != now.site or now.is_unplaced]
    block, at = problem.pool.block_of(cohort)
    days = problem.network.departure_days
    leaving = int(batch.departures[number])
    targets += [
        Target(TargetKind.DEPARTURE, index, int(days[index]))
        for index in np.flatnonzero(block.boards[:, at]).tolist()
        if index != leaving and 0 <= days[index] < problem.network.num_nights
    ]
    return targets


def _by_price(session: Session, cohort: int, targets: list[Target]) -> list[Target]:
    """Those of some targets that are lawful, in the order of what they cost at the prices of the plan's proofs."""
    problem, proofs = session.problem, session.proven.proofs
    if not targets or not proofs:
        return []
    priced = [cheapest(problem, cohort, proof.prices, targets) for proof in (proofs[0], proofs[-1])]
    numbers = [np.concatenate([some.numbers for some in each]) for each in zip(*priced, strict=True)]
    every = np.unique(np.concatenate(numbers))
    place = {int(number): at for at, number in enumerate(every)}
    costs = np.column_stack([np.round(problem.pool.reduced_costs(proof.prices)[every], 4) for proof in proofs]).tolist()
    found = [
        (min(costs[place[number]] for number in some.tolist()), target) for some, target in zip(numbers, targets, strict=True) if len(some)
    ]
    return [target for _, target in sorted(found)]


def _binding(session: Session, number: int) -> tuple[Capacity, ...]:
    """Full capacities with a price that an itinerary uses, runs of days as one."""
    problem = session.problem
    used = problem.pool.use(plan_values(session).astype(float))
    rows, _ = problem.pool.use_of(number)
    priced = np.zeros(len(used), dtype=bool)
    for proof in session.proven.proofs:
        priced |= proof.prices.rows > WHOLE
    full = used > problem.rows.limits - 1 + WHOLE
    return tuple(runs(capacities(problem, rows[priced[rows] & full[rows]]).values()))


def planned_person(session: Session, person_id: str) -> PersonPlan:
    """The plan of a person by id.

    Raises
    ------
    PlannerError
        When nobody has the id; it names ids like it, or the people of a party.
    """
    members = [person.person_id for person in session.plan.people if person.party_id == person_id]
    for person in session.plan.people:
        if person.person_id == person_id:
            return person
    if members:
        raise PlannerError(f"{person_id} is a party; name one of its people: {', '.join(members)}")
    raise PlannerError(f"nobody has the id {person_id}{near(person_id, [person.person_id for person in session.plan.people])}")
