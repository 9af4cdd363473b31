"""Far hosts on loopback: names and certificates of the test's own, and connections that end here whatever is asked for.

Nothing here lifts a refusal of `cektautan.outbound`: names lead to real public addresses, which the client checks, and
only the connector takes the connection somewhere else.
"""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cektautan.outbound.client import PinnedClient
from cektautan.outbound.errors import UnknownName
from cektautan.outbound.pace import Pace
from cektautan.outbound.protocol import Fetched, Hop

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
AGENT = "CekTautan/uji (+https://cek.example/)"


class Authority:
    """Issues certificates that only the test's own clients trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Otoritas uji")])
        basic = x509.BasicConstraints(ca=True, path_length=0)
        self._own = self._builder(self._name, self._key, basic).sign(self._key, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, basic: x509.BasicConstraints
    ) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(basic, critical=True)
        )

    def server(self, *names: str) -> ssl.SSLContext:
        """Return the context of a server with these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        builder = self._builder(subject, key, x509.BasicConstraints(ca=False, path_length=None))
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False)
        path = self._folder / f"{names[0]}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def client(self) -> ssl.SSLContext:
        """Return the context of a client that trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self._own.public_bytes(serialization.Encoding.PEM).decode())
        return context


@dataclass
class Names:
    """A resolver that knows what it was told; a name with several answers gives the next one each time."""

    known: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def addresses(self, host: str, seconds: float) -> Sequence[str]:
        """Return the addresses of a name."""
        self.asked.append(host)
        answers = self.known.get(host, [])
        if not answers:
            raise UnknownName
        return answers.pop(0) if len(answers) > 1 else answers[0]


@dataclass
class Loopback:
    """A connector that notes where a connection was wanted and makes it to a port here."""

    port: int
    wanted: list[tuple[str, int]] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Return a socket that is connected to the test's own server."""
        self.wanted.append((address, port))
        if address in self.dead:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@dataclass
class World:
    """A client, the names that it knows and the connections that it wanted."""

    names: Names
    connector: Loopback
    client: PinnedClient

    def ask(self, url: str, seconds: float = 5.0) -> Hop:
        """Ask as a caller does who has so much time."""
        return self.client.first_hop(url, seconds)

    def fetch(self, url: str, **options: Any) -> Fetched:
        """Fetch as a caller does whom a person waits for."""
        return self.client.fetch(url, **{"most_bytes": 100_000, "seconds": 5.0, "polite": False, **options})

    @classmethod
    def make(cls, authority: Authority, port: int, hosts: Sequence[str], pace: Pace | None = None) -> World:
        """Let these hosts be public ones, all served by one port here."""
        names, connector = Names({host: [[PUBLIC]] for host in hosts}), Loopback(port)
        return cls(names, connector, PinnedClient(AGENT, names, connector, authority.client(), pace))


class Unhurried:
    """A time that passes while one waits in it, and so takes none of the test's own."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def clock(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waited.append(seconds)
        self.now += seconds

    def pace(self) -> Pace:
        """Return a pace that is kept in this time."""
        return Pace(self.clock, self.sleep)


class RawServer:
    """Answers one connection after another with whatever bytes a test writes; no server library would send them."""

    def __init__(self, tls: ssl.SSLContext, answer: Callable[[ssl.SSLSocket], None]) -> None:
        self._tls = tls
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            # The client hangs up when it has had enough, which is what is tested.
            with plain, suppress(OSError), self._tls.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                self._answer(connection)

    def close(self) -> None:
        """Stop, and wait for the answer under way."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
