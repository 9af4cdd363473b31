"""One authority for every far host, because a key takes time to make."""

from __future__ import annotations

import pytest
from tests.support.far import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))
