"""What is known of every scenario of a sweep: figures that are the same in every best plan, so that no other plan can change them."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure, MeasureResult
from planner.report.words import MEASURES
from planner.scenario.compare import NOT_AIMS
from planner.scenario.run import Outcome
from planner.sweep.job import Row

SEATS, EMPTY_SEATS = "seats", "empty_seats"
OUTCOME, GAP = "outcome", "gap"

AIMS = tuple(measure for measure in Measure if measure not in NOT_AIMS)
NAMES = {measure.value: MEASURES[measure] for measure in AIMS} | {
    SEATS: "Seats on departures that run",
    EMPTY_SEATS: "Seats on departures that run and nobody takes",
}
"""Every figure by the name that files use."""

MORE_IS_BETTER = frozenset({*(measure.value for measure in MAXIMISED), SEATS})
COLUMNS: dict[str, type] = {OUTCOME: str, GAP: float, **dict.fromkeys(NAMES, int)}


@dataclass(frozen=True, slots=True)
class Known:
    """Figures of one scenario.

    Attributes
    ----------
    gap
        Widest distance of a figure from its proven bound, as a share of the larger of the two; 0 when all are proven.
    figures
        By name.
    """

    outcome: Outcome
    gap: float
    figures: dict[str, int]

    @property
    def is_certain(self) -> bool:
        """Whether no plan can be better."""
        return self.outcome is Outcome.PROVEN


def row_of(instance: Instance, measures: Sequence[MeasureResult], outcome: Outcome) -> Row:
    """Figures of a solved problem as a row with `COLUMNS`."""
    values = {item.measure: item.value for item in measures}
    seats = sum(departure.seats for departure in instance.departures if not departure.cancelled)
    gap = max((item.gap / max(1, abs(item.value), abs(item.bound)) for item in measures), default=0.0)
    return {
        OUTCOME: outcome.value,
        GAP: gap,
        **{measure.value: values[measure] for measure in AIMS},
        SEATS: seats,
        EMPTY_SEATS: seats - values[Measure.TRANSFERS],
    }


def known_of(row: Row) -> Known:
    """Read a row again."""
    return Known(Outcome(str(row[OUTCOME])), float(row[GAP] or 0), {name: int(row[name] or 0) for name in NAMES})


def is_better(name: str, value: int, than: int) -> bool:
    """Whether a figure is better than another of its name."""
    return value > than if name in MORE_IS_BETTER else value < than
