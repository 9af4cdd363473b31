"""Reads the forms of keys, and says of a refusal which field it is about and what is wrong with it.

What a key may be is decided by `desk.api_keys` alone: here a text becomes a number or none, and nothing else.
"""

from __future__ import annotations

from typing import Final

from werkzeug.datastructures import MultiDict

from cektautan.desk.api_keys.making import LARGEST_QUOTA, LONGEST_GRACE_DAYS, LONGEST_LIFE_DAYS, Wanted
from cektautan.desk.people.refused import Refused
from cektautan.web.console.numbers import number, thousands
from cektautan.web.texts import Texts

FIELDS: Final = {
    "label_missing": "label",
    "organisation_missing": "organisation",
    "contact_missing": "contact",
    "tier_unknown": "tier",
    "scope_unknown": "scopes",
    "scopes_missing": "scopes",
    "reason_missing": "reason",
    "reason_long": "reason",
}
"""The field that a refusal is about, where the refusal itself names none."""


def read_wanted(form: MultiDict[str, str]) -> Wanted:
    """Return the key that a form asks for. Raises Refused where a number is none."""
    return Wanted(
        label=form.get("label", ""),
        organisation=form.get("organisation", ""),
        contact=form.get("contact", ""),
        tier=form.get("tier", ""),
        scopes=form.getlist("scopes"),
        quota=_whole(form, "quota", 0, LARGEST_QUOTA),
        days=_whole(form, "days", 1, LONGEST_LIFE_DAYS),
    )


def read_grace(form: MultiDict[str, str]) -> int:
    """Return for how many days the key before stays valid. Raises Refused where that is no number."""
    days = _whole(form, "grace", 0, LONGEST_GRACE_DAYS)
    if days is None:
        # An empty field says neither: to end a key that somebody uses takes a 0.
        raise Refused("number_form", field="grace", low=0, high=LONGEST_GRACE_DAYS)
    return days


def field_of(refused: Refused) -> str:
    """The name of the field that a refusal is about; nothing where it is about the key."""
    return str(refused.values.get("field", "")) or FIELDS.get(refused.code, "")


def why(texts: Texts, refused: Refused) -> str:
    """What is wrong, as it stands below the field."""
    values = {name: thousands(texts, value) if isinstance(value, int) else value
              for name, value in refused.values.items()}  # fmt: skip
    return texts.say(f"key_refused_{refused.code}", **values)


def _whole(form: MultiDict[str, str], name: str, low: int, high: int) -> int | None:
    typed = form.get(name, "").strip()
    found = number(typed)
    if typed and found is None:
        raise Refused("number_form", field=name, low=low, high=high)
    return found
