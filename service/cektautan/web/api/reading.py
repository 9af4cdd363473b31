"""What several endpoints need: the set in use, the desk, the fields of a JSON body, or the problem with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson

from cektautan.desk.policy import Policy
from cektautan.lookup.published import PublishedSet
from cektautan.store.secrets import DeskSecrets
from cektautan.store.transaction import Store
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

_GZIP: Final = b"\x1f\x8b"
"""How what gzip wrote begins (RFC 1952, section 2.3.1), and no JSON does."""


def loaded(services: Services) -> PublishedSet:
    """The set in use.

    Raises:
        Problem: no set could be loaded since the service started.

    """
    published = services.current.get()
    if published is None:
        raise Problem("no-list", "The service has no verified list yet; see /readyz.", headers={"Retry-After": "5"})
    return published


def read_field(mimetype: str, data: bytes, name: str) -> Any:
    """The one field that a JSON body may have; None where it is missing.

    Raises:
        Problem: the body is not a JSON object, or has another field.

    """
    document = read_object(mimetype, data)
    if any(each != name for each in document):
        raise Problem("invalid", f"Only `{name}` is known.", field="body", reason="unknown_field")
    return document.get(name)


def read_object(mimetype: str, data: bytes) -> dict[str, Any]:
    """The members of a JSON body.

    Raises:
        Problem: the body is not a JSON object.

    """
    if mimetype != "application/json":
        raise Problem("unsupported-media-type", "Send JSON with `Content-Type: application/json`.")
    try:
        document: Any = orjson.loads(data)
    except orjson.JSONDecodeError:
        if data.startswith(_GZIP):
            # RFC 9110, section 15.5.16: the answer names what would have been read.
            detail = "The body is compressed. Send it as it is, without `Content-Encoding`."
            raise Problem("unsupported-media-type", detail, headers={"Accept-Encoding": "identity"}) from None
        raise Problem("invalid", "The body is not JSON in UTF-8.", field="body", reason="not_json") from None
    if not isinstance(document, dict):
        raise Problem("invalid", "The body must be an object.", field="body", reason="not_an_object")
    return document


@dataclass(frozen=True)
class Desk:
    """What those need that write to the desk."""

    store: Store
    secrets: DeskSecrets
    policy: Policy


def desk_of(services: Services) -> Desk:
    """The desk.

    Raises:
        Problem: this service has none.

    """
    if services.store is None or services.secrets is None or services.policy is None:
        raise Problem("switched-off", "This service has no desk, so there is nobody who would read a report.")
    return Desk(services.store, services.secrets, services.policy)


def unavailable() -> Problem:
    """The problem with a database that does not answer."""
    return Problem("desk-unavailable", KINDS["desk-unavailable"].means, headers={"Retry-After": "60"})
