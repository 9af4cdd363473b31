"""The numbers of published files and the words of answers never change their meaning."""

from __future__ import annotations

import pytest

from cektautan.core.vocabulary import UNLISTED_STATE, Kind, Level, State, Surface, Verdict

VERDICTS = ["unknown", "false", "misleading", "altered", "imposter", "scam", "satire", "opinion", "unproven", "mixed"]
VERDICTS += ["true", "corrected"]


def test_verdicts_keep_their_numbers() -> None:
    assert [verdict.word for verdict in sorted(Verdict)] == VERDICTS
    assert [int(verdict) for verdict in sorted(Verdict)] == list(range(12))


def test_a_verdict_is_found_by_its_word() -> None:
    assert Verdict.of("altered") is Verdict.ALTERED
    for word in ("ALTERED", "safe", ""):
        with pytest.raises(ValueError, match="not a verdict"):
            Verdict.of(word)


def test_levels_keep_their_numbers() -> None:
    assert [level.name for level in sorted(Level)] == ["CLEARED", "NOTE", "CAUTION", "WARNING"]


def test_every_surface_has_a_state_and_none_is_safe() -> None:
    assert set(UNLISTED_STATE) == set(Surface)
    assert not any("safe" in state or state == "ok" for state in State)


def test_the_kinds_of_wide_keys_are_told_by_their_first_letter() -> None:
    # decision.py relies on it.
    assert {kind for kind in Kind if kind[0] in "hd"} == {Kind.HOST, Kind.DOMAIN}
