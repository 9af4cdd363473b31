"""One service over the small set, and one client of it, for every test of the web layer."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.service import Service


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path)
    service.publish()
    return service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return service.client()
