"""What one more of each capacity is worth, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.domain.plan import MAXIMISED, Measure
from planner.explain.capacity import CapacityKind
from planner.explain.more import CAPS
from planner.plan.tables import Table
from planner.report.limits import EXTRAS, span_text, subjects
from planner.report.words import MEASURES, count_text

if TYPE_CHECKING:
    from planner.domain.instance import Instance
    from planner.explain.price import Price

GAINS = {
    Measure.UNPLACED_NIGHTS: ("night without a lawful bed less", "nights without a lawful bed less"),
    Measure.TRANSFERS: ("transfer more", "transfers more"),
    Measure.EXPIRING_TRANSFERS: ("transfer more of those whose last day falls in these weeks",) * 2,
    Measure.LIVE_CASES_LET_GO: ("person less moved on with a live case", "people fewer moved on with a live case"),
    Measure.DETENTION_NIGHTS: ("night in detention less", "nights in detention less"),
}
NOTHING = "Nothing is full that others would use: one more of any capacity is worth nothing."
HEADING = "What one more is worth, the most first for each aim:"


def prices_lines(instance: Instance, prices: Sequence[Price]) -> Iterator[str]:
    """Show prices as lines to read."""
    if not prices:
        yield NOTHING
        return
    names = subjects(instance)
    yield HEADING
    for price in prices:
        yield f"  {what_text(instance, names, price)}"
        yield from (f"    {line}" for line in price_lines(price))


def what_text(instance: Instance, names: Mapping[str, str], price: Price) -> str:
    """One more of what, and when: 1 more bed in unit BROOK-B (men) at Brook House IRC, 3 June 2026 to 6 June 2026."""
    kind, subject = price.days[0].kind, price.days[0].subject
    return f"1 more {EXTRAS[kind][0].format(names.get(subject, subject))}, {_when(instance, price)}"


def _when(instance: Instance, price: Price) -> str:
    return "every day" if price.days[0].kind in CAPS else ", ".join(span_text(instance, each) for each in price.days)


def _num_days(price: Price) -> int:
    return sum(each.last_day - each.first_day + 1 for each in price.days)


def prices_table(instance: Instance, prices: Sequence[Price]) -> Table:
    """What one more of each capacity is worth at the prices of the plan's proofs; places of one kind that are worth the same in one row."""
    names = subjects(instance)
    alike: defaultdict[tuple[CapacityKind, str, str, Measure], list[str]] = defaultdict(list)
    for price in prices:
        gain = f"{_figure(price.worth[price.measure])} {'more' if price.measure in MAXIMISED else 'fewer'}"
        key = (price.days[0].kind, _when(instance, price), gain, price.measure)
        alike[key].append(names.get(price.days[0].subject, price.days[0].subject))
    rows = tuple(
        (EXTRAS[kind][0].format("\nor ".join(places)), when, gain, MEASURES[measure])
        for (kind, when, gain, measure), places in alike.items()
    )
    return Table("What one more is worth", ("1 more", "When", "Worth, over all these days", "Aim"), rows)


def price_lines(price: Price) -> Iterator[str]:
    """What it is worth, how far that holds, and what planning again gives."""
    worth, first = price.worth[price.measure], price.measure
    num_days = _num_days(price)
    by_day = f", {_figure(worth / num_days)} a day" if num_days > 1 and price.days[0].kind not in CAPS else ""
    yield f"Price: {_gain(first, worth)}{by_day}; it holds from {price.fewer} fewer to {price.more} more"
    if price.changes is None:
        return
    again = [text for measure, change in price.changes.items() if change and (text := _change_text(measure, change, price))]
    yield f"Planned again with it: {'; '.join(again) if again else 'nothing changes'}"
    if not price.agrees:
        yield "That is not what the price says; what planning again gives is true: whole people need whole places."


def price_json(instance: Instance, price: Price) -> dict[str, Any]:
    """Show a price as values for machines."""
    horizon = instance.horizon
    return {
        "kind": price.days[0].kind,
        "subject": price.days[0].subject,
        "days": [
            [horizon.date_of(min(max(0, day), horizon.num_days - 1)).isoformat() for day in (each.first_day, each.last_day)]
            for each in price.days
        ],
        "price": {measure.value: round(worth, 6) for measure, worth in price.worth.items()},
        "decided_by": price.measure.value,
        "holds": {"fewer": price.fewer, "more": price.more},
        "changes": None if price.changes is None else {measure.value: change for measure, change in price.changes.items()},
        "proven": sorted(measure.value for measure in price.proven),
        "agrees": price.agrees,
    }


def _change_text(measure: Measure, change: int, price: Price) -> str:
    """A change in an aim that prices are told in; the others are left to the JSON."""
    if measure not in GAINS:
        return ""
    proven = "" if measure in price.proven else " (not proven)"
    better = (change > 0) == (measure in MAXIMISED)
    if better:
        return f"{count_text(abs(change), *GAINS[measure])}{proven}"
    return f"{MEASURES[measure]} {change:+,}{proven}"


def _gain(measure: Measure, worth: float) -> str:
    figure = _figure(worth)
    return f"{figure} {GAINS[measure][figure != '1']}"


def _figure(worth: float) -> str:
    return f"{worth:,.3f}".rstrip("0").rstrip(".")
