"""The application over a small published set, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from tests.support.published import DAY, Entry, Publisher

from cektautan.app import create_app
from cektautan.outbound.protocol import HopClient
from cektautan.settings import from_environment

START = 1_792_000_800
"""14 October 2026, 18:00 UTC."""

HOAX = "https://youtu.be/GPdzHkn5M6M?si=abc"
HOAX_KEY = "content:youtube:GPdzHkn5M6M"

ENTRIES = (
    Entry(HOAX_KEY),
    Entry("content:tiktok:7311111111111111111", level=1, verdict="satire", claim="klaim-2"),
    Entry("domain:tiruan-kpu.com", level=2, verdict="imposter", claim="klaim-3", domain="tiruan-kpu.com"),
    Entry("url:tiruan-kpu.com/ralat", level=0, verdict="corrected", claim="klaim-4", domain="tiruan-kpu.com"),
    Entry("url:kabar.co.id/palsu", claim="klaim-5", domain="kabar.co.id", date="2026-03-01"),
)


@dataclass
class Clock:
    """A time that stands still until it is moved."""

    now: float = START

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@dataclass
class Service:
    """A running application, its set and its clock."""

    var: Path
    clock: Clock = field(default_factory=Clock)
    settings: dict[str, str] = field(default_factory=dict)
    hops: HopClient | None = None

    def __post_init__(self) -> None:
        self.publisher = Publisher(self.var / "public")

    def publish(self, entries: Iterable[Entry] = ENTRIES, **options: Any) -> None:
        """Publish at the time of the clock."""
        self.publisher.publish(entries, now=int(self.clock()), **options)

    def app(self) -> Flask:
        """Make the application; `hops` is what it asks far hosts with."""
        environment = {"CEKTAUTAN_VAR_DIR": str(self.var), "CEKTAUTAN_ROOT_KEY": self.publisher.root_key,
                       "CEKTAUTAN_DESK": "off"}  # fmt: skip
        return create_app(from_environment({**environment, **self.settings}), self.clock, self.hops)

    def client(self) -> FlaskClient:
        """Make the application and return a client of it."""
        return self.app().test_client()


__all__ = ["DAY", "ENTRIES", "HOAX", "HOAX_KEY", "START", "Clock", "Entry", "Service"]
