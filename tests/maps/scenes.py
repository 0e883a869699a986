"""Scenes made by hand: three days on a four-cornered Kent."""

from datetime import date, datetime, timedelta

from maps.scene import Links, Scene
from maps.things import (
    Basemap,
    Box,
    Closure,
    Departure,
    Flow,
    FlowKind,
    Incident,
    IncidentState,
    Layer,
    MarkedLine,
    Person,
    Place,
    PlaceSymbol,
    Position,
    Site,
    SiteShape,
    Stay,
    Town,
    Unit,
)

FIRST = date(2026, 8, 10)
KENT = ((Position(50.9, 0.5), Position(51.4, 0.5), Position(51.4, 1.4), Position(51.1, 1.35)),)
"""A four-cornered Kent: enough land to draw."""
GROUND = Basemap((KENT,), ((Position(50.5, 2.0), Position(50.9, 2.4)),), (Town("Ashford", Position(51.147, 0.873), 7),))
MEN, WOMEN = ("Adult man",), ("Adult woman", "Family")

DOVER = Site(
    "DOV",
    "Dover quay",
    "DOV",
    "Landing place",
    Position(51.12, 1.31),
    SiteShape.LANDING,
    without=(7, 0, 0),
    expected=(0, 12, 0),
    fields=(("Boats", "12"),),
)
MANSTON = Site(
    "MAN",
    "Manston",
    "MAN",
    "Processing centre",
    Position(51.34, 1.35),
    SiteShape.DETENTION,
    (
        Unit("MAN-A", "Marquee A", (60, 50, 0), (60, 60, 60), kinds=MEN),
        Unit("MAN-B", "Marquee B", (36, 20, 0), (40, 40, 0), reserved=(6, 5, 0), kinds=WOMEN),
    ),
)
BROOK = Site(
    "BRK",
    "Brook House",
    "BRK",
    "Removal centre",
    Position(51.152, -0.187),
    SiteShape.DETENTION,
    (Unit("BRK-A", "A wing", (40, 70, 25), (100, 100, 100), kinds=MEN),),
)
TINSLEY = Site(
    "TIN",
    "Tinsley House",
    "TIN",
    "Removal centre",
    Position(51.15, -0.176),
    SiteShape.DETENTION,
    (Unit("TIN-A", "A wing", (30, 30, 30), (30, 30, 30), kinds=MEN),),
)
GATWICK = Place("LGW", "Gatwick", Position(51.153, -0.182), PlaceSymbol.AIRPORT, "LGW")
PARIS = Place("CDG", "Paris Charles de Gaulle", Position(49.01, 2.548), PlaceSymbol.AIRPORT, "CDG")
CALAIS = Place("LA-CALAIS", "Calais", Position(50.97, 1.85), PlaceSymbol.LAUNCH_AREA, "Calais", (("Incidents reported from here", "1"),))

FLOWS = (
    Flow(0, "DOV", "MAN", FlowKind.FROM_LANDING, 120),
    Flow(0, "DOV", "BRK", FlowKind.FROM_LANDING, 30),
    Flow(0, "MAN", "BRK", FlowKind.BETWEEN_SITES, 2),
    Flow(2, "BRK", "LGW", FlowKind.TO_DEPARTURE, 45),
    Flow(2, "LGW", "CDG", FlowKind.TO_FRANCE, 45, via=(Position(50.5, 0.9),)),
)
DEPARTURES = (
    Departure("D-1", 1, "9am", "LGW", "CDG", "Charter", 0, 0, cancelled=True),
    Departure("D-2", 2, "9:05am", "LGW", "CDG", "Charter", 45, 50, fields=(("Escorts", "92"),)),
    Departure("D-3", 2, "4pm", "LGW", "CDG", "Scheduled", 0, 4),
)
PEOPLE = (
    Person("P-001", (Stay(0, "BRK", "Detained"), Stay(2, "CDG", "Transferred to France"))),
    Person("P-002", (Stay(0, "MAN", "Detained"), Stay(0, "BRK", "Detained"))),
    Person("P-010", (Stay(0, "", "Expected, not yet ashore"), Stay(1, "MAN", "Detained"))),
)


def incidents(count: int, num_days: int = 3) -> tuple[Incident, ...]:
    """Make incidents on a line off Dover, 3 km apart, a day each in turn; every third is at sea."""
    return tuple(
        Incident(
            f"I-{number:05d}",
            number % num_days,
            Position(51.05 + 0.003 * (number % 40), 1.45 + 0.04 * (number % 30)),
            IncidentState.LANDED if number % 3 else IncidentState.AT_SEA,
            50 + number % 20,
            met_at=datetime(2026, 8, 10, 3, 35) + timedelta(days=number % num_days),  # noqa: DTZ001 - the clock on the wall
            launch_id="LA-CALAIS",
            landing_id="DOV" if number % 3 else "",
            fields=(("People reported", str(50 + number % 20)),),
        )
        for number in range(count)
    )


def example(num_incidents: int = 6) -> Scene:
    """Make a small scene with something of every kind; nothing at sea happens on day 1 when there are few incidents."""
    boats = tuple(boat for boat in incidents(num_incidents) if num_incidents > 6 or boat.day != 1)
    return Scene(
        title="Plan for a test",
        subtitle="A morning made by hand",
        view=Box(50.8, -0.3, 51.5, 1.9),
        first_date=FIRST,
        num_days=3,
        sites=(BROOK, DOVER, MANSTON, TINSLEY),
        places=(CALAIS, GATWICK, PARIS),
        incidents=boats,
        flows=FLOWS,
        departures=DEPARTURES,
        closures=(Closure("MAN", "Marquee B", 2, 2, 40),),
        people=PEOPLE,
        hidden=frozenset({Layer.HEXAGONS, Layer.HEAT}),
        links=Links(home="summary.html", sites="summary.html#occupancy", incidents="summary.html#incidents"),
        sources=("Made by hand.",),
        basemap=GROUND,
    )


def single() -> Scene:
    """Make a scene of one day with one incident and nothing else."""
    boats = (Incident("I-1", 0, Position(51.05, 1.45), IncidentState.AT_SEA, 61),)
    return Scene("One boat", "One day", Box(50.8, 1.0, 51.5, 1.9), FIRST, incidents=boats, basemap=GROUND)


HOSTILE = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</ScRiPt ><img src=x onerror=window.hit=1>",
    "<img src=x onerror=window.hit=1>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<iframe src=javascript:window.hit=1></iframe>",
    "<a href=javascript:window.hit=1>x</a>",
    "<style>*{display:none}</style>",
    "<body onload=window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "<!-- <script>",
    "--><script>window.hit=1</script>",
    "]]><script>window.hit=1</script>",
    '"onmouseover="window.hit=1',
    "'onmouseover='window.hit=1",
    '";window.hit=1;//',
    "';window.hit=1;//",
    "`;window.hit=1;//",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "{{ 7*7 }}{{ config }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}kept",
    "\\u003cscript\\u003ewindow.hit=1",
    "\\';window.hit=1;//",
    "line\u2028separator\u2029end",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "[[scripts]][[data]]",
    "javascript:window.hit=1",
    "<template><script>window.hit=1</script></template>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
)
"""Texts that have broken out of other map pages."""


def hostile() -> Scene:
    """Make a scene in which every text is hostile: each one once as a name, and together in every other field."""
    everything = tuple((text, text) for text in HOSTILE)
    sites = tuple(
        Site(
            text + "#id",
            text,
            text,
            text,
            Position(50.9 + 0.02 * number, 0.5),
            SiteShape.DETENTION,
            (Unit(text, text, (5,), (10,), kinds=(text,)), Unit("calm", text, (0,), (0,))),
            fields=((text, text), *everything[:number]),
        )
        for number, text in enumerate(HOSTILE)
    )
    port = Place("A<img src=x onerror=window.hit=1>", HOSTILE[3], Position(51.2, 1.0), PlaceSymbol.PORT, HOSTILE[4], everything)
    boats = tuple(
        Incident(
            text,
            0,
            Position(51.0 + 0.01 * number, 2.0),
            IncidentState.AT_SEA,
            1,
            launch_id=port.place_id,
            landing_id=sites[0].site_id,
            fields=everything,
        )
        for number, text in enumerate(HOSTILE)
    )
    return Scene(
        title=" ".join(HOSTILE),
        subtitle=" ".join(HOSTILE),
        view=Box(50.8, 0.0, 51.7, 2.2),
        first_date=FIRST,
        sites=sites,
        places=(port,),
        incidents=boats,
        flows=(Flow(0, sites[0].site_id, port.place_id, FlowKind.BETWEEN_SITES, 3),),
        departures=tuple(Departure(text, 0, text, port.place_id, sites[0].site_id, text, 1, 2, fields=everything) for text in HOSTILE),
        closures=tuple(Closure(sites[0].site_id, text, 0, 0, 1) for text in HOSTILE),
        people=tuple(Person(text, (Stay(0, sites[0].site_id, text),)) for text in HOSTILE),
        lines=tuple(MarkedLine(text, (Position(50.9, 0.1), Position(51.6, 2.1))) for text in HOSTILE),
        sources=HOSTILE,
        basemap=Basemap((KENT,), (), tuple(Town(text, Position(51.0, 0.6), 5) for text in HOSTILE)),
    )
