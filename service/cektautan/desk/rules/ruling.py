"""May this person do this now? The one place that answers, for every act of the desk.

Pure: an act and what is known of it become `Apply`, `NeedsSecond` or `Refuse`. What makes a warning milder is one
person's act and waits for nobody; what makes it stronger is judged by `raising`. Numbers of reports and of appeals are
not among the things that are known here: they can change nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from cektautan.core.vocabulary import Level
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Ruling, Why, strictest
from cektautan.desk.rules.facts import Act, Matter, Person, Step
from cektautan.desk.rules.raising import judge_provisional, judge_step

NEEDS = {
    Act.LIST: "listing.propose",
    Act.RAISE: "listing.propose",
    Act.RESTORE: "listing.propose",
    Act.LOWER: "listing.lower",
    Act.SUSPEND: "listing.lower",
    Act.RETRACT: "listing.lower",
    Act.EXTEND: "expiry.extend",
    Act.PROVISIONAL: "listing.list_low",
    Act.ADMIT_APPEAL: "appeal.admit",
    Act.DECIDE_APPEAL: "appeal.decide",
    Act.UNDO: "undo",
    Act.APPLY_IMPORT: "import.upload",
    Act.REVERT_IMPORT: "import.upload",
    Act.CHANGE_PROTECTED: "protected.propose",
    Act.GRANT_ROLE: "people.write",
    Act.WITHDRAW_ROLE: "people.write",
    Act.PUBLISH_OWN_REVIEW: "own_review.write",
}
"""The act of rules/roles.json that each act of the desk asks for; approving asks for what the proposal names."""

MILDER = frozenset({Act.LOWER, Act.SUSPEND, Act.RETRACT})

AT_ONCE = MILDER | {Act.ADMIT_APPEAL, Act.WITHDRAW}
"""Nobody's lease stands in the way of these."""


def judge(act: Act, person: Person, matter: Matter, steps: Collection[Step] = ()) -> Ruling:
    """Judge an act.

    Args:
        act: what is to be done; for APPROVE, the steps are those of the proposal.
        person: who wants to do it.
        matter: what it is about.
        steps: what it would make of each listing that it touches.

    """
    needed = matter.approves_by if act in (Act.APPROVE, Act.REJECT) else NEEDS.get(act)
    if needed is not None and needed not in person.acts:
        return Refuse(Why.ROLE)
    if person.recused:
        return Refuse(Why.RECUSED)
    if matter.leased_by_other and act not in AT_ONCE:
        return Refuse(Why.LEASED)
    match act:
        case Act.LIST | Act.RAISE | Act.RESTORE:
            return _stronger(act, person, steps)
        case Act.LOWER | Act.SUSPEND | Act.RETRACT:
            return _milder(steps)
        case Act.EXTEND:
            return _extend(person, matter, steps)
        case Act.PROVISIONAL:
            return _provisional(person, steps)
        case Act.APPROVE:
            return _approve(person, matter, steps)
        case Act.REJECT:
            return Refuse(Why.DECIDED) if matter.decided else APPLY
        case Act.WITHDRAW:
            return _withdraw(person, matter)
        case Act.ADMIT_APPEAL:
            return Refuse(Why.DECIDED) if matter.decided else APPLY
        case Act.DECIDE_APPEAL:
            return _decide_appeal(person, matter, steps)
        case Act.UNDO | Act.REVERT_IMPORT:
            return strictest(judge_step(step, person) for step in steps)
        case Act.APPLY_IMPORT:
            return _import(person, matter, steps)
        case Act.CHANGE_PROTECTED:
            return NeedsSecond(Why.PROTECTED_NAMES)
        case Act.PUBLISH_OWN_REVIEW:
            return NeedsSecond(Why.OWN_REVIEW)
        case Act.GRANT_ROLE:
            return NeedsSecond(Why.SECOND_ADMIN) if matter.admins > 1 else APPLY
        case Act.WITHDRAW_ROLE:
            return Refuse(Why.LAST_ADMIN) if matter.about_admin and matter.admins < 2 else APPLY


def _stronger(act: Act, person: Person, steps: Collection[Step]) -> Ruling:
    if act is not Act.LIST and not any(step.raises for step in steps):
        return Refuse(Why.NOT_HIGHER)
    return strictest(judge_step(step, person) for step in steps)


def _milder(steps: Collection[Step]) -> Ruling:
    if all(step.before is None for step in steps):
        return Refuse(Why.NOTHING_LISTED)
    if any(step.raises for step in steps) or all(step.before == step.after for step in steps):
        return Refuse(Why.NOT_LOWER)
    return APPLY


def _provisional(person: Person, steps: Collection[Step]) -> Ruling:
    """What comes with it at a lower level, such as a short link of the same item, is judged like any listing."""
    strong = [step for step in steps if step.after == Level.WARNING]
    if not strong:
        return Refuse(Why.NOT_HIGHER)
    others = (judge_step(step, person) for step in steps if step not in strong)
    return strictest([*(judge_provisional(step, person) for step in strong), *others])


def _extend(person: Person, matter: Matter, steps: Collection[Step]) -> Ruling:
    if not matter.later:
        return Refuse(Why.NOT_LATER)
    if matter.days > matter.most_days:
        return Refuse(Why.TOO_FAR)
    # What has lapsed to a note would warn again: that is raising.
    return strictest(judge_step(step, person) for step in steps)


def _approve(person: Person, matter: Matter, steps: Collection[Step]) -> Ruling:
    if matter.decided:
        return Refuse(Why.DECIDED)
    if person.account == matter.proposer:
        return Refuse(Why.OWN_PROPOSAL)
    if matter.proposer is not None and matter.proposer in person.kin:
        return Refuse(Why.KIN)
    if matter.about_account is not None and matter.about_account == person.account:
        return Refuse(Why.OWN_ROLE)
    # Two people now agree, so only what nobody may do is still refused.
    rulings = (judge_step(step, person) for step in steps)
    return strictest(ruling for ruling in rulings if isinstance(ruling, Refuse))


def _withdraw(person: Person, matter: Matter) -> Ruling:
    if matter.decided:
        return Refuse(Why.DECIDED)
    return APPLY if matter.proposer == person.account else Refuse(Why.ROLE)


def _decide_appeal(person: Person, matter: Matter, steps: Collection[Step]) -> Ruling:
    if matter.decided:
        return Refuse(Why.DECIDED)
    if person.account in matter.deciders:
        return Refuse(Why.OWN_DECISION)
    if person.is_one_of(matter.deciders):
        return Refuse(Why.KIN)
    # Rejecting ends what admitting began: the decision of two stands again, and a third has looked. Nothing may come
    # out stronger than that decision was, which the steps are measured against.
    return Refuse(Why.NOT_LOWER) if any(step.raises for step in steps) else APPLY


def _import(person: Person, matter: Matter, steps: Collection[Step]) -> Ruling:
    ruling = strictest(judge_step(step, person) for step in steps)
    if ruling == APPLY and matter.rows > matter.row_limit:
        return NeedsSecond(Why.IMPORT_SIZE)
    return ruling
