"""Listed pages are looked at again over the one client of far hosts: the right cases, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People, add, claim, listing
from tests.support.far import PUBLIC, Authority
from tests.support.far_site import Answer, FarSites, far_sites, moved
from tests.support.listed_pages import HOAX, OTHER, THIRD, WALLS, article, front
from werkzeug import Request, Response

from cektautan.desk.cases.closing import close
from cektautan.desk.patrol.noting import DETAIL
from cektautan.desk.patrol.run import Patrol, Round
from cektautan.desk.policy import Policy
from cektautan.outbound.protocol import Fetched
from cektautan.store.models import Case, Event, PageLook
from cektautan.store.transaction import Store

HOUR = 3600
HOST, FAR, SITE, RENAMED, OLD = "kabar.example", "jauh.example", "situs.example", "berganti.example", "lenyap.example"
TWIN = "ganda.example"
HOSTS = (
    HOST, FAR, SITE, RENAMED, OLD, "baru.web.id", "lama.web.id", "rdap.pandi.id", "www.youtube.com", "www.tiktok.com",
    "www.facebook.com", "consent.google.com", "mercusuar.uzone.id", "accounts.google.com", TWIN, f"www.{TWIN}",
)  # fmt: skip
LONG = 12
"""Looks in which everything has shown itself: four days of eight hours each."""


@pytest.fixture
def far(authority: Authority) -> Iterator[FarSites]:
    with far_sites(authority, *HOSTS) as sites:
        yield sites


@pytest.fixture
def patrol(policy: Policy, far: FarSites) -> Patrol:
    return Patrol(policy, far.world.client)


def rounds(patrol: Patrol, store: Store, begin: int, looks: int = LONG) -> int:
    """Let so many rounds pass, eight hours apart, and return when the last one was."""
    for n in range(looks):
        patrol.round(store, begin + n * 8 * HOUR)
        # Several rounds at one time: of one host a round asks for a few pages only.
        while (left := patrol.round(store, begin + n * 8 * HOUR + 1)).pages:
            assert left.pages <= 30
    return begin + looks * 8 * HOUR


def opened(store: Store) -> dict[str, str]:
    """What cases there are of the patrol: their keys, and what each says."""
    with store.reading() as session:
        found = session.scalars(select(Case).order_by(Case.id))
        return {each.key: each.details[DETAIL]["how"] for each in found}


def look_of(store: Store, key: str) -> PageLook:
    with store.reading() as session:
        return session.scalars(select(PageLook).where(PageLook.key == key)).one()


def rdap(name: str, *events: tuple[str, str]) -> Response:
    said = {
        "objectClassName": "domain", "ldhName": name.upper(),
        "events": [{"eventAction": action, "eventDate": at} for action, at in events],
    }  # fmt: skip
    return Response(json.dumps(said), content_type="application/rdap+json")


def video(title: str = "Video") -> Response:
    return Response(json.dumps({"type": "video", "title": title}), content_type="application/json")


def oembed(host: str, path: str, url: str) -> str:
    return f"https://{host}{path}?{urlencode({'format': 'json', 'url': url})}"


@dataclass(frozen=True)
class Way:
    """A listed page, and what becomes of it."""

    name: str
    key: str
    before: Callable[[], Answer] = article
    after: Callable[[], Answer] = article
    expect: str = ""
    at: str = ""
    """Where it stands, where that is not its key."""

    @property
    def url(self) -> str:
        return self.at or f"https://{self.key.partition(':')[2]}"


def page(name: str) -> str:
    return f"url:{HOST}/{name}"


_visits = count()


def elsewhere(_request: Request) -> Response:
    """A redirect to an address that is new each time."""
    return moved(f"https://{FAR}/toko?sesi={next(_visits)}", 302)


WAYS = (
    Way("the same article on another day", page("sama")),
    Way("the same, with a paragraph rewritten", page("sunting"), after=lambda: article(
        paragraphs=(*HOAX[:5], THIRD[0]))),
    Way("the same, longer", page("panjang"), after=lambda: article(extra="".join(f"<p>{each}</p>" for each in THIRD))),
    Way("the beginning alone, for subscribers", page("langganan"), after=lambda: article(
        paragraphs=HOAX[:2], extra="<p>Berlangganan untuk membaca selengkapnya.</p>")),
    Way("another text under the same address", page("ganti"), after=lambda: article("Cabai Turun", OTHER),
        expect="changed"),
    Way("a correction at the head of the same text", page("ralat"), after=lambda: article(
        head="<p>RALAT: redaksi meminta maaf, kabar di bawah ini tidak benar.</p>"), expect="changed"),
    Way("a soft 'not found' with status 200", page("lunak"), after=lambda: front(
        "Tidak ditemukan", "Halaman yang Anda cari tidak ada", "Coba cari dengan kata lain", "Kembali ke beranda"),
        expect="changed"),
    Way("404", page("hilang"), after=lambda: Response("tidak ada", status=404), expect="gone"),
    Way("410", page("dihapus"), after=lambda: Response("dihapus", status=410), expect="gone"),
    Way("a redirect to another site", page("pindah"), after=lambda: moved(f"https://{FAR}/judi"), expect="elsewhere"),
    Way("a redirect to another site, each time to another address", page("acak"), after=lambda: elsewhere,
        expect="elsewhere"),
    Way("a redirect to its own front page", page("beranda"), after=lambda: moved(f"https://{HOST}/"),
        expect="elsewhere"),
    Way("a redirect to another shape of the same key", page("bentuk"), after=lambda: moved(
        f"https://{HOST}/bentuk?utm_source=x")),
    Way("a permanent address on the same site, same text", page("nomor"), after=lambda: moved(f"https://{HOST}/tetap")),
    Way("500", page("galat"), after=lambda: Response("galat", status=500)),
    Way("503", page("sibuk"), after=lambda: Response("sibuk", status=503)),
    Way("403", page("larang"), after=lambda: Response("dilarang", status=403)),
    Way("429", page("banyak"), after=lambda: Response("terlalu sering", status=429)),
    Way("a document instead of a page", page("pdf"), after=lambda: Response(b"%PDF", content_type="application/pdf")),
    Way("an empty page", page("kosong"), after=lambda: "<html><title></title></html>"),
    Way("a page cut off in the middle", page("potong"), after=lambda: article(paragraphs=THIRD[:3], ends="<p>lalu")),
    Way("a page that is too large", page("besar"), after=lambda: article(extra="<p>" + "kata " * 900_000)),
    Way("a redirect to the login of Facebook", page("masuk-fb"), after=lambda: moved(
        "https://www.facebook.com/login/?next=x", 302)),
    Way("a redirect to Google's login", page("masuk-google"), after=lambda: moved(
        "https://accounts.google.com/v3/signin", 302)),
    Way("a redirect to Google's consent", page("izin"), after=lambda: moved("https://consent.google.com/m?gl=ID", 302)),
    Way("a redirect to a provider's filter", page("saring"), after=lambda: moved("https://mercusuar.uzone.id/", 302)),
    *(Way(f"a wall: {name}", page(f"dinding-{n}"), after=lambda text=text: text)
      for n, (name, text) in enumerate(WALLS.items())),
    Way("a name that nobody knows", f"url:{OLD}/berita", expect="gone"),
    Way("a listed site: other articles on its front page", f"domain:{SITE}",
        before=lambda: front("Kabar Situs", *OTHER[:5]), after=lambda: front("Kabar Situs", *THIRD[:5]),
        at=f"https://{SITE}/"),
    Way("a listed site: another site on its front page", f"host:{RENAMED}",
        before=lambda: front("Portal Bohong", *OTHER[:5]), after=lambda: front("Toko Sepatu", *THIRD[:5]),
        at=f"https://{RENAMED}/", expect="changed"),
    Way("a video that is there", "content:youtube:GPdzHkn5M6M", before=video, after=lambda: video("Judul lain"),
        at="https://www.youtube.com/watch?v=GPdzHkn5M6M"),
    Way("a video that is deleted", "content:youtube:abcdefghijk", before=video, after=lambda: Response(status=404),
        at="https://www.youtube.com/watch?v=abcdefghijk", expect="gone"),
    Way("a video that is private", "content:youtube:lmnopqrstuv", before=video, after=lambda: Response(status=403),
        at="https://www.youtube.com/watch?v=lmnopqrstuv"),
    Way("a video of which the platform says a word", "content:youtube:wxyzabcdefg", before=video,
        after=lambda: Response("Forbidden"), at="https://www.youtube.com/watch?v=wxyzabcdefg"),
    Way("a clip that is there", "content:tiktok:7123456789012345678", before=video, after=video,
        at="https://www.tiktok.com/@a/video/7123456789012345678"),
    Way("a post that cannot be observed", "content:facebook:123456", after=lambda: Response(status=404),
        at="https://www.facebook.com/watch/?v=123456"),
    Way("a front page that is listed by itself", f"url:{FAR}/", before=lambda: front("Jauh", *OTHER[:5]),
        after=lambda: front("Lain", *THIRD[:5])),
    Way("a name that was registered after the listing", "url:baru.web.id/berita", expect="registered"),
    Way("a name that was registered before", "url:lama.web.id/berita"),
)  # fmt: skip


def stands(way: Way, answer: Answer, far: FarSites) -> None:
    kind, _, rest = way.key.partition(":")
    platform = rest.partition(":")[0]
    if kind == "content" and platform in ("youtube", "tiktok"):
        far.pages[oembed(f"www.{platform}.com", "/oembed", way.url)] = answer
    else:
        far.pages[way.url] = answer


def test_each_page_opens_the_case_that_it_should_and_no_other(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    add(store, claim())
    for way in WAYS:
        content = way.key.startswith("content:")
        add(store, listing(
            key=way.key, url=way.url, platform=way.key.split(":")[1] if content else None,
            domain="" if content else way.key.partition(":")[2].partition("/")[0],
        ))  # fmt: skip
        stands(way, way.before(), far)
    far.pages["https://rdap.pandi.id/rdap/domain/baru.web.id"] = rdap(
        "baru.web.id", ("registration", "2026-09-18T03:00:00Z"), ("expiration", "2027-09-18T03:00:00Z")
    )
    far.pages["https://rdap.pandi.id/rdap/domain/lama.web.id"] = rdap(
        "lama.web.id", ("registration", "2019-02-01T00:00:00Z"), ("transfer", "2026-09-20T00:00:00Z")
    )
    far.pages[f"https://{HOST}/"] = front("Kabar Kita", *OTHER[:5])
    far.pages[f"https://{HOST}/tetap"] = article()
    far.pages[f"https://{HOST}/bentuk?utm_source=x"] = article()
    far.pages[f"https://{FAR}/judi"] = article("Situs lain", THIRD)
    for n in range(200):
        far.pages[f"https://{FAR}/toko?sesi={n}"] = article("Toko", OTHER)
    for host in ("www.facebook.com/login/?next=x", "accounts.google.com/v3/signin", "consent.google.com/m?gl=ID"):
        far.pages[f"https://{host}"] = article("Masuk", THIRD)
    far.pages["https://mercusuar.uzone.id/"] = article("Internet Positif", THIRD)
    later = rounds(patrol, store, NOW, 1)
    assert set(opened(store).values()) == {"registered"}
    later = rounds(patrol, store, later, 7)
    assert set(opened(store).values()) == {"registered"}
    for way in WAYS:
        stands(way, way.after(), far)
    far.forget(OLD)
    rounds(patrol, store, later)
    cases = opened(store)
    cases = {("url:baru.web.id/berita" if key == "registered:baru.web.id" else key): how for key, how in cases.items()}
    with store.reading() as session:
        looks = {each.key: each.outcome for each in session.scalars(select(PageLook))}
    print(  # noqa: T201 -- the table is the point
        "",
        *(f"{way.name:58} {looks.get(way.key, 'not looked at'):16} {cases.get(way.key, '-')}" for way in WAYS),
        sep="\n",
    )
    assert cases == {way.key: way.expect for way in WAYS if way.expect}
    assert not [each for each in far.asked if "facebook.com/watch" in each or each == f"https://{FAR}/"]
    with store.reading() as session:
        events = list(session.scalars(select(Event).where(Event.action == "case.opened")))
    assert len(events) == len(cases)
    assert not [each for each in events if HOST in (each.after or "")]


def watched(store: Store, far: FarSites, **values: object) -> str:
    """List one page that stands there."""
    add(store, claim(), listing(key=page("satu"), domain=HOST, **values))
    far.pages[f"https://{HOST}/satu"] = article()
    return f"https://{HOST}/satu"


def test_a_case_shows_what_it_was_and_what_it_is(store: Store, people: People, far: FarSites, patrol: Patrol) -> None:
    url = watched(store, far)
    patrol.round(store, NOW)
    far.pages[url] = article("Cabai Turun", OTHER)
    later = rounds(patrol, store, NOW + 48 * HOUR, 3)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
    said = case.details[DETAIL]
    assert (case.kind, case.lane, case.key, case.url) == ("changed_page", "checked", page("satu"), url)
    assert (case.listing_id, case.claim_id) == (1, "klaim-uji-2026")
    assert (said["how"], said["at"], said["since"]) == ("changed", NOW + 56 * HOUR, NOW + 48 * HOUR)
    assert said["kept"] < 20
    before, after = said["before"], said["after"]
    assert "Bantuan Tunai" in before["title"]
    assert "Cabai Turun" in after["title"]
    assert (before["at"], before["kept_as"], before["fingerprint"] != after["fingerprint"]) == (NOW, "look", True)
    assert before["excerpt"].startswith("Beredar kabar") or "Beredar kabar" in before["excerpt"]
    assert max(len(before["excerpt"]), len(after["excerpt"])) <= 500
    assert "sample" not in before
    assert later > case.opened_at


def test_one_look_is_a_doubt_and_a_notice_of_repair_passes(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    url = watched(store, far)
    patrol.round(store, NOW)
    for n, text in enumerate((article("Perbaikan", THIRD), article(), article("Cabai", OTHER), article())):
        far.pages[url] = text
        look = look_of(store, page("satu"))
        patrol.round(store, max(look.next_at, NOW + n))
    assert opened(store) == {}
    look = look_of(store, page("satu"))
    assert (look.outcome, look.doubt, look.doubt_times) == ("there", "", 0)


def test_missing_on_one_bad_day_is_not_gone(store: Store, people: People, far: FarSites, patrol: Patrol) -> None:
    url = watched(store, far)
    patrol.round(store, NOW)
    far.pages[url] = Response(status=404)
    for n in range(5):
        patrol.round(store, NOW + (48 + 8 * n) * HOUR)
    assert opened(store) == {}
    assert look_of(store, page("satu")).doubt_times == 5
    far.pages[url] = article()
    patrol.round(store, NOW + 95 * HOUR)
    assert look_of(store, page("satu")).doubt == ""


def test_a_look_that_saw_nothing_neither_confirms_nor_clears_a_doubt(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    url = watched(store, far)
    patrol.round(store, NOW)
    for n, answer in enumerate((404, 500, 404, 503, 404, 403, 404)):
        far.pages[url] = Response(status=answer)
        patrol.round(store, NOW + (48 + 8 * n) * HOUR)
        assert bool(opened(store)) is (n == 6)


def test_what_opened_a_case_opens_no_second_one_until_it_is_news(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    url = watched(store, far)
    patrol.round(store, NOW)
    far.pages[url] = article("Cabai Turun", OTHER)
    later = rounds(patrol, store, NOW + 48 * HOUR, 3)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
    close(store, policy, people.sari, case.id, case.version, "done", "Sudah dilihat.", later)
    later = rounds(patrol, store, later, 9)
    far.pages[url] = article()
    later = rounds(patrol, store, later, 9)
    far.pages[url] = article("Cabai Turun", OTHER)
    later = rounds(patrol, store, later, 9)
    with store.reading() as session:
        assert [each.status for each in session.scalars(select(Case))] == ["closed"]
    far.pages[url] = article("Pelatih Baru", THIRD)
    rounds(patrol, store, later, 9)
    with store.reading() as session:
        assert [each.status for each in session.scalars(select(Case).order_by(Case.id))] == ["closed", "open"]


def test_the_host_may_say_that_nothing_has_changed(store: Store, people: People, far: FarSites, patrol: Patrol) -> None:
    url, asked = watched(store, far), list[str | None]()
    text = article()

    def answer(request: object) -> Response:
        asked.append(request.headers.get("If-None-Match"))  # type: ignore[attr-defined]
        if asked[-1]:
            return Response(status=304)
        return Response(text, headers={"ETag": '"satu"'}, content_type="text/html")

    far.pages[url] = answer
    rounds(patrol, store, NOW, 13)
    assert asked == [None, '"satu"', '"satu"']
    assert look_of(store, page("satu")).outcome == "there"


def test_a_page_that_leads_elsewhere_by_now_is_not_as_it_was_because_that_place_is(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    url, text = watched(store, far), article("Toko", THIRD)

    def place(request: Request) -> Response:
        asked = request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since")
        return Response(status=304) if asked else Response(text, content_type="text/html")

    far.pages[url] = Response(article(), headers={"ETag": '"satu"', "Last-Modified": "Wed, 14 Oct 2026 18:00:00 GMT"},
                              content_type="text/html")  # fmt: skip
    patrol.round(store, NOW)
    assert look_of(store, page("satu")).etag == '"satu"'
    far.pages[url], far.pages[f"https://{FAR}/toko"] = moved(f"https://{FAR}/toko", 302), place
    rounds(patrol, store, NOW + 48 * HOUR, 3)
    assert opened(store) == {page("satu"): "elsewhere"}


@pytest.mark.parametrize(("listed", "stands"), [(f"www.{TWIN}", TWIN), (TWIN, f"www.{TWIN}")])
def test_a_page_is_not_gone_while_it_stands_under_the_other_name_of_its_key(
    sqlite_store: Store, far: FarSites, patrol: Patrol, listed: str, stands: str
) -> None:
    add(sqlite_store, claim(source=""), listing(key=f"url:{TWIN}/satu", url=f"https://{listed}/satu", domain=TWIN),
        listing(key=f"url:{FAR}/lain", domain=FAR))  # fmt: skip
    far.pages[f"https://{stands}/satu"] = far.pages[f"https://{FAR}/lain"] = article()
    far.forget(listed)
    rounds(patrol, sqlite_store, NOW)
    assert opened(sqlite_store) == {}
    assert look_of(sqlite_store, f"url:{TWIN}/satu").outcome == "there"
    far.forget(stands)
    rounds(patrol, sqlite_store, NOW + 400 * HOUR, 40)
    assert opened(sqlite_store) == {f"url:{TWIN}/satu": "gone"}


def test_a_dead_host_is_told_as_one(sqlite_store: Store, far: FarSites, patrol: Patrol) -> None:
    add(sqlite_store, claim(source=""), listing(key=page("satu"), domain=HOST))
    far.world.connector.dead = {PUBLIC}
    patrol.round(sqlite_store, NOW)
    assert look_of(sqlite_store, page("satu")).outcome == "unreachable"


def test_who_asks_programs_to_stay_away_is_not_looked_at(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    watched(store, far)
    far.pages[f"https://{HOST}/robots.txt"] = Response("User-agent: *\nDisallow: /\n", content_type="text/plain")
    rounds(patrol, store, NOW, 3)
    assert far.asked == [f"https://{HOST}/robots.txt"]
    assert look_of(store, page("satu")).outcome == "robots"
    assert opened(store) == {}


def test_a_name_that_leads_inside_is_not_asked(store: Store, people: People, far: FarSites, patrol: Patrol) -> None:
    watched(store, far)
    far.world.names.known[HOST] = [["10.0.0.7"]]
    rounds(patrol, store, NOW, 12)
    assert far.asked == []
    assert opened(store) == {}


def test_a_service_that_is_cut_off_finds_nothing_gone(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    watched(store, far)
    patrol.round(store, NOW)
    known, far.world.names.known = far.world.names.known, {}
    rounds(patrol, store, NOW + 48 * HOUR)
    assert opened(store) == {}
    assert look_of(store, page("satu")).outcome == "unreachable"
    far.world.names.known = known
    far.forget(HOST)
    rounds(patrol, store, NOW + 400 * HOUR)
    # Nothing else is looked at in these rounds, and .example has no registry that could be asked.
    assert opened(store) == {}


@pytest.mark.parametrize("answer", [Response(status=404), rdap("lama.web.id", ("registration", "2019-02-01"))])
def test_a_name_whose_registry_answers_is_gone_though_nobody_else_is_asked(
    sqlite_store: Store, far: FarSites, patrol: Patrol, answer: Response
) -> None:
    add(sqlite_store, claim(source=""), listing(key="url:lama.web.id/1", domain="lama.web.id"))
    far.pages["https://rdap.pandi.id/rdap/domain/lama.web.id"] = answer
    far.forget("lama.web.id")
    rounds(patrol, sqlite_store, NOW)
    assert opened(sqlite_store) == {"url:lama.web.id/1": "gone"}


def test_thousands_of_items_of_one_host_keep_no_other_page_from_its_turn(
    sqlite_store: Store, far: FarSites, patrol: Patrol
) -> None:
    add(sqlite_store, claim(source=""), *(
        listing(key=f"content:youtube:{n:011d}", url=f"https://www.youtube.com/watch?v={n:011d}", platform="youtube",
                domain="") for n in range(700)
    ), listing(key=page("satu"), domain=HOST))  # fmt: skip
    far.pages[f"https://{HOST}/satu"] = article()
    for n in range(3):
        # A round begins to watch some hundreds.
        patrol.round(sqlite_store, NOW + n)
    assert far.asked.count(f"https://{HOST}/satu") == 1


def test_a_round_is_bounded_and_takes_few_pages_of_one_host(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    add(store, claim(), *(listing(key=page(f"n/{n}"), domain=HOST) for n in range(7)),
        *(listing(key=f"url:{FAR}/n/{n}", domain=FAR) for n in range(2)))  # fmt: skip
    done = [patrol.round(store, NOW + n).pages for n in range(4)]
    assert done == [5, 3, 1, 0]


def test_a_round_that_is_cut_off_goes_on_where_it_stopped(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    add(store, claim(), listing(key=page("a"), domain=HOST), listing(key=page("b"), domain=HOST))

    def cut_off(_request: object) -> Response:
        patrol.fetcher.fetch = stop  # type: ignore[method-assign]
        return Response(article(), content_type="text/html")

    def stop(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    far.pages[f"https://{HOST}/a"], far.pages[f"https://{HOST}/b"] = cut_off, article()
    with pytest.raises(KeyboardInterrupt):
        patrol.round(store, NOW)
    del patrol.fetcher.fetch
    assert patrol.round(store, NOW + 1).pages == 1
    assert far.asked == [f"https://{HOST}/a", f"https://{HOST}/b"]


def test_a_page_or_domain_that_meets_a_defect_costs_itself_alone(
    store: Store, people: People, far: FarSites, patrol: Patrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, claim(), listing(key=page("a"), domain="baru.web.id"), listing(key=page("b"), domain="lama.web.id"))
    far.pages[f"https://{HOST}/a"] = far.pages[f"https://{HOST}/b"] = article()
    ask = patrol.fetcher.fetch

    def stumbles(address: str, **options: Any) -> Fetched:
        if address.endswith((f"{HOST}/a", "baru.web.id")):
            raise RecursionError
        return ask(address, **options)

    monkeypatch.setattr(patrol.fetcher, "fetch", stumbles)
    for n in range(2):
        done = patrol.round(store, NOW + n)
        assert (done.pages, done.domains, done.broken) == ((2, 2, 2) if n == 0 else (0, 0, 0))
    looks = [look_of(store, page(name)) for name in "ab"]
    assert [(each.outcome, each.next_at) for each in looks] == [("defect", NOW + 48 * HOUR), ("there", NOW + 48 * HOUR)]
    monkeypatch.undo()
    assert patrol.round(store, NOW + 48 * HOUR).broken == 0
    assert look_of(store, page("a")).outcome == "there"


def test_slow_pages_keep_no_domain_waiting(
    store: Store, people: People, far: FarSites, patrol: Patrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, claim(), *prepared()[1:])
    far.pages["https://baru.web.id/1"] = article()
    far.pages["https://rdap.pandi.id/rdap/domain/baru.web.id"] = rdap("baru.web.id", ("registration", "2026-09-18"))
    monkeypatch.setattr("cektautan.desk.patrol.run.SECONDS", 0.0)
    done = patrol.round(store, NOW)
    assert (done.pages, done.domains, done.cases) == (0, 1, ("registered",))


def test_what_is_told_no_more_is_forgotten(store: Store, people: People, far: FarSites, patrol: Patrol) -> None:
    watched(store, far)
    patrol.round(store, NOW)
    with store.deciding("operator", NOW + 1) as work:
        row = work.session.get_one(type(listing()), 1)
        row.status = "retracted"
        work.record("test.prepared", ("test", 1))
    assert patrol.round(store, NOW + 49 * HOUR) == Round()
    with store.reading() as session:
        assert session.scalars(select(PageLook)).all() == []


def test_a_new_owner_of_a_name_is_one_case_with_all_that_is_listed_there(
    store: Store, people: People, far: FarSites, patrol: Patrol
) -> None:
    add(store, claim(), *(
        listing(key=f"url:baru.web.id/{n}", domain="baru.web.id", listed=day)
        for n, day in enumerate((date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 20)))
    ))  # fmt: skip
    far.pages["https://rdap.pandi.id/rdap/domain/baru.web.id"] = rdap(
        "baru.web.id", ("registration", "2020-01-01T00:00:00Z"), ("reregistration", "2026-09-18T18:00:00Z")
    )
    for n in range(3):
        far.pages[f"https://baru.web.id/{n}"] = article()
    rounds(patrol, store, NOW, 30)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
    said = case.details[DETAIL]
    # Of Jakarta's day: 18.00 UTC is the next morning there.
    assert (said["how"], said["registered"], said["listed"]) == ("registered", "2026-09-19", "2026-08-01")
    assert (said["listings"], said["total"]) == ([1, 2], 2)
    assert far.asked.count("https://rdap.pandi.id/rdap/domain/baru.web.id") == 2


@pytest.mark.parametrize(("origin", "kinds"), [("import", ["registered"]), ("desk", [])])
def test_an_import_of_an_old_check_punishes_no_new_owner(
    store: Store, people: People, far: FarSites, patrol: Patrol, origin: str, kinds: list[str]
) -> None:
    old = claim(origin=origin)
    old.reviews[0].date = date(2017, 5, 2)
    add(store, old, listing(key="url:baru.web.id/1", domain="baru.web.id", listed=date(2026, 9, 1)))
    far.pages["https://baru.web.id/1"] = article()
    far.pages["https://rdap.pandi.id/rdap/domain/baru.web.id"] = rdap("baru.web.id", ("registration", "2023-03-03"))
    patrol.round(store, NOW)
    assert list(opened(store).values()) == kinds
    with store.reading() as session:
        said = [each.details[DETAIL] for each in session.scalars(select(Case))]
    assert [(each["listed"], each["known_on"]) for each in said] == [("2026-09-01", "2017-05-02")] * len(kinds)


@pytest.mark.parametrize(
    "answer",
    [
        Response(status=404), Response(status=500), Response("bukan json"), Response("[" * 100_000),
        Response(json.dumps({"objectClassName": "domain", "ldhName": "lain.web.id", "events": [
            {"eventAction": "registration", "eventDate": "2026-09-18T00:00:00Z"}]})),
        Response(json.dumps({"objectClassName": "domain", "ldhName": "baru.web.id", "events": [
            {"eventAction": "registration", "eventDate": "besok"}, 7, {"eventAction": "registration", "eventDate":
            "9999-12-31T23:59:59-12:00"}][:2]})),
        Response(json.dumps({"objectClassName": "domain", "ldhName": "baru.web.id", "events": [
            {"eventAction": "last changed", "eventDate": "2026-09-18T00:00:00Z"}]})),
    ],
)  # fmt: skip
def test_what_a_registry_does_not_say_is_nobodys_day(
    sqlite_store: Store, far: FarSites, patrol: Patrol, answer: Response
) -> None:
    add(sqlite_store, *prepared())
    far.pages["https://rdap.pandi.id/rdap/domain/baru.web.id"] = answer
    far.pages["https://baru.web.id/1"] = article()
    rounds(patrol, sqlite_store, NOW, 3)
    assert opened(sqlite_store) == {}


def prepared() -> tuple[object, ...]:
    return claim(source=""), listing(key="url:baru.web.id/1", domain="baru.web.id", listed=date(2026, 8, 1))
