"""How requests and answers of Safe Browsing look on the wire: JSON, or protocol buffers in one of three wrappings.

Version 4 is spoken in JSON; in binary with `Content-Type: application/x-protobuf` and `alt=proto`; or, by Firefox, as
a GET whose `$req` holds the binary request. Version 5 is a GET that is answered in binary unless the client asks for
JSON; Google's Node client does not ask and cannot read anything else, so it is known by its name (docs/adr/0145).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Request, Response
from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from cektautan.web.compat.safe_browsing.messages import message_class
from cektautan.web.problems import Problem

JSON: Final = "application/json"
PROTOBUF: Final = "application/x-protobuf"
FIXED: Final = (("Cache-Control", "no-store"), ("Vary", "Accept, Content-Type, User-Agent"))
"""Headers of every answer. One address has two forms, by headers of the request too."""
_BINARY: Final = (PROTOBUF, "application/x-protobuffer", "application/protobuf")
_NODE: Final = "google-api-nodejs-client"
_FIELD: Final = re.compile(r"parse ([A-Za-z0-9_]{1,40}) field")
_MOST_COMMAS: Final = 20_000
"""The library reads JSON slowly, member by member; the largest request that is allowed has a fraction of this."""
_MOST_IN_ADDRESS: Final = 64 << 10


def read(request: Request, name: str) -> Any:
    """Return the message in a request of version 4.

    Raises:
        Problem: there is none, or it is none of that name.

    """
    if request.method == "POST":
        binary = request.mimetype in _BINARY
        return _parse(name, request.get_data(cache=False), binary)
    if "$req" not in request.args:
        raise _wrong("$req", "missing", "Send the request as the body of a POST, or of a GET as `$req`.")
    return _parse(name, decoded(request.args["$req"], "$req"), binary=request.args.get("$ct", PROTOBUF) in _BINARY)


def parse_json(name: str, data: bytes) -> Any:
    """Return the message in a body of JSON. Raises Problem."""
    return _parse(name, data, binary=False)


def read_encoded(text: str, name: str) -> Any:
    """Return the binary message in a path. Raises Problem."""
    return _parse(name, decoded(text, "encodedRequest"), binary=True)


def decoded(text: str, field: str) -> bytes:
    """Return the bytes of a Base64 text of either alphabet, padded or not; a `+` may have come as a blank.

    Raises:
        Problem: it is none.

    """
    plain = text.replace(" ", "+").replace("-", "+").replace("_", "/").rstrip("=")
    try:
        if len(plain) > _MOST_IN_ADDRESS:
            raise ValueError
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(field, "not_base64", f"`{field}` is not Base64.") from None


def _parse(name: str, data: bytes, binary: bool) -> Any:
    message = message_class(name)()
    if not binary and data.count(b",") > _MOST_COMMAS:
        raise Problem("too-large", "This request has far more members than may be asked for at once.", field="body")
    try:
        if binary:
            message.ParseFromString(data)
        else:
            text = data.decode()
            # The library takes a text for an object whose members have the names of its letters.
            if not text.lstrip().startswith("{"):
                raise json_format.ParseError
            json_format.Parse(text, message, ignore_unknown_fields=True)
    except (json_format.ParseError, UnicodeDecodeError, RecursionError) as problem:
        raise _wrong(
            _at_fault(str(problem), message) or "body", "bad_value", "This is not the JSON of such a request."
        ) from None
    except DecodeError:
        raise _wrong("body", "bad_value", "This is not such a request in protocol buffers.") from None
    return message


def _at_fault(said: str, at: Any) -> str:
    """Which field the library could not read, with its place in each list of messages on the way; empty for none.

    The library repeats what it was given, which may be an address, so only names of fields are taken from what it said.
    It names no places, and stops: where it stopped in a message, the last entry of a list is the one at fault.
    """
    path = ""
    for name in _FIELD.findall(said):
        fields = at.DESCRIPTOR
        field = fields.fields_by_camelcase_name.get(name) or fields.fields_by_name.get(name)
        if field is None:
            break
        path += f".{field.json_name}"
        if field.message_type is None:
            break
        at = getattr(at, field.name)
        if field.is_repeated:
            if not at:
                break
            path += f"[{len(at) - 1}]"
            at = at[-1]
    return path.removeprefix(".")


def write_v4(request: Request, message: Message, headers: Sequence[tuple[str, str]]) -> Response:
    """Answer in the dialect of a request of version 4."""
    return answer(message, is_binary_v4(request), headers)


def is_binary_v4(request: Request) -> bool:
    """True where a client of version 4 reads protocol buffers."""
    alt = _alt(request)
    return alt == "proto" or (not alt and (request.mimetype in _BINARY or request.args.get("$ct") in _BINARY))


def is_binary_v5(request: Request) -> bool:
    """True where a client of version 5 reads protocol buffers."""
    if _alt(request) == "json" or _NODE in request.headers.get("User-Agent", ""):
        return False
    return JSON not in request.headers.get("Accept", "")


def _alt(request: Request) -> str:
    """The dialect that a request names: `json` also where it says how (`json;enum-encoding=int`)."""
    return (request.args.get("alt") or request.args.get("$alt") or "").partition(";")[0]


def answer(
    message: Message, binary: bool, headers: Sequence[tuple[str, str]], more: Mapping[str, Any] | None = None
) -> Response:
    """Answer with a message. `more` are members that the JSON form has besides."""
    if binary:
        body, content_type = message.SerializeToString(), PROTOBUF
    else:
        body, content_type = json.dumps({**json_format.MessageToDict(message), **(more or {})}).encode(), JSON
    return Response(body, headers=[*FIXED, *headers], content_type=content_type)


def _wrong(field: str, reason: str, detail: str) -> Problem:
    return Problem("bad-request", detail, field=field, reason=reason)
