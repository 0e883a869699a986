"""A points grid as one HTML page that opens anywhere, without a network and without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from planner.domain.instance import Instance
from planner.report import words
from planner.report.summary import Chart
from planner.scenario.grid import tables
from planner.scenario.grid.measures import MORE_IS_BETTER, NAMES
from planner.scenario.grid.one_more import Asked, aims_table, nothing_table, worth_table
from planner.scenario.grid.points import Point, Points, frontier, levels
from planner.scenario.lines import Spot, level_chart, spot_chart
from planner.scenario.page import environment
from planner.scenario.run import Outcome

SHOWN = ("unplaced_nights", "transfers", "detention_nights", "empty_seats")
"""Figures with a heat map; those of the grid's own questions come with them."""

MOST_SLICES = 6
PALE, DEEP = (255, 255, 255), (20, 78, 129)
DARK_FROM = 0.75
"""Share of the scale above which text is white, and black below; either way it stands out at least 4.5 to 1."""


@dataclass(frozen=True, slots=True)
class Heat:
    """A figure over two parameters, shaded.

    Attributes
    ----------
    across, down
        Amounts of the second and the first parameter.
    cells
        Style, class and text of each cell, row by row.
    """

    name: str
    across: tuple[str, ...]
    down: tuple[str, ...]
    cells: tuple[tuple[tuple[str, str, str], ...], ...]


def render_sweep(points: Points, instance: Instance) -> str:
    """Write the page."""
    grid = points.grid
    locked = sum(point.known.outcome is Outcome.LOCKS for point in points.points)
    unproven = sum(point.known.outcome is Outcome.CUT_SHORT for point in points.points)
    two = len(grid.parameters) > 1
    rests = points.slices()
    page = environment().get_template("sweep.html")
    return (
        page.render(
            title=grid.name,
            reason=grid.reason,
            num=len(points.points),
            plan_date=words.weekday_text(instance.horizon.first_date),
            last_date=words.day_text(instance.horizon.dates()[-1]),
            as_of=words.moment_text(instance.as_of),
            policies=[parameter for parameter in grid.parameters if parameter.is_policy],
            base_proven=points.base.is_certain,
            locked=locked,
            unproven=unproven,
            parameters=tables.parameters_table(points),
            base=tables.base_table(points),
            first=grid.parameters[0].name,
            second=grid.parameters[1].name if two else "",
            slices=[_slice(points, rest) for rest in rests[:MOST_SLICES]] if two else [],
            num_slices=len(rests),
            line=None if two else tables.line_table(points, _shown(points)),
            lines=[] if two else [_line(points, name) for name in _shown(points)],
            frontier=tables.frontier_table(points),
            frontier_chart=_frontier_chart(points),
            frontier_names=[_wanted(name) for name in grid.frontier],
            clearing=tables.clearing_table(points),
            clearing_words=tables.clearing_words(points),
            rows=tables.rows_table(points),
        )
        + "\n"
    )


def _shown(points: Points) -> tuple[str, ...]:
    asked = {*SHOWN, points.grid.same, *points.grid.frontier}
    return tuple(name for name in NAMES if name in asked)


def _slice(points: Points, rest: tuple[int, ...]) -> dict[str, object]:
    """Heat maps and lines of the same figure, at amounts of the other parameters."""
    others = zip(points.grid.parameters[2:], rest, strict=True)
    at = ", ".join(f"{parameter.name}: {parameter.values[place]}" for parameter, place in others)
    same = NAMES[points.grid.same]
    key = "-".join(map(str, rest)) or "all"
    return {
        "at": at,
        "key": key,
        "heats": [_heat(points, name, rest) for name in _shown(points)],
        "same": tables.levels_table(points, rest, f"{points.grid.parameters[0].name} needed for the same: {same}"),
        "chart": _level_chart(points, rest, f"levels-{key}"),
    }


def _heat(points: Points, name: str, rest: tuple[int, ...]) -> Heat:
    values = [point.known.figures[name] for point in points.feasible()]
    low, high = min(values, default=0), max(values, default=0)
    table, at = tables.heat_table(points, name, rest), points.at()
    cells = tuple(
        tuple(_cell(points, at[row, column, *rest], name, low, high) for column in range(len(points.grid.parameters[1].values)))
        for row in range(len(table.rows))
    )
    first, second = points.grid.parameters[:2]
    return Heat(NAMES[name], tuple(map(str, second.values)), tuple(map(str, first.values)), cells)


def _cell(points: Points, point: Point, name: str, low: int, high: int) -> tuple[str, str, str]:
    """Style, class and text: the darker, the more."""
    text = tables.figure_text(point, name)
    marks = ["base"] if points.is_neutral(point) else []
    if point.known.outcome is Outcome.LOCKS:
        return "", " ".join(marks), text
    colour, is_dark = shade((point.known.figures[name] - low) / (high - low) if high > low else 0.0)
    return f"background:{colour}", " ".join([*marks, *(["dark"] if is_dark else [])]), text


def shade(share: float) -> tuple[str, bool]:
    """Colour at a share of the scale, and whether it is dark, with white text."""
    red, green, blue = (round(pale + (deep - pale) * share) for pale, deep in zip(PALE, DEEP, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}", share > DARK_FROM


def _frontier_chart(points: Points) -> Markup:
    first, second = points.grid.frontier
    marked = {point.number for point in frontier(points)}
    spots = [
        Spot(
            point.known.figures[first],
            point.known.figures[second],
            f"{points.words(point)}: {point.known.figures[first]:,} and {point.known.figures[second]:,}",
            point.number in marked,
        )
        for point in points.feasible()
    ]
    return spot_chart(f"{NAMES[second]} against {NAMES[first]}", "frontier", (NAMES[first], NAMES[second]), spots)


def _level_chart(points: Points, rest: tuple[int, ...], key: str) -> Markup | None:
    first, second = points.grid.parameters[:2]
    found = levels(points, rest)
    if len({place for level in found for place in level.least if place is not None}) < 2:  # noqa: PLR2004  # nothing is traded
        return None
    lines: list[tuple[str, Sequence[tuple[float, float]]]] = []
    for level in found:
        pairs = [(float(second.values[at]), float(first.values[place])) for at, place in enumerate(level.least) if place is not None]
        lines.append((f"{level.value:,}", pairs))
    title = f"{first.name} against {second.name} for the same: {NAMES[points.grid.same]}"
    return level_chart(title, key, (second.name, first.name), lines)


def _line(points: Points, name: str) -> Chart:
    (parameter,) = points.grid.parameters
    values = [(point, point.known.figures[name]) for point in points.feasible()]
    amounts = [float(parameter.values[point.places[0]]) for point, _ in values]
    spots = [
        Spot(amount, value, f"{points.words(point)}: {value:,}", is_marked=True)
        for amount, (point, value) in zip(amounts, values, strict=True)
    ]
    return Chart(NAMES[name], spot_chart(NAMES[name], f"line-{name}", (parameter.name, ""), spots), "")


def _wanted(name: str) -> str:
    return f"{NAMES[name]} (the {'more' if name in MORE_IS_BETTER else 'fewer'} the better)"


def render_one_more(asked: Asked, instance: Instance) -> str:
    """Write the page of what one more is worth."""
    page = environment().get_template("one_more.html")
    return (
        page.render(
            title="What one more is worth",
            num=len(asked.found),
            plan_date=words.weekday_text(instance.horizon.first_date),
            last_date=words.day_text(instance.horizon.dates()[-1]),
            as_of=words.moment_text(instance.as_of),
            base_proven=asked.base.is_certain,
            unproven=sum(not worth.known.is_certain for worth in asked.found),
            aims=aims_table(asked),
            worth=worth_table(asked),
            nothing=nothing_table(asked),
        )
        + "\n"
    )
