"""The wheel is all a laptop needs: built, put into an empty environment, and tried away from the project's folder."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.commands import ROOT
from tests.workspaces import tiny_workspace

CARRIED = (
    "geodata/data/borders.geojson",
    "geodata/data/land.geojson",
    "geodata/data/places.csv",
    "geodata/data/roads.csv",
    "geodata/data/sites.csv",
    "geodata/data/sources.csv",
    "geodata/data/towns.csv",
    "geodata/data/SOURCES.md",
    "geodata/data/licences/LGPL-3.txt",
    "geodata/data/licences/GPL-3.txt",
    "maps/assets/leaflet.js",
    "maps/assets/leaflet.css",
    "maps/assets/LICENCES.txt",
    "maps/browser/page.html",
    "maps/browser/page.css",
    "maps/browser/page.js",
    "planner/sample/config.toml",
    "planner/sample/SOURCES.md",
    "planner/report/templates/summary.html",
    "planner/report/templates/summary.css",
    "planner/report/templates/tables.html",
)
PACKAGES = ("geodata", "maps", "planner")


@dataclass(frozen=True)
class Laptop:
    """An environment with the wheel in it, and a desk to work at."""

    bin: Path
    desk: Path

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, with no way back to the project's folder."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.startswith("PYTEST")}
        command = [str(self.bin / program), *map(str, arguments)]
        return subprocess.run(command, cwd=self.desk, env=kept, capture_output=True, encoding="utf-8", check=False)


def ran(*command: str | Path) -> None:
    ended = subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel, built from the project's folder."""
    folder = tmp_path_factory.mktemp("wheel")
    ran("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def laptop(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """Give an environment of its own: the wheel, and of this one only the libraries."""
    home = tmp_path_factory.mktemp("laptop")
    (home / "desk").mkdir()
    ran("-m", "venv", "--without-pip", home / "env")
    scripts, purelib = (Path(sysconfig.get_path(name, "venv", {"base": str(home / "env")})) for name in ("scripts", "purelib"))
    interpreter = scripts / Path(sys.executable).name
    ran("-m", "pip", "--python", interpreter, "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", wheel)
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (purelib / "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return Laptop(scripts, home / "desk")


def test_the_wheel_carries_data_assets_and_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    assert [name for name in CARRIED if not sizes.get(name)] == []


def test_the_wheel_carries_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    found = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert carried == found


def test_the_wheel_names_its_command_and_its_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (about,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        (commands,) = [name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt")]
        metadata = archive.read(about).decode("utf-8")
        assert "planner = planner.cli:main" in archive.read(commands).decode("utf-8")
    assert "Requires-Python: >=3.11" in metadata
    assert "Requires-Dist: ortools" in metadata
    assert "pytest" not in metadata


def test_the_packages_come_from_the_wheel(laptop: Laptop) -> None:
    script = "import geodata, maps, planner; print(*(module.__file__ for module in (geodata, maps, planner)), sep='\\n')"
    found = laptop.run(Path(sys.executable).name, "-c", script)
    assert found.returncode == 0, found.stderr
    assert [line for line in found.stdout.splitlines() if not Path(line).is_relative_to(laptop.bin.parent)] == []


def test_the_command_works_away_from_the_project(laptop: Laptop) -> None:
    made = laptop.run("planner", "init", "quiet", "--sample", "quiet")
    checked = laptop.run("planner", "check", "quiet")
    written = laptop.run("planner", "template", "inputs.xlsx")
    assert [(each.returncode, each.stderr) for each in (made, checked, written)] == [(0, "")] * 3
    assert checked.stdout.startswith("No faults.")
    assert (laptop.desk / "inputs.xlsx").stat().st_size > 0


def test_a_plan_made_there_is_the_plan_made_here(laptop: Laptop, tiny_pack: Path) -> None:
    workspace = tiny_workspace(laptop.desk)
    made = laptop.run("planner", "plan", workspace, "--out", "pack")
    assert (made.returncode, made.stderr) == (0, "")
    for name in ("plan.json", "map.html", "summary.html", "manifest.json"):
        assert (laptop.desk / "pack" / name).read_bytes() == (tiny_pack / name).read_bytes()
