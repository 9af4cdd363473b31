"""The chain of changes: nothing passes that does not follow, from its very first line on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cektautan.client import ChainError
from cektautan.client.calling import Server
from cektautan.client.changes import read_changes
from cektautan.core.chain import START, link_hash


def line(seq: int, prev_hash: str, body: Any = None, **other: Any) -> bytes:
    text = json.dumps({"op": "list"} if body is None else body)
    link = {"body": text, "event_seq": seq, "prev_hash": prev_hash, "seq": seq, **other}
    return orjson.dumps({**link, "hash": link_hash(link)}) + b"\n"


def read(httpserver: HTTPServer, lines: Sequence[bytes], after: int = 0, prev_hash: str | None = None) -> list[int]:
    httpserver.expect_request("/v1/changes").respond_with_data(b"".join(lines))
    server = Server(httpserver.url_for("/"), timeout=5, patience=0)
    return [change.seq for change in read_changes(server, after, prev_hash, 0)]


def test_the_first_line_follows_the_beginning_and_no_other_chain(httpserver: HTTPServer) -> None:
    with pytest.raises(ChainError, match="does not follow") as caught:
        read(httpserver, [line(1, "1" * 64)])
    assert caught.value.seq == 1


def test_whoever_asks_from_the_beginning_cannot_be_given_another_one(httpserver: HTTPServer) -> None:
    with pytest.raises(ChainError, match="does not follow"):
        read(httpserver, [line(1, "1" * 64)], 0, "1" * 64)


def test_without_the_hash_of_ones_own_line_only_what_follows_is_held_together(httpserver: HTTPServer) -> None:
    first = line(8, "1" * 64)
    assert read(httpserver, [first, line(9, orjson.loads(first)["hash"])], 7) == [8, 9]


def test_a_later_line_that_does_not_follow_is_named(httpserver: HTTPServer) -> None:
    with pytest.raises(ChainError, match="does not follow") as caught:
        read(httpserver, [line(8, "1" * 64), line(9, "2" * 64)], 7)
    assert caught.value.seq == 9


@pytest.mark.parametrize("body", [[], "list", 7])
def test_a_body_that_says_nothing_is_no_line(httpserver: HTTPServer, body: Any) -> None:
    with pytest.raises(ChainError):
        read(httpserver, [line(1, START, body)])


def test_a_line_with_more_than_a_link_has_is_hashed_by_what_a_link_is(httpserver: HTTPServer) -> None:
    added = orjson.dumps({**orjson.loads(line(1, START)), "baru": True}) + b"\n"
    assert read(httpserver, [added]) == [1]


def test_a_server_that_has_no_place_and_names_no_time_is_waited_for_a_second(httpserver: HTTPServer) -> None:
    replies = iter([Response(b"", headers={"Retry-After": "0"}), Response(line(1, START)), Response(b"")])
    asked: list[dict[str, str]] = []

    def answer(request: Request) -> Response:
        asked.append(request.args.to_dict())
        return next(replies)

    httpserver.expect_request("/v1/changes").respond_with_handler(answer)
    paused: list[float] = []
    server = Server(httpserver.url_for("/"), timeout=5, patience=0, sleep=paused.append)
    assert [change.seq for change in read_changes(server, 0, None, 25)] == [1]
    assert paused == [1]
    assert [each["after"] for each in asked] == ["0", "0", "1"]


def test_a_wait_begins_anew_with_each_line(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    now, paused = [0.0], list[float]()
    first = line(1, START)
    full = {"Retry-After": "6"}
    bodies = [b"", first, b"", line(2, orjson.loads(first)["hash"]), b""]
    replies = iter(
        [
            Response(body, headers={} if body or last else full)
            for body, last in zip(bodies, (0, 0, 0, 0, 1), strict=True)
        ]
    )

    def pause(seconds: float) -> None:
        paused.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("cektautan.client.changes.time", SimpleNamespace(monotonic=lambda: now[0]))
    httpserver.expect_request("/v1/changes").respond_with_handler(lambda _request: next(replies))
    server = Server(httpserver.url_for("/"), timeout=5, patience=0, sleep=pause)
    assert [change.seq for change in read_changes(server, 0, None, 10)] == [1, 2]
    assert paused == [6, 6]


def test_who_does_not_wait_says_nothing_of_it_and_is_kept_by_nobody(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/changes").respond_with_data(b"", headers={"Retry-After": "9"})
    paused: list[float] = []
    server = Server(httpserver.url_for("/"), timeout=5, patience=60, sleep=paused.append)
    assert list(read_changes(server, 0, None, 0)) == []
    ((request, _),) = httpserver.log
    assert (paused, "wait" in request.args) == ([], False)
