"""What the stores show: whole in both languages, short enough for their fields, and true of the manifest."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXTENSION = ROOT / "extension"
STORE = EXTENSION / "store"
LANGUAGES = ("id", "en")
PICTURES = ("warning.png", "popup.png", "options.png", "phone.png", "promo.png")
README = (STORE / "README.md").read_text("utf-8")
MOST = {name: int(most.replace(",", "")) for name, most in re.findall(r"^\| `(\S+)` .*\| ([\d,]+) char", README, re.M)}


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    return found


def files(language: str) -> set[str]:
    return {str(path.relative_to(STORE / language)) for path in (STORE / language).rglob("*") if path.is_file()}


def entries(language: str, name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((STORE / language / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_one_that_the_table_names(language: str) -> None:
    assert files(language) == set(MOST) | {f"pictures/{name}" for name in PICTURES}


def test_both_languages_have_the_same_files() -> None:
    assert files("id") == files("en")
    assert {path.name for path in STORE.iterdir()} == {"README.md", *LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(MOST))
def test_a_text_fits_its_field(language: str, name: str) -> None:
    whole = (STORE / language / name).read_text("utf-8")
    assert whole.endswith("\n")
    for text in entries(language, name).values() if name.endswith(".json") else [whole.strip()]:
        assert 0 < len(text) <= MOST[name], f"{language}/{name}: {len(text)} characters"


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_and_short_text_are_the_manifests(language: str) -> None:
    messages = json.loads((EXTENSION / "_locales" / language / "messages.json").read_text("utf-8"))
    for name, key in (("name.txt", "extensionName"), ("short.txt", "extensionDescription")):
        assert (STORE / language / name).read_text("utf-8").strip() == messages[key]["message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_permission_is_justified(language: str) -> None:
    kinds = ("permissions", "optional_permissions", "host_permissions", "optional_host_permissions")
    asked = {name for kind in kinds for name in manifest().get(kind, [])}
    assert asked == set(entries(language, "permissions.json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_new_is_about_this_version(language: str) -> None:
    assert (STORE / language / "changes.txt").read_text("utf-8").startswith(f"{manifest()['version']}: ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_the_size_that_stores_ask_for(language: str, name: str) -> None:
    data = (STORE / language / "pictures" / name).read_bytes()
    size = struct.unpack(">II", data[16:24])
    assert size == ((440, 280) if name == "promo.png" else (1280, 800))
    assert len(data) < 400_000
