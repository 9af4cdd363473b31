"""The addresses of the parity runs: 20,000 made from a seed, many of them odd, and the WHATWG's own test data.

Every address comes from `random.Random(SEED)` and from the tables in tables.json, and never from the Unicode data of
the Python that runs it, so every machine tests the same ones.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

SEED = 20240214  # the day of the election
COUNT = 20_000

TABLES: dict[str, list[str]] = json.loads((Path(__file__).parent / "tables.json").read_text("utf-8"))
ALPHABETS: list[dict[str, Any]] = TABLES["alphabets"]  # type: ignore[assignment]  # the one table that is not of strings
RANGES = [[tuple(int(end, 16) for end in text.split("-")) for text in item["ranges"]] for item in ALPHABETS]
WEIGHTS = [item["weight"] for item in ALPHABETS]


class Case(NamedTuple):
    """One input of a parity run; `base` is what it is resolved against, if anything."""

    input: str
    base: str | None


def escape(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


class Maker:
    """Makes addresses from one stream of chance."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.families: list[tuple[int, Callable[[], str]]] = [
            (28, self.idn),
            (12, self.punycode),
            (7, self.escaped_host),
            (10, self.numeric),
            (13, self.odd_host),
            (14, self.odd_path),
            (9, self.platform),
            (7, self.nested),
        ]

    def pick(self, table: str) -> str:
        return self.random.choice(TABLES[table])

    def choice(self, *items: str) -> str:
        return self.random.choice(items)

    def label(self) -> str:
        """Return some characters of one alphabet, or a known name, now and then two of either."""
        if self.random.random() < 0.2:
            return self.pick("names")
        (ranges,) = self.random.choices(RANGES, WEIGHTS)
        length = self.random.choice([1, 2, 3, 4, 5, 6, 8])
        text = "".join(chr(self.random.randint(*self.random.choice(ranges))) for _ in range(length))
        return text if self.random.random() < 0.85 else text + self.choice("-", "a", "1", "-1", "A", "\u0301")

    def unicode_host(self) -> str:
        labels = [self.label() for _ in range(self.random.choice([1, 1, 1, 2, 2, 3]))]
        return ".".join([*labels, *filter(None, [self.pick("suffixes")])])

    def idn(self) -> str:
        return f"https://{self.unicode_host()}/{self.pick('words')}"

    def punycode(self) -> str:
        """Return a host with `xn--` labels: right ones, ones of a label that no mapping would make, and broken ones."""
        text = self.label().split(".")[0]
        ace = text.encode("punycode").decode("ascii")
        roll = self.random.random()
        if roll < 0.15:
            ace = "".join(self.random.choice("abcxyz0189-") for _ in range(self.random.randint(0, 12)))
        elif roll < 0.3:
            at = self.random.randrange(len(ace) + 1)
            ace = ace[:at] + self.random.choice("a9-zé_") + ace[at + self.random.randrange(2) :]
        elif roll < 0.35:
            ace = ace.upper()
        prefix = self.pick("ace_prefixes")
        return f"http://{self.choice('', '', 'www.', 'é.')}{prefix}{ace}.{self.pick('suffixes')}/{self.pick('words')}"

    def partly_escaped(self, text: str, share: float) -> str:
        return "".join(escape(c) if self.random.random() < share else c for c in text)

    def escaped_host(self) -> str:
        host = self.partly_escaped(self.unicode_host(), self.random.choice([0.3, 1]))
        if self.random.random() < 0.4:
            at = self.random.randrange(len(host) + 1)
            host = host[:at] + self.pick("escapes") + host[at:]
        return f"https://{host}/"

    def numeric(self) -> str:
        if self.random.random() < 0.3:
            host = f"[{self.pick('ipv6')}]"
        else:
            host = ".".join(self.pick("ipv4_parts") for _ in range(self.random.choice([1, 2, 3, 4, 4, 4, 5])))
            host += self.choice("", "", "", ".", "..", ".a", "%2e", "。")
        return f"http://{self.choice('', '', '', 'www.')}{host}{self.pick('ports')}/{self.pick('words')}"

    def odd_host(self) -> str:
        """Return an address whose parts before the path are odd, the host itself mostly plain."""
        host = self.pick("hosts")
        roll = self.random.random()
        if roll < 0.3:
            at = self.random.randrange(len(host) + 1)
            host = host[:at] + self.pick("odd") + host[at:]
        elif roll < 0.4:
            label = self.random.choice("aé中") * self.random.choice([50, 57, 60, 63, 64, 70])
            host = ".".join([label] * self.random.choice([1, 2, 3, 4, 5]))
        elif roll < 0.5:
            host = self.pick("dotted_hosts")
        slash = self.choice("/", "/", "", "\\", "?", "#", "//")
        return f"{self.pick('schemes')}{self.pick('users')}{host}{self.pick('ports')}{slash}{self.pick('words')}"

    def text(self, most: int = 4) -> str:
        tables = (self.choice("odd", "escapes", "words", "words") for _ in range(self.random.randint(0, most)))
        return "".join(map(self.pick, tables))

    def odd_path(self) -> str:
        path = "/".join(self.text() for _ in range(self.random.randint(0, 7)))
        pairs = [
            self.pick("parameters") + self.choice("=", "=", "", "==") + self.text()
            for _ in range(self.random.randint(0, 5))
        ]
        query = self.choice("?", "?", "", "??", "?&") + self.choice("&", "&", "&&", ";").join(pairs)
        long = self.random.random() < 0.01
        host = self.pick("page_hosts")
        return f"https://{host}/{path}{'/é' * self.random.randint(1300, 4200) if long else ''}{query}#{self.text(2)}"

    def platform(self) -> str:
        shape = self.pick("platform_shapes")
        odd = self.random.choice([self.text(2), "akun", "", self.label()])
        start, end = self.choice("https://", "http://", "https://www."), self.choice("", "", self.text(2))
        return start + shape.format(c=self.pick("codes"), o=odd) + end

    def nested(self) -> str:
        """Return a redirector or an archive copy around something else, up to twelve deep."""
        url = self.random.choice([self.idn, self.numeric, self.odd_host, self.odd_path, self.platform, self.punycode])()
        for _ in range(self.random.choice([1, 1, 1, 2, 2, 3, 5, 8, 9, 12])):
            if len(url) > 4000:
                break
            escaped = "".join(c if c.isascii() and c.isalnum() else escape(c) for c in url)
            url = self.pick("wrapper_shapes").format(e=escaped, r=url, s=url.split("//", 1)[-1])
        return url

    def make(self) -> str:
        (family,) = self.random.choices([f for _, f in self.families], [w for w, _ in self.families])
        return family()


def generated(count: int = COUNT, seed: int = SEED) -> list[Case]:
    """Return `count` different addresses."""
    maker = Maker(seed)
    seen: dict[str, None] = {}
    while len(seen) < count:
        seen.setdefault(maker.make())
    return [Case(url, None) for url in seen]


def whatwg(path: Path) -> list[Case]:
    """Return the cases of the WHATWG URL test data, whose comments are plain strings."""
    return [Case(item["input"], item["base"]) for item in json.loads(path.read_text("utf-8")) if isinstance(item, dict)]
