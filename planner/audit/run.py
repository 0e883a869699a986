"""What the papers of a pack are written from: the configuration, the inputs and the run."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planner.config import Config
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.domain.verification import Verification
from planner.ingest.build import Workspace
from planner.plan.pack import INPUTS_NAME


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the planner.

    Attributes
    ----------
    digests
        sha256 of every file of the inputs, by name.
    rows
        Rows of every table of the inputs, by name.
    """

    config: Config
    instance: Instance
    plan: Plan
    verification: Verification
    digests: Mapping[str, str]
    rows: Mapping[str, int]


def run_of(folder: Path, loaded: Workspace, plan: Plan, verification: Verification) -> Run:
    """Gather what is known of a run whose inputs and plan are stored."""
    paths = sorted((folder / INPUTS_NAME).iterdir())
    digests = {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}
    rows = {path.name: _rows(path) for path in paths if path.suffix == ".csv"}
    return Run(loaded.config, loaded.instance, plan, verification, digests, rows)


def _rows(path: Path) -> int:
    """Rows of a table as stored, without its header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1
