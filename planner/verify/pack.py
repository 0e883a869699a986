"""Verifies a pack from its folder alone."""

import gc
import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from planner.domain.errors import PackError
from planner.domain.horizon import Horizon
from planner.domain.verification import Verification
from planner.verify.book import open_book
from planner.verify.case_clock import outlook
from planner.verify.checks.apart import check_apart
from planner.verify.checks.beds import check_beds
from planner.verify.checks.case import check_case
from planner.verify.checks.custody import check_custody
from planner.verify.checks.days import check_days
from planner.verify.checks.digests import check_digests
from planner.verify.checks.files import check_files
from planner.verify.checks.form import check_form
from planner.verify.checks.incidents import check_incidents
from planner.verify.checks.locks import check_locks
from planner.verify.checks.numbers import check_numbers, recompute
from planner.verify.checks.people import check_people, check_reasons
from planner.verify.checks.transfer import check_transfers
from planner.verify.clock import clock_of
from planner.verify.findings import Findings
from planner.verify.inputs import read_inputs
from planner.verify.settings import read_settings
from planner.verify.stored_plan import read_plan


def verify_pack(pack: Path) -> Verification:
    """Read a pack's inputs and plan afresh and judge the plan by every rule.

    Parameters
    ----------
    pack
        Folder with ``inputs/``, ``plan.json`` and the tables beside it.

    Returns
    -------
    Verification
        Every violation, how often each rule was checked, every measure recomputed, and alarms.

    Raises
    ------
    PackError
        When the folder is no pack: a file is missing, or can not be read.
    """
    if not pack.is_dir():
        msg = f"{pack.name}: no such folder"
        raise PackError(msg)
    try:
        with _collector_resting():
            return _verify(pack)
    except OverflowError as error:
        msg = f"{pack.name}: a date or a number of days is beyond the calendar: {error}"
        raise PackError(msg) from error


@contextmanager
def _collector_resting() -> Generator[None]:
    """Look for no cyclic garbage meanwhile: what is read stays to the end and holds no cycles, yet looking takes a quarter of the time."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _verify(pack: Path) -> Verification:
    settings = read_settings(pack / "inputs" / "config.toml")
    stored = read_plan(pack / "plan.json", settings.plan_date)
    clock = clock_of(settings.plan_date, settings.rules)
    inputs = read_inputs(pack / "inputs", settings, Horizon(settings.plan_date, stored.plan.horizon.num_days))
    findings = Findings()
    book = open_book(inputs, stored.plan, clock)
    outlooks = {party_id: outlook(book, members[0].party) for party_id, members in book.of_party.items()}
    check_people(book, findings)
    check_reasons(book, outlooks, findings)
    check_beds(book, findings)
    check_custody(book, findings)
    check_case(book, findings)
    check_transfers(book, findings)
    check_days(book, findings)
    check_apart(book, findings)
    check_locks(book, findings)
    check_incidents(book, findings)
    values = recompute(book, outlooks)
    check_numbers(book, stored.measures, values, findings)
    check_form(book, stored, settings, findings)
    check_files(book, pack, findings)
    check_digests(pack, findings)
    return findings.verification(values)


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
