"""The score where there is nothing to score: no evidence is `unknown`, not a number (docs/verdicts.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from cektautan.core.scoring import score
from cektautan.publish.records import score_record

NO_SCORE: dict[str, Any] = score_record(score((), date.min))
NO_SCORE_JSON = orjson.Fragment(orjson.dumps(NO_SCORE))
