"""One authority for every far host of a run, because a key takes time to make, and a server for the hosts of a module.

A module that asks for `server` or `world` names its hosts in `HOSTS`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import Authority, World


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the issuer of the certificates of far hosts."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def running(authority: Authority, request: pytest.FixtureRequest) -> Iterator[HTTPServer]:
    """Run the server of this module's `HOSTS`, over https."""
    context = authority.server(*request.module.HOSTS)
    with HTTPServer(host="127.0.0.1", ssl_context=context, threaded=True) as server:
        yield server


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    """Return the module's server, which knows nothing from the test before."""
    running.clear()
    return running


@pytest.fixture
def world(authority: Authority, server: HTTPServer, request: pytest.FixtureRequest) -> World:
    """Return a world whose `HOSTS` are the module's server."""
    return World.make(authority, server.port, list(request.module.HOSTS))
