"""``python -m benchmarks.sweep_verify``: a thousand good plans of random mornings, in none of which the verifier may find anything.

Writes ``build/sweep_verify.json`` and ends with exit code 1 when anything was found.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.verify.good_plans import Checked, check_good_plan

FILE = Path(__file__).parent.parent / "build" / "sweep_verify.json"
PLANS = 1_000


def main() -> int:
    """Judge as many plans as were asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks.sweep_verify", description=__doc__)
    parser.add_argument("--plans", type=int, default=PLANS, help="how many plans")
    parser.add_argument("--first", type=int, default=0, help="seed of the first plan; the next follow on")
    asked = parser.parse_args()
    console, start = Console(), time.monotonic()
    checked: dict[int, Checked] = {}
    for seed in track(range(asked.first, asked.first + asked.plans), "good plans", console=console):
        with tempfile.TemporaryDirectory() as folder:
            checked[seed] = check_good_plan(seed, Path(folder))
    summary = summed(checked, time.monotonic() - start)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    for name, value in summary.items():
        console.print(f"{name.replace('_', ' ')}: {value}", markup=False, highlight=False)
    return 1 if summary["plans_with_violations"] else 0


def summed(checked: dict[int, Checked], seconds: float) -> dict[str, object]:
    """Count what was found."""
    read_back = [each for each in checked.values() if each.found_without_steps is not None]
    return {
        "plans": len(checked),
        "people": sum(each.people for each in checked.values()),
        "facts": sum(each.facts for each in checked.values()),
        "plans_with_violations": sum(bool(each.found) for each in checked.values()),
        "found": {seed: [str(item) for item in each.found] for seed, each in checked.items() if each.found},
        "plans_read_back_as_made_by_hand": len(read_back),
        "of_these_without_case_steps_with_violations": sum(bool(each.found_without_steps) for each in read_back),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
