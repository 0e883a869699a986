"""Positions as people at sea and on land write them."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from maps.scene import Position

_TENTHS_PER_DEGREE: Final = 600


def position_text(position: "Position") -> str:
    """Write a position in decimal degrees, then in degrees and minutes: ``51.0387, 1.4000 (51°02.3'N 001°24.0'E)``."""
    lat = _degrees_minutes(position.lat, "N" if position.lat >= 0 else "S", 2)
    lon = _degrees_minutes(position.lon, "E" if position.lon >= 0 else "W", 3)
    return f"{position.lat:.4f}, {position.lon:.4f} ({lat} {lon})"


def _degrees_minutes(value: float, letter: str, digits: int) -> str:
    # Counted in whole tenths of a minute, so that 59.96 minutes become the next degree.
    degrees, tenths = divmod(round(abs(value) * _TENTHS_PER_DEGREE), _TENTHS_PER_DEGREE)
    return f"{degrees:0{digits}d}°{tenths / 10:04.1f}'{letter}"
