"""What a map shows, as plain data: places, sites, incidents and flows of people in layers.

Every text is shown as it is, never read as HTML. Positions are decimal degrees on WGS 84.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from maps.errors import MapError

_POLE: Final = 90.0
_DATE_LINE: Final = 180.0

Fields = tuple[tuple[str, str], ...]
"""Label and value of each line of a popup, in order."""


class Position(NamedTuple):
    """A position; north and east are positive."""

    lat: float
    lon: float


class Box(NamedTuple):
    """A part of the map, in degrees."""

    south: float
    west: float
    north: float
    east: float


Polygon = tuple[tuple[Position, ...], ...]
"""Outer ring, then holes; the first position is not repeated at the end of a ring."""


class PlaceSymbol(StrEnum):
    """How a place is drawn."""

    LAUNCH_AREA = "launch_area"
    AIRPORT = "airport"
    PORT = "port"
    RAIL = "rail"
    OTHER = "other"
    UNPLACED = "unplaced"
    """People without a bed: stands beside the site they are at."""


class SiteShape(StrEnum):
    """What kind of stay a site offers; drawn as a shape, so that colour is left for how full it is."""

    LANDING = "landing"
    DETENTION = "detention"
    HOME = "home"


class IncidentState(StrEnum):
    """How far an incident is."""

    AT_SEA = "at_sea"
    LANDED = "landed"
    CLOSED = "closed"


class FlowKind(StrEnum):
    """What kind of journey people make."""

    FROM_LANDING = "from_landing"
    BETWEEN_SITES = "between_sites"
    TO_HOME = "to_home"
    TO_DEPARTURE = "to_departure"
    TO_FRANCE = "to_france"


@dataclass(frozen=True, slots=True)
class Place:
    """A point of interest.

    Attributes
    ----------
    place_id
        Flows name their ends by it; unique among places and sites.
    label
        Short text beside the symbol; empty for none.
    """

    place_id: str
    name: str
    position: Position
    symbol: PlaceSymbol
    label: str = ""
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place where people stay.

    Attributes
    ----------
    site_id
        Flows name their ends by it; unique among places and sites.
    label
        Short text beside the symbol.
    kind
        What the site is for, in words.
    people, beds
        People there and beds they may use; no beds where people only wait.
    """

    site_id: str
    name: str
    label: str
    kind: str
    position: Position
    shape: SiteShape
    people: int
    beds: int
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One or more boats met at sea."""

    incident_id: str
    position: Position
    state: IncidentState
    people: int
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """People going from one place or site to another.

    Attributes
    ----------
    via
        Positions on the way, where they are known; without them a curve is drawn.
    """

    from_id: str
    to_id: str
    kind: FlowKind
    people: int
    fields: Fields = ()
    via: tuple[Position, ...] = ()


Items = tuple[Place, ...] | tuple[Site, ...] | tuple[Incident, ...] | tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Things that are shown and hidden together.

    Attributes
    ----------
    group
        Heading the layer stands under; layers of one group follow each other.
    items
        All of one class.
    count, counted
        The number beside the name, and what it counts, for example ``people``; empty when that is clear.
    shown
        Whether the map opens with it.
    """

    name: str
    group: str
    items: Items
    count: int
    counted: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """One map.

    Attributes
    ----------
    layers
        Drawn in this order, later ones on top; a name is unique in its group.
    view
        What the map opens on.
    sources
        Where the data come from, one sentence each.
    land
        Land to draw; None for the coast in geodata.

    Raises
    ------
    MapError
        When two places or sites have one id, a position is nowhere, or a flow names an end that the scene does not have.
    """

    title: str
    subtitle: str
    layers: tuple[Layer, ...]
    view: Box
    sources: tuple[str, ...] = ()
    land: tuple[Polygon, ...] | None = None

    def __post_init__(self) -> None:
        """Check that everything lies on the globe, and that flows start and end somewhere."""
        for name, at in self._positions():
            # Comparisons with a number that is no number are never true.
            if not (abs(at.lat) <= _POLE and abs(at.lon) <= _DATE_LINE):
                message = f"{name} is drawn at latitude {at.lat}, longitude {at.lon}: that is nowhere on the globe"
                raise MapError(message)
        names = self.names()
        for flow in self.flows():
            for end in (flow.from_id, flow.to_id):
                if end not in names:
                    message = f"a flow from {flow.from_id!r} to {flow.to_id!r} is drawn, but no layer has a place or site {end!r}"
                    raise MapError(message)

    def names(self) -> dict[str, str]:
        """Give the name of each place and site by id."""
        found: dict[str, str] = {}
        for layer in self.layers:
            for item in layer.items:
                if isinstance(item, Place | Site):
                    item_id = item.place_id if isinstance(item, Place) else item.site_id
                    if item_id in found:
                        message = f"two places or sites of the map have the id {item_id!r}"
                        raise MapError(message)
                    found[item_id] = item.name
        return found

    def _positions(self) -> Iterator[tuple[str, Position]]:
        yield "The corner of the view", Position(self.view.south, self.view.west)
        yield "The corner of the view", Position(self.view.north, self.view.east)
        for layer in self.layers:
            for item in layer.items:
                match item:
                    case Place() | Site():
                        yield item.name, item.position
                    case Incident():
                        yield f"Incident {item.incident_id}", item.position
                    case Flow():
                        yield from ((f"A way from {item.from_id} to {item.to_id}", at) for at in item.via)

    def flows(self) -> tuple[Flow, ...]:
        """Give the flows of all layers."""
        return tuple(item for layer in self.layers for item in layer.items if isinstance(item, Flow))
