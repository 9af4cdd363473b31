"""Copies the current set of a list server into a directory, laid out like a published one.

Nothing is judged here but sizes: the caller verifies the copy with `read_set` before anything is made of it. Whatever
the network does wrong is `unreachable`, as for every client (docs/protocol.md, section 9).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import requests

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keyring import MAX_KEYS_BYTES
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, Manifest

_TIMEOUT_SECONDS: Final = 30
_CHUNK: Final = 1 << 16
_CAPS: Final = {
    "keys.json": MAX_KEYS_BYTES,
    "keys.json.minisig": MAX_SIGNATURE_BYTES,
    "manifest.json": MAX_MANIFEST_BYTES,
    "manifest.json.minisig": MAX_SIGNATURE_BYTES,
}


def mirror(server: str, directory: Path, *, diffs: bool = False) -> None:
    """Fetch the current set of a server, with its diffs or without.

    Raises:
        FormatError: `unreachable` or `too_large`; `bad_format` where the manifest cannot be read.

    """
    current = directory / "current"
    current.mkdir(parents=True)
    (directory / "files").mkdir()
    with requests.Session() as session:
        for name, cap in _CAPS.items():
            (current / name).write_bytes(fetch(session, f"{server}/lists/{name}", cap))
        manifest = Manifest.parse((current / "manifest.json").read_bytes())
        left = set() if diffs else {diff.file for diff in manifest.diffs}
        for entry in set(manifest.files) - left:
            (directory / entry.path).write_bytes(fetch(session, f"{server}/lists/{entry.path}", entry.size))


def fetch(session: requests.Session, url: str, cap: int) -> bytes:
    """Fetch one file, one byte further than its cap at most. Raises FormatError, as `mirror`."""
    data = bytearray()
    try:
        with session.get(url, timeout=_TIMEOUT_SECONDS, stream=True, allow_redirects=False) as response:
            if response.status_code != requests.codes.ok:
                raise FormatError(ErrorCode.UNREACHABLE, f"{url}: HTTP {response.status_code}")
            for chunk in response.iter_content(_CHUNK):
                data += chunk
                if len(data) > cap:
                    raise FormatError(ErrorCode.TOO_LARGE, f"{url}: more than {cap} bytes")
    except requests.RequestException as problem:
        raise FormatError(ErrorCode.UNREACHABLE, f"{url}: {type(problem).__name__}") from None
    return bytes(data)
