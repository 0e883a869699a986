"""A long run to be stopped: ``python -m tests.sweep.stopped_run FOLDER LOG``."""

import sys
from pathlib import Path

from planner.domain.errors import StoppedError
from planner.sweep.engine import run
from planner.sweep.job import Crew
from tests.sweep.jobs import Squares, job


def main() -> int:
    folder, log = map(Path, sys.argv[1:])
    try:
        run(job(Squares(log, seconds=0.03), range(1000)), folder, lambda _what, _share: None, Crew(workers=2))
    except StoppedError as error:
        sys.stdout.write(str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
