"""What the documents give for copying, as the tests run it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def verify_program() -> Any:
    """Return `verify` as docs/protocol.md gives it."""
    document = (ROOT / "docs" / "protocol.md").read_text("utf-8")
    (source,) = re.findall(r"```python\n(.*?def verify\(.*?)```", document, re.S)
    found: dict[str, Any] = {}
    exec(source, found)
    return found["verify"]


def operators_file() -> str:
    """Return the file about who runs a service (`/tentang`), as docs/operations.md gives it."""
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(operator:.*?)```", document, re.S)
    return str(example)
