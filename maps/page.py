"""One web page with everything inside it: no request leaves it."""

import base64
import hashlib
import re
from html import escape
from typing import TYPE_CHECKING

from maps.assets import licences, page_template, scripts, styles
from maps.data import scene_json
from maps.layers import folium_page
from maps.tables import scene_tables

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
        When the browser libraries are not there.
    """
    drawn = folium_page(scene)
    runs = (*scripts(), drawn.script + "\n")
    return _filled(
        page_template(),
        {
            "policy": _policy(runs),
            "title": escape(scene.title),
            "subtitle": escape(scene.subtitle),
            "style": styles(),
            "map": drawn.html,
            "tables": scene_tables(scene),
            "sources": "\n".join(f"<li>{escape(source)}</li>" for source in scene.sources),
            "licences": escape(licences()),
            "data": scene_json(scene),
            "scripts": "\n".join(f"<script>{script}</script>" for script in runs),
        },
    )


def _filled(template: str, parts: dict[str, str]) -> str:
    # One pass, so that a part which happens to contain a mark is not filled in turn.
    return re.sub(r"\[\[(\w+)\]\]", lambda mark: parts[mark[1]], template)


def _policy(runs: "Sequence[str]") -> str:
    """Allow exactly the page's own scripts, by their digests, and nothing from elsewhere."""
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in runs)
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {digests}; base-uri 'none'; form-action 'none'"
