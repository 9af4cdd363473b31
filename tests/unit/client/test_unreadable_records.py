"""A signed record that cannot be read: both clients say that it is listed, as a note, and name nobody."""

from __future__ import annotations

from pathlib import Path

from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import ENTRIES, HOAX, START, Service

from cektautan.client import Level, State, Verdict
from cektautan.client.answers import Publication, read_answer


def test_the_local_client_does_not_fail_and_does_not_call_it_unknown(
    lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.publish(ENTRIES, now=START, spoil=lambda bucket: bucket["listings"].insert(0, None))
    publisher.publish(ENTRIES, now=START + 1, spoil=lambda bucket: bucket["claims"]["klaim-1"].pop("reviews"))
    client = lists.client(publisher.root_key, tmp_path / "klien", START)
    client.update()
    answer = client.check(HOAX)
    assert (answer.state, answer.verdict, answer.level) == (State.LISTED, Verdict.FALSE, Level.NOTE)
    assert (answer.listing, answer.reviews, answer.warns) == (None, (), False)
    assert client.domain("tiruan-kpu.com").level is Level.CAUTION


def test_the_remote_client_reads_what_a_server_says_of_it(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.publish(ENTRIES, spoil=lambda bucket: bucket["claims"].pop("klaim-1"))
    told = service.client().get("/v1/check", query_string={"url": HOAX}).json
    assert told is not None
    answer = read_answer(told, Publication(1, START, stale=False, licence=""))
    assert (answer.state, answer.level, answer.listing) == (State.LISTED, Level.NOTE, None)
