"""Writes down what a look came to, and opens a case once it is believed; one transaction for each look.

A page is gone after several looks over days, changed or leading elsewhere when a second look, hours later, sees the
same (rules/desk.json). A look that saw nothing neither confirms nor clears a doubt. What opened a case opens no second
one, whatever people decided; nothing changes for readers by itself.
"""

from __future__ import annotations

from typing import Any, Final

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.patrol.choosing import ITEM, listings_of
from cektautan.desk.patrol.comparing import Difference, Place, differs, is_again
from cektautan.desk.patrol.observing import GONE, READ, SAME, Seen
from cektautan.desk.patrol.snapshot import Snapshot
from cektautan.desk.policy import Policy
from cektautan.desk.rules.numbers import DAY, HOUR
from cektautan.store.models import Case, DomainLook, PageLook
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

DETAIL: Final = "patrol"
"""The member of a case's details that says what was seen."""
THERE: Final = "there"
DEFECT: Final = "defect"
"""The outcome of a look at which the program itself failed."""
SOON: Final = 600
"""Seconds until a page is asked for that came too soon after another one of its host."""
LONGEST_VALIDATOR: Final = 500


def note(store: Store, policy: Policy, look: PageLook, seen: Seen, kept: Snapshot | None, now: int) -> str:
    """Write down one look, and return the kind of the case that it opened; empty where it opened none.

    Args:
        store: the store.
        policy: the rules.
        look: what was looked at, as it was before.
        seen: what was seen.
        kept: what it was when it was proposed, where nothing was seen before.
        now: Unix seconds.

    """
    with store.deciding("system", now) as work:
        row = work.session.get(PageLook, look.id)
        if row is None or row.tried_at != look.tried_at:
            # It is on the list no more, or another node was faster.
            return ""
        before = Snapshot.of(row.before) or kept
        place = Place(row.key, row.kind, _domain(work, row, now))
        found = Difference() if row.kind == ITEM else differs(place, before, seen, policy.patrol, policy.rules)
        if row.kind == ITEM and seen.outcome == GONE:
            found = Difference(GONE)
        row.tried_at = now
        _remember(row, before, seen, found, now)
        opened = ""
        if found.how and _is_believed(row, seen, found, policy, now) and not _is_told(row, seen, found, policy):
            opened = _open(work, policy, row, seen, found)
        elif not found.how and seen.outcome in (READ, SAME) and not found.outcome:
            _clear(row)
        row.next_at = now + _wait(row, seen, opened, policy)
        return opened


def put_off(store: Store, policy: Policy, look: PageLook | DomainLook, now: int) -> None:
    """Write down that the program failed over a page or a domain, so that it is not the first of each round for ever.

    Nothing was seen: what is known of it, and what is in doubt, stays.
    """
    limits = policy.numbers.limits
    with store.deciding("system", now) as work:
        row: PageLook | DomainLook | None
        if isinstance(look, PageLook):
            row, wait = work.session.get(PageLook, look.id), limits.patrol_hours * HOUR
        else:
            row, wait = work.session.get(DomainLook, look.id), limits.patrol_domain_days * DAY
        if row is not None and row.tried_at == look.tried_at:
            row.tried_at, row.outcome, row.next_at = now, DEFECT, now + wait


def _remember(row: PageLook, before: Snapshot | None, seen: Seen, found: Difference, now: int) -> None:
    saw = (seen.outcome in (READ, SAME) and not found.outcome) or bool(found.how)
    row.outcome = found.how or found.outcome or (THERE if saw else seen.outcome)
    if not saw:
        return
    row.looked_at = now
    if seen.outcome == READ and not found.how:
        # Only of what is known the host may say next time that it is the same.
        row.etag, row.modified = _kept(seen.etag), _kept(seen.modified)
        if before is None:
            before = seen.page
    elif seen.outcome != SAME:
        row.etag = row.modified = ""
    if before is not None:
        row.before = before.members()


def _is_believed(row: PageLook, seen: Seen, found: Difference, policy: Policy, now: int) -> bool:
    """Count a doubt, and say whether it is one no more."""
    limits = policy.numbers.limits
    if row.doubt == found.how and _is_same(found.how, Snapshot.of(row.doubtful), seen, policy):
        row.doubt_times += 1
    else:
        row.doubt, row.doubt_times, row.doubt_since = found.how, 1, now
    row.doubtful = {} if seen.page is None else seen.page.members()
    times, hours = (
        (limits.patrol_gone_times, limits.patrol_gone_hours) if found.how == GONE else (limits.patrol_changed_times, 1)
    )
    return row.doubt_times >= times and now - (row.doubt_since or now) >= hours * HOUR


def _is_told(row: PageLook, seen: Seen, found: Difference, policy: Policy) -> bool:
    return found.how in row.told and _is_same(found.how, Snapshot.of(row.told[found.how]), seen, policy)


def _is_same(how: str, known: Snapshot | None, seen: Seen, policy: Policy) -> bool:
    """True if two looks saw one thing. What is not there is always the same."""
    return how == GONE or (
        known is not None and seen.page is not None and is_again(how, known, seen.page, policy.patrol)
    )


def _clear(row: PageLook) -> None:
    """The page is there as it was. Should it go again, that is news; what it changed into once is none."""
    row.doubt, row.doubt_times, row.doubt_since, row.doubtful = "", 0, None, {}
    row.told = {how: what for how, what in row.told.items() if how != GONE}


def _wait(row: PageLook, seen: Seen, opened: str, policy: Policy) -> int:
    limits = policy.numbers.limits
    if seen.outcome == "too_soon":
        return SOON
    in_doubt = row.doubt and not opened and row.doubt not in row.told
    return (limits.patrol_again_hours if in_doubt else limits.patrol_hours) * HOUR


def _open(work: Work, policy: Policy, row: PageLook, seen: Seen, found: Difference) -> str:
    listings = listings_of(work.session, row.key, work.now)
    if not listings:
        return ""
    before = Snapshot.of(row.before)
    details: dict[str, Any] = {
        "how": found.how, "at": work.now, "since": row.doubt_since, "times": row.doubt_times, "kept": found.kept,
        "item": row.kind == ITEM, "before": None if before is None else before.told(),
        "after": None if seen.page is None else seen.page.told(),
    }  # fmt: skip
    open_case(work, policy, row.key, row.url, details, listings[0].claim_id, listings[0].id)
    row.told = {**row.told, found.how: {} if seen.page is None else seen.page.members()}
    return found.how


def open_case(
    work: Work,
    policy: Policy,
    key: str,
    url: str,
    details: dict[str, Any],
    claim_id: str | None,
    listing_id: int | None,
) -> Case:
    """Open the case of a page that is not what it was, or join the one that is open."""
    return open_or_merge(
        work, policy, kind="changed_page", key=key, url=url, lane="checked", claim_id=claim_id, listing_id=listing_id,
        details={DETAIL: details},
    )  # fmt: skip


def _domain(work: Work, row: PageLook, now: int) -> str:
    return next((each.domain for each in listings_of(work.session, row.key, now)), "")


def _kept(validator: str) -> str:
    """A validator that can be kept and sent back; a strange one is forgotten, so that the whole is asked for."""
    return validator if validator.isascii() and validator.isprintable() and len(validator) <= LONGEST_VALIDATOR else ""


def validators_of(row: PageLook) -> tuple[str, str]:
    """What the host said of the version that is known; nothing where the last look saw anything else."""
    return (row.etag, row.modified) if row.outcome == THERE and row.before else ("", "")
