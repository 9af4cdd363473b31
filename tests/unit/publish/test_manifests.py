"""Each store's manifest: what only the other browser knows is not in it, and all else is."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from cektautan.publish.manifests import ONLY, Browser, manifest_for, take_out


@pytest.fixture(scope="module")
def manifest(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "extension" / "manifest.json").read_text("utf-8"))
    return found


def test_chromium_gets_a_worker_and_firefox_scripts(manifest: dict[str, Any]) -> None:
    chromium, firefox = (manifest_for(each, manifest) for each in Browser)
    assert chromium["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert firefox["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert "browser_specific_settings" not in chromium
    assert "minimum_chrome_version" not in firefox
    assert firefox["browser_specific_settings"] == manifest["browser_specific_settings"]


def test_the_two_differ_in_nothing_else(manifest: dict[str, Any]) -> None:
    found = [manifest_for(each, manifest) for each in Browser]
    for each in found:
        for path in ONLY:
            take_out(each, path)
    assert found[0] == found[1]


@pytest.mark.parametrize("path", ONLY)
def test_every_line_keeps_something_from_one_browser_and_leaves_it_to_the_other(
    path: str, manifest: dict[str, Any]
) -> None:
    for browser in Browser:
        assert take_out(manifest_for(browser, manifest), path) == (browser is ONLY[path])


def test_the_checkouts_manifest_is_left_alone(manifest: dict[str, Any]) -> None:
    before = copy.deepcopy(manifest)
    for each in Browser:
        manifest_for(each, manifest)
    assert manifest == before


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("list[a]", {"list": ["b"], "deep": {"one": 1}}),
        ("deep.one", {"list": ["a", "b"], "deep": {}}),
        ("deep", {"list": ["a", "b"]}),
        ("deep.two", None),
        ("other.one", None),
        ("list[c]", None),
        ("other[c]", None),
    ],
)
def test_what_is_not_there_is_not_taken_out(path: str, left: dict[str, Any] | None) -> None:
    whole: dict[str, Any] = {"list": ["a", "b"], "deep": {"one": 1}}
    taken = copy.deepcopy(whole)
    assert take_out(taken, path) == (left is not None)
    assert taken == (left or whole)
