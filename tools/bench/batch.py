"""What an address costs in a batch of 100 over HTTP, over the same lookup in process; limits and headers on."""

from __future__ import annotations

import contextlib
import json
import statistics
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet
from tools.bench.figure import Figure
from tools.bench.lookup import links
from tools.bench.many_keys import publish_many
from tools.bench.servers import Server, service

ROUNDS, BATCHES = 5, 200


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
    """Measure both in turn, round by round."""
    urls, source = links()
    urls = [url for url in urls if url.startswith("http")]
    sample = (urls * (BATCHES * 100 // len(urls) + 1))[: BATCHES * 100]
    with tempfile.TemporaryDirectory() as place:
        var = Path(place) / "var"
        root_key = publish_many(var)
        published = PublishedSet.load(var / "public", root_key)
        with service(var, root_key) as server:
            ratios = [process_cost(published, sample) / batch_cost(server, sample) for _ in range(ROUNDS)]
    return [Figure("batch of 100 over 100 in-process lookups", statistics.median(ratios), "x", ">=", 0.5, source)]
