"""`GET /v1/domains/{domain}`: counts, and no verdict where a place belongs to many."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from tests.support.service import DAY, Service

from cektautan.web.models.checking import DomainAnswer


def ask(client: FlaskClient, domain: str) -> dict[str, object]:
    answer = client.get(f"/v1/domains/{domain}")
    assert answer.status_code == 200, answer.text
    DomainAnswer.model_validate(answer.json)
    found: dict[str, object] = answer.json
    return found


def test_a_listed_domain_has_its_verdict_and_counts(client: FlaskClient) -> None:
    found = ask(client, "daftar.tiruan-kpu.com")
    assert (found["domain"], found["state"], found["verdict"], found["level"]) == (
        "tiruan-kpu.com", "listed", "imposter", 2,
    )  # fmt: skip
    assert (found["claims_total"], found["corrections"]) == (2, 1)
    assert found["publishers"] == ["TurnBackHoax"]


def test_a_domain_with_one_listed_page_has_counts_and_no_verdict(client: FlaskClient) -> None:
    found = ask(client, "kabar.co.id")
    assert (found["state"], found["verdict"], found["level"]) == ("unknown", None, None)
    assert (found["claims_false_12_months"], found["claims_total"]) == (1, 1)


def test_claims_of_more_than_a_year_ago_are_not_counted_as_recent(service: Service) -> None:
    client = service.client()
    service.clock.move(365 * DAY)
    found = ask(client, "kabar.co.id")
    assert (found["claims_false_12_months"], found["claims_total"]) == (0, 1)


@pytest.mark.parametrize(
    ("domain", "type_"),
    [
        ("youtube.com", "platform"),
        ("m.facebook.com", "platform"),
        ("blogspot.com", "shared_host"),
        ("github.io", "shared_host"),
    ],
)
def test_what_belongs_to_many_has_no_verdict(client: FlaskClient, domain: str, type_: str) -> None:
    found = ask(client, domain)
    assert (found["type"], found["state"], found["verdict"], found["score"]["risk"]) == (type_, "platform", None, None)


def test_a_blog_on_a_shared_host_is_a_site_of_its_own(client: FlaskClient) -> None:
    found = ask(client, "kabar.blogspot.com")
    assert (found["domain"], found["type"]) == ("kabar.blogspot.com", "site")


def test_names_beyond_ascii_are_read_as_a_browser_reads_them(client: FlaskClient) -> None:
    assert ask(client, "münchen.de")["domain"] == "xn--mnchen-3ya.de"


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("co.id", "public_suffix"),
        ("id", "public_suffix"),
        ("localhost", "bad_host"),
        ("192.168.1.1", "ip_address"),
        ("0x7f.1", "ip_address"),
        ("[::1]", "bad_host"),
        ("a@b.com", "bad_host"),
        ("contoh.com:80", "bad_host"),
        ("contoh.com%3Fx", "bad_host"),
        ("contoh.com%5Cx", "bad_host"),
        ("%20", "bad_host"),
    ],
)
def test_what_is_no_domain_is_refused_with_a_reason(client: FlaskClient, domain: str, reason: str) -> None:
    answer = client.get(f"/v1/domains/{domain}")
    assert (answer.status_code, answer.json["field"], answer.json["reason"]) == (422, "domain", reason)
