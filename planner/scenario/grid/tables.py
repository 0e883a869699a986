"""A points grid as tables."""

from collections.abc import Sequence

from planner.plan.tables import Cell, Row, Table
from planner.scenario.compare import signed
from planner.scenario.grid.measures import GAP, NAMES, OUTCOME
from planner.scenario.grid.points import UNPLACED, Point, Points, fewest_unplaced, frontier, levels, smallest_clearing
from planner.scenario.run import OUTCOMES, Outcome

NOT_PROVEN = "*"
NO_PLAN = "no plan"
NOT_IN_GRID = "not in this grid"


def parameters_table(points: Points) -> Table:
    """What is varied, and over which amounts."""
    rows = tuple(
        (
            parameter.name,
            ", ".join(map(str, parameter.values)),
            parameter.changes[-1].words(),
            "Policy" if parameter.is_policy else "Capacity or forecast",
            "none" if parameter.neutral is None else str(parameter.values[parameter.neutral]),
        )
        for parameter in points.grid.parameters
    )
    return Table("What is varied", ("Parameter", "Amounts", "The last of them in words", "Kind", "No change at"), rows)


def base_table(points: Points) -> Table:
    """Figures without a change, and the range over the grid."""
    known = points.feasible()
    rows: list[Row] = []
    for name, words in NAMES.items():
        values = [point.known.figures[name] for point in known]
        rows.append((words, points.base.figures[name], min(values, default=None), max(values, default=None)))
    return Table("Figures without a change, and over the grid", ("Figure", "No change", "Least", "Most"), tuple(rows))


def rows_table(points: Points) -> Table:
    """Every scenario with its figures."""
    names = [parameter.name for parameter in points.grid.parameters]
    columns = ("scenario", *names, OUTCOME, GAP, *NAMES)
    rows = tuple(
        (point.number, *_numbers(points, point), point.known.outcome.value, point.known.gap, *point.known.figures.values())
        for point in points.points
    )
    return Table("Scenarios", columns, rows)


def frontier_table(points: Points) -> Table:
    """The frontier, point by point."""
    first, second = points.grid.frontier
    names = tuple(parameter.name for parameter in points.grid.parameters)
    rows = tuple(
        (*_numbers(points, point), point.known.figures[first], point.known.figures[second], _proven(point)) for point in frontier(points)
    )
    return Table("Frontier", (*names, NAMES[first], NAMES[second], "Proven"), rows)


def levels_table(points: Points, rest: tuple[int, ...], name: str) -> Table:
    """How little of the first parameter, beside each amount of the second, gives the same."""
    first, second = points.grid.parameters[:2]
    rows = tuple(
        (level.value, *(NOT_IN_GRID if place is None else _cell(first.values[place]) for place in level.least))
        for level in levels(points, rest)
    )
    return Table(name, (NAMES[points.grid.same], *(f"{second.name} {value}" for value in second.values)), rows)


def clearing_table(points: Points) -> Table:
    """The smallest changes after which everybody has a lawful bed every night."""
    names = tuple(parameter.name for parameter in points.grid.parameters)
    shown = [name for name in NAMES if name != UNPLACED]
    found = smallest_clearing(points) if points.base.figures[UNPLACED] else []
    rows = tuple((*_numbers(points, point), *(_difference(points, point, name) for name in shown)) for point in found)
    return Table("Smallest changes that clear all nights without a lawful bed", (*names, *(NAMES[name] for name in shown)), rows)


def clearing_words(points: Points) -> str:
    """The same in a sentence."""
    found, best = smallest_clearing(points), fewest_unplaced(points)
    if not points.base.figures[UNPLACED]:
        return "Everybody has a lawful bed on every night without a change."
    if found:
        return "From each of these, no parameter can be taken nearer to no change. The other figures are held against no change."
    if best is None:
        return "No scenario of this grid has a plan that keeps every pin."
    return f"No scenario of this grid clears them all. The fewest are {best.known.figures[UNPLACED]:,}, at {points.words(best)}."


def heat_table(points: Points, name: str, rest: tuple[int, ...]) -> Table:
    """A figure by the first parameter's amounts, downwards, and the second one's, across."""
    first, second = points.grid.parameters[:2]
    at = points.at()
    rows = tuple(
        (_cell(value), *(figure_text(at[row, column, *rest], name) for column in range(len(second.values))))
        for row, value in enumerate(first.values)
    )
    return Table(NAMES[name], (f"{first.name} ↓  {second.name} →", *(str(value) for value in second.values)), rows)


def line_table(points: Points, names: Sequence[str]) -> Table:
    """Figures by the amounts of the only parameter."""
    (parameter,) = points.grid.parameters
    rows = tuple(
        (_cell(value), *(figure_text(point, name) for name in names)) for value, point in zip(parameter.values, points.points, strict=True)
    )
    return Table("Figures by amount", (parameter.name, *(NAMES[name] for name in names)), rows)


def figure_text(point: Point, name: str) -> str:
    """A figure as people read it; marked where a better plan may exist."""
    if point.known.outcome is Outcome.LOCKS:
        return NO_PLAN
    return f"{point.known.figures[name]:,}" + ("" if point.known.is_certain else NOT_PROVEN)


def tables(points: Points) -> list[tuple[str, Table]]:
    """Every table with the name of its sheet."""
    made = [("Varied", parameters_table(points)), ("Figures", base_table(points)), ("Scenarios", rows_table(points))]
    made.append(("Frontier", frontier_table(points)))
    made.append(("All placed", clearing_table(points)))
    if len(points.grid.parameters) == 2:  # noqa: PLR2004  # two make a plane
        made.append(("The same", levels_table(points, (), "The same")))
    return made


def _numbers(points: Points, point: Point) -> tuple[Cell, ...]:
    return tuple(_cell(parameter.values[place]) for parameter, place in zip(points.grid.parameters, point.places, strict=True))


def _cell(value: object) -> Cell:
    return value if isinstance(value, int) else float(str(value))


def _difference(points: Points, point: Point, name: str) -> str:
    return signed(point.known.figures[name] - points.base.figures[name])


def _proven(point: Point) -> str:
    return "Yes" if point.known.is_certain else OUTCOMES[point.known.outcome]
