"""Commands on arrivals: import the published series, forecast the coming days, fit, back-test. Counts only, always labelled forecast."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.common import Json, progress_bar, show
from planner.domain.errors import PlannerError
from planner.forecast.mix import DEFAULT_MIX, read_mix

if TYPE_CHECKING:
    from planner.forecast.backtest import Backtest
    from planner.forecast.distribution import Expected, Forecast
    from planner.forecast.outlook import Colour

SeriesFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="The published time series (.ods), a daily .csv, or the folder an import wrote.")
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")]
EXPECTED = "Also write expected_arrivals.csv for a workspace, with this number of people a day: mean, p50, p75, p90 or p95."
MIX = "Who they are taken to be: profile=share pairs with commas, shares adding up to 1."

_import = typer.Typer(help="Import published figures.", no_args_is_help=True, rich_markup_mode=None)
_forecast = typer.Typer(help="Forecast arrivals as a distribution; counts only.", no_args_is_help=True, rich_markup_mode=None)
_backtest = typer.Typer(help="Score forecasts of the past against what came.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the planner's command line."""
    for name, group in (("import", _import), ("forecast", _forecast), ("backtest", _backtest)):
        app.add_typer(group, name=name)


@_import.callback()
@_forecast.callback()
@_backtest.callback()
def _group() -> None:
    """Keep a group a group, even with one command in it."""


@_import.command(name="arrivals")
def import_arrivals(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Home Office's small boats time series, .ods, as published.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write; by default arrivals-<last day>.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Read the published series and write it as CSV, with a page that shows it."""
    from planner.forecast.files import DAILY_FILE, WEEKLY_FILE, daily_csv, read_series, weekly_csv
    from planner.forecast.series import doubts
    from planner.forecast.show import show_series
    from planner.forecast.store import write_folder

    series = read_series(file)
    folder = out or Path(f"arrivals-{series.last}")
    write_folder(folder, {DAILY_FILE: daily_csv(series), WEEKLY_FILE: weekly_csv(series), "arrivals.html": show_series(series)})
    found = doubts(series)
    days, weeks = len(series.days), len(series.weeks)
    people = sum(day.people or 0 for day in series.days)
    result = {"folder": str(folder), "first": str(series.first), "last": str(series.last), "days": days, "weeks": weeks, "people": people}
    lines = [
        f"{days:,} days and {weeks:,} weeks, {series.first} to {series.last}: {people:,} people. Written to {folder}",
        *(f"Doubtful: {text}" for text in found),
    ]
    show(as_json, result | {"doubts": list(found)}, lines)


@_forecast.command(name="arrivals")
def forecast_arrivals(  # noqa: PLR0913, PLR0917  # the options of a command line
    file: SeriesFile,
    start: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day to forecast; by default the day after the last one known.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=120, help="Days to forecast. Beyond 28 nothing was back-tested.")] = 28,
    outlook: Annotated[Path | None, typer.Option(metavar="FILE", help="Weather outlook: a CSV of date,colour (red, amber, green).")] = None,
    paths: Annotated[int, typer.Option(min=100, max=100_000, help="Simulated paths.")] = 4000,
    seed: Seed = 1,
    write_paths: Annotated[bool, typer.Option("--write-paths", help="Also write every path: paths.csv.")] = False,  # noqa: FBT002  # a command line flag
    expected: Annotated[str | None, typer.Option(metavar="WHICH", help=EXPECTED)] = None,
    site: Annotated[str, typer.Option(metavar="ID", help="With --expected: landing site of the workspace.")] = "WJF",
    mix: Annotated[str, typer.Option(help=f"With --expected. {MIX}")] = DEFAULT_MIX,
    parameters: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Parameters that `planner forecast fit` wrote; else those shipped.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write; by default forecast-<first day>.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Forecast people arriving by day: quantiles, totals, a page, and on request paths and a table for a workspace."""
    from planner.forecast import distribution
    from planner.forecast.files import read_series
    from planner.forecast.model import memory_of
    from planner.forecast.outlook import read_outlook
    from planner.forecast.parameters import read_parameters, shipped
    from planner.forecast.show_forecast import show_forecast
    from planner.forecast.store import write_folder

    wanted = _wanted(expected)
    shares = mix_of(mix)
    series = read_series(file)
    colours: Mapping[date, Colour] = read_outlook(outlook) if outlook else {}
    fitted = read_parameters(parameters) if parameters else shipped()
    first = start.date() if start else series.last + timedelta(days=1)
    made = distribution.make_forecast(fitted, memory_of(series), series.last, first, days, paths, seed, colours)
    files = {
        "forecast.csv": distribution.daily_table(made),
        "totals.csv": distribution.totals_table(made),
        "forecast.html": show_forecast(made),
    }
    if write_paths:
        files["paths.csv"] = distribution.paths_table(made)
    if wanted:
        files["expected_arrivals.csv"] = distribution.expected_table(made, wanted, site, shares)
    folder = out or Path(f"forecast-{first}")
    write_folder(folder, files)
    unused = sorted(set(colours) - set(made.paths.dates))
    show(as_json, _forecast_json(made, folder), [*_forecast_lines(made, folder), *_unused_lines(len(unused))])


@_forecast.command(name="fit")
def forecast_fit(
    file: SeriesFile,
    out: Annotated[Path, typer.Option(metavar="FILE", help="File to write.")] = Path("parameters.json"),
    source: Annotated[str, typer.Option(help="Id of the source, to be kept with the parameters.")] = "",
    edition: Annotated[str, typer.Option(help="Date of the edition, to be kept with the parameters.")] = "",
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Fit the forecast's parameters to a series. Needs statsmodels."""
    from planner.forecast.files import read_series
    from planner.forecast.fit import fit
    from planner.forecast.parameters import parameters_text

    fitted = fit(read_series(file), source, edition)
    if out.exists():
        raise PlannerError(f"{out} exists already; give another file with --out")
    out.write_text(parameters_text(fitted), encoding="utf-8", newline="\n")
    line = f"Fitted on {fitted.first} to {fitted.last}. Written to {out}"
    show(as_json, {"file": str(out), "first": str(fitted.first), "last": str(fitted.last)}, [line])


@_backtest.command(name="arrivals")
def backtest_arrivals(
    file: SeriesFile,
    first_year: Annotated[int, typer.Option(min=2019, max=2100, help="First year to forecast from.")] = 2021,
    last_year: Annotated[int, typer.Option(min=2019, max=2100, help="Last year to forecast from.")] = 2025,
    every: Annotated[int, typer.Option(min=1, max=366, help="Days from one forecast to the next.")] = 7,
    paths: Annotated[int, typer.Option(min=100, max=10_000, help="Simulated paths of each forecast.")] = 1000,
    seed: Seed = 1,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Forecast from every past day with what was known then, against climatologies and other simple forecasts. Needs statsmodels."""
    from planner.forecast.backtest import backtest
    from planner.forecast.backtest_table import backtest_json, backtest_lines
    from planner.forecast.files import read_series

    series = read_series(file)
    with progress_bar() as tell:
        result: Backtest = backtest(series, first_year, last_year, every, paths, seed, tell)
    show(as_json, backtest_json(result), backtest_lines(result))


def _wanted(expected: str | None) -> "Expected | None":
    from planner.forecast.distribution import Expected

    if expected is None:
        return None
    try:
        return Expected(expected.casefold())
    except ValueError as error:
        message = f"{expected!r} must be one of {', '.join(Expected)}"
        raise typer.BadParameter(message, param_hint="--expected") from error


def mix_of(text: str) -> Mapping[str, tuple[float, int]]:
    """Share and party size by profile, as an option says."""
    try:
        return read_mix(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--mix") from error


def _forecast_json(made: "Forecast", folder: Path) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "label": "forecast",
        "known_until": str(made.known_until),
        "totals": [
            {
                "first": str(span.first),
                "last": str(span.last),
                "mean_people": round(span.mean, 1),
                "quantiles": [round(each) for each in span.quantiles],
            }
            for span in made.spans
        ],
    }


def _forecast_lines(made: "Forecast", folder: Path) -> list[str]:
    lines = [f"Forecast, counts only, from arrivals known to {made.known_until}. Written to {folder}"]
    for span in made.spans:
        low, _, middle, _, high = span.quantiles
        most = f"9 in 10 between {low:,.0f} and {high:,.0f}"
        lines.append(f"  {span.first} to {span.last}: {span.mean:,.0f} people expected, median {middle:,.0f}, {most}")
    return lines


def _unused_lines(num: int) -> list[str]:
    return (
        [f"Note: {num} day{'s' if num > 1 else ''} of the outlook lie outside the days forecast and change nothing shown."] if num else []
    )
