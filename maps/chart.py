"""The map itself, made with Folium; everything on it is drawn by the page's own script."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import folium

if TYPE_CHECKING:
    from branca.element import Element, Figure

    from maps.scene import Scene

MIN_ZOOM: Final = 5
MAX_ZOOM: Final = 14


@dataclass(frozen=True, slots=True)
class FoliumChart:
    """What Folium writes for a page.

    Attributes
    ----------
    html
        The element each map is drawn in.
    script
        Makes the maps, then starts our own script on them.
    """

    html: tuple[str, ...]
    script: str


class OfflineMap(folium.Map):
    """A Folium map that asks for no script and no style of its own: the page carries them."""

    default_js = []  # noqa: RUF012 - Folium reads a list
    default_css = []  # noqa: RUF012


def folium_chart(scene: "Scene", start: str = "ChannelMap.start({0})", num_maps: int = 1) -> FoliumChart:
    """Make the map of a scene; the page's script draws the scene's JSON on it.

    Parameters
    ----------
    start
        Call that starts the page, with a mark for the name of each map.
    num_maps
        Maps to make, all alike.
    """
    charts = [_chart(scene) for _ in range(num_maps)]
    # Folium reads what it has written once more as a template: a scene's texts never pass through it.
    figures = [cast("Figure", chart.get_root()) for chart in charts]
    for figure in figures:
        _text(figure)
    html = [_text(figure.html) for figure in figures]
    script = "\n".join(_text(figure.script) for figure in figures) + f"\n{start.format(*(chart.get_name() for chart in charts))};\n"
    # Folium gives each element 32 random hexadecimal digits; counting them instead makes the same scene the same bytes.
    for number, random_id in enumerate(dict.fromkeys(re.findall(r"(?<=_)[0-9a-f]{32}", "".join(html) + script))):
        html, script = [each.replace(random_id, str(number)) for each in html], script.replace(random_id, str(number))
    return FoliumChart(tuple(_tidy(each) for each in html), _tidy(script))


def _chart(scene: "Scene") -> OfflineMap:
    view = scene.view
    return OfflineMap(
        location=((view.south + view.north) / 2, (view.west + view.east) / 2),
        zoom_start=8,
        tiles=None,
        control_scale=False,
        zoom_snap=0.25,
        zoom_delta=1,
        attribution_control=False,
        # Without tiles nothing else tells Leaflet how far one may zoom.
        minZoom=MIN_ZOOM,
        maxZoom=MAX_ZOOM,
    )


def _text(element: "Element") -> str:
    return element.render()  # pyright: ignore[reportUnknownMemberType] - branca leaves its keyword arguments untyped


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
