"""Opens the store of one installation from what the settings say.

Nothing is asked of the database yet: the read path has to start while it is down. The first use migrates it.
"""

from __future__ import annotations

from pathlib import Path

from cektautan.store.connect import connect
from cektautan.store.sealing import NoKeys, Sealer
from cektautan.store.secrets import DeskSecrets, SecretsError, load_secrets
from cektautan.store.transaction import Store

SQLITE_NAME = "desk.sqlite3"


def open_store(database_url: str, var_dir: Path, given_secrets: str = "") -> tuple[Store, DeskSecrets]:
    """Return the store, and the secrets that its processes share.

    Raises:
        SecretsError: the secrets cannot be read.

    """
    secrets = load_secrets(_file(var_dir), given_secrets)
    return Store(connect(database_url, var_dir / SQLITE_NAME), Sealer(secrets.sealing)), secrets


def see_secrets(var_dir: Path, given_secrets: str) -> None:
    """See that a node that joins others was given their secrets: of its own it could read nothing that they keep.

    Raises:
        SecretsError: it was given none.

    """
    if not given_secrets and not _file(var_dir).exists():
        raise SecretsError(
            "this node has a desk and none of its secrets: give it the publisher's as CEKTAUTAN_DESK_SECRETS, "
            "or start it with CEKTAUTAN_DESK=off"
        )


def _file(var_dir: Path) -> Path:
    return var_dir / "keys" / "desk.json"


def open_without_secrets(database_url: str) -> Store:
    """Return the store as a node without a desk has it: for what is no secret, the signed set and the keys of callers.

    It takes no decision, and holds nothing with which readers' texts could be opened.
    """
    return Store(connect(database_url, Path()), NoKeys())
