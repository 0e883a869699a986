"""A plan held against an earlier one: without a change nobody moves, and what is forced or chosen is so in the direct model."""

import random
from dataclasses import replace

import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.locks import PlannedNight
from planner.domain.plan import Plan, Status
from planner.explain.against import Moved, Why, held_against
from planner.explain.session import Session, session_after
from planner.explain.target import lock_of, target_named
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.explain.sessions import SECONDS, opened
from tests.model.compare import seeds
from tests.model.direct import Direct


def planned(instance: Instance) -> Session | None:
    clocks = party_clocks(instance)
    solution = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    return None if solution.locks_broken else session_after(decode(instance, clocks, solution), clocks, solution, SECONDS)


def as_yesterday(plan: Plan) -> tuple[PlannedNight, ...]:
    """The whole plan as what yesterday's plan said."""
    return tuple(
        PlannedNight(person.person_id, plan.horizon.date_of(night), stay.site_id, stay.unit_id, stay.departure_id)
        for person in plan.people
        if not person.is_expected
        for stay in person.stays
        for night in range(stay.first_night, stay.first_night + 1 if stay.status is Status.TRANSFERRED else stay.last_night + 1)
    )


def changed(instance: Instance, seed: int) -> Instance:
    """Another morning: a departure is cancelled, a unit loses beds, or there are fewer escorts."""
    rng = random.Random(seed)
    kind = rng.randrange(3)
    if kind == 0:
        gone = rng.randrange(len(instance.departures))
        departures = tuple(replace(each, cancelled=True, seats=0) if at == gone else each for at, each in enumerate(instance.departures))
        return replace(instance, departures=departures)
    if kind == 1:
        sites = tuple(
            replace(
                site,
                units=tuple(
                    replace(unit, beds=tuple(max(r, b - 2) for b, r in zip(unit.beds, unit.reserved, strict=True))) for unit in site.units
                ),
            )
            for site in instance.sites
        )
        return replace(instance, sites=sites)
    return replace(instance, resources=tuple(replace(each, escorts=each.escorts // 2) for each in instance.resources))


@pytest.mark.parametrize("seed", seeds("0:16"))
def test_without_a_change_nobody_moves(seed: int) -> None:
    session = opened(seed)
    if session is None:
        return
    against = held_against(session, session.plan, session.instance)
    assert (against.moved, against.new, against.gone, against.inputs) == ((), (), (), ())
    rules = replace(session.instance.rules, stability_days=session.instance.horizon.num_days)
    again = planned(replace(session.instance, rules=rules, yesterday=as_yesterday(session.plan)))
    assert again is not None
    moved = [each for each in held_against(again, session.plan, session.instance).moved if not _is_expected(session, each)]
    assert moved == []


def _is_expected(session: Session, moved: Moved) -> bool:
    return next(party.is_expected for party in session.instance.parties if party.party_id == moved.party_id)


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_forced_and_chosen_are_so_in_the_direct_model(seed: int) -> None:
    before = opened(seed)
    after = planned(changed(before.instance, seed)) if before else None
    if before is None or after is None:
        return
    values = {item.measure: item.value for item in after.plan.measures}
    for moved in held_against(after, before.plan, before.instance).moved:
        if moved.why is Why.BETTER:
            assert not moved.before
            continue
        target = target_named(after.problem, moved.before, moved.day)
        assert target is not None
        lock = lock_of(after.problem, moved.party_id, target)
        optima = Direct(replace(after.instance, locks=(*after.instance.locks, lock)), after.clocks).optima()
        assert (moved.why is Why.FORCED) == (optima is None) == (moved.cost is None)
        if optima is not None and moved.cost is not None:
            assert {measure: moved.cost.changes[measure] for measure in moved.cost.proven} == {
                measure: optima[measure] - values[measure] for measure in moved.cost.proven
            }
        else:
            assert moved.rule
