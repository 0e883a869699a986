"""Scenes made by hand."""

from maps.scene import Box, Flow, FlowKind, Incident, IncidentState, Layer, Place, PlaceSymbol, Position, Scene, Site, SiteShape

KENT = ((Position(50.9, 0.5), Position(51.4, 0.5), Position(51.4, 1.4), Position(51.1, 1.35)),)
"""A four-cornered Kent: enough land to draw."""

DOVER = Site(
    "DOV",
    "Dover quay",
    "DOV",
    "Landing place",
    Position(51.12, 1.31),
    SiteShape.LANDING,
    0,
    0,
    (("Kind", "Landing place"), ("Boats", "12")),
)
MANSTON = Site(
    "MAN", "Manston", "MAN", "Processing centre", Position(51.34, 1.35), SiteShape.DETENTION, 96, 100, (("In beds tonight", "96 of 100"),)
)
BROOK = Site("BRK", "Brook House", "BRK", "Removal centre", Position(51.152, -0.187), SiteShape.DETENTION, 40, 100)
TINSLEY = Site("TIN", "Tinsley House", "TIN", "Removal centre", Position(51.15, -0.176), SiteShape.DETENTION, 30, 30)
FAMILIES = Site("FAM", "Family rooms", "FAM", "Pre-departure", Position(51.15, -0.176), SiteShape.DETENTION, 0, 10)
GATWICK = Place("LGW", "Gatwick", Position(51.153, -0.182), PlaceSymbol.AIRPORT, "LGW", (("Seats", "45"),))
PARIS = Place("CDG", "Paris Charles de Gaulle", Position(49.01, 2.548), PlaceSymbol.AIRPORT, "CDG")
CALAIS = Place("LA-CALAIS", "Calais", Position(50.97, 1.85), PlaceSymbol.LAUNCH_AREA, "Calais")
UNPLACED = Place(" today DOV", "Without a bed tonight at Dover quay", DOVER.position, PlaceSymbol.UNPLACED, "7", (("People", "7"),))

TODAY_FLOWS = (
    Flow("DOV", "MAN", FlowKind.FROM_LANDING, 120, (("Ground seats", "120"),)),
    Flow("DOV", "BRK", FlowKind.FROM_LANDING, 30),
    Flow("MAN", "BRK", FlowKind.BETWEEN_SITES, 1),
)
LATER_FLOWS = (
    Flow("BRK", "LGW", FlowKind.TO_DEPARTURE, 45),
    Flow("LGW", "CDG", FlowKind.TO_FRANCE, 45, via=(Position(50.5, 0.9),)),
)


def incidents(count: int) -> tuple[Incident, ...]:
    """Make incidents on a line off Dover, 3 km apart; every third is at sea."""
    return tuple(
        Incident(
            f"I-{number:02d}",
            Position(51.05 + 0.003 * number, 1.45 + 0.04 * number),
            IncidentState.LANDED if number % 3 else IncidentState.AT_SEA,
            50 + number,
            (("Boats", "1"), ("People reported", str(50 + number))),
        )
        for number in range(count)
    )


def example(num_incidents: int = 6) -> Scene:
    """Make a small scene with something of every kind."""
    boats = incidents(num_incidents)
    return Scene(
        title="Plan for a test",
        subtitle="A morning made by hand",
        layers=(
            Layer("Launch areas", "Places", (CALAIS,), 1),
            Layer("Sites", "Places", (BROOK, DOVER, FAMILIES, MANSTON, TINSLEY), 5),
            Layer("Departures", "Places", (GATWICK, PARIS), 2),
            Layer("Moves", "Today", TODAY_FLOWS, 151, "people"),
            Layer("Without a bed", "Today", (UNPLACED,), 7, "people"),
            Layer("Incidents", "Today", boats, len(boats)),
            Layer("Transfers", "Whole plan", LATER_FLOWS, 90, "people", shown=False),
            Layer("Nothing", "Whole plan", (), 0, "people", shown=False),
        ),
        view=Box(50.8, -0.3, 51.5, 1.9),
        sources=("Made by hand.",),
        land=(KENT,),
    )


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
            5,
            10,
            ((text, text), *everything[:number]),
        )
        for number, text in enumerate(HOSTILE)
    )
    spots = (Place("A<img src=x onerror=window.hit=1>", HOSTILE[3], Position(51.2, 1.0), PlaceSymbol.PORT, HOSTILE[4], everything),)
    boats = tuple(
        Incident(text, Position(51.0 + 0.2 * number, 2.0), IncidentState.AT_SEA, 1, everything) for number, text in enumerate(HOSTILE[:3])
    )
    flow = Flow(sites[0].site_id, spots[0].place_id, FlowKind.BETWEEN_SITES, 3, everything)
    named = tuple(Layer(text, text, (), 0, text) for text in HOSTILE)
    return Scene(
        title=" ".join(HOSTILE),
        subtitle=" ".join(HOSTILE),
        layers=(
            Layer(HOSTILE[0], HOSTILE[1], sites, len(sites), HOSTILE[3]),
            Layer(HOSTILE[2], HOSTILE[1], spots, 1, HOSTILE[3]),
            Layer(HOSTILE[3], HOSTILE[4], (flow,), 3, HOSTILE[3]),
            Layer(HOSTILE[4], HOSTILE[4], boats, 3, HOSTILE[3]),
            *named,
        ),
        view=Box(50.8, 0.0, 51.7, 2.2),
        sources=HOSTILE,
        land=(KENT,),
    )
