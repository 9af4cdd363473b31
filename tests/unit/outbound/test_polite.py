"""Patrols ask as a guest does: robots.txt first, a pause between requests; who cannot say is left alone."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import AGENT, PUBLIC, Authority, Unhurried, World
from werkzeug import Response

from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import NotWelcome, TooManyHops, TooSoon, Troubled, UnknownName, Unreachable
from cektautan.outbound.pace import LEAST_SECONDS, MOST_SECONDS
from cektautan.outbound.robots import AGAIN_SECONDS, HOLDS_SECONDS, Robots
from cektautan.outbound.target import read_target

HOST, OTHER = "kabar.example", "cek.example"
HOSTS = (HOST, OTHER)
PAGE = f"https://{HOST}/berita"


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    running.clear()
    running.expect_request("/berita").respond_with_data("isi")
    running.expect_request("/lain").respond_with_data("isi")
    return running


@pytest.fixture
def time() -> Unhurried:
    return Unhurried()


@pytest.fixture
def world(authority: Authority, server: HTTPServer, time: Unhurried) -> World:
    return World.make(authority, server.port, HOSTS, time.pace())


def says(server: HTTPServer, text: str, status: int = 200) -> None:
    server.expect_request("/robots.txt").respond_with_data(text, status)


def paths(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


def test_robots_are_asked_once_and_then_the_page(server: HTTPServer, world: World) -> None:
    says(server, "User-agent: *\nDisallow: /rahasia")
    for _ in range(2):
        assert world.fetch(PAGE, polite=True, seconds=60).body == b"isi"
    assert paths(server) == ["/robots.txt", "/berita", "/berita"]


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: CekTautan\nDisallow: /berita\n\nUser-agent: *\nAllow: /",
        "User-agent: *\nDisallow: /*rita$",
        "User-agent: *\nDisallow: /b\nAllow: /be\nDisallow: /ber",
    ],
)
def test_a_page_that_is_not_to_be_read_is_not_read(server: HTTPServer, world: World, text: str) -> None:
    says(server, text)
    with pytest.raises(NotWelcome):
        world.fetch(PAGE, polite=True)
    assert paths(server) == ["/robots.txt"]


@pytest.mark.parametrize("text", ["User-agent: LainBot\nDisallow: /", "User-agent: *\nDisallow:", "", "<html>\0"])
def test_rules_for_others_and_no_rules_allow(server: HTTPServer, world: World, text: str) -> None:
    says(server, text)
    assert world.fetch(PAGE, polite=True).body == b"isi"


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_host_without_the_file_allows_everything(server: HTTPServer, world: World, status: int) -> None:
    says(server, "", status)
    assert world.fetch(PAGE, polite=True).body == b"isi"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_that_cannot_say_is_left_alone(server: HTTPServer, world: World, status: int) -> None:
    says(server, "", status)
    for _ in range(2):
        with pytest.raises(Troubled):
            world.fetch(PAGE, polite=True)
    assert paths(server) == ["/robots.txt"]


def test_a_dead_host_is_not_told_as_one_that_refuses_programs(server: HTTPServer, world: World) -> None:
    world.connector.dead = {PUBLIC}
    for _ in range(2):
        with pytest.raises(Unreachable) as failed:
            world.fetch(PAGE, polite=True)
        assert not isinstance(failed.value, UnknownName)


def test_a_robots_file_that_leads_nowhere_keeps_its_own_reason(server: HTTPServer, world: World) -> None:
    away = Response(status=302, headers={"Location": f"https://{OTHER}/robots.txt"})
    back = Response(status=302, headers={"Location": f"https://{HOST}/robots.txt"})
    server.expect_request("/robots.txt").respond_with_handler(lambda request: back if request.host == OTHER else away)
    with pytest.raises(TooManyHops):
        world.fetch(PAGE, polite=True)


def test_the_host_of_each_hop_is_asked(server: HTTPServer, world: World) -> None:
    server.expect_request("/pindah").respond_with_response(
        Response(status=301, headers={"Location": f"https://{OTHER}/x"})
    )
    server.expect_request("/robots.txt").respond_with_handler(
        lambda request: Response("User-agent: *\nDisallow: /x" if request.host == OTHER else "")
    )
    with pytest.raises(NotWelcome):
        world.fetch(f"https://{HOST}/pindah", polite=True)
    assert paths(server) == ["/robots.txt", "/pindah", "/robots.txt"]


def test_who_is_waited_for_asks_no_robots(server: HTTPServer, world: World, time: Unhurried) -> None:
    says(server, "User-agent: *\nDisallow: /")
    for _ in range(3):
        assert world.fetch(PAGE).body == b"isi"
    assert (paths(server), time.waited) == (["/berita"] * 3, [])


@pytest.mark.parametrize(("delay", "pause"), [("", LEAST_SECONDS), ("7", 7.0), ("9999", MOST_SECONDS), ("0.1", 2.0)])
def test_a_pause_is_kept_between_two_requests(
    server: HTTPServer, world: World, time: Unhurried, delay: str, pause: float
) -> None:
    says(server, f"User-agent: *\nCrawl-delay: {delay}" if delay else "")
    for address in (PAGE, f"https://{HOST}/lain", f"https://{OTHER}/lain"):
        world.fetch(address, polite=True, seconds=60)
    assert time.waited == [pause]


def test_who_has_no_time_to_wait_is_told_so(server: HTTPServer, world: World, time: Unhurried) -> None:
    says(server, "User-agent: *\nCrawl-delay: 20")
    world.fetch(PAGE, polite=True)
    with pytest.raises(TooSoon):
        world.fetch(PAGE, polite=True, seconds=10)
    assert paths(server).count("/berita") == 1
    time.now += 20
    assert world.fetch(PAGE, polite=True).body == b"isi"


def test_what_a_host_said_holds_for_an_hour_and_a_failure_for_minutes(
    server: HTTPServer, world: World, time: Unhurried
) -> None:
    robots, target = Robots(world.client, AGENT, time.clock), read_target(PAGE)
    server.expect_ordered_request("/robots.txt").respond_with_data("", 503)
    server.expect_ordered_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 3")
    server.expect_ordered_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /")
    with pytest.raises(Troubled):
        robots.pause(target, Deadline(5))
    time.now += AGAIN_SECONDS
    assert robots.pause(target, Deadline(5)) == 3.0
    time.now += HOLDS_SECONDS - 1
    assert robots.pause(target, Deadline(5)) == 3.0
    time.now += 1
    with pytest.raises(NotWelcome):
        robots.pause(target, Deadline(5))


def test_of_a_name_that_nobody_knows_there_is_nobody_to_be_polite_to(server: HTTPServer, world: World) -> None:
    with pytest.raises(UnknownName):
        world.fetch("https://hilang.example/berita", polite=True)


@pytest.mark.parametrize("polite", [True, False])
def test_a_host_that_points_at_an_unknown_name_is_known_itself(
    server: HTTPServer, world: World, *, polite: bool
) -> None:
    says(server, "")
    away = Response(status=302, headers={"Location": "https://hilang.example/"})
    server.expect_request("/pergi").respond_with_response(away)
    with pytest.raises(Unreachable) as failed:
        world.fetch(f"https://{HOST}/pergi", polite=polite, seconds=60)
    assert not isinstance(failed.value, UnknownName)
