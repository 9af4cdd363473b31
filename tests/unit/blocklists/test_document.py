"""YAML is read as lists need it: with lines, without surprises, and never executed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.blocklists.document import MAX_BYTES, Node, read_document
from cektautan.blocklists.problems import Problem


def read(text: str) -> Node:
    node = read_document("a.yaml", text.encode())
    assert isinstance(node, Node), str(node)
    return node


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-02-14", "2024-02-14"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("false", False),
        ('"false"', "false"),
        ("null", None),
        ("3", 3),
        ("'3'", "3"),
        ("010", 10),
        ("0o10", 8),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.5", 1.5),
        (".", "."),
    ],
)
def test_plain_words_mean_what_editors_take_them_for(text: str, value: object) -> None:
    assert read(f"a: {text}").plain() == {"a": value}


def test_fields_stand_where_their_names_stand() -> None:
    node = read("# a comment\n\na:\n  - x\n  - b: 1\n")
    assert isinstance(node.value, dict)
    assert node.value["a"].line == 3
    assert isinstance(node.value["a"].value, list)
    assert [child.line for child in node.value["a"].value] == [4, 5]


def test_python_objects_are_never_built() -> None:
    problem = read_document("a.yaml", b"a: !!python/object/apply:os.system ['true']")
    assert isinstance(problem, Problem)
    assert problem.code == "yaml_tag"


def test_a_bomb_of_aliases_and_a_huge_file_are_refused() -> None:
    bomb = read_document("a.yaml", b"a: &a [x, x]\nb: [*a, *a]\n")
    assert isinstance(bomb, Problem)
    assert bomb.code == "yaml_anchor"
    huge = read_document("a.yaml", b"a" * (MAX_BYTES + 1))
    assert isinstance(huge, Problem)
    assert huge.code == "yaml_size"


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    problem = read_document("a.yaml", b"[" * 20_000)
    assert isinstance(problem, Problem)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_a_problem(data: bytes) -> None:
    assert isinstance(read_document("a.yaml", data), Node | Problem)


@given(st.text(alphabet="ab:-#'\"{}[]&*!|>%@`,? \n\t0tn<", max_size=60))
def test_any_text_made_of_yaml_signs_gives_a_tree_or_a_problem(text: str) -> None:
    assert isinstance(read_document("a.yaml", text.encode()), Node | Problem)
