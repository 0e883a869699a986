"""The browser libraries inside every page, and our own script and style."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from maps.errors import MapError

SCRIPTS: Final = ("leaflet.js",)
STYLES: Final = ("leaflet.css",)
LICENCES: Final = "LICENCES.txt"
OUR_SCRIPTS: Final = (
    "words.js",
    "geometry.js",
    "scene.js",
    "store.js",
    "shown.js",
    "symbols.js",
    "ground.js",
    "gather.js",
    "layout.js",
    "paint.js",
    "facts.js",
    "chart.js",
    "clock.js",
    "calendar.js",
    "panels.js",
    "legend.js",
    "search.js",
    "measure.js",
    "rows.js",
    "tables.js",
    "export.js",
    "compare.js",
    "page.js",
)
OUR_STYLES: Final = ("page.css",)


@cache
def scripts() -> tuple[str, ...]:
    """Give the scripts a page runs before its own first line, ours last and as one.

    Raises
    ------
    MapError
        When the browser libraries are not there.
    """
    libraries = [_read("assets", name) for name in SCRIPTS]
    ours = "\n".join(_read("browser", name) for name in OUR_SCRIPTS)
    # One function around it all keeps our names out of the libraries' way.
    closed = f'const ChannelMap = (() => {{\n"use strict";\n{ours}\nreturn {{ start, startComparison }};\n}})();\n'
    return tuple(_script(text) for text in (*libraries, closed))


@cache
def styles() -> str:
    """Give the style sheets as one; the pictures they name are not used and are left out."""
    sheets = [_read("assets", name) for name in STYLES] + [_read("browser", name) for name in OUR_STYLES]
    return re.sub(r"url\([^)]*\)", "none", "\n".join(sheets)).replace("</", "<\\/")


@cache
def licences() -> str:
    """Give the licence texts of the browser libraries."""
    return _read("assets", LICENCES)


def page_template(name: str = "page.html") -> str:
    """Give a page's skeleton."""
    return _read("browser", name)


def _script(text: str) -> str:
    without_maps = re.sub(r"^//[#@] sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"</(?=script)", r"<\\/", without_maps, flags=re.IGNORECASE).replace("<!--", "<\\!--").strip() + "\n"


def _read(folder: str, name: str) -> str:
    found = files("maps") / folder / name
    if not found.is_file():
        message = f"maps/{folder}/{name} is missing, so no map can be drawn: run `make setup` to fetch the browser libraries"
        raise MapError(message)
    return found.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
