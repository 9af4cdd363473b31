"""`GET /v1/changes`: the chain in pages, verified by the few lines that docs/protocol.md gives to third parties."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.intake import CLAIM, HOAX_KEY, START, list_hoax
from tests.support.recipes import verify_program
from tests.support.service import Service

from cektautan.store.models import Listing
from cektautan.store.transaction import Store


@pytest.fixture
def client(desk: Service) -> FlaskClient:
    return desk.client()


@pytest.fixture
def told(store: Store) -> None:
    """Three listings, the first retracted."""
    first = list_hoax(store)
    list_hoax(store, key="url:contoh.com/1", url="https://contoh.com/1")
    list_hoax(store, key="url:contoh.com/2", url="https://contoh.com/2")
    with store.deciding("account:1", START + 60) as work:
        work.session.get_one(Listing, first).status = "retracted"
        work.record("listing.retracted", ("listing", first), reason="Sudah diralat.")


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.usefixtures("told")
def test_each_line_says_what_changed_by_hash_and_never_by_address(client: FlaskClient) -> None:
    answer = client.get("/v1/changes")
    assert answer.status_code == 200
    assert answer.mimetype == "application/x-ndjson"
    bodies = [json.loads(line["body"]) for line in lines(answer)]
    assert [each["op"] for each in bodies] == ["list", "list", "list", "retract"]
    assert bodies[0]["sha256"] == bodies[3]["sha256"] == hashlib.sha256(HOAX_KEY.encode()).hexdigest()
    assert (bodies[3]["level"], bodies[3]["reason_code"], bodies[3]["claim"]) == (0, "withdrawn", CLAIM)
    assert "GPdzHkn5M6M" not in answer.text
    assert "contoh.com" not in answer.text


@pytest.mark.usefixtures("told")
def test_a_third_party_verifies_it_with_the_documents_own_lines(client: FlaskClient) -> None:
    verify = verify_program()
    text = client.get("/v1/changes").text
    head = verify(text.splitlines())
    assert head == lines(client.get("/v1/changes"))[-1]["hash"]
    rest = client.get("/v1/changes?after=2").text.splitlines()
    assert verify(rest, 2, json.loads(text.splitlines()[1])["hash"]) == head
    for broken in (
        text.replace("klaim-uji", "klaim-lain", 1),
        "\n".join(text.splitlines()[1:]),
        "\n".join([*text.splitlines()[:1], *text.splitlines()[2:]]),
    ):
        with pytest.raises(ValueError, match="line"):
            verify(broken.splitlines())


@pytest.mark.usefixtures("told")
def test_pages_follow_each_other_to_the_end(client: FlaskClient) -> None:
    seen, path = [], "/v1/changes?limit=3"
    for _ in range(2):
        answer = client.get(path)
        seen += [line["seq"] for line in lines(answer)]
        link = answer.headers.get("Link", "")
        path = link[1 : link.find(">")]
    assert seen == [1, 2, 3, 4]
    assert link == ""
    at_the_end = client.get("/v1/changes?after=4")
    assert (at_the_end.status_code, at_the_end.text) == (200, "")


@pytest.mark.usefixtures("told")
def test_it_is_sent_once_and_then_only_when_it_grew(client: FlaskClient, store: Store) -> None:
    tag = client.get("/v1/changes").headers["ETag"]
    assert client.get("/v1/changes", headers={"If-None-Match": tag}).status_code == 304
    list_hoax(store, key="url:contoh.com/3", url="https://contoh.com/3")
    assert client.get("/v1/changes", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.usefixtures("told")
def test_whoever_is_ahead_of_the_chain_is_told_so(client: FlaskClient) -> None:
    refused = client.get("/v1/changes?after=5")
    assert refused.status_code == 404
    assert refused.json["type"].endswith("#problem-beyond-the-end")


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=10001", "after=1&after=2", "seit=1", "after=",
              "wait=31", "wait=-1", "wait=x", "wait=1&wait=1"]
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_named(client: FlaskClient, query: str) -> None:
    refused = client.get(f"/v1/changes?{query}")
    assert refused.status_code == 422
    assert refused.json["field"] in {"after", "limit", "wait", "query"}


def test_without_a_desk_there_is_no_chain(service: Service) -> None:
    assert service.client().get("/v1/changes").status_code == 404


@pytest.mark.usefixtures("told")
def test_with_lines_to_tell_nobody_waits(client: FlaskClient) -> None:
    began = time.monotonic()
    assert len(lines(client.get("/v1/changes?after=3&wait=30"))) == 1
    assert time.monotonic() - began < 5


@pytest.mark.usefixtures("told")
def test_a_wait_without_news_ends_with_nothing_and_can_be_told_as_known(client: FlaskClient) -> None:
    began = time.monotonic()
    empty = client.get("/v1/changes?after=4&wait=1")
    assert (empty.status_code, empty.text) == (200, "")
    assert "Retry-After" not in empty.headers
    assert time.monotonic() - began >= 1
    again = client.get("/v1/changes?after=4", headers={"If-None-Match": empty.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("told")
def test_whoever_is_ahead_of_the_chain_waits_for_nothing(client: FlaskClient) -> None:
    assert client.get("/v1/changes?after=5&wait=30").status_code == 404


@pytest.mark.usefixtures("told")
def test_a_server_with_few_threads_has_nobody_wait_and_says_when_to_ask_again(desk: Service) -> None:
    desk.settings["CEKTAUTAN_THREADS"] = "3"
    began = time.monotonic()
    answer = desk.client().get("/v1/changes?after=4&wait=30")
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (200, "", "5")
    # Whoever waits is answered after thirty seconds, however slow the machine is.
    assert time.monotonic() - began < 30
