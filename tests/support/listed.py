"""What a list says, without a list: the keys that are on it, as `decide` asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cektautan.core.decision import First


def first_of(listed: Mapping[str, tuple[int, int]]) -> First:
    """Give the first listed key with its level and verdict."""

    def first(keys: Sequence[str]) -> tuple[str, tuple[int, int]] | None:
        return next(((key, listed[key]) for key in keys if key in listed), None)

    return first
