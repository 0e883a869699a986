"""The benchmarks' instances are what they promise, and the first-come rule keeps every rule."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import records
from benchmarks.benches import benches
from benchmarks.changes import one_bed_less, one_flight_cancelled, one_party_more
from benchmarks.figures import figures_of
from benchmarks.instances import made_instance, national, regional
from benchmarks.judge import judge
from benchmarks.peers.greedy import first_come, run
from benchmarks.records import Record
from benchmarks.running import NotMeasuredError, Runner
from benchmarks.scaled import times
from benchmarks.sizes import CONTINENTAL
from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.domain.sites import SiteRole
from tests.instances import random_instance


def test_a_seed_gives_one_instance() -> None:
    assert regional(3) == regional(3)
    assert regional(3) != regional(4)


def test_the_national_instance_is_as_large_as_it_says() -> None:
    instance = national()
    figures = figures_of(instance, party_clocks(instance))
    assert instance.horizon.num_days == 28
    assert 13_500 <= figures.people <= 14_500
    assert 800 <= figures.cohorts <= 1000
    assert (figures.sites, figures.departures, figures.together, figures.pairs) == (14, 56, 60, 10)
    assert 28 <= figures.units <= 36
    assert 5 <= figures.contested_days <= 20
    assert {site.role for site in instance.sites} == set(SiteRole)
    stages = Counter(len(clock.case.steps) for clock in party_clocks(instance) if clock.is_live)
    assert set(stages) == {0, 1, 2, 3}


def test_the_continental_instance_has_its_sites_and_departures() -> None:
    instance = made_instance(CONTINENTAL, 1)
    assert 122_000 <= sum(party.size for party in instance.parties) <= 130_000
    assert len(instance.sites) == 60
    assert len(instance.departures) == 560


@pytest.mark.parametrize("make", [national, regional])
def test_everybody_starts_in_a_bed_that_is_there(make: Callable[[], Instance]) -> None:
    instance = make()
    now = Counter(person.unit_id for party in instance.parties for person in party.people)
    assert all(now[unit.unit_id] <= unit.free_beds(0) for site in instance.sites for unit in site.units)


def test_ten_times_the_people_are_the_same_cohorts() -> None:
    one = regional()
    ten = times(one, 10)
    few, many = figures_of(one, party_clocks(one)), figures_of(ten, party_clocks(ten))
    assert few.cohorts == many.cohorts
    assert 9.5 * few.people < many.people <= 10 * few.people
    assert few.contested_days == many.contested_days
    assert [day.cases * 10 for day in one.resources] == [day.cases for day in ten.resources]
    assert len({person.person_id for party in ten.parties for person in party.people}) == many.people


def test_changes_change_one_thing() -> None:
    instance = regional()
    fewer, grounded, more = one_bed_less(instance), one_flight_cancelled(instance), one_party_more(instance)
    assert _beds(instance) - _beds(fewer) == instance.horizon.num_days
    assert sum(departure.cancelled for departure in grounded.departures) == 1 + sum(item.cancelled for item in instance.departures)
    before, after = figures_of(instance, party_clocks(instance)), figures_of(more, party_clocks(more))
    assert (after.parties, after.cohorts) == (before.parties + 1, before.cohorts)


def _beds(instance: Instance) -> int:
    return sum(sum(unit.beds) for site in instance.sites for unit in site.units)


@pytest.mark.parametrize("seed", range(60))
def test_first_come_keeps_every_rule(seed: int) -> None:
    instance = random_instance(seed, parties=14, days=8, tightness=1.0, settled=0.2)
    assert judge(instance, first_come(instance, party_clocks(instance))).violations == ()


def test_first_come_keeps_every_rule_where_pins_and_pairs_are() -> None:
    instance = regional()
    assert instance.locks
    assert instance.keep_apart
    found = run(instance, party_clocks(instance), 0.0)
    assert found.detail.startswith("first come")
    assert found.measures[Measure.TRANSFERS] > 0
    assert found.measures[Measure.UNPLACED_NIGHTS] > 0


class Told(Runner):
    """Says what it was told instead of measuring."""

    def __init__(self, results: dict[str, dict[str, Any]]) -> None:
        super().__init__(1.0)
        self._results = results

    def result(self, bench: str, instance: str, seconds: float = 600.0) -> dict[str, Any]:
        del instance, seconds
        if bench not in self._results:
            raise NotMeasuredError(f"no {bench} here")
        return {"people": 1, "cohorts": 1, "peak_mib": 1.0, "bounds": {}, "detail": "", "variables": 1} | self._results[bench]


def test_a_peer_that_is_cut_short_is_said_to_be() -> None:
    own = {"seconds": 2.0, "measures": {"transfers": 5, "person_moves": 7}, "gap": 0.0}
    peer = {"seconds": 60.0, "status": "limit", "detail": "60 s passed", "measures": {"transfers": 5, "person_moves": 9}}
    runner = Told({"solve": own, "highs-direct": peer | {"bounds": {"transfers": 5, "person_moves": 6}}})
    rows = {bench.peer: bench for bench in benches(is_quick=True) if (bench.name, bench.instance) == ("solve", "national")}
    row = rows["highs-direct"].record(runner)
    assert (row.seconds, row.peer_seconds, row.ratio) == (2.0, 60.0, 30.0)
    assert row.note == "at least: 60 s passed; the same values in the 1 measures it proved"
    assert rows["cpsat-direct"].record(runner).note == "no cpsat-direct here"
    assert len(row.cells()) == len(records.HEADINGS)


def test_rows_are_kept_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = Record("solve", "sample", seconds=1.5, gap=0.0), Record("solve", "sample", 1.5, "highs-direct", 30.0, 20.0)
    records.store([first])
    records.store([second], records.stored())
    assert [row["peer"] for row in json.loads(records.FILE.read_text(encoding="utf-8"))] == [None, "highs-direct"]
    Path("README.md").write_text(f"a\n{records.BEGINS}\nold\n{records.ENDS}\nb\n", encoding="utf-8")
    records.write_readme([first, second])
    text = Path("README.md").read_text(encoding="utf-8")
    assert text.startswith("a\n")
    assert text.endswith("\nb\n")
    assert "old" not in text
    assert "| solve | sample |" in text
