"""A forecast as one page: fan, chance of arrivals, totals, table."""

from datetime import date

from planner.forecast.distribution import DayForecast, Forecast, SpanForecast
from planner.forecast.draw import Chart, bars, fan
from planner.forecast.page import Section, Table, render
from planner.forecast.show import LICENCE

BANNER = (
    "A forecast of counts, to keep room and staff ready. Nobody in it is known, and no boat: rescue comes first, "
    "whatever is forecast, and nothing here ranks or delays one."
)
LEGEND = (
    ("outer", "9 in 10 of what may come"),
    ("inner", "The middle half"),
    ("median", "Median: as likely more as fewer"),
    ("mean", "Mean (broken line)"),
)
QUANTILES = ("5%", "25%", "50%", "75%", "95%")


def show_forecast(forecast: Forecast) -> str:
    """Write the page."""
    days, spans = forecast.days, forecast.spans
    labels = [(place + 0.5, _short(day.date)) for place, day in enumerate(days) if place % 7 == 0]
    highest = max(days, key=lambda day: day.quantiles[-1])
    desc = f"The upper end of 9 in 10 is highest on {_short(highest.date)}, at {highest.quantiles[-1]:.0f} people; the table has every day."
    chances = [100 * day.chance for day in days]
    chance_desc = f"From {min(chances):.0f} to {max(chances):.0f}%; the table has every day."
    chart = fan(
        Chart("fan", "Forecast of people arriving by day", desc), [day.quantiles for day in days], [day.mean for day in days], labels
    )
    chance = bars(Chart("chance", "Chance of any arrivals by day", chance_desc), chances, _labels(days), "%", 100)
    last = forecast.known_until
    title = f"Forecast of arrivals, {_long(days[0].date)} to {_long(days[-1].date)}"
    header = ("Day", "Outlook", "Chance of arrivals", "Mean", *QUANTILES)
    sections = [
        Section("People by day", [], [("Forecast: people a day", chart)], LEGEND),
        Section("Chance of any arrivals", [], [("Forecast: chance of any arrivals, %", chance)]),
        Section("Totals", ["Quantiles of days do not add up, so totals have their own."], tables=[_totals(spans)]),
        Section("Every day", [], tables=[Table("Forecast by day: people", header, tuple(map(_row, days)))]),
    ]
    fitted = forecast.parameters
    foot = [
        f"{len(forecast.paths.people):,} simulated paths, seed {forecast.seed}, from arrivals known to {_long(last)}.",
        f"Parameters fitted on {_long(fitted.first)} to {_long(fitted.last)} ({fitted.file}).",
        LICENCE,
    ]
    return render(title, BANNER, sections, foot)


def _totals(spans: tuple[SpanForecast, ...]) -> Table:
    rows = tuple(
        (f"{_short(span.first)} to {_short(span.last)}", f"{span.mean:,.0f}", *(f"{each:,.0f}" for each in span.quantiles))
        for span in spans
    )
    return Table("Forecast of totals: people", ("Days", "Mean", *QUANTILES), rows)


def _row(day: DayForecast) -> tuple[str, ...]:
    colour = day.outlook or "none given"
    return (
        f"{day.date:%a} {_short(day.date)}",
        colour,
        f"{100 * day.chance:.0f}%",
        f"{day.mean:,.0f}",
        *(f"{each:,.0f}" for each in day.quantiles),
    )


def _labels(days: tuple[DayForecast, ...]) -> list[str]:
    return [_short(day.date) if place % 7 == 0 else "" for place, day in enumerate(days)]


def _short(when: date) -> str:
    return f"{when.day} {when:%b}"


def _long(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
