"""The front answers as the routes behind it do, whatever is asked: same status, headers and body, and the same counts.

Two applications over the same set, whose clocks stand still, are asked the same requests in the same order, one through
its front and one past it; so shares of limits are used up alike too.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from flask import Flask
from tests.support.api_keys import new_key
from tests.support.service import ENTRIES, HOAX, Service
from tests.support.stores import sqlite_database
from werkzeug.test import create_environ, run_wsgi_app

from cektautan.desk.api_keys.ending import revoke
from cektautan.desk.people.acting import OPERATOR
from cektautan.store.opening import open_store
from cektautan.web.api.lists import DOCUMENTS
from cektautan.web.application import Application
from cektautan.web.front import Front

REQUESTS = 6_000
SEED = 20_261_129

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Said(NamedTuple):
    """An answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


ADDRESSES = [
    HOAX,
    "https://www.youtube.com/watch?v=GPdzHkn5M6M&t=9",
    "https://www.youtube.com/watch?v=GPdzHkn5M6N",
    "https://www.tiktok.com/@x/video/7311111111111111111",
    "https://daftar.tiruan-kpu.com/form?id=1",
    "https://tiruan-kpu.com/ralat",
    "https://kabar.co.id/palsu?utm_source=wa",
    "https://vt.tiktok.com/ZS12345/",
    "https://www.facebook.com/",
    "https://contoh.com/a b?c=d e&f=ü",
    "https://kp\u03c5.go.id/",
    "https://[::bad/",
    "ftp://contoh.com/",
    "javascript:alert(1)",
    "bukan alamat",
    "http://127.0.0.1/",
    "https://contoh.com/" + "a" * 9_000,
    "",
]
METHODS = ["GET"] * 12 + ["HEAD"] * 3 + ["POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get"]
CALLERS = ["203.0.113.9", "198.51.100.7", "::ffff:203.0.113.9", "2001:db8::1", "2001:db8::2", "", None]
ENCODINGS = [
    None,
    "",
    "br",
    "gzip",
    "br;q=0, gzip",
    "*",
    "*;q=0",
    "identity",
    "gzip, deflate, br, zstd",
    "br;q=x",
    ";;,",
]
NO_TAGS = ["", "*", '"lain"', "tanpa tanda", 'W/"', '"a", "b"']
ACCEPTS = [None, "text/html", "application/json", "*/*;q=0.1, text/html"]


def _query(chance: random.Random) -> str:
    url = chance.choice(ADDRESSES)
    return chance.choice(
        [
            *[f"url={quote(url, safe='')}"] * 8,
            f"url={quote(url, safe=':/?=+')}",
            f"url={url.replace(' ', '+').encode('latin-1', 'replace').decode('latin-1')}",
            f"url={url.encode().decode('latin-1')}",
            f"url={quote(url)}&url={quote(url)}",
            f"url={quote(url)}&lang=id",
            f"u={quote(url)}",
            f"URL={quote(url)}",
            f"url={quote(url)}%00",
            f"url={quote(url)}%ff%fe",
            f"url=%{quote(url)}",
            "url",
            "url=",
            "",
            "&url=a",
        ]
    )


def _paths(service: Service) -> list[str]:
    public = service.var / "public"
    files = sorted(path.name for path in (public / "files").iterdir()) if (public / "files").is_dir() else []
    missing = "0" * 64
    return [
        *["/v1/check"] * 40,
        *(f"/lists/{name}" for name in DOCUMENTS for _ in range(3)),
        *(f"/lists/files/{name}" for name in files),
        *(
            "/v1/check/",
            "//v1/check",
            "/v1//check",
            "/V1/check",
            "/v1/check\0",
            "/v1/checks",
            "/v1",
            "/lists",
            "/lists/",
        ),
        *("/lists/files", "/lists/files/", f"/lists/files/{missing}.json", f"/lists/files/{missing}", "/lists/"),
        *(
            f"/lists/files/{missing}.json/",
            "/healthz",
            "/lists/files/../manifest.json",
            "/lists/lain.json",
            "/lists/manifest.json\n",
        ),
    ]


def _tags(service: Service, ask: Callable[[dict[str, Any]], Said]) -> dict[str, list[str]]:
    """What a client may say that it has of a path: its tags in each form, weak ones, and several."""
    tags: dict[str, list[str]] = {}
    for path in sorted({path for path in _paths(service) if path.startswith("/lists/")}):
        said = [ask(create_environ(path, headers={"Accept-Encoding": each})) for each in ("", "br", "gzip")]
        own = [value for each in said for name, value in each.headers if name == "etag"]
        tags[path] = [form for tag in own for form in (tag, f"W/{tag}", f'"lain", {tag}')]
    return tags


def _requests(service: Service, tags: dict[str, list[str]], count: int) -> Iterator[Callable[[], dict[str, Any]]]:
    chance, paths = random.Random(SEED), _paths(service)
    for _ in range(count):
        path, query = chance.choice(paths), _query(chance)
        headers = {
            "Accept-Encoding": chance.choice(ENCODINGS),
            "If-None-Match": chance.choice([None, *NO_TAGS, *tags.get(path, [])]),
            "Accept": chance.choice(ACCEPTS),
            "Origin": chance.choice([None, "https://lain.example"]),
        }
        caller, method = chance.choice(CALLERS), chance.choice(METHODS)

        def environ(
            headers: dict[str, str | None] = headers,
            path: str = path,
            query: str = query,
            caller: str | None = caller,
            method: str = method,
        ) -> dict[str, Any]:
            made = create_environ("/", method="GET", headers={k: v for k, v in headers.items() if v is not None})
            made |= {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
            if caller is not None:
                made["REMOTE_ADDR"] = caller
            return made

        yield environ


def _asker(application: Wsgi) -> Callable[[dict[str, Any]], Said]:
    def ask(environ: dict[str, Any]) -> Said:
        body, status, headers = run_wsgi_app(application, environ, buffered=True)
        # How long ago the database answered is told by the real clock, and two applications ask it at two times.
        said = re.sub(rb'"desk_age":[0-9]+', b'"desk_age":0', b"".join(body))
        return Said(status, sorted((name.lower(), value) for name, value in headers), said)

    return ask


def _before(app: Flask) -> Callable[[dict[str, Any]], Said]:
    assert isinstance(app.wsgi_app, Front)
    return _asker(app.wsgi_app)


def _behind(app: Flask) -> Callable[[dict[str, Any]], Said]:
    assert isinstance(app, Application)
    return _asker(partial(Application.wsgi_app, app))


def _counts(app: Flask) -> list[str]:
    """What was counted, but for the time that it took."""
    lines = app.test_client().get("/metrics").text.splitlines()
    return [line for line in lines if not re.match(r"#|cektautan_request_seconds|.*_created", line)]


def test_both_say_the_same_and_count_the_same_over_thousands_of_requests(tmp_path: Path) -> None:
    service = Service(tmp_path, settings={"CEKTAUTAN_LIMIT_CHECK": "400/hour", "CEKTAUTAN_LIMIT_LISTS": "150/hour"})
    service.publish(ENTRIES)
    front_app, flask_app = service.app(), service.app()
    front, route = _before(front_app), _behind(flask_app)
    tags = _tags(service, _asker(partial(Application.wsgi_app, service.app())))
    seen: Counter[tuple[str, str]] = Counter()
    for environ in _requests(service, tags, REQUESTS):
        asked = environ()
        said = front(environ())
        assert said == route(environ()), (asked["REQUEST_METHOD"], asked["PATH_INFO"], asked["QUERY_STRING"][:200])
        kind = "check" if asked["PATH_INFO"] == "/v1/check" else asked["PATH_INFO"].rpartition("/")[0]
        seen[kind, said.status[:3]] += 1
    told = ", ".join(f"{kind} {status}: {count}" for (kind, status), count in sorted(seen.items()))
    sys.stdout.write(f"\n{REQUESTS} requests, answered alike: {told}\n")
    for status in ("200", "400", "405", "422", "429"):
        assert seen["check", status] > 10, status
    for status in ("200", "304", "429"):
        assert seen["/lists", status] > 10, status
        assert seen["/lists/files", status] > 10, status
    assert seen["/lists/files", "404"] > 10
    assert _counts(front_app) == _counts(flask_app)


def _lookups(count: int) -> Iterator[Callable[[], dict[str, Any]]]:
    """Requests of threatMatches:find: most as clients write them, some broken in every way that comes to mind."""
    chance = random.Random(SEED)
    types = ["SOCIAL_ENGINEERING", "ACCURACY_TIPS", "MALWARE", "LAIN", 2]
    for _ in range(count):
        entries: list[Any] = [
            {"url": chance.choice(ADDRESSES)} for _ in range(chance.choice([0, *[1] * 20, 3, 3, 501]))
        ]
        entries += chance.choice([[], [], [], [], [{"hash": "AAAA"}], [{}], [None]])
        info: dict[str, Any] = {
            "threatTypes": chance.choice([types[:2], types[1:], [chance.choice(types)], []]),
            "platformTypes": chance.choice([["ANY_PLATFORM"], ["WINDOWS", "LINUX", "WINDOWS"], ["LAIN"], [], None]),
            "threatEntryTypes": chance.choice([["URL"], ["URL", "EXECUTABLE"], ["EXECUTABLE"], [], None]),
            "threatEntries": entries,
        }
        info = {name: value for name, value in info.items() if value is not None}
        asked = {"client": {"clientId": "c", "clientVersion": "1"}, "threatInfo": info}
        plain = json.dumps(asked, ensure_ascii=chance.random() < 0.5)
        body = chance.choice([plain] * 12 + ["", "[]", plain[:-1], plain.replace("{", '{"a": 1, "a": 2, ', 1)]).encode()
        headers = {
            "Content-Type": chance.choice(["application/json"] * 9 + ["text/plain", "application/x-protobuf", ""]),
            "Accept": chance.choice(ACCEPTS),
        }
        query = chance.choice(
            ["", "key=k", "key=k&alt=json"] * 4 + ["alt=proto", "$ct=application/x-protobuf", "a=%ff"]
        )
        caller = chance.choice([each for each in CALLERS if each is not None])
        path = chance.choice(["/v4/threatMatches:find"] * 12 + ["/v4/threatMatches:find/", "/v4/threatMatches%3Afind"])
        method = chance.choice(["POST"] * 12 + METHODS[-7:])

        def environ(
            body: bytes = body,
            headers: dict[str, str | None] = headers,
            query: str = query,
            caller: str = caller,
            path: str = path,
            method: str = method,
        ) -> dict[str, Any]:
            given = {name: value for name, value in headers.items() if value is not None}
            made = create_environ("/", method="POST", data=body, headers=given)
            return made | {
                "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": caller, "REQUEST_METHOD": method
            }  # fmt: skip

        yield environ


def test_both_say_the_same_to_clients_that_look_addresses_up(tmp_path: Path) -> None:
    service = Service(tmp_path, settings={"CEKTAUTAN_LIMIT_CHECK": "1200/hour"})
    service.publish(ENTRIES)
    front_app, flask_app = service.app(), service.app()
    front, route = _before(front_app), _behind(flask_app)
    seen: Counter[str] = Counter()
    for environ in _lookups(REQUESTS):
        asked = environ()
        said, told = front(environ()), route(environ())
        assert said == told, (asked["REQUEST_METHOD"], asked["PATH_INFO"], asked["wsgi.input"].read()[:300])
        seen["found" if b"threatType" in said.body else said.status[:3]] += 1
    sys.stdout.write(f"\n{REQUESTS} lookups, answered alike: {dict(sorted(seen.items()))}\n")
    for status in ("found", "200", "400", "405", "429"):
        assert seen[status] > 100, status
    assert _counts(front_app) == _counts(flask_app)


def test_both_say_the_same_to_whoever_shows_a_key(tmp_path: Path) -> None:
    sqlite_database(tmp_path)
    service = Service(
        tmp_path,
        settings={"CEKTAUTAN_DESK": "on", "CEKTAUTAN_LIMIT_CHECK": "30/hour", "CEKTAUTAN_LIMIT_LISTS": "30/hour"},
    )
    service.publish(ENTRIES)
    store, _ = open_store("", tmp_path)
    now = int(service.clock())
    keyed, partner, short, gone = (
        new_key(store, now, **options) for options in ({}, {"tier": "partner"}, {"quota": 40}, {})
    )
    revoke(store, OPERATOR, gone.id, "bocor", now)
    shown = [
        {},
        *({"Authorization": f"Bearer {each.text}"} for each in (keyed, partner, short, gone)),
        {"X-API-Key": keyed.text},
        {"X-API-Key": f"{keyed.text[:-1]}0"},
        {"Authorization": "Bearer lain"},
        {"Authorization": "Basic lain"},
    ]
    front_app, flask_app = service.app(), service.app()
    front, route = _before(front_app), _behind(flask_app)
    chance, seen = random.Random(SEED), Counter[str]()
    for environ in _requests(service, {}, 1500):
        fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in chance.choice(shown).items()}
        said = front(environ() | fields)
        assert said == route(environ() | fields), fields
        seen[said.status[:3]] += 1
    for status in ("200", "401", "404", "429"):
        assert seen[status] > 10, status
    assert _counts(front_app) == _counts(flask_app)
    store.engine.dispose()


def test_both_say_the_same_where_there_is_no_list_yet(tmp_path: Path) -> None:
    service = Service(tmp_path)
    front, route = _before(service.app()), _behind(service.app())
    seen: Counter[str] = Counter()
    for environ in _requests(service, {}, 500):
        said = front(environ())
        assert said == route(environ())
        seen[said.status[:3]] += 1
    assert seen["503"] > 100


@pytest.mark.parametrize("hops", ["1", "2"])
def test_who_asks_is_known_from_the_proxies_in_front(tmp_path: Path, hops: str) -> None:
    service = Service(tmp_path, settings={"CEKTAUTAN_TRUSTED_PROXIES": hops, "CEKTAUTAN_LIMIT_CHECK": "1/hour"})
    service.publish(ENTRIES)
    client = service.client()

    def status(chain: str) -> int:
        headers = {"X-Forwarded-For": chain}
        return client.get("/v1/check", query_string={"url": HOAX}, headers=headers).status_code

    last = ", 10.0.0.1" * (int(hops) - 1)
    assert status(f"203.0.113.9{last}") == 200
    assert status(f"203.0.113.9{last}") == 429
    assert status(f"198.51.100.7{last}") == 200
