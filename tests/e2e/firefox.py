"""Debian's Firefox, driven by raw WebDriver BiDi (https://w3c.github.io/webdriver-bidi/).

Playwright drives only its own build of Firefox and geckodriver is not in Debian, but Firefox itself speaks BiDi over a
WebSocket. Nothing that the browser does leaves the machine: all but loopback goes to `proxy`, or to a closed port.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import websocket

# Firefox picks a random id for an extension's origin unless this preference names one.
EXTENSION_UUID = "7d0c1a52-3b5e-4f0e-9a55-cec7a07a0001"
CLOSED_PORT = 9

KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Space": " "}

QUIET: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.security.https_first": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,
    "remote.prefs.recommended": True,
    "services.settings.server": f"http://127.0.0.1:{CLOSED_PORT}/",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One Firefox with a fresh profile."""

    name = "firefox"

    def __init__(
        self,
        *,
        proxy: int | None = None,
        language: str = "en-US",
        extension_id: str = "",
        preferences: Mapping[str, bool | int | str] | None = None,
        binary: str = "firefox-esr",
    ) -> None:
        """Start it.

        Args:
            proxy: loopback port of a forward proxy that answers for every name (absolute-URI requests and CONNECT).
            language: of the browser's own interface; another than English needs its language package.
            extension_id: whose pages shall stand under `EXTENSION_UUID`.
            preferences: further ones.
            binary: the program.

        """
        self.profile = Path(tempfile.mkdtemp(prefix="cektautan-firefox-"))
        port = proxy or CLOSED_PORT
        prefs = {**QUIET, "intl.locale.requested": language}
        for scheme in ("http", "ssl"):
            prefs |= {f"network.proxy.{scheme}": "127.0.0.1", f"network.proxy.{scheme}_port": port}
        if extension_id:
            prefs["extensions.webextensions.uuids"] = json.dumps({extension_id: EXTENSION_UUID})
        prefs |= preferences or {}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in prefs.items())
        (self.profile / "user.js").write_text("".join(lines), "utf-8")
        self._log = (self.profile / "browser.log").open("wb")
        self._process = subprocess.Popen(
            [binary, "--headless", "--no-remote", "--profile", str(self.profile), "--remote-debugging-port", "0",
             "--remote-allow-system-access"],
            stdout=self._log, stderr=self._log, env={**os.environ, "HOME": str(self.profile)},
        )  # fmt: skip
        try:
            self._socket = self._connect()
        except BaseException:
            self._end()
            raise
        self._ids = itertools.count(1)
        self._tabs: dict[str, FirefoxTab] = {}
        self.call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.call("session.subscribe", events=["log.entryAdded"])

    def _connect(self) -> websocket.WebSocket:
        """Wait for the port that Firefox writes into its profile."""
        found = self.profile / "WebDriverBiDiServer.json"
        end = time.monotonic() + 30
        while True:
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
                server = json.loads(found.read_text("utf-8"))
                address = f"ws://{server['ws_host']}:{server['ws_port']}/session"
                return websocket.create_connection(address, timeout=60, suppress_origin=True)
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(
                    f"Firefox did not start: {(self.profile / 'browser.log').read_text('utf-8')[-2000:]}"
                )
            time.sleep(0.03)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one BiDi command and return its result.

        Raises:
            RuntimeError: the browser answered with an error.

        """
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return dict(message["result"])
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "log.entryAdded":
            entry = message["params"]
            tab = self._tabs.get(entry["source"].get("context", ""))
            if tab is not None:
                tab.console.append(f"{entry['level']}: {entry['text']}")

    def open(self, url: str = "about:blank") -> FirefoxTab:
        """Open a tab in the foreground."""
        tab = self._tab(str(self.call("browsingContext.create", type="tab")["context"]))
        if url != "about:blank":
            tab.goto(url)
        return tab

    def tabs(self) -> list[FirefoxTab]:
        """Return every open tab, oldest first."""
        return [self._tab(item["context"]) for item in self.call("browsingContext.getTree", maxDepth=0)["contexts"]]

    def _tab(self, context: str) -> FirefoxTab:
        if context not in self._tabs:
            self._tabs[context] = FirefoxTab(self, context)
        return self._tabs[context]

    def install(self, directory: Path) -> str:
        """Load an extension from its folder or archive; its pages have a fixed origin if `extension_id` was given."""
        kind = "path" if directory.is_dir() else "archivePath"
        self.call("webExtension.install", extensionData={"type": kind, "path": str(directory)})
        return f"moz-extension://{EXTENSION_UUID}"

    def close(self) -> None:
        """End the browser and remove its profile."""
        with contextlib.suppress(RuntimeError, OSError, websocket.WebSocketException):
            self.call("browser.close")
        self._socket.close()
        self._end()

    def _end(self) -> None:
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FirefoxTab:
    """One tab, by its browsing context."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self.browser = browser
        self.context = context
        self.console: list[str] = []

    @property
    def url(self) -> str:
        """Return the address that the tab shows now."""
        tree = self.browser.call("browsingContext.getTree", root=self.context, maxDepth=0)
        return str(tree["contexts"][0]["url"])

    def goto(self, url: str) -> None:
        """Load an address; an extension that takes its place aborts it, which is not an error here."""
        with _superseded():
            self.browser.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression; it travels as JSON text, so nothing of BiDi's own types is seen."""
        wrapped = f"(async () => JSON.stringify(await ({expression})))()"
        result = self.browser.call(
            "script.evaluate",
            expression=wrapped,
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        text = result["result"].get("value")
        return None if text is None else json.loads(text)

    def click(self, selector: str) -> None:
        """Click the middle of an element with a real pointer."""
        found = self.browser.call(
            "browsingContext.locateNodes",
            context=self.context,
            locator={"type": "css", "value": selector},
            maxNodeCount=1,
        )["nodes"]
        if not found:
            raise RuntimeError(f"no element {selector}")
        middle = {"type": "element", "element": {"sharedId": found[0]["sharedId"]}}
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        self._act("pointer", {"type": "pointerMove", "x": 0, "y": 0, "origin": middle},
                  {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})  # fmt: skip

    def press(self, key: str) -> None:
        """Press a key by its name or character."""
        value = KEYS.get(key, key)
        self._act("key", {"type": "keyDown", "value": value}, {"type": "keyUp", "value": value})

    def _act(self, kind: str, *actions: dict[str, Any]) -> None:
        # A click may destroy the page that it happens in.
        with _superseded():
            source = {"type": kind, "id": kind, "actions": list(actions)}
            self.browser.call("input.performActions", context=self.context, actions=[source])

    def back(self) -> None:
        """Go one entry back."""
        self.browser.call("browsingContext.traverseHistory", context=self.context, delta=-1)

    def forward(self) -> None:
        """Go one entry forward."""
        self.browser.call("browsingContext.traverseHistory", context=self.context, delta=1)

    def activate(self) -> None:
        """Bring the tab to the front."""
        self.browser.call("browsingContext.activate", context=self.context)

    def resize(self, width: int, height: int) -> None:
        """Give the page another size."""
        size = {"width": width, "height": height}
        self.browser.call("browsingContext.setViewport", context=self.context, viewport=size)

    def screenshot(self, path: Path) -> None:
        """Write a picture of what is seen."""
        data = self.browser.call("browsingContext.captureScreenshot", context=self.context)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        """Close the tab."""
        self.browser.call("browsingContext.close", context=self.context)


@contextlib.contextmanager
def _superseded() -> Iterator[None]:
    """Let pass what BiDi says when another navigation took the place of this one."""
    try:
        yield
    except RuntimeError as error:
        if not any(word in str(error) for word in ("NS_BINDING_ABORTED", "aborted", "discarded")):
            raise
