"""An agreed batch -> listings, in the background, all of it visible at once.

`staging` writes it down where nobody sees it, `putting_in_force` makes it visible, `rejudging` keeps out what may not
be listed any more, `failing` clears up after a defect. A batch that fails holds up no other.
"""

from __future__ import annotations

from sqlalchemy import select

from cektautan.desk.imports.failing import give_up_applying
from cektautan.desk.imports.putting_in_force import put_in_force
from cektautan.desk.imports.rejudging import Again
from cektautan.desk.imports.staging import CHUNK, stage_some
from cektautan.desk.policy import Policy
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Batch
from cektautan.store.transaction import Store


def apply_agreed(store: Store, policy: Policy, now: int, chunk: int = CHUNK) -> None:
    """Apply every batch that was agreed to.

    Args:
        store: the store.
        policy: the rules, by which each line is judged once more.
        now: Unix seconds.
        chunk: how many lines one transaction stages.

    Raises:
        StoreUnavailableError: the database does not answer; what is done is kept, and the next call goes on.

    """
    with store.reading() as session:
        waiting = list(session.scalars(select(Batch.id).where(Batch.status == "applying").order_by(Batch.id)))
    for batch_id in waiting:
        try:
            again = Again(store, policy, batch_id, now)
            while stage_some(store, again, chunk):
                pass
            put_in_force(store, again)
        except StoreUnavailableError:
            raise
        except Exception as problem:
            # A defect with one batch must not hold up the others for ever.
            give_up_applying(store, batch_id, problem, now)
