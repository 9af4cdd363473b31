"""A client that is killed in the middle of an update leaves the old list or the new one, whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.list_server import ListServer
from tests.support.published import Entry, Publisher
from tests.support.service import START

OLD = Entry("url:kabar.co.id/palsu", claim="klaim-5", domain="kabar.co.id")
NEW = Entry("url:kabar.co.id/baru", claim="klaim-6", domain="kabar.co.id")


def test_killed_at_many_moments_the_next_process_has_the_old_or_the_new_list(
    publisher: Publisher, lists: ListServer, tmp_path: Path
) -> None:
    first = publisher.publish([OLD], now=START)
    with lists.client(publisher.root_key, tmp_path / "held", START) as client:
        client.update()
    publisher.publish([NEW], now=START + 1, since=first)
    (tmp_path / "tries").mkdir()
    harness = Path(__file__).with_name("killed_client.py")
    command = [sys.executable, str(harness), lists.url, publisher.root_key, str(START), tmp_path / "tries"]
    done = subprocess.run([*command, tmp_path / "held"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    # Both sides of the moment of replacement were met, or the test would prove nothing.
    assert found["killed"] >= 25
    assert found["old"] >= 15
    assert found["new"] >= 4
    assert found["left"] == 0
