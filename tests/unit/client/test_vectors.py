"""A local client judges whole updates as the shared vectors say, and remembers across processes what they say."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.support.list_server import ListServer
from tests.support.list_vectors import Row, document, rows

from cektautan.client import ListError, LocalClient, ProblemError
from cektautan.client.folder import Folder
from cektautan.core.minisign import PublicKey
from cektautan.core.trust import Trust


def serve(lists: ListServer, row: Row) -> None:
    for name, member in (("keys.json", "keys"), ("manifest.json", "manifest")):
        lists.answers[name] = base64.b64decode(row[member])
        lists.answers[f"{name}.minisig"] = base64.b64decode(row[f"{member}_signature"])


def outcome(client: LocalClient) -> str | None:
    """Update and return the code of what was refused; None where the manifest was accepted, whose files are nowhere."""
    with pytest.raises((ListError, ProblemError)) as caught:
        client.update()
    error = caught.value
    if isinstance(error, ListError):
        return str(error.code)
    assert isinstance(error, ProblemError)
    assert error.place.startswith("/lists/files/")
    assert error.status == 404
    return None


def remembered(lists: ListServer, root: str, directory: Path) -> Folder:
    folder = Folder(directory, lists.url, PublicKey.parse(root))
    folder.prepare()
    return folder


@pytest.fixture
def lists(httpserver: HTTPServer, tmp_path: Path) -> ListServer:
    return ListServer(httpserver, tmp_path / "nothing")


@pytest.mark.parametrize("row", rows("updates"))
def test_update(row: Row, lists: ListServer, tmp_path: Path) -> None:
    root = document("updates")["root"]
    folder = remembered(lists, root, tmp_path)
    folder.remember(Trust(**row["state"]))
    serve(lists, row)
    expect = row["expect"]
    # A stale list is accepted and marked: that is no refusal.
    assert outcome(lists.client(root, tmp_path, row["now"])) == (None if expect["seq"] else expect["error"])
    assert folder.trust() == Trust(**expect["state"])


@pytest.mark.parametrize("row", rows("histories"))
def test_history(row: Row, lists: ListServer, tmp_path: Path) -> None:
    root = document("histories")["root"]
    for step in row["steps"]:
        serve(lists, step)
        # Each step is another process: nothing but the folder goes on.
        refused = outcome(lists.client(root, tmp_path, step["now"]))
        accepted = step["expect_error"] in (None, "manifest_expired")
        assert refused == (None if accepted else step["expect_error"])
        if accepted:
            assert remembered(lists, root, tmp_path).trust().floor == step["expect_held_seq"]
