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
        The element the map is drawn in.
    script
        Makes the map, then starts our own script on it.
    """

    html: str
    script: str


class OfflineMap(folium.Map):
    """A Folium map that asks for no script and no style of its own: the page carries them."""

    default_js = []  # noqa: RUF012 - Folium reads a list
    default_css = []  # noqa: RUF012


def folium_chart(scene: "Scene") -> FoliumChart:
    """Make the map of a scene; the page's script draws the scene's JSON on it."""
    view = scene.view
    chart = OfflineMap(
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
    # Folium reads what it has written once more as a template: a scene's texts never pass through it.
    figure = cast("Figure", chart.get_root())
    _text(figure)
    html, script = _text(figure.html), _text(figure.script) + f"\nChannelMap.start({chart.get_name()});\n"
    # Folium gives each element 32 random hexadecimal digits; counting them instead makes the same scene the same bytes.
    for number, random_id in enumerate(dict.fromkeys(re.findall(r"(?<=_)[0-9a-f]{32}", html + script))):
        html, script = html.replace(random_id, str(number)), script.replace(random_id, str(number))
    return FoliumChart(_tidy(html), _tidy(script))


def _text(element: "Element") -> str:
    return element.render()  # pyright: ignore[reportUnknownMemberType] - branca leaves its keyword arguments untyped


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
