"""The signed set on its way from the publisher to the nodes: its documents in one row, its files by their hash.

Nothing here is believed: a node verifies all of it against the root key that it was given (`running.taking`). It holds
what every reader may fetch, and no secret.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Name


class CarriedFile(Base):
    """One file of the set."""

    __tablename__ = "carried_files"

    sha256: Mapped[Name] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CarriedSet(Base):
    """The newest set. One row: it is replaced as a whole, in the transaction that brings its files."""

    __tablename__ = "carried_set"
    __table_args__ = (CheckConstraint("id = 1", "one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    mark: Mapped[Name]
    """The hash of the four documents, by which a node sees that they are others, without fetching them."""
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    keys_signature: Mapped[bytes] = mapped_column(LargeBinary)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    manifest_signature: Mapped[bytes] = mapped_column(LargeBinary)
