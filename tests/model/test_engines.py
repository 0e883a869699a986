"""Both linear engines come to a proven optimum after every change, the same as one that starts from nothing."""

import random
from importlib.util import find_spec

import numpy as np
import pytest

from planner.model.engines import new_programme
from planner.model.lp import InfeasibleError
from tests.model.lps import Mirror

ENGINES = ["glop", pytest.param("highs", marks=pytest.mark.skipif(not find_spec("highspy"), reason="HiGHS is an engine one may add"))]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(25))
def test_every_solve_of_a_changing_programme_is_an_optimum(seed: int, engine: str) -> None:
    rng = random.Random(seed)
    programme, mirror = new_programme(engine), Mirror(rng)
    mirror.add_columns(programme, rng.randint(2, 6))
    for turn in range(12):
        change = rng.choice([mirror.change_rows, mirror.change_columns, mirror.change_costs, mirror.take_out])
        if turn < 2 or rng.random() < 0.3:
            mirror.add_rows(programme, rng.randint(1, 4))
        if rng.random() < 0.4:
            mirror.add_columns(programme, rng.randint(1, 5))
        change(programme)
        mirror.change_costs(programme)
        answer = programme.solve(dual=rng.random() < 0.5)
        mirror.prove(answer)
        fresh = mirror.told_at_once(new_programme("glop")).solve(dual=False)
        assert answer.objective == pytest.approx(fresh.objective, abs=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_solving_again_without_a_change_costs_nothing(engine: str) -> None:
    rng = random.Random(1)
    programme, mirror = new_programme(engine), Mirror(rng)
    mirror.add_columns(programme, 8)
    mirror.add_rows(programme, 6)
    mirror.change_costs(programme)
    first = programme.solve(dual=False)
    again = programme.solve(dual=False)
    assert again.iterations == 0
    assert again.values.tolist() == first.values.tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_says_so_when_there_is_no_optimum_and_goes_on(engine: str) -> None:
    programme = new_programme(engine)
    programme.add_columns(np.array([2.0]), (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)))
    programme.add_rows(np.array([3.0]), np.array([np.inf]), (np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1)))
    programme.set_costs(np.ones(1))
    with pytest.raises(InfeasibleError):
        programme.solve(dual=True)
    programme.set_rows(np.zeros(1, np.int64), np.ones(1), np.array([np.inf]))
    assert programme.solve(dual=True).objective == pytest.approx(1.0)
