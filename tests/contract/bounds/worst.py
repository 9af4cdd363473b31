"""The largest request that each public route answers: as many as are allowed of whatever makes it cost more.

Each carries lists of languages, encodings, tags, ranges and cookies as long as a head takes, and where a query is
passed over one of 64 KiB, for these are sent to every route alike.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tests.support.intake import ticket
from tests.support.service import HOAX

from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.web.compat.safe_browsing.lists import THREATS
from cektautan.web.compat.safe_browsing.messages import new
from cektautan.web.compat.taxii.collection import COLLECTION

Request = dict[str, Any]

LISTS = {
    "Accept-Language": "xx;q=0.1," * 3_000,
    "Accept-Encoding": "xx;q=0.1," * 3_000,
    "If-None-Match": '"x",' * 8_000,
    "Accept": "xx/yy;q=0.1," * 2_000,
    "Range": "bytes=0-0" + ",1-1" * 4_000,
    "Cookie": "x=y; " * 4_000,
}
JUNK = f"{'xx=1&' * 1_999}xx={'a' * 50_000}"
"""As long a query, and of as many parameters, as is read; a page knows none of them."""
SEARCH = {"Accept": "application/taxii+json;version=2.1"}
PROTOBUF = {"content_type": "application/x-protobuf"}
PLATFORMS = list(range(1, 9))
TYPES = [2, 17]
WORDS = " ".join(word[:end] for word in ("merampas", "pejabat", "harta", "kpk") for end in range(1, len(word) + 1))
"""Words that begin a word of each record, all of them different."""
OBJECTS = f"/taxii2/list/collections/{COLLECTION}"


def folders(count: int) -> str:
    """A page below as many folders as an address has room for, on a host of many names."""
    return f"https://{'a.' * 100}kabar.example/{'b/' * count}"


def wrapped() -> str:
    """An address that leads to another one inside it, as often as there is room."""
    found = HOAX
    while len(inner := f"https://l.facebook.com/l.php?u={quote(found, safe='')}") < 8_000:
        found = inner
    return found


def listed(number: int, letters: int) -> str:
    """An address of a listed item with much behind it."""
    return f"{HOAX}&x={'a' * letters}{number}"


def threat_info(asked: Any) -> Any:
    """Name all types and platforms, as often as may be."""
    info = asked.threat_info
    info.threat_types.extend(TYPES * 32)
    info.platform_types.extend(PLATFORMS * 8)
    info.threat_entry_types.extend([1] * 64)
    return info


def full_hashes() -> bytes:
    asked = new("FindFullHashesRequest")
    info = threat_info(asked)
    for number in range(500):
        info.threat_entries.add(hash=full_hash(f"uji-{number}.example/")[:4])
    data: bytes = asked.SerializeToString()
    return data


def updates() -> bytes:
    """All lists that may be named, of which the offered ones differ as much as they may."""
    asked = new("FetchThreatListUpdatesRequest")
    names = [(kind, platform) for kind in range(1, 16) if kind not in THREATS for platform in PLATFORMS][:58]
    for kind, platform in names:
        asked.list_update_requests.add(threat_type=kind, platform_type=platform, threat_entry_type=1)
    for number in range(6):
        each = asked.list_update_requests.add(
            threat_type=TYPES[number % 2], platform_type=PLATFORMS[number], threat_entry_type=1
        )
        each.constraints.max_update_entries = 1_000 + number
        each.constraints.supported_compressions.append(2)
    data: bytes = asked.SerializeToString()
    return data


def lowered(number: int) -> str:
    """An address of a listed site, whose hashes are looked at too: many folders, and escapes of escapes."""
    return f"https://a.b.c.d.tiruan-kpu.com/{'b/' * 100}?{'%3d' * 200}&{'%' + '25' * 7}&{number}{'a' * 400}"


def matches() -> bytes:
    asked = new("FindThreatMatchesRequest")
    info = threat_info(asked)
    for number in range(500):
        info.threat_entries.add(url=lowered(number))
    data: bytes = asked.SerializeToString()
    return data


def web64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def report() -> Request:
    return {"ticket": ticket(), "kind": "report", "url": folders(3_800), "reason": "hoax", "text": "\u00e9" * 2_000,
            "contact": "a" * 200, "lang": "id"}  # fmt: skip


PREFIXES = [("hashPrefixes", web64(full_hash(f"uji-{number}.example/")[:4])) for number in range(1_000)]
NAMES = [("names", name) for name in ("se-4b", "cektautan-hoax-4b", *(f"x{number}" for number in range(62)))]

WORST: Mapping[str, tuple[str, Request]] = {
    "GET /v1/check": ("/v1/check", {"query_string": {"url": folders(3_900)}}),
    "POST /v1/check": ("/v1/check", {"json": {"urls": [f"{folders(3_890)}{n}" for n in range(500)]}}),
    "GET /v1/domains/<domain>": (f"/v1/domains/{'a.' * 110}kabar.co.id", {}),
    "GET /v1/owner-addresses": (f"/v1/owner-addresses?{JUNK}", {}),
    "GET /v1/changes": ("/v1/changes", {"query_string": {"limit": 10_000}}),
    "POST /v1/resolve": ("/v1/resolve", {"json": {"url": folders(3_900)}}),
    "POST /v1/reports": ("/v1/reports", {"json": report()}),
    "POST /v1/reports/status": ("/v1/reports/status", {"json": {"ticket": ticket()}}),
    "GET /v1/test-cases": (f"/v1/test-cases?{JUNK}", {}),
    "GET /openapi.json": (f"/openapi.json?{JUNK}", {}),
    "GET /docs": (f"/docs?{JUNK}", {}),
    "GET /sw.js": (f"/sw.js?{JUNK}", {}),
    "GET /app.webmanifest": (f"/app.webmanifest?{JUNK}", {}),
    "GET /app/<digest>/<path:name>": (f"/app/{'a' * 64}/{'b/' * 30_000}", {}),
    "GET /static/<version>/<path:name>": (f"/static/{'a' * 64}/{'b/' * 30_000}", {}),
    "GET /healthz": (f"/healthz?{JUNK}", {}),
    "GET /readyz": (f"/readyz?{JUNK}", {}),
    "GET /metrics": (f"/metrics?{JUNK}", {}),
    "GET /lists/<name>": (f"/lists/manifest.json?{JUNK}", {}),
    "GET /lists/files/<name>": (f"/lists/files/{'a' * 64}.snap?{JUNK}", {}),
    "GET /exports/<name>": (f"/exports/stix.json?{JUNK}", {}),
    "GET /exports/misp/<name>": (f"/exports/misp/manifest.json?{JUNK}", {}),
    "GET /exports/claimreview.json": (f"/exports/claimreview.json?{JUNK}", {}),
    "GET /exports/reviews.rss": (f"/exports/reviews.rss?{JUNK}", {}),
    "GET /exports/retractions.rss": (f"/exports/retractions.rss?{JUNK}", {}),
    "GET /daftar.rss": (f"/daftar.rss?{JUNK}", {}),
    "GET /taxii2/": (f"/taxii2/?{JUNK}", {}),
    "GET /taxii2/list/": (f"/taxii2/list/?{JUNK}", {}),
    "GET /taxii2/list/collections/": (f"/taxii2/list/collections/?{JUNK}", {}),
    "GET /taxii2/list/collections/<collection>/": (f"{OBJECTS}/?{JUNK}", {}),
    "GET /taxii2/list/collections/<collection>/objects/": (
        f"{OBJECTS}/objects/?limit=1000&match[type]=indicator{',x' * 15_000}&match[spec_version]=2.1{',x' * 15_000}",
        {},
    ),
    "GET /taxii2/list/collections/<collection>/manifest/": (
        f"{OBJECTS}/manifest/?limit=1000&match[version]=all{',x' * 30_000}", {},
    ),
    "GET /taxii2/list/collections/<collection>/objects/<name>/": (f"{OBJECTS}/objects/{'a' * 60_000}/", {}),
    "GET /taxii2/list/collections/<collection>/objects/<name>/versions/": (
        f"{OBJECTS}/objects/{'a' * 60_000}/versions/", {},
    ),
    "GET /v1alpha1/claims:search": (
        "/v1alpha1/claims:search",
        {"query_string": [("query", WORDS), ("pageSize", "100"),
                          *[("key", "x")] * 1_990]},
    ),
    "GET /v4/threatLists": (f"/v4/threatLists?{JUNK}", {}),
    "GET /v4/threatListUpdates:fetch": ("/v4/threatListUpdates:fetch", {"query_string": {"$req": web64(updates())}}),
    "POST /v4/threatListUpdates:fetch": ("/v4/threatListUpdates:fetch", {"data": updates(), **PROTOBUF}),
    "GET /v4/encodedUpdates/<path:encoded>": (f"/v4/encodedUpdates/{web64(updates())}", {}),
    "GET /v4/fullHashes:find": ("/v4/fullHashes:find", {"query_string": {"$req": web64(full_hashes())}}),
    "POST /v4/fullHashes:find": ("/v4/fullHashes:find", {"data": full_hashes(), **PROTOBUF}),
    "GET /v4/encodedFullHashes/<path:encoded>": (f"/v4/encodedFullHashes/{web64(full_hashes())}", {}),
    "POST /v4/threatMatches:find": ("/v4/threatMatches:find", {"data": matches(), **PROTOBUF}),
    "GET /v5/hashLists": (f"/v5/hashLists?{JUNK}", {}),
    "GET /v5/hashList/<name>": (f"/v5/hashList/se-4b?{JUNK}", {}),
    "GET /v5/hashLists:batchGet": (
        "/v5/hashLists:batchGet", {"query_string": [*NAMES, *[("version", "AAAA")] * 1_900]},
    ),
    "GET /v5/hashes:search": ("/v5/hashes:search", {"query_string": PREFIXES}),
    "GET /": (f"/?{JUNK}", {}),
    "POST /": (f"/?{JUNK}", {"data": {"text": " ".join(listed(n, 930) for n in range(20))}}),
    "POST /bagikan": (f"/bagikan?{JUNK}", {"data": {"url": " ".join(listed(n, 930) for n in range(20))}}),
    "GET /bagikan": (f"/bagikan?{JUNK}", {}),
    "GET /uji": (f"/uji?{JUNK}", {}),
    "GET /uji/": (f"/uji/?{JUNK}", {}),
    "GET /uji/<path:slug>": (f"/uji/{'a/' * 30_000}", {}),
    "GET /uji/cek/<path:slug>": (f"/uji/cek/{'a/' * 30_000}", {}),
    "GET /cara-kerja": (f"/cara-kerja?{JUNK}", {}),
    "GET /tentang": (f"/tentang?{JUNK}", {}),
    "GET /unduh": (f"/unduh?{JUNK}", {}),
    "GET /sepuluh-menit": (f"/sepuluh-menit?{JUNK}", {}),
    "GET /c/<id_>": (f"/c/klaim-1?{JUNK}", {}),
    "GET /daftar": ("/daftar", {"query_string": {"q": WORDS, "sort": "checked"}}),
    "GET /periksa/<id_>": (f"/periksa/klaim-uji-2026?{JUNK}", {}),
    "GET /transparansi": (f"/transparansi?{JUNK}", {}),
    "GET /lapor": (f"/lapor?kind=wrong&claim={'a' * 60_000}", {}),
    "POST /lapor": ("/lapor", {"data": {**report(), "step": "kirim"}}),
    "GET /laporan": (f"/laporan?{JUNK}", {}),
    "POST /laporan": ("/laporan", {"data": {"ticket": ticket()}}),
}  # fmt: skip
"""The path and what is sent, by the name of the route in bounds.json."""
