"""Verifies a pack from its folder alone."""

import gc
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from planner.domain.errors import PackError
from planner.domain.horizon import Horizon
from planner.domain.verification import Verification
from planner.verify.checks.digests import check_digests
from planner.verify.checks.files import check_files
from planner.verify.checks.form import check_form
from planner.verify.checks.numbers import check_numbers, recompute
from planner.verify.checks.people import check_reasons
from planner.verify.checks.reserves import check_reserves
from planner.verify.findings import Findings
from planner.verify.inputs import read_inputs
from planner.verify.itineraries import judge_itineraries
from planner.verify.settings import read_settings
from planner.verify.stored_plan import read_plan

Judged: TypeAlias = tuple[Findings, Mapping[str, int]]
"""What was found, and every measure recomputed."""


def verify_pack(pack: Path) -> Verification:
    """Read a finished pack's inputs and plan afresh and judge the plan by every rule.

    Parameters
    ----------
    pack
        Folder with ``inputs/``, ``plan.json``, the tables beside it, and ``manifest.json``.

    Returns
    -------
    Verification
        Every violation, how often each rule was checked, every measure recomputed, and alarms.

    Raises
    ------
    PackError
        When the folder is no pack: a file is missing, or can not be read.
    """
    findings, values = _read_and_judge(pack)
    check_digests(pack, findings)
    return findings.verification(values)


def verify_draft(folder: Path) -> Verification:
    """Judge a pack that is still being written, as `verify_pack` does, but for the digests: its manifest is written last.

    Raises
    ------
    PackError
        When a file that is to be judged is missing, or can not be read.
    """
    findings, values = _read_and_judge(folder)
    return findings.verification(values)


def _read_and_judge(pack: Path) -> Judged:
    if not pack.is_dir():
        msg = f"{pack.name}: no such folder"
        raise PackError(msg)
    try:
        with collector_resting():
            return _judge(pack)
    except OverflowError as error:
        msg = f"{pack.name}: a date or a number of days is beyond the calendar: {error}"
        raise PackError(msg) from error


@contextmanager
def collector_resting() -> Generator[None]:
    """Look for no cyclic garbage meanwhile: what is read stays to the end and holds no cycles, yet looking takes a quarter of the time."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _judge(pack: Path) -> Judged:
    settings = read_settings(pack / "inputs" / "config.toml")
    stored = read_plan(pack / "plan.json", settings.plan_date)
    inputs = read_inputs(pack / "inputs", settings, Horizon(settings.plan_date, stored.plan.horizon.num_days))
    findings = Findings()
    book, outlooks = judge_itineraries(inputs, stored.plan, findings)
    check_reasons(book, outlooks, findings)
    values = recompute(book, outlooks)
    check_numbers(book, stored.measures, values, findings)
    check_form(book, stored, settings, findings)
    check_files(book, pack, findings)
    check_reserves(book, outlooks, pack, findings)
    return findings, values


def write_verification(verification: Verification, path: Path) -> None:
    """Write a verification as canonical JSON."""
    document = {
        "acceptable": verification.is_acceptable,
        "alarms": list(verification.alarms),
        "measures": dict(verification.measures),
        "rules": dict(verification.rules),
        "violations": [
            {"rule": found.rule, "subject": found.subject, "date": found.date, "message": found.message}
            for found in verification.violations
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
