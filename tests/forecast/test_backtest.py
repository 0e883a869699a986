"""The back-test: rivals by hand, nothing from the future, tables."""

import json
import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from planner.domain.errors import PlannerError
from planner.forecast.backtest import Backtest, backtest
from planner.forecast.backtest_table import HEADER, backtest_json, backtest_lines
from planner.forecast.files import read_series
from planner.forecast.rivals import climatology, history_of, rivals, scaled_climatology, seasonal_naive
from planner.forecast.series import Series
from tests.forecast.made_up import made_up_series, published

PAGE = Path(__file__).parents[2] / "docs" / "forecast.md"


@pytest.fixture(scope="module")
def series() -> Series:
    return made_up_series(1600)


@pytest.fixture(scope="module")
def result(series: Series) -> Backtest:
    return backtest(series, 2022, 2022, 30, 200, 1)


def test_climatology_is_the_same_time_of_year_before_the_origin(series: Series) -> None:
    history = history_of(series).before(800)
    values = climatology(history, 28)[3]
    wanted = [
        float(day.people or 0)
        for day in series.days[:800]
        if min(
            abs(day.date.timetuple().tm_yday - (series.first + timedelta(days=803)).timetuple().tm_yday) % 365,
            365 - abs(day.date.timetuple().tm_yday - (series.first + timedelta(days=803)).timetuple().tm_yday) % 365,
        )
        <= 15
    ]
    assert sorted(values) == sorted(wanted)


def test_scaled_climatology_grows_with_the_last_year(series: Series) -> None:
    doubled = Series((*series.days[:800], *(replace(day, people=2 * (day.people or 0)) for day in series.days[800:])), (), "doubled")
    plain, grown = (np.mean(scaled_climatology(history_of(each).before(1500), 1)[0]) for each in (series, doubled))
    assert grown == pytest.approx(2 * plain, rel=0.35)


def test_seasonal_naive_is_a_week_of_a_year_ago(series: Series) -> None:
    values = seasonal_naive(history_of(series).before(1000), 28)[0]
    assert list(values) == [series.days[index].people for index in range(1000 - 364 - 3, 1000 - 364 + 4)]


def test_no_forecast_knows_what_comes_later(series: Series) -> None:
    changed = Series((*series.days[:1200], *(replace(day, people=5000, boats=50) for day in series.days[1200:])), (), series.file)
    for rival in rivals(1).values():
        one, two = (rival(history_of(each).before(1200), 28) for each in (series, changed))
        assert all(np.array_equal(left, right) for left, right in zip(one, two, strict=True))


def test_every_forecaster_is_scored_in_every_band(result: Backtest) -> None:
    assert len(result.bands) == 3 * 6
    assert all(np.isfinite(band.crps) and band.crps > 0 for band in result.bands)
    assert all(0 <= band.in_50 <= band.in_90 <= 1 for band in result.bands)
    assert [band.skill is None for band in result.bands] == [band.forecaster == "model" for band in result.bands]


def test_a_backtest_gives_the_same_again(series: Series, result: Backtest) -> None:
    assert json.dumps(backtest_json(backtest(series, 2022, 2022, 30, 200, 1))) == json.dumps(backtest_json(result))


def test_days_without_counts_are_not_scored(series: Series) -> None:
    gaps = Series(
        tuple(replace(day, people=None, boats=None) if number % 11 == 0 else day for number, day in enumerate(series.days)), (), "gaps"
    )
    assert np.isfinite(backtest(gaps, 2022, 2022, 60, 100, 1).bands[0].crps)


def test_years_that_are_not_there_are_refused(series: Series) -> None:
    with pytest.raises(PlannerError, match="no days to back-test from 2030"):
        backtest(series, 2030, 2031, 7, 100, 1)


def test_the_model_keeps_its_coverage_on_days_like_its_own(result: Backtest) -> None:
    first = result.bands[0]
    assert first.in_50 == pytest.approx(first.own_50, abs=0.15)
    assert first.in_90 == pytest.approx(first.own_90, abs=0.1)


def test_the_page_has_a_whole_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"| {' | '.join(HEADER)} |" in text
    assert len(re.findall(r"(?m)^\| (?:1 to 7|8 to 14|15 to 28) \|", text)) == 3 * 6


@pytest.mark.skipif(published() is None, reason="the published workbook is not at hand")
def test_the_model_beats_every_rival_on_the_published_series() -> None:
    """A 28th of the published back-test: it saves CRPS against each rival in each band."""
    path = published()
    assert path is not None
    every = 1 if os.environ.get("BACKTEST_IN_FULL") else 28
    found = backtest(read_series(path), 2021, 2025, every, 400, 1)
    assert all(band.skill is None or band.skill > 0 for band in found.bands)
    assert any("Model saves" in line for line in backtest_lines(found))
