"""The committed files: named, licensed, readable, of a sensible size."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from geodata.errors import DataFileError
from geodata.tables import data_file, read_table

DATA = Path(str(files("geodata"))) / "data"


def _names() -> list[str]:
    return sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file())


def test_sources_names_every_file_and_no_other() -> None:
    table = (DATA / "SOURCES.md").read_text(encoding="utf-8").splitlines()
    listed = sorted(line.split("`")[1] for line in table if line.startswith("| `"))
    assert listed == _names()


def test_licences_go_with_the_data() -> None:
    text = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors" in text
    assert "GSHHG" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (DATA / "licences" / "LGPL-3.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in _names() if name.endswith(".csv")])
def test_tables_have_unix_line_ends_and_even_rows(name: str) -> None:
    text = (DATA / name).read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    header = text.split("\n", 1)[0].split(",")
    rows = read_table(name, header)
    assert rows
    assert all(cell == cell.strip() for row in rows for cell in row.values())


def test_land_is_small_enough_to_keep_in_the_repository() -> None:
    assert (DATA / "land.geojson").stat().st_size < 800 * 1024


def test_missing_file_says_how_to_get_it() -> None:
    with pytest.raises(DataFileError, match=r"nothing\.csv is missing"):
        data_file("nothing.csv")


def test_other_columns_are_refused() -> None:
    with pytest.raises(DataFileError, match="they should be"):
        read_table("places.csv", ("place_id", "name"))


def test_importing_the_package_brings_nothing_heavy() -> None:
    program = "import sys, geodata; print(sorted({'geopandas', 'pandas', 'shapely', 'networkx', 'pyproj'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=DATA.parents[1])
    assert done.stdout.strip() == "[]"
