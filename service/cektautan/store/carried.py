"""Puts a signed set into the database and fetches it from there, each in one transaction.

Readers of the database see the set before or the new one with all of its files, wherever the publisher was killed.
Whoever fetches says how large a part may be, and what is larger never leaves the database. What is fetched is not
verified here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cektautan.core.keyring import MAX_KEYS_BYTES
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES
from cektautan.core.trust import SignedFiles
from cektautan.store.models import CarriedFile, CarriedSet

_CAPS = (
    (CarriedSet.keys, MAX_KEYS_BYTES),
    (CarriedSet.keys_signature, MAX_SIGNATURE_BYTES),
    (CarriedSet.manifest, MAX_MANIFEST_BYTES),
    (CarriedSet.manifest_signature, MAX_SIGNATURE_BYTES),
)


def mark_of(signed: SignedFiles) -> str:
    """Return the hash by which two sets of documents are told apart."""
    documents = (signed.keys, signed.keys_signature, signed.manifest, signed.manifest_signature)
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in documents)).hexdigest()


def mark(session: Session) -> str | None:
    """Return the mark of the set that lies in the database; None where there is none."""
    return session.scalar(select(CarriedSet.mark).where(CarriedSet.id == 1))


def documents(session: Session) -> SignedFiles | None:
    """Return the four documents of the set; None where there is none, or one of them is larger than any may be."""
    small = [func.length(column) <= cap for column, cap in _CAPS]
    row = session.execute(select(CarriedSet).where(CarriedSet.id == 1, *small)).scalar_one_or_none()
    if row is None:
        return None
    return SignedFiles(row.keys, row.keys_signature, row.manifest, row.manifest_signature)


def file(session: Session, sha256: str, most: int) -> bytes | None:
    """Return the bytes under a hash; None where there are none, or more than `most`."""
    return session.scalar(
        select(CarriedFile.data).where(CarriedFile.sha256 == sha256, func.length(CarriedFile.data) <= most)
    )


def put(session: Session, seq: int, signed: SignedFiles, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Put a set in the place of the one before, with the files that are not there yet.

    Args:
        session: of a transaction that writes.
        seq: the number of the set.
        signed: its documents.
        files: how to read each of its files, by the SHA-256.

    """
    there = set(session.scalars(select(CarriedFile.sha256)))
    for sha256 in files.keys() - there:
        data = files[sha256]()
        session.add(CarriedFile(sha256=sha256, size=len(data), data=data))
        # Written one by one, so that no more than one of them is held in memory.
        session.flush()
        session.expunge_all()
    session.execute(delete(CarriedFile).where(CarriedFile.sha256.in_(there - files.keys())))
    session.execute(delete(CarriedSet))
    session.add(
        CarriedSet(
            id=1,
            seq=seq,
            mark=mark_of(signed),
            keys=signed.keys,
            keys_signature=signed.keys_signature,
            manifest=signed.manifest,
            manifest_signature=signed.manifest_signature,
        )
    )


def drop_damaged(session: Session) -> int:
    """Remove files whose bytes are not what their hash says, so that `put` writes them anew; return how many."""
    damaged = 0
    for sha256 in list(session.scalars(select(CarriedFile.sha256))):
        data = session.scalar(select(CarriedFile.data).where(CarriedFile.sha256 == sha256))
        if data is not None and hashlib.sha256(data).hexdigest() != sha256:
            session.execute(delete(CarriedFile).where(CarriedFile.sha256 == sha256))
            damaged += 1
    return damaged
