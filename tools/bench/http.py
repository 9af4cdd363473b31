"""What the service answers a second and what an answer costs, limits and headers on, over peers in the same run.

`/v1/check` and threatMatches:find stand against a bare Flask route for JSON under the same server with the same
settings; the file of the snapshot against nginx. Each is loaded in turn, round by round; a figure is the median of the
rounds' ratios, so that what else the machine does weighs on both alike. Thousands of addresses, one in fifty listed.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from tools.bench.figure import Figure
from tools.bench.load import Load, Pace, pace
from tools.bench.lookup import links
from tools.bench.many_keys import LISTED, publish_many
from tools.bench.servers import Server, bare_flask, nginx, service

ADDRESSES, EVERY, ROUNDS = 5_000, 50, 5
FIND = "/v4/threatMatches:find?key=k"
Side = tuple[Server, Load]


def addresses(urls: list[str]) -> list[str]:
    """Return thousands of different addresses, every fiftieth of them listed."""

    def different(number: int, url: str) -> str:
        return f"{LISTED}&t={number}" if number % EVERY == 0 else f"{url}{'&' if '?' in url else '?'}n={number}"

    plain = (url.partition("#")[0] for url in cycle(urls))
    return [different(number, url) for number, url in enumerate(islice(plain, ADDRESSES))]


def found(urls: list[str]) -> str:
    """Return the request of a client of Safe Browsing that asks about addresses."""
    threat = {
        "threatTypes": ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"],
        "platformTypes": ["ANY_PLATFORM"],
        "threatEntryTypes": ["URL"],
        "threatEntries": [{"url": url} for url in urls],
    }
    return json.dumps({"client": {"clientId": "bench", "clientVersion": "1"}, "threatInfo": threat})


def judgeable(server: Server, urls: list[str]) -> list[str]:
    """Return those that a service judges, and see that as many are listed as should be.

    Raises:
        RuntimeError: they are not.

    """
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    states: dict[str, str] = {}
    for url in urls:
        connection.request("GET", f"/v1/check?url={quote(url, safe='')}")
        answer = connection.getresponse()
        said = answer.read()
        if answer.status == 200:
            states[url] = json.loads(said)["state"]
    listed = sum(state == "listed" for state in states.values())
    if listed < len(urls) // EVERY:
        raise RuntimeError(f"{listed} of {len(urls)} addresses are listed")
    return list(states)


def compare(ours: Side, peer: Side, name: str, detail: str) -> tuple[list[tuple[Pace, Pace]], str]:
    """Load both in turn; return each round's paces and what to say of all of them."""
    pace(*peer, seconds=1), pace(*ours, seconds=1)
    rounds = [(pace(*ours), pace(*peer)) for _ in range(ROUNDS)]

    def middle(side: int, of: Callable[[Pace], float]) -> str:
        values = sorted(of(each[side]) for each in rounds)
        return f"{statistics.median(values):.0f} ({values[0]:.0f}-{values[-1]:.0f})"

    told = [
        f"{middle(side, lambda p: p.rate)} a second and {middle(side, lambda p: p.cost * 1e6)} us" for side in (0, 1)
    ]
    return rounds, f"{told[0]}, {name} {told[1]}; {detail}"


def figures(what: str, ours: Side, peer: Side, detail: str) -> list[Figure]:
    """Return rate and cost of a route of ours over a bare Flask route."""
    rounds, said = compare(ours, peer, "bare Flask", detail)
    rate = statistics.median(mine.rate / theirs.rate for mine, theirs in rounds)
    cost = statistics.median(mine.cost / theirs.cost for mine, theirs in rounds)
    return [
        Figure(f"{what}: answers a second over a bare Flask JSON route", rate, "x", ">=", 2, said),
        Figure(f"{what}: CPU an answer over a bare Flask JSON route", cost, "x", "<=", 0.5, f"{ROUNDS} rounds"),
    ]


def measure() -> list[Figure]:
    """Measure both routes and the file."""
    urls, source = links()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        root_key = publish_many(folder / "var")
        public = folder / "var" / "public"
        manifest = json.loads((public / "current" / "manifest.json").read_bytes())
        name = Path(manifest["snapshot"]["path"]).name

        def lines(of: str, texts: list[str]) -> Path:
            (folder / of).write_text("\n".join(texts) + "\n", "utf-8")
            return folder / of

        with service(folder / "var", root_key) as mine, bare_flask() as bare:
            asked = judgeable(mine, addresses([url for url in urls if url.startswith("http")]))
            detail = f"{len(asked)} addresses, {source}, 16 connections"
            paths = lines("paths", [f"/v1/check?url={quote(url, safe='')}" for url in asked])
            bodies = lines("bodies", [found([url]) for url in asked])
            told = figures(
                "/v1/check", (mine, Load("GET", "", paths)), (bare, Load("GET", "", lines("bare", ["/j"]))), detail
            )
            told += figures(
                "threatMatches:find", (mine, Load("POST", FIND, bodies)), (bare, Load("POST", "/j", bodies)), detail
            )
            with nginx(public / "files", folder, f"/{name}") as far:
                near = Load("GET", "", lines("near", [f"/lists/files/{name}"]))
                rounds, said = compare((mine, near), (far, Load("GET", "", lines("far", [f"/{name}"]))), "nginx", name)
    size = "a snapshot of 50,000 keys: CPU an answer over nginx"
    ratio = statistics.median(ours.cost / theirs.cost for ours, theirs in rounds)
    return [*told, Figure(size, ratio, "x", "<=", 1.6, said)]
