"""Occupancy against capacity as small charts: inline SVG that a screen reader can name and a printer can print."""

from itertools import pairwise

from markupsafe import Markup

from planner.report.facts import SiteNights
from planner.report.words import count_text, day_text, people_text, short_day_text

WIDTH, HEIGHT = 320, 140
LEFT, RIGHT, TOP, BOTTOM = 40, 6, 10, 20
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
GAP_SHARE = 0.18

LAYERS = (
    ("occupied", "People in beds"),
    ("reserved", "Beds reserved for people admitted from France"),
    ("unplaced", "People without a lawful bed"),
)
"""Class and meaning of each part of a bar, from the bottom up."""

_SVG = Markup(
    '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {width} {height}">'
    '<title id="{key}-title">{title}</title><desc id="{key}-desc">{desc}</desc>{body}</svg>'
)
_RECT = '<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>'
_LINE = Markup('<path class="{kind}" d="{path}"/>')
_TEXT = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')


def occupancy_chart(site: SiteNights, key: str) -> Markup:
    """Draw one site's nights: bars of people and reserved beds under a line of beds.

    Parameters
    ----------
    site
        People and beds by night.
    key
        Prefix of the ids in the drawing, unique in its page.
    """
    top = _top(site)
    # Numbers and our own class names only, so nothing in them needs escaping, and each is spared the look.
    bars = Markup("".join([_bar(site, night, top) for night in range(len(site.nights))]))  # noqa: S704
    title = f"{site.site.name}: people and beds each night"
    return _SVG.format(
        key=key, width=WIDTH, height=HEIGHT, title=title, desc=describe(site), body=_axis(site, top) + bars + _beds_line(site, top)
    )


def describe(site: SiteNights) -> str:
    """Say in a sentence or two what the chart shows."""
    nights = sum(site.unplaced)
    without = f"{count_text(nights, 'night', 'nights')} without a lawful bed." if nights else ""
    if not any(site.beds):
        return f"No beds here. {without}".strip()
    night = site.fullest_night()
    reserved = f" and {site.reserved[night]:,} reserved" if site.reserved[night] else ""
    beds = count_text(site.beds[night], "bed", "beds")
    fullest = f"Fullest on the night of {day_text(site.nights[night])}: {people_text(site.occupied[night])} in beds{reserved}, of {beds}."
    return f"{fullest} {without}".strip()


def has_anything_to_show(site: SiteNights) -> bool:
    """Whether the site has beds or people on any night."""
    return any(site.beds) or any(site.occupied) or any(site.unplaced)


def _top(site: SiteNights) -> int:
    """Give the number at the top of the chart."""
    stacked = (sum(parts) for parts in zip(site.occupied, site.reserved, site.unplaced, strict=True))
    return max(1, *site.beds, *stacked)


def _y(value: float, top: int) -> float:
    return TOP + PLOT_HEIGHT * (1 - value / top)


def _x(night: float, site: SiteNights) -> float:
    return LEFT + PLOT_WIDTH * night / len(site.nights)


def _number(value: float) -> str:
    """Show a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _axis(site: SiteNights, top: int) -> Markup:
    base, ceiling = _number(_y(0, top)), _number(_y(top, top))
    labels = (
        (LEFT - 5, _y(0, top), "end", "0"),
        (LEFT - 5, _y(top, top) + 8, "end", f"{top:,}"),
        (LEFT, HEIGHT - 5, "start", short_day_text(site.nights[0])),
        (WIDTH - RIGHT, HEIGHT - 5, "end", short_day_text(site.nights[-1])),
    )
    lines = _LINE.format(kind="axis", path=f"M{LEFT} {ceiling}V{base}H{WIDTH - RIGHT}")
    return lines + Markup("").join(_TEXT.format(x=_number(x), y=_number(y), anchor=anchor, text=text) for x, y, anchor, text in labels)


def _bar(site: SiteNights, night: int, top: int) -> str:
    values = (site.occupied[night], site.reserved[night], site.unplaced[night])
    edges = [0, values[0], values[0] + values[1], sum(values)]
    width = PLOT_WIDTH / len(site.nights)
    return "".join(
        _RECT.format(
            kind=kind,
            x=_number(_x(night, site) + width * GAP_SHARE / 2),
            y=_number(_y(high, top)),
            width=_number(width * (1 - GAP_SHARE)),
            height=_number(_y(low, top) - _y(high, top)),
        )
        for (kind, _), (low, high) in zip(LAYERS, pairwise(edges), strict=True)
        if high > low
    )


def _beds_line(site: SiteNights, top: int) -> Markup:
    """Draw beds as a line with a step wherever a unit opens or closes."""
    path = f"M{_number(_x(0, site))} {_number(_y(site.beds[0], top))}"
    for night, beds in enumerate(site.beds):
        path += f"V{_number(_y(beds, top))}H{_number(_x(night + 1, site))}"
    return _LINE.format(kind="beds", path=path)
