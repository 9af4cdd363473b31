"""What a rule has to know: the person, what an act would do to each listing, and the matter it is about.

Frozen values that the use cases fill from the store; a rule looks nothing up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What somebody wants to do."""

    LIST = "list"
    RAISE = "raise"
    RESTORE = "restore"
    LOWER = "lower"
    SUSPEND = "suspend"
    RETRACT = "retract"
    EXTEND = "extend"
    PROVISIONAL = "provisional"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ADMIT_APPEAL = "admit_appeal"
    DECIDE_APPEAL = "decide_appeal"
    UNDO = "undo"
    APPLY_IMPORT = "apply_import"
    REVERT_IMPORT = "revert_import"
    CHANGE_PROTECTED = "change_protected"
    GRANT_ROLE = "grant_role"
    WITHDRAW_ROLE = "withdraw_role"
    PUBLISH_OWN_REVIEW = "publish_own_review"


@dataclass(frozen=True)
class Person:
    """Who acts."""

    account: int
    acts: frozenset[str]
    """What the roles allow (rules/roles.json)."""
    kin: frozenset[int] = frozenset()
    """The accounts that created this one, and those that it created, at any remove: one hand may hold them all."""
    recused: bool = False
    """From the claim, or from something that it is about."""

    def is_one_of(self, others: frozenset[int]) -> bool:
        """True if the person, or a hand that may be the same, is among others."""
        return self.account in others or bool(self.kin & others)


@dataclass(frozen=True)
class Step:
    """What an act would make of one listing, in the eyes of readers."""

    before: int | None
    """The level in force; None where readers are told nothing."""
    after: int | None
    kind: str = "content"
    """The kind of its key."""
    verdict: str = "false"
    checked: bool = True
    """There is a published check of the claim."""
    supported: bool = True
    """One of them by a source that may carry level 3."""
    imposter: bool = False
    """Of a protected name."""
    procedure: bool = False
    """The KPU's own contradiction on how to vote."""
    protected: str = ""
    """Whom the key belongs to: official, press, fact_checker or shared; empty for nobody protected."""
    contestant: bool = False
    """In an election window, and about somebody who stands."""
    immune: bool = False
    """After a granted appeal, without new evidence."""
    uncovers: bool = False
    """Its own listing goes, and what readers are told afterwards is what covers it."""
    provisional_before: bool = False
    """The key was at level 3 by one person's word before."""

    reworded: bool = False
    """What was agreed on would say something else: other words, another verdict, or without a check that it had."""

    @property
    def raises(self) -> bool:
        """True if readers would be told something stronger than before."""
        return (self.after or 0) > (self.before or 0)

    @property
    def falls(self) -> bool:
        """True if readers would be told something milder than before, or nothing any more."""
        return self.before is not None and (self.after is None or self.after < self.before)

    @property
    def wide(self) -> bool:
        """True if it covers more than an item, an address or a folder."""
        return self.kind in ("host", "domain")


@dataclass(frozen=True)
class Matter:
    """What the act is about, beyond its listings. Only what its rule asks for needs to be filled."""

    proposer: int | None = None
    deciders: frozenset[int] = frozenset()
    """Who proposed or approved the listing that is objected to."""
    approves_by: str = "listing.approve"
    """The act that a second person needs for this kind of proposal."""
    leased_by_other: bool = False
    decided: bool = False
    rows: int = 0
    row_limit: int = 100
    days: int = 0
    """By how many days the next review lies after today."""
    most_days: int = 732
    later: bool = True
    admins: int = 0
    """Active administrators."""
    about_account: int | None = None
    """Whose role it is."""
    about_admin: bool = False
    """The role is the administrator's."""
