"""Copy the browser libraries from node_modules to maps/assets, with their licences.

Run it after ``npm ci --ignore-scripts``. It writes the same bytes for the same package-lock.json.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FROM: Final = ROOT / "node_modules"
TO: Final = ROOT / "maps" / "assets"

FILES: Final = (
    "leaflet/dist/leaflet.js",
    "leaflet/dist/leaflet.css",
)
LICENCES: Final = {"leaflet": "LICENSE"}


class MissingAssetsError(Exception):
    """Something in node_modules is missing or of another version than package.json asks for."""


def wanted_versions() -> dict[str, str]:
    """Read which version of each library package.json asks for."""
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return dict(sorted(manifest["dependencies"].items()))


def check(package: str, version: str) -> None:
    """Refuse a library that is missing or of another version."""
    manifest = FROM / package / "package.json"
    if not manifest.is_file():
        message = f"node_modules/{package} is missing: run `npm ci --ignore-scripts` first"
        raise MissingAssetsError(message)
    found = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    if found != version:
        message = f"node_modules/{package} is version {found}, package.json asks for {version}: run `npm ci --ignore-scripts` again"
        raise MissingAssetsError(message)


def licence_text(versions: dict[str, str]) -> str:
    """Put the licences of all libraries into one text."""
    parts: list[str] = []
    for package, version in versions.items():
        text = (FROM / package / LICENCES[package]).read_text(encoding="utf-8")
        parts.append(f"{package} {version}\n\n{text.strip()}\n")
    return ("\n" + "-" * 72 + "\n\n").join(parts).replace("\r\n", "\n")


def vendor() -> None:
    """Replace maps/assets by fresh copies.

    Raises
    ------
    MissingAssetsError
        When node_modules does not hold what package.json asks for.
    """
    versions = wanted_versions()
    for package, version in versions.items():
        check(package, version)
    missing = [name for name in (*FILES, *(f"{package}/{name}" for package, name in LICENCES.items())) if not (FROM / name).is_file()]
    if missing:
        message = f"node_modules lacks {', '.join(missing)}: run `npm ci --ignore-scripts` again"
        raise MissingAssetsError(message)
    TO.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(FROM / name, TO / Path(name).name)
    (TO / "LICENCES.txt").write_text(licence_text(versions), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        vendor()
    except MissingAssetsError as error:
        sys.exit(f"vendor_assets: {error}")
