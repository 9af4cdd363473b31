"""Every form and page of the desk, signed in, with wrong input: no fault of ours, no answer that the desk does not
give, and nothing decided by what was refused.

The forms are read from the pages of a running application, so a form or a field that is new is asked too. A form that
no page has fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.contract.interface.conftest import Begin
from tests.support.desk_faults import (
    CHOSEN,
    HARMLESS,
    LARGEST,
    LONG,
    NEVER,
    WRITTEN,
    of_fields,
    of_forms,
)
from tests.support.desk_fuzz import Judge
from tests.support.desk_right import FILES, HELD, NOT_TAKEN, named, right_form
from tests.support.desk_walk import Found
from tests.support.postgres import PostgresServer

ANYTHING = st.text(max_size=300) | st.binary(max_size=60) | st.integers().map(str)


def new_fields(judge: Judge) -> Iterator[tuple[Found, list[str]]]:
    """Yield each form with the fields that no form before it, which is sent to the same place, has."""
    known = set[tuple[str, str]]()
    for found in judge.walk.forms.values():
        names = [name for name in found.form.fields if (found.route, name) not in known]
        known |= {(found.route, name) for name in names}
        yield found, names


def test_every_route_that_takes_a_form_has_one_on_a_page(judge: Judge) -> None:
    assert judge.walk.routes("POST") == {found.route for found in judge.walk.forms.values()}
    assert len(judge.walk.forms) > 80


def test_every_form_is_taken_where_nothing_is_wrong(judge: Judge) -> None:
    refused = dict[str, int]()
    for found in judge.walk.forms.values():
        status = judge.form(found, list(right_form(found).items()), "right", files=FILES.get(found.route, ()))
        refused |= {named(found): status} if status >= 400 else {}
    assert not judge.faults, "\n".join(judge.faults)
    assert set(refused) == set(NOT_TAKEN), refused


def test_no_rule_refuses_a_form_to_whom_it_is_shown(judge: Judge) -> None:
    refused = set[str]()
    for found in judge.walk.every.values():
        sent, files = list(right_form(found).items()), FILES.get(found.route, ())
        if judge.form(found, sent, "shown", files=files) == 403:
            refused.add(found.form.action)
    assert refused == set(HELD)
    assert len(judge.walk.every) > 250


def test_every_field_with_every_fault(judge: Judge) -> None:
    before = judge.cases
    for found, names in new_fields(judge):
        for case in of_fields(found, names):
            judge.form(found, case.sent, case.name, files=case.files, refused=case.refused)
    assert not judge.faults, "\n".join(judge.faults)
    assert judge.cases - before > 1500
    judge.tell("fields")


def test_no_choice_that_nobody_was_given_decides_anything(judge: Judge) -> None:
    taken = set[tuple[str, str]]()
    for found, names in new_fields(judge):
        for name in names:
            if found.form.fields[name].kind in CHOSEN and name not in ("csrf_token", "versi", "version"):
                rest = {each: value for each, value in right_form(found).items() if each != name}
                judge.form(found, [*rest.items(), (name, "pilihan-lain")], name)
                taken |= {(found.route, name)} if judge.decided else set()
    assert taken == set(HARMLESS)
    assert all(len(reason) > 10 for reason in HARMLESS.values())


def test_every_form_as_a_whole(judge: Judge) -> None:
    for found in judge.walk.forms.values():
        for case in of_forms(found):
            judge.form(found, case.sent, case.name, files=case.files, refused=case.refused)
    assert not judge.faults, "\n".join(judge.faults)
    judge.tell("forms")


@settings(max_examples=250, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
@given(data=st.data())
def test_anything_in_all_fields_at_once(judge: Judge, data: st.DataObject) -> None:
    found = data.draw(st.sampled_from(list(judge.walk.forms.values())))
    right = right_form(found)
    made = {name: data.draw(st.just(right.get(name, "")) | ANYTHING) for name in found.form.fields}
    judge.form(found, [(name, value) for name, value in made.items() if name != "csrf_token"], "anything")
    assert not judge.faults, "\n".join(judge.faults)


def test_what_is_too_long_for_a_column_is_refused_on_postgresql_too(begin: Begin, postgres: PostgresServer) -> None:
    judge = begin(postgres)
    for found, names in new_fields(judge):
        for name in names:
            kind = found.form.fields[name].kind
            if kind in WRITTEN or (kind == "hidden" and name not in NEVER):
                rest = {each: value for each, value in right_form(found).items() if each != name}
                value = LARGEST if kind == "hidden" else LONG
                judge.form(found, [*rest.items(), (name, value)], name)
    assert not judge.faults, "\n".join(judge.faults)
    assert judge.cases > 150
    judge.tell("PostgreSQL")
