"""The words for what the store holds as codes; a code that has none yet is shown as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cektautan.web.console.telling.addresses import show_text
from cektautan.web.site.names import verdict
from cektautan.web.texts import Texts

LEVEL_TONES: Final = {3: "stop", 2: "caution", 1: "note", 0: "good"}
BECAUSE: Final = {
    "retention": "retention",
    "asked for by whoever holds the ticket": "ticket",
    "What it is about has changed.": "changed",
    "No second person approved within the day.": "day_over",
    "Its proposal was not approved.": "not_approved",
    "No listing lapses inside an election window.": "window",
    "The reviewed lists, as they stand.": "first_sync",
    "The rules of identity have changed.": "rules",
}
"""The reasons that the desk itself gives. The log keeps them as they were hashed, in one language."""
OF_FILE: Final = {
    "a warning page would come or go": "sync_warning",
    "the file is gone, and with it a warning page or a decision": "sync_gone",
}
"""Those that stand behind the name of a reviewed file."""
KIND_TONES: Final = {"appeal": "caution", "proposal": "note", "sync": "caution"}


def say(texts: Texts, kind: str, code: str | None) -> str:
    """The words for a code of some kind, such as `outcome` and `forwarded`."""
    return texts.texts.get(f"desk_{kind}_{code or ''}") or show_text(code or "")


def case_kind(texts: Texts, kind: str, details: Mapping[str, Any]) -> str:
    """What kind of case it is: a look-alike brings no check, nor does another desk, though each stands with checks."""
    if kind == "match" and "resembles" in details:
        return say(texts, "kind", "lookalike")
    if kind == "changed_check" and details.get("how") == "taken_back_elsewhere":
        return say(texts, "kind", "taken_back")
    return say(texts, "kind", kind)


def level(texts: Texts, number: int | None) -> str:
    """A level with its name; that nothing is told where there is none."""
    if number is None:
        return texts["desk_level_none"]
    return f"{number} · {texts.texts.get(f'level_name_{number}', '')}"


def sentence(text: str) -> str:
    """A text that stands before another sentence, with one end of its own.

    >>> sentence("Salah alamat."), sentence("tidak ditulis"), sentence("Yakin?")
    ('Salah alamat.', 'tidak ditulis.', 'Yakin?')
    """
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def action(texts: Texts, code: str) -> str:
    """What was done; an action that has no words yet by its own name."""
    return texts.texts.get(f"log_action_{code.replace('.', '_')}") or code


def because(texts: Texts, reason: str) -> str:
    """Why: one of the desk's own reasons in the page's language, anybody's as it was written."""
    file, _, said = reason.rpartition(": ")
    if file.endswith(".yaml") and said in OF_FILE:
        return f"{file}: {texts[f'log_because_{OF_FILE[said]}']}"
    code = BECAUSE.get(reason)
    return reason if code is None else texts[f"log_because_{code}"]


def actor(texts: Texts, code: str, names: Mapping[int, str]) -> str:
    """Who acted."""
    kind, _, number = code.partition(":")
    if kind == "account" and number.isdigit():
        return names.get(int(number)) or texts.say("desk_account", number=number)
    return say(texts, "actor", kind)


def verdict_of(texts: Texts, word: str) -> str:
    """A verdict as readers see it."""
    return verdict(word, texts)
