"""Decides whether a caller may have what is not for everybody: only a key with the scope for it opens that.

Everything else is answered without a key. The refusals say which scope is missing, as RFC 6750 (section 3) has it.
"""

from __future__ import annotations

from cektautan.core.api_keys import Scope, Tier
from cektautan.web.guards.caller import Caller
from cektautan.web.problems import Problem


def need(scope: Scope, caller: Caller) -> None:
    """See that a caller may have it.

    Args:
        scope: what opens it.
        caller: who asks.

    Raises:
        Problem: no key was shown, it cannot be known, or it lacks the scope.

    """
    if scope in caller.scopes:
        return
    told = f'Bearer realm="CekTautan", scope="{scope}"'
    if caller.tier is not Tier.ANONYMOUS:
        told = f'{told}, error="insufficient_scope"'
        detail = f"This key has not the scope `{scope}`; ask whoever gave it to you."
        raise Problem("scope-missing", detail, headers={"WWW-Authenticate": told}, scope=str(scope))
    if caller.unchecked:
        detail = "Which keys are in force cannot be known just now; ask again later."
        raise Problem("desk-unavailable", detail, headers={"Retry-After": "60"})
    detail = f"This needs a key with the scope `{scope}`."
    raise Problem("key-refused", detail, headers={"WWW-Authenticate": told}, reason="missing")
