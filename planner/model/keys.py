"""Names of capacities."""

from typing import TypeAlias

Key: TypeAlias = tuple[str | int, ...]
"""What a row limits, for example ``("bed", unit, night)``."""
