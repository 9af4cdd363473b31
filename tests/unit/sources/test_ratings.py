"""Ratings mean what the tables say of them as a whole, and nothing else."""

from __future__ import annotations

import doctest
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.vocabulary import Verdict
from cektautan.desk.ratings_file import load_ratings
from cektautan.publish.rules_bundle import RulesError
from cektautan.sources import ratings as module
from cektautan.sources import titles
from cektautan.sources.protocol import RatingGiven
from cektautan.sources.ratings import RatingTables

FOLDER = Path(__file__).resolve().parents[3] / "rules" / "ratings"
FILES = sorted(FOLDER.glob("*.json"))


def tables() -> Iterator[dict[str, Any]]:
    for path in FILES:
        yield json.loads(path.read_text("utf-8"))


EXAMPLES = [(data["id"], example) for data in tables() for example in data["examples"]]


@pytest.mark.parametrize(("table", "example"), EXAMPLES, ids=lambda each: str(each))
def test_each_example_of_a_table_holds(ratings: RatingTables, table: str, example: dict[str, str]) -> None:
    given = RatingGiven(*(example.get(name, "") for name in ("text", "value", "best", "worst")))
    assert ratings.read(given, example.get("site", "")).verdict.word == example["verdict"]


@pytest.mark.parametrize("word", ["Tidak Salah", "Bukan Hoaks", "tidak keliru", "Not false", "Benarkah", "Salah Satu"])
def test_no_part_of_a_rating_ever_decides(ratings: RatingTables, word: str) -> None:
    assert ratings.read(RatingGiven(word)).verdict is Verdict.UNKNOWN


def test_what_negates_a_word_of_ours_is_told_from_it(ratings: RatingTables) -> None:
    assert ratings.read(RatingGiven("Benar")).verdict is Verdict.TRUE
    assert ratings.read(RatingGiven("Tidak Benar")).verdict is Verdict.FALSE
    assert ratings.read(RatingGiven("Sebagian Benar")).verdict is Verdict.MIXED


def test_the_word_comes_before_the_number(ratings: RatingTables) -> None:
    given = RatingGiven("Misleading", "1", "5", "1")
    assert ratings.read(given, "factcheck.afp.com") == module.Rated(Verdict.MISLEADING, "word", "general")
    assert ratings.read(RatingGiven("Rated by us", "1", "5", "1"), "factcheck.afp.com").by == "number"


@pytest.mark.parametrize("value", ["nan", "inf", "1e999999", "", "satu", "1,5", "-1"])
def test_an_odd_number_is_no_rating(ratings: RatingTables, value: str) -> None:
    assert ratings.read(RatingGiven("", value, "5", "1"), "factcheck.afp.com").verdict is Verdict.UNKNOWN


def test_a_number_of_another_publisher_says_nothing(ratings: RatingTables) -> None:
    assert ratings.read(RatingGiven("", "1", "5", "1"), "cek.example").verdict is Verdict.UNKNOWN
    assert ratings.read(RatingGiven("", "1", "5", "1"), "notafp.com").verdict is Verdict.UNKNOWN


def test_numbers_run_as_their_direction_says() -> None:
    worth = {"false": 0, "mixed": 1, "true": 2}
    for data in tables():
        if data["numbers"]:
            rows = sorted((float(row["value"]), worth[row["verdict"]]) for row in data["numbers"]["values"])
            is_rising = [each for _, each in rows] == sorted(each for _, each in rows)
            assert is_rising == (data["numbers"]["direction"] == "high_is_true") or len(rows) == 1, data["id"]
            assert (float(data["numbers"]["worst"]) < float(data["numbers"]["best"])) == (
                data["numbers"]["direction"] == "high_is_true"
            )


def test_every_rating_of_real_checks_is_known(ratings: RatingTables, shared: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((shared / "factchecks").glob("turnbackhoax-*.csv")))
    for word in ("SALAH", "PENIPUAN", "PARODI", "SATIRE", "SATIR", "KOMEDI"):
        assert f",{word}," in text
        assert ratings.read(RatingGiven(word), "turnbackhoax.id").verdict is not Verdict.UNKNOWN, word


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["words"].append({"verdict": "true", "texts": ["salah"], "reason": "once more"}), "twice"),
        (lambda data: data["words"][0]["texts"].append("Tidak-Benar"), "not as ratings are read"),
        (lambda data: data["words"][0].pop("reason"), "reason"),
        (lambda data: data["hosts"].append("turnbackhoax.id"), "two tables"),
        (lambda data: data.update(id="other"), "its id is other"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_fault(tmp_path: Path, change: Any, said: str) -> None:
    shutil.copytree(FOLDER.parent, tmp_path / "rules")
    path = tmp_path / "rules" / "ratings" / "general.json"
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(RulesError, match=said):
        load_ratings(tmp_path / "rules")


def test_there_is_no_desk_without_the_general_table(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="no general table"):
        load_ratings(tmp_path)


@pytest.mark.parametrize("each", [module, titles])
def test_the_examples_of_the_docstrings_hold(each: Any) -> None:
    assert doctest.testmod(each).failed == 0
