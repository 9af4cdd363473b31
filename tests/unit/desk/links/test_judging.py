"""An address is judged before it is proposed: hops, scopes and what the lint refuses."""

from __future__ import annotations

from functools import cache

import pytest
from tests.conftest import ROOT

from cektautan.core.address import NotJudgeable
from cektautan.core.vocabulary import Surface
from cektautan.desk.links.judging import hops, judge
from cektautan.desk.reference import Reference


@cache
def reference() -> Reference:
    return Reference.read(ROOT / "rules", ROOT / "blocklists")


def test_an_item_of_a_platform_has_one_key_and_no_wider_scope() -> None:
    judged = judge("https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9", reference())
    assert (judged.key, judged.surface) == ("content:youtube:GPdzHkn5M6M", Surface.CONTENT)
    assert [(each.name, each.finding) for each in judged.scopes] == [("", "")]


def test_a_page_can_be_listed_at_each_scope_that_is_true_of_it() -> None:
    judged = judge("https://www.kabar-palsu.example.com/berita/1?utm_source=x", reference())
    assert [each.name for each in judged.scopes] == ["url", "path", "host", "domain"]
    assert judged.scopes[0].key == "url:kabar-palsu.example.com/berita/1"
    assert judged.domain == "example.com"
    assert judged.can_be_listed


def test_the_addresses_in_between_are_shown_one_by_one() -> None:
    inner = "https://web.archive.org/web/2024/https://kabar.example/1"
    outer = f"https://l.facebook.com/l.php?u={inner.replace(':', '%3A').replace('/', '%2F')}"
    assert hops(outer, reference().rules) == (inner, "https://kabar.example/1")


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        ("https://www.facebook.com/", "whole_platform"),
        ("https://www.kpu.go.id/page/read/jadwal", "legitimate_site"),
        ("http://192.168.1.1/", "own_network"),
        ("https://kompas.com/read/1", "legitimate_site"),
    ],
)
def test_what_may_never_be_listed_says_why(url: str, finding: str) -> None:
    judged = judge(url, reference())
    assert finding in judged.findings
    assert not judged.can_be_listed


def test_a_host_that_many_share_is_refused_as_a_whole_and_taken_as_a_page() -> None:
    judged = judge("https://sites.google.com/view/palsu", reference())
    found = {each.name: each.finding for each in judged.scopes}
    assert found["url"] == ""
    assert found["host"] == "shared_host"


def test_a_code_is_capped_and_not_refused() -> None:
    judged = judge("https://s.id/contoh", reference())
    assert judged.opaque
    assert judged.can_be_listed


def test_the_check_itself_is_never_a_place_of_the_hoax() -> None:
    check = "https://cek.example/periksa/1"
    assert judge(check, reference(), checks=[check]).findings == ("review_as_appearance",)


def test_what_is_no_address_says_why() -> None:
    with pytest.raises(NotJudgeable) as refused:
        judge("javascript:alert(1)", reference())
    assert refused.value.reason == "not_http"
