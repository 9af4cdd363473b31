"""One authority for every far host of a run, because a key takes time to make."""

from __future__ import annotations

import pytest
from tests.support.far import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the issuer of the certificates of far hosts."""
    return Authority(tmp_path_factory.mktemp("authority"))
