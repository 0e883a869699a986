"""The comparison as one HTML page that opens anywhere, without a network and without scripts."""

from collections.abc import Sequence
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from planner.report import words
from planner.report.summary import Chart, show
from planner.scenario import compare
from planner.scenario.compare import Comparison
from planner.scenario.lines import Line, describe, legend_key, night_chart
from planner.scenario.run import OUTCOMES, Outcome

WIDE = (640, 220)


def render_comparison(comparison: Comparison, maps: Sequence[tuple[str, str]] = ()) -> str:
    """Write the page.

    Parameters
    ----------
    maps
        File and name of each map that lies beside the page.

    Returns
    -------
    str
        A whole HTML page. It asks for nothing outside itself.
    """
    instance = comparison.base.solved.instance
    scenarios = [column.solved.scenario for column in comparison.columns]
    return (
        environment()
        .get_template("comparison.html")
        .render(
            title="What if",
            plan_date=words.weekday_text(instance.horizon.first_date),
            last_date=words.day_text(instance.horizon.dates()[-1]),
            as_of=words.moment_text(instance.as_of),
            policies=[scenario for scenario in scenarios if scenario.policies],
            unproven=[
                (column.name, OUTCOMES[column.solved.outcome])
                for column in comparison.columns
                if column.solved.outcome is not Outcome.PROVEN
            ],
            changes=compare.changes_table(comparison),
            maps=maps,
            measures=compare.measures_table(comparison),
            bounds=compare.bounds_table(comparison),
            figures=compare.figures_table(comparison),
            people=compare.people_table(comparison),
            binding=compare.binding_table(comparison),
            legend=[(legend_key(number), scenario.name) for number, scenario in enumerate(scenarios)],
            limit_key=legend_key(0, is_limit=True),
            nightly=[_detention_chart(comparison), _transfer_chart(comparison)],
            detention=compare.detention_table(comparison),
            weeks=compare.weeks_table(comparison),
            sites=_site_charts(comparison),
            occupancy=compare.occupancy_table(comparison),
        )
        + "\n"
    )


@cache
def environment() -> Environment:
    """Templates of this package and, behind them, those of reports."""
    loader = ChoiceLoader([PackageLoader("planner.scenario"), PackageLoader("planner.report")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    filters = {"show": show, "people": words.people_text, "rows": _rows_text, "thousands": show, "scenarios": _scenarios_text}
    made.filters |= filters  # pyright: ignore[reportUnknownMemberType]  # jinja2 leaves the type of a filter open
    return made


def _rows_text(count: int) -> str:
    return words.count_text(count, "row", "rows")


def _scenarios_text(count: int) -> str:
    return words.count_text(count, "scenario", "scenarios")


def _detention_chart(comparison: Comparison) -> Chart:
    lines = [Line(column.name, number, column.figures.detained) for number, column in enumerate(comparison.columns)]
    return _chart(comparison, "People in detention each night", "detention", lines)


def _transfer_chart(comparison: Comparison) -> Chart:
    """People transferred since the plan date, so that the weeks can be held against one another."""
    lines: list[Line] = []
    for number, column in enumerate(comparison.columns):
        days = column.figures.transfers
        lines.append(Line(column.name, number, tuple(sum(days[: day + 1]) for day in range(len(days)))))
    return _chart(comparison, "People transferred to France since the plan date", "transfers", lines)


def _chart(comparison: Comparison, title: str, key: str, lines: Sequence[Line]) -> Chart:
    nights = comparison.base.solved.instance.horizon.dates()
    return Chart(title, night_chart(title, key, nights, lines, WIDE), describe(nights, lines))


def _site_charts(comparison: Comparison) -> list[Chart]:
    """One chart a site where anybody is: people, and beds wherever a scenario has others than no change."""
    instance, charts = comparison.base.solved.instance, list[Chart]()
    nights = instance.horizon.dates()
    for place, site in enumerate(instance.sites):
        lines: list[Line] = []
        for number, column in enumerate(comparison.columns):
            units = column.solved.instance.sites[place].units
            beds = tuple(sum(unit.beds[night] for unit in units) for night in range(len(nights)))
            if not number or beds != lines[0].values:
                lines.append(Line(f"{column.name}: beds", number, beds, is_limit=True))
            lines.append(Line(column.name, number, tuple(column.figures.in_beds[site.site_id, night] for night in range(len(nights)))))
        if any(any(line.values) for line in lines if not line.is_limit):
            title = f"{site.name}: people and beds each night"
            charts.append(Chart(site.name, night_chart(title, f"site-{place}", nights, lines), describe(nights, lines)))
    return charts
