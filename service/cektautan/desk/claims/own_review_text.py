"""What a check of our own says, read from a form and cleaned, and what the log keeps of it.

Pure. Texts are plain: paragraphs are set apart by an empty line, and an address that stands alone in a line is a
reference. What nobody sees, or what turns a line around, may not be in them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.core.unseen import hides, is_unreadable
from cektautan.core.vocabulary import Verdict
from cektautan.desk.errors import Invalid
from cektautan.store.models import OwnReview

TEXTS: Final[Mapping[str, int]] = {"title_id": 200, "title_en": 200, "body_id": 20_000, "body_en": 20_000, "rating": 80}
"""The texts of a check and how long they may be."""

VERDICTS: Final = tuple(each.word for each in Verdict if each is not Verdict.UNKNOWN)


@dataclass(frozen=True)
class Site:
    """Where our checks are published, and in whose name."""

    url: str
    host: str
    publisher: str

    def address(self, review: str) -> str:
        """Return the address of a check."""
        return f"{self.url}/periksa/{review}"


@dataclass(frozen=True)
class Written:
    """A check as it is written, its texts cleaned."""

    texts: Mapping[str, str]
    verdict: str

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The texts that are missing before it can be published."""
        return tuple(name for name in TEXTS if not self.texts[name])


def read_written(values: Mapping[str, str]) -> Written:
    """Return a check from the fields of a form. Raises Invalid."""
    texts = {}
    for name, most in TEXTS.items():
        text = values.get(name, "").replace("\r\n", "\n").strip()
        text = re.sub(r"\n{3,}", "\n\n", text) if name.startswith("body") else " ".join(text.split())
        if len(text) > most:
            raise Invalid(name, "too_long")
        if "\t" in text or is_unreadable(text) or hides(text):
            raise Invalid(name, "unreadable")
        texts[name] = text
    if not texts["title_id"]:
        raise Invalid("title_id", "empty")
    if values.get("verdict") not in VERDICTS:
        raise Invalid("verdict", "unknown")
    return Written(texts, values["verdict"])


def digest(review: OwnReview) -> str:
    """Return the hash of what a check says, so that nothing else is published than what was approved."""
    said = "\0".join([review.verdict, *(getattr(review, name) for name in TEXTS)])
    return hashlib.sha256(said.encode()).hexdigest()


def brief(review: OwnReview) -> dict[str, Any]:
    """Return what the log keeps of it each time: its state, and the hash of its texts."""
    return {
        "claim": review.claim_id, "status": review.status, "title_id": review.title_id, "rating": review.rating,
        "verdict": review.verdict, "text": digest(review),
    }  # fmt: skip


def whole(review: OwnReview) -> dict[str, Any]:
    """Return everything that a check says: what the second person agreed to is in the log word by word."""
    return {**brief(review), **{name: getattr(review, name) for name in TEXTS}}
