"""The examples and the terms of the description against a running service: whatever is told is what is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator
from tools.examples import Told, ask, shown, steady

from cektautan.web.openapi.terms import recorded, terms
from cektautan.web.problems import KINDS, MEDIA_TYPE


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return ask(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def document(told: Told) -> dict[str, Any]:
    return told.document


@pytest.fixture(scope="module")
def answers(told: Told) -> dict[str, requests.Response]:
    return told.answers


def operations(document: dict[str, Any]) -> dict[str, Any]:
    return {data["operationId"]: data for each in document["paths"].values() for data in each.values()}


def test_every_operation_is_described_whole(document: dict[str, Any]) -> None:
    found = operations(document)
    assert set(found) == set(terms()["operations"])
    # Of every operation what a running service answered, without an exception.
    assert set(found) == set(recorded())
    assert {each["status"] for each in recorded().values()} <= {"200", "201"}
    for data in found.values():
        assert data["summary"]
        assert all(each.get("example") is not None for each in data.get("parameters", ()) if each.get("required"))
        # Of every problem that is told in our own form there is a word on what it means.
        assert all(answer["description"] for answer in data["responses"].values())


def test_every_problem_is_shown_as_it_is_told(document: dict[str, Any]) -> None:
    shown_problems = set()
    for data in operations(document).values():
        for answer in data["responses"].values():
            told = answer.get("content", {}).get(MEDIA_TYPE)
            if told is not None:
                named = set(re.findall(r"\(`([a-z-]+)`\)", answer["description"]))
                assert set(told["examples"]) == named, data["operationId"]
                shown_problems |= named
    assert shown_problems == set(KINDS)


def test_a_running_service_answers_as_the_examples_say(answers: dict[str, requests.Response]) -> None:
    different = [
        operation
        for operation, response in answers.items()
        if steady(shown(operation, response)) != steady(recorded()[operation])
    ]
    assert different == []


def test_every_example_is_valid(document: dict[str, Any]) -> None:
    checked = 0
    for data in operations(document).values():
        for answer in data["responses"].values():
            for content in answer.get("content", {}).values():
                values = [each["value"] for each in content.get("examples", {}).values()]
                for value in [*values, *([content["example"]] if "example" in content else [])]:
                    schema = {**content["schema"], "components": document["components"]}
                    Draft202012Validator(schema).validate(value)
                    checked += 1
    assert checked > 100


def test_a_running_service_keeps_to_the_terms(answers: dict[str, requests.Response]) -> None:
    for operation, response in answers.items():
        told = terms()["operations"][operation]
        policy = response.headers.get("RateLimit-Policy", "")
        assert policy.partition(";")[0].strip('"') == told.get("limit", ""), operation
        if response.status_code < 300:
            assert response.headers["Cache-Control"] == told["cache"], operation


def test_the_first_examples_are_of_a_hoax_and_of_no_web_address(answers: dict[str, requests.Response]) -> None:
    assert answers["check"].json()["verdict"] == "false"
    assert [each["state"] for each in answers["checkBatch"].json()["results"]] == ["listed", "error"]
