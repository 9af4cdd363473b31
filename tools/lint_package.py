"""Builds Firefox's package of this checkout, as `make package` does, and runs Mozilla's lint over it.

    python -m tools.lint_package

What is linted is what a store gets: its manifest, its configuration and a list to start with, under keys that are made
for it and thrown away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

COMMAND = (sys.executable, "-m", "cektautan.cli")


def main() -> int:
    """Build and lint; the lint's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CEKTAUTAN_VAR_DIR": f"{folder}/var"}
        subprocess.run([*COMMAND, "publish", "--quiet"], env=environment, check=True)
        options = ["--server", "https://cek.example", "--key", f"{folder}/var/keys/root.pub", "--output", folder]
        subprocess.run([*COMMAND, "package", *options], env=environment, check=True, stdout=subprocess.DEVNULL)
        (package,) = Path(folder).glob("*-firefox.zip")
        return subprocess.run(["node", "extension/tools/lint.mjs", package], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
