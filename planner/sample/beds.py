"""Keeps count of beds taken while people are placed."""

from collections.abc import Mapping, Sequence

from planner.sample.tables import UnitRow


class BedBook:
    """Staffed beds still free by unit.

    Parameters
    ----------
    units
        Every unit of the sample.
    usable
        Staffed beds by unit id.
    """

    def __init__(self, units: Sequence[UnitRow], usable: Mapping[str, int]) -> None:
        self._units = tuple(units)
        self._free = dict(usable)

    def free(self, unit_id: str) -> int:
        """Give the staffed beds still free in a unit."""
        return self._free[unit_id]

    def take(self, site_id: str, needs: Sequence[tuple[str, frozenset[str]]]) -> tuple[str, ...] | None:
        """Take a bed at a site for each member of a party, or none at all.

        Parameters
        ----------
        needs
            Category and care needs of each member.

        Returns
        -------
        :
            A unit for each member; None when they can not all be placed there.
        """
        taken: list[str] = []
        for category, care in needs:
            unit_id = next((unit.unit_id for unit in self._units if unit.site_id == site_id and self._suits(unit, category, care)), None)
            if unit_id is None:
                for earlier in taken:
                    self._free[earlier] += 1
                return None
            self._free[unit_id] -= 1
            taken.append(unit_id)
        return tuple(taken)

    def _suits(self, unit: UnitRow, category: str, care: frozenset[str]) -> bool:
        return category in unit.holds and care <= set(unit.care) and self._free[unit.unit_id] > 0
