"""Each store's manifest, from the one that the checkout holds for both browsers.

`extension/manifest.json` loads unpacked in either browser, because each ignores what only the other knows. A store and
its lint do not, and a permission that a browser does not have looks like one that it might get. So a package states
what its own browser knows, and `ONLY` is the whole difference. A line that takes nothing out any more fails a test.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final


class Browser(StrEnum):
    """The families of browsers that there is a package for, by the name in the package's file name."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


ONLY: Final[Mapping[str, Browser]] = {
    # Chromium runs a background only as a worker, Firefox only as a page with scripts.
    "background.service_worker": Browser.CHROMIUM,
    "background.scripts": Browser.FIREFOX,
    # Each states the oldest version in its own place; Firefox also its id, and that no data is collected.
    "minimum_chrome_version": Browser.CHROMIUM,
    "browser_specific_settings": Browser.FIREFOX,
    # A request can wait for an answer in Firefox alone.
    "optional_permissions[webRequest]": Browser.FIREFOX,
    "optional_permissions[webRequestBlocking]": Browser.FIREFOX,
    # There a page keeps its hold on a window that it opened unless our pages cut it; Firefox cuts it by itself.
    "cross_origin_opener_policy": Browser.CHROMIUM,
    # Elsewhere the browser keeps a rule of names that it was told before.
    "permissions[declarativeNetRequestWithHostAccess]": Browser.CHROMIUM,
}
"""What only one browser knows: a member by its path, or one item of a list."""


def manifest_for(browser: Browser, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with only what this browser knows."""
    own: dict[str, Any] = copy.deepcopy(dict(manifest))
    for path, knows in ONLY.items():
        if knows is not browser:
            take_out(own, path)
    return own


def take_out(manifest: dict[str, Any], path: str) -> bool:
    """Remove a member or an item, and a list that is left empty; True if it was there.

    >>> manifest = {"a": {"b": 1, "c": 2}, "list": ["x"]}
    >>> take_out(manifest, "a.b"), take_out(manifest, "list[x]"), take_out(manifest, "list[y]"), manifest
    (True, True, False, {'a': {'c': 2}})
    """
    way, _, item = path.removesuffix("]").partition("[")
    *parents, last = way.split(".")
    place: dict[str, Any] = manifest
    for name in parents:
        place = place.get(name, {})
    if last not in place:
        return False
    if not item:
        del place[last]
        return True
    values: list[str] = place[last]
    if item not in values:
        return False
    values.remove(item)
    if not values:
        del place[last]
    return True
