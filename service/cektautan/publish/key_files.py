"""One key in one file, as minisign has it: a line of comment, a line of key. Which keys there are is kept in `keys`.

A secret file is readable by its owner alone, and no secret is ever printed or logged, not even where it is damaged.
"""

from __future__ import annotations

from pathlib import Path

from cektautan.core.errors import FormatError
from cektautan.core.minisign import UNTRUSTED, PublicKey, SecretKey
from cektautan.publish.atomic import flush, write_file
from cektautan.publish.errors import PublishError


def read_public_key(text: str) -> PublicKey:
    """Return the key that is written there, or that of the file that is named.

    Raises:
        FormatError: neither is one.

    """
    try:
        return PublicKey.parse(text)
    except FormatError as problem:
        try:
            return PublicKey.parse(Path(text).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            raise problem from None


def read_secret(path: Path) -> SecretKey:
    """Read a secret key. Raises PublishError: it is missing or damaged."""
    try:
        return SecretKey.parse(path.read_text("utf-8"))
    except OSError as problem:
        raise PublishError(f"{path} cannot be read: {problem.strerror}") from None
    except (FormatError, UnicodeDecodeError):
        raise PublishError(f"{path} is not a minisign secret key without password") from None


def write_secret(path: Path, secret: SecretKey) -> None:
    """Write a secret key, to be there before anything names it."""
    text = f"untrusted comment: CekTautan secret key {secret.public.name}, keep it secret\n{secret.text}\n"
    write_file(path, text.encode(), 0o600)
    flush(path.parent)


def write_public(path: Path, key: PublicKey) -> None:
    """Write a public key."""
    write_file(path, f"{UNTRUSTED} public key {key.name}\n{key.text}\n".encode())
