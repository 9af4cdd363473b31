"""A small typed client: `from cektautan.client import Client` (docs/client.md).

`Client.remote` asks a server, `Client.local` decides on this computer by the signed list. It needs neither the service
nor a database, and importing it imports neither of the two kinds yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cektautan.client.answers import (
    Answer,
    Claim,
    DomainAnswer,
    Driver,
    Listing,
    Publication,
    Review,
    Score,
    Text,
)
from cektautan.client.client import Client
from cektautan.client.errors import (
    ChainError,
    ClientError,
    FolderError,
    LimitedError,
    ListError,
    NoListError,
    NotADomainError,
    ProblemError,
    UnreachableError,
)
from cektautan.core.errors import ErrorCode
from cektautan.core.vocabulary import Kind, Level, Staleness, State, Surface, Verdict

if TYPE_CHECKING:
    from cektautan.client.changes import Change
    from cektautan.client.local import Held, LocalClient
    from cektautan.client.remote import RemoteClient
    from cektautan.client.updating import Update

__all__ = [
    "Answer",
    "ChainError",
    "Change",
    "Claim",
    "Client",
    "ClientError",
    "DomainAnswer",
    "Driver",
    "ErrorCode",
    "FolderError",
    "Held",
    "Kind",
    "Level",
    "LimitedError",
    "ListError",
    "Listing",
    "LocalClient",
    "NoListError",
    "NotADomainError",
    "ProblemError",
    "Publication",
    "RemoteClient",
    "Review",
    "Score",
    "Staleness",
    "State",
    "Surface",
    "Text",
    "UnreachableError",
    "Update",
    "Verdict",
]

_LATER = {
    "Change": "changes",
    "Held": "local",
    "LocalClient": "local",
    "RemoteClient": "remote",
    "Update": "updating",
}
"""Names whose modules are imported when somebody asks for them."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return __all__
