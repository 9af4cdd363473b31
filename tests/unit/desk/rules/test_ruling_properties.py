"""What holds of every ruling, whatever is known of the person, the matter and the listings.

A property says nothing where hardly any example reaches it: that one was allowed at all. So each test counts those that
did.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cektautan.blocklists.limits import LIMITS
from cektautan.desk.rules.answers import APPLY, Apply
from cektautan.desk.rules.facts import Act, Matter, Person, Step
from cektautan.desk.rules.ruling import NEEDS, judge

ALL = frozenset({*NEEDS.values(), "listing.approve", "people.approve"})
SARI = Person(1, ALL)
LEVELS = st.sampled_from([None, 0, 1, 2, 3])
RARELY = st.sampled_from([False] * 15 + [True])
MOSTLY = RARELY.map(lambda rare: not rare)
"""Where each thing that is refused was as likely as not, hardly anything would be left that is not refused."""
STEPS = st.builds(
    Step, LEVELS, LEVELS,
    kind=st.sampled_from([*["content", "url", "path"] * 3, "host", "domain"]),
    verdict=st.sampled_from([*["false"] * 10, *LIMITS, "unknown"]),
    checked=MOSTLY, supported=MOSTLY, imposter=RARELY, procedure=RARELY,
    protected=st.sampled_from([*[""] * 12, "official", "press", "fact_checker", "shared"]), contestant=RARELY,
    immune=RARELY, provisional_before=RARELY,
)  # fmt: skip
PEOPLE = st.builds(
    Person, st.integers(1, 4), st.sampled_from([*[ALL] * 20, *(ALL - {each} for each in sorted(ALL))]),
    st.frozensets(st.integers(1, 4), max_size=2), RARELY,
)  # fmt: skip
MATTERS = st.builds(
    Matter, st.sampled_from([None, 1, 2, 3]), st.frozensets(st.integers(1, 4)), st.just("listing.approve"),
    RARELY, RARELY, st.integers(0, 120),
)  # fmt: skip
ABOUT_LISTINGS = sorted(set(NEEDS) - {Act.PROVISIONAL, Act.ADMIT_APPEAL, Act.GRANT_ROLE, Act.WITHDRAW_ROLE})

often = settings(max_examples=600, derandomize=True, deadline=None, database=None)
"""The same examples each time, so that a test can say how many of them reached what it is about."""


def test_nobody_alone_raises_to_level_3_or_a_whole_site_or_anything_protected() -> None:
    reached = 0

    @often
    @given(st.sampled_from(ABOUT_LISTINGS), PEOPLE, MATTERS, st.lists(STEPS, min_size=1, max_size=2))
    def holds(act: Act, person: Person, matter: Matter, steps: list[Step]) -> None:
        nonlocal reached
        if isinstance(judge(act, person, matter, steps), Apply):
            raised = [each for each in steps if each.raises]
            reached += bool(raised)
            assert all(each.after in (1, 2) and not each.wide and not each.protected for each in raised)
            assert not any(each.contestant or each.immune for each in raised)

    holds()
    assert reached > 12, reached


def test_provisional_never_stands_on_nothing_and_never_touches_contestants() -> None:
    reached = 0

    @often
    @given(PEOPLE, MATTERS, st.lists(STEPS.map(lambda made: replace(made, after=3)), max_size=2))
    def holds(person: Person, matter: Matter, steps: list[Step]) -> None:
        nonlocal reached
        if isinstance(judge(Act.PROVISIONAL, person, matter, steps), Apply):
            reached += 1
            assert steps
            for each in steps:
                assert each.supported or each.imposter or each.procedure
                assert not any((each.contestant, each.provisional_before, each.immune, each.protected))
                assert each.imposter or not each.wide

    holds()
    assert reached > 12, reached


def test_what_comes_with_a_provisional_warning_is_what_one_person_may_list() -> None:
    reached = 0

    @often
    @given(PEOPLE, MATTERS, STEPS)
    def holds(person: Person, matter: Matter, other: Step) -> None:
        nonlocal reached
        if other.after != 3 and isinstance(judge(Act.PROVISIONAL, person, matter, [Step(None, 3), other]), Apply):
            reached += other.raises
            assert not other.raises or not any((other.wide, other.contestant, other.immune, other.protected))

    holds()
    assert reached > 12, reached


def test_the_second_person_is_never_the_first() -> None:
    reached = 0

    @often
    @given(PEOPLE, MATTERS, st.lists(STEPS, max_size=2))
    def holds(person: Person, matter: Matter, steps: list[Step]) -> None:
        nonlocal reached
        if isinstance(judge(Act.APPROVE, person, matter, steps), Apply) and matter.proposer is not None:
            reached += 1
            assert not person.is_one_of(frozenset({matter.proposer}))

    holds()
    assert reached > 12, reached


def test_who_is_recused_decides_nothing() -> None:
    reached = 0

    @often
    @given(st.sampled_from(sorted(Act)), PEOPLE, MATTERS, st.lists(STEPS, max_size=2))
    def holds(act: Act, person: Person, matter: Matter, steps: list[Step]) -> None:
        nonlocal reached
        reached += isinstance(judge(act, replace(person, recused=False), matter, steps), Apply)
        assert not isinstance(judge(act, replace(person, recused=True), matter, steps), Apply)

    holds()
    assert reached > 12, reached


@given(st.sampled_from([Act.LOWER, Act.SUSPEND, Act.RETRACT]), MATTERS, STEPS)
def test_nothing_keeps_a_moderator_from_making_a_warning_milder(act: Act, matter: Matter, made: Step) -> None:
    if made.before is not None and (made.after or 0) <= made.before and made.after != made.before:
        assert judge(act, SARI, matter, [made]) == APPLY
