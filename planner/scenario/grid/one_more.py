"""What one more of everything there is would be worth, each by planning again with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.plan.tables import Row, Table
from planner.report.words import MEASURES, place_names
from planner.scenario.changes.change import Amount, Change, Days, How, Units
from planner.scenario.changes.estate import Beds, Flow
from planner.scenario.changes.law import France, Parity
from planner.scenario.changes.transport import Departures, Resource, Seats
from planner.scenario.compare import signed
from planner.scenario.grid.measures import MORE_IS_BETTER, Known
from planner.scenario.run import OUTCOMES

ONE = Amount(How.ADD, Fraction(1))
ALWAYS = Days(None, None)
DAILY = {"escorts": "Escort a day", "medics": "Medic a day", "cases": "Case step a day", "ground_seats": "Ground seat a day"}


@dataclass(frozen=True, slots=True)
class More:
    """One more of something.

    Attributes
    ----------
    kind, what
        Kind of thing, and which.
    """

    kind: str
    what: str
    change: Change


@dataclass(frozen=True, slots=True)
class Worth:
    """One more of something, and what is known with it."""

    more: More
    known: Known


@dataclass(frozen=True, slots=True)
class Asked:
    """One more of everything, solved.

    Attributes
    ----------
    base
        What is known without a change.
    aims
        In the order of the workspace.
    """

    base: Known
    aims: tuple[Measure, ...]
    found: tuple[Worth, ...]

    def gains(self, worth: Worth) -> list[int]:
        """How much better each aim is: below 0 where one gives way to an aim before it."""
        return [(worth.known.figures[aim] - self.base.figures[aim]) * (1 if aim in MORE_IS_BETTER else -1) for aim in self.aims]

    def ranked(self) -> list[Worth]:
        """What is worth anything, most first: by what is gained in the first aim, then in the second, and so on."""
        useful = (worth for worth in self.found if any(self.gains(worth)))
        return sorted(useful, key=lambda worth: [-gain for gain in self.gains(worth)])


def everything(instance: Instance) -> tuple[More, ...]:
    """One more of each thing that a plan may use up."""
    return (*_of_sites(instance), *_of_departures(instance), *_of_days_and_weeks(instance))


def worth_table(asked: Asked) -> Table:
    """Everything that is worth something, most first."""
    rows: list[Row] = []
    for rank, worth in enumerate(asked.ranked(), 1):
        differences = (signed(worth.known.figures[aim] - asked.base.figures[aim]) for aim in asked.aims)
        rows.append((rank, worth.more.what, worth.more.kind, *differences, OUTCOMES[worth.known.outcome]))
    return Table("What one more is worth", ("Rank", "One more", "Kind", *(MEASURES[aim] for aim in asked.aims), "Solve"), tuple(rows))


def gains_words(asked: Asked, worth: Worth) -> str:
    """What one more changes, in the order of the aims."""
    differences = [(aim, worth.known.figures[aim] - asked.base.figures[aim]) for aim in asked.aims]
    told = "; ".join(f"{signed(difference)} {MEASURES[aim][0].lower()}{MEASURES[aim][1:]}" for aim, difference in differences if difference)
    return told + ("" if worth.known.is_certain else f" ({OUTCOMES[worth.known.outcome].lower()})")


def nothing_table(asked: Asked) -> Table:
    """Everything of which one more changes no aim."""
    idle = (worth for worth in asked.found if not any(asked.gains(worth)))
    rows = tuple((worth.more.what, worth.more.kind, OUTCOMES[worth.known.outcome]) for worth in idle)
    return Table("One more of these changes no aim", ("One more", "Kind", "Solve"), rows)


def aims_table(asked: Asked) -> Table:
    """Every aim in its order without a change."""
    rows = tuple((MEASURES[aim], asked.base.figures[aim]) for aim in asked.aims)
    return Table("Without a change", ("Aim, in their order", "Value"), rows)


def _of_sites(instance: Instance) -> Iterator[More]:
    for site in instance.sites:
        for unit in site.units:
            yield More("Bed", f"{site.name}, {unit.name} ({unit.unit_id})", Beds(Units(unit.unit_id, None), ONE, ALWAYS))
        for field, kind in (("admissions_per_day", "Admission a day"), ("discharges_per_day", "Discharge a day")):
            if getattr(site, field) is not None:
                yield More(kind, f"{site.name} ({site.site_id})", Flow(field, site.site_id, ONE))


def _of_departures(instance: Instance) -> Iterator[More]:
    names = place_names(instance)
    for departure in instance.departures:
        if not departure.cancelled:
            place = names.get(departure.place_id, departure.place_id)
            seats = Seats(Departures(departure.departure_id, ALWAYS), ONE)
            yield More("Seat", f"{departure.departure_id} from {place}", seats)


def _of_days_and_weeks(instance: Instance) -> Iterator[More]:
    for resource, kind in DAILY.items():
        yield More(kind, "on every day", Resource(resource, ONE, ALWAYS))
    for cap, limit in (("daily", instance.rules.france_daily_cap), ("weekly", instance.rules.france_weekly_cap)):
        if limit is not None:
            yield More("Person received by France", cap, France(cap, ONE))
    yield More("Person ahead in the balance with France (policy)", "upper band", Parity("upper", ONE))
