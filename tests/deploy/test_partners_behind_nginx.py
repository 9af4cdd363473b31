"""A partner behind nginx and two nodes without a desk, whose role in PostgreSQL is that of docs/operations.md.

What names an owner is told by both nodes to a key with the scope for it, and by neither while the database is away; a
node that is started then refuses no key, says that it cannot know it, and knows it when the database is back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from tests.contract.running.world import BUSY_SECONDS, WITHOUT_DESK, World, check, health, standing
from tests.e2e.lists import CLAIMS, Claim, write_lists
from tests.support.nginx import nginx
from tests.support.postgres import PostgresServer
from tests.support.processes import free_port, until
from tests.support.roles import grant

from cektautan.running.notices import POLL_SECONDS

PATH = "/v1/owner-addresses"
OWNED = Claim("kanal-2024", "https://t.me/kanal_orang/123", "Pemungutan suara ditunda, katanya.")
KEY = "content:telegram:kanal_orang/123"
ASKED = 8
"""Times, so that each node is asked through nginx."""
AWAY = "the database does not answer"


@dataclass
class Stand:
    """nginx, the nodes behind it, and what they stand on."""

    address: str
    nodes: tuple[str, str]
    world: World
    postgres: PostgresServer
    second: ExitStack
    settings: Mapping[str, str]
    partner: str
    reader: str

    def everywhere(self) -> tuple[str, ...]:
        """Nginx as often as it takes to meet both nodes, and each of them."""
        return (self.address,) * ASKED + self.nodes

    def health(self) -> set[str]:
        return {health(node)["api_keys"] for node in self.nodes}

    def restart_second(self) -> None:
        """Stop the second node and start it with the folder and the port that it had."""
        self.second.close()
        self.second.enter_context(self.world.node("node-2", self.settings))


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder: Path = tmp_path_factory.mktemp("partners")
    with ExitStack() as running:
        world, postgres = running.enter_context(standing(folder))
        write_lists(folder / "blocklists", [*CLAIMS, OWNED])
        running.enter_context(world.publisher())
        ports = (free_port(), free_port())
        url = grant("cektautan_node", postgres, postgres.url())
        first, second = ({**WITHOUT_DESK, "DATABASE_URL": url, "PORT": str(port)} for port in ports)
        running.enter_context(world.node("node-1", first))
        restarted = running.enter_context(ExitStack())
        restarted.enter_context(world.node("node-2", second))
        (folder / "nginx").mkdir()
        address = running.enter_context(nginx(folder / "nginx", ports))
        partner = world.new_key("--scope", "owner_addresses")["key"]
        reader = world.new_key("--scope", "read")["key"]
        nodes = (f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}")
        until(lambda: all(check(node, key).ok for node in nodes for key in (partner, reader)), _most())
        yield Stand(address, nodes, world, postgres, restarted, second, partner, reader)


def _most() -> float:
    return POLL_SECONDS + BUSY_SECONDS


def ask(at: str, key: str = "", **headers: str) -> requests.Response:
    shown = {"Authorization": f"Bearer {key}"} if key else {}
    return requests.get(f"{at}{PATH}", headers={**shown, **headers}, timeout=20)


def test_both_nodes_tell_a_partner_the_same_and_nobody_else(stand: Stand) -> None:
    answers = [ask(at, stand.partner) for at in stand.everywhere()]
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    told = [json.loads(line) for line in answers[0].text.splitlines()]
    assert [(each["key"], each["address"]) for each in told] == [(KEY, "https://t.me/kanal_orang/123")]
    assert {each.headers["Cache-Control"] for each in answers} == {"private, no-store"}
    tagged = {"If-None-Match": answers[0].headers["ETag"]}
    assert {ask(at, stand.partner, **tagged).status_code for at in stand.everywhere()} == {304}
    assert {ask(at, stand.reader).status_code for at in stand.everywhere()} == {403}
    assert {ask(at).status_code for at in stand.everywhere()} == {401}
    kept = [path for path in (stand.world.folder / "nginx").rglob("*") if path.is_file()]
    assert [path for path in kept if b"kanal_orang" in path.read_bytes()] == []


def test_while_the_database_is_away_a_partner_is_told_to_ask_again_and_never_that_there_is_nothing(
    stand: Stand,
) -> None:
    tag = ask(stand.address, stand.partner).headers["ETag"]
    stand.postgres.stop()
    until(lambda: stand.health() == {AWAY})
    for at in stand.everywhere():
        for headers in ({}, {"If-None-Match": tag}):
            answer = ask(at, stand.partner, **headers)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["type"].endswith("/docs#problem-desk-unavailable")
            assert "kanal_orang" not in answer.text
        known = check(at, stand.partner)
        assert (known.status_code, "CekTautan-Key" in known.headers) == (200, False)
        assert '"day"' in known.headers["RateLimit-Policy"], "it is known, and counts"
    stand.postgres.start()
    until(lambda: stand.health() == {"ok"}, _most())
    assert {ask(at, stand.partner).status_code for at in stand.everywhere()} == {200}


def test_a_node_that_starts_while_the_database_is_away_refuses_no_key_and_knows_it_when_that_is_back(
    stand: Stand,
) -> None:
    stand.postgres.stop()
    stand.restart_second()
    _, node = stand.nodes
    assert health(node)["api_keys"] == "no keys are known"
    answer = check(node, stand.reader)
    assert (answer.status_code, answer.headers["CekTautan-Key"]) == (200, "unchecked")
    assert answer.headers["RateLimit-Policy"] == check(node).headers["RateLimit-Policy"]
    assert "CekTautan-Key" not in check(node).headers
    refused = ask(node, stand.partner)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert refused.headers["CekTautan-Key"] == "unchecked"
    stand.postgres.start()
    until(lambda: ask(node, stand.partner).status_code == 200, _most())
    known = check(node, stand.reader)
    assert (known.status_code, "CekTautan-Key" in known.headers) == (200, False)
    assert '"day"' in known.headers["RateLimit-Policy"]
    assert known.headers["RateLimit-Policy"] != answer.headers["RateLimit-Policy"]
