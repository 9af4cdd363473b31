"""The desk's secrets: made at first use in `VAR_DIR/keys/desk.json`, or given to all nodes in the environment.

`session` signs cookies and form tokens, `tickets` keys the hashes of readers' tickets, `sealing` holds the keys of
sealed fields, newest first. A lost `tickets` secret orphans every ticket and a lost sealing key every sealed field, so
the file belongs into the backup; it must never be logged or printed.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import make_url


class SecretsError(Exception):
    """The secrets cannot be read. The message is one line and holds nothing of them."""


@dataclass(frozen=True)
class DeskSecrets:
    """What must be the same in every process of the service."""

    session: str = field(repr=False)
    tickets: str = field(repr=False)
    sealing: tuple[str, ...] = field(repr=False)


def load_secrets(file: Path, given: str = "") -> DeskSecrets:
    """Read the secrets from `given` (JSON), or from the file, which is made where there is none.

    Raises:
        SecretsError: what is there is not what this module writes.

    """
    if given:
        return _read(given, "CEKTAUTAN_DESK_SECRETS")
    if not file.exists():
        _make(file)
    return _read(file.read_text("utf-8"), str(file))


def installation_of(secrets: DeskSecrets, database_url: str) -> str:
    """Return what an installation is called where it shares something with others; it tells nothing of what it is.

    All nodes have the same secrets. A copy of them over another database is another installation.
    """
    database = make_url(database_url) if database_url else None
    place = "" if database is None else f"{database.host} {database.port} {database.database}"
    return hmac.digest(secrets.tickets.encode(), f"installation {place}".encode(), "sha256").hex()[:32]


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "session": secrets.token_urlsafe(32),
        "tickets": secrets.token_urlsafe(32),
        "sealing": [Fernet.generate_key().decode()],
    }
    fresh = file.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(made, stream)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        # Two processes may begin at once: the first file to stand there is everybody's.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _read(text: str, where: str) -> DeskSecrets:
    try:
        data: Any = json.loads(text)
        found = DeskSecrets(str(data["session"]), str(data["tickets"]), tuple(map(str, data["sealing"])))
        for key in found.sealing:
            Fernet(key)
    except (ValueError, KeyError, TypeError):
        raise SecretsError(f"{where} does not hold the desk's secrets: session, tickets, sealing") from None
    if not found.sealing or min(len(found.session), len(found.tickets)) < 32:
        raise SecretsError(f"{where}: session and tickets need 32 characters, sealing a key")
    return found
