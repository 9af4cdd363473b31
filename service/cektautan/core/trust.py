"""Judges an update: whether a keys.json and a manifest may replace what a client holds (docs/protocol.md, section 8).

The whole decision is one pure function of the old state, the four files and the time, so that Python and JavaScript can
be proved to decide alike (tests/vectors/lists). It must never let a manifest of an unknown key, an older one or one
from the future through; an expired one is let through and marked, because a stale list still warns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keyring import MAX_KEYS_BYTES, Keyring
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, Manifest
from cektautan.core.minisign import PublicKey, verify_any
from cektautan.core.vocabulary import Staleness

FUTURE_SECONDS: Final = 86_400
OLD_SECONDS: Final = 7 * 86_400


@dataclass(frozen=True)
class Trust:
    """What a client remembers of a server and root key."""

    keys_version: int = 0
    floor: int = 0
    """The lowest `seq` that is accepted."""


@dataclass(frozen=True)
class SignedFiles:
    """The four small files of a publication."""

    keys: bytes
    keys_signature: bytes
    manifest: bytes
    manifest_signature: bytes


@dataclass(frozen=True)
class Judgement:
    """The state to keep, whatever happened; and either what was accepted or why not."""

    trust: Trust
    keyring: Keyring | None = None
    manifest: Manifest | None = None
    error: FormatError | None = None
    staleness: Staleness = Staleness.FRESH

    @property
    def code(self) -> ErrorCode | None:
        """The error, or the mark of an expired manifest, or None."""
        if self.error is not None:
            return self.error.code
        return None if self.staleness is Staleness.FRESH else ErrorCode.MANIFEST_EXPIRED


def judge(trust: Trust, root: PublicKey, files: SignedFiles, now: int) -> Judgement:
    """Judge an update. Never raises for anything that the files hold."""
    keyring: Keyring | None = None
    try:
        keyring = accept_keys(trust, root, files.keys, files.keys_signature, now)
        if keyring.version > trust.keys_version:
            # Kept even if the manifest is refused. A thief's high `seq` dies with the key that signed it.
            trust = Trust(keyring.version, 0)
        manifest = accept_manifest(trust, keyring, files.manifest, files.manifest_signature, now)
    except FormatError as error:
        return Judgement(trust, keyring, error=error)
    return Judgement(replace(trust, floor=manifest.seq), keyring, manifest, staleness=staleness(manifest, now))


def accept_keys(trust: Trust, root: PublicKey, keys: bytes, signature: bytes, now: int) -> Keyring:
    """Return the online keys that the root vouches for now.

    Raises:
        FormatError: too_large, bad_signature, unknown_key, bad_format, keys_rolled_back or keys_expired.

    """
    _check_size(keys, signature, MAX_KEYS_BYTES)
    verify_any((root,), keys, signature)
    keyring = Keyring.parse(keys)
    if keyring.version < trust.keys_version:
        raise FormatError(ErrorCode.KEYS_ROLLED_BACK, f"version {keyring.version} after {trust.keys_version}")
    if keyring.expires <= now:
        raise FormatError(ErrorCode.KEYS_EXPIRED, f"at {keyring.expires}")
    return keyring


def accept_manifest(trust: Trust, keyring: Keyring, manifest: bytes, signature: bytes, now: int) -> Manifest:
    """Return the manifest once its signature, its place in the order and its date are right.

    Raises:
        FormatError: too_large, bad_signature, unknown_key, bad_format, rolled_back or from_future.

    """
    _check_size(manifest, signature, MAX_MANIFEST_BYTES)
    verify_any(keyring.keys, manifest, signature)
    read = Manifest.parse(manifest)
    if read.seq < trust.floor:
        raise FormatError(ErrorCode.ROLLED_BACK, f"seq {read.seq} after {trust.floor}")
    if read.created > now + FUTURE_SECONDS:
        raise FormatError(ErrorCode.FROM_FUTURE, f"made at {read.created}")
    return read


def staleness(manifest: Manifest, now: int) -> Staleness:
    """Return how old the list is: a stale one still warns, an old one less (docs/verdicts.md)."""
    if now < manifest.expires:
        return Staleness.FRESH
    return Staleness.STALE if now < manifest.expires + OLD_SECONDS else Staleness.OLD


def _check_size(data: bytes, signature: bytes, cap: int) -> None:
    if len(data) > cap or len(signature) > MAX_SIGNATURE_BYTES:
        raise FormatError(ErrorCode.TOO_LARGE, f"{len(data)} and {len(signature)} bytes")
