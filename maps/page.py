"""One web page with everything inside it: no request leaves it."""

import base64
import hashlib
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from maps.assets import licences, page_template, scripts, styles
from maps.chart import folium_chart
from maps.data import scene_json
from maps.errors import MapError
from maps.overlap import shared_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.scene import Scene


def render(scene: "Scene") -> str:
    """Draw a scene.

    Returns
    -------
    str
        HTML, UTF-8; the same for the same scene.

    Raises
    ------
    MapError
        When the browser libraries are not there, or the tiles' address is none.
    """
    drawn = folium_chart(scene)
    runs = (*scripts(), drawn.script + "\n")
    style = styles()
    return _filled(
        page_template(),
        {
            "policy": _policy(runs, style, _tile_host(scene)),
            "title": escape(scene.title),
            "subtitle": escape(scene.subtitle),
            "style": style,
            "map": drawn.html[0],
            "home": f'<a href="{escape(scene.links.home)}">Summary</a>' if scene.links.home else "",
            "sources": "\n".join(f"<li>{escape(source)}</li>" for source in scene.sources),
            "licences": escape(licences()),
            "data": scene_json(scene),
            "scripts": "\n".join(f"<script>{script}</script>" for script in runs),
        },
    )


def render_comparison(before: "Scene", after: "Scene") -> str:
    """Draw two scenes side by side, on the days and the ground they share, with what differs.

    Returns
    -------
    str
        HTML, UTF-8; the same for the same scenes.

    Raises
    ------
    MapError
        When the scenes share no day, stand on different ground or ask for tiles, or the browser libraries are not there.
    """
    if before.basemap != after.basemap or before.tiles or after.tiles:
        message = "two scenes are compared on the same ground, and without tiles"
        raise MapError(message)
    first, second = shared_days(before, after)
    drawn = folium_chart(second, "ChannelMap.startComparison([{0}, {1}])", num_maps=2)
    runs = (*scripts(), drawn.script + "\n")
    style = styles()
    return _filled(
        page_template("compare.html"),
        {
            "policy": _policy(runs, style, ""),
            "title": escape(f"{before.title} and {after.title}" if before.title != after.title else f"{after.title}: before and after"),
            "style": style,
            "before": escape(before.title),
            "after": escape(after.title),
            "before_note": escape(before.subtitle),
            "after_note": escape(after.subtitle),
            "map": drawn.html[0],
            "other_map": drawn.html[1],
            "sources": "\n".join(f"<li>{escape(source)}</li>" for source in dict.fromkeys((*before.sources, *after.sources))),
            "licences": escape(licences()),
            "data": scene_json(first),
            "other": scene_json(second, has_ground=False),
            "scripts": "\n".join(f"<script>{script}</script>" for script in runs),
        },
    )


def _filled(template: str, parts: dict[str, str]) -> str:
    # One pass, so that a part which happens to contain a mark is not filled in turn.
    return re.sub(r"\[\[(\w+)\]\]", lambda mark: parts[mark[1]], template)


def _tile_host(scene: "Scene") -> str:
    """Give the one place outside the page that it may ask, for pictures only; empty for none, as a rule."""
    if scene.tiles is None:
        return ""
    parts = urlsplit(scene.tiles.address)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc, re.ASCII):
        message = f"tiles come from an address such as https://tiles.example/{{z}}/{{x}}/{{y}}.png, not from {scene.tiles.address!r}"
        raise MapError(message)
    return f" {parts.scheme}://{parts.netloc}"


def _policy(runs: "Sequence[str]", style: str, tile_host: str) -> str:
    """Allow exactly the page's own scripts and style, by their digests, and nothing from elsewhere."""
    allowed = " ".join(_digest(script) for script in runs)
    return (
        f"default-src 'none'; img-src data:{tile_host}; style-src {_digest(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
