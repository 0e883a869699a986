"""A scene as the JSON block that the page's script reads: each thing once, in columns of whole numbers where there are many."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Final

from maps.land import STEPS_PER_DEGREE, encode_borders, encode_land, encode_line, encode_towns, steps
from maps.palette import BORDER, FLOW_STYLES, INCIDENT_STYLES, LAND, LOAD_BANDS, NO_BEDS, SEA, SHORE, UNPLACED
from maps.scene import Scene
from maps.things import Departure, Fields, Flow, Incident, Person, Place, Site, Stay, Unit

Json = dict[str, object]

_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_MINUTES_A_DAY: Final = 24 * 60
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_STATES: Final = {state: number for number, state in enumerate(INCIDENT_STYLES)}


class Texts:
    """Texts that occur often, each written once and named by its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Give the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def fields(self, fields: Fields) -> list[int]:
        """Give a popup's lines as numbers: label, value, label, value."""
        return [self.number(text) for text in chain.from_iterable(fields)]

    def written(self) -> list[str]:
        """Give all texts, in the order of their numbers."""
        return list(self._numbers)


def scene_json(scene: Scene, *, has_ground: bool = True) -> str:
    """Write a scene as JSON that can not end the script element it stands in.

    Parameters
    ----------
    has_ground
        Whether the ground is written too; a second scene on the same ground needs none.
    """
    ends = {end: number for number, end in enumerate(scene.names())}
    texts = Texts()
    content: Json = {
        "title": scene.title,
        "subtitle": scene.subtitle,
        "style": _style(),
        "view": [[scene.view.south, scene.view.west], [scene.view.north, scene.view.east]],
        "first": scene.first_date.isoformat(),
        "days": scene.num_days,
        "span": min(scene.span, scene.num_days),
        "sites": [_site(site) for site in scene.sites],
        "places": [_place(place) for place in scene.places],
        "departures": [_departure(each, ends) for each in sorted(scene.departures, key=lambda each: each.day)],
        "closures": [[ends[each.site_id], each.name, each.first_day, each.last_day, each.beds] for each in scene.closures],
        "flows": _flows(sorted(scene.flows, key=lambda flow: flow.day), ends),
        "incidents": _incidents(sorted(scene.incidents, key=lambda each: each.day), scene, ends, texts),
        "people": _people(sorted(scene.people, key=lambda person: person.person_id), ends, texts),
        "lines": [[marked.name, encode_line(marked.line)] for marked in scene.lines],
        "hidden": sorted(scene.hidden),
        "links": {name: getattr(scene.links, name) for name in scene.links.__slots__},
        "sources": scene.sources,
        "extent": _extent() if scene.basemap is None else None,
        "steps": STEPS_PER_DEGREE,
        "land": encode_land(None if scene.basemap is None else scene.basemap.land) if has_ground else [],
        "borders": encode_borders(scene.basemap) if has_ground else [],
        "towns": encode_towns(scene.basemap) if has_ground else [],
        "tiles": None if scene.tiles is None else [scene.tiles.address, scene.tiles.attribution, scene.tiles.max_zoom],
    }
    content["texts"] = texts.written()
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return text


def share_beginnings(words: Sequence[str]) -> list[str]:
    """Shorten a list of words: how many signs each shares with the one before it, one digit to base 36, then the rest."""
    short: list[str] = []
    before = ""
    for word in words:
        longest = min(len(before), len(word), len(_DIGITS) - 1)
        shared = next((at for at in range(longest) if before[at] != word[at]), longest)
        # The browser counts halves of UTF-16: only signs that both count alike are shared.
        shared = shared if word[:shared].isascii() else 0
        short.append(_DIGITS[shared] + word[shared:])
        before = word
    return short


def _extent() -> list[list[float]]:
    from geodata.coast import EXTENT  # loads Shapely: only when the coast is drawn

    west, south, east, north = EXTENT
    return [[south, west], [north, east]]


def _style() -> Json:
    return {
        "sea": SEA,
        "land": LAND,
        "shore": SHORE,
        "border": BORDER,
        "noBeds": NO_BEDS,
        "unplaced": UNPLACED,
        "bands": [{"below": band.below, "colour": band.colour, "text": band.text} for band in LOAD_BANDS],
        "flows": {kind.value: {"name": style.name, "colour": style.colour, "dash": style.dash} for kind, style in FLOW_STYLES.items()},
        "incidents": {state.value: {"name": name, "colour": colour} for state, (name, colour) in INCIDENT_STYLES.items()},
    }


def _site(site: Site) -> Json:
    return {
        "id": site.site_id,
        "name": site.name,
        "label": site.label,
        "kind": site.kind,
        "at": list(site.position),
        "shape": site.shape.value,
        "units": [_unit(unit) for unit in site.units],
        "without": site.without if any(site.without) else [],
        "expected": site.expected if any(site.expected) else [],
        "fields": site.fields,
    }


def _unit(unit: Unit) -> Json:
    reserved = unit.reserved if any(unit.reserved) else ()
    return {"id": unit.unit_id, "name": unit.name, "kinds": unit.kinds, "people": unit.people, "beds": unit.beds, "reserved": reserved}


def _place(place: Place) -> Json:
    at = list(place.position)
    return {"id": place.place_id, "name": place.name, "at": at, "symbol": place.symbol.value, "label": place.label, "fields": place.fields}


def _departure(each: Departure, ends: dict[str, int]) -> Json:
    return {
        "id": each.departure_id,
        "day": each.day,
        "time": each.time,
        "from": ends[each.from_id],
        "to": ends[each.to_id],
        "mode": each.mode,
        "people": each.people,
        "seats": each.seats,
        "cancelled": each.cancelled,
        "fields": each.fields,
    }


def _flows(flows: Sequence[Flow], ends: dict[str, int]) -> Json:
    return {
        "day": [flow.day for flow in flows],
        "from": [ends[flow.from_id] for flow in flows],
        "to": [ends[flow.to_id] for flow in flows],
        "kind": [flow.kind.value for flow in flows],
        "people": [flow.people for flow in flows],
        "via": {number: encode_line(flow.via) for number, flow in enumerate(flows) if flow.via},
    }


def _incidents(incidents: Sequence[Incident], scene: Scene, ends: dict[str, int], texts: Texts) -> Json:
    at = [steps(each.position) for each in incidents]
    return {
        "id": share_beginnings([each.incident_id for each in incidents]),
        "day": _differences(each.day for each in incidents),
        "east": [east for east, _ in at],
        "north": [north for _, north in at],
        "state": [_STATES[each.state] for each in incidents],
        "people": [each.people for each in incidents],
        "boats": [each.boats for each in incidents],
        "met": [_minutes(each.met_at, scene, each.day) for each in incidents],
        "landed": [_minutes(each.landed_at, scene, each.day) for each in incidents],
        "launch": [ends.get(each.launch_id, -1) for each in incidents],
        "landing": [ends.get(each.landing_id, -1) for each in incidents],
        "track": {number: encode_line(each.track) for number, each in enumerate(incidents) if each.track},
        "fields": {number: texts.fields(each.fields) for number, each in enumerate(incidents) if each.fields},
    }


def _minutes(moment: datetime | None, scene: Scene, day: int) -> int | None:
    """Minutes from the midnight that begins the thing's own day: short numbers, however long the period."""
    if moment is None:
        return None
    whole = (moment.date() - scene.first_date).days * _MINUTES_A_DAY + moment.hour * 60 + moment.minute
    return whole - day * _MINUTES_A_DAY


def _people(people: Sequence[Person], ends: dict[str, int], texts: Texts) -> Json:
    ways: dict[tuple[Stay, ...], int] = {}
    # Many people take the same way: each way is written once.
    numbers = [ways.setdefault(person.stays, len(ways)) for person in people]
    return {
        "id": share_beginnings([person.person_id for person in people]),
        "stays": numbers,
        # First day, number of the place or -1, number of the status; then the next stay.
        "ways": [
            [number for stay in way for number in (stay.first_day, ends.get(stay.place_id, -1), texts.number(stay.status))] for way in ways
        ],
    }


def _differences(rising: Iterable[int]) -> list[int]:
    before = 0
    found: list[int] = []
    for value in rising:
        found.append(value - before)
        before = value
    return found
