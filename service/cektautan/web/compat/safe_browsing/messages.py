"""The messages of Safe Browsing, versions 4 and 5: what they hold, by which number and name.

Follows safebrowsing.proto of Google's own client (github.com/google/safebrowsing) and the discovery documents of both
versions. Only what is read or answered here is described. The library makes the classes when the module is loaded, so
that no generated code has to agree with a description beside it, and knows the JSON form as well.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, message_factory
from google.protobuf.message import Message

_PACKAGE: Final = "cektautan.safe_browsing"

_ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "ThreatType": (
        "THREAT_TYPE_UNSPECIFIED", "MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE",
        "POTENTIALLY_HARMFUL_APPLICATION", "SOCIAL_ENGINEERING_INTERNAL", "API_ABUSE", "MALICIOUS_BINARY",
        "CSD_WHITELIST", "CSD_DOWNLOAD_WHITELIST", "CLIENT_INCIDENT", "CLIENT_INCIDENT_WHITELIST",
        "APK_MALWARE_OFFLINE", "SUBRESOURCE_FILTER", "SUSPICIOUS", "TRICK_TO_BILL", "HIGH_CONFIDENCE_ALLOWLIST",
        "ACCURACY_TIPS",
    ),
    "PlatformType": (
        "PLATFORM_TYPE_UNSPECIFIED", "WINDOWS", "LINUX", "ANDROID", "OSX", "IOS", "ANY_PLATFORM", "ALL_PLATFORMS",
        "CHROME",
    ),
    "ThreatEntryType": (
        "THREAT_ENTRY_TYPE_UNSPECIFIED", "URL", "EXECUTABLE", "IP_RANGE", "CHROME_EXTENSION", "FILENAME", "CERT",
    ),
    "CompressionType": ("COMPRESSION_TYPE_UNSPECIFIED", "RAW", "RICE"),
    "ResponseType": ("RESPONSE_TYPE_UNSPECIFIED", "PARTIAL_UPDATE", "FULL_UPDATE"),
    "Attribute": ("THREAT_ATTRIBUTE_UNSPECIFIED", "CANARY", "FRAME_ONLY"),
}  # fmt: skip
"""Names in the order of their numbers."""

_MESSAGES: Final[dict[str, str]] = {
    # Version 4.
    "ClientInfo": "1 string client_id; 2 string client_version",
    "ThreatEntry": "1 bytes hash; 2 string url",
    "ThreatInfo": "1 repeated ThreatType threat_types; 2 repeated PlatformType platform_types; "
    "3 repeated ThreatEntry threat_entries; 4 repeated ThreatEntryType threat_entry_types",
    "MetadataEntry": "1 bytes key; 2 bytes value",
    "ThreatEntryMetadata": "1 repeated MetadataEntry entries",
    "ThreatMatch": "1 ThreatType threat_type; 2 PlatformType platform_type; 3 ThreatEntry threat; "
    "4 ThreatEntryMetadata threat_entry_metadata; 5 Duration cache_duration; 6 ThreatEntryType threat_entry_type",
    "FindThreatMatchesRequest": "1 ClientInfo client; 2 ThreatInfo threat_info",
    "FindThreatMatchesResponse": "1 repeated ThreatMatch matches",
    "FindFullHashesRequest": "1 ClientInfo client; 2 repeated bytes client_states; 3 ThreatInfo threat_info",
    "FindFullHashesResponse": "1 repeated ThreatMatch matches; 2 Duration minimum_wait_duration; "
    "3 Duration negative_cache_duration",
    "Constraints": "1 int32 max_update_entries; 2 int32 max_database_entries; 3 string region; "
    "4 repeated CompressionType supported_compressions; 5 string language; 6 string device_location",
    "ListUpdateRequest": "1 ThreatType threat_type; 2 PlatformType platform_type; 3 bytes state; "
    "4 Constraints constraints; 5 ThreatEntryType threat_entry_type",
    "FetchThreatListUpdatesRequest": "1 ClientInfo client; 3 repeated ListUpdateRequest list_update_requests",
    "RawHashes": "1 int32 prefix_size; 2 bytes raw_hashes",
    "RawIndices": "1 repeated int32 indices",
    # The first value must be on the wire also where it is 0, or Firefox drops the whole update.
    "RiceDeltaEncoding": "1 optional int64 first_value; 2 int32 rice_parameter; 3 int32 num_entries; "
    "4 bytes encoded_data",
    "ThreatEntrySet": "1 CompressionType compression_type; 2 RawHashes raw_hashes; 3 RawIndices raw_indices; "
    "4 RiceDeltaEncoding rice_hashes; 5 RiceDeltaEncoding rice_indices",
    "Checksum": "1 bytes sha256",
    "ListUpdateResponse": "1 ThreatType threat_type; 2 ThreatEntryType threat_entry_type; "
    "3 PlatformType platform_type; 4 ResponseType response_type; 5 repeated ThreatEntrySet additions; "
    "6 repeated ThreatEntrySet removals; 7 bytes new_client_state; 8 Checksum checksum",
    "FetchThreatListUpdatesResponse": "1 repeated ListUpdateResponse list_update_responses; "
    "2 Duration minimum_wait_duration",
    "ThreatListDescriptor": "1 ThreatType threat_type; 2 PlatformType platform_type; "
    "3 ThreatEntryType threat_entry_type",
    "ListThreatListsResponse": "1 repeated ThreatListDescriptor threat_lists",
    # Version 5.
    "RiceDeltaEncoded32Bit": "1 uint32 first_value; 2 int32 rice_parameter; 3 int32 entries_count; "
    "4 bytes encoded_data",
    "HashList": "1 string name; 2 bytes version; 3 bool partial_update; 4 RiceDeltaEncoded32Bit additions_four_bytes; "
    "5 RiceDeltaEncoded32Bit compressed_removals; 6 Duration minimum_wait_duration; 7 bytes sha256_checksum",
    "BatchGetHashListsResponse": "1 repeated HashList hash_lists",
    "ListHashListsResponse": "1 repeated HashList hash_lists; 2 string next_page_token",
    "FullHashDetail": "1 ThreatType threat_type; 2 repeated Attribute attributes",
    "FullHash": "1 bytes full_hash; 2 repeated FullHashDetail full_hash_details",
    "SearchHashesResponse": "1 repeated FullHash full_hashes; 2 Duration cache_duration",
    # google.rpc.Status, for errors.
    "Status": "1 int32 code; 2 string message",
}
"""Number, type and name of each field."""

_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS: Final = {
    "string": _Field.TYPE_STRING,
    "bytes": _Field.TYPE_BYTES,
    "int32": _Field.TYPE_INT32,
    "int64": _Field.TYPE_INT64,
    "uint32": _Field.TYPE_UINT32,
    "bool": _Field.TYPE_BOOL,
}


def _describe() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(name="cektautan/safe_browsing.proto", package=_PACKAGE, syntax="proto3")
    file.dependency.append(duration_pb2.DESCRIPTOR.name)
    for name, values in _ENUMS.items():
        enum = file.enum_type.add(name=name)
        for number, value in enumerate(values):
            enum.value.add(name=value, number=number)
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for text in fields.split("; "):
            _add_field(message, text.split(" "))
    return file


def _add_field(message: descriptor_pb2.DescriptorProto, words: list[str]) -> None:
    number, *marks, type_name, name = words
    field = message.field.add(name=name, number=int(number))
    field.label = _Field.LABEL_REPEATED if "repeated" in marks else _Field.LABEL_OPTIONAL
    if "optional" in marks:
        field.proto3_optional = True
        field.oneof_index = len(message.oneof_decl)
        message.oneof_decl.add(name=f"_{name}")
    if type_name in _SCALARS:
        field.type = _SCALARS[type_name]
    elif type_name == "Duration":
        field.type, field.type_name = _Field.TYPE_MESSAGE, ".google.protobuf.Duration"
    else:
        field.type = _Field.TYPE_ENUM if type_name in _ENUMS else _Field.TYPE_MESSAGE
        field.type_name = f".{_PACKAGE}.{type_name}"


_POOL: Final = descriptor_pool.DescriptorPool()
for _known in (duration_pb2, any_pb2):
    _POOL.AddSerializedFile(_known.DESCRIPTOR.serialized_pb)
_POOL.Add(_describe())


def new(name: str, /, **fields: Any) -> Any:
    """Return a message of ours with these fields. Its members are made by the library, so no type names them."""
    return message_class(name)(**fields)


def message_class(name: str) -> type[Message]:
    """Return the class of a message."""
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName(f"{_PACKAGE}.{name}"))


def number_of(enum: str, value: str) -> int:
    """Return the number of a value."""
    return _ENUMS[enum].index(value)


def numbers_of(enum: str) -> dict[str, int]:
    """Return the numbers of an enumeration's values by their names."""
    return {value: number for number, value in enumerate(_ENUMS[enum])}
