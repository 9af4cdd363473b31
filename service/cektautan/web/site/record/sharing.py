"""What is shared of a record: one sentence and one address, which is never the hoax's.

The address is the record's own where readers elsewhere can open it. A service on somebody's own computer has no such
address, so there it is the fact-check's.
"""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.core.record import Status
from cektautan.lookup.public_record import Claim
from cektautan.web.site.names import verdict
from cektautan.web.site.readable import readable
from cektautan.web.site.record.record_shown import deciding, shorten
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class Shared:
    """A sentence and an address."""

    text: str
    address: str


def share(claim: Claim, texts: Texts, permalink: str) -> Shared | None:
    """What is shared of a claim; None of one that was removed, and where there is no address to give."""
    text = claim.text.get(texts.language, "")
    if claim.removed or not text:
        return None
    check = deciding(claim)
    short = shorten(text)
    if claim.status is Status.WITHDRAWN:
        says = texts.say("record_share_withdrawn", claim=short)
    elif check is None:
        says = texts.say("record_share_nobody", verdict=verdict(claim.verdict, texts), claim=short)
    else:
        word = verdict(claim.verdict, texts)
        says = texts.say("record_share_says", publisher=check.publisher, verdict=word, claim=short)
    if permalink.startswith("https://"):
        return Shared(says, permalink)
    if claim.status is Status.WITHDRAWN:
        # The check says what no longer holds: it is no way to tell of a withdrawal.
        return None
    known = check or next(iter(claim.reviews), None)
    return Shared(says, known.url) if known is not None and readable(known.url) else None
