"""Make sure there is a Chromium for the browser tests: Debian's, installed here where that can be done."""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-dejavu-core")


def main() -> None:
    """Find a browser or install one; say clearly what to do where neither works."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium"):
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            subprocess.run([apt, *command], check=False, stdout=subprocess.DEVNULL, env=environment)
    if not shutil.which("chromium"):
        sys.exit("The browser tests need Chromium: install Debian's package `chromium`, or set CHROMIUM to the program, and run again.")


if __name__ == "__main__":
    main()
