"""`claims:search`: the checks of the record in Google's shape, found by words, site and age, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.record import check, claim
from tests.unit.web.records import CLAIMS, GONE, TAKEN_BACK, service_with

from cektautan.sources.claimreview.claims_search import ClaimsSearchAdapter
from cektautan.sources.protocol import Document

PATH = "/v1alpha1/claims:search"
MANY = {
    f"klaim-{number:03}": claim(
        text={"id": f"Kabar nomor {number}.", "en": f"Story number {number}."},
        reviews=[check(url=f"https://turnbackhoax.id/{number}")],
    )
    for number in range(25)
}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return service_with(tmp_path).client()


def found(client: FlaskClient, **asked: Any) -> Any:
    answer = client.get(PATH, query_string={"key": "k", "alt": "json", **asked})
    assert answer.status_code == 200
    return answer.json


def test_a_check_is_told_under_its_publishers_name_and_nothing_of_who_claimed_what_where(client: FlaskClient) -> None:
    assert found(client, query="kpk rampas harta") == {}
    assert found(client, query="KPK, merampas HARTA") == {
        "claims": [
            {
                "text": "KPK merampas harta pejabat.",
                "claimReview": [
                    {
                        "publisher": {"name": "TurnBackHoax", "site": "turnbackhoax.id"},
                        "url": "https://turnbackhoax.id/uji",
                        "reviewDate": "2026-01-15T00:00:00Z",
                        "textualRating": "SALAH",
                    }
                ],
            }
        ]
    }


def test_the_language_chooses_the_claims_words_and_another_one_finds_nothing(client: FlaskClient) -> None:
    told = found(client, query="merampas", languageCode="en-US")
    assert told["claims"][0]["text"] == "The KPK seized an official's property."
    assert found(client, query="merampas", languageCode="de") == {}


def test_what_was_taken_back_or_removed_is_handed_on_as_no_check(client: FlaskClient) -> None:
    assert {GONE, TAKEN_BACK} <= set(CLAIMS)
    assert found(client, query="tarif listrik") == {}
    told = found(client, reviewPublisherSiteFilter="turnbackhoax.id", pageSize=100)
    assert "Tarif listrik turun." not in {each["text"] for each in told["claims"]}


def test_a_site_takes_in_what_lies_below_it_and_nothing_that_only_ends_alike(tmp_path: Path) -> None:
    claims = {"satu": claim(reviews=[check(url="https://www.cekfakta.tempo.co/1"), check(url="https://xtempo.co/1")])}
    client = service_with(tmp_path, claims).client()
    for site in ("tempo.co", "cekfakta.tempo.co", "www.tempo.co"):
        (told,) = found(client, reviewPublisherSiteFilter=site)["claims"]
        assert [each["publisher"]["site"] for each in told["claimReview"]] == ["cekfakta.tempo.co"]
    assert found(client, reviewPublisherSiteFilter="ekfakta.tempo.co") == {}


def test_old_checks_can_be_left_out(client: FlaskClient) -> None:
    assert found(client, query="kpk merampas", maxAgeDays=30) == {}
    assert found(client, query="kpk merampas", maxAgeDays=2147483647)["claims"]


def test_pages_tell_each_claim_once_and_our_own_reader_follows_them(tmp_path: Path) -> None:
    client = service_with(tmp_path, MANY).client()
    seen: list[str] = []
    token = ""
    for _ in range(3):
        answer = client.get(PATH, query_string={"query": "kabar", **({"pageToken": token} if token else {})})
        reading = ClaimsSearchAdapter().read(Document(answer.data, "application/json"))
        assert reading.faults == ()
        seen += [each.url for each in reading.reviews]
        token = reading.facts.get("next_page", "")
    assert token == ""
    assert seen == [f"https://turnbackhoax.id/{number}" for number in range(25)]
    told = found(client, query="kabar", offset=24)
    assert [each["text"] for each in told["claims"]] == ["Kabar nomor 24."]
    assert found(client, query="kabar", offset=25) == {}


@pytest.mark.parametrize(
    "asked",
    ["", "query=", "query=%20", "query=a&pageSize=-1", "query=a&offset=x", "query=a&pageToken=x", "query=a&baru=1",
     "query=a&query=b", "query=a&alt=proto", "reviewPublisherSiteFilter=http://a/", f"query={'a' * 501}"],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_googles_words(client: FlaskClient, asked: str) -> None:
    refused = client.get(f"{PATH}?{asked}")
    assert refused.status_code == 400
    assert refused.json["error"]["status"] == "INVALID_ARGUMENT"
    assert refused.json["error"]["details"][0]["fieldViolations"]
