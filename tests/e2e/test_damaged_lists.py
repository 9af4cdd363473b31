"""Whatever a server sends, the reader keeps the last good list, is still warned by it, and can be told what is wrong.

The refusals are those of docs/protocol.md, sections 8 and 9, met in real browsers by an extension that has a list.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from pytest_httpserver import HTTPServer
from tests.e2e.browser import wait_until
from tests.e2e.far_list import DAY, EVERYTHING, HOUR, Change, FarList, cut, far_list, flipped, longer, padded
from tests.e2e.lists import VIDEO, Claim
from tests.e2e.reader import Reader
from werkzeug import Response
from werkzeug.utils import redirect

from cektautan.core.diff import encode_diff
from cektautan.core.keyring import MAX_KEYS_BYTES
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_RULES_BYTES
from cektautan.core.minisign import SecretKey
from cektautan.core.snapshot import decode_snapshot

HOAX = f"https://m.youtube.com/watch?v={VIDEO}"
FINDING = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"
TO, DIGEST = 40, 32
"""Where a diff names the state that it leads to (docs/protocol.md, section 4)."""

BOMB = gzip.compress(bytes(200_000_000))
"""200 kB that unpack to a thousand times as much."""

STRANGER = SecretKey(b"stranger", bytes(range(32)))


@pytest.fixture
def far(reader: Reader, tmp_path: Path) -> Iterator[FarList]:
    with far_list(reader, tmp_path) as found:
        yield found


def error_of(reader: Reader) -> str | None:
    return reader.module("list/current.js", "(await module.updateStatus()).error?.code")  # type: ignore[no-any-return]


def refuses(reader: Reader, code: str) -> None:
    before = reader.list_seq()
    result = reader.update()
    assert (result["outcome"], result["code"], result["hasList"]) == ("failed", code, True)
    assert error_of(reader) == code
    assert reader.list_seq() == before


def accepts(reader: Reader, far: FarList, code: str | None = None) -> None:
    result = reader.update()
    # A warning that was shown just before may have updated the list already.
    assert (result["outcome"], result["code"]) in (("updated", code), ("unchanged", code))
    assert error_of(reader) == code
    assert reader.list_seq() == far.manifest.seq


def still_warns(reader: Reader) -> None:
    tab = reader.open(HOAX)
    assert reader.warned(tab, HOAX) == FINDING
    assert tab.evaluate("document.documentElement.dataset.look") == "warning"
    tab.close()


def look_of(reader: Reader, url: str) -> str:
    tab = reader.open(url)
    reader.warned(tab, url)
    assert tab.evaluate("document.querySelector('.card').firstElementChild.className") == "stale", (
        "the date comes first"
    )
    look = str(tab.evaluate("document.documentElement.dataset.look"))
    tab.close()
    return look


def publish_other_files(far: FarList) -> None:
    """Publish a set in which every file is another one, and must be fetched whole."""
    far.publish(EVERYTHING[:-1], parameter="ujicoba")
    far.forge(diffs=())


def test_a_flipped_byte_anywhere_is_refused(reader: Reader, far: FarList) -> None:
    publish_other_files(far)
    for name in ("manifest.json", "manifest.json.minisig", "keys.json", "keys.json.minisig"):
        with far.serving(name, flipped):
            refuses(reader, "bad_signature")
    for name in ("snapshot", "rules", "bucket"):
        with far.serving(name, flipped):
            refuses(reader, "bad_checksum")
            if name == "bucket":
                still_warns(reader)
    accepts(reader, far)


def test_a_file_that_is_cut_or_too_large_is_refused(reader: Reader, far: FarList) -> None:
    publish_other_files(far)
    for name in ("snapshot", "rules", "bucket"):
        with far.serving(name, cut):
            refuses(reader, "truncated")
        with far.serving(name, longer):
            refuses(reader, "too_large")
    for name, cap in (("manifest.json", MAX_MANIFEST_BYTES), ("keys.json", MAX_KEYS_BYTES)):
        with far.serving(name, padded(cap + 1)):
            refuses(reader, "too_large")
    far.forge(rules=replace(far.manifest.rules, size=MAX_RULES_BYTES + 1))
    refuses(reader, "too_large")
    far.serve_signed("manifest.json", b'{"format":1}\n', far.online_secret)
    refuses(reader, "bad_format")
    far.broken = True
    refuses(reader, "unreachable")
    still_warns(reader)
    far.behave()
    accepts(reader, far)


def test_a_record_that_cannot_be_read_is_told_as_listed_and_never_as_unknown(reader: Reader, far: FarList) -> None:
    buckets = []
    for number, entry in enumerate(far.manifest.buckets):
        bucket = json.loads(far.read(entry.path))
        bucket["listings"].insert(0, None)
        if "video-2024" in bucket["claims"]:
            bucket["claims"]["video-2024"]["reviews"] = [None]
        assert bucket["bucket"] == number
        buckets.append(far.store.put(json.dumps(bucket).encode(), "json"))
    far.forge(seq=far.manifest.seq + 1, buckets=tuple(buckets))
    accepts(reader, far)
    listed = "Tautan ini ada dalam daftar, tetapi catatannya belum bisa dibaca"

    tab = reader.open(HOAX)
    reader.arrives(tab, HOAX)
    ask = "const [tab] = await api.tabs.query({ active: true, currentWindow: true }); const tabId = tab.id"
    told = "[await api.action.getBadgeText({ tabId }), await api.action.getTitle({ tabId })]"
    wait_until(
        lambda: reader.api(f"await (async () => {{ {ask}; return {told}; }})()") == ["i", f"CekTautan: {listed}"]
    )
    for page in ("result", "warning"):
        ours = reader.open(f"{reader.origin}/pages/{page}.html#{quote(HOAX, safe='')}")
        wait_until(lambda ours=ours: reader.heading(ours) == listed)  # type: ignore[misc] # each waits for its own
        said = reader.text(ours)
        assert "Ini bukan berarti benar." in said
        assert "Belum ada catatan" not in said
        assert "Tetap buka" not in said

    other = "https://kabar.example/berita/1"
    assert reader.warned(reader.open(other), other) == FINDING, "the others are read as before"


def test_a_list_that_leads_to_another_server_is_refused_and_that_one_is_not_asked(
    reader: Reader, far: FarList, tmp_path: Path
) -> None:
    far.publish(EVERYTHING[:-1])
    with HTTPServer() as server:
        other = FarList(server, tmp_path)
        for name in ("keys.json", "manifest.json", "manifest.json.minisig"):
            far.instead[name] = redirect(f"{other.url}/lists/{name}")
            refuses(reader, "unreachable")
            far.behave()
        assert other.asked == []
    still_warns(reader)
    accepts(reader, far)


def test_what_unpacks_to_more_than_a_file_may_have_is_refused(reader: Reader, far: FarList) -> None:
    publish_other_files(far)
    for path in ("keys.json", "manifest.json", far.manifest.rules.path):
        far.instead[path] = Response(BOMB, headers={"Content-Encoding": "gzip"})
        refuses(reader, "too_large")
        far.instead.clear()
    still_warns(reader)
    accepts(reader, far)


def test_a_server_that_marks_its_answers_does_not_know_the_reader_again(reader: Reader, far: FarList) -> None:
    far.marks = {
        "ETag": '"tanda-7"',
        "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT",
        "Set-Cookie": "tanda=7; Path=/; Max-Age=99999",
        "Cache-Control": "public, max-age=99999, immutable",
        "Vary": "tanda",
    }
    publish_other_files(far)
    accepts(reader, far)
    far.asked.clear()
    far.headers.clear()
    for _ in range(2):
        assert reader.update()["outcome"] == "unchanged"
    assert far.asked == 2 * ["keys.json", "keys.json.minisig", "manifest.json.minisig"], "no cache answered instead"
    said = "\n".join(far.headers)
    assert [each for each in ("tanda", "If-", "Cookie", "Referer", "1994") if each.lower() in said.lower()] == []
    marked = [line for line in said.splitlines() if line.startswith("Cache-Control:")]
    assert {*marked} <= {"Cache-Control: no-cache"}, "as every request that asks no cache"
    still_warns(reader)


def test_a_store_that_is_deleted_in_the_middle_of_an_update_is_filled_anew(reader: Reader, far: FarList) -> None:
    publish_other_files(far)
    delete = """new Promise((done, failed) => {
      const request = indexedDB.deleteDatabase('cektautan');
      request.onsuccess = () => done(true);
      request.onerror = () => failed(request.error);
    })"""
    asked = len(far.asked)
    ask = "module.requestUpdate().then((result) => { globalThis.updated = result })"
    reader.module("background/messages.js", f"(globalThis.updated = null, void {ask}, true)")
    wait_until(lambda: len(far.asked) > asked)
    assert reader.desk.evaluate(delete) is True
    wait_until(lambda: reader.desk.evaluate("updated"))
    # Whichever came first, the next attempt finds nothing stored, or all of it.
    accepts(reader, far)
    still_warns(reader)


def test_a_list_of_another_time_is_refused(reader: Reader, far: FarList) -> None:
    now = far.manifest.created
    far.forge(seq=far.manifest.seq - 1)
    refuses(reader, "rolled_back")
    far.forge(seq=now + 2 * DAY, created=now + DAY + HOUR, expires=now + 4 * DAY)
    refuses(reader, "from_future")
    far.behave()
    far.forge_keys(version=far.keyring.version - 1)
    refuses(reader, "keys_rolled_back")
    far.forge_keys(version=far.keyring.version + 2, expires=now - HOUR)
    refuses(reader, "keys_expired")
    still_warns(reader)
    far.behave()
    far.publish()
    accepts(reader, far)


def test_only_the_root_key_can_bring_another_online_key(reader: Reader, far: FarList) -> None:
    far.forge(STRANGER, seq=far.manifest.seq + 1)
    refuses(reader, "unknown_key")
    far.behave()
    far.forge_keys(STRANGER, version=far.keyring.version + 1, keys=(STRANGER.public,))
    refuses(reader, "unknown_key")
    far.behave()

    # Whoever stole the online key counted up, so that the honest publisher's next numbers would be too low.
    stolen, old_keys = far.online_secret, far.keyring
    far.forge(stolen, seq=far.manifest.seq + DAY)
    accepts(reader, far)
    far.publish()
    refuses(reader, "rolled_back")
    far.rotate()
    accepts(reader, far)
    far.forge(stolen, seq=far.manifest.seq + DAY)
    refuses(reader, "unknown_key")
    far.serve_signed("keys.json", old_keys.to_bytes(), far.root_secret)
    refuses(reader, "keys_rolled_back")
    still_warns(reader)


def test_an_expired_list_still_warns_with_its_date_first_and_ever_more_calmly(reader: Reader, far: FarList) -> None:
    wide = "http://blog.luas.example/apa/saja"
    tab = reader.open(wide)
    reader.warned(tab, wide)
    assert tab.evaluate("document.documentElement.dataset.look") == "warning"
    tab.close()

    far.expire(HOUR)
    accepts(reader, far, "manifest_expired")
    assert look_of(reader, HOAX) == "warning"
    assert look_of(reader, wide) == "caution"

    far.expire(8 * DAY)
    accepts(reader, far, "manifest_expired")
    assert look_of(reader, HOAX) == "caution"
    popup = reader.open(f"{reader.origin}/pages/popup.html")
    wait_until(lambda: "Sudah lewat masa berlakunya." in reader.text(popup))


def test_a_diff_saves_the_snapshot_and_a_wrong_one_does_no_harm(reader: Reader, far: FarList) -> None:
    def publish(claims: Sequence[Claim], change: Change) -> tuple[str, str]:
        """Publish with a diff that is changed before it is signed for; return the paths of diff and snapshot."""
        far.publish(claims)
        diff = far.manifest.diffs[0]
        offered = replace(diff, file=far.store.put(change(far.read(diff.file.path)), "diff"))
        far.forge(diffs=(offered,))
        far.asked.clear()
        return offered.file.path, far.manifest.snapshot.path

    diff, snapshot = publish(EVERYTHING[:-1], lambda data: data)
    accepts(reader, far)
    assert diff in far.asked
    assert snapshot not in far.asked

    diff, snapshot = publish(EVERYTHING, lambda data: data[:TO] + bytes(DIGEST) + data[TO + DIGEST :])
    accepts(reader, far)
    assert {diff, snapshot} <= {*far.asked}, "the checksum after it did not fit, so the snapshot was fetched whole"

    old = decode_snapshot(far.read(far.manifest.snapshot.path))
    lost = dict(list(old.items())[2:])
    diff, snapshot = publish(EVERYTHING[1:], lambda _: encode_diff(old, lost))
    accepts(reader, far)
    assert {diff, snapshot} <= {*far.asked}, "it fitted in itself, and led to another list than the manifest's"
    tab = reader.open(HOAX)
    reader.arrives(tab, HOAX)
    tab = reader.open("http://luas.example/")
    reader.warned(tab, "http://luas.example/")
