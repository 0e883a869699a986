"""`make plan`: the sample workspace, its plan, and where to look."""

import subprocess
import sys
from pathlib import Path

PLANNER = (sys.executable, "-m", "planner")


def main() -> None:
    """Write the sample workspace where there is none yet, and plan it."""
    workspace = Path(sys.argv[1])
    if not workspace.exists():
        subprocess.run([*PLANNER, "init", str(workspace)], check=True)
    sys.exit(subprocess.run([*PLANNER, "plan", str(workspace)], check=False).returncode)


if __name__ == "__main__":
    main()
