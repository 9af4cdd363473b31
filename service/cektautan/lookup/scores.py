"""The score where there is nothing to score: no evidence is `unknown`, not a number (docs/verdicts.md)."""

from __future__ import annotations

from typing import Any

import orjson

NO_SCORE: dict[str, Any] = {
    "risk": None,
    "low": None,
    "confidence": 0,
    "band": "unknown",
    "drivers": [],
    "model": "none",
}
NO_SCORE_JSON = orjson.Fragment(orjson.dumps(NO_SCORE))
