"""What a use case of people says when it does nothing: a code, for which the texts have a sentence in each language."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 -- an answer to a person, not a fault
    """The act was not done. Nothing has changed."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        """What the sentence names."""
