"""Makes the committed geodata again: the land and the road table.

Usage, from the project's root::

    python tools/make_geodata.py land
    python tools/make_geodata.py roads path/to/scgraph_data/world_highways.py

`land` needs Debian's ``gmt`` and ``gmt-gshhg-full`` (GSHHG 2.3.7). `roads` needs the unpacked wheel of ``scgraph-data`` 2.0.0 from PyPI
(``pip download --no-deps scgraph-data==2.0.0``); it is not a dependency of the project, and only this script reads it.
"""

import argparse
from pathlib import Path

from make_geodata_land import make_land
from make_geodata_roads import make_roads


def main() -> None:
    """Read the command line and make the file asked for."""
    parser = argparse.ArgumentParser(description="Makes the committed geodata again.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("land", help="geodata/data/land.geojson, from GSHHG by way of gmt")
    roads = commands.add_parser("roads", help="geodata/data/roads.csv, from scgraph-data")
    roads.add_argument("highways", type=Path, help="world_highways.py of scgraph-data 2.0.0")
    arguments = parser.parse_args()
    print(make_land() if arguments.command == "land" else make_roads(arguments.highways))


if __name__ == "__main__":
    main()
