"""When a listing has to be looked at again: cases ahead of the day, extensions, and what happens on it.

Past its day of review a listing is a note at most, which `store.in_force` sees to; here it is told in the public chain.
No listing lapses inside an election window: its day moves behind it. Extending what has lapsed raises it, so it is
judged like raising. What has lapsed goes by the day that readers' answers go by, UTC's, and never by Jakarta's, which
begins seven hours earlier: the chain would tell of a lapse that is not one yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.blocklists.limits import MAX_DAYS, MAX_DAYS_WIDE
from cektautan.core.days import day_begins, day_of
from cektautan.core.keys import key_digest
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.edits import Edit, apply_edits, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Invalid
from cektautan.desk.policy import Policy
from cektautan.desk.rules.elections import Window
from cektautan.desk.rules.facts import Act, Matter
from cektautan.store.changes import body
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Case, Claim, Listing, Meta
from cektautan.store.transaction import Store

TOLD = ("active", "suspended", "provisional")
DUE_TOLD = "due_told"
"""Until which day lapses have been told in the public chain."""


def extend(
    store: Store,
    policy: Policy,
    account: int,
    claims: Sequence[tuple[str, int]],
    review_by: datetime.date,
    reason: str,
    now: int,
) -> list[Done]:
    """Extend claims and everything that is listed with them, all with one reason.

    Args:
        store: the store.
        policy: the rules.
        account: who extends.
        claims: name and version of each.
        review_by: the new day; what covers more than an item gets an earlier one (docs/list-policy.md).
        reason: why.
        now: Unix seconds.

    Raises:
        Refused: a rule.
        Invalid: too many, or the reason.
        Conflict: somebody changed a claim.
        NotFound: there is no such claim.

    """
    words = read_reason(reason)
    chosen = list(claims)
    if not 0 < len(chosen) <= policy.numbers.limits.bulk_extensions:
        raise Invalid("claims", "too_many" if chosen else "none")
    today = day_of(now)
    with store.deciding(f"account:{account}", now) as work:
        done = []
        for claim_id, version in chosen:
            claim: Claim = found(work.session, "claim", claim_id)
            expect(work.session, claim, version)
            edits = [edit(claim, review_by=review_by.isoformat()), *_later(work.session, claim, review_by, today)]
            wish = Wish(Act.EXTEND, "claim.extended", ("claim", claim.id), tuple(edits), words, "raise",
                        f"claim:{claim.id}", claim_id=claim.id)  # fmt: skip
            matter = Matter(
                days=(review_by - today).days,
                most_days=MAX_DAYS,
                later=review_by > claim.review_by and review_by > today,
            )
            done.append(settle(work, policy, account, wish, _case(work.session, claim.id), matter))
        return done


def open_cases(store: Store, policy: Policy, now: int) -> int:
    """Open a case for each claim of which something has to be looked at within two weeks; return how many were new."""
    today = day_of(now)
    until = today + datetime.timedelta(days=policy.numbers.limits.expiry_days)
    with store.reading() as session:
        due: dict[str, list[datetime.date]] = {}
        for claim_id, day in session.execute(
            select(Listing.claim_id, Listing.review_by)
            .join(Claim, Claim.id == Listing.claim_id)
            .where(Listing.status.in_(TOLD), Listing.review_by <= until, Claim.status == "active")
        ):
            due.setdefault(claim_id, []).append(day)
        known = {
            (case.claim_id, case.details.get("due"))
            for case in session.scalars(select(Case).where(Case.kind == "expiry", Case.claim_id.in_(due)))
        }
    new = {claim: days for claim, days in due.items() if (claim, min(days).isoformat()) not in known}
    if not new:
        return 0
    with store.deciding("system", now) as work:
        for claim_id, days in new.items():
            open_or_merge(
                work, policy, kind="expiry", key=f"claim:{claim_id}", lane="checked", claim_id=claim_id,
                details={"due": min(days).isoformat(), "listings": len(days)},
                due_at=day_begins(min(days)) if min(days) > today else None,
            )  # fmt: skip
    return len(new)


def defer(store: Store, policy: Policy, now: int) -> int:
    """Move days of review that lie inside an election window behind it; return how many listings that were.

    Nothing is raised by that: only what has not lapsed is moved.
    """
    today = day_of(now)
    ahead = datetime.timedelta(days=policy.numbers.limits.expiry_days)
    moved = 0
    for window in policy.elections.windows:
        if window.first - ahead <= today <= window.last:
            moved += _defer(store, window, window.last + ahead, today, now)
    return moved


def tell_lapsed(store: Store, now: int) -> int:
    """Tell in the public chain what became a note because its day of review passed; return how many that were."""
    today = day_of(now)
    with store.deciding("system", now) as work:
        told = work.session.get(Meta, DUE_TOLD)
        since = datetime.date.fromisoformat(told.value) if told is not None else today
        if told is not None and since >= today:
            return 0
        lapsed = list(
            work.session.scalars(
                select(Listing).where(
                    Listing.status == "active", Listing.level > 1, Listing.review_by >= since, Listing.review_by < today
                )
            )
        )
        if told is None:
            work.session.add(Meta(name=DUE_TOLD, value=today.isoformat()))
        else:
            told.value = today.isoformat()
        amended = [
            (each, terms)
            for each in lapsed
            if (terms := _lapsed_to(each, work.session.get_one(Claim, each.claim_id), now)) is not None
        ]
        if amended:
            ids = [each.id for each, _terms in amended]
            work.record("listings.lapsed", ("day", today.isoformat()), after={"listings": ids})
            work.tell([body("amend", each, terms, now) for each, terms in amended])
        return len(amended)


def _lapsed_to(listing: Listing, claim: Claim, now: int) -> Terms | None:
    """Return what a listing is told with since its day of review passed, or None where that changed nothing."""
    on_its_day = in_force(listing, claim, day_begins(listing.review_by))
    terms = in_force(listing, claim, now)
    return None if terms == on_its_day else terms


def _later(session: Session, claim: Claim, review_by: datetime.date, today: datetime.date) -> Iterable[Edit]:
    for listing in session.scalars(
        select(Listing).where(Listing.claim_id == claim.id, Listing.status.in_((*TOLD, "retracted")))
    ):
        most = MAX_DAYS_WIDE if listing.kind in ("path", "host", "domain") else MAX_DAYS
        day = min(review_by, today + datetime.timedelta(days=most))
        if day > listing.review_by:
            yield edit(listing, review_by=day.isoformat())


def _defer(store: Store, window: Window, to: datetime.date, today: datetime.date, now: int) -> int:
    first = max(window.first, today)
    inside = select(Listing).where(
        Listing.status.in_(TOLD), Listing.review_by >= first, Listing.review_by <= window.last
    )
    with store.reading() as session:
        if session.scalar(inside.limit(1)) is None:
            return 0
    with store.deciding("system", now) as work:
        edits = [edit(each, review_by=to.isoformat()) for each in work.session.scalars(inside)]
        if edits:
            apply_edits(
                work, "listings.kept", ("window", window.id), edits,
                reason="No listing lapses inside an election window.",
            )  # fmt: skip
        return len(edits)


def _case(session: Session, claim_id: str) -> Case | None:
    return session.scalar(
        select(Case).where(
            Case.merge_group == "expiry", Case.key_sha256 == key_digest(f"claim:{claim_id}"), Case.status != "closed"
        )
    )
