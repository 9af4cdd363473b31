"""How a proposal about a batch is carried out or dropped when it is decided on its case's page.

Who may decide was judged there. The batch has to be what it was when it was proposed, or the proposal is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cektautan.desk.imports.agreeing import expect_fresh, start
from cektautan.desk.imports.choosing import taken
from cektautan.desk.imports.reverting import keep_rest, restore_rest
from cektautan.desk.policy import Policy
from cektautan.store.models import Batch
from cektautan.store.unit_of_work import Work


def apply_import(work: Work, policy: Policy, payload: Mapping[str, Any], reason: str) -> bool:
    """Carry out what was proposed; False if the batch is not what it was."""
    batch = _batch(work, payload)
    if batch is None:
        return False
    account = int(work.actor.removeprefix("account:"))
    if payload["act"] == "restore":
        restore_rest(work, policy, account, batch, payload["listings"], reason)
        return True
    expect_fresh(batch, work.now)
    batch.approved_by = account
    batch.version += 1
    start(work, batch, taken(work.session, batch.id), reason)
    return True


def drop_import(work: Work, payload: Mapping[str, Any], reason: str) -> None:
    """Put a batch back to where it was before it was proposed."""
    batch = _batch(work, payload)
    if batch is None:
        return
    if payload["act"] == "restore":
        keep_rest(work, batch, payload["listings"], reason)
        return
    batch.status, batch.applied_by, batch.version = "previewed", None, batch.version + 1
    work.record("import.rejected", ("batch", batch.id), reason=reason, after={"status": "previewed"})


def _batch(work: Work, payload: Mapping[str, Any]) -> Batch | None:
    batch = work.session.get(Batch, payload["batch"])
    is_same = batch is not None and batch.version == payload["version"] and batch.status in ("waiting", "reverting")
    return batch if is_same else None
