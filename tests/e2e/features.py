"""The optional features in tests: an extension that has been given what a reader would be asked for.

Nobody can press the prompt of a Chromium without a window, so there a copy of the extension asks for the same
permissions when it is installed. In Firefox a preference answers for the reader, and the real request is made.
"""

from __future__ import annotations

import json
from pathlib import Path

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
