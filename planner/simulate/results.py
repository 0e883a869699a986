"""What many runs came to: every run's counts as arrays, and what is asked of them."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from planner.domain.plan import MAXIMISED, Measure
from planner.simulate.policies import Policy
from planner.simulate.run import BOUND, FORESIGHT, LIMITS, WHOLE_RUN, WITHOUT
from planner.sweep.store import TASK, Rows

Ints: TypeAlias = npt.NDArray[np.int64]
LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Levels of a fan's quantiles."""

OF_95: Final = 1.96
"""Standard deviations to either side that hold 95 in 100."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance as many runs show it.

    Attributes
    ----------
    share
        Share of the runs.
    low, high
        Ends of the 95% interval: what so few runs leave open (Wilson's).
    """

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over all runs."""

    mean: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Results:
    """Every run.

    Attributes
    ----------
    num_foreseen
        Runs of which there is a plan with perfect foresight: the first ones.
    """

    num_runs: int
    num_days: int
    num_foreseen: int
    policies: tuple[Policy, ...]
    sites: tuple[str, ...]
    counts: Mapping[tuple[str, str], Ints]
    whole: Mapping[tuple[str, str], Ints]
    without_bed: Mapping[Policy, Ints]

    def daily(self, policy: str, what: str) -> Ints:
        """Count by run and day, ``(num_runs, num_days)``; of what is drawn the policy is empty."""
        return self.counts.get((policy, what), np.zeros((self.num_runs, self.num_days), dtype=np.int64))

    def fan(self, policy: str, what: str) -> tuple[Spread, ...]:
        """Spread of a count on each day."""
        return tuple(map(spread, self.daily(policy, what).T))

    def total(self, policy: str, what: str) -> Ints:
        """Count over all days, by run."""
        return self.daily(policy, what).sum(axis=1)

    def missed(self, policy: Policy, limits: Iterable[str] = LIMITS) -> Chance:
        """Chance that any of some limits is missed on any day."""
        return chance(np.array([self.total(policy, limit) > 0 for limit in limits]).any(axis=0))

    def overflow(self, policy: Policy) -> npt.NDArray[np.float64]:
        """Chance by site and day that somebody at the site has no lawful bed that night, ``(sites, num_days)``."""
        return np.asarray((self.without_bed[policy] > 0).mean(axis=0), dtype=np.float64)

    def ever_overflows(self, policy: Policy, site: int) -> Chance:
        """Chance that somebody at a site has no lawful bed on any night."""
        return chance((self.without_bed[policy][:, site] > 0).any(axis=1))

    def compared(self, policy: str, measure: str) -> Ints:
        """Value of a measure over all days in the runs with foresight, by run."""
        return self.whole.get((policy, measure), np.zeros(self.num_runs, dtype=np.int64))[: self.num_foreseen]

    def regret(self, policy: Policy, measure: Measure) -> Ints:
        """How far a policy stays behind the plan with perfect foresight in one measure, by run; below 0 where it is ahead."""
        behind = self.compared(policy, measure) - self.compared(FORESIGHT, measure)
        return -behind if measure in MAXIMISED else behind

    def regret_to_bound(self, policy: Policy) -> Ints:
        """Nights without a lawful bed beyond those proven to be unavoidable, by run: the true regret is no more."""
        return self.compared(policy, Measure.UNPLACED_NIGHTS) - self.compared(FORESIGHT, BOUND)


def gather(rows: Rows, shape: tuple[int, int], num_foreseen: int, policies: Sequence[Policy], sites: Sequence[str]) -> Results:
    """Lay rows out as arrays.

    Parameters
    ----------
    shape
        Runs and days.
    """
    num_runs, num_days = shape
    counts: dict[tuple[str, str], Ints] = {}
    whole: dict[tuple[str, str], Ints] = {}
    without = {policy: np.zeros((num_runs, len(sites), num_days), dtype=np.int64) for policy in policies}
    place = {site: at for at, site in enumerate(sites)}
    for row in _records(rows):
        run, day, policy, what, value = (row[name] for name in (TASK, "day", "policy", "what", "value"))
        if what == WITHOUT:
            without[Policy(policy)][run, place[row["site"]], day] = value
        elif day == WHOLE_RUN:
            whole.setdefault((policy, what), np.zeros(num_runs, dtype=np.int64))[run] = value
        else:
            counts.setdefault((policy, what), np.zeros(shape, dtype=np.int64))[run, day] = value
    return Results(num_runs, num_days, num_foreseen, tuple(policies), tuple(sites), counts, whole, without)


def _records(rows: Rows) -> Iterator[dict[str, Any]]:
    """Each row, few at a time in memory."""
    for batch in rows.table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()


BATCH: Final = 20_000
"""Rows looked at together."""


def spread(values: npt.NDArray[Any]) -> Spread:
    """Mean and quantiles of a number over runs."""
    return Spread(float(values.mean()), tuple(float(each) for each in np.quantile(values, LEVELS)))


def chance(happens: npt.ArrayLike) -> Chance:
    """Share of the runs in which something happens, with its interval."""
    runs = np.asarray(happens)
    num, share, z = len(runs), float(runs.mean()), OF_95
    middle = (share + z * z / (2 * num)) / (1 + z * z / num)
    half = z * math.sqrt(share * (1 - share) / num + z * z / (4 * num * num)) / (1 + z * z / num)
    return Chance(share, max(0.0, middle - half), min(1.0, middle + half))
