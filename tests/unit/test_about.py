"""Who runs the service: the operator's file is taken as it is written, or refused with file, line and field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.recipes import operators_file

from cektautan.about import AboutError, read_about

EXAMPLE = operators_file()


def read(tmp_path: Path, text: str) -> str:
    path = tmp_path / "tentang.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(AboutError) as refused:
        read_about(path)
    return str(refused.value).replace(str(path), "tentang.yaml")


def test_the_example_of_the_documentation_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "tentang.yaml"
    path.write_text(EXAMPLE, "utf-8")
    about = read_about(path)
    assert (about.operator, about.updated, about.contact.email) == (
        "Perkumpulan Contoh", "2026-11-27", "hukum@contoh.example",
    )  # fmt: skip
    assert about.decides["id"][0].startswith("Dua redaktur")
    assert about.objections["en"]


def test_an_empty_line_begins_a_paragraph_and_other_breaks_do_not(tmp_path: Path) -> None:
    path = tmp_path / "tentang.yaml"
    text = "funding:\n  id: |\n    Iuran\n    anggota.\n\n    Satu hibah.\n  en: Members' fees alone.\n"
    path.write_text(re.sub(r"funding:\n.*\n.*\n", text, EXAMPLE), "utf-8")
    assert read_about(path).funding["id"] == ("Iuran anggota.", "Satu hibah.")


def test_what_may_be_left_out_may_be(tmp_path: Path) -> None:
    path = tmp_path / "tentang.yaml"
    path.write_text(re.sub(r"objections:\n.*\n.*\n|  (post|website):.*\n", "", EXAMPLE), "utf-8")
    about = read_about(path)
    assert (dict(about.objections), about.contact.post, about.contact.website) == ({}, "", "")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("operator: ", "operater: ", "tentang.yaml:1: unknown_field: operater: no such field; did you mean operator?"),
        ("updated: 2026-11-27", "updated: 27-11-2026", "updated: '27-11-2026' is not written as it should be: a date"),
        ("updated: 2026-11-27", "updated: 2026-02-30", "updated: 2026-02-30 is not a day that there is"),
        ("email: hukum@contoh.example", "email: hukum", "wrong_value: contact.email: 'hukum' is not written"),
        ("https://contoh.example", "javascript:alert(1)", "contact.website: 'javascript:alert(1)' is not written"),
        ("  en: Members' fees and one", "  # Members' fees and one", "missing_field: funding.en: is missing"),
        ("law:", "law: &x", "yaml_anchor: anchors (&) and aliases (*) are not used"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(tmp_path: Path, old: str, new: str, problem: str) -> None:
    said = read(tmp_path, EXAMPLE.replace(old, new))
    assert problem in said
    assert re.match(r"tentang\.yaml:\d+: ", said)
    line = int(re.findall(rf"tentang\.yaml:(\d+): .*{re.escape(problem[-20:])}", said)[0])
    assert line <= EXAMPLE.count("\n") + 1


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    said = read(tmp_path, EXAMPLE.replace("operator:", "operater:").replace("2026-11-27", "kemarin"))
    assert len(said.splitlines()) == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AboutError, match=r"tentang\.yaml: No such file"):
        read_about(tmp_path / "tentang.yaml")
