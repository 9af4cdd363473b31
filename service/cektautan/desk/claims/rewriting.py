"""Changing what a claim says: its texts, its verdict, its topics, its checks.

What would make readers see something stronger by that is judged like any raising and waits for a second person; the
rest is done at once. The lint of the files judges the outcome before anybody else does.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cektautan.blocklists.entry import ClaimEntry, Text
from cektautan.blocklists.entry import Review as EntryReview
from cektautan.blocklists.limits import LIMITS
from cektautan.core.days import day_of
from cektautan.desk.claims.claims import CLEARED, LONGEST, Check, entry_of, lint
from cektautan.desk.decisions.edits import edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason, read_words
from cektautan.desk.errors import Invalid, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.desk.rules.facts import Act
from cektautan.store.models import Claim
from cektautan.store.transaction import Store

TEXTS = ("text_id", "text_en", "statement_id", "statement_en")
ALLOWED = frozenset({*TEXTS, "verdict", "level", "about", "imitates", "reviews"})


def rewrite(
    store: Store,
    policy: Policy,
    account: int,
    claim_id: str,
    version: int,
    values: Mapping[str, Any],
    reason: str,
    now: int,
) -> Done:
    """Change fields of a claim.

    Args:
        store: the store.
        policy: the rules.
        account: who changes it.
        claim_id: the claim.
        version: what was seen.
        values: the fields that change, as in a state (`desk.decisions.states`); `reviews` is the whole list of checks.
        reason: why.
        now: Unix seconds.

    Raises:
        Refused: a rule.
        Invalid: a field, or what the lint says.
        Conflict: somebody was faster.
        NotFound: there is no such claim.

    """
    if unknown := sorted(set(values) - ALLOWED):
        raise Invalid(unknown[0], "unknown")
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        if "claim.write" not in person(work.session, policy, account).acts:
            raise Refused(Why.ROLE)
        claim: Claim = found(work.session, "claim", claim_id)
        expect(work.session, claim, version)
        new = _read(claim, values)
        lint(work.session, policy, _as_entry(claim, new), day_of(now))
        wish = Wish(
            act=Act.LIST,
            action="claim.rewritten",
            subject=("claim", claim.id),
            edits=(edit(claim, **new),),
            reason=words,
            kind="raise",
            key=f"claim:{claim.id}",
            claim_id=claim.id,
        )
        return settle(work, policy, account, wish, None)


def add_check(
    store: Store, policy: Policy, account: int, claim_id: str, version: int, check: Check, reason: str, now: int
) -> Done:
    """Add a published check to a claim. Raises what `rewrite` raises."""
    with store.reading() as session:
        reviews = state_of(found(session, "claim", claim_id))["reviews"]
    added = {"source_id": check.source, "url": check.url, "rating": check.rating, "verdict": check.verdict,
             "date": check.date.isoformat()}  # fmt: skip
    return rewrite(store, policy, account, claim_id, version, {"reviews": [*reviews, added]}, reason, now)


def _read(claim: Claim, values: Mapping[str, Any]) -> dict[str, Any]:
    new = dict(values)
    for name in TEXTS:
        if name in new:
            new[name] = read_words(new[name], name, LONGEST, 10)
    verdict = new.get("verdict", claim.verdict)
    if verdict not in LIMITS:
        raise Invalid("verdict", "unknown")
    if "verdict" in new or "level" in new:
        level = min(new.get("level", claim.level), LIMITS[verdict].max_level)
        reason = LIMITS[verdict].reason_code if level else CLEARED.get(verdict, "withdrawn")
        new |= {"level": level, "reason_code": reason}
    return new


def _as_entry(claim: Claim, new: Mapping[str, Any]) -> ClaimEntry:
    entry = entry_of(claim)
    if "reviews" in new:
        entry = replace(
            entry,
            reviews=tuple(
                EntryReview(
                    each["source_id"], each["url"], each["rating"], each["verdict"],
                    datetime.date.fromisoformat(each["date"]), 1,
                )
                for each in new["reviews"]
            ),
        )  # fmt: skip
    return replace(
        entry,
        text=Text(new.get("text_id", claim.text_id), new.get("text_en", claim.text_en)),
        statement=Text(new.get("statement_id", claim.statement_id), new.get("statement_en", claim.statement_en)),
        verdict=new.get("verdict", claim.verdict),
        level=new.get("level", claim.level),
        reason_code=new.get("reason_code", claim.reason_code),
        about=tuple(new.get("about", claim.about)),
        imitates=new.get("imitates", claim.imitates),
    )
