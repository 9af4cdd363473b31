"""Names the one way in which publishing fails: with a line for the operator, and with the old set untouched."""

from __future__ import annotations


class PublishError(Exception):
    """Nothing was published; what was published before still stands. The message is one line that says what to do."""
