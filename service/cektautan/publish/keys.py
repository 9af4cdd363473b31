"""Keeps the signing keys: the root pair, the online secret, the root-signed keys.json (docs/protocol.md, section 6).

    root.key, root.pub        the root pair; in production root.key is kept elsewhere
    online-<NAME>.key         an online secret key
    keyring -> keyrings/<…>/  keys.json and keys.json.minisig, replaced together

In development all of it is made on first use. Where a root key is pinned by setting, nothing is made that it has not
signed. How a key lies in its file is kept in `key_files`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cektautan.core.errors import FormatError
from cektautan.core.keyring import Keyring
from cektautan.core.minisign import PublicKey, SecretKey, sign, verify_any
from cektautan.publish.atomic import point, sweep, write_group
from cektautan.publish.errors import PublishError
from cektautan.publish.key_files import read_secret, write_public, write_secret

KEYRING_DAYS: Final = 30
_DAY: Final = 86_400


@dataclass(frozen=True)
class SigningKeys:
    """What a publication is signed with."""

    root: PublicKey
    keyring: Keyring
    keys_json: bytes
    keys_signature: bytes
    online: SecretKey


class KeyStore:
    """The keys of one publisher. Used under the publisher's lock wherever it writes."""

    def __init__(self, directory: Path, pinned: PublicKey | None = None) -> None:
        self.directory = directory
        self.root_secret_path = directory / "root.key"
        self.root_public_path = directory / "root.pub"
        self._link = directory / "keyring"
        self._pinned = pinned

    def root(self) -> PublicKey | None:
        """Return the root public key: the pinned one, or the one of this directory, or None."""
        if self._pinned is not None:
            return self._pinned
        try:
            return PublicKey.parse(self.root_public_path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (FormatError, UnicodeDecodeError):
            raise PublishError(f"{self.root_public_path} is not a minisign public key") from None

    def signing(self, now: int) -> SigningKeys:
        """Return the keys to sign with now; make them in development, renew keys.json while the root key is here.

        Raises:
            PublishError: keys are missing, damaged or expired; the message says what to do.

        """
        root = self.root()
        if root is None or (not self._link.exists() and self.root_secret_path.exists()):
            self.initialise(now)
            root = self.root()
        if root is None:
            raise PublishError(f"{self.directory} has no root key")
        keys_json, signature = self._read_keyring()
        try:
            verify_any((root,), keys_json, signature)
            keyring = Keyring.parse(keys_json)
        except FormatError as problem:
            raise PublishError(f"keys.json in {self.directory}: {problem} (root key {root.name})") from None
        online = self._online(keyring)
        if keyring.expires - now < (keyring.expires - keyring.created) / 2 and self.root_secret_path.exists():
            # Only the expiry moves: the same version always means the same keys.
            days = max(1, (keyring.expires - keyring.created) // _DAY)
            keyring = Keyring(keyring.version, now, now + days * _DAY, keyring.keys)
            keys_json, signature = self._sign_keyring(keyring, self.root_secret())
            self._write_keyring(keys_json, signature, now)
        if keyring.expires <= now:
            raise PublishError("keys.json has expired: sign a new one with the root key (cektautan keys rotate)")
        return SigningKeys(root, keyring, keys_json, signature, online)

    def initialise(self, now: int, days: int = KEYRING_DAYS) -> PublicKey:
        """Make what is missing: the root pair, an online key, keys.json. Return the root public key.

        Raises:
            PublishError: a root key is pinned, and its secret is not here.

        """
        self._prepare()
        if self._pinned is not None and not self.root_secret_path.exists():
            raise PublishError(f"a root key is pinned and {self.root_secret_path} is absent: nothing can be made here")
        if not self.root_secret_path.exists():
            if self.root_public_path.exists():
                raise PublishError(f"{self.root_public_path} is there without its secret: nothing can be made here")
            write_secret(self.root_secret_path, _new_secret())
        secret = self.root_secret()
        if not self.root_public_path.exists():
            write_public(self.root_public_path, secret.public)
        if not self._link.exists():
            self.rotate(now, secret, days)
        return secret.public

    def rotate(self, now: int, root_secret: SecretKey, days: int = KEYRING_DAYS) -> Keyring:
        """Make a new online key and a keys.json of a higher version that names it alone.

        The version is the Unix time if that is higher, so that a publisher restored from an old backup does not
        give out a version that clients have seen before.
        """
        keyring, keys_json = self.prepare_rotation(now, days)
        self.install(keys_json, sign(root_secret, keys_json, _comment(keyring)).encode(), now)
        return keyring

    def prepare_rotation(self, now: int, days: int = KEYRING_DAYS) -> tuple[Keyring, bytes]:
        """Make a new online key and the keys.json that would name it, to be signed where the root key is."""
        self._prepare()
        online = _new_secret()
        write_secret(self.directory / f"online-{online.public.name}.key", online)
        version = max(self._version() + 1, now)
        keyring = Keyring(version, now, now + days * _DAY, (online.public,))
        return keyring, keyring.to_bytes()

    def install(self, keys_json: bytes, signature: bytes, now: int) -> Keyring:
        """Put a root-signed keys.json into use.

        Raises:
            PublishError: the root has not signed it, it is older than the one in use, or its secret key is not here.

        """
        root = self.root()
        if root is None:
            raise PublishError(f"{self.directory} has no root.pub: put the root public key there first")
        try:
            verify_any((root,), keys_json, signature)
            keyring = Keyring.parse(keys_json)
        except FormatError as problem:
            raise PublishError(f"this keys.json cannot be used: {problem} (root key {root.name})") from None
        if keyring.version < self._version():
            raise PublishError(f"this keys.json is older than the one in use ({keyring.version} < {self._version()})")
        self._online(keyring)
        self._prepare()
        self._write_keyring(keys_json, signature, now)
        # A key that is no longer named signs nothing any more, and what is not there cannot be stolen.
        named = {f"online-{key.name}.key" for key in keyring.keys}
        for path in self.directory.glob("online-*.key"):
            if path.name not in named:
                path.unlink()
        return keyring

    def root_secret(self, path: Path | None = None) -> SecretKey:
        """Read a root secret key; it must be that of the root public key in use.

        Raises:
            PublishError: it is missing, damaged or another one.

        """
        path = path or self.root_secret_path
        secret = read_secret(path)
        root = self.root()
        if root is not None and secret.public != root:
            raise PublishError(f"{path} is not the secret of the root key {root.name}")
        return secret

    def keyring(self) -> Keyring | None:
        """Return the keyring in use, unverified, for people to look at; None where there is none."""
        try:
            return Keyring.parse((self._link / "keys.json").read_bytes())
        except (OSError, FormatError):
            return None

    def _version(self) -> int:
        keyring = self.keyring()
        return keyring.version if keyring else 0

    def _online(self, keyring: Keyring) -> SecretKey:
        for key in keyring.keys:
            path = self.directory / f"online-{key.name}.key"
            if path.exists():
                secret = read_secret(path)
                if secret.public != key:
                    raise PublishError(f"{path} is not the secret of the online key {key.name}")
                return secret
        names = ", ".join(key.name for key in keyring.keys)
        raise PublishError(f"no secret key here for {names}: make a new online key (cektautan keys rotate)")

    def _read_keyring(self) -> tuple[bytes, bytes]:
        try:
            return (self._link / "keys.json").read_bytes(), (self._link / "keys.json.minisig").read_bytes()
        except OSError:
            raise PublishError(f"{self.directory} has no signed keys.json (cektautan keys --help)") from None

    def _sign_keyring(self, keyring: Keyring, secret: SecretKey) -> tuple[bytes, bytes]:
        data = keyring.to_bytes()
        return data, sign(secret, data, _comment(keyring)).encode()

    def _write_keyring(self, keys_json: bytes, signature: bytes, now: int) -> None:
        taken = len(list((self.directory / "keyrings").glob("*")))
        name = f"{now}-{taken}"
        files = {"keys.json": keys_json, "keys.json.minisig": signature}
        write_group(self.directory / "keyrings", name, files)
        point(self._link, f"keyrings/{name}")

    def _prepare(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.directory / "keyrings").mkdir(exist_ok=True)
        sweep(self.directory)
        sweep(self.directory / "keyrings")


def _new_secret() -> SecretKey:
    return SecretKey(os.urandom(8), os.urandom(32))


def _comment(keyring: Keyring) -> str:
    return f"CekTautan keys.json version {keyring.version}"
