"""A real list of phishing domains goes through the desk as CSV: preview, apply by two, taken back, chains whole.

Prints its figures. Without the folder of real data the same way is walked with made-up names of the same shape.
"""

from __future__ import annotations

import csv
import io
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.chains import assert_chains_hold
from tests.support.desk import NOW, People, add, add_sources, claim, shipped_policy
from tests.support.stores import sqlite_database

from cektautan.desk.imports import agreeing, applying, reading, reverting, taking_back, uploading
from cektautan.store.models import Batch, Change, Listing
from cektautan.store.transaction import Store

POLICY = shipped_policy()
SEED = 20240214


def as_csv(hosts: list[str]) -> bytes:
    """Return hosts as a file that a moderator would upload."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["subject", "scope"])
    writer.writerows([host, "host"] for host in hosts)
    return file.getvalue().encode()


def made_up(count: int) -> list[str]:
    """Return names of the shape of the real list: throw-away domains, tenants of shared hosts, and some mistakes."""
    chance = random.Random(SEED)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"

    def word(least: int, most: int) -> str:
        return "".join(chance.choices(letters, k=chance.randint(least, most))).strip("-") or "x"

    shapes = ("{}.example", "{}-{}.example", "login.{}.example", "{}.duckdns.org", "{}.web.app", "{}.pages.dev")
    names = [chance.choice(shapes).format(word(5, 20), word(3, 9)) for _ in range(count - 6)]
    return [*names, "sites.google.com", "bankmandiri.co.id", "github.io", "kpu.go.id", "facebook.com", names[0]]


@pytest.fixture
def fast_store(tmp_path: Path) -> Iterator[Store]:
    opened = sqlite_database(tmp_path).open()
    yield opened
    opened.engine.dispose()


def walk(store: Store, hosts: list[str], say: str) -> dict[str, int]:
    people = People(store)
    add_sources(store)
    add(store, claim(verdict="scam", reason_code="scam", level=2))
    data = as_csv(hosts)
    form = {"claim": "klaim-uji-2026"}
    batch = uploading.upload(
        store, POLICY, people.sari, name="Phishing", file_name="p.csv", data=data, form=form, now=NOW
    )
    seconds: dict[str, float] = {}

    def version() -> int:
        with store.reading() as session:
            return session.get_one(Batch, batch).version

    def timed(name: str, act: object) -> None:
        began = time.perf_counter()
        act()  # type: ignore[operator]
        seconds[name] = time.perf_counter() - began

    timed("preview", lambda: reading.read_uploads(store, POLICY, NOW))
    with store.reading() as session:
        counts: dict[str, int] = dict(session.get_one(Batch, batch).counts)
    # A list of whole sites needs two people, whatever its size.
    asked = agreeing.ask(store, POLICY, people.sari, batch, version(), "Sudah dilihat.", NOW)
    assert asked.why is not None
    agreeing.approve(store, POLICY, people.budi, batch, version(), "Setuju.", NOW)
    timed("apply", lambda: applying.apply_agreed(store, POLICY, NOW))
    assert active(store) == counts["new"] == told(store)
    reverting.revert(store, POLICY, people.tono, batch, version(), "Keliru.", NOW)
    timed("revert", lambda: taking_back.take_back_asked(store, POLICY, NOW))
    assert active(store) == 0
    assert told(store) == 2 * counts["new"]
    timed("chains", lambda: assert_chains_hold(store))
    figures = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    print(  # noqa: T201 -- the figures are the point
        f"\n{say}: {len(hosts)} rows, {len(hosts) / seconds['preview']:.0f} rows/s in the preview; {figures}; {counts}"
    )
    return counts


def active(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Listing).where(Listing.status == "active")) or 0


def told(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Change)) or 0


def test_made_up_phishing_domains_are_imported_and_taken_back(fast_store: Store) -> None:
    counts = walk(fast_store, made_up(2000), "made-up domains")
    assert counts["duplicate"] == 1
    assert {name: counts[name] for name in ("shared_host", "popular", "public_suffix", "protected", "platform")} == {
        "shared_host": 1, "popular": 1, "public_suffix": 1, "protected": 1, "platform": 1,
    }  # fmt: skip


def test_the_real_phishing_domains_are_imported_and_taken_back(shared: Path, fast_store: Store) -> None:
    hosts = (shared / "lists" / "phishing-domains.txt").read_text("utf-8").split()
    counts = walk(fast_store, hosts, "phishing-domains.txt")
    assert sum(counts.values()) == len(hosts)
    assert counts["new"] > 0.9 * len(hosts)
