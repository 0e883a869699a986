"""Opens maps in Chromium and times them, beside plain Folium markers and clusters: ``python -m benchmarks.maps NUM_INCIDENTS [KIND]``.

Each page holds the same made-up incidents over eight years, and is opened several times; medians are given. Opening is timed from
navigation to the second frame after the page has loaded, a zoom from the call to the second frame after it, a step of the slider from the
change of day to the second frame after it, over many days spread over the period. Plain Folium has no slider: its usual stand-in,
TimestampedGeoJson, fails offline and from some thousand points on, so opening and zooming are compared.
"""

import json
import random
import re
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import folium
from folium.plugins import MarkerCluster
from playwright.sync_api import Browser

from maps.page import render
from maps.scene import Scene
from maps.things import Box, Incident, IncidentState, Layer, Place, PlaceSymbol, Position

ROOT = Path(__file__).resolve().parents[1]
DAYS = 2_922
STEPS = 40
OPENINGS = 3
ENOUGH_SECONDS = 30.0
"""A page so slow is not opened again."""
ZOOMS = (9, 8, 10, 9, 8, 9)
PATIENCE_MS = 120_000
VIEW = Box(50.6, 0.6, 51.4, 2.3)
AREAS = tuple(
    Place(f"LA-{number}", f"Area {number}", Position(50.4 + 0.1 * number, 1.6 + 0.1 * number), PlaceSymbol.LAUNCH_AREA)
    for number in range(7)
)
LIBRARIES = {
    "leaflet": ("leaflet/dist/leaflet.js", "leaflet/dist/leaflet.css"),
    "markercluster": ("leaflet.markercluster/dist/leaflet.markercluster.js", "leaflet.markercluster/dist/MarkerCluster.css"),
}
JQUERY = "const $ = html => { const t = document.createElement('template'); t.innerHTML = html.trim(); return [t.content.firstChild]; };"
"""All that Folium's popups ask of jQuery."""
DRAWN = ".leaflet-marker-icon"
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
STEP = """
days => new Promise(async done => {
    const slider = document.querySelector('input[type=range]');
    const frame = () => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
    const times = [];
    for (const day of days) {
        const began = performance.now();
        slider.value = day;
        slider.dispatchEvent(new Event('input'));
        await frame();
        times.push(performance.now() - began);
    }
    done(times);
})
"""

ZOOM = """
levels => new Promise(async done => {
    const map = Object.entries(window).find(([name]) => name.startsWith('map_'))[1];
    const frame = () => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
    const times = [];
    for (const level of levels) {
        const began = performance.now();
        map.setZoom(level, {animate: false});
        await frame();
        times.push(performance.now() - began);
    }
    done(times);
})
"""


def incidents(count: int) -> tuple[Incident, ...]:
    """Make incidents in the strait, spread over eight years in bursts."""
    draw = random.Random(7)
    busy = sorted(draw.sample(range(DAYS), DAYS * 38 // 100))
    return tuple(
        Incident(
            f"I-{number:05d}",
            draw.choice(busy),
            Position(round(draw.gauss(51.0, 0.09), 4), round(draw.gauss(1.5, 0.16), 4)),
            draw.choice((IncidentState.LANDED, IncidentState.CLOSED)),
            draw.randint(20, 90),
            launch_id=f"LA-{draw.randrange(7)}",
            fields=(("People reported", str(draw.randint(20, 90))),),
        )
        for number in range(count)
    )


def scene(count: int, hidden: frozenset[Layer] = frozenset({Layer.HEXAGONS, Layer.HEAT})) -> Scene:
    """Make the scene that is timed."""
    return Scene("Bench", f"{count} incidents", VIEW, date(2018, 1, 1), DAYS, places=AREAS, incidents=incidents(count), hidden=hidden)


def plain_folium(count: int, *, clustered: bool) -> str:
    """Draw the same incidents as plain Folium does: a script statement a marker; libraries inlined, so that it opens offline."""
    chart = folium.Map(location=(51.0, 1.5), zoom_start=8, tiles=None, maxZoom=14)
    holder = MarkerCluster().add_to(chart) if clustered else chart
    for each in incidents(count):
        popup = f"{each.incident_id}: {each.people} people"
        folium.Marker(each.position, popup=popup, icon=folium.DivIcon(html="<b>o</b>")).add_to(holder)
    page = chart.get_root().render()
    page = re.sub(r"<script src=[^>]*></script>|<link [^>]*stylesheet[^>]*>", "", page)
    read = [(ROOT / "node_modules" / name).read_text(encoding="utf-8") for files in LIBRARIES.values() for name in files]
    runs = [JQUERY, *(text.replace("</script", r"<\/script") for text in read[::2])]
    scripts = "".join(f"<script>{text}</script>" for text in runs)
    styles = "".join(f"<style>{text}</style>" for text in read[1::2])
    return page.replace("<head>", f"<head>{styles}{scripts}", 1)


def pages(count: int, kind: str) -> str:
    """Draw the page of one kind."""
    makers = {
        "planner": lambda: render(scene(count)),
        "folium markers": lambda: plain_folium(count, clustered=False),
        "folium clusters": lambda: plain_folium(count, clustered=True),
    }
    return makers[kind]()


def measured(count: int, kind: str) -> dict[str, Any]:
    """Draw, open and step one page.

    Returns
    -------
    dict
        ``draw_seconds``, ``megabytes``, ``open_seconds`` and ``zoom_ms`` (medians), and for the planner's own page ``step_ms`` (median) and
        ``step_ms_worst`` for single days, ``all_ms`` for all days at once.
    """
    from tests.browser import browsing

    began = time.perf_counter()
    text = pages(count, kind)
    drawn = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        path = Path(folder) / "map.html"
        path.write_text(text, encoding="utf-8", newline="\n")
        opened: list[dict[str, float]] = []
        while len(opened) < OPENINGS and sum(each["open_seconds"] for each in opened) < ENOUGH_SECONDS:
            opened.append(_opened(browser, path, kind, count))
    typical = {name: statistics.median(each[name] for each in opened) for name in opened[0]}
    worst = {"step_ms_worst": max(each["step_ms_worst"] for each in opened)} if kind == "planner" else {}
    return {"draw_seconds": drawn, "megabytes": len(text.encode()) / 1e6, **typical, **worst}


def _opened(browser: Browser, path: Path, kind: str, count: int) -> dict[str, float]:
    """Open a page once, zoom, and where there is a slider step through days.

    Raises
    ------
    RuntimeError
        When the page does not draw what it should: its times would mean nothing.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    began = time.perf_counter()
    page.goto(path.as_uri(), timeout=PATIENCE_MS)
    page.evaluate(FRAMES)
    seconds = time.perf_counter() - began
    drawn = page.locator(DRAWN).count()
    if drawn != count if kind == "folium markers" else drawn < 2:  # noqa: PLR2004 - a cluster or a place, and another
        message = f"{kind} draws {drawn} symbols of {count} incidents"
        raise RuntimeError(message)
    result = {"open_seconds": seconds, "zoom_ms": statistics.median(page.evaluate(ZOOM, ZOOMS))}
    if kind == "planner":
        times: list[float] = page.evaluate(STEP, random.Random(3).sample(range(DAYS), STEPS))
        result |= {"step_ms": statistics.median(times), "step_ms_worst": max(times)}
        began = time.perf_counter()
        page.get_by_label("Shown").select_option("All days")
        page.evaluate(FRAMES)
        result["all_ms"] = (time.perf_counter() - began) * 1000
    context.close()
    return result


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "planner")))  # noqa: PLR2004
