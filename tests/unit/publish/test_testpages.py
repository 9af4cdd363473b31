"""Test pages: every verdict, level and state is there, signed like the rest, and counted nowhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cektautan.blocklists.entry import Blocklists
from cektautan.blocklists.limits import CLEARED_REASONS, LIMITS
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.vocabulary import Kind, Level, Staleness, State, Verdict
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.threats import threat_of, told_by_hashes
from cektautan.publish import testpages
from cektautan.publish.audit import audit
from cektautan.publish.content import Content, build_content
from cektautan.publish.errors import PublishError
from cektautan.publish.publisher import publish_content
from cektautan.publish.rules_bundle import load_rules, load_safe_browsing
from cektautan.publish.verify import read_set

NOW = 1_800_000_000
ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors" / "own_host.json"
NOTHING = Blocklists((), {}, ())
DATA = json.loads((ROOT / "service" / "cektautan" / "publish" / "testpages.json").read_text("utf-8"))
EMPTY = {
    "format": 1, "classes": [], "platforms": [], "wrappers": [], "opaque": [], "sites": [], "parameters": [],
}  # fmt: skip


def built(server: str, now: int) -> Content:
    day, rules = datetime.fromtimestamp(now, UTC).date(), ROOT / "rules"
    return build_content(NOTHING, ProtectedNames([]), load_rules(rules), day, server, load_safe_browsing(rules))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> PublishedSet:
    var = tmp_path_factory.mktemp("var")
    root = publish_content(built("http://127.0.0.1:8000", NOW), var / "public", var / "keys", NOW).root
    audit(read_set(var / "public", root, NOW))
    return PublishedSet.load(var / "public", root.text)


def test_the_data_is_of_its_schema_and_within_the_policy() -> None:
    schema = json.loads((ROOT / "service" / "cektautan" / "publish" / DATA["$schema"]).read_text("utf-8"))
    Draft202012Validator(schema).validate(DATA)
    slugs = [case.slug for case in testpages.cases()]
    assert len(set(slugs)) == len(slugs)
    for case in testpages.cases():
        if case.level:
            limit = LIMITS[case.verdict.word]
            assert case.reason_code == limit.reason_code
            assert case.level <= limit.max_level
        elif case.listed:
            assert case.reason_code in CLEARED_REASONS


def test_every_verdict_level_state_and_a_wide_scope_has_a_page() -> None:
    cases = testpages.cases()
    assert {case.verdict for case in cases if case.level} == set(Verdict) - {Verdict.UNKNOWN}
    assert {case.level for case in cases if case.listed} == {0, 1, 2, 3}
    assert {case.state for case in cases} == set(State)
    assert any(case.reason_code == "withdrawn" for case in cases)
    assert Kind.PATH in {case.match_kind for case in cases}


@pytest.mark.parametrize("case", testpages.cases(), ids=lambda case: case.slug)
@pytest.mark.parametrize("server", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_each_page_is_answered_as_it_says(published: PublishedSet, server: str, case: testpages.Case, now: int) -> None:
    if case.state is State.ERROR:
        with pytest.raises(NotJudgeable) as refused:
            check(case.url(server), published, now)
        assert refused.value.reason == case.error
        return
    answer = check(case.url(server), published, now).to_json()
    assert (answer["state"], answer["level"], answer["verdict"]) == (case.state, case.level, case.verdict.word)
    assert (answer["match_kind"], answer["reason_code"]) == (case.match_kind, case.reason_code)
    assert answer["test"] is case.listed
    for claim in answer["claims"]:
        (review,) = claim["reviews"]
        assert review["url"] == f"http://127.0.0.1:8000/uji/cek/{case.slug}"
        assert review["publisher"].endswith("(uji)")


def test_a_check_and_the_list_of_pages_are_not_listed_themselves(published: PublishedSet, now: int) -> None:
    assert check("http://127.0.0.1:8000/uji/salah?lang=en", published, now).state is State.LISTED
    for path in ("/uji/", "/uji/cek/salah", "/uji/cek/bagian/halaman", "/", "/salah"):
        assert check(f"http://127.0.0.1:8000{path}", published, now).state is State.UNKNOWN


def test_nothing_of_it_is_counted_recorded_or_said_of_a_domain(published: PublishedSet) -> None:
    counts = published.manifest.counts
    assert (counts.claims, counts.listings, counts.levels) == (0, 0, (0, 0, 0, 0))
    assert published.public_record == {}
    assert published.domains == {}
    assert published.manifest.keys == 2 * sum(case.listed for case in testpages.cases())


@pytest.mark.parametrize(
    ("server", "hosts"),
    [
        ("http://127.0.0.1:8000", ["127.0.0.1", "localhost"]),
        ("https://cek.example", ["cek.example"]),
        ("https://cek.example/di/sini", ["cek.example/di/sini"]),
    ],
)
def test_clients_of_safe_browsing_are_told_of_pages_as_hoaxes_and_of_none_as_deceptive(
    server: str, hosts: list[str], now: int
) -> None:
    hashes = built(server, now).hashes
    assert hashes is not None
    told = ("salah", "hasil-suntingan", "tiruan", "penipuan", "menyesatkan")
    expected = sorted(full_hash(f"{host}/uji/{slug}") for host in hosts for slug in told)
    assert hashes == Hashes(b"".join(expected))
    for staleness in Staleness:
        assert hashes.of_threat(Threat.IMPOSTER, staleness) == []


@pytest.mark.parametrize(
    "case", [case for case in testpages.cases() if case.state is not State.ERROR], ids=lambda case: case.slug
)
def test_a_page_is_called_the_same_by_its_hash_and_by_its_address(
    published: PublishedSet, case: testpages.Case, now: int
) -> None:
    lists, url = published.safe_browsing, case.url("http://127.0.0.1:8000")
    assert lists is not None
    by_address = threat_of(check(url, published, now), url, lists, Staleness.FRESH)
    assert by_address == (Threat.HOAX if (case.level or 0) >= Level.CAUTION else None)
    # Inside the folder is a page that was cleared, and hashes know no exception.
    by_hash = {Threat.HOAX} if by_address and case.match_kind is Kind.URL else set()
    assert told_by_hashes(url, lists, Staleness.FRESH) == by_hash


def test_another_address_of_the_service_moves_the_pages(public: Path, keys: Path, now: int) -> None:
    publish_content(built("http://127.0.0.1:8000", now), public, keys, now)
    root = publish_content(built("https://cek.example/di/sini", now), public, keys, now + 1).root
    moved = PublishedSet.load(public, root.text)
    salah = check("https://www.cek.example/di/sini/uji/salah?utm_source=x", moved, now)
    assert salah.state is State.LISTED
    assert salah.record is not None
    assert salah.record.claims[0]["reviews"][0]["url"] == "https://cek.example/di/sini/uji/cek/salah"
    assert check("https://cek.example/di/sini/uji/linimasa", moved, now).state is State.PLATFORM
    assert check("http://127.0.0.1:8000/uji/salah", moved, now).state is State.UNKNOWN


@pytest.mark.parametrize("server", ["https://exa$mple.id", "https://cek.example/a*b*c"])
def test_an_address_that_makes_no_rule_or_key_is_one_clear_error(server: str, now: int) -> None:
    with pytest.raises(PublishError, match="own address"):
        built(server, now)


def test_without_an_address_of_the_service_there_are_no_pages(now: int) -> None:
    assert built("", now).snapshot == {}


def test_the_shared_vectors_hold_the_rules_that_are_added(public: Path) -> None:
    for server in json.loads(VECTORS.read_text("utf-8"))["servers"]:
        made = testpages.with_rules(EMPTY, server["server"])
        assert server["added"] == {name: made[name] for name in ("platforms", "opaque", "sites")}
        rules = Rules.from_bundle(made)
        for row in server["vectors"]:
            found: Any = identify(row["url"], rules)
            expected = (row["expect_key"], row["expect_surface"], row["expect_canonical"])
            assert (found.key, found.surface, found.url) == expected
