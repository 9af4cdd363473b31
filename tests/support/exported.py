"""A published set with one listing of each kind that a format may or may not be able to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from tests.support.service import START, Clock

from cektautan.app import create_app
from cektautan.blocklists.entry import ClaimEntry, Review, Source, Text
from cektautan.blocklists.scope import Subject
from cektautan.core.keys import key_hash
from cektautan.core.safe_browsing.variants import Variants
from cektautan.lookup.exported import sheet_of
from cektautan.lookup.published import PublishedSet
from cektautan.publish.content import content_of
from cektautan.publish.exports.sheet import Sheet
from cektautan.publish.from_lists import Listed
from cektautan.publish.publisher import Published, publish_content
from cektautan.publish.rules_bundle import load_rules, load_safe_browsing
from cektautan.settings import from_environment

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://cek.example"
TODAY = date(2026, 10, 15)
LISTED, DUE = date(2026, 10, 2), date(2027, 4, 2)
SOURCES = {
    "tbh": Source("tbh", "TurnBackHoax", "turnbackhoax.id", "fact_checker", "A", "good", "", 1),
    "kami": Source("kami", "Meja Contoh", "cek.example", "own", "B", "good", "", 1),
}


@dataclass(frozen=True)
class One:
    """One listing."""

    key: str
    level: int = 3
    verdict: str = "false"
    reason_code: str = "fact_checked_false"
    claim: str = "hoaks-2026"
    text: str = "Kotak suara 'dibuka', katanya."
    imitates: str = ""
    own_check: str = ""
    """The address of a check of our own."""

    @property
    def sha256(self) -> str:
        return key_hash(self.key).hex()


def imitation(key: str) -> One:
    return One(key, 3, "imposter", "imposter_of_official", "tiruan-2026", "Situs itu milik KPU.", "kpu.go.id")


WITHDRAWN = One("content:youtube:dicabutDulu", claim="dicabut-2026")
KINDS: Mapping[str, One] = {
    "content": One("content:youtube:GPdzHkn5M6M"),
    "content_key": One("content:kompasiana:5f1e2d3c097f3634a1234567"),
    "url": One("url:kabar-palsu.example/berita/1?id=2&q=it's"),
    "path": One("path:kabar-palsu.example/hoaks"),
    "host": One("host:blog.kabar-palsu.example", level=2),
    "imitation_page": imitation("url:unggah-kpu.example/pemilu/daftar"),
    "imitation_folder": imitation("path:unggah-kpu.example/cek"),
    "imitation_host": imitation("host:kpu.tiruan.example"),
    "imitation_domain": imitation("domain:tiruan-kpu.example"),
    "withdrawn": One(WITHDRAWN.key, 0, "false", "withdrawn", "dicabut-2026"),
}
"""By the names of the table in `publish/exports/formats.json`."""
NOTE = One("content:tiktok:7311111111111111111", 1, "satire", "satire", "satire-2026", "Sindiran.")
OWNER = One("content:telegram:kanal_orang/123")
ALL = (*KINDS.values(), NOTE, OWNER)


def told(one: One, text: str) -> bool:
    """True if a listing is told somewhere in a text that is no comment: by its key, its address or its name."""
    kind, _, rest = one.key.partition(":")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith(("!", "#", ";")))
    if kind == "content":
        return one.key in lines or re.search(rf"=?{re.escape(rest.partition(':')[2])}\b", lines) is not None
    end = r"(?![\w.-]|/[^\s\"'])" if kind in ("host", "domain") else r"(?![\w/])"
    quoted = re.escape(rest).replace("'", r"\\*'")
    return re.search(rf"(?<![\w.-]){quoted}{end}", lines) is not None


@cache
def bundle() -> Mapping[str, Any]:
    """The checkout's rules."""
    return load_rules(ROOT / "rules")


@cache
def variants() -> Variants:
    """How clients of Safe Browsing spell addresses, by the checkout's rules."""
    return load_safe_browsing(ROOT / "rules")


@dataclass
class Exporting:
    """A folder that is published into, and the service over it."""

    var: Path
    clock: Clock = field(default_factory=Clock)
    settings: dict[str, str] = field(default_factory=dict)

    def publish(self, ones: Iterable[One] = ALL, at: int | None = None) -> Published:
        """Publish these listings."""
        listed = listed_of(tuple(ones))
        now = int(self.clock()) if at is None else at
        content = content_of(listed, bundle(), PUBLIC, variants())
        return publish_content(content, self.var / "public", self.var / "keys", now)

    def publish_story(self) -> None:
        """Publish everything, what is withdrawn in the second set having been a warning in the first."""
        self.publish([one for one in ALL if one.key != WITHDRAWN.key] + [WITHDRAWN], START - 3600)
        self.publish()

    def client(self) -> FlaskClient:
        """A client of the service."""
        environment = {"CEKTAUTAN_VAR_DIR": str(self.var), "CEKTAUTAN_DESK": "off", "CEKTAUTAN_PUBLIC_URL": PUBLIC}
        return create_app(from_environment({**environment, **self.settings}), self.clock).test_client()

    def sheet(self, notice_host: str = "") -> Sheet:
        """What formats are written from."""
        published = PublishedSet.load(self.var / "public")
        found = sheet_of(published, PUBLIC, "Meja Contoh", published.staleness(int(self.clock())), notice_host)
        assert found is not None
        return found


def listed_of(ones: tuple[One, ...]) -> Listed:
    """What is on the list, as the store or the files would say it."""
    claims = {one.claim: _claim(one) for one in ones}
    subjects = tuple(
        Subject(
            key=one.key,
            level=one.level,
            claim=claims[one.claim],
            verdict=one.verdict,
            reason_code=one.reason_code,
            statement=_statement(one),
            listed=LISTED,
            review_by=DUE,
        )
        for one in ones
    )
    return Listed(tuple(claims.values()), SOURCES, subjects, TODAY)


def _statement(one: One) -> Text:
    return Text(f"TurnBackHoax menyatakan klaim ini {one.verdict}.", f"TurnBackHoax rated this claim {one.verdict}.")


def _claim(one: One) -> ClaimEntry:
    review = Review("tbh", f"https://turnbackhoax.id/{one.claim}", "SALAH", one.verdict, date(2026, 10, 1), 1)
    own = Review("kami", one.own_check, "Tidak benar", one.verdict, date(2026, 10, 1), 1)
    text, checks = Text(one.text, f"{one.text} (en)"), (review, own) if one.own_check else (review,)
    return ClaimEntry(
        one.claim, text, one.verdict, one.level, one.reason_code, _statement(one), checks, (), LISTED, DUE,
        ("pemilu",), f"{one.claim}.yaml", 1, imitates=one.imitates or None,
    )  # fmt: skip
