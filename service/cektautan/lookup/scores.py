"""The score where there is nothing to score: no evidence is `unknown`, not a number (docs/verdicts.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from cektautan.core.scoring import score

NO_SCORE: dict[str, Any] = score((), date.min).to_json()
NO_SCORE_JSON = orjson.Fragment(orjson.dumps(NO_SCORE))
