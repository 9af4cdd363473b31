"""Everything that the page of a case shows, read in one go: a decision is made with all of it in sight or not at all.

What readers wrote in confidence (`reader_texts`) never leaves this value but for the page. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from cektautan.desk.cases.reader_texts import (
    ReportSeen,
    erased_texts,
    grounds_of,
    reasons_of,
    with_words,
    written_reports,
)
from cektautan.desk.harvest.of_case import Changed, TakenBack, changed_of, findings_of, taken_back_of
from cektautan.desk.links.finding import Known, find_claims
from cektautan.desk.links.paste import Match, matches
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import (
    Account,
    Appeal,
    Case,
    Claim,
    Event,
    Evidence,
    Finding,
    Listing,
    Note,
    Proposal,
    Report,
    Source,
)
from cektautan.store.sealing import Sealer

MOST_APPEALS: Final = 50

MOST_EVENTS: Final = 100

MOST_DISPUTED: Final = 50


@dataclass(frozen=True)
class Dossier:
    """A case with all that belongs to it. Rows are detached: nothing more can be loaded through them."""

    case: Case
    listing: Listing | None
    claim: Claim | None
    terms: Terms | None
    """What readers are told of the listing now."""
    disputed: tuple[tuple[Listing, Terms | None], ...]
    """What an objection is to, and what readers are told of each now: the listing, or those of the whole claim."""
    matches: tuple[Match, ...]
    reports: tuple[ReportSeen, ...]
    """The newest of those in which something is written."""
    written: int
    """In how many reports something is written."""
    erased: int
    """In how many something was written that is erased by now."""
    reasons: Mapping[str, int]
    appeals: tuple[Appeal, ...]
    """The newest; the newest first."""
    objections: int
    """How many there are."""
    grounds: Mapping[int, ReportSeen]
    """What the filers of the appeals wrote, by the appeal's number."""
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...]
    proposals: tuple[Proposal, ...]
    history: tuple[Event, ...]
    similar: tuple[Known, ...]
    findings: tuple[Finding, ...]
    """Checks that were found about it."""
    changed: Changed | None
    """What is not as it was of a check that the claim rests on."""
    taken_back: TakenBack | None
    """What another desk takes back of it."""
    sources: Mapping[str, Source]
    names: Mapping[int, str]
    """Of everybody who is named by number above."""

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """Those that wait for a second person."""
        return tuple(each for each in self.proposals if each.status == "open")


def read_dossier(
    session: Session, sealer: Sealer, case_id: int, keys: Iterable[str], now: int, *, personal: bool
) -> Dossier | None:
    """Return a case with what belongs to it, or None where there is no such case.

    Args:
        session: of one reading.
        sealer: opens what readers wrote.
        case_id: its number.
        keys: of the case's address, the most specific first.
        now: Unix seconds.
        personal: whether this person may read what readers wrote in confidence.

    """
    case = session.get(Case, case_id)
    if case is None:
        return None
    listing = session.get(Listing, case.listing_id) if case.listing_id else None
    proposals = tuple(session.scalars(select(Proposal).where(Proposal.case_id == case_id).order_by(Proposal.id.desc())))
    claim_id = case.claim_id or (listing.claim_id if listing else _proposed_claim(proposals))
    claim = session.get(Claim, claim_id, options=[selectinload(Claim.reviews)]) if claim_id else None
    own = session.get_one(Claim, listing.claim_id) if listing else None
    filed = select(Appeal).where(Appeal.case_id == case_id).order_by(Appeal.id.desc()).limit(MOST_APPEALS)
    appeals = tuple(session.scalars(filed))
    evidence = tuple(session.scalars(_evidence(case, claim_id)))
    notes = tuple(session.scalars(select(Note).where(Note.case_id == case_id).order_by(Note.id)))
    history = _history(session, case, listing, proposals, appeals)
    reports, findings = written_reports(session, sealer, case_id, personal), findings_of(session, case)
    people = {
        *(each.by for each in notes),
        *(each.by for each in evidence),
        *(each.proposed_by for each in proposals),
        *(each.decided_by for each in proposals),
        *(each.decided_by for each in appeals),
        *(each.admitted_by for each in appeals),
        *((listing.proposed_by, listing.approved_by) if listing else ()),
        *(int(each.actor.removeprefix("account:")) for each in history if each.actor.startswith("account:")),
        case.lease_by,
        case.closed_by,
    }
    return Dossier(
        case=case,
        listing=listing,
        claim=claim,
        terms=in_force(listing, own, now) if listing and own else None,
        disputed=_disputed(session, case, listing, own or claim, now),
        matches=matches(session, [*keys] or [case.key], case.key, now),
        reports=reports,
        written=session.scalar(select(func.count(Report.id)).where(with_words(case_id))) or 0,
        erased=session.scalar(erased_texts(case_id)) or 0,
        reasons=reasons_of(session, case_id),
        appeals=appeals,
        objections=session.scalar(select(func.count(Appeal.id)).where(Appeal.case_id == case_id)) or 0,
        grounds=grounds_of(session, sealer, appeals, personal),
        notes=notes,
        evidence=evidence,
        proposals=proposals,
        history=history,
        similar=tuple(find_claims(session, _said(claim, findings, reports), most=5, without=claim_id or "")),
        findings=findings,
        changed=changed_of(session, case, now),
        taken_back=taken_back_of(session, case, now),
        sources={each.id: each for each in session.scalars(select(Source))},
        names=names_of(session, people),
    )


def _proposed_claim(proposals: Iterable[Proposal]) -> str | None:
    """The claim that a proposal which waits is about: whoever approves it sees its words, and not those of a draft."""
    named = (each.payload.get("claim") for each in proposals if each.status == "open")
    return next((each for each in named if isinstance(each, str)), None)


def _said(claim: Claim | None, findings: Iterable[Finding], reports: Iterable[ReportSeen]) -> str:
    """What similar claims are looked for by: the claim, else the checks that were found, else what readers wrote."""
    if claim is not None:
        return f"{claim.text_id} {claim.text_en}"
    checked = " ".join(f"{each.title} {each.claim}" for each in findings)
    return checked.strip() or " ".join(each.text for each in reports if each.text)


def names_of(session: Session, accounts: Iterable[int | None]) -> dict[int, str]:
    """Return how accounts are called."""
    wanted = {each for each in accounts if each is not None}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))}


def _disputed(
    session: Session, case: Case, listing: Listing | None, claim: Claim | None, now: int
) -> tuple[tuple[Listing, Terms | None], ...]:
    if case.kind != "appeal" or claim is None:
        return ()
    if listing is not None:
        return ((listing, in_force(listing, claim, now)),)
    told = select(Listing).where(Listing.claim_id == claim.id).order_by(Listing.id)
    found = ((each, in_force(each, claim, now)) for each in session.scalars(told))
    return tuple(each for each in found if each[1] is not None)[:MOST_DISPUTED]


def _evidence(case: Case, claim_id: str | None) -> Select[Evidence]:
    about = [Evidence.case_id == case.id]
    if claim_id:
        # A claim may have a hundred pages; those of other addresses stand on the claim's own page.
        about.append(and_(Evidence.claim_id == claim_id, Evidence.kind != "page"))
    if case.listing_id:
        about.append(Evidence.listing_id == case.listing_id)
    return select(Evidence).where(or_(*about)).order_by(Evidence.id)


def _history(
    session: Session, case: Case, listing: Listing | None, proposals: Iterable[Proposal], appeals: Iterable[Appeal]
) -> tuple[Event, ...]:
    objects = [("case", str(case.id)), *(("proposal", str(each.id)) for each in proposals)]
    objects += [("appeal", str(each.id)) for each in appeals]
    if case.batch_id is not None:
        objects.append(("batch", str(case.batch_id)))
    if listing is not None:
        objects += [("listing", str(listing.id)), ("claim", listing.claim_id)]
    elif case.claim_id:
        objects.append(("claim", case.claim_id))
    about = tuple_(Event.object_kind, Event.object_id).in_(objects)
    # A second look is at one decision, whatever it was about.
    events = select(Event).where(or_(about, Event.seq == case.details.get("event")))
    return tuple(session.scalars(events.order_by(Event.seq.desc()).limit(MOST_EVENTS)))
