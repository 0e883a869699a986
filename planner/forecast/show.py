"""The imported series as one page: calendar, seasonal profile, days without arrivals, people per boat, departures prevented."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean, median

from markupsafe import Markup

from planner.forecast.draw import STEPS, Chart, bars, calendar, lines
from planner.forecast.page import Section, Table, render
from planner.forecast.series import Day, Series, doubts, quiet_spells

BANNER = "Published counts of people who arrived, provisional and revised later. Nobody in them is known by more than a number."
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0 (Home Office, small boats time series)."
RECENT_YEARS = 3
SPELLS = ((1, 1), (2, 2), (3, 4), (5, 7), (8, 14), (15, 9999))
MONTHS = tuple(f"{date(2024, month, 1):%b}" for month in range(1, 13))
NONE = "–"


def show_series(series: Series) -> str:
    """Write the page."""
    sections = [_at_a_glance(series), _calendar(series), _profile(series), _quiet(series), _per_boat(series)]
    if series.weeks:
        sections.append(_prevented(series))
    sections.append(_doubts(series))
    title = f"Small boat arrivals, {_day(series.first)} to {_day(series.last)}"
    return render(title, BANNER, sections, [f"Read from {series.file}.", LICENCE])


def _at_a_glance(series: Series) -> Section:
    rows = tuple(_year_row(year, series.of_year(year)) for year in series.years)
    header = (
        "Year",
        "People",
        "Boats",
        "People a boat",
        "Days with arrivals",
        "Days in all",
        "Busiest day",
        "People that day",
        "Days not counted",
    )
    return Section("Years", [], tables=[Table("Arrivals by year", header, rows)])


def _year_row(year: int, days: Sequence[Day]) -> tuple[str, ...]:
    people, boats = _counted(days), sum(day.boats or 0 for day in days)
    busiest = max(days, key=lambda day: day.people or 0)
    shown = (_day(busiest.date), f"{busiest.people or 0:,}") if busiest.people else (NONE, NONE)
    missing = sum(day.people is None or day.boats is None for day in days)
    mean = f"{sum(people) / boats:.1f}" if boats else NONE
    return (
        str(year),
        f"{sum(people):,}",
        f"{boats:,}",
        mean,
        str(sum(count > 0 for count in people)),
        str(len(days)),
        *shown,
        str(missing),
    )


def _calendar(series: Series) -> Section:
    charts: list[tuple[str, Markup]] = []
    for year in series.years:
        days = series.of_year(year)
        with_arrivals = sum(bool(day.people) for day in days)
        desc = f"People arrived on {with_arrivals} of {len(days)} days; the table by month below has the figures."
        chart = Chart(f"calendar-{year}", f"Arrivals in {year} by day", desc)
        charts.append((str(year), calendar(chart, [(day.date, day.people) for day in days])))
    bounds = [*STEPS[1:], None]
    legend = [("step0", "Nobody")]
    legend += [
        (f"step{step}", f"{least:,} or more" if upper is None else f"{least:,} to {upper - 1:,} people")
        for step, (least, upper) in enumerate(zip(STEPS[1:], bounds[1:], strict=True), start=1)
    ]
    legend.append(("missing", "Not counted: missing, not zero"))
    rows = tuple((str(year), *(_month_people(series, year, month) for month in range(1, 13))) for year in series.years)
    return Section("Calendar", [], charts, legend, [Table("People by year and month", ("Year", *MONTHS), rows)], folded=True)


def _month_people(series: Series, year: int, month: int) -> str:
    counts = _counted([day for day in series.of_year(year) if day.date.month == month])
    return f"{sum(counts):,}" if counts else NONE


def _profile(series: Series) -> Section:
    recent = series.years[-RECENT_YEARS:]
    span = f"{recent[0]} to {recent[-1]}"
    by_month = [_counted([day for day in series.days if day.date.month == month and day.date.year in recent]) for month in range(1, 13)]
    shares = [100 * sum(count > 0 for count in counts) / len(counts) if counts else 0.0 for counts in by_month]
    means = [fmean(counts) if counts else 0.0 for counts in by_month]
    active = [[count for count in counts if count] for counts in by_month]
    rows = tuple(
        (name, f"{share:.0f}%", f"{mean:.0f}", f"{median(counts):.0f}" if counts else NONE, f"{max(counts):,}" if counts else NONE)
        for name, share, mean, counts in zip(MONTHS, shares, means, active, strict=True)
    )
    header = ("Month", "Days with arrivals", "People a day, mean of all days", "Median of days with arrivals", "Busiest day")
    charts = [
        (
            "Days with arrivals, %",
            bars(Chart("share", f"Share of days with arrivals by month, {span}", _extremes(shares, "%")), shares, MONTHS, "%", 100),
        ),
        (
            "People a day, mean of all days",
            bars(Chart("mean", f"People a day by month, {span}", _extremes(means, " people")), means, MONTHS),
        ),
    ]
    return Section(f"Seasonal profile, {span}", [], charts, (), [Table(f"Months, {span}", header, rows)], folded=True)


def _extremes(values: Sequence[float], unit: str) -> str:
    high, low = max(range(12), key=values.__getitem__), min(range(12), key=values.__getitem__)
    return f"Most in {MONTHS[high]}, {values[high]:.0f}{unit}; least in {MONTHS[low]}, {values[low]:.0f}{unit}."


def _quiet(series: Series) -> Section:
    spells = quiet_spells(series.days)
    numbers = [sum(low <= length <= high for _, length in spells) for low, high in SPELLS]
    labels = [str(low) if low == high else f"{low} or more" if high > 999 else f"{low} to {high}" for low, high in SPELLS]  # noqa: PLR2004  # no spell is so long
    longest = max(spells, key=lambda spell: spell[1], default=None)
    text = [f"Longest: {longest[1]} days from {_day(longest[0])}."] if longest else ["There is no day without arrivals."]
    rows = tuple(_quiet_row(year, series) for year in series.years)
    chart = bars(Chart("spells", "Runs of days without arrivals by length in days", " ".join(text)), [*map(float, numbers)], labels)
    table = Table("Days without arrivals by year", ("Year", "Days without arrivals", "Share of days", "Longest run", "It began on"), rows)
    return Section("Days without arrivals", text, [("Runs of days without arrivals, by length in days", chart)], (), [table])


def _quiet_row(year: int, series: Series) -> tuple[str, ...]:
    days = series.of_year(year)
    none = sum(day.people == 0 for day in days)
    start, length = max(quiet_spells(days), key=lambda spell: spell[1], default=(None, 0))
    return (str(year), str(none), f"{100 * none / len(days):.0f}%", f"{length} days", _day(start) if start else NONE)


def _per_boat(series: Series) -> Section:
    months = sorted({(day.date.year, day.date.month) for day in series.days})
    means = [_mean_per_boat([day for day in series.days if (day.date.year, day.date.month) == month]) for month in months]
    labels = [(place + 0.5, str(year)) for place, (year, month) in enumerate(months) if month == 1]
    rows = tuple(_per_boat_row(year, series.of_year(year)) for year in series.years)
    known = [mean for mean in means if mean is not None]
    desc = f"From {known[0]:.0f} in the first month with boats to {known[-1]:.0f} in the last." if known else "No boats."
    chart = lines(Chart("per-boat", "People a boat by month", desc), [("line-b", means)], labels)
    header = ("Year", "Mean", "Lowest tenth of days", "Median of days", "Highest tenth of days")
    text = ["Means of days, by boats. A single day's figure can mislead: a boat may be counted on another day than its people."]
    return Section("People per boat", text, [("People a boat, by month", chart)], (), [Table("People a boat by year", header, rows)])


def _per_boat_row(year: int, days: Sequence[Day]) -> tuple[str, ...]:
    ratios = sorted(mean for day in days if (mean := day.people_per_boat) is not None)
    mean = _mean_per_boat(days)
    if not ratios or mean is None:
        return (str(year), NONE, NONE, NONE, NONE)
    tenths = (ratios[round(share * (len(ratios) - 1))] for share in (0.1, 0.5, 0.9))
    return (str(year), f"{mean:.1f}", *(f"{ratio:.0f}" for ratio in tenths))


def _mean_per_boat(days: Sequence[Day]) -> float | None:
    counted = [(day.people, day.boats) for day in days if day.people is not None and day.boats]
    return sum(people for people, _ in counted) / sum(boats for _, boats in counted) if counted else None


def _prevented(series: Series) -> Section:
    rows: list[tuple[str, ...]] = []
    for year in series.years:
        weeks = [week for week in series.weeks if week.ending.year == year]
        counted = [week for week in weeks if week.people_prevented is not None]
        people, events = sum(week.people_prevented or 0 for week in counted), sum(week.events_prevented or 0 for week in counted)
        shown = (f"{people:,}", f"{events:,}") if counted else (NONE, NONE)
        rows.append((str(year), *shown, f"{len(counted)} of {len(weeks)}"))
    text = [
        "Operational estimates of the French authorities, for weeks that ended in the year. They are shown and not used in any forecast."
    ]
    header = ("Year", "People", "Events", "Weeks with a count")
    return Section("Departures prevented", text, tables=[Table("Departures prevented by year", header, tuple(rows))])


def _doubts(series: Series) -> Section:
    revised = [day for day in series.days if day.note]
    lines_ = [f"{len(revised)} days carry a note" + (f", the last {_day(revised[-1].date)}: {revised[-1].note}." if revised else ".")]
    found = doubts(series)
    lines_ += [f"Doubtful: {text}." for text in found] or ["Days and weeks agree, and no day's counts are doubtful."]
    return Section("Notes and doubts", lines_)


def _counted(days: Sequence[Day]) -> list[int]:
    return [day.people for day in days if day.people is not None]


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
