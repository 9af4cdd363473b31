"""What can go wrong between a program and a list, one class for each, and what failed named in it.

None of them means that a link is harmless: whoever catches one knows nothing about the link. A message never repeats
the address that was asked about, for messages end in logs. An address that nobody can judge is no error here: it is an
answer whose state is `error` (docs/client.md).
"""

from __future__ import annotations

import re
from typing import Final

from cektautan.core.errors import ErrorCode

_WORD: Final = re.compile(r"[a-z_]{1,40}(?:\[[0-9]{1,3}\])?")


class ClientError(Exception):
    """Anything that a client raises."""


class UnreachableError(ClientError):
    """The server could not be asked, or what it sent is no answer. `place` is the path that was asked for."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why


class ProblemError(ClientError):
    """The server refused, and said why in problem details (RFC 9457)."""

    def __init__(
        self,
        place: str,
        status: int,
        *,
        slug: str = "",
        title: str = "",
        detail: str = "",
        field: str | None = None,
        reason: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{place}: HTTP {status} {slug or title}".rstrip() + _named(field, reason, retry_after))
        self.place = place
        self.status = status
        self.slug = slug
        """Which problem: the last part of its `type`, as `too-many-requests`; empty where the server named none."""
        self.title = title
        self.detail = detail
        """A sentence for people. It is not part of the message, for it is the server's text."""
        self.field = field
        self.reason = reason
        self.retry_after = retry_after
        """Seconds after which to ask again, where the server says so."""


def _named(field: str | None, reason: str | None, retry_after: int | None) -> str:
    """Say what is at fault, where the server names it by a word; other texts of a server are in no message."""
    words = [each for each in (field, reason) if each is not None and _WORD.fullmatch(each)]
    said = f" ({': '.join(words)})" if words else ""
    return said if retry_after is None else f"{said}, ask again in {retry_after} seconds"


class LimitedError(ProblemError):
    """The share of a limit is used up, and its next window is farther away than the client's patience."""


class NotADomainError(ClientError):
    """A name that cannot have a reputation of its own. `reason` is `bad_host`, `public_suffix` or `ip_address`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: no domain that has a reputation of its own; give a host name, as kompas.com")
        self.reason = reason


class ListError(ClientError):
    """A list was refused, and the one that was held stays in use. `code` is the protocol's (section 9)."""

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class NoListError(ClientError):
    """There is no list to answer from yet: `update()` has never succeeded for this server, root key and folder."""


class FolderError(ClientError):
    """The folder of a local client cannot be used. The message says which file and what to do."""


class ChainError(ClientError):
    """A line of the chain of changes is not what it was, or one is missing. `seq` is the first that does not fit."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"line {seq}: {why}")
        self.seq = seq
