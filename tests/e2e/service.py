"""The real service in a process of its own, with keys, lists and an unpacked extension of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ROOT
from tests.e2e.lists import CLAIMS, Claim, write_lists

NOT_SHIPPED = shutil.ignore_patterns("config.json", "tools", "store")


class Service:
    """`cektautan serve` on a free port, with made-up lists of its own unless others are given.

    `extension` is a copy of the extension, which the service wrote its config.json into.
    """

    def __init__(
        self, folder: Path, claims: Sequence[Claim] = CLAIMS, lists: Path | None = None, desk: bool = False
    ) -> None:
        self.folder = folder
        self.port = 0
        self.url = ""
        folder.mkdir(parents=True, exist_ok=True)
        self.extension = folder / "extension"
        self.lists = lists or folder / "blocklists"
        self._owns_lists = lists is None
        shutil.copytree(ROOT / "extension", self.extension, ignore=NOT_SHIPPED)
        if self._owns_lists:
            write_lists(self.lists, claims)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CEKTAUTAN_")},
            "CEKTAUTAN_VAR_DIR": str(folder / "var"),
            # Tests of readers change files and publish at once; the desk has tests of its own.
            "CEKTAUTAN_DESK": "on" if desk else "off",
            "CEKTAUTAN_CAPTURE": "off",
            "CEKTAUTAN_BLOCKLISTS_DIR": str(self.lists),
            "CEKTAUTAN_EXTENSION_DIR": str(self.extension),
        }
        self._log = (folder / "service.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        self._take_port()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "cektautan.cli", "serve"]
        self._process = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)
        end = time.monotonic() + 120
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the service did not start: {(self.folder / 'service.log').read_text()[-2000:]}")
            time.sleep(0.05)

    def move(self) -> None:
        """Stop it and start it at another port, as when the first one is taken."""
        self.stop()
        self._take_port()
        self.start()

    def _take_port(self) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment["PORT"] = str(self.port)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def publish(self, claims: Sequence[Claim]) -> None:
        """Publish other lists, and wait until the running service serves them: it looks once a second."""
        if not self._owns_lists:
            raise RuntimeError("lists that were given are not written over")
        write_lists(self.lists, claims)
        command = [sys.executable, "-m", "cektautan.cli", "publish", "--quiet"]
        subprocess.run(command, env=self._environment, check=True)
        if self._process is not None:
            self.wait_served()

    def wait_served(self) -> None:
        """Wait until what lies in the published folder is what the service answers with."""
        wanted = (self.public / "current" / "manifest.json").read_bytes()
        end = time.monotonic() + 15
        while self.get("/lists/manifest.json") != wanted:
            if time.monotonic() > end:
                raise RuntimeError("the service does not serve what was published")
            time.sleep(0.1)

    def get(self, path: str) -> bytes:
        """Return what the service answers with."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
            return bytes(answer.read())

    @property
    def public(self) -> Path:
        """The folder of the published set, for tests that tamper with it."""
        return self.folder / "var" / "public"

    @property
    def root_key(self) -> str:
        """The root public key, as the service wrote it for the extension."""
        return str(json.loads((self.extension / "config.json").read_text("utf-8"))["rootKey"])

    def stop(self) -> None:
        """Stop it, as Ctrl-C does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(15)
            self._process = None

    def close(self) -> None:
        """Stop it for good."""
        self.stop()
        self._log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
