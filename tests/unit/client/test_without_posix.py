"""A local client needs nothing that only POSIX has: newsrooms have Windows, where these tests are not run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from tests.support.list_server import ListServer
from tests.support.published import Entry, Publisher
from tests.support.service import ENTRIES, HOAX, START

from cektautan.client import FolderError, LocalClient, State
from cektautan.core.manifest import Manifest

PROGRAM = Path(__file__).with_name("without_posix.py")
NEW = "https://kabar.co.id/baru"


@pytest.fixture
def started(lists: ListServer, publisher: Publisher, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, PROGRAM, lists.url, publisher.root_key, tmp_path / "klien", str(START), HOAX, NEW]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.mark.usefixtures("first")
def test_it_updates_and_answers_where_only_what_windows_has_is_there(
    started: subprocess.Popen[str], publisher: Publisher, tmp_path: Path
) -> None:
    assert started.stdin is not None
    assert started.stdout is not None
    told = [started.stdout.readline().split()]
    for number in range(3):
        new = Entry(f"url:kabar.co.id/{number}", claim=f"klaim-{number}")
        publisher.publish([*ENTRIES[:1], Entry("url:kabar.co.id/baru", claim="klaim-9"), new], now=START + 1 + number)
        started.stdin.write("\n")
        started.stdin.flush()
        told.append(started.stdout.readline().split())
    # What is mapped stays, and goes with the first update after nobody maps it; the rules are those of each set.
    assert told == [
        ["listed", "unknown"], ["listed", "listed", "True"], ["listed", "listed", "True"], ["listed", "listed", "1"],
    ]  # fmt: skip
    started.stdin.write("\n")
    started.stdin.close()
    assert started.wait(60) == 0
    (folder,) = (tmp_path / "klien").iterdir()
    assert not (folder / "current").is_symlink()


@pytest.mark.usefixtures("first")
def test_who_waits_for_another_process_gives_up_in_time(
    lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    client = LocalClient(lists.url, publisher.root_key, tmp_path / "klien", update_timeout=0.5, clock=lambda: START)
    (folder,) = (tmp_path / "klien").iterdir()
    with FileLock(folder / ".lock"), pytest.raises(FolderError, match="another process is updating it"):
        client.update()
    assert lists.asked == []
    client.update()
    assert client.check(HOAX).state is State.LISTED


def test_a_folder_of_before_is_read_and_goes_on(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    lists.client(publisher.root_key, tmp_path / "klien", START).update()
    (folder,) = (tmp_path / "klien").iterdir()
    name = (folder / "current").read_text().strip()
    (folder / "current").unlink()
    (folder / "current").symlink_to(f"sets/{name}")
    again = lists.client(publisher.root_key, tmp_path / "klien", START)
    assert again.held is not None
    assert again.held.seq == first.seq
    publisher.publish([Entry("url:kabar.co.id/baru", claim="klaim-9")], now=START + 1)
    again.update()
    assert not (folder / "current").is_symlink()
    assert again.check(NEW).state is State.LISTED
