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
from cektautan.desk.cases.finding_cases import case_for
from cektautan.desk.claims.claims import CLEARED, LONGEST, LONGEST_RATING, Check, entry_of, lint
from cektautan.desk.decisions.edits import edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.who import require
from cektautan.desk.decisions.words import read_reason, read_words
from cektautan.desk.errors import Invalid, NotFound
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Act
from cektautan.store.models import Claim, Finding
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
    case_id: int | None = None,
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
        case_id: the case that it is decided in.

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
        require(work.session, policy, account, "claim.write")
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
        return settle(work, policy, account, wish, case_for(work.session, case_id))


def add_check(
    store: Store, policy: Policy, account: int, claim_id: str, version: int, check: Check, reason: str, now: int
) -> Done:
    """Add a published check to a claim. Raises what `rewrite` raises."""
    with store.reading() as session:
        reviews = state_of(found(session, "claim", claim_id))["reviews"]
    added = {"source_id": check.source, "url": check.url, "rating": check.rating, "verdict": check.verdict,
             "date": check.date.isoformat()}  # fmt: skip
    return rewrite(store, policy, account, claim_id, version, {"reviews": [*reviews, added]}, reason, now)


def take_over_check(
    store: Store, policy: Policy, account: int, claim_id: str, version: int, finding_id: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Let a check of a claim say what its publisher says now. Raises what `rewrite` raises.

    The claim's own words stay: whether they still fit is judged by the lint, and by the one who decides.
    """
    with store.reading() as session:
        finding, claim = session.get(Finding, finding_id), found(session, "claim", claim_id)
        reviews = state_of(claim)["reviews"]
    if finding is None or finding.verdict not in LIMITS or not any(each["url"] == finding.url for each in reviews):
        raise NotFound(f"finding {finding_id} of claim {claim_id}")
    says = {"verdict": finding.verdict}
    if finding.rating:
        says["rating"] = read_words(finding.rating, "rating", LONGEST_RATING)
    # A correction may bear a day after the claim was listed; the check that it was listed for is older than that.
    if finding.date is not None and finding.date <= claim.listed:
        says["date"] = finding.date.isoformat()
    new = [{**each, **says} if each["url"] == finding.url else each for each in reviews]
    return rewrite(store, policy, account, claim_id, version, {"reviews": new}, reason, now, case_id)


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
