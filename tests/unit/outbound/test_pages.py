"""One public page, fetched on a moderator's word: bounded, checked at each redirect, and never anything but a page."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import World
from werkzeug import Request, Response

from cektautan.outbound.errors import BadAnswer, NotAllowed, Unreachable
from cektautan.outbound.pages import MOST_BYTES, Page, PinnedPages

HOST = "cek.example"
HOSTS = (HOST,)
ARTICLE = f"https://{HOST}/salah-1"


@pytest.fixture
def pages(world: World) -> PinnedPages:
    return PinnedPages(world.client)


def test_a_page_comes_back_as_text(server: HTTPServer, pages: PinnedPages) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response("<title>Cek fakta é</title>", content_type="text/html; charset=utf-8")

    server.expect_request("/salah-1").respond_with_handler(answer)
    assert pages.page(ARTICLE, 5) == Page(ARTICLE, 200, "<title>Cek fakta é</title>")
    assert set(seen[0].headers.keys()) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_page_in_pieces_comes_back_whole(server: HTTPServer, pages: PinnedPages) -> None:
    def answer(_request: Request) -> Response:
        return Response(iter(["<p>", "a" * 100_000, "</p>"]), content_type="text/html; charset=x-unknown")

    server.expect_request("/salah-1").respond_with_handler(answer)
    assert len(pages.page(ARTICLE, 5).text) == 100_007


def test_a_redirect_is_followed_and_checked_anew(server: HTTPServer, pages: PinnedPages) -> None:
    server.expect_request("/lama").respond_with_response(Response(status=301, headers={"Location": "/salah-1"}))
    server.expect_request("/salah-1").respond_with_data("x", content_type="text/html")
    assert pages.page(f"https://{HOST}/lama", 5).url == ARTICLE


@pytest.mark.parametrize("location", ["ftp://cek.example/salah-1", "https://127.0.0.1/", "https://cek.example:8443/"])
def test_a_redirect_to_what_is_not_public_is_refused(server: HTTPServer, pages: PinnedPages, location: str) -> None:
    server.expect_request("/lama").respond_with_response(Response(status=302, headers={"Location": location}))
    with pytest.raises(NotAllowed):
        pages.page(f"https://{HOST}/lama", 5)


def test_redirects_without_end_are_given_up(server: HTTPServer, pages: PinnedPages) -> None:
    server.expect_request("/lama").respond_with_response(Response(status=302, headers={"Location": "/lama"}))
    with pytest.raises(BadAnswer):
        pages.page(f"https://{HOST}/lama", 5)


@pytest.mark.parametrize(
    "answer",
    [
        Response(b"%PDF", content_type="application/pdf"),
        Response(b"x", content_type="text/html", headers={"Content-Encoding": "gzip"}),
        Response(b"x", content_type="text/html", headers={"Content-Encoding": "zstd"}),
        Response(b"a" * (MOST_BYTES + 1), content_type="text/html"),
    ],
    ids=["another kind", "not what it says", "packed unasked", "too much"],
)
def test_what_is_no_page_is_refused(server: HTTPServer, pages: PinnedPages, answer: Response) -> None:
    server.expect_request("/salah-1").respond_with_response(answer)
    with pytest.raises(BadAnswer):
        pages.page(ARTICLE, 5)


def test_a_name_that_nobody_knows_is_unreachable(pages: PinnedPages) -> None:
    with pytest.raises(Unreachable):
        pages.page("https://tidak-ada.example/", 5)
