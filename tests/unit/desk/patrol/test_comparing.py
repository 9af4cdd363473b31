"""The root of a site that is listed as a whole has changed only if the site goes by another name."""

from __future__ import annotations

import pytest
from tests.support.desk import shipped_policy
from tests.support.listed_pages import OTHER, THIRD

from cektautan.desk.patrol.comparing import ROOT, Difference, Place, differs
from cektautan.desk.patrol.fingerprint import fingerprint
from cektautan.desk.patrol.observing import READ, Seen
from cektautan.desk.patrol.snapshot import Snapshot

POLICY = shipped_policy()
SITE = Place("domain:situs.example", ROOT, "situs.example")


def front(title: str, paragraphs: tuple[str, ...]) -> Snapshot:
    mark = fingerprint(" ".join(paragraphs), POLICY.patrol.passing)
    return Snapshot(1, "https://situs.example/", "url:situs.example/", title, paragraphs[0], mark, whole=True)


def compared(before: str, after: str) -> Difference:
    seen = Seen(READ, front(after, THIRD))
    return differs(SITE, front(before, OTHER), seen, POLICY.patrol, POLICY.reference.rules)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RRI", "RRI"), ("RRI", "RRI - Sekali di Udara"), ("KPU RI", "Beranda | KPU RI"), ("4D", " 4d "),
        ("Kabar Situs", "Situs berita Kabar"), ("Selamat Datang", "selamat  datang"),
    ],
)  # fmt: skip
def test_a_site_that_goes_by_its_name_has_not_changed(before: str, after: str) -> None:
    assert (compared(before, after).how, compared(before, after).outcome) == ("", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RRI", "Toko Sepatu"), ("Portal di Medan", "Toko di Jakarta"), ("Berita untuk Anda", "Sepatu untuk Anda"),
        ("Beranda - RRI", "Beranda - Slot"), ("RRI", ""), ("", "Slot Gacor"),
    ],
)  # fmt: skip
def test_words_that_stand_in_every_title_are_no_name(before: str, after: str) -> None:
    assert compared(before, after).how == "changed"


def test_of_a_site_without_a_title_nothing_can_be_said() -> None:
    found = compared("", " ")
    assert (found.how, found.outcome) == ("", "no_title")
