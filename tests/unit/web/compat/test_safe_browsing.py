"""Safe Browsing over HTTP: both versions, each dialect, updates that arrive, and errors as its clients expect them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.service import DAY, Entry, Service

from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.web.compat.safe_browsing.messages import message_class, new

HOAX, PAGE, SITE = (full_hash(text) for text in ("youtu.be/GPdzHkn5M6M", "tiruan.test/masuk", "palsu-kpu.test/"))
HASHES = Hashes.of([HOAX], [PAGE], [SITE])
ENTRIES = (
    Entry("content:youtube:GPdzHkn5M6M"),
    Entry("domain:palsu-kpu.test", verdict="imposter", imitates="kpu.go.id", claim="klaim-2", domain="palsu-kpu.test"),
    Entry("domain:satire.test", level=1, verdict="satire", claim="klaim-3", domain="satire.test"),
    Entry("url:palsu-kpu.test/ralat", level=0, verdict="corrected", claim="klaim-4", domain="palsu-kpu.test"),
)
SE_AND_TIPS = ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path)
    service.publish(ENTRIES, hashes=HASHES)
    return service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return service.client()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def matches_request(*urls: str, types: list[str] | None = None) -> dict[str, Any]:
    return {
        "client": {"clientId": "uji", "clientVersion": "1"},
        "threatInfo": {
            "threatTypes": types or ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"],
            "platformTypes": ["ANY_PLATFORM"],
            "threatEntryTypes": ["URL"],
            "threatEntries": [{"url": url} for url in urls],
        },
    }


def update_request(state: str = "", compressions: tuple[str, ...] = ("RAW",), **constraints: Any) -> dict[str, Any]:
    return {
        "client": {},
        "listUpdateRequests": [
            {
                "threatType": each, "platformType": "ANY_PLATFORM", "threatEntryType": "URL", "state": state,
                "constraints": {"supportedCompressions": list(compressions), **constraints},
            }
            for each in SE_AND_TIPS
        ],
    }  # fmt: skip


def prefixes_of(told: dict[str, Any], old: list[bytes] | None = None) -> list[bytes]:
    """Apply an uncompressed update of one list, and hold it to its checksum."""
    assert (told["responseType"] == "PARTIAL_UPDATE") is (old is not None)
    gone = [at for each in told.get("removals", ()) for at in each["rawIndices"]["indices"]]
    kept = [prefix for at, prefix in enumerate(old or ()) if at not in gone]
    for each in told.get("additions", ()):
        raw = base64.b64decode(each["rawHashes"]["rawHashes"])
        kept += [raw[at : at + 4] for at in range(0, len(raw), 4)]
    kept.sort()
    assert base64.b64decode(told["checksum"]["sha256"]) == hashlib.sha256(b"".join(kept)).digest()
    return kept


def test_two_lists_are_offered(client: FlaskClient) -> None:
    lists = client.get("/v4/threatLists?key=k").json["threatLists"]
    assert lists == [
        {"threatType": each, "platformType": "ANY_PLATFORM", "threatEntryType": "URL"} for each in SE_AND_TIPS
    ]


def test_an_address_is_looked_up_by_our_own_keys(client: FlaskClient) -> None:
    urls = ("https://m.youtube.com/watch?t=9&v=GPdzHkn5M6M", "http://www.palsu-kpu.test/masuk", "https://kpu.go.id/")
    answer = client.post("/v4/threatMatches:find?key=k", json=matches_request(*urls))
    found = {each["threat"]["url"]: each for each in answer.json["matches"]}
    assert {url: each["threatType"] for url, each in found.items()} == {
        urls[0]: "ACCURACY_TIPS", urls[1]: "SOCIAL_ENGINEERING",
    }  # fmt: skip
    assert found[urls[0]]["cacheDuration"] == "300s"
    told = {
        base64.b64decode(each["key"]).decode(): base64.b64decode(each["value"]).decode()
        for each in found[urls[0]]["threatEntryMetadata"]["entries"]
    }
    assert told["verdict"] == "false"
    assert told["record"].endswith("/c/klaim-1")


def test_an_imposter_that_one_person_put_in_force_for_a_day_is_not_called_deceptive(service: Service) -> None:
    listed = replace(ENTRIES[1], provisional=True)
    service.publish([listed], hashes=Hashes.of([SITE], [], []), seq=int(service.clock()) + 1)
    answer = service.client().post(FIND, json=matches_request("http://www.palsu-kpu.test/masuk"))
    assert [each["threatType"] for each in answer.json["matches"]] == ["ACCURACY_TIPS"]


ELSEWHERE = "https://l.facebook.com/l.php?u=https%3A%2F%2Fpalsu-kpu.test%2Fmasuk"


@pytest.mark.parametrize(
    ("hashes", "url", "threat"),
    [
        (Hashes.of([], [], [SITE]), "https://palsu-kpu.test/masuk", "SOCIAL_ENGINEERING"),
        # The site holds something else, so its hash is not called deceptive.
        (Hashes.of([SITE], [], []), "https://palsu-kpu.test/masuk", "ACCURACY_TIPS"),
        # Hashes say nothing of it: that of the redirector is none, and a set may have none at all.
        (Hashes.of([SITE], [], []), ELSEWHERE, "SOCIAL_ENGINEERING"),
        (Hashes(), "https://palsu-kpu.test/masuk", "SOCIAL_ENGINEERING"),
        (None, "https://palsu-kpu.test/masuk", "SOCIAL_ENGINEERING"),
    ],
)
def test_an_address_is_called_as_its_hashes_are_where_they_say_anything(
    service: Service, hashes: Hashes | None, url: str, threat: str
) -> None:
    service.publish(ENTRIES, hashes=hashes, seq=int(service.clock()) + 1)
    answer = service.client().post(FIND, json=matches_request(url))
    assert [each["threatType"] for each in answer.json["matches"]] == [threat]


@pytest.mark.parametrize(
    "url", ["https://kpu.go.id/", "https://satire.test/x", "https://palsu-kpu.test/ralat", "tanpa arti", ""]
)
def test_where_nothing_is_told_the_answer_is_an_empty_object(client: FlaskClient, url: str) -> None:
    answer = client.post("/v4/threatMatches:find", json=matches_request(url))
    assert (answer.status_code, answer.data) == (200, b"{}")


def test_who_asks_for_deceptive_sites_is_told_of_no_hoax(client: FlaskClient) -> None:
    asked = matches_request("https://youtu.be/GPdzHkn5M6M", types=["MALWARE", "SOCIAL_ENGINEERING"])
    assert client.post("/v4/threatMatches:find", json=asked).json == {}


@pytest.mark.parametrize("types", [[], ["ACURACY_TIPS"], ["acuracy_tips", "SOCIAL_ENGINERING"]])
def test_who_asks_for_no_type_that_there_is_is_not_told_that_nothing_was_found(
    client: FlaskClient, types: list[str]
) -> None:
    hoax = "https://youtu.be/GPdzHkn5M6M"
    asked = matches_request(hoax, types=["ACCURACY_TIPS"])
    assert client.post("/v4/threatMatches:find", json=asked).json["matches"]
    for path, entry in (("threatMatches", {"url": hoax}), ("fullHashes", {"hash": b64(HOAX[:4])})):
        asked["threatInfo"] |= {"threatTypes": types, "threatEntries": [entry]}
        answer = client.post(f"/v4/{path}:find", json=asked)
        assert answer.status_code == 400
        ((violation,),) = [each["fieldViolations"] for each in answer.json["error"]["details"]]
        assert violation["field"] == "threatInfo.threatTypes"
        # A name that a newer version of the protocol may have is passed over beside one that is known.
        asked["threatInfo"]["threatTypes"] = [*types, "MALWARE"]
        assert client.post(f"/v4/{path}:find", json=asked).status_code == 200


def test_a_first_update_is_whole_and_the_next_one_changes_nothing(client: FlaskClient) -> None:
    told = client.post("/v4/threatListUpdates:fetch", json=update_request()).json
    imposters, hoaxes = told["listUpdateResponses"]
    assert prefixes_of(imposters) == sorted([PAGE[:4], SITE[:4]])
    assert prefixes_of(hoaxes) == [HOAX[:4]]
    assert told["minimumWaitDuration"] == "900s"
    again = client.post("/v4/threatListUpdates:fetch", json=update_request(imposters["newClientState"])).json
    assert prefixes_of(again["listUpdateResponses"][0], sorted([PAGE[:4], SITE[:4]])) == sorted([PAGE[:4], SITE[:4]])


def test_an_older_list_is_brought_up_to_date(service: Service, client: FlaskClient) -> None:
    first = client.post("/v4/threatListUpdates:fetch", json=update_request()).json["listUpdateResponses"][0]
    new_site = full_hash("lain.test/")
    service.clock.move(60)
    old = hashlib.sha256(HASHES.to_bytes()).hexdigest()
    service.publish(ENTRIES, hashes=Hashes.of([HOAX], [], [SITE, new_site]), older=[old])
    told = service.client().post("/v4/threatListUpdates:fetch", json=update_request(first["newClientState"])).json
    assert prefixes_of(told["listUpdateResponses"][0], prefixes_of(first)) == sorted([SITE[:4], new_site[:4]])


@pytest.mark.parametrize(
    "state",
    [b"", b"x", b"\x01" * 38, b"\x02" * 39, b"\x02\x01\x07" + bytes(36), b"\x02\x07\x01" + bytes(36), bytes(100)],
)
def test_a_state_that_is_none_is_answered_with_the_whole_list(client: FlaskClient, state: bytes) -> None:
    told = client.post("/v4/threatListUpdates:fetch", json=update_request(b64(state))).json
    assert len(prefixes_of(told["listUpdateResponses"][0])) == 2


def test_a_client_that_takes_little_at_once_gets_all_in_the_end(client: FlaskClient) -> None:
    had: list[bytes] | None = None
    state, rounds = "", 0
    while had is None or len(had) < 2:
        asked = update_request(state, maxUpdateEntries=1)
        told = client.post("/v4/threatListUpdates:fetch", json=asked).json["listUpdateResponses"][0]
        had, state, rounds = prefixes_of(told, had), told["newClientState"], rounds + 1
        assert rounds <= 2
    bounded = client.post("/v4/threatListUpdates:fetch", json=update_request(maxDatabaseEntries=1)).json
    assert len(prefixes_of(bounded["listUpdateResponses"][0])) == 1


def test_a_stale_list_calls_no_site_deceptive(service: Service, client: FlaskClient) -> None:
    before = client.post("/v4/threatListUpdates:fetch", json=update_request()).json["listUpdateResponses"]
    service.clock.move(4 * DAY)
    asked = update_request(before[0]["newClientState"])
    asked["listUpdateRequests"][1]["state"] = before[1]["newClientState"]
    imposters, hoaxes = client.post("/v4/threatListUpdates:fetch", json=asked).json["listUpdateResponses"]
    assert prefixes_of(imposters, prefixes_of(before[0])) == [PAGE[:4]]
    assert prefixes_of(hoaxes, prefixes_of(before[1])) == sorted([HOAX[:4], SITE[:4]])
    answer = client.post("/v4/threatMatches:find", json=matches_request("https://palsu-kpu.test/"))
    assert answer.json["matches"][0]["threatType"] == "ACCURACY_TIPS"
    service.clock.move(8 * DAY)
    found = client.get(f"/v5/hashes:search?alt=json&hashPrefixes={b64(PAGE[:4])}").json["fullHashes"]
    assert found[0]["fullHashDetails"] == [{"threatType": "ACCURACY_TIPS"}]


def test_a_list_that_is_not_offered_is_an_empty_one(client: FlaskClient) -> None:
    asked = update_request()
    asked["listUpdateRequests"][0]["threatType"] = "MALWARE"
    told = client.post("/v4/threatListUpdates:fetch", json=asked).json["listUpdateResponses"][0]
    assert (told["threatType"], prefixes_of(told)) == ("MALWARE", [])
    asked["listUpdateRequests"][0]["state"] = told["newClientState"]
    again = client.post("/v4/threatListUpdates:fetch", json=asked).json["listUpdateResponses"][0]
    assert prefixes_of(again, []) == []


def hashes_request(*prefixes: bytes) -> dict[str, Any]:
    asked = matches_request()
    asked["threatInfo"]["threatEntries"] = [{"hash": b64(prefix)} for prefix in prefixes]
    return asked


def test_full_hashes_are_found_by_what_they_begin_with(client: FlaskClient) -> None:
    told = client.post("/v4/fullHashes:find", json=hashes_request(SITE[:4], SITE[:9], HOAX, bytes(4))).json
    assert [(each["threatType"], base64.b64decode(each["threat"]["hash"])) for each in told["matches"]] == [
        ("SOCIAL_ENGINEERING", SITE), ("ACCURACY_TIPS", HOAX),
    ]  # fmt: skip
    assert told["negativeCacheDuration"] == "300s"
    assert all("threatEntryMetadata" in each for each in told["matches"])


def binary(name: str, data: bytes) -> Any:
    message = message_class(name)()
    message.ParseFromString(data)
    return message


Ask = Callable[[FlaskClient, bytes], Any]


def as_go_asks(client: FlaskClient, data: bytes) -> Any:
    return client.post("/v4/threatListUpdates:fetch?alt=proto&key=k", data=data, content_type="application/x-protobuf")


def as_firefox_asks(client: FlaskClient, data: bytes) -> Any:
    asked = base64.urlsafe_b64encode(data).decode()
    return client.get(
        f"/v4/threatListUpdates:fetch?$ct=application/x-protobuf&key=k&$httpMethod=POST&$req={asked}",
        headers={"X-HTTP-Method-Override": "POST"},
    )


def as_an_address(client: FlaskClient, data: bytes) -> Any:
    return client.get(f"/v4/encodedUpdates/{base64.urlsafe_b64encode(data).decode()}?alt=proto")


def in_the_usual_base64(data: bytes) -> str:
    return quote(base64.b64encode(data).decode(), safe="")


@pytest.mark.parametrize(
    "spelt",
    [
        in_the_usual_base64,
        lambda data: in_the_usual_base64(data).replace("%3D", ""),
        lambda data: base64.b64encode(data).decode(),
        lambda data: base64.urlsafe_b64encode(data).decode(),
    ],
)
def test_an_encoded_request_is_read_in_every_spelling_of_base64(
    client: FlaskClient, spelt: Callable[[bytes], str]
) -> None:
    # A name of a client that comes out with both signs in which the alphabets differ, and padding.
    named = {"client": {"client_id": "\u07ff\u07ff??>~"}}
    entries = {"threat_types": [17], "threat_entries": [{"hash": HOAX[:4]}]}
    hashes = new("FindFullHashesRequest", **named, threat_info=entries).SerializeToString()
    updates = new(
        "FetchThreatListUpdatesRequest", **named, list_update_requests=[{"threat_type": 17}]
    ).SerializeToString()
    for data in (hashes, updates):
        assert {"/", "+", "="} <= set(base64.b64encode(data).decode())
    found = client.get(f"/v4/encodedFullHashes/{spelt(hashes)}?key=k&clientId=a").json["matches"]
    assert [base64.b64decode(each["threat"]["hash"]) for each in found] == [HOAX]
    (told,) = client.get(f"/v4/encodedUpdates/{spelt(updates)}?key=k&clientId=a").json["listUpdateResponses"]
    assert prefixes_of(told) == [HOAX[:4]]


@pytest.mark.parametrize("ask", [as_go_asks, as_firefox_asks, as_an_address])
def test_version_4_speaks_protocol_buffers(client: FlaskClient, ask: Ask) -> None:
    wanted = [
        {"threat_type": kind, "platform_type": 2, "constraints": {"supported_compressions": [2]}} for kind in (5, 2, 1)
    ]
    asked = new("FetchThreatListUpdatesRequest", list_update_requests=wanted).SerializeToString()
    answer = ask(client, asked)
    assert answer.content_type == "application/x-protobuf"
    told = binary("FetchThreatListUpdatesResponse", answer.data).list_update_responses
    assert [(each.threat_type, each.platform_type, each.response_type) for each in told] == [
        (5, 2, 2), (2, 2, 2), (1, 2, 2),
    ]  # fmt: skip
    (added,) = told[0].additions
    numbers = sorted(int.from_bytes(each[:4], "little") for each in (PAGE, SITE))
    assert (added.rice_hashes.first_value, added.rice_hashes.num_entries) == (numbers[0], 1)


def test_the_first_place_is_on_the_wire_also_where_it_is_0(service: Service, client: FlaskClient) -> None:
    first = client.post("/v4/threatListUpdates:fetch", json=update_request()).json["listUpdateResponses"][1]
    service.publish(
        ENTRIES, hashes=replace(HASHES, hoaxes=b""), older=[hashlib.sha256(HASHES.to_bytes()).hexdigest()],
        seq=int(service.clock()) + 1,
    )  # fmt: skip
    wanted = {"threat_type": 17, "state": base64.b64decode(first["newClientState"])}
    asked = new(
        "FetchThreatListUpdatesRequest",
        list_update_requests=[{**wanted, "constraints": {"supported_compressions": [2]}}],
    )
    answer = as_go_asks(service.client(), asked.SerializeToString())
    (told,) = binary("FetchThreatListUpdatesResponse", answer.data).list_update_responses
    (gone,) = told.removals
    assert gone.rice_indices.HasField("first_value")
    assert b"\x08\x00" in gone.rice_indices.SerializeToString()


def test_version_5_gives_binary_and_json(client: FlaskClient) -> None:
    path = "/v5/hashLists:batchGet?key=k&names=se-4b&names=mw-4b&version=&version="
    answer = client.get(path)
    assert answer.content_type == "application/x-protobuf"
    (told,) = binary("BatchGetHashListsResponse", answer.data).hash_lists
    assert (told.name, told.additions_four_bytes.first_value) == ("se-4b", int.from_bytes(min(PAGE, SITE)[:4], "big"))
    for asked in (
        {"path": f"{path}&alt=json"},
        {"path": path, "headers": {"Accept": "application/json"}},
        {"path": path, "headers": {"User-Agent": "google-api-nodejs-client/9.15.1"}},
    ):
        (same,) = client.get(**asked).json["hashLists"]
        assert (same["name"], base64.b64decode(same["version"])) == ("se-4b", told.version)
    version = same["version"].replace("+", "%2B")
    (again,) = client.get(f"/v5/hashLists:batchGet?alt=json&names=se-4b&version={version}").json["hashLists"]
    assert again["partialUpdate"] is True
    assert not {"additionsFourBytes", "compressedRemovals"} & set(again)


def test_a_list_of_version_5_is_brought_up_to_date_whatever_the_order_of_versions(client: FlaskClient) -> None:
    path = "/v5/hashLists:batchGet?alt=json&names=se-4b&names=cektautan-hoax-4b"
    versions = {each["name"]: quote(each["version"], safe="") for each in client.get(path).json["hashLists"]}
    deceptive, hoaxes = versions["se-4b"], versions["cektautan-hoax-4b"]
    for sent, partial in (
        (f"&version={deceptive}&version={hoaxes}", [True, True]),
        (f"&version={hoaxes}&version={deceptive}", [True, True]),
        (f"&version={hoaxes}", [False, True]),
        (f"&version=&version=&version=AAAA&version={deceptive}", [True, False]),
    ):
        told = client.get(path + sent).json["hashLists"]
        assert [each.get("partialUpdate", False) for each in told] == partial
        assert all("additionsFourBytes" in each for each in told if "partialUpdate" not in each)
    twice = client.get(f"{path}&version={hoaxes}&version={hoaxes}")
    assert twice.status_code == 400
    assert twice.json["error"]["details"][0]["fieldViolations"][0]["field"] == "version[1]"
    # The version of another list says nothing of this one.
    other = client.get(f"/v5/hashList/se-4b?alt=json&version={hoaxes}").json
    assert "additionsFourBytes" in other
    assert "partialUpdate" not in other


def test_a_batch_of_names_that_are_not_offered_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/v5/hashLists:batchGet?alt=json&names=nope&names=mw-4b")
    assert (answer.status_code, answer.json["error"]["status"]) == (404, "NOT_FOUND")
    assert answer.json["error"]["details"][0]["fieldViolations"][0]["field"] == "names"
    assert client.get("/v5/hashLists:batchGet?names=nope").status_code == 404


def test_version_5_names_its_lists_a_page_at_a_time(client: FlaskClient) -> None:
    found, token = [], ""
    for _ in range(2):
        told = client.get("/v5/hashLists", query_string={"alt": "json", "pageSize": 1, "pageToken": token})
        found += [each["name"] for each in told.json["hashLists"]]
        token = told.json.get("nextPageToken", "")
    assert (found, token) == (["se-4b", "cektautan-hoax-4b"], "")
    whole = client.get("/v5/hashLists?alt=json&pageSize=50").json
    assert len(whole["hashLists"]) == 2
    assert "nextPageToken" not in whole
    first = binary("ListHashListsResponse", client.get("/v5/hashLists?pageSize=1").data)
    assert [each.name for each in first.hash_lists] == ["se-4b"]
    rest = binary("ListHashListsResponse", client.get(f"/v5/hashLists?pageToken={first.next_page_token}").data)
    assert ([each.name for each in rest.hash_lists], rest.next_page_token) == (["cektautan-hoax-4b"], "")


def test_version_5_describes_and_searches_its_lists(client: FlaskClient) -> None:
    lists = client.get("/v5/hashLists?alt=json").json["hashLists"]
    assert [each["name"] for each in lists] == ["se-4b", "cektautan-hoax-4b"]
    assert client.get("/v5/hashList/cektautan-hoax-4b?alt=json").json["additionsFourBytes"]["firstValue"]
    query = "&".join(f"hashPrefixes={b64(each[:4])}".replace("+", "%2B") for each in (SITE, HOAX, bytes(4)))
    told = client.get(f"/v5/hashes:search?alt=json&{query}").json
    assert told["cacheDuration"] == "300s"
    found = {base64.b64decode(each["fullHash"]): each["fullHashDetails"] for each in told["fullHashes"]}
    assert found == {SITE: [{"threatType": "SOCIAL_ENGINEERING"}], HOAX: [{"threatType": "ACCURACY_TIPS"}]}


FIND = "/v4/threatMatches:find"
BAD_URL = b'{"threatInfo":{"threatEntries":[{"url":"a.test"},{"url":7},{"url":"b.test"}]}}'
BAD_HASH = b'{"threatInfo":{"threatEntries":[{"hash":"YWFhYQ=="},{"hash":"YQ=="}]}}'
BAD_TYPES = b'{"threatInfo":{"threatTypes":"parse rahasia field"}}'
NO_ENTRY = b'{"threatInfo":{"threatEntries":[{},{},null]}}'
NO_ENTRIES = b'{"threatInfo":{"threatEntries":7}}'
IN_SNAKE_CASE = b'{"threat_info":{"threat_entries":[{"url":7}]}}'
BAD_BOUND = b'{"listUpdateRequests":[{},{"constraints":{"maxUpdateEntries":"x"}}]}'
BOUND = "sizeConstraints.maxUpdateEntries"


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", FIND, b"[", "body"),
        ("POST", FIND, b'"AAA"', "body"),
        ("POST", FIND, b"", "body"),
        ("POST", FIND, BAD_URL, "threatInfo.threatEntries[1].url"),
        ("POST", FIND, BAD_TYPES, "threatInfo.threatTypes"),
        ("POST", FIND, NO_ENTRY, "threatInfo.threatEntries[2]"),
        ("POST", FIND, NO_ENTRIES, "threatInfo.threatEntries"),
        ("POST", FIND, IN_SNAKE_CASE, "threatInfo.threatEntries[0].url"),
        ("POST", "/v4/threatListUpdates:fetch", BAD_BOUND, "listUpdateRequests[1].constraints.maxUpdateEntries"),
        ("POST", FIND, b"[" * 100_000, "body"),
        ("POST", "/v4/fullHashes:find", BAD_HASH, "threatInfo.threatEntries[1].hash"),
        ("GET", "/v4/fullHashes:find", None, "$req"),
        ("GET", "/v4/encodedFullHashes/!!!", None, "encodedRequest"),
        ("GET", "/v5/hashes:search?alt=json", None, "hashPrefixes"),
        ("GET", "/v5/hashes:search?alt=json&hashPrefixes=YQ", None, "hashPrefixes[0]"),
        ("GET", "/v5/hashes:search?alt=json&hashPrefixes=YWFhYQ&hashPrefixes=!", None, "hashPrefixes[1]"),
        ("GET", "/v5/hashLists:batchGet?alt=json&names=se-4b&version=&version=!", None, "version[1]"),
        ("GET", "/v5/hashLists:batchGet?alt=json", None, "names"),
        ("GET", "/v5/hashLists?alt=json&pageSize=-1", None, "pageSize"),
        ("GET", "/v5/hashLists?alt=json&pageSize=x", None, "pageSize"),
        ("GET", "/v5/hashLists?alt=json&pageToken=x", None, "pageToken"),
        ("GET", f"/v5/hashList/se-4b?alt=json&{BOUND}=x", None, BOUND),
        ("GET", f"/v5/hashLists:batchGet?alt=json&names=se-4b&{BOUND}=x", None, BOUND),
    ],
)
def test_an_error_names_the_field(client: FlaskClient, method: str, path: str, body: bytes | None, field: str) -> None:
    answer = client.open(path, method=method, data=body)
    assert answer.status_code == 400
    error = answer.json["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["details"][0]["fieldViolations"][0]["field"] == field


def test_what_may_be_left_out_is_not_asked_for_where_there_is_too_much(client: FlaskClient) -> None:
    answer = client.post(FIND, json=matches_request(*["a.test"] * 501))
    assert answer.json["error"]["message"] == "Give at most 500 of `threatInfo.threatEntries`."
    assert client.post(FIND, json=matches_request()).status_code == 200
    answer = client.get("/v5/hashes:search?alt=json")
    assert answer.json["error"]["message"] == "Give 1 to 1000 of `hashPrefixes`."


def test_a_request_of_more_members_than_may_be_is_not_read(client: FlaskClient) -> None:
    answer = client.post(FIND, json=matches_request(*["a.test"] * 30_000))
    assert (answer.status_code, answer.json["error"]["status"]) == (413, "INVALID_ARGUMENT")
    answer = client.post(FIND, json=matches_request(*["a.test"] * 501))
    assert answer.status_code == 400


ODD = st.sampled_from(["\ud800", "URL", "YQ", "x" * 9000])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
PLACES = [
    "client", "threatInfo", "threatTypes", "platformTypes", "threatEntryTypes", "threatEntries", "url", "hash",
    "clientStates", "listUpdateRequests", "state", "constraints", "maxUpdateEntries", "supportedCompressions",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.sampled_from(PLACES), value=VALUES, data=st.binary(max_size=60))
def test_whatever_is_sent_is_no_fault_of_ours(client: FlaskClient, place: str, value: Any, data: bytes) -> None:
    def put(inside: Any) -> Any:
        if isinstance(inside, dict):
            return {name: value if name == place else put(each) for name, each in inside.items()}
        return [put(each) for each in inside] if isinstance(inside, list) else inside

    bodies = {FIND: matches_request("a"), "/v4/fullHashes:find": hashes_request(b"abcd"),
              "/v4/threatListUpdates:fetch": update_request(maxUpdateEntries=1)}  # fmt: skip
    for path, body in bodies.items():
        assert client.post(path, data=json.dumps(put(body))).status_code in (200, 400, 429)
        assert client.post(path, data=data, content_type="application/x-protobuf").status_code in (200, 400, 429)
    encoded = b64(data).replace("+", "%2B")
    for path in (f"/v5/hashes:search?hashPrefixes={encoded}", f"/v5/hashList/se-4b?version={encoded}"):
        assert client.get(path).status_code in (200, 400, 429)


def test_an_error_repeats_no_address(client: FlaskClient) -> None:
    answer = client.post("/v4/threatMatches:find", data=b'{"threatInfo":{"threatTypes":"https://rahasia.test/"}}')
    assert answer.status_code == 400
    assert b"rahasia" not in answer.data


def test_errors_without_a_body_are_of_the_same_shape(service: Service, client: FlaskClient) -> None:
    assert client.get("/v5/hashList/lain?alt=json").json["error"]["status"] == "NOT_FOUND"
    assert client.put("/v4/threatLists").json["error"]["status"] == "UNIMPLEMENTED"
    assert client.get("/v4/lain", headers={"Accept": "text/html"}).json["error"]["status"] == "NOT_FOUND"
    assert binary("Status", client.get("/v5/lain").data).code == 5
    service.publish(ENTRIES, seq=int(service.clock()) + 1)
    answer = service.client().get("/v4/threatLists")
    assert answer.status_code == 200
    told = service.client().post("/v4/threatListUpdates:fetch", json=update_request())
    assert (told.status_code, told.json["error"]["status"]) == (503, "UNAVAILABLE")


def test_what_is_asked_costs_as_much_as_it_holds(tmp_path: Path) -> None:
    service = Service(tmp_path, settings={"CEKTAUTAN_LIMIT_CHECK": "3 per minute"})
    service.publish(ENTRIES, hashes=HASHES)
    client = service.client()
    assert client.post("/v4/threatMatches:find", json=matches_request("a.test", "b.test", "c.test")).status_code == 200
    refused = client.post("/v4/threatMatches:find", json=matches_request("a.test"))
    assert (refused.status_code, refused.json["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert refused.headers["Retry-After"]


@pytest.mark.parametrize(
    ("path", "limit"), [(FIND, "CHECK"), ("/v4/fullHashes:find", "CHECK"), ("/v4/threatListUpdates:fetch", "LISTS")]
)
def test_what_cannot_be_read_costs_a_share_too(tmp_path: Path, path: str, limit: str) -> None:
    service = Service(tmp_path, settings={f"CEKTAUTAN_LIMIT_{limit}": "2 per minute"})
    service.publish(ENTRIES, hashes=HASHES)
    client = service.client()
    assert [client.post(path, data=b"[").status_code for _ in range(3)] == [400, 400, 429]


def asked_lists(*lists: dict[str, Any]) -> dict[str, Any]:
    return {"listUpdateRequests": [{"threatType": "ACCURACY_TIPS", "threatEntryType": "URL", **each} for each in lists]}


PLATFORMS = [{"platformType": each} for each in ("ANY_PLATFORM", "WINDOWS", "LINUX", "OSX", "IOS", "ANDROID")]
TYPES = ("ACCURACY_TIPS", "SOCIAL_ENGINEERING", "SOCIAL_ENGINEERING_INTERNAL")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([{}, {}], "each list once"),
        ([{**each, "state": b64(bytes([at]))} for at, each in enumerate([*PLATFORMS, {}])], "up to 6 states"),
        ([{**each, "threatType": kind} for each in PLATFORMS for kind in TYPES], "up to 6 states"),
    ],
)
def test_one_list_is_not_answered_many_times_in_one_answer(
    client: FlaskClient, asked: list[dict[str, Any]], words: str
) -> None:
    answer = client.post("/v4/threatListUpdates:fetch", json=asked_lists(*asked))
    assert (answer.status_code, answer.json["error"]["details"][0]["fieldViolations"][0]["field"]) == (
        400, "listUpdateRequests",
    )  # fmt: skip
    assert words in answer.get_data(as_text=True)
    same = client.post("/v4/threatListUpdates:fetch", json=asked_lists(*PLATFORMS)).json["listUpdateResponses"]
    assert {each["newClientState"] for each in same} == {same[0]["newClientState"]}
    assert [each["platformType"] for each in same] == [each["platformType"] for each in PLATFORMS]


def test_nor_is_a_name_of_version_5(client: FlaskClient) -> None:
    answer = client.get("/v5/hashLists:batchGet?alt=json&names=se-4b&names=se-4b")
    assert (answer.status_code, answer.json["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_the_addresses_of_these_tests_are_spelt_as_clients_do() -> None:
    assert full_hash(canonical("https://palsu-kpu.test").whole) == SITE


def packed(urls: list[str], platforms: list[int], name: str = "FindThreatMatchesRequest") -> bytes:
    """A request in protocol buffers, in which a platform is a single byte."""
    asked = new(name)
    asked.threat_info.threat_types.extend([2, 17])
    asked.threat_info.platform_types.extend(platforms)
    for url in urls:
        asked.threat_info.threat_entries.add(url=url)
    data: bytes = asked.SerializeToString()
    return data


@pytest.mark.parametrize(
    ("path", "name"),
    [("threatMatches:find", "FindThreatMatchesRequest"), ("fullHashes:find", "FindFullHashesRequest")],
)
def test_what_is_named_many_times_is_refused(client: FlaskClient, path: str, name: str) -> None:
    answer = client.post(f"/v4/{path}", data=packed([], [6] * 200_000, name), content_type="application/x-protobuf")
    assert answer.status_code == 400
    assert b"threatInfo.platformTypes" in answer.data


def test_an_answer_never_repeats_more_than_the_largest_body(client: FlaskClient) -> None:
    urls = [f"https://youtu.be/GPdzHkn5M6M?x={'a' * 8_000}{number}" for number in range(500)]
    refused = client.post("/v4/threatMatches:find", data=packed(urls, [1, 2]), content_type="application/x-protobuf")
    assert refused.status_code == 413
    told = client.post("/v4/threatMatches:find", data=packed(urls, [6] * 60), content_type="application/x-protobuf")
    assert told.status_code == 200
    assert len(message_class("FindThreatMatchesResponse").FromString(told.data).matches) == 500  # type: ignore[attr-defined]
    assert len(told.data) < 5 << 20
