"""Scenarios side by side, as tables: what is reached, for whom it changes, and what is used up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from planner.domain.ids import PersonId
from planner.domain.plan import Measure, PersonPlan, Status
from planner.plan.tables import Cell, Row, Table
from planner.report.words import MEASURES, short_day_text
from planner.scenario.binding import used_up
from planner.scenario.figures import MORE, Figures, figures_of, leaves_on, nights_of, weeks
from planner.scenario.run import OUTCOMES, Solved

DIFFERENCE = "{}: difference"
NOT_AIMS = frozenset({Measure.WAIT_ORDER, Measure.DEADLINE_ORDER})
"""Measures that order equals, and say nothing to a reader."""

ENDS = {
    Status.TRANSFERRED: "transferred to France",
    Status.ONWARD: "in onward accommodation",
    Status.LOCAL_AUTHORITY: "in local-authority care",
    Status.DETAINED: "in detention",
    Status.LANDING: "at a landing place",
    Status.UNPLACED: "without a lawful bed",
    Status.EXPECTED: "not yet ashore",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario with its counts."""

    solved: Solved
    figures: Figures

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.solved.scenario.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """The workspace as it is, and scenarios.

    Attributes
    ----------
    columns
        The first is without a change.
    """

    columns: tuple[Column, ...]

    @property
    def base(self) -> Column:
        """The column without a change."""
        return self.columns[0]

    @property
    def changed(self) -> tuple[Column, ...]:
        """All other columns."""
        return self.columns[1:]


def compare(answers: Sequence[Solved]) -> Comparison:
    """Count every answer; the first is without a change."""
    return Comparison(tuple(Column(solved, figures_of(solved.instance, solved.plan)) for solved in answers))


def changes_table(comparison: Comparison) -> Table:
    """What each scenario changes, whether that is policy, and how its solve ended."""
    rows: list[Row] = []
    for column in comparison.columns:
        scenario, ended = column.solved.scenario, OUTCOMES[column.solved.outcome]
        rows += [
            (scenario.name, change.words(), "Policy" if change.is_policy else "Capacity or forecast", scenario.reason, ended)
            for change in scenario.changes
        ] or [(scenario.name, "Nothing", "", scenario.reason, ended)]
    return Table("What is changed", ("Scenario", "Change", "Kind", "Reason", "Solve"), tuple(rows))


def measures_table(comparison: Comparison) -> Table:
    """Every aim in its order, side by side, with differences."""
    rows = [
        (MEASURES[item.measure], *_beside([_value(column, item.measure) for column in comparison.columns]))
        for item in comparison.base.solved.measures
        if item.measure not in NOT_AIMS
    ]
    return Table("Aims, in their order", _columns("Aim", comparison), tuple(rows))


def bounds_table(comparison: Comparison) -> Table | None:
    """Bounds of what is not proven; None when all is."""
    rows = tuple(
        (column.name, MEASURES[item.measure], item.value, item.bound, item.gap)
        for column in comparison.columns
        for item in column.solved.measures
        if item.gap
    )
    return Table("Not proven: a better plan may exist", ("Scenario", "Aim", "Value", "Bound", "Gap"), rows) if rows else None


def figures_table(comparison: Comparison) -> Table:
    """More counts, side by side, with differences."""
    rows = tuple((words, *_beside([column.figures.more[name] for column in comparison.columns])) for name, words in MORE.items())
    return Table("More figures", _columns("Count", comparison), rows)


def people_table(comparison: Comparison) -> Table:
    """For how many people something changes, scenario by scenario."""
    counted = [_changes_for(comparison.base.solved, column.solved) for column in comparison.changed]
    seen = {key for counts in counted for key in counts}
    rows = tuple((words, *(counts[order, words] for counts in counted)) for order, words in sorted(seen))
    return Table("What changes, for how many people", ("Beside no change", *(column.name for column in comparison.changed)), rows)


def binding_table(comparison: Comparison) -> Table:
    """What is used up, and how often, side by side, with differences; things never used up are left out."""
    counted = [used_up(column.solved.instance, column.figures) for column in comparison.columns]
    used = sorted({each for counts in counted for each in counts})
    rows = tuple((each.what, each.kind, each.counted, *_beside([counts[each] for counts in counted])) for each in used)
    return Table("Where nothing is left", ("What", "Kind", "Counted", *_columns("", comparison)[1:]), rows)


def occupancy_table(comparison: Comparison) -> Table:
    """People in beds and beds by site and night, scenario by scenario."""
    rows: list[Row] = []
    for place, site in enumerate(comparison.base.solved.instance.sites):
        for night, when in enumerate(comparison.base.solved.instance.horizon.dates()):
            cells: list[Cell] = []
            for column in comparison.columns:
                beds = sum(unit.beds[night] for unit in column.solved.instance.sites[place].units)
                cells += [column.figures.in_beds[site.site_id, night], beds]
            if any(cells):
                rows.append((site.name, when, *cells))
    names = tuple(f"{column.name}: {what}" for column in comparison.columns for what in ("people", "beds"))
    return Table("Occupancy", ("Site", "Night", *names), tuple(rows))


def weeks_table(comparison: Comparison) -> Table:
    """People transferred by week, scenario by scenario."""
    rows = tuple(
        (
            f"{short_day_text(monday)} to {short_day_text(monday + timedelta(days=6))}",
            *(sum(column.figures.transfers[day] for day in days) for column in comparison.columns),
        )
        for monday, days in weeks(comparison.base.solved.instance)
    )
    return Table("People transferred to France, by week", ("Week", *(column.name for column in comparison.columns)), rows)


def detention_table(comparison: Comparison) -> Table:
    """People in detention by night, scenario by scenario."""
    rows = tuple(
        (when, *(column.figures.detained[night] for column in comparison.columns))
        for night, when in enumerate(comparison.base.solved.instance.horizon.dates())
    )
    return Table("People in detention, by night", ("Night", *(column.name for column in comparison.columns)), rows)


def _value(column: Column, measure: Measure) -> int:
    return next(item.value for item in column.solved.measures if item.measure is measure)


def _columns(first: str, comparison: Comparison) -> tuple[str, ...]:
    names = [comparison.base.name]
    for column in comparison.changed:
        names += [column.name, DIFFERENCE.format(column.name)]
    return (first, *names)


def _beside(values: Sequence[int]) -> tuple[Cell, ...]:
    """The first value, then each other with its difference."""
    cells: list[Cell] = [values[0]]
    for value in values[1:]:
        cells += [value, signed(value - values[0])]
    return tuple(cells)


def signed(difference: int) -> str:
    """Show a difference with its sign."""
    return f"{difference:+,}".replace("-", "−") if difference else "0"


def _changes_for(base: Solved, other: Solved) -> Counter[tuple[int, str]]:
    """Count people by what changes for them; a person may be counted in several lines."""
    counts = Counter[tuple[int, str]]()
    before = {person.person_id: person for person in base.plan.people}
    after: dict[PersonId, PersonPlan] = {person.person_id: person for person in other.plan.people}
    counts[0, "Nothing changes"] = sum(_same(before[person_id], after[person_id]) for person_id in before.keys() & after.keys())
    counts[9, "Only in this scenario (forecast)"] = len(after.keys() - before.keys())
    counts[9, "Only without the change (forecast)"] = len(before.keys() - after.keys())
    for person_id in before.keys() & after.keys():
        was, now = before[person_id], after[person_id]
        if not _same(was, now):
            for order, words in _differences(was, now) or [(6, "Only another unit, or another day for a case step")]:
                counts[order, words] += 1
    return Counter({key: count for key, count in counts.items() if count})


def _differences(was: PersonPlan, now: PersonPlan) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    ended, ends = was.stays[-1].status, now.stays[-1].status
    if ends is not ended:
        found.append((1, f"Is {ENDS[ends]} in the end, not {ENDS[ended]}"))
    left, leaves = leaves_on(was), leaves_on(now)
    if left is not None and leaves is not None and left != leaves:
        found.append((2, "Transferred on an earlier day" if leaves < left else "Transferred on a later day"))
    counted: list[tuple[int, str, Callable[[PersonPlan], int]]] = [
        (3, "nights without a lawful bed", lambda person: nights_of(person, Status.UNPLACED)),
        (4, "nights in detention", lambda person: nights_of(person, Status.DETAINED)),
    ]
    for order, words, count in counted:
        if count(was) != count(now):
            found.append((order, f"{'More' if count(now) > count(was) else 'Fewer'} {words}"))
    if _places(was) != _places(now):
        found.append((5, "At another site on some night"))
    return found


def _places(person: PersonPlan) -> dict[int, str]:
    return {
        night: str(stay.site_id)
        for stay in person.stays
        if stay.site_id is not None and stay.status is not Status.UNPLACED
        for night in range(stay.first_night, stay.last_night + 1)
    }


def _same(was: PersonPlan, now: PersonPlan) -> bool:
    return was.stays == now.stays and was.steps == now.steps
