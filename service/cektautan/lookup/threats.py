"""What an answer of ours is called in the few words of Safe Browsing.

The same as `publish/safe_browsing` says of listings, for who asks about an address and not about a hash.
"""

from __future__ import annotations

from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.vocabulary import Kind, Level, State, Verdict
from cektautan.lookup.answer import Answer


def threat_of(answer: Answer) -> Threat | None:
    """Return what the address of an answer is; None where nothing is told of it."""
    if answer.state is not State.LISTED or answer.level is None or answer.level < Level.CAUTION:
        return None
    is_imposter = (
        answer.level == Level.WARNING
        and answer.verdict is Verdict.IMPOSTER
        and answer.match_kind != Kind.CONTENT
        and answer.record is not None
        and bool(answer.record.imitates)
        and not answer.record.provisional
    )
    return Threat.IMPOSTER if is_imposter else Threat.HOAX
