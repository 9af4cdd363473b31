"""The optional features in tests: an extension that has been given what a reader would be asked for.

Nobody can press the prompt of a Chromium without a window, so there a copy of the extension asks for the same
permissions when it is installed. In Firefox a preference answers for the reader, and the real request is made.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.browser import wait_until
from tests.e2e.reader import Reader

NO_PROMPTS = {"extensions.webextOptionalPermissionPrompts": False}
"""Firefox grants what is asked for in a press, without asking the reader."""


def grant(extension: Path) -> Path:
    """Let a copy of the extension have from the beginning what Chromium would ask the reader for; return the copy."""
    path = extension / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["permissions"].append("scripting")
    manifest["host_permissions"] = manifest["optional_host_permissions"]
    path.write_text(json.dumps(manifest), "utf-8")
    return extension


def registered(reader: Reader) -> list[str]:
    """Return where the content scripts are registered."""
    scripts = "(api.scripting ? (await api.scripting.getRegisteredContentScripts()) : [])"
    return [str(each) for each in reader.api(f"{scripts}.flatMap(({{ matches }}) => matches)")]


def all_off(reader: Reader) -> None:
    """Turn every optional feature off, and wait until it is done."""
    reader.module("background/features.js", "(await module.turnOff(module.NOTHING), true)")
    assert registered(reader) == []


def press(reader: Reader, switch: str, on: bool = True) -> None:
    """Press a switch on the options page: a place of the marks, `banner` or `noContact`; wait until it is done."""
    place = switch not in ("banner", "noContact")
    box = f"#places input[value={switch}]" if place else f"#{switch} input"
    news = f"document.querySelector('#{'marks' if place else switch}-news').textContent"
    reader.desk.activate()
    wait_until(lambda: reader.desk.evaluate(f"document.querySelector('{box}').checked") is not on)
    reader.desk.evaluate(f"void ({news} = '')")
    reader.desk.click(box)
    wait_until(lambda: reader.desk.evaluate(news).startswith("Sudah dinyalakan" if on else "Sudah dimatikan"))
