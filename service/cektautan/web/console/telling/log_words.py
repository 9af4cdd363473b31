"""The words for what stands in the log as codes: what was done, and by whom."""

from __future__ import annotations

from cektautan.web.texts import Texts


def action_words(action: str, texts: Texts) -> str:
    """Return an action in words; one that has none yet by its own name."""
    kind, _, act = action.partition(".")
    words = texts.texts.get(f"log_action_{kind}_{act}" if act else f"log_action_{kind}")
    return words or action


def actor_words(actor: str, name: str, texts: Texts) -> str:
    """Return who did something."""
    return name or texts.texts.get(f"log_actor_{actor}") or actor
