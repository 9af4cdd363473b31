"""What the views are given: one value that `create_app` fills, so that no view reaches for a global."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cektautan.desk.policy import Policy
from cektautan.lookup.current import CurrentSet
from cektautan.outbound.protocol import HopClient
from cektautan.settings import Settings
from cektautan.store.secrets import DeskSecrets
from cektautan.store.transaction import Store
from cektautan.web.guards.keys import KeyTable
from cektautan.web.guards.limits import Limit, Limits
from cektautan.web.guards.receiving import Receiving
from cektautan.web.metrics import Metrics


@dataclass(frozen=True)
class Services:
    """The implementations that this application runs with."""

    settings: Settings
    current: CurrentSet
    limits: Limits
    metrics: Metrics
    clock: Callable[[], float]
    hops: HopClient | None
    """Asks hosts of short links where these lead; None where that is switched off."""

    check_limit: Limit
    lists_limit: Limit
    pages_limit: Limit
    resolve_limit: Limit
    reports_limit: Limit
    status_limit: Limit
    receiving: Receiving
    """Where bodies find a place while they arrive."""

    store: Store | None = None
    """What the desk keeps; None where there is no desk."""
    listed: Store | None = None
    """Where the keys of listings stand in plain: the desk's store or, on a node without a desk, its database."""
    keys: KeyTable | None = None
    """The keys of callers that this node knows; None where there is no database of them."""
    secrets: DeskSecrets | None = None
    policy: Policy | None = None
    """The rules of the desk."""
    rhythms: Mapping[str, int] = field(default_factory=dict)
    """The desk's jobs, and the seconds between two turns of each."""
    redis_answers: Callable[[], bool] | None = None
    """Says whether Redis does; None where there is none."""
    set_state: Callable[[], str] | None = None
    """Says how the set travels through the database (`running.set_state`); None where it does not."""
    set_problem: Callable[[], str | None] | None = None
    """Says why a newer set is not served, of what `set_state` says."""
