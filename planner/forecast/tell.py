"""How long work tells what it is doing."""

from collections.abc import Callable
from typing import TypeAlias

Tell: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


def untold(_what: str, _share: float) -> None:
    """Tell nobody."""
