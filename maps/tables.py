"""The same content as tables, for screen readers and for anybody who would rather read than point."""

from html import escape
from itertools import groupby

from maps.palette import FLOW_STYLES, INCIDENT_STYLES, load_percent
from maps.scene import Flow, Incident, Layer, Place, Scene, Site

Row = tuple[str, ...]


def scene_tables(scene: Scene) -> str:
    """Write one table a layer, under the headings of their groups."""
    names = scene.names()
    parts: list[str] = []
    for group, layers in groupby(enumerate(scene.layers), key=lambda pair: pair[1].group):
        parts.append(f"<h3>{escape(group)}</h3>")
        parts.extend(_table(index, layer, names) for index, layer in layers)
    return "\n".join(parts)


def _table(index: int, layer: Layer, names: dict[str, str]) -> str:
    caption = escape(f"{layer.group}: {layer.name} ({f'{layer.count:,} {layer.counted}'.strip()})")
    if not layer.items:
        return f"<p>{caption}: nothing to show.</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _head(layer.items[0]))
    rows = "\n".join(_row(index, number, _cells(item, names)) for number, item in enumerate(layer.items))
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _row(index: int, number: int, cells: Row) -> str:
    # The script finds the thing on the map by layer and number, so that no id ever has to be read back from the page.
    first, *rest = (escape(cell) for cell in cells)
    head = f'<th scope="row" data-layer="{index}" data-item="{number}">{first}</th>'
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>"


def _head(item: Place | Site | Incident | Flow) -> Row:
    match item:
        case Place():
            return ("Place", "Details")
        case Site():
            return ("Site", "Kind", "People", "Beds", "Percent full", "Details")
        case Incident():
            return ("Incident", "State", "People", "Details")
        case Flow():
            return ("From", "To", "Kind", "People")


def _cells(item: Place | Site | Incident | Flow, names: dict[str, str]) -> Row:
    match item:
        case Place():
            return (item.name, _details(item.fields))
        case Site():
            share = str(load_percent(item.people, item.beds)) if item.beds else "no beds"
            return (item.name, item.kind, f"{item.people:,}", f"{item.beds:,}", share, _details(item.fields))
        case Incident():
            return (item.incident_id, INCIDENT_STYLES[item.state][0], f"{item.people:,}", _details(item.fields))
        case Flow():
            return (names[item.from_id], names[item.to_id], FLOW_STYLES[item.kind].name, f"{item.people:,}")


def _details(fields: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in fields)
