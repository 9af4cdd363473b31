"""What clients of Safe Browsing are given: hoaxes, imposters of official sites, nothing that hits what was cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cektautan.blocklists.entry import ClaimEntry, Text
from cektautan.blocklists.scope import Subject
from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.vocabulary import Staleness
from cektautan.publish.content import Content
from cektautan.publish.publisher import publish_content, resign
from cektautan.publish.records import collect
from cektautan.publish.safe_browsing import hashes_of
from cektautan.publish.verify import read_set

Make = Callable[..., Content]
VARIANTS = Variants({"items": [{"key": "tube:{id}", "expressions": ["tu.be/{id}"]}], "scripts": []})


def subject(key: str, level: int = 3, verdict: str = "false", imitates: str | None = None) -> Subject:
    text = Text("a", "a")
    entry = ClaimEntry(
        f"klaim-{key}", text, verdict, level, "", text, (), (), date(2026, 1, 3), date(2027, 1, 3), (), "a", 1, imitates
    )
    return Subject(
        key=key, level=level, claim=entry, verdict=verdict, reason_code="", statement=text, listed=entry.listed,
        review_by=entry.review_by,
    )  # fmt: skip


def told(*subjects: Subject, staleness: Staleness = Staleness.FRESH) -> dict[str, Threat]:
    """Return what each expression that is asked for here means to a client."""
    hashes = hashes_of(collect(subjects), VARIANTS)
    asked = ("tu.be/abc", "palsu.test/", "palsu.test/a", "palsu.test/a/", "kabar.test/x", "kabar.test/")
    return {
        each: threat for threat in Threat for each in asked if full_hash(each) in hashes.of_threat(threat, staleness)
    }


def imposter(key: str, **changed: Any) -> Subject:
    return subject(key, **{"verdict": "imposter", "imitates": "kpu.go.id", **changed})


def test_a_hoax_is_a_hoax_and_a_note_is_nothing() -> None:
    assert told(subject("content:tube:abc")) == {"tu.be/abc": Threat.HOAX}
    assert told(subject("url:kabar.test/x", level=2)) == {"kabar.test/x": Threat.HOAX}
    assert told(subject("url:kabar.test/x", level=1, verdict="satire")) == {}


@pytest.mark.parametrize("key", ["domain:palsu.test", "host:palsu.test"])
def test_a_site_that_imitates_an_official_one_is_an_imposter(key: str) -> None:
    assert told(imposter(key)) == {"palsu.test/": Threat.IMPOSTER}


@pytest.mark.parametrize(
    "listed",
    [
        subject("domain:palsu.test"),
        subject("domain:palsu.test", verdict="scam"),
        imposter("domain:palsu.test", imitates=None),
        imposter("domain:palsu.test", level=2),
        replace(imposter("domain:palsu.test"), provisional=True),
    ],
)
def test_nothing_else_is_called_deceptive(listed: Subject) -> None:
    assert told(listed) == {"palsu.test/": Threat.HOAX}


def test_nor_is_a_platforms_item_whoever_it_imitates() -> None:
    assert told(imposter("content:tube:abc")) == {"tu.be/abc": Threat.HOAX}


@pytest.mark.parametrize(
    ("staleness", "site", "page"),
    [
        (Staleness.FRESH, Threat.IMPOSTER, Threat.IMPOSTER),
        (Staleness.STALE, Threat.HOAX, Threat.IMPOSTER),
        (Staleness.OLD, Threat.HOAX, Threat.HOAX),
    ],
)
def test_an_old_list_calls_less_deceptive(staleness: Staleness, site: Threat, page: Threat) -> None:
    found = told(imposter("domain:kabar.test"), imposter("url:palsu.test/a"), staleness=staleness)
    assert found == {"kabar.test/": site, "palsu.test/a": page}


def test_what_would_match_a_cleared_address_is_left_out() -> None:
    cleared = subject("url:palsu.test/a?ralat=1", level=0, verdict="corrected")
    assert told(imposter("domain:palsu.test"), subject("url:kabar.test/x"), cleared) == {"kabar.test/x": Threat.HOAX}
    assert told(subject("url:palsu.test/a"), cleared) == {}


def test_what_would_match_a_cleared_address_is_left_out_however_its_escapes_are_spelt() -> None:
    listed = [subject("url:kabar.test/caf%C3%A9"), subject("url:kabar.test/caf%C3%A9?ralat=1", level=0)]
    assert hashes_of(collect(listed), VARIANTS) == Hashes()


@pytest.mark.parametrize("verdict", ["satire", "opinion", "imposter"])
def test_a_note_keeps_its_site_out(verdict: str) -> None:
    noted = subject("url:palsu.test/a", level=1, verdict=verdict)
    assert told(imposter("domain:palsu.test"), noted) == {}
    assert told(subject("path:palsu.test/a", level=2), subject("url:palsu.test/a?b=1", level=1)) == {
        "palsu.test/a/": Threat.HOAX
    }


@pytest.mark.parametrize(
    "other", [subject("url:palsu.test/a"), subject("host:www2.palsu.test"), imposter("url:palsu.test/a", level=2)]
)
def test_a_site_that_holds_a_hoax_is_not_called_deceptive(other: Subject) -> None:
    found = told(imposter("domain:palsu.test"), other, imposter("domain:kabar.test"))
    assert (found["palsu.test/"], found["kabar.test/"]) == (Threat.HOAX, Threat.IMPOSTER)


def test_an_imposters_page_within_a_listed_site_stays_one() -> None:
    found = told(subject("domain:palsu.test", level=2), imposter("url:palsu.test/a"))
    assert found == {"palsu.test/": Threat.HOAX, "palsu.test/a": Threat.IMPOSTER}


def test_a_cleared_home_page_keeps_its_site_out() -> None:
    assert told(imposter("domain:palsu.test"), subject("url:palsu.test/", level=0, verdict="corrected")) == {}


def made(make_content: Make, number: int) -> Content:
    return replace(make_content(number), hashes=Hashes.of([full_hash(f"{number}")], [], []))


def test_a_publication_names_its_hashes_and_keeps_older_ones(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    files = []
    for number in range(3):
        published = publish_content(made(make_content, number), public, keys, now + number)
        assert published.manifest.hashes is not None
        files.append(published.manifest.hashes.file)
    entry = published.manifest.hashes
    assert entry.older == (files[1].sha256, files[0].sha256)
    assert Hashes.parse((public / files[0].path).read_bytes()).hoaxes == full_hash("0")
    verified = read_set(public, published.root, now + 3)
    assert verified.hashes == Hashes(full_hash("2"))
    assert verified.manifest.hashes == entry
    again = resign(public, keys, now + 9)
    assert again.manifest.hashes == entry


def test_older_hashes_outlive_the_sets_that_named_them(
    public: Path, keys: Path, make_content: Make, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    first = publish_content(made(make_content, 0), public, keys, now).manifest.hashes
    assert first is not None
    for number in range(1, 70):
        content = replace(make_content(number), hashes=made(make_content, min(number, 2)).hashes)
        published = publish_content(content, public, keys, now + number)
    assert published.manifest.hashes is not None
    assert first.file.sha256 in published.manifest.hashes.older
    assert (public / first.file.path).exists()
