"""Protected names cover what lies below them, shared hosts are known, and suffixes need no network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cektautan.blocklists.protected import ProtectedNames, load_protected

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def names() -> ProtectedNames:
    loaded, problems = load_protected(ROOT / "blocklists")
    assert problems == []
    return loaded


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("kpu.go.id", "kpu.go.id"),
        ("infopemilu.kpu.go.id", "kpu.go.id"),
        ("desa-contoh.desa.id", "desa.id"),
        ("kab-contoh.go.id", "go.id"),
        ("cekfakta.tempo.co", "cekfakta.tempo.co"),
        ("nasional.tempo.co", "tempo.co"),
        ("kpu-go.id", None),
        ("xkpu.go.id.contoh.example", None),
        ("notkompas.com", None),
    ],
)
def test_a_name_covers_itself_and_what_is_below_and_no_lookalike(
    names: ProtectedNames, host: str, name: str | None
) -> None:
    found = names.legitimate(host)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("host", ["co.id", "github.io", "blogspot.com", "id", "com"])
def test_suffixes_private_ones_included(names: ProtectedNames, host: str) -> None:
    assert names.is_public_suffix(host)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.contoh.co.id", "contoh.co.id"),
        ("contoh.github.io", "contoh.github.io"),
        ("a.contoh.example", "contoh.example"),
        ("co.id", ""),
        ("192.0.2.7", ""),
        ("[2001:db8::1]", ""),
    ],
)
def test_registrable_domains(names: ProtectedNames, host: str, domain: str) -> None:
    assert names.registrable_domain(host) == domain
    assert not names.is_public_suffix(host) or not domain


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.kabar.co.id", "kabar.co.id"), ("kabar.blogspot.com", "blogspot.com"), ("kabar.web.id", "kabar.web.id"),
        ("kabar.github.io", "github.io"), ("co.id", ""), ("192.0.2.1", ""), ("kabar.example", ""),
    ],
)  # fmt: skip
def test_names_that_a_registry_knows(names: ProtectedNames, host: str, name: str) -> None:
    assert names.registered_name(host) == name


def test_the_closest_shared_host_decides(names: ProtectedNames) -> None:
    found = names.shared("sites.google.com")
    assert found is not None
    assert (found.name, found.tenants, found.depth) == ("sites.google.com", "path", 2)


def test_every_protected_name_says_why(names: ProtectedNames, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "blocklists" / "schema", tmp_path / "schema")
    (tmp_path / "protected").mkdir()
    bad = '{"format":1,"kind":"press","description":{"id":"x","en":"x"},"names":[{"name":"contoh.example"}]}'
    (tmp_path / "protected" / "bad.json").write_text(bad, "utf-8")
    (tmp_path / "protected" / "broken.json").write_text("{", "utf-8")
    _, problems = load_protected(tmp_path)
    assert [(Path(problem.file).name, problem.code) for problem in problems] == [
        ("bad.json", "missing_field"),
        ("broken.json", "unreadable"),
    ]


def test_a_domain_above_a_protected_name_is_known(names: ProtectedNames) -> None:
    found = names.below("afp.com")
    assert found is not None
    assert found.kind == "fact_checker"
    assert names.below("contoh.example") is None
