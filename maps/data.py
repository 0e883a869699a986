"""A scene as the JSON block that the page's script reads."""

import json
from typing import Final

from maps.land import STEPS_PER_DEGREE, encode_land
from maps.palette import FLOW_STYLES, INCIDENT_STYLES, LAND, LOAD_BANDS, NO_BEDS, SEA, SHORE, UNPLACED, load_band
from maps.scene import Flow, Incident, Layer, Place, Scene, Site

Json = dict[str, object]

_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def scene_json(scene: Scene) -> str:
    """Write a scene as JSON that can not end the script element it stands in."""
    names = scene.names()
    content: Json = {
        "style": _style(),
        "view": [[scene.view.south, scene.view.west], [scene.view.north, scene.view.east]],
        "layers": [_layer(layer, names) for layer in scene.layers],
        "extent": _extent() if scene.land is None else None,
        "stepsPerDegree": STEPS_PER_DEGREE,
        "land": encode_land(scene.land),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return text


def _extent() -> list[list[float]]:
    from geodata.coast import EXTENT  # loads Shapely: only when the coast is drawn

    west, south, east, north = EXTENT
    return [[south, west], [north, east]]


def _style() -> Json:
    return {
        "sea": SEA,
        "land": LAND,
        "shore": SHORE,
        "noBeds": NO_BEDS,
        "unplaced": UNPLACED,
        "bands": [{"colour": band.colour, "text": band.text} for band in LOAD_BANDS],
        "flows": {kind.value: {"name": style.name, "colour": style.colour, "dash": style.dash} for kind, style in FLOW_STYLES.items()},
        "incidents": {state.value: {"name": name, "colour": colour} for state, (name, colour) in INCIDENT_STYLES.items()},
    }


def _layer(layer: Layer, names: dict[str, str]) -> Json:
    return {
        "name": layer.name,
        "group": layer.group,
        "count": layer.count,
        "counted": layer.counted,
        "items": [_item(item, names) for item in layer.items],
    }


def _item(item: Place | Site | Incident | Flow, names: dict[str, str]) -> Json:
    match item:
        case Place():
            return _place(item)
        case Site():
            return _site(item)
        case Incident():
            return _incident(item)
        case Flow():
            return _flow(item, names)


def _place(place: Place) -> Json:
    return {
        "type": "place",
        "id": place.place_id,
        "name": place.name,
        "at": list(place.position),
        "symbol": place.symbol.value,
        "label": place.label,
        "fields": place.fields,
    }


def _site(site: Site) -> Json:
    return {
        "type": "site",
        "id": site.site_id,
        "name": site.name,
        "label": site.label,
        "at": list(site.position),
        "shape": site.shape.value,
        "people": site.people,
        "beds": site.beds,
        "band": load_band(site.people, site.beds) if site.beds else None,
        "fields": site.fields,
    }


def _incident(incident: Incident) -> Json:
    return {
        "type": "incident",
        "id": incident.incident_id,
        "at": list(incident.position),
        "state": incident.state.value,
        "people": incident.people,
        "fields": incident.fields,
    }


def _flow(flow: Flow, names: dict[str, str]) -> Json:
    return {
        "type": "flow",
        "from": flow.from_id,
        "to": flow.to_id,
        "name": f"{names[flow.from_id]} to {names[flow.to_id]}",
        "kind": flow.kind.value,
        "people": flow.people,
        "fields": flow.fields,
        "via": [list(position) for position in flow.via],
    }
