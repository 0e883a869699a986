"""Colours and line styles: told apart by people who see few colours, and in grey print.

Lightness falls as load rises, and the number always stands beside the colour. Flow colours are Okabe and Ito's, darkened for contrast
with the sea, and each kind has its own dashes.

References
----------
.. [1] M. Okabe and K. Ito, "Color Universal Design", 2008.
.. [2] C. Brewer, ColorBrewer, sequential scheme YlOrBr.
"""

from dataclasses import dataclass

from maps.things import FlowKind, IncidentState

SEA = "#d6e6ef"
LAND = "#f6f4ee"
SHORE = "#8a9aa5"
BORDER = "#9b8f86"
NO_BEDS = "#ffffff"
UNPLACED = "#b00020"


@dataclass(frozen=True, slots=True)
class LoadBand:
    """Colour of a site by how full it is.

    Attributes
    ----------
    below
        Upper end of the band, percent of beds in use, not included.
    """

    below: int
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How one kind of flow is drawn; ``dash`` is an SVG dash pattern, empty for a full line."""

    name: str
    colour: str
    dash: str


LOAD_BANDS = (
    LoadBand(50, "#fff7d6", "Under 50% full"),
    LoadBand(80, "#fec44f", "50 to 79%"),
    LoadBand(95, "#ec7014", "80 to 94%"),
    LoadBand(100, "#993404", "95 to 99%"),
    LoadBand(1_000_000, "#4a1502", "Full"),
)

FLOW_STYLES = {
    FlowKind.FROM_LANDING: FlowStyle("From landing places", "#0b5f98", ""),
    FlowKind.BETWEEN_SITES: FlowStyle("Between sites", "#00735a", "9 5"),
    FlowKind.TO_HOME: FlowStyle("To onward or care", "#6b6b00", "2 5"),
    FlowKind.TO_DEPARTURE: FlowStyle("To a departure", "#a2457f", "14 4 3 4"),
    FlowKind.TO_FRANCE: FlowStyle("To France", "#1d1d1d", ""),
}

INCIDENT_STYLES = {
    IncidentState.AT_SEA: ("At sea", "#c43d00"),
    IncidentState.LANDED: ("People ashore", "#0b5f98"),
    IncidentState.CLOSED: ("Closed", "#5c6670"),
}
