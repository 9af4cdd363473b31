"""Interfaces that want a key: real servers that refuse a wrong one and give their rows part by part."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select, text
from tests.support.desk import NOW, People
from tests.support.far import Authority, Unhurried, World
from werkzeug import Request, Response

from cektautan.desk.errors import Invalid
from cektautan.desk.harvest import asking
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed, find_feed
from cektautan.desk.harvest.outcomes import Outcome
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.policy import Policy
from cektautan.store.models import Case, Event, Finding
from cektautan.store.transaction import Store

GOOGLE, MAFINDO, SITE, OTHER = (
    "factchecktools.googleapis.com", "yudistira.turnbackhoax.id", "turnbackhoax.id", "lain.example",
)  # fmt: skip
HOSTS = (GOOGLE, MAFINDO, SITE, OTHER)
SEARCH = f"https://{GOOGLE}/v1alpha1/claims:search?reviewPublisherSiteFilter={SITE}&languageCode=id"
LIST = f"https://{MAFINDO}/api/antihoax/"
KEYS = {"claims_search": "kunci-google-AAA", "mafindo": "kunci-mafindo-BBB"}
POST = "https://www.facebook.com/watch/?v=912345678901234"
HOUR = 3600


def check(number: int) -> str:
    return f"https://{SITE}/2026/09/20/salah-{number}/"


def row(number: int) -> dict[str, Any]:
    """A row as Mafindo's documentation shows it."""
    return {
        "id": str(number), "status": "2", "classification": "False Context", "title": f"[SALAH] Bantuan {number}",
        "content": "narasi", "fact": "penjelasan", "references": check(number), "source_issue": "Facebook",
        "source_link": f"https://www.facebook.com/watch/?v=91234567890{number:04d}", "tanggal": "2026-09-20",
    }  # fmt: skip


def claim(number: int) -> dict[str, Any]:
    """A claim as Google's documentation shows it."""
    return {
        "text": f"Bantuan {number}",
        "claimReview": [{
            "publisher": {"name": "TurnBackHoax", "site": SITE}, "url": check(number), "title": f"[SALAH] {number}",
            "reviewDate": "2026-09-20T00:00:00Z", "textualRating": "Salah", "languageCode": "id",
        }],
    }  # fmt: skip


def page(number: int) -> str:
    """The page of a check, which alone says where the hoax stands."""
    review = {
        "@context": "https://schema.org", "@type": "ClaimReview", "url": check(number), "datePublished": "2026-09-20",
        "claimReviewed": f"Bantuan {number}", "author": {"@type": "Organization", "name": "TurnBackHoax"},
        "reviewRating": {"@type": "Rating", "alternateName": "Salah"},
        "itemReviewed": {"@type": "Claim", "appearance": {"@type": "CreativeWork", "url": POST}},
    }  # fmt: skip
    return f'<title>Cek fakta</title><script type="application/ld+json">{json.dumps(review)}</script>'


class Mafindo:
    """Rows by limit and offset, for whoever has the key in the body of a POST; at most so many at once."""

    def __init__(self, rows: list[dict[str, Any]], at_once: int = 3, key: str = KEYS["mafindo"]) -> None:
        self.rows, self.at_once, self.key = rows, at_once, key
        self.asked: list[tuple[str, bytes]] = []
        self.broken_at = -1

    def __call__(self, request: Request) -> Response:
        self.asked.append((request.full_path, request.get_data()))
        form = request.form
        if request.method != "POST" or form.get("key") != self.key:
            return Response('{"status": false, "error": "Invalid API key"}', 403, content_type="application/json")
        offset, limit = int(form["offset"]), min(int(form["limit"]), self.at_once)
        if len(self.asked) - 1 == self.broken_at:
            return Response("galat", 502)
        return Response(json.dumps(self.rows[offset : offset + limit]), content_type="application/json")


class Google:
    """Claims by tokens, for whoever has the key in the head."""

    def __init__(self, parts: list[list[dict[str, Any]]], key: str = KEYS["claims_search"]) -> None:
        self.parts, self.key = parts, key
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Response:
        given = request.args.to_dict()
        self.asked.append(given)
        if request.headers.get("X-Goog-Api-Key") != self.key:
            told = {"error": {"code": 400, "details": [{"reason": "API_KEY_INVALID"}]}}
            return Response(json.dumps(told), 400, content_type="application/json")
        number = int(given.get("pageToken", "bagian-0").removeprefix("bagian-"))
        following = {"nextPageToken": f"bagian-{number + 1}"} if number + 1 < len(self.parts) else {}
        return Response(json.dumps({"claims": self.parts[number], **following}), content_type="application/json")


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    running.clear()
    running.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
    return running


@pytest.fixture
def far(authority: Authority, server: HTTPServer) -> World:
    return World.make(authority, server.port, HOSTS, Unhurried().pace())


@pytest.fixture
def harvest(far: World, policy: Policy) -> Harvester:
    return make_harvester(policy, far.client, KEYS)


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    register(store, "mafindo", LIST)
    register(store, "claims_search", SEARCH)
    return store


def register(store: Store, adapter: str, address: str, name: str = "") -> None:
    with store.deciding("operator", NOW) as work:
        wanted = FeedWritten(name or adapter.replace("_", "-"), "turnbackhoax", adapter, address)
        add_feed(work, wanted, ("mafindo", "claims_search", "feed"), "Mulai panen.")


def rows_at(server: HTTPServer, handler: Mafindo | Google) -> None:
    server.expect_request("/api/antihoax/").respond_with_handler(handler)
    server.expect_request("/v1alpha1/claims:search").respond_with_handler(handler)


def findings(store: Store) -> list[Finding]:
    with store.reading() as session:
        return list(session.scalars(select(Finding).order_by(Finding.id)))


def test_mafindo_is_asked_part_by_part_with_the_key_in_the_body(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    far = Mafindo([row(number) for number in range(7)])
    rows_at(server, far)
    outcome = harvest.feed(desk, "mafindo", NOW)
    assert (outcome.problem, outcome.taken.new, outcome.taken.cases) == ("", 7, 7)
    assert [body for _, body in far.asked] == [
        f"key={KEYS['mafindo']}&limit=200&offset={offset}".encode() for offset in (0, 3, 6, 7)
    ]
    assert {path for path, _ in far.asked} == {"/api/antihoax/?"}
    again = harvest.feed(desk, "mafindo", NOW + HOUR)
    assert (again.unchanged, len(findings(desk))) == (True, 7)


def test_a_search_of_google_leads_to_the_pages_which_alone_name_the_hoax(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    far = Google([[claim(1), claim(2)], [claim(3)]])
    rows_at(server, far)
    for number in (1, 2, 3):
        server.expect_request(f"/2026/09/20/salah-{number}/").respond_with_data(page(number), content_type="text/html")
    outcome = harvest.feed(desk, "claims-search", NOW)
    assert (outcome.problem, outcome.pages) == ("", 3)
    filters = {"reviewPublisherSiteFilter": SITE, "languageCode": "id", "pageSize": "50"}
    assert far.asked == [filters, {**filters, "pageToken": "bagian-1"}]
    found = findings(desk)
    assert [(each.page, each.appearances) for each in found] == [(check(number), [POST]) for number in (1, 2, 3)]
    with desk.reading() as session:
        assert [each.url for each in session.scalars(select(Case))] == [POST]


@pytest.mark.parametrize("feed", ["mafindo", "claims-search"])
def test_a_key_that_is_wrong_or_missing_is_a_problem_of_its_own(
    desk: Store, server: HTTPServer, far: World, policy: Policy, feed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = Mafindo([row(1)]) if feed == "mafindo" else Google([[claim(1)]])
    rows_at(server, answers)
    wrong = dict.fromkeys(KEYS, "kunci-salah-CCC")
    refused = make_harvester(policy, far.client, wrong).feed(desk, feed, NOW)
    asked = len(answers.asked)
    missing = make_harvester(policy, far.client, dict.fromkeys(KEYS, "")).feed(desk, feed, NOW + HOUR)
    assert (refused.problem, missing.problem) == ("key_refused", "key_missing")
    assert len(answers.asked) == asked == 1
    assert (findings(desk), "kunci-salah" in caplog.text) == ([], False)


def test_no_key_reaches_the_store(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    rows_at(server, Mafindo([row(1)]))
    harvest.feed(desk, "mafindo", NOW)
    with desk.reading() as session:
        kept = [
            repr(session.execute(text(f"SELECT * FROM {table}")).all()) for table in ("feeds", "findings", "events")
        ]
    assert "https://" in kept[0]
    assert not any(key in each for each in [*kept, repr(harvest)] for key in KEYS.values())


def test_a_key_goes_to_its_own_host_alone(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    register(desk, "mafindo", f"https://{OTHER}/api/antihoax/", "tiruan")
    register(desk, "claims_search", f"https://{OTHER}/v1alpha1/claims:search?query=a", "tiruan-dua")
    server.expect_request("/api/antihoax/").respond_with_json([row(1)])
    server.expect_request("/v1alpha1/claims:search").respond_with_json({"claims": [claim(1)]})
    for name in ("tiruan", "tiruan-dua"):
        assert harvest.feed(desk, name, NOW).problem == ""
    sent = [f"{request.url}{request.headers}{request.get_data()!r}" for request, _ in server.log]
    assert all(request.method == "GET" for request, _ in server.log)
    assert not any(key in each for each in sent for key in KEYS.values())


def test_an_interface_that_leads_elsewhere_is_not_followed(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    away = Response("pindah", 307, {"Location": f"https://{OTHER}/ambil"})
    server.expect_request("/api/antihoax/").respond_with_response(away)
    assert harvest.feed(desk, "mafindo", NOW).problem == "status"
    assert [request.host for request, _ in server.log] == [MAFINDO]


def test_a_part_that_fails_leaves_what_came_before_and_the_whole_is_asked_for_again(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    far = Mafindo([row(number) for number in range(7)])
    far.broken_at = 1
    rows_at(server, far)
    outcome = harvest.feed(desk, "mafindo", NOW)
    assert (outcome.problem, outcome.taken.new) == ("", 3)
    with desk.reading() as session:
        feed = find_feed(session, "mafindo")
    assert (feed.faults, feed.body_sha256) == (1, "")
    again = harvest.feed(desk, "mafindo", NOW + HOUR)
    assert (again.unchanged, again.taken.new) == (False, 4)


def test_what_came_in_part_makes_the_next_whole_round_no_jump(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    far = Mafindo([row(number) for number in range(70)], at_once=2)
    rows_at(server, far)
    with desk.deciding("system", NOW) as work:
        find_feed(work.session, "mafindo").rows = 70
    far.broken_at = 1
    assert harvest.feed(desk, "mafindo", NOW).taken.new == 2
    with desk.reading() as session:
        assert find_feed(session, "mafindo").rows == 70
    far.broken_at = -1
    far.at_once = 35
    again = harvest.feed(desk, "mafindo", NOW + HOUR)
    assert (again.taken.new, again.taken.offered) == (68, 18)


def test_checks_that_are_known_are_no_jump(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    far = Mafindo([row(number) for number in range(60)], at_once=60)
    rows_at(server, far)
    harvest.feed(desk, "mafindo", NOW)
    with desk.deciding("system", NOW) as work:
        find_feed(work.session, "mafindo").rows = 5
    far.rows = [row(number) for number in range(61)]
    # A day later there is room for it again.
    again = harvest.feed(desk, "mafindo", NOW + 24 * HOUR)
    assert (again.taken.new, again.taken.offered) == (1, 1)


@pytest.mark.parametrize("feed", ["mafindo", "claims-search"])
def test_a_filter_on_the_way_accuses_no_key(desk: Store, server: HTTPServer, harvest: Harvester, feed: str) -> None:
    refusal = Response("<html>Access denied, no API key needed</html>", 403, content_type="text/html")
    for path in ("/api/antihoax/", "/v1alpha1/claims:search"):
        server.expect_request(path).respond_with_response(refusal)
    assert harvest.feed(desk, feed, NOW).problem == "status"


def test_a_search_for_what_is_new_may_find_nothing(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    register(desk, "claims_search", f"{SEARCH}&maxAgeDays=7", "baru")
    rows_at(server, Google([[claim(1)]]))
    for name in ("baru", "claims-search"):
        assert harvest.feed(desk, name, NOW).problem == ""
    server.clear()
    rows_at(server, Google([[]]))
    assert [harvest.feed(desk, name, NOW + HOUR).problem for name in ("baru", "claims-search")] == ["", "emptied"]


def test_all_parts_together_have_so_much_time(
    desk: Store, server: HTTPServer, harvest: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WHOLE_SECONDS", 0.0)
    far = Mafindo([row(1)])
    rows_at(server, far)
    assert (harvest.feed(desk, "mafindo", NOW).problem, far.asked) == ("too_slow", [])


def test_a_host_that_gives_the_same_for_ever_is_asked_twice(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    asked: list[int] = []

    def same(_request: Request) -> Response:
        asked.append(1)
        return Response(json.dumps([row(1), row(2)]), content_type="application/json")

    server.expect_request("/api/antihoax/").respond_with_handler(same)
    assert harvest.feed(desk, "mafindo", NOW).taken.new == 2
    assert len(asked) == 2


def test_a_host_without_end_is_asked_for_so_many_parts(
    desk: Store, server: HTTPServer, harvest: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_PARTS", 4)
    far = Google([[claim(number)] for number in range(100)])
    rows_at(server, far)
    outcome: Outcome = harvest.feed(desk, "claims-search", NOW)
    assert (len(far.asked), outcome.taken.new) == (4, 4)
    with desk.reading() as session:
        assert find_feed(session, "claims-search").faults == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [(b"<html>masuk</html>", "not_this_format"), (b"[" * 10_000, "not_this_format"), (b'{"rows', "not_this_format")],
)
def test_an_answer_of_another_kind_keeps_what_was_known(
    desk: Store, server: HTTPServer, harvest: Harvester, body: bytes, problem: str
) -> None:
    server.expect_request("/api/antihoax/").respond_with_data(body)
    assert harvest.feed(desk, "mafindo", NOW).problem == problem


@pytest.mark.parametrize(
    ("adapter", "address", "field", "code"),
    [
        ("claims_search", f"{SEARCH}&key=abc", "address", "key_inside"),
        ("claims_search", f"{SEARCH}&KEY=abc", "address", "key_inside"),
        ("claims_search", f"{SEARCH}&access_token=abc", "address", "key_inside"),
        ("claims_search", f"https://{GOOGLE}/v1alpha1/claims:search?languageCode=id", "address", "no_filter"),
        ("claims_search", f"{SEARCH}&pageToken=7", "address", "not_as_documented"),
        ("claims_search", f"http://{GOOGLE}/v1alpha1/claims:search?query=a", "address", "not_as_documented"),
        ("claims_search", f"https://{GOOGLE}/v1/?query=a", "address", "not_as_documented"),
        ("mafindo", f"{LIST}?key=abc", "address", "key_inside"),
        ("mafindo", f"https://{MAFINDO}/Antihoax/abc", "address", "not_as_documented"),
        ("feed", LIST, "adapter", "of_interface"),
    ],
)
def test_an_address_that_would_carry_a_key_or_is_not_the_interface_is_not_registered(
    store: Store, people: People, adapter: str, address: str, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        register(store, adapter, address)
    assert (refused.value.field, refused.value.code) == (field, code)
    with store.reading() as session:
        assert session.scalars(select(Event).where(Event.action == "feed.added")).all() == []
