"""Gives up what the desk cannot do with a batch because of a defect, so that it is told and can be tried again.

Nothing that was begun stays: listings and claims of the batch that no reader saw go. The log keeps that it failed and
the kind of the defect; its words do not, because they may hold an address.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from cektautan.desk.errors import Refused
from cektautan.desk.imports.rejudging import MANY
from cektautan.store.models import Batch, BatchRow, Claim, Listing, Review
from cektautan.store.transaction import Store


def give_up_applying(store: Store, batch_id: int, problem: Exception, now: int) -> None:
    """Leave nothing of a batch that cannot be applied; its file can be read anew."""
    with store.deciding("system", now) as work:
        session = work.session
        batch = session.get_one(Batch, batch_id)
        if batch.status != "applying":
            return
        staged = (Listing.batch_id == batch_id, Listing.status == "staged")
        mine = sorted(set(session.scalars(select(Listing.claim_id).where(*staged).distinct())) & batch.claims.keys())
        session.execute(
            update(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.act == "added").values(listing_id=None)
        )
        session.execute(update(BatchRow).where(BatchRow.batch_id == batch_id).values(act=None, applied_version=None))
        session.execute(delete(Listing).where(*staged))
        for start in range(0, len(mine), MANY):
            # A claim that people decided about meanwhile is theirs.
            some = (Claim.id.in_(mine[start : start + MANY]), Claim.status == "draft", Claim.origin == "import")
            session.execute(delete(Review).where(Review.claim_id.in_(select(Claim.id).where(*some))))
            session.execute(delete(Claim).where(*some))
        batch.status, batch.done, batch.version = "failed", 0, batch.version + 1
        # Whoever agreed did so to what was on the page then: another try is asked for, and agreed to, anew.
        batch.applied_by = batch.approved_by = None
        defect = type(problem).__name__
        batch.findings = {**batch.findings, "failed": {"code": "not_applied", "defect": defect}}
        after = {"status": "failed", "defect": defect}
        work.record("import.failed", ("batch", batch_id), before={"status": "applying"}, after=after)


def give_up_reverting(store: Store, batch_id: int, problem: Exception, now: int) -> None:
    """Leave a batch in force that cannot be taken back; it can be asked for again."""
    with store.deciding("system", now) as work:
        batch = work.session.get_one(Batch, batch_id)
        if batch.status != "taking_back":
            return
        defect = type(problem).__name__
        batch.status, batch.version = "applied", batch.version + 1
        batch.reverted_by = None
        # Whoever asked may have lost the role since, which is no defect.
        why = (
            {"code": f"ruling_{problem.why}"}
            if isinstance(problem, Refused)
            else {"code": "not_reverted", "defect": defect}
        )
        batch.findings = {**batch.findings, "failed": why}
        after = {"status": "applied", "defect": defect}
        work.record("import.revert_failed", ("batch", batch_id), before={"status": "taking_back"}, after=after)
