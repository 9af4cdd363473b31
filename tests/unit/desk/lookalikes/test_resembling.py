"""What looks like a protected name is found with its reason; the name itself, and honest sites, never are."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import shipped_policy

from cektautan.desk.lookalikes import letters
from cektautan.desk.policy import Policy, load_policy
from cektautan.publish.rules_bundle import RulesError

NAMES = shipped_policy().names
FIND = shipped_policy().lookalikes.find


def punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode()


GREEK_KPU = punycode("kp\u03c5")
CYRILLIC_BAWASLU = punycode("b\u0430waslu")


@pytest.mark.parametrize(
    ("host", "name", "reason"),
    [
        (f"{GREEK_KPU}.go.id", "kpu.go.id", "letters"),
        (f"{CYRILLIC_BAWASLU}.go.id", "bawaslu.go.id", "letters"),
        (f"info.{GREEK_KPU}.go.id", "kpu.go.id", "letters"),
        ("detlk.com", "detik.com", "letters"),
        ("turnbackh0ax.id", "turnbackhoax.id", "letters"),
        ("kpu.go.id.example", "kpu.go.id", "inside"),
        ("www.kpu.go.id.masuk.example", "kpu.go.id", "inside"),
        ("cekbansos-kemensos.go.id.site", "go.id", "inside"),
        ("kpu-go.id", "kpu.go.id", "hyphens"),
        ("kpu.go-id.com", "kpu.go.id", "hyphens"),
        ("kpu-go-id.com", "kpu.go.id", "hyphens"),
        ("kpu-go-id.vercel.app", "kpu.go.id", "hyphens"),
        ("bawaslugoid.com", "bawaslu.go.id", "hyphens"),
        ("kompas.com-berita.info", "kompas.com", "hyphens"),
        ("go-kpu.id", "kpu.go.id", "order"),
        ("id.kpu.go.com", "kpu.go.id", "order"),
        ("kpu.or.id", "kpu.go.id", "ending"),
        ("bawaslu.com", "bawaslu.go.id", "ending"),
        ("bpjskesehatan.com", "bpjs-kesehatan.go.id", "ending"),
        (f"{CYRILLIC_BAWASLU}.com", "bawaslu.go.id", "ending"),
        ("kpu-id.com", "kpu.go.id", "words"),
        ("info-kpu.com", "kpu.go.id", "words"),
        ("kpu-2029.com", "kpu.go.id", "words"),
        ("kemkes-bansos.com", "kemkes.go.id", "words"),
        ("bawaslo.id", "bawaslu.go.id", "typo"),
        ("tribunews.com", "tribunnews.com", "typo"),
        ("tirbunnews.com", "tribunnews.com", "typo"),
    ],
)  # fmt: skip
def test_a_look_alike_is_found_with_its_name_and_its_reason(host: str, name: str, reason: str) -> None:
    found = FIND(host)
    assert found is not None
    assert (found.host, found.name, found.reason) == (host, name, reason)


@pytest.mark.parametrize(
    "host",
    [
        "bigo.id", "kpu.ca", "kompass.com", "petik.com", "indi-go.id", "wisata-desa.id", "indonesia-travel.com",
        "pajak.com", "suara.net", "bbc.co.uk", "aljazeera.net", "my-kpu-kitchen.com", "127.0.0.1", "[::1]", "localhost",
        "com", "xn--kp-", "contoh.example",
    ],
)  # fmt: skip
def test_what_only_shares_a_word_or_a_few_letters_is_not(host: str) -> None:
    assert FIND(host) is None


@pytest.mark.parametrize("entry", NAMES.legitimate_names(), ids=lambda each: each.name)
def test_no_protected_name_is_a_look_alike_of_itself_or_of_another(entry: object) -> None:
    name = entry.name  # type: ignore[attr-defined]
    assert [FIND(f"{sub}{name}") for sub in ("", "www.", "jdih.", "kpu-go-id.", "detlk.com.")] == [None] * 5


@given(st.text(st.sampled_from("abcdiklopurn0123456789.-[]:\u03c5"), max_size=60))
def test_no_host_is_too_odd_to_be_looked_at(host: str) -> None:
    found = FIND(host)
    assert found is None or (found.host == host and NAMES.named(found.name) is not None)


def test_real_sites_that_many_visit_are_no_look_alikes(shared: Path) -> None:
    popular = json.loads((shared / "lists" / "misp-tranco10k.json").read_text("utf-8"))["list"]
    allowed = (shared / "lists" / "trustpositif-whitelist.txt").read_text("utf-8").split()
    assert len(popular) > 9_000
    assert len(allowed) > 900
    wrong = [found for host in (*popular, *allowed) if (found := FIND(host.strip().lower())) is not None]
    print(f"look-alikes among {len(popular) + len(allowed):,} honest hosts: {len(wrong)}")  # noqa: T201 -- the figure that is asked for
    assert wrong == []


def test_a_length_that_is_missing_stops_the_desk(tmp_path: Path, root: Path) -> None:
    rules = tmp_path / "rules"
    for file in (root / "rules").rglob("*.json"):
        copy = rules / file.relative_to(root / "rules")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    data = json.loads((rules / "lookalikes.json").read_text("utf-8"))
    data["lengths"][0] = data["lengths"][1]
    (rules / "lookalikes.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(RulesError, match="twice"):
        load_policy(rules, root / "blocklists")


def test_each_everyday_name_is_a_protected_one(policy: Policy, root: Path) -> None:
    data = json.loads((root / "rules" / "lookalikes.json").read_text("utf-8"))
    assert [each["name"] for each in data["everyday"] if policy.names.named(each["name"]) is None] == []


def test_the_examples_of_the_letters_are_true() -> None:
    assert doctest.testmod(letters).failed == 0
