"""A store with one listed hoax and a reader who writes to the desk, for the tests of what readers send in."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from tests.support.published import ROOT

from cektautan.core.keys import key_hash
from cektautan.core.rules import Rules
from cektautan.desk.policy import load_policy
from cektautan.desk.readers import tickets
from cektautan.desk.readers.filing import Filing, read_filing
from cektautan.publish.rules_bundle import load_rules
from cektautan.store.models import Claim, Listing, Review, Source
from cektautan.store.transaction import Store

START = 1_792_000_800
"""14 October 2026, 18:00 UTC: in no election window."""

POLICY = load_policy(ROOT / "rules", ROOT / "blocklists")
RULES = Rules.from_bundle(load_rules(ROOT / "rules"))
SECRET = "s" * 32

HOAX = "https://youtu.be/GPdzHkn5M6M?si=abc"
HOAX_KEY = "content:youtube:GPdzHkn5M6M"
CLAIM = "klaim-uji-2026"

_numbers = itertools.count(1)


def ticket() -> str:
    """Return a ticket that nobody has used."""
    return tickets.make(next(_numbers).to_bytes(tickets.RANDOM_BYTES, "big"))


def filing(**values: Any) -> Filing:
    """Return a report of the hoax, with other fields where they are given."""
    return read_filing({"ticket": ticket(), "kind": "report", "url": HOAX, **values}, RULES)


def list_hoax(
    store: Store, *, key: str = HOAX_KEY, claim_id: str = CLAIM, level: int = 3, url: str = HOAX, now: int = START
) -> int:
    """List a hoax with its published check and return the number of the listing."""
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    later = today + datetime.timedelta(days=180)
    with store.deciding("operator", now) as work:
        if work.session.get(Source, "turnbackhoax") is None:
            work.session.add(
                Source(
                    id="turnbackhoax", name="TurnBackHoax", site="turnbackhoax.id", kind="fact_checker",
                    reliability="A", standing="good", other_sites=[], notes="",
                )
            )  # fmt: skip
            work.session.flush()
        if work.session.get(Claim, claim_id) is None:
            work.session.add(
                Claim(
                    id=claim_id, text_id="Klaim uji.", text_en="A test claim.", verdict="false", level=3,
                    reason_code="fact_checked_false", statement_id="Alasan uji.", statement_en="A test reason.",
                    about=[], listed=today, review_by=later, status="active", created_at=now, changes={},
                    reviews=[Review(source_id="turnbackhoax", url=f"https://turnbackhoax.id/{claim_id}",
                                    rating="SALAH", verdict="false", date=today)],
                )
            )  # fmt: skip
            work.session.flush()
        listing = Listing(
            claim_id=claim_id, key=key, sha256=key_hash(key).hex(), kind=key.partition(":")[0],
            url=url, level=level, status="active", listed=today, review_by=later, changed_at=now,
        )  # fmt: skip
        work.session.add(listing)
        work.session.flush()
        work.record("listing.approved", ("listing", listing.id), after={"level": level})
        return listing.id
