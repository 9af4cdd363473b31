"""Roles: what each may do, as the file says it, and nothing by a slip."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.roles import Roles
from cektautan.publish.rules_bundle import RulesError

SECOND = {"listing.approve", "import.approve", "protected.approve", "own_review.approve"}


@pytest.fixture(scope="module")
def roles(root: Path) -> Roles:
    return load_roles(root / "rules")


def allowed(roles: Roles, role: str) -> set[str]:
    return {act for act in roles.acts if roles.may([role], act)}


def test_the_six_roles_of_the_desk_are_there(roles: Roles) -> None:
    assert roles.names == ("reporter", "moderator", "approver", "appeals", "auditor", "admin")


def test_an_approver_may_do_what_a_moderator_may_and_be_the_second_person(roles: Roles) -> None:
    assert allowed(roles, "approver") - allowed(roles, "moderator") == SECOND | {"evidence.erase"}
    assert allowed(roles, "moderator") < allowed(roles, "approver")


def test_only_appeals_decides_objections_and_it_lists_nothing(roles: Roles) -> None:
    assert roles.with_act("appeal.decide") == ("appeals",)
    assert not allowed(roles, "appeals") & {"listing.propose", "listing.list_low", "claim.write", *SECOND}


def test_an_auditor_sees_and_does_nothing_and_reads_no_confidences(roles: Roles) -> None:
    assert allowed(roles, "auditor") == {"queue.see", "log.see", "board.see", "people.see"}


def test_an_administrator_is_no_moderator(roles: Roles) -> None:
    assert not allowed(roles, "admin") & (allowed(roles, "moderator") - {"people.see", "log.see", "board.see"})
    assert roles.with_act("people.write") == roles.with_act("people.approve") == ("admin",)
    assert roles.with_act("keys.write") == ("admin",)


def test_a_reporter_proposes_and_decides_nothing(roles: Roles) -> None:
    assert allowed(roles, "reporter") == {"queue.see", "listing.propose", "evidence.add"}


def test_each_act_belongs_to_somebody(roles: Roles) -> None:
    assert all(roles.with_act(act) for act in roles.acts)


def test_several_roles_add_up_and_none_or_an_unknown_one_allows_nothing(roles: Roles) -> None:
    assert roles.may(["auditor", "admin"], "people.write")
    assert not roles.may([], "queue.see")
    assert not roles.may(["emperor"], "queue.see")


def test_an_act_that_is_not_declared_is_a_slip_and_told(roles: Roles) -> None:
    with pytest.raises(ValueError, match=r"no act is called listing\.aprove"):
        roles.may(["approver"], "listing.aprove")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"acts": ["people.see", "people.write"',
            '"acts": ["people.see", "people.wite"',
            "no act is called people.wite",
        ),
        ('"id": "admin"', '"id": "auditor"', "a role or an act stands twice"),
        ('"reason": "Does', '"because": "Does', "reason"),
        ('"format": 1', '"format": 1,,', "roles.json"),
    ],
)
def test_a_wrong_file_is_named(root: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = Path(shutil.copytree(root / "rules", tmp_path / "rules"))
    text = (folder / "roles.json").read_text("utf-8")
    assert old in text
    (folder / "roles.json").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RulesError, match=message):
        load_roles(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"roles\.json: No such file"):
        load_roles(tmp_path)


def test_every_reason_is_written_down(root: Path) -> None:
    data = json.loads((root / "rules" / "roles.json").read_text("utf-8"))
    assert all(group["reason"] for role in data["roles"] for group in role["may"])
