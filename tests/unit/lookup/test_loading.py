"""Loading: verified from the root key down, with an index that is made again whenever it is not the right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.published import Entry, Publisher, secret

from cektautan.lookup.loading import KEPT_INDEXES, LoadError
from cektautan.lookup.published import PublishedSet

NOW = 1_792_000_800
KEY = "url:a.com/1"


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([Entry(KEY)], now=NOW)
    return publisher


def finds(published: PublishedSet, key: str) -> bool:
    return published.first([key]) is not None


def test_a_set_signed_under_another_root_is_refused(publisher: Publisher) -> None:
    with pytest.raises(LoadError, match="unknown_key"):
        PublishedSet.load(publisher.public, secret(9).public.text)


def test_a_damaged_file_is_refused(publisher: Publisher) -> None:
    (bucket,) = (path for path in (publisher.public / "files").glob("*.json") if b'"bucket"' in path.read_bytes())
    bucket.write_bytes(bucket.read_bytes().replace(b"SALAH", b"BENAR"))
    with pytest.raises(LoadError, match="bad_checksum"):
        PublishedSet.load(publisher.public, publisher.root_key)


@pytest.mark.parametrize("key", ["RWx", "bukan kunci"])
def test_a_root_key_that_is_none_is_told(publisher: Publisher, key: str) -> None:
    with pytest.raises(LoadError, match="not a minisign public key"):
        PublishedSet.load(publisher.public, key)


def test_without_a_setting_the_development_key_counts(publisher: Publisher) -> None:
    with pytest.raises(LoadError, match="no root key"):
        PublishedSet.load(publisher.public)
    keys = publisher.public.parent / "keys"
    keys.mkdir()
    (keys / "root.pub").write_text(publisher.root_key)
    assert PublishedSet.load(publisher.public).seq == NOW


def test_the_index_is_kept_and_used_again(publisher: Publisher, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert finds(PublishedSet.load(publisher.public, publisher.root_key, cache), KEY)
    (index,) = cache.iterdir()
    made = index.stat().st_mtime_ns
    assert finds(PublishedSet.load(publisher.public, publisher.root_key, cache), KEY)
    assert index.stat().st_mtime_ns == made


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_an_index_that_is_not_whole_is_made_again(publisher: Publisher, tmp_path: Path, damage: bytes | None) -> None:
    cache = tmp_path / "cache"
    PublishedSet.load(publisher.public, publisher.root_key, cache)
    (index,) = cache.iterdir()
    whole = index.read_bytes()
    index.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    assert finds(PublishedSet.load(publisher.public, publisher.root_key, cache), KEY)
    assert index.read_bytes() == whole


def test_an_index_of_another_snapshot_is_not_believed(publisher: Publisher, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    PublishedSet.load(publisher.public, publisher.root_key, cache)
    (old,) = cache.iterdir()
    publisher.publish([Entry("url:b.com/2")], now=NOW + 1)
    published = PublishedSet.load(publisher.public, publisher.root_key, cache)
    (new,) = set(cache.iterdir()) - {old}
    new.write_bytes(old.read_bytes())
    published = PublishedSet.load(publisher.public, publisher.root_key, cache)
    assert finds(published, "url:b.com/2")
    assert not finds(published, KEY)


def test_indexes_of_sets_long_gone_are_dropped(publisher: Publisher, tmp_path: Path) -> None:
    cache, seen = tmp_path / "cache", set[Path]()
    for number in range(KEPT_INDEXES + 2):
        publisher.publish([Entry(f"url:a.com/{number}x")], now=NOW + 1 + number)
        PublishedSet.load(publisher.public, publisher.root_key, cache)
        (newest,) = {*cache.iterdir()} - seen
        seen.add(newest)
    assert len(list(cache.iterdir())) == KEPT_INDEXES
    assert newest in cache.iterdir()


def test_a_cache_that_cannot_be_written_is_done_without(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert finds(PublishedSet.load(publisher.public, publisher.root_key, tmp_path / "cache"), KEY)
