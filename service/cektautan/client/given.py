"""What a program gives to a client: each thing is looked at before anything is sent, and named where it is wrong.

Programs read keys from files and addresses from tables, so a key comes with the end of its line, and an empty cell
comes as None or as a number. No error here repeats what was given: it may be a key, or what somebody reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_KEY: Final = re.compile("[!-~]+")
"""What a header can carry as one word."""


def text_of(given: object, name: str) -> str:
    """Return what was given as a text.

    >>> text_of(float("nan"), "check")
    Traceback (most recent call last):
    TypeError: check takes a text, and was given float

    Raises:
        TypeError: it is none.

    """
    if not isinstance(given, str):
        raise TypeError(f"{name} takes a text, and was given {type(given).__name__}")
    return given


def texts_of(urls: Iterable[str]) -> Iterator[str]:
    """Return the addresses of a list one by one, each of them a text.

    Raises:
        TypeError: one text alone was given, whose letters are no addresses, or something in the list is no text.

    """
    if isinstance(urls, str):
        raise TypeError("check_all takes a list of addresses; check takes one")
    return (text_of(url, f"check_all, at place {place} of its list,") for place, url in enumerate(urls))


def key_of(given: str | None) -> str | None:
    """Return a key as it is shown to a server, without the end of the line that it was read with.

    Raises:
        TypeError: it is no text.
        ValueError: no header can carry it. The library for requests would say so with the key in its words.

    """
    if given is None:
        return None
    key = text_of(given, "api_key").strip()
    if not _KEY.fullmatch(key):
        raise ValueError("api_key is no key: give it as it was shown to you, or None where there is none")
    return key
