"""How the description of the interface tells of keys: the ways to show one, and where it counts.

What is described is answered without a key too, so the empty requirement stands first, but where a scope is asked for.
"""

from __future__ import annotations

from typing import Any, Final

from cektautan.web.guards.headers import OPEN_PATHS
from cektautan.web.guards.shown import GOOGLE_PATHS

SCHEMES: Final[dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "ct_...",
        "description": "A key of this service. It has larger shares and a quota a day; almost nothing needs one.",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The same key as the password, for programs that know nothing else; the name is not looked at.",
    },
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
    "query": {
        "type": "apiKey",
        "in": "query",
        "name": "key",
        "description": "The same key, for clients of Google's interfaces. What is no key of ours means nothing there.",
    },
}


def of(path: str, data: dict[str, Any]) -> list[dict[str, list[str]]]:
    """Return what an operation takes; nothing where no share is spent and where keys mean nothing.

    Args:
        path: of the operation.
        data: its description in operations.json.

    """
    if "too-many-requests" not in data["problems"] or not path.startswith(OPEN_PATHS):
        return []
    ways = ["bearer", "basic", "header", *(["query"] if path.startswith(GOOGLE_PATHS) else [])]
    if "scope" in data:
        return [{each: [data["scope"]]} for each in ways]
    nothing: dict[str, list[str]] = {}
    return [nothing, *({each: list[str]()} for each in ways)]
