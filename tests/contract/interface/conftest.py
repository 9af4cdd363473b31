"""One running service for the runs of a file, whose limits no run reaches."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from tests.support.processes import ROOT, serving


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    limited = ("CHECK", "LISTS", "PAGES", "REPORTS", "STATUS")
    limits = {f"CEKTAUTAN_LIMIT_{name}": "1000000 per minute" for name in limited}
    # Nobody outside is asked by a test; what a short link leads to is tested with far hosts of the tests' own.
    limits |= {"CEKTAUTAN_RESOLVE": "off", "CEKTAUTAN_DESK": "on"}
    # The check page runs the extension's modules; the service writes a file beside them.
    extension = shutil.copytree(ROOT / "extension", folder / "extension")
    with serving({**limits, "CEKTAUTAN_VAR_DIR": str(folder), "CEKTAUTAN_EXTENSION_DIR": str(extension)}) as (at, _):
        yield at
