"""Fetches a list: the four signed files, conditionally, and the files that a manifest names, each held to its entry.

Nothing is judged here but sizes and sums. No request says what this computer looks for: the files are the same for
everybody, and all of them that decide are fetched.
"""

from __future__ import annotations

from typing import Final

import requests

from cektautan.client.calling import Reply, Server
from cektautan.client.deadline import Deadline
from cektautan.core.keyring import MAX_KEYS_BYTES
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, FileEntry
from cektautan.core.trust import SignedFiles
from cektautan.publish.store import NAMES
from cektautan.publish.verify import check_file

_CAPS: Final = (MAX_KEYS_BYTES, MAX_SIGNATURE_BYTES, MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES)


class ListServer:
    """The lists of one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._known: dict[str, Reply] = {}
        self._deadline: Deadline | None = None

    def begin(self, deadline: Deadline) -> None:
        """Begin an update: all that is asked for from now on has to be there by then."""
        self._deadline = deadline

    def signed(self, *, anew: bool = False) -> SignedFiles:
        """Fetch the signed files; what has not changed since this client had it is not sent again.

        Args:
            anew: ask as if nothing was had before.

        Raises:
            ProblemError, UnreachableError: as `Server.ask`.

        """
        if anew:
            self._known.clear()
        keys, keys_signature, manifest, manifest_signature = map(self._document, NAMES, _CAPS)
        return SignedFiles(keys, keys_signature, manifest, manifest_signature)

    def file(self, entry: FileEntry) -> bytes:
        """Fetch a file that a manifest names.

        Raises:
            FormatError: truncated, too_large or bad_checksum.
            ProblemError, UnreachableError: as `Server.ask`.

        """
        data = self._server.ask(f"/lists/{entry.path}", entry.size, deadline=self._deadline).body
        check_file(entry, data)
        return data

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def _document(self, name: str, cap: int) -> bytes:
        known = self._known.get(name)
        tag = "" if known is None else known.headers.get("ETag", "")
        reply = self._server.ask(f"/lists/{name}", cap, known=tag, deadline=self._deadline)
        if known is not None and reply.status == requests.codes.not_modified:
            return known.body
        self._known[name] = reply
        return reply.body
