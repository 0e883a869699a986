"""Every file of the pack is the file that was written."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from planner.domain.errors import PackError
from planner.verify.findings import Findings
from planner.verify.reading import read_text

MANIFEST = "manifest.json"
INPUTS = "inputs/"

UNLISTED_SUFFIXES = frozenset({".xlsx", ".gpkg"})
"""Files whose bytes may differ although they say the same: they need no digest."""


def check_digests(pack: Path, findings: Findings) -> None:
    """Hold every file of a finished pack against manifest.json.

    Raises
    ------
    PackError
        When manifest.json can not be read.
    """
    if not (pack / MANIFEST).is_file():
        findings.broken("digests", MANIFEST, "", "the pack has no such file: nothing shows that its files are those written with the plan")
        return
    listed = _listed(pack)
    found = {path.relative_to(pack).as_posix(): path for path in sorted(pack.rglob("*")) if path.is_file()}
    for name in sorted({*listed, *found} - {MANIFEST}):
        rule = "input_digests" if name.startswith(INPUTS) else "digests"
        findings.checked(rule)
        if name not in found:
            findings.broken(rule, name, "", "listed in manifest.json and not in the pack")
        elif name not in listed:
            if found[name].suffix not in UNLISTED_SUFFIXES:
                findings.broken(rule, name, "", "in the pack and not listed in manifest.json")
        elif (digest := sha256(found[name].read_bytes()).hexdigest()) != listed[name]:
            findings.broken(rule, name, "", f"digest {digest}, manifest.json says {listed[name]}")


def _listed(pack: Path) -> dict[str, str]:
    try:
        document: Any = json.loads(read_text(pack / MANIFEST))
        files = cast("dict[str, str]", document["files"])
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{MANIFEST}: expected an object whose 'files' gives the sha256 digest of each file"
        raise PackError(msg) from error
