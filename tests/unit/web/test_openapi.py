"""The description of the interface: whole, valid and complete."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support.service import Service

from cektautan.core.vocabulary import Kind, State, Surface, Verdict
from cektautan.web import models
from cektautan.web.models import VerdictName


def test_it_is_openapi_3_1_with_valid_schemas(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.1.")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_a_validator_of_others_finds_nothing_wrong(client: FlaskClient) -> None:
    found = OpenAPIV31SpecValidator(client.get("/openapi.json").json).iter_errors()
    assert [error.message for error in found] == []


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


def test_every_route_for_programs_is_described(service: Service) -> None:
    app: Flask = service.app()
    for_people = {"/", "/bagikan", "/docs", "/static/<version>/<path:name>", "/cara-kerja", "/tentang",
                  "/c/<id_>", "/daftar", "/daftar.rss", "/app/<digest>/<path:name>", "/app.webmanifest", "/sw.js",
                  "/uji", "/uji/", "/uji/<path:slug>", "/uji/cek/<path:slug>", "/lapor", "/laporan",
                  "/transparansi", "/unduh"}  # fmt: skip
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule not in for_people
    }
    described = set(app.test_client().get("/openapi.json").json["paths"])
    assert routes == {path.replace("{document}", "{name}") for path in described}


def test_the_words_of_answers_are_the_vocabularys() -> None:
    assert set(VerdictName.__args__) == {verdict.word for verdict in Verdict}
    assert set(models.KindName.__args__) == {kind.value for kind in Kind}
    fields = models.Judgement.model_fields
    assert set(fields["surface"].annotation.__args__) == {surface.value for surface in Surface}
    assert {*fields["state"].annotation.__args__, "error"} == {state.value for state in State}
