"""The command for feeds: what may be registered, how each fares, and one line for what cannot be done."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.support.desk import add_sources

from cektautan.cli import main
from cektautan.store.models import Feed
from cektautan.store.opening import open_store

ADD = ["sources", "add", "tbh", "https://turnbackhoax.id/feed/", "--source", "turnbackhoax", "--format", "feed"]
REASON = ["--reason", "Mulai panen."]


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    store, _ = open_store("", tmp_path)
    add_sources(store)
    store.engine.dispose()
    return tmp_path


def test_a_feed_is_added_and_listed_with_its_health(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "list"]) == 0
    assert "There are no feeds yet" in capsys.readouterr().out
    assert main([*ADD, *REASON]) == 0
    assert capsys.readouterr().out.startswith("tbh is read every 60 minutes, until ")
    assert main(["sources", "list"]) == 0
    assert capsys.readouterr().out == "tbh\tturnbackhoax\tfeed\tactive\tnever\t0 rows\tdue\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--every", "1"], "--every must be from 15 to 10080 minutes"),
        (["--budget", "0"], "--budget must be from 1 to 500 cases a day"),
        (["--expires", "besok"], "--expires must be a day such as 2027-11-30"),
        (["--source", "siapa"], "there is no such source"),
        (["--format", "gopher"], "there is no such format; there are adblock,"),
        (["--reason", " "], "give a reason"),
    ],
)
def test_what_cannot_be_registered_is_told_in_one_line(
    changed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ADD, *REASON, *changed]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    main(["sources", "list"])
    assert "There are no feeds yet" in capsys.readouterr().out


def test_a_feed_that_nobody_may_contact_is_not_read_and_says_so(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "test", "https://127.0.0.1/feed"]) == 3
    assert capsys.readouterr().err == "cektautan sources: not read. The address may not be opened\n"
    main([*ADD[:3], "https://10.0.0.1/feed/", *ADD[4:], *REASON])
    capsys.readouterr()
    assert main(["sources", "sync"]) == 3
    assert "tbh: not read; what was known of it stays. The address may not be opened" in capsys.readouterr().out
    assert main(["sources", "list"]) == 0
    assert "\tThe address may not be opened\tnever\t" in capsys.readouterr().out
    store, _ = open_store("", var)
    with store.reading() as session:
        tried = session.get_one(Feed, "tbh").tried_at
    assert tried is not None
    assert tried <= time.time()
    store.engine.dispose()


def test_an_unknown_feed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "sync", "tidak-ada"]) == 1
    assert "there is no feed tidak-ada" in capsys.readouterr().err
