"""Writes what a host answered as a WARC, the format in which web archives keep pages (ISO 28500).

One record for each answer on the way and the body with the last. The body is kept unpacked, as it was read; the fields
that said how it travelled are kept under other names, as archives do. Nothing in it is ever run or shown by us.
"""

from __future__ import annotations

import datetime
import re
from io import BytesIO
from typing import Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cektautan.outbound.protocol import Answer, Fetched

MEDIA_TYPE: Final = "application/warc"
KEPT_AS: Final = "X-Archive-Orig-"
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What a field may be called (RFC 9110, section 5.6.2); a host that writes another name is not kept word for word."""
_NOT_PLAIN: Final = re.compile(r"[^\x20-\x7e]")
_OF_THE_WAY: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def write_warc(fetched: Fetched, software: str, now: int) -> bytes:
    """Return the answers as a compressed WARC; `now` is when they came, in Unix seconds."""
    out = BytesIO()
    date = datetime.datetime.fromtimestamp(now, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    facts = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("", facts))
    for answer in fetched.answers:
        body = fetched.body if answer is fetched.answers[-1] else b""
        record = writer.create_warc_record(
            answer.address,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=_head(answer, len(body)),
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
    return out.getvalue()


def _head(answer: Answer, length: int) -> StatusAndHeaders:
    fields = [
        (f"{KEPT_AS}{name}" if name.lower() in _OF_THE_WAY else name, _plain(value))
        for name, value in answer.fields
        if _NAME.fullmatch(name)
    ]
    phrase = f"{answer.status} {_plain(answer.phrase)}".strip()
    return StatusAndHeaders(phrase, [*fields, ("Content-Length", str(length))], protocol="HTTP/1.1")


def _plain(text: str) -> str:
    """Escape what a head cannot hold; the parser has read bytes as Latin-1, one character a byte."""
    return _NOT_PLAIN.sub(lambda byte: f"%{ord(byte[0]):02X}", text).strip()
