"""What a rule answers: the act may be done, needs a second person, or is refused, each with its reason as a code.

The words of the codes are `ruling_<code>` in the texts, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a second person is needed, or why not at all."""

    # A second person.
    LEVEL_3 = "level_3"
    WIDE_SCOPE = "wide_scope"
    PROTECTED = "protected"
    CONTESTANT = "contestant"
    IMPORT_SIZE = "import_size"
    PROTECTED_NAMES = "protected_names"
    SECOND_ADMIN = "second_admin"
    OWN_REVIEW = "own_review"
    PROPOSES_ONLY = "proposes_only"

    # Not this person, or not now.
    ROLE = "role"
    RECUSED = "recused"
    LEASED = "leased"
    OWN_PROPOSAL = "own_proposal"
    KIN = "kin"
    OWN_DECISION = "own_decision"
    OWN_ROLE = "own_role"
    OWN_LOWERING = "own_lowering"

    # Not by anybody.
    NO_CHECK = "no_check"
    VERDICT_TOO_WEAK = "verdict_too_weak"
    WIDE_TOO_HIGH = "wide_too_high"
    UNSUPPORTED = "unsupported"
    NEVER_LISTED = "never_listed"
    IMMUNE = "immune"
    PROVISIONAL_UNFOUNDED = "provisional_unfounded"
    PROVISIONAL_TWICE = "provisional_twice"
    NOT_LOWER = "not_lower"
    NOT_HIGHER = "not_higher"
    NOTHING_LISTED = "nothing_listed"
    DECIDED = "decided"
    TOO_FAR = "too_far"
    NOT_LATER = "not_later"
    LAST_ADMIN = "last_admin"


@dataclass(frozen=True)
class Apply:
    """It may be done at once, by this person."""


@dataclass(frozen=True)
class NeedsSecond:
    """It becomes a proposal that somebody else decides."""

    why: Why


@dataclass(frozen=True)
class Refuse:
    """It may not be done."""

    why: Why


Ruling = Apply | NeedsSecond | Refuse

APPLY = Apply()


def strictest(rulings: Iterable[Ruling]) -> Ruling:
    """Return the first refusal, else the first call for a second person, else that it may be done."""
    second: NeedsSecond | None = None
    for ruling in rulings:
        if isinstance(ruling, Refuse):
            return ruling
        if isinstance(ruling, NeedsSecond):
            second = second or ruling
    return second or APPLY
