"""One service with everything that a public route tells of: a record, hashes, exports, and a desk with its chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support.desk import add
from tests.support.exported import ALL, WITHDRAWN, Exporting
from tests.support.intake import list_hoax
from tests.support.published import Entry
from tests.support.record import claim
from tests.support.service import ENTRIES, START, Service

from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.store.models import OwnReview
from cektautan.store.opening import open_store

CLAIMS = 200
LISTED = 2_000
LINES = 4
NEAR = Entry("url:kabar.example/satu", domain="kabar.example")
"""A listing on the domain of the largest addresses, so that the domain filter spares nothing of their work."""
ROOM = {
    f"CEKTAUTAN_LIMIT_{name}": "1000000 per minute"
    for name in ("CHECK", "LISTS", "PAGES", "RESOLVE", "REPORTS", "STATUS")
}
SETTINGS = {**ROOM, "CEKTAUTAN_DESK": "on", "CEKTAUTAN_CHECKPAGE_DIR": str(ROOT / "checkpage")}
TEXTS = {"title_id": "Judul", "title_en": "Title", "body_id": "Isi.", "body_en": "Body.", "rating": "SALAH"}

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The service with its record, its hashes and its desk."""
    folder: Path = tmp_path_factory.mktemp("told")
    service = Service(folder, settings=SETTINGS)
    hashes = Hashes.of([full_hash(f"uji-{n}.example/") for n in range(LISTED)], [], [full_hash("tiruan.example/")])
    service.publish([*ENTRIES, NEAR], record={f"klaim-{n}": claim() for n in range(CLAIMS)}, hashes=hashes)
    store, _ = open_store("", folder)
    for number in range(LINES):
        list_hoax(store, key=f"url:contoh.com/{number}", url=f"https://contoh.com/{number}")
    add(store, OwnReview(id="klaim-uji-2026", claim_id="klaim-uji-2026", status="published",
                                       published_at=START, verdict="false", **TEXTS))  # fmt: skip
    store.engine.dispose()
    return service.app()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """A service whose set has what exports are written from."""
    exporting = Exporting(tmp_path_factory.mktemp("exported"), settings=ROOM)
    exporting.publish([one for one in ALL if one.key != WITHDRAWN.key] + [WITHDRAWN], START - 3600)
    exporting.publish()
    return exporting.client().application
