"""One address a key: it leads back to the key, names no account, and what names an owner stands in no export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from tests.support.exported import bundle

from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.publish.exports.addresses import Addresses, LeftOut

FOLDER = files("cektautan.publish.exports")
DATA = json.loads((FOLDER / "addresses.json").read_text("utf-8"))
WITHOUT = {
    "instagram-story", "facebook-story", "x-article", "kwai", "snackvideo", "likee", "kompasiana", "google-docs",
    "reddit-share", "vimeo-event",
}  # fmt: skip
"""Platforms whose items have no address without an owner, or where the kind of item is part of it."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(bundle())


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return Addresses(bundle())


def examples(root: Path) -> Iterator[str]:
    """The keys of items in the examples of the rules: at least one for nearly every shape."""
    for name, member in (("platforms", "platforms"), ("shorteners", "opaque")):
        for rule in json.loads((root / f"rules/{name}.json").read_text("utf-8"))[member]:
            for example in rule.get("examples", ()):
                if example.get("key", "").startswith("content:"):
                    yield example["key"]


def test_the_data_keeps_to_its_schema_and_names_keys_of_the_rules() -> None:
    jsonschema.validate(DATA, json.loads((FOLDER / "addresses.schema.json").read_text("utf-8")))
    known = {rule["key"] for platform in bundle()["platforms"] for rule in platform.get("content", ())}
    assert {each["key"] for each in (*DATA["owners"], *DATA["addresses"])} <= known


def test_an_address_leads_back_to_its_key(root: Path, addresses: Addresses, rules: Rules) -> None:
    seen = 0
    for key in set(examples(root)):
        address = addresses.of(key)
        if not isinstance(address, LeftOut) and address:
            assert identify(address, rules).key == key, key
            seen += 1
        elif not isinstance(address, LeftOut):
            assert key.split(":")[1] in WITHOUT, key
    assert seen >= 50


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("content:youtube:GPdzHkn5M6M", "https://www.youtube.com/watch?v=GPdzHkn5M6M"),
        ("content:facebook:866710586191029", "https://www.facebook.com/_/posts/866710586191029"),
        ("content:tiktok:7311111111111111111", "https://www.tiktok.com/@_/video/7311111111111111111"),
        ("content:x:1745000000000000000", "https://x.com/i/status/1745000000000000000"),
        ("content:short:s.id/abcd", "https://s.id/abcd"),
        ("url:kabar.example/a?b=1", "https://kabar.example/a?b=1"),
        ("url:kabar.example/a/@b", "https://kabar.example/a/@b"),
        ("url:quora.com/Apa-itu-pemilu", "https://quora.com/Apa-itu-pemilu"),
        ("path:kabar.example/a", "https://kabar.example/a"),
        ("host:kpu.tiruan.example", "https://kpu.tiruan.example/"),
        ("domain:tiruan.example", "https://tiruan.example/"),
        ("content:kompasiana:5f1e2d3c097f3634a1234567", ""),
    ],
)
def test_addresses_of_each_kind(addresses: Addresses, key: str, address: str) -> None:
    assert addresses.of(key) == address


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("content:telegram:kanal_orang/123", LeftOut.OWNER_IN_KEY),
        ("content:telegram:c/123456/7", LeftOut.OWNER_IN_KEY),
        ("content:bluesky:orang.bsky.social/3kabcdefghi2a", LeftOut.OWNER_IN_KEY),
        ("content:vk:wall-12345_678", LeftOut.OWNER_IN_KEY),
        ("content:lama-sekali:1", LeftOut.NO_RULE),
        ("url:facebook.com/orang.biasa", LeftOut.PROFILE),
        ("url:youtube.com/@kanal", LeftOut.PROFILE),
        ("path:blog.example/@orang", LeftOut.PROFILE),
        ("url:mastodon.social/@akun", LeftOut.PROFILE),
        ("url:mastodon.social/@akun/113", LeftOut.OWNER_IN_KEY),
        ("url:medium.com/@akun/sebuah-judul-1a2b", LeftOut.OWNER_IN_KEY),
        ("path:medium.com/%40akun", LeftOut.PROFILE),
        ("url:odysee.com/@akun:1", LeftOut.PROFILE),
        ("url:tumblr.com/akun", LeftOut.PROFILE),
        ("url:tumblr.com/akun/71234/judul", LeftOut.OWNER_IN_KEY),
        ("url:id.quora.com/profile/Akun?q=1", LeftOut.PROFILE),
        ("url:tg://resolve?domain=orang", LeftOut.PROFILE),
    ],
)
def test_what_names_an_owner_is_left_out(addresses: Addresses, key: str, why: LeftOut) -> None:
    assert addresses.of(key) is why


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("content:telegram:kanal_orang/123", "https://t.me/kanal_orang/123"),
        ("content:telegram:c/123456/7", "https://t.me/c/123456/7"),
        ("url:medium.com/@akun/judul-1a2b", "https://medium.com/@akun/judul-1a2b"),
        ("content:youtube:GPdzHkn5M6M", None),
        ("url:medium.com/@akun", None),
        ("content:tidak-ada:1", None),
        ("host:kabar.example", None),
    ],
)
def test_whoever_may_have_it_is_told_the_address_that_names_an_owner(
    addresses: Addresses, key: str, address: str | None
) -> None:
    assert addresses.with_owner(key) == address
