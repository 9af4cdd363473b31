"""The rules of moderation, one test a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Ruling, Why
from cektautan.desk.rules.facts import Act, Matter, Person, Step
from cektautan.desk.rules.ruling import NEEDS, judge

ALL = frozenset({*NEEDS.values(), "listing.approve", "people.approve"})
SARI = Person(1, ALL)
BUDI = Person(2, ALL)
NONE = Matter()
NEW_3 = Step(None, 3)
NEW_1 = Step(None, 1)


def needs(why: Why) -> Ruling:
    return NeedsSecond(why)


def refused(why: Why) -> Ruling:
    return Refuse(why)


def step(before: int | None, after: int | None, **facts: object) -> Step:
    return replace(Step(before, after), **facts)  # type: ignore[arg-type]


LISTING = {
    "level 1 and 2 are one person's": (step(None, 2), APPLY),
    "level 3 needs a second person": (step(None, 3), needs(Why.LEVEL_3)),
    "a host needs a second person": (step(None, 1, kind="host"), needs(Why.WIDE_SCOPE)),
    "a domain needs a second person": (step(None, 2, kind="domain"), needs(Why.WIDE_SCOPE)),
    "a folder does not": (step(None, 2, kind="path"), APPLY),
    "a host is at most level 2": (step(None, 3, kind="host"), refused(Why.WIDE_TOO_HIGH)),
    "an imitation's domain may be level 3": (
        step(None, 3, kind="domain", verdict="imposter", imposter=True, supported=False), needs(Why.LEVEL_3)
    ),
    "an official site is never listed": (step(None, 1, kind="url", protected="official"), refused(Why.NEVER_LISTED)),
    "a fact-checker is never listed": (step(None, 1, kind="url", protected="fact_checker"), refused(Why.NEVER_LISTED)),
    "a host of many is never listed": (step(None, 2, kind="host", protected="shared"), refused(Why.NEVER_LISTED)),
    "a press article is not warned of": (step(None, 2, kind="url", protected="press"), refused(Why.NEVER_LISTED)),
    "a press article may be noted as corrected, by two": (
        step(None, 1, kind="url", protected="press", verdict="corrected"), needs(Why.PROTECTED)
    ),
    "a press site may not": (
        step(None, 1, kind="host", protected="press", verdict="corrected"), refused(Why.NEVER_LISTED)
    ),
    "nothing is listed without a check": (
        step(None, 1, checked=False, supported=False), refused(Why.NO_CHECK)
    ),
    "a weak source carries no level 3": (step(None, 3, supported=False), refused(Why.UNSUPPORTED)),
    "a weak source carries level 2": (step(None, 2, supported=False), APPLY),
    "the KPU's contradiction on how to vote carries level 3": (
        step(None, 3, supported=False, procedure=True), needs(Why.LEVEL_3)
    ),
    "satire is a note": (step(None, 2, verdict="satire"), refused(Why.VERDICT_TOO_WEAK)),
    "an unknown verdict lists nothing": (step(None, 1, verdict="unknown"), refused(Why.VERDICT_TOO_WEAK)),
    "in an election what is about a contestant needs the second person first": (
        step(None, 1, contestant=True), needs(Why.CONTESTANT)
    ),
    "ninety days after a granted appeal nothing comes back": (step(None, 1, immune=True), refused(Why.IMMUNE)),
    "what covers a removed listing comes to light with a second person": (
        step(0, 3, verdict="true", uncovers=True), needs(Why.LEVEL_3)
    ),
    "clearing is one person's": (step(None, 0), APPLY),
    "clearing an official site needs a second person": (
        step(None, 0, kind="url", protected="official"), needs(Why.PROTECTED)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTING)
def test_listing(name: str) -> None:
    made, expected = LISTING[name]
    assert judge(Act.LIST, SARI, NONE, [made]) == expected


@pytest.mark.parametrize("act", [Act.RAISE, Act.RESTORE, Act.UNDO, Act.REVERT_IMPORT, Act.APPLY_IMPORT, Act.EXTEND])
@pytest.mark.parametrize("name", LISTING)
def test_whatever_raises_is_judged_like_a_listing(act: Act, name: str) -> None:
    made, expected = LISTING[name]
    if made.raises:
        assert judge(act, SARI, NONE, [made]) == expected


def test_one_listing_that_needs_two_makes_the_whole_act_need_two() -> None:
    assert judge(Act.RESTORE, SARI, NONE, [NEW_1, NEW_3]) == needs(Why.LEVEL_3)


def test_who_only_reports_proposes_even_a_note_and_even_a_clearing() -> None:
    reporter = Person(3, frozenset({"listing.propose"}))
    assert judge(Act.LIST, reporter, NONE, [NEW_1]) == needs(Why.PROPOSES_ONLY)
    assert judge(Act.LIST, reporter, NONE, [step(None, 0)]) == needs(Why.PROPOSES_ONLY)


@pytest.mark.parametrize("act", [Act.LOWER, Act.SUSPEND, Act.RETRACT])
@pytest.mark.parametrize("facts", [{}, {"contestant": True}, {"kind": "domain"}, {"protected": "official"}])
def test_making_it_milder_is_one_person_s_act_whatever_it_is_about(act: Act, facts: dict[str, object]) -> None:
    assert judge(act, SARI, Matter(leased_by_other=True), [step(3, 0, **facts)]) == APPLY


def test_lowering_lowers() -> None:
    assert judge(Act.LOWER, SARI, NONE, [step(1, 3)]) == refused(Why.NOT_LOWER)
    assert judge(Act.LOWER, SARI, NONE, [step(2, 2)]) == refused(Why.NOT_LOWER)
    assert judge(Act.RETRACT, SARI, NONE, [step(None, 0)]) == refused(Why.NOTHING_LISTED)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (step(2, 2, reworded=True), APPLY),
        (step(3, 1, reworded=True), APPLY),
        (step(2, 2, reworded=True, contestant=True), NeedsSecond(Why.CONTESTANT)),
        (step(3, 3, reworded=True), NeedsSecond(Why.LEVEL_3)),
        (step(3, 3, reworded=True, supported=False), Refuse(Why.UNSUPPORTED)),
        (step(3, 3, contestant=True), APPLY),
    ],
)
def test_what_is_in_force_is_not_reworded_past_the_second_person(made: Step, expected: Ruling) -> None:
    assert judge(Act.LIST, SARI, NONE, [made]) == expected


def test_raising_raises() -> None:
    assert judge(Act.RAISE, SARI, NONE, [step(2, 2)]) == refused(Why.NOT_HIGHER)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, APPLY),
        ({"supported": False}, refused(Why.PROVISIONAL_UNFOUNDED)),
        ({"supported": False, "procedure": True}, APPLY),
        ({"supported": False, "imposter": True, "verdict": "imposter", "kind": "domain"}, APPLY),
        ({"kind": "domain"}, refused(Why.WIDE_TOO_HIGH)),
        ({"provisional_before": True}, refused(Why.PROVISIONAL_TWICE)),
        ({"contestant": True}, refused(Why.CONTESTANT)),
        ({"immune": True}, refused(Why.IMMUNE)),
        ({"verdict": "misleading"}, refused(Why.VERDICT_TOO_WEAK)),
        ({"protected": "official"}, refused(Why.NEVER_LISTED)),
    ],
)
def test_provisional_level_3(facts: dict[str, object], expected: Ruling) -> None:
    assert judge(Act.PROVISIONAL, SARI, NONE, [step(None, 3, **facts)]) == expected


@pytest.mark.parametrize("kind", ["content", "url", "path", "host", "domain"])
@pytest.mark.parametrize("protected", ["", "official", "press", "fact_checker", "shared"])
@pytest.mark.parametrize("verdict", ["false", "corrected", "true"])
def test_what_nobody_may_list_at_level_3_is_refused_for_a_day_in_the_same_words(
    kind: str, protected: str, verdict: str
) -> None:
    made = step(None, 3, kind=kind, protected=protected, verdict=verdict)
    for_good, for_a_day = (judge(act, SARI, NONE, [made]) for act in (Act.LIST, Act.PROVISIONAL))
    assert isinstance(for_good, Refuse) == bool(protected or made.wide or verdict != "false")
    assert for_a_day == (for_good if isinstance(for_good, Refuse) else APPLY)


def test_provisional_is_for_level_3_alone() -> None:
    assert judge(Act.PROVISIONAL, SARI, NONE, [NEW_1]) == refused(Why.NOT_HIGHER)


def test_provisional_is_not_for_what_is_at_level_3_already() -> None:
    assert judge(Act.PROVISIONAL, SARI, NONE, [step(3, 3)]) == refused(Why.NOT_HIGHER)


EXTENDER = Person(3, frozenset({"expiry.extend"}))


@pytest.mark.parametrize(
    ("act", "person", "made", "expected"),
    [
        # To clear what nobody was told of shows a protected name; to lower what is listed takes it out of sight.
        (Act.UNDO, SARI, step(None, 0, protected="official"), needs(Why.PROTECTED)),
        (Act.UNDO, SARI, step(1, 0, protected="official"), APPLY),
        (Act.UNDO, SARI, step(1, None, protected="official"), APPLY),
        (Act.UNDO, SARI, step(None, None, protected="official"), APPLY),
        # What takes a warning away says nothing in other words.
        (Act.UNDO, SARI, step(3, None, reworded=True, contestant=True), APPLY),
        (Act.UNDO, SARI, step(3, 0, reworded=True, contestant=True), APPLY),
        # Who may not lower may do what lowers nothing.
        (Act.EXTEND, EXTENDER, step(2, 2), APPLY),
        (Act.EXTEND, EXTENDER, step(2, 1), needs(Why.PROPOSES_ONLY)),
    ],
)
def test_what_is_not_stronger_is_mostly_one_persons(act: Act, person: Person, made: Step, expected: Ruling) -> None:
    assert judge(act, person, NONE, [made]) == expected


class TestApproving:
    def approve(self, person: Person, **matter: object) -> Ruling:
        return judge(Act.APPROVE, person, replace(Matter(proposer=1), **matter), [NEW_3])  # type: ignore[arg-type]

    def test_another_person_approves(self) -> None:
        assert self.approve(BUDI) == APPLY

    def test_nobody_approves_their_own(self) -> None:
        assert self.approve(SARI) == refused(Why.OWN_PROPOSAL)

    def test_nobody_approves_with_an_account_they_created_or_that_created_theirs(self) -> None:
        assert self.approve(replace(BUDI, kin=frozenset({1}))) == refused(Why.KIN)

    def test_what_a_program_proposed_anybody_approves(self) -> None:
        assert self.approve(SARI, proposer=None) == APPLY

    def test_who_recused_themselves_does_not(self) -> None:
        assert self.approve(replace(BUDI, recused=True)) == refused(Why.RECUSED)

    def test_who_lacks_the_role_does_not(self) -> None:
        assert self.approve(Person(2, frozenset({"listing.propose"}))) == refused(Why.ROLE)

    def test_not_while_somebody_else_has_the_case(self) -> None:
        assert self.approve(BUDI, leased_by_other=True) == refused(Why.LEASED)

    def test_nothing_is_decided_twice(self) -> None:
        assert self.approve(BUDI, decided=True) == refused(Why.DECIDED)
        assert judge(Act.REJECT, BUDI, Matter(proposer=1, decided=True)) == refused(Why.DECIDED)

    def test_two_cannot_do_what_nobody_may(self) -> None:
        unsupported = step(None, 3, supported=False)
        assert judge(Act.APPROVE, BUDI, Matter(proposer=1), [unsupported]) == refused(Why.UNSUPPORTED)

    def test_who_asked_may_take_it_back(self) -> None:
        assert judge(Act.WITHDRAW, SARI, Matter(proposer=1)) == APPLY
        assert judge(Act.WITHDRAW, BUDI, Matter(proposer=1)) == refused(Why.ROLE)

    def test_nobody_approves_a_role_for_themselves(self) -> None:
        matter = Matter(proposer=1, about_account=2, approves_by="people.approve")
        assert judge(Act.APPROVE, BUDI, matter) == refused(Why.OWN_ROLE)


class TestAppeals:
    def test_admitting_is_one_person_s_act(self) -> None:
        assert judge(Act.ADMIT_APPEAL, SARI, Matter(deciders=frozenset({1})), [step(3, 1)]) == APPLY

    @pytest.mark.parametrize(
        ("person", "expected"),
        [
            (Person(3, ALL), APPLY),
            (SARI, refused(Why.OWN_DECISION)),
            (BUDI, refused(Why.OWN_DECISION)),
            (Person(3, ALL, kin=frozenset({2})), refused(Why.KIN)),
            (Person(3, ALL, recused=True), refused(Why.RECUSED)),
            (Person(3, frozenset({"appeal.admit"})), refused(Why.ROLE)),
        ],
    )
    def test_it_is_decided_by_somebody_who_neither_proposed_nor_approved(
        self, person: Person, expected: Ruling
    ) -> None:
        assert judge(Act.DECIDE_APPEAL, person, Matter(deciders=frozenset({1, 2})), [step(1, 0)]) == expected

    def test_it_comes_out_no_stronger_than_what_was_objected_to(self) -> None:
        assert judge(Act.DECIDE_APPEAL, SARI, NONE, [step(2, 3)]) == refused(Why.NOT_LOWER)

    def test_it_is_decided_once(self) -> None:
        assert judge(Act.DECIDE_APPEAL, SARI, Matter(decided=True)) == refused(Why.DECIDED)


class TestOtherActs:
    def test_a_large_import_needs_a_second_person(self) -> None:
        assert judge(Act.APPLY_IMPORT, SARI, Matter(rows=100), [NEW_1]) == APPLY
        assert judge(Act.APPLY_IMPORT, SARI, Matter(rows=101), [NEW_1]) == needs(Why.IMPORT_SIZE)

    def test_protected_names_need_a_second_person(self) -> None:
        assert judge(Act.CHANGE_PROTECTED, SARI, NONE) == needs(Why.PROTECTED_NAMES)

    def test_a_check_of_our_own_needs_a_second_person(self) -> None:
        assert judge(Act.PUBLISH_OWN_REVIEW, SARI, NONE) == needs(Why.OWN_REVIEW)

    def test_a_role_needs_a_second_admin_once_there_are_two(self) -> None:
        assert judge(Act.GRANT_ROLE, SARI, Matter(admins=1)) == APPLY
        assert judge(Act.GRANT_ROLE, SARI, Matter(admins=2)) == needs(Why.SECOND_ADMIN)

    def test_a_role_is_withdrawn_at_once_but_never_the_last_admin(self) -> None:
        assert judge(Act.WITHDRAW_ROLE, SARI, Matter(admins=1)) == APPLY
        assert judge(Act.WITHDRAW_ROLE, SARI, Matter(admins=2, about_admin=True)) == APPLY
        assert judge(Act.WITHDRAW_ROLE, SARI, Matter(admins=1, about_admin=True)) == refused(Why.LAST_ADMIN)

    def test_extending_in_time_is_one_person_s_act(self) -> None:
        assert judge(Act.EXTEND, SARI, Matter(days=300), [step(3, 3)]) == APPLY

    def test_extending_what_has_lapsed_is_raising(self) -> None:
        assert judge(Act.EXTEND, SARI, Matter(days=300), [step(1, 3)]) == needs(Why.LEVEL_3)

    def test_extending_has_bounds(self) -> None:
        assert judge(Act.EXTEND, SARI, Matter(days=733), [step(3, 3)]) == refused(Why.TOO_FAR)
        assert judge(Act.EXTEND, SARI, Matter(later=False), [step(3, 3)]) == refused(Why.NOT_LATER)

    def test_a_case_that_somebody_else_works_on_is_left_to_them(self) -> None:
        assert judge(Act.LIST, SARI, Matter(leased_by_other=True), [NEW_1]) == refused(Why.LEASED)


MATRIX = {
    # act: (reporter, moderator, approver, appeals, auditor, admin)
    Act.LIST: "yyy---",
    Act.RAISE: "yyy---",
    Act.RESTORE: "yyy---",
    Act.LOWER: "-yy---",
    Act.SUSPEND: "-yy---",
    Act.RETRACT: "-yy---",
    Act.EXTEND: "-yy---",
    Act.PROVISIONAL: "-yy---",
    Act.APPROVE: "--y---",
    Act.REJECT: "--y---",
    Act.ADMIT_APPEAL: "-yyy--",
    Act.DECIDE_APPEAL: "---y--",
    Act.UNDO: "-yyy--",
    Act.APPLY_IMPORT: "-yy---",
    Act.REVERT_IMPORT: "-yy---",
    Act.CHANGE_PROTECTED: "-yy---",
    Act.GRANT_ROLE: "-----y",
    Act.WITHDRAW_ROLE: "-----y",
    Act.PUBLISH_OWN_REVIEW: "-yy---",
}


@pytest.mark.parametrize("act", MATRIX)
def test_roles_open_the_door(act: Act, policy: Policy) -> None:
    for role, mark in zip(policy.roles.names, MATRIX[act], strict=True):
        acts = frozenset(each for each in policy.roles.acts if policy.roles.may([role], each))
        ruling = judge(act, Person(9, acts), Matter(proposer=1, admins=2), [step(3, 1)])
        assert (ruling != refused(Why.ROLE)) == (mark == "y"), role


def test_the_matrix_leaves_nothing_out() -> None:
    # Whoever proposed may withdraw it, with whatever role.
    assert set(MATRIX) == set(Act) - {Act.WITHDRAW}
