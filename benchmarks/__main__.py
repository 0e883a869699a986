"""``python -m benchmarks``: measure everything, store ``build/bench.json`` after each row, and show the table."""

import argparse
import sys

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks.benches import benches
from benchmarks.records import FILE, Record, notes, shown, store, stored, write_readme
from benchmarks.running import Runner

PEER_SECONDS, QUICK_PEER_SECONDS = 300.0, 30.0
STOPPED = 130


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two smaller instances only, generic solvers cut short")
    parser.add_argument(
        "--only", metavar="NAME", nargs="+", help="rows whose bench, instance or peer contains one of these; others stored stay"
    )
    parser.add_argument("--readme", action="store_true", help="also write all rows stored into README.md")
    parser.add_argument("--peer-seconds", type=float, help="time limit of a generic solver")
    asked = parser.parse_args()
    wanted = [
        bench
        for bench in benches(is_quick=asked.quick)
        if asked.only is None or any(each in text for each in asked.only for text in (bench.name, bench.instance, bench.peer or ""))
    ]
    if not wanted:
        names = sorted({text for bench in benches(is_quick=asked.quick) for text in (bench.name, bench.instance, bench.peer or "") if text})
        parser.error(f"nothing is called {asked.only!r}; there are {', '.join(names)}")
    kept = stored() if asked.only else []
    runner = Runner(asked.peer_seconds or (QUICK_PEER_SECONDS if asked.quick else PEER_SECONDS))
    records: list[Record] = []
    console = Console()
    try:
        with Progress(
            SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        ) as shower:
            task = shower.add_task("", total=len(wanted))
            for bench in wanted:
                shower.update(task, description=" ".join((bench.name, bench.instance, bench.peer or "")))
                records.append(bench.record(runner))
                store(records, kept)
                shower.advance(task)
    except KeyboardInterrupt:
        console.print(f"Stopped; {len(records)} rows are in {FILE}")
        return STOPPED
    console.print(shown(records))
    for note in notes(records):
        console.print(note, markup=False, highlight=False)
    if asked.readme:
        order = {(bench.name, bench.instance, bench.peer): at for at, bench in enumerate(benches(is_quick=False))}
        write_readme(sorted(map(Record.of_json, stored()), key=lambda row: order.get(row.key, len(order))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
