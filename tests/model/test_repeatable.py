"""The same inputs give the same plan, byte for byte: in any order of rows, twice, side by side, and with any number of threads."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.ingest.build import load_workspace
from planner.model.solve import solve
from planner.plan.decode import decode
from planner.plan.pack import plan_text
from tests.app.commands import python
from tests.instances import random_instance
from tests.model.test_plans_verify import shake
from tests.workspaces import Tables, tiny_workspace

SEEDS = range(6)
MORNINGS = (7, 8, 21, 24, 25)
"""Changed mornings that are planned in a moment."""


def text_of(instance: Instance) -> str:
    clocks = party_clocks(instance)
    return plan_text(decode(instance, clocks, solve(instance, clocks, 60.0, lambda _what, _share: None)))


def case(seed: int) -> Instance:
    return random_instance(seed, parties=7, days=5, alike=0.3)


@cache
def base(seed: int) -> str:
    return text_of(case(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_twice(seed: int) -> None:
    assert text_of(case(seed)) == base(seed)


def test_two_at_once_in_one_process() -> None:
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda seed: text_of(case(seed)), SEEDS)) == [base(seed) for seed in SEEDS]


@pytest.mark.parametrize("seed", MORNINGS)
def test_rows_of_every_file_in_another_order(seed: int, tmp_path: Path) -> None:
    def morning(tables: Tables) -> None:
        shake(tables, random.Random(seed))

    def shuffled(tables: Tables) -> None:
        morning(tables)
        for rows in tables.values():
            random.Random(seed).shuffle(rows)

    plain, other = (load_workspace(tiny_workspace(tmp_path / name, edit)).instance for name, edit in (("a", morning), ("b", shuffled)))
    assert text_of(plain) == text_of(other)


SCRIPT = """
from tests.model.test_repeatable import SEEDS, base
for seed in SEEDS:
    print(base(seed))
"""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@pytest.mark.parametrize(("threads", "hashes"), [("1", "1"), ("2", "2")], ids=["one thread", "two threads, other hashes"])
def test_threads_and_hashes(threads: str, hashes: str) -> None:
    ran = python(["-c", SCRIPT], environment={**dict.fromkeys(THREADS, threads), "PYTHONHASHSEED": hashes})
    assert ran.code == 0, ran.err
    assert ran.out == "".join(f"{base(seed)}\n" for seed in SEEDS)
