"""What a proposal would change, field by field, in the words of the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cektautan.store.models import Proposal
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.texts import Texts

HIDDEN: Final = frozenset({"proposed_by", "approved_by", "provisional_until"})
"""Members of a proposal that its panel tells in other words, or not at all."""


def proposal_facts(proposal: Proposal, texts: Texts) -> list[tuple[str, str]]:
    """What a proposal would change, field by field."""
    found: list[tuple[str, str]] = []
    for each in proposal.payload.get("edits", []):
        kind, values = str(each.get("kind", "")), each.get("values", {})
        for name, value in values.items() if isinstance(values, dict) else ():
            if name in HIDDEN or value is None:
                continue
            # What is only proposed has no status yet.
            label = texts["desk_field_status_after"] if name == "status" else words.say(texts, "field", name)
            found.append((label, field_words(name, value, texts)))
        if kind and len(found) > 40:
            break
    return list(dict.fromkeys(found))


def proposed_level(proposals: Iterable[Proposal], listing_id: int) -> int | None:
    """The level that a proposal would give a listing."""
    for proposal in proposals:
        for each in proposal.payload.get("edits", []):
            if each.get("kind") == "listing" and each.get("id") == listing_id and "level" in each.get("values", {}):
                return int(each["values"]["level"])
    return None


def field_words(name: str, value: Any, texts: Texts) -> str:
    """One value of a row, in words."""
    if name == "level" and isinstance(value, int):
        return words.level(texts, value)
    if name == "status":
        return words.say(texts, "listing", str(value))
    if name == "verdict":
        return words.verdict_of(texts, str(value))
    if name in ("listed", "review_by", "immune_until") and isinstance(value, str):
        return texts.date(value)
    if name == "reason_code":
        return texts.texts.get(f"log_reason_{value}") or show_text(str(value))
    if name == "reviews":
        return "; ".join(_review(each, texts) for each in value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return show_text(", ".join(value))
    if isinstance(value, list | dict):
        return show_text(json.dumps(value, ensure_ascii=False))
    return show_text(str(value))


def _review(review: Mapping[str, Any], texts: Texts) -> str:
    """A check in one line: what it is called there, and where it is."""
    rating = show_text(str(review.get("rating") or "")) or words.verdict_of(texts, str(review.get("verdict")))
    return f"{rating}: {show_text(str(review.get('url') or ''))}"
