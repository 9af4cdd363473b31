"""How much travels when the check page is opened for the first time, until it works offline.

Counted at a proxy, heads and bodies as Chromium was sent them. The list's own files are another matter, for they grow
with the list, and are reported beside it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.e2e.phone import first_visit
from tests.e2e.service import Service

from tools.bench.figure import Figure

MOST = 150_000


def measure() -> list[Figure]:
    """Open the page in a fresh Chromium, with the shipped lists behind it."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), lists=ROOT / "blocklists")
        service.start()
        try:
            page, lists = first_visit(service)
        finally:
            service.close()
    return [Figure("first visit of the check page, without the list", page, "B", "<=", MOST, f"the list: {lists} B")]
