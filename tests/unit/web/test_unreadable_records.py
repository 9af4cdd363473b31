"""A record that cannot be read: that it is listed is told everywhere, nobody is named, nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.service import ENTRIES, HOAX, Service

from cektautan.web.models.checking import BatchAnswer, CheckAnswer, DomainAnswer

IMITATION = "https://tiruan-kpu.com/daftar"
CLEARED = "https://tiruan-kpu.com/ralat"
BROKEN = (HOAX, IMITATION)


def spoil(bucket: dict[str, Any]) -> None:
    """Take a member from the record of the video, and the claim from that of the imitation."""
    for listing in bucket["listings"]:
        if listing["claim"] == "klaim-1":
            del listing["score"]
    bucket["claims"]["klaim-3"] = None


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path)
    service.publish(ENTRIES, spoil=spoil)
    return service


def test_one_answer_says_that_it_is_listed_and_names_nobody(client: FlaskClient) -> None:
    for url, verdict in zip(BROKEN, ("false", "imposter"), strict=True):
        answer = client.get("/v1/check", query_string={"url": url})
        assert answer.status_code == 200, answer.text
        told = CheckAnswer.model_validate(answer.json)
        assert (told.state, told.verdict, told.level) == ("listed", verdict, 1)
        assert (told.reason_code, told.statement, told.listed, told.claims) == (None, None, None, [])
        assert told.score.risk is None


def test_others_are_told_beside_it(client: FlaskClient) -> None:
    answer = client.post("/v1/check", json={"urls": [*BROKEN, CLEARED]})
    assert answer.status_code == 200, answer.text
    told = BatchAnswer.model_validate(answer.json)
    assert [each.state for each in told.results] == ["listed", "listed", "cleared"]
    assert [len(each.get("claims", ())) for each in answer.json["results"]] == [0, 0, 1]


def test_a_domain_is_listed_all_the_same_and_what_can_be_read_is_counted(client: FlaskClient) -> None:
    answer = client.get("/v1/domains/tiruan-kpu.com")
    assert answer.status_code == 200, answer.text
    told = DomainAnswer.model_validate(answer.json)
    assert (told.state, told.level, told.claims_total) == ("listed", 1, 1)


def test_nothing_that_blocks_hears_of_it_as_of_a_threat(client: FlaskClient) -> None:
    asked = {"client": {"clientId": "uji", "clientVersion": "1"}, "threatInfo": {
        "threatTypes": ["SOCIAL_ENGINEERING"], "platformTypes": ["ANY_PLATFORM"], "threatEntryTypes": ["URL"],
        "threatEntries": [{"url": url} for url in BROKEN]}}  # fmt: skip
    answer = client.post("/v4/threatMatches:find", json=asked)
    assert (answer.status_code, answer.json) == (200, {})


@pytest.mark.parametrize(("language", "words"), [("id", "belum bisa dibaca"), ("en", "cannot be read yet")])
def test_the_page_says_so_in_both_languages_and_not_that_nothing_is_known(
    client: FlaskClient, language: str, words: str
) -> None:
    answer = client.post(f"/?lang={language}", data={"text": HOAX})
    assert answer.status_code == 200
    assert words in answer.text
    assert "card note" in answer.text
    assert "Belum ada catatan" not in answer.text


def test_a_withdrawal_that_cannot_be_read_is_a_withdrawal(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.publish(ENTRIES, spoil=lambda bucket: bucket["claims"].pop("klaim-4"))
    answer = service.client().post("/?lang=id", data={"text": CLEARED})
    assert answer.status_code == 200
    assert "Peringatan dicabut" in answer.text
