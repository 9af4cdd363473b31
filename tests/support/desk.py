"""A desk for tests: people with roles, sources and claims in a store, and the rules that the project ships."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cektautan.core.keys import key_hash
from cektautan.desk.policy import Policy, load_policy
from cektautan.store.models import Account, AccountRole, Claim, Listing, Review, Source
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[2]
NOW = 1_790_000_000
"""21 September 2026."""


@cache
def shipped_policy() -> Policy:
    """Return the rules that the project ships."""
    return load_policy(ROOT / "rules", ROOT / "blocklists")


class People:
    """The people of a desk, by what they are."""

    def __init__(self, store: Store) -> None:
        self._store = store
        rows = [
            _account(login, role)
            for login, role in (
                ("sari", "moderator"), ("budi", "approver"), ("rina", "appeals"), ("tono", "moderator"),
                ("wati", "reporter"), ("agus", "auditor"), ("admin", "admin"),
            )
        ]  # fmt: skip
        with store.deciding("operator", NOW) as work:
            work.session.add_all(rows)
            work.session.flush()
            self.sari, self.budi, self.rina, self.tono, self.reporter, self.auditor, self.admin = (
                each.id for each in rows
            )

    def add(self, login: str, *roles: str, created_by: int | None = None) -> int:
        """Add somebody and return the number of the account."""
        with self._store.deciding("operator", NOW) as work:
            account = _account(login, *roles, created_by=created_by)
            work.session.add(account)
            work.session.flush()
            return account.id


def _account(login: str, *roles: str, created_by: int | None = None) -> Account:
    account = Account(login=login, name=login.title(), created_at=NOW, created_by=created_by)
    account.roles = [AccountRole(role=role, granted_at=NOW) for role in roles]
    return account


def add_sources(store: Store) -> None:
    """Add a fact-checker in good standing, one whose standing is unknown, and the KPU."""
    with store.deciding("operator", NOW) as work:
        for id_, kind, standing in (
            ("turnbackhoax", "fact_checker", "good"), ("tempo-cek-fakta", "fact_checker", "unknown"),
            ("kpu", "official", "unknown"),
        ):  # fmt: skip
            site = {"turnbackhoax": "turnbackhoax.id", "tempo-cek-fakta": "tempo.co", "kpu": "kpu.go.id"}[id_]
            name = {"turnbackhoax": "TurnBackHoax", "tempo-cek-fakta": "Cek Fakta Tempo", "kpu": "KPU"}[id_]
            work.session.add(
                Source(id=id_, name=name, site=site, kind=kind, reliability="A", standing=standing, notes="")
            )


def claim(id_: str = "klaim-uji-2026", source: str = "turnbackhoax", **values: Any) -> Claim:
    """Return a claim at level 3 with one check."""
    made: dict[str, Any] = {
        "text_id": "Bantuan tunai dibagikan lewat tautan.", "text_en": "Cash aid is given out by a link.",
        "verdict": "false", "level": 3, "reason_code": "fact_checked_false",
        "statement_id": "TurnBackHoax menilai klaim ini SALAH. Baca cek faktanya.",
        "statement_en": "TurnBackHoax rated this claim SALAH (false). Read the fact-check.", "about": ["bansos"],
        "listed": date(2026, 9, 1), "review_by": date(2027, 9, 1), "created_at": NOW, "status": "active",
        "changes": {},
    }  # fmt: skip
    row = Claim(**{"id": id_, **made, **values})
    if source:
        row.reviews = [
            Review(source_id=source, url=f"https://turnbackhoax.id/2026/08/31/{id_}", rating="SALAH", verdict="false",
                   date=date(2026, 8, 31))
        ]  # fmt: skip
    return row


def listing(claim_id: str = "klaim-uji-2026", key: str = "url:kabar.example/1", **values: Any) -> Listing:
    """Return an active listing of an ordinary page at level 3."""
    host = key.partition(":")[2].partition("/")[0]
    made: dict[str, Any] = {
        "sha256": key_hash(key).hex(), "kind": key.partition(":")[0], "domain": host,
        "url": f"https://{key.partition(':')[2]}", "level": 3, "status": "active", "listed": date(2026, 9, 1),
        "review_by": date(2027, 9, 1), "changed_at": NOW,
    }  # fmt: skip
    return Listing(**{"claim_id": claim_id, "key": key, **made, **values})


def add(store: Store, *rows: Any) -> None:
    """Add rows, with an event, one after another."""
    with store.deciding("operator", NOW) as work:
        for row in rows:
            work.session.add(row)
            work.session.flush()
        work.record("test.prepared", ("test", 1))
