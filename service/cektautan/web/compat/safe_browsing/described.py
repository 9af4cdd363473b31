"""The messages of Safe Browsing as JSON Schema, for the description of the interface: made from the same table."""

from __future__ import annotations

from typing import Any, Final

from google.protobuf.descriptor import FieldDescriptor

from cektautan.web.compat.safe_browsing.bounds import MOST_ENTRIES, MOST_NAMED
from cektautan.web.compat.safe_browsing.messages import message_class
from cektautan.web.compat.safe_browsing.v4 import MOST_LISTS

BEGINS: Final = "SafeBrowsing"
"""How the names of its schemas begin in a document of many."""
_ROOTS: Final = (
    "FindThreatMatchesRequest", "FindThreatMatchesResponse", "FindFullHashesRequest", "FindFullHashesResponse",
    "FetchThreatListUpdatesRequest", "FetchThreatListUpdatesResponse", "ListThreatListsResponse", "HashList",
    "BatchGetHashListsResponse", "ListHashListsResponse", "SearchHashesResponse",
)  # fmt: skip
_CLIENT: Final = {"clientId": "contoh", "clientVersion": "1"}
_LISTS: Final = {
    "threatTypes": ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"],
    "platformTypes": ["ANY_PLATFORM"],
    "threatEntryTypes": ["URL"],
}
_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "FindThreatMatchesRequest": {
        "client": _CLIENT,
        "threatInfo": {**_LISTS, "threatEntries": [{"url": "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9"}]},
    },
    "FindFullHashesRequest": {"client": _CLIENT, "threatInfo": {**_LISTS, "threatEntries": [{"hash": "AAAAAA=="}]}},
    "FetchThreatListUpdatesRequest": {
        "client": _CLIENT,
        "listUpdateRequests": [
            {"threatType": "ACCURACY_TIPS", "platformType": "ANY_PLATFORM", "threatEntryType": "URL", "state": ""}
        ],
    },
}
_MOST: Final = {
    ("ThreatInfo", "threat_entries"): {"maxItems": MOST_ENTRIES},
    ("ThreatInfo", "threat_types"): {"maxItems": MOST_NAMED},
    ("ThreatInfo", "platform_types"): {"maxItems": MOST_NAMED},
    ("ThreatInfo", "threat_entry_types"): {"maxItems": MOST_NAMED},
    ("FetchThreatListUpdatesRequest", "list_update_requests"): {"maxItems": MOST_LISTS, "uniqueItems": True},
}
"""How many of a kind one request may have."""
_IF: Final[dict[str, dict[str, Any]]] = {
    "ThreatInfo": {
        "if": {"properties": {"threatEntries": {"minItems": 1}}, "required": ["threatEntries"]},
        "then": {"properties": {"threatTypes": {"minItems": 1}}, "required": ["threatTypes"]},
    }
}
"""What else a message has to have, where it has something."""
_RANGES: Final = {
    FieldDescriptor.TYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
}
_ERROR: Final = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "integer", "description": "The status of the answer."},
                "message": {"type": "string"},
                "status": {"type": "string", "examples": ["INVALID_ARGUMENT"]},
                "details": {
                    "type": "array",
                    "items": {"type": "object"},
                    "description": "google.rpc.BadRequest, which names the field at fault.",
                },
            },
            "required": ["code", "message", "status"],
        }
    },
    "required": ["error"],
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each message by its name, and of an error."""
    found: dict[str, dict[str, Any]] = {f"{BEGINS}Error": _ERROR}
    for name in _ROOTS:
        _add(message_class(name).DESCRIPTOR, found)
    for name, example in _EXAMPLES.items():
        found[f"{BEGINS}{name}"]["examples"] = [example]
    return found


def _add(message: Any, found: dict[str, dict[str, Any]]) -> None:
    name = f"{BEGINS}{message.name}"
    if name in found:
        return
    found[name] = {"type": "object", "properties": {}, **_IF.get(message.name, {})}
    for field in message.fields:
        schema = _schema(field, found)
        if field.is_repeated:
            schema = {"type": "array", "items": schema, **_MOST.get((message.name, field.name), {})}
        found[name]["properties"][field.json_name] = schema


def _schema(field: FieldDescriptor, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    message = field.message_type
    if field.enum_type is not None:
        names = {"type": "string", "enum": [value.name for value in field.enum_type.values]}
        least, most = _RANGES[FieldDescriptor.TYPE_INT32]
        # A value without a name, of a newer version perhaps, travels as its number.
        return {"anyOf": [names, {"type": "integer", "minimum": least, "maximum": most}]}
    if message is not None:
        if message.full_name == "google.protobuf.Duration":
            return {"type": "string", "description": "Seconds, with an s.", "examples": ["300s"]}
        _add(message, found)
        return {"$ref": f"#/components/schemas/{BEGINS}{message.name}"}
    if field.type == FieldDescriptor.TYPE_BYTES:
        return {"type": "string", "format": "base64"}
    if field.type == FieldDescriptor.TYPE_BOOL:
        return {"type": "boolean"}
    if field.type == FieldDescriptor.TYPE_INT64:
        return {"type": "string", "description": "A whole number."}
    if field.type == FieldDescriptor.TYPE_STRING:
        return {"type": "string"}
    least, most = _RANGES[field.type]
    return {"type": "integer", "minimum": least, "maximum": most}
