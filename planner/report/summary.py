"""The summary of a plan: one HTML page that opens anywhere, without a network and without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from planner.attrition.tables import reserve_tables
from planner.config import Figure
from planner.domain.instance import Instance
from planner.domain.plan import Plan, Status
from planner.domain.verification import Verification
from planner.plan.tables import Cell, Table, plan_tables
from planner.report import facts, seats, standing, words
from planner.report.charts import LAYERS, describe, has_anything_to_show, occupancy_chart

LONG_LIST = 12
"""Rows (or ids in a cell) from which a list is folded away."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One site's chart, and the same in a sentence."""

    site: str
    drawing: Markup
    text: str


def render_summary(
    instance: Instance,
    plan: Plan,
    verification: Verification,
    figures: Sequence[Figure] = (),
    tables: Mapping[str, Table] | None = None,
    whys: Sequence[Table] = (),
) -> str:
    """Write the summary page.

    Parameters
    ----------
    figures
        Figures with their sources, to name those not verified; none when not known.
    tables
        The plan's tables; None to derive them from the plan, without reserves.
    whys
        What stands in the way of people, and what more would be worth.

    Returns
    -------
    str
        A whole HTML page. It asks for nothing outside itself; beside it ``map.html`` and ``plan.xlsx`` are linked.
    """
    sections = _sections(instance, plan, verification, figures, tables or plan_tables(instance, plan) | reserve_tables(()))
    return (
        page_template().render(**_headline(instance, plan, verification), **sections, whys=[table for table in whys if table.rows]) + "\n"
    )


@cache
def page_template() -> Template:
    """Give the page's template, compiled."""
    return _environment().get_template("summary.html")


def show(cell: Cell) -> str:
    """Show a cell as people read it: GOV.UK dates, London times, thousands with commas."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return words.moment_text(cell)
    if isinstance(cell, date):
        return words.day_text(cell)
    return cell if isinstance(cell, str) else f"{cell:,}"


def _rows_text(count: int) -> str:
    return words.count_text(count, "row", "rows")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("planner.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters = {"show": show, "people": words.people_text, "rows": _rows_text, "thousands": show}
    environment.filters |= filters  # pyright: ignore[reportUnknownMemberType]  # jinja2 leaves the type of a filter open
    return environment


def _headline(instance: Instance, plan: Plan, verification: Verification) -> dict[str, object]:
    """Give the counts and dates that the page says in sentences."""
    known = sum(not person.is_expected for person in plan.people)
    stays = [stay for person in plan.people for stay in person.stays]
    rules = instance.rules
    return {
        "long_list": LONG_LIST,
        "plan_date": words.weekday_text(plan.plan_date),
        "last_date": words.day_text(plan.horizon.dates()[-1]),
        "as_of": words.moment_text(instance.as_of),
        "rules_version": plan.rules_version,
        "num_known": known,
        "num_expected": len(plan.people) - known,
        "num_unplaced": sum(any(stay.status is Status.UNPLACED for stay in person.stays) for person in plan.people),
        "num_unplaced_nights": sum(stay.last_night - stay.first_night + 1 for stay in stays if stay.status is Status.UNPLACED),
        "num_transferred": sum(stay.status is Status.TRANSFERRED for stay in stays),
        "num_facts": sum(verification.rules.values()),
        "is_verified": verification.is_acceptable and bool(verification.rules),
        "alarms": verification.alarms,
        "num_at_sea": standing.people_at_sea(instance),
        "num_unlisted": standing.people_unlisted(instance),
        "is_proven": all(result.gap == 0 for result in plan.measures),
        "agreement": words.days_text(rules.agreement_from, rules.agreement_until),
        "in_force": rules.agreement_from <= plan.plan_date <= rules.agreement_until,
        "ends_inside": rules.agreement_from <= plan.plan_date <= rules.agreement_until < plan.horizon.dates()[-1],
        "parity_band": f"{rules.parity_lower:,} to {rules.parity_upper:,}",
        "balance_before": instance.parity.balance_before,
    }


def _sections(
    instance: Instance, plan: Plan, verification: Verification, figures: Sequence[Figure], tables: Mapping[str, Table]
) -> dict[str, object]:
    """Tables and charts, by the name the template uses."""
    departures = facts.departures(instance, plan)
    sites = [site for site in facts.site_nights(instance, plan) if has_anything_to_show(site)]
    return {
        "checks": standing.checks(verification),
        "violations": standing.violations(verification),
        "triage_kinds": standing.triage_kinds(instance),
        "triage": standing.triage(instance),
        "incidents": standing.open_incidents(instance),
        "today": facts.today_totals(plan, tables),
        "today_sites": facts.today_by_site(instance, plan, tables),
        "unplaced_reasons": facts.unplaced_reasons(tables),
        "unplaced": facts.unplaced_groups(instance, tables),
        "live": facts.not_transferred_groups(plan, live=True),
        "others": facts.not_transferred_groups(plan, live=False),
        "departures": _running(departures, "Departures with people on board", runs=True),
        "seat_fill": seats.seat_fill(instance, tables),
        "reserves": seats.reserves(instance, tables),
        "empty_allowed": instance.rules.reserves.empty_seats_allowed,
        "chance_allowed": seats.percent(instance.rules.reserves.chance),
        "departures_unused": _running(departures, "Departures nobody is planned on", runs=False),
        "charts": [Chart(site.site.name, occupancy_chart(site, f"chart-{order}"), describe(site)) for order, site in enumerate(sites, 1)],
        "layers": LAYERS,
        "occupancy": _occupancy(sites),
        "measures": standing.measures(plan, verification),
        "parity": standing.parity(instance, plan),
        "figures": standing.figures_table([figure for figure in figures if not figure.verified]),
        "num_figures": len(figures),
    }


def _occupancy(sites: Sequence[facts.SiteNights]) -> Table:
    """Give the charts' numbers as a table."""
    rows = tuple(
        (site.site.name, when, site.beds[night], site.reserved[night], site.occupied[night], site.free(night), site.unplaced[night])
        for site in sites
        for night, when in enumerate(site.nights)
    )
    return Table("Occupancy", ("Site", "Night", "Beds", "Reserved", "People in beds", "Beds free", "Unplaced"), rows)


def _running(departures: Table, caption: str, *, runs: bool) -> Table:
    """Keep the departures that somebody boards, or the others."""
    people = departures.columns.index("People")
    return Table(caption, departures.columns, tuple(row for row in departures.rows if bool(row[people]) is runs))
