"""What the host of a case looks like, in the words of its page: the protected name, and what makes them alike."""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.desk.lookalikes.resembling import LookAlikes, Resemblance
from cektautan.desk.lookalikes.watching import DETAIL, host_of
from cektautan.store.models import Case
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class LookAlikeShown:
    """The panel."""

    host: str
    name: str
    why: str


def show_lookalike(case: Case, lookalikes: LookAlikes, texts: Texts) -> LookAlikeShown | None:
    """Return what a case's host looks like: as it was found, else as the rules say now; None where it is alike nothing.

    A reader's report of a page there is shown it too, whether the case of the whole host is still open or not.
    """
    host, says = host_of(case.key), case.details.get(DETAIL)
    found = Resemblance(host, says["name"], says["reason"]) if says else lookalikes.find(host)
    if found is None:
        return None
    return LookAlikeShown(show_text(found.host), found.name, words.say(texts, "resembles", found.reason))
