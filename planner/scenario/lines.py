"""Charts that hold scenarios against one another: lines by night, as inline SVG that a screen reader can name and a printer can print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from planner.report.words import day_text, short_day_text

LEFT, RIGHT, TOP, BOTTOM = 44, 6, 10, 20
INKS = ("#0b0c0c", "#1d70b8", "#d4351c", "#00703c", "#912b88", "#b58840")
DASHES = ("none", "7 3", "2 3", "9 3 2 3", "5 5", "1 4")

_SVG = Markup(
    '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {width} {height}">'
    '<title id="{key}-title">{title}</title><desc id="{key}-desc">{desc}</desc>{body}</svg>'
)
_LINE = Markup('<path d="{path}" style="stroke:{ink};stroke-width:{thick};stroke-dasharray:{dash}"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')
_DOT = Markup('<circle cx="{x}" cy="{y}" r="{r}" fill="{ink}"><title>{text}</title></circle>')
_KEY = Markup(
    '<svg class="ink" aria-hidden="true" width="32" height="8" viewBox="0 0 32 8">'
    '<path d="M0 4H32" style="fill:none;stroke:{ink};stroke-width:{thick};stroke-dasharray:{dash}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Line:
    """One scenario's numbers, night by night.

    Attributes
    ----------
    number
        Of the scenario: it chooses ink and dashes.
    is_limit
        Whether it is what there is, drawn thin, and not what is used.
    """

    name: str
    number: int
    values: tuple[int, ...]
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a scatter."""

    x: float
    y: float
    words: str
    is_marked: bool


def night_chart(title: str, key: str, nights: Sequence[date], lines: Sequence[Line], size: tuple[int, int] = (320, 140)) -> Markup:
    """Draw lines that step from night to night.

    Parameters
    ----------
    key
        Prefix of the ids in the drawing, unique in its page.
    """
    width, height = size
    top = max(1, *(value for line in lines for value in line.values))
    step = (width - LEFT - RIGHT) / len(nights)

    def y(value: float) -> str:
        return _number(TOP + (height - TOP - BOTTOM) * (1 - value / top))

    def path(values: Sequence[int]) -> str:
        return f"M{LEFT} {y(values[0])}" + "".join(f"V{y(value)}H{_number(LEFT + step * night)}" for night, value in enumerate(values, 1))

    body = _LINE.format(path=f"M{LEFT} {y(top)}V{y(0)}H{width - RIGHT}", ink=INKS[0], thick=0.5, dash="none")
    # The first line lies on top: the others show where they part from it.
    for line in sorted(lines, key=lambda line: (not line.is_limit, -line.number)):
        body += _LINE.format(path=path(line.values), ink=ink(line.number), thick=0.8 if line.is_limit else 2, dash=dash(line.number))
    labels = (
        (LEFT - 5, y(0), "end", "0"),
        (LEFT - 5, _number(float(y(top)) + 8), "end", f"{top:,}"),
        (LEFT, height - 5, "start", short_day_text(nights[0])),
        (width - RIGHT, height - 5, "end", short_day_text(nights[-1])),
    )
    body += Markup("").join(_TEXT.format(x=x, y=at, anchor=anchor, text=text) for x, at, anchor, text in labels)
    return _SVG.format(key=key, width=width, height=height, title=title, desc=describe(nights, lines), body=body)


def spot_chart(title: str, key: str, axes: tuple[str, str], spots: Sequence[Spot], size: tuple[int, int] = (640, 320)) -> Markup:
    """Draw points, those that are marked joined by a line from left to right."""
    width, height = size
    low_x, high_x = _ends([spot.x for spot in spots])
    low_y, high_y = _ends([spot.y for spot in spots])

    def at(spot: Spot) -> tuple[str, str]:
        x = LEFT + 20 + (width - LEFT - RIGHT - 40) * (spot.x - low_x) / (high_x - low_x)
        return _number(x), _number(TOP + 10 + (height - TOP - BOTTOM - 40) * (1 - (spot.y - low_y) / (high_y - low_y)))

    marked = sorted((spot for spot in spots if spot.is_marked), key=lambda spot: (spot.x, spot.y))
    base = height - BOTTOM - 14
    body = _LINE.format(path=f"M{LEFT} {TOP}V{base}H{width - RIGHT}", ink=INKS[0], thick=0.5, dash="none")
    if marked:
        body += _LINE.format(path="M" + "L".join(" ".join(at(spot)) for spot in marked), ink=INKS[1], thick=1.5, dash="none")
    for spot in sorted(spots, key=lambda spot: spot.is_marked):
        x, y = at(spot)
        body += _DOT.format(x=x, y=y, r=5 if spot.is_marked else 3, ink=INKS[1] if spot.is_marked else "#b1b4b6", text=spot.words)
    ends = ((low_x, high_x), (low_y, high_y))
    labels = (
        (LEFT + 20, base + 14, "middle", figure_text(ends[0][0])),
        (width - RIGHT - 20, base + 14, "middle", figure_text(ends[0][1])),
        ((LEFT + width) / 2, height - 4, "middle", axes[0]),
        (LEFT - 4, base - 6, "end", figure_text(ends[1][0])),
        (LEFT - 4, TOP + 14, "end", figure_text(ends[1][1])),
        (LEFT + 6, TOP + 2, "start", axes[1]),
    )
    body += Markup("").join(_TEXT.format(x=_number(x), y=_number(y), anchor=anchor, text=text) for x, y, anchor, text in labels)
    desc = f"{axes[1]} against {axes[0]}: " + "; ".join(spot.words for spot in marked)
    return _SVG.format(key=key, width=width, height=height, title=title, desc=desc, body=body)


def level_chart(
    title: str,
    key: str,
    axes: tuple[str, str],
    lines: Sequence[tuple[str, Sequence[tuple[float, float]]]],
    size: tuple[int, int] = (640, 320),
) -> Markup:
    """Draw named lines through points, each named beside its last point.

    Parameters
    ----------
    lines
        Name and points of each, from left to right.
    """
    width, height = size
    low_x, high_x = _ends([x for _, points in lines for x, _ in points])
    low_y, high_y = _ends([y for _, points in lines for _, y in points])
    base = height - BOTTOM - 14

    def at(x: float, y: float) -> tuple[float, float]:
        across = LEFT + 20 + (width - LEFT - RIGHT - 110) * (x - low_x) / (high_x - low_x)
        return across, TOP + 14 + (base - TOP - 24) * (1 - (y - low_y) / (high_y - low_y))

    body = _LINE.format(path=f"M{LEFT} {TOP}V{base}H{width - RIGHT}", ink=INKS[0], thick=0.5, dash="none")
    for number, (name, points) in enumerate(lines):
        places = [at(*point) for point in points]
        path = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in places)
        body += _LINE.format(path=path, ink=ink(number), thick=1.5, dash=dash(number)) if len(places) > 1 else Markup("")
        for (x, y), point in zip(places, points, strict=True):
            words = f"{name}: {axes[0]} {figure_text(point[0])}, {axes[1]} {figure_text(point[1])}"
            body += _DOT.format(x=_number(x), y=_number(y), r=3, ink=ink(number), text=words)
        if places:
            body += _TEXT.format(x=_number(places[-1][0] + 7), y=_number(places[-1][1] + 4), anchor="start", text=name)
    right, left = at(high_x, low_y)[0], at(low_x, low_y)[0]
    labels = (
        (left, base + 14, "middle", figure_text(low_x)),
        (right, base + 14, "middle", figure_text(high_x)),
        ((LEFT + width) / 2, height - 4, "middle", axes[0]),
        (LEFT - 4, at(low_x, low_y)[1] + 4, "end", figure_text(low_y)),
        (LEFT - 4, at(low_x, high_y)[1] + 4, "end", figure_text(high_y)),
        (LEFT + 6, TOP + 2, "start", axes[1]),
    )
    body += Markup("").join(_TEXT.format(x=_number(x), y=_number(y), anchor=anchor, text=text) for x, y, anchor, text in labels)
    said = [(name, ", ".join(f"{figure_text(x)} with {figure_text(y)}" for x, y in points)) for name, points in lines]
    desc = "; ".join(f"{name}: {pairs or 'none'}" for name, pairs in said)
    return _SVG.format(key=key, width=width, height=height, title=title, desc=f"{axes[0]} with {axes[1]}. {desc}.", body=body)


def describe(nights: Sequence[date], lines: Sequence[Line]) -> str:
    """Say in a sentence what the lines show."""
    shown = (line for line in lines if not line.is_limit)
    return (
        ". ".join(f"{line.name}: most {max(line.values):,}, on {day_text(nights[line.values.index(max(line.values))])}" for line in shown)
        + "."
    )


def legend_key(number: int, *, is_limit: bool = False) -> Markup:
    """A piece of a scenario's line, for the legend."""
    return _KEY.format(ink=ink(number), dash=dash(number), thick=0.8 if is_limit else 2)


def ink(number: int) -> str:
    """Colour of a scenario."""
    return INKS[number % len(INKS)]


def dash(number: int) -> str:
    """Dashes of a scenario, so that it is told apart without colour."""
    return DASHES[number % len(DASHES)]


def figure_text(value: float) -> str:
    """Show a number with thousands, and decimals where it has some."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    return (low, high) if high > low else (low - 1, high + 1)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
