"""Cohorts put into blocks: which options a party of each shape has, and the lanes that these make."""

import numpy as np

from planner.domain.locks import LockKind
from planner.domain.people import Category
from planner.domain.sites import SiteRole
from planner.model.block import NO_UNIT, Block, Lanes, Options, Own, some_of
from planner.model.cohorts import Cohort
from planner.model.itinerary import lock_nights
from planner.model.network import UNLIMITED, Flags, Floats, Ints, Network
from planner.model.options import Option, Shape, moved, options_of

MOST_COHORTS = 600


def build_blocks(cohorts: tuple[Cohort, ...], network: Network) -> tuple[Block, ...]:
    """Single persons, and parties of several; so many at a time that a night of them fits a cache."""
    single = [index for index, cohort in enumerate(cohorts) if cohort.size == 1]
    several = [index for index, cohort in enumerate(cohorts) if cohort.size > 1]
    blocks = [_block(indices, cohorts, network) for indices in (single, several) if indices]
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> list[Block]:
    """A block in parts of about the same size."""
    num_parts = -(-len(block.cohorts) // MOST_COHORTS)
    return [block] if num_parts == 1 else [some_of(block, at) for at in np.array_split(np.arange(len(block.cohorts)), num_parts)]


def _block(indices: list[int], cohorts: tuple[Cohort, ...], network: Network) -> Block:
    indices = sorted(indices, key=lambda index: (cohorts[index].clock.entry_day, index))
    members = [cohorts[index] for index in indices]
    numbers: dict[Shape, int] = {}
    shapes = np.array([numbers.setdefault(cohort.shape, len(numbers)) for cohort in members], dtype=np.int64)
    by_shape = [[cohort for cohort in members if numbers[cohort.shape] == number] for number in range(len(numbers))]
    options = _options(tuple(_useful_options(shape, by_shape[number], network) for shape, number in numbers.items()), by_shape, network)
    lanes = _lanes(options, shapes, members, network)
    entry_days = np.array([cohort.clock.entry_day for cohort in members], dtype=np.int64)
    changes, changes_departures = _changes(members, network)
    last = [cohort.clock.last_transfer_day for cohort in members]
    return Block(
        cohorts=np.array(indices, dtype=np.int64),
        shapes=shapes,
        sizes=np.array([cohort.size for cohort in members], dtype=np.int64),
        entry_days=entry_days,
        start_sites=np.array([network.site_index[cohort.start_site] for cohort in members], dtype=np.int64),
        counts=np.array([cohort.count for cohort in members], dtype=np.int64),
        entering=np.searchsorted(entry_days, np.arange(network.num_nights + 1)),
        options=options,
        lanes=lanes,
        own=_own(members, lanes, network),
        lawful=np.array([cohort.clock.detention_nights for cohort in members], dtype=bool).T,
        start_moved=_starts(members, shapes, options, lanes, network),
        changes=changes,
        changes_departures=changes_departures,
        boards=np.array([cohort.clock.departures for cohort in members], dtype=bool).reshape(len(members), -1).T,
        wait=np.array([cohort.size * cohort.wait_days for cohort in members], dtype=np.int64),
        deadline=np.array([cohort.size * cohort.deadline_weight for cohort in members], dtype=np.int64),
        is_live=np.array([cohort.clock.is_live for cohort in members], dtype=bool),
        expires=np.array([day is not None and day < network.num_nights for day in last], dtype=bool),
    )


def _useful_options(shape: Shape, members: list[Cohort], network: Network) -> tuple[Option, ...]:
    """Options some cohort of a shape may use: no detention place where none may be detained, no bed that is never there."""
    starts = {network.site_index[cohort.start_site] for cohort in members}
    detained = any(any(cohort.clock.detention_nights) for cohort in members)
    lone_child = any(category is Category.LONE_CHILD for (category, _), _ in shape)
    useful: list[Option] = []
    for option in options_of(shape, network.sites, network.unit_index):
        site = network.sites[option.site]
        if option.is_unplaced:
            reachable = option.site in starts or (detained and site.is_detention)
            keep = reachable or (site.role is SiteRole.LANDING and not site.is_final)
        else:
            keep = all(network.free_beds[unit].max() >= people for unit, people in option.beds)
            keep &= detained or not site.is_detention
            keep &= not (lone_child and site.role is SiteRole.ONWARD)
        if keep:
            useful.append(option)
    return tuple(useful)


def _options(by_shape: tuple[tuple[Option, ...], ...], members: list[list[Cohort]], network: Network) -> Options:
    flat = [option for options in by_shape for option in options]
    width = max((len(option.beds) for option in flat), default=0) or 1
    units = np.full((len(flat) + 1, width), NO_UNIT, dtype=np.int64)
    people = np.zeros((len(flat) + 1, width), dtype=np.int64)
    fits = np.zeros((len(flat) + 1, network.num_nights), dtype=bool)
    for row, option in enumerate(flat):
        fits[row] = True
        for column, (unit, count) in enumerate(option.beds):
            units[row, column], people[row, column] = unit, count
            fits[row] &= network.free_beds[unit] >= count
    unplaced = np.array([option.is_unplaced for option in flat] + [False], dtype=bool)
    sites = np.array([option.site for option in flat] + [0], dtype=np.int64)
    return Options(
        by_shape=by_shape,
        flat=tuple(flat),
        first=np.cumsum([0, *(len(options) for options in by_shape)]),
        sites=sites,
        sizes=np.array([group[0].size for options, group in zip(by_shape, members, strict=True) for _ in options] + [0], dtype=np.int64),
        is_unplaced=unplaced,
        is_detention=network.is_detention[sites] & ~unplaced & (np.arange(len(sites)) < len(flat)),
        units=units,
        people=people,
        fits=fits,
    )


def _lanes(options: Options, shapes: Ints, members: list[Cohort], network: Network) -> Lanes:
    """Lay out sites one after the other: for each number of nights left, the placed options and the one without a bed."""
    none = len(options.sites) - 1
    num_shapes = len(options.by_shape)
    columns: list[list[int]] = []
    sites: list[int] = []
    places: list[int | None] = []
    lefts: list[int] = []
    for site in range(len(network.sites)):
        placed, unplaced = _options_at(site, options)
        width = max((len(numbers) for numbers in placed), default=0)
        waits = any(number != none for number in unplaced)
        for left in _nights_left(site, members, network):
            for place in range(width if left or not _is_limited(site, network) else 0):
                columns.append([numbers[place] if place < len(numbers) else none for numbers in placed])
                sites.append(site)
                places.append(place)
                lefts.append(left)
            if waits:
                columns.append(unplaced)
                sites.append(site)
                places.append(None)
                lefts.append(left)
    lane_sites, lane_lefts = np.array(sites, dtype=np.int64), np.array(lefts, dtype=np.int64)
    starts = (
        np.flatnonzero(np.concatenate([[True], (np.diff(lane_sites) != 0) | (np.diff(lane_lefts) != 0)])) if sites else np.zeros(0, int)
    )
    is_unplaced = np.array([place is None for place in places], dtype=bool)
    lane_options = np.array(columns, dtype=np.int64).reshape(len(columns), num_shapes).T
    sources, changes_place = _sources(sites, places, lefts, network)
    return Lanes(
        sites=lane_sites,
        segments=np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(sites)))),
        nights_left=lane_lefts,
        options=lane_options,
        is_unplaced=is_unplaced,
        is_detention=network.is_detention[lane_sites] & ~is_unplaced,
        is_final=network.is_final[lane_sites] & ~is_unplaced,
        segment_starts=starts,
        segment_sites=lane_sites[starts],
        sources=sources,
        moved=_moved(sources, changes_place, lane_options, shapes, options),
        entered=tuple(_entered(day, lane_sites, lane_lefts, is_unplaced, network) for day in range(network.num_nights)),
    )


def _options_at(site: int, options: Options) -> tuple[list[list[int]], list[int]]:
    """By shape: the options with beds at a site, and the one without."""
    none = len(options.sites) - 1
    placed: list[list[int]] = []
    unplaced: list[int] = []
    for number, own in enumerate(options.by_shape):
        first = int(options.first[number])
        placed.append([first + at for at, option in enumerate(own) if option.site == site and not option.is_unplaced])
        unplaced.append(next((first + at for at, option in enumerate(own) if option.site == site and option.is_unplaced), none))
    return placed, unplaced


def _is_limited(site: int, network: Network) -> bool:
    return bool((network.entry_nights[site] != UNLIMITED).any()) and not network.is_final[site]


def _nights_left(site: int, members: list[Cohort], network: Network) -> range:
    """Nights a stay limit may leave, most first; 0 alone where there is no limit."""
    if not _is_limited(site, network):
        return range(1)
    starts = [cohort.clock.stay_nights or 0 for cohort in members if network.site_index[cohort.start_site] == site]
    return range(min(network.num_nights, max([int(network.entry_nights[site].max()), *starts])), -1, -1)


def _sources(sites: list[int], places: list[int | None], lefts: list[int], network: Network) -> tuple[Ints, Flags]:
    """Lanes each lane is reached from within its site, staying first, and whether that changes the place."""
    by_segment: dict[tuple[int, int], list[int]] = {}
    for lane, key in enumerate(zip(sites, lefts, strict=True)):
        by_segment.setdefault(key, []).append(lane)
    incoming: list[list[int]] = []
    for lane, (site, place, left) in enumerate(zip(sites, places, lefts, strict=True)):
        if not _is_limited(site, network):
            before = by_segment[site, left]
        else:
            before = by_segment.get((site, left + 1), []) + (by_segment[site, 0] if not left else [])
        if network.is_final[site]:
            # Who has a bed at a final place keeps it.
            before = [other for other in before if other == lane or (places[other] is None)]
        incoming.append(sorted(before, key=lambda other, place=place: (places[other] != place, other)))
    width = max((len(lanes) for lanes in incoming), default=0) or 1
    sources = np.array([lanes + [len(sites)] * (width - len(lanes)) for lanes in incoming], dtype=np.int64).reshape(len(sites), width)
    place = np.array([-1 if each is None else each for each in (*places, None)])
    return sources, place[sources] != place[:-1, None]


def _moved(sources: Ints, changes_place: Flags, lane_options: Ints, shapes: Ints, options: Options) -> Floats:
    """People who change unit between a lane's source and the lane."""
    if (options.sizes[:-1] == 1).all():
        return changes_place[:, :, None].astype(float)
    flat = options.flat
    padded = np.concatenate([lane_options, np.full((len(lane_options), 1), len(flat))], axis=1)
    before, after = padded[:, sources], np.broadcast_to(lane_options[:, :, None], (len(lane_options), *sources.shape))
    real = (before < len(flat)) & (after < len(flat))
    pairs, which = np.unique(np.where(real, before * len(flat) + after, -1), return_inverse=True)
    codes: list[int] = pairs.tolist()
    people = [0 if code < 0 else _people_moved(flat[code // len(flat)], flat[code % len(flat)]) for code in codes]
    return np.array(people, dtype=float)[which.reshape(real.shape)][shapes].transpose(1, 2, 0)


def _people_moved(before: Option, after: Option) -> int:
    return moved(before.placement, after.placement, sum(count for _, _, count in after.placement))


def _entered(day: int, sites: Ints, lefts: Ints, is_unplaced: Flags, network: Network) -> Ints:
    """Lanes that a move on a day enters: in a bed, with the nights that the limit leaves from then."""
    allowed = network.entry_nights[:, day]
    wanted = np.where((allowed == UNLIMITED) | network.is_final, 0, np.where(allowed == 0, -1, allowed))
    return np.flatnonzero((lefts == wanted[sites]) & ~is_unplaced) if len(sites) else np.zeros(0, dtype=np.int64)


def _starts(members: list[Cohort], shapes: Ints, options: Options, lanes: Lanes, network: Network) -> Floats:
    start = np.full((len(lanes.sites), len(members)), np.inf)
    flat = options.flat
    memo: dict[object, tuple[list[int], list[int]]] = {}
    for column, cohort in enumerate(members):
        key = (int(shapes[column]), cohort.start_site, cohort.start_placement, cohort.clock.stay_nights)
        if key not in memo:
            memo[key] = _start_lanes(cohort, int(shapes[column]), flat, lanes, network)
        found, people = memo[key]
        start[found, column] = people
    return start


def _start_lanes(cohort: Cohort, shape: int, flat: tuple[Option, ...], lanes: Lanes, network: Network) -> tuple[list[int], list[int]]:
    """Lanes a party may begin in, and people moved to begin there."""
    site = network.site_index[cohort.start_site]
    placement = tuple(sorted((number, network.unit_index[unit], people) for number, unit, people in cohort.start_placement))
    left = min(cohort.clock.stay_nights or 0, network.num_nights) if _is_limited(site, network) else 0
    found: list[int] = []
    people: list[int] = []
    for lane in np.flatnonzero((lanes.sites == site) & (lanes.nights_left == left)):
        option = int(lanes.options[shape, lane])
        if option < len(flat):
            found.append(int(lane))
            people.append(moved(placement, flat[option].placement, cohort.size))
    return found, people


def _own(members: list[Cohort], lanes: Lanes, network: Network) -> Own:
    at = [column for column, cohort in enumerate(members) if cohort.locks or cohort.apart]
    locks_lanes = np.zeros((len(at), len(lanes.sites), network.num_nights))
    gone = np.zeros((len(at), network.num_nights))
    departures = np.zeros((len(at), len(network.departures) + 1))
    for row, column in enumerate(at):
        for lock in members[column].locks:
            if lock.kind in {LockKind.DEPARTURE, LockKind.NOT_DEPARTURE}:
                hit = np.array([item.departure_id == lock.target_id for item in network.departures] + [False])
                departures[row] += ~hit if lock.kind is LockKind.DEPARTURE else hit
                continue
            nights = lock_nights(lock.first_night, lock.last_night, network)
            here = (lanes.sites == network.site_index[lock.target_id]) & ~lanes.is_unplaced
            wanted = lock.kind is LockKind.SITE
            locks_lanes[row][:, nights] += (here != wanted)[:, None]
            gone[row, nights] += wanted
    apart = tuple(members[column].apart for column in at)
    return Own(np.array(at, dtype=np.int64), locks_lanes, gone, departures, apart)


def _changes(members: list[Cohort], network: Network) -> tuple[Floats, Floats]:
    stable = min(network.instance.rules.stability_days, network.num_nights)
    if not any(cohort.yesterday for cohort in members):
        return np.zeros((0, len(network.sites), len(members))), np.zeros((len(network.departures), len(members)))
    by_site = np.zeros((stable, len(network.sites), len(members)))
    by_departure = np.zeros((len(network.departures), len(members)))
    place: dict[str, int] = {site.site_id: index for index, site in enumerate(network.sites)}
    leaves = network.departure_days
    ids = np.array([departure.departure_id for departure in network.departures], dtype=object)
    for column, cohort in enumerate(members):
        for day, site_id, departure_id, people in cohort.yesterday:
            if not cohort.clock.entry_day <= day < stable:
                continue
            by_site[day, :, column] += people
            if not departure_id and site_id in place:
                by_site[day, place[site_id], column] -= people
            same = (
                (leaves == day) & (ids == departure_id)
                if not site_id and departure_id
                else (leaves < day) & (not site_id and not departure_id)
            )
            by_departure[:, column] += people * ((leaves <= day) & ~same)
    return by_site, by_departure
