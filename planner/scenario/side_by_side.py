"""The map of a scenario beside the map without a change."""

from dataclasses import replace

from planner.domain.errors import PackError
from planner.scenario.compare import Column


def draw_beside(before: Column, after: Column) -> str:
    """Two plans side by side, under the names of their scenarios, as one HTML page.

    Raises
    ------
    PackError
        When the map can not be drawn.
    """
    from geodata.errors import GeodataError
    from maps.errors import MapError
    from maps.page import render_comparison
    from maps.scene import Links
    from planner.report.scene import build_scene

    try:
        first, second = (
            replace(build_scene(column.solved.instance, column.solved.plan), links=Links(), title=column.name) for column in (before, after)
        )
        return render_comparison(first, second)
    except (GeodataError, MapError) as error:
        raise PackError(f"the map can not be drawn: {error}") from error
