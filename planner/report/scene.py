"""A plan as a map: where everybody is each night, and who goes where each day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from maps.scene import Links, Scene
from maps.things import Box, Closure, Flow, FlowKind, Layer, Person, Stay
from planner.domain.ids import DepartureId
from planner.domain.incidents import IncidentStatus
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan
from planner.domain.sites import FINAL_ROLES, SiteRole
from planner.report.counts import Counts, count_people
from planner.report.places import drawn_departures, drawn_incidents, drawn_places, drawn_sites
from planner.report.words import STATUSES, moment_text, weekday_text

STRAIT: Final = Box(50.6, -0.7, 51.6, 2.3)
"""What the map always opens on, at least."""
WIDEST: Final = Box(50.3, -1.45, 52.0, 2.5)
"""How far the opening view stretches to what moves today; the rest of the estate is a drag away."""
HIDDEN: Final = frozenset({Layer.HEXAGONS, Layer.HEAT})
LINKS: Final = Links(
    home="summary.html",
    sites="summary.html#occupancy",
    incidents="summary.html#incidents",
    departures="summary.html#departures",
    flows="summary.html#today",
    without="summary.html#unplaced",
)
SOURCES: Final = (
    "Coast and borders: GSHHG 2.3.7, © Paul Wessel, Walter H. F. Smith and the GMT Team, LGPL-3.0-or-later; thinned, new harbours missing.",
    "Towns, ports, airports and launch areas: town or terminal centres, good to about a kilometre. Sites: the workspace's own table.",
    "Lines show who goes where, not the road or the flight path. Symbols that would cover each other stand aside, tied to their place.",
    "Incidents are those of the morning's report; they stand on the first day.",
)


def build_scene(instance: Instance, plan: Plan) -> Scene:
    """Draw a plan: counts and ids only, nothing else about any person."""
    counts = count_people(plan)
    flows = drawn_flows(instance, plan)
    sites, places = drawn_sites(instance, plan, counts), drawn_places(instance)
    positions = {site.site_id: site.position for site in sites} | {place.place_id: place.position for place in places}
    moving = {end for flow in flows if flow.day == 0 for end in (flow.from_id, flow.to_id)}
    return Scene(
        title=f"Plan for {weekday_text(plan.plan_date)}",
        subtitle=_subtitle(instance, plan, counts),
        view=_view(positions[end] for end in moving),
        first_date=plan.plan_date,
        num_days=plan.horizon.num_days,
        sites=sites,
        places=places,
        incidents=drawn_incidents(instance, set(positions)),
        flows=flows,
        departures=drawn_departures(instance, counts),
        closures=tuple(_closures(instance)),
        people=drawn_people(instance, plan),
        hidden=HIDDEN,
        links=LINKS,
        sources=(*SOURCES, f"Plan: rules {plan.rules_version}, inputs as of {moment_text(instance.as_of)} London time."),
    )


def drawn_flows(instance: Instance, plan: Plan) -> tuple[Flow, ...]:
    """Count who goes where, day by day; a change of unit inside a site is no flow."""
    starts = {member.person_id: member.site_id for party in instance.parties for member in party.people}
    # People of one start and one run of stays go together: they are counted as one.
    alike = Counter(
        [
            (starts[person.person_id], tuple([(stay.first_night, stay.site_id, stay.departure_id) for stay in person.stays]))
            for person in plan.people
        ]
    )
    departures = {each.departure_id: each for each in instance.departures}
    roles = {site.site_id: site.role for site in instance.sites}
    people: Counter[tuple[int, FlowKind, str, str]] = Counter()
    for (start, stays), number in alike.items():
        at = start
        for day, site_id, departure_id in stays:
            if departure_id is not None:
                leaves = departures[departure_id]
                if at != leaves.place_id:
                    people[day, FlowKind.TO_DEPARTURE, at, leaves.place_id] += number
                people[day, FlowKind.TO_FRANCE, leaves.place_id, leaves.arrival_place_id] += number
            elif site_id is not None and site_id != at:
                people[day, _kind(roles[at], roles[site_id]), at, site_id] += number
                at = site_id
    return tuple(Flow(day, from_id, to_id, kind, people[day, kind, from_id, to_id]) for day, kind, from_id, to_id in sorted(people))


def drawn_people(instance: Instance, plan: Plan) -> tuple[Person, ...]:
    """Say where each known person is from which day on; people only expected have no id that anybody would search for."""
    arrivals = {each.departure_id: str(each.arrival_place_id) for each in instance.departures}
    found = (Person(str(person.person_id), tuple(_stays(person, arrivals))) for person in plan.people if not person.is_expected)
    return tuple(sorted(found, key=lambda person: person.person_id))


def _stays(person: PersonPlan, arrivals: dict[DepartureId, str]) -> Iterator[Stay]:
    before = ("", "")
    for stay in person.stays:
        place = arrivals[stay.departure_id] if stay.departure_id is not None else str(stay.site_id or "")
        now = (place, STATUSES[stay.status])
        # A change of unit is no change of place.
        if now != before:
            yield Stay(stay.first_night, *now)
        before = now


def _kind(leaves: SiteRole, reaches: SiteRole) -> FlowKind:
    if leaves is SiteRole.LANDING:
        return FlowKind.FROM_LANDING
    return FlowKind.TO_HOME if reaches in FINAL_ROLES else FlowKind.BETWEEN_SITES


def _closures(instance: Instance) -> Iterator[Closure]:
    """Runs of nights on which a unit has fewer beds than at its most in these weeks: closed, or short of staff."""
    for site in instance.sites:
        for unit in site.units:
            most = max(unit.beds)
            for missing, nights in groupby(range(len(unit.beds)), key=lambda night, beds=unit.beds, most=most: most - beds[night]):
                run = list(nights)
                if missing:
                    yield Closure(str(site.site_id), unit.name, run[0], run[-1], missing)


def _view(positions: Iterable[tuple[float, float]]) -> Box:
    near = [(lat, lon) for lat, lon in positions if WIDEST.south <= lat <= WIDEST.north and WIDEST.west <= lon <= WIDEST.east]
    return Box(
        south=min([STRAIT.south, *(lat for lat, _ in near)]),
        west=min([STRAIT.west, *(lon for _, lon in near)]),
        north=max([STRAIT.north, *(lat for lat, _ in near)]),
        east=max([STRAIT.east, *(lon for _, lon in near)]),
    )


def _subtitle(instance: Instance, plan: Plan, counts: Counts) -> str:
    at_sea = sum(incident.status is IncidentStatus.AT_SEA for incident in instance.incidents)
    tonight = sum(people for (_, night), people in counts.without.items() if night == 0)
    return (
        f"{len(instance.incidents):,} incidents, {at_sea:,} at sea. "
        f"{len(plan.people):,} people over {plan.horizon.num_days:,} days: {counts.boarded.total():,} to France, "
        f"{tonight:,} without a bed tonight."
    )
