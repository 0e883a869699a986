"""The errors of this package.

GeodataError
├── DataFileError    a committed data file is missing or does not read as it should
├── CrsError         a coordinate reference system does not allow what is asked
│   └── MissingCrsError
├── OutsideMapError  a position lies where this package knows nothing
├── NoSeaRouteError  no way by water between two positions
└── UnknownPlaceError
"""


class GeodataError(Exception):
    """Anything that places, metres and minutes can not answer."""


class DataFileError(GeodataError):
    """A committed data file is missing or does not read as it should."""


class CrsError(GeodataError):
    """A coordinate reference system does not allow what is asked of it."""


class MissingCrsError(CrsError):
    """A frame says nothing of its coordinate reference system, so its numbers have no meaning."""


class OutsideMapError(GeodataError):
    """A position lies where this package knows nothing."""


class NoSeaRouteError(GeodataError):
    """There is no way by water between two positions."""


class UnknownPlaceError(GeodataError, KeyError):
    """No place has this id."""

    def __str__(self) -> str:
        """Say the message plainly: KeyError would show it in quotes."""
        return str(self.args[0]) if self.args else ""
