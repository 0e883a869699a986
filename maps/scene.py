"""What a map shows, as plain data: sites, incidents, departures and people moving, day by day.

Every text is shown as it is, never read as HTML. Positions are decimal degrees on WGS 84. Days are counted from the scene's first date, 0
first; a night belongs to the day before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from maps.errors import MapError
from maps.things import Basemap, Box, Closure, Departure, Flow, Incident, Layer, MarkedLine, Person, Place, Position, Site, Tiles

_POLE: Final = 90.0
_DATE_LINE: Final = 180.0
_PAGE_BESIDE: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.html(#[\w-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Links:
    """Pages beside the map that say more, for example ``summary.html#incidents``; empty for none.

    Attributes
    ----------
    home
        The page the map belongs to.

    Raises
    ------
    MapError
        When one is not a page in the same folder.
    """

    home: str = ""
    sites: str = ""
    incidents: str = ""
    departures: str = ""
    flows: str = ""
    without: str = ""

    def __post_init__(self) -> None:
        """Refuse everything a browser could run or fetch from elsewhere."""
        for link in (self.home, self.sites, self.incidents, self.departures, self.flows, self.without):
            if link and not _PAGE_BESIDE.fullmatch(link):
                message = f"a map links to pages beside it only, such as summary.html#today, not to {link!r}"
                raise MapError(message)


@dataclass(frozen=True, slots=True)
class Scene:
    """One map.

    Attributes
    ----------
    view
        What the map opens on.
    first_date, num_days
        The days the map can show, at least one.
    span
        Days shown at once at first; 0 for all.
    hidden
        Layers the map opens without.
    sources
        Where the data come from, one sentence each.
    basemap
        Ground to draw; None for the coast, borders and towns in geodata.
    tiles
        Online map pictures under everything; None, as a rule, for a page that asks for nothing.

    Raises
    ------
    MapError
        When two places or sites have one id, a position is nowhere, a day is outside the map's days, or something names a place that the
        scene does not have.
    """

    title: str
    subtitle: str
    view: Box
    first_date: date
    num_days: int = 1
    sites: tuple[Site, ...] = ()
    places: tuple[Place, ...] = ()
    incidents: tuple[Incident, ...] = ()
    flows: tuple[Flow, ...] = ()
    departures: tuple[Departure, ...] = ()
    closures: tuple[Closure, ...] = ()
    people: tuple[Person, ...] = ()
    lines: tuple[MarkedLine, ...] = ()
    span: int = 1
    hidden: frozenset[Layer] = frozenset()
    links: Links = field(default_factory=Links)
    sources: tuple[str, ...] = ()
    basemap: Basemap | None = None
    tiles: Tiles | None = None

    def __post_init__(self) -> None:
        """Check that everything lies on the globe, within the days, and that everything named is there."""
        if self.num_days < 1:
            message = f"a map shows at least one day, not {self.num_days}"
            raise MapError(message)
        if self.span < 0:
            message = f"a map opens on one day or more, or on 0 for all, not on {self.span}"
            raise MapError(message)
        for name, at in self._positions():
            # Comparisons with a number that is no number are never true.
            if not (abs(at.lat) <= _POLE and abs(at.lon) <= _DATE_LINE):
                message = f"{name} is drawn at latitude {at.lat}, longitude {at.lon}: that is nowhere on the globe"
                raise MapError(message)
        for name, day in self._days():
            if not 0 <= day < self.num_days:
                message = f"{name} is drawn on day {day}, but the map has the days 0 to {self.num_days - 1}"
                raise MapError(message)
        names = self.names()
        for what, end in self._ends():
            if end not in names:
                message = f"{what} is drawn, but the map has no place or site {end!r}"
                raise MapError(message)
        for site in self.sites:
            self._check_lengths(site)

    def names(self) -> dict[str, str]:
        """Give the name of each place and site by id, sites first.

        Raises
        ------
        MapError
            When two have one id.
        """
        found: dict[str, str] = {}
        sites, places = ((site.site_id, site.name) for site in self.sites), ((place.place_id, place.name) for place in self.places)
        for item_id, name in (*sites, *places):
            if item_id in found:
                message = f"two places or sites of the map have the id {item_id!r}"
                raise MapError(message)
            found[item_id] = name
        return found

    def _positions(self) -> Iterator[tuple[str, Position]]:
        yield "The corner of the view", Position(self.view.south, self.view.west)
        yield "The corner of the view", Position(self.view.north, self.view.east)
        for spot in (*self.sites, *self.places):
            yield spot.name, spot.position
        for incident in self.incidents:
            for at in (incident.position, *incident.track):
                yield f"Incident {incident.incident_id}", at
        for marked in self.lines:
            for at in marked.line:
                yield f"The line {marked.name}", at
        for flow in self.flows:
            for at in flow.via:
                yield f"A way from {flow.from_id} to {flow.to_id}", at

    def _days(self) -> Iterator[tuple[str, int]]:
        yield from ((f"Incident {incident.incident_id}", incident.day) for incident in self.incidents)
        yield from ((f"A flow from {flow.from_id!r} to {flow.to_id!r}", flow.day) for flow in self.flows)
        yield from ((f"Departure {each.departure_id}", each.day) for each in self.departures)
        for closure in self.closures:
            yield from ((f"A closure at {closure.site_id}", day) for day in (closure.first_day, closure.last_day))
        for person in self.people:
            yield from ((f"Person {person.person_id}", stay.first_day) for stay in person.stays)

    def _ends(self) -> Iterator[tuple[str, str]]:
        for flow in self.flows:
            yield from ((f"a flow from {flow.from_id!r} to {flow.to_id!r}", end) for end in (flow.from_id, flow.to_id))
        for each in self.departures:
            yield from ((f"departure {each.departure_id!r}", end) for end in (each.from_id, each.to_id))
        yield from ((f"a closure at {closure.site_id!r}", closure.site_id) for closure in self.closures)
        for incident in self.incidents:
            yield from ((f"incident {incident.incident_id!r}", end) for end in (incident.launch_id, incident.landing_id) if end)
        for person in self.people:
            yield from ((f"person {person.person_id!r}", stay.place_id) for stay in person.stays if stay.place_id)

    def _check_lengths(self, site: Site) -> None:
        lists = [site.without, site.expected]
        for unit in site.units:
            lists += [unit.people, unit.beds, unit.reserved]
            if not (unit.people and unit.beds):
                message = f"unit {unit.unit_id} of {site.name} needs people and beds for each of the map's {self.num_days} days"
                raise MapError(message)
        for counts in lists:
            if counts and len(counts) != self.num_days:
                message = f"{site.name} has {len(counts)} daily figures, but the map has {self.num_days} days"
                raise MapError(message)
