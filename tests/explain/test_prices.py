"""Prices held against the direct model with one more, and their ranges against linear programmes solved from nothing."""

import math
from functools import cache
from itertools import takewhile

import pytest

from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure
from planner.explain.more import STANDING, with_more
from planner.explain.price import Price
from planner.explain.prices import best_prices
from planner.explain.session import Session
from planner.model.itinerary import POSITION
from planner.model.lp import InfeasibleError
from planner.model.master import Master
from planner.model.problem import build_problem
from planner.model.proofs import prove
from tests.explain.sessions import opened
from tests.model.compare import seeds
from tests.model.direct import Direct

EACH = 2
NEAR = 1e-4


@cache
def priced(seed: int) -> tuple[tuple[Session, Price], ...]:
    session = opened(seed)
    return tuple((session, price) for price in best_prices(session, EACH)) if session else ()


def with_so_many(session: Session, price: Price, count: int) -> Instance:
    """The instance with so many more on every day of a price."""
    instance = session.instance
    for day in price.days[:1] if price.days[0].kind in STANDING else price.days:
        instance = with_more(instance, day, count)
    return instance


def linear_optimum(session: Session, price: Price, count: int) -> float | None:
    """Linear optimum of a price's measure with so many more, built and solved from nothing; None where counts before can not be kept."""
    problem = build_problem(with_so_many(session, price, count), session.clocks)
    unplaced = problem.pool.add_unplaced()
    proven = prove(problem, session.order, unplaced, (), lambda: False, lambda _done: None)
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(proven.columns)
    master.add(unplaced)
    master.add_choices(list(proven.choices))
    for position in takewhile(lambda position: position != POSITION[price.measure], session.order):
        master.hold(position, int(session.whole.totals[position]))
    master.minimise_count(POSITION[price.measure])
    try:
        while True:
            value = master.solve()
            found = problem.price(master.prices())
            if not master.add(problem.improving(found)) + master.add_choices(found.choices):
                return value
    except InfeasibleError:
        return None


@pytest.mark.parametrize("seed", seeds("0:16"))
def test_planning_again_with_one_more_gives_what_the_direct_model_gives(seed: int) -> None:
    for session, price in priced(seed):
        before = {item.measure: item.value for item in session.plan.measures}
        optima = Direct(with_so_many(session, price, 1), session.clocks).optima()
        assert optima is not None
        assert price.changes == {measure: value - before[measure] for measure, value in optima.items()}
        assert price.proven == set(Measure)


@pytest.mark.parametrize("seed", seeds("0:16"))
def test_a_price_is_what_the_linear_programme_gains_as_far_as_it_says(seed: int) -> None:
    for session, price in priced(seed):
        start, worth = linear_optimum(session, price, 0), price.worth[price.measure]
        assert start is not None
        assert worth > 0
        for count in {1, price.more, -price.fewer} - {0}:
            assert linear_optimum(session, price, count) == pytest.approx(start - count * worth, abs=NEAR * abs(count))


@pytest.mark.parametrize("seed", seeds("0:16"))
def test_whole_people_gain_no_more_than_the_price_lets_them(seed: int) -> None:
    for session, price in priced(seed):
        assert price.changes is not None
        gained = price.changes[price.measure] * (1 if price.measure in MAXIMISED else -1)
        order = list(price.changes)
        if any(price.changes[measure] for measure in order[: order.index(price.measure)]):
            assert not price.agrees
            continue
        start = linear_optimum(session, price, 0)
        assert start is not None
        now = int(session.whole.totals[POSITION[price.measure]])
        assert 0 <= gained <= now - math.ceil(start - price.worth[price.measure] - NEAR)
        assert price.agrees is (abs(gained - price.worth[price.measure]) < NEAR)


def test_prices_of_several_kinds_were_found_and_most_agree() -> None:
    """What the tests above look at is there."""
    found = [price for seed in range(16) for _, price in priced(seed)]
    assert sum(price.agrees for price in found) > len(found) / 2 > 5
    assert all(price.more for price in found)
    assert len({price.days[0].kind for price in found}) > 3
