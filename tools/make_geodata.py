"""Makes the committed geodata again: the land, the borders and the road table.

Usage, from the project's root::

    python tools/make_geodata.py land
    python tools/make_geodata.py borders
    python tools/make_geodata.py roads path/to/scgraph_data/world_highways.py

`land` and `borders` need Debian's ``gmt`` and ``gmt-gshhg-full`` (GSHHG 2.3.7). `roads` needs the unpacked wheel of ``scgraph-data``
2.0.0 from PyPI (``pip download --no-deps scgraph-data==2.0.0``); it is not a dependency of the project, and only this script reads it.
"""

import argparse
from pathlib import Path

from make_geodata_borders import make_borders
from make_geodata_land import make_land
from make_geodata_roads import make_roads


def main() -> None:
    """Read the command line and make the file asked for."""
    parser = argparse.ArgumentParser(description="Makes the committed geodata again.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("land", help="geodata/data/land.geojson, from GSHHG by way of gmt")
    commands.add_parser("borders", help="geodata/data/borders.geojson, from GSHHG by way of gmt")
    roads = commands.add_parser("roads", help="geodata/data/roads.csv, from scgraph-data")
    roads.add_argument("highways", type=Path, help="world_highways.py of scgraph-data 2.0.0")
    arguments = parser.parse_args()
    made = {"land": make_land, "borders": make_borders, "roads": lambda: make_roads(arguments.highways)}
    print(made[arguments.command]())


if __name__ == "__main__":
    main()
