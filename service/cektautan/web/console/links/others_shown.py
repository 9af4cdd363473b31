"""The other places where a check says its claim appeared: each can be listed in the same step, and says as what.

They travel in the body of the form like the address itself, and are judged anew whenever they are shown: what the desk
could not list one by one it cannot list in a row either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable
from cektautan.desk.links.judging import judge
from cektautan.desk.links.paste import matches
from cektautan.desk.reference import Reference
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.texts import Texts

MOST_OTHERS: Final = 20
"""A check names no more places than that to the desk (`desk.harvest.offering`)."""


@dataclass(frozen=True)
class OtherShown:
    """One more place."""

    url: str
    shown: Shown
    means: str
    """As what it would be listed, or why it cannot be."""
    key: str
    can: bool
    chosen: bool


def show_others(
    session: Session, reference: Reference, urls: Sequence[str], without: str, chosen: Sequence[str] | None, now: int,
    texts: Texts,
) -> list[OtherShown]:  # fmt: skip
    """Return the places in order, none twice and not the one that the page is about.

    Args:
        session: of one reading.
        reference: the rules of identity and the protected names.
        urls: as the check gives them.
        without: the key of the page's own address.
        chosen: those that were ticked; None where nobody has been asked yet.
        now: Unix seconds.
        texts: the page's language.

    """
    found: dict[str, OtherShown] = {}
    for url in urls[:MOST_OTHERS]:
        try:
            judged = judge(url, reference)
        except NotJudgeable as refused:
            said = texts[f"reason_{refused.reason}"]
            found.setdefault(url, OtherShown(url, show_address(url, texts), said, "", can=False, chosen=False))
            continue
        if judged.key in (without, *found):
            continue
        first = next((each for each in judged.scopes if not each.finding), None)
        listed = any(each.level for each in matches(session, [judged.key], judged.key, now))
        # A wider scope than the narrowest is a decision of its own, which nobody makes by ticking a box.
        can = first is not None and first is judged.scopes[0] and not listed
        if listed:
            means = texts["desk_paste_also_listed"]
        elif can:
            means = words.say(texts, "scope", judged.kind)
        else:
            means = " ".join(words.say(texts, "finding", each) for each in judged.findings)
        found[judged.key] = OtherShown(
            url, show_address(judged.url, texts), means, show_text(judged.key), can,
            chosen=can and (chosen is None or url in chosen),
        )  # fmt: skip
    return list(found.values())
