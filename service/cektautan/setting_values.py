"""Reads the text of one setting as the value that it means, or says what it must be instead.

What a reader raises is told after the setting's name: "PORT must be a whole number from 1 to 65535". The text itself is
never repeated, because it may hold a password.
"""

from __future__ import annotations

from collections.abc import Callable

from ada_url import URL
from limits import RateLimitItem
from limits import parse as parse_limit
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from cektautan.core.errors import FormatError
from cektautan.core.minisign import PublicKey

LONGEST_WINDOW = 3600
"""Seconds."""

LONGEST_KEY = 500


def read_whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def read_switch(text: str) -> bool:
    """`on` or `off`. Raises ValueError."""
    if text.lower() not in {"on", "off"}:
        raise ValueError("on or off")
    return text.lower() == "on"


def read_limit(text: str) -> RateLimitItem:
    """Requests in a window of an hour at most. Raises ValueError."""
    try:
        limit = parse_limit(text)
    except ValueError:
        limit = None
    # Counts are kept for the longest window, so a window of days would keep every caller's for days.
    if limit is None or limit.get_expiry() > LONGEST_WINDOW:
        raise ValueError("a limit such as 3000 per minute, and by the hour at most")
    return limit


def read_address(text: str) -> str:
    """An address of a service, without a slash at its end. Raises ValueError."""
    problem = "an address such as https://cek.example, without query or fragment"
    try:
        url = URL(text)
    except ValueError:
        raise ValueError(problem) from None
    if url.protocol not in {"http:", "https:"} or url.username or url.password or url.search or url.hash:
        raise ValueError(problem)
    return f"{url.origin}{url.pathname.rstrip('/')}"


def read_root_key(text: str) -> str:
    """A minisign public key. Raises ValueError."""
    try:
        return PublicKey.parse(text).text
    except FormatError:
        raise ValueError("a minisign public key (RW...)") from None


def read_redis(text: str) -> str:
    """An address of Redis. Raises ValueError."""
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("an address that begins with redis://, rediss:// or unix://")
    return text


def read_database(text: str) -> str:
    """An address of PostgreSQL or SQLite. Raises ValueError."""
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"postgresql", "sqlite"}:
        raise ValueError("an address that begins with postgresql:// (or sqlite:///)")
    return text


def read_host(text: str) -> str:
    """A host's name in small letters. Raises ValueError."""
    # The name stands in a zone that resolvers load, so nothing but a name may get in.
    name = text.lower().removesuffix(".")
    try:
        host = URL(f"https://{name}/").hostname
    except ValueError:
        host = ""
    if host != name or "." not in name or name.rpartition(".")[2].isdigit() or len(name) > 253:
        raise ValueError("a host's name such as pemberitahuan.example")
    return name


def read_key(text: str) -> str:
    """A key for somebody else's interface. Raises ValueError."""
    # It goes into a field of a head or a form, where a blank is a slip of copying.
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > LONGEST_KEY:
        raise ValueError(f"a key of letters, digits and signs without blanks, at most {LONGEST_KEY}")
    return text
