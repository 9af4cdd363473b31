"""What names an owner goes to a key with the scope for it, and to nobody else, cache or file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.support.api_keys import bearer, new_key
from tests.support.desk import add, add_sources, claim, listing
from tests.support.exported import ALL, OWNER, PUBLIC, Exporting, One

from cektautan.core.api_keys import Scope, Tier
from cektautan.desk.api_keys.ending import revoke
from cektautan.desk.people.acting import OPERATOR
from cektautan.publish.exports.formats import WRITERS
from cektautan.store.transaction import Store
from cektautan.web.api.owner_addresses import PATH

STATUS = One("content:bluesky:orang.example/3kabc", claim="bsky-2026")
BLOG = One("url:medium.com/@akun/judul-artikel-1a2b", level=2, claim="blog-2026")
PROFILE = One("url:medium.com/@akun", claim="profil-2026")
OWNED = (OWNER, STATUS, BLOG)
LISTED = (*ALL, STATUS, BLOG, PROFILE)
DESK = {"CEKTAUTAN_DESK": "on", "CEKTAUTAN_PUBLISH": "off"}


@pytest.fixture
def exporting(tmp_path: Path, sqlite_store: Store) -> Exporting:
    """A service with a desk, whose set holds what its store has; one more is proposed there and in no set."""
    add_sources(sqlite_store)
    ones = {one.claim: one for one in LISTED}
    waits = listing(next(iter(ones)), "content:telegram:kanal_orang/999", status="proposed")
    add(sqlite_store, *(claim(id_) for id_ in ones), *(listing(one.claim, one.key) for one in LISTED), waits)
    service = Exporting(tmp_path, settings=dict(DESK))
    service.publish(LISTED)
    return service


@pytest.fixture
def client(exporting: Exporting) -> FlaskClient:
    return exporting.client()


def partner(store: Store, exporting: Exporting, *scopes: Scope) -> dict[str, str]:
    """Show a new key with these scopes."""
    return bearer(new_key(store, int(exporting.clock()), tier=Tier.PARTNER, scopes=scopes).text)


@pytest.fixture
def key(sqlite_store: Store, exporting: Exporting) -> dict[str, str]:
    return partner(sqlite_store, exporting, Scope.OWNER_ADDRESSES)


def lines(data: bytes) -> dict[str, Mapping[str, object]]:
    return {each["key"]: each for each in map(json.loads, data.splitlines())}


def test_without_a_key_it_is_refused_and_paid_for(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.json["type"]) == (401, f"{PUBLIC}/docs#problem-key-refused")
    assert answer.json["reason"] == "missing"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="CekTautan", scope="owner_addresses"'
    assert answer.headers["RateLimit-Policy"] == '"lists";q=1200;w=60'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_key_without_the_scope_is_refused(client: FlaskClient, exporting: Exporting, sqlite_store: Store) -> None:
    answer = client.get(PATH, headers=partner(sqlite_store, exporting, Scope.READ, Scope.EXPORTS))
    assert (answer.status_code, answer.json["scope"]) == (403, "owner_addresses")
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_with_it_exactly_what_the_public_file_leaves_out_is_told(client: FlaskClient, key: dict[str, str]) -> None:
    answer = client.get(PATH, headers=key)
    assert (answer.status_code, answer.content_type) == (200, "application/x-ndjson")
    found, public = lines(answer.data), lines(client.get("/exports/list.ndjson").data)
    assert set(found) == {one.key for one in OWNED}
    assert not set(found) & set(public)
    assert {one.key for one in LISTED} - set(found) - set(public) == {PROFILE.key}
    assert [each["id"] for each in found.values()] == sorted(one.sha256 for one in OWNED)
    assert {key: each["address"] for key, each in found.items()} == {
        OWNER.key: "https://t.me/kanal_orang/123",
        STATUS.key: "https://bsky.app/profile/orang.example/post/3kabc",
        BLOG.key: "https://medium.com/@akun/judul-artikel-1a2b",
    }
    assert set(found[OWNER.key]) == set(public[ALL[0].key]) - {"since"}
    assert (found[BLOG.key]["level"], found[BLOG.key]["record"]) == (2, f"{PUBLIC}/c/{BLOG.claim}")


def test_no_cache_may_keep_it_and_it_is_asked_for_again_by_its_tag(client: FlaskClient, key: dict[str, str]) -> None:
    answer = client.get(PATH, headers=key)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "Accept-Encoding, Authorization, X-API-Key"
    tagged = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(PATH, headers={**key, **tagged})
    assert (again.status_code, again.data, again.headers["Cache-Control"]) == (304, b"", "private, no-store")
    assert client.get(PATH, headers=tagged).status_code == 401


def test_no_public_answer_names_an_owner(client: FlaskClient, key: dict[str, str]) -> None:
    assert client.get(PATH, headers=key).status_code == 200
    for path in (*(f"/exports/{name}" for name in WRITERS), "/taxii2/", "/exports/reviews.rss"):
        for headers in ({}, key):
            text = client.get(path, headers=headers).get_data(as_text=True)
            assert "kanal_orang" not in text
            assert "orang.example" not in text
            assert "@akun" not in text


def test_it_tells_of_the_set_in_use(exporting: Exporting, key: dict[str, str]) -> None:
    exporting.clock.move(60)
    exporting.publish([replace(OWNER, level=1), *(one for one in LISTED if one not in OWNED)])
    found = lines(exporting.client().get(PATH, headers=key).data)
    assert {key: each["level"] for key, each in found.items()} == {OWNER.key: 1}


def test_of_an_old_list_readers_levels_are_told(exporting: Exporting, client: FlaskClient, key: dict[str, str]) -> None:
    assert lines(client.get(PATH, headers=key).data)[OWNER.key]["list"] == "fresh"
    exporting.clock.move(40 * 86_400)
    told = lines(client.get(PATH, headers=key).data)[OWNER.key]
    assert (told["list"], told["level"]) == ("old", 2)


def test_a_key_that_ended_opens_nothing(client: FlaskClient, exporting: Exporting, sqlite_store: Store) -> None:
    made = new_key(sqlite_store, int(exporting.clock()), scopes=[Scope.OWNER_ADDRESSES])
    assert client.get(PATH, headers=bearer(made.text)).status_code == 200
    revoke(sqlite_store, OPERATOR, made.id, "bocor", int(exporting.clock()))
    assert client.get(PATH, headers=bearer(made.text)).json["reason"] == "revoked"


def test_a_node_that_cannot_know_the_keys_opens_nothing(tmp_path: Path, key: dict[str, str]) -> None:
    away = Exporting(tmp_path / "away", settings={**DESK, "DATABASE_URL": "postgresql://cektautan@127.0.0.1:9/nichts"})
    away.publish()
    answer = away.client().get(PATH, headers=key)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json["type"] == f"{PUBLIC}/docs#problem-desk-unavailable"


def test_what_was_written_once_of_a_set_is_told_again_without_the_store(
    client: FlaskClient, sqlite_store: Store, key: dict[str, str]
) -> None:
    first = client.get(PATH, headers=key)
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE listings RENAME TO away"))
    again = client.get(PATH, headers=key)
    assert (again.status_code, again.data) == (200, first.data)


def test_a_key_that_may_have_ended_meanwhile_opens_nothing_also_where_it_is_written_already(
    client: FlaskClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(PATH, headers=key).status_code == 200
    # As where the database says nothing any more: keys that were known go on.
    monkeypatch.setattr("cektautan.web.guards.keys.LATE_SECONDS", 0.0)
    answer = client.get(PATH, headers=key)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json["type"] == f"{PUBLIC}/docs#problem-desk-unavailable"
    assert client.get("/lists/keys.json", headers=key).status_code == 200


def test_a_service_without_a_database_has_no_keys_and_says_so(tmp_path: Path, key: dict[str, str]) -> None:
    exporting = Exporting(tmp_path)
    exporting.publish()
    for headers in ({}, key):
        answer = exporting.client().get(PATH, headers=headers)
        assert (answer.status_code, answer.json["type"]) == (404, f"{PUBLIC}/docs#problem-switched-off")


def test_a_node_without_a_desk_tells_the_same(
    client: FlaskClient, exporting: Exporting, sqlite_store: Store, key: dict[str, str]
) -> None:
    exporting.settings |= {"CEKTAUTAN_DESK": "off", "DATABASE_URL": str(sqlite_store.engine.url)}
    node = exporting.client()
    assert node.get("/meja").status_code == 404
    assert node.get(PATH, headers=key).data == client.get(PATH, headers=key).data
    assert node.get(PATH).status_code == 401
