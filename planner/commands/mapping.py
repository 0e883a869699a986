"""Commands that draw maps: of a pack again, of the crossings of a period, of two plans side by side."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from planner.commands.common import Json, Pack, progress_bar, show

if TYPE_CHECKING:
    from planner.domain.incidents import Incident
    from planner.domain.sites import Site

DRAW_PACK = "pack"
DAY = ("%Y-%m-%d",)


class MapGroup(TyperGroup):
    """What is not the name of a kind of map is the pack whose map is drawn: ``planner map PACK``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the usual kind where none is named."""
        named = args[:1] and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [DRAW_PACK, *args])


maps = typer.Typer(
    name="map",
    cls=MapGroup,
    help="Draw the map of a pack again, the crossings of a period, or two plans side by side.",
    rich_markup_mode=None,
)


@maps.command(name=DRAW_PACK)
def draw(pack: Pack, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Draw the map of a pack again, as map.html in the pack. `planner map PACK` does the same."""
    from planner.morning import redraw_map

    with progress_bar() as progress:
        progress("drawing", 0.2)
        path = redraw_map(pack)
    show(as_json, {"map": str(path)}, [f"Map written to {path}"])


@maps.command()
def crossings(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A workspace, or a folder that holds packs.")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=list(DAY), help="First day; by default that of the first incident.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=list(DAY), help="Last day; by default that of the last incident.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Page to write; by default crossings.html in the folder.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Draw every incident of a period: where boats set out, were met and landed, day by day."""
    from planner.plan.pack import write_text
    from planner.report.drawing import draw_crossings

    with progress_bar() as progress:
        progress("reading", 0.1)
        incidents, sites = _gathered(directory)
        days = _period(incidents, first, last)
        progress("drawing", 0.5)
        page = draw_crossings(incidents, sites, *days)
        path = out or directory / "crossings.html"
        write_text(path, page)
    count = sum(days[0] <= each <= days[1] for each in map(_day, incidents))
    show(as_json, {"map": str(path), "incidents": count}, [f"Map of {count:,} incidents written to {path}"])


def _gathered(directory: Path) -> "tuple[list[Incident], list[Site]]":
    """Read the incidents and sites of a workspace, or of every pack in a folder; of an incident in several packs the last word counts."""
    from planner.domain.errors import PackError
    from planner.ingest.build import load_workspace

    packs = sorted(inputs for inputs in directory.glob("*/inputs") if (inputs / "config.toml").is_file())
    folders = [*packs, *([directory] if (directory / "config.toml").is_file() else [])]
    if not folders:
        message = (
            f"{directory} is neither a workspace nor a folder of packs: neither it nor a folder inputs two levels down holds a config.toml"
        )
        raise PackError(message)
    instances = sorted((load_workspace(folder).instance for folder in folders), key=lambda instance: instance.as_of)
    incidents = {incident.incident_id: incident for instance in instances for incident in instance.incidents}
    sites = {site.site_id: site for instance in instances for site in instance.sites}
    return [incidents[key] for key in sorted(incidents)], [sites[key] for key in sorted(sites)]


def _day(incident: "Incident") -> date:
    from planner.domain.horizon import london_date

    return london_date(incident.met_at)


def _period(incidents: "list[Incident]", first: datetime | None, last: datetime | None) -> tuple[date, date]:
    days = [_day(incident) for incident in incidents]
    if not days and (first is None or last is None):
        message = "there are no incidents; name the days with --from and --to"
        raise typer.BadParameter(message)
    begins = first.date() if first else min(days)
    ends = last.date() if last else max(days)
    if ends < begins:
        raise typer.BadParameter(f"--to {ends} is before --from {begins}")
    return begins, ends


@maps.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Pack of the first plan.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Pack of the second plan.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Page to write; by default compare.html beside the second pack.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Draw two plans side by side: one day, one view, and what differs between them."""
    from planner.ingest.build import load_workspace
    from planner.plan.pack import INPUTS_NAME, write_text
    from planner.plan.read import read_plan
    from planner.report.drawing import draw_comparison

    with progress_bar() as progress:
        progress("reading", 0.1)
        plans = [read_plan(pack) for pack in (before, after)]
        packs = zip((before, after), plans, strict=True)
        first, second = ((load_workspace(pack / INPUTS_NAME, horizon_days=plan.horizon.num_days).instance, plan) for pack, plan in packs)
        progress("drawing", 0.5)
        page = draw_comparison(first, second, (before.resolve().name, after.resolve().name))
        path = out or after.resolve().parent / "compare.html"
        write_text(path, page)
    show(as_json, {"map": str(path)}, [f"Map of both plans written to {path}"])
