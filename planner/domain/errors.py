"""The error tree.

PlannerError
├── InputError      exit code 2: the inputs have faults, all of them listed
├── ConfigError     exit code 2: config.toml has faults, all of them listed
├── PackError       exit code 2: a folder is not a pack, or the pack can not be read
├── NoPlanError     exit code 3: no acceptable plan (a lock can not be kept, verification failed)
├── SolverError     exit code 3: the solver gave up; nothing is known of the plan
└── StoppedError    exit code 130: somebody stopped a long run; what is done is kept
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with the inputs, said so that a planner can mend it in Excel.

    Attributes
    ----------
    file
        File or workbook sheet, as the planner names it.
    row
        Row number as Excel shows it (the header is row 1); 0 when the fault is of the whole file.
    column
        Column name; empty when the fault is of a whole row or file.
    value
        The value found, as text.
    problem
        What is wrong and what is allowed, as one sentence.
    """

    file: str
    row: int
    column: str
    value: str
    problem: str

    def __str__(self) -> str:
        where = self.file + (f", row {self.row}" if self.row else "") + (f", column {self.column}" if self.column else "")
        found = f" (found {self.value!r})" if self.value else ""
        return f"{where}: {self.problem}{found}"


class PlannerError(Exception):
    """Anything the planner tells a user in words instead of a traceback."""

    exit_code = 2


class FaultsError(PlannerError):
    """Several faults, found at once.

    Parameters
    ----------
    faults
        Every fault found; kept sorted and free of repeats.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputError(FaultsError):
    """The workspace's tables have faults."""


class ConfigError(FaultsError):
    """The workspace's config.toml has faults."""


class PackError(PlannerError):
    """A folder is not a pack, or the pack can not be read."""


class NoPlanError(PlannerError):
    """There is no plan that may be shown: the message says which rule stands against it."""

    exit_code = 3


class SolverError(PlannerError):
    """The solver gave up without an answer that can be used."""

    exit_code = 3


class StoppedError(PlannerError):
    """Somebody stopped a long run: the message says what is kept and how to go on."""

    exit_code = 130
