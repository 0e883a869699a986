"""Limits and more of them, as planners speak: what is full, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planner.domain.instance import Instance
from planner.domain.people import Category
from planner.explain.capacity import Capacity, CapacityKind
from planner.explain.clash import Limit
from planner.explain.reasons import Extra
from planner.report.words import count_text, days_text, people_text

CATEGORIES = {
    Category.ADULT_MAN: "men",
    Category.ADULT_WOMAN: "women",
    Category.ADULT_OTHER: "other adults",
    Category.FAMILY: "families",
    Category.LONE_CHILD: "children alone",
}

LIMITS = {
    CapacityKind.BED: "Beds in {}",
    CapacityKind.ADMISSION: "Admissions at {}",
    CapacityKind.DISCHARGE: "People leaving {}",
    CapacityKind.GROUND: "Ground seats",
    CapacityKind.ESCORT: "Escorts",
    CapacityKind.MEDIC: "Medics",
    CapacityKind.CASE: "Caseworker cases",
    CapacityKind.SEAT: "Seats on departure {}",
    CapacityKind.FRANCE_DAY: "People France receives a day",
    CapacityKind.FRANCE_WEEK: "People France receives a week",
    CapacityKind.PARITY: "The upper band of the balance with France",
    CapacityKind.APART: "Keeping {} apart",
}

EXTRAS = {
    CapacityKind.BED: ("bed in {}", "beds in {}"),
    CapacityKind.GROUND: ("ground seat", "ground seats"),
    CapacityKind.ESCORT: ("escort", "escorts"),
    CapacityKind.MEDIC: ("medic", "medics"),
    CapacityKind.CASE: ("caseworker case", "caseworker cases"),
    CapacityKind.SEAT: ("seat on departure {}", "seats on departure {}"),
    CapacityKind.ADMISSION: ("person admitted at {}", "people admitted at {}"),
    CapacityKind.DISCHARGE: ("person leaving {}", "people leaving {}"),
    CapacityKind.FRANCE_DAY: ("person received by France a day", "people received by France a day"),
    CapacityKind.FRANCE_WEEK: ("person received by France a week", "people received by France a week"),
    CapacityKind.PARITY: ("person in the balance with France", "people in the balance with France"),
}


def subjects(instance: Instance) -> Mapping[str, str]:
    """Units and sites in words, by id: unit BROOK-B (men) at Brook House IRC."""
    found = {str(site.site_id): f"{site.name} ({site.site_id})" for site in instance.sites}
    for site in instance.sites:
        for unit in site.units:
            holds = ", ".join(words for category, words in CATEGORIES.items() if category in unit.holds)
            found[str(unit.unit_id)] = f"unit {unit.unit_id} ({holds}) at {site.name}"
    return found


def limits_lines(instance: Instance, names: Mapping[str, str], limits: Sequence[Limit]) -> Iterator[str]:
    """Limits and their days, those of one kind on the same days in one line: Beds in unit BROOK-B (men) at Brook House IRC, 3 June 2026."""
    alike: defaultdict[tuple[CapacityKind, str, str], list[str]] = defaultdict(list)
    for limit in limits:
        apart = limit.subject if limit.kind is CapacityKind.APART else ""
        days = ", ".join(span_text(instance, each) for each in limit.days)
        alike[limit.kind, apart, days].append(names.get(limit.subject, limit.subject))
    for (kind, _, days), some in alike.items():
        yield f"{LIMITS[kind].format('; '.join(some))}, {days}"


def capacity_text(instance: Instance, names: Mapping[str, str], capacity: Capacity) -> str:
    """A capacity of the optimiser and its days; seats and staff of a departure are one there."""
    what = "Seats and escorts of departure {}" if capacity.kind is CapacityKind.SEAT else LIMITS[capacity.kind]
    return f"{what.format(names.get(capacity.subject, capacity.subject))}, {span_text(instance, capacity)}"


def extra_text(instance: Instance, names: Mapping[str, str], extra: Extra) -> str:
    """More of a capacity: 2 beds in unit BROOK-B (men) at Brook House IRC, 3 June 2026 to 6 June 2026."""
    one, many = EXTRAS[extra.capacity.kind]
    subject = names.get(extra.capacity.subject, extra.capacity.subject)
    return f"{count_text(extra.count, one.format(subject), many.format(subject))}, {span_text(instance, extra.capacity)}"


def repair_text(instance: Instance, names: Mapping[str, str], repair: Sequence[Extra]) -> str:
    """All that a repair needs, in one line."""
    return "; ".join(extra_text(instance, names, each) for each in repair)


def span_text(instance: Instance, capacity: Capacity) -> str:
    """The days of a capacity that lie in the plan."""
    horizon = instance.horizon
    first, last = max(0, capacity.first_day), min(capacity.last_day, horizon.num_days - 1)
    return days_text(horizon.date_of(first), horizon.date_of(last))


def wanted_text(num_people: int, num_nights: int, *, unplaced: bool) -> str:
    """Who is meant: 14 people, 42 nights without a lawful bed."""
    if not unplaced:
        return f"{people_text(num_people)} not transferred"
    return f"{people_text(num_people)} without a lawful bed, {count_text(num_nights, 'night', 'nights')} in all"
