"""Decides which form of a body travels, and whether any has to (RFC 9110, sections 12.5.3 and 13.1.2)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from flask import Request, Response
from werkzeug.http import parse_accept_header, parse_etags

from cektautan.web.lists.bodies import Body

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

MOST_ACCEPTED = 1024
"""Signs of a list of what a client takes. A longer one, which nothing that people use sends, is not looked at."""
MOST_HELD = 8 * 1024
"""Signs of a list of tags that a client holds. Whoever sends a longer one is given the whole."""


class Reply(NamedTuple):
    """What travels, without a word about who sends it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@lru_cache(maxsize=256)
def choose(accept: str, offered: tuple[str, ...]) -> str | None:
    """The first offered encoding that the client takes, or None for the plain form.

    >>> choose("gzip, deflate, br", ("br", "gzip"))
    'br'
    >>> choose("br;q=0, gzip;q=0.5", ("br", "gzip"))
    'gzip'
    >>> choose("", ("br", "gzip"))

    """
    weights = {name.lower(): weight for name, weight in parse_accept_header(accept)}
    for encoding in offered:
        if weights.get(encoding, weights.get("*", 0)) > 0:
            return encoding
    return None


def reply(
    accept: str,
    known: str,
    body: Body,
    caching: str,
    headers: list[tuple[str, str]],
    vary: str = "Accept-Encoding",
) -> Reply:
    """What answers a GET of a body: all of it, or 304 where the client has this form already.

    Args:
        accept: the request's `Accept-Encoding`, empty where it has none.
        known: its `If-None-Match`, empty where it has none.
        body: what is asked for.
        caching: the `Cache-Control` of the answer.
        headers: what else the answer says.
        vary: what of a request the answer depends on.

    """
    # What was chosen is kept by the text that was sent, so that text is short.
    encoding = choose(accept if len(accept) <= MOST_ACCEPTED else "", body.encodings())
    tag = body.tag(encoding)
    # `Vary` stands on every answer, the plain one and the 304 too, or a cache would hand one client another's form.
    fixed = [("ETag", tag), ("Cache-Control", caching), ("Vary", vary), *headers]
    if known and len(known) <= MOST_HELD:
        wanted = parse_etags(known)
        if wanted.star_tag or wanted.contains_weak(tag.strip('"')):
            return Reply(304, fixed, b"")
    if encoding:
        fixed.append(("Content-Encoding", encoding))
    return Reply(200, [("Content-Type", body.content_type), *fixed], body.form(encoding))


def answer(
    request: Request, body: Body, caching: str, headers: list[tuple[str, str]], vary: str = "Accept-Encoding"
) -> Response:
    """The same as Flask's answer to a GET or HEAD."""
    asked = request.headers
    found = reply(asked.get("Accept-Encoding", ""), asked.get("If-None-Match", ""), body, caching, headers, vary)
    return as_response(found)


def as_response(found: Reply) -> Response:
    """A reply for Flask, which would call whatever says nothing of its type a page."""
    response = Response(found.body, found.status, found.headers)
    if found.status == 304:
        del response.headers["Content-Type"]
    return response
