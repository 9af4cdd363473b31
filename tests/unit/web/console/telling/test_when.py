"""Times are said in their largest unit, and what is late or soon is marked."""

from __future__ import annotations

import pytest

from cektautan.web.console.telling.when import ago, due, hour, span
from cektautan.web.texts import load

NOW = 1_792_000_800


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "1 minute"), (150, "2 minutes"), (3600, "1 hour"), (47 * 3600, "47 hours"), (48 * 3600, "2 days")],
)
def test_a_length_is_said_in_its_largest_unit(seconds: int, words: str) -> None:
    assert span(seconds, load("en")) == words


def test_in_indonesian_too() -> None:
    assert ago(NOW - 7200, NOW, load("id")) == "2 jam lalu"
    assert ago(NOW - 20, NOW, load("id")) == "baru saja"
    assert hour(NOW, load("id")) == "15 Oktober 2026, 01.00 WIB"


@pytest.mark.parametrize(("left", "tone"), [(-60, "late"), (0, "late"), (3600, "soon"), (5 * 3600, "")])
def test_what_is_due_has_a_tone(left: int, tone: str) -> None:
    clock = due(NOW + left, NOW, load("en"))
    assert clock is not None
    assert clock.tone == tone
    assert due(None, NOW, load("en")) is None
