"""A published folder, its list server, and a client of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import ENTRIES, START

from cektautan.core.manifest import Manifest


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """Return a publisher that has published nothing yet."""
    return Publisher(tmp_path / "public")


@pytest.fixture
def first(publisher: Publisher) -> Manifest:
    """Publish the entries that every test of the service knows."""
    return publisher.publish(ENTRIES, now=START)


@pytest.fixture
def lists(publisher: Publisher, httpserver: HTTPServer) -> ListServer:
    """Serve what is published."""
    return ListServer(httpserver, publisher.public)
