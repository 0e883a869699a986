"""What every scenario begins from: the workspace's problem, and what of its beds the problem itself no longer says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.domain.ids import UnitId
from planner.domain.instance import Instance
from planner.ingest.build import Workspace
from planner.ingest.tables import TABLES


@dataclass(frozen=True, slots=True)
class Staffing:
    """Beds of a unit before the staffed share and closures are taken off.

    Attributes
    ----------
    nominal
        Beds there are.
    share
        Share of them that is staffed, where no capacity change says otherwise.
    closed
        Beds closed by night, length ``num_days``.
    """

    nominal: int
    share: Fraction
    closed: tuple[int, ...]

    def beds(self, night: int, share: Fraction) -> int:
        """Beds usable on a night at a staffed share, rounded down."""
        return max(0, share.numerator * self.nominal // share.denominator - self.closed[night])


@dataclass(frozen=True, slots=True)
class Base:
    """The problem without a change.

    Attributes
    ----------
    staffing
        By unit; a unit not named has all its beds staffed and none closed.
    """

    instance: Instance
    staffing: Mapping[UnitId, Staffing]

    def staffing_of(self, unit_id: UnitId, beds: tuple[int, ...]) -> Staffing:
        """Staffing of a unit, or what its beds alone tell."""
        most = max(beds, default=0)
        return self.staffing.get(unit_id) or Staffing(most, Fraction(1), tuple(most - each for each in beds))


def base_of(workspace: Workspace) -> Base:
    """Give what scenarios of a workspace begin from."""
    nights = workspace.instance.horizon.dates()
    closed = {row["unit_id"]: [0] * len(nights) for row in _rows(workspace, "units")}
    for row in _rows(workspace, "capacity_changes"):
        first, last = date.fromisoformat(row["first_night"]), date.fromisoformat(row["last_night"])
        for night, when in enumerate(nights):
            closed[row["unit_id"]][night] += int(row["beds_closed"] or 0) if first <= when <= last else 0
    staffing = {
        UnitId(row["unit_id"]): Staffing(int(row["beds"]), Fraction(row["staffed_share"]), tuple(closed[row["unit_id"]]))
        for row in _rows(workspace, "units")
    }
    return Base(workspace.instance, staffing)


def _rows(workspace: Workspace, table: str) -> list[dict[str, str]]:
    return [dict(zip(TABLES[table].column_names, line, strict=True)) for line in workspace.tables[table]]
