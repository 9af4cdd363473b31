"""The words for what an event changed: which part of what it was, and what that part said before and after.

The log holds codes, Unix seconds, days and numbers of accounts, because it is for ever and for programs too. People
read words, hours of Jakarta, days as they write them, and names. What has no words here is shown as it stands, with
what nobody sees written out; `tests/unit/web/console/telling/test_log_values.py` holds that nothing recorded is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cektautan.desk.decisions.states import MODELS
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.texts import Texts

MOMENTS: Final = frozenset(
    {
        "provisional_until",
        "closed_at",
        "acknowledged_at",
        "admitted_at",
        "decided_at",
        "decide_due",
        "until",
        "expires_at",
        "old_until",
        "revoked_at",
    }
)
DAYS: Final = frozenset(
    {
        "listed", "review_by", "immune_until", "date", "standing_checked", "ifcn_until", "received", "answered",
        "public_from", "expires", "review_date",
    }
)  # fmt: skip
PEOPLE: Final = frozenset({"proposed_by", "approved_by", "closed_by", "admitted_by", "decided_by", "granted_by", "by"})
LEVELS: Final = frozenset({"level", "new_level"})
NAMES_OF_FIELDS: Final = frozenset({"fields", "at", "went", "kept"})
"""Their values name fields; a number among them is a count."""

CODES: Final[Mapping[tuple[str, str], str]] = {
    ("listing", "status"): "desk_listing", ("claim", "status"): "desk_claim", ("case", "status"): "desk_case",
    ("proposal", "status"): "log_proposal", ("batch", "status"): "import_status",
    ("own_review", "status"): "desk_own_status", ("feed", "status"): "log_feed",
    ("case", "kind"): "desk_kind", ("proposal", "kind"): "desk_proposal", ("source", "kind"): "source_kind",
    ("request", "kind"): "public_kind", ("evidence", "kind"): "log_evidence", ("account", "kind"): "log_recusal",
    ("case", "lane"): "desk_lane", ("case", "group"): "log_group",
    ("case", "outcome"): "desk_outcome", ("appeal", "outcome"): "desk_outcome",
    ("request", "outcome"): "public_request",
    ("appeal", "reason_code"): "desk_reason", ("appeal", "appellant"): "log_appellant",
    ("listing", "reason_code"): "log_reason", ("claim", "reason_code"): "log_reason",
    ("proposal", "why"): "ruling", ("batch", "why_second"): "ruling",
    ("account", "role"): "role", ("account", "roles"): "role",
    ("source", "standing"): "source_standing", ("source", "reliability"): "source_grade",
    ("batch", "scope"): "desk_scope", ("batch", "format"): "import_format", ("feed", "problem"): "log_feed_problem",
    ("feed", "adapter"): "import_format", ("evidence", "problem"): "desk_evidence_state",
    ("api_key", "tier"): "key_tier", ("api_key", "scopes"): "key_scope",
}  # fmt: skip
"""The texts of a code, by what it stands in and the name of its field."""


def place(texts: Texts, object_: tuple[str, str], name: str) -> str:
    """Return which part changed, such as `Alamat 12 · Tingkat`; what the event itself is about is not named again.

    Args:
        texts: those of the page.
        object_: the kind and the name of what the event is about.
        name: the part, as `desk.record.differences` names it: `listing:12.level`, `reviews.0.url`.

    """
    kind, id_, parts = _taken_apart(object_[0], name)
    said: list[str] = []
    if id_ and (kind, id_) != object_:
        said.append(f"{texts.texts.get(f'log_object_{kind}') or kind} {show_text(id_)}")
    for part in parts:
        if part.isdigit() and said:
            said[-1] = f"{said[-1]} {int(part) + 1}"
        elif part.isdigit():
            said.append(f"{texts['log_object_listing']} {part}")
        else:
            said.append(texts.texts.get(f"log_field_{part}") or show_text(part))
    return " · ".join(said)


def value(texts: Texts, object_kind: str, name: str, text: str, names: Mapping[int, str]) -> str:
    """Return what a part said, in words; `names` are those of the accounts by their numbers."""
    kind, _, parts = _taken_apart(object_kind, name)
    field = next((part for part in reversed(parts) if not part.isdigit()), "")
    is_number = text.isascii() and text.isdigit() and len(text) < 16
    if field in MOMENTS and is_number:
        return when.hour(int(text), texts)
    if field in DAYS:
        return texts.date(text)
    if field in PEOPLE and is_number:
        return show_text(names.get(int(text), "")) or texts.say("desk_account", number=text)
    if field in LEVELS and is_number:
        return words.level(texts, int(text))
    if field == "verdict":
        return words.verdict_of(texts, text)
    if field == "raised":
        return texts["log_yes" if text == "true" else "log_no"]
    if field in NAMES_OF_FIELDS:
        return ", ".join(texts.texts.get(f"log_field_{each}") or show_text(each) for each in text.split(", "))
    prefix = CODES.get((kind, field))
    if prefix is not None:
        return ", ".join(texts.texts.get(f"{prefix}_{each}") or show_text(each) for each in text.split(", "))
    return show_text(text)


def _taken_apart(object_kind: str, name: str) -> tuple[str, str, list[str]]:
    """The kind and the name of the row that a part belongs to, and the steps to it."""
    first, *rest = name.split(".")
    kind, colon, id_ = first.partition(":")
    return (kind, id_, rest) if colon and kind in MODELS else (object_kind, "", [first, *rest])
