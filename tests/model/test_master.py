"""The master problem: column by column to the optimum over every itinerary, whichever engine solves it."""

import random
from functools import partial
from itertools import product

import numpy as np
import pytest
from ortools.math_opt.python import mathopt

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MeasureResult
from planner.model.aims import solving_order
from planner.model.contested import Choice
from planner.model.engines import new_programme
from planner.model.feature import Feature, features_of
from planner.model.master import Branch, Master
from planner.model.problem import Problem, build_problem
from planner.model.proof import Settled
from planner.model.solve import solve
from planner.model.tiers import Tiers
from tests.instances import random_instance
from tests.model.parts import Tiny, tiny
from tests.model.test_bound import generate
from tests.model.test_engines import ENGINES

WHOLE = 1e-6


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every master is solved by this engine."""
    monkeypatch.setattr("planner.model.master.new_programme", partial(new_programme, request.param))
    return str(request.param)


def filled(each: Tiny) -> Problem:
    """The problem with every itinerary in its pool."""
    assert each.numbers
    return each.problem


def choices(problem: Problem) -> list[Choice]:
    """Every choice of people that each contested day can serve."""
    found: list[Choice] = []
    for number, day in enumerate(problem.rows.contested):
        items = [problem.network.departures[index] for index in day.departures]
        for people in product(*(range(item.seats + 1) for item in items)):
            escorts = sum(item.escorts_for(count) for item, count in zip(items, people, strict=True))
            medics = sum(item.medics for item, count in zip(items, people, strict=True) if count)
            if escorts <= day.escorts and medics <= day.medics:
                found.append(Choice(number, people))
    return found


Terms = list[mathopt.LinearBase]


def used_by(problem: Problem, parties: list[mathopt.Variable], mixes: list[tuple[Choice, mathopt.Variable]]) -> list[Terms]:
    """What takes up each capacity, and what gives seats on contested days."""
    used: list[Terms] = [[] for _ in problem.rows.limits]
    for number, variable in enumerate(parties):
        for row, people in zip(*(each.tolist() for each in problem.pool.use_of(number)), strict=True):
            used[row].append(people * variable)
    for choice, mix in mixes:
        for people, index in zip(choice.people, problem.rows.contested[choice.day].departures, strict=True):
            used[problem.rows.seats[index]].append(-people * mix)
    return used


def linear_optimum(
    problem: Problem,
    position: int,
    held: dict[int, float],
    features: dict[Feature, tuple[float, float]],
    closed: frozenset[int] = frozenset(),
) -> float | None:
    """Over all itineraries of the pool and all choices, written out in another library; None where there is no solution."""
    model, pool = mathopt.Model(), problem.pool
    parties = [model.add_variable(lb=0.0, ub=0.0 if number in closed else np.inf) for number in range(len(pool))]
    mixes = [(choice, model.add_variable(lb=0.0)) for choice in choices(problem)]

    def keep(terms: Terms, least: float, most: float) -> None:
        model.add_linear_constraint(expr=mathopt.fast_sum(terms), lb=least, ub=most)

    def counted(other: int) -> Terms:
        return [count * parties[number] for number, count in enumerate(pool.counts[:, other].tolist()) if count]

    for cohort, count in enumerate(problem.counts.tolist()):
        keep([parties[number] for number in np.flatnonzero(pool.batch.cohorts == cohort)], count, count)
    for terms, limit in zip(used_by(problem, parties, mixes), problem.rows.limits.tolist(), strict=True):
        keep(terms, -np.inf, limit)
    for day in range(len(problem.rows.contested)):
        keep([mix for choice, mix in mixes if choice.day == day], -np.inf, 1.0)
    for other, value in held.items():
        keep(counted(other), -np.inf, value)
    for feature, (least, most) in features.items():
        keep([parties[number] for number in range(len(pool)) if has(problem, number, feature)], least, most)
    model.minimize(mathopt.fast_sum(counted(position)))
    result = mathopt.solve(model, mathopt.SolverType.GLOP)
    if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
        return None
    return result.objective_value()


def has(problem: Problem, number: int, feature: Feature) -> bool:
    item = problem.pool.itinerary(number)
    return feature in features_of(item, problem.pool.options_of(item.cohort))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(10))
def test_column_by_column_to_the_optimum_over_every_itinerary(seed: int) -> None:
    """What exceeds a capacity by itself can be in no plan: the master may know of it or not."""
    each = tiny(seed)
    problem, every = tiny(seed).problem, filled(each)
    pairs = [(cohort, way, number) for cohort, numbers in enumerate(each.numbers) for way, number in numbers.items()]
    closed = frozenset(number for cohort, way, number in pairs if not each.fits(cohort, way))
    master, held = Master(problem.counts, problem.pool, problem.rows), dict[int, float]()
    master.add(problem.pool.add_unplaced())
    for position in solving_order(problem.network.instance):
        value, _ = generate(problem, master, position)
        least, most = linear_optimum(every, position, held, {}), linear_optimum(every, position, held, {}, closed)
        assert least is not None
        assert most is not None
        assert least - 1e-5 <= value <= most + 1e-5
        held[position] = float(np.ceil(most - 1e-5))
        master.hold(position, int(held[position]))
        assert master.solve() <= held[position] + 1e-5
        check_solution(problem, master, held)


def check_solution(problem: Problem, master: Master, held: dict[int, float]) -> None:
    """Everybody served, nothing exceeded, what is held kept."""
    values = master.values()
    assert np.bincount(problem.pool.batch.cohorts, values, minlength=len(problem.counts)) == pytest.approx(problem.counts, abs=WHOLE)
    contested = problem.rows.seats[[index for day in problem.rows.contested for index in day.departures]]
    over = problem.pool.use(values) - problem.rows.limits
    over[contested] = 0.0
    assert over.max(initial=0.0) <= WHOLE
    for position, value in held.items():
        assert values @ problem.pool.counts[:, position] <= value + 1e-4


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(10))
def test_branches_are_kept_or_the_shortfall_says_that_they_can_not_be(seed: int) -> None:
    problem, rng = filled(tiny(seed)), random.Random(seed)
    numbers = [number for number in range(len(problem.pool)) if rng.random() < 0.2]
    items = [problem.pool.itinerary(number) for number in numbers]
    some = sorted({feature for item in items for feature in features_of(item, problem.pool.options_of(item.cohort))})
    for _ in range(6):
        features: dict[Feature, tuple[float, float]] = {}
        for feature in rng.sample(some, 2):
            features[feature] = rng.choice([(-np.inf, 0.0), (1.0, np.inf)])
        bounds = {(feature,): sides for feature, sides in features.items()}
        master = Master(problem.counts, problem.pool, problem.rows, Branch({}, bounds, 1e4))
        master.add(np.arange(len(problem.pool)))
        master.add_choices(choices(problem))
        master.minimise_count(1)
        value = master.solve()
        expected = linear_optimum(problem, 1, {}, features)
        if expected is None:
            assert master.shortfall() > WHOLE
            continue
        assert master.shortfall() == pytest.approx(0.0, abs=WHOLE)
        assert value == pytest.approx(expected, abs=1e-5)
        for feature, (least, most) in features.items():
            having = sum(share for number, share in enumerate(master.values()) if share and has(problem, number, feature))
            assert least - WHOLE <= having <= most + WHOLE


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(6))
def test_what_is_taken_out_is_not_used_and_what_must_be_full_is(seed: int) -> None:
    problem, rng = filled(tiny(seed)), random.Random(seed)
    master = Master(problem.counts, problem.pool, problem.rows)
    unplaced = problem.pool.add_unplaced()
    master.add(np.arange(len(problem.pool)))
    master.add_choices(choices(problem))
    master.minimise_count(1)
    before = master.solve()
    kept = np.array([rng.random() < 0.5 or number in unplaced for number in range(len(problem.pool))])
    full = np.flatnonzero((problem.pool.use(master.values()) > problem.rows.limits - WHOLE) & (problem.rows.limits > 0))[:1]
    master.keep(kept)
    assert master.solve() >= before - WHOLE
    assert not master.values()[~kept].any()
    assert master.numbers.tolist() == np.flatnonzero(kept).tolist()
    master.add(np.arange(len(problem.pool)))
    assert master.solve() == pytest.approx(before, abs=1e-5)
    again = Master(problem.counts, problem.pool, problem.rows)
    again.add(np.arange(len(problem.pool)))
    again.add_choices(choices(problem))
    again.minimise_count(1)
    again.solve()
    again.fill(full)
    again.solve()
    assert problem.pool.use(again.values())[full] == pytest.approx(problem.rows.limits[full], abs=WHOLE)


def test_itineraries_and_choices_known_already_are_not_added_twice() -> None:
    problem = filled(tiny(2))
    master = Master(problem.counts, problem.pool, problem.rows)
    some = np.array([3, 1, 3, 0])
    assert master.add(some) == 3
    assert master.add(some) == 0
    assert sorted(master.numbers.tolist()) == [0, 1, 3]
    every = choices(problem)
    assert master.add_choices([*every, *every]) == len(every)
    assert master.add_choices(every) == 0


def proven(instance: Instance) -> list[Settled]:
    """Counts as linear programming settles them, up to the first whose linear optimum is not whole."""
    problem = build_problem(instance, party_clocks(instance))
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(problem.pool.add_unplaced())
    tiers = Tiers(problem, master, {}, lambda: False)
    found: list[Settled] = []
    for position in solving_order(instance):
        each = tiers.settle(position)
        if each is None or each.value != each.bound:
            break
        found.append(each)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_both_engines_settle_every_count_alike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("highspy")
    instance = random_instance(seed, parties=6, days=5, alike=0.3)
    results: list[tuple[list[Settled], tuple[MeasureResult, ...]]] = []
    for name in ("glop", "highs"):
        monkeypatch.setattr("planner.model.master.new_programme", partial(new_programme, name))
        results.append((proven(instance), solve(instance, party_clocks(instance), 60.0, lambda _what, _share: None).measures))
    (settled, measures), (other_settled, other_measures) = results
    assert measures == other_measures
    assert all(one == other for one, other in zip(settled, other_settled, strict=False))
    assert settled
    assert other_settled
