"""What every client can do, and the two ways to get one: ask a server, or decide on this computer.

Both answer alike, field by field; what differs is who learns of the address. `remote` sends it to the server, in the
body of the request. `local` sends nothing: it fetches the signed list, verifies it and decides by itself, offline too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, NoReturn, Self

from cektautan.client.answers import Answer, DomainAnswer

if TYPE_CHECKING:
    from cektautan.client.local import LocalClient
    from cektautan.client.remote import RemoteClient

UPDATE_SECONDS: Final = 900
"""How long an update of a local client may take: as long as until the next one."""


class Client(ABC):
    """Answers what is known about addresses. `Client.remote` and `Client.local` make one.

    ::

        with Client.remote("https://cek.example") as client:
            answer = client.check("https://contoh.example/kabar")
            print(answer.state, answer.verdict.word, answer.warns)

    docs/client.md has more of it. That nothing is on record never means that a link is true or harmless.
    """

    def __new__(cls, *_args: object, **_options: object) -> Self:
        """Refuse to make a client that is of neither kind."""
        if cls is Client:
            raise TypeError(
                "use Client.remote(server) to ask a server, Client.local(server, root_key, directory) to decide here"
            )
        return super().__new__(cls)

    @staticmethod
    def remote(server: str, api_key: str | None = None, *, timeout: float = 20, patience: float = 60) -> RemoteClient:
        """Return a client that asks a server.

        Args:
            server: its address, as `https://cek.example`.
            api_key: sent as `Authorization: Bearer`, to that server alone.
            timeout: seconds that one request may wait for the server to send something. No answer takes longer than
                five minutes in all.
            patience: seconds that one call may wait in all where the server says `Retry-After` or is not reached.

        Raises:
            ValueError: `server` is no address of a server, or `api_key` no key.

        """
        # What each kind needs is imported when it is wanted, so that importing the package stays quick.
        from cektautan.client.remote import RemoteClient

        return RemoteClient(server, api_key, timeout=timeout, patience=patience)

    @staticmethod
    def local(
        server: str,
        root_key: str,
        directory: Path | str,
        *,
        timeout: float = 20,
        patience: float = 60,
        update_timeout: float = UPDATE_SECONDS,
    ) -> LocalClient:
        """Return a client that decides by itself, by the list that it holds. Nothing is fetched before `update()`.

        Args:
            server: where the list is fetched from, as `https://cek.example`. It need not be trusted.
            root_key: the root public key (`RW…`), which everything has to be signed under.
            directory: where the list is kept. Several processes may share it.
            timeout: seconds that one request of an update may wait for the server to send something.
            patience: seconds that one request may wait in all where the server says `Retry-After` or is not reached.
            update_timeout: seconds that a whole update may take, a server that sends a byte now and then included.

        Raises:
            ValueError: `server` is no address of a server, or `root_key` is no key.
            FolderError: the directory cannot be used.

        """
        from cektautan.client.local import LocalClient

        return LocalClient(
            server, root_key, Path(directory), timeout=timeout, patience=patience, update_timeout=update_timeout
        )

    @abstractmethod
    def check(self, url: str) -> Answer:
        """Return what is known about an address. One that cannot be judged has the state `error`.

        Raises:
            TypeError: it was given no text.
            ClientError: nothing could be found out, which says nothing about the address.

        """

    @abstractmethod
    def check_all(self, urls: Iterable[str]) -> list[Answer]:
        """Return what is known about several addresses, in their order.

        Raises:
            TypeError: it was given one text, whose letters are no addresses, or a list with something else in it.
            ClientError: as in `check`.

        """

    @abstractmethod
    def domain(self, name: str) -> DomainAnswer:
        """Return what is on record about the domain of a host name.

        Raises:
            NotADomainError: the text is no host name, or names a suffix or a network address.
            ClientError: as in `check`.

        """

    @abstractmethod
    def close(self) -> None:
        """Give back connections and threads."""

    def __reduce__(self) -> NoReturn:
        """Refuse to be copied or sent to another process: connections, locks and threads cannot be."""
        raise TypeError(
            "a client cannot be copied, pickled or sent to another process; make one there: Client.remote and "
            "Client.local are quick. Several processes may share the directory of a local one"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
