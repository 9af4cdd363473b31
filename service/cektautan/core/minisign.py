"""Signs and verifies in minisign's legacy Ed25519 format (docs/protocol.md, section 5).

The `minisign` command, py-minisign and WebCrypto verify what is signed here, and an operator may sign with the command.
Reading is strict to the byte: one file has one spelling, so that no changed byte passes in one language and fails in
the other. Secret keys are in minisign's own unencrypted form (`minisign -G -W`). Nothing here makes a key: that needs
chance.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cektautan.core.errors import ErrorCode, FormatError

UNTRUSTED: Final = "untrusted comment: CekTautan"
_ALGORITHM: Final = b"Ed"
_SIGNATURE: Final = re.compile(
    rf"{re.escape(UNTRUSTED)}\n([A-Za-z0-9+/]{{99}}=)\ntrusted comment: ([^\r\n]*)\n([A-Za-z0-9+/]{{86}}==)\n"
)
# A secret key begins so: no key derivation, BLAKE2b as checksum, and 48 bytes of unused derivation parameters.
_SECRET_PREAMBLE: Final = _ALGORITHM + b"\0\0B2" + bytes(48)


@dataclass(frozen=True)
class PublicKey:
    """A public key: 8 bytes that name it and 32 bytes of Ed25519."""

    key_id: bytes
    raw: bytes

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Read the base64 text `RW…`, or a whole `minisign.pub` file.

        Raises:
            FormatError: bad_format.

        """
        data = _decode(text.strip().splitlines()[-1] if text.strip() else "")
        if data is None or len(data) != 42 or not data.startswith(_ALGORITHM):
            raise FormatError(ErrorCode.BAD_FORMAT, "not a minisign public key")
        return cls(data[2:10], data[10:])

    @property
    def text(self) -> str:
        """The base64 text `RW…`."""
        return base64.b64encode(_ALGORITHM + self.key_id + self.raw).decode("ascii")

    @property
    def name(self) -> str:
        """The key id as minisign prints it."""
        return self.key_id[::-1].hex().upper()


@dataclass(frozen=True)
class SecretKey:
    """A secret key and its public half. Its text form never shows the secret by accident."""

    key_id: bytes
    seed: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> SecretKey:
        """Read an unencrypted minisign secret key file.

        Raises:
            FormatError: bad_format; also for a key with a password, which must be taken off first (`minisign -C -W`).

        """
        data = _decode(text.strip().splitlines()[-1] if text.strip() else "")
        if data is None or len(data) != 158 or data[:4] != _SECRET_PREAMBLE[:4]:
            raise FormatError(ErrorCode.BAD_FORMAT, "not a minisign secret key without password")
        key = cls(data[54:62], data[62:94])
        if key.public.raw != data[94:126]:
            raise FormatError(ErrorCode.BAD_FORMAT, "a damaged minisign secret key")
        return key

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.key_id, self._private.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The base64 line of an unencrypted minisign secret key file."""
        # The checksum serves to notice a wrong password; without one minisign writes zeros.
        data = _SECRET_PREAMBLE + self.key_id + self.seed + self.public.raw + bytes(32)
        return base64.b64encode(data).decode("ascii")

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of Ed25519 signature."""
        return self._private.sign(message)


def sign(secret: SecretKey, message: bytes, trusted_comment: str) -> str:
    """Return the signature file of a message."""
    if "\n" in trusted_comment or "\r" in trusted_comment:
        raise ValueError("a trusted comment is one line")
    signature = secret.sign(message)
    both = secret.sign(signature + trusted_comment.encode())
    first = base64.b64encode(_ALGORITHM + secret.key_id + signature).decode("ascii")
    second = base64.b64encode(both).decode("ascii")
    return f"{UNTRUSTED}\n{first}\ntrusted comment: {trusted_comment}\n{second}\n"


def verify(public: PublicKey, message: bytes, signature_text: str) -> str:
    """Return the trusted comment once both signatures hold for this key.

    Raises:
        FormatError: bad_signature or unknown_key.

    """
    return verify_any((public,), message, signature_text.encode("utf-8", "surrogatepass"))


def verify_any(keys: Iterable[PublicKey], message: bytes, signature: bytes) -> str:
    """Return the trusted comment once both signatures hold for the key that the signature names.

    Raises:
        FormatError: bad_signature or unknown_key.

    """
    try:
        match = _SIGNATURE.fullmatch(signature.decode("utf-8"))
    except UnicodeDecodeError:
        match = None
    first = _decode(match[1]) if match else None
    second = _decode(match[3]) if match else None
    if match is None or first is None or second is None or not first.startswith(_ALGORITHM):
        raise FormatError(ErrorCode.BAD_SIGNATURE, "not a legacy minisign signature of CekTautan")
    key_id, of_message = first[2:10], first[10:]
    key = next((key for key in keys if key.key_id == key_id), None)
    if key is None:
        raise FormatError(ErrorCode.UNKNOWN_KEY, f"signed by key {key_id[::-1].hex().upper()}")
    comment: str = match[2]
    try:
        ed25519 = Ed25519PublicKey.from_public_bytes(key.raw)
        ed25519.verify(of_message, message)
        ed25519.verify(second, of_message + comment.encode())
    except (InvalidSignature, ValueError) as problem:
        raise FormatError(ErrorCode.BAD_SIGNATURE, "a signature does not hold") from problem
    return comment


def _decode(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    # The last character has bits that no decoder looks at: only the canonical spelling is accepted.
    return data if base64.b64encode(data).decode("ascii") == text else None
