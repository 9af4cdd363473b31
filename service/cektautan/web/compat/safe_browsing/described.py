"""The messages of Safe Browsing as JSON Schema, for the description of the interface: made from the same table."""

from __future__ import annotations

from typing import Any, Final

from google.protobuf.descriptor import FieldDescriptor

from cektautan.web.compat.safe_browsing.messages import message_class

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
    found[name] = {"type": "object", "properties": {}}
    for field in message.fields:
        schema = _schema(field, found)
        found[name]["properties"][field.json_name] = {"type": "array", "items": schema} if field.is_repeated else schema


def _schema(field: FieldDescriptor, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    message = field.message_type
    if field.enum_type is not None:
        return {"type": "string", "enum": [value.name for value in field.enum_type.values]}
    if message is not None:
        if message.full_name == "google.protobuf.Duration":
            return {"type": "string", "description": "Seconds, with an s.", "examples": ["300s"]}
        _add(message, found)
        return {"$ref": f"#/components/schemas/{BEGINS}{message.name}"}
    if field.type == FieldDescriptor.TYPE_BYTES:
        return {"type": "string", "contentEncoding": "base64"}
    if field.type == FieldDescriptor.TYPE_BOOL:
        return {"type": "boolean"}
    if field.type == FieldDescriptor.TYPE_INT64:
        return {"type": "string", "description": "A whole number."}
    return {"type": "string"} if field.type == FieldDescriptor.TYPE_STRING else {"type": "integer"}
