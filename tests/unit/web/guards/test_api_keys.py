"""Keys as a caller meets them: shown in three ways, larger shares, a quota a day, and refusals that say why."""

from __future__ import annotations

import base64
import datetime
import threading

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.support.api_keys import DAY, bearer, new_key
from tests.support.processes import until
from tests.support.service import HOAX, Clock, Service

from cektautan.core.api_keys import Scope, Tier, key_of
from cektautan.desk.api_keys.ending import revoke
from cektautan.desk.api_keys.making import rotate
from cektautan.desk.people.acting import OPERATOR
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.key_uses import Known, Version
from cektautan.store.models import ApiKeyUse
from cektautan.store.transaction import Store
from cektautan.web.guards.keys import AWAY, KEPT_SECONDS, LATE_SECONDS, NONE, OK, KeyTable, StoredKeys
from cektautan.web.problems import Problem

STRANGER = key_of("abcd2345", bytes(32))
CHECK = f"/v1/check?url={HOAX}"


@pytest.fixture
def limited(desk: Service) -> FlaskClient:
    desk.settings |= {"CEKTAUTAN_LIMIT_CHECK": "2 per minute", "CEKTAUTAN_MULTIPLE_KEYED": "3",
                      "CEKTAUTAN_QUOTA_KEYED": "0", "CEKTAUTAN_LIMIT_LISTS": "2 per minute"}  # fmt: skip
    return desk.client()


def now(desk: Service) -> int:
    return int(desk.clock())


def basic(text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"siapa:{text}".encode()).decode()}


def test_a_key_has_its_own_larger_share_whichever_way_it_is_shown(
    desk: Service, store: Store, limited: FlaskClient
) -> None:
    text = new_key(store, now(desk)).text
    for _ in range(2):
        assert limited.get(CHECK).status_code == 200
    assert limited.get(CHECK).status_code == 429
    for left, shown in ((5, bearer(text)), (4, {"X-API-Key": text}), (3, basic(text)), (2, bearer(f" {text}"))):
        answer = limited.get(CHECK, headers=shown)
        assert (answer.status_code, answer.headers["RateLimit"]) == (200, f'"check";r={left};t=60')
        assert answer.headers["RateLimit-Policy"] == '"check";q=6;w=60'
    answer = limited.post("/v4/threatMatches:find", query_string={"key": text}, json={})
    assert answer.headers["RateLimit"] == '"check";r=1;t=60'


@pytest.mark.parametrize("scheme", ["", "Token ", "ApiKey ", "Bearer: "])
def test_a_key_without_its_scheme_is_not_passed_over(
    desk: Service, store: Store, limited: FlaskClient, scheme: str
) -> None:
    text = new_key(store, now(desk)).text
    answer = limited.get(CHECK, headers={"Authorization": f"{scheme}{text}"})
    assert (answer.status_code, answer.headers["RateLimit-Policy"]) == (200, '"check";q=6;w=60')
    answer = limited.get(CHECK, headers={"Authorization": f"{scheme}ct_bukan"})
    assert (answer.status_code, answer.json["reason"]) == (401, "mistyped")


def test_a_share_grows_by_the_scope_alone(desk: Service, store: Store, limited: FlaskClient) -> None:
    reads = new_key(store, now(desk), scopes=[Scope.READ]).text
    assert limited.get(CHECK, headers=bearer(reads)).headers["RateLimit-Policy"] == '"check";q=6;w=60'
    answer = limited.get("/lists/keys.json", headers=bearer(reads))
    assert answer.headers["RateLimit-Policy"] == '"lists";q=2;w=60'


def test_a_partner_has_a_larger_one(desk: Service, store: Store) -> None:
    text = new_key(store, now(desk), tier=Tier.PARTNER).text
    answer = desk.client().get(CHECK, headers=bearer(text))
    assert answer.headers["RateLimit-Policy"] == '"check";q=150000;w=60'


def test_a_quota_is_of_the_day_and_of_all_limits_together(desk: Service, store: Store) -> None:
    desk.clock.move(-(now(desk) % DAY) + DAY - 100)
    client, text = desk.client(), new_key(store, now(desk), quota=5).text
    answer = client.get(CHECK, headers=bearer(text))
    assert answer.headers["RateLimit-Policy"] == '"check";q=30000;w=60, "day";q=5;w=86400'
    assert answer.headers["RateLimit"] == '"check";r=29999;t=40, "day";r=4;t=100'
    assert client.get("/lists/keys.json", headers=bearer(text)).headers["RateLimit"].endswith('"day";r=3;t=100')
    assert client.post("/v1/check", json={"urls": [HOAX] * 3}, headers=bearer(text)).status_code == 200
    refused = client.get(CHECK, headers=bearer(text))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "100")
    assert "Your key may use 5 in 86400 seconds" in refused.json["detail"]
    assert client.get(CHECK).status_code == 200, "the network has its share still"
    desk.clock.move(101)
    assert client.get(CHECK, headers=bearer(text)).status_code == 200


def test_a_batch_that_the_day_refuses_takes_one_and_leaves_the_rest(desk: Service, store: Store) -> None:
    client, text = desk.client(), new_key(store, now(desk), quota=5).text
    refused = client.post("/v1/check", json={"urls": [HOAX] * 6}, headers=bearer(text))
    assert (refused.status_code, refused.headers["RateLimit"].partition(";t=")[0]) == (429, '"day";r=4')
    answer = client.post("/v1/check", json={"urls": [HOAX] * 4}, headers=bearer(text))
    assert answer.status_code == 200
    assert [each.partition(";t=")[0] for each in answer.headers["RateLimit"].split(", ")] == [
        # Of the refused batch the one that was paid before it was read.
        '"check";r=29995',
        '"day";r=0',
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("kata-sandi", "no_key"), (STRANGER[:-1], "mistyped"), (STRANGER + "0", "mistyped"), (STRANGER, "unknown")],
)
def test_what_is_no_key_in_force_is_refused_and_paid_for_by_the_network(
    limited: FlaskClient, text: str, reason: str
) -> None:
    for shown in (bearer(text), {"X-API-Key": text}):
        answer = limited.get(CHECK, headers=shown)
        assert (answer.status_code, answer.json["reason"]) == (401, reason)
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="CekTautan", error="invalid_token"')
        assert text not in answer.get_data(as_text=True)
    assert limited.get(CHECK, headers=bearer(text)).status_code == 429


def test_a_key_that_ended_is_refused_everywhere_and_says_why(desk: Service, store: Store) -> None:
    client = desk.client()
    revoked, ended, renewed = (new_key(store, now(desk), days=30) for _ in range(3))
    assert client.get(CHECK, headers=bearer(revoked.text)).status_code == 200
    revoke(store, OPERATOR, revoked.id, "bocor", now(desk))
    newer = rotate(store, OPERATOR, renewed.id, 7, "dijadwalkan", now(desk))
    for each in (renewed, newer, ended):
        assert client.get(CHECK, headers=bearer(each.text)).status_code == 200
    assert client.get(CHECK, headers=bearer(revoked.text)).json["reason"] == "revoked"
    leaked = new_key(store, now(desk))
    rotate(store, OPERATOR, leaked.id, 0, "bocor", now(desk))
    assert client.get(CHECK, headers=bearer(leaked.text)).json["reason"] == "rotated"
    desk.clock.move(7 * DAY)
    assert client.get(CHECK, headers=bearer(renewed.text)).json["reason"] == "rotated"
    assert client.get(CHECK, headers=bearer(newer.text)).status_code == 200
    desk.clock.move(23 * DAY)
    assert client.get(CHECK, headers=bearer(ended.text)).json["reason"] == "expired"
    for path in ("/v4/threatLists", "/v5/hashLists"):
        answer = client.get(path, query_string={"key": revoked.text})
        assert answer.status_code == 401
        assert "revoked" in answer.get_data(as_text=True)


@pytest.mark.parametrize("key", ["k", "AIzaSyA-bukan-kunci-kami", "", "ct"])
def test_clients_of_google_send_some_key_and_are_answered(client: FlaskClient, key: str) -> None:
    assert client.get(f"/v4/threatLists?key={key}").status_code == 200
    assert client.get(f"/v4/threatLists?key={key}", headers=bearer("ya29.token")).status_code == 200


def test_a_proxys_password_means_nothing_to_us(desk: Service) -> None:
    client = desk.client()
    assert client.get(CHECK, headers=basic("rahasia")).status_code == 200
    assert client.get(CHECK, headers={"Authorization": "Basic ***"}).status_code == 200
    assert client.get("/", headers=bearer("punya-orang-lain")).status_code == 200


def test_a_page_of_another_site_may_show_a_key(client: FlaskClient) -> None:
    answer = client.options("/v1/check", headers={"Origin": "https://lain.example"})
    assert {"Authorization", "X-API-Key"} <= set(answer.headers["Access-Control-Allow-Headers"].split(", "))


class Away(StoredKeys):
    """A store that can go away."""

    away = False

    def known(self, version: Version | None, now: int) -> Known | None:
        """Answer unless it is away."""
        if self.away:
            raise StoreUnavailableError("away")
        return super().known(version, now)

    def used(self, key_ids: object, day: datetime.date) -> None:  # type: ignore[override]
        """Note unless it is away."""
        if self.away:
            raise StoreUnavailableError("away")
        super().used(key_ids, day)  # type: ignore[arg-type]


def test_with_the_database_away_the_keys_that_were_known_go_on_for_a_day(desk: Service, store: Store) -> None:
    made, ended, source, passed = new_key(store, now(desk)), new_key(store, now(desk)), Away(store), Clock(0)
    revoke(store, OPERATOR, ended.id, "bocor", now(desk))
    table = KeyTable(source, desk.clock, monotonic=passed)
    source.away = True
    assert (table.caller(made.text), table.state) == (None, NONE), "nothing is known yet, so nobody is refused"
    source.away = False
    known = table.caller(made.text)
    assert (known is None, table.state) == (False, OK)
    with pytest.raises(Problem):
        table.caller(STRANGER)
    source.away = True
    passed.move(KEPT_SECONDS - 1)
    assert (table.caller(made.text), table.state) == (known, AWAY)
    assert table.caller(STRANGER) is None, "it may have been made meanwhile"
    with pytest.raises(Problem):
        table.caller(ended.text)
    passed.move(1)
    assert (table.caller(made.text), table.caller(ended.text), table.state) == (None, None, NONE)
    source.away = False
    assert (table.caller(made.text), table.state) == (known, OK)


def test_a_database_that_says_nothing_at_all_is_away_as_well(desk: Service, store: Store) -> None:
    made, passed = new_key(store, now(desk)), Clock(0)
    table = KeyTable(StoredKeys(store), desk.clock, monotonic=passed)
    known = table.caller(made.text)
    # As where the thread that asks waits for a machine that does not say a word.
    table._follows = True
    passed.move(LATE_SECONDS)
    assert (table.caller(made.text), table.caller(STRANGER), table.state) == (known, None, AWAY)
    passed.move(KEPT_SECONDS)
    assert (table.caller(made.text), table.state) == (None, NONE)


def test_a_fault_of_ours_does_not_end_what_follows_the_keys(desk: Service, store: Store) -> None:
    made, turns = new_key(store, now(desk)), threading.Semaphore(0)

    class Faulty(StoredKeys):
        faults = 1

        def known(self, version: Version | None, at: int) -> Known | None:
            if self.faults:
                self.faults -= 1
                raise ZeroDivisionError
            return super().known(version, at)

    stop, table = threading.Event(), KeyTable(Faulty(store), desk.clock, lambda _stop: turns.acquire())
    following = threading.Thread(target=table.run, args=(stop,))
    following.start()
    turns.release()
    until(lambda: table.state == OK)
    assert table.caller(made.text) is not None
    stop.set()
    turns.release()
    following.join()


def test_a_node_without_a_desk_knows_the_keys_of_its_database(desk: Service, store: Store) -> None:
    text = new_key(store, now(desk)).text
    desk.settings |= {"CEKTAUTAN_DESK": "off", "DATABASE_URL": str(store.engine.url)}
    client = desk.client()
    answer = client.get(CHECK, headers=bearer(text))
    assert (answer.status_code, answer.headers["RateLimit-Policy"]) == (
        200,
        '"check";q=30000;w=60, "day";q=1000000;w=86400',
    )
    assert client.get(CHECK, headers=bearer(STRANGER)).status_code == 401
    assert client.get("/healthz").json == {"status": "ok", "limits": "memory", "api_keys": "ok"}
    assert client.get("/meja").status_code == client.get("/v1/changes").status_code == 404
    assert not (desk.var / "keys").exists(), "it needs none of the desk's secrets, and makes none"


def test_whoever_shows_a_key_that_cannot_be_known_now_is_told_so_and_has_the_networks_share(desk: Service) -> None:
    desk.settings |= {"CEKTAUTAN_DESK": "off", "DATABASE_URL": "postgresql://cektautan@127.0.0.1:9/nichts",
                      "CEKTAUTAN_LIMIT_CHECK": "5 per minute"}  # fmt: skip
    client = desk.client()
    threats = client.post("/v4/threatMatches:find", query_string={"key": STRANGER}, json={})
    answers = [
        client.get(CHECK, headers=bearer(STRANGER)),
        client.post("/v1/check", json={"urls": [HOAX] * 2}, headers={"X-API-Key": STRANGER}),
        threats,
        client.get("/lists/keys.json", headers=bearer(STRANGER)),
    ]
    assert [each.status_code for each in answers] == [200] * 4
    assert {each.headers["CekTautan-Key"] for each in answers} == {"unchecked"}
    assert answers[1].headers["RateLimit-Policy"] == '"check";q=5;w=60'
    assert "CekTautan-Key" not in client.get(CHECK).headers, "who shows none is told nothing of keys"
    refused = client.get(CHECK, headers=bearer(STRANGER))
    assert (refused.status_code, refused.headers["CekTautan-Key"]) == (429, "unchecked")
    assert "CekTautan-Key" in refused.headers["Access-Control-Expose-Headers"]


def test_where_neither_database_nor_desk_is_a_key_means_nothing(service: Service) -> None:
    answer = service.client().get(CHECK, headers=bearer(STRANGER))
    assert (answer.status_code, answer.headers["RateLimit-Policy"]) == (200, '"check";q=3000;w=60')


def test_of_its_use_the_day_is_noted_and_nothing_else(desk: Service, store: Store) -> None:
    source = Away(store)
    made, table = new_key(store, now(desk)), KeyTable(source, desk.clock)
    for _ in range(3):
        table.caller(made.text)
    source.away = True
    table.note()
    source.away = False
    table.note()
    table.caller(made.text)
    assert not table._used, "it is noted already"
    with store.reading() as session:
        (row,) = session.scalars(select(ApiKeyUse))
    assert (row.key_id, row.day) == (made.id, datetime.date(2026, 10, 14))
    assert set(ApiKeyUse.__table__.columns.keys()) == {"key_id", "day"}


def test_whoever_follows_the_keys_notes_their_use_from_time_to_time(
    desk: Service, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cektautan.web.guards.keys.NOTE_SECONDS", 0.0)
    made, turns, stop = new_key(store, now(desk)), threading.Semaphore(0), threading.Event()
    table = KeyTable(StoredKeys(store), desk.clock, lambda _stop: turns.acquire())
    following = threading.Thread(target=table.run, args=(stop,))
    following.start()
    until(lambda: table.state == OK)
    assert table.caller(made.text) is not None

    def noted() -> list[int]:
        with store.reading() as session:
            return list(session.scalars(select(ApiKeyUse.key_id)))

    turns.release()
    until(lambda: noted() == [made.id])
    stop.set()
    turns.release()
    following.join()
