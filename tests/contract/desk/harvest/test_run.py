"""A fact-checker publishes; a round of the harvest reads it over the one client of far hosts, and opens cases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from tests.support.desk import NOW, People, add, claim
from tests.support.far import Authority, Unhurried, World
from werkzeug import Request, Response

from cektautan.core.days import day_of
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed, find_feed, set_status
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import Adapter, Document, Reading
from cektautan.store.models import Batch, BatchRow, Case, Event, Feed, FeedPage, Finding, Review
from cektautan.store.transaction import Store

HOST = "turnbackhoax.id"
OTHER = "blog.lain.example"
HOSTS = (HOST, OTHER)
CHECK = f"https://{HOST}/2026/09/20/salah-bantuan/"
POST = "https://www.facebook.com/watch/?v=912345678901234"
HOUR = 3600


def page(rating: str = "Salah", appearance: str = POST, url: str = CHECK) -> str:
    """The page of a check, as a publisher's content system writes it."""
    review = {
        "@context": "https://schema.org", "@type": "ClaimReview", "url": url, "datePublished": "2026-09-20",
        "claimReviewed": "Bantuan tunai dibagikan lewat tautan.",
        "author": {"@type": "Organization", "name": "TurnBackHoax", "url": f"https://{HOST}/"},
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "itemReviewed": {"@type": "Claim", "appearance": {"@type": "CreativeWork", "url": appearance}},
    }  # fmt: skip
    return f'<title>Cek fakta</title><script type="application/ld+json">{json.dumps(review)}</script>'


def feed(*pages: str) -> str:
    items = "".join(f"<item><title>Cek</title><link>{each}</link></item>" for each in pages)
    return f'<rss version="2.0"><channel><title>Cek Fakta</title><link>https://{HOST}/</link>{items}</channel></rss>'


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    running.clear()
    running.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
    return running


@pytest.fixture
def harvest(authority: Authority, server: HTTPServer, policy: Policy) -> Harvester:
    return make_harvester(policy, World.make(authority, server.port, HOSTS, Unhurried().pace()).client, {})


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    register(store, "tbh-feed", "feed", f"https://{HOST}/feed/")
    return store


def register(store: Store, name: str, adapter: str, address: str, source: str = "turnbackhoax") -> None:
    with store.deciding("operator", NOW) as work:
        add_feed(work, FeedWritten(name, source, adapter, address), {adapter}, "Mulai panen.")


def serve(server: HTTPServer, *pages: str) -> None:
    """Serve the feed with these pages, each with the same check."""
    server.expect_request("/feed/").respond_with_data(feed(*pages), content_type="application/rss+xml")
    for each in pages:
        server.expect_request(each.removeprefix(f"https://{HOST}")).respond_with_data(page(), content_type="text/html")


def state(store: Store, name: str = "tbh-feed") -> Feed:
    with store.reading() as session:
        return find_feed(session, name)


def cases(store: Store) -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case).order_by(Case.id)))


def test_a_new_check_in_a_feed_is_a_case_after_one_round(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    server.expect_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    (outcome,) = harvest.round(desk, NOW)
    assert (outcome.problem, outcome.taken.new, outcome.taken.cases, outcome.pages) == ("", 1, 1, 1)
    (case,) = cases(desk)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
    assert (found.case_id, found.verdict, found.rating, found.source_id) == (case.id, "false", "Salah", "turnbackhoax")
    assert case.url == POST
    assert harvest.round(desk, NOW + 60) == ()


def test_what_has_not_changed_is_asked_for_with_a_condition_and_not_read_again(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    conditions: list[str | None] = []

    def answer(request: Request) -> Response:
        conditions.append(request.headers.get("If-None-Match"))
        if conditions[-1] == '"satu"':
            return Response(status=304)
        return Response(feed(CHECK), headers={"ETag": '"satu"'}, content_type="application/rss+xml")

    server.expect_request("/feed/").respond_with_handler(answer)
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    harvest.round(desk, NOW)
    (again,) = harvest.round(desk, NOW + HOUR)
    assert conditions == [None, '"satu"']
    assert (again.unchanged, again.problem, again.pages) == (True, "", 0)
    assert state(desk).good_at == NOW + HOUR


def test_a_page_without_a_check_is_asked_again_a_few_times_and_ever_later(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.path)
        return Response("<title>Pengumuman</title><p>Kami pindah kantor.</p>", content_type="text/html")

    server.expect_request("/feed/").respond_with_data(
        feed(f"https://{HOST}/kabar/"), content_type="application/rss+xml"
    )
    server.expect_request("/kabar/").respond_with_handler(answer)
    days = []
    for hour in range(0, 60 * 24, 6):
        before = len(asked)
        harvest.round(desk, NOW + hour * HOUR)
        if len(asked) > before:
            days.append(hour // 24)
    assert days == [0, 1, 3, 7, 14]
    assert cases(desk) == []


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (500, "galat", "status"),
        (404, "tidak ada", "gone"),
        (200, "<!doctype html><title>Masuk</title><p>Silakan masuk.</p>", "not_this_format"),
        (200, feed(), "emptied"),
        (200, "", "not_this_format"),
    ],
)
def test_a_feed_that_fails_keeps_what_was_known_of_it_and_says_so(
    desk: Store, server: HTTPServer, harvest: Harvester, status: int, body: str, problem: str
) -> None:
    server.expect_oneshot_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    harvest.round(desk, NOW)
    server.expect_request("/feed/").respond_with_data(body, status=status, content_type="text/html")
    (outcome,) = harvest.round(desk, NOW + HOUR)
    assert outcome.problem == problem
    fares = state(desk)
    assert (fares.detail != "") is (problem == "not_this_format")
    assert (fares.problem, fares.failures, fares.rows, fares.good_at) == (problem, 1, 1, NOW)
    with desk.reading() as session:
        assert session.scalars(select(Finding)).one().state == "offered"
        assert session.scalars(select(Event).where(Event.action == "feed.failing")).one().object_id == "tbh-feed"


def test_a_source_that_leads_to_a_private_address_is_not_asked(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    away = Response(status=302, headers={"Location": "https://127.0.0.1/feed"})
    server.expect_request("/feed/").respond_with_response(away)
    (outcome,) = harvest.round(desk, NOW)
    assert outcome.problem == "not_allowed"


def test_a_list_becomes_an_import_that_waits_and_only_when_it_changes(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    register(desk, "daftar", "hosts", f"https://{HOST}/hosts.txt")
    server.expect_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    server.expect_oneshot_request("/hosts.txt").respond_with_data("0.0.0.0 hoaks-satu.example\n")
    first = harvest.feed(desk, "daftar", NOW)
    server.expect_oneshot_request("/hosts.txt").respond_with_data("0.0.0.0 hoaks-satu.example\n")
    second = harvest.feed(desk, "daftar", NOW + HOUR)
    server.expect_request("/hosts.txt").respond_with_data("0.0.0.0 hoaks-satu.example\n0.0.0.0 hoaks-dua.example\n")
    third = harvest.feed(desk, "daftar", NOW + 2 * HOUR)
    assert (first.batch is not None, second.batch, second.unchanged) == (True, None, True)
    with desk.reading() as session:
        batches = {each.id: each.status for each in session.scalars(select(Batch))}
    assert batches == {first.batch: "replaced", third.batch: "uploaded"}


def test_a_page_speaks_for_its_own_site_alone(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    serve(server, CHECK)
    harvest.round(desk, NOW)
    forged = page("Benar").replace("TurnBackHoax", "Bukan TurnBackHoax")
    server.expect_request("/lain/feed").respond_with_data(feed(f"https://{OTHER}/palsu"), content_type="text/xml")
    server.expect_request("/palsu").respond_with_data(forged, content_type="text/html")
    register(desk, "lain", "feed", f"https://{OTHER}/lain/feed", source="tempo-cek-fakta")
    outcome = harvest.feed(desk, "lain", NOW + HOUR)
    assert (outcome.problem, outcome.taken.new, outcome.taken.changed) == ("", 0, 0)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
    assert (found.verdict, found.source_id, found.was) == ("false", "turnbackhoax", {})


def test_what_a_feed_of_data_says_of_others_is_nobodys_check_until_a_person_confirms_it(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    item = json.loads(page().partition('json">')[2].partition("</script>")[0])
    data = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [item]}]}
    server.expect_request("/data.json").respond_with_json(data)
    register(desk, "data", "datafeed", f"https://{OTHER}/data.json", source="tempo-cek-fakta")
    assert harvest.feed(desk, "data", NOW).taken.new == 1
    with desk.reading() as session:
        assert session.scalars(select(Finding)).one().source_id is None
    serve(server, CHECK)
    harvest.feed(desk, "tbh-feed", NOW)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
    assert (found.source_id, found.page) == ("turnbackhoax", CHECK)
    item["reviewRating"]["alternateName"] = "Benar"
    server.expect_request("/data-2.json").respond_with_json(data)
    register(desk, "data-2", "datafeed", f"https://{OTHER}/data-2.json", source="tempo-cek-fakta")
    harvest.feed(desk, "data-2", NOW + HOUR)
    with desk.reading() as session:
        assert session.scalars(select(Finding)).one().verdict == "false"


def test_dead_links_at_the_head_of_a_feed_keep_no_new_check_from_being_read(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    dead = [f"https://{HOST}/mati/{number}" for number in range(40)]
    server.expect_request("/feed/").respond_with_data(feed(*dead, CHECK), content_type="application/rss+xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    for number in range(40):
        server.expect_request(f"/mati/{number}").respond_with_data("tidak ada", status=404)
    first, second = harvest.feed(desk, "tbh-feed", NOW), harvest.feed(desk, "tbh-feed", NOW + 1)
    assert (first.pages, first.left, second.pages, second.left) == (30, 11, 11, 0)
    assert len(cases(desk)) == 1


def test_a_check_that_leaves_its_page_is_gone_after_three_looks(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    serve(server, CHECK)
    harvest.round(desk, NOW)
    server.clear()
    server.expect_request("/robots.txt").respond_with_data("")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data("<title>Cek</title><p>Dicabut.</p>")
    for look in range(1, 4):
        with desk.reading() as session:
            assert session.scalars(select(Finding)).one().state == "offered"
        harvest.checks.read(desk, "tbh-feed", CHECK, NOW + look * HOUR)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
    assert (found.state, found.missing) == ("gone", 3)


def test_a_page_that_fails_says_nothing_about_its_check(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    serve(server, CHECK)
    harvest.round(desk, NOW)
    server.clear()
    server.expect_request("/robots.txt").respond_with_data("")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data("galat", status=503)
    for look in range(1, 6):
        harvest.checks.read(desk, "tbh-feed", CHECK, NOW + look * HOUR)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
    assert (found.state, found.missing, found.looked_at) == ("offered", 0, NOW + 5 * HOUR)


def test_an_index_of_sitemaps_is_followed(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    index = f"<sitemapindex><sitemap><loc>https://{HOST}/bagian.xml</loc></sitemap></sitemapindex>"
    part = f"<urlset><url><loc>{CHECK}</loc><lastmod>2026-09-20</lastmod></url></urlset>"
    server.expect_request("/sitemap_index.xml").respond_with_data(index, content_type="application/xml")
    server.expect_request("/bagian.xml").respond_with_data(part, content_type="application/xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    register(desk, "peta", "sitemap", f"https://{HOST}/sitemap_index.xml")
    assert harvest.feed(desk, "peta", NOW).taken.cases == 1


class Broken:
    """An adapter with a defect."""

    name = "broken"

    def recognises(self, document: Document) -> bool:
        return False

    def read(self, document: Document) -> Reading:
        raise KeyError("a defect")


def test_a_defect_that_one_feed_meets_stops_no_other(desk: Store, server: HTTPServer, harvest: Harvester) -> None:
    serve(server, CHECK)
    server.expect_request("/a").respond_with_data("x")
    register(desk, "a-rusak", "broken", f"https://{HOST}/a")
    with_defect = replace(harvest, adapters={**harvest.adapters, "broken": Broken()})
    outcomes = {each.feed: each.problem for each in with_defect.round(desk, NOW)}
    assert outcomes == {"a-rusak": "defect", "tbh-feed": ""}
    assert state(desk, "a-rusak").tried_at == NOW


class Stumbling:
    """A reader of pages with a defect that one of them meets."""

    name = "page"

    def __init__(self, reads: Adapter) -> None:
        self._reads = reads

    def recognises(self, document: Document) -> bool:
        return self._reads.recognises(document)

    def read(self, document: Document) -> Reading:
        if document.address == CHECK:
            raise KeyError("a defect")
        return self._reads.read(document)


def stumbling_over_pages(harvest: Harvester) -> Harvester:
    return replace(harvest, checks=replace(harvest.checks, adapter=Stumbling(harvest.checks.adapter)))


def test_a_defect_that_one_page_meets_costs_that_page_alone(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    second = f"https://{HOST}/2026/09/21/salah-undian/"
    server.expect_request("/feed/").respond_with_data(feed(CHECK, second), content_type="application/rss+xml")
    for each in (CHECK, second):
        path = each.removeprefix(f"https://{HOST}")
        server.expect_request(path).respond_with_data(page(url=each), content_type="text/html")
    stumbling = stumbling_over_pages(harvest)
    (outcome,) = stumbling.round(desk, NOW)
    assert (outcome.problem, outcome.pages, outcome.taken.broken, outcome.taken.new) == ("", 2, 1, 1)
    with desk.reading() as session:
        left = {page.url: (page.outcome, page.next_at) for page in session.scalars(select(FeedPage))}
    assert left == {CHECK: ("defect", NOW + HOUR), second: ("checks", None)}


def test_a_check_that_meets_a_defect_does_not_stand_before_all_others_for_ever(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    serve(server, CHECK)
    harvest.round(desk, NOW)
    check = Review(source_id="turnbackhoax", url=CHECK, rating="Salah", verdict="false", date=date(2026, 9, 20))
    add(desk, claim(source="", reviews=[check]))
    stumbling, later = stumbling_over_pages(harvest), NOW + 240 * HOUR
    assert stumbling.checks.read_again(desk, later).broken == 1
    assert stumbling.checks.read_again(desk, later + 60).broken == 0


def test_a_page_that_is_well_again_is_not_asked_in_every_round(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    answers = [Response(page(), headers={"ETag": '"a"'}, content_type="text/html"), Response(status=503)]
    asked: list[str | None] = []

    def answer(request: Request) -> Response:
        asked.append(request.headers.get("If-None-Match"))
        return answers.pop(0) if answers else Response(status=304)

    server.expect_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_handler(answer)
    harvest.round(desk, NOW)
    harvest.checks.read(desk, "tbh-feed", CHECK, NOW + HOUR)
    for hour in range(2, 10):
        harvest.feed(desk, "tbh-feed", NOW + hour * HOUR)
    assert asked == [None, '"a"', '"a"']


def test_the_number_of_a_line_of_a_list_is_never_given_out_again(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    """What walks new lines goes by the last number that it saw."""
    with desk.deciding("system", NOW) as work:
        batch = Batch(name="x", file_name="", file_sha256="", status="uploaded", uploaded_at=NOW)
        work.session.add(batch)
        work.session.flush()
        rows = [BatchRow(batch_id=batch.id, line=1, subject="a.example", verdict="new") for _ in range(2)]
        work.session.add(rows[0])
        work.session.flush()
        first = rows[0].id
        work.session.delete(rows[0])
        work.session.flush()
        work.session.add(rows[1])
        work.session.flush()
        assert rows[1].id > first


def test_a_feed_that_jumps_opens_no_case_before_a_person_has_looked(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    """More than a transaction takes in, so that the whole counts and not its parts."""

    def data(count: int) -> dict[str, object]:
        item = json.loads(page().partition('json">')[2].partition("</script>")[0])
        found = [{**item, "url": f"https://{HOST}/cek/{number}"} for number in range(count)]
        return {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": found}]}

    register(desk, "data", "datafeed", f"https://{HOST}/data.json")
    server.expect_oneshot_request("/data.json").respond_with_json(data(12))
    harvest.feed(desk, "data", NOW)
    before = len(cases(desk))
    server.expect_oneshot_request("/data.json").respond_with_json(data(162))
    taken = harvest.feed(desk, "data", NOW + HOUR).taken
    assert (taken.new, taken.held, taken.cases) == (150, 150, 0)
    (batch,) = cases(desk)[before:]
    assert (batch.kind, batch.details) == ("import", {"feed": "data", "jump": True})


@pytest.mark.parametrize("status", ["paused", "distrusted"])
def test_a_page_of_a_stopped_feed_is_asked_by_another_that_names_it(
    desk: Store, server: HTTPServer, harvest: Harvester, status: str
) -> None:
    register(desk, "second", "sitemap", f"https://{HOST}/peta.xml")
    places = f"<urlset><url><loc>{CHECK}</loc></url></urlset>"
    etag = {"ETag": '"satu"'}
    server.expect_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/peta.xml").respond_with_data(places, content_type="application/xml", headers=etag)
    server.expect_oneshot_request("/2026/09/20/salah-bantuan/").respond_with_data("", status=503)
    harvest.feed(desk, "tbh-feed", NOW)
    assert harvest.feed(desk, "second", NOW).left == 0, "each page is asked by one feed"
    with desk.deciding("operator", NOW) as work:
        set_status(work, "tbh-feed", status, "Berhenti.")
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    outcome = harvest.feed(desk, "second", NOW + 2 * HOUR)
    assert (outcome.pages, outcome.taken.new, outcome.taken.cases) == (1, 1, 1)


def test_a_page_of_a_feed_whose_day_is_over_is_asked_by_another_that_names_it(
    desk: Store, server: HTTPServer, harvest: Harvester
) -> None:
    register(desk, "second", "sitemap", f"https://{HOST}/peta.xml")
    places = f"<urlset><url><loc>{CHECK}</loc></url></urlset>"
    etag = {"ETag": '"satu"'}
    server.expect_request("/feed/").respond_with_data(feed(CHECK), content_type="application/rss+xml")
    server.expect_request("/peta.xml").respond_with_data(places, content_type="application/xml", headers=etag)
    server.expect_oneshot_request("/2026/09/20/salah-bantuan/").respond_with_data("", status=503)
    harvest.feed(desk, "tbh-feed", NOW)
    assert harvest.feed(desk, "second", NOW).left == 0, "each page is asked by one feed"
    server.expect_request("/2026/09/20/salah-bantuan/").respond_with_data(page(), content_type="text/html")
    with desk.deciding("operator", NOW) as work:
        find_feed(work.session, "tbh-feed").expires = day_of(NOW) - timedelta(days=1)
        work.session.scalars(select(FeedPage)).one().held = True
    outcomes = {each.feed: each for each in harvest.round(desk, NOW + 2 * HOUR)}
    assert "tbh-feed" not in outcomes
    taken = outcomes["second"].taken
    # What came with a jump is looked at by a person first, whoever asks for it.
    assert (outcomes["second"].pages, taken.new, taken.held) == (1, 1, 1)
    assert {each.unchanged for each in harvest.round(desk, NOW + 5 * HOUR)} == {True}
