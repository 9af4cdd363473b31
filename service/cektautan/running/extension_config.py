"""Tells an extension that is loaded from the checkout where its list comes from and which root key to trust.

Git ignores the file. The extension reads it at every update attempt, so it does not matter which is started first.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


def write_extension_config(extension_dir: Path, server: str, root_key: str) -> bool:
    """Write config.json into an unpacked extension, whole; False where there is no extension to write to."""
    if not (extension_dir / "manifest.json").is_file():
        return False
    path = extension_dir / "config.json"
    text = json.dumps({"server": server, "rootKey": root_key}) + "\n"
    try:
        if path.read_text("utf-8") == text:
            return True
    except OSError:
        pass
    # The browser may read at any moment, so the file is put in place by one rename.
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        fresh.write_text(text, "utf-8")
        fresh.rename(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        return False
    return True
