"""A pack as its files are now, against what its manifest and the ledger say they were."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from planner.config import CONFIG_NAME
from planner.domain.errors import PackError
from planner.plan.pack import INPUTS_NAME, MANIFEST_NAME, PLAN_NAME

DRAWN = ("plan.xlsx", "plan.gpkg")
"""Files without a digest in the manifest, since their bytes may differ although they say the same; the ledger holds those of this pack."""

GEOPACKAGE = "plan.gpkg"
SIDE_FILES = frozenset({f"{GEOPACKAGE}-wal", f"{GEOPACKAGE}-shm", f"{GEOPACKAGE}-journal"})
"""What a desktop map leaves beside the layers it has open."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack's manifest.

    Attributes
    ----------
    content
        sha256 of the manifest itself.
    files
        sha256 of every text file as it was written, by name.
    body
        Everything in it.
    """

    content: str
    plan_date: str
    delete_by: date
    files: Mapping[str, str]
    body: Mapping[str, Any]


def is_pack(folder: Path) -> bool:
    """Whether a folder looks like a pack: a manifest, a plan and the inputs it was made from, none of them a link."""
    parts = (folder, folder / MANIFEST_NAME, folder / PLAN_NAME, folder / INPUTS_NAME / CONFIG_NAME)
    return all(part.exists() and not part.is_symlink() for part in parts)


def read_manifest(pack: Path) -> Manifest:
    """Read a pack's manifest.

    Raises
    ------
    PackError
        When there is none, or it is not one the planner wrote.
    """
    path = pack / MANIFEST_NAME
    try:
        data = path.read_bytes()
        body = json.loads(data)
        files = cast("dict[str, str]", body["files"])
        listed = {str(name): str(digest) for name, digest in files.items()}
        return Manifest(sha256(data).hexdigest(), str(body["plan_date"]), date.fromisoformat(body["delete_by"]), listed, body)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PackError(f"{pack} is not a pack: it has no {MANIFEST_NAME}") from error
    except OSError as error:
        raise PackError(f"{path} can not be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackError(f"{path} can not be read as a manifest: {error}") from error


def drawn_digests(pack: Path) -> dict[str, str]:
    """Digest of each file that the manifest does not list."""
    return {name: _digest(pack / name) for name in DRAWN if (pack / name).is_file()}


def changes(pack: Path, manifest: Manifest, drawn: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Compare a pack's files with its manifest and, for what was drawn, with the ledger.

    Parameters
    ----------
    drawn
        Digests of drawn files as the ledger has them; empty when it is not known.

    Returns
    -------
    faults, notes
        Files changed, missing or added, in words; changes of the layers, which a desktop map makes by opening them, are notes.
    """
    wanted, found = {**manifest.files, **drawn}, dict(_files(pack))
    faults: list[str] = []
    notes: list[str] = []
    for name in sorted({*wanted, *found} - {MANIFEST_NAME}):
        if name not in found:
            faults.append(f"{name}: missing")
        elif name not in wanted:
            if name in SIDE_FILES:
                notes.append(f"{name}: left there by a desktop map")
            elif name not in DRAWN or drawn:
                faults.append(f"{name}: added")
        elif _digest(found[name]) != wanted[name]:
            (notes if name == GEOPACKAGE else faults).append(f"{name}: changed")
    return faults, notes


def packs_under(folder: Path) -> Iterator[Path]:
    """Find every pack in a folder and below it, in order; hidden folders, links and what lies in a pack are passed by."""
    for name, folders, _ in os.walk(folder):
        here = Path(name)
        if is_pack(here):
            folders.clear()
            yield here
        folders[:] = sorted(each for each in folders if not each.startswith(".") and not (here / each).is_symlink())


def place_in(workspace: Path, pack: Path) -> tuple[str, bool]:
    """Say where a pack lies: its path from the workspace when inside, else its name alone; and whether it is outside.

    No folder of the machine is ever written down.
    """
    pack, workspace = pack.resolve(), workspace.resolve()
    inside = pack.is_relative_to(workspace)
    return (pack.relative_to(workspace).as_posix() if inside else pack.name), not inside


def _files(pack: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(pack.rglob("*")):
        if path.is_file() or path.is_symlink():
            yield path.relative_to(pack).as_posix(), path


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
