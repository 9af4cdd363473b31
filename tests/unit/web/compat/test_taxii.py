"""TAXII 2.1 by the committee's own client over HTTP: discovery, pages, what is new, retractions, and refusals."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from taxii2client import as_pages
from taxii2client.v21 import Collection, Server
from tests.support.exported import ALL, KINDS, WITHDRAWN, Exporting
from werkzeug.serving import make_server

from cektautan.publish.exports.formats import WRITERS
from cektautan.web.compat.taxii.asked import MEDIA
from cektautan.web.compat.taxii.collection import COLLECTION
from cektautan.web.compat.taxii.endpoints import ROOT

OBJECTS = f"{ROOT}collections/{COLLECTION}/objects/"
START_OF_ALL = "1970-01-01T00:00:00.000000Z"


@dataclass
class Running:
    """A service that a client of others speaks to."""

    exporting: Exporting
    address: str

    def collection(self) -> Collection:
        (root,) = Server(f"{self.address}/taxii2/").api_roots
        (found,) = root.collections
        return found


@pytest.fixture
def exporting(tmp_path: Path) -> Exporting:
    service = Exporting(tmp_path)
    service.publish_story()
    return service


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of one service for whoever only reads."""
    service = Exporting(tmp_path_factory.mktemp("exporting"))
    service.publish_story()
    return service.client()


@pytest.fixture
def running(exporting: Exporting) -> Iterator[Running]:
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    exporting.settings["CEKTAUTAN_PUBLIC_URL"] = address
    server.app = exporting.client().application
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Running(exporting, address)
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_committees_client_finds_and_reads_the_collection(running: Running) -> None:
    collection = running.collection()
    assert (collection.id, collection.can_read, collection.can_write) == (COLLECTION, True, False)
    found = collection.get_objects()["objects"]
    bundle = json.loads(WRITERS["stix.json"](running.exporting.sheet()))["objects"]
    # Ids are made of the address that readers use, which is another one here.
    assert {each["pattern"] for each in found if "pattern" in each} == {e["pattern"] for e in bundle if "pattern" in e}
    one = collection.get_object(found[1]["id"])["objects"]
    assert one == [found[1]]


def test_pages_together_are_the_whole(running: Running) -> None:
    collection = running.collection()
    whole = collection.get_objects()["objects"]
    pages = list(as_pages(collection.get_objects, per_request=3))
    assert [each["id"] for page in pages for each in page["objects"]] == [each["id"] for each in whole]
    assert [len(page["objects"]) for page in pages] == [3, 3, 2]
    manifest = [each for page in as_pages(collection.get_manifest, per_request=5) for each in page["objects"]]
    assert [each["id"] for each in manifest] == [each["id"] for each in whole]


def test_what_is_new_is_told_once_and_a_retraction_is_new(running: Running) -> None:
    collection = running.collection()
    late = collection.get_objects(added_after="2026-10-14T17:00:00Z")["objects"]
    assert [(each["revoked"], WITHDRAWN.key[-11:] in each["pattern"]) for each in late] == [(True, True)]
    assert collection.get_objects(added_after="2026-10-14T18:00:00Z") == {}


def test_headers_tell_when_the_first_and_the_last_came(client: FlaskClient) -> None:
    answer = client.get(OBJECTS, headers={"Accept": MEDIA})
    assert answer.headers["Content-Type"] == MEDIA
    assert answer.headers["X-TAXII-Date-Added-First"] == START_OF_ALL
    assert answer.headers["X-TAXII-Date-Added-Last"] == "2026-10-14T18:00:00.000000Z"
    assert answer.headers["Vary"] == "Accept"
    page = client.get(f"{OBJECTS}?limit=1").json
    assert (page["more"], len(page["objects"])) == (True, 1)
    rest = client.get(f"{OBJECTS}?next={page['next']}").json
    assert "more" not in rest
    assert len(rest["objects"]) == 7


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("match[type]=indicator", 7), ("match[type]=identity", 1), ("match[type]=identity,indicator", 8),
        ("match[type]=malware", 0), ("match[spec_version]=2.1", 8), ("match[spec_version]=2.0", 0),
        ("match[version]=all", 8), ("match[version]=first", 8), ("match[version]=2020-01-01T00:00:00.000Z", 0),
        ("unknown=1", 8),
    ],
)  # fmt: skip
def test_filters_of_the_standard(client: FlaskClient, query: str, count: int) -> None:
    assert len(client.get(f"{OBJECTS}?{query}").json.get("objects", ())) == count


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=-1", "added_after=yesterday", "next=%27", "added_after=2026-13-01T00:00:00Z"]
)
def test_a_value_that_cannot_be_is_refused_in_taxiis_words(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{OBJECTS}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, MEDIA)
    assert answer.json["http_status"] == "400"
    assert query.partition("=")[0] in answer.json["title"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (MEDIA, 200), ("application/taxii+json; version=2.1", 200), ("application/taxii+json", 200), ("*/*", 200),
        ("", 200), ("application/json", 406), ("application/taxii+json;version=2.0", 406), ("text/html", 406),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/taxii2/", ROOT, f"{ROOT}collections/", OBJECTS])
def test_only_taxii_is_told(client: FlaskClient, path: str, accept: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA)


@pytest.mark.parametrize(
    "path",
    [
        f"{ROOT}collections/{'0' * 8}-0000-0000-0000-{'0' * 12}/",
        f"{OBJECTS}indicator--none/",
        f"{ROOT}collections/x/objects/",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json["http_status"]) == (404, "404")


def test_nothing_can_be_written(client: FlaskClient) -> None:
    assert client.post(OBJECTS, json={"objects": []}).status_code == 405


@pytest.mark.parametrize("path", ["/taxii2", ROOT[:-1], OBJECTS[:-1]])
def test_the_last_slash_may_be_left_out(client: FlaskClient, path: str) -> None:
    assert client.get(path).data == client.get(f"{path}/").data
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/taxii2/x", 404), (f"{ROOT}x/", 404), (f"{OBJECTS}?a=%00", 400)])
def test_every_error_is_taxiis_own(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": MEDIA})
    assert (answer.status_code, answer.headers["Content-Type"], answer.json["http_status"]) == (
        status, MEDIA, str(status),
    )  # fmt: skip


def test_what_is_left_of_a_share_stands_on_every_answer(exporting: Exporting) -> None:
    exporting.settings["CEKTAUTAN_LIMIT_LISTS"] = "3 per minute"
    client = exporting.client()
    told = [client.get(path) for path in (OBJECTS, f"{OBJECTS}none/", f"{OBJECTS}?limit=0", OBJECTS)]
    assert [each.status_code for each in told] == [200, 404, 400, 429]
    assert [each.headers["RateLimit"].split(";")[1] for each in told] == ["r=2", "r=1", "r=0", "r=0"]
    assert (told[-1].headers["Content-Type"], told[-1].json["http_status"]) == (MEDIA, "429")
    assert told[-1].headers["Retry-After"]


def test_a_service_without_a_list_says_so_in_taxiis_words(tmp_path: Path) -> None:
    answer = Exporting(tmp_path).client().get(OBJECTS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, MEDIA)


def test_filters_together_and_pages_of_them(client: FlaskClient) -> None:
    held = client.get(f"{OBJECTS}?match[type]=indicator").json["objects"]
    ids = ",".join(each["id"] for each in held[1:4])
    query = f"{OBJECTS}?match[id]={ids}&match[type]=indicator,identity&match[version]=last"
    page = client.get(f"{query}&limit=2").json
    rest = client.get(f"{query}&limit=2&next={page['next']}").json
    assert [each["id"] for each in page["objects"] + rest["objects"]] == [each["id"] for each in held[1:4]]
    assert "more" not in rest


def test_versions_of_an_object_are_its_last(client: FlaskClient) -> None:
    found = client.get(f"{OBJECTS}?match[type]=indicator&limit=1").json["objects"][0]
    assert client.get(f"{OBJECTS}{found['id']}/versions/").json == {"versions": [found["modified"]]}


def test_the_same_indicator_has_the_same_id_in_every_set(exporting: Exporting) -> None:
    before = {each["id"] for each in exporting.client().get(OBJECTS).json["objects"]}
    exporting.clock.move(60)
    exporting.publish([*ALL, KINDS["content"]])
    assert {each["id"] for each in exporting.client().get(OBJECTS).json["objects"]} == before
