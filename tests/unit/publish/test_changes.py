"""The public chain against the head in a manifest: whatever was altered, left out, cut off or made anew is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cektautan.core.chain import START, canonical, link_hash
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.manifest import ChainHead
from cektautan.publish.changes import PAGE_LINES, served_changes, verify_changes


def chain(count: int, word: str = "list") -> list[bytes]:
    lines, before = [], START
    for seq in range(1, count + 1):
        link = {"seq": seq, "event_seq": seq, "body": canonical({"op": word, "at": seq}), "prev_hash": before}
        before = link_hash(link)
        lines.append(canonical({**link, "hash": before}).encode())
    return lines


def head(lines: list[bytes]) -> ChainHead:
    """The head as a manifest names it, from the documents' own words: the hash is the last line's."""
    return ChainHead(len(lines), lines[-1].split(b'"hash":"')[1][:64].decode()) if lines else ChainHead(0, START)


def refusal(lines: list[bytes], signed: ChainHead) -> tuple[ErrorCode, str]:
    with pytest.raises(FormatError) as caught:
        verify_changes(lines, signed)
    return caught.value.code, caught.value.detail


def test_a_whole_chain_may_have_grown_since_the_manifest() -> None:
    lines = chain(9)
    assert verify_changes(lines, head(lines)) == 9
    assert verify_changes(lines, head(lines[:5])) == 9
    assert verify_changes(lines, head([])) == 9
    assert verify_changes([], head([])) == 0


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda lines: [*lines[:3], *lines[4:]], "changes: line 4 does not follow from the one before"),
        (lambda lines: lines[1:], "changes: line 1 does not follow from the one before"),
        (lambda lines: [*lines[:2], lines[2].replace(b"list", b"lift"), *lines[3:]], "changes: line 3 was changed"),
        (lambda lines: [*lines[:4], lines[3], *lines[4:]], "changes: line 5 does not follow from the one before"),
        (lambda _: chain(9, "lift"), "changes: line 7 is not the one that the manifest names"),
        (lambda lines: [*lines[:6], *chain(9, "lift")[6:]], "changes: line 7 does not follow from the one before"),
    ],
)
def test_the_first_line_that_does_not_fit_is_named(broken: Callable[[list[bytes]], list[bytes]], says: str) -> None:
    lines = chain(9)
    code, detail = refusal(broken(lines), head(lines[:7]))
    assert code is ErrorCode.BAD_CHECKSUM
    assert detail.startswith(says)


def test_a_chain_that_ends_before_the_manifests_line_is_cut_off() -> None:
    lines = chain(9)
    assert refusal(lines[:8], head(lines)) == (ErrorCode.TRUNCATED, "changes: 8 lines, and the manifest names line 9")


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b'{"seq":1}', b'{"seq":true}', b"\xff"])
def test_what_is_no_line_is_bad_format(text: bytes) -> None:
    lines = chain(2)
    code, detail = refusal([lines[0], text], head(lines))
    assert code is ErrorCode.BAD_FORMAT
    assert detail.startswith("changes: line 2")


def test_a_line_without_end_is_too_large() -> None:
    assert refusal([b" " * (1 << 17)], head(chain(1)))[0] is ErrorCode.TOO_LARGE


def test_a_served_chain_is_read_page_by_page_as_far_as_the_manifest(httpserver: HTTPServer) -> None:
    lines, asked = chain(2 * PAGE_LINES + 5), []

    def answer(request: Request) -> Response:
        after = int(request.args["after"])
        asked.append(after)
        return Response(b"".join(line + b"\n" for line in lines[after : after + int(request.args["limit"])]))

    httpserver.expect_request("/v1/changes").respond_with_handler(answer)
    server = httpserver.url_for("").rstrip("/")
    signed = head(lines[: PAGE_LINES + 1])
    assert verify_changes(served_changes(server, signed), signed) == 2 * PAGE_LINES
    assert asked == [0, PAGE_LINES]
    del lines[PAGE_LINES:]
    with pytest.raises(FormatError, match="truncated"):
        verify_changes(served_changes(server, signed), signed)


def test_a_service_that_does_not_tell_its_chain_is_unreachable(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/changes").respond_with_data("", status=503)
    signed = head(chain(1))
    with pytest.raises(FormatError, match="unreachable") as caught:
        verify_changes(served_changes(httpserver.url_for("").rstrip("/"), signed), signed)
    assert caught.value.code is ErrorCode.UNREACHABLE
