"""The local client beside its peers: gglsbl, Brave's adblock and `ural`, on the same links in the same run.

The client holds a set of 100,000 keys that it fetched and verified, and answers typed: the hoaxes among the links, and
hosts. gglsbl looks up in its own SQLite store, filled with the same prefixes, in a process and an environment of its
own; adblock matches the same hosts as rules `||host^`; `ural` only normalises. All take turns, round by round, in
processor time; each ratio is the median of the rounds' ratios. The links that ural raises on are left out for all.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import ural
from adblock import Engine, FilterSet
from tests.support.published import Entry, Publisher

from cektautan.client import LocalClient
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rules import Rules
from cektautan.core.snapshot import decode_snapshot, entries
from cektautan.publish.rules_bundle import load_rules
from tools.bench.figure import Figure
from tools.bench.lookup import KEYS, ROOT, cpu, hoaxes, hosts, judgeable, links, listed_keys, normalisable, registrable

ROUNDS = 15
CREATED = 2_000_000_000
"""In the future of every run, so that the list is fresh; the client's clock says the same."""


class Lists(SimpleHTTPRequestHandler):
    """Serves a published folder as a list server does."""

    def translate_path(self, path: str) -> str:
        """Return where a path lies."""
        name = path.removeprefix("/lists/")
        return super().translate_path(f"/{name}" if name.startswith("files/") else f"/current/{name}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def holding(folder: Path, listed: list[str], hoaxes: int) -> Iterator[tuple[LocalClient, Path]]:
    """Give a client that has fetched and verified these keys, the first of them with a record, and its snapshot."""
    publisher = Publisher(folder / "public")
    named = [Entry(key, claim=f"klaim-{place}") for place, key in enumerate(listed[:hoaxes])]
    manifest = publisher.publish(named, now=CREATED, chance=listed[hoaxes:], registrable=registrable)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Lists, directory=str(publisher.public))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with LocalClient(address, publisher.root_key, folder / "client", clock=lambda: CREATED) as client:
            client.update()
            server.shutdown()
            yield client, publisher.public / manifest.snapshot.path


class Gglsbl:
    """gglsbl in its own environment."""

    def __init__(self, folder: Path, prefixes: array[int], urls: list[str]) -> None:
        python = ROOT / ".clients" / "gglsbl" / "bin" / "python"
        if not python.exists():
            raise RuntimeError(f"{python} is missing: make clients")
        swapped = array("Q", prefixes)
        swapped.byteswap()
        # -P keeps the modules of this folder, one of which is called http, from taking the place of Python's own.
        (folder / "prefixes").write_bytes(swapped.tobytes())
        (folder / "urls.json").write_text(json.dumps(urls), "utf-8")
        peer = Path(__file__).with_name("gglsbl_peer.py")
        command = [python, "-P", peer, folder / "prefixes", folder / "urls.json", folder / "gglsbl.db"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def seconds(self) -> float:
        """Return the processor seconds of one pass."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        return float(json.loads(process.stdout.readline())["seconds"])

    def close(self) -> None:
        """End the process."""
        self._process.communicate("")


def blocker() -> Engine:
    """Return Brave's engine with 100,000 rules, each of a host."""
    filters = FilterSet()
    filters.add_filters([f"||{host}^" for host in hosts()])
    return Engine(filter_set=filters)


def measure() -> list[Figure]:
    """Measure all four in turn."""
    urls, source = links()
    rules = Rules.from_bundle(load_rules(ROOT / "rules"))
    urls = [url for url in urls if judgeable(url, rules) and normalisable(url)]
    listed = listed_keys(urls, rules)
    engine = blocker()
    with (
        tempfile.TemporaryDirectory(prefix="cektautan-bench-") as name,
        holding(Path(name), listed, len(hoaxes(urls))) as (client, snapshot),
    ):
        prefixes = array("Q", sorted(value for value, _ in entries(decode_snapshot(snapshot.read_bytes()))))
        assert len(prefixes) == KEYS
        assert all(prefix(key_hash(key)) in set(prefixes) for key in listed[:3])
        hits = sum(answer.warns for answer in client.check_all(urls))
        gglsbl = Gglsbl(Path(name), prefixes, urls)
        rounds = []
        for _ in range(ROUNDS):
            rounds.append(
                (
                    cpu(client.check, urls),
                    gglsbl.seconds(),
                    cpu(lambda url: engine.check_network_urls(url, url, "document"), urls),
                    cpu(ural.normalize_url, urls),
                )
            )
        gglsbl.close()
    ours = [mine for mine, *_ in rounds]
    rate = len(urls) / statistics.median(ours)
    said = f"{len(urls)} links of {source}, {hits} hits, {rate:,.0f} lookups a second"
    return [
        ratio("local client, times gglsbl", rounds, 1, 8, len(urls), said),
        ratio("local client, times Brave's adblock", rounds, 2, 0.5, len(urls), "rules ||host^, nothing folded"),
        ratio("local client, times ural.normalize_url", rounds, 3, 1, len(urls), "which looks nothing up"),
    ]


def ratio(name: str, rounds: list[tuple[float, ...]], peer: int, goal: float, count: int, said: str) -> Figure:
    """Return how many times the rate of a peer the client has."""
    found = sorted(each[peer] / each[0] for each in rounds)
    theirs = statistics.median(each[peer] for each in rounds) / count * 1e6
    mine = statistics.median(each[0] for each in rounds) / count * 1e6
    detail = f"{mine:.1f} against {theirs:.1f} us, rounds {found[0]:.2f} to {found[-1]:.2f}; {said}"
    return Figure(name, statistics.median(found), "x", ">=", goal, detail)
