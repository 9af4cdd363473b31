"""The most specific listed key decides, cleared keys override wider ones, and an old list warns less."""

from __future__ import annotations

import pytest
from tests.support.listed import first_of

from cektautan.core.decision import decide
from cektautan.core.vocabulary import Kind, Level, Staleness, Verdict

KEYS = ("url:a.example/b", "path:a.example/b", "host:a.example", "domain:a.example")


def test_nothing_listed_is_no_decision() -> None:
    assert decide(KEYS, first_of({"url:a.example/c": (3, 1)})) is None
    assert decide((), first_of({})) is None


def test_the_most_specific_key_decides() -> None:
    found = decide(KEYS, first_of({KEYS[1]: (1, 6), KEYS[3]: (3, 4)}))

    assert found is not None
    assert (found.level, found.verdict, found.kind) == (Level.NOTE, Verdict.SATIRE, Kind.PATH)
    assert (found.key, found.index) == (KEYS[1], 1)


def test_a_cleared_key_overrides_a_wider_listing_and_not_a_narrower_one() -> None:
    cleared = decide(KEYS, first_of({KEYS[0]: (0, 11), KEYS[3]: (3, 4)}))
    listed = decide(KEYS, first_of({KEYS[0]: (3, 1), KEYS[3]: (0, 11)}))

    assert cleared is not None
    assert cleared.level is Level.CLEARED
    assert listed is not None
    assert listed.level is Level.WARNING


@pytest.mark.parametrize(
    ("key", "staleness", "level", "expected"),
    [
        ("content:x:1", Staleness.STALE, 3, 3),
        ("url:a.example/b", Staleness.STALE, 3, 3),
        ("path:a.example/b", Staleness.STALE, 3, 2),
        ("host:a.example", Staleness.STALE, 3, 2),
        ("domain:a.example", Staleness.STALE, 3, 2),
        ("domain:a.example", Staleness.FRESH, 3, 3),
        ("domain:a.example", Staleness.STALE, 1, 1),
        ("content:x:1", Staleness.OLD, 3, 2),
        ("url:a.example/b", Staleness.OLD, 3, 2),
        ("url:a.example/b", Staleness.OLD, 0, 0),
        ("url:a.example/b", Staleness.OLD, 1, 1),
    ],
)
def test_an_old_list_warns_less(key: str, staleness: Staleness, level: int, expected: int) -> None:
    found = decide((key,), first_of({key: (level, 1)}), staleness)

    assert found is not None
    assert found.level == expected
