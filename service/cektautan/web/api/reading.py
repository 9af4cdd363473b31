"""What several endpoints need: the published set in use and the fields of a JSON body, or the problem with them."""

from __future__ import annotations

from typing import Any

import orjson

from cektautan.lookup.published import PublishedSet
from cektautan.web.problems import Problem
from cektautan.web.services import Services


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
    if mimetype != "application/json":
        raise Problem("unsupported-media-type", "Send JSON with `Content-Type: application/json`.")
    try:
        document: Any = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Problem("invalid", "The body is not JSON in UTF-8.", field="body", reason="not_json") from None
    if not isinstance(document, dict):
        raise Problem("invalid", "The body must be an object.", field="body", reason="not_an_object")
    if any(each != name for each in document):
        raise Problem("invalid", f"Only `{name}` is known.", field="body", reason="unknown_field")
    return document.get(name)
