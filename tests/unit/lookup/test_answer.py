"""What is known about an address, without HTTP: an old list warns less widely, whatever way an address is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.published import DAY, Entry, Publisher

from cektautan.core.address import NotJudgeable
from cektautan.core.vocabulary import Level
from cektautan.lookup.answer import check, check_all
from cektautan.lookup.published import PublishedSet

NOW = 1_792_000_800
PAGE = "https://tiruan.com/form"
REFUSED = (f"{PAGE}?{'a' * 8192}", "https://masuk!.tiruan.com/form")


@pytest.fixture
def published(tmp_path: Path) -> PublishedSet:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([Entry("domain:tiruan.com", verdict="imposter", domain="tiruan.com")], now=NOW)
    return PublishedSet.load(publisher.public, publisher.root_key)


@pytest.mark.parametrize("url", [PAGE, *REFUSED])
@pytest.mark.parametrize(("age", "level"), [(0, 3), (3 * DAY - 1, 3), (3 * DAY, 2), (10 * DAY, 2)])
def test_what_lies_below_a_listed_domain_is_warned_of_less_by_an_old_list(
    published: PublishedSet, url: str, age: int, level: int
) -> None:
    answer = check(url, published, NOW + age)
    assert (answer.match_kind, answer.level) == ("domain", Level(level))


def test_a_refused_address_below_nothing_that_is_listed_stays_refused(published: PublishedSet) -> None:
    other = [url.replace("tiruan.com", "lain.com") for url in REFUSED]
    for url in other:
        with pytest.raises(NotJudgeable):
            check(url, published, NOW)
    told = check_all([PAGE, *other], published, NOW)
    assert [each.get("error") for each in told] == [None, "too_long", "bad_host"]
