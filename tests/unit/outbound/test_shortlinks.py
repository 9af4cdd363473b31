"""Where a short link leads: asked of known hosts only, hop by hop, and the end never opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import Authority, World
from werkzeug import Response

from cektautan.core.address import NotJudgeable
from cektautan.core.rules import Rules
from cektautan.outbound.protocol import Hop
from cektautan.outbound.shortlinks import MOST_HOPS, CannotResolve, Destination, Link, NotAShortLink, resolve
from cektautan.publish.rules_bundle import load_rules

HOSTS = ("s.id", "bit.ly", "tinyurl.com", "www.facebook.com", "vt.tiktok.com")
VIDEO = "https://www.youtube.com/watch?v=GPdzHkn5M6M&t=9"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(Path("rules")))


@pytest.fixture(scope="module")
def running(authority: Authority) -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server(*HOSTS), threaded=True) as server:
        yield server


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    running.clear()
    return running


@dataclass
class Says:
    """A client that is told what one answer said, for what no server library would send."""

    location: str

    def first_hop(self, url: str, seconds: float) -> Hop:
        return Hop(302, self.location)


@pytest.fixture
def world(authority: Authority, server: HTTPServer) -> World:
    return World.make(authority, server.port, HOSTS)


def leads(server: HTTPServer, path: str, location: str, status: int = 302) -> None:
    server.expect_request(path).respond_with_response(Response(status=status, headers={"Location": location}))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_address_behind_a_short_link_is_found(server: HTTPServer, world: World, rules: Rules, status: int) -> None:
    leads(server, "/abc", VIDEO, status)
    chain = (Link("https://s.id/abc", "content:short:s.id/abc"),)
    assert resolve("http://s.id/abc", rules, world.client) == Destination(VIDEO, "content:youtube:GPdzHkn5M6M", chain)
    assert world.names.asked == ["s.id"]


def test_a_short_link_behind_a_short_link_is_followed(server: HTTPServer, world: World, rules: Rules) -> None:
    leads(server, "/abc", "https://bit.ly/3xA93aW")
    leads(server, "/3xA93aW", "https://vt.tiktok.com/ZSabcdef/")
    leads(server, "/ZSabcdef/", "https://www.tiktok.com/@akun/video/7311111111111111111?_r=1")
    found = resolve("https://s.id/abc", rules, world.client)
    assert found.url == "https://www.tiktok.com/@akun/video/7311111111111111111?_r=1"
    assert found.key == "content:tiktok:7311111111111111111"
    assert [link.url for link in found.chain] == [
        "https://s.id/abc", "https://bit.ly/3xA93aW", "https://vt.tiktok.com/ZSabcdef/",
    ]  # fmt: skip
    assert world.names.asked == ["s.id", "bit.ly", "vt.tiktok.com"]


def test_a_chain_of_five_hops_is_told_whole(server: HTTPServer, world: World, rules: Rules) -> None:
    names = ("s.id/satu", "bit.ly/dua", "tinyurl.com/tiga", "s.id/empat", "vt.tiktok.com/ZSlima000/")
    for link, onward in pairwise([*names, ""]):
        path = link[link.index("/") :]
        leads(server, path, f"https://{onward}" if onward else VIDEO, 301)
    found = resolve(f"https://{names[0]}", rules, world.client)
    assert [link.url for link in found.chain] == [f"https://{name}" for name in names]
    assert (found.hops, found.key) == (5, "content:youtube:GPdzHkn5M6M")
    assert len({link.key for link in found.chain}) == 5
    sys.stdout.write("\n\na chain of five hops\n")
    for link in [*found.chain, found]:
        sys.stdout.write(f"  {link.url:<48} {link.key}\n")


def test_the_address_found_is_never_opened(server: HTTPServer, world: World, rules: Rules) -> None:
    for end in ("https://kabar.example/berita", "http://10.0.0.1/x", "https://localhost/", "http://[::1]:8000/"):
        server.clear()
        leads(server, "/abc", end)
        assert resolve("https://s.id/abc", rules, world.client).url == end
    assert set(world.names.asked) == {"s.id"}


def test_what_the_sharer_left_in_a_link_is_not_sent_on(server: HTTPServer, world: World, rules: Rules) -> None:
    leads(server, "/share/v/1AbCdEfGhI/", "https://www.facebook.com/reel/1234567890123")
    resolve("https://m.facebook.com/share/v/1AbCdEfGhI/?mibextid=penanda&fbclid=penanda", rules, world.client)
    request, _ = server.log[0]
    assert request.query_string == b""


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/berita/1?x=1#atas", "https://s.id/berita/1?x=1#atas"),
        ("berita/1", "https://s.id/berita/1"),
        ("../../berita/./1", "https://s.id/berita/1"),
        ("//kabar.example", "https://kabar.example/"),
        ("HTTPS:\\\\KABAR.example\\berita", "https://kabar.example/berita"),
        (" https://kabar\t.example/caf%C3%A9 ", "https://kabar.example/caf%C3%A9"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_a_location_is_read_as_a_browser_reads_it(rules: Rules, location: str, url: str) -> None:
    found = resolve("https://s.id/abc", rules, Says(location))
    assert (found.url, found.hops) == (url, 1)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "intent://x#Intent;end", "http://",
     "https://a b/", "https://" + "a" * 300 + ".com/", "https://kabar.example/" + "a" * 9000, "mailto:a@b.example"],
)  # fmt: skip
def test_a_location_that_is_no_web_address_is_an_error(rules: Rules, location: str) -> None:
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/abc", rules, Says(location))
    assert failed.value.reason == "bad_target"


def test_links_that_lead_to_one_another_end(server: HTTPServer, world: World, rules: Rules) -> None:
    leads(server, "/abc", "https://bit.ly/def")
    leads(server, "/def", "https://s.id/abc")
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/abc", rules, world.client)
    assert (failed.value.reason, len(server.log)) == ("no_redirect", 2)


def test_a_chain_without_end_ends(server: HTTPServer, world: World, rules: Rules) -> None:
    for number in range(20):
        leads(server, f"/a{number}", f"https://s.id/a{number + 1}")
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/a0", rules, world.client)
    assert (failed.value.reason, len(server.log)) == ("too_many_hops", MOST_HOPS)


def test_all_hops_share_one_time(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    now, given = 1000.0, []

    class Slow:
        def first_hop(self, url: str, seconds: float) -> Hop:
            nonlocal now
            given.append(seconds)
            now += 5
            return Hop(302, f"{url}x")

    monkeypatch.setattr("cektautan.outbound.deadline.time.monotonic", lambda: now)
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/abc", rules, Slow())
    assert (failed.value.reason, given) == ("too_slow", [12, 7, 2])


def test_a_login_that_would_return_here_is_no_answer(server: HTTPServer, world: World, rules: Rules) -> None:
    here = "https://www.facebook.com/share/v/1AbCdEfGhI/"
    leads(server, "/share/v/1AbCdEfGhI/", "/login/?next=https%3A%2F%2Fwww.facebook.com%2Fshare%2Fv%2F1AbCdEfGhI%2F")
    with pytest.raises(CannotResolve) as failed:
        resolve(here, rules, world.client)
    assert failed.value.reason == "no_redirect"


@pytest.mark.parametrize(
    ("status", "reason"),
    [(200, "no_redirect"), (204, "no_redirect"), (300, "no_redirect"), (302, "no_redirect"), (403, "no_redirect"),
     (404, "gone"), (410, "gone"), (429, "no_redirect"), (503, "no_redirect")],
)  # fmt: skip
def test_an_answer_that_leads_nowhere_is_an_error(
    server: HTTPServer, world: World, rules: Rules, status: int, reason: str
) -> None:
    server.expect_request("/abc").respond_with_response(Response("halaman", status))
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/abc", rules, world.client)
    assert failed.value.reason == reason


def test_a_host_that_cannot_be_reached_is_an_error(world: World, rules: Rules) -> None:
    with pytest.raises(CannotResolve) as failed:
        resolve("https://tiny.cc/abc", rules, world.client)
    assert failed.value.reason == "unreachable"
    world.names.known["s.id"] = [["10.0.0.1"]]
    with pytest.raises(CannotResolve) as failed:
        resolve("https://s.id/abc", rules, world.client)
    assert failed.value.reason == "not_allowed"


@pytest.mark.parametrize(
    "url",
    [VIDEO, "https://kabar.example/", "https://www.facebook.com/", "https://s.id/", "https://s.id.example/abc",
     "https://s.id:8443/abc", "https://10.0.0.1/abc", "https://localhost/abc", "https://example.com/?u=https://s.id/abc"],
)  # fmt: skip
def test_nobody_is_asked_about_any_other_address(world: World, rules: Rules, url: str) -> None:
    with pytest.raises(NotAShortLink):
        resolve(url, rules, world.client)
    assert world.names.asked == []


@pytest.mark.parametrize("url", ["", "ftp://s.id/abc", "s.id/abc", "https://s.id/" + "a" * 9000])
def test_what_cannot_be_judged_cannot_be_resolved(world: World, rules: Rules, url: str) -> None:
    with pytest.raises(NotJudgeable):
        resolve(url, rules, world.client)
    assert world.names.asked == []
