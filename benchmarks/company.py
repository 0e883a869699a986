"""People who stay together, people to be told apart by a pair or a pin, and what yesterday's plan said of everybody."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from benchmarks.blocks import Block, Member, Usual
from benchmarks.cases import case_at
from benchmarks.layout import PREFIX
from benchmarks.people import EXPECTED_LANDING, LONG_AUTHORITY, WOMAN, Ground, unit_of
from planner.clocks.calendar import add_working_days
from planner.domain.horizon import london_date, london_instant
from planner.domain.ids import DepartureId
from planner.domain.people import AgeBand, Category
from planner.domain.sites import SiteRole
from planner.domain.transport import Departure

ROOMY = 4
"""A block with at least so many parties can spare one."""

PIN_DAYS = 10
"""A pinned party can be held and transferred in this many days at least."""

STAYING_SHARE, LEAVING_SHARE, MOVING_SHARE, SETTLED_SHARE = 0.6, 0.5, 0.35, 0.4


def together(ground: Ground) -> Iterator[Block]:
    """Couples and brothers in removal centres, families at landing places and expected."""
    rng, size, removal = ground.rng, ground.size, ground.of_role(SiteRole.REMOVAL)
    mixed = [place for place in removal if unit_of(place, Category.ADULT_WOMAN)]
    for number in range(size.couples + size.brothers):
        is_couple, age = number < size.couples, rng.randint(5, 60)
        place = (mixed if is_couple else removal)[number % len(mixed if is_couple else removal)]
        landed = ground.landed(age)
        man = Member(unit=unit_of(place, Category.ADULT_MAN))
        others = [Member(WOMAN, unit=unit_of(place, Category.ADULT_WOMAN))] if is_couple else [man] * rng.randint(1, 2)
        yield Block(
            members=(man, *others),
            count=1,
            site=place.site_id,
            landed_at=landed,
            arrived_at=landed + timedelta(days=2),
            until=landed + max(LONG_AUTHORITY, timedelta(days=age + rng.choice((8, 20, 40)))),
            detained=True,
            case=case_at(age, ground.horizon.first_date, rng),
        )
    landing = ground.of_role(SiteRole.LANDING)
    for number in range(size.families):
        place = landing[number % len(landing)]
        children = (Member(age=AgeBand.AGE_0_11),) * rng.randint(1, 3)
        members = ((Member(WOMAN), Member())[: rng.randint(1, 2)]) + children
        when = ground.horizon.date_of(rng.randint(1, ground.horizon.num_days * 5 // 7)) if number % 2 else None
        landed = london_instant(when, EXPECTED_LANDING) if when else ground.as_of - timedelta(hours=rng.randint(2, 10))
        yield Block(members, 1, place.site_id, landed, landed, None, expected_on=when)


def spare_some(blocks: list[Block], ground: Ground) -> list[Block]:
    """Take one party each out of some blocks, for pins and for pairs to keep apart."""
    held = [index for index, block in enumerate(blocks) if block.detained and block.count >= ROOMY and not block.bars]
    ready = [index for index in held if _can_be_pinned(blocks[index], ground)]
    pinned = ground.rng.sample(ready, min(len(ready), ground.size.locks))
    paired = ground.rng.sample([index for index in held if index not in pinned], 2 * ground.size.pairs)
    tags = {index: f"lock-{number}" for number, index in enumerate(pinned)}
    tags |= {index: f"pair-{number // 2}" for number, index in enumerate(paired)}
    rest = [replace(block, count=block.count - (index in tags)) for index, block in enumerate(blocks)]
    return rest + [replace(blocks[index], count=1, tag=tag) for index, tag in tags.items()]


def _can_be_pinned(block: Block, ground: Ground) -> bool:
    """Whether a party can stay where it is for some days and be transferred at the end of them."""
    served, lasts = block.case.notice_served_on, ground.as_of + timedelta(days=PIN_DAYS + 4)
    within = ground.as_of - block.landed_at < timedelta(days=75)
    return served is not None and block.until is not None and block.until > lasts and within and not block.members[0].care


def with_yesterday(blocks: Sequence[Block], ground: Ground, departures: Sequence[Departure]) -> list[Block]:
    """Give most blocks what yesterday's plan had for them in the coming days; seats are not planned twice."""
    days = [departure for departure in departures if not departure.cancelled]
    left = Counter({departure.departure_id: departure.seats for departure in days})
    planned: list[Block] = []
    for block in blocks:
        planned += _planned(block, ground, days, left)
    return planned


def _planned(block: Block, ground: Ground, departures: Sequence[Departure], left: Counter[DepartureId]) -> list[Block]:
    rng, stable = ground.rng, 3
    stays = tuple(Usual(day, block.site, None) for day in range(stable))
    if block.expected_on or block.tag or len(block.members) > 1:
        return [block]
    if not block.detained:
        is_settled = block.until is None and ground.as_of - block.landed_at > timedelta(days=2)
        return [replace(block, usual=stays) if is_settled and rng.random() < SETTLED_SHARE else block]
    if rng.random() > STAYING_SHARE:
        return [block]
    leaving = next((flight for flight in departures if left[flight.departure_id] and _may_leave(block, flight, ground)), None)
    if leaving is not None and rng.random() < LEAVING_SHARE:
        day = ground.horizon.day_of(london_date(leaving.departs_at))
        some = min(block.count, left[leaving.departure_id])
        left[leaving.departure_id] -= some
        goes = (*stays[:day], Usual(day, None, leaving.departure_id))
        parts = [replace(block, count=some, usual=goes), replace(block, count=block.count - some, usual=stays)]
        return [part for part in parts if part.count]
    if block.site.startswith(PREFIX[SiteRole.PROCESSING]) and rng.random() < MOVING_SHARE:
        to, day = rng.choice(ground.of_role(SiteRole.REMOVAL)), rng.randrange(stable)
        return [replace(block, usual=(*stays[:day], *(Usual(later, to.site_id, None) for later in range(day, stable))))]
    return [replace(block, usual=stays)]


def _may_leave(block: Block, departure: Departure, ground: Ground) -> bool:
    served, when = block.case.notice_served_on, london_date(departure.departs_at)
    if served is None or block.until is None or block.bars or ground.horizon.day_of(when) > 2:  # noqa: PLR2004  # the coming three days
        return False
    return add_working_days(served, 5) <= when and departure.departs_at <= block.until
