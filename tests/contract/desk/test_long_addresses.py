"""An address of 8,000 characters goes every way that a short one goes, on both engines.

Random ones: PostgreSQL compresses what an index holds, and a letter that is repeated would fit.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tests.e2e.lists import Claim, write_lists
from tests.support.desk import NOW, ROOT, People, add, claim
from tests.support.intake import SECRET, filing

from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.errors import Invalid
from cektautan.desk.imports import agreeing, applying, reading, uploading
from cektautan.desk.links.paste import look
from cektautan.desk.policy import Policy
from cektautan.desk.readers import intake
from cektautan.desk.sync.run import sync
from cektautan.publish.rules_bundle import load_rules
from cektautan.store.models import Batch, Case, Listing, Review
from cektautan.store.transaction import Store

CLAIM = "klaim-uji-2026"
REASON = "Alasan uji coba."
LATER = 1_800_000_000
"""After the days that the files of the tests name."""


def long_address(host: str = "kabar.example") -> str:
    start = f"https://{host}/"
    return start + secrets.token_hex(4000)[: 8000 - len(start)]


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    add(store, claim(level=1))
    return store


def listed(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(row.url, row.status) for row in session.scalars(select(Listing).order_by(Listing.id))]


def test_it_is_reported_and_more_reports_join_its_case(store: Store, policy: Policy) -> None:
    url = long_address("berita.example.co.id")
    for _ in range(2):
        intake.file(store, policy, filing(url=url), SECRET, NOW)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.url, case.report_count) == (url, 2)
        assert [each.id for each in look(session, policy.reference, url, NOW).open_cases] == [case.id]


def test_it_is_listed_once(desk: Store, policy: Policy, people: People) -> None:
    url = long_address()
    done = list_addresses(desk, policy, people.sari, CLAIM, [Address(url, level=1)], REASON, NOW)
    assert done.applied
    assert listed(desk) == [(url, "active")]
    with pytest.raises(Invalid) as refused:
        list_addresses(desk, policy, people.sari, CLAIM, [Address(url, level=1)], REASON, NOW)
    assert refused.value.code == "already_listed"


def test_a_row_of_an_import_with_it_is_applied(desk: Store, policy: Policy, people: People) -> None:
    url = long_address()
    data = f"subject,level,claim\n{url},1,{CLAIM}\n".encode()
    batch = uploading.upload(
        desk, policy, people.sari, name="Daftar uji", file_name="uji.csv", data=data, form={}, now=NOW
    )
    reading.read_uploads(desk, policy, NOW)
    with desk.reading() as session:
        version = session.get_one(Batch, batch).version
    agreeing.ask(desk, policy, people.sari, batch, version, "Sudah dilihat.", NOW)
    applying.apply_agreed(desk, policy, NOW)
    assert listed(desk) == [(url, "active")]


def test_a_file_of_blocklists_with_it_is_taken_over(store: Store, tmp_path: Path) -> None:
    url = long_address()
    lists = write_lists(tmp_path / "blocklists", (Claim("panjang-2024", url, "Angka itu keliru.", level=2),))
    rules: dict[str, Any] = load_rules(ROOT / "rules")
    for _ in range(2):
        sync(store, lists, rules, LATER)
    assert listed(store) == [(url, "active")]


def test_a_check_with_it_stands_once_with_its_claim(desk: Store) -> None:
    url = long_address("turnbackhoax.id")

    def check() -> Review:
        return Review(claim_id=CLAIM, source_id="turnbackhoax", url=url, rating="SALAH", verdict="false",
                      date=claim().listed)  # fmt: skip

    add(desk, check())
    with pytest.raises(IntegrityError):
        add(desk, check())


def test_the_digest_of_a_case_follows_its_key() -> None:
    case = Case(key="url:kabar.example/1")
    first = case.key_sha256
    case.key = "url:kabar.example/2"
    assert case.key_sha256 != first
    assert case.key_sha256 == Case(key="url:kabar.example/2").key_sha256
