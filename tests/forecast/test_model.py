"""The model: the same seed, nothing from the future, missing days, weather, and parameters found again."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.errors import PlannerError
from planner.forecast.fit import fit
from planner.forecast.model import Memory, Parameters, memories, memory_of, simulate
from planner.forecast.outlook import Colour, shift, shifts
from planner.forecast.parameters import parameters_text, read_parameters, shipped
from planner.forecast.series import Day, Series
from tests.forecast.made_up import made_up_series


@pytest.fixture(scope="module")
def series() -> Series:
    return made_up_series()


@pytest.fixture(scope="module")
def fitted(series: Series) -> Parameters:
    return fit(series)


def same(one: Memory, two: Memory) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True) for name in Memory.__slots__)


def test_the_same_seed_gives_the_same_paths_and_another_does_not(series: Series) -> None:
    start = series.last + timedelta(days=1)
    one, two, other = (simulate(shipped(), memory_of(series), start, 28, 200, seed) for seed in (1, 1, 2))
    assert one.people.tobytes() == two.people.tobytes()
    assert one.boats.tobytes() == two.boats.tobytes()
    assert one.people.tobytes() != other.people.tobytes()


def test_people_come_in_boats_only() -> None:
    series = made_up_series(800)
    paths = simulate(shipped(), memory_of(series), series.last + timedelta(days=1), 28, 500, 1)
    assert ((paths.people > 0) == (paths.boats > 0)).all()
    assert (paths.people >= 0).all()
    assert paths.boats.max() <= 60


def test_what_comes_later_is_never_known(series: Series) -> None:
    changed = tuple(replace(day, people=999, boats=9) for day in series.days[1000:])
    before, after = memories(series.days), memories((*series.days[:1000], *changed))
    assert all(same(before.at(day), after.at(day)) for day in (0, 500, 1000))
    assert not same(before.at(1001), after.at(1001))


def test_a_fit_up_to_a_day_knows_nothing_later(series: Series) -> None:
    end = series.first + timedelta(days=1200)
    changed = Series((*series.days[:1200], *(replace(day, people=0, boats=0) for day in series.days[1200:])), (), series.file)
    assert fit(series.until(end)) == fit(changed.until(end))
    assert series.until(end).last == end - timedelta(days=1)


def test_a_day_without_a_count_leaves_the_memory_as_it_was(series: Series) -> None:
    missing = Day(series.last + timedelta(days=1), None, None)
    found = memories((*series.days, missing))
    assert same(found.at(len(series.days)), found.at(len(series.days) + 1))
    fit(Series((*series.days[:700], replace(series.days[700], people=None, boats=None), *series.days[701:]), (), "gap"))


def test_a_short_series_and_one_without_boats_are_refused() -> None:
    with pytest.raises(PlannerError, match="at least 365"):
        memory_of(made_up_series(100))
    quiet = tuple(Day(date(2020, 1, 1) + timedelta(days=day), 0, 0) for day in range(900))
    with pytest.raises(PlannerError, match="boats among them"):
        memory_of(Series(quiet, (), "quiet"))
    with pytest.raises(PlannerError, match="too short to fit"):
        fit(made_up_series(500))


def test_colours_move_the_chance_of_arrivals_as_they_say(series: Series) -> None:
    start = series.last + timedelta(days=1)
    days = [start + timedelta(days=day) for day in range(28)]
    chance = {
        colour: (simulate(shipped(), memory_of(series), start, 28, 500, 1, shifts(dict.fromkeys(days, colour), days)).people > 0).mean()
        for colour in Colour
    }
    plain = (simulate(shipped(), memory_of(series), start, 28, 500, 1).people > 0).mean()
    assert chance[Colour.GREEN] < plain < chance[Colour.AMBER] < chance[Colour.RED]
    assert shift(None) == 0


def test_a_fit_finds_its_own_parameters_again(series: Series, fitted: Parameters) -> None:
    """Days drawn from known parameters: the chance of arrivals and boats a day come out as they went in."""
    first = date(2019, 1, 1)
    drawn = simulate(fitted, memory_of(series), first, 3000, 1, 5)
    days = tuple(
        Day(first + timedelta(days=day), int(people), int(boats))
        for day, (people, boats) in enumerate(zip(drawn.people[0], drawn.boats[0], strict=True))
    )
    again = fit(Series(days, (), "drawn"))
    assert again.boat_dispersion == pytest.approx(fitted.boat_dispersion, rel=0.3)
    known, start = memory_of(series), series.last + timedelta(days=1)
    one, two = (simulate(each, known, start, 28, 4000, 1) for each in (fitted, again))
    assert (one.boats > 0).mean() == pytest.approx((two.boats > 0).mean(), abs=0.05)
    assert one.boats.mean() == pytest.approx(two.boats.mean(), rel=0.2)


def test_parameters_are_written_and_read_again(fitted: Parameters, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fit") / "parameters.json"
    path.write_text(parameters_text(fitted), encoding="utf-8")
    assert read_parameters(path) == fitted


def test_shipped_parameters_say_where_they_come_from() -> None:
    parameters = shipped()
    assert (parameters.source, parameters.edition, parameters.last) == ("HO-SB01-20251212", "2025-12-12", date(2025, 12, 11))
    assert "statsmodels" in parameters.made_with
