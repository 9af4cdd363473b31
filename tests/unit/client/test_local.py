"""A local client decides by the set that it holds now, at the age that it has now."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.list_server import ListServer
from tests.support.published import DAY, Entry, Publisher
from tests.support.service import ENTRIES, HOAX, START

from cektautan.client import Kind, Level, LocalClient, NoListError, State
from cektautan.core.manifest import Manifest

WIDE = Entry("domain:luas.com", verdict="imposter", claim="klaim-9", domain="luas.com")


class Clock:
    """A time that the test moves, also back, as the clock of a computer does."""

    now = float(START)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(lists: ListServer, publisher: Publisher, tmp_path: Path, clock: Clock) -> LocalClient:
    return LocalClient(lists.url, publisher.root_key, tmp_path / "klien", patience=0, clock=clock)


def test_an_answer_grows_old_with_the_list_while_the_client_lives(
    client: LocalClient, publisher: Publisher, clock: Clock
) -> None:
    publisher.publish([*ENTRIES, WIDE], now=START)
    client.update()
    refused = ("https://masuk!.luas.com/", f"https://luas.com/a?{'b' * 8192}")
    for later, stale, item, wide in (
        (0, False, 3, 3),
        (3 * DAY - 1, False, 3, 3),
        (3 * DAY, True, 3, 2),
        (10 * DAY - 1, True, 3, 2),
        (10 * DAY, True, 2, 2),
        (4 * DAY, True, 3, 2),
        (1, False, 3, 3),
    ):
        clock.now = START + later
        told = [(client.check(url), level) for url, level in ((HOAX, item), ("https://a.luas.com/b", wide))]
        told += [(client.check(url), wide) for url in refused]
        for answer, level in told:
            assert (answer.state, answer.level, answer.stale) == (State.LISTED, Level(level), stale)
        assert client.check("https://contoh.com/").stale is stale


def test_an_answer_names_the_publication_that_it_comes_from(
    client: LocalClient, publisher: Publisher, first: Manifest
) -> None:
    client.update()
    assert client.check(HOAX).publication.seq == first.seq
    second = publisher.publish(ENTRIES, now=START + 1)
    client.update()
    for url in (HOAX, "https://contoh.com/", "bukan alamat"):
        publication = client.check(url).publication
        assert (publication.seq, publication.created, publication.licence) == (second.seq, START + 1, "CC-BY-4.0")


@pytest.mark.parametrize(
    ("level", "warns"), [(Level.CLEARED, False), (Level.NOTE, False), (Level.CAUTION, True), (Level.WARNING, True)]
)
def test_a_reader_is_warned_from_caution_on(
    client: LocalClient, publisher: Publisher, level: Level, warns: bool
) -> None:
    publisher.publish([Entry("url:kabar.com/1", level=int(level))], now=START)
    client.update()
    answer = client.check("https://kabar.com/1")
    assert (answer.level, answer.warns, answer.match_kind) == (level, warns, Kind.URL)
    assert answer.state is (State.CLEARED if level is Level.CLEARED else State.LISTED)


def test_without_a_list_nothing_is_said_of_a_domain_either(client: LocalClient) -> None:
    with pytest.raises(NoListError, match=r"call update\(\) first"):
        client.domain("kabar.co.id")
    with pytest.raises(NoListError):
        client.check_all(["https://kabar.co.id/"])


@pytest.mark.usefixtures("first")
def test_who_follows_twice_updates_once_and_no_more_often_than_in_a_minute(
    client: LocalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    periods: list[float] = []
    monkeypatch.setattr(client, "_follow", periods.append)
    client.follow(0)
    client.follow(0)
    client.close()
    assert periods == [60]
