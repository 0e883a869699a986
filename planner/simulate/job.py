"""Many runs as a job for the engine of sweeps: a run's rows depend on its number, the workspace and the settings alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from planner.plan.versions import code_digest, versions
from planner.simulate.future import Drawing
from planner.simulate.run import COLUMNS, Rules, simulate_run
from planner.simulate.world import World
from planner.sweep.job import Job, Row


@dataclass(frozen=True, slots=True)
class Simulator:
    """How a worker begins: it gets everything that all runs share once."""

    world: World
    drawing: Drawing
    rules: Rules

    def __call__(self) -> Callable[[int], Sequence[Row]]:
        """Give what does one run after the other."""
        return self._run

    def _run(self, run: int) -> Sequence[Row]:
        return simulate_run(self.world, self.drawing, self.rules, run)


def job_of(simulator: Simulator, num_runs: int, settings: Mapping[str, str]) -> Job[int]:
    """Give the job of so many runs.

    Parameters
    ----------
    settings
        What was asked, and of which workspace.
    """
    return Job("runs", range(num_runs), simulator, COLUMNS, settings, made_with, is_series=True)


def made_with() -> Mapping[str, str]:
    """Give all that a run depends on besides the inputs."""
    return {**versions(), "the planner's code": code_digest()}
