"""The set travels through the database, over both engines: whole, verified, never back, and what is forged is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import redis
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from tests.support.processes import free_port, redis_server, until
from tests.support.published import Entry, Publisher, secret
from tests.support.service import ENTRIES, HOAX, START
from tests.support.stores import Database

from cektautan.app import create_app
from cektautan.core.minisign import PublicKey
from cektautan.lookup.published import PublishedSet
from cektautan.publish.store import PublicStore
from cektautan.running import set_state
from cektautan.running.notices import SETS, Polling, RedisNotices
from cektautan.running.sending import Sender
from cektautan.running.taking import NothingTakenError, Taker
from cektautan.settings import Settings, from_environment
from cektautan.store.models import CarriedFile, CarriedSet
from cektautan.store.transaction import Store


@dataclass
class Nodes:
    """A publisher and a node over one database."""

    folder: Path
    database: Database
    said: list[str] = field(default_factory=list)
    notices: Any = field(default_factory=Polling)

    def __post_init__(self) -> None:
        self.publisher = Publisher(self.folder / "publisher" / "public")
        self.stores: list[Store] = []
        self.sender = self.make_sender()
        self.taker = self.make_taker()

    def settings(self, name: str, publish: str) -> Settings:
        return from_environment(
            {"CEKTAUTAN_VAR_DIR": str(self.folder / name), "CEKTAUTAN_ROOT_KEY": self.publisher.root_key,
             "CEKTAUTAN_PUBLISH": publish, "DATABASE_URL": self.database.url}
        )  # fmt: skip

    def make_sender(self, name: str = "publisher") -> Sender:
        return Sender(self.settings(name, "on"), self.store(), self.notices, self.said.append)

    def make_taker(self, name: str = "node") -> Taker:
        root = PublicKey.parse(self.publisher.root_key)
        return Taker(self.settings(name, "off"), root, self.store(), self.notices, self.said.append)

    def store(self) -> Store:
        self.stores.append(self.database.open())
        return self.stores[-1]

    def public(self, name: str = "node") -> Path:
        return self.folder / name / "public"

    def served(self, name: str = "node") -> PublishedSet:
        return PublishedSet.load(self.public(name), self.publisher.root_key)

    def forge(self, change: Callable[[Any], None]) -> None:
        store = self.store()
        with store.engine.begin() as connection:
            change(connection)

    def client(self) -> FlaskClient:
        """A worker of the node, which needs no database to answer."""
        nowhere = f"postgresql://cektautan@127.0.0.1:{free_port()}/none"
        return create_app(replace(self.settings("node", "off"), database_url=nowhere), lambda: START + 60).test_client()


@pytest.fixture
def nodes(database: Database, tmp_path: Path) -> Any:
    made = Nodes(tmp_path, database)
    yield made
    for store in made.stores:
        store.engine.dispose()


def contents(public: Path) -> dict[str, bytes]:
    """Every file of a set, and its documents."""
    found = {path.name: path.read_bytes() for path in (public / "files").iterdir()}
    return found | {path.name: path.read_bytes() for path in (public / "current").iterdir()}


def test_a_node_serves_what_was_published_byte_for_byte(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    assert nodes.sender.step()
    nodes.taker.step()
    assert nodes.taker.state == set_state.OK
    assert contents(nodes.public()) == contents(nodes.public("publisher"))
    assert nodes.client().get("/v1/check", query_string={"url": HOAX}).json["level"] == 3
    nodes.publisher.publish([Entry(each.key, level=1) for each in ENTRIES[:1]], now=START + 1)
    nodes.sender.step()
    nodes.taker.step()
    assert nodes.served().seq == START + 1
    # Only what the newest set names stays in the database.
    with nodes.store().reading() as session:
        named = set(session.scalars(select(CarriedFile.sha256)))
    assert named == {each.sha256 for each in nodes.served().manifest.files}


def test_a_publisher_that_dies_while_it_sends_leaves_the_set_before(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.publisher.publish(ENTRIES[:1], now=START + 1)

    class Died(BaseException):
        pass

    def die(*_: object) -> str:
        # All files of the new set are written by then, and those of the old one deleted.
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr("cektautan.store.carried.mark_of", die)
        with pytest.raises(Died):
            nodes.sender.step()
    nodes.taker.step()
    assert (nodes.served().seq, nodes.taker.state) == (START, set_state.OK)
    nodes.make_sender().step()
    nodes.taker.step()
    assert nodes.served().seq == START + 1


@pytest.mark.parametrize("forgery", ["manifest", "manifest_signature", "keys", "keys_signature"])
def test_a_forged_document_is_refused_and_said_in_health_and_the_publisher_replaces_it(
    forgery: str, nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.taker.step()
    nodes.forge(lambda connection: connection.execute(update(CarriedSet).values({forgery: b"{}", "mark": "forged"})))
    nodes.taker.step()
    nodes.taker.step()
    client = nodes.client()
    assert client.get("/healthz").json["set"].startswith("refused: bad_")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["seq"]) == (200, START)
    assert ready.json["error"].startswith("refused: bad_")
    assert client.get("/v1/check", query_string={"url": HOAX}).json["level"] == 3
    assert len([line for line in nodes.said if "refused" in line]) == 1
    monkeypatch.setattr("cektautan.running.sending.AGAIN_SECONDS", 0.0)
    nodes.sender._look_at = 0.0
    nodes.sender.step()
    nodes.taker.step()
    assert client.get("/healthz").json["set"] == "ok"
    assert client.get("/readyz").json["error"] is None
    assert nodes.said[-1] == "sets arrive again"


def test_a_set_of_another_root_key_is_refused(nodes: Nodes) -> None:
    nodes.publisher.root = secret(9)
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.publisher.root = secret(1)
    with pytest.raises(NothingTakenError, match="refused: unknown_key"):
        nodes.taker.first(lambda: 0.0, nodes.said.append)
    assert not nodes.taker._public.link.exists()


def test_a_replayed_set_is_refused(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    with nodes.store().reading() as session:
        old = session.scalars(select(CarriedSet)).one()
        values = {each.key: getattr(old, each.key) for each in CarriedSet.__table__.columns}
    nodes.publisher.publish(ENTRIES, now=START + 5)
    nodes.sender.step()
    nodes.taker.step()
    nodes.forge(lambda connection: connection.execute(update(CarriedSet).values(values)))
    nodes.taker.step()
    assert (nodes.taker.state, nodes.served().seq) == ("refused: rolled_back", START + 5)


@pytest.mark.parametrize("data", [b"", b"other", b"x" * 6_000_000], ids=["nothing", "other", "large"])
def test_a_damaged_file_is_refused_and_written_anew_when_the_publisher_starts(data: bytes, nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.forge(lambda connection: connection.execute(update(CarriedFile).values(data=data)))
    nodes.taker.step()
    assert nodes.taker.state.startswith("refused: ")
    assert not nodes.public().joinpath("current").exists()
    nodes.make_sender().step()
    nodes.taker.step()
    assert (nodes.taker.state, nodes.served().seq) == (set_state.OK, START)


def test_a_database_put_back_to_an_older_state_gets_the_set_again(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.forge(lambda connection: [connection.execute(delete(each)) for each in (CarriedSet, CarriedFile)])
    nodes.taker.step()
    assert nodes.taker.state == set_state.NONE
    nodes.sender._look_at = 0.0
    nodes.sender.step()
    nodes.taker.step()
    assert nodes.served().seq == START


def test_a_folder_that_was_left_in_the_middle_is_gone_on_with(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.taker.step()
    # As a kill between the two renames leaves it.
    (nodes.public() / "current").unlink()
    nodes.make_taker().step()
    assert nodes.served().seq == START


def test_a_set_that_is_there_already_is_not_written_again(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.taker.step()
    before = (nodes.public() / "current").resolve().stat().st_mtime_ns
    nodes.make_sender().step()
    nodes.make_taker().step()
    assert (nodes.public() / "current").resolve().stat().st_mtime_ns == before
    with nodes.store().reading() as session:
        assert session.scalar(select(func.count()).select_from(CarriedSet)) == 1


def test_a_database_that_does_not_answer_leaves_the_last_set_and_is_told(nodes: Nodes, tmp_path: Path) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    nodes.sender.step()
    nodes.taker.step()
    away = Nodes(nodes.folder, Database(f"postgresql://cektautan@127.0.0.1:{free_port()}/none"))
    taker = away.make_taker()
    taker.step()
    assert taker.state == set_state.AWAY
    assert nodes.client().get("/healthz").json["set"] == "the database does not answer"
    assert nodes.served().seq == START
    assert not away.make_sender().step()
    assert any(line.startswith("the set does not reach the nodes") for line in away.said)


def test_a_notice_wakes_a_node_and_one_that_is_forged_only_makes_it_look(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cektautan.running.notices.POLL_SECONDS", 60.0)
    stop = threading.Event()
    with redis_server(free_port(), tmp_path) as address:
        client = redis.Redis.from_url(address)
        nodes.notices = RedisNotices(client, SETS)
        sender, taker = nodes.make_sender(), nodes.make_taker()
        thread = threading.Thread(target=taker.run, args=(stop,))
        thread.start()
        until(lambda: client.pubsub_numsub(SETS)[0][1] == 1)
        client.publish(SETS, "999999999999; DROP")
        nodes.publisher.publish(ENTRIES, now=START)
        sender.step()
        until(lambda: (nodes.public() / "current").exists(), 5)
        assert nodes.served().seq == START
        stop.set()
        thread.join()
        client.close()


def test_two_senders_of_one_folder_are_not_in_each_others_way(nodes: Nodes) -> None:
    nodes.publisher.publish(ENTRIES, now=START)
    done: list[bool] = []
    senders = [nodes.make_sender() for _ in range(4)]
    threads = [threading.Thread(target=lambda each=each: done.append(each.step())) for each in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 4
    nodes.taker.step()
    assert nodes.served().seq == START


def test_a_node_keeps_as_many_sets_as_a_publisher(nodes: Nodes) -> None:
    for number in range(3):
        nodes.publisher.publish(ENTRIES[: number + 1], now=START + number)
        nodes.sender.step()
        nodes.taker.step()
    kept = PublicStore(nodes.public())._numbers()
    assert kept == [START + 2, START + 1, START]
    assert len(list((nodes.public() / "files").iterdir())) >= 3
