"""Brings what the tests need beyond Python: browsers, Redis, PostgreSQL, nginx, minisign and Node.

As root on Debian they are installed through apt; anywhere else what is missing is named and the
command fails, because a test that is skipped for want of a browser would pass for a test that ran.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Command -> (Debian package, what for).
COMMANDS = {
    "chromium": ("chromium", "browser tests"),
    "firefox-esr": ("firefox-esr", "browser tests"),
    "redis-server": ("redis-server", "limits and jobs shared between nodes"),
    "sqlite3": ("sqlite3", "backup and restore as documented"),
    "curl": ("curl", "the calls of the page for developers, as they stand there"),
    "minisign": ("minisign", "an independent check of our signatures"),
    "node": ("nodejs", "tests of the extension's core"),
    "dnsmasq": ("dnsmasq-base", "a resolver that reads our list of names"),
    "named-checkzone": ("bind9-utils", "BIND's own word on our response-policy zone"),
    "openssl": ("openssl", "certificates of the look-alike sites"),
    "wrk": ("wrk", "the load of `make bench`"),
    "taskset": ("util-linux", "a processor of its own for each side of `make bench`"),
}

# File -> the same. A browser without its language pack starts all the same, in English.
FILES = {
    "/usr/lib/chromium/locales/id.pak": ("chromium-l10n", "browser tests in Indonesian"),
    "/usr/lib/firefox-esr/browser/extensions/langpack-id@firefox-esr.mozilla.org.xpi": (
        "firefox-esr-l10n-id",
        "browser tests in Indonesian",
    ),
}


# Debian keeps a server's programs in a folder of its version or of administrators, which is not on the path.
VERSIONED = {
    "usr/sbin/nginx": ("nginx-light", "the proxy before two nodes, and the peer of the files in `make bench`"),
    "usr/lib/postgresql/*/bin/initdb": ("postgresql", "the store over PostgreSQL"),
}


def missing() -> dict[str, tuple[str, str]]:
    """Return the commands that are not on the path, and the files that are not there."""
    commands = {name: need for name, need in COMMANDS.items() if shutil.which(name) is None}
    versioned = {name: need for name, need in VERSIONED.items() if not any(Path("/").glob(name))}
    return commands | versioned | {name: need for name, need in FILES.items() if not Path(name).exists()}


def main() -> int:
    """Install or name what is missing; 0 when everything is there."""
    absent = missing()
    if not absent:
        return 0
    packages = sorted({package for package, _ in absent.values()})
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("cektautan: installing for the tests:", " ".join(packages), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*quiet, "update"], check=True, env=environment)
        install = [*quiet, "install", "-y", "--no-install-recommends", *packages]
        subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
        absent = missing()
    for name, (package, purpose) in absent.items():
        print(f"cektautan: {name} is missing ({purpose}); Debian: apt-get install {package}", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
