"""nginx with the shipped configuration: only its ports, the nodes' addresses and the folders are others."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import free_port, until

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text("utf-8")


def put(text: str, what: str, by: str) -> str:
    """Replace what stands there for sure."""
    assert what in text, what
    return text.replace(what, by)


@contextmanager
def nginx(folder: Path, nodes: Sequence[int]) -> Iterator[str]:
    """Run it before two nodes on loopback, given by their ports, and give its address. It writes below `folder`."""
    port, text = free_port(), CONFIGURATION
    for name, node in zip(("node-1:8000", "node-2:8000"), nodes, strict=True):
        text = put(text, name, f"127.0.0.1:{node}")
    text = put(text, "listen 8080", f"listen 127.0.0.1:{port}")
    text = put(text, "/run/nginx.pid", str(folder / "nginx.pid"))
    text = put(text, "/dev/stderr", str(folder / "error.log"))
    text = put(text, "/var/cache/nginx/files", str(folder / "files"))
    text = put(text, "/var/cache/nginx/bodies", str(folder / "bodies"))
    # Where this machine's user may not write.
    temporary = "".join(f"{kind}_temp_path {folder / kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    text = put(text, "access_log off;", f"access_log off; {temporary}")
    # The folders of a test are root's alone, where root runs it.
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(f"daemon off; {user}\n{text}", "utf-8")
    subprocess.run(["/usr/sbin/nginx", "-t", "-q", "-p", folder, "-c", file], check=True)
    process = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", file])
    try:
        until(lambda: _listens(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
