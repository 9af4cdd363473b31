"""Vocabulary: the words and numbers that every part of the project, every file and every answer uses.

Follows the table of docs/verdicts.md. The numbers stand in published files and must never change their meaning.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Verdict(IntEnum):
    """What a fact-checker found a claim to be."""

    UNKNOWN = 0
    FALSE = 1
    MISLEADING = 2
    ALTERED = 3
    IMPOSTER = 4
    SCAM = 5
    SATIRE = 6
    OPINION = 7
    UNPROVEN = 8
    MIXED = 9
    TRUE = 10
    CORRECTED = 11

    @property
    def word(self) -> str:
        """The verdict as it stands in answers and in blocklists."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Verdict:
        """Return the verdict of a word.

        Raises ValueError.
        """
        for verdict in cls:
            if verdict.word == word:
                return verdict
        raise ValueError(f"{word} is not a verdict")


class Level(IntEnum):
    """How strongly a reader is warned."""

    CLEARED = 0
    NOTE = 1
    CAUTION = 2
    WARNING = 3


class Kind(StrEnum):
    """What a key is the name of; the first word of its text."""

    CONTENT = "content"
    URL = "url"
    PATH = "path"
    HOST = "host"
    DOMAIN = "domain"


class Surface(StrEnum):
    """What sort of place an address leads to."""

    CONTENT = "content"
    PAGE = "page"
    OPAQUE = "opaque"
    PLATFORM = "platform"


class State(StrEnum):
    """What is said about an address. None of the words is `safe`."""

    LISTED = "listed"
    CLEARED = "cleared"
    UNKNOWN = "unknown"
    UNRESOLVED = "unresolved"
    PLATFORM = "platform"
    ERROR = "error"


class Staleness(StrEnum):
    """How old the list is: within its time, past it, or long past it."""

    FRESH = "fresh"
    STALE = "stale"
    OLD = "old"


class ReasonCode(StrEnum):
    """Why a key is listed or cleared."""

    FACT_CHECKED_FALSE = "fact_checked_false"
    FACT_CHECKED_MISLEADING = "fact_checked_misleading"
    ALTERED_MEDIA = "altered_media"
    IMPOSTER_OF_OFFICIAL = "imposter_of_official"
    SCAM = "scam"
    SATIRE = "satire"
    OPINION = "opinion"
    UNPROVEN = "unproven"
    PARTLY_TRUE = "partly_true"
    CHECKED_TRUE = "checked_true"
    CORRECTED_BY_PUBLISHER = "corrected_by_publisher"
    WITHDRAWN = "withdrawn"


UNLISTED_STATE = {
    Surface.CONTENT: State.UNKNOWN,
    Surface.PAGE: State.UNKNOWN,
    Surface.OPAQUE: State.UNRESOLVED,
    Surface.PLATFORM: State.PLATFORM,
}
"""The state of an address about which no list says anything."""
