"""Charts as inline SVG, each with a title and a description; nothing in them is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from markupsafe import Markup

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 12, 26
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
BAR_SHARE = 0.76
LEAST_WHOLE = 2
"""Top from which values on the axis need no decimal."""
CELL = 11
CALENDAR_LEFT, CALENDAR_TOP = 30, 16
WEEKS_IN_ROW = 54
STEPS = (0, 1, 100, 300, 600)
"""Fewest people of each shade of the calendar."""

_SVG = Markup(
    '<svg class="chart" role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {width} {height}"><title id="{key}-t">{title}</title>'
    '<desc id="{key}-d">{desc}</desc>{body}</svg>'
)
_RECT = Markup('<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
_PATH = Markup('<path class="{kind}" d="{path}"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart is called and says.

    Parameters
    ----------
    key
        Prefix of the ids in the drawing, unique in its page.
    title, desc
        Read out in place of the drawing.
    """

    key: str
    title: str
    desc: str

    def drawn(self, body: Markup, width: int = WIDTH, height: int = HEIGHT) -> Markup:
        """Put a drawing into its frame."""
        return _SVG.format(key=self.key, width=width, height=height, title=self.title, desc=self.desc, body=body)


@dataclass(frozen=True, slots=True)
class Axes:
    """Where values stand: so many places from left to right, values from 0 to the top."""

    places: int
    top: float

    def x(self, place: float) -> float:
        """Give the distance from the left."""
        return LEFT + PLOT_WIDTH * place / self.places

    def y(self, value: float) -> float:
        """Give the distance from the top."""
        return TOP + PLOT_HEIGHT * (1 - min(value, self.top) / self.top)

    def drawn(self, labels: Sequence[tuple[float, str]], unit: str) -> Markup:
        """Draw axes, values at the left and labels below, each at a place."""
        base, ceiling = number(self.y(0)), number(self.y(self.top))
        half, decimals = self.top / 2, 0 if self.top >= LEAST_WHOLE else 1
        values = Markup("").join(
            _TEXT.format(x=LEFT - 6, y=number(self.y(value) + 4), anchor="end", text=f"{value:,.{decimals}f}{unit}")
            for value in (0, half, self.top)
        )
        below = Markup("").join(_TEXT.format(x=number(self.x(place)), y=HEIGHT - 8, anchor="middle", text=text) for place, text in labels)
        grid = Markup("").join(
            _PATH.format(kind="grid", path=f"M{LEFT} {number(self.y(value))}H{WIDTH - RIGHT}") for value in (half, self.top)
        )
        return grid + _PATH.format(kind="axis", path=f"M{LEFT} {ceiling}V{base}H{WIDTH - RIGHT}") + values + below


def bars(chart: Chart, values: Sequence[float], labels: Sequence[str], unit: str = "", top: float | None = None) -> Markup:
    """Draw a bar for each value, every label below its bar."""
    axes = Axes(len(values), top or round_top(max(values, default=1)))
    width = PLOT_WIDTH / len(values)
    drawn = Markup("").join(_bar(axes, place, value, width) for place, value in enumerate(values) if value > 0)
    return chart.drawn(drawn + axes.drawn([(place + 0.5, label) for place, label in enumerate(labels)], unit))


def lines(
    chart: Chart, series: Sequence[tuple[str, Sequence[float | None]]], labels: Sequence[tuple[float, str]], unit: str = ""
) -> Markup:
    """Draw lines, each with the class it is drawn in; a missing value is a gap."""
    top = round_top(max((value for _, values in series for value in values if value is not None), default=1))
    axes = Axes(max(len(values) for _, values in series), top)
    drawn = Markup("").join(_PATH.format(kind=kind, path=line_path(axes, values)) for kind, values in series)
    return chart.drawn(drawn + axes.drawn(labels, unit))


def fan(
    chart: Chart, days: Sequence[Sequence[float]], means: Sequence[float], labels: Sequence[tuple[float, str]], top: float | None = None
) -> Markup:
    """Draw quantiles 5, 25, 50, 75 and 95% of each day as steps of two bands and a line, and the mean as a broken line.

    Parameters
    ----------
    top
        Value the scale reaches to at least, for charts to be held against one another; None for this chart's own highest.
    """
    axes = Axes(len(days), round_top(max(max(day) for day in days) if top is None else top))
    outer, inner = (_band_path(axes, [(day[low], day[high]) for day in days]) for low, high in ((0, 4), (1, 3)))
    drawn = _PATH.format(kind="outer", path=outer) + _PATH.format(kind="inner", path=inner)
    drawn += _PATH.format(kind="median", path=_steps(axes, [day[2] for day in days])) + _PATH.format(kind="mean", path=_steps(axes, means))
    return chart.drawn(drawn + axes.drawn(labels, ""))


def calendar(chart: Chart, days: Sequence[tuple[date, int | None]]) -> Markup:
    """Draw one year: a column for each week from Monday to Sunday, a square for each day, the darker the more people."""
    first = date(days[0][0].year, 1, 1)
    offset = first.weekday()
    squares = Markup("").join(_square(when, people, (when - first).days + offset) for when, people in days)
    months = Markup("").join(
        _TEXT.format(
            x=_left(((date(first.year, month, 1) - first).days + offset) // 7),
            y=11,
            anchor="start",
            text=f"{date(first.year, month, 1):%b}",
        )
        for month in range(1, 13)
    )
    weekdays = Markup("").join(
        _TEXT.format(
            x=CALENDAR_LEFT - 5, y=CALENDAR_TOP + row * CELL + 9, anchor="end", text=f"{date(2024, 1, 1) + timedelta(days=row):%a}"
        )
        for row in (0, 2, 4, 6)
    )
    return chart.drawn(months + weekdays + squares, CALENDAR_LEFT + WEEKS_IN_ROW * CELL, CALENDAR_TOP + 7 * CELL + 2)


def shade(people: int | None) -> str:
    """Give the class of a day's square."""
    return "missing" if people is None else f"step{max(step for step, least in zip(count(), STEPS, strict=False) if people >= least)}"


def round_top(value: float) -> float:
    """Give a round number at or above a value, for the top of a chart."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value > 0:
        size /= 10
    return next(size * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if size * step >= value) if value > 0 else 1.0


def line_path(axes: Axes, values: Sequence[float | None]) -> str:
    """Give a line through the middle of each place; it is broken where a value is missing."""
    path, pen = "", "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
        else:
            path += f"{pen}{number(axes.x(place + 0.5))} {number(axes.y(value))}"
            pen = "L"
    return path or f"M{LEFT} {TOP}"


def number(value: float) -> str:
    """Show a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _bar(axes: Axes, place: int, value: float, width: float) -> Markup:
    x, y = axes.x(place) + width * (1 - BAR_SHARE) / 2, axes.y(value)
    return _RECT.format(kind="bar", x=number(x), y=number(y), width=number(width * BAR_SHARE), height=number(axes.y(0) - y))


def _steps(axes: Axes, values: Sequence[float]) -> str:
    path = f"M{number(axes.x(0))} {number(axes.y(values[0]))}"
    for place, value in enumerate(values):
        path += f"V{number(axes.y(value))}H{number(axes.x(place + 1))}"
    return path


def _band_path(axes: Axes, ends: Sequence[tuple[float, float]]) -> str:
    path = _steps(axes, [high for _, high in ends])
    for place in range(len(ends) - 1, -1, -1):
        path += f"V{number(axes.y(ends[place][0]))}H{number(axes.x(place))}"
    return path + "Z"


def _left(week: int) -> int:
    return CALENDAR_LEFT + week * CELL


def _square(when: date, people: int | None, place: int) -> Markup:
    return _RECT.format(kind=shade(people), x=_left(place // 7), y=CALENDAR_TOP + when.weekday() * CELL, width=CELL - 1, height=CELL - 1)
