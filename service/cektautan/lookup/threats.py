"""What an answer of ours is called in the few words of Safe Browsing.

The same as `publish/safe_browsing` says of listings, for who asks about an address and not about a hash. Where hashes
say anything of the address this says it too, so that no client is told more, or worse, for the way in which it asks
(docs/adr/0173). It must never call deceptive what the hashes call otherwise.
"""

from __future__ import annotations

from typing import Final

from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions, full_hash
from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.vocabulary import Kind, Level, Staleness, State, Verdict
from cektautan.lookup.answer import Answer
from cektautan.lookup.safe_browsing import SafeBrowsing

MOST_ROUNDS: Final = 8
"""How often an address may be escaped for its hashes to be looked at; whoever shares one escapes it twice."""


def threat_of(answer: Answer, url: str, lists: SafeBrowsing | None, staleness: Staleness) -> Threat | None:
    """Return what an address is; None where nothing is told of it.

    Args:
        answer: what is known about it.
        url: the address as it was asked about.
        lists: the hashes of the same publication; None where it has none.
        staleness: how old the publication is.

    """
    if answer.state is not State.LISTED or answer.level is None or answer.level < Level.CAUTION:
        return None
    if answer.match_kind == Kind.CONTENT:
        return Threat.HOAX
    told = set() if lists is None else told_by_hashes(url, lists, staleness)
    # Where hashes say nothing, this knows more than they can.
    deceptive = Threat.IMPOSTER in told if told else _is_imposter(answer)
    return Threat.IMPOSTER if deceptive else Threat.HOAX


def _is_imposter(answer: Answer) -> bool:
    return (
        answer.level == Level.WARNING
        and answer.verdict is Verdict.IMPOSTER
        and answer.record is not None
        and bool(answer.record.imitates)
        and not answer.record.provisional
    )


def told_by_hashes(url: str, lists: SafeBrowsing, staleness: Staleness) -> set[Threat]:
    """Return what a client finds that looks an address up by the hashes of its expressions."""
    try:
        hashes = [full_hash(each) for each in expressions(canonical(url, MOST_ROUNDS))]
    except ValueError:
        return set()
    return {threat for threat in Threat if any(lists.find(threat, staleness, each) for each in hashes)}
