"""What somebody meets who tries the client for the first time, and what it tells them where they go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import START

import cektautan.client
from cektautan.client import Client
from cektautan.core.manifest import Manifest


def test_a_client_of_neither_kind_names_the_two() -> None:
    with pytest.raises(TypeError, match=r"use Client\.remote\(server\).* Client\.local\(server, root_key, directory\)"):
        Client("https://cek.example")


def test_a_remote_client_shows_its_server_and_not_its_key() -> None:
    with Client.remote("https://cek.example/", "ct_rahasia") as client:
        assert repr(client) == "RemoteClient('https://cek.example')"


def test_a_local_client_shows_what_it_holds(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    with lists.client(publisher.root_key, tmp_path, START) as client:
        assert repr(client) == f"LocalClient('{lists.url}', no list yet)"
        client.update()
        assert repr(client) == f"LocalClient('{lists.url}', list {first.seq})"


def test_the_letters_of_one_address_are_not_asked_about(
    lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    clients = (Client.remote(lists.url), Client.local(lists.url, publisher.root_key, tmp_path))
    for client in clients:
        with client, pytest.raises(TypeError, match="check_all takes a list of addresses"):
            client.check_all("https://contoh.example/")
    assert lists.asked == []


def test_all_names_are_seen_before_anything_is_loaded() -> None:
    assert dir(cektautan.client) == sorted(cektautan.client.__all__)
    assert {"LocalClient", "RemoteClient", "Update", "Change"} <= {*dir(cektautan.client)}
