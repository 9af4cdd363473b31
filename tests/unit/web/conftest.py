"""One service over the small set, and one client of it, for every test of the web layer."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.service import Service

from cektautan.store.transaction import Store


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path)
    service.publish()
    return service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return service.client()


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """The store that a desk's service finds: what pages show is alike on both engines, which the contracts hold."""
    return sqlite_store


@pytest.fixture
def desk(tmp_path: Path, store: Store) -> Service:
    """A service with a desk, whose store a test may look into."""
    service = Service(tmp_path, settings={"CEKTAUTAN_DESK": "on"})
    service.publish()
    return service
