"""Many runs as one HTML page that opens anywhere, without a network and without scripts."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from planner.forecast.draw import Chart, fan
from planner.forecast.page import Section, Table, render
from planner.plan import tables as plan_tables
from planner.report.summary import show
from planner.report.words import days_text
from planner.simulate import tables
from planner.simulate.policies import NAMES, Policy
from planner.simulate.results import Spread, spread
from planner.simulate.run import ARRIVED, UNPLACED
from planner.simulate.tables import DRAWN, FANS, Report, percent

BANNER: Final = (
    "What may come, not what will. Nobody simulated is real, nobody is scored, and nothing here is a reason to delay a rescue or to detain "
    "anybody: it shows where room and transport may run out."
)
LEGEND: Final = (
    ("outer", "9 in 10 runs"),
    ("inner", "The middle half of the runs"),
    ("median", "Median"),
    ("mean", "Mean (broken line)"),
)


def render_simulation(report: Report) -> str:
    """Write the page."""
    found, dates = report.results, report.dates
    title = f"What may come, {days_text(dates[0], dates[-1])}"
    sections = [Section("In short", headline(report)), _limits(report), _overflow(report), *_fans(report), _totals(report)]
    if found.num_foreseen:
        sections.append(_regret(report))
    sections.append(Section("What was simulated", APPROXIMATIONS, tables=[_shown(tables.settings_table(report))]))
    foot = [
        f"{found.num_runs:,} runs of {found.num_days} days. How the runs are made, and what they leave out: docs/simulate.md.",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ]
    return render(title, BANNER, sections, foot)


APPROXIMATIONS: Final = (
    (
        "Each run draws arrivals, how long France takes to answer, departures that are cancelled and who drops out late. Every morning "
        "each rule plans again with what is known by then and nothing else; the first day is carried out; then the next morning comes."
    ),
    (
        "The planner’s re-plan is a quick one: the same model and limits, with every aim weighed in its order but nothing proven. A "
        "morning’s own plan is proven and as good or better."
    ),
    (
        "How long France takes to answer is assumed: no figures are published. Departures are cancelled and people drop out with the "
        "figures of the configuration, which are not verified."
    ),
)


def headline(report: Report) -> list[str]:
    """Say in sentences what matters most."""
    found = report.results
    said: list[str] = []
    for policy in found.policies:
        missed, nights = found.missed(policy), spread(found.total(policy, UNPLACED))
        low, high = nights.quantiles[0], nights.quantiles[-1]
        said.append(
            f"{NAMES[policy]}: in {percent(missed.share)} of runs a limit is missed on some day. Nights without a lawful bed: "
            f"{nights.mean:,.0f} in the mean, between {low:,.0f} and {high:,.0f} in 9 of 10 runs."
        )
    if len(found.policies) > 1:
        said.append(_versus(report, found.policies[0], found.policies[1]))
    return said


def _versus(report: Report, one: Policy, other: Policy) -> str:
    mine, theirs = report.results.total(one, UNPLACED), report.results.total(other, UNPLACED)
    better, worse = percent(float((mine < theirs).mean())), percent(float((mine > theirs).mean()))
    return (
        f"Both rules meet the same futures. Against the {NAMES[other].lower()} the {NAMES[one].lower()} has fewer nights without a lawful "
        f"bed in {better} of runs, and more in {worse}."
    )


def _limits(report: Report) -> Section:
    text = (
        "A limit is missed when it is missed for anybody on any day of a run. In brackets is what so few runs leave open (95%). It says "
        "nothing of figures that are assumed."
    )
    return Section("Chance of any limit missed", [text], tables=[_shown(tables.limits_table(report))])


def _overflow(report: Report) -> Section:
    found, ever = report.results, tables.ever_table(report)
    if not ever.rows:
        return Section("Overflow by site and day", ["In no run is anybody without a lawful bed, at any site."])
    by_day = [tables.overflow_table(report, policy) for policy in found.policies]
    text = (
        "Overflow: on that night somebody at the site has no lawful bed. The first table has sites, the others sites and days; blank where "
        "it happened in no run."
    )
    return Section("Overflow by site and day", [text], tables=[_shown(ever), *(_shown(table) for table in by_day if table.rows)])


def _fans(report: Report) -> list[Section]:
    found = report.results
    arriving = _fan(report, "arrived", DRAWN[ARRIVED], found.fan("", ARRIVED))
    made = [Section("People arriving", ["Drawn from the forecast; the same for every rule."], [arriving], LEGEND)]
    for what, name in FANS.items():
        fans = {policy: found.fan(policy, what) for policy in found.policies}
        top = max(day.quantiles[-1] for days in fans.values() for day in days)
        charts = [_fan(report, f"{what}-{policy}", f"{NAMES[policy]}: {name.lower()}", days, top) for policy, days in fans.items()]
        made.append(Section(f"{name} by day", [], charts, LEGEND))
    made[-1] = Section(made[-1].title, [], made[-1].charts, LEGEND, [_shown(tables.daily_table(report))], folded=True)
    return made


def _fan(report: Report, key: str, name: str, days: Sequence[Spread], top: float | None = None) -> tuple[str, Markup]:
    labels = [(place + 0.5, _short(report, place)) for place in range(0, len(days), 7)]
    highest = max(range(len(days)), key=lambda place: days[place].quantiles[-1])
    desc = (
        f"The upper end of 9 in 10 runs is highest on {_short(report, highest)}, at {days[highest].quantiles[-1]:,.0f}; the median then is "
        f"{days[highest].quantiles[2]:,.0f}. The table Day by day has every number."
    )
    chart = Chart(key.replace("_", "-"), name, desc)
    return name, fan(chart, [day.quantiles for day in days], [day.mean for day in days], labels, top)


def _short(report: Report, place: int) -> str:
    return f"{report.dates[place].day} {report.dates[place]:%b}"


def _totals(report: Report) -> Section:
    return Section("Totals over all days", ["Quantiles over the runs."], tables=[_shown(tables.totals_table(report))])


def _regret(report: Report) -> Section:
    found = report.results
    text = [
        (
            f"For the first {found.num_foreseen:,} runs one plan was made over all days with everything known beforehand: every arrival, "
            "answer, cancellation and who would drop out. Regret is how far a rule stays behind it: what not knowing costs."
        ),
        (
            "The plan with foresight is a good one and not proven, so that a rule may be ahead of it (a regret below 0), above all in "
            "one aim because it is behind in an aim before. Proven is how many nights without a lawful bed nothing could have avoided: the "
            "true regret in these is at most what is said."
        ),
    ]
    return Section("Regret against perfect foresight", text, tables=[_shown(tables.regret_table(report))])


def _shown(table: plan_tables.Table) -> Table:
    return Table(table.name, table.columns, tuple(tuple(show(cell) for cell in row) for row in table.rows))
