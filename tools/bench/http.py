"""What a request costs: processor time of `/v1/check`, limits and headers on, over a bare Flask JSON route.

Both run under the same WSGI server with the same settings, in turn within one run. The client is a keep-alive
connection in this process; only the servers' processor time is counted, so the client's own pace does not matter.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet
from tools.bench.figure import Figure
from tools.bench.lookup import links
from tools.bench.servers import Server, free_port, running

ROOT = Path(__file__).resolve().parents[2]
REQUESTS, ROUNDS, BATCHES = 3_000, 5, 200


def cost(server: Server, paths: list[str]) -> float:
    """Return the processor seconds a request of the server."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    before = server.cpu()
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return (server.cpu() - before) / len(paths)


def batch_cost(server: Server, urls: list[str]) -> float:
    """Return the processor seconds an address of the server, asked in batches of 100."""
    bodies = [json.dumps({"urls": urls[i : i + 100]}) for i in range(0, len(urls), 100)]
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    before = server.cpu()
    for body in bodies:
        connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"a batch answered {answer.status}")
    return (server.cpu() - before) / len(urls)


def process_cost(published: PublishedSet, urls: list[str]) -> float:
    """Return the processor seconds an address of the same lookup in process."""
    now = int(time.time())
    start = time.process_time()
    for url in urls:
        with contextlib.suppress(NotJudgeable):
            check(url, published, now)
    return (time.process_time() - start) / len(urls)


def measure() -> list[Figure]:
    """Measure requests and batches."""
    urls, source = links()
    urls = [url for url in urls if url.startswith("http")]
    many = (urls * (REQUESTS // len(urls) + 1))[:REQUESTS]
    bare_port, our_port = free_port(), free_port()
    bare_command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(bare_port),
        "--workers", "1", "--no-ws", "--log-level", "error", "tools.bench.bare_app:app",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as var:
        # The limits stay on; they are only set so high that the measurement itself is not refused.
        ours = {
            "PORT": str(our_port), "CEKTAUTAN_VAR_DIR": var,
            # Imports and patrols cost what they cost, whoever asks how often: they are no part of a request.
            "CEKTAUTAN_DESK": "off",
            "CEKTAUTAN_LIMIT_CHECK": "10000000/minute",
        }  # fmt: skip
        with (
            running(bare_command, bare_port, "/j", {"PYTHONPATH": str(ROOT)}) as bare,
            running([sys.executable, "-m", "cektautan.cli", "serve"], our_port, "/healthz", ours) as service,
        ):
            ratios, batches = [], []
            paths = [f"/v1/check?url={quote(url, safe='')}" for url in many]
            cost(bare, ["/j"] * 500), cost(service, paths[:500])
            for _ in range(ROUNDS):
                peer, mine = cost(bare, ["/j"] * REQUESTS), cost(service, paths)
                ratios.append(mine / peer)
            published = PublishedSet.load(Path(var) / "public")
            sample = (urls * 20)[: BATCHES * 100]
            for _ in range(ROUNDS):
                batches.append(process_cost(published, sample) / batch_cost(service, sample))
    detail = f"{REQUESTS} requests a round, {source}; bare {peer * 1e6:.0f} us, ours {mine * 1e6:.0f} us"
    return [
        Figure(
            "CPU a request of /v1/check over a bare Flask JSON route", statistics.median(ratios), "x", "<=", 0.5, detail
        ),
        Figure("batch of 100 over 100 in-process lookups", statistics.median(batches), "x", ">=", 0.5, source),
    ]
