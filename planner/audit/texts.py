"""What people wrote with their decisions: ``decisions.jsonl`` beside the ledger.

The ledger holds the digest of each line, so that no word can be changed later; the line carries a random salt, so that the digest that
stays when the line is purged tells nothing of what it said.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planner.audit.ledger import Ledger, replace_lines
from planner.domain.errors import PackError

TEXTS_NAME = "decisions.jsonl"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one decision.

    Attributes
    ----------
    number
        Number of its entry in the ledger.
    subject
        Id it is about; ``plan`` for the plan as a whole.
    """

    number: int
    subject: str
    decision: str
    reason: str


def text_line(text: Text) -> bytes:
    """Write a line to be stored, with a salt of its own."""
    body = {"number": text.number, "subject": text.subject, "decision": text.decision, "reason": text.reason}
    return json.dumps({**body, "salt": secrets.token_hex(SALT_BYTES)}, ensure_ascii=False).encode()


def line_digest(line: bytes) -> str:
    """Digest of a line as the ledger holds it."""
    return sha256(line).hexdigest()


def add_line(workspace: Path, line: bytes, number: int) -> None:
    """Add a line, to be bound by the ledger's entry of that number; what a run stopped before its entry left is dropped."""
    kept = [each for each in text_lines(workspace) if (found := read_line(each)) is None or found.number < number]
    replace_lines(workspace / TEXTS_NAME, [*kept, line])


def keep_lines(workspace: Path, digests: set[str]) -> bool:
    """Keep the lines of these digests alone; tell whether any went."""
    lines = text_lines(workspace)
    kept = [line for line in lines if line_digest(line) in digests]
    if len(kept) < len(lines):
        replace_lines(workspace / TEXTS_NAME, kept)
    return len(kept) < len(lines)


def text_lines(workspace: Path) -> list[bytes]:
    """Read every line; none when there is no file.

    Raises
    ------
    PackError
        When the file can not be read.
    """
    path = workspace / TEXTS_NAME
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PackError(f"{path} can not be read: {error.strerror}") from error


def read_line(line: bytes) -> Text | None:
    """Read a line; None when it is not one the planner wrote."""
    try:
        body = json.loads(line)
        return Text(int(body["number"]), str(body["subject"]), str(body["decision"]), str(body["reason"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def texts_by_entry(workspace: Path, ledger: Ledger) -> dict[int, Text]:
    """Give the words of each decision whose line is as it was written, by the number of its entry."""
    lines = {line_digest(line): line for line in text_lines(workspace)}
    bound = {entry.number: str(entry.body.get("text")) for entry in ledger.entries}
    found = {number: read_line(lines[digest]) for number, digest in bound.items() if digest in lines}
    return {number: text for number, text in found.items() if text is not None}
