"""The pack: one folder that holds a plan, what it was made from, and what came out; written whole or not at all."""

import glob
import hashlib
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

from planner.domain.errors import PackError
from planner.domain.plan import TIER_OF, PersonPlan, Plan, Stay
from planner.plan.json_text import Json, json_text
from planner.plan.versions import code_digest, engine, versions

PLAN_NAME = "plan.json"
MANIFEST_NAME = "manifest.json"
INPUTS_NAME = "inputs"
PARTIAL_SUFFIX = ".partial"
TEXT_SUFFIXES = frozenset({".json", ".csv", ".toml", ".html", ".md"})


@contextmanager
def new_pack(pack: Path) -> Generator[Path]:
    """A folder to fill; it becomes the pack when the block ends well, and vanishes when it does not.

    It lies beside the pack under a hidden name of its own, so that a run stopped at any moment leaves no partial pack and two runs
    never write into one folder. What a killed run left behind goes with the next run.

    Raises
    ------
    PackError
        When something stands at ``pack`` already: a pack is never written over.
    """
    if pack.exists():
        raise PackError(f"{pack} exists already: a pack is never written over. Choose another folder with --out, or delete it first")
    partial = None
    try:
        pack.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(pack)
        partial = _scratch(pack)
        folder = partial / pack.name
        folder.mkdir()
        yield folder
        folder.replace(pack)
    except OSError as error:
        raise PackError(f"{pack} can not be written: {error.strerror or error}") from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)


def _scratch(pack: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f".{pack.name}.", suffix=PARTIAL_SUFFIX, dir=pack.parent))


def _clear_leftovers(pack: Path) -> None:
    """Remove what killed runs left; each is moved aside first, so that a run still at work there fails whole instead of losing files."""
    leftovers = sorted(pack.parent.glob(f".{glob.escape(pack.name)}.*{PARTIAL_SUFFIX}"))
    for leftover in leftovers:
        aside = _scratch(pack)
        with suppress(OSError):
            leftover.replace(aside / leftover.name)
        shutil.rmtree(aside, ignore_errors=True)


def free_name(workspace: Path, plan_date: date) -> Path:
    """Default folder of a new pack: ``plan-<date>`` in the workspace, numbered when there is one already."""
    names = (f"plan-{plan_date}" + (f"-{number}" if number > 1 else "") for number in range(1, 10_000))
    return next(workspace / name for name in names if not (workspace / name).exists())


def plan_text(plan: Plan) -> str:
    """``plan.json``: canonical, so that equal plans are equal bytes; its schema stands in docs/pack.md."""
    people = sorted(plan.people, key=lambda person: person.person_id)
    dates = [date.isoformat() for date in plan.horizon.dates()]
    text = json_text(
        {
            "plan_date": plan.plan_date.isoformat(),
            "horizon_days": plan.horizon.num_days,
            "rules_version": plan.rules_version,
            "measures": [
                {
                    "measure": item.measure,
                    "tier": TIER_OF.get(item.measure, "order"),
                    "value": item.value,
                    "bound": item.bound,
                    "gap": item.gap,
                }
                for item in plan.measures
            ],
            "people": (_person(person, dates) for person in people),
        }
    )
    return f"{text}\n"


def write_manifest(folder: Path, plan: Plan, delete_after_days: int) -> None:
    """``manifest.json``: digest of every text file, versions, and the date by which the pack is to be deleted.

    ``cut_short`` says that time ran out, or somebody interrupted, before every measure was proven: such a plan depends on how far
    the optimiser came, and need not come out the same again.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix in TEXT_SUFFIXES and path.name != MANIFEST_NAME)
    manifest = {
        "plan_date": plan.plan_date.isoformat(),
        "delete_by": (plan.plan_date + timedelta(days=delete_after_days)).isoformat(),
        "rules_version": plan.rules_version,
        "solver": {"engine": engine(), "threads": 1, "seed": 1, "cut_short": any(item.gap for item in plan.measures)},
        "versions": versions(),
        "code": code_digest(),
        "files": {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    write_text(folder / MANIFEST_NAME, json_text(manifest) + "\n")


def write_text(path: Path, text: str) -> None:
    """UTF-8 with plain line feeds on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _person(person: PersonPlan, dates: Sequence[str]) -> dict[str, Json]:
    return {
        "person_id": person.person_id,
        "party_id": person.party_id,
        "expected": person.is_expected,
        "stays": [_stay(stay, dates) for stay in person.stays],
        "steps": [{"step": step.step, "date": dates[step.day]} for step in person.steps],
        "reason_code": person.reason_code,
        "reason": person.reason,
    }


def _stay(stay: Stay, dates: Sequence[str]) -> dict[str, Json]:
    return {
        "status": stay.status,
        "first_night": dates[stay.first_night],
        "last_night": dates[stay.last_night],
        "site_id": stay.site_id,
        "unit_id": stay.unit_id,
        "departure_id": stay.departure_id,
    }
