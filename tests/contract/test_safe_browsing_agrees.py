"""Whatever is listed, every answer of Safe Browsing calls an address the same: by its hashes and by itself.

Sets are made by chance of sites, folders and pages inside one another, listed as all that there is. Each is asked as
stock clients ask: the lists, the full hashes of both versions, and the address.
"""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from tests.conftest import ROOT
from tests.support.published import rules_bundle
from tests.support.service import DAY, Entry, Service

from cektautan.blocklists.entry import ClaimEntry, Text
from cektautan.blocklists.scope import Subject
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions, full_hash
from cektautan.publish.records import collect
from cektautan.publish.rules_bundle import load_safe_browsing
from cektautan.publish.safe_browsing import hashes_of

SETS = 40
SEED = 20_261_129
AGES = {"fresh": 0, "stale": 4 * DAY, "old": 11 * DAY}
DECEPTIVE, TIPS = "SOCIAL_ENGINEERING", "ACCURACY_TIPS"
TYPES = (DECEPTIVE, TIPS)
NAMES = {"se-4b": DECEPTIVE, "cektautan-hoax-4b": TIPS}

HOSTS = ("palsu.test", "b.palsu.test", "lain.test", "192.0.2.7")
PATHS = ("/", "/a", "/a/b", "/a/b/c", "/index.php", "/d%C3%A9")
QUERIES = ("", "?x=1")
ADDRESSES = [
    *(f"https://{host}{path}{query}" for host, path, query in product(HOSTS, PATHS, QUERIES)),
    *(f"https://{host}{path}" for host in ("www.palsu.test", "c.b.palsu.test", "palsu.test:8443") for path in PATHS),
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fpalsu.test%2Fa",
    "https://palsu.test/%2561",
]
RULES = Rules.from_bundle(json.loads(rules_bundle()))
KEYS = [
    *(f"{kind}:{host}" for kind, host in product(("domain", "host"), HOSTS[:3])),
    f"host:{HOSTS[3]}",
    *(f"path:{host}{path}" for host, path in product(HOSTS, PATHS[1:])),
    *(f"url:{host}{path}{query}" for host, path, query in product(HOSTS, PATHS, QUERIES)),
]
SAID = (
    {"verdict": "imposter", "imitates": "kpu.go.id"},
    {"verdict": "imposter", "imitates": "kpu.go.id", "provisional": True},
    {"verdict": "imposter"},
    {"verdict": "imposter", "imitates": "kpu.go.id", "level": 2},
    {"verdict": "false"},
    {"verdict": "misleading", "level": 2},
    {"verdict": "satire", "level": 1},
    {"verdict": "corrected", "level": 0},
)
WEIGHTS = (8, 1, 1, 1, 3, 2, 1, 1)


class Told(NamedTuple):
    """What is said of one address in each way: types, and what `/v1/check` says."""

    expressions: tuple[str, ...]
    lists: set[str]
    matched: dict[str, str]
    """The types of version 4, by the expression that is listed."""
    version_5: set[str]
    find: set[str]
    check: dict[str, Any]


def subject(entry: Entry) -> Subject:
    text, day = Text("a", "a"), date(2026, 1, 3)
    claim = ClaimEntry(
        entry.claim, text, entry.verdict, entry.level, "", text, (), (), day, date(2027, 1, 3), (), "a", 1,
        entry.imitates or None,
    )  # fmt: skip
    return Subject(
        key=entry.key, level=entry.level, claim=claim, verdict=entry.verdict, reason_code="", statement=text,
        listed=day, review_by=day, provisional=entry.provisional,
    )  # fmt: skip


def sets() -> Iterator[list[Entry]]:
    """Yield what is listed, each time something else; an imposter's site is always among it."""
    chance = random.Random(SEED)
    for _ in range(SETS):
        keys = {chance.choice(KEYS[:6]): SAID[0]}
        for key in chance.sample(KEYS, chance.randint(1, 6)):
            keys.setdefault(key, *chance.choices(SAID, WEIGHTS))
        yield [Entry(key, claim=f"klaim-{at}", **said) for at, (key, said) in enumerate(keys.items())]  # type: ignore[arg-type] # the members of an entry


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[Entry], Service, FlaskClient]]:
    """Each set, published by a service of its own."""
    variants = load_safe_browsing(ROOT / "rules")
    made = []
    for entries in sets():
        folder: Path = tmp_path_factory.mktemp("set")
        service = Service(folder, settings={"CEKTAUTAN_LIMIT_CHECK": "1000000 per minute",
                                            "CEKTAUTAN_LIMIT_LISTS": "1000000 per minute"})  # fmt: skip
        service.publish(entries, hashes=hashes_of(collect(map(subject, entries)), variants))
        made.append((entries, service, service.client()))
    return made


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def info(**entries: list[dict[str, str]]) -> dict[str, Any]:
    return {"threatInfo": {"threatTypes": TYPES, "platformTypes": ["ANY_PLATFORM"], "threatEntryTypes": ["URL"],
                           "threatEntries": next(iter(entries.values()))}}  # fmt: skip


def told(client: FlaskClient) -> dict[str, Told]:
    """Ask everything about all addresses."""
    hashes = {url: {full_hash(each): each for each in expressions(canonical(url))} for url in ADDRESSES}
    prefixes = sorted({each[:4] for of in hashes.values() for each in of})
    updates = [{"threatType": kind, "platformType": "ANY_PLATFORM", "threatEntryType": "URL"} for kind in TYPES]
    lists = {}
    for each in client.post("/v4/threatListUpdates:fetch", json={"listUpdateRequests": updates}).json[
        "listUpdateResponses"
    ]:
        data = b"".join(base64.b64decode(added["rawHashes"]["rawHashes"]) for added in each.get("additions", ()))
        lists[each["threatType"]] = {data[at : at + 4] for at in range(0, len(data), 4)}
    four: dict[bytes, str] = {}
    for match in client.post(
        "/v4/fullHashes:find", json=info(hashes=[{"hash": b64(each)} for each in prefixes])
    ).json.get("matches", ()):
        # One hash has one meaning.
        assert four.setdefault(base64.b64decode(match["threat"]["hash"]), match["threatType"]) == match["threatType"]
    searched = client.get("/v5/hashes:search", query_string={"alt": "json", "hashPrefixes": [*map(b64, prefixes)]}).json
    five = {base64.b64decode(each["fullHash"]): each["fullHashDetails"] for each in searched.get("fullHashes", ())}
    find: dict[str, set[str]] = {}
    for match in client.post("/v4/threatMatches:find", json=info(urls=[{"url": url} for url in ADDRESSES])).json.get(
        "matches", ()
    ):
        find.setdefault(match["threat"]["url"], set()).add(match["threatType"])
    checked = client.post("/v1/check", json={"urls": ADDRESSES}).json["results"]
    return {
        url: Told(
            tuple(hashes[url].values()),
            {kind for kind in TYPES if lists[kind] & {each[:4] for each in hashes[url]}},
            {text: four[each] for each, text in hashes[url].items() if each in four},
            {detail["threatType"] for each in hashes[url] for detail in five.get(each, ())},
            find.get(url, set()),
            answer,
        )
        for url, answer in zip(ADDRESSES, checked, strict=True)
    }


def deciding(url: str, entries: list[Entry]) -> Entry | None:
    """The entry of the most specific listed key."""
    by_key = {each.key: each for each in entries}
    return next((by_key[key] for key in identify(url, RULES).keys if key in by_key), None)


def place(expression: str, told: Told) -> int:
    """The place of an expression among those of the address, of which the first says most."""
    return [each.rstrip("/") for each in told.expressions].index(expression.rstrip("/"))


def is_verified(entry: Entry) -> bool:
    return (entry.verdict, entry.level, entry.provisional) == ("imposter", 3, False) and bool(entry.imitates)


@pytest.mark.parametrize("age", AGES)
def test_an_address_is_called_the_same_however_it_is_asked_about(
    published: list[tuple[list[Entry], Service, FlaskClient]], age: str
) -> None:
    seen: Counter[str] = Counter()
    for entries, service, client in published:
        service.clock.move(AGES[age])
        answers = told(client)
        service.clock.move(-AGES[age])
        for url, said in answers.items():
            about = (url, said, entries)
            hashes, decides = {*said.matched.values()}, deciding(url, entries)
            assert said.lists == hashes == said.version_5, about
            assert len(said.find) == (decides is not None and decides.level > 1), about
            if said.find and hashes:
                assert (said.find == {DECEPTIVE}) == (DECEPTIVE in hashes), about
                seen[f"both {'/'.join(said.find)}"] += 1
            elif said.find:
                seen[f"the address alone {'/'.join(said.find)}"] += 1
            elif hashes:
                seen["the hashes alone"] += 1
            if decides is not None and decides.level < 2:
                # What was cleared or is only noted is told by nobody, but as a query of a page that is listed itself.
                name = decides.key.partition(":")[2]
                assert all(place(each, said) < place(name, said) for each in said.matched), about
            if DECEPTIVE in said.find | hashes:
                # Nobody calls deceptive what is no part of a verified imposter.
                parts = {each.rstrip("/") for each in expressions(canonical(said.check["url"]))}
                assert any(is_verified(each) and each.key.partition(":")[2].rstrip("/") in parts for each in entries), (
                    about
                )
                seen["deceptive"] += 1
            elif decides is not None and is_verified(decides):
                seen["an imposter that holds something else"] += 1
    print(f"\n{age}: {SETS} sets, {SETS * len(ADDRESSES)} addresses, {dict(seen)}")  # noqa: T201 -- with pytest -s
    assert seen[f"both {TIPS}"] > SETS
    assert (seen["deceptive"] > SETS) == (age != "old")
