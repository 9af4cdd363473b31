"""What somebody meets who tries the client for the first time, and what it tells them where they go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import START

import cektautan.client
from cektautan.client import Client, ProblemError, UnreachableError
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


@pytest.mark.parametrize("given", [None, 5, float("nan"), b"https://contoh.example/", ["https://contoh.example/"]])
def test_what_is_no_text_is_named_and_nothing_is_asked(
    given: Any, lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    local = lists.client(publisher.root_key, tmp_path, START)
    local.update()
    lists.taken()
    kind = type(given).__name__
    for client in (Client.remote(lists.url), local):
        with client:
            for act in (client.check, client.domain):
                with pytest.raises(TypeError, match=rf"^{act.__name__} takes a text, and was given {kind}$"):
                    act(given)
            with pytest.raises(TypeError, match=rf"^check_all, at place 1 of its list, takes a text, .* {kind}$"):
                client.check_all(["https://contoh.example/", given])
    assert lists.asked == []


def test_what_a_client_is_made_of_is_named_where_it_is_no_text(tmp_path: Path) -> None:
    nothing: Any = None
    with pytest.raises(TypeError, match=r"^server takes a text, and was given NoneType$"):
        Client.remote(nothing)
    with pytest.raises(TypeError, match=r"^root_key takes a text, and was given NoneType$"):
        Client.local("https://cek.example", nothing, tmp_path)


def test_a_key_may_come_with_the_end_of_its_line(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/check", headers={"Authorization": "Bearer ct_rahasia"}).respond_with_data("{}")
    with Client.remote(httpserver.url_for("/"), "ct_rahasia\n") as client, pytest.raises(UnreachableError):
        client.check("https://contoh.example/")
    ((_, response),) = httpserver.log
    assert response.status_code == 200


@pytest.mark.parametrize("key", ["", "\n", "ct_rahasia ct_rahasia", "ct_rahasia\nX: y", "ct_rahasiá"])
def test_what_can_be_no_key_is_refused_at_once_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match=r"^api_key is no key") as caught:
        Client.remote("https://cek.example", key)
    assert "rahasi" not in str(caught.value)


def test_a_refusal_names_what_is_at_fault_and_when_to_ask_again(httpserver: HTTPServer) -> None:
    told = {"type": "https://cek.example/docs#problem-invalid", "field": "urls[3]", "reason": "not_a_text"}
    httpserver.expect_request("/v1/check").respond_with_json(
        told, 429, {"Retry-After": "61"}, content_type="application/problem+json"
    )
    with Client.remote(httpserver.url_for("/")) as client, pytest.raises(ProblemError) as caught:
        client.check("https://contoh.example/")
    assert str(caught.value) == "/v1/check: HTTP 429 invalid (urls[3]: not_a_text), ask again in 61 seconds"


def test_a_refusal_repeats_no_other_text_of_a_server(httpserver: HTTPServer) -> None:
    told = {"detail": "contoh.example", "field": "https://contoh.example/", "reason": "contoh.example"}
    httpserver.expect_request("/v1/check").respond_with_json(told, 422, content_type="application/problem+json")
    with Client.remote(httpserver.url_for("/")) as client, pytest.raises(ProblemError) as caught:
        client.check("https://contoh.example/")
    assert str(caught.value) == "/v1/check: HTTP 422"
