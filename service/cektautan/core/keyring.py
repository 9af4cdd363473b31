"""Reads and writes keys.json, the root-signed list of online keys (docs/protocol.md, section 6).

Clients pin the root key only. A stolen online key is replaced by publishing a higher version. A key from keys.json must
never be used before the root's signature over those very bytes holds: that order is kept in `trust`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.minisign import PublicKey
from cektautan.core.signed_json import items, read_small_object, whole, write_object

MAX_KEYS_BYTES: Final = 16 << 10
MAX_ONLINE_KEYS: Final = 8


@dataclass(frozen=True)
class Keyring:
    """The online keys that the root vouches for, until `expires`."""

    version: int
    created: int
    expires: int
    keys: tuple[PublicKey, ...]

    @classmethod
    def parse(cls, data: bytes) -> Keyring:
        """Read keys.json.

        Raises:
            FormatError: bad_format.

        """
        members = read_small_object(data, "keys.json")
        texts = items(members, "keys", 1, MAX_ONLINE_KEYS)
        if not all(isinstance(text, str) and len(text) == 56 for text in texts):
            raise FormatError(ErrorCode.BAD_FORMAT, "keys.json names something that is no key")
        return cls(
            version=whole(members, "version"),
            created=whole(members, "created"),
            expires=whole(members, "expires"),
            keys=tuple(PublicKey.parse(text) for text in texts),
        )

    def to_bytes(self) -> bytes:
        """Return keys.json, as the root signs it."""
        return write_object(
            {
                "format": 1,
                "version": self.version,
                "created": self.created,
                "expires": self.expires,
                "keys": [key.text for key in self.keys],
            }
        )
