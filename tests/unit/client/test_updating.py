"""What a local client holds after an update, what it fetched for that, and that errors take nothing away."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.support.list_server import ListServer
from tests.support.processes import until
from tests.support.published import DAY, Entry, Publisher, secret
from tests.support.service import ENTRIES, HOAX, START
from werkzeug import Response
from werkzeug.utils import redirect

from cektautan.client import (
    ErrorCode,
    FolderError,
    Kind,
    Level,
    ListError,
    LocalClient,
    NoListError,
    ProblemError,
    Staleness,
    State,
    UnreachableError,
    Verdict,
)
from cektautan.core.manifest import Manifest

SIGNED = ["keys.json", "keys.json.minisig", "manifest.json", "manifest.json.minisig"]
NEW = Entry("url:kabar.co.id/baru", claim="klaim-6", domain="kabar.co.id")


@pytest.fixture
def client(lists: ListServer, publisher: Publisher, tmp_path: Path) -> LocalClient:
    return lists.client(publisher.root_key, tmp_path / "klien", START)


def fetched(lists: ListServer) -> list[str]:
    """Return the endings of the files that were asked for, the signed ones left out."""
    return sorted(name.rpartition(".")[2] for name in lists.taken() if name.startswith("files/"))


def test_the_first_update_fetches_what_decides_and_answers_come_from_it(
    client: LocalClient, lists: ListServer, first: Manifest
) -> None:
    with pytest.raises(NoListError, match=r"call update\(\) first"):
        client.check(HOAX)
    done = client.update()
    assert (done.changed, done.seq, done.staleness, done.by_diff) == (True, first.seq, Staleness.FRESH, False)
    assert first.domains is not None
    assert lists.taken() == [
        *SIGNED, first.snapshot.path, first.domains.path, first.rules.path, first.buckets[0].path,
    ]  # fmt: skip
    answer = client.check(HOAX)
    assert (answer.state, answer.verdict, answer.level) == (State.LISTED, Verdict.FALSE, Level.WARNING)
    assert answer.match_kind is Kind.CONTENT
    assert answer.warns
    assert [review.publisher for review in answer.reviews] == ["TurnBackHoax"]
    assert client.held is not None
    assert client.held.seq == first.seq


def test_nothing_is_sent_and_nobody_asked_when_an_address_is_checked(
    client: LocalClient, lists: ListServer, publisher: Publisher
) -> None:
    publisher.publish(ENTRIES, now=START, bits=3)
    client.update()
    lists.taken()
    client.check_all([HOAX, "https://tiruan-kpu.com/a", "https://contoh.com/", "bukan alamat"])
    client.domain("kabar.co.id")
    assert lists.taken() == []


@pytest.mark.usefixtures("first")
def test_a_client_that_is_up_to_date_costs_four_short_answers(client: LocalClient, lists: ListServer) -> None:
    client.update()
    lists.taken()
    done = client.update()
    assert (done.changed, done.fetched) == (False, 0)
    assert lists.taken() == [f"={name}" for name in SIGNED]


def test_a_newer_list_comes_by_its_difference(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest
) -> None:
    client.update()
    lists.taken()
    second = publisher.publish([*ENTRIES[1:], NEW], now=START + 1, since=first)
    done = client.update()
    assert (done.changed, done.by_diff, done.seq) == (True, True, second.seq)
    assert fetched(lists) == ["diff", "json"]
    assert client.check(HOAX).state is State.UNKNOWN
    assert client.check("https://kabar.co.id/baru").state is State.LISTED


@pytest.mark.parametrize("damage", ["gone", "another start", "another end", "cut", "no diff"])
def test_where_a_difference_is_no_use_the_whole_list_is_fetched(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, damage: str
) -> None:
    client.update()
    between = publisher.publish([NEW], now=START + 1, since=first)
    other = between.diffs[0].file
    second = publisher.publish([*ENTRIES[1:], NEW], now=START + 2, since=None if damage == "no diff" else first)
    if damage != "no diff":
        (diff,) = second.diffs
        good = (publisher.public / diff.file.path).read_bytes()
        bad = {"gone": None, "another start": good[:8] + bytes(32) + good[40:], "cut": good[:-1],
               "another end": (publisher.public / other.path).read_bytes()}[damage]  # fmt: skip
        lists.answers[diff.file.path] = (lambda: Response(status=404)) if bad is None else bad
    done = client.update()
    assert (done.changed, done.by_diff, done.seq) == (True, False, second.seq)
    assert second.snapshot.path in lists.taken()
    assert client.check("https://kabar.co.id/baru").state is State.LISTED


def test_a_difference_that_the_publisher_signed_and_that_leads_elsewhere_is_not_believed(
    client: LocalClient, publisher: Publisher, lists: ListServer, first: Manifest
) -> None:
    client.update()
    odd = Publisher(publisher.public.with_name("lain"), publisher.root, publisher.online)
    odd.publish(ENTRIES, now=START)
    lists.public = odd.public
    wrong = odd.publish([NEW], now=START + 1, since=first).diffs[0].file
    right = odd.publish([*ENTRIES, NEW], now=START + 2, since=first)
    (diff,) = right.diffs
    # As a faulty publisher would sign it: a manifest that names a good file of another change.
    manifest = right.to_bytes().replace(diff.file.sha256.encode(), wrong.sha256.encode())
    manifest = manifest.replace(b'"size":%d' % diff.file.size, b'"size":%d' % wrong.size)
    odd.sign("manifest.json", manifest)
    done = client.update()
    assert (done.changed, done.by_diff) == (True, False)
    assert client.check("https://kabar.co.id/baru").state is State.LISTED


Break = Callable[[Publisher, ListServer, Manifest], None]


def forged(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    lists.answers["manifest.json"] = manifest.to_bytes().replace(b"CC-BY-4.0", b"CC-BY-9.0")


def stranger(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    other = Publisher(publisher.public.with_name("lain"), secret(8), secret(9))
    other.publish([NEW], now=START + 10)
    lists.public = other.public


def rolled_back(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    publisher.publish([NEW], now=START + 10, seq=START - 5)


def from_future(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    publisher.publish([NEW], now=START + 2 * DAY)


def cut(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    lists.answers[manifest.buckets[0].path] = (publisher.public / manifest.buckets[0].path).read_bytes()[:-1]


def longer(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    lists.answers[manifest.snapshot.path] = (publisher.public / manifest.snapshot.path).read_bytes() + b"x"


def swapped(publisher: Publisher, lists: ListServer, manifest: Manifest) -> None:
    data = (publisher.public / manifest.buckets[0].path).read_bytes()
    lists.answers[manifest.buckets[0].path] = data.replace(b"SALAH", b"BENAR")


@pytest.mark.parametrize(
    ("breaks", "code"),
    [
        (forged, ErrorCode.BAD_SIGNATURE),
        (stranger, ErrorCode.UNKNOWN_KEY),
        (rolled_back, ErrorCode.ROLLED_BACK),
        (from_future, ErrorCode.FROM_FUTURE),
        (cut, ErrorCode.TRUNCATED),
        (longer, ErrorCode.TOO_LARGE),
        (swapped, ErrorCode.BAD_CHECKSUM),
    ],
)
def test_what_is_refused_is_named_and_the_old_list_stays(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, breaks: Break, code: ErrorCode
) -> None:
    client.update()
    newer = publisher.publish([NEW], now=START + 10)
    breaks(publisher, lists, newer)
    with pytest.raises(ListError) as caught:
        client.update()
    assert caught.value.code is code
    assert client.held is not None
    assert client.held.seq == first.seq
    assert client.check(HOAX).state is State.LISTED
    # When the server is in order again, the next update needs no help.
    lists.answers.clear()
    lists.public = publisher.public
    again = publisher.publish([NEW], now=START + 20)
    assert client.update().seq == again.seq


def test_a_list_that_leads_to_another_server_is_refused_and_that_one_is_not_asked(
    client: LocalClient, lists: ListServer, first: Manifest
) -> None:
    with HTTPServer() as server:
        other = ListServer(server, lists.public)
        lists.answers["manifest.json"] = lambda: redirect(f"{other.url}/lists/manifest.json")
        with pytest.raises(ProblemError) as caught:
            client.update()
        assert (caught.value.status, other.asked) == (302, [])
    lists.answers.clear()
    assert client.update().seq == first.seq


@pytest.mark.usefixtures("first")
def test_what_unpacks_to_more_than_a_file_may_have_is_read_no_further(client: LocalClient, lists: ListServer) -> None:
    bomb = gzip.compress(bytes(200_000_000))
    lists.answers["manifest.json"] = lambda: Response(bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(ListError) as caught:
            client.update()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert most < 20_000_000


def test_a_server_that_publishes_between_two_requests_is_asked_once_more(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest
) -> None:
    old = (publisher.public / "current" / "manifest.json").read_bytes()
    second = publisher.publish([NEW], now=START + 1)
    answers = iter([old])

    def once() -> Response:
        data = next(answers, None)
        return Response((publisher.public / "current" / "manifest.json").read_bytes() if data is None else data)

    lists.answers["manifest.json"] = once
    assert client.update().seq == second.seq


@pytest.mark.parametrize(
    ("later", "staleness", "content", "domain"),
    [(2 * DAY, Staleness.FRESH, 3, 2), (4 * DAY, Staleness.STALE, 3, 2), (11 * DAY, Staleness.OLD, 2, 2)],
)
@pytest.mark.usefixtures("first")
def test_an_old_list_warns_on_says_so_and_warns_less(
    lists: ListServer, publisher: Publisher, tmp_path: Path, later: int, staleness: Staleness, content: int, domain: int
) -> None:
    client = lists.client(publisher.root_key, tmp_path / "klien", START + later)
    assert client.update().staleness is staleness
    assert client.held is not None
    assert client.held.staleness is staleness
    for url, level in ((HOAX, content), ("https://tiruan-kpu.com/a", domain)):
        answer = client.check(url)
        assert (answer.level, answer.stale) == (level, staleness is not Staleness.FRESH)


@pytest.mark.usefixtures("first")
def test_it_answers_offline_after_a_restart(
    client: LocalClient, lists: ListServer, publisher: Publisher, httpserver: HTTPServer, tmp_path: Path
) -> None:
    client.update()
    client.close()
    httpserver.clear()
    with lists.client(publisher.root_key, tmp_path / "klien", START) as again:
        assert again.check(HOAX).state is State.LISTED
        with pytest.raises(ProblemError, match=r"/lists/keys\.json: HTTP 500"):
            again.update()
        assert again.check(HOAX).state is State.LISTED


@pytest.mark.usefixtures("first")
def test_another_client_of_the_folder_notices_an_update(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    client.update()
    other = lists.client(publisher.root_key, tmp_path / "klien", START)
    assert other.check(HOAX).state is State.LISTED
    publisher.publish([NEW], now=START + 1, since=first)
    client.update()
    until(lambda: other.check(HOAX).state is State.UNKNOWN)


@pytest.mark.usefixtures("first")
def test_several_processes_may_update_one_folder_at_once(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from cektautan.client.local import LocalClient\n"
        "server, root, folder, now, url = sys.argv[1:]\n"
        "client = LocalClient(server, root, Path(folder), clock=lambda: int(now))\n"
        "done = client.update(); print(done.seq, client.check(url).state, done.changed)\n"
    )
    command = [sys.executable, "-c", program, lists.url, publisher.root_key, tmp_path / "klien", str(START), HOAX]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = [process.communicate(timeout=60)[0].split() for process in started]
    assert [each[:2] for each in told] == [[str(first.seq), "listed"]] * 4
    # One brought the list, and the others found it there.
    assert sorted(each[2] for each in told) == ["False", "False", "False", "True"]
    assert lists.asked.count(first.snapshot.path) == 1


def test_another_root_key_or_server_starts_from_nothing(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    client.update()
    other = Publisher(publisher.public.with_name("lain"), secret(8), secret(9))
    lower = other.publish([NEW], now=START - 5)
    lists.public = other.public
    moved = lists.client(other.root_key, tmp_path / "klien", START)
    with pytest.raises(NoListError):
        moved.check(HOAX)
    assert moved.update().seq == lower.seq
    assert client.check(HOAX).state is State.LISTED


def test_the_floor_outlives_the_process_and_what_it_held(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    lists.answers[first.snapshot.path] = lambda: Response(status=503)
    with pytest.raises(ProblemError):
        client.update()
    lists.answers.clear()
    publisher.publish(ENTRIES, now=START, seq=START - 1)
    again = lists.client(publisher.root_key, tmp_path / "klien", START)
    with pytest.raises(ListError) as caught:
        again.update()
    assert caught.value.code is ErrorCode.ROLLED_BACK


@pytest.mark.usefixtures("first")
def test_a_floor_that_cannot_be_read_is_told_and_never_taken_for_none(client: LocalClient, tmp_path: Path) -> None:
    client.update()
    (trust,) = tmp_path.glob("klien/*/trust.json")
    assert json.loads(trust.read_bytes()) == {"format": 1, "keys_version": 1, "floor": START}
    trust.write_bytes(b"{")
    with pytest.raises(FolderError, match=r"trust\.json: .*begin anew"):
        client.update()


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("part", ["files/*.snap", "files/*.json", "sets/*/manifest.json", "sets/*/keys.json.minisig"])
def test_what_was_damaged_on_disk_is_not_used_and_the_next_update_mends_it(
    client: LocalClient, lists: ListServer, publisher: Publisher, tmp_path: Path, part: str
) -> None:
    client.update()
    client.close()
    for path in tmp_path.glob(f"klien/*/{part}"):
        path.write_bytes(path.read_bytes()[:-9] + b"rusak!!!!")
    again = lists.client(publisher.root_key, tmp_path / "klien", START)
    with pytest.raises(NoListError, match="bad_"):
        again.check(HOAX)
    again.update()
    assert again.check(HOAX).state is State.LISTED


def test_only_what_is_held_and_the_set_before_stay_on_disk(
    client: LocalClient, publisher: Publisher, tmp_path: Path
) -> None:
    for number in range(4):
        publisher.publish([Entry(f"url:kabar.co.id/{number}", claim=f"klaim-{number}")], now=START + number)
        client.update()
    (folder,) = (tmp_path / "klien").iterdir()
    assert len(list((folder / "sets").iterdir())) == 2
    # Two snapshots, two buckets, and the rules and the domain filter that both have.
    assert len(list((folder / "files").iterdir())) == 6


def test_a_match_by_chance_is_no_listing(client: LocalClient, publisher: Publisher) -> None:
    publisher.publish(ENTRIES, now=START, chance=["url:contoh.com/kebetulan"])
    client.update()
    assert client.check("https://contoh.com/kebetulan").state is State.UNKNOWN


def test_rules_that_do_not_compile_replace_nothing(
    client: LocalClient, lists: ListServer, publisher: Publisher, first: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.update()
    monkeypatch.setattr("tests.support.published.rules_bundle", lambda: b'{"format":1,"classes":7}')
    publisher.publish([NEW], now=START + 1)
    with pytest.raises(ListError, match="the rules do not compile"):
        client.update()
    assert client.check(HOAX).state is State.LISTED


def test_updates_in_the_background_keep_the_error_and_end_with_the_client(
    lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    with lists.client(publisher.root_key, tmp_path / "klien", START) as client:
        client.follow()
        until(lambda: isinstance(client.error, ProblemError))
    publisher.publish(ENTRIES, now=START)
    with lists.client(publisher.root_key, tmp_path / "klien", START) as client:
        client.follow()
        until(lambda: client.held is not None)
        assert client.error is None
        assert client.check(HOAX).state is State.LISTED


def test_closing_does_not_wait_for_a_server_that_asks_for_patience(
    lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    lists.answers["keys.json"] = lambda: Response(status=503, headers={"Retry-After": "50"})
    client = LocalClient(lists.url, publisher.root_key, tmp_path / "klien", patience=60)
    client.follow()
    until(lambda: lists.asked == ["keys.json"])
    start = time.monotonic()
    client.close()
    assert time.monotonic() - start < 20


def test_a_server_that_is_not_there_is_unreachable(publisher: Publisher, tmp_path: Path) -> None:
    client = LocalClient("http://127.0.0.1:9", publisher.root_key, tmp_path, patience=0)
    with pytest.raises(UnreachableError, match=r"/lists/keys\.json: ConnectionError"):
        client.update()


@pytest.mark.parametrize("key", ["", "RWx", "bukan kunci"])
def test_a_root_key_that_is_none_is_told(key: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="root_key: not a minisign public key"):
        LocalClient("https://cek.example", key, tmp_path)


def test_a_folder_that_cannot_be_used_is_told(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    with pytest.raises(FolderError, match="berkas"):
        LocalClient("https://cek.example", publisher.root_key, tmp_path / "berkas")
