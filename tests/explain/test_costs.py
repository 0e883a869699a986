"""What an alternative is said to cost is what forcing it costs, in the plain direct model."""

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.plan import MAXIMISED, Measure
from planner.explain.costs import cost_of, costs_of, rank
from planner.explain.session import Session
from planner.explain.target import Target, TargetKind, lock_of
from tests.explain.sessions import opened
from tests.model.compare import seeds
from tests.model.direct import Direct

ASKED = 3
"""Questions about each instance."""


def questions(session: Session, seed: int) -> list[tuple[str, Target]]:
    """Parties, and targets of any kind."""
    network, rng = session.problem.network, np.random.default_rng(seed)
    targets = [Target(TargetKind.SITE, site, night) for site in range(len(network.sites)) for night in range(network.num_nights)]
    days = enumerate(network.departure_days.tolist())
    targets += 4 * [Target(TargetKind.DEPARTURE, index, day) for index, day in days if 0 <= day < network.num_nights]
    parties = sorted(session.itineraries)
    drawn = [(parties[rng.integers(len(parties))], targets[rng.integers(len(targets))]) for _ in range(ASKED)]
    # Nothing is asked of nights before somebody is ashore.
    return [(party, target) for party, target in drawn if target.day >= session.cohort(party).clock.entry_day]


def forced_optima(session: Session, party: str, target: Target) -> dict[Measure, int] | None:
    """What the direct model makes of it: changes of every measure."""
    instance = session.instance
    locked = replace(instance, locks=(*instance.locks, lock_of(session.problem, party, target)))
    optima = Direct(locked, session.clocks).optima()
    if optima is None:
        return None
    return {item.measure: optima[item.measure] - item.value for item in session.plan.measures}


@pytest.mark.parametrize("seed", seeds("0:24"))
def test_a_stated_cost_is_what_forcing_costs(seed: int) -> None:
    session = opened(seed)
    if session is None:
        return
    for party, target in questions(session, seed):
        truth = forced_optima(session, party, target)
        quick, exact = cost_of(session, party, target), cost_of(session, party, target, exact=True)
        if truth is None:
            assert quick is None
            assert exact is None
            continue
        assert quick is not None
        assert exact is not None
        assert dict(exact.changes) == truth
        assert exact.proven == set(Measure)
        assert {measure: quick.changes[measure] for measure in quick.proven} == {measure: truth[measure] for measure in quick.proven}
        if quick.least is not None:
            measure, least = quick.least
            before = list(truth.values())[: list(truth).index(measure)]
            assert any(before) or abs(truth[measure]) >= abs(least)
        order = [-truth[measure] if measure in MAXIMISED else truth[measure] for measure in quick.changes]
        assert rank(quick) >= tuple(order)


@pytest.mark.parametrize("seed", seeds("0:8"))
def test_targets_asked_together_cost_the_same_every_time(seed: int) -> None:
    # They are searched for side by side, in threads: the order in which these end must mean nothing.
    answers: list[object] = []
    for _ in range(2):
        session = opened.__wrapped__(seed)
        if session is None:
            return
        party = min(session.itineraries)
        first = session.cohort(party).clock.entry_day
        targets = [Target(TargetKind.SITE, site, first) for site in range(len(session.problem.network.sites))]
        answers.append(costs_of(session, party, targets))
    assert answers[0] == answers[1]
