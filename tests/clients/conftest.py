"""A running service with imposters and hoaxes of its own, whose lists a test may change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.e2e.lists import CLAIMS, VIDEO, Claim
from tests.e2e.service import Service

IMPOSTER = "tiruan-kpu.example"
"""The site of `CLAIMS` that imitates an official one."""
HOAX = f"https://m.youtube.com/watch?v={VIDEO}"
CLEAN = "https://kabar.example/berita/jernih"

LATER = Claim(
    "tiruan-baru-2024", "https://tiruan-baru.example/", "Situs ini mengaku sebagai situs KPU.", scope="domain",
    verdict="imposter", reason="imposter_of_official", imitates="kpu.go.id",
)  # fmt: skip
"""A claim that is published later."""


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service, started."""
    running = Service(tmp_path_factory.mktemp("service"))
    running.start()
    yield running
    running.close()


def without_the_imposter() -> tuple[Claim, ...]:
    """The claims with another imposter in the place of the first one."""
    return (*(each for each in CLAIMS if IMPOSTER not in each.appearance), LATER)
