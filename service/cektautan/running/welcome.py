"""What a person reads when the service runs: what to try next, in plain words."""

from __future__ import annotations

from pathlib import Path

EXAMPLE = "https://m.youtube.com/watch?v=GPdzHkn5M6M%26t=9"


def welcome(server: str, seq: int, listings: int, extension_dir: Path | None, desk: bool = False) -> str:
    """The text for a terminal."""
    lines = [
        f"CekTautan runs at {server} with list {seq} ({listings} listings). Ctrl-C stops it.",
        "",
        "  Check page    " + server + "/",
        "  A known hoax  curl -s '" + server + "/v1/check?url=" + EXAMPLE + "'",
        "  First calls   " + server + "/sepuluh-menit",
        "  The API       " + server + "/docs",
        "  Test pages    " + server + "/uji/",
    ]
    if desk:
        lines += [
            "  The desk      " + server + "/meja",
            "                its first account: .venv/bin/cektautan user add NAME --role admin",
        ]
    if extension_dir is not None:
        lines += [
            "",
            "  The extension, loaded from this checkout (it finds this server by itself):",
            "    Chromium    open chrome://extensions, turn on Developer mode, choose Load unpacked,",
            f"                and pick {extension_dir}",
            "    Firefox     open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on,",
            f"                and pick {extension_dir / 'manifest.json'}",
            f"    Then open {server}/uji/ in either and choose a page, and you are warned.",
        ]
    return "\n".join(lines) + "\n"
