"""The description of the interface: whole, valid and complete."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support.described_pages import pages
from tests.support.interface import exceptions
from tests.support.service import Service

from cektautan.core.vocabulary import Kind, State, Surface, Verdict
from cektautan.web.guards.headers import DESK_PATH
from cektautan.web.models import base, checking
from cektautan.web.models.base import VerdictName

CONVERTER = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")


def test_it_is_openapi_3_1_with_valid_schemas(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.1.")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_a_validator_of_others_finds_nothing_wrong(client: FlaskClient) -> None:
    found = OpenAPIV31SpecValidator(client.get("/openapi.json").json).iter_errors()
    assert [error.message for error in found] == []


def test_every_part_is_for_somebody_and_every_operation_in_one_part(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    tags = [tag["name"] for tag in document["tags"]]
    assert sorted(name for group in document["x-tagGroups"] for name in group["tags"]) == sorted(tags)
    used = [data["tags"] for methods in document["paths"].values() for data in methods.values()]
    assert {len(each) for each in used} == {1}
    assert {name for each in used for name in each} == set(tags)


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [each for inner in value.values() for each in references(inner)]
        return [each for inner in value for each in references(inner)] if isinstance(value, list) else []

    found = references(document)
    assert found
    for reference in found:
        assert reference.rpartition("/")[2] in document["components"]["schemas"]


def test_every_route_is_described_and_every_description_has_its_route(desk: Service) -> None:
    """Those for programs in /openapi.json, pages in pages.json; the desk's are read out of its own forms."""
    app: Flask = desk.app()
    described = app.test_client().get("/openapi.json").json["paths"]
    for_people = pages()["pages"]
    routes = {
        (CONVERTER.sub(r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule != DESK_PATH and not rule.rule.startswith(f"{DESK_PATH}/")
    }
    told = [
        (path.replace("{document}", "{name}"), method)
        for path, each in {**described, **for_people}.items()
        for method in each
    ]
    assert routes == set(told)
    assert not set(described) & set(for_people)


def test_what_a_check_cannot_judge_is_an_operation_and_has_a_reason(client: FlaskClient) -> None:
    known = {
        data["operationId"] for each in client.get("/openapi.json").json["paths"].values() for data in each.values()
    }
    for exception in exceptions():
        assert exception["operation"] in known
        assert len(exception["reason"]) > 10
    assert all(len(reason) > 40 for reason in pages()["without"].values())


def test_the_words_of_answers_are_the_vocabularys() -> None:
    assert set(VerdictName.__args__) == {verdict.word for verdict in Verdict}
    assert set(base.KindName.__args__) == {kind.value for kind in Kind}
    fields = checking.Judgement.model_fields
    assert set(fields["surface"].annotation.__args__) == {surface.value for surface in Surface}
    assert {*fields["state"].annotation.__args__, "error"} == {state.value for state in State}
