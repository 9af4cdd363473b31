"""Asks every form that the list is handed out in whether a listing is told there, as who uses the form would find it.

Files and interfaces are read over HTTP. Clients of Safe Browsing look for the expressions of an address as it is
shared, the client of ours decides by the set that it fetched, and everything else is searched for the key, the address
or the name of the listing. What is told of a claim without where it appeared is told of the claim alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask.testing import FlaskClient
from tests.support.exported import KINDS, NOTE, OWNER, PUBLIC, WITHDRAWN, Exporting, One, told
from tests.support.service import START

from cektautan.client.answers import Answer
from cektautan.client.local import LocalClient
from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions, full_hash
from cektautan.publish.exports.formats import forms
from cektautan.web.compat.taxii.asked import MEDIA
from cektautan.web.compat.taxii.collection import COLLECTION
from cektautan.web.compat.taxii.endpoints import ROOT

YES: Final = "yes"
CLAIM: Final = "the claim alone"
NO: Final = "no"

SHARED: Final[Mapping[str, str]] = {
    "content": "https://m.youtube.com/watch?v=GPdzHkn5M6M",
    "content_key": "https://www.kompasiana.com/penulis/5f1e2d3c097f3634a1234567/judul",
    "url": "https://kabar-palsu.example/berita/1?id=2&q=it's",
    "path": "https://kabar-palsu.example/hoaks/kedua",
    "host": "https://blog.kabar-palsu.example/kabar",
    "imitation_page": "https://unggah-kpu.example/pemilu/daftar",
    "imitation_folder": "https://unggah-kpu.example/cek/nama",
    "imitation_host": "https://kpu.tiruan.example/masuk",
    "imitation_domain": "https://daftar.tiruan-kpu.example/",
    "withdrawn": "https://m.youtube.com/watch?v=dicabutDulu",
}
"""An address of each kind, as somebody shares it."""
LISTED: Final = tuple(replace(one, own_check=f"{PUBLIC}/periksa/{one.claim}") for one in (*KINDS.values(), NOTE, OWNER))
"""Everything of the table, each claim with a check of our own beside that of another publisher."""


def publish(exporting: Exporting) -> str:
    """Publish everything; what is withdrawn now was a warning an hour before. Return the root key."""
    before = replace(WITHDRAWN, own_check=f"{PUBLIC}/periksa/{WITHDRAWN.claim}")
    exporting.publish([before if one.key == WITHDRAWN.key else one for one in LISTED], START - 3600)
    return exporting.publish(LISTED).root.text


@dataclass(frozen=True)
class Forms:
    """A service to be asked, and a client of ours that holds its list."""

    client: FlaskClient
    local: LocalClient

    def seen(self, kind: str) -> Mapping[str, str]:
        """Return what each form tells of the listing of a kind, by the form's name."""
        one, url = KINDS[kind], SHARED[kind]
        found = {form.name: self._in(self._file(form.file), one) for form in forms()}
        ask: Mapping[str, Callable[[], str]] = {
            "TAXII 2.1": lambda: self._in(self._get(f"{ROOT}collections/{COLLECTION}/objects/", Accept=MEDIA), one),
            "ClaimReview": lambda: self._in(self._get("/exports/claimreview.json"), one),
            "claims:search": lambda: self._in(self._get(f"/v1alpha1/claims:search?query={quote(one.text)}"), one),
            "reviews.rss": lambda: self._in(self._get("/exports/reviews.rss"), one),
            "retractions.rss": lambda: self._in(self._get("/exports/retractions.rss"), one),
            "Safe Browsing v4": lambda: _yes(self._v4(url)),
            "threatMatches:find (v4)": lambda: _yes(self._v4_one(url)),
            "Safe Browsing v5": lambda: _yes(self._v5(url)),
            "/v1/check": lambda: _yes(self.client.post("/v1/check", json={"urls": [url]}).json["results"][0]["state"]
                                      in ("listed", "cleared")),
            "Client.local": lambda: _yes(_knows(self.local.check(url))),
        }  # fmt: skip
        return found | {name: each() for name, each in ask.items()}

    def _get(self, path: str, **headers: str) -> str:
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == 200, path
        return answer.text

    def _file(self, name: str) -> str:
        text = self._get(f"/exports/{name}")
        if name != "misp/manifest.json":
            return text
        return text + "".join(self._get(f"/exports/misp/{id_}.json") for id_ in json.loads(text))

    def _in(self, text: str, one: One) -> str:
        if told(one, text):
            return YES
        places = (f"turnbackhoax.id/{one.claim}", f"{PUBLIC}/periksa/{one.claim}", f"{PUBLIC}/c/{one.claim}")
        return CLAIM if any(each in text for each in places) else NO

    def _v4(self, url: str) -> bool:
        """As a client with a copy of the lists: a prefix in one of them, then the whole hash."""
        lists = self.client.get("/v4/threatLists?key=k").json["threatLists"]
        raw_only = {"supportedCompressions": ["RAW"]}
        asked = {"client": {}, "listUpdateRequests": [{**each, "state": "", "constraints": raw_only} for each in lists]}
        prefixes = set()
        for response in self.client.post("/v4/threatListUpdates:fetch?key=k", json=asked).json["listUpdateResponses"]:
            for each in response.get("additions", ()):
                raw = base64.b64decode(each["rawHashes"]["rawHashes"])
                prefixes |= {raw[at : at + 4] for at in range(0, len(raw), 4)}
        hashes = [each for each in _hashes(url) if each[:4] in prefixes]
        info = {
            "threatTypes": [each["threatType"] for each in lists], "platformTypes": ["ANY_PLATFORM"],
            "threatEntryTypes": ["URL"], "threatEntries": [{"hash": _base64(each[:4])} for each in hashes],
        }  # fmt: skip
        if not hashes:
            return False
        answer = self.client.post("/v4/fullHashes:find?key=k", json={"client": {}, "threatInfo": info}).json
        return _among(hashes, [each["threat"]["hash"] for each in answer.get("matches", ())])

    def _v4_one(self, url: str) -> bool:
        info = {
            "threatTypes": ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"], "platformTypes": ["ANY_PLATFORM"],
            "threatEntryTypes": ["URL"], "threatEntries": [{"url": url}],
        }  # fmt: skip
        answer = self.client.post("/v4/threatMatches:find?key=k", json={"client": {}, "threatInfo": info}).json
        return [each["threat"]["url"] for each in answer.get("matches", ())] == [url]

    def _v5(self, url: str) -> bool:
        hashes = _hashes(url)
        query = {"key": "k", "alt": "json", "hashPrefixes": [_base64(each[:4]) for each in hashes]}
        answer: Any = self.client.get("/v5/hashes:search", query_string=query).json
        return _among(hashes, [each["fullHash"] for each in answer.get("fullHashes", ())])


def _hashes(url: str) -> list[bytes]:
    return [full_hash(each) for each in expressions(canonical(url))]


def _among(hashes: list[bytes], texts: list[str]) -> bool:
    return any(base64.b64decode(text) in hashes for text in texts)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _knows(answer: Answer) -> bool:
    return answer.listing is not None


def _yes(found: bool) -> str:
    return YES if found else NO


def make(exporting: Exporting, address: str, client: FlaskClient, root_key: str, folder: Path) -> Forms:
    """Return the forms of a service that runs at an address."""
    local = LocalClient(address, root_key, folder, clock=exporting.clock)
    local.update()
    return Forms(client, local)
