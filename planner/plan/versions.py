"""What a plan was made with: versions of packages, and the planner's own code."""

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

VERSIONED = ("channel-planner", "ortools", "numpy", "holidays", "tzdata", "shapely", "pyproj", "folium", "jinja2")
"""Packages that a plan's figures, or what is drawn of it, depend on."""

OPTIONAL = ("highspy",)
"""The same, where they are installed."""

OWN_PACKAGES = ("geodata", "maps", "planner")
CODE_SUFFIXES = frozenset({".css", ".html", ".js", ".py"})
VENDORED = "assets"


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    packages = (*VERSIONED, *(each for each in OPTIONAL if find_spec(each)))
    here = (("python", platform.python_version()), ("platform", f"{platform.system()} {platform.machine()}"))
    return (*here, *((package, version(package)) for package in packages))


def versions() -> dict[str, str]:
    """Version of Python and of every package a plan depends on, and the kind of machine."""
    return dict(_versions())


def engine() -> str:
    """Which solvers the optimiser takes here (docs/adr/0007-engines.md)."""
    return "HiGHS; OR-Tools MathOpt: SCIP" if find_spec("highspy") else "OR-Tools MathOpt: GLOP, SCIP"


@cache
def code_digest() -> str:
    """Digest of the planner's own code, so that a change under the same version number shows; line ends do not count."""
    root, digest = Path(__file__).resolve().parents[2], sha256()
    for package in OWN_PACKAGES:
        for path in sorted((root / package).rglob("*")):
            name = path.relative_to(root)
            if path.suffix in CODE_SUFFIXES and VENDORED not in name.parts:
                digest.update(f"{name.as_posix()}\0".encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
