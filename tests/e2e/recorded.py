"""Browsers whose every request goes through a proxy, and what of it is ours."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from urllib.parse import quote

from tests.e2e.browser import Browser
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import EXTENSION_ID
from tests.e2e.firefox import Firefox
from tests.e2e.reader import Reader
from tests.e2e.recording_proxy import RecordingProxy
from tests.e2e.service import Service

from cektautan.core.keys import key_hash

LOOPBACK_TOO = ("--proxy-bypass-list=<-loopback>",)
"""Chromium's argument for sending requests to this computer through a proxy."""
HIJACK = {"network.proxy.allow_hijacking_localhost": True}
"""Firefox's preference for the same."""
NONE: Mapping[str, bool | int | str] = {}
MAKERS = re.compile(r"^[A-Z]+ (http://)?[a-z0-9.-]+\.(google|googleapis|gstatic|mozilla|firefox)\.(com|org|net)[:/]")
"""What a browser asks of those who made it has nothing to do with an extension."""


def lines(proxy: RecordingProxy) -> list[str]:
    """Return every request but those that browsers make for themselves, to their makers or for a site's picture."""
    return [line for line in proxy.lines() if not MAKERS.search(line) and not line.endswith("/favicon.ico")]


def traces(url: str, key: str) -> set[str]:
    """What would give away that this was opened: address, key and hash, in the spellings that a request could carry."""
    hash_ = key_hash(key)
    return {
        url.removeprefix("http://"),
        quote(url, safe=""),
        key,
        quote(key, safe=""),
        hash_[:4].hex(),
        str(int.from_bytes(hash_[:8], "big")),
        base64.b64encode(hash_)[:12].decode(),
        base64.urlsafe_b64encode(hash_)[:12].decode(),
        base64.b64encode(url.encode())[:16].decode(),
        "kabar.example",
    }


def launch_recorded(
    name: str, service: Service, proxy: RecordingProxy, preferences: Mapping[str, bool | int | str] = NONE
) -> Browser:
    """Start a browser that sends everything through the proxy, requests to this computer too.

    Args:
        name: chromium or firefox.
        service: whose extension Chromium is started with; Firefox gets it by `install`.
        proxy: where everything goes.
        preferences: more of Firefox's.

    """
    if name == "chromium":
        return Chromium(proxy=proxy.port, extension=service.extension, language="id", arguments=LOOPBACK_TOO)
    return Firefox(proxy=proxy.port, language="id", extension_id=EXTENSION_ID, preferences={**HIJACK, **preferences})


def begin_recorded(
    name: str, service: Service, proxy: RecordingProxy, preferences: Mapping[str, bool | int | str] = NONE
) -> Reader:
    """Start such a browser with the extension in it, the first-run page closed and the list there."""
    browser = launch_recorded(name, service, proxy, preferences)
    reader = Reader(browser, browser.install(service.extension))
    reader.welcome().close()
    reader.wait_for_list()
    return reader
