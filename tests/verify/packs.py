"""A small pack written by hand: fourteen people, ten days, every kind of itinerary, and its figures counted by hand.

Day 0 is Monday 24 August 2026; Monday 31 August is a bank holiday. P01 leaves on day 3 and P02, whose notice is served
on day 0, on day 8. P03 is held to the end for a transfer after the horizon. P04 to P06 are a family, P07 a child alone
without a bed on night 0. P08 passes through landing bed, processing and onward accommodation. P09, to be kept apart from
P01, is let go although his case is live. P10 is pregnant. P11 is in onward accommodation already.
P12 and P13 stay detained, ready for the seat of P01: one drops out of his departure with a chance of 0.4, a second one too with 0.55, a
third with 0.64. One woman is expected.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.verify.pack_data import (
    ASSIGNMENTS,
    BEDS_AND_PEOPLE,
    CONFIG,
    DAY_0,
    INPUTS,
    MEASURES,
    NUM_DAYS,
    REASONS,
    RESERVED,
    TABLES,
)

Rows = list[dict[str, str]]


def rows_of(text: str) -> Rows:
    """Rows of a CSV text by column name."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _occupancy() -> str:
    lines = ["night,site_id,unit_id,beds,reserved,occupied,free"]
    for night in range(NUM_DAYS):
        for (site, unit), (beds, people) in BEDS_AND_PEOPLE.items():
            reserved = RESERVED.get((unit, night), 0)
            lines.append(f"{iso(night)},{site},{unit},{beds[night]},{reserved},{people[night]},{beds[night] - reserved - people[night]}")
    return "\n".join(lines) + "\n"


def _plan() -> dict[str, Any]:
    people: dict[str, dict[str, Any]] = {}
    for row in rows_of(ASSIGNMENTS):
        code, reason = REASONS.get(row["person_id"], ("", ""))
        ids = {"person_id": row["person_id"], "party_id": row["party_id"], "expected": row["expected"] == "yes"}
        people.setdefault(row["person_id"], {**ids, "stays": [], "steps": [], "reason_code": code, "reason": reason})
        stay = {key: row[key] or None for key in ("status", "first_night", "last_night", "site_id", "unit_id", "departure_id")}
        people[row["person_id"]]["stays"].append(stay)
    for row in rows_of(TABLES["case_steps"]):
        people[row["person_id"]]["steps"].append({"step": row["step"], "date": row["date"]})
    measures = [{"measure": name, "tier": tier, "value": value, "bound": value, "gap": 0} for name, (tier, value) in MEASURES.items()]
    return {"plan_date": iso(0), "horizon_days": NUM_DAYS, "rules_version": "test-1", "measures": measures, "people": list(people.values())}


@dataclass
class Draft:
    """A pack before it is written; tests damage it.

    Attributes
    ----------
    after
        Run on the folder once everything, the manifest included, is written.
    """

    config: str = CONFIG
    inputs: dict[str, Rows] = field(default_factory=lambda: {name: rows_of(text) for name, text in INPUTS.items()})
    tables: dict[str, Rows] = field(
        default_factory=lambda: {name: rows_of(text) for name, text in {**TABLES, "occupancy": _occupancy()}.items()}
    )
    plan: dict[str, Any] = field(default_factory=_plan)
    after: list[Callable[[Path], object]] = field(default_factory=list)

    def row(self, table: str, key: str) -> dict[str, str]:
        """Input row whose first cell is the key."""
        return next(row for row in self.inputs[table] if next(iter(row.values())) == key)

    def person(self, person_id: str) -> dict[str, Any]:
        """Person in the plan."""
        return next(person for person in self.plan["people"] if person["person_id"] == person_id)

    def measure(self, name: str) -> dict[str, Any]:
        """Measure in the plan."""
        return next(measure for measure in self.plan["measures"] if measure["measure"] == name)

    def stays(self, person_id: str, *stays: str) -> None:
        """Give a person other stays, each as ``status first-last site/unit`` or ``transferred first-last departure``."""
        self.person(person_id)["stays"] = [_stay(*stay.split()) for stay in stays]

    def steps(self, person_id: str, *steps: tuple[str, int]) -> None:
        """Give a person other case steps: step and day."""
        self.person(person_id)["steps"] = [{"step": step, "date": iso(day)} for step, day in steps]

    def configure(self, key: str, value: str) -> None:
        """Change one figure of the configuration."""
        lines = self.config.splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if line.startswith(f"{key} = {{ value = ")]
        for number in found:
            rest = lines[number].partition(", unit")[2]
            lines[number] = f"{key} = {{ value = {value}, unit{rest}"
        assert len(found) == 1
        self.config = "".join(lines)

    def write(self, pack: Path) -> Path:
        """Write the pack, its manifest last."""
        (pack / "inputs").mkdir(parents=True)
        (pack / "inputs" / "config.toml").write_text(self.config, encoding="utf-8", newline="\n")
        for name, rows in self.inputs.items():
            _write(pack / "inputs" / f"{name}.csv", rows, INPUTS[name])
        for name, rows in self.tables.items():
            _write(pack / f"{name}.csv", rows, TABLES.get(name, _occupancy()))
        (pack / "plan.json").write_text(json.dumps(self.plan, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        written = [path for path in sorted(pack.rglob("*")) if path.is_file()]
        files = {path.relative_to(pack).as_posix(): sha256(path.read_bytes()).hexdigest() for path in written}
        (pack / "manifest.json").write_text(json.dumps({"files": files}) + "\n", encoding="utf-8", newline="\n")
        for damage in self.after:
            damage(pack)
        return pack


def _stay(status: str, days: str, place: str = "") -> dict[str, str | None]:
    first, last = days.split("-")
    site, _, unit = ("" if status == "transferred" else place).partition("/")
    departure = place if status == "transferred" else ""
    nights = {"first_night": iso(int(first)), "last_night": iso(int(last))}
    return {"status": status, **nights, "site_id": site or None, "unit_id": unit or None, "departure_id": departure or None}


def iso(day: int) -> str:
    """ISO date of a day."""
    return (DAY_0 + timedelta(days=day)).isoformat()


def _write(path: Path, rows: Rows, template: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, template.split("\n", 1)[0].split(","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
