"""What many runs came to as tables, for the workbook, the page and the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure
from planner.plan.tables import Row, Table
from planner.report.words import MEASURES
from planner.simulate.foresight import COMPARED
from planner.simulate.policies import NAMES, Policy
from planner.simulate.results import Chance, Results, spread
from planner.simulate.run import (
    ARRIVED,
    CANCELLED,
    CUT_SHORT,
    DETAINED,
    DROPPED_OUT,
    FORESIGHT,
    LIMITS,
    RESERVES,
    TRANSFERRED,
    UNPLACED,
)

FANS: Final = {
    UNPLACED: "People without a lawful bed",
    DETAINED: "People in detention",
    TRANSFERRED: "People transferred to France",
}
"""Counts shown day by day, with their names."""
TOTALS: Final = {
    UNPLACED: "Nights without a lawful bed",
    TRANSFERRED: "People transferred to France",
    DETAINED: "Nights in detention",
    DROPPED_OUT: "People booked who dropped out late",
    RESERVES: "Reserves who took a seat that came free",
}
DRAWN: Final = {ARRIVED: "People arriving", CANCELLED: "Departures cancelled on their day"}
QUANTILES: Final = ("5% of runs below", "25% below", "Median", "75% below", "95% below")
DIGITS: Final = 1


@dataclass(frozen=True)
class Report:
    """Results, and the workspace they are of."""

    results: Results
    instance: Instance
    asked: tuple[tuple[str, str], ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """Days simulated."""
        return self.instance.horizon.dates()[: self.results.num_days]

    def site_name(self, at: int) -> str:
        """Name of a site by its place."""
        return self.instance.sites[at].name


def percent(share: float) -> str:
    """Show a chance; one that is not 0 or 1 is never shown as if it were."""
    if 0 < share < LEAST:
        return "less than 1%"
    return "more than 99%" if 1 - LEAST < share < 1 else f"{share:.0%}"


LEAST: Final = 0.01


def with_interval(chance: Chance) -> str:
    """Show a chance and, in brackets, what it may be, as few as the runs are."""
    return f"{percent(chance.share)} ({chance.low:.0%} to {chance.high:.0%})"


def limits_table(report: Report) -> Table:
    """Chance of each limit being missed, and of any."""
    found, rows = report.results, list[Row]()
    for name, limits in (*((what, (limit,)) for limit, what in LIMITS.items()), ("Any of these", tuple(LIMITS))):
        chances = [found.missed(policy, limits) for policy in found.policies]
        rows.append((name, *map(with_interval, chances)))
    return Table("Chance that a limit is missed on any day", ("Limit", *(NAMES[policy] for policy in found.policies)), tuple(rows))


def totals_table(report: Report) -> Table:
    """Totals over all days, by what is counted and policy."""
    found, rows = report.results, list[Row]()
    for what, name in DRAWN.items():
        rows.append((name, "Drawn, the same for all", *_spread(found.total("", what))))
    for what, name in TOTALS.items():
        rows += [(name, NAMES[policy], *_spread(found.total(policy, what))) for policy in found.policies]
    return Table("Totals over all days", ("What", "Rule of planning", "Mean", *QUANTILES), tuple(rows))


def _spread(values: object) -> tuple[float, ...]:
    seen = spread(values)  # pyright: ignore[reportArgumentType]  # an array
    return round(seen.mean, DIGITS), *(round(each, DIGITS) for each in seen.quantiles)


def regret_table(report: Report) -> Table:
    """How far each policy stays behind perfect foresight."""
    found, rows = report.results, list[Row]()
    for measure in COMPARED:
        more = " (more is better)" if measure in MAXIMISED else ""
        rows.append((MEASURES[measure] + more, "With perfect foresight", *_spread(found.compared(FORESIGHT, measure))))
        rows += [
            (MEASURES[measure] + more, f"{NAMES[policy]}: regret", *_spread(found.regret(policy, measure))) for policy in found.policies
        ]
        if measure is Measure.UNPLACED_NIGHTS:
            rows += [
                (
                    MEASURES[measure],
                    f"{NAMES[policy]}: regret at most (proven)",
                    *_spread(found.regret_to_bound(policy)),
                )
                for policy in found.policies
            ]
    return Table("Regret against perfect foresight", ("What", "Rule of planning", "Mean", *QUANTILES), tuple(rows))


def ever_table(report: Report) -> Table:
    """Chance by site that somebody there has no lawful bed on any night, for sites where it happens."""
    found, rows = report.results, list[Row]()
    for at in range(len(found.sites)):
        chances = [found.ever_overflows(policy, at) for policy in found.policies]
        if any(chance.share for chance in chances):
            rows.append((report.site_name(at), *map(with_interval, chances)))
    return Table(
        "Chance that somebody at a site has no lawful bed on any night",
        ("Site", *(NAMES[policy] for policy in found.policies)),
        tuple(rows),
    )


def overflow_table(report: Report, policy: Policy) -> Table:
    """Chance of overflow by site and day, for sites where it happens; blank where it never did."""
    chances = report.results.overflow(policy)
    rows: list[Row] = [
        (report.site_name(at), *(percent(float(share)) if share else "" for share in shares))
        for at, shares in enumerate(chances)
        if shares.any()
    ]
    days = (f"{when.day} {when:%b}" for when in report.dates)
    return Table(f"{NAMES[policy]}: chance of overflow by site and day", ("Site", *days), tuple(rows))


def daily_table(report: Report) -> Table:
    """Every fan's numbers."""
    found = report.results
    counted = [("", ARRIVED, DRAWN[ARRIVED], "Drawn, the same for all")]
    counted += [(policy, what, name, NAMES[policy]) for what, name in FANS.items() for policy in found.policies]
    rows: list[Row] = []
    for policy, what, name, rule in counted:
        for when, seen in zip(report.dates, found.fan(policy, what), strict=True):
            rows.append((name, rule, when, round(seen.mean, DIGITS), *(round(each, DIGITS) for each in seen.quantiles)))
    return Table("Day by day", ("What", "Rule of planning", "Day", "Mean", *QUANTILES), tuple(rows))


def settings_table(report: Report) -> Table:
    """What was asked."""
    return Table("What was simulated", ("Setting", "Value"), report.asked)


def sheets(report: Report) -> Iterator[tuple[str, Table]]:
    """Every table with the name of its sheet."""
    yield "Settings", settings_table(report)
    yield "Limits", limits_table(report)
    yield "Totals", totals_table(report)
    if report.results.num_foreseen:
        yield "Regret", regret_table(report)
    yield "Overflow by site", ever_table(report)
    for policy in report.results.policies:
        yield f"Overflow {policy}", overflow_table(report, policy)
    yield "Day by day", daily_table(report)


def days_cut_short(report: Report) -> int:
    """Days on which a plan that was to be proven ran out of time."""
    return int(report.results.total(Policy.PLAN, CUT_SHORT).sum())
