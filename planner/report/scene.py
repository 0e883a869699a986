"""A plan as a map: where everybody is tonight, who goes where today, and over the whole horizon."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from maps.scene import Box, Flow, FlowKind, Layer, Place, PlaceSymbol, Position, Scene, Site, SiteShape
from planner.domain.ids import PersonId, SiteId
from planner.domain.incidents import IncidentStatus
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, Status
from planner.domain.sites import FINAL_ROLES, SiteRole
from planner.report.counts import Counts, count_people
from planner.report.places import drawn_departures, drawn_incidents, drawn_launch_areas, drawn_sites
from planner.report.words import moment_text, weekday_text

FLOW_LAYERS: Final = {
    FlowKind.FROM_LANDING: "From landing places",
    FlowKind.BETWEEN_SITES: "Between sites",
    FlowKind.TO_HOME: "To onward or care",
    FlowKind.TO_DEPARTURE: "Sites to departures",
    FlowKind.TO_FRANCE: "Departures to France",
}
SITE_LAYERS: Final = {
    SiteShape.LANDING: "Landing places",
    SiteShape.DETENTION: "Places of detention",
    SiteShape.HOME: "Accommodation and care",
}
STRAIT: Final = Box(50.6, -0.7, 51.6, 2.3)
"""What the map always opens on, at least."""
WIDEST: Final = Box(50.3, -1.45, 52.0, 2.5)
"""How far the opening view stretches to what moves today; the rest of the estate is a drag away."""
SOURCES: Final = (
    "Coast: GSHHG 2.3.7, © Paul Wessel, Walter H. F. Smith and the GMT Team, LGPL-3.0-or-later; cut and thinned, new harbours missing.",
    "Ports, airports and launch areas: town or terminal centres, good to about a kilometre. Sites: the workspace's own table.",
    "Lines show who goes where, not the road or the flight path. Symbols that would cover each other stand aside, tied to their place.",
)


@dataclass(frozen=True, slots=True)
class _Journey:
    """One person on one leg."""

    day: int
    kind: FlowKind
    from_id: str
    to_id: str


def build_scene(instance: Instance, plan: Plan) -> Scene:
    """Draw a plan: counts and ids only, nothing about any person."""
    counts = count_people(plan)
    journeys = tuple(_journeys(instance, plan))
    today = tuple(journey for journey in journeys if journey.day == 0)
    incidents = drawn_incidents(instance)
    layers = (
        *_place_layers(instance, counts),
        *_flow_layers("Today", today, shown=True),
        _unplaced_layer("Today", "Without a bed tonight", instance, plan, last_night=0),
        Layer("Incidents", "Today", incidents, len(incidents)),
        *_flow_layers("Whole plan", journeys, shown=False),
        _unplaced_layer("Whole plan", "Without a bed, any night", instance, plan, last_night=plan.horizon.num_days - 1),
    )
    return Scene(
        title=f"Plan for {weekday_text(plan.plan_date)}",
        subtitle=_subtitle(instance, plan, counts),
        layers=layers,
        view=_view(layers, today),
        sources=(*SOURCES, f"Plan: rules {plan.rules_version}, inputs as of {moment_text(instance.as_of)} London time."),
    )


def _journeys(instance: Instance, plan: Plan) -> Iterator[_Journey]:
    starts = {member.person_id: member.site_id for party in instance.parties for member in party.people}
    departures = {each.departure_id: each for each in instance.departures}
    roles = {site.site_id: site.role for site in instance.sites}
    for person in plan.people:
        at = starts[person.person_id]
        for stay in person.stays:
            if stay.departure_id is not None:
                leaves = departures[stay.departure_id]
                if at != leaves.place_id:
                    yield _Journey(stay.first_night, FlowKind.TO_DEPARTURE, at, leaves.place_id)
                yield _Journey(stay.first_night, FlowKind.TO_FRANCE, leaves.place_id, leaves.arrival_place_id)
            elif stay.site_id is not None and stay.site_id != at:
                yield _Journey(stay.first_night, _kind(roles[at], roles[stay.site_id]), at, stay.site_id)
                at = stay.site_id


def _kind(leaves: SiteRole, reaches: SiteRole) -> FlowKind:
    if leaves is SiteRole.LANDING:
        return FlowKind.FROM_LANDING
    return FlowKind.TO_HOME if reaches in FINAL_ROLES else FlowKind.BETWEEN_SITES


def _flow_layers(group: str, journeys: Iterable[_Journey], *, shown: bool) -> Iterator[Layer]:
    people = Counter((journey.kind, journey.from_id, journey.to_id) for journey in journeys)
    for kind, name in FLOW_LAYERS.items():
        flows = tuple(Flow(from_id, to_id, kind, people[kind, from_id, to_id]) for found, from_id, to_id in sorted(people) if found is kind)
        yield Layer(name, group, flows, *_counted(sum(flow.people for flow in flows)), shown)


def _place_layers(instance: Instance, counts: Counts) -> Iterator[Layer]:
    launches = drawn_launch_areas(instance)
    yield Layer("Launch areas", "Places", launches, len(launches))
    for shape, name in SITE_LAYERS.items():
        sites = drawn_sites(instance, counts, shape)
        yield Layer(name, "Places", sites, len(sites))
    departures = drawn_departures(instance, counts)
    yield Layer("Departures and arrivals", "Places", departures, len(departures))


def _unplaced_layer(group: str, name: str, instance: Instance, plan: Plan, *, last_night: int) -> Layer:
    found: dict[SiteId, Counter[PersonId]] = defaultdict(Counter)
    for person in plan.people:
        for stay in person.stays:
            if stay.status is Status.UNPLACED and stay.site_id is not None and stay.first_night <= last_night:
                found[stay.site_id][person.person_id] += min(stay.last_night, last_night) - stay.first_night + 1
    plans = {person.person_id: person for person in plan.people}
    places = tuple(
        # The blank at its start keeps this id apart from every site's.
        Place(
            place_id=f" {group} {site.site_id}",
            name=f"{name} at {site.name}",
            position=Position(site.lat, site.lon),
            symbol=PlaceSymbol.UNPLACED,
            label=f"{len(found[site.site_id]):,}",
            fields=_unplaced_fields(found[site.site_id], plans),
        )
        for site in instance.sites
        if site.site_id in found
    )
    everybody = {person_id for nights in found.values() for person_id in nights}
    return Layer(name, group, places, *_counted(len(everybody)), shown=last_night == 0)


def _unplaced_fields(nights: Counter[PersonId], plans: dict[PersonId, PersonPlan]) -> tuple[tuple[str, str], ...]:
    reasons = Counter(plans[person_id].reason or "No reason given" for person_id in nights)
    return (
        ("People", f"{len(nights):,}"),
        ("Person-nights", f"{nights.total():,}"),
        *((f"Reason, {people:,} {noun}", reason) for reason, number in sorted(reasons.items()) for people, noun in [_counted(number)]),
    )


def _counted(people: int) -> tuple[int, str]:
    return people, "person" if people == 1 else "people"


def _view(layers: Iterable[Layer], today: Iterable[_Journey]) -> Box:
    moving = {end for journey in today for end in (journey.from_id, journey.to_id)}
    ends = [item for layer in layers for item in layer.items if isinstance(item, Place | Site)]
    positions = [end.position for end in ends if (end.place_id if isinstance(end, Place) else end.site_id) in moving]
    near = [at for at in positions if WIDEST.south <= at.lat <= WIDEST.north and WIDEST.west <= at.lon <= WIDEST.east]
    return Box(
        south=min([STRAIT.south, *(at.lat for at in near)]),
        west=min([STRAIT.west, *(at.lon for at in near)]),
        north=max([STRAIT.north, *(at.lat for at in near)]),
        east=max([STRAIT.east, *(at.lon for at in near)]),
    )


def _subtitle(instance: Instance, plan: Plan, counts: Counts) -> str:
    at_sea = sum(incident.status is IncidentStatus.AT_SEA for incident in instance.incidents)
    tonight = sum(people for (_, night), people in counts.without.items() if night == 0)
    return (
        f"{len(instance.incidents):,} incidents, {at_sea:,} at sea. "
        f"{len(plan.people):,} people over {plan.horizon.num_days:,} days: {counts.boarded.total():,} to France, "
        f"{tonight:,} without a bed tonight."
    )
