"""Decides which form of a body travels, and whether any has to (RFC 9110, sections 12.5.3 and 13.1.2)."""

from __future__ import annotations

from functools import lru_cache

from flask import Request, Response
from werkzeug.http import parse_accept_header

from cektautan.web.lists.bodies import Body

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


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


def answer(
    request: Request, body: Body, caching: str, headers: list[tuple[str, str]], vary: str = "Accept-Encoding"
) -> Response:
    """The answer to a GET or HEAD of a body: whole, or 304 where the client has this form already."""
    encoding = choose(request.headers.get("Accept-Encoding", ""), body.encodings())
    tag = body.tag(encoding)
    # `Vary` stands on every answer, the plain one and the 304 too, or a cache would hand one client another's form.
    fixed = [("ETag", tag), ("Cache-Control", caching), ("Vary", vary), *headers]
    wanted = request.if_none_match
    if wanted and (wanted.star_tag or wanted.contains_weak(tag.strip('"'))):
        response = Response(status=304, headers=fixed)
        del response.headers["Content-Type"]
        return response
    if encoding:
        fixed.append(("Content-Encoding", encoding))
    return Response(body.form(encoding), headers=fixed, content_type=body.content_type)
