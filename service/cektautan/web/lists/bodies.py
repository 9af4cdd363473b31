"""Published files as HTTP bodies: one compression each, done once, under a strong tag of its own.

RFC 9110, section 8.8.3: a strong tag names one representation, so the Brotli form, the gzip form and the plain form of
the same file have different tags. Files are named by the SHA-256 of their bytes and never change; they are kept in
memory, the least recently asked for dropped first, and never sent from disk (nine times the cost, measured).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import brotli

NAME = re.compile(r"[0-9a-f]{64}\.[a-z]{1,8}")
TYPES = {"json": "application/json", "minisig": "text/plain; charset=utf-8"}
COMPRESSED = {"json"}
"""Snapshots and diffs are Rice-coded and have nothing left to compress."""

LARGE_BYTES = 4 * 1024 * 1024
"""Above it Brotli takes seconds for a few per cent, so it tries less."""

KEPT_BYTES = 64 * 1024 * 1024


@dataclass
class Body:
    """One file in the forms in which it travels."""

    plain: bytes
    content_type: str
    compressible: bool
    digest: str
    once: bool = False
    """Whether it is made for one answer and not kept: then it is compressed as fast as may be, and not as small."""
    _made: dict[str, bytes] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @classmethod
    def of(cls, name: str, plain: bytes) -> Body:
        """Make the body of a file from its name and bytes."""
        suffix = name.rpartition(".")[2]
        content_type = TYPES.get(suffix, "application/octet-stream")
        return cls(plain, content_type, suffix in COMPRESSED, hashlib.sha256(plain).hexdigest())

    def encodings(self) -> tuple[str, ...]:
        """Return the encodings to choose from, best first."""
        return ("br", "gzip") if self.compressible else ()

    def form(self, encoding: str | None) -> bytes:
        """Return the bytes in an encoding, compressing them the first time, once for whoever asks meanwhile."""
        if encoding is None:
            return self.plain
        made = self._made.get(encoding)
        if made is None:
            with self._making:
                made = self._made.get(encoding) or self._compressed(encoding)
                self._made[encoding] = made
        return made

    def _compressed(self, encoding: str) -> bytes:
        is_large = len(self.plain) > LARGE_BYTES
        if encoding == "br":
            packed: bytes = brotli.compress(self.plain, quality=1 if self.once else 5 if is_large else 9)
            return packed
        return gzip.compress(self.plain, 1 if self.once else 6 if is_large else 9, mtime=0)

    def tag(self, encoding: str | None) -> str:
        """Return the strong entity tag of a form."""
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'


def page_body(html: bytes) -> Body:
    """A page that is the same for everybody, as a body."""
    return Body(html, "text/html; charset=utf-8", True, hashlib.sha256(html).hexdigest())


class Files:
    """The immutable files of a published set, read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, name: str) -> Body | None:
        """Return the file of that name, or None. A name that is not a SHA-256 with a suffix never reaches the disk."""
        with self._lock:
            body = self._kept.get(name)
            if body is not None:
                self._kept.move_to_end(name)
                return body
        if not NAME.fullmatch(name):
            return None
        try:
            body = Body.of(name, (self._folder / name).read_bytes())
        except OSError:
            return None
        if body.digest != name.partition(".")[0]:
            # A damaged file would only be refused by every client; to say so here spares them the download.
            return None
        self._keep(name, body)
        return body

    def _keep(self, name: str, body: Body) -> None:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = body
                self._bytes += len(body.plain)
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.plain)
