"""Writes a folder of files whole or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from planner.domain.errors import PlannerError


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a new folder.

    Raises
    ------
    PlannerError
        When the folder exists and is not empty: nothing is written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlannerError(f"{folder} exists already and is not an empty folder; give another one with --out")
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files.items():
            (half / name).write_text(text, encoding="utf-8", newline="\n")
        half.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
