"""The service's own test pages below `/uji/`: listed like all others, marked as tests, and counted nowhere.

So that anybody can see a warning work without opening a hoax, and an integrator has cases that never change. Every set
carries them for the address that readers use (docs/protocol.md, section 10): one page for each verdict, level and
state. The two states that no list makes (a code that hides an address, a feed) come from rules of their own for this
host, and so does it that a page in the other language is the same page. Nothing of this may touch a real address: keys
are made from the service's own pages and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cektautan.core.address import Address, NotJudgeable, parse
from cektautan.core.identity import identify
from cektautan.core.keys import key_hash
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import spellings
from cektautan.core.scoring import score
from cektautan.core.vocabulary import Kind, Level, State, Surface, Verdict
from cektautan.publish.errors import PublishError

FOLDER: Final = "/uji/"
CHECKS: Final = f"{FOLDER}cek/"
RULES_ID: Final = "cektautan-uji"
KEY_BEGINS: Final = f"content:{RULES_ID}:"
"""How the keys of the pages begin that have rules of their own; no other address has such a key."""
_THIS_COMPUTER: Final = ("127.0.0.1", "localhost")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test page, and what is said of it everywhere."""

    slug: str
    state: State
    level: Level | None = None
    verdict: Verdict = Verdict.UNKNOWN
    reason_code: str | None = None
    match_kind: Kind | None = None
    rating: str = ""
    folder: str = ""
    scheme: str = ""
    error: str | None = None

    @property
    def listed(self) -> bool:
        """True where a listing says it, and not the shape of the address."""
        return self.level is not None

    @property
    def claim(self) -> str:
        """The id of its made-up claim, which no entry of the lists can have: those end in a year."""
        return f"uji-{self.slug.replace('/', '-')}"

    def url(self, server: str) -> str:
        """Return the address of the page."""
        rest = server.partition("://")[2]
        return f"{self.scheme}://{rest}{FOLDER}{self.slug}" if self.scheme else f"{server}{FOLDER}{self.slug}"


@dataclass(frozen=True)
class TestListing:
    """The listing of one case under one address of this service."""

    key: str
    sha256: bytes
    level: int
    verdict: Verdict
    record: Mapping[str, Any]


@cache
def cases() -> tuple[Case, ...]:
    """Return all test pages in their order."""
    return tuple(_case(data) for data in _data()["cases"])


def listings(server: str, rules: Rules) -> list[TestListing]:
    """Return the listings of the test pages of a server.

    Raises:
        PublishError: the server's address is none that could be judged.

    """
    return [
        TestListing(key, key_hash(key), int(case.level or 0), case.verdict, _listing(case, key))
        for case in cases()
        if case.listed
        for key in _keys(case, server, rules)
    ]


def expressions(server: str) -> list[str]:
    """Return by which expressions clients of Safe Browsing are told of the pages: as hoaxes, whatever a page shows.

    So the page of an imposter is deceptive to no browser. Pages of level 2 and 3 are told; the folder is not, for that
    protocol cannot make the exception that it has. A port is no part of an expression: on a computer of one's own, a
    page is the same one on every port. Raises as `listings`.
    """
    address = _address(server)
    base = address.path.rstrip("/")
    return [
        spelling
        for case in cases()
        if case.match_kind is Kind.URL and (case.level or 0) >= Level.CAUTION
        for host in _hosts(address)
        for spelling in spellings(canonical(f"{host}{base}{FOLDER}{case.slug}").whole)
    ]


def claims(server: str) -> dict[str, dict[str, Any]]:
    """Return the made-up claims by id, each with the made-up check that lies on the server's own page."""
    data = _data()
    return {
        case.claim: {
            "text": data["claim"],
            "about": [],
            "reviews": [
                {
                    "publisher": data["publisher"],
                    "url": f"{server}{CHECKS}{case.slug}",
                    "rating": case.rating,
                    "verdict": case.verdict.word,
                    "date": data["listed"],
                }
            ],
        }
        for case in cases()
        if case.listed
    }


def with_rules(bundle: Mapping[str, Any], server: str) -> dict[str, Any]:
    """Return the rules with those of the service's own host. Raises as `listings`."""
    address = _address(server)
    port = f":{address.port}" if address.port else ""
    base = address.path.rstrip("/")
    origin = f"{address.scheme if port else 'https'}://{{host}}{port}"

    def shape(state: State) -> dict[str, str]:
        (slug,) = (case.slug for case in cases() if case.state is state)
        path = f"{base}{FOLDER}{slug}"
        return {"path": path, "key": f"{RULES_ID}:{slug}", "canonical": origin + path}

    own = {"id": RULES_ID, "hosts": [f"{host}{port}" for host in _hosts(address)]}
    feed = {**shape(State.PLATFORM), "surface": Surface.PLATFORM.value}
    return {
        **bundle,
        "platforms": [*bundle["platforms"], {**own, "other": "page", "content": [feed]}],
        "opaque": [*bundle["opaque"], {**own, **shape(State.UNRESOLVED)}],
        # A page of ours in the other language is the same page.
        "sites": [*bundle["sites"], {**own, "drop_query": ["lang"]}],
    }


def _keys(case: Case, server: str, rules: Rules) -> Iterator[str]:
    """Yield the key that a case is listed under, for each name that this service has."""
    address = _address(server)
    port = f":{address.port}" if address.port else ""
    for host in _hosts(address):
        base = f"{address.scheme}://{host}{port}{address.path.rstrip('/')}"
        identity = identify(f"{base}{FOLDER}{case.folder or case.slug}", rules)
        # Of the keys of an address of few segments the first of a kind is that of the address itself.
        yield next(key for key in identity.keys if key.startswith(f"{case.match_kind}:"))


def _hosts(address: Address) -> tuple[str, ...]:
    return _THIS_COMPUTER if address.host in _THIS_COMPUTER else (address.host,)


def _address(server: str) -> Address:
    try:
        return parse(f"{server}/", ())
    except NotJudgeable as problem:
        raise PublishError(f"the service's own address {server} cannot be judged: {problem.reason}") from None


def _listing(case: Case, key: str) -> dict[str, Any]:
    data = _data()
    return {
        "sha256": key_hash(key).hex(),
        "claim": case.claim,
        "kind": str(case.match_kind),
        "platform": None,
        "domain": None,
        "level": int(case.level or 0),
        "verdict": case.verdict.word,
        "reason_code": case.reason_code,
        "statement": {language: text.format(rating=case.rating) for language, text in data["statement"].items()},
        "listed": data["listed"],
        "review_by": data["review_by"],
        # A made-up check is no evidence.
        "score": score((), date.min).to_json(),
        "test": True,
    }


def _case(data: Mapping[str, Any]) -> Case:
    values = dict(data)
    values["state"] = State(values["state"])
    if "level" in values:
        values["level"] = Level(values["level"])
        values["verdict"] = Verdict.of(values["verdict"])
        values["match_kind"] = Kind(values["match_kind"])
    return Case(**values)


@cache
def _data() -> Any:
    return json.loads((files("cektautan.publish") / "testpages.json").read_text("utf-8"))
