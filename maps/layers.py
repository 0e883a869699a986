"""The map itself, built with Folium: the map, its scale, its layers and the control that shows and hides them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import folium
from folium.plugins import MarkerCluster

from maps.scene import Incident, Layer, Scene

if TYPE_CHECKING:
    from branca.element import Element, Figure

FoliumLayer = folium.FeatureGroup | MarkerCluster

MIN_ZOOM: Final = 5
MAX_ZOOM: Final = 14
CLUSTER_PIXELS: Final = 44


@dataclass(frozen=True, slots=True)
class FoliumPage:
    """What Folium writes for a page.

    Attributes
    ----------
    html
        The element the map is drawn in.
    script
        Makes the map and its empty layers, then starts our own script on them.
    """

    html: str
    script: str


class OfflineMap(folium.Map):
    """A Folium map that asks for no script and no style of its own: the page carries them."""

    default_js = []  # noqa: RUF012 - Folium reads a list
    default_css = []  # noqa: RUF012


class OfflineCluster(MarkerCluster):
    """A Folium marker cluster that asks for no script and no style of its own."""

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012


def folium_page(scene: Scene) -> FoliumPage:
    """Build the map of a scene; the page's script fills the layers from the scene's JSON."""
    view = scene.view
    chart = OfflineMap(
        location=((view.south + view.north) / 2, (view.west + view.east) / 2),
        zoom_start=8,
        tiles=None,
        control_scale=True,
        zoom_snap=0.25,
        zoom_delta=1,
        attribution_control=False,
        # Without tiles nothing else tells Leaflet how far one may zoom, and clusters need to know.
        minZoom=MIN_ZOOM,
        maxZoom=MAX_ZOOM,
    )
    groups = [_group(number, layer) for number, layer in enumerate(scene.layers)]
    for group in groups:
        group.add_to(chart)
    control = folium.LayerControl(collapsed=False)
    control.add_to(chart)
    layers = ", ".join(group.get_name() for group in groups)
    return _written(chart, f"\nChannelMap.start({{map: {chart.get_name()}, control: {control.get_name()}, layers: [{layers}]}});\n")


def _group(number: int, layer: Layer) -> FoliumLayer:
    # Folium reads what it has written once more as a template, and Leaflet's control reads names as HTML: neither ever sees a scene's text.
    name = f"layer {number}"
    if layer.items and isinstance(layer.items[0], Incident):
        return OfflineCluster(name=name, show=layer.shown, maxClusterRadius=CLUSTER_PIXELS, showCoverageOnHover=False)
    return folium.FeatureGroup(name=name, show=layer.shown)


def _written(chart: OfflineMap, start: str) -> FoliumPage:
    figure = cast("Figure", chart.get_root())
    _text(figure)
    html = _text(figure.html)
    script = _text(figure.script) + start
    # Folium gives each element 32 random hexadecimal digits; counting them instead makes the same scene the same bytes.
    random_ids = list(dict.fromkeys(re.findall(r"(?<=_)[0-9a-f]{32}", html + script)))
    for number, random_id in enumerate(random_ids):
        html, script = html.replace(random_id, str(number)), script.replace(random_id, str(number))
    return FoliumPage(_tidy(html), _tidy(script))


def _text(element: "Element") -> str:
    return element.render()  # pyright: ignore[reportUnknownMemberType] - branca leaves its keyword arguments untyped


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
