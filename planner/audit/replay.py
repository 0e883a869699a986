"""Makes a plan again from its pack and says what, if anything, comes out otherwise, and why."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from planner.audit.contents import Manifest, changes, read_manifest
from planner.domain.errors import FaultsError, PackError, PlannerError
from planner.plan.pack import INPUTS_NAME, MANIFEST_NAME, PLAN_NAME, TEXT_SUFFIXES
from planner.plan.read import read_plan

Remake: TypeAlias = Callable[[Path, Path, int], None]
"""Plans a workspace into a new pack, over a number of days."""

SETTINGS = ("plan_date", "delete_by", "rules_version", "solver")
PLAN_TABLES = ("assignments", "case_steps", "manifests", "moves", "occupancy", "unplaced", "reserves", "seat_fill")
PLAN_FILES = frozenset({PLAN_NAME, *(f"{name}.csv" for name in PLAN_TABLES)})
ABSENT = "not recorded"
UNEXPLAINED = (
    "No input, version or setting differs, and still the result does. Either a file was changed together with the manifest, "
    "which `planner chain` tells, or the planner is at fault: please report it."
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was.

    Attributes
    ----------
    what
        A file, a package, or a setting.
    then, now
        As the pack has it, and as it is in the replay.
    """

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay came to.

    Attributes
    ----------
    num_files
        Text files compared.
    files
        Files that come out otherwise.
    edits
        Files of the pack that were changed since it was written, in words.
    versions
        Packages, Python and the planner's code that differ.
    settings
        Dates, rule set and solver settings that differ.
    plan
        How the plans differ, in words.
    was_cut_short, is_cut_short
        Whether time ran out before every measure was proven, then and in the replay.
    refusal
        Why no plan could be made again; empty when one was.
    """

    num_files: int
    files: tuple[str, ...]
    edits: tuple[str, ...]
    versions: tuple[Difference, ...]
    settings: tuple[Difference, ...]
    plan: tuple[str, ...]
    was_cut_short: bool
    is_cut_short: bool
    refusal: str = ""

    @property
    def is_identical(self) -> bool:
        """Whether every text file comes out byte for byte, and nothing was changed in the pack."""
        return not self.files and not self.edits and not self.refusal

    @property
    def is_same_plan(self) -> bool:
        """Whether the plan and its tables come out, whatever else does not."""
        return not self.refusal and not {*self.files} & PLAN_FILES

    def reasons(self) -> tuple[str, ...]:
        """Why the replay differs, in words; empty when it is identical."""
        if self.is_identical:
            return ()
        found = [f"Changed since the pack was written: {edit}." for edit in self.edits]
        found += [f"Version of {each.what}: {each.then} then, {each.now} now." for each in self.versions]
        found += [f"Setting {each.what}: {each.then} then, {each.now} now." for each in self.settings]
        if self.was_cut_short:
            found.append(
                "Time ran out when this plan was made: how far the optimiser came depends on the machine, so it need not come out again."
            )
        elif self.is_cut_short:
            found.append("Time ran out in the replay, and not when the plan was made: replay it on a quicker machine.")
        return tuple(found) or (UNEXPLAINED,)


def replay(pack: Path, remake: Remake, keep: Path | None = None) -> Replay:
    """Plan a pack's inputs again, over the same days, and compare every text file byte for byte.

    Nothing is written into the pack.

    Parameters
    ----------
    remake
        Makes the plan.
    keep
        Folder to keep the second pack in; None to keep nothing.

    Raises
    ------
    PackError
        When the folder is not a pack, or something stands where the second one is to be kept.
    """
    if keep and keep.exists():
        raise PackError(f"{keep} exists already: a pack is never written over")
    manifest, plan = read_manifest(pack), read_plan(pack)
    edits, _ = changes(pack, manifest, {})
    with TemporaryDirectory(prefix="replay-") as scratch:
        workspace, again = Path(scratch) / "workspace", keep or Path(scratch) / "pack"
        shutil.copytree(pack / INPUTS_NAME, workspace)
        try:
            remake(workspace, again, plan.horizon.num_days)
        except PlannerError as error:
            return _refused(manifest, edits, error)
        return _compared(pack, again, manifest, edits)


def _compared(pack: Path, again: Path, manifest: Manifest, edits: list[str]) -> Replay:
    fresh = read_manifest(again)
    then, now = _texts(pack), _texts(again)
    files = tuple(name for name in sorted({*then, *now}) if then.get(name) != now.get(name))
    return Replay(
        num_files=len({*then, *now}),
        files=files,
        edits=tuple(edits),
        versions=_versions(manifest.body, fresh.body),
        settings=_differences({name: manifest.body.get(name) for name in SETTINGS}, {name: fresh.body.get(name) for name in SETTINGS}),
        plan=_plan_differences(pack, again) if PLAN_NAME in files else (),
        was_cut_short=_cut_short(manifest.body),
        is_cut_short=_cut_short(fresh.body),
    )


def _refused(manifest: Manifest, edits: list[str], error: PlannerError) -> Replay:
    """No plan was made: the versions alone can tell why."""
    from planner.plan.versions import code_digest, versions

    here = {"versions": versions(), "code": code_digest()}
    said = "; ".join(str(fault) for fault in error.faults) if isinstance(error, FaultsError) else str(error)
    return Replay(0, (), tuple(edits), _versions(manifest.body, here), (), (), _cut_short(manifest.body), is_cut_short=False, refusal=said)


def _texts(pack: Path) -> dict[str, str]:
    """Digest of every text file but the manifest, which is compared part by part."""
    paths = (path for path in pack.rglob("*") if path.suffix in TEXT_SUFFIXES and path.is_file())
    named = {path.relative_to(pack).as_posix(): path for path in paths}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in named.items() if name != MANIFEST_NAME}


def _versions(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    old, new = dict(then.get("versions", {})), dict(now.get("versions", {}))
    found = _differences(old, new)
    code = (str(then.get("code", ABSENT)), str(now.get("code", ABSENT)))
    return found if code[0] == code[1] else (*found, Difference("the planner's own code", code[0][:12], code[1][:12]))


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    names = dict.fromkeys([*then, *now])
    return tuple(Difference(name, _said(then.get(name)), _said(now.get(name))) for name in names if then.get(name) != now.get(name))


def _said(value: object) -> str:
    if value is None:
        return ABSENT
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut_short(body: Mapping[str, Any]) -> bool:
    return bool(body.get("solver", {}).get("cut_short"))


def _plan_differences(pack: Path, again: Path) -> tuple[str, ...]:
    """Say how two plans differ: their measures, and how many people are planned otherwise."""
    then, now = read_plan(pack), read_plan(again)
    old, new = ({item.measure: (item.value, item.bound) for item in plan.measures} for plan in (then, now))
    found = [f"{name}: {old[name][0]:,} then, {new[name][0]:,} now" for name in old if name in new and old[name][0] != new[name][0]]
    found += [
        f"bound of {name}: {old[name][1]:,} then, {new[name][1]:,} now" for name in old if name in new and old[name][1] != new[name][1]
    ]
    people, others = ({person.person_id: person for person in plan.people} for plan in (then, now))
    differing = [person_id for person_id in sorted({*people, *others}) if people.get(person_id) != others.get(person_id)]
    return tuple(found + ([f"{len(differing):,} people planned otherwise, {differing[0]} the first of them"] if differing else []))
