"""Made instances of several sizes through the planner's own types, the same for a seed.

``python -m benchmarks.instances`` tells their figures.
"""

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.blocks import Block, parties_of, yesterday_of
from benchmarks.capacity import PARITY_ROOM, admissions_of, departures_of, resources_of, sites_of
from benchmarks.changes import one_bed_less, one_flight_cancelled, one_party_more
from benchmarks.company import spare_some, together, with_yesterday
from benchmarks.layout import lay_out, roads
from benchmarks.people import Ground, everyone
from benchmarks.scaled import times
from benchmarks.sizes import CONTINENTAL, NATIONAL, REGIONAL, Size
from planner.config import load_config
from planner.domain.horizon import Horizon, london_date
from planner.domain.ids import LockId, PersonId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Party
from planner.domain.transport import Departure

CONFIG = Path(__file__).parent.parent / "planner" / "sample" / "config.toml"
PINNED_NIGHTS = 6
PINNED_FLIGHT_DAY = 9


def national(seed: int = 1, people_factor: int = 1) -> Instance:
    """28 days, 14 sites, 56 departures, about 14,000 people.

    Parameters
    ----------
    people_factor
        So many times the people and every capacity, at the same cohorts.
    """
    made = made_instance(NATIONAL, seed)
    return made if people_factor == 1 else times(made, people_factor)


def regional(seed: int = 1) -> Instance:
    """10 days, 8 sites, 20 departures, about 700 people: what generic solvers can bring to an end."""
    return made_instance(REGIONAL, seed)


def continental(seed: int = 1) -> Instance:
    """28 days, 60 sites, 560 departures, about 126,000 people."""
    return made_instance(CONTINENTAL, seed)


def sample(seed: int = 1, plan_date: date = date(2026, 8, 10)) -> Instance:
    """The busy sample, written as a workspace and read back: about 3,000 people."""
    from planner.ingest.build import load_workspace
    from planner.sample import create

    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "workspace", "busy", plan_date, seed)
        return load_workspace(Path(folder) / "workspace").instance


def made_instance(size: Size, seed: int) -> Instance:
    """Draw an instance of a size."""
    config = load_config(CONFIG)
    rng = random.Random(f"{seed}")
    horizon = Horizon(config.plan_date, size.days)
    places = lay_out(dict(size.sites), rng)
    ground = Ground(size, places, horizon, config.as_of, rng)
    airports = {
        f"AIR-{number:02d}": (round(rng.uniform(51.1, 53.5), 4), round(rng.uniform(-2.4, 0.5), 4)) for number in range(1, size.airports + 1)
    }
    departures = departures_of(size, list(airports), horizon)
    blocks = [block for block in spare_some([*everyone(ground), *together(ground)], ground) if block.count]
    blocks = with_yesterday(blocks, ground, departures)
    made = [list(parties_of(number, block)) for number, block in enumerate(blocks, 1)]
    people = sum(block.people for block in blocks)
    admissions = admissions_of(places, people, horizon)
    rules = replace(
        config.rules, france_daily_cap=size.daily_cap, france_weekly_cap=size.weekly_cap, parity_upper=round(PARITY_ROOM * people)
    )
    return Instance(
        horizon=horizon,
        as_of=config.as_of,
        rules=rules,
        incidents=(),
        parties=tuple(sorted((party for parties in made for party in parties), key=lambda party: (party.is_expected, party.party_id))),
        keep_apart=_pairs(blocks, made),
        sites=sites_of(places, blocks, admissions, horizon, rules, rng),
        departures=departures,
        resources=resources_of(size, people, horizon),
        travel=roads(places, airports),
        parity=ParityRecord(balance_before=0, transferred_this_week=0),
        planned_admissions=admissions,
        locks=_locks(blocks, made, departures, horizon),
        yesterday=tuple(
            sorted(
                (row for block, parties in zip(blocks, made, strict=True) for row in yesterday_of(block, parties, horizon)),
                key=lambda row: (row.person_id, row.night),
            )
        ),
        triage=(),
    )


def _pairs(blocks: Sequence[Block], made: Sequence[list[Party]]) -> tuple[tuple[PersonId, PersonId], ...]:
    found: defaultdict[str, list[PersonId]] = defaultdict(list)
    for block, parties in zip(blocks, made, strict=True):
        if block.tag.startswith("pair"):
            found[block.tag].append(parties[0].people[0].person_id)
    return tuple(sorted((min(pair), max(pair)) for pair in found.values()))


def _locks(blocks: Sequence[Block], made: Sequence[list[Party]], departures: Sequence[Departure], horizon: Horizon) -> tuple[Lock, ...]:
    """Pins of each kind in turn; whoever is pinned can be where the pin says."""
    flights = [item for item in departures if horizon.day_of(london_date(item.departs_at)) == PINNED_FLIGHT_DAY]
    onward = [block.site for block in blocks if block.site.startswith("ONW")]
    found: list[Lock] = []
    for block, parties in zip(blocks, made, strict=True):
        if not block.tag.startswith("lock"):
            continue
        number = int(block.tag.removeprefix("lock-"))
        kind = list(LockKind)[number % len(LockKind)]
        target = {LockKind.SITE: block.site, LockKind.NOT_SITE: onward[0]}.get(
            kind, flights[number // len(LockKind) % len(flights)].departure_id
        )
        nights = (horizon.first_date, horizon.date_of(PINNED_NIGHTS)) if kind is LockKind.SITE else (None, None)
        found.append(Lock(LockId(f"L-{number + 1:02d}"), parties[0].party_id, kind, target, *nights))
    return tuple(sorted(found, key=lambda lock: lock.lock_id))


MAKERS: dict[str, Callable[[], Instance]] = {
    "regional": regional,
    "sample": sample,
    "national": national,
    "national x10": lambda: national(people_factor=10),
    "continental": continental,
}
CHANGES: dict[str, Callable[[Instance], Instance]] = {"bed": one_bed_less, "flight": one_flight_cancelled, "party": one_party_more}


def _tell(names: Sequence[str]) -> None:
    """Print what each instance holds; names on the command line choose."""
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    from benchmarks.figures import Figures, figures_of
    from planner.clocks import party_clocks

    columns: dict[str, Figures] = {}
    for name in names or MAKERS:
        instance = MAKERS[name]()
        columns[name] = figures_of(instance, party_clocks(instance))
    table = Table("", *columns)
    for key in asdict(next(iter(columns.values()))):
        table.add_row(key.replace("_", " "), *(f"{getattr(figures, key):,}" for figures in columns.values()))
    Console().print(table)


if __name__ == "__main__":
    _tell(sys.argv[1:])
