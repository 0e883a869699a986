"""What every itinerary moves through: sites, units, days, departures, as arrays.

Indices: s sites, u units, t nights (night t follows day t), d departures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from planner.clocks.clock import nights_allowed, ready_day
from planner.domain.horizon import london_date
from planner.domain.ids import PlaceId
from planner.domain.instance import Instance
from planner.domain.sites import Site, SiteRole
from planner.domain.transport import Departure

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays of one instance.

    Attributes
    ----------
    num_nights
        Nights of the horizon, T.
    unit_ids, unit_index
        Units over all sites, and the index of each.
    free_beds
        ``(U, T)``, people.
    is_detention, is_final
        ``(S,)``.
    routes
        ``(S, S)``; whether a party may move from one site to another.
    minutes
        ``(S, S)`` road minutes; 0 where there is no route.
    departure_minutes
        ``(S, D)`` road minutes to the place of each departure.
    departure_days
        ``(D,)``; days outside the horizon are possible and never used.
    entry_nights
        ``(S, T)`` nights allowed after a planned move on a day, `UNLIMITED` for no limit.
    ready
        ``(T,)`` first lawful day of transfer after notice served on a day.
    sources
        Sites that some route leaves.
    roles_left
        Roles of these sites; ``sites_of_role`` and ``targets_of_role`` are the sites that have a role and those of other roles it leads to.
    roles_changed_within
        Those of them from which a party may move to another site of the same role.
    """

    instance: Instance
    num_nights: int
    site_index: dict[str, int]
    unit_ids: tuple[str, ...]
    unit_index: dict[str, int]
    free_beds: Ints
    is_detention: Flags
    is_final: Flags
    routes: Flags
    minutes: Ints
    departure_minutes: Ints
    departure_days: Ints
    entry_nights: Ints
    ready: Ints
    sources: tuple[int, ...]
    roles_left: tuple[SiteRole, ...]
    sites_of_role: Mapping[SiteRole, Ints]
    targets_of_role: Mapping[SiteRole, Ints]
    roles_changed_within: frozenset[SiteRole]

    @property
    def sites(self) -> tuple[Site, ...]:
        """Sites in index order."""
        return self.instance.sites

    @property
    def departures(self) -> tuple[Departure, ...]:
        """Departures in index order."""
        return self.instance.departures


def build_network(instance: Instance) -> Network:
    """Turn an instance into arrays."""
    sites, horizon, rules = instance.sites, instance.horizon, instance.rules
    nights = range(horizon.num_days)
    units = [unit for site in sites for unit in site.units]
    roles = tuple(
        dict.fromkeys(
            site.role for site in sites if not site.is_final and any(other.role in rules.moves_allowed[site.role] for other in sites)
        )
    )
    routes = np.array(
        [[a is not b and b.role in rules.moves_allowed[a.role] and not a.is_final for b in sites] for a in sites], dtype=bool
    ).reshape(len(sites), len(sites))
    return Network(
        instance=instance,
        num_nights=horizon.num_days,
        site_index={site.site_id: index for index, site in enumerate(sites)},
        unit_ids=tuple(unit.unit_id for unit in units),
        unit_index={unit.unit_id: index for index, unit in enumerate(units)},
        free_beds=_free_beds(instance),
        is_detention=np.array([site.is_detention for site in sites], dtype=bool),
        is_final=np.array([site.is_final for site in sites], dtype=bool),
        routes=routes,
        minutes=_minutes(instance, [site.site_id for site in sites], routes),
        departure_minutes=_minutes(instance, [departure.place_id for departure in instance.departures], None),
        departure_days=np.array([horizon.day_of(london_date(item.departs_at)) for item in instance.departures], dtype=np.int64),
        entry_nights=np.array(
            [
                [
                    UNLIMITED if (allowed := nights_allowed(site.stay_limit_hours, day, horizon, rules)) is None else allowed
                    for day in nights
                ]
                for site in sites
            ],
            dtype=np.int64,
        ).reshape(len(sites), len(nights)),
        ready=np.array([ready_day(day, horizon, rules) for day in nights], dtype=np.int64),
        sources=tuple(np.flatnonzero(routes.any(axis=1)).tolist()),
        roles_left=roles,
        sites_of_role={role: np.array([at for at, site in enumerate(sites) if site.role is role]) for role in roles},
        targets_of_role={
            role: np.array([at for at, site in enumerate(sites) if site.role in rules.moves_allowed[role] - {role}], dtype=np.int64)
            for role in roles
        },
        roles_changed_within=frozenset(role for role in roles if role in rules.moves_allowed[role]),
    )


def with_beds_of(instance: Instance, network: Network) -> Network:
    """The same network for an instance of which limits alone are different."""
    return replace(network, instance=instance, free_beds=_free_beds(instance))


def _free_beds(instance: Instance) -> Ints:
    nights = range(instance.horizon.num_days)
    units = [unit for site in instance.sites for unit in site.units]
    return np.array([[unit.free_beds(night) for night in nights] for unit in units], dtype=np.int64).reshape(len(units), len(nights))


def _minutes(instance: Instance, targets: Sequence[str], routes: Flags | None) -> Ints:
    """Road minutes from every site to the targets, 0 where no route leads."""
    table = np.zeros((len(instance.sites), len(targets)), dtype=np.int64)
    for row, site in enumerate(instance.sites):
        for column, target in enumerate(targets):
            if target != site.site_id and (routes is None or routes[row, column]):
                table[row, column] = instance.travel[PlaceId(site.site_id), PlaceId(target)].minutes
    return table
