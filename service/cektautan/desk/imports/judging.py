"""A row -> its class: whether it would list something, what stands against it, and who has to agree.

Pure over what is known (`known.Known`). The same rules as the lint's (`blocklists.refusals`, `limits`) decide, so that
an import can list nothing that a reviewed file could not. Levels are never raised here above what the claim has; the
narrowest scope that the line names is taken, and a bare host name names its host.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NoReturn

from cektautan.blocklists.limits import HOST_MAX_LEVEL, LIMITS, MAX_DAYS, MAX_DAYS_WIDE, OPAQUE_MAX_LEVEL
from cektautan.blocklists.lint_subjects import PRESS_VERDICTS
from cektautan.blocklists.refusals import Refusals, Services, without_account
from cektautan.blocklists.scope import ScopeError, domain_of, host_of, key_of_scope
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import Identity, identify
from cektautan.core.vocabulary import Surface
from cektautan.desk.imports.claims import Drafts
from cektautan.desk.imports.judged import Judged, RowClass, Terms
from cektautan.desk.imports.known import Known, KnownClaim, KnownListing
from cektautan.desk.imports.rows import Row
from cektautan.desk.reference import Reference
from cektautan.desk.rules.answers import NeedsSecond, Refuse, Ruling
from cektautan.desk.rules.facts import Person, Step
from cektautan.desk.rules.raising import judge_step
from cektautan.sources.lists.changes import HASHED
from cektautan.sources.lists.findings import Finding, Problem, Value

CLASS_OF_REFUSAL = {
    "legitimate_site": RowClass.PROTECTED,
    "covers_protected": RowClass.PROTECTED,
    "review_as_appearance": RowClass.PROTECTED,
    "shared_host": RowClass.SHARED_HOST,
    "popular_site": RowClass.POPULAR,
    "public_suffix": RowClass.PUBLIC_SUFFIX,
    "own_network": RowClass.OWN_NETWORK,
    "whole_platform": RowClass.PLATFORM,
    "comment_link": RowClass.INVALID,
}

PENDING = frozenset({"proposed", "provisional", "suspended", "staged"})
"""Somebody is deciding about it: an import leaves it alone."""

_ANY_MODERATOR = Person(0, frozenset({"listing.list_low", "listing.lower"}))


class _StoppedError(Exception):
    def __init__(self, class_: RowClass, name: str, code: str, **values: Value) -> None:
        super().__init__(code)
        self.class_ = class_
        self.problem = Problem(name, Finding(code, values))


class Judge:
    """Judges the rows of one file, in their order."""

    def __init__(self, reference: Reference, known: Known, drafts: Drafts, today: date, immunity_days: int) -> None:
        self._rules = reference.rules
        self._names = reference.names
        self._refusals = Refusals(Services(reference.bundle), reference.names)
        self._immunity = timedelta(days=immunity_days)
        self._rulings: dict[Step, Ruling] = {}
        self._known = known
        self._drafts = drafts
        self._today = today
        self._lines: dict[str, int] = {}

    def judge(self, row: Row) -> Judged:
        """The class of a row, and what it rests on."""
        judged = Judged(row, RowClass.INVALID)
        if row.formulas:
            judged.notes.append(Finding("formula", {"names": ", ".join(row.formulas)}))
        judged.notes += map(Finding, row.flags)
        try:
            if row.problem is not None:
                judged.problem = row.problem
                return judged
            self._judge(row, judged)
        except _StoppedError as stopped:
            judged.class_, judged.problem = stopped.class_, stopped.problem
        return judged

    def _judge(self, row: Row, judged: Judged) -> None:
        if row.subject.startswith(HASHED):
            self._judge_hash(row, judged)
        url, is_bare = _address(row.subject)
        try:
            identity = identify(url, self._rules)
        except NotJudgeable as error:
            raise _StoppedError(RowClass.INVALID, "subject", "not_judgeable", reason=error.reason) from None
        scope = self._scope(row, identity, is_bare)
        if row.retracted:
            judged.key = self._key(scope, identity)
            self._taken_back(judged)
        claim = self._claim_or_none(row)
        is_note = claim is not None and claim.verdict in PRESS_VERDICTS and claim.level <= 1 and scope in (None, "url")
        if self._known.is_check(identity.key):
            raise _StoppedError(RowClass.PROTECTED, "subject", "review_as_appearance")
        refusal = self._refusals.why_not(identity, scope, is_note)
        if refusal is not None:
            class_ = CLASS_OF_REFUSAL[refusal.code]
            raise _StoppedError(class_, "subject", refusal.code, about=refusal.about, message=refusal.message)
        judged.key = self._key(scope, identity)
        if row.well_known:
            raise _StoppedError(RowClass.POPULAR, "subject", "well_known")
        nameless = without_account(url, identity, self._rules)
        if nameless:
            judged.notes.append(Finding("account_removed"))
        claim = self._claim(row)
        terms = self._terms(row, judged, identity, scope, nameless or url, claim)
        first = self._lines.setdefault(judged.key, row.line)
        if first != row.line:
            raise _StoppedError(RowClass.DUPLICATE, "subject", "duplicate", line=first)
        self._compare(judged, terms, identity, claim)

    def _key(self, scope: str | None, identity: Identity) -> str:
        try:
            return key_of_scope(scope, identity, self._names)
        except ScopeError as error:
            raise _StoppedError(
                RowClass.INVALID, "scope", "no_such_scope", scope=scope or "", message=str(error)
            ) from None

    def _judge_hash(self, row: Row, judged: Judged) -> NoReturn:
        """The last word of another desk about a key of which only the hash was told (docs/protocol.md, section 15)."""
        key = self._known.key_of(row.subject.removeprefix(HASHED))
        if key is None:
            raise _StoppedError(RowClass.INVALID, "subject", "hash_unknown")
        judged.key = key
        if row.retracted:
            self._taken_back(judged)
        for listing in self._known.listings(key):
            if listing.in_force is not None:
                raise _StoppedError(RowClass.COVERED, "subject", "covered_same", level=listing.in_force)
        raise _StoppedError(RowClass.INVALID, "subject", "hash_not_in_force")

    def _taken_back(self, judged: Judged) -> NoReturn:
        """A list takes back what it listed: nothing is listed, and what is in force here is for a person to decide."""
        for listing in self._known.listings(judged.key):
            if listing.in_force:
                raise _StoppedError(RowClass.RETRACTED, "subject", "retracted_in_force", claim=listing.claim_id)
        raise _StoppedError(RowClass.RETRACTED, "subject", "retracted")

    def _scope(self, row: Row, identity: Identity, is_bare: bool) -> str | None:
        """The scope in the lint's words: None is the most specific key."""
        if row.is_site and not row.scope and identity.surface is Surface.PAGE:
            host = host_of(identity)
            return "domain" if self._names.registrable_domain(host) == host else "host"
        if row.scope == "content":
            if identity.surface is Surface.PAGE:
                raise _StoppedError(RowClass.INVALID, "scope", "no_item")
            return None
        if row.scope and identity.surface is not Surface.PAGE and "scope" not in row.written:
            # The batch's default is meant for pages: an item on a platform has only itself.
            return None
        return row.scope or ("host" if is_bare and identity.surface is Surface.PAGE else None)

    def _claim_or_none(self, row: Row) -> KnownClaim | None:
        if row.claim_text:
            made = self._drafts.of_text(row.claim_text)
            return made if isinstance(made, KnownClaim) else None
        return self._drafts.claim(row.claim) or self._known.claim(row.claim)

    def _claim(self, row: Row) -> KnownClaim:
        claim = self._claim_or_none(row)
        if claim is None:
            made = self._drafts.of_text(row.claim_text) if row.claim_text else None
            if isinstance(made, Problem):
                stopped = _StoppedError(RowClass.INVALID, made.field, made.finding.code)
                stopped.problem = made
                raise stopped
            raise _StoppedError(
                RowClass.INVALID, "claim", "unknown_claim" if row.claim else "no_claim", id=row.claim[:80]
            )
        if claim.status not in ("active", "draft"):
            raise _StoppedError(RowClass.INVALID, "claim", "claim_withdrawn", id=claim.id)
        if "verdict" in row.written and row.verdict != claim.verdict:
            raise _StoppedError(
                RowClass.INVALID, "verdict", "verdict_differs", verdict=row.verdict, known=claim.verdict
            )
        if row.reason_code and row.reason_code != claim.reason_code:
            raise _StoppedError(RowClass.INVALID, "reason_code", "reason_differs", known=claim.reason_code)
        return claim

    def _terms(
        self, row: Row, judged: Judged, identity: Identity, scope: str | None, url: str, claim: KnownClaim
    ) -> Terms:
        is_wide = judged.key.startswith(("path:", "host:", "domain:"))
        level = self._level(row, judged, identity, claim)
        listed = row.listed_at or self._today
        if listed > self._today:
            raise _StoppedError(RowClass.INVALID, "listed_at", "future_date")
        latest = listed + timedelta(days=MAX_DAYS_WIDE if is_wide else MAX_DAYS)
        review_by = row.review_by
        if review_by is None:
            review_by = min(latest, claim.review_by) if claim.review_by > self._today else latest
        elif review_by > latest:
            if "review_by" in row.written:
                raise _StoppedError(RowClass.INVALID, "review_by", "review_too_late", latest=latest.isoformat())
            review_by = latest
        if review_by <= self._today:
            raise _StoppedError(RowClass.INVALID, "review_by", "review_due", day=review_by.isoformat())
        if row.review_url and row.review_url not in claim.reviews:
            judged.notes.append(Finding("review_not_added"))
        if row.public_note:
            judged.notes.append(Finding("note_kept_here"))
        judged.terms = Terms(
            claim=claim.id,
            level=level,
            listed=listed,
            review_by=review_by,
            url=url,
            scope=scope or "",
            domain=domain_of(identity, self._names),
            opaque=identity.surface is Surface.OPAQUE,
        )
        return judged.terms

    def _level(self, row: Row, judged: Judged, identity: Identity, claim: KnownClaim) -> int:
        """The level of the row: one that it wrote itself is refused above a cap, a default is fitted to it."""
        caps = [("above_claim", claim.level), ("above_verdict", LIMITS[claim.verdict].max_level)]
        if identity.surface is Surface.OPAQUE:
            caps.append(("opaque_level", OPAQUE_MAX_LEVEL))
        if judged.key.startswith(("host:", "domain:")) and claim.verdict != "imposter":
            caps.append(("wide_level", HOST_MAX_LEVEL))
        level = claim.level if row.level is None else row.level
        for code, cap in caps:
            if level > cap:
                if "level" in row.written or "severity" in row.written:
                    raise _StoppedError(RowClass.INVALID, "level", code, level=level, cap=cap)
                judged.notes.append(Finding(f"{code}_fitted", {"cap": cap}))
                level = cap
        return level

    def _compare(self, judged: Judged, terms: Terms, identity: Identity, claim: KnownClaim) -> None:
        """What the list says of the key already."""
        same: KnownListing | None = None
        for listing in self._known.listings(judged.key):
            if self._is_immune(listing, claim):
                raise _StoppedError(
                    RowClass.IMMUNE, "subject", "immune", until=str(listing.immune_until), claim=listing.claim_id
                )
            if listing.claim_id == terms.claim:
                same = listing
            elif listing.in_force is not None:
                if listing.in_force >= terms.level:
                    raise _StoppedError(
                        RowClass.COVERED, "subject", "covered_elsewhere", claim=listing.claim_id, level=listing.in_force
                    )
                raise _StoppedError(RowClass.INVALID, "claim", "listed_elsewhere", claim=listing.claim_id)
        if same is not None:
            if same.status in PENDING:
                raise _StoppedError(RowClass.COVERED, "subject", "pending", status=same.status)
            if same.in_force is not None and same.status == "active" and not self._differs(judged, terms, same):
                raise _StoppedError(RowClass.COVERED, "subject", "covered_same", level=same.in_force)
        if same is None or same.in_force is None:
            self._covered_by_wider(judged, terms, identity)
        judged.class_ = RowClass.NEW if same is None else RowClass.CHANGED
        judged.listing = same
        self._rule(judged, terms, claim)

    def _is_immune(self, listing: KnownListing, claim: KnownClaim) -> bool:
        """True in the time after a granted appeal, unless the claim was checked anew since."""
        until = listing.immune_until
        return until is not None and until >= self._today and claim.grounds.last_check <= until - self._immunity

    def _rule(self, judged: Judged, terms: Terms, claim: KnownClaim) -> None:
        """Ask the rules about raising, on behalf of somebody who may do all that one person may."""
        same = judged.listing
        step = Step(
            before=None if same is None else same.in_force,
            after=terms.level,
            kind=judged.key.partition(":")[0],
            verdict=claim.verdict,
            # Of protected names only a press article gets here, as a note (`Refusals.why_not`).
            protected="press" if claim.verdict in PRESS_VERDICTS and self._is_press(judged.key) else "",
            **claim.grounds.for_step(),
        )
        ruling = self._rulings.get(step)
        if ruling is None:
            ruling = self._rulings[step] = judge_step(step, _ANY_MODERATOR)
        if isinstance(ruling, Refuse):
            raise _StoppedError(RowClass.INVALID, "level", f"ruling_{ruling.why}", level=terms.level)
        if isinstance(ruling, NeedsSecond):
            judged.second = ruling.why.value

    def _is_press(self, key: str) -> bool:
        return (
            key.startswith("url:") and self._names.legitimate(key[4:].partition("/")[0].partition(":")[0]) is not None
        )

    @staticmethod
    def _differs(judged: Judged, terms: Terms, same: KnownListing) -> bool:
        if terms.level != same.level:
            return True
        return "review_by" in judged.row.written and terms.review_by != same.review_by

    def _covered_by_wider(self, judged: Judged, terms: Terms, identity: Identity) -> None:
        if judged.key not in identity.keys:
            return
        for key in identity.keys[identity.keys.index(judged.key) + 1 :]:
            for listing in self._known.listings(key):
                if listing.in_force is not None and listing.in_force >= terms.level:
                    raise _StoppedError(RowClass.COVERED, "subject", "covered_wider", key=key, level=listing.in_force)


def _address(subject: str) -> tuple[str, bool]:
    """The address that a subject means, and whether it is the bare name of a host."""
    if "://" in subject:
        return subject, False
    return f"https://{subject}", not set(subject) & set("/?#\\")
