"""Everything of a pack that people look at: map, workbook, summary, and layers for a desktop map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path

from planner.config import Figure
from planner.domain.errors import PackError
from planner.domain.incidents import Incident
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.domain.sites import Site
from planner.domain.verification import Verification
from planner.plan.tables import Table

DRAWS = ("planner.report.geopackage", "planner.report.scene", "maps.page", "planner.report.summary", "planner.report.workbook")
"""The modules that draw. They load GeoPandas, Folium, Jinja and XlsxWriter: two seconds of work."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn, and where.

    Attributes
    ----------
    folder
        Folder of the pack.
    figures
        Figures of the configuration, with their sources.
    reserves
        Tables of the reserves and of the seats that may stay empty.
    whys
        What stands in the way of people, and what more would be worth.
    online_tiles
        Address of online map pictures and whom to name; empty for none.
    """

    folder: Path
    instance: Instance
    plan: Plan
    figures: tuple[Figure, ...]
    reserves: Mapping[str, Table]
    whys: tuple[Table, ...] = ()
    online_tiles: tuple[str, str] = ("", "")


def load() -> None:
    """Load all that drawing needs and no plan has to do with."""
    for name in DRAWS:
        import_module(name)
    from maps.land import encode_land
    from planner.report.summary import page_template

    page_template()
    encode_land(None)


def draw(subject: Subject, verdict: Callable[[], Verification]) -> None:
    """Draw everything.

    Parameters
    ----------
    verdict
        Asked for the verification once all is drawn that does not need it.

    Raises
    ------
    PlannerError, OSError
        When something can not be drawn or written.
    """
    from planner.plan.pack import write_text
    from planner.plan.tables import plan_tables
    from planner.report.geopackage import write_geopackage
    from planner.report.summary import render_summary
    from planner.report.workbook import begin_workbook, finish_workbook

    folder, instance, plan, figures = subject.folder, subject.instance, subject.plan, subject.figures
    tables = {**plan_tables(instance, plan), **subject.reserves}
    write_geopackage(instance, plan, folder / "plan.gpkg", tables)
    write_text(folder / "map.html", draw_map(instance, plan, subject.online_tiles))
    book = begin_workbook(instance, plan, tables, subject.whys)
    verification = verdict()
    finish_workbook(book, verification, folder / "plan.xlsx", figures)
    write_text(folder / "summary.html", render_summary(instance, plan, verification, figures, tables, subject.whys))


def draw_map(instance: Instance, plan: Plan, online_tiles: tuple[str, str] = ("", "")) -> str:
    """The interactive map of a plan, as one HTML page; it asks for nothing unless given the address of online map pictures."""
    from geodata.errors import GeodataError
    from maps.errors import MapError
    from maps.page import render
    from maps.things import Tiles
    from planner.report.scene import build_scene

    try:
        return render(replace(build_scene(instance, plan), tiles=Tiles(*online_tiles) if online_tiles[0] else None))
    except (GeodataError, MapError) as error:
        raise PackError(f"the map can not be drawn: {error}") from error


def draw_comparison(before: tuple[Instance, Plan], after: tuple[Instance, Plan], names: tuple[str, str] = ("", "")) -> str:
    """Two plans side by side on the days they share, with what differs, as one HTML page.

    Parameters
    ----------
    names
        What tells the plans apart when both are for the same day.
    """
    from geodata.errors import GeodataError
    from maps.errors import MapError
    from maps.page import render_comparison
    from maps.scene import Links
    from planner.report.scene import build_scene

    try:
        # The pages beside the map belong to one of the two plans at most.
        first, second = (replace(build_scene(*each), links=Links()) for each in (before, after))
        if first.title == second.title and names[0] != names[1]:
            first, second = (replace(scene, title=f"{scene.title} ({name})") for scene, name in zip((first, second), names, strict=True))
        return render_comparison(first, second)
    except (GeodataError, MapError) as error:
        raise PackError(f"the map can not be drawn: {error}") from error


def draw_crossings(incidents: Sequence[Incident], sites: Sequence[Site], first: date, last: date) -> str:
    """The interactive map of the crossings of a period, as one HTML page."""
    from geodata.errors import GeodataError
    from maps.errors import MapError
    from maps.page import render
    from planner.report.crossings import build_crossings

    try:
        return render(build_crossings(incidents, sites, first, last))
    except (GeodataError, MapError) as error:
        raise PackError(f"the map can not be drawn: {error}") from error
