"""A list server somewhere else, with keys of the test's own, that can be made to misbehave.

What it serves was made by `cektautan.publish`. Then single files are damaged on their way, or a manifest or keys.json
is made that no honest publisher would make, signed with the test's keys. The reader's browser follows it for as long as
the test lasts, and forgets it at the end.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pytest_httpserver import HTTPServer
from tests.conftest import ROOT
from tests.e2e.lists import CLAIMS, Claim, write_lists
from tests.e2e.reader import Reader
from werkzeug import Request, Response

from cektautan.core.keyring import Keyring
from cektautan.core.manifest import Manifest
from cektautan.core.minisign import SecretKey, sign
from cektautan.core.signed_json import write_object
from cektautan.publish.content import Content, read_content
from cektautan.publish.keys import KeyStore
from cektautan.publish.publisher import publish_content, rotate
from cektautan.publish.store import PublicStore

HOUR = 3600
DAY = 24 * HOUR

CLEARED = Claim(
    "ralat-2024", "https://kabar.example/berita/ralat", "Jadwal pencoblosan itu keliru ditulis.",
    level=0, verdict="corrected", reason="corrected_by_publisher", rating="DIRALAT",
)  # fmt: skip
WIDE = Claim(
    "luas-2024", "https://luas.example/", "Situs ini meniru situs resmi penyelenggara pemilu.", scope="domain",
    verdict="imposter", reason="imposter_of_official", rating="TIRUAN",
)  # fmt: skip
EVERYTHING = (*CLAIMS, CLEARED, WIDE)
"""Claims for every look that a reader can be shown."""

Change = Callable[[bytes], bytes]


def flipped(data: bytes) -> bytes:
    """One bit in the middle is another."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def cut(data: bytes) -> bytes:
    """The last byte is missing."""
    return data[:-1]


def longer(data: bytes) -> bytes:
    """One byte too many."""
    return data + b"\n"


def padded(size: int) -> Change:
    """Return a change that fills a file up to a size."""
    return lambda data: data + b" " * (size - len(data))


@cache
def content_of(claims: tuple[Claim, ...]) -> Content:
    """Return what a publication of these claims says; reading and linting it takes longest of all that is done here."""
    with TemporaryDirectory() as folder:
        return read_content(write_lists(Path(folder), claims), ROOT / "rules", int(time.time()))


class FarList:
    """What a server answers below `/lists/`: its published files, or what was put in the place of one."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.url = server.url_for("").rstrip("/")
        self.asked: list[str] = []
        """The files that were asked for, in order."""
        self.broken = False
        """Whether every answer is an error of the server."""
        self.headers: list[str] = []
        """What the requests said of themselves, each with all of its headers."""
        self.marks: dict[str, str] = {}
        """Headers of every answer, by which a browser could be known again."""
        self.instead: dict[str, Response] = {}
        """What is answered in the place of a file, by its path."""
        self._folder = folder
        self._served: dict[str, bytes] = {}
        self._now = int(time.time())
        server.expect_request(re.compile("/lists/.*")).respond_with_handler(self._answer)

    # What an honest publisher does.

    def publish(
        self, claims: Sequence[Claim] = EVERYTHING, parameter: str = "", content: Content | None = None
    ) -> Manifest:
        """Publish lists, or ready content; `parameter` is a tracking parameter that makes the rules other ones."""
        content = content or content_of(tuple(claims))
        if parameter:
            bundle = json.loads(content.rules)
            bundle["parameters"].append({"name": parameter})
            content = replace(content, rules=write_object(bundle))
        self._served.clear()
        return publish_content(content, self._public, self._keys, self._now).manifest

    def rotate(self) -> None:
        """Replace the online key with another one that the root vouches for."""
        self._served.clear()
        rotate(self._public, self._keys, self._now, days=30)

    @property
    def root_key(self) -> str:
        """The public key that readers are given."""
        root = KeyStore(self._keys).root()
        assert root is not None
        return root.text

    @property
    def root_secret(self) -> SecretKey:
        """The secret that signs keys.json."""
        return KeyStore(self._keys).root_secret()

    @property
    def online_secret(self) -> SecretKey:
        """The secret that signs manifests now."""
        return KeyStore(self._keys).signing(self._now).online

    @property
    def manifest(self) -> Manifest:
        """The manifest that is served now."""
        return Manifest.parse(self.read("manifest.json"))

    @property
    def keyring(self) -> Keyring:
        """The keys that are served now."""
        return Keyring.parse(self.read("keys.json"))

    @property
    def store(self) -> PublicStore:
        """The published files."""
        return PublicStore(self._public)

    # What another one does.

    @contextmanager
    def serving(self, name: str, change: Change) -> Iterator[None]:
        """Serve one file changed. `name` is that of a signed file, or `snapshot`, `rules`, `bucket` or `diff`."""
        path = self._path(name)
        before = dict(self._served)
        self._served[path] = change(self.read(path))
        try:
            yield
        finally:
            self._served = before

    def forge(self, secret: SecretKey | None = None, **changes: Any) -> Manifest:
        """Serve the manifest with some members changed, well signed (by another key where one is given)."""
        manifest = replace(self.manifest, **changes)
        self.serve_signed("manifest.json", manifest.to_bytes(), secret or self.online_secret)
        return manifest

    def forge_keys(self, secret: SecretKey | None = None, **changes: Any) -> None:
        """Serve keys.json with some members changed, well signed (by another key where one is given)."""
        keyring = replace(self.keyring, **changes)
        self.serve_signed("keys.json", keyring.to_bytes(), secret or self.root_secret)

    def serve_signed(self, name: str, data: bytes, secret: SecretKey) -> None:
        """Serve these bytes with a signature that holds."""
        self._served |= {name: data, f"{name}.minisig": sign(secret, data, "uji").encode()}

    def behave(self) -> None:
        """Serve again what was published."""
        self._served.clear()
        self.instead.clear()
        self.marks.clear()
        self.broken = False

    def expire(self, ago: int) -> None:
        """Serve a manifest that expired some seconds ago, and was honestly made three days before."""
        expired = self._now - ago
        self.forge(seq=self.manifest.seq + 1, created=expired - 3 * DAY, expires=expired)

    def read(self, path: str) -> bytes:
        """Return what is served for a path below `/lists/`."""
        if path in self._served:
            return self._served[path]
        return (self._public / (path if path.startswith("files/") else f"current/{path}")).read_bytes()

    def _path(self, name: str) -> str:
        manifest = self.manifest
        named = {"snapshot": manifest.snapshot, "rules": manifest.rules, "bucket": manifest.buckets[0]}
        if name == "diff":
            return manifest.diffs[0].file.path
        return named[name].path if name in named else name

    @property
    def _public(self) -> Path:
        return self._folder / "public"

    @property
    def _keys(self) -> Path:
        return self._folder / "keys"

    def _answer(self, request: Request) -> Response:
        path = request.path.removeprefix("/lists/")
        self.asked.append(path)
        self.headers.append(str(request.headers))
        # A browser's cache must not answer in the place of a server that changes what never may change.
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store", **self.marks}
        if self.broken:
            return Response("broken", status=503, headers=headers)
        if path in self.instead:
            response = self.instead[path]
            response.headers.update(headers)
            return response
        return Response(self.read(path), headers=headers, content_type="application/octet-stream")


def follow(reader: Reader, server: str, root_key: str) -> None:
    """Choose another server as the options page does, and ask it."""
    choice = json.dumps({"server": server, "rootKey": root_key})
    assert reader.module("background/config.js", f"await module.saveConfig({choice})") is None
    reader.update()


def follow_packaged(reader: Reader) -> None:
    """Go back to the server that the extension came with."""
    reader.module("background/config.js", "await module.saveConfig(null)")
    reader.update()
    reader.wait_for_list()


@contextmanager
def far_list(reader: Reader, folder: Path, claims: Sequence[Claim] = EVERYTHING) -> Iterator[FarList]:
    """Start a server, publish there, and let the reader's browser follow it."""
    # One that answers one request at a time hangs on the connections that a browser opens ahead of need.
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        far = FarList(server, folder)
        far.publish(claims)
        follow(reader, far.url, far.root_key)
        assert reader.list_seq() == far.manifest.seq
        try:
            yield far
        finally:
            follow_packaged(reader)
