"""A back-test as JSON, as lines to read, and as the tables of docs/forecast.md."""

from dataclasses import asdict
from typing import Any

from planner.forecast.backtest import MODEL, Backtest, BandScore
from planner.forecast.score import BANDS, LEVELS

HEADER = ("Days ahead", "Forecast", "CRPS", *(f"Pinball {round(100 * level)}%" for level in LEVELS), "In 50%", "In 90%", "Model saves")
YEAR_HEAD = "Forecast"


def backtest_json(result: Backtest) -> dict[str, Any]:
    """Give everything, for machines."""
    return asdict(result) | {"first_origin": str(result.first_origin), "last_origin": str(result.last_origin)}


def backtest_lines(result: Backtest) -> list[str]:
    """Give tables as Markdown, which read as text too."""
    head = (
        f"{result.num_origins:,} forecasts of 28 days from {result.first_origin} to {result.last_origin}, {result.num_paths:,} paths each, "
        f"seed {result.seed}, on {result.file}. People; less is better."
    )
    return [head, "", *_table(HEADER, [_row(band) for band in result.bands]), "", *_by_year(result), "", worst(result)]


def worst(result: Backtest) -> str:
    """Say at which days ahead the model does least well against each rival."""
    told: list[str] = []
    for name, scores in result.by_day.items():
        if name != MODEL:
            saved = [1 - model / rival for model, rival in zip(result.by_day[MODEL], scores, strict=True)]
            day = min(range(len(saved)), key=saved.__getitem__)
            told.append(f"{name} {100 * saved[day]:.1f} % on day {day + 1}")
    return f"Least CRPS saved on any single day ahead, against: {'; '.join(told)}."


def _by_year(result: Backtest) -> list[str]:
    years = sorted(result.by_year[MODEL])
    first, last = BANDS[0]
    rows = [(name, *(f"{found[year]:.1f}" for year in years)) for name, found in result.by_year.items()]
    return [f"CRPS {first} to {last} days ahead, by year of the forecast:", "", *_table((YEAR_HEAD, *map(str, years)), rows)]


def _row(band: BandScore) -> tuple[str, ...]:
    saves = (
        "" if band.skill is None else f"{100 * band.skill:.1f}% ({100 * (band.skill_low or 0):.1f} to {100 * (band.skill_high or 0):.1f})"
    )
    return (
        f"{band.first_day} to {band.last_day}",
        band.forecaster,
        f"{band.crps:.1f}",
        *(f"{loss:.1f}" for loss in band.pinball),
        f"{100 * band.in_50:.0f} ({100 * band.own_50:.0f})",
        f"{100 * band.in_90:.0f} ({100 * band.own_90:.0f})",
        saves,
    )


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [_line(header), _line(("---",) * len(header)), *map(_line, rows)]


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
