"""Who approved or overrode what, when, and why."""

import re
from dataclasses import dataclass
from pathlib import Path

from planner.audit.chain import CHANGED, state_at
from planner.audit.contents import place_in, read_manifest
from planner.audit.ledger import LEDGER_NAME, Entry, EntryKind, Ledger, append, locked, read_ledger
from planner.audit.texts import Text, add_line, line_digest, text_line, texts_by_entry
from planner.domain.errors import Fault, InputError, NoPlanError, PackError
from planner.ingest.build import load_workspace
from planner.plan.pack import INPUTS_NAME
from planner.plan.read import read_plan
from planner.verify import verify_pack

WHOLE_PLAN = "plan"
"""Subject of a decision about the plan as a whole."""

ACCEPTED = "accepted"
BY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,38}[A-Za-z0-9])?")
LONGEST_TEXT = 2000
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a pack.

    Attributes
    ----------
    holds
        Whether pack and ledger are still, byte by byte, what they were when it was made.
    text
        Its words; None when they were changed since, or purged.
    """

    number: int
    at: str
    kind: EntryKind
    by: str
    holds: bool
    text: Text | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every decision about one pack, in order.

    Attributes
    ----------
    faults
        What was changed since in the pack or in the ledger, so that no decision holds any more.
    """

    pack: str
    content: str
    faults: tuple[str, ...]
    items: tuple[Decision, ...]

    @property
    def is_approved(self) -> bool:
        """Whether the last decision about the plan as a whole is an approval that holds and whose words are known."""
        whole = [item for item in self.items if item.text is None or item.text.subject == WHOLE_PLAN]
        return bool(whole) and whole[-1].holds and whole[-1].kind is EntryKind.APPROVE and whole[-1].text is not None


def approve(pack: Path, by: str, reason: str, workspace: Path | None = None) -> Entry:
    """Record that a plan is accepted, after judging it afresh.

    Parameters
    ----------
    by
        Role or staff id of who accepts it; no name.
    workspace
        Folder of the ledger; None for the folder the pack lies in.

    Raises
    ------
    InputError
        When id or reason will not do.
    NoPlanError
        When the plan breaks a rule, or the pack was changed since it was written.
    PackError
        When the ledger has no entry of the pack.
    """
    words = _checked(by, {"--reason": reason})
    home, entry = _unchanged(pack, workspace)
    verification = verify_pack(pack)
    if not verification.is_acceptable:
        shown = "".join(f"\n  {item.rule}: {item.subject} {item.date} {item.message}" for item in verification.violations[:SHOWN])
        raise NoPlanError(f"{pack} can not be approved: it breaks {len(verification.violations)} rules:{shown}")
    return _decide(home, entry, EntryKind.APPROVE, by, (WHOLE_PLAN, ACCEPTED, words["--reason"]))


def override(pack: Path, by: str, subject: str, decision: str, reason: str, workspace: Path | None = None) -> Entry:
    """Record that people decided otherwise than the plan says. The plan stays as it is.

    Parameters
    ----------
    subject
        Id of a person, party, site, unit, departure or incident of the plan, or ``plan``.
    decision
        What is done instead.

    Raises
    ------
    InputError
        When id, subject, decision or reason will not do.
    NoPlanError
        When the pack was changed since it was written.
    PackError
        When the ledger has no entry of the pack.
    """
    words = _checked(by, {"--decision": decision, "--reason": reason})
    home, entry = _unchanged(pack, workspace)
    if subject != WHOLE_PLAN and subject not in _ids(pack):
        allowed = f"must be {WHOLE_PLAN!r} or the id of a person, party, site, unit, departure or incident of this plan"
        raise InputError([Fault("--subject", 0, "", subject, allowed)])
    return _decide(home, entry, EntryKind.OVERRIDE, by, (subject, words["--decision"], words["--reason"]))


def decisions(pack: Path, workspace: Path | None = None) -> Decisions:
    """Give every decision about a pack, and whether it still holds.

    Raises
    ------
    PackError
        When the ledger has no entry of the pack.
    """
    home = home_of(pack, workspace)
    ledger = read_ledger(home)
    entry = _entry_of(pack, home, ledger)
    state = state_at(pack, entry)
    faults = (*ledger.faults, *state.faults)
    texts = texts_by_entry(home, ledger)
    items = tuple(
        Decision(each.number, each.at, each.kind, str(each.body.get("by", "")), not faults, texts.get(each.number))
        for each in ledger.entries
        if each.kind in {EntryKind.APPROVE, EntryKind.OVERRIDE} and each.content == entry.content
    )
    return Decisions(entry.pack, entry.content, faults, items)


def home_of(pack: Path, workspace: Path | None) -> Path:
    """Find the workspace whose ledger knows a pack: the one named, else the nearest folder above the pack that has a ledger.

    Raises
    ------
    PackError
        When there is none.
    """
    above = (workspace,) if workspace else pack.resolve().parents
    for folder in above:
        if (folder / LEDGER_NAME).is_file():
            return folder
    where = str(workspace) if workspace else f"no folder above {pack}"
    raise PackError(f"{where} has {'no ' if workspace else 'a '}{LEDGER_NAME}; name the workspace the plan was made from with --workspace")


def _unchanged(pack: Path, workspace: Path | None) -> tuple[Path, Entry]:
    """Ledger and entry of a pack that is as it was written."""
    home = home_of(pack, workspace)
    ledger = read_ledger(home)
    entry = _entry_of(pack, home, ledger)
    if ledger.faults:
        raise NoPlanError(f"the ledger is not whole, so nothing can be decided on it:\n  {ledger.faults[0]}")
    state = state_at(pack, entry)
    if state.state == CHANGED:
        listed = "".join(f"\n  {fault}" for fault in state.faults[:SHOWN])
        raise NoPlanError(f"{pack} was changed since it was written, so nothing can be decided on it:{listed}")
    return home, entry


def _entry_of(pack: Path, home: Path, ledger: Ledger) -> Entry:
    """The entry of a pack: by its place when it lies in the workspace, else by its content."""
    content = read_manifest(pack).content
    place, outside = place_in(home, pack)
    standing = ledger.packs()
    here = [entry for entry in standing if entry.pack == place and bool(entry.body.get("outside")) is outside]
    same = [entry for entry in here if entry.content == content] or [entry for entry in standing if entry.content == content] or here
    if not same:
        raise PackError(f"{pack} is not in the ledger of its workspace: it was not made from there, or was purged")
    return same[-1]


def _ids(pack: Path) -> set[str]:
    """Every id of a plan that a decision may be about."""
    plan = read_plan(pack)
    instance = load_workspace(pack / INPUTS_NAME, horizon_days=plan.horizon.num_days).instance
    people = {str(each) for person in plan.people for each in (person.person_id, person.party_id)}
    places = {str(site.site_id) for site in instance.sites} | {str(unit.unit_id) for site in instance.sites for unit in site.units}
    coming = {str(departure.departure_id) for departure in instance.departures} | {str(each.incident_id) for each in instance.incidents}
    return people | places | coming


def _checked(by: str, words: dict[str, str]) -> dict[str, str]:
    """Texts with their spaces put in order, once all are found to do."""
    faults: list[Fault] = []
    if not BY.fullmatch(by):
        allowed = "must be a role or staff id such as HO-1234 or duty-officer: letters, digits and . _ / -, 40 at most; no name"
        faults.append(Fault("--by", 0, "", by, allowed))
    tidy = {option: " ".join(text.split()) for option, text in words.items()}
    for option, text in tidy.items():
        if not text or len(text) > LONGEST_TEXT or not text.isprintable():
            faults.append(Fault(option, 0, "", text[:40], f"must be a text that is not empty, of {LONGEST_TEXT:,} characters at most"))
    if faults:
        raise InputError(faults)
    return tidy


def _decide(home: Path, about: Entry, kind: EntryKind, by: str, words: tuple[str, str, str]) -> Entry:
    """Write the words, then the entry that binds them: words without an entry count for nothing."""

    def body(number: int) -> dict[str, str]:
        line = text_line(Text(number, *words))
        add_line(home, line, number)
        return {"pack": about.pack, "content": about.content, "by": by, "text": line_digest(line)}

    with locked(home):
        return append(home, kind, body)
