"""What stands before a page is recognised, by each rule's own examples, and an article about it is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.desk import ROOT, shipped_policy
from tests.support.listed_pages import HOAX, WALLS, article

from cektautan.desk.patrol.main_text import read_page
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.patrol.walls import find_wall

RULES = shipped_policy().patrol
DATA: dict[str, Any] = json.loads((ROOT / "rules" / "patrol.json").read_text("utf-8"))
EXAMPLES = [(wall["id"], each) for wall in DATA["walls"] for each in wall["examples"]]


def found(address: str, markup: str) -> str:
    wall = find_wall(address, markup, read_page(markup, RULES), RULES)
    return "" if wall is None else wall.id


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_examples_are_true(name: str, example: dict[str, Any]) -> None:
    assert (found(example["address"], example["page"]) != "") is example["wall"]


@pytest.mark.parametrize("wall", DATA["walls"], ids=lambda wall: wall["id"])
def test_each_rule_recognises_an_example_by_itself(wall: dict[str, Any]) -> None:
    alone = PatrolRules.from_data({**DATA, "walls": [wall]}, {"services": []})
    (first, *_) = [each for each in wall["examples"] if each["wall"]]
    assert find_wall(first["address"], first["page"], read_page(first["page"], alone), alone) is not None


@pytest.mark.parametrize("name", WALLS)
def test_walls_are_recognised_below_any_address(name: str) -> None:
    host = {"the login of Instagram": "www.instagram.com"}.get(name, "kabar.example")
    assert found(f"https://{host}/p/1", WALLS[name]) != ""


@pytest.mark.parametrize(
    "about",
    [
        "Internet Positif memblokir situs itu, kata pejabat; laman labuh muncul di layar warga.",
        "Checking your browser adalah tulisan yang muncul di situs yang dijaga dari serangan.",
        "Kami menghargai privasi Anda. Terima semua cookie.",
        "Lupa kata sandi? Silakan masuk untuk berkomentar. <input type=password>",
        "<div class='g-recaptcha'></div> Tulis komentar Anda di bawah ini.",
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    ],
)
def test_an_article_with_such_words_is_no_wall(about: str) -> None:
    assert found("https://kabar.example/1", article(extra=f"<p>{about}</p>", paragraphs=HOAX * 2)) == ""


def test_an_address_that_no_parser_takes_is_no_wall() -> None:
    assert found("https://", article()) == ""
