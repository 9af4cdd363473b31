"""Applies a proposal that a sync has made, once a person has approved it.

It applies what was proposed and nothing else: where the claim has been changed meanwhile it is stale, and the next sync
proposes anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cektautan.desk.sync.apply import apply_state
from cektautan.store.models import Claim
from cektautan.store.transaction import Work


def apply_proposal(work: Work, payload: Mapping[str, Any], reason: str) -> bool:
    """Apply the payload of a proposal of kind `sync`; False if the claim is not what it was."""
    id_, parts = payload["claim"], list(payload["parts"])
    row = work.session.get(Claim, id_)
    if (0 if row is None else row.version) != payload["version"]:
        return False
    applied = apply_state(work, id_, payload["state"], parts, payload["file"])
    applied.claim.synced = payload["synced"]
    work.record("claim.synced", ("claim", id_), reason=reason, before=applied.before, after=applied.after)
    return True
